//! Several nodes over one PostgreSQL: any node shows everything, one reads a mailbox, and when it dies another goes on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
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

/// What an SMTP server that stops at each RCPT saw of one connection.
#[derive(Debug, PartialEq)]
enum Seen {
    Recipient,
    Mail,
    End,
}

/// An SMTP server that says what it sees, and answers RCPT only when it is told to go on.
fn halting_server() -> (u16, mpsc::Receiver<Seen>, mpsc::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let ((saw, seen), (go, may_go)) = (mpsc::channel(), mpsc::channel());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut out = stream.try_clone().unwrap();
            let mut in_mail = false;
            let _ = out.write_all(b"220 ready\r\n");
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let answer = match line.get(..4).unwrap_or(&line) {
                    "." if in_mail => {
                        in_mail = false;
                        saw.send(Seen::Mail).unwrap();
                        "250 taken"
                    }
                    _ if in_mail => continue,
                    "RCPT" => {
                        saw.send(Seen::Recipient).unwrap();
                        may_go.recv().unwrap();
                        "250 fine"
                    }
                    "DATA" => {
                        in_mail = true;
                        "354 go on"
                    }
                    _ => "250 fine",
                };
                let _ = write!(out, "{answer}\r\n");
            }
            // Nobody listens any more when the test is over.
            let _ = saw.send(Seen::End);
        }
    });
    (port, seen, go)
}

/// a node that stood still, or whose clock is behind, finds its lease taken and does not write the final dot.
#[test]
fn a_mail_that_another_node_took_over_is_left_alone() {
    let patience = Duration::from_secs(60);
    let (port, seen, go) = halting_server();
    let database = fresh_database();
    let node = Staffetta::serve(Options { database: Some(database.url.clone()), ..Options::default() });
    let admin = node.set_up("admin@company.example", "correct horse battery");
    let mailbox = json!({
        "name": "Desk", "address": "desk@company.example", "aliases": [], "purpose": "receive_and_send", "enabled": true,
        "incoming": null, "outgoing": {"host": "127.0.0.1", "port": port, "tls": "none", "login": null},
        "signature": "", "save_anyway": true,
    });
    let id = admin.post("/mailboxes", &mailbox).json_of(201)["id"].as_str().unwrap().to_owned();
    let mail = json!({"mailbox": id, "to": [{"address": "zoe@customer.example"}], "subject": "Keys", "text": "Here."});
    admin.post("/conversations", &mail).accept(201);
    assert_eq!(seen.recv_timeout(patience), Ok(Seen::Recipient));
    drop(database.rows("UPDATE jobs SET lease_owner = 'another'"));
    go.send(()).unwrap();
    assert_eq!(seen.recv_timeout(patience), Ok(Seen::End), "no final dot");
    assert_eq!(database.rows("SELECT state FROM deliveries"), ["sending"], "safe to be sent by its new owner");

    drop(database.rows("UPDATE jobs SET lease_until = 0"));
    go.send(()).unwrap();
    assert_eq!(seen.recv_timeout(patience), Ok(Seen::Recipient));
    assert_eq!(seen.recv_timeout(patience), Ok(Seen::Mail));
    wait_within(patience, "the delivery to be sent", || {
        (database.rows("SELECT state, attempts FROM deliveries") == ["sent|2"]).then_some(())
    });
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
