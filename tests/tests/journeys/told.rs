//! What the desk tells others, as it is set up in the browser: the texts of its mails, and endpoints outside.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use journeys::chromium;
use journeys::staffetta::Options;
use journeys::wait::wait_until;
use rusqlite::Connection;
use serde_json::json;

use crate::automatic::{Answering, ZOE};
use crate::letters::{Letter, fresh};
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};

/// An endpoint on this machine that takes whatever it is told; says the head and body of each.
fn receiver() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("its address"));
    let (tell, heard) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut said = Vec::new();
            let mut piece = [0; 4_096];
            while let Ok(count @ 1..) = stream.read(&mut piece) {
                said.extend_from_slice(&piece[..count]);
                // What is encrypted is read letter by letter, so that its length counts.
                let text: String = said.iter().map(|byte| char::from(*byte)).collect();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head
                    .to_lowercase()
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.lines().next().and_then(|line| line.trim().parse::<usize>().ok()));
                if body.chars().count() >= length.unwrap_or(0) {
                    let _ = tell.send(text);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nTaken");
                    break;
                }
            }
        }
    });
    (url, heard)
}

/// SO-10, X-7: the frame of answers is changed, refused where it does not fit, tried by a mail to oneself and put back; an
/// endpoint is added, tried, and told the same again, and each time it is signed.
#[test]
fn the_text_of_a_mail_and_an_endpoint_are_set_up_and_tried() {
    let arguments = vec!["--webhook-networks".into(), "127.0.0.0/8".into()];
    let at = Answering::open_with(Options { arguments, ..Base::Sqlite.options() });
    let (url, heard) = receiver();
    let _ = chromium::run(
        "told",
        &json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD, "receiver": url}),
    );
    let told: Vec<String> = (0..2).map(|_| heard.recv_timeout(Duration::from_secs(60)).expect("it is told")).collect();
    assert!(told.iter().all(|one| one.to_lowercase().contains("webhook-signature: v1,")), "{told:?}");
    at.await_quiet();
    let sent = at.server.taken();
    let tried = sent.iter().find(|mail| mail.to == [AGENT]).expect("the test");
    assert!(tried.raw.contains("Dear customer"), "{}", tried.raw);
    assert!(!at.desk.api.get("/templates/answer/en").json_of(200)["body"].as_str().unwrap().contains("Dear"));
}

/// a customer's mail is told to the browser of whoever wants it while no page is open, without a word of the mail in
/// what its push service sees; what is automatic is no news.
#[test]
fn a_mail_is_told_to_a_browser_that_shows_no_page() {
    let arguments = vec!["--webhook-networks".into(), "127.0.0.0/8".into()];
    let at = Answering::open_with(Options { arguments, ..Base::Sqlite.options() });
    let (url, heard) = receiver();
    let key = at.desk.api.get("/me/push").json_of(200)["key"].as_str().expect("a key").to_owned();
    // Any point of the curve will do for a browser's key; the desk's own is one.
    let wanted = json!({"endpoint": url, "browser_key": key, "secret": "BwcHBwcHBwcHBwcHBwcHBw", "waiting": true, "words": true});
    at.desk.api.put_json("/me/push", &wanted).accept(200);
    let robot = Letter {
        further: "Auto-Submitted: auto-generated\r\n".into(),
        ..Letter::new(ZOE, SUPPORT, "I am away", "Until Monday.")
    };
    at.hand_in(ZOE, SUPPORT, &fresh(&robot.raw()));
    at.hand_in(ZOE, SUPPORT, &fresh(&Letter::new(ZOE, SUPPORT, "Order 4711", "Where is it?").raw()));
    let told = heard.recv_timeout(Duration::from_secs(60)).expect("it is told");
    let head = told.to_lowercase();
    assert!(head.contains("content-encoding: aes128gcm") && head.contains("authorization: vapid t="), "{told}");
    assert!(!told.contains("4711") && !told.contains("Where"), "{told}");
    at.await_quiet();
    let database = Connection::open(at.desk.program.data().join("staffetta.db")).expect("the database");
    wait_until("nothing to be on its way to a browser", || {
        database.query_row("SELECT COUNT(*) FROM jobs WHERE kind = 'push'", [], |row| row.get::<_, i64>(0)) == Ok(0)
    });
    assert!(heard.try_recv().is_err(), "an automatic mail is no news");
}
