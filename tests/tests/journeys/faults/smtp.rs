//! Sending to SMTP servers that misbehave: what becomes of a delivery for each answer at each verb, what is repeated and
//! what is not, and what the agent and the mailbox's health are told.

use journeys::authority::Authority;
use serde_json::{Value, json};

use super::Desk;
use super::certificates::config;
use super::imap_server::Tls;
use super::smtp_server::{Act, SmtpServer, Verb, Ways};

/// What becomes of an answer to one recipient, and what the agent is told.
#[derive(Clone, Copy)]
enum Fate {
    /// Tried again, and delivered once when the server is healed; meanwhile these are the words.
    Deferred(&'static str),
    /// Failed for good with these words; the conversation is open again.
    Failed(&'static str),
}

/// Sends a first mail from a mailbox to these recipients; returns the conversation's id.
fn send(desk: &Desk, mailbox: &str, subject: &str, to: &[&str], attachments: &[String]) -> String {
    let to: Vec<Value> = to.iter().map(|address| json!({"address": address})).collect();
    let text = "Your keys are here.\n.\n..two dots";
    let mail = json!({"mailbox": mailbox, "to": to, "subject": subject, "text": text, "attachments": attachments});
    desk.api.post("/conversations", &mail).json_of(201)["id"].as_str().expect("an id").to_owned()
}

fn send_from(desk: &Desk, name: &str, server: &SmtpServer, more: Value) -> String {
    let mut outgoing = json!({"host": "127.0.0.1", "port": server.port, "tls": "none", "login": null});
    for (field, value) in more.as_object().into_iter().flatten() {
        outgoing[field] = value.clone();
    }
    desk.add_mailbox(name, Value::Null, outgoing)
}

/// Waits until the delivery to one recipient is in this state and the server's words hold these; returns the conversation.
fn await_delivery(desk: &Desk, conversation: &str, address: &str, state: &str, words: &str) -> Value {
    let mut last = Value::Null;
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        desk.api.wait_for("the delivery", &format!("/conversations/{conversation}"), |shown| {
            last = shown["messages"][0]["delivery"].clone();
            let one = last["recipients"].as_array()?.iter().find(|one| one["address"] == address)?;
            let said = one["reply"].as_str().unwrap_or_default().contains(words);
            (one["state"] == state && said).then(|| shown.clone())
        })
    }));
    found.unwrap_or_else(|_| {
        panic!("{conversation} to {address} is not {state}, {words:?}: {last}\n{}", desk.program.log())
    })
}

/// How many events of a kind the timeline shows.
fn events(shown: &Value, kind: &str) -> usize {
    shown["events"].as_array().into_iter().flatten().filter(|event| event["kind"] == kind).count()
}

const ZOE: &str = "zoe@customer.example";
const TIMEOUT: &str = "did not answer in time";
const CLOSED: &str = "closed the connection";

/// Verb, what the server does, and what becomes of it.
fn table() -> Vec<(Verb, Act, Fate)> {
    use Fate::{Deferred, Failed};
    use Verb::{Connect, Data, Dot, Ehlo, Mail, Rcpt};
    let mut table = vec![
        (Connect, Act::Answer("550 5.7.1 go away"), Deferred("5.7.1 go away")),
        (Ehlo, Act::Answer("550 5.7.1 bad name"), Deferred("5.7.1 bad name")),
        (Mail, Act::Answer("550 5.1.8 bad sender"), Failed("550 5.1.8 bad sender")),
        (Mail, Act::Answer("552 5.3.4 too large"), Failed("552 5.3.4 too large")),
        (Rcpt, Act::Answer("550 5.1.1 nobody here"), Failed("550 5.1.1 nobody here")),
        (Data, Act::Answer("554 5.6.0 no valid recipients"), Failed("554 5.6.0 no valid recipients")),
        (Dot, Act::Answer("554 5.7.1 smells of spam"), Failed("554 5.7.1 smells of spam")),
    ];
    for verb in [Connect, Ehlo, Mail, Rcpt, Data, Dot] {
        table.push((verb, Act::Answer("421 4.3.2 closing down"), Deferred("421 4.3.2 closing down")));
        table.push((verb, Act::Answer("450 4.2.0 come back later"), Deferred("450 4.2.0 come back later")));
    }
    for verb in [Connect, Ehlo, Mail, Rcpt, Data] {
        table.push((verb, Act::Hang, Deferred(TIMEOUT)));
        table.push((verb, Act::Drop, Deferred(CLOSED)));
    }
    table
}

/// each answer, silence and end at each verb, and the delivery that comes of it.
#[test]
fn each_fault_at_each_verb_has_its_delivery_state_and_ends_with_one_copy_or_none() {
    let desk = Desk::start(Vec::new());
    let mut played = Vec::new();
    for (verb, act, fate) in table() {
        let server = SmtpServer::start(Ways::default());
        server.fault(verb, act);
        let name = format!("{verb:?} {act:?}").replace(|c: char| !c.is_ascii_alphanumeric(), " ");
        let mailbox = send_from(&desk, name.trim(), &server, Value::Null);
        let conversation = send(&desk, &mailbox, &name, &[ZOE], &[]);
        played.push((verb, act, fate, server, mailbox, conversation));
    }
    for (verb, act, fate, server, mailbox, conversation) in &played {
        match fate {
            Fate::Deferred(words) => {
                await_delivery(&desk, conversation, ZOE, "deferred", words);
                // A refusal of one mail says nothing about the mailbox; whatever breaks the connection does.
                let about_the_mail =
                    *verb >= Verb::Mail && matches!(act, Act::Answer(said) if !said.starts_with("421"));
                if !about_the_mail {
                    desk.await_health(mailbox, "sending", "failing", words);
                }
                server.heal();
            }
            Fate::Failed(words) => {
                let shown = await_delivery(&desk, conversation, ZOE, "failed", words);
                assert_eq!(shown["status"], "open", "{verb:?} {act:?}");
                assert_eq!(events(&shown, "delivery_failed"), 1, "{verb:?} {act:?}");
            }
        }
    }
    for (verb, act, fate, server, mailbox, conversation) in &played {
        let copies = match fate {
            Fate::Deferred(_) => {
                let shown = await_delivery(&desk, conversation, ZOE, "sent", "taken as 4711");
                assert_eq!(events(&shown, "delivery_failed") + events(&shown, "delivery_uncertain"), 0);
                desk.await_health(mailbox, "sending", "ok", "works");
                1
            }
            Fate::Failed(_) => 0,
        };
        assert_eq!(server.taken().len(), copies, "{verb:?} {act:?}: {:?}", server.taken());
    }
}

/// an end before the final dot is a safe retry, however much was sent already.
#[test]
fn an_end_or_silence_within_the_body_leaves_one_copy() {
    let desk = Desk::start(Vec::new());
    let large = vec![b'x'; 12 << 20];
    for (act, words) in [(Act::Drop, CLOSED), (Act::Hang, TIMEOUT)] {
        let server = SmtpServer::start(Ways::default());
        server.fault(Verb::Body, act);
        let mailbox = send_from(&desk, &format!("body {}", server.port), &server, Value::Null);
        let attachment = desk.api.upload("large.bin", "application/octet-stream", &large);
        let conversation = send(&desk, &mailbox, "Large", &[ZOE], &[attachment]);
        await_delivery(&desk, &conversation, ZOE, "deferred", words);
        server.heal();
        let shown = await_delivery(&desk, &conversation, ZOE, "sent", "taken as 4711");
        assert_eq!(events(&shown, "delivery_uncertain"), 0);
        assert_eq!(server.taken().len(), 1);
    }
}

/// X-1, spec.md §4: after the final dot nobody knows; what a person wrote is repeated once, byte for byte, and the
/// timeline says so.
#[test]
fn an_end_or_silence_after_the_final_dot_is_repeated_once_and_says_so() {
    let desk = Desk::start(Vec::new());
    for act in [Act::Drop, Act::Hang] {
        let server = SmtpServer::start(Ways::default());
        server.fault_once(Verb::Dot, act);
        let mailbox = send_from(&desk, &format!("dot {}", server.port), &server, Value::Null);
        let conversation = send(&desk, &mailbox, "Uncertain", &[ZOE], &[]);
        let shown = await_delivery(&desk, &conversation, ZOE, "sent", "taken as 4711");
        assert_eq!(events(&shown, "delivery_uncertain"), 1, "{shown}");
        let taken = server.taken();
        assert_eq!(taken.len(), 2, "{taken:?}");
        assert_eq!(taken[0], taken[1], "the same bytes, and so the same Message-ID");
        assert!(taken[0].raw.contains("\r\nMessage-ID: <"), "{}", taken[0].raw);
    }
}

/// the repeat itself is not repeated.
#[test]
fn a_mail_whose_repeat_is_uncertain_too_stays_uncertain() {
    let desk = Desk::start(Vec::new());
    let server = SmtpServer::start(Ways::default());
    server.fault(Verb::Dot, Act::Drop);
    let mailbox = send_from(&desk, "dots", &server, Value::Null);
    let conversation = send(&desk, &mailbox, "Uncertain", &[ZOE], &[]);
    let path = format!("/conversations/{conversation}");
    let shown = desk.api.wait_for("the second attempt to end", &path, |shown| {
        let one = &shown["messages"][0]["delivery"]["recipients"][0];
        (one["state"] == "uncertain" && one["next_attempt_at"].is_null()).then(|| shown.clone())
    });
    assert_eq!(events(&shown, "delivery_uncertain"), 1, "{shown}");
    server.heal();
    // Another mail of the same mailbox goes its way, and nothing else does.
    let other = send(&desk, &mailbox, "Another", &["ann@customer.example"], &[]);
    await_delivery(&desk, &other, "ann@customer.example", "sent", "taken");
    let taken = server.taken();
    assert_eq!(taken.len(), 3, "{taken:?}");
    assert_eq!(taken[0], taken[1]);
}

/// each recipient has a fate of its own; only the deferred one is tried again.
#[test]
fn of_three_recipients_only_the_deferred_one_is_tried_again() {
    let desk = Desk::start(Vec::new());
    let server = SmtpServer::start(Ways::default());
    let (fine, later, gone) = (ZOE, "later@customer.example", "gone@customer.example");
    server.answer_recipient(later, "450 4.2.0 come back later");
    server.answer_recipient(gone, "550 5.1.1 left the company");
    let mailbox = send_from(&desk, "three", &server, Value::Null);
    let conversation = send(&desk, &mailbox, "To three", &[fine, later, gone], &[]);
    await_delivery(&desk, &conversation, fine, "sent", "taken as 4711");
    await_delivery(&desk, &conversation, later, "deferred", "450 4.2.0 come back later");
    let shown = await_delivery(&desk, &conversation, gone, "failed", "550 5.1.1 left the company");
    assert_eq!((shown["status"].as_str(), events(&shown, "delivery_failed")), (Some("open"), 1), "{shown}");
    server.heal();
    let shown = await_delivery(&desk, &conversation, later, "sent", "taken as 4711");
    let attempts = |address: &str| {
        let all = shown["messages"][0]["delivery"]["recipients"].as_array().unwrap();
        all.iter().find(|one| one["address"] == address).unwrap()["attempts"].as_u64().unwrap()
    };
    assert_eq!((attempts(fine), attempts(gone)), (1, 1));
    assert!(attempts(later) >= 2);
    let taken = server.taken();
    assert_eq!(taken.iter().map(|mail| mail.to.join(" ")).collect::<Vec<_>>(), [fine, later]);
    assert_eq!(taken[0].raw, taken[1].raw);
}

/// a server that hangs up while the recipients are named has taken nothing for anybody.
#[test]
fn hanging_up_at_one_recipient_defers_all_of_them() {
    let desk = Desk::start(Vec::new());
    let server = SmtpServer::start(Ways::default());
    let (first, second) = (ZOE, "ann@customer.example");
    server.answer_recipient(second, "421 4.3.2 closing down");
    let mailbox = send_from(&desk, "hang up", &server, Value::Null);
    let conversation = send(&desk, &mailbox, "To two", &[first, second], &[]);
    for address in [first, second] {
        await_delivery(&desk, &conversation, address, "deferred", "421 4.3.2 closing down");
    }
    desk.await_health(&mailbox, "sending", "failing", "closing down");
    server.heal();
    for address in [first, second] {
        await_delivery(&desk, &conversation, address, "sent", "taken as 4711");
    }
    assert_eq!(server.taken().iter().map(|mail| mail.to.len()).collect::<Vec<_>>(), [2]);
}

/// LD-1, assurance C3: what is wrong with login or encryption keeps the mail and is said about the mailbox.
#[test]
fn a_refused_login_or_a_lack_of_encryption_defers_the_mail_and_is_said() {
    let authority = Authority::new();
    let trust = vec!["--trust".into(), authority.certificate.clone().into_os_string()];
    let desk = Desk::start(trust);
    let plain = Ways { auth: true, ..Ways::default() };
    let start_tls = Ways { tls: Some((Tls::StartTls, config(&authority.identity()))), ..plain.clone() };
    let login = |tls: &str| json!({"tls": tls, "login": "desk", "password": "secret"});
    let refused = (Verb::Auth, Act::Answer("535 5.7.8 bad credentials"));
    let busy = (Verb::Auth, Act::Answer("454 4.7.0 ask later"));
    let cases = [
        ("bad login", plain.clone(), "none", Some(refused), "refused the login (535 5.7.8 bad credentials)"),
        ("busy login", plain.clone(), "none", Some(busy), "454 4.7.0 ask later"),
        ("no login", Ways::default(), "none", None, "no way to sign in that is known here"),
        ("no starttls", plain, "starttls", None, "does not offer STARTTLS"),
        ("injection", start_tls.clone(), "starttls", Some((Verb::StartTls, Act::Inject)), "may be tampered with"),
        (
            "refused starttls",
            start_tls,
            "starttls",
            Some((Verb::StartTls, Act::Answer("454 4.7.0 not now"))),
            "not now",
        ),
    ];
    for (name, ways, tls, fault, words) in cases {
        let server = SmtpServer::start(ways);
        fault.iter().for_each(|(verb, act)| server.fault(*verb, *act));
        let mailbox = send_from(&desk, name, &server, login(tls));
        let conversation = send(&desk, &mailbox, name, &[ZOE], &[]);
        await_delivery(&desk, &conversation, ZOE, "deferred", words);
        desk.await_health(&mailbox, "sending", "failing", words);
        assert!(!server.heard().iter().any(|line| line.starts_with("MAIL")), "{name}: {:?}", server.heard());
        if tls == "starttls" {
            assert!(!server.heard().iter().any(|line| line.starts_with("AUTH")), "{name}: {:?}", server.heard());
        }
        if fault.is_some() {
            server.heal();
            await_delivery(&desk, &conversation, ZOE, "sent", "taken as 4711");
            assert_eq!(server.taken().len(), 1, "{name}");
        }
    }
}
