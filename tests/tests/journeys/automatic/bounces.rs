//! Bounces reach their conversation, move the delivery on, mark the address, open again what a person had answered, and never begin
//! anything (X-2, edge case 16).

use journeys::dovecot::Dovecot;
use journeys::postfix::{Postfix, Route};
use serde_json::{Value, json};

use super::{Answering, ZOE};
use crate::letters::{Letter, header, ids};
use crate::receiving::{Base, Desk, SUPPORT, events, on_both_databases};

on_both_databases! {
    a_notice_of_failure_reaches_its_conversation_and_opens_it_again,
    a_real_mail_server_returns_our_answer,
}

/// A notice of delivery (RFC 3464) about a mail of ours, which it gives back with its headers.
pub(crate) struct Notice<'a> {
    pub(crate) recipient: &'a str,
    pub(crate) action: &'a str,
    pub(crate) status: &'a str,
    /// What it gives back.
    pub(crate) returned: String,
}

impl Notice<'_> {
    pub(crate) fn raw(&self) -> Vec<u8> {
        let Notice { recipient, action, status, returned } = self;
        format!(
            "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.shop.example>\r\nTo: <{SUPPORT}>\r\n\
             Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n\
             Message-ID: <{}.{action}@mx.shop.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"frontier\"\r\n\r\n\
             --frontier\r\nContent-Type: text/plain\r\n\r\nThis is the mail system at host mx.shop.example.\r\n\r\n\
             --frontier\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.shop.example\r\n\r\n\
             Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 {status} no such user here\r\n\r\n\
             --frontier\r\nContent-Type: text/rfc822-headers\r\n\r\n{returned}\r\n--frontier--\r\n",
            Letter::new("", "", "", "").id.expect("an id").replace('@', "."),
        )
        .into_bytes()
    }
}

/// The header of a mail, as a notice gives it back.
pub(crate) fn head(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).split("\r\n\r\n").next().expect("a header").to_owned()
}

fn failed(recipient: &str, returned: String) -> Vec<u8> {
    Notice { recipient, action: "failed", status: "5.1.1", returned }.raw()
}

/// the delivery is `bounced` with the other server's words, the address is marked, the conversation is open again, and the
/// notice stands in it as a machine's mail.
fn a_notice_of_failure_reaches_its_conversation_and_opens_it_again(base: &Base) {
    let at = Answering::open(base);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    assert_eq!(at.shown(&id)["status"], "answered");
    at.hand_in("", SUPPORT, &failed(ZOE, head(&sent)));
    let shown = at.await_delivery(&id, "bounced");
    assert_eq!(shown["status"], "open");
    let said = shown["messages"][0]["delivery"]["recipients"][0]["reply"].as_str().unwrap();
    assert!(said.contains("5.1.1") && said.contains("no such user here"), "{said}");
    let told = Answering::events_of(&shown, "bounced");
    assert_eq!((told.len(), &told[0]["address"], &told[0]["address_is_bad"]), (1, &json!(ZOE), &json!(true)));
    assert_eq!(
        (shown["messages"][1]["automatic"].as_bool(), shown["messages"].as_array().unwrap().len()),
        (Some(true), 2)
    );
    assert!(
        shown["participants"][0]["bounced"]["reason"].as_str().unwrap().contains("5.1.1"),
        "{}",
        shown["participants"]
    );
    // A mail from there lifts the mark: whoever writes can be written to.
    let answer = Letter::new(ZOE, SUPPORT, "Re: Your keys", "I am here after all.").answering(&sent);
    at.hand_in(ZOE, SUPPORT, &answer.raw());
    let shown = at.desk.api.wait_for("the answer", &format!("/conversations/{id}"), |shown| {
        (shown["message_count"] == 3).then(|| shown.clone())
    });
    assert!(shown["participants"][0]["bounced"].is_null(), "{}", shown["participants"]);
}

/// end to end with a mail server that nobody scripted: our answer goes out by it, it cannot bring it further, and returns it.
fn a_real_mail_server_returns_our_answer(base: &Base) {
    let dovecot = Dovecot::start(&["somebody@customer.example"]);
    let desk = Desk::open(base);
    let postfix = Postfix::start(
        &[Route::Lmtp("desk.example", desk.program.lmtp_port()), Route::Lmtp("customer.example", dovecot.lmtp_port)],
        None,
    );
    let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null});
    desk.mailbox(&json!({"name": "Support", "address": SUPPORT, "aliases": [], "purpose": "receive_and_send",
        "incoming": {"kind": "listener"}, "outgoing": outgoing}));
    let gone = "gone@customer.example";
    assert_eq!(desk.send(&[SUPPORT], &Letter::new(gone, SUPPORT, "My keys", "Where are they?").raw())[0].code, 250);
    let id = desk.api.await_conversation("My keys")["id"].as_str().unwrap().to_owned();
    desk.api.post(&format!("/conversations/{id}/messages"), &json!({"kind": "reply", "text": "Here."})).accept(201);
    let shown: Value = desk.api.wait_for("our answer to come back", &format!("/conversations/{id}"), |shown| {
        let delivery = &shown["messages"][1]["delivery"];
        (delivery["state"] == "bounced").then(|| shown.clone())
    });
    assert_eq!(shown["status"], "open");
    assert_eq!(shown["messages"].as_array().unwrap().len(), 3, "question, answer and notice");
    assert!(events(&shown).contains(&"bounced"), "{}", shown["events"]);
    assert_eq!(desk.api.list("/conversations?view=all").len(), 1, "a bounce begins nothing");
}

/// X-2, edge case 16: a delay is told and changes nothing; the failure after it does.
#[test]
fn a_delay_is_only_noted() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let delayed = Notice { recipient: ZOE, action: "delayed", status: "4.4.1", returned: head(&sent) };
    at.hand_in("", SUPPORT, &delayed.raw());
    at.desk.settle(SUPPORT);
    let shown = at.shown(&id);
    assert_eq!((shown["status"].as_str(), events(&shown).contains(&"delivery_delayed")), (Some("answered"), true));
    assert_eq!(shown["messages"][0]["delivery"]["state"], "sent");
    at.hand_in("", SUPPORT, &failed(ZOE, head(&sent)));
    assert_eq!(at.await_delivery(&id, "bounced")["status"], "open");
}

/// of several recipients only the one that the notice names; whom the mail never went to does not count.
#[test]
fn only_the_recipient_that_the_mail_had_counts() {
    let at = Answering::open(&Base::Sqlite);
    let petr = "petr@shop.example";
    let (id, sent) = at.write("Your keys", &[ZOE, petr]);
    at.hand_in("", SUPPORT, &failed("somebody.else@shop.example", head(&sent)));
    at.desk.settle(SUPPORT);
    assert_eq!(at.shown(&id)["messages"][0]["delivery"]["state"], "sent");
    at.hand_in("", SUPPORT, &failed(petr, head(&sent)));
    let shown = at.await_delivery(&id, "bounced");
    let states: Vec<(&str, &str)> = shown["messages"][0]["delivery"]["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["address"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, [(ZOE, "sent"), (petr, "bounced")]);
}

/// X-2, A2: a notice about an id that we never made, or that somebody guessed, is set aside and moves nothing.
#[test]
fn a_forged_notice_is_set_aside() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let own = ids(&header(&sent, "Message-ID").unwrap()).remove(0);
    let (token, domain) = own.split_once('@').unwrap();
    // The next number of the same form, a token with one letter changed, and plain guesses.
    let changed = format!("{}{}@{domain}", &token[..token.len() - 1], if token.ends_with('a') { 'b' } else { 'a' });
    for (number, guess) in [changed, format!("{id}@{domain}"), format!("reply-{id}@{domain}")].iter().enumerate() {
        let returned = format!("From: <{SUPPORT}>\r\nTo: <{ZOE}>\r\nSubject: guess {number}\r\nMessage-ID: <{guess}>");
        at.hand_in("", SUPPORT, &failed(ZOE, returned));
    }
    at.desk.settle(SUPPORT);
    let ignored = at.desk.api.list("/arrivals?state=ignored");
    assert_eq!(ignored.iter().filter(|one| one["reason"] == "unmatched-bounce").count(), 3, "{ignored:?}");
    let shown = at.shown(&id);
    assert_eq!(
        (shown["messages"][0]["delivery"]["state"].as_str(), shown["status"].as_str()),
        (Some("sent"), Some("answered"))
    );
}

/// X-2, edge case 2: a relay has given our mail another Message-ID; the token in what came back still finds it.
#[test]
fn a_rewritten_message_id_is_found_by_the_token_elsewhere() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let own = header(&sent, "Message-ID").unwrap();
    let returned =
        head(&sent).replacen(&format!("Message-ID: {own}"), "Message-ID: <0100018f@email.amazonses.example>", 1);
    assert!(returned.contains("amazonses") && returned.contains(own.trim_matches(['<', '>'])), "{returned}");
    at.hand_in("", SUPPORT, &failed(ZOE, returned));
    assert_eq!(at.await_delivery(&id, "bounced")["status"], "open");
}
