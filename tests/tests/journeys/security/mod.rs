//! The attacks of assurance.md that come by mail, one file each: identity (A1–A15), headers (C1), floods and loops (D1, D2); those on
//! sessions, passwords and fields (D5–D7); and the evidence of trust.md, against the program with a name server of the test.

mod a01_forged_agents;
mod a02_guessed_ids;
mod a03_lost_access;
mod a04_strangers_who_join;
mod a05_reply_to;
mod a06_verification_mail;
mod a07_shared_tokens;
mod a08_control_headers;
mod a09_forged_results;
mod a10_composed_senders;
mod a11_partly_signed;
mod a12_smuggling;
mod a13_hidden_text;
mod a14_squatted_ids;
mod a15_names;
mod c01_header_injection;
mod d01_floods;
mod d02_loops;
mod d05_sessions;
mod d06_reset_mail;
mod d07_mass_assignment;
mod d09_assistants;
mod name_servers;
mod self_test;
mod signing;
pub(crate) mod team;

use std::sync::OnceLock;

use journeys::api::Api;
use journeys::dns::Dns;
use journeys::smtp::{self, Injector};
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::wait_for;
use serde_json::{Value, json};
use wire::evidence::SigningKey;

use crate::letters::Letter;

const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";
const SUPPORT: &str = "support@desk.example";
const CUSTOMER: &str = "zoe@shop.example";

/// One key for all signatures of the tests: making one takes a while.
fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().expect("a key"))
}

/// A mail with a signature of this domain on top.
pub(crate) fn signed(domain: &str, raw: &[u8]) -> Vec<u8> {
    let header = wire::evidence::sign(&key().private, domain, "s1", raw).expect("a signature");
    [header.into_bytes(), raw.to_vec()].concat()
}

/// Publishes the key of the tests for a domain.
pub(crate) fn publish(dns: &Dns, domain: &str) {
    dns.txt(&format!("s1._domainkey.{domain}"), &SigningKey::record(&key().public));
}

fn letter(subject: &str) -> Letter {
    Letter::new(&format!("Zoe <{CUSTOMER}>"), SUPPORT, subject, "Where are my keys?")
}

/// A desk that asks the test's name server, with a mailbox behind its listeners.
struct Desk {
    program: Staffetta,
    api: Api,
}

impl Desk {
    fn open(dns: &Dns) -> Self {
        let arguments = ["--dns".into(), dns.address().into()].to_vec();
        let program = Staffetta::serve(Options { arguments, ..Options::default() });
        let api = program.set_up(AGENT, AGENT_PASSWORD);
        api.patch("/settings", &json!({"email_channel": true})).accept(200);
        let mailbox =
            json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
        api.post("/mailboxes", &mailbox).accept(201);
        Self { program, api }
    }

    /// Hands over a mail by SMTP, as this sender.
    fn by_smtp(&self, mail_from: &str, raw: &[u8]) {
        let replies = smtp::send(self.program.smtp_port(), mail_from, &[SUPPORT], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    /// Hands over a mail by LMTP, as the mail server of the house.
    fn by_lmtp(&self, raw: &[u8]) {
        let replies = Injector::lmtp(self.program.lmtp_port()).deliver(CUSTOMER, &[SUPPORT], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    /// Level and first reason of the mail with this subject, whether it became a message or is held.
    fn evidence(&self, subject: &str) -> (String, String) {
        wait_for(&format!("the evidence of {subject:?}"), || self.of_message(subject).or_else(|| self.of_held(subject)))
    }

    fn level(&self, subject: &str) -> String {
        self.evidence(subject).0
    }

    fn of_message(&self, subject: &str) -> Option<(String, String)> {
        let items = self.api.list("/conversations?view=all");
        let found = items.iter().find(|item| item["subject"] == subject)?;
        let whole = self.api.get(&format!("/conversations/{}", found["id"].as_str()?)).json_of(200);
        let evidence = &whole["messages"].as_array()?.iter().find(|one| one["subject"] == subject)?["evidence"];
        Some((word(&evidence["level"]), word(&evidence["reasons"][0]["reason"])))
    }

    fn of_held(&self, subject: &str) -> Option<(String, String)> {
        let all = self.api.list("/arrivals?state=quarantined");
        let found = all.iter().find(|item| item["subject"] == subject)?;
        let levels = ["F", "E0", "E1", "E2", "E3"];
        let lines = found["trace"].as_array()?;
        let line = lines.iter().find(|line| levels.iter().any(|level| line["outcome"] == *level))?;
        Some((word(&line["outcome"]), word(&line["reason"])))
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
