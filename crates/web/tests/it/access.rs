//! Who may ask what: cookie, bearer, requests of other sites, roles.

use serde_json::json;

use crate::desk::{Desk, request};

/// What somebody may ask who is not signed in yet.
const OPEN: [&str; 5] = ["/setup", "/session", "/joining", "/password-links", "/password"];

/// every route but those that lead to signing in wants somebody signed in.
#[tokio::test]
async fn nothing_is_told_to_somebody_who_is_not_signed_in() {
    let desk = Desk::new().await;
    let id = desk.conversation("Hello", "Hello").await;
    let document: serde_json::Value = serde_json::from_str(&web::openapi()).unwrap();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if operation.get("security").is_some() {
                assert!(OPEN.contains(&path.trim_start_matches("/api/v1")), "{path} is open");
                continue;
            }
            let path = format!("/{}", path.replace("{id}", &id.to_string()));
            for headers in [
                vec![],
                vec![("authorization", "Bearer wrong")],
                vec![("cookie", "staffetta=wrong"), ("x-staffetta", "1")],
            ] {
                let answer = desk.ask(request(&method.to_uppercase(), &path, &headers, None)).await;
                answer.problem(401, "not_signed_in");
                asked += 1;
            }
        }
    }
    assert!(asked > 60, "only {asked} requests");
}

#[tokio::test]
async fn a_cookie_reads_alone_and_changes_only_with_our_header() {
    let desk = Desk::new().await;
    let id = desk.conversation("Hello", "Hello").await;
    let cookie = format!("other=1; staffetta={}", desk.ana_token);
    let path = format!("/conversations/{id}/read");
    let ask = |method: &'static str, path: String, more: Vec<(&'static str, &'static str)>| {
        let mut headers = vec![("cookie", cookie.as_str())];
        headers.extend(more);
        desk.ask(request(method, &path, &headers, None))
    };
    assert_eq!(ask("GET", "/me".into(), vec![]).await.json_of(200)["email"], "ana@desk.example");
    for method in ["PUT", "DELETE"] {
        ask(method, path.clone(), vec![]).await.problem(403, "not_same_site");
        for origin in ["https://evil.example", "null", "http://desk.example.evil.example", "http://desk.example:81"] {
            let refused = ask(method, path.clone(), vec![("x-staffetta", "1"), ("origin", origin)]).await;
            refused.problem(403, "not_same_site");
        }
        assert_eq!(ask(method, path.clone(), vec![("x-staffetta", "1")]).await.status, 204);
        let own = vec![("x-staffetta", "1"), ("origin", "http://desk.example")];
        assert_eq!(ask(method, path.clone(), own).await.status, 204);
    }
}

#[tokio::test]
async fn a_bearer_changes_without_our_header() {
    let desk = Desk::new().await;
    let id = desk.conversation("Hello", "Hello").await;
    let answer = desk.by(&desk.ben_token, "PUT", &format!("/conversations/{id}/read"), None).await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn only_an_administrator_changes_settings() {
    let desk = Desk::new().await;
    let mailbox = json!({"address": "sales@desk.example"});
    for (method, path, body) in [
        ("PATCH", "/settings", json!({"company_name": "Shop"})),
        ("POST", "/mailboxes", mailbox.clone()),
        ("POST", "/mailboxes/test", mailbox.clone()),
        ("PATCH", "/mailboxes/1", json!({"name": "X"})),
    ] {
        desk.by(&desk.ben_token, method, path, Some(body)).await.problem(403, "forbidden");
    }
    desk.by(&desk.ben_token, "DELETE", "/mailboxes/1", None).await.problem(403, "forbidden");
    assert_eq!(desk.by(&desk.ben_token, "GET", "/settings", None).await.status, 200);
    assert_eq!(desk.by(&desk.ben_token, "GET", "/mailboxes", None).await.status, 200);
}

#[tokio::test]
async fn the_team_is_listed_by_name() {
    let desk = Desk::new().await;
    let team = desk.get("/agents").await.json_of(200);
    assert_eq!(team["items"][0]["name"], "Ana");
    assert_eq!(team["items"][0]["role"], "admin");
    assert_eq!(team["items"][1]["role"], "agent");
    assert!(team["next"].is_null());
}
