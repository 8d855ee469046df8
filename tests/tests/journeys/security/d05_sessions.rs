//! D5: sessions are opaque, new at each sign-in, kept hashed, and end with everything that hangs on them (Zammad CVE-2026-102489,
//! osTicket 85a76f403, RT CVE-2026-44231).

use std::collections::BTreeSet;

use journeys::api::Api;
use rusqlite::Connection;
use serde_json::{Value, json};
use ureq::http::Method;

use super::team::{ANNA, BEN, PASSWORD, Team};
use crate::receiving::AGENT_PASSWORD;

/// The names of all fields of an answer, those within others too.
fn names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            into.insert(name.clone());
            names(value, into);
        }),
        Value::Array(items) => items.iter().for_each(|item| names(item, into)),
        _ => {}
    }
}

/// D5: whatever anybody may read without naming an id holds fields of the document only, and no secret by any name.
#[test]
fn no_answer_to_any_role_holds_a_field_of_its_own_or_a_secret() {
    let team = Team::open();
    let _ = team.asked("Order", "Where is my order?");
    let anna = &team.at.desk.api;
    let made = anna.post("/me/tokens", &json!({"name": "Report"})).json_of(201);
    let document = anna.get("/api/openapi.json").json_of(200);
    let mut written = BTreeSet::new();
    names(&document["components"]["schemas"], &mut written);
    let paths: Vec<String> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .filter(|(path, methods)| methods["get"].is_object() && !path.contains('{') && !path.ends_with("/events"))
        .map(|(path, _)| path.clone())
        .collect();
    assert!(paths.len() > 12, "{paths:?}");
    for (role, api) in [("admin", anna), ("agent", &team.ben)] {
        for path in &paths {
            let answer = api.get(path);
            assert!(answer.status < 500, "{role} {path}: {}", answer.text());
            let table = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/csv"));
            let mut told = BTreeSet::new();
            match table {
                true => told.extend(answer.text().lines().next().expect("headings").split(',').map(str::to_owned)),
                false => names(&answer.json(), &mut told),
            }
            // The data of an audit entry, counts by key, and columns of a table are not fields of the document.
            let foreign: Vec<_> = told.iter().filter(|name| !written.contains(*name)).collect();
            assert!(foreign.is_empty() || table || path.ends_with("/audit"), "{role} {path}: {foreign:?}");
            for secret in ["password_hash", "token_hash", "secret", "epoch", "incoming_secret", "outgoing_secret"] {
                assert!(!told.contains(secret), "{role} {path} tells {secret}");
            }
            let token = made["token"].as_str().expect("a token");
            assert!(!answer.text().contains(token) && !answer.text().contains("argon2"), "{role} {path}");
        }
    }
}

/// D5: a session that somebody brings along is never taken up (fixation), and none is kept as it is given.
#[test]
fn each_sign_in_is_a_new_session_that_is_kept_hashed() {
    let team = Team::open();
    let body = json!({"email": BEN, "password": PASSWORD}).to_string().into_bytes();
    let fixed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let cookie = format!("staffetta={fixed}");
    let headers = [("content-type", "application/json"), ("cookie", cookie.as_str())];
    let anybody = Api::new(&team.at.desk.program.address());
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        let answer = anybody.send(Method::POST, "/session", &headers, body.clone());
        let token = answer.json_of(200)["token"].as_str().expect("a token").to_owned();
        assert!(token.len() == 43 && token != fixed && seen.insert(token.clone()));
        assert!(answer.header("set-cookie").expect("a cookie").contains(&token));
    }
    assert_eq!(anybody.with_token(fixed).get("/me").status, 401);
    let database = Connection::open(team.at.desk.program.data().join("staffetta.db")).expect("the database");
    for token in &seen {
        let kept: i64 = database
            .query_row("SELECT COUNT(*) FROM sessions WHERE token_hash = CAST(?1 AS BLOB)", [token], |row| row.get(0))
            .expect("a count");
        assert_eq!(kept, 0, "a session is kept as it is given");
        anybody.with_token(token).get("/me").accept(200);
    }
}

/// D5, D4: the open stream of news ends with the session, with the role, and with the switching off; requests are refused at once.
#[test]
fn what_hangs_on_a_session_ends_with_it() {
    let team = Team::open();
    let anna = &team.at.desk.api;
    let ben = anna.list("/agents").into_iter().find(|one| one["email"] == BEN).expect("Ben")["id"].clone();
    let path = format!("/agents/{}", ben.as_str().expect("an id"));
    let sign_in = || Api::sign_in(&team.at.desk.program.address(), BEN, PASSWORD);
    let ends: [&dyn Fn(&Api); 3] = [
        &|api| api.delete("/session").accept(204),
        &|_| anna.patch(&path, &json!({"role": "manager"})).accept(200),
        &|_| anna.patch(&path, &json!({"active": false})).accept(200),
    ];
    for end in ends {
        let api = sign_in();
        let stream = api.events(None);
        api.get("/me").accept(200);
        end(&api);
        stream.await_end();
        assert_eq!(api.get("/me").status, 401);
    }
    assert_eq!(team.ben.get("/me").status, 401, "an older session ended too");
    let wrong = json!({"email": BEN, "password": PASSWORD});
    assert_eq!(Api::new(&team.at.desk.program.address()).post("/session", &wrong).status, 401);
    Api::sign_in(&team.at.desk.program.address(), ANNA, AGENT_PASSWORD).get("/me").accept(200);
}
