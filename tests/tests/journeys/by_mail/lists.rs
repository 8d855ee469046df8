//! A customer behind a mailing list: who wrote is whom the list names, nobody has proved it, and answers go to that person and
//! never to the list (edge case 9).

use serde_json::{Value, json};

use super::{
    BEN, Company, KIM, STRANGE_HOST, SUPPORT, Site, ZOE, answer, answering_address, fresh, site, subject_of, text_of,
};
use crate::letters::{Letter, header, ids};

const TALK: &str = "talk@lists.example";

/// Zoe's mail as Mailman 3 passes it on where her domain lets nobody else send in its name.
fn by_mailman(subject: &str, text: &str) -> Letter {
    let further = format!(
        "Sender: talk-bounces@lists.example\r\nReply-To: Zoe Kun <{ZOE}>\r\nList-Id: Talk <talk.lists.example>\r\n\
         List-Post: <mailto:{TALK}>\r\nPrecedence: list\r\nX-BeenThere: {TALK}\r\n"
    );
    Letter { further, ..Letter::new(&format!("Zoe Kun via Talk <{TALK}>"), TALK, subject, text) }
}

/// A mail as Google Groups passes it on to the members of a group that has our own mailbox's address.
fn by_google_groups(author: &str, address: &str, subject: &str, text: &str) -> Letter {
    let further = format!(
        "Reply-To: {author} <{address}>\r\nX-Original-Sender: {address}\r\nX-Original-From: {author} <{address}>\r\n\
         Precedence: list\r\nMailing-list: list {SUPPORT}; contact support+owners@desk.example\r\n\
         List-ID: <support.desk.example>\r\nList-Post: <https://groups.google.com/group/support/post>, <mailto:{SUPPORT}>\r\n"
    );
    Letter { further, ..Letter::new(&format!("\"'{author}' via Support\" <{SUPPORT}>"), SUPPORT, subject, text) }
}

/// The list's server brings a mail to our mailbox.
fn bring(site: &Site, letter: &Letter) -> Vec<u8> {
    let raw = fresh(letter);
    site.post(STRANGE_HOST, "talk-bounces@lists.example", &[SUPPORT.to_owned()], &raw);
    raw
}

fn evidence(message: &Value) -> (&str, &str) {
    let word = |value: &'static str| message["evidence"].pointer(value).and_then(Value::as_str).unwrap_or_default();
    (word("/level"), word("/reasons/0/reason"))
}

/// Anna answers in the browser.
fn anna_answers(site: &Site, subject: &str, text: &str) {
    let id = site.anna.await_conversation(subject)["id"].clone();
    let path = format!("/conversations/{}/messages", id.as_str().expect("an id"));
    site.anna.post(&path, &json!({"kind": "reply", "text": text})).accept(201);
}

fn participants(whole: &Value) -> Vec<&str> {
    whole["participants"].as_array().expect("participants").iter().filter_map(|one| one["address"].as_str()).collect()
}

/// Edge case 9, TC-3, TC-4: Mailman. The customer is Zoe; the list is told nothing; her own mail is proved again.
#[test]
fn a_customer_behind_mailman_is_the_customer() {
    let site = site(Company::Signs);
    bring(&site, &by_mailman("Through the list", "Does anybody know?"));
    let asked = site.message("Through the list", "Does anybody know?");
    assert_eq!(evidence(&asked), ("E0", "author-behind-list"), "{asked}");
    let whole = site.anna.await_conversation("Through the list");
    assert_eq!((whole["contact"]["address"].as_str(), participants(&whole)), (Some(ZOE), vec![ZOE]), "{whole}");
    anna_answers(&site, "Through the list", "We do.");
    let got = site.await_mail(ZOE, "the answer", |mail| text_of(mail).contains("We do."));
    let head = header(&got.raw, "To").unwrap_or_default() + &header(&got.raw, "Cc").unwrap_or_default();
    assert!(head.contains(ZOE) && !head.contains(TALK), "{head}");
    // She answers from her own program, then once more through the list.
    let own = answer(&format!("Zoe Kun <{ZOE}>"), &got.raw, &answering_address(&got.raw), None, "Thank you.");
    site.write(&own);
    assert_eq!(Site::rule(&site.message("Through the list", "Thank you.")), "TC-3");
    bring(&site, &by_mailman("Re: Through the list", "One thing more.").answering(&got.raw));
    let more = site.message("Through the list", "One thing more.");
    assert_eq!((Site::rule(&more).as_str(), more["flags"][0].as_str()), ("TC-4", Some("sender-not-verified")));
}

/// Edge case 9: a Google group with the address of our own mailbox. Its mail is the customer's, not ours, and agents are told.
#[test]
fn a_customer_behind_our_own_group_is_the_customer() {
    let site = site(Company::Signs);
    bring(&site, &by_google_groups("Zoe Kun", ZOE, "Through the group", "Where is my order?"));
    let asked = site.message("Through the group", "Where is my order?");
    assert_eq!(
        (evidence(&asked).0, asked["kind"].as_str(), asked["automatic"].as_bool()),
        ("E0", Some("inbound"), Some(false))
    );
    let whole = site.anna.await_conversation("Through the group");
    assert_eq!((whole["contact"]["address"].as_str(), participants(&whole)), (Some(ZOE), vec![ZOE]), "{whole}");
    let told = site.await_mail(BEN, "the notification", |mail| subject_of(mail) == "Through the group");
    assert!(text_of(&told).contains(&format!("Zoe Kun <{ZOE}> wrote:")), "{}", text_of(&told));
    assert!(text_of(&told).contains("nothing proves"), "{}", text_of(&told));
    // The same mail by both ways is one message.
    let direct = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "By both ways", "Here and there.");
    let raw = site.write(&direct);
    let _ = site.message("By both ways", "Here and there.");
    let group = Letter { id: direct.id, ..by_google_groups("Zoe Kun", ZOE, "By both ways", "Here and there.") };
    let written = header(&raw, "Date").expect("a date");
    let group = String::from_utf8(group.raw()).expect("text").replace("Sun, 22 Nov 2026 10:00:00 +0100", &written);
    site.post(STRANGE_HOST, "talk-bounces@lists.example", &[SUPPORT.to_owned()], group.as_bytes());
    bring(&site, &by_google_groups("Zoe Kun", ZOE, "Behind it", "Last."));
    let _ = site.anna.await_conversation("Behind it");
    assert_eq!(site.anna.await_conversation("By both ways")["messages"].as_array().map(Vec::len), Some(1));
    let ignored = site.anna.list("/arrivals?state=ignored");
    assert!(
        ignored.iter().any(|one| one["reason"] == "duplicate-of" && one["subject"] == "By both ways"),
        "{ignored:?}"
    );
}

/// SB-15, LA-8: a list that leaves From alone and wants the answers: they go to the customer, and the list takes no part.
#[test]
fn a_list_that_wants_the_answers_does_not_get_them() {
    let site = site(Company::Signs);
    let further = format!("Reply-To: {TALK}\r\nList-Id: Talk <talk.lists.example>\r\nList-Post: <mailto:{TALK}>\r\n");
    let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), TALK, "Plain list", "Does anybody know?");
    let raw = fresh(&Letter { cc: Some(KIM.to_owned()), further, ..letter });
    let own_host = std::net::Ipv4Addr::new(127, 0, 0, 3);
    site.post(own_host, ZOE, &[SUPPORT.to_owned()], &raw);
    let whole = site.anna.await_conversation("Plain list");
    assert_eq!(participants(&whole), [ZOE, KIM], "{whole}");
    anna_answers(&site, "Plain list", "We do.");
    let got = site.await_mail(ZOE, "the answer", |mail| text_of(mail).contains("We do."));
    assert!(!String::from_utf8_lossy(&got.raw).contains(TALK));
    assert_eq!(
        ids(&header(&got.raw, "In-Reply-To").expect("the mail that it answers")),
        ids(&header(&raw, "Message-ID").unwrap())
    );
}
