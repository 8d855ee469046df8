//! Signatures: an agent's own, and what stands below an answer of theirs from a mailbox.

use serde_json::{Value, json};

use crate::desk::{Desk, request};

/// what the composer shows is the caller's own and then the mailbox's, with their variables filled in and made safe.
#[tokio::test]
async fn what_stands_below_an_answer_is_the_agents_own_and_then_the_mailboxs() {
    let desk = Desk::new().await;
    let mailbox = format!("/mailboxes/{}", desk.mailbox);
    let below = format!("{mailbox}/signature");
    assert_eq!(desk.get(&below).await.json_of(200), json!({"text": "", "html": ""}));
    assert_eq!(desk.get("/me/signature").await.json_of(200), json!({"text": "", "html": null}));
    desk.patch(&mailbox, json!({"name": "Acme & Sons", "signature": "{mailbox.name}"})).await.json_of(200);
    let own = json!({"text": "{agent.name}\r\nCare {x}", "html": "<b>{agent.name}</b><img src=x onerror=alert(1)>"});
    let saved = desk.by(&desk.ana_token, "PUT", "/me/signature", Some(own)).await.json_of(200);
    assert_eq!(saved["text"], "{agent.name}\nCare {x}");
    let shown = desk.get(&below).await.json_of(200);
    let name = desk.get("/me").await.json_of(200)["name"].as_str().unwrap().to_string();
    assert_eq!(shown["text"], format!("{name}\nCare {{x}}\nAcme & Sons"));
    let html = shown["html"].as_str().unwrap();
    assert!(html.contains(&format!("<b>{name}</b>")) && html.contains("Acme &amp; Sons"), "{html}");
    assert!(!html.contains("onerror"), "{html}");
    // Another agent has none of their own.
    let bens = desk.by(&desk.ben_token, "GET", &below, None).await.json_of(200);
    assert_eq!(bens["text"], "Acme & Sons");
    // A text that is said alone is a plain signature.
    let html = json!({"signature": "Acme", "signature_html": "<i>Acme</i>"});
    assert_eq!(desk.patch(&mailbox, html).await.json_of(200)["signature_html"], "<i>Acme</i>");
    assert_eq!(desk.patch(&mailbox, json!({"name": "Acme"})).await.json_of(200)["signature_html"], "<i>Acme</i>");
    let plain = desk.patch(&mailbox, json!({"signature": "Acme"})).await.json_of(200);
    assert_eq!((&plain["signature"], &plain["signature_html"]), (&json!("Acme"), &Value::Null));
}

#[tokio::test]
async fn a_signature_is_bounded_and_a_slower_browser_is_told() {
    let desk = Desk::new().await;
    let bearer = format!("Bearer {}", desk.ana_token);
    let read = desk.get("/me/signature").await;
    let version = read.header("etag").to_string();
    let put = |version: String, body: Value| {
        let (desk, bearer) = (&desk, bearer.clone());
        async move {
            let headers = [("authorization", bearer.as_str()), ("if-match", version.as_str())];
            desk.ask(request("PUT", "/me/signature", &headers, Some(body))).await
        }
    };
    put(version.clone(), json!({"text": "Ana"})).await.json_of(200);
    put(version, json!({"text": "Eva"})).await.problem(412, "changed_meanwhile");
    for long in [json!({"text": "x".repeat(5_001)}), json!({"text": "x", "html": "x".repeat(51 * 1024)})] {
        let refused = put("*".into(), long).await.problem(422, "field_invalid");
        assert!(refused["fields"]["text"].is_string(), "{refused}");
    }
    assert_eq!(desk.get("/me/signature").await.json_of(200)["text"], "Ana");
}
