//! The self-test of a mailbox on a real Postfix and Dovecot: what the server overwrites or removes is believed afterwards,
//! and what a stranger can forge is not.

use journeys::dns::Dns;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postfix::{Postfix, Route};
use journeys::smtp;
use serde_json::{Value, json};

use super::{CUSTOMER, Desk, letter};
use crate::letters::Letter;

const READ: &str = "help@box.example";

/// Writes its own results on top of everything, removes forged ones of its name and marks of internal mail.
const CAREFUL: &str = "/^Authentication-Results:[[:space:]]*mx\\.box\\.example/ IGNORE
/^X-MS-Exchange-Organization-/ IGNORE
/^Received:.*by postfix\\.example/ PREPEND Authentication-Results: mx.box.example; dmarc=pass header.from=shop.example
";

struct Place {
    desk: Desk,
    postfix: Postfix,
    mailbox: String,
    _dovecot: Dovecot,
}

fn place(dns: &Dns, checks: &str) -> Place {
    let dovecot = Dovecot::start(&[READ]);
    let postfix = Postfix::start_checking(&[Route::Lmtp("box.example", dovecot.lmtp_port)], checks);
    let desk = Desk::open(dns);
    let incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none", "login": READ,
        "password": PASSWORD, "folder": "INBOX"});
    let added = desk
        .api
        .post("/mailboxes", &json!({"name": "Help", "address": READ, "purpose": "receive", "incoming": incoming}));
    let mailbox = added.json_of(201)["id"].as_str().expect("an id").to_owned();
    let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null});
    let outside =
        json!({"name": "Outside", "address": "probe@outside.example", "outgoing": outgoing, "save_anyway": true});
    desk.api.post("/mailboxes", &outside).accept(201);
    Place { desk, postfix, mailbox, _dovecot: dovecot }
}

impl Place {
    fn self_test(&self) -> Value {
        let path = format!("/mailboxes/{}/trust-test", self.mailbox);
        self.desk.api.post(&path, &json!({})).accept(202);
        self.desk.api.wait_for("the self-test to end", &path, |test| (test["state"] != "running").then(|| test.clone()))
    }

    fn write(&self, mail: &Letter) {
        let mail = Letter { to: READ.to_owned(), ..mail.clone() };
        assert_eq!(smtp::send(self.postfix.smtp_port, CUSTOMER, &[READ], &mail.raw())[0].code, 250);
    }
}

fn words(test: &Value) -> Vec<String> {
    let steps = test["steps"].as_array().expect("steps");
    steps.iter().map(|step| step["step"].as_str().expect("a word").to_owned()).collect()
}

/// X-4, A9: before the self-test the server's results prove nothing; after it they do, and forged ones still do not.
#[test]
fn a_careful_server_is_believed_after_the_self_test() {
    let dns = Dns::start();
    dns.txt("_dmarc.shop.example", "v=DMARC1; p=none");
    let place = place(&dns, CAREFUL);
    place.write(&letter("Before"));
    assert_eq!(place.desk.level("Before"), "E0");
    let test = place.self_test();
    assert_eq!(
        words(&test),
        ["begun", "sent-plain", "arrived", "sent-forged", "arrived", "results-removed", "internal-removed"],
        "{test}"
    );
    assert_eq!((&test["state"], &test["trust"]["server"]), (&json!("done"), &json!("mx.box.example")));
    place.write(&letter("After"));
    assert_eq!(place.desk.evidence("After"), ("E2".to_owned(), "dmarc-passed-at-server".to_owned()));
    let forged = "Authentication-Results: mx.box.example; dmarc=pass header.from=bank.example\r\n".repeat(5);
    let bank = Letter { from: Some("<ceo@bank.example>".to_owned()), further: forged, ..letter("Forged") };
    place.write(&bank);
    assert_eq!(place.desk.level("Forged"), "E0");
    // The mails of the test became nothing.
    let all = place.desk.api.list("/conversations?view=all");
    assert_eq!(all.len(), 3, "{all:?}");
    let ignored = place.desk.api.list("/arrivals?state=ignored");
    assert_eq!(ignored.iter().filter(|one| one["reason"] == "verification-mail").count(), 2, "{ignored:?}");
    // What was proved of one server says nothing about another.
    let elsewhere =
        json!({"kind": "imap", "host": "127.0.0.1", "port": 9, "tls": "none", "login": READ, "password": "x"});
    let path = format!("/mailboxes/{}", place.mailbox);
    place.desk.api.patch(&path, &json!({"incoming": elsewhere, "save_anyway": true})).accept(200);
    assert!(place.desk.api.get(&format!("{path}/trust-test")).json_of(200)["trust"].is_null());
}

/// a server that lets everything through is not believed, and the steps say why.
#[test]
fn a_careless_server_is_not_believed() {
    let dns = Dns::start();
    let place = place(&dns, "/^Nothing:/ IGNORE\n");
    let test = place.self_test();
    assert_eq!(test["state"], "done");
    let told = words(&test);
    assert_eq!(told[told.len() - 2..], ["results-none", "internal-forgeable"], "{test}");
    assert!(test["trust"]["server"].is_null() && test["trust"]["internal_marks"] == false, "{test}");
    let forged = "Authentication-Results: mx.box.example; dmarc=pass header.from=shop.example\r\n".to_owned();
    place.write(&Letter { further: forged, ..letter("Forged") });
    assert_eq!(place.desk.level("Forged"), "E0");
}

/// Only a stranger's mail shows what strangers can do: without one nothing is tested.
#[test]
fn a_self_test_needs_a_mailbox_outside() {
    let dns = Dns::start();
    let desk = Desk::open(&dns);
    let id =
        desk.api.list("/mailboxes").iter().find(|one| one["address"] == super::SUPPORT).expect("support")["id"].clone();
    let refused = desk.api.post(&format!("/mailboxes/{}/trust-test", id.as_str().expect("an id")), &json!({}));
    assert_eq!(refused.status, 422, "{}", refused.text());
}
