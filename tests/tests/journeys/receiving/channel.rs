//! The switch of the e-mail channel (SO-2): while it is off nothing becomes a conversation, and nothing is lost.

use journeys::dovecot::Dovecot;
use journeys::smtp::Injector;
use journeys::staffetta::Staffetta;
use journeys::wait::wait_until;
use serde_json::json;

use super::{Base, CUSTOMER, Desk, READ, SUPPORT, give, letter, on_both_databases, pipe};
use crate::letters::Letter;

on_both_databases! {
    mail_waits_while_the_channel_is_off,
    the_channel_is_off_on_a_fresh_installation,
}

/// SO-2: off, IMAP is not read, and what comes by SMTP, LMTP and pipe is held; on, all of it becomes conversations.
fn mail_waits_while_the_channel_is_off(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::with_support(base);
    desk.read_by_imap(&dovecot, &json!({}));
    desk.channel(false);
    wait_until("the desk to leave the mailbox alone", || sessions(&dovecot) == 0);
    dovecot.append(READ, "INBOX", &Letter::new(CUSTOMER, READ, "By IMAP", "Hello.").raw());
    desk.deliver(&letter("By SMTP", "Hello.").raw());
    let replies =
        Injector::lmtp(desk.program.lmtp_port()).deliver(CUSTOMER, &[SUPPORT], &letter("By LMTP", "Hello.").raw());
    assert_eq!(replies[0].code, 250, "{replies:?}");
    assert!(give(pipe(&desk, base, SUPPORT), &letter("By pipe", "Hello.").raw()).status.success());
    let held = desk.api.list("/arrivals?state=waiting");
    let mut sources: Vec<&str> = held.iter().map(|arrival| arrival["source"].as_str().unwrap()).collect();
    sources.sort_unstable();
    assert_eq!(sources, ["lmtp", "pipe", "smtp"], "{held:?}");
    assert!(held.iter().all(|arrival| arrival["reason"] == "channel-off"), "{held:?}");
    assert_eq!(desk.api.get("/views").json_of(200)["held"], 3);
    assert!(desk.api.list("/conversations?view=all").is_empty());
    assert_eq!(sessions(&dovecot), 0);
    desk.channel(true);
    for subject in ["By IMAP", "By SMTP", "By LMTP", "By pipe"] {
        assert_eq!(desk.api.await_conversation(subject)["messages"].as_array().unwrap().len(), 1);
    }
    assert!(desk.api.list("/arrivals?state=held").is_empty());
}

/// SO-2: a fresh installation takes no mail in until somebody says so.
fn the_channel_is_off_on_a_fresh_installation(base: &Base) {
    let program = Staffetta::serve(base.options());
    let api = program.set_up(super::AGENT, super::AGENT_PASSWORD);
    assert_eq!(api.get("/settings").json_of(200)["email_channel"], false);
}

/// How many sessions the desk has with Dovecot, by Dovecot's log.
fn sessions(dovecot: &Dovecot) -> usize {
    let log = dovecot.log();
    let count = |wanted: &str| log.lines().filter(|line| line.contains(wanted)).count();
    let ended =
        log.lines().filter(|line| line.contains(&format!("imap({READ})<")) && line.contains("Disconnected")).count();
    count(&format!("Login: user=<{READ}>")).saturating_sub(ended)
}
