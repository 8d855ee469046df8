//! Answers, notes and new conversations; mail as HTML.

use serde_json::{Value, json};
use store::{jobs, outbox};

use crate::desk::{Desk, Seed, ids, note};

#[tokio::test]
async fn an_answer_goes_to_the_contact_and_is_queued() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order 4711", "Where is it?").await;
    let body = json!({"kind": "reply", "text": "It is on its way.", "status": "resolved"});
    let message = desk.post(&format!("/conversations/{id}/messages"), body).await.json_of(201);
    assert_eq!(message["kind"], "outbound");
    assert_eq!(message["to"], json!([{"name": "Zoë Kůň", "address": "zoe@shop.example"}]));
    assert_eq!(message["author"]["type"], "agent");
    assert_eq!(message["delivery"]["state"], "queued");
    let expected = json!({"address": "zoe@shop.example", "state": "queued", "attempts": 0, "next_attempt_at": null, "reply": null});
    assert_eq!(message["delivery"]["recipients"], json!([expected]));
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    assert_eq!(shown["status"], "resolved");
    assert_eq!(shown["messages"][1], message);
    let now = desk.web.node.clock.now();
    let waiting = desk.db().read(move |tx| jobs::oldest_waiting(tx, now)).await.unwrap();
    assert!(waiting.is_some(), "a job is queued");
    let message: ::desk::MessageId = message["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(desk.db().read(move |tx| outbox::deliveries_of_message(tx, message)).await.unwrap().len(), 1);
}

/// LA-5: nobody is written to.
#[tokio::test]
async fn a_note_goes_to_nobody_and_changes_no_status() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let message = desk.post(&format!("/conversations/{id}/messages"), note("He is right.")).await.json_of(201);
    assert_eq!(message["kind"], "note");
    assert!(message["delivery"].is_null());
    assert_eq!((&message["to"], &message["cc"]), (&json!([]), &json!([])));
    assert_eq!(desk.get(&format!("/conversations/{id}")).await.json_of(200)["status"], "new");
}

#[tokio::test]
async fn a_conversation_is_started_with_a_mail() {
    let desk = Desk::new().await;
    let body = json!({"mailbox": desk.mailbox.to_string(), "to": [{"name": "Max", "address": "max@x.example"}],
        "cc": [{"address": "eva@x.example"}], "bcc": [{"address": "log@x.example"}], "subject": "Your order", "text": "Hello Max"});
    let shown = desk.post("/conversations", body.clone()).await.json_of(201);
    assert_eq!((&shown["status"], &shown["contact"]["address"]), (&json!("answered"), &json!("max@x.example")));
    assert_eq!(shown["messages"][0]["delivery"]["recipients"].as_array().unwrap().len(), 3);
    assert_eq!(ids(&desk.get("/conversations?view=mine").await.json_of(200)), [shown["id"].as_str().unwrap()]);
    for (name, value) in [("mailbox", json!("99")), ("to", json!([])), ("subject", json!("a\nb")), ("text", json!(""))]
    {
        let mut body = body.clone();
        body[name] = value;
        let problem = desk.post("/conversations", body).await.problem(422, "field_invalid");
        assert!(problem["fields"][name].is_string(), "{name}: {problem}");
    }
    assert_eq!(desk.count().await, 1, "nothing of a refused conversation stays");
}

fn html_of(shown: &Value) -> &str {
    shown["messages"][0]["html"].as_str().unwrap()
}

/// X-3: no script, no request to another server before the reader asks for it; the mail's own pictures from our address.
#[tokio::test]
async fn html_is_made_safe_when_it_is_shown() {
    let desk = Desk::new().await;
    let picture = desk.file("logo.png", "image/png", b"\x89PNG\r\n\x1a\n0000", Some("logo@x"));
    let drawing = desk.file("logo.svg", "image/svg+xml", b"<svg onload=alert(1)>", Some("drawing@x"));
    let html = r#"<p onclick="x()">Hello <b>there</b></p><script>alert(1)</script><img src="cid:logo@x">
        <img src="cid:drawing@x"><img src="https://tracker.example/1.gif"><a href="javascript:x()">y</a><style>p{}</style>
        <iframe src="https://evil.example"></iframe><form action="/x"><input name="a"></form>"#;
    let available = ::desk::message::AttachmentState::Available;
    let files = vec![(picture, available), (drawing, available)];
    let (id, _) = desk.seed(Seed { subject: "Order", text: "Hello", html: Some(html), files, ..Seed::default() }).await;
    for _ in 0..2 {
        let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
        let html = html_of(&shown);
        let file = shown["messages"][0]["attachments"][0]["id"].as_str().unwrap();
        assert!(html.contains("<b>there</b>"), "{html}");
        assert!(html.contains(&format!("src=\"/api/v1/attachments/{file}?inline=1\"")), "{html}");
        assert!(html.contains("data-remote-src=\"https://tracker.example/1.gif\""), "{html}");
        for bad in
            ["<script", "onclick", " src=\"https:", "javascript:", "<iframe", "<form", "<input", "<style", "cid:"]
        {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert_eq!(shown["messages"][0]["remote_images"], 1);
    }
}

/// X-3: HTML that is too deep is shown as text, and nothing hangs.
#[tokio::test]
async fn html_beyond_the_limits_is_shown_as_its_text() {
    let desk = Desk::new().await;
    let deep = format!("{}deep inside{}", "<div>".repeat(5_000), "</div>".repeat(5_000));
    let (id, _) = desk.seed(Seed { subject: "Deep", text: "deep inside", html: Some(&deep), ..Seed::default() }).await;
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    assert!(html_of(&shown).contains("deep inside") && !html_of(&shown).contains("<div"));
}

#[tokio::test]
async fn what_an_agent_writes_as_html_is_made_safe_too() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let body = json!({"kind": "note", "html": "<p>Look <b>here</b><script>x</script></p>"});
    let message = desk.post(&format!("/conversations/{id}/messages"), body).await.json_of(201);
    assert!(message["html"].as_str().unwrap().contains("<b>here</b>") && !message.to_string().contains("script"));
    assert!(message["text"].as_str().unwrap().contains("Look here"), "{message}");
}
