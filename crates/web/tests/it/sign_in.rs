//! Signing in and out, the first administrator, and how often somebody may fail.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, PASSWORD, node, request};

async fn sign_in(desk: &Desk, email: &str, password: &str) -> Answer {
    desk.ask(request("POST", "/session", &[], Some(json!({"email": email, "password": password})))).await
}

#[tokio::test]
async fn signing_in_gives_a_token_and_a_cookie_and_signing_out_ends_both() {
    let desk = Desk::new().await;
    let answer = sign_in(&desk, " Ana@DESK.example", PASSWORD).await;
    let token = answer.json_of(200)["token"].as_str().unwrap().to_string();
    let cookie = answer.header("set-cookie").to_string();
    assert_eq!(cookie, format!("staffetta={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"));
    let me = desk.by(&token, "GET", "/me", None).await.json_of(200);
    let expected = json!({"id": desk.ana.to_string(), "name": "Ana", "email": "ana@desk.example", "role": "admin", "may": ::desk::permit::powers(::desk::agent::Role::Admin),
        "presence": "offline", "presence_chosen": "online", "presence_own": null, "takes_email": false,
            "notify_by_mail": true, "encrypted": false, "demo": true});
    assert_eq!(me, expected);
    let out = desk.by(&token, "DELETE", "/session", None).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").starts_with("staffetta=; ") && out.header("set-cookie").contains("Max-Age=0"));
    desk.by(&token, "GET", "/me", None).await.problem(401, "not_signed_in");
}

#[tokio::test]
async fn with_https_the_cookie_is_bound_to_it() {
    let desk = Desk::at("https://desk.example").await;
    let answer = sign_in(&desk, "ana@desk.example", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-staffetta=") && cookie.ends_with("; Secure"), "{cookie}");
    let plain = format!("staffetta={}", desk.ana_token);
    desk.ask(request("GET", "/me", &[("cookie", &plain)], None)).await.problem(401, "not_signed_in");
    let bound = format!("__Host-staffetta={}", desk.ana_token);
    let me = desk.ask(request("GET", "/me", &[("cookie", &bound)], None)).await.json_of(200);
    assert_eq!(me["encrypted"], true);
}

#[tokio::test]
async fn an_unknown_address_is_answered_like_a_wrong_password() {
    let desk = Desk::new().await;
    let wrong = sign_in(&desk, "ana@desk.example", "wrong").await.problem(401, "wrong_credentials");
    let unknown = sign_in(&desk, "nobody@desk.example", "wrong").await.problem(401, "wrong_credentials");
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn after_ten_failures_even_the_right_password_waits() {
    let desk = Desk::new().await;
    for _ in 0..10 {
        sign_in(&desk, "ana@desk.example", "wrong").await.problem(401, "wrong_credentials");
    }
    let refused = sign_in(&desk, "ana@desk.example", PASSWORD).await;
    refused.problem(429, "rate_limited");
    assert_eq!(refused.header("retry-after"), "600");
    sign_in(&desk, "ben@desk.example", PASSWORD).await.problem(429, "rate_limited");
    desk.later(601);
    assert_eq!(sign_in(&desk, "ana@desk.example", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_sign_anybody_in() {
    let desk = Desk::new().await;
    let body = json!({"email": "ana@desk.example", "password": PASSWORD});
    let origin = [("origin", "https://evil.example")];
    desk.ask(request("POST", "/session", &origin, Some(body.clone()))).await.problem(403, "not_same_site");
    let form = request("POST", "/session", &[("content-type", "text/plain")], None);
    desk.ask(form).await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_for_thirty_days() {
    let desk = Desk::new().await;
    desk.later(29 * 86_400);
    assert_eq!(desk.get("/me").await.status, 200);
    desk.later(29 * 86_400);
    assert_eq!(desk.get("/me").await.status, 200);
    desk.later(31 * 86_400);
    desk.get("/me").await.problem(401, "not_signed_in");
}

#[tokio::test]
async fn the_first_administrator_is_made_by_the_printed_link_once() {
    let folder = tempfile::tempdir().unwrap();
    let now = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(crate::desk::TODAY));
    let node = node(folder.path(), &now, "http://desk.example");
    store::migrations::migrate(&node.db).await.unwrap();
    let link = flow::people::new_set_up_link(&node).await.unwrap();
    let token = link.split_once("#token=").unwrap().1.to_string();
    let router = web::router(web::Web::new(node));
    let ask = |method: &'static str, body: Option<Value>| {
        let router = router.clone();
        async move {
            let response = tower::ServiceExt::oneshot(router, request(method, "/setup", &[], body)).await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
            Answer { status, headers, bytes }
        }
    };
    let with = |token: &str, password: &str| {
        Some(json!({"token": token, "name": "Ana", "email": "ana@desk.example", "password": password}))
    };
    assert_eq!(ask("GET", None).await.json_of(200), json!({"needed": true, "encrypted": false}));
    ask("POST", with("wrong", PASSWORD)).await.problem(410, "gone");
    let short = ask("POST", with(&token, "short")).await.problem(422, "field_invalid");
    assert!(short["fields"]["password"].as_str().unwrap().contains("10"), "{short}");
    let made = ask("POST", with(&token, PASSWORD)).await;
    assert!(made.json_of(201)["token"].is_string());
    assert!(made.header("set-cookie").starts_with("staffetta="));
    ask("POST", with(&token, PASSWORD)).await.problem(410, "gone");
    assert_eq!(ask("GET", None).await.json_of(200)["needed"], false);
}
