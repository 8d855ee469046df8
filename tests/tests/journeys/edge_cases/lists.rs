//! Mail that came through a list which put its own address into From: who wrote, and where answers go.

use journeys::dns::Dns;
use serde_json::Value;

use super::{messages, participants};
use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{Base, SUPPORT};
use crate::security::publish;

/// What Google Groups adds where it rewrites the author of a mail to this group.
fn by_google(group: &str, author: &str) -> String {
    format!(
        "Reply-To: Zoe Kun <{author}>\r\nX-Original-Sender: {author}\r\nX-Original-From: Zoe Kun <{author}>\r\n\
         Precedence: list\r\nMailing-list: list {group}; contact owners+{group}\r\nList-ID: <support.desk.example>\r\n\
         X-Google-Group-Id: 4711\r\nList-Post: <https://groups.google.com/a/desk.example/group/support/post>, <mailto:{group}>\r\n"
    )
}

/// What Mailman adds where it does.
fn by_mailman(list: &str, author: &str) -> String {
    format!(
        "Reply-To: Zoe Kun <{author}>, Users <{list}>\r\nX-BeenThere: {list}\r\nX-Mailman-Version: 2.1.39\r\nPrecedence: list\r\n\
         List-Id: Users <users.lists.example>\r\nList-Post: <mailto:{list}>\r\n"
    )
}

fn written(list: &str, subject: &str, text: &str, further: String) -> Letter {
    Letter { further, ..Letter::new(&format!("\"'Zoe Kun' via Support\" <{list}>"), list, subject, text) }
}

fn reasons(message: &Value) -> Vec<&str> {
    let all = message["evidence"]["reasons"].as_array().unwrap().iter();
    all.map(|one| one["reason"].as_str().unwrap()).collect()
}

/// Edge case 9: a group that is our own mailbox, and a list that is not: the author is the customer, whom nothing proves; answers go to the
/// author, and the author's next mail through the list joins.
#[test]
fn edge_case_09_the_author_behind_a_list_is_the_customer() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "lists.example");
    let list = "users@lists.example";
    for (subject, list, further) in
        [("By a group", SUPPORT, by_google(SUPPORT, ZOE)), ("By a list", list, by_mailman(list, ZOE))]
    {
        at.hand_in(
            "bounces@lists.example",
            SUPPORT,
            &written(list, subject, "Where is my order?", further.clone()).raw(),
        );
        let asked = at.desk.api.await_conversation(subject);
        let id = asked["id"].as_str().unwrap().to_owned();
        let first = &messages(&asked)[0];
        assert_eq!(
            (asked["contact"]["address"].as_str(), asked["contact"]["name"].as_str()),
            (Some(ZOE), Some("Zoe Kun"))
        );
        assert_eq!(
            (first["evidence"]["level"].as_str(), first["automatic"].as_bool()),
            (Some("E0"), Some(false)),
            "{first}"
        );
        assert!(reasons(first).contains(&"author-behind-list"), "{first}");
        assert!(!participants(&asked).contains(&SUPPORT), "{asked}");
        let answer = serde_json::json!({"kind": "reply", "text": format!("The answer, {subject}.")});
        at.desk.api.post(&format!("/conversations/{id}/messages"), &answer).accept(201);
        at.await_quiet();
        let ours = at.to_customers().pop().expect("the answer");
        assert_eq!(
            (ours.to.as_slice(), ours.raw.contains(&format!("The answer, {subject}."))),
            ([ZOE.to_owned()].as_slice(), true)
        );
        let next = written(list, &format!("Re: {subject}"), "Thank you.", further).answering(ours.raw.as_bytes());
        at.hand_in("bounces@lists.example", SUPPORT, &next.raw());
        at.await_quiet();
        let shown = at.shown(&id);
        assert_eq!((messages(&shown).len(), shown["status"].as_str()), (3, Some("open")), "{shown}");
    }
}

/// Edge case 9, A5: what only claims to be a list's, names one of us, or comes from a list that its domain disowns, makes nobody the author.
#[test]
fn edge_case_09_a_list_makes_nobody_an_agent() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    let list = "users@lists.example";
    let agent = crate::receiving::AGENT;
    let unrewritten = |subject: &str, from: &str, further: String| Letter {
        further,
        ..Letter::new(from, SUPPORT, subject, "Hello.")
    };
    at.hand_in("x@lists.example", SUPPORT, &written(list, "Names an agent", "Hello.", by_mailman(list, agent)).raw());
    at.hand_in(
        "x@lists.example",
        SUPPORT,
        &written(SUPPORT, "Names an agent of ours", "Hello.", by_google(SUPPORT, agent)).raw(),
    );
    let elsewhere = unrewritten("Not of this list", "Zoe via Users <evil@else.example>", by_mailman(list, ZOE));
    at.hand_in("evil@else.example", SUPPORT, &elsewhere.raw());
    let as_before = unrewritten("As it was written", "Zoe <max@shop.example>", by_mailman(list, ZOE));
    at.hand_in("x@lists.example", SUPPORT, &as_before.raw());
    at.desk.settle(SUPPORT);
    for (subject, contact) in [
        ("Names an agent", list),
        ("Names an agent of ours", SUPPORT),
        ("Not of this list", "evil@else.example"),
        ("As it was written", "max@shop.example"),
    ] {
        assert_eq!(at.desk.api.await_conversation(subject)["contact"]["address"], contact, "{subject}");
    }
    let list = "users@forbidden.example";
    forbid(&dns, "forbidden.example");
    at.hand_in("evil@else.example", SUPPORT, &written(list, "Disowned", "Hello.", by_mailman(list, ZOE)).raw());
    assert_eq!(at.desk.await_arrival("quarantined", "Disowned")["reason"], "possible-forgery");
    assert!(at.to_customers().is_empty());
}

fn forbid(dns: &Dns, domain: &str) {
    dns.txt(domain, "v=spf1 -all");
    dns.txt(&format!("_dmarc.{domain}"), "v=DMARC1; p=reject");
}
