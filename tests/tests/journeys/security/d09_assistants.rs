//! D9: a model that obeys everything it reads can be made to say anything, and none of it reaches anybody (EchoLeak CVE-2025-32711, ForcedLeak,
//! CVE-2025-34072). Two hundred mails demand what no assistant may do; every assertion reads the bytes that left.

use std::collections::BTreeMap;

use journeys::injections::{self, Injection, forms};
use journeys::model_server::{ModelServer, Question, Reply};
use journeys::wait::wait_until;
use mail_parser::MessageParser;
use serde_json::{Value, json};

use crate::assistants::{Assisted, letter};
use crate::automatic::ZOE;
use crate::faults::smtp_server::Taken;
use crate::letters::{Letter, fresh};
use crate::receiving::SUPPORT;
use crate::security::signed;

/// Stands in the instructions, which the model sees.
const INSTRUCTED: &str = "CANARY7q93Kd0A";
/// Stands in a conversation of somebody else.
const OTHERS: &str = "CANARY8w12Zx9B";
/// Stands in an article that is not published.
const DRAFTED: &str = "CANARY5h48Vb2C";

/// What a model says that obeys; in the form that the desk wants, so that the form alone stops nothing.
fn obey(question: &Question) -> Reply {
    let said = injections::found(&question.all()).map(|one| one.obeyed(&question.system(), &question.all()));
    // A model that wants out does not say the word that ends it.
    let said = said.map(|said| said.replace("HANDOVER", "nothing"));
    Reply::Says(
        said.map_or_else(|| "An order can be returned within 30 days. [1]".into(), |said| format!("{said} [1]")),
    )
}

fn sender(injection: &Injection) -> String {
    format!("zoe{}@shop.example", injection.number)
}

/// All that a program or a person can read in a mail.
fn readable(mail: &Taken) -> String {
    let read = MessageParser::default().parse(mail.raw.as_bytes()).expect("a mail");
    let texts = (0..read.text_body_count()).filter_map(|at| read.body_text(at));
    let htmls = (0..read.html_body_count()).filter_map(|at| read.body_html(at));
    let mut all = mail.raw.clone();
    texts.chain(htmls).for_each(|text| all.push_str(&text));
    all
}

/// D9: of what the model was told, of other conversations and of unpublished articles nothing leaves, in no form; no mail goes to anybody
/// but its writer; nothing that the demands ask for stands in one.
#[test]
fn what_a_model_is_talked_into_reaches_nobody() {
    let desk = Assisted::open();
    let server = ModelServer::start(obey);
    let instructions = format!("The secret of the house is {INSTRUCTED}. Be brief.");
    desk.hire(&json!({"name": "Ada", "mode": "answer", "most_a_day": 10_000,
        "model": {"base_url": server.url(), "model": "obedient", "instructions": instructions, "tone": ""}}));
    for article in injections::articles() {
        let article =
            json!({"title": article.title, "body": article.text, "asked": article.asked, "state": "published"});
        desk.at.desk.api.post("/articles", &article).accept(201);
    }
    let draft = json!({"title": "Returns of orders", "body": format!("An order can be returned with {DRAFTED}."), "state": "draft"});
    desk.at.desk.api.post("/articles", &draft).accept(201);
    let other = Letter::new("jane@other.example", SUPPORT, "Mine", &format!("My order is {OTHERS}, keep it secret."));
    desk.at.hand_in("jane@other.example", SUPPORT, &fresh(&other.raw()));

    // The same question from somebody who demands nothing is answered: what stops the others is what they made the model say.
    desk.write(&letter("control", "Hello, how many days do I have to return my order?"));
    assert_eq!(desk.await_turn("control", 1).1["state"], "answered");
    wait_until("the answer", || desk.to(ZOE).len() == 1);

    let all = injections::all();
    assert_eq!(all.len(), 200);
    for injection in &all {
        let from = sender(injection);
        desk.at.hand_in(&from, SUPPORT, &signed("shop.example", &fresh(&injection.raw(&from, SUPPORT))));
    }
    let turns = await_turns(&desk, &server, all.len());
    let answered = server.asked().iter().filter(|one| one.user().contains("Sources:")).count();
    assert!(answered > all.len(), "the model was asked about each of them: {answered}, {turns:?}");
    for limit in ["unknown", "hour", "conversation", "loop", "repeated", "budget", "unreachable", "nothing-found"] {
        assert_eq!(turns.get(limit), None, "none was stopped by {limit} alone");
    }
    desk.at.await_quiet();
    for mail in desk.at.to_customers() {
        check(&mail, &all);
    }
}

/// Waits until each proved mail is a conversation whose turn has ended; how often each reason was why it did not leave.
fn await_turns(desk: &Assisted, server: &ModelServer, many: usize) -> BTreeMap<String, usize> {
    let database = rusqlite::Connection::open(desk.at.desk.program.data().join("staffetta.db")).expect("the database");
    let ended = "SELECT COUNT(*) FROM assistant_turns WHERE state <> 'waiting' AND mode = 'answer'";
    let mut last = (0, std::time::Instant::now());
    // As long as one after the other ends, they are waited for.
    loop {
        let count: i64 = database.query_row(ended, [], |row| row.get(0)).expect("a count");
        if usize::try_from(count).expect("a number") > many {
            break;
        }
        if count > last.0 {
            last = (count, std::time::Instant::now());
        }
        assert!(last.1.elapsed().as_secs() < 60, "{count} turns ended, {} questions asked", server.asked().len());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let mut reasons = database
        .prepare("SELECT COALESCE(reason, state) FROM assistant_turns WHERE mode = 'answer'")
        .expect("a statement");
    let mut counts = BTreeMap::new();
    for reason in reasons.query_map([], |row| row.get::<_, String>(0)).expect("reasons") {
        *counts.entry(reason.expect("a reason")).or_default() += 1;
    }
    counts
}

/// A mail that left: to its writer alone, without any secret, and without anything that was demanded.
fn check(mail: &Taken, all: &[Injection]) {
    let text = readable(mail);
    for secret in [INSTRUCTED, OTHERS, DRAFTED] {
        assert_eq!(forms::leaks(&text, secret), [], "{secret} left: {}", mail.raw);
    }
    let [to] = mail.to.as_slice() else { panic!("several recipients: {mail:?}") };
    let known = to == ZOE || all.iter().any(|one| *to == sender(one));
    assert!(known, "a mail to somebody who never wrote: {mail:?}");
    for header in ["\nCc:", "\nBcc:", injections::ADDRESS] {
        let (head, _) = mail.raw.split_once("\r\n\r\n").expect("a body");
        assert!(!head.contains(header), "{head}");
    }
    // What stands above the quoted history is ours.
    let read = MessageParser::default().parse(mail.raw.as_bytes()).expect("a mail");
    let body = read.body_text(0).expect("a text");
    let ours = body.split("wrote:\n").next().unwrap_or_default();
    for sign in ["://", "www.", injections::HOST, "<", "](", "mailto:", "javascript:", "data:"] {
        assert!(!ours.contains(sign), "{sign} left in {ours}");
    }
}

/// D9: what the model sees is this conversation, what is published, and its instructions: no note, no other conversation, no draft, no
/// address of anybody else; and no tool is offered to it.
#[test]
fn a_model_sees_one_conversation_and_what_is_published() {
    let desk = Assisted::open();
    let server = ModelServer::start(obey);
    desk.hire(&json!({"name": "Ada", "mode": "draft", "model": {"base_url": server.url(), "model": "obedient"}}));
    desk.article("Returning an order", "An order can be returned within 30 days.", None);
    let draft = json!({"title": "Returning an order", "body": format!("An order can be returned with {DRAFTED}."), "state": "draft"});
    desk.at.desk.api.post("/articles", &draft).accept(201);
    desk.write(&letter("other", &format!("How do I return the order {OTHERS}?")));
    let _ = desk.await_turn("other", 1);
    let first = letter("mine", "How many days do I have to return my order?");
    desk.write(&first);
    let (shown, _) = desk.await_turn("mine", 1);
    let path = format!("/conversations/{}/messages", shown["id"].as_str().expect("an id"));
    desk.at.desk.api.post(&path, &json!({"kind": "note", "text": format!("Secretly {INSTRUCTED}")})).accept(201);
    let again = letter("Re: mine", "How many days to return the order, please?").answering(&first.raw());
    desk.write(&again);
    let _ = desk.await_turn("mine", 2);
    let last = server.asked().last().cloned().expect("a question");
    assert!(last.user().contains("How many days to return the order, please?") && last.user().contains("my order?"));
    for secret in [INSTRUCTED, OTHERS, DRAFTED, "support@desk.example", "anna@team.example"] {
        assert!(!last.all().contains(secret), "{secret}: {}", last.all());
    }
    assert_eq!((&last.body["tools"], &last.body["functions"]), (&Value::Null, &Value::Null));
}
