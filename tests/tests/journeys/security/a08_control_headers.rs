//! A8: no header of a mail is a command. RT and Zammad believed theirs (RT CVE-2023-41259).

use std::collections::BTreeMap;

use journeys::dns::Dns;
use rusqlite::Connection;
use serde_json::Value;

use super::{Desk, SUPPORT};
use crate::letters::Letter;

/// Headers that command other desks or would command this one, and marks of priority and spam.
const NAMES: [&str; 38] = [
    "X-Staffetta",
    "X-Staffetta-Status",
    "X-Staffetta-Assignee",
    "X-Staffetta-Queue",
    "X-Staffetta-Tags",
    "X-Staffetta-Evidence",
    "X-Staffetta-Conversation",
    "X-Staffetta-Mailbox",
    "X-Staffetta-Kind",
    "X-Staffetta-Token",
    "X-Priority",
    "Priority",
    "Importance",
    "X-MSMail-Priority",
    "X-Spam-Flag",
    "X-Spam-Status",
    "X-Spam-Level",
    "X-Spam-Score",
    "X-MS-Exchange-Organization-AuthAs",
    "X-MS-Exchange-Organization-SCL",
    "X-Zammad-Ticket-State",
    "X-Zammad-Customer-Email",
    "X-Zammad-Ignore",
    "RT-Ticket",
    "RT-Send-CC",
    "RT-Command",
    "X-RT-Command",
    "X-RT-Loop-Prevention",
    "X-OTRS-Priority",
    "X-OTRS-Queue",
    "X-FreeScout-Mail-Type",
    "X-Chatwoot-Status",
    "X-Gitlab-Command",
    "X-Jira-Transition",
    "X-Request-Tracker",
    "X-Forwarded-Host",
    "X-Original-URL",
    "Control",
];
/// What they say.
const VALUES: [&str; 8] = [
    "closed",
    "1",
    "YES",
    "E3",
    "delete",
    "anna@team.example",
    "'; DROP TABLE messages; --",
    "{{7*7}} status=resolved",
];

/// How many rows each table has. What searches by words keeps rows for words.
fn rows(database: &Connection) -> BTreeMap<String, i64> {
    let mut tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let kept = names.into_iter().filter(|name| !name.starts_with("search") && !name.starts_with("sqlite"));
    kept.map(|name| {
        let count = database.query_row(&format!("SELECT COUNT(*) FROM {name}"), [], |row| row.get(0)).unwrap();
        (name, count)
    })
    .collect()
}

/// What a conversation is beside its words, its people and its time.
fn state(shown: &Value) -> Value {
    let mut state = shown.clone();
    let fields = state.as_object_mut().unwrap();
    for own in [
        "id",
        "number",
        "subject",
        "preview",
        "contact",
        "participants",
        "messages",
        "created_at",
        "updated_at",
        "last_message_at",
    ] {
        fields.remove(own);
    }
    for event in fields.get_mut("events").and_then(Value::as_array_mut).into_iter().flatten() {
        event.as_object_mut().unwrap().retain(|name, _| ["kind", "data"].contains(&name.as_str()));
    }
    fields.retain(|name, _| !name.ends_with("_at"));
    state
}

/// A8: whatever these headers say, the database gains the rows that the same mail without them brings, the conversation is as it would be,
/// and the message is neither proved nor a machine's nor an agent's.
#[test]
fn no_header_sets_anything_but_its_message() {
    let dns = Dns::start();
    let desk = Desk::open(&dns);
    let database = Connection::open(desk.program.data().join("staffetta.db")).unwrap();
    let take = |number: usize, further: String| {
        let before = rows(&database);
        let subject = format!("Mail {number}");
        let words = ["keys", "gloves", "shoes", "bills", "lamps", "books", "tools", "coats", "cups", "rings"][number];
        let from = format!("Zoe <zoe{number}@house{number}.example>");
        let plain =
            Letter::new(&from, SUPPORT, &subject, &format!("Where are my {words}? {}", words.repeat(number + 1)));
        desk.by_lmtp(&Letter { further, ..plain }.raw());
        let shown = desk.api.await_conversation(&subject);
        let added: BTreeMap<String, i64> = rows(&database)
            .into_iter()
            .map(|(name, count)| (name.clone(), count - before.get(&name).unwrap_or(&0)))
            .collect();
        let message = &shown["messages"][0];
        let marks = ["kind", "automatic", "flags"].map(|name| message[name].clone());
        (added, state(&shown), marks, message["evidence"]["level"].clone())
    };
    // The first mail also brings what the desk makes once.
    let _ = take(0, String::new());
    let plain = take(1, String::new());
    assert_eq!(plain.3, "E0");
    for (number, value) in VALUES.iter().enumerate() {
        let further: String = NAMES.iter().map(|name| format!("{name}: {value}\r\n")).collect();
        assert_eq!(take(number + 2, further), plain, "{value}");
    }
}
