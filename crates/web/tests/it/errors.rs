//! Every kind of refusal, as callers meet it.

use axum::body::Body;
use serde_json::json;

use crate::desk::{Desk, note, request};

#[tokio::test]
async fn an_unknown_view_cursor_or_limit_is_400() {
    let desk = Desk::new().await;
    desk.get("/conversations?view=nothing").await.problem(400, "unknown_view");
    for limit in ["0", "201", "-1", "x", "1.5"] {
        for list in ["conversations", "arrivals"] {
            let problem = desk.get(&format!("/{list}?limit={limit}")).await.problem(400, "parameter_invalid");
            assert!(problem["fields"]["limit"].is_string());
        }
    }
    for cursor in ["x", "%00", "MXxsfG9wZW58eHx5", "eyJhIjoxfQ"] {
        desk.get(&format!("/conversations?after={cursor}")).await.problem(400, "invalid_cursor");
        desk.get(&format!("/arrivals?after={cursor}")).await.problem(400, "invalid_cursor");
    }
    desk.get("/arrivals?state=gone").await.problem(400, "parameter_invalid");
    desk.get("/conversations?limit=1&limit=2").await.problem(400, "parameter_invalid");
    let long = "x".repeat(501);
    desk.get(&format!("/conversations?q={long}")).await.problem(400, "parameter_invalid");
}

#[tokio::test]
async fn a_cursor_of_another_list_is_400() {
    let desk = Desk::new().await;
    for _ in 0..3 {
        desk.conversation("Order", "refund").await;
    }
    let page = desk.get("/conversations?view=open&limit=1").await.json_of(200);
    let listed = page["next"].as_str().unwrap();
    let page = desk.get("/conversations?view=open&limit=1&q=refund").await.json_of(200);
    let found = page["next"].as_str().unwrap();
    for query in [
        format!("view=all&after={listed}"),
        format!("view=open&q=refund&after={listed}"),
        format!("view=open&after={found}"),
        format!("view=all&q=refund&after={found}"),
        format!("view=open&q=order&after={found}"),
    ] {
        desk.get(&format!("/conversations?{query}")).await.problem(400, "invalid_cursor");
    }
    desk.get(&format!("/arrivals?after={listed}")).await.problem(400, "invalid_cursor");
}

#[tokio::test]
async fn what_is_not_there_or_cannot_be_is_404() {
    let desk = Desk::new().await;
    for id in ["999999", "0", "-1", "x", "1%2F2", "99999999999999999999999"] {
        for path in [
            "conversations/ID",
            "mailboxes/ID",
            "attachments/ID",
            "messages/ID/raw",
            "arrivals/ID/raw",
            "sandbox/mails/ID/raw",
        ] {
            desk.get(&format!("/{}", path.replace("ID", id))).await.problem(404, "not_found");
        }
        desk.by(&desk.ana_token, "PUT", &format!("/conversations/{id}/read"), None).await.problem(404, "not_found");
        desk.post(&format!("/conversations/{id}/messages"), note("x")).await.problem(404, "not_found");
        desk.post(&format!("/arrivals/{id}/retry"), json!({})).await.problem(404, "not_found");
        desk.patch(&format!("/conversations/{id}"), json!({})).await.problem(404, "not_found");
        desk.patch(&format!("/mailboxes/{id}"), json!({})).await.problem(404, "not_found");
    }
    desk.get("/nothing").await.problem(404, "not_found");
    desk.get("//api/v2/conversations").await.problem(404, "not_found");
    desk.post("/views/7", json!({})).await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_its_fields() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/messages");
    for (body, field) in [
        (json!({"text": "x"}), "kind"),
        (json!({"kind": "letter", "text": "x"}), "kind"),
        (json!({"kind": "note"}), "text"),
        (json!({"kind": "note"}), "html"),
        (json!({"kind": "note", "text": "x", "html": "<p>x</p>"}), "text"),
        (json!({"kind": "note", "text": "   "}), "text"),
        (json!({"kind": "note", "text": 5}), "text"),
        (json!({"kind": "note", "text": "x", "colour": 1}), "colour"),
        (json!({"kind": "reply", "text": "x", "to": [{"name": null}]}), "to[0].address"),
        (json!({"kind": "reply", "text": "x", "to": [{"address": "a@b.example", "x": 1}]}), "to[0].x"),
        (json!({"kind": "reply", "text": "x", "to": [{"address": "no address"}]}), "to"),
        (json!({"kind": "reply", "text": "x", "attachments": ["77"]}), "attachments"),
        (json!({"kind": "reply", "text": "x", "status": "new"}), "status"),
    ] {
        let problem = desk.post(&path, body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    assert_eq!(shown["messages"].as_array().unwrap().len(), 1, "nothing of a refused message stays");
}

#[tokio::test]
async fn what_is_no_json_is_400_and_another_type_415() {
    let desk = Desk::new().await;
    let bearer = format!("Bearer {}", desk.ana_token);
    let send = |kind: &'static str, body: &'static str| {
        let mut request = request("PATCH", "/settings", &[("authorization", &bearer), ("content-type", kind)], None);
        *request.body_mut() = Body::from(body);
        desk.ask(request)
    };
    for body in ["", "{", "{]", "{} {}", "\u{0}"] {
        send("application/json", body).await.problem(400, "json_malformed");
    }
    for body in ["[]", "null", "1", "\"x\""] {
        send("application/json", body).await.problem(422, "field_invalid");
    }
    send("text/plain", "{}").await.problem(415, "unsupported_media_type");
    assert_eq!(send("application/json; charset=utf-8", "{}").await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_413_announced_or_not() {
    let desk = Desk::new().await;
    let bearer = format!("Bearer {}", desk.ana_token);
    let large = format!("{{\"company_name\": \"{}\"}}", "x".repeat(web::request::JSON_BYTES));
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let mut announced = request("PATCH", "/settings", &headers, None);
    announced.headers_mut().insert("content-length", large.len().into());
    *announced.body_mut() = Body::empty();
    desk.ask(announced).await.problem(413, "too_large");
    let mut streamed = request("PATCH", "/settings", &headers, None);
    let chunks: Vec<Result<String, std::io::Error>> =
        large.as_bytes().chunks(60_000).map(|chunk| Ok(String::from_utf8(chunk.to_vec()).unwrap())).collect();
    *streamed.body_mut() = Body::from_stream(futures::stream::iter(chunks));
    desk.ask(streamed).await.problem(413, "too_large");
}

#[tokio::test]
async fn settings_are_kept_within_their_bounds() {
    let desk = Desk::new().await;
    let before = desk.get("/settings").await.json_of(200);
    let fresh = json!({"email_channel": false, "raw_limit_mib": 50, "inbound_domain": null, "company_name": ""});
    assert_eq!(general(&before), fresh);
    for (body, field) in [
        (json!({"raw_limit_mib": 0}), "raw_limit_mib"),
        (json!({"raw_limit_mib": 151}), "raw_limit_mib"),
        (json!({"raw_limit_mib": -1}), "raw_limit_mib"),
        (json!({"inbound_domain": "no domain"}), "inbound_domain"),
        (json!({"inbound_domain": "-x.example"}), "inbound_domain"),
        (json!({"company_name": "x".repeat(201)}), "company_name"),
        (json!({"allowed_senders": ["nonsense"]}), "allowed_senders"),
        (json!({"notify_seconds": -1}), "notify_seconds"),
        (json!({"notify_seconds": 86_401}), "notify_seconds"),
        (json!({"other": 1}), "other"),
    ] {
        let problem = desk.patch("/settings", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    assert_eq!(desk.get("/settings").await.json_of(200), before);
    let all = json!({"email_channel": true, "raw_limit_mib": 150, "inbound_domain": "In.Example.org.", "company_name": " Shop ", "notify_seconds": 0, "allowed_senders": ["@Shop.example", "ana@else.example"]});
    let after = desk.patch("/settings", all).await.json_of(200);
    let expected = json!({"email_channel": true, "raw_limit_mib": 150, "inbound_domain": "in.example.org", "company_name": "Shop"});
    assert_eq!(general(&after), expected);
    assert!(desk.patch("/settings", json!({"inbound_domain": null})).await.json_of(200)["inbound_domain"].is_null());
}

/// The settings of the whole desk, without those of e-mail.
fn general(settings: &serde_json::Value) -> serde_json::Value {
    let names = ["email_channel", "raw_limit_mib", "inbound_domain", "company_name"];
    names.iter().map(|name| (name.to_string(), settings[name].clone())).collect::<serde_json::Map<_, _>>().into()
}
