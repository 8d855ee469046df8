//! Held mail: listed, fetched raw, worked on again.

use ::desk::{
    ArrivalId, Micros,
    arrival::{Source, State, WAITING_CHANNEL_OFF},
};
use serde_json::json;
use store::{arrivals, arrivals::Stored};

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
        waits_for: (state == State::Waiting).then_some(WAITING_CHANNEL_OFF),
    };
    let added = desk.db().write(move |tx| {
        let Stored::New(id) = arrivals::add(tx, &new, Micros(crate::desk::TODAY))? else { panic!("known") };
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
        "conversation": null, "trace": []});
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
