//! A satisfaction survey from the resolving to the agent's page (LD-3): by real mail, with a customer in a browser of their own.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use journeys::chromium;
use journeys::wait::wait_until;
use mail_parser::MessageParser;
use serde_json::{Value, json};

use crate::automatic::{Answering, ZOE};
use crate::faults::smtp_server::SmtpServer;
use crate::letters::Letter;
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};
use crate::security::{publish, signed};

/// The links in the customer's newest mail, as a mail program finds them.
fn links(server: &SmtpServer) -> Vec<String> {
    let taken = server.taken();
    let Some(mail) = taken.iter().rfind(|mail| mail.to == [ZOE] && mail.raw.contains("/survey/")) else {
        return Vec::new();
    };
    let (headers, _) = mail.raw.split_once("\r\n\r\n").expect("a body");
    assert!(headers.contains("Auto-Submitted: auto-"), "{headers}");
    let read = MessageParser::default().parse(mail.raw.as_bytes()).expect("a mail");
    let text = read.body_text(0).expect("its text");
    text.split_whitespace().filter(|word| word.contains("/survey/")).map(ToString::to_string).collect()
}

/// Reads a page as a scanner of mail does: by itself, without anything that a browser has.
fn follow(address: &str) -> String {
    ureq::get(address).call().expect("the page").body_mut().read_to_string().expect("its text")
}

/// LD-3: switched on in the browser; resolving sends the survey by SMTP; following its links stores nothing; what the customer says
/// stands on the agent's open page at once, and is counted.
#[test]
fn a_customer_is_asked_and_the_agent_sees_the_answer() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    let letter = Letter::new(&format!("Zoe <{ZOE}>"), SUPPORT, "keys", "Where are my keys?").raw();
    at.hand_in(ZOE, SUPPORT, &signed("shop.example", &letter));
    at.await_quiet();
    let conversation = at.desk.api.await_conversation("keys")["id"].as_str().expect("an id").to_owned();

    let post = TcpListener::bind("127.0.0.1:0").expect("a port");
    let input = json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD,
        "mailbox": at.mailbox, "conversation": conversation, "post": format!("http://{}/", post.local_addr().expect("an address"))});
    let (shown, before) = thread::scope(|scope| {
        // The customer's post: whoever asks for it waits until the mail is there. Then a scanner has followed all its links.
        let mail = scope.spawn(|| {
            let (mut stream, _) = post.accept().expect("a connection");
            let _ = stream.read(&mut [0; 4_096]);
            wait_until("the survey's mail", || links(&at.server).len() == 5);
            let links = links(&at.server);
            for link in &links {
                assert!(follow(link).contains("How was our help?"));
            }
            let body = json!(links).to_string();
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
            let before = at.shown(&conversation)["surveys"][0]["rating"].clone();
            stream.write_all(answer.as_bytes()).expect("it is told");
            before
        });
        (chromium::run("survey", &input), mail.join().expect("the mail"))
    });
    assert_eq!(before, Value::Null, "following the links stored nothing");
    assert_eq!(shown["cookies"], 0, "the page sets no cookie");

    let after = at.shown(&conversation);
    assert_eq!(
        (&after["surveys"][0]["rating"], &after["surveys"][0]["comment"]),
        (&json!(4), &json!("Quick and kind."))
    );
    let said = Answering::events_of(&after, "rated");
    assert_eq!(said.iter().map(|event| event["rating"].as_i64()).collect::<Vec<_>>(), [Some(5), Some(4)]);
    let counted = at.desk.api.get(&format!("/mailboxes/{}/surveys", at.mailbox)).json_of(200);
    assert_eq!((&counted["sent"], &counted["ratings"]), (&json!(1), &json!([0, 0, 0, 1, 0])));
}
