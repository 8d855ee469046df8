//! D2: our desk against robots of a dozen styles and against a second desk. After six messages at most it is quiet, and says so.

use journeys::dns::Dns;
use journeys::staffetta::Options;
use serde_json::json;

use super::{publish, signed};
use crate::automatic::{Answering, await_quiet};
use crate::faults::smtp_server::Taken;
use crate::letters::Letter;
use crate::receiving::{Base, Desk, SUPPORT};

/// What a robot writes as its answer number so-and-so to a mail of ours.
type Style = fn(&str, usize, &[u8]) -> Letter;

fn plain(from: &str, subject: &str, text: &str) -> Letter {
    Letter::new(from, SUPPORT, subject, text)
}

/// Twelve styles; only the last three say what they are.
const STYLES: [(&str, Style); 12] = [
    ("answers in the thread", |domain, _, ours| {
        plain(&format!("robot@{domain}"), "Re: Question", "We got it.").answering(ours)
    }),
    ("begins anew each time", |domain, _, _| plain(&format!("robot@{domain}"), "Your request", "We got it.")),
    ("a number in the subject", |domain, n, _| {
        plain(&format!("robot@{domain}"), &format!("[Case {n}] opened"), "We got it.")
    }),
    ("a number in the text", |domain, n, _| {
        plain(&format!("robot@{domain}"), "Your request", &format!("We got it as case {n}."))
    }),
    ("another text each time", |domain, n, _| {
        plain(&format!("robot@{domain}"), "Your request", &"So it is. ".repeat(n + 1))
    }),
    ("another name each time", |domain, n, _| plain(&format!("robot{n}@{domain}"), "Your request", "We got it.")),
    ("another name and text", |domain, n, _| {
        plain(&format!("case.{n}@{domain}"), "Your request", &"So it is. ".repeat(n + 1))
    }),
    ("another host each time", |domain, n, _| {
        plain(&format!("robot@h{n}.{domain}"), "Your request", "We got it all, thank you.")
    }),
    ("quotes us", |domain, _, ours| {
        let quoted: String =
            String::from_utf8_lossy(ours).lines().rev().take(5).map(|line| format!("> {line}\n")).collect();
        plain(&format!("robot@{domain}"), "Re: Question", &format!("We got it.\n\n{quoted}"))
    }),
    ("Auto-Submitted", |domain, _, ours| Letter {
        further: "Auto-Submitted: auto-replied\r\n".into(),
        ..plain(&format!("robot@{domain}"), "Re: Question", "We got it.").answering(ours)
    }),
    ("Precedence", |domain, _, _| Letter {
        further: "Precedence: bulk\r\n".into(),
        ..plain(&format!("robot@{domain}"), "Your request", "We got it.")
    }),
    ("nobody reads", |domain, _, _| plain(&format!("no-reply@{domain}"), "Your request", "We got it.")),
];

/// Lets the robot and the desk write to each other until both are silent. Returns how many mails there were in all.
/// What it is called stands in each of its mails, so that no robot is known by the words of the one before.
fn converse(at: &Answering, dns: &Dns, domain: &str, (name, style): (&str, Style)) -> usize {
    let send = |letter: Letter| {
        let letter = Letter { text: format!("{name}. {}", letter.text), ..letter };
        let from = letter.from.clone().expect("an author");
        let house = from.split('@').nth(1).expect("a domain").to_owned();
        publish(dns, &house);
        at.hand_in(&from, SUPPORT, &signed(&house, &letter.raw()));
        at.await_quiet();
    };
    send(plain(&format!("robot@{domain}"), "Question", "Please open a case for our machine."));
    let (mut answered, mut all) = (0, 1);
    loop {
        let taken = at.to_customers();
        let ours: Vec<_> = taken.iter().filter(|mail| mail.to.iter().any(|to| to.ends_with(domain))).collect();
        let Some(mail) = ours.get(answered) else { return all + answered };
        send(style(domain, answered, mail.raw.as_bytes()));
        answered += 1;
        all += 1;
        assert!(all < 40, "it does not end");
    }
}

/// D2: each robot gets at most three mails, whatever it does; six messages in all.
#[test]
fn no_robot_keeps_the_desk_talking() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    at.greet("Thank you for your message.");
    for (number, (name, style)) in STYLES.into_iter().enumerate() {
        let all = converse(&at, &dns, &format!("robots{number}.example"), (name, style));
        println!("D2: {name}: {all} messages");
        assert!(all <= 6, "{name}: {all} messages");
    }
}

/// D2, X-2: the same words again and again are told in the conversation, and the admins are told once.
#[test]
fn a_loop_that_was_stopped_is_told() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    at.greet("Thank you for your message.");
    publish(&dns, "robots.example");
    let mut last = String::new();
    for number in 0..5 {
        last = format!("Case {number}");
        let raw = plain(&format!("robot{number}@robots.example"), &last, &format!("We got it as case {number}.")).raw();
        at.hand_in(&format!("robot{number}@robots.example"), SUPPORT, &signed("robots.example", &raw));
        at.await_quiet();
    }
    let told = Answering::events_of(&at.desk.api.await_conversation(&last), "loop_stopped");
    assert_eq!(told[0]["sign"], "same-words");
    let taken = at.server.taken();
    let robots = taken.iter().filter(|mail| mail.to.iter().any(|to| to.ends_with("@robots.example"))).count();
    let alarm = |mail: &&Taken| mail.raw.contains("Two machines were writing to each other");
    let admins = taken.iter().filter(alarm).count();
    assert_eq!((robots, admins), (2, 1), "{taken:?}");
}

/// D2: two desks that greet each other: a question, a greeting, and silence.
#[test]
fn two_desks_do_not_greet_each_other_for_ever() {
    let dns = Dns::start();
    for domain in ["desk.example", "other.example"] {
        dns.txt(domain, "v=spf1 +all");
        dns.txt(&format!("_dmarc.{domain}"), "v=DMARC1; p=none");
    }
    let open =
        || Desk::open_with(Options { arguments: vec!["--dns".into(), dns.address().into()], ..Options::default() });
    let (one, other) = (open(), open());
    let support = |desk: &Desk, address: &str, to: &Desk| {
        let outgoing = json!({"host": "127.0.0.1", "port": to.program.smtp_port(), "tls": "none", "login": null});
        let id = desk.mailbox(&json!({"name": "Support", "address": address, "aliases": [],
            "purpose": "receive_and_send", "incoming": {"kind": "listener"}, "outgoing": outgoing}));
        let greeting = json!({"policy": {"greeting": {"on": true, "text": "Thank you for your message."}}});
        desk.api.patch(&format!("/mailboxes/{id}"), &greeting).accept(200);
        id
    };
    let mailbox = support(&one, SUPPORT, &other);
    support(&other, "help@other.example", &one);
    let mail = json!({"mailbox": mailbox, "to": [{"address": "help@other.example"}], "subject": "Your offer", "text": "Please send it."});
    one.api.post("/conversations", &mail).accept(201);
    let _ = other.api.await_conversation("Your offer");
    for _ in 0..3 {
        await_quiet(&one);
        await_quiet(&other);
    }
    let count = |desk: &Desk| -> usize {
        desk.api
            .list("/conversations?view=all")
            .iter()
            .map(|one| usize::try_from(one["message_count"].as_u64().unwrap()).unwrap())
            .sum()
    };
    println!("D2: two desks: {} and {} messages", count(&one), count(&other));
    assert_eq!(count(&other), 1, "the question");
    assert!(count(&one) <= 2, "the question and the greeting that answered it");
    let greeted = &one.api.await_conversation("Your offer")["messages"][1];
    assert!(greeted.is_null() || greeted["automatic"] == true, "{greeted}");
}
