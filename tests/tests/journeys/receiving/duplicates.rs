//! Nothing twice: the same mail again, by the same way and by another one; and mails that only look alike.

use journeys::dovecot::Dovecot;
use serde_json::json;

use super::{Base, CUSTOMER, Desk, READ, SUPPORT, letter, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    the_same_bytes_twice_are_one_message,
    the_same_mail_by_another_way_is_set_aside_and_names_its_twin,
    a_mail_to_two_mailboxes_is_a_conversation_in_each,
    mails_without_message_id_are_told_apart_by_their_content,
}

fn message_count(desk: &Desk, subject: &str) -> Vec<usize> {
    desk.conversations(subject).iter().map(|found| found["messages"].as_array().unwrap().len()).collect()
}

/// a sender that did not hear our `250` sends again, and hears it now.
fn the_same_bytes_twice_are_one_message(base: &Base) {
    let desk = Desk::with_support(base);
    let raw = letter("Keys", "Where?").raw();
    desk.deliver(&raw);
    let _ = desk.api.await_conversation("Keys");
    desk.deliver(&raw);
    desk.settle(SUPPORT);
    assert_eq!(message_count(&desk, "Keys"), [1]);
}

/// by IMAP and by SMTP it is one message; the second arrival says what it is a duplicate of.
fn the_same_mail_by_another_way_is_set_aside_and_names_its_twin(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(base);
    desk.read_by_imap(&dovecot, &json!({}));
    let mail = Letter::new(CUSTOMER, READ, "Keys", "Where?");
    dovecot.append(READ, "INBOX", &mail.raw());
    let _ = desk.api.await_conversation("Keys");
    // On its second way another server has added its trace.
    let again =
        [b"Received: from relay.example by mx.example; Sun, 22 Nov 2026 10:00:05 +0100\r\n".as_slice(), &mail.raw()]
            .concat();
    assert_eq!(desk.send(&[READ], &again)[0].code, 250);
    let arrival = desk.await_arrival("ignored", "Keys");
    assert_eq!((&arrival["reason"], &arrival["source"]), (&json!("duplicate-of"), &json!("smtp")));
    assert_eq!(message_count(&desk, "Keys"), [1]);
}

/// each mailbox has its own conversation, because different people may look after it.
fn a_mail_to_two_mailboxes_is_a_conversation_in_each(base: &Base) {
    let desk = Desk::with_support(base);
    let sales = "sales@desk.example";
    desk.mailbox(&json!({"name": "Sales", "address": sales, "purpose": "receive", "incoming": {"kind": "listener"}}));
    let mail = Letter { to: format!("{SUPPORT}, {sales}"), ..letter("Both of you", "Hello.") };
    let replies = desk.send(&[SUPPORT, sales], &mail.raw());
    assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
    desk.settle(sales);
    let mut reached: Vec<String> = desk
        .conversations("Both of you")
        .iter()
        .map(|found| found["mailbox"]["address"].as_str().unwrap().to_owned())
        .collect();
    reached.sort();
    assert_eq!(reached, [sales, SUPPORT]);
}

/// a missing Message-ID neither loses a mail nor makes two different ones the same.
fn mails_without_message_id_are_told_apart_by_their_content(base: &Base) {
    let desk = Desk::with_support(base);
    let nameless = |text: &str| Letter { id: None, ..letter("Nameless", text) }.raw();
    for raw in [nameless("One."), nameless("Two."), nameless("One.")] {
        desk.deliver(&raw);
    }
    desk.settle(SUPPORT);
    assert_eq!(message_count(&desk, "Nameless"), [1, 1]);
}
