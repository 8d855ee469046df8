//! A server that forwards mail to us: SPF and often DKIM no longer fit, and what it found before is believed only from sealers
//! on the list (ARC, RFC 8617), or where the server is set up as a forwarder (trust.md § Evidence).

use mail_auth::arc::ArcSealer;
use mail_auth::common::crypto::{RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter as _;
use mail_auth::{ArcOutput, AuthenticatedMessage, AuthenticationResults};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};
use serde_json::{Value, json};
use wire::evidence::SigningKey;

use super::{BEN, Company, STRANGE_HOST, SUPPORT, Site, ZOE, answer, fresh, key, site};
use crate::letters::Letter;

/// The headers by which a server seals what it found, put before the mail.
fn sealed(sealer: &str, found: &str, raw: &[u8]) -> Vec<u8> {
    let key = PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(key().private.as_slice()));
    let key = RsaKey::<Sha256>::from_key_der(key).expect("a key");
    let message = AuthenticatedMessage::parse(raw).expect("a mail");
    let claims = format!("mx.{sealer}; {found}");
    let results = AuthenticationResults::new(&claims);
    let signed = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"];
    let sealing = ArcSealer::from_key(key).domain(sealer).selector("s1").headers(signed);
    let set = sealing.seal(&message, &results, &ArcOutput::default()).expect("a seal");
    [set.to_header().into_bytes(), raw.to_vec()].concat()
}

/// What the forwarder brings us: its own host, its own envelope.
fn forward(site: &Site, raw: &[u8]) {
    site.post(STRANGE_HOST, "srs@forward.example", &[SUPPORT.to_owned()], raw);
}

fn place() -> Site {
    let site = site(Company::OnlySpf);
    site.dns.txt("_dmarc.customer.example", "v=DMARC1; p=reject");
    for sealer in ["google.com", "forward.example"] {
        site.dns.txt(&format!("s1._domainkey.{sealer}"), &SigningKey::record(&key().public));
    }
    site
}

fn zoe(subject: &str) -> Vec<u8> {
    fresh(&Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, "Where is my order?"))
}

fn evidence(site: &Site, subject: &str) -> (String, String) {
    let message = site.message(subject, "Where is my order?");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (word(&message["evidence"]["level"]), word(&message["evidence"]["reasons"][0]["reason"]))
}

fn await_forgery(site: &Site, subject: &str) {
    site.anna.wait_for(&format!("{subject:?} to be held"), "/arrivals?state=quarantined", |page| {
        let held = page["items"].as_array()?.iter();
        let found = held.filter(|one| one["subject"] == subject && one["reason"] == "possible-forgery").count();
        (found == 1).then_some(())
    });
}

/// TC-1, TC-8, E1: a customer whose domain refuses what is not its own. A trusted seal explains the failure; nothing else does.
#[test]
fn a_trusted_seal_explains_what_forwarding_broke_and_no_other_does() {
    let site = place();
    let passed = "dmarc=pass header.from=customer.example";
    forward(&site, &sealed("google.com", passed, &zoe("Sealed")));
    assert_eq!(evidence(&site, "Sealed"), ("E1".to_owned(), "sealed-by-forwarder".to_owned()));
    forward(&site, &zoe("Bare"));
    await_forgery(&site, "Bare");
    forward(&site, &sealed("forward.example", passed, &zoe("Unknown sealer")));
    await_forgery(&site, "Unknown sealer");
    forward(&site, &sealed("google.com", "dmarc=fail header.from=customer.example", &zoe("Failed before")));
    await_forgery(&site, "Failed before");
    forward(&site, &sealed("google.com", "dmarc=pass header.from=other.example", &zoe("Another domain")));
    await_forgery(&site, "Another domain");
    let changed = String::from_utf8(sealed("google.com", passed, &zoe("Changed"))).expect("text");
    forward(&site, changed.replace("Where is my order?", "Where is my money?").as_bytes());
    await_forgery(&site, "Changed");
    // Whom we trust is a setting.
    site.set(json!({"email": {"arc_sealers": ["forward.example"]}}));
    forward(&site, &sealed("forward.example", passed, &zoe("Trusted now")));
    assert_eq!(evidence(&site, "Trusted now"), ("E1".to_owned(), "sealed-by-forwarder".to_owned()));
    forward(&site, &sealed("google.com", passed, &zoe("Trusted no more")));
    await_forgery(&site, "Trusted no more");
}

/// E0, F: a server that is set up as a forwarder explains why the checks fail, and proves nothing.
#[test]
fn a_configured_forwarder_explains_a_failure_and_proves_nothing() {
    let site = place();
    let all = site.anna.list("/mailboxes");
    let support = all.iter().find(|one| one["address"] == SUPPORT).expect("support")["id"].clone();
    let path = format!("/mailboxes/{}/forwarders", support.as_str().expect("an id"));
    let body = json!({"forwarders": [STRANGE_HOST.to_string()]}).to_string().into_bytes();
    let json = [("content-type", "application/json")];
    site.anna.send(ureq::http::Method::PUT, &path, &json, body).accept(200);
    forward(&site, &zoe("By our forwarder"));
    assert_eq!(evidence(&site, "By our forwarder"), ("E0".to_owned(), "forwarded".to_owned()));
}

/// TR-4, TR-5, LA-4: an agent's answer through a forwarder: with a trusted seal it is the agent's, without it waits for their word.
#[test]
fn an_agents_answer_through_a_forwarder_needs_a_trusted_seal() {
    let site = place();
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let passed = "dmarc=pass header.from=team.example";
    for (subject, sealer, rule, kind) in
        [("Trusted", "google.com", "TR-4", "outbound"), ("Unknown", "forward.example", "TR-5", "note")]
    {
        let told = site.asked(subject);
        let text = format!("Answered with the seal of {sealer}.");
        let raw = fresh(&answer(&format!("Ben <{BEN}>"), &told.raw, SUPPORT, None, &text));
        forward(&site, &sealed(sealer, passed, &raw));
        let message = site.message(subject, &text);
        assert_eq!((Site::rule(&message).as_str(), message["kind"].as_str()), (rule, Some(kind)), "{message}");
    }
    let _ = site.await_mail(ZOE, "the answer", |mail| super::text_of(mail).contains("the seal of google.com"));
    assert!(site.has(ZOE, "the seal of forward.example").is_empty());
}
