//! A10: mails whose parts are read differently by those who check and those who show (USENIX Security 2020, "Composition
//! Kills"). Whatever signature or envelope proves the attacker's own domain, none of them proves the victim.

use journeys::dns::Dns;

use super::{Desk, publish, signed};

const EVIL: &str = "evil.example";

/// A shape: a name, the From lines, and MAIL FROM.
const SHAPES: &[(&str, &str, &str)] = &[
    ("two-headers", "From: <ceo@bank.example>\r\nFrom: <me@evil.example>", "me@evil.example"),
    ("two-headers-turned", "From: <me@evil.example>\r\nFrom: <ceo@bank.example>", "me@evil.example"),
    ("two-headers-of-other-case", "From: <me@evil.example>\r\nfRoM: <ceo@bank.example>", "me@evil.example"),
    ("space-before-colon", "From : <ceo@bank.example>\r\nFrom: <me@evil.example>", "me@evil.example"),
    ("only-space-before-colon", "From : <ceo@bank.example>", "me@evil.example"),
    ("two-addresses", "From: <me@evil.example>, <ceo@bank.example>", "me@evil.example"),
    ("two-addresses-unseparated", "From: <me@evil.example><ceo@bank.example>", "me@evil.example"),
    ("address-beside-brackets", "From: ceo@bank.example <me@evil.example>", "me@evil.example"),
    ("address-behind-brackets", "From: <ceo@bank.example> me@evil.example", "me@evil.example"),
    ("address-in-comment", "From: <ceo@bank.example>(<me@evil.example>)", "me@evil.example"),
    ("comment-in-domain", "From: ceo@bank.example(.evil.example)", "me@evil.example"),
    ("open-comment", "From: <ceo@bank.example(.evil.example>", "me@evil.example"),
    ("quoted-local-part", "From: \"ceo@bank.example\"@evil.example", "me@evil.example"),
    ("route", "From: <@evil.example,@x.evil.example:ceo@bank.example>", "me@evil.example"),
    ("group", "From: bank: <ceo@bank.example>;", "me@evil.example"),
    ("encoded-address", "From: =?utf-8?B?PGNlb0BiYW5rLmV4YW1wbGU+?=<me@evil.example>", "me@evil.example"),
    ("encoded-only", "From: =?utf-8?B?Y2VvQGJhbmsuZXhhbXBsZQ==?=", "me@evil.example"),
    ("brackets-in-name", "From: \"<ceo@bank.example>\" <me@evil.example>", "me@evil.example"),
    ("control-character", "From: ceo@bank.example\u{1}.evil.example", "me@evil.example"),
    ("no-address", "From: The Bank", "me@evil.example"),
    ("no-from-but-sender", "Sender: <me@evil.example>", "me@evil.example"),
    ("bank-in-envelope", "From: <ceo@bank.example>", "any@bank.example"),
    ("subdomain-that-is-not", "From: <ceo@admin.bank.example>", "any@nowhere.bank.example"),
];

/// A10: each shape is at most unproved, though signed by the attacker and allowed by the attacker's SPF.
#[test]
fn no_composed_sender_is_proved() {
    let dns = Dns::start();
    dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject");
    dns.txt("bank.example", "v=spf1 -all");
    dns.txt("_dmarc.evil.example", "v=DMARC1; p=none");
    dns.txt(EVIL, "v=spf1 +all");
    publish(&dns, EVIL);
    let desk = Desk::open(&dns);
    for (name, from, mail_from) in SHAPES {
        let raw = format!(
            "{from}\r\nTo: <support@desk.example>\r\nSubject: {name}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\n\
             Message-ID: <{name}@evil.example>\r\n\r\nPlease send the money.\r\n"
        );
        desk.by_smtp(mail_from, &signed(EVIL, raw.as_bytes()));
    }
    let mut proved = Vec::new();
    for (name, ..) in SHAPES {
        let (level, reason) = desk.evidence(name);
        if level != "F" && level != "E0" {
            proved.push(format!("{name}: {level} {reason}"));
        }
    }
    assert!(proved.is_empty(), "{proved:#?}");
}

/// The counterpart: the same attacker as himself is proved, so the levels above are no accident.
#[test]
fn the_sender_as_himself_is_proved() {
    let dns = Dns::start();
    publish(&dns, EVIL);
    let desk = Desk::open(&dns);
    let raw = "From: Me <me@evil.example>\r\nTo: <support@desk.example>\r\nSubject: Myself\r\n\
               Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@evil.example>\r\n\r\nHello.\r\n";
    desk.by_smtp("me@evil.example", &signed(EVIL, raw.as_bytes()));
    assert_eq!(desk.evidence("Myself"), ("E3".to_owned(), "dkim-verified".to_owned()));
}
