//! An answer before it leaves: undone, planned, stopped by a newer message; forwarded, with its files and pictures.

use desk::message::AttachmentState;
use serde_json::{Value, json};

use crate::desk::{Desk, Seed, ids};

fn id_of(shown: &Value) -> String {
    shown["id"].as_str().unwrap().to_string()
}

/// an answer that is undone is gone from the conversation, which is as it was, and its text is a draft again.
#[tokio::test]
async fn an_answer_that_is_undone_is_a_draft_again_and_its_conversation_as_it_was() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order 4711", "Where is it?").await;
    let path = format!("/conversations/{id}");
    let before = desk.get(&path).await.json_of(200);
    let body = json!({"kind": "reply", "text": "Zweihundert lamps", "bcc": [{"address": "log@x.example"}], "undo_s": 10,
        "status": "resolved"});
    let sent = desk.post(&format!("{path}/messages"), body).await.json_of(201);
    assert_eq!(sent["delivery"]["leaves_at"], "2026-11-22T00:00:10Z");
    let undo = format!("/messages/{}/sending", id_of(&sent));
    desk.by(&desk.ben_token, "DELETE", &undo, None).await.problem(404, "not_found");
    assert_eq!(desk.delete(&undo).await.status, 204);
    let after = desk.get(&path).await.json_of(200);
    for field in ["status", "messages", "events", "preview", "message_count", "has_attachments"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    let draft = desk.get(&format!("{path}/draft")).await.json_of(200);
    assert_eq!((&draft["text"], &draft["kind"]), (&json!("Zweihundert lamps"), &json!("reply")));
    assert_eq!(
        (&draft["to"][0]["address"], &draft["bcc"][0]["address"]),
        (&json!("zoe@shop.example"), &json!("log@x.example"))
    );
    assert_eq!(ids(&desk.get("/conversations?view=all&q=zweihundert").await.json_of(200)).len(), 0);
    desk.delete(&undo).await.problem(404, "not_found");
    for (undo_s, status) in [(60, 201), (61, 422)] {
        let body = json!({"kind": "reply", "text": "Hello", "undo_s": undo_s});
        desk.post(&format!("{path}/messages"), body).await.json_of(status);
    }
}

/// A conversation whose only message is undone was never there; what was typed begins a new one.
#[tokio::test]
async fn a_conversation_whose_first_message_is_undone_is_gone() {
    let desk = Desk::new().await;
    let body = json!({"mailbox": desk.mailbox.to_string(), "to": [{"name": "Max", "address": "max@x.example"}],
        "subject": "Your lamps", "text": "Dear Max", "undo_s": 10});
    let shown = desk.post("/conversations", body).await.json_of(201);
    assert_eq!(desk.delete(&format!("/messages/{}/sending", id_of(&shown["messages"][0]))).await.status, 204);
    desk.get(&format!("/conversations/{}", id_of(&shown))).await.problem(404, "not_found");
    assert_eq!(desk.count().await, 0);
    let draft = desk.get("/drafts/new").await.json_of(200);
    assert_eq!((&draft["subject"], &draft["text"]), (&json!("Your lamps"), &json!("Dear Max")));
    assert_eq!(draft["mailbox"], desk.mailbox.to_string());
}

/// a planned answer waits for its time, whatever the upkeep does, and leaves at once when its author says so.
#[tokio::test]
async fn a_planned_answer_waits_for_its_time_or_for_its_author() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Where is it?").await;
    let messages = format!("/conversations/{id}/messages");
    for wrong in ["2026-11-21T23:59:59Z", "2026-11-22T00:00:00Z", "2027-11-22T00:00:01Z"] {
        let body = json!({"kind": "reply", "text": "Hello", "send_at": wrong});
        let problem = desk.post(&messages, body).await.problem(422, "field_invalid");
        assert!(problem["fields"]["send_at"].is_string(), "{problem}");
    }
    let body = json!({"kind": "reply", "text": "Good morning", "send_at": "2026-11-24T09:00:00Z"});
    let planned = desk.post(&messages, body).await.json_of(201);
    assert_eq!(planned["delivery"]["leaves_at"], "2026-11-24T09:00:00Z");
    desk.later(3600);
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::upkeep::round(tx, now)).await.unwrap();
    let newest = |shown: Value| shown["messages"].as_array().unwrap().last().unwrap().clone();
    let shown = newest(desk.get(&format!("/conversations/{id}")).await.json_of(200));
    assert_eq!(shown["delivery"]["leaves_at"], "2026-11-24T09:00:00Z", "the upkeep leaves it where it is");
    let sending = format!("/messages/{}/sending", id_of(&planned));
    desk.by(&desk.ben_token, "PUT", &sending, None).await.problem(404, "not_found");
    assert_eq!(desk.by(&desk.ana_token, "PUT", &sending, None).await.status, 204);
    let shown = newest(desk.get(&format!("/conversations/{id}")).await.json_of(200));
    assert_eq!(shown["delivery"]["leaves_at"], "2026-11-22T01:00:00Z");
    desk.by(&desk.ana_token, "PUT", &sending, None).await.problem(422, "field_invalid");
}

/// an answer over a message that its author has not seen is stopped; their own messages stop nothing.
#[tokio::test]
async fn an_answer_over_an_unseen_message_is_stopped_until_it_is_seen() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "Where is it?", ..Seed::default() }).await;
    let messages = format!("/conversations/{id}/messages");
    let reply = |seen: &str| json!({"kind": "reply", "text": "It left today.", "seen": seen});
    let own = desk.post(&messages, json!({"kind": "note", "text": "Mine"})).await.json_of(201);
    desk.post(&messages, reply(&first.to_string())).await.json_of(201);
    let (_, newer) = desk.seed(Seed { subject: "Order", text: "It came!", within: Some(id), ..Seed::default() }).await;
    let stopped = desk.post(&messages, reply(&id_of(&own))).await.problem(409, "unseen_message");
    assert!(stopped["detail"].as_str().unwrap().contains("Nothing was sent"), "{stopped}");
    let note = json!({"kind": "note", "text": "A note", "seen": first.to_string()});
    desk.post(&messages, note).await.json_of(201);
    desk.post(&messages, reply(&newer.to_string())).await.json_of(201);
    desk.by(&desk.ben_token, "POST", &messages, Some(json!({"kind": "note", "text": "Wait"}))).await.json_of(201);
    desk.post(&messages, reply(&newer.to_string())).await.problem(409, "unseen_message");
}

/// CC-13: what is forwarded brings files of the conversation, copied, to whoever is named and to nobody else.
#[tokio::test]
async fn a_message_is_forwarded_with_its_files_to_whom_the_agent_names() {
    let desk = Desk::new().await;
    let file = desk.file("scan.pdf", "application/pdf", b"%PDF-1.4", None);
    let files = vec![(file, AttachmentState::Available)];
    let (id, _) = desk.seed(Seed { subject: "Re: Order", text: "See the scan", files, ..Seed::default() }).await;
    let path = format!("/conversations/{id}");
    let scan = id_of(&desk.get(&path).await.json_of(200)["messages"][0]["attachments"][0]);
    let body = json!({"kind": "forward", "text": "Please look", "attachments": [scan]});
    let problem = desk.post(&format!("{path}/messages"), body.clone()).await.problem(422, "field_invalid");
    assert!(problem["fields"]["to"].is_string(), "nobody is a usual recipient: {problem}");
    let mut body = body;
    body["to"] = json!([{"address": "carrier@parcels.example"}]);
    let sent = desk.post(&format!("{path}/messages"), body.clone()).await.json_of(201);
    assert_eq!((&sent["subject"], sent["delivery"]["recipients"].as_array().unwrap().len()), (&json!("Fwd: Order"), 1));
    let copy = &sent["attachments"][0];
    assert_eq!((&copy["filename"], copy["id"] != json!(scan)), (&json!("scan.pdf"), true));
    assert_eq!(desk.get(&format!("/attachments/{}", id_of(copy))).await.bytes, b"%PDF-1.4");
    let shown = desk.get(&path).await.json_of(200);
    assert_eq!((&shown["status"], &shown["messages"][0]["attachments"][0]["id"]), (&json!("new"), &json!(scan)));

    let queue = json!({"name": "Board", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&path, json!({"queue": queue})).await.json_of(200);
    let other = desk.conversation("Other", "Hello").await;
    let by_ben = desk.by(&desk.ben_token, "POST", &format!("/conversations/{other}/messages"), Some(body)).await;
    let problem = by_ben.problem(422, "field_invalid");
    assert!(problem["fields"]["attachments"].is_string(), "a file that one may not read is not copied: {problem}");
}

/// A picture in what an agent writes is a file of the message, shown inside it, also after it was undone.
#[tokio::test]
async fn a_picture_in_an_answer_is_shown_inside_it() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Where is it?").await;
    let png = b"\x89PNG\r\n\x1a\n0000";
    let mut form = b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"p.png\"\r\n\r\n".to_vec();
    form.extend_from_slice(png);
    form.extend_from_slice(b"\r\n--b--\r\n");
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/api/v1/attachments")
        .header("authorization", format!("Bearer {}", desk.ana_token))
        .header("content-type", "multipart/form-data; boundary=b")
        .body(axum::body::Body::from(form))
        .unwrap();
    let file = id_of(&desk.ask(request).await.json_of(201));
    let html = format!("<p>See</p><img src=\"cid:{file}\" alt=\"a lamp\">");
    let body = json!({"kind": "reply", "html": html, "attachments": [file], "undo_s": 10});
    let sent = desk.post(&format!("/conversations/{id}/messages"), body).await.json_of(201);
    let shown = sent["html"].as_str().unwrap();
    assert!(shown.contains(&format!("src=\"/api/v1/attachments/{file}?inline=1\"")), "{shown}");
    assert_eq!(sent["text"].as_str().unwrap().trim_end(), "See\n\n[a lamp]", "the text part names it");
    assert_eq!(desk.delete(&format!("/messages/{}/sending", id_of(&sent))).await.status, 204);
    let draft = desk.get(&format!("/conversations/{id}/draft")).await.json_of(200);
    assert_eq!(draft["html"], html);
    assert_eq!(id_of(&draft["attachments"][0]), file);
}
