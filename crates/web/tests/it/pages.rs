//! What every answer carries, the pages, and the probes.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use serde_json::json;

use crate::desk::{Desk, request};

/// X-3: the second wall stands on every route.
#[tokio::test]
async fn security_headers_are_on_every_answer() {
    let desk = Desk::new().await;
    let document: serde_json::Value = serde_json::from_str(&web::openapi()).unwrap();
    let mut asked: Vec<(String, String)> = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|_| path != "/api/v1/events") {
            asked.push((method.to_uppercase(), format!("/{}", path.replace("{id}", "1"))));
        }
    }
    for path in [
        "//",
        "//index.html",
        "//deep/link",
        "//assets/gone.js",
        "//healthz",
        "//readyz",
        "//metrics",
        "//api/openapi.json",
        "/gone",
    ] {
        asked.push(("GET".into(), path.into()));
        asked.push(("POST".into(), path.into()));
    }
    for (method, path) in asked {
        for token in ["", desk.ana_token.as_str()] {
            // Signing out would end what the others need.
            if method == "DELETE" && path.ends_with("/session") && !token.is_empty() {
                continue;
            }
            let answer =
                desk.ask(request(&method, &path, &[("authorization", &format!("Bearer {token}"))], None)).await;
            let policy = answer.header("content-security-policy");
            assert!(policy == "sandbox" || policy.contains("default-src 'self'; script-src 'self'"), "{method} {path}");
            assert!(
                policy == "sandbox"
                    || (policy.contains("object-src 'none'") && policy.contains("frame-ancestors 'none'"))
            );
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{method} {path}");
            }
            assert!(answer.header("permissions-policy").contains("camera=()"));
            assert!(!answer.header("cache-control").is_empty());
        }
    }
}

#[tokio::test]
async fn answers_are_compressed_where_the_browser_takes_it() {
    let desk = Desk::new().await;
    for number in 0..10 {
        desk.conversation(&format!("Order {number}"), "Hello").await;
    }
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("accept-encoding", "gzip")];
    let answer = desk.ask(request("GET", "/conversations", &headers, None)).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(answer.bytes[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn every_other_address_is_the_one_page() {
    let desk = Desk::new().await;
    let first = desk.ask(request("GET", "//", &[], None)).await;
    let deep = desk.ask(request("GET", "//conversations/1042", &[], None)).await;
    assert_eq!((first.status, &first.bytes), (deep.status, &deep.bytes));
    let reference = desk.ask(request("GET", "//api", &[], None)).await;
    assert_eq!(
        (first.status, &first.bytes),
        (reference.status, &reference.bytes),
        "the reference of the API is a page"
    );
    assert_eq!(first.header("cache-control"), "no-store");
    if first.status == 404 {
        first.problem(404, "ui_missing");
    } else {
        assert!(first.header("content-type").starts_with("text/html"));
    }
    desk.ask(request("GET", "//assets/gone-1234.js", &[], None)).await.problem(404, "not_found");
    desk.ask(request("POST", "//", &[], None)).await.problem(405, "method_not_allowed");
    for outside in ["//../Cargo.toml", "//..%2f..%2fCargo.toml", "//%2e%2e/package.json"] {
        let answer = desk.ask(request("GET", outside, &[], None)).await;
        assert!(!answer.text().contains("[package]") && !answer.text().contains("devDependencies"), "{outside}");
    }
}

#[tokio::test]
async fn the_desk_is_alive_and_ready() {
    let desk = Desk::new().await;
    assert_eq!(desk.ask(request("GET", "//healthz", &[], None)).await.json_of(200), json!({"status": "ok"}));
    let ready = desk.ask(request("GET", "//readyz", &[], None)).await.json_of(200);
    assert_eq!((&ready["database"], &ready["oldest_due_job_seconds"]), (&json!("ok"), &json!(0)));
    let id = desk.conversation("Order", "Hello").await;
    desk.post(&format!("/conversations/{id}/messages"), json!({"kind": "reply", "text": "x"})).await.json_of(201);
    desk.later(3_600);
    let late = desk.ask(request("GET", "//readyz", &[], None)).await.problem(503, "not_ready");
    assert!(late["fields"]["jobs"].is_string() && late["fields"]["disk"].is_null());
}

#[tokio::test]
async fn figures_are_told_to_this_machine_only() {
    let desk = Desk::new().await;
    desk.get("/conversations").await.json_of(200);
    desk.get("/conversations/77").await.problem(404, "not_found");
    let figures = desk.ask(request("GET", "//metrics", &[], None)).await;
    assert_eq!(figures.status, 200);
    let text = figures.text();
    assert!(
        text.contains(r#"staffetta_requests_total{method="GET",route="/api/v1/conversations",status="200"} 1"#),
        "{text}"
    );
    assert!(text.contains(r#"route="/api/v1/conversations/{id}",status="404"} 1"#), "{text}");
    assert!(text.contains("staffetta_arrivals_held 0"), "{text}");
    let mut far = request("GET", "//metrics", &[], None);
    far.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4711))));
    desk.ask(far).await.problem(403, "loopback_only");
    let forwarded = [("x-forwarded-for", "192.0.2.1")];
    desk.ask(request("GET", "//metrics", &forwarded, None)).await.problem(403, "loopback_only");
}

#[tokio::test]
async fn the_sandbox_shows_what_left_and_exists_in_the_demo_only() {
    let desk = Desk::new().await;
    let raw = b"Subject: x\r\n\r\n\xff\r\n";
    let blob = desk.web.node.blobs.put(raw).unwrap();
    let keep = move |tx: &mut store::Tx<'_>| {
        let to = ["zoe@shop.example".to_string()];
        store::sandbox::add(tx, "support@desk.example", &to, &blob, ::desk::Micros(crate::desk::TODAY))
    };
    desk.web.node.db.write(keep).await.unwrap();
    let mails = desk.get("/sandbox/mails").await.json_of(200);
    let expected = json!([{"id": "1", "from": "support@desk.example", "to": ["zoe@shop.example"],
        "at": "2026-11-22T00:00:00Z", "raw": "Subject: x\r\n\r\n\u{fffd}\r\n"}]);
    assert_eq!(mails, expected);
    assert_eq!(desk.get("/sandbox/mails/1/raw").await.bytes, raw);
    let outside = web::Web::new(flow::Node { demo: false, ..desk.web.node.clone() });
    let bearer = format!("Bearer {}", desk.ana_token);
    let asked = request("GET", "/sandbox/mails", &[("authorization", &bearer)], None);
    let answer = tower::ServiceExt::oneshot(web::router(outside), asked).await.unwrap();
    assert_eq!(answer.status(), 404);
}
