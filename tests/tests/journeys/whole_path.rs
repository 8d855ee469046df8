//! The first whole path, on real servers and in a real browser: a customer's mail becomes a conversation, an agent answers it by
//! keyboard, the customer gets the answer and writes again. No call of the API by the test: the browser is the only way in.

use std::path::Path;

use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use journeys::scratch::Scratch;
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::{wait_for, wait_within};
use journeys::{chromium, postgres, smtp};
use serde_json::{Value, json};

use crate::letters::{Letter, header, ids, word};

const CUSTOMER: &str = "zoe@customer.example";
/// Postfix brings its mail to our LMTP listener.
const FORWARDED: &str = "support@desk.example";
/// Dovecot holds its mail, and we read it by IMAP.
const READ: &str = "help@box.example";

/// One customer's matter, as both sides write it.
struct Talk {
    mark: &'static str,
    mailbox: &'static str,
    subject: &'static str,
    question: &'static str,
    answers: [&'static str; 2],
    more: [&'static str; 2],
}

const TALKS: [Talk; 2] = [
    Talk {
        mark: "forwarded",
        mailbox: FORWARDED,
        subject: "Order 4711 has not arrived",
        question: "Where is my order of last week?",
        answers: [
            "It left our house on Monday.\nYou should have it tomorrow.",
            "Thank you for the note, it is changed.",
        ],
        more: ["Splendid, then I shall wait.", "One more thing: please use my new street."],
    },
    Talk {
        mark: "read",
        mailbox: READ,
        subject: "Schlüssel für das Gerät",
        question: "Wo finde ich den zweiten Schlüssel?",
        answers: ["Er liegt unter dem Deckel.", "Gern geschehen, bis bald."],
        more: ["Gefunden, besten Dank!", "Und noch eine Frage zur Rechnung."],
    },
];

/// X-1, LD-1, LD-8, LD-9: on SQLite.
#[test]
fn a_mail_is_answered_by_keyboard_and_the_customer_writes_again_on_sqlite() {
    whole_path("sqlite", None);
}

/// X-1, LD-1, LD-8, LD-9: on PostgreSQL.
#[test]
fn a_mail_is_answered_by_keyboard_and_the_customer_writes_again_on_postgresql() {
    let database = postgres::fresh_database();
    whole_path("postgresql", Some(database.url.clone()));
}

fn whole_path(name: &str, database: Option<String>) {
    let dovecot = Dovecot::start(&[CUSTOMER, READ]);
    let desk = Staffetta::serve(Options { database, ..Options::default() });
    let postfix = Postfix::start(
        &[
            Route::Lmtp("desk.example", desk.lmtp_port()),
            Route::Lmtp("box.example", dovecot.lmtp_port),
            Route::Lmtp("customer.example", dovecot.lmtp_port),
        ],
        None,
    );
    let marks = Scratch::new("marks");
    let script = script(name, &desk, &dovecot, &postfix, marks.path());
    let found = std::thread::scope(|scope| {
        let browser = scope.spawn(|| chromium::run("whole_path", &script));
        for talk in &TALKS {
            // The browser signs in and sets the desk up first, which takes longer than a single wait.
            let mark = marks.join(&format!("{}-waiting", talk.mark));
            wait_within(
                std::time::Duration::from_secs(150),
                &format!("the browser to be ready for {}", talk.mark),
                || {
                    assert!(!browser.is_finished(), "the browser's script ended too early; its words are above");
                    mark.exists().then_some(())
                },
            );
            converse(&dovecot, &postfix, talk);
        }
        browser.join().expect("the browser's script succeeds")
    });
    // Two mails of the customer and two answers in each, one row for each, and the page was never loaded anew.
    let expected = json!({"talks": [{"letters": 5, "rows": 1}, {"letters": 5, "rows": 1}], "reloaded": false});
    assert_eq!(found, expected);
    assert!(dovecot.mails(READ, "INBOX").iter().all(|mail| !mail.flags.contains(&"\\Seen".to_owned())));
}

fn script(name: &str, desk: &Staffetta, dovecot: &Dovecot, postfix: &Postfix, marks: &Path) -> Value {
    let link = wait_for("the set-up link on standard error", || {
        desk.log().split_whitespace().find(|word| word.contains("/setup#")).map(str::to_owned)
    });
    let outgoing = json!({"port": postfix.smtp_port});
    let talks = TALKS.map(|talk| {
        json!({
            "mark": talk.mark, "subject": talk.subject, "question": talk.question,
            "answers": talk.answers, "more": talk.more,
        })
    });
    json!({
        "name": format!("whole-path-{name}"),
        "link": link,
        "marks": marks,
        "agent": {"name": "Anna Nováková", "email": "anna@team.example", "password": "seven quiet otters"},
        "mailboxes": [
            {"name": "Support", "address": FORWARDED, "incoming": null, "outgoing": outgoing},
            {"name": "Help", "address": READ, "outgoing": outgoing,
             "incoming": {"port": dovecot.imap_port, "login": READ, "password": PASSWORD}},
        ],
        "talks": talks,
    })
}

/// The customer's side: writes, gets the answer, writes twice more, gets the second answer. What a mail program sends it also keeps.
fn converse(dovecot: &Dovecot, postfix: &Postfix, talk: &Talk) {
    let folder = talk.mark;
    dovecot.session(CUSTOMER).command(&format!("CREATE {folder}"));
    let write = |letter: &Letter| {
        let raw = letter.raw();
        let replies = smtp::send(postfix.smtp_port, CUSTOMER, &[talk.mailbox], &raw);
        assert!(replies.iter().all(smtp::Reply::accepted), "{replies:?}");
        dovecot.append(CUSTOMER, folder, &raw);
    };
    let from = format!("{} <{CUSTOMER}>", word("Zoë Kůň"));
    let letter = |subject: &str, text: &str| Letter::new(&from, talk.mailbox, subject, text);
    let first = letter(talk.subject, talk.question);
    write(&first);
    let answer = answer_of(dovecot, talk, 0);
    check_answer(&answer, &first, talk);
    write(&letter(&format!("Re: {}", talk.subject), talk.more[0]).answering(&answer.raw));
    write(&letter("Something else entirely", talk.more[1]).answering(&answer.raw));
    answer_of(dovecot, talk, 1);
    let mut session = dovecot.session(CUSTOMER);
    session.select("INBOX");
    session.command(&format!("UID COPY 1:* {folder}"));
    session.command("STORE 1:* +FLAGS (\\Deleted)");
    session.command("EXPUNGE");
    let threads = dovecot.threads(CUSTOMER, folder);
    assert_eq!(dovecot.mails(CUSTOMER, folder).len(), 5, "the customer has all five mails of the matter");
    assert!(is_one_thread(&threads), "the customer's program shows several threads: {threads}");
}

/// The answer with this number, as the customer's server keeps it.
fn answer_of(dovecot: &Dovecot, talk: &Talk, number: usize) -> StoredMail {
    let mails = dovecot.await_mails(CUSTOMER, "INBOX", number + 1);
    assert_eq!(mails.len(), number + 1, "an answer came more than once");
    let answer = mails.into_iter().nth(number).expect("just counted");
    let text = String::from_utf8_lossy(&answer.raw).into_owned();
    let line = talk.answers[number].lines().next().expect("a line");
    assert!(text.contains(line), "not the answer that the agent typed:\n{text}");
    answer
}

fn check_answer(answer: &StoredMail, question: &Letter, talk: &Talk) {
    let value = |name: &str| header(&answer.raw, name).unwrap_or_else(|| panic!("the answer has no {name}"));
    let asked = question.id.clone().expect("an id");
    assert_eq!(ids(&value("In-Reply-To")), std::slice::from_ref(&asked));
    assert!(ids(&value("References")).contains(&asked), "{}", value("References"));
    assert!(
        ids(&value("References")).contains(&ids(&value("Message-ID"))[0]),
        "our own id survives a relay only there"
    );
    assert!(value("From").contains(talk.mailbox), "{}", value("From"));
}

/// Whether a THREAD response such as `(1 2 (3)(4 5))` is a single thread: its outermost parenthesis closes at its end.
fn is_one_thread(threads: &str) -> bool {
    let mut depth = 0_i32;
    let mut tops = 0;
    for letter in threads.chars() {
        match letter {
            '(' => {
                tops += i32::from(depth == 0);
                depth += 1;
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    tops == 1 && depth == 0
}

#[test]
fn a_single_thread_is_told_from_several() {
    assert!(is_one_thread("(1 2 (3)(4 5))"));
    assert!(!is_one_thread("(1 2)(3)"));
}
