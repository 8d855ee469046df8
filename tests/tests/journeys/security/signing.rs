//! What we send from our own inbound domain is signed, the domains page shows the key, and a desk that receives it
//! believes it.

use journeys::dns::Dns;
use journeys::dovecot::Dovecot;
use journeys::postfix::{Postfix, Route};
use serde_json::json;

use super::{Desk, SUPPORT};
use crate::letters::header;

const CUSTOMER: &str = "zoe@box.example";

/// LD-8, X-4: the published key verifies the signature of a sent answer; To, Cc and the threading headers are signed.
#[test]
fn an_answer_from_the_inbound_domain_is_signed_and_verified() {
    let dns = Dns::start();
    let desk = Desk::open(&dns);
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let postfix = Postfix::start(&[Route::Lmtp("box.example", dovecot.lmtp_port)], None);
    desk.api.patch("/settings", &json!({"inbound_domain": "in.example"})).accept(200);
    let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null});
    let sender = json!({"name": "Desk", "address": "hello@in.example", "outgoing": outgoing, "incoming": {"kind": "listener"}, "save_anyway": true});
    let mailbox = desk.api.post("/mailboxes", &sender).json_of(201)["id"].clone();
    let domains = desk.api.get("/domains").json_of(200);
    let inbound = domains["items"].as_array().unwrap().iter().find(|one| one["name"] == "in.example").unwrap().clone();
    let key = inbound["findings"].as_array().unwrap().iter().find(|one| one["kind"] == "dkim").unwrap().clone();
    assert_eq!((&key["verdict"], &key["reason"]), (&json!("bad"), &json!("missing")), "{inbound}");
    dns.txt(key["publish"]["name"].as_str().unwrap(), key["publish"]["value"].as_str().unwrap());
    let started = json!({"mailbox": mailbox, "to": [{"name": null, "address": CUSTOMER}], "subject": "Signed", "text": "Hello Zoe."});
    desk.api.post("/conversations", &started).accept(201);
    let raw = dovecot.await_mails(CUSTOMER, "INBOX", 1).remove(0).raw;
    let signature = header(&raw, "DKIM-Signature").expect("a signature");
    for name in ["From", "Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To", "References"] {
        assert!(signature.to_lowercase().contains(&name.to_lowercase()), "{name} is not in {signature}");
    }
    // Another desk of another house receives the same bytes.
    let other = Desk::open(&dns);
    other.by_lmtp(&raw);
    assert_eq!(other.evidence("Signed"), ("E3".to_owned(), "dkim-verified".to_owned()));
    let shown = other.api.await_conversation("Signed");
    assert_eq!(shown["mailbox"]["address"], SUPPORT);
    let again = desk.api.get("/domains").json_of(200);
    assert!(again.to_string().contains("\"reason\":\"found\""), "{again}");
}
