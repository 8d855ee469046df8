//! A mailbox read by POP3 from a real Dovecot: where reading begins, what stays on the server, and that a mail comes once.

use std::ffi::OsString;

use journeys::authority::Authority;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::staffetta::Options;
use journeys::wait::{wait_for, wait_until};
use serde_json::{Value, json};

use super::{AGENT, AGENT_PASSWORD, Base, CUSTOMER, Desk, READ, Staffetta, events, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    mail_that_is_left_on_the_server_comes_once_each,
    mail_is_deleted_after_the_commit_when_the_mailbox_says_so,
    a_mail_that_is_too_large_stays_on_the_server_and_blocks_nothing,
    a_removed_mailbox_remembers_what_it_read_by_pop3,
    the_last_days_come_too_when_they_are_asked_for,
}

fn letter(subject: &str, text: &str) -> Letter {
    Letter::new(CUSTOMER, READ, subject, text)
}

/// A desk that looks into POP3 mailboxes each second.
fn open(base: &Base, arguments: Vec<OsString>) -> Desk {
    let environment = vec![("STAFFETTA_POLL_S".to_owned(), "1".into())];
    let program = Staffetta::serve(Options { environment, arguments, ..base.options() });
    let api = program.set_up(AGENT, AGENT_PASSWORD);
    let desk = Desk { program, api };
    desk.channel(true);
    desk
}

fn incoming(dovecot: &Dovecot, further: &Value) -> Value {
    let mut incoming = json!({"kind": "pop3", "host": "127.0.0.1", "port": dovecot.pop3_port, "tls": "none",
        "login": READ, "password": PASSWORD});
    let fields = incoming.as_object_mut().expect("an object");
    fields.extend(further.as_object().expect("an object").clone());
    incoming
}

fn add(desk: &Desk, dovecot: &Dovecot, further: &Value) -> String {
    let incoming = incoming(dovecot, further);
    let id = desk.mailbox(&json!({"name": "Help", "address": READ, "purpose": "receive", "incoming": incoming}));
    desk.await_connected(&id);
    id
}

/// How often somebody has logged in to the mailbox by POP3, by Dovecot's log.
fn looks(dovecot: &Dovecot) -> usize {
    dovecot.log().lines().filter(|line| line.contains("pop3-login") && line.contains("Login: user=")).count()
}

/// Waits until the desk has looked into the mailbox twice more: whatever would come twice has come twice.
fn await_looks(dovecot: &Dovecot) {
    let before = looks(dovecot);
    wait_until("two more looks", || looks(dovecot) >= before + 2);
}

fn left(dovecot: &Dovecot) -> Vec<String> {
    let mails = dovecot.mails(READ, "INBOX");
    let subject = |raw: &[u8]| {
        let text = String::from_utf8_lossy(raw).into_owned();
        text.lines().find_map(|line| line.strip_prefix("Subject: ").map(str::to_owned)).unwrap_or_default()
    };
    mails.iter().map(|mail| subject(&mail.raw)).collect()
}

fn came_once(desk: &Desk, subject: &str) {
    let found = desk.conversations(subject);
    assert_eq!(found.len(), 1, "{subject}: {found:?}");
    assert_eq!(found[0]["messages"].as_array().unwrap().len(), 1, "{subject} came twice");
}

/// LD-9, SB-2, X-1: what lay there before is left alone; what comes is read once and stays, over a restart too.
fn mail_that_is_left_on_the_server_comes_once_each(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Before", "Long ago.").raw());
    let mut desk = open(base, Vec::new());
    let id = add(&desk, &dovecot, &json!({}));
    for subject in ["First", "Second"] {
        dovecot.append(READ, "INBOX", &letter(subject, "Now.\r\n.\r\n..two dots").raw());
        let conversation = desk.api.await_conversation(subject);
        let text = conversation["messages"][0]["text"].as_str().unwrap();
        assert!(text.contains("\n.\n..two dots"), "{text:?}");
    }
    desk.program.terminate();
    dovecot.append(READ, "INBOX", &letter("Meanwhile", "While the desk was away.").raw());
    desk.program.restart();
    let _ = desk.api.await_conversation("Meanwhile");
    await_looks(&dovecot);
    ["First", "Second", "Meanwhile"].iter().for_each(|subject| came_once(&desk, subject));
    assert!(desk.conversations("Before").is_empty(), "mail from before the first connection was imported");
    assert_eq!(left(&dovecot), ["Before", "First", "Second", "Meanwhile"]);
    assert!(desk.api.list("/arrivals?state=ignored").is_empty(), "something was fetched twice");
    let shown = desk.api.get(&format!("/mailboxes/{id}")).json_of(200);
    assert_eq!(
        (shown["incoming"]["kind"].as_str(), shown["incoming"]["after"].as_str()),
        (Some("pop3"), Some("nothing"))
    );
}

/// LD-9, X-1: only what became ours is deleted.
fn mail_is_deleted_after_the_commit_when_the_mailbox_says_so(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Before", "Long ago.").raw());
    let desk = open(base, Vec::new());
    add(&desk, &dovecot, &json!({"after": "delete", "poll_s": 10}));
    let subjects = ["Keys", "Doors", "Windows"];
    for subject in subjects {
        dovecot.append(READ, "INBOX", &letter(subject, "Where?").raw());
    }
    for subject in subjects {
        let _ = desk.api.await_conversation(subject);
    }
    wait_for("the mails to be deleted", || (left(&dovecot) == ["Before"]).then_some(()));
    await_looks(&dovecot);
    subjects.iter().for_each(|subject| came_once(&desk, subject));
    let refused = json!({"kind": "imap", "host": "127.0.0.1", "port": 1, "tls": "none", "after": "delete"});
    let body = json!({"address": "x@box.example", "purpose": "receive", "incoming": refused, "save_anyway": true});
    desk.api.post("/mailboxes", &body).accept(422);
}

/// its beginning becomes a conversation that says so; it is not deleted, and the mails behind it are read.
fn a_mail_that_is_too_large_stays_on_the_server_and_blocks_nothing(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = open(base, Vec::new());
    desk.api.patch("/settings", &json!({"raw_limit_mib": 1})).accept(200);
    add(&desk, &dovecot, &json!({"after": "delete"}));
    let line = "All work and no play makes a dull mail.\n";
    let large = letter("Huge", &format!("Here it comes.\n{}", line.repeat(1_600_000 / line.len()))).raw();
    dovecot.append(READ, "INBOX", &large);
    dovecot.append(READ, "INBOX", &letter("Small", "After the huge one.").raw());
    let _ = desk.api.await_conversation("Small");
    let huge = desk.api.await_conversation("Huge");
    assert_eq!(events(&huge), ["too_large"], "{}", huge["events"]);
    let text = huge["messages"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("Here it comes.") && text.len() < 300 * 1024, "{} bytes were fetched", text.len());
    wait_for("the small one to be deleted", || (left(&dovecot) == ["Huge"]).then_some(()));
    await_looks(&dovecot);
    came_once(&desk, "Huge");
}

/// SO-5, X-1: the same address added again does not import what was read before.
fn a_removed_mailbox_remembers_what_it_read_by_pop3(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = open(base, Vec::new());
    let id = add(&desk, &dovecot, &json!({}));
    dovecot.append(READ, "INBOX", &letter("Keys", "Where?").raw());
    let _ = desk.api.await_conversation("Keys");
    desk.api.delete(&format!("/mailboxes/{id}")).accept(204);
    dovecot.append(READ, "INBOX", &letter("Between", "Is anybody there?").raw());
    add(&desk, &dovecot, &json!({}));
    let _ = desk.api.await_conversation("Between");
    await_looks(&dovecot);
    ["Keys", "Between"].iter().for_each(|subject| came_once(&desk, subject));
    assert!(desk.api.list("/arrivals?state=ignored").is_empty(), "something was fetched twice");
}

/// Spec §4: by the date that a mail bears, since POP3 tells no other.
fn the_last_days_come_too_when_they_are_asked_for(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let old = letter("Old", "In another year.").raw();
    let old = String::from_utf8(old).unwrap();
    let date = old.lines().find(|line| line.starts_with("Date: ")).expect("a date").to_owned();
    dovecot.append(READ, "INBOX", old.replace(&date, "Date: Tue, 3 Mar 2020 10:00:00 +0000").as_bytes());
    dovecot.append(READ, "INBOX", &letter("Recent", "The other day.").raw());
    let desk = open(base, Vec::new());
    add(&desk, &dovecot, &json!({"history_days": 30}));
    let _ = desk.api.await_conversation("Recent");
    await_looks(&dovecot);
    came_once(&desk, "Recent");
    assert!(desk.conversations("Old").is_empty(), "mail from before the days asked for was imported");
}

/// LD-9: the connection is tested step by step before it is saved, with TLS from the start and with STLS.
#[test]
fn a_pop3_connection_is_tested_step_by_step() {
    let authority = Authority::new();
    let dovecot = Dovecot::start_with(&[READ], &authority.identity());
    let desk = open(&Base::Sqlite, vec!["--trust".into(), authority.certificate.clone().into_os_string()]);
    let steps = |further: Value| {
        let test = json!({"address": READ, "incoming": incoming(&dovecot, &further)});
        let answer = desk.api.post("/mailboxes/test", &test).json_of(200);
        let steps = answer.as_array().expect("steps").iter();
        steps.map(|step| (step["step"].as_str().unwrap().to_owned(), step["ok"].as_bool().unwrap())).collect::<Vec<_>>()
    };
    let all = |names: &[(&str, bool)]| names.iter().map(|(name, ok)| ((*name).to_owned(), *ok)).collect::<Vec<_>>();
    let good = all(&[("receiving.connect", true), ("receiving.login", true), ("receiving.mails", true)]);
    assert_eq!(steps(json!({})), good);
    assert_eq!(steps(json!({"port": dovecot.pop3s_port, "tls": "implicit"})), good);
    assert_eq!(steps(json!({"tls": "starttls"})), good);
    assert_eq!(steps(json!({"password": "wrong"})), all(&[("receiving.connect", true), ("receiving.login", false)]));
}
