//! A5: Reply-To is a destination and never an identity (GitLab issue 349329).

use serde_json::json;

use super::team::{BEN, Team, readable};
use crate::automatic::ZOE;
use crate::letters::Letter;
use crate::receiving::SUPPORT;

const FRIEND: &str = "friend@customer.example";

/// SB-15, A5: who wrote stays From, also where Reply-To names an agent, which the evidence tells; answers go to where Reply-To says unless
/// that is an agent's address or ours; and whoever did not write the question is not sent it.
#[test]
fn reply_to_is_where_answers_go_and_never_who_wrote() {
    let team = Team::open();
    for (subject, reply_to, goes_to) in
        [("Elsewhere", FRIEND, FRIEND), ("To an agent", BEN, ZOE), ("To us", "support+abc@desk.example", ZOE)]
    {
        let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, "Where is my order?");
        team.proved(ZOE, &Letter { further: format!("Reply-To: <{reply_to}>\r\n"), ..letter });
        let shown = team.at.desk.api.await_conversation(subject);
        assert_eq!(shown["contact"]["address"], ZOE, "{subject}");
        let message = &shown["messages"][0];
        assert_eq!((&message["from"]["address"], &message["kind"]), (&json!(ZOE), &json!("inbound")), "{subject}");
        let reasons = message["evidence"]["reasons"].as_array().unwrap();
        let told = reasons.iter().find(|one| one["reason"] == "answers-wanted-elsewhere").expect("it is told");
        assert_eq!(told["facts"]["shown"], reply_to, "{subject}");
        let text = format!("The answer to {subject}.");
        let _ = team.answered(shown["id"].as_str().unwrap(), &json!({}), &text);
        let taken = team.at.server.taken();
        let mail = taken.iter().find(|mail| readable(&mail.raw).contains(&text)).expect("the answer");
        assert_eq!(mail.to, [goes_to], "{subject}");
        assert_eq!(readable(&mail.raw).contains("> Where is my order?"), goes_to == ZOE, "{subject}");
    }
}

/// A5: an answer whose From is a stranger and whose Reply-To is the agent has none of the agent's powers, token or not.
#[test]
fn an_agent_in_reply_to_sends_nothing() {
    let team = Team::open();
    let (id, question) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    for (number, answered) in [&question, &told].into_iter().enumerate() {
        let letter = Letter::new("evil@else.example", SUPPORT, "Re: Order", &format!("Pay to account {number}."));
        let further = format!("Reply-To: Ben <{BEN}>\r\nSender: <{BEN}>\r\n");
        team.proved("evil@else.example", &Letter { further, ..letter }.answering(answered));
    }
    team.settle();
    assert_eq!(team.customers_got("Pay to account"), 0);
    let messages = team.at.shown(&id)["messages"].clone();
    let kinds: Vec<&str> = messages.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert!(kinds.iter().all(|kind| *kind == "inbound"), "{kinds:?}");
}
