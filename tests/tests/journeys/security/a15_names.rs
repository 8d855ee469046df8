//! A15: a display name that shows another address. The address itself is always shown, and the evidence says so.

use journeys::chromium;
use journeys::dns::Dns;
use serde_json::json;

use super::{Desk, publish, signed};

/// A15: the proof is about the address, and the address in the name is told as a reason.
#[test]
fn an_address_in_the_name_is_told() {
    let dns = Dns::start();
    publish(&dns, "evil.example");
    let desk = Desk::open(&dns);
    let raw = "From: \"ceo@corp.example\" <me@evil.example>\r\nTo: <support@desk.example>\r\nSubject: Payment\r\n\
               Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@evil.example>\r\n\r\nHello.\r\n";
    desk.by_lmtp(&signed("evil.example", raw.as_bytes()));
    let message = desk.api.await_conversation("Payment")["messages"][0].clone();
    assert_eq!(message["from"]["address"], "me@evil.example");
    assert_eq!(message["evidence"]["from_domain"], "evil.example");
    let reasons = message["evidence"]["reasons"].as_array().unwrap();
    let told = reasons.iter().find(|reason| reason["reason"] == "name-shows-other-address").expect("a warning");
    assert_eq!(told["facts"]["shown"], "ceo@corp.example");
}

/// A15: whatever stands in a name, the address is shown beside it; what turns or hides text is taken out, and a domain whose letters look
/// like another's is told.
#[test]
fn names_and_domains_that_deceive_the_eye_are_shown_as_they_are() {
    let dns = Dns::start();
    let desk = Desk::open(&dns);
    let names = [
        "сео@согр.example",
        "CEO \u{202e}elpmaxe.proc@oec\u{202c}",
        "c\u{200b}e\u{feff}o@corp.example",
        "\u{2066}ceo\u{2069} \u{200f}corp",
        "ＣＥＯ＠ｃｏｒｐ．example",
    ];
    let mut conversations = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let subject = format!("Name {number}");
        let from = format!("{} <me@evil.example>", crate::letters::word(name));
        desk.by_lmtp(&crate::letters::Letter::new(&from, super::SUPPORT, &subject, "Hello.").raw());
        let shown = desk.api.await_conversation(&subject);
        let from = &shown["messages"][0]["from"];
        assert_eq!(
            (from["address"].as_str(), shown["contact"]["address"].as_str()),
            (Some("me@evil.example"), Some("me@evil.example"))
        );
        let hidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        assert!(!from["name"].as_str().unwrap().contains(hidden), "{from}");
        conversations.push(shown["id"].clone());
    }
    let seen = chromium::run(
        "senders",
        &json!({"address": desk.program.address(), "email": super::AGENT, "password": super::AGENT_PASSWORD,
            "conversations": conversations}),
    );
    let expected = json!({"address": "me@evil.example", "painted": true});
    assert!(seen.as_array().unwrap().iter().all(|one| *one == expected), "{seen}");
    for (number, (address, deceives)) in [
        ("me@аpple.example", true),
        ("me@xn--pple-43d.example", true),
        ("me@müller.example", false),
        ("me@пример.рф", false),
    ]
    .into_iter()
    .enumerate()
    {
        let subject = format!("Domain {number}");
        desk.by_lmtp(
            &crate::letters::Letter::new(&format!("Me <{address}>"), super::SUPPORT, &subject, "Hello.").raw(),
        );
        let message = desk.api.await_conversation(&subject)["messages"][0].clone();
        let reasons = message["evidence"]["reasons"].as_array().unwrap();
        let told = reasons.iter().any(|reason| reason["reason"] == "domain-looks-like-another");
        assert_eq!(told, deceives, "{address}: {reasons:?}");
    }
}
