//! Held mail: listed, looked at, fetched raw, worked on again, released, deleted, blocked; and the ledger of a mailbox.

use ::desk::{
    ArrivalId, Micros,
    arrival::{Source, State, WAITING_CHANNEL_OFF},
};
use serde_json::json;
use store::{
    arrivals,
    arrivals::{First, Stored},
};

use crate::desk::{Desk, ids};

async fn arrival(desk: &Desk, key: &str, state: State, reason: &'static str) -> ArrivalId {
    let raw = desk.web.node.blobs.put(key.as_bytes()).unwrap();
    let new = arrivals::New {
        mailbox: desk.mailbox,
        key: key.into(),
        source: Source::Smtp,
        envelope: arrivals::Envelope { from: Some("envelope@x.example".into()), ..Default::default() },
        raw,
        size: 100,
    };
    let first = if state == State::Waiting { First::Waits(WAITING_CHANNEL_OFF) } else { First::Queued };
    let added = desk.db().write(move |tx| {
        let Stored::New(id) = arrivals::add(tx, &new, first, Micros(crate::desk::TODAY))? else { panic!("known") };
        if state != State::Waiting {
            let ending = arrivals::Ending {
                state,
                reason: Some(reason),
                problem: None,
                duplicate_of: None,
                fingerprint: None,
                internet_id: None,
                sender: Some("zoe@shop.example".into()),
                subject: Some("Order".into()),
                became: None,
                trace: Vec::new(),
            };
            arrivals::end(tx, id, &ending)?;
        }
        Ok(id)
    });
    added.await.unwrap()
}

#[tokio::test]
async fn held_mail_is_listed_by_state_and_paged() {
    let desk = Desk::new().await;
    let mut held = Vec::new();
    for number in 0..9 {
        let state = if number % 2 == 0 { State::Quarantined } else { State::Waiting };
        held.push(arrival(&desk, &format!("key {number}"), state, "unreadable").await.to_string());
    }
    let ignored = arrival(&desk, "ignored", State::Ignored, "duplicate-of").await.to_string();
    held.reverse();
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = desk.get(&format!("/arrivals?limit=2{next}")).await.json_of(200);
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&after={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, held);
    assert_eq!(ids(&desk.get("/arrivals?state=held").await.json_of(200)), held);
    assert_eq!(ids(&desk.get("/arrivals?state=quarantined").await.json_of(200)).len(), 5);
    assert_eq!(ids(&desk.get("/arrivals?state=waiting").await.json_of(200)).len(), 4);
    assert_eq!(ids(&desk.get("/arrivals?state=ignored").await.json_of(200)), [ignored]);
    assert_eq!(desk.get("/views").await.json_of(200)["held"], 9);
    let shown = desk.get("/arrivals?state=quarantined&limit=1").await.json_of(200)["items"][0].clone();
    let expected = json!({"id": held[0], "mailbox": {"id": desk.mailbox.to_string(), "name": "Support", "address": "support@desk.example"},
        "source": "smtp", "from": {"name": null, "address": "zoe@shop.example"}, "subject": "Order", "size": 100,
        "state": "quarantined", "reason": "unreadable", "received_at": "2026-11-22T00:00:00Z", "attempts": 0,
        "conversation": null, "message": null, "duplicate_of": null, "late": false, "trace": []});
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn held_mail_is_worked_on_again_once() {
    let desk = Desk::new().await;
    let id = arrival(&desk, "poison", State::Quarantined, "unreadable").await;
    let raw = desk.get(&format!("/arrivals/{id}/raw")).await;
    assert_eq!((raw.bytes.as_slice(), raw.header("content-security-policy")), (b"poison".as_slice(), "sandbox"));
    assert_eq!(desk.post(&format!("/arrivals/{id}/retry"), json!({})).await.json_of(202), json!({}));
    desk.post(&format!("/arrivals/{id}/retry"), json!({})).await.problem(409, "not_held");
    assert_eq!(desk.get("/views").await.json_of(200)["held"], 0);
}

/// SO-2
#[tokio::test]
async fn mail_that_waits_for_the_channel_is_not_worked_on_while_it_is_off() {
    let desk = Desk::new().await;
    let id = arrival(&desk, "early", State::Waiting, "channel-off").await;
    let channel = async |on: bool| desk.patch("/settings", json!({"email_channel": on})).await.json_of(200);
    channel(false).await;
    desk.post(&format!("/arrivals/{id}/retry"), json!({})).await.problem(409, "not_held");
    assert_eq!(desk.get("/views").await.json_of(200)["held"], 1);
}

const MAIL: &str = "From: Zoe <zoe@shop.example>\r\nTo: support@desk.example\r\nReply-To: other@shop.example\r\n\
    Subject: Order\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
    Content-Type: text/html\r\n\r\n<p>Hello <img src=\"http://track.example/x.gif\"><script>alert(1)</script>there</p>\r\n\
    --b\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\n\
    Words\r\n--b--\r\n";

/// a person sees what a held mail says before they decide; nothing of it is fetched or run.
#[tokio::test]
async fn a_held_mail_is_looked_at_as_text() {
    let desk = Desk::new().await;
    let id = arrival(&desk, MAIL, State::Quarantined, "no-sender").await;
    let shown = desk.get(&format!("/arrivals/{id}")).await.json_of(200);
    let text = shown["text"].as_str().unwrap();
    assert!(text.contains("Hello") && text.contains("there"), "{text}");
    for hidden in ["<", "track.example", "alert"] {
        assert!(!text.contains(hidden), "{text}");
    }
    assert_eq!((&shown["reason"], &shown["text_cut"]), (&json!("no-sender"), &json!(false)));
    assert_eq!(shown["attachments"], json!([{"filename": "note.txt", "content_type": "text/plain", "size": 5}]));
    assert_eq!(shown["reply_to"][0]["address"], "other@shop.example");
    // What could not be read before is not read again for a look.
    let poison = arrival(&desk, "Subject: x\r\n\r\npoison", State::Quarantined, "crashed").await;
    assert_eq!(desk.get(&format!("/arrivals/{poison}")).await.json_of(200)["text"], json!(null));
    desk.get("/arrivals/999").await.problem(404, "not_found");
}

/// each deed is audited with who did it, and has its way back.
#[tokio::test]
async fn held_mail_is_released_deleted_and_blocked_and_all_of_it_is_undone() {
    let desk = Desk::new().await;
    let id = arrival(&desk, MAIL, State::Quarantined, "no-sender").await;
    let held = async || desk.get("/views").await.json_of(200)["held"].clone();
    let reason = async || desk.get(&format!("/arrivals/{id}")).await.json_of(200)["reason"].clone();
    let path = |what: &str| format!("/arrivals/{id}/{what}");
    desk.post(&path("release"), json!({"as": "anything"})).await.problem(422, "field_invalid");
    for (what, body, aside) in [
        ("release", json!({"as": "release"}), json!(null)),
        ("release", json!({"as": "new_conversation"}), json!(null)),
        ("deletion", json!({}), json!("deleted")),
        ("block", json!({}), json!("blocked-sender")),
    ] {
        desk.post(&path(what), body.clone()).await.json_of(200);
        assert_eq!((held().await, reason().await), (json!(0), aside), "{what}");
        desk.post(&path(what), body).await.problem(409, "not_held");
        desk.delete(&path(what)).await.json_of(200);
        assert_eq!((held().await, reason().await), (json!(1), json!("no-sender")), "{what}");
        desk.delete(&path(what)).await.problem(409, "not_held");
    }
    assert_eq!(desk.get("/settings").await.json_of(200)["blocked_senders"], json!([]));
    desk.post(&path("block"), json!({})).await.json_of(200);
    assert_eq!(desk.get("/settings").await.json_of(200)["blocked_senders"], json!(["zoe@shop.example"]));
    let history = desk.get(&format!("/arrivals/{id}")).await.json_of(200)["history"].clone();
    let deeds: Vec<&str> = history.as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(
        deeds,
        [
            "arrival.sender-blocked",
            "arrival.sender-unblocked",
            "arrival.sender-blocked",
            "arrival.deletion-undone",
            "arrival.deleted",
            "arrival.release-undone",
            "arrival.released",
            "arrival.release-undone",
            "arrival.released"
        ]
    );
    assert!(history.as_array().unwrap().iter().all(|one| one["by"] == "Ana"));
}

/// What was set aside can become a conversation of its own, and nothing else.
#[tokio::test]
async fn ignored_mail_is_released_as_a_conversation_only() {
    let desk = Desk::new().await;
    let id = arrival(&desk, "ignored", State::Ignored, "unmatched-bounce").await;
    desk.post(&format!("/arrivals/{id}/release"), json!({"as": "release"})).await.problem(409, "not_held");
    desk.post(&format!("/arrivals/{id}/release"), json!({"as": "new_conversation"})).await.json_of(200);
}

/// The list of blocked senders is edited as a whole, by admins, and folded.
#[tokio::test]
async fn blocked_senders_are_edited_in_the_settings() {
    let desk = Desk::new().await;
    let saved = desk.patch("/settings", json!({"blocked_senders": ["Spam@X.example ", "spam@x.example"]})).await;
    assert_eq!(saved.json_of(200)["blocked_senders"], json!(["spam@x.example"]));
    let refused = desk.patch("/settings", json!({"blocked_senders": ["everybody"]})).await;
    assert!(refused.problem(422, "field_invalid")["fields"]["blocked_senders"].is_string());
}

/// The ledger says of each mail what became of it.
#[tokio::test]
async fn the_ledger_lists_every_mail_of_a_mailbox() {
    let desk = Desk::new().await;
    let mut all = Vec::new();
    for (number, state) in [State::Quarantined, State::Ignored, State::Waiting, State::Ignored].into_iter().enumerate()
    {
        all.push(arrival(&desk, &format!("key {number}"), state, "no-sender").await.to_string());
    }
    all.reverse();
    let ledger = format!("/mailboxes/{}/ledger", desk.mailbox);
    let page = desk.get(&format!("{ledger}?limit=3")).await.json_of(200);
    assert_eq!(ids(&page), all[..3]);
    let next = page["next"].as_str().unwrap();
    let rest = desk.get(&format!("{ledger}?limit=3&after={next}")).await.json_of(200);
    assert_eq!((ids(&rest), &rest["next"]), (vec![all[3].clone()], &json!(null)));
    assert_eq!((&rest["gaps"], &rest["compared_at"]), (&json!([]), &json!(null)));
    assert_eq!(ids(&desk.get(&format!("{ledger}?state=ignored")).await.json_of(200)).len(), 2);
    desk.get(&format!("{ledger}?state=lost")).await.problem(400, "parameter_invalid");
    desk.get(&format!("{ledger}?state=ignored&after={next}")).await.problem(400, "invalid_cursor");
    desk.get("/mailboxes/999/ledger").await.problem(404, "not_found");
    // This mailbox is not read by IMAP.
    desk.post(&format!("/mailboxes/{}/comparison", desk.mailbox), json!({})).await.problem(409, "not_compared");
}

/// D3: `security/d03`: held mail is seen by whoever sees the conversation that it would have joined, and without one by
/// whoever sees new conversations of its mailbox; in lists, counts, ledger and bytes, and in what is done with it.
#[tokio::test]
async fn whoever_is_outside_a_queue_finds_none_of_its_held_mail() {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    flow::people::add(&node, "cyd@desk.example", "Cyd", crate::desk::PASSWORD, ::desk::agent::Role::Agent)
        .await
        .unwrap();
    let (_, cyd) = flow::people::sign_in(&node, "cyd@desk.example", crate::desk::PASSWORD).await.unwrap();
    let free = desk.conversation("Free", "Free").await;
    let stranger = arrival(&desk, "of the mailbox", State::Quarantined, "no-sender").await;
    let secret = json!({"name": "Complaints", "members_only": true, "members": [desk.ben]});
    let secret = desk.post("/queues", secret).await.json_of(201)["id"].clone();
    let hidden = desk.conversation("Hidden", "Hidden").await;
    desk.patch(&format!("/conversations/{hidden}"), json!({"queue": secret})).await.json_of(200);
    let joins = async |key: &str, conversation| {
        let id = arrival(&desk, key, State::Quarantined, "possible-forgery").await;
        desk.db().write(move |tx| arrivals::set_about(tx, id, Some(conversation))).await.unwrap();
        id
    };
    let (of_free, of_hidden) = (joins("joins the free", free).await, joins("joins the hidden", hidden).await);
    let sees = async |token: &str| {
        let listed = ids(&desk.by(token, "GET", "/arrivals", None).await.json_of(200));
        let ledger = desk.by(token, "GET", &format!("/mailboxes/{}/ledger", desk.mailbox), None).await.json_of(200);
        assert_eq!(ids(&ledger).len(), listed.len());
        let apart = format!("/mailboxes/{}/ledger?state=quarantined", desk.mailbox);
        assert_eq!(ids(&desk.by(token, "GET", &apart, None).await.json_of(200)).len(), listed.len());
        let counted = desk.by(token, "GET", "/views", None).await.json_of(200)["held"].clone();
        assert_eq!(counted, json!(listed.len()));
        listed
    };
    let [stranger, of_free, of_hidden] = [stranger, of_free, of_hidden].map(|id| id.to_string());
    let all = vec![of_hidden.clone(), of_free.clone(), stranger.clone()];
    for token in [&desk.ana_token, &desk.ben_token] {
        assert_eq!(sees(token).await, all);
    }
    assert_eq!(sees(&cyd).await, [of_free.clone(), stranger]);
    for (method, path, body) in [
        ("GET", format!("/arrivals/{of_hidden}"), None),
        ("GET", format!("/arrivals/{of_hidden}/raw"), None),
        ("POST", format!("/arrivals/{of_hidden}/retry"), None),
        ("POST", format!("/arrivals/{of_hidden}/release"), Some(json!({"as": "release"}))),
        ("POST", format!("/arrivals/{of_hidden}/deletion"), None),
        ("POST", format!("/arrivals/{of_hidden}/block"), None),
    ] {
        desk.by(&cyd, method, &path, body).await.problem(404, "not_found");
    }
    // The mailbox feeds the queue from now on: what joins nothing would begin there.
    desk.patch(&format!("/mailboxes/{}", desk.mailbox), json!({"queue": secret})).await.json_of(200);
    assert_eq!(sees(&cyd).await, [of_free]);
    assert_eq!(sees(&desk.ben_token).await, all);
}
