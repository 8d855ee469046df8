//! Several nodes over one PostgreSQL: any node shows everything, one reads a mailbox, and when it dies another goes on.

use std::time::Duration;

use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postgres::fresh_database;
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::wait_within;
use serde_json::json;

fn mail(number: u32) -> String {
    format!(
        "From: Zoe <zoe@customer.example>\r\nTo: desk@company.example\r\nSubject: Matter {number}\r\n\
         Message-ID: <matter-{number}@customer.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nHello {number}\r\n"
    )
}

///
#[test]
fn a_second_node_shows_the_same_desk_and_takes_over_when_the_first_dies() {
    let dovecot = Dovecot::start(&["desk"]);
    let database = fresh_database();
    let quick = vec![("STAFFETTA_TIMEOUT_S".to_owned(), "5".into())];
    let options = Options { database: Some(database.url.clone()), environment: quick, ..Options::default() };
    let mut first = Staffetta::serve(options.clone());
    let shared = |name: &str| first.data().join(name).into_os_string();
    let arguments = vec!["--blobs".into(), shared("blobs"), "--key-file".into(), shared("key")];
    let admin = first.set_up("admin@company.example", "correct horse battery");
    let second = Staffetta::serve(Options { arguments, ..options });
    let beside = journeys::api::Api::sign_in(&second.address(), "admin@company.example", "correct horse battery");

    admin.patch("/settings", &json!({"email_channel": true})).accept(200);
    let mailbox = json!({
        "name": "Desk", "address": "desk@company.example", "aliases": [], "purpose": "receive", "enabled": true,
        "incoming": {"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none", "login": "desk",
            "password": PASSWORD, "folder": "INBOX", "after": "nothing", "move_to": null},
        "outgoing": null, "signature": "",
    });
    let id = admin.post("/mailboxes", &mailbox).json_of(201)["id"].as_str().unwrap().to_owned();
    admin.wait_for("the mailbox to be read", &format!("/mailboxes/{id}"), |mailbox| {
        (mailbox["health"]["receiving"]["state"] == "ok").then_some(())
    });
    let news = beside.events(None);
    dovecot.append("desk", "INBOX", mail(1).as_bytes());
    news.wait_for("the other node's browsers to hear of the mail", |event| event.name == "message.created");
    let seen = beside.await_conversation("Matter 1");
    let shown = beside.get(&format!("/conversations/{}", seen["id"].as_str().unwrap())).json_of(200);
    assert_eq!(shown["messages"][0]["text"].as_str().unwrap().trim(), "Hello 1");

    first.kill();
    dovecot.append("desk", "INBOX", mail(2).as_bytes());
    // The dead node's lease has to run out first.
    wait_within(Duration::from_secs(150), "the second node to go on with the mailbox", || {
        beside.list("/conversations?view=all").into_iter().find(|one| one["subject"] == "Matter 2")
    });
    first.restart();
    assert_eq!(beside.list("/conversations?view=all").len(), 2, "nothing came twice");
}

#[test]
fn a_second_desk_on_the_same_folder_is_refused() {
    let first = Staffetta::serve(Options::default());
    let output = std::process::Command::new(journeys::staffetta::program())
        .args(["serve", "--http", "127.0.0.1:0", "--data"])
        .arg(first.data())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("runs on the folder"), "{told}");
}
