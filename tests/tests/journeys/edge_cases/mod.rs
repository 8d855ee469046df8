//! The odd mail that other desks learned about the hard way: each case is a test that names its number, against the running program.

mod agents;
mod content;
mod identity;
mod lists;
mod machines;
mod merged;
mod ways;
mod words;

use serde_json::Value;

use crate::letters::Letter;
use crate::receiving::{Base, CUSTOMER, Desk, SUPPORT};

/// A desk on SQLite whose mailbox only receives.
fn desk() -> Desk {
    Desk::with_support(&Base::Sqlite)
}

/// A mail of the customer with a body that the test writes whole, its headers of MIME included.
fn with_body(subject: &str, mime: &str, body: &str) -> Letter {
    let further = format!("MIME-Version: 1.0\r\n{mime}\r\n");
    Letter { further, ..Letter::new(&format!("Maria <{CUSTOMER}>"), SUPPORT, subject, body) }
}

/// Delivers mails and waits until all are worked on.
fn take(desk: &Desk, mails: &[Vec<u8>]) {
    for raw in mails {
        desk.deliver(raw);
    }
    desk.settle(SUPPORT);
}

/// The only conversation with this subject.
fn only(desk: &Desk, subject: &str) -> Value {
    let mut found = desk.conversations(subject);
    assert_eq!(found.len(), 1, "{subject:?}: {found:?}");
    found.remove(0)
}

/// The messages of a conversation.
fn messages(conversation: &Value) -> &Vec<Value> {
    conversation["messages"].as_array().expect("messages")
}

/// The addresses of the participants.
fn participants(conversation: &Value) -> Vec<&str> {
    let all = conversation["participants"].as_array().expect("participants").iter();
    all.map(|one| one["address"].as_str().expect("an address")).collect()
}
