//! Mailboxes as they are set up, mended and removed: tested before they are saved, their health told, their past respected.

use journeys::dovecot::{Dovecot, PASSWORD};
use serde_json::{Value, json};

use super::{Base, CUSTOMER, Desk, READ, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    a_connection_that_fails_is_not_saved_unless_somebody_insists,
    a_removed_mailbox_keeps_its_conversations_and_its_memory,
}

fn mailbox(dovecot: &Dovecot, password: &str) -> Value {
    json!({"name": "Help", "address": READ, "purpose": "receive",
        "incoming": {"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none", "login": READ,
            "password": password, "folder": "INBOX"}})
}

fn steps(answer: &Value) -> Vec<(&str, bool)> {
    answer
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| (step["step"].as_str().unwrap(), step["ok"].as_bool().unwrap()))
        .collect()
}

/// LD-9, LD-1: the test says which step failed, nothing is saved, and a mailbox saved all the same says in a sentence what is wrong
/// until it is mended.
fn a_connection_that_fails_is_not_saved_unless_somebody_insists(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(base);
    let wrong = mailbox(&dovecot, "wrong");
    let failed = [("receiving.connect", true), ("receiving.login", false)];
    let test = json!({"address": READ, "incoming": wrong["incoming"]});
    assert_eq!(steps(&desk.api.post("/mailboxes/test", &test).json_of(200)), failed);
    let refused = desk.api.post("/mailboxes", &wrong).json_of(422);
    assert_eq!((refused["code"].as_str(), steps(&refused["steps"])), (Some("connection_failed"), failed.to_vec()));
    assert!(desk.api.list("/mailboxes").is_empty());
    let mut insisted = wrong.clone();
    insisted["save_anyway"] = json!(true);
    let id = desk.mailbox(&insisted);
    let path = format!("/mailboxes/{id}");
    let sentence = desk.api.wait_for("the failure to be told", &path, |mailbox| {
        let health = &mailbox["health"]["receiving"];
        (health["state"] == "failing").then(|| health["sentence"].as_str().unwrap().to_owned())
    });
    assert!(sentence.contains("refused the login"), "{sentence}");
    let shown = desk.api.get(&path).json_of(200);
    assert!(!shown.to_string().contains("wrong"), "a password came out: {shown}");
    desk.api.patch(&path, &json!({"incoming": mailbox(&dovecot, PASSWORD)["incoming"]})).accept(200);
    desk.await_connected(&id);
    dovecot.append(READ, "INBOX", &Letter::new(CUSTOMER, READ, "Keys", "Where?").raw());
    let _ = desk.api.await_conversation("Keys");
}

/// SO-5, X-1: the conversations stay; the same address can be added again, and what was read before does not come again.
fn a_removed_mailbox_keeps_its_conversations_and_its_memory(base: &Base) {
    let dovecot = Dovecot::start(&[READ]);
    let desk = Desk::open(base);
    let id = desk.read_by_imap(&dovecot, &json!({}));
    dovecot.append(READ, "INBOX", &Letter::new(CUSTOMER, READ, "Keys", "Where?").raw());
    let _ = desk.api.await_conversation("Keys");
    desk.api.delete(&format!("/mailboxes/{id}")).accept(204);
    assert_eq!(desk.send(&[READ], &Letter::new(CUSTOMER, READ, "Late", "Hello?").raw())[0].code, 550);
    assert_eq!(desk.conversations("Keys").len(), 1);
    desk.read_by_imap(&dovecot, &json!({}));
    dovecot.append(READ, "INBOX", &Letter::new(CUSTOMER, READ, "Doors", "Where?").raw());
    let _ = desk.api.await_conversation("Doors");
    assert_eq!(desk.conversations("Keys").len(), 1, "what was read before came again");
}
