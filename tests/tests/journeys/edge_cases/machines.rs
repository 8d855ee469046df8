//! Machines that answer, bounce and return.

use serde_json::{Value, json};

use super::{messages, only};
use crate::automatic::bounces::{Notice, head};
use crate::automatic::{Answering, ZOE};
use crate::letters::{Letter, fresh, header, ids};
use crate::receiving::{Base, SUPPORT, events};
use crate::security::team::{BEN, Team};
use crate::security::{publish, signed};

/// Edge case 15: an out-of-office without any header of its kind is known by its subject; it opens nothing, gets no answer, and nobody is
/// told of it. What no header and no subject tells, is stopped by its words and its number: `security/d02_loops.rs`.
#[test]
fn edge_case_15_an_out_of_office_without_headers_opens_nothing() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    at.desk.api.patch("/settings", &json!({"notify_seconds": 1})).accept(200);
    let away = Letter::new(ZOE, SUPPORT, "Out of office: Your keys", "I am back on Monday.").answering(&sent);
    at.hand_in(ZOE, SUPPORT, &fresh(&away.raw()));
    at.await_quiet();
    let shown = at.shown(&id);
    assert_eq!((shown["status"].as_str(), messages(&shown)[1]["automatic"].as_bool()), (Some("answered"), Some(true)));
    // A person's mail behind it is told; had the robot's been, it would have been told before.
    at.hand_in(ZOE, SUPPORT, &fresh(&Letter::new(ZOE, SUPPORT, "Another matter", "Hello?").raw()));
    let told = |mail: &crate::faults::smtp_server::Taken| mail.raw.contains("Another matter");
    journeys::wait::wait_until("a person's mail to be told", || at.server.taken().iter().any(told));
    let to_others = |mail: &&crate::faults::smtp_server::Taken| !mail.to[0].ends_with("@desk.example");
    let left = at.server.taken();
    assert_eq!(left.iter().filter(to_others).count(), 2, "what the agent wrote, and the notification");
}

/// Edge case 16: a delay is no failure; a notice without the header of our mail is set aside, never a conversation.
#[test]
fn edge_case_16_delays_and_notices_without_our_header() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    at.hand_in(
        "",
        SUPPORT,
        &Notice { recipient: ZOE, action: "delayed", status: "4.4.1", returned: head(&sent) }.raw(),
    );
    let lost = Notice { recipient: ZOE, action: "failed", status: "5.1.1", returned: "Subject: Your keys".into() };
    at.hand_in("", SUPPORT, &lost.raw());
    at.desk.settle(SUPPORT);
    let shown = at.shown(&id);
    assert_eq!(
        (shown["status"].as_str(), shown["messages"][0]["delivery"]["state"].as_str()),
        (Some("answered"), Some("sent"))
    );
    assert!(
        events(&shown).contains(&"delivery_delayed") && !events(&shown).contains(&"bounced"),
        "{}",
        shown["events"]
    );
    let ignored = at.desk.api.list("/arrivals?state=ignored");
    assert!(ignored.iter().any(|one| one["reason"] == "unmatched-bounce"), "{ignored:?}");
    assert!(at.desk.conversations("Undelivered Mail Returned to Sender").is_empty());
}

/// Edge case 16: of a notification that comes back its agent's address is marked and the conversation stays as it was; an answer that comes
/// back opens it again.
#[test]
fn edge_case_16_a_notification_that_comes_back_is_no_answer_that_does() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    let ours = team.answered(&id, &json!({}), "It is on its way.");
    let returned =
        |recipient, of: &[u8]| Notice { recipient, action: "failed", status: "5.1.1", returned: head(of) }.raw();
    team.at.hand_in("", SUPPORT, &returned(BEN, &told));
    team.settle();
    let shown = team.at.shown(&id);
    let state = |shown: &Value| (shown["status"].clone(), shown["messages"][1]["delivery"]["state"].clone());
    assert_eq!(state(&shown), (json!("answered"), json!("sent")), "{shown}");
    assert_eq!(Answering::events_of(&shown, "bounced")[0]["address"], BEN);
    let agents = team.at.desk.api.list("/agents");
    let marked: Vec<&str> =
        agents.iter().filter(|one| !one["bounced"].is_null()).map(|one| one["email"].as_str().unwrap()).collect();
    assert_eq!(marked, [BEN]);
    team.at.hand_in("", SUPPORT, &returned(ZOE, &ours));
    team.settle();
    assert_eq!(state(&team.at.shown(&id)), (json!("open"), json!("bounced")));
}

/// Edge case 5, 6: our own mail that a relay brings back to us is set aside as a duplicate of itself.
#[test]
fn edge_case_05_our_own_mail_that_comes_back_is_set_aside() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    at.hand_in(SUPPORT, SUPPORT, &sent);
    at.desk.settle(SUPPORT);
    assert_eq!(messages(&at.shown(&id)).len(), 1);
    assert_eq!(at.desk.await_arrival("ignored", "Your keys")["reason"], "duplicate-of");
}

/// Edge case 31: what was put into the trash does not come back with the next look into the mailbox, nor with the same mail again.
#[test]
fn edge_case_31_what_was_deleted_stays_deleted() {
    let at = Answering::open(&Base::Sqlite);
    let raw = Letter::new(ZOE, SUPPORT, "Spring sale", "Buy now.").raw();
    at.hand_in(ZOE, SUPPORT, &raw);
    let id = at.desk.api.await_conversation("Spring sale")["id"].as_str().unwrap().to_owned();
    at.desk.api.patch(&format!("/conversations/{id}"), &json!({"status": "trash"})).accept(200);
    let again =
        [b"Received: from relay.example by mx.example; Sun, 22 Nov 2026 10:00:05 +0100\r\n".as_slice(), &raw].concat();
    at.hand_in(ZOE, SUPPORT, &raw);
    at.hand_in(ZOE, SUPPORT, &again);
    at.desk.settle(SUPPORT);
    assert!(at.desk.conversations("Spring sale").is_empty(), "it is back in the view of all");
    let shown = at.shown(&id);
    assert_eq!((shown["status"].as_str(), messages(&shown).len()), (Some("trash"), 1));
}

/// Edge case 30: long References and piles of prefixes: the answer joins, and ours has one prefix and bounded References.
#[test]
fn edge_case_30_long_references_and_piles_of_prefixes() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let mut references: Vec<String> =
        (0..400).map(|number| format!("old-{number}-of-a-long-thread@customer.example")).collect();
    references.push(header(&sent, "Message-ID").unwrap().trim_matches(['<', '>']).to_owned());
    let answer = Letter { references, ..Letter::new(ZOE, SUPPORT, "Re: AW: RE[2]: Fwd: SV: Re: Your keys", "Thanks.") };
    at.hand_in(ZOE, SUPPORT, &answer.raw());
    at.desk.settle(SUPPORT);
    assert_eq!(messages(&at.shown(&id)).len(), 2);
    let path = format!("/conversations/{id}/messages");
    at.desk.api.post(&path, &json!({"kind": "reply", "text": "You are welcome."})).accept(201);
    at.desk.api.wait_for("the second answer to leave", &format!("/conversations/{id}"), |shown| {
        (shown["messages"][2]["delivery"]["state"] == "sent").then_some(())
    });
    let raw = at.server.taken().pop().unwrap().raw.into_bytes();
    assert_eq!(header(&raw, "Subject").unwrap(), "Re: Your keys");
    assert!(header(&raw, "References").unwrap().len() < 4_096);
    assert!(String::from_utf8_lossy(&raw).lines().all(|line| line.len() <= 998));
    assert_eq!(only(&at.desk, "Your keys")["id"], json!(id));
}

/// Edge case 17: our own mark on a mail that comes back makes it a machine's.
#[test]
fn edge_case_17_our_own_mark_is_known() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    at.greet("Thank you for your message.");
    let raw = Letter::new(ZOE, SUPPORT, "Keys", "Where?").raw();
    at.hand_in(ZOE, SUPPORT, &signed("shop.example", &raw));
    at.await_quiet();
    let greeting = at.to_customers().pop().expect("a greeting").raw.into_bytes();
    let mark = header(&greeting, "X-Loop").expect("a mark");
    let own = ids(&header(&greeting, "Message-ID").unwrap()).remove(0);
    let back = Letter {
        further: format!("X-Loop: {mark}\r\n"),
        references: vec![own],
        ..Letter::new("zoe.private@mail.example", SUPPORT, "Fwd: Keys", "Look.")
    };
    at.hand_in("zoe.private@mail.example", SUPPORT, &back.raw());
    at.await_quiet();
    let shown = at.desk.api.list("/conversations?view=all");
    let machines: usize = shown
        .iter()
        .map(|one| {
            at.shown(one["id"].as_str().unwrap())["messages"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["automatic"] == true)
                .count()
        })
        .sum();
    assert_eq!(machines, 1);
    assert_eq!(at.to_customers().len(), 1, "nothing is answered");
}
