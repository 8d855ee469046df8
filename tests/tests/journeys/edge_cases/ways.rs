//! How a mail reached us: several of our addresses, lists, aliases, a mailbox that others read, too.

use journeys::dovecot::Dovecot;
use serde_json::json;

use super::{desk, messages, participants, take};
use crate::automatic::{Answering, ZOE};
use crate::letters::{Letter, header};
use crate::receiving::{Base, Desk, READ, SUPPORT, letter};

const SALES: &str = "sales@desk.example";

/// Edge case 5: one mail to two of our addresses, openly or hidden, is a conversation in each; it is never lost.
#[test]
fn edge_case_05_one_mail_to_two_of_our_addresses() {
    let desk = desk();
    desk.mailbox(&json!({"name": "Sales", "address": SALES, "purpose": "receive", "incoming": {"kind": "listener"}}));
    let both = Letter { to: format!("{SUPPORT}, {SALES}"), ..letter("Both", "Hello.") };
    let hidden = letter("Hidden", "Hello.");
    assert!(desk.send(&[SUPPORT, SALES], &both.raw()).iter().all(|reply| reply.code == 250));
    assert!(desk.send(&[SALES], &hidden.raw()).iter().all(|reply| reply.code == 250));
    let between = Letter::new(SALES, SUPPORT, "From sales to support", "Please help her.");
    take(&desk, &[between.raw()]);
    desk.settle(SALES);
    let reached = |subject: &str| -> Vec<String> {
        let mut all: Vec<String> =
            desk.conversations(subject).iter().map(|one| one["mailbox"]["address"].as_str().unwrap().into()).collect();
        all.sort();
        all
    };
    assert_eq!(reached("Both"), [SALES, SUPPORT]);
    assert_eq!(reached("Hidden"), [SALES], "Bcc: To names another");
    assert_eq!(reached("From sales to support"), [SUPPORT]);
}

/// Edge case 7: To is a list or nobody; the real address stands in what the servers added, with the token of the conversation.
#[test]
fn edge_case_07_the_real_recipient_stands_in_the_trace() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let own = header(&sent, "Message-ID").unwrap();
    let token = own.trim_matches(['<', '>']).split('@').next().unwrap().to_owned();
    let names = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "X-Forwarded-For"];
    for (number, name) in names.iter().enumerate() {
        // Gmail names whom it forwarded for, and to whom.
        let and = if *name == "X-Forwarded-For" { " desk@relay.example" } else { "" };
        let further = format!("{name}: support+{token}@desk.example{and}\r\n");
        let to = if number % 2 == 0 { "everybody@lists.example" } else { "undisclosed-recipients:;" };
        let answer = Letter { further, ..Letter::new(ZOE, to, "Re: Your keys", &format!("Thanks by {name}.")) };
        at.hand_in(ZOE, SUPPORT, &answer.raw());
    }
    at.desk.settle(SUPPORT);
    let shown = at.shown(&id);
    assert_eq!(messages(&shown).len(), 6);
    assert_eq!(participants(&shown)[0], ZOE);
}

/// Edge case 8: plus-addresses and any spelling of ours are the mailbox, and none of them is ever a participant.
#[test]
fn edge_case_08_plus_addresses_and_spellings_are_the_mailbox() {
    let desk = desk();
    for (number, address) in
        ["support+orders@desk.example", "SUPPORT@DESK.EXAMPLE", "Hilfe+x+y@desk.example"].iter().enumerate()
    {
        let subject = format!("Way {number}");
        let mail = Letter {
            to: (*address).to_owned(),
            cc: Some(format!("{SUPPORT}, hilfe@desk.example")),
            ..letter(&subject, "Hello.")
        };
        assert_eq!(desk.send(&[address], &mail.raw())[0].code, 250);
        let shown = desk.api.await_conversation(&subject);
        assert_eq!((shown["mailbox"]["address"].as_str(), participants(&shown).len()), (Some(SUPPORT), 1), "{shown}");
    }
}

/// Edge case 29: a mail that a colleague has read on the phone, and one among many that nobody can read, are taken like all others.
#[test]
fn edge_case_29_what_others_do_in_the_mailbox_loses_nothing() {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(&Base::Sqlite);
    desk.read_by_imap(&dovecot, &json!({}));
    let mut session = dovecot.session(READ);
    for number in 0..6 {
        let flags: &[&str] = if number % 2 == 0 { &["\\Seen"] } else { &[] };
        let raw = if number == 3 {
            format!(
                "From: x@x.example\r\nTo: {READ}\r\nSubject: Bomb\r\n{}\r\nHello\r\n",
                "X-Filler: x\r\n".repeat(2_000)
            )
            .into_bytes()
        } else {
            Letter::new("maria@customer.example", READ, &format!("Number {number}"), "Hello.").raw()
        };
        session.append("INBOX", flags, &raw);
    }
    for number in [0, 1, 2, 4, 5] {
        let _ = desk.api.await_conversation(&format!("Number {number}"));
    }
    assert_eq!(desk.await_arrival("quarantined", "Bomb")["reason"], "over-limit");
}
