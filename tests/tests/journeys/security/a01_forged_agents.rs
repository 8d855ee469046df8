//! A1: whoever knows an id of a conversation and writes in an agent's name reaches nobody (FreeScout CVE-2026-47123). That no token stands
//! for another is `crates/desk/tests/it/tokens.rs`.

use serde_json::json;

use super::team::{ANNA, BEN, EVIL, Team};
use crate::automatic::ZOE;
use crate::letters::{Letter, header, ids};
use crate::receiving::SUPPORT;

/// A1, TR-8: every id and token that a customer holds, in a mail in the agent's name: held, nothing leaves, and the agent is told.
#[test]
fn a_forged_agent_with_a_customers_ids_is_held_and_sends_nothing() {
    let team = Team::open();
    // Even where a token alone suffices, a customer's is none of the agent's.
    team.set(&json!({"email": {"token_suffices": ["team.example"]}}));
    let (id, question) = team.asked("Order", "Where is my order?");
    let ours = team.answered(&id, &json!({}), "It is on its way.");
    let token = ids(&header(&ours, "Message-ID").unwrap()).remove(0).split('@').next().unwrap().to_owned();
    let from = format!("Ben <{BEN}>");
    let forged =
        |to: &str, number: usize| Letter::new(&from, to, "Re: Order", &format!("Pay to this account {number}."));
    let with_token = format!("support+{token}@desk.example");
    let mails = [
        forged(SUPPORT, 0).answering(&question),
        forged(SUPPORT, 1).answering(&ours),
        forged(&with_token, 2).answering(&ours),
        Letter { references: ids(&header(&ours, "References").unwrap()), ..forged(&with_token, 3) },
    ];
    for letter in &mails {
        team.unproved(EVIL, letter);
    }
    let held = team.held(mails.len());
    assert!(held.iter().all(|one| one["reason"] == "agent-not-verified"), "{held:?}");
    let _ = team.word_to(BEN, "in your name");
    team.settle();
    assert_eq!(team.customers_got("Pay to this account"), 0);
    assert_eq!(team.texts(&id).len(), 2, "the question and Anna's answer");
}

/// A1, TR-4: the agent's own token in a mail that nothing proves is not sent either, and one of another conversation moves only its own.
#[test]
fn an_agents_token_answers_its_own_conversation_only() {
    let team = Team::open();
    let (first, _) = team.asked("First", "Where is the first?");
    let (second, question) = team.asked("Second", "Where is the second?");
    let told = team.told(BEN, "First");
    // The token says First; the references of a mail in Second come behind it.
    let answer = team.answer_of(BEN, &told, "For the first only.");
    let mut references = ids(&header(&question, "Message-ID").unwrap());
    references.extend(answer.references.clone());
    team.proved(BEN, &Letter { references, ..answer.clone() });
    team.settle();
    assert_eq!((team.texts(&first).len(), team.texts(&second).len()), (2, 1));
    assert_eq!(team.customers_got("For the first only."), 1);
    // The same token from a place that proves nothing: a note that waits for its author.
    let unproved = Letter { id: Some("another@team.example".into()), text: "Send the money.".into(), ..answer };
    team.unproved(EVIL, &unproved);
    let _ = team.word_to(BEN, "nothing proves");
    team.settle();
    assert_eq!(team.customers_got("Send the money."), 0);
    assert!(
        team.at.to_customers().iter().all(|mail| mail.to == [ZOE]),
        "{ANNA} and {BEN} aside, only Zoe is written to"
    );
}
