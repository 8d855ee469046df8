//! Ways in: the second factor, one's own sessions, tokens for programs, and the log of who changed what.

use ::desk::{Micros, totp};
use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, PASSWORD, request};

async fn sign_in(desk: &Desk, code: Option<&str>) -> Answer {
    let mut body = json!({"email": "ana@desk.example", "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    let from = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0")];
    desk.ask(request("POST", "/session", &from, Some(body))).await
}

/// The code that Ana's device shows.
fn shown(desk: &Desk, secret: &str) -> String {
    let now = desk.now.load(std::sync::atomic::Ordering::SeqCst);
    totp::code(&BASE32_NOPAD.decode(secret.as_bytes()).unwrap(), totp::step(Micros(now)))
}

/// Sets Ana's second factor up; its secret and the recovery codes.
async fn set_up(desk: &Desk) -> (String, Vec<String>) {
    let begun = desk.post("/me/second-factor", json!({"password": PASSWORD})).await.json_of(201);
    let secret = begun["secret"].as_str().unwrap().to_string();
    let body = json!({"code": shown(desk, &secret)});
    let codes = desk.by(&desk.ana_token, "PUT", "/me/second-factor", Some(body)).await.json_of(200);
    let codes = codes["recovery_codes"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_string());
    (secret, codes.collect())
}

///
#[tokio::test]
async fn with_a_second_factor_a_password_alone_opens_nothing() {
    let desk = Desk::new().await;
    desk.post("/me/second-factor", json!({"password": "wrong"})).await.problem(422, "field_invalid");
    let begun = desk.post("/me/second-factor", json!({"password": PASSWORD})).await.json_of(201);
    assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/desk.example:ana@desk.example?secret="));
    assert_eq!(sign_in(&desk, None).await.status, 200, "not confirmed yet");
    let wrong = Some(json!({"code": "000000"}));
    desk.by(&desk.ana_token, "PUT", "/me/second-factor", wrong).await.problem(422, "field_invalid");
    let (secret, codes) = set_up(&desk).await;
    assert_eq!(codes.len(), 10);
    let state = desk.get("/me/second-factor").await.json_of(200);
    assert_eq!(state, json!({"on": true, "recovery_codes_left": 10}));

    sign_in(&desk, None).await.problem(401, "second_factor_needed");
    sign_in(&desk, Some("000000")).await.problem(401, "second_factor_wrong");
    sign_in(&desk, Some(&shown(&desk, &secret))).await.problem(401, "second_factor_wrong");
    desk.later(30);
    let code = shown(&desk, &secret);
    assert_eq!(sign_in(&desk, Some(&code)).await.status, 200);
    sign_in(&desk, Some(&code)).await.problem(401, "second_factor_wrong");
    assert_eq!(sign_in(&desk, Some(&codes[3].to_uppercase())).await.status, 200);
    sign_in(&desk, Some(&codes[3])).await.problem(401, "second_factor_wrong");
    assert_eq!(desk.get("/me/second-factor").await.json_of(200)["recovery_codes_left"], 9);
    let body = json!({"email": "ana@desk.example", "password": "wrong", "code": codes[4]});
    desk.ask(request("POST", "/session", &[], Some(body))).await.problem(401, "wrong_credentials");

    desk.post("/me/second-factor", json!({"password": PASSWORD})).await.problem(422, "field_invalid");
    assert_eq!(desk.post("/me/second-factor/removal", json!({"password": PASSWORD})).await.status, 204);
    assert_eq!(sign_in(&desk, None).await.status, 200);
}

/// codes are guessed as little as passwords, and asking without one clears nothing.
#[tokio::test]
async fn codes_are_tried_few_times() {
    let desk = Desk::new().await;
    let (secret, _) = set_up(&desk).await;
    for _ in 0..10 {
        sign_in(&desk, Some("000000")).await.problem(401, "second_factor_wrong");
    }
    sign_in(&desk, None).await.problem(429, "rate_limited");
    desk.later(601);
    assert_eq!(sign_in(&desk, Some(&shown(&desk, &secret))).await.status, 200);
}

/// an admin helps whoever lost the device.
#[tokio::test]
async fn a_lost_second_factor_is_taken_away_by_an_admin() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}/second-factor", desk.ana);
    desk.by(&desk.ben_token, "DELETE", &path, None).await.problem(403, "forbidden");
    desk.delete(&path).await.problem(404, "not_found");
    set_up(&desk).await;
    desk.patch(&format!("/agents/{}", desk.ben), json!({"role": "admin"})).await.json_of(200);
    let (_, ben) = flow::people::sign_in(&desk.web.node, "ben@desk.example", PASSWORD).await.unwrap();
    assert_eq!(desk.by(&ben, "DELETE", &path, None).await.status, 204);
    desk.get("/me").await.problem(401, "not_signed_in");
    assert_eq!(sign_in(&desk, None).await.status, 200);
    let told = crate::invitations::told(&desk, ::desk::notice::Kind::Alarm).await.unwrap();
    assert!(told.0 == "ana@desk.example" && told.1.contains("second factor"), "{told:?}");
}

///
#[tokio::test]
async fn sessions_are_listed_and_ended_by_whose_they_are() {
    let desk = Desk::new().await;
    let elsewhere = sign_in(&desk, None).await.json_of(200)["token"].as_str().unwrap().to_string();
    let list = desk.get("/me/sessions").await.json_of(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let other = items.iter().find(|one| one["current"] == false).unwrap();
    assert_eq!((other["device"].as_str(), other["address"].as_str()), (Some("Firefox · Linux"), Some("127.0.0.1")));
    assert!(!list.to_string().contains(&elsewhere) && !list.to_string().contains(&desk.ana_token));
    let path = format!("/me/sessions/{}", other["id"].as_str().unwrap());
    desk.by(&desk.ben_token, "DELETE", &path, None).await.problem(404, "not_found");
    assert_eq!(desk.delete(&path).await.status, 204);
    desk.by(&elsewhere, "GET", "/me", None).await.problem(401, "not_signed_in");
    let third = sign_in(&desk, None).await.json_of(200)["token"].as_str().unwrap().to_string();
    assert_eq!(desk.delete("/me/sessions").await.status, 204);
    desk.by(&third, "GET", "/me", None).await.problem(401, "not_signed_in");
    assert_eq!(desk.get("/me").await.status, 200);
}

/// X-7, D5: a token may what its agent may, nothing about ways in, and is told once.
#[tokio::test]
async fn a_token_works_for_programs_until_it_ends_and_makes_no_other() {
    let desk = Desk::new().await;
    let add = async |body: Value| desk.by(&desk.ben_token, "POST", "/me/tokens", Some(body)).await;
    for wrong in [
        json!({"name": " "}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "A", "expires_at": "2020-01-01T00:00:00Z"}),
    ] {
        add(wrong).await.problem(422, "field_invalid");
    }
    let made = add(json!({"name": "Report", "expires_at": "2026-11-23T00:00:00Z"})).await.json_of(201);
    let token = made["token"].as_str().unwrap().to_string();
    assert!(token.starts_with("staffetta_"));
    let me = desk.by(&token, "GET", "/me", None).await.json_of(200);
    assert_eq!(me["email"], "ben@desk.example");
    desk.by(&token, "PATCH", "/settings", Some(json!({"company_name": "X"}))).await.problem(403, "forbidden");
    for (method, path, body) in [
        ("POST", "/me/tokens", Some(json!({"name": "Another"}))),
        ("GET", "/me/tokens", None),
        ("GET", "/me/sessions", None),
        ("DELETE", "/me/sessions", None),
        ("PUT", "/me/password", Some(json!({"old": PASSWORD, "new": "another long password"}))),
        ("POST", "/me/second-factor", Some(json!({"password": PASSWORD}))),
    ] {
        desk.by(&token, method, path, body).await.problem(403, "not_by_token");
    }
    let list = desk.by(&desk.ben_token, "GET", "/me/tokens", None).await.json_of(200);
    assert!(!list.to_string().contains(&token) && list["items"][0]["seen_at"].is_string(), "{list}");
    desk.later(86_400);
    desk.by(&token, "GET", "/me", None).await.problem(401, "not_signed_in");

    let made = add(json!({"name": "Endless"})).await.json_of(201);
    let token = made["token"].as_str().unwrap().to_string();
    let path = format!("/me/tokens/{}", made["made"]["id"].as_str().unwrap());
    desk.by(&desk.ana_token, "DELETE", &path, None).await.problem(404, "not_found");
    assert_eq!(desk.by(&desk.ben_token, "DELETE", &path, None).await.status, 204);
    desk.by(&token, "GET", "/me", None).await.problem(401, "not_signed_in");
    let made = add(json!({"name": "Last"})).await.json_of(201);
    let token = made["token"].as_str().unwrap().to_string();
    for active in [false, true] {
        desk.patch(&format!("/agents/{}", desk.ben), json!({"active": active})).await.json_of(200);
        desk.by(&token, "GET", "/me", None).await.problem(401, "not_signed_in");
    }
}

///
#[tokio::test]
async fn admins_read_who_changed_what_page_after_page() {
    let desk = Desk::new().await;
    desk.by(&desk.ben_token, "GET", "/audit", None).await.problem(403, "forbidden");
    desk.patch("/settings", json!({"company_name": "Lumen"})).await.json_of(200);
    desk.patch(&format!("/agents/{}", desk.ben), json!({"name": "Benno"})).await.json_of(200);
    desk.patch(&format!("/agents/{}", desk.ben), json!({"role": "manager"})).await.json_of(200);
    let first = desk.get("/audit?limit=2").await.json_of(200);
    let newest = &first["items"][0];
    assert_eq!(
        (newest["action"].as_str(), newest["actor"]["name"].as_str()),
        (Some("agent.role_changed"), Some("Ana"))
    );
    assert_eq!(newest["data"], json!({"from": "agent", "to": "manager"}));
    let rest = desk.get(&format!("/audit?limit=2&after={}", first["next"].as_str().unwrap())).await.json_of(200);
    assert_eq!((rest["items"][0]["action"].as_str(), rest["next"].is_null()), (Some("settings.changed"), true));
    let settings = desk.get("/audit?kind=settings").await.json_of(200);
    assert_eq!(settings["items"].as_array().unwrap().len(), 1);
    let by_ben = desk.get(&format!("/audit?agent={}&kind=agent", desk.ben)).await.json_of(200);
    assert_eq!(by_ben["items"], json!([]));
    desk.get("/audit?after=x").await.problem(400, "invalid_cursor");
    desk.get("/audit?agent=x").await.problem(400, "parameter_invalid");
    desk.get("/audit?limit=0").await.problem(400, "parameter_invalid");
}
