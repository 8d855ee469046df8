//! D6: a link to a new password leads to the desk's own address, goes to one address, tells nobody who is known here, and is never mailed to
//! where the desk's agents would read it (FreeScout 45294, GitLab CVE-2023-7028, Vanilla CVE-2016-10073).

use journeys::api::Api;
use rusqlite::Connection;
use serde_json::{Value, json};
use ureq::http::Method;

use super::team::{ANNA, BEN, PASSWORD, Team, readable};
use crate::receiving::SUPPORT;

const LINK: &str = "asked for a new password";
const NEXT: &str = "eleven quiet egrets";

fn ask(team: &Team, email: &Value, headers: &[(&str, &str)]) -> (u16, String) {
    let api = Api::new(&team.at.desk.program.address());
    let all: Vec<_> = [("content-type", "application/json")].iter().chain(headers).copied().collect();
    let answer = api.send(Method::POST, "/password-links", &all, json!({"email": email}).to_string().into_bytes());
    (answer.status, answer.text())
}

/// D6: whatever Host the request names, the link leads to the desk; it works once and ends all sessions.
#[test]
fn a_link_leads_to_the_desk_itself_and_works_once() {
    let team = Team::open();
    let forged = [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    assert_eq!(ask(&team, &json!(BEN), &forged).0, 202);
    let mail = readable(&String::from_utf8(team.word_to(BEN, LINK)).expect("text"));
    assert!(!mail.contains("evil.example"), "{mail}");
    let (before, rest) = mail.split_once("/new-password#token=").expect("a link");
    assert!(before.contains("http://"), "{before}");
    let token = rest.split(|letter: char| letter.is_whitespace() || letter == '"').next().expect("a token");
    let api = Api::new(&team.at.desk.program.address());
    let set = |token: &str| api.post("/password", &json!({"token": token, "password": NEXT})).status;
    assert_eq!((set("guessed"), set(token), set(token)), (410, 204, 410));
    assert_eq!(team.ben.get("/me").status, 401);
    assert_eq!(api.post("/session", &json!({"email": BEN, "password": PASSWORD})).status, 401);
    Api::sign_in(&team.at.desk.program.address(), BEN, NEXT).get("/me").accept(200);
    let _ = team.word_to(BEN, "was changed just now");
}

/// D6: known, unknown and switched off get one answer, several addresses none, and only who is known and there is mailed.
#[test]
fn the_answer_tells_nobody_who_is_known() {
    let team = Team::open();
    let gone = team.join("gone@team.example", "agent");
    let id = gone.get("/me").json_of(200)["id"].as_str().expect("an id").to_owned();
    team.at.desk.api.patch(&format!("/agents/{id}"), &json!({"active": false})).accept(200);
    let asked = ["gone@team.example", "nobody@team.example", SUPPORT, ANNA].map(|email| ask(&team, &json!(email), &[]));
    assert_eq!(asked, [(); 4].map(|()| (202, String::new())));
    for several in
        [json!([BEN, "evil@else.example"]), json!(format!("{BEN},evil@else.example")), json!({"address": BEN})]
    {
        assert_eq!(ask(&team, &several, &[]).0, 422, "{several}");
    }
    let _ = team.word_to(ANNA, LINK);
    team.settle();
    for other in ["gone@team.example", "nobody@team.example", SUPPORT, BEN, "evil@else.example"] {
        assert_eq!(team.words_to(other, LINK), 0, "{other}");
    }
}

/// D6: an agent whose address is a mailbox's of the desk (a database from elsewhere, say) is mailed no link: all agents would read it.
#[test]
fn no_link_is_mailed_to_a_mailbox_of_the_desk() {
    let team = Team::open();
    let database = Connection::open(team.at.desk.program.data().join("staffetta.db")).expect("the database");
    database.busy_timeout(std::time::Duration::from_secs(10)).expect("a timeout");
    let moved = "UPDATE agents SET email = ?1, email_folded = ?1 WHERE email = ?2";
    assert_eq!(database.execute(moved, [SUPPORT, BEN]).expect("an update"), 1);
    assert_eq!(ask(&team, &json!(SUPPORT), &[]).0, 202);
    assert_eq!(ask(&team, &json!(ANNA), &[]).0, 202);
    let _ = team.word_to(ANNA, LINK);
    team.settle();
    assert_eq!(team.words_to(SUPPORT, LINK), 0);
}
