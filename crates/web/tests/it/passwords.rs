//! New passwords: by a mailed link, and by whoever knows the old one.

use std::time::Duration;

use ::desk::notice::Kind;
use serde_json::{Value, json};

use crate::{
    desk::{Answer, Desk, PASSWORD, request},
    invitations::{token, told},
};

const OTHER: &str = "another long password";

async fn ask(desk: &Desk, email: Value) -> Answer {
    desk.ask(request("POST", "/password-links", &[], Some(json!({"email": email})))).await
}

async fn set(desk: &Desk, token: &str, password: &str) -> Answer {
    desk.ask(request("POST", "/password", &[], Some(json!({"token": token, "password": password})))).await
}

/// Waits for the mail with a link; the answer does not.
async fn mailed(desk: &Desk) -> String {
    while told(desk, Kind::PasswordLink).await.is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    token(desk, Kind::PasswordLink, "new-password").await
}

/// X-9, D6
#[tokio::test]
async fn a_new_password_is_set_once_by_the_mailed_link_and_ends_all_sessions() {
    let desk = Desk::new().await;
    assert_eq!(ask(&desk, json!(" ana@DESK.example ")).await.status, 202);
    let link = mailed(&desk).await;
    set(&desk, &link, "short").await.problem(422, "field_invalid");
    set(&desk, "", OTHER).await.problem(410, "gone");
    assert_eq!(set(&desk, &link, OTHER).await.status, 204);
    desk.get("/me").await.problem(401, "not_signed_in");
    let node = &desk.web.node;
    assert!(flow::people::sign_in(node, "ana@desk.example", PASSWORD).await.is_err());
    assert!(flow::people::sign_in(node, "ana@desk.example", OTHER).await.is_ok());
    set(&desk, &link, PASSWORD).await.problem(410, "gone");
    assert!(told(&desk, Kind::Alarm).await.unwrap().1.contains("was changed just now"));
}

/// D6
#[tokio::test]
async fn a_link_to_a_new_password_ends_after_an_hour_and_with_the_address() {
    let desk = Desk::new().await;
    ask(&desk, json!("ben@desk.example")).await;
    let first = mailed(&desk).await;
    desk.patch(&format!("/agents/{}", desk.ben), json!({"email": "benno@desk.example"})).await.json_of(200);
    set(&desk, &first, OTHER).await.problem(410, "gone");
    flow::new_password::ask(&desk.web.node, "benno@desk.example").await.unwrap();
    let second = token(&desk, Kind::PasswordLink, "new-password").await;
    assert_ne!(first, second);
    desk.later(3_600);
    set(&desk, &second, OTHER).await.problem(410, "gone");
}

///
#[tokio::test]
async fn ones_own_password_is_changed_by_the_old_one_and_other_sessions_end() {
    let desk = Desk::new().await;
    let (_, elsewhere) = flow::people::sign_in(&desk.web.node, "ana@desk.example", PASSWORD).await.unwrap();
    let change = async |old: &str, new: &str| {
        desk.by(&desk.ana_token, "PUT", "/me/password", Some(json!({"old": old, "new": new}))).await
    };
    let wrong = change("wrong", OTHER).await.problem(422, "field_invalid");
    assert!(wrong["fields"]["old"].is_string(), "{wrong}");
    assert!(change(PASSWORD, "short").await.problem(422, "field_invalid")["fields"]["new"].is_string());
    assert_eq!(change(PASSWORD, OTHER).await.status, 204);
    assert_eq!(desk.get("/me").await.status, 200);
    desk.by(&elsewhere, "GET", "/me", None).await.problem(401, "not_signed_in");
    assert!(flow::people::sign_in(&desk.web.node, "ana@desk.example", OTHER).await.is_ok());
    for _ in 0..10 {
        change("wrong", PASSWORD).await.problem(422, "field_invalid");
    }
    change(OTHER, PASSWORD).await.problem(429, "rate_limited");
}

/// a session that somebody left open is no way to guess the password, whatever new one is tried with it.
#[tokio::test]
async fn a_new_password_that_does_not_fit_forgives_no_wrong_old_one() {
    let desk = Desk::new().await;
    let change = async |old: &str, new: &str| {
        desk.by(&desk.ana_token, "PUT", "/me/password", Some(json!({"old": old, "new": new}))).await
    };
    for _ in 0..10 {
        change("wrong", "short").await.problem(422, "field_invalid");
        change("wrong", OTHER).await.problem(422, "field_invalid");
    }
    change(PASSWORD, OTHER).await.problem(429, "rate_limited");
}

/// D6: known, unknown, switched off, a mailbox's own address, too often: one answer, and a mail to the known one alone.
#[tokio::test]
async fn whoever_asks_for_a_link_learns_nothing() {
    let desk = Desk::new().await;
    let off = format!("/agents/{}", desk.ben);
    desk.patch(&off, json!({"active": false})).await.json_of(200);
    for email in ["ana@desk.example", "nobody@desk.example", "ben@desk.example", "support@desk.example"] {
        let answer = ask(&desk, json!(email)).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (202, ""), "{email}");
    }
    mailed(&desk).await;
    for email in ["nobody@desk.example", "ben@desk.example", "support@desk.example"] {
        flow::new_password::ask(&desk.web.node, email).await.unwrap();
    }
    assert_eq!(told(&desk, Kind::PasswordLink).await.unwrap().0, "ana@desk.example");
    for wrong in
        [json!(["ana@desk.example", "evil@else.example"]), json!("ana@desk.example,evil@else.example"), json!(7)]
    {
        ask(&desk, wrong).await.problem(422, "field_invalid");
    }
}

/// D6: nobody's box is filled by a stranger, and asking keeps nobody from signing in.
#[tokio::test]
async fn links_are_mailed_few_times_an_hour() {
    let desk = Desk::new().await;
    for _ in 0..10 {
        assert_eq!(ask(&desk, json!("ana@desk.example")).await.status, 202);
        flow::new_password::ask(&desk.web.node, "ana@desk.example").await.unwrap();
    }
    ask(&desk, json!("ana@desk.example")).await.problem(429, "rate_limited");
    let ana = desk.ana;
    let count =
        desk.db().read(move |tx| store::notices::count_to_agent(tx, Kind::PasswordLink, ana, ::desk::Micros(0)));
    assert_eq!(count.await.unwrap(), ::desk::limits::LINKS_AN_HOUR);
    let body = json!({"email": "ana@desk.example", "password": PASSWORD});
    assert_eq!(desk.ask(request("POST", "/session", &[], Some(body))).await.status, 200);
}
