//! A6: a third party's verification mail that somebody lets come to a conversation's token (the "ticket trick") is for agents only. There
//! is no page for customers yet: whatever is mailed to them is the proof.

use serde_json::{Value, json};

use super::team::{BEN, Team, readable};
use crate::automatic::ZOE;
use crate::letters::{Letter, header, ids};
use crate::receiving::SUPPORT;

const MARK: &str = "Code771204";
const SENDERS: [&str; 3] = ["no-reply@slack.example", "verify@slack.example", "accounts@slack.example"];

/// A verification mail in each form: to the token alone, as an answer, marked as a machine's, and by hidden delivery.
fn verifications(ours: &[u8]) -> Vec<(&'static str, Letter)> {
    let token = ids(&header(ours, "Message-ID").unwrap()).remove(0).split('@').next().unwrap().to_owned();
    let to = format!("support+{token}@desk.example");
    let mut all = Vec::new();
    for (number, sender) in SENDERS.into_iter().enumerate() {
        let letter = |subject: &str| Letter {
            id: Some(format!("verify.{MARK}.{number}.{}@slack.example", subject.len())),
            ..Letter::new(&format!("Slack {MARK} <{sender}>"), &to, subject, &format!("Your sign-in code is {MARK}."))
        };
        all.push((sender, letter(&format!("Confirm {MARK}"))));
        all.push((sender, letter("Re: Order")));
        all.push((sender, Letter { further: "Auto-Submitted: auto-generated\r\n".into(), ..letter("Re: Order  ") }));
        let hidden = Letter { to: "undisclosed-recipients:;".into(), ..letter("Re:  Order   ") };
        all.push((sender, Letter { further: format!("Delivered-To: {to}\r\n"), ..hidden }));
    }
    all
}

/// A6: proved or not, nothing of it, not even its id, stands in any mail that the owner of the conversation gets afterwards: by an answer
/// in the browser, by an agent's answer by mail, or by a greeting.
#[test]
fn nothing_of_a_third_partys_mail_reaches_the_owner_of_a_token() {
    let team = Team::open();
    team.publish("slack.example");
    team.at.greet("Thank you for your message.");
    let (id, _) = team.asked("Order", "Where is my order?");
    let ours = team.answered(&id, &json!({}), "It is on its way.");
    for (number, (sender, letter)) in verifications(&ours).iter().enumerate() {
        if number % 2 == 0 { team.proved(sender, letter) } else { team.unproved(sender, letter) }
    }
    team.settle();
    let _ = team.answered(&id, &json!({}), "It arrives on Monday.");
    // Zoe writes on, and an agent answers her by mail.
    team.proved(ZOE, &Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "Re: Order", "Thank you.").answering(&ours));
    team.settle();
    let told = journeys::wait::wait_for("the notification of the second mail", || {
        let mut all = team.at.server.taken().into_iter().filter(|mail| mail.to == [BEN]);
        all.find(|mail| readable(&mail.raw).contains("Thank you.")).map(|mail| mail.raw.into_bytes())
    });
    team.proved(BEN, &team.answer_of(BEN, &told, "You are welcome."));
    team.settle();
    assert_eq!(team.customers_got("You are welcome."), 1);
    let _ = team.answered(&id, &json!({}), "Goodbye.");
    team.settle();
    for mail in team.at.server.taken() {
        let read = format!("{}{}", mail.raw, readable(&mail.raw));
        let to_owner = mail.to.iter().any(|to| to == ZOE);
        assert!(!to_owner || !read.contains("771204") && !read.contains("slack"), "{read}");
    }
    // Nothing vanished either: agents find each of them.
    let all = team.at.desk.api.list("/conversations?view=all");
    let shown = all.iter().map(|one| team.at.shown(one["id"].as_str().unwrap()));
    let found: usize = shown.map(|one| of_slack(&one["messages"])).sum();
    assert_eq!(found, SENDERS.len() * 4);
}

fn of_slack(messages: &Value) -> usize {
    let all = messages.as_array().unwrap().iter();
    all.filter(|one| one["from"]["address"].as_str().unwrap().ends_with("@slack.example")).count()
}
