//! A15: a display name that shows another address. The address itself is always shown, and the evidence says so.

use journeys::dns::Dns;

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
