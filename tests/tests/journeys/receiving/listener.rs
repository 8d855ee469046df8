//! Our own SMTP and LMTP listeners: whom they take mail for, and what they refuse (LD-8).

use journeys::smtp::Injector;
use serde_json::json;

use super::{Base, CUSTOMER, Desk, SUPPORT, letter, on_both_databases};

on_both_databases! {
    an_unknown_recipient_is_refused_and_the_others_are_served,
    mail_beyond_the_limit_is_refused_before_and_after_its_data,
    an_alias_and_a_plus_address_reach_the_mailbox,
    the_forwarding_address_of_a_mailbox_reaches_it,
}

/// LD-8: nobody's mail is taken for an address that is not ours, so that its sender learns of it.
fn an_unknown_recipient_is_refused_and_the_others_are_served(base: &Base) {
    let desk = Desk::with_support(base);
    let raw = letter("Keys", "Where?").raw();
    for mut connection in [Injector::smtp(desk.program.smtp_port()), Injector::lmtp(desk.program.lmtp_port())] {
        let replies = connection.deliver(CUSTOMER, &["nobody@desk.example", SUPPORT], &raw);
        assert_eq!(replies.iter().map(|reply| reply.code).collect::<Vec<_>>(), [550, 250], "{replies:?}");
        assert!(replies[0].text.starts_with("5.1.1"), "{replies:?}");
    }
    desk.settle(SUPPORT);
    assert_eq!(desk.conversations("Keys").len(), 1);
}

/// LD-8: the limit is a setting, told in advance, and kept whether or not the sender says the size.
fn mail_beyond_the_limit_is_refused_before_and_after_its_data(base: &Base) {
    let desk = Desk::with_support(base);
    desk.api.patch("/settings", &json!({"raw_limit_mib": 1})).accept(200);
    let mut connection = Injector::smtp(desk.program.smtp_port());
    assert!(connection.extensions.iter().any(|line| line == "SIZE 1048576"), "{:?}", connection.extensions);
    let refusal = connection.command(&format!("MAIL FROM:<{CUSTOMER}> SIZE=1048577"));
    assert_eq!(refusal.code, 552, "{refusal:?}");
    let replies = connection.deliver(CUSTOMER, &[SUPPORT], &letter("Huge", &"So long.\n".repeat(150_000)).raw());
    assert_eq!(replies[0].code, 552, "{replies:?}");
    let replies = connection.deliver(CUSTOMER, &[SUPPORT], &letter("Small", "Better.").raw());
    assert_eq!(replies[0].code, 250, "{replies:?}");
    let _ = desk.api.await_conversation("Small");
    assert!(desk.conversations("Huge").is_empty());
}

/// LA-8, LD-8: an alias and a plus-address reach the mailbox, and neither becomes a participant.
fn an_alias_and_a_plus_address_reach_the_mailbox(base: &Base) {
    let desk = Desk::with_support(base);
    for (number, address) in
        ["hilfe@desk.example", "support+orders@desk.example", "SUPPORT@Desk.Example"].iter().enumerate()
    {
        let subject = format!("Way {number}");
        let mail = crate::letters::Letter {
            to: format!("{address}, colleague@customer.example"),
            ..letter(&subject, "Hello.")
        };
        assert_eq!(desk.send(&[address], &mail.raw())[0].code, 250);
        let conversation = desk.api.await_conversation(&subject);
        assert_eq!(conversation["mailbox"]["address"], SUPPORT);
        let people: Vec<&str> = conversation["participants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["address"].as_str().unwrap())
            .collect();
        assert_eq!(people, [CUSTOMER, "colleague@customer.example"]);
    }
}

/// LD-8: the forwarding address that a mailbox shows is one that its mail can be forwarded to.
fn the_forwarding_address_of_a_mailbox_reaches_it(base: &Base) {
    let desk = Desk::with_support(base);
    let first = desk.api.list("/mailboxes").remove(0);
    assert_eq!(first["health"]["receiving"]["state"], "ok", "nothing has to be connected to: {first}");
    assert!(first["forwarding_address"].is_null(), "there is no domain yet: {first}");
    desk.api.patch("/settings", &json!({"inbound_domain": "in.desk.example"})).accept(200);
    let shown = desk.api.list("/mailboxes").remove(0)["forwarding_address"].as_str().unwrap().to_owned();
    assert!(shown.ends_with("@in.desk.example"), "{shown}");
    assert_eq!(desk.send(&[&shown], &letter("Forwarded", "Hello.").raw())[0].code, 250);
    assert_eq!(desk.api.await_conversation("Forwarded")["mailbox"]["address"], SUPPORT);
    let health = desk.api.list("/mailboxes").remove(0)["health"]["receiving"].clone();
    assert_eq!((health["state"].as_str(), health["last_mail_at"].is_string()), (Some("ok"), true), "{health}");
    assert!(health["sentence"].as_str().unwrap().contains("forwarded"), "{health}");
}
