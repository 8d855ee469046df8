//! A mailbox read by IMAP: where reading begins, what is left on the server, and what a new UIDVALIDITY means (LD-9, X-1).

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use journeys::dovecot::Dovecot;
use journeys::wait::{wait_for, wait_until};
use serde_json::json;

use super::{Base, CUSTOMER, Desk, READ, events, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    reading_begins_at_the_first_connection_and_never_marks_as_seen,
    mail_is_marked_as_seen_after_the_commit_when_the_mailbox_says_so,
    mail_is_moved_after_the_commit_when_the_mailbox_says_so,
    a_new_uidvalidity_brings_nothing_twice_and_loses_nothing,
    a_new_uidvalidity_is_noticed_while_the_desk_reads,
    a_mail_that_is_too_large_becomes_a_conversation_and_blocks_nothing,
    the_last_days_come_too_when_they_are_asked_for,
}

fn letter(subject: &str, text: &str) -> Letter {
    Letter::new(CUSTOMER, READ, subject, text)
}

fn flags(dovecot: &Dovecot, folder: &str, subject: &str) -> Option<Vec<String>> {
    let mails = dovecot.mails(READ, folder);
    mails
        .into_iter()
        .find(|mail| String::from_utf8_lossy(&mail.raw).contains(&format!("Subject: {subject}")))
        .map(|mail| mail.flags)
}

fn is_seen(dovecot: &Dovecot, subject: &str) -> bool {
    flags(dovecot, "INBOX", subject).expect("the mail stays").contains(&"\\Seen".to_owned())
}

/// LD-9, X-1: what lay there before is left alone; what comes is announced by IDLE, since the poll only comes after two minutes.
fn reading_begins_at_the_first_connection_and_never_marks_as_seen(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Before", "Long ago.").raw());
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({}));
    for subject in ["First after", "Second after"] {
        dovecot.append(READ, "INBOX", &letter(subject, "Now.").raw());
        let conversation = desk.api.await_conversation(subject);
        assert_eq!(conversation["messages"].as_array().unwrap().len(), 1);
        assert_eq!(conversation["contact"]["address"], CUSTOMER);
    }
    assert!(desk.conversations("Before").is_empty(), "mail from before the first connection was imported");
    for subject in ["Before", "First after", "Second after"] {
        assert!(!is_seen(&dovecot, subject), "{subject} was marked as seen");
    }
}

/// LD-9: only what became ours is marked.
fn mail_is_marked_as_seen_after_the_commit_when_the_mailbox_says_so(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Before", "Long ago.").raw());
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({"after": "seen"}));
    dovecot.append(READ, "INBOX", &letter("Keys", "Where?").raw());
    let _ = desk.api.await_conversation("Keys");
    wait_for("the mail to be marked", || is_seen(&dovecot, "Keys").then_some(()));
    assert!(!is_seen(&dovecot, "Before"));
}

/// LD-9: the mail is moved, and the one after it is read too.
fn mail_is_moved_after_the_commit_when_the_mailbox_says_so(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.session(READ).command("CREATE Done");
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({"after": "move", "move_to": "Done"}));
    for subject in ["Keys", "Doors"] {
        dovecot.append(READ, "INBOX", &letter(subject, "Where?").raw());
        let _ = desk.api.await_conversation(subject);
        wait_for("the mail to be moved", || flags(&dovecot, "Done", subject));
        assert_eq!(flags(&dovecot, "INBOX", subject), None);
    }
}

/// a server that was restored gives all mails new numbers: none comes twice, a new one is not lost, old ones stay unread.
fn a_new_uidvalidity_brings_nothing_twice_and_loses_nothing(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Before", "Long ago.").raw());
    make_old(&dovecot);
    let mut desk = Desk::open(base);
    let mailbox = desk.read_by_imap(&dovecot, &json!({}));
    dovecot.append(READ, "INBOX", &letter("Keys", "Where?").raw());
    let nameless = Letter { id: None, ..letter("Nameless", "A mail without a Message-ID.") };
    dovecot.append(READ, "INBOX", &nameless.raw());
    let _ = (desk.api.await_conversation("Keys"), desk.api.await_conversation("Nameless"));
    desk.program.terminate();
    dovecot.change_uidvalidity(READ, "INBOX");
    dovecot.append(READ, "INBOX", &letter("Meanwhile", "While the desk was away.").raw());
    desk.program.restart();
    let _ = desk.api.await_conversation("Meanwhile");
    desk.await_connected(&mailbox);
    dovecot.append(READ, "INBOX", &letter("Afterwards", "All is well.").raw());
    let _ = desk.api.await_conversation("Afterwards");
    for subject in ["Keys", "Nameless", "Meanwhile", "Afterwards"] {
        let found = desk.conversations(subject);
        assert_eq!(found.len(), 1, "{subject}: {found:?}");
        assert_eq!(found[0]["messages"].as_array().unwrap().len(), 1, "{subject} came twice");
    }
    assert!(desk.conversations("Before").is_empty(), "mail from before the first connection was imported");
    assert!(desk.api.list("/arrivals?state=held").is_empty());
}

/// the server ends the desk's session, and the folder has new numbers when the desk is back.
fn a_new_uidvalidity_is_noticed_while_the_desk_reads(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({}));
    for (number, subject) in ["First", "Second", "Third"].into_iter().enumerate() {
        dovecot.append(READ, "INBOX", &letter(subject, "Where?").raw());
        let _ = desk.api.await_conversation(subject);
        dovecot.change_uidvalidity(READ, "INBOX");
        assert_eq!(desk.api.list("/conversations?view=all").len(), number + 1);
    }
    dovecot.append(READ, "INBOX", &letter("Fourth", "All is well.").raw());
    let _ = desk.api.await_conversation("Fourth");
    for subject in ["First", "Second", "Third", "Fourth"] {
        let found = desk.conversations(subject);
        assert_eq!((found.len(), found[0]["messages"].as_array().unwrap().len()), (1, 1), "{subject} came twice");
    }
}

/// Spec §4: a new mailbox begins with the next mail, or some days before, by the server's own date.
fn the_last_days_come_too_when_they_are_asked_for(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    dovecot.append(READ, "INBOX", &letter("Old", "Three days ago.").raw());
    make_old(&dovecot);
    dovecot.append(READ, "INBOX", &letter("Recent", "An hour ago.").raw());
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({"history_days": 2, "after": "seen"}));
    dovecot.append(READ, "INBOX", &letter("New", "Now.").raw());
    let _ = (desk.api.await_conversation("New"), desk.api.await_conversation("Recent"));
    assert!(desk.conversations("Old").is_empty(), "mail from before the days asked for was imported");
    for subject in ["Recent", "New"] {
        assert_eq!(desk.conversations(subject)[0]["messages"].as_array().unwrap().len(), 1, "{subject} came twice");
    }
    wait_for("the new mail to be marked", || is_seen(&dovecot, "New").then_some(()));
    assert!(!is_seen(&dovecot, "Recent"), "what lay there before is left as it was");
}

/// How often somebody has logged in to the mailbox, by Dovecot's log.
fn logins(dovecot: &Dovecot) -> usize {
    dovecot.log().lines().filter(|line| line.contains(&format!("Login: user=<{READ}>"))).count()
}

/// Lets the mails of the folder have come days ago, by the server's own clock.
fn make_old(dovecot: &Dovecot) {
    let days_ago = SystemTime::now() - Duration::from_secs(3 * 86_400);
    for part in ["new", "cur"] {
        for entry in fs::read_dir(dovecot.maildir(READ, "INBOX").join(part)).expect("the Maildir").flatten() {
            File::options().write(true).open(entry.path()).expect("a mail").set_modified(days_ago).expect("its time");
        }
    }
}

/// X-1, LD-9: what is too large is shown as such and stays on the server whole; the mails behind it are read.
fn a_mail_that_is_too_large_becomes_a_conversation_and_blocks_nothing(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({}));
    let before = logins(&dovecot);
    desk.api.patch("/settings", &json!({"raw_limit_mib": 1})).accept(200);
    wait_until("the desk to read on with the new limit", || logins(&dovecot) > before);
    let line = "All work and no play makes a dull mail.\n";
    let large = letter("Huge", &format!("Here it comes.\n{}", line.repeat(1_600_000 / line.len()))).raw();
    dovecot.append(READ, "INBOX", &large);
    dovecot.append(READ, "INBOX", &letter("Small", "After the huge one.").raw());
    let _ = desk.api.await_conversation("Small");
    let huge = desk.api.await_conversation("Huge");
    assert_eq!(events(&huge), ["too_large"], "{}", huge["events"]);
    let size = huge["events"][0]["data"]["size"].as_u64().unwrap();
    assert!(size >= large.len() as u64, "{size} of {} bytes", large.len());
    let text = huge["messages"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("Here it comes."), "{}", &text[..40]);
    assert!(text.len() < 300 * 1024, "{} bytes were fetched", text.len());
    assert!(!is_seen(&dovecot, "Huge"));
}
