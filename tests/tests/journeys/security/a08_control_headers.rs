//! A8: no header of a mail is a command. RT and Zammad believed theirs (RT CVE-2023-41259).

use journeys::dns::Dns;

use super::{Desk, letter};
use crate::letters::Letter;

/// A8: a mail with every header that looks like a command of ours becomes what the same mail without them becomes.
#[test]
fn no_header_sets_anything_but_its_message() {
    let dns = Dns::start();
    let desk = Desk::open(&dns);
    let commands = [
        "X-Staffetta: 1",
        "X-Staffetta-Status: closed",
        "X-Staffetta-Assignee: 1",
        "X-Staffetta-Evidence: E3",
        "X-Staffetta-Conversation: 1",
        "X-Priority: 1 (Highest)",
        "X-MS-Exchange-Organization-AuthAs: Internal",
        "X-Zammad-Ticket-State: closed",
        "RT-Ticket: desk #1",
        "X-RT-Command: Status: resolved",
    ];
    let further: String = commands.iter().map(|line| format!("{line}\r\n")).collect();
    desk.by_lmtp(&letter("Plain").raw());
    desk.by_lmtp(&Letter { further, ..letter("With commands") }.raw());
    let seen = |subject: &str| {
        let conversation = desk.api.await_conversation(subject);
        let message = &conversation["messages"][0];
        let fields = ["status", "assignee", "mailbox", "tags"].map(|name| conversation[name].to_string());
        let events = conversation["events"].as_array().map(Vec::len);
        (fields, events, message["evidence"]["level"].clone(), message["kind"].clone(), message["automatic"].clone())
    };
    assert_eq!(seen("Plain"), seen("With commands"));
}
