//! A7: a token is one agent's. In anybody else's mail it opens nothing, ends there, and its agent hears of it (vm0 3662, GitLab MR 79932).

use serde_json::json;

use super::team::{ANNA, BEN, EVIL, Team, readable};
use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::SUPPORT;

const HINT: &str = "somebody else";

/// A7: a stranger answers with Ben's token: held, the token is good for nothing afterwards, and Ben is told once.
#[test]
fn a_strangers_mail_with_an_agents_token_is_held_and_the_agent_is_told() {
    let team = Team::open();
    team.set(&json!({"email": {"token_suffices": ["team.example"]}}));
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    let letter = |text: &str| Letter::new(EVIL, SUPPORT, "Re: Order", text).answering(&told);
    team.proved(EVIL, &letter("Forwarded to me."));
    let held = team.held(1);
    assert_eq!(held[0]["reason"], "foreign-token", "{held:?}");
    let word = team.word_to(BEN, HINT);
    assert!(readable(&String::from_utf8_lossy(&word)).contains(EVIL), "it says who");
    // Again, and by others: held too, and Ben is not told more than once an hour.
    team.unproved(EVIL, &letter("And again."));
    team.proved(ZOE, &Letter { from: Some("max@shop.example".into()), ..letter("Me too.") });
    let _ = team.held(3);
    team.settle();
    assert_eq!(team.words_to(BEN, HINT), 1);
    let shown = team.at.shown(&id);
    let events = Answering::events_of(&shown, "token_used");
    assert_eq!((events.len(), events[0]["address"].as_str()), (1, Some(EVIL)), "{shown}");
    assert_eq!((team.texts(&id).len(), &shown["status"]), (1, &json!("new")));
    // What is stolen is worthless from now on, even where the token alone had sufficed.
    let forged = Letter { from: Some(format!("Ben <{BEN}>")), ..letter("Pay to this account.") };
    team.unproved(EVIL, &forged);
    team.settle();
    assert_eq!((team.customers_got("Pay to this account."), team.texts(&id).len()), (0, 1));
}

/// A7: a colleague is no better off with Ben's token than a stranger; with their own they answer.
#[test]
fn a_colleague_answers_by_their_own_token_only() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let (of_ben, of_anna) = (team.told(BEN, "Order"), team.told(ANNA, "Order"));
    team.proved(ANNA, &team.answer_of(ANNA, &of_ben, "By Ben's token."));
    let held = team.held(1);
    assert_eq!(held[0]["reason"], "foreign-token", "{held:?}");
    let _ = team.word_to(BEN, HINT);
    let _ = team.word_to(ANNA, "sent to a colleague");
    team.proved(ANNA, &team.answer_of(ANNA, &of_anna, "By my own."));
    team.settle();
    assert_eq!((team.customers_got("By Ben's token."), team.customers_got("By my own.")), (0, 1));
    assert_eq!(team.texts(&id), ["Where is my order?", "By my own."]);
}

/// A7: a customer who takes part is not silenced by an agent's token among what the mail refers to: the mail joins as the customer's own.
#[test]
fn a_customers_own_answer_joins_whatever_else_it_refers_to() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    let ours = team.answered(&id, &json!({}), "It is on its way.");
    let letter =
        Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "Re: Order", "Ben forwarded me this.").answering(&ours);
    let mut references = Letter::new(ZOE, SUPPORT, "", "").answering(&told).references;
    references.extend(letter.references.clone());
    team.proved(ZOE, &Letter { references, ..letter });
    team.settle();
    assert_eq!(team.texts(&id).last().map(String::as_str), Some("Ben forwarded me this."));
    let _ = team.word_to(BEN, HINT);
    // The token was seen outside: it is spent.
    team.proved(BEN, &team.answer_of(BEN, &told, "Too late."));
    team.settle();
    assert_eq!(team.customers_got("Too late."), 0);
}
