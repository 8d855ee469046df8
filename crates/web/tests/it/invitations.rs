//! Inviting people, switching them off and on, and what each role may do.

use ::desk::{NoticeId, notice::Kind};
use serde_json::{Value, json};
use store::notices;

use crate::desk::{Answer, Desk, PASSWORD, Seed, ids, request};

/// The newest mail of a kind that the desk wrote: to whom, and its text.
pub async fn told(desk: &Desk, kind: Kind) -> Option<(String, String)> {
    let all = desk.db().read(move |tx| {
        let mut all = Vec::new();
        for id in 1..100 {
            all.extend(notices::by_id(tx, NoticeId(id))?.filter(|notice| notice.kind == kind));
        }
        Ok(all)
    });
    all.await.unwrap().pop().map(|notice| (notice.recipient.address, notice.text))
}

/// The token of the link in the newest mail of a kind; the link stands on the base URL.
pub async fn token(desk: &Desk, kind: Kind, page: &str) -> String {
    let (_, text) = told(desk, kind).await.expect("a mail");
    let start = format!("http://desk.example/{page}#token=");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no link on {start} in {text}"));
    rest.split_whitespace().next().unwrap().to_string()
}

async fn join(desk: &Desk, token: &str, name: &str, password: &str) -> Answer {
    let body = json!({"token": token, "name": name, "password": password});
    desk.ask(request("POST", "/joining", &[], Some(body))).await
}

async fn invited(desk: &Desk) -> Value {
    desk.post("/agents", json!({"email": "Cyd@Desk.example", "role": "manager"})).await.json_of(201)
}

async fn everybody(desk: &Desk) -> Vec<(String, String)> {
    let all = desk.get("/agents?state=all").await.json_of(200);
    let items = all["items"].as_array().unwrap().iter();
    items.map(|one| (one["email"].as_str().unwrap().into(), one["state"].as_str().unwrap().into())).collect()
}

/// the link works once; until then the person can do nothing and is nobody's colleague.
#[tokio::test]
async fn somebody_who_is_invited_joins_once_by_the_mailed_link() {
    let desk = Desk::new().await;
    let new = invited(&desk).await;
    assert_eq!((new["state"].as_str(), new["role"].as_str()), (Some("invited"), Some("manager")));
    assert_eq!(new["invited_until"], "2026-11-29T00:00:00Z");
    assert_eq!(told(&desk, Kind::Invitation).await.unwrap().0, "Cyd@Desk.example");
    assert_eq!(ids(&desk.get("/agents").await.json_of(200)).len(), 2, "nobody's colleague yet");
    assert!(everybody(&desk).await.contains(&("Cyd@Desk.example".into(), "invited".into())));
    let token = token(&desk, Kind::Invitation, "join").await;
    assert!(flow::people::sign_in(&desk.web.node, "cyd@desk.example", "").await.is_err());
    join(&desk, "", "Cyd", PASSWORD).await.problem(410, "gone");
    join(&desk, &token, "Cyd", "short").await.problem(422, "field_invalid");
    join(&desk, &token, " ", PASSWORD).await.problem(422, "field_invalid");
    let joined = join(&desk, &token, "Cyd", PASSWORD).await;
    assert!(joined.header("set-cookie").starts_with("staffetta="));
    let session = joined.json_of(201)["token"].as_str().unwrap().to_string();
    let me = desk.by(&session, "GET", "/me", None).await.json_of(200);
    assert_eq!((me["name"].as_str(), me["role"].as_str()), (Some("Cyd"), Some("manager")));
    join(&desk, &token, "Again", PASSWORD).await.problem(410, "gone");
    desk.delete(&format!("/agents/{}/invitation", new["id"].as_str().unwrap())).await.problem(404, "not_found");
}

///
#[tokio::test]
async fn an_invitation_ends_by_time_by_a_newer_one_and_by_being_taken_back() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}/invitation", invited(&desk).await["id"].as_str().unwrap());
    let first = token(&desk, Kind::Invitation, "join").await;
    desk.by(&desk.ana_token, "POST", &path, None).await.json_of(200);
    let second = token(&desk, Kind::Invitation, "join").await;
    assert_ne!(first, second);
    join(&desk, &first, "Cyd", PASSWORD).await.problem(410, "gone");
    desk.later(7 * 86_400);
    join(&desk, &second, "Cyd", PASSWORD).await.problem(410, "gone");
    desk.by(&desk.ana_token, "POST", &path, None).await.json_of(200);
    let third = token(&desk, Kind::Invitation, "join").await;
    assert_eq!(desk.delete(&path).await.status, 204);
    join(&desk, &third, "Cyd", PASSWORD).await.problem(410, "gone");
    assert_eq!(everybody(&desk).await.len(), 2);
    desk.by(&desk.ana_token, "POST", &path, None).await.problem(404, "not_found");
    invited(&desk).await;
}

/// who is invited to another address after all joins from there only.
#[tokio::test]
async fn an_invitation_follows_the_address() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}", invited(&desk).await["id"].as_str().unwrap());
    let former = token(&desk, Kind::Invitation, "join").await;
    desk.patch(&path, json!({"email": "cydney@desk.example"})).await.json_of(200);
    assert_eq!(told(&desk, Kind::Invitation).await.unwrap().0, "cydney@desk.example");
    join(&desk, &former, "Cyd", PASSWORD).await.problem(410, "gone");
    let token = token(&desk, Kind::Invitation, "join").await;
    join(&desk, &token, "Cyd", PASSWORD).await.json_of(201);
    desk.patch(&path, json!({"active": true})).await.json_of(200);
}

#[tokio::test]
async fn nobody_is_invited_whom_the_desk_knows_or_cannot_write_to() {
    let desk = Desk::new().await;
    for (email, words) in [
        ("support@desk.example", "one of your mailboxes"),
        ("BEN@desk.example", "Another agent"),
        ("nobody", "not an address"),
    ] {
        let refused =
            desk.post("/agents", json!({"email": email, "role": "agent"})).await.problem(422, "field_invalid");
        assert!(refused["fields"]["email"].as_str().unwrap().contains(words), "{email}: {refused}");
    }
    desk.post("/agents", json!({"email": "a@b.example", "role": "owner"})).await.problem(422, "field_invalid");
    desk.post("/agents", json!({"email": "a@b.example", "role": "agent", "active": true}))
        .await
        .problem(422, "field_invalid");
    let again = format!("/agents/{}/invitation", invited(&desk).await["id"].as_str().unwrap());
    for _ in 1..::desk::limits::LINKS_AN_HOUR {
        desk.by(&desk.ana_token, "POST", &again, None).await.json_of(200);
    }
    desk.by(&desk.ana_token, "POST", &again, None).await.problem(422, "field_invalid");
    let mute = Desk::empty().await;
    let refused = mute.post("/agents", json!({"email": "cyd@desk.example", "role": "agent"})).await;
    assert!(refused.problem(422, "field_invalid")["fields"]["email"].as_str().unwrap().contains("No mailbox"));
    assert_eq!(everybody(&mute).await.len(), 2);
}

/// X-9, A3: sessions end at once; conversations stay unless the admin asks.
#[tokio::test]
async fn whoever_is_switched_off_is_out_and_their_conversations_stay_unless_asked() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}", desk.ben);
    let mine = Seed { subject: "Mine", text: "Hello", assignee: Some(desk.ben), ..Seed::default() };
    let (id, _) = desk.seed(mine).await;
    let conversation = format!("/conversations/{id}");
    desk.patch(&path, json!({"unassign": true})).await.problem(422, "field_invalid");
    let off = desk.patch(&path, json!({"active": false})).await.json_of(200);
    assert_eq!((off["state"].as_str(), off["presence"].as_str()), (Some("off"), Some("offline")));
    desk.by(&desk.ben_token, "GET", "/me", None).await.problem(401, "not_signed_in");
    assert!(flow::people::sign_in(&desk.web.node, "ben@desk.example", PASSWORD).await.is_err());
    assert_eq!(desk.get(&conversation).await.json_of(200)["assignee"]["name"], "Ben");
    assert_eq!(ids(&desk.get("/agents").await.json_of(200)).len(), 1);

    desk.patch(&path, json!({"active": true})).await.json_of(200);
    desk.by(&desk.ben_token, "GET", "/me", None).await.problem(401, "not_signed_in");
    assert!(flow::people::sign_in(&desk.web.node, "ben@desk.example", PASSWORD).await.is_ok());
    desk.patch(&path, json!({"active": false, "unassign": true})).await.json_of(200);
    let given_back = desk.get(&conversation).await.json_of(200);
    assert_eq!(given_back["assignee"], Value::Null);
    assert_eq!(given_back["events"].as_array().unwrap().last().unwrap()["actor"]["name"], "Ana");
}

/// X-9, D5
#[tokio::test]
async fn the_last_admin_stays_and_a_new_role_begins_with_a_new_session() {
    let desk = Desk::new().await;
    let (ana, ben) = (format!("/agents/{}", desk.ana), format!("/agents/{}", desk.ben));
    for change in [json!({"active": false}), json!({"role": "manager"})] {
        desk.patch(&ana, change).await.problem(422, "field_invalid");
    }
    desk.by(&desk.ben_token, "PATCH", &ben, Some(json!({"role": "admin"}))).await.problem(403, "forbidden");
    assert_eq!(desk.patch(&ben, json!({"role": "admin"})).await.json_of(200)["role"], "admin");
    desk.by(&desk.ben_token, "GET", "/me", None).await.problem(401, "not_signed_in");
    desk.patch(&ana, json!({"role": "agent"})).await.json_of(200);
    desk.get("/me").await.problem(401, "not_signed_in");
}

#[tokio::test]
async fn only_admins_manage_people_and_everybody_may_read_what_roles_may_do() {
    let desk = Desk::new().await;
    let (ana, invitation) = (format!("/agents/{}", desk.ana), format!("/agents/{}/invitation", desk.ana));
    for (method, path, body) in [
        ("GET", "/agents?state=all", None),
        ("POST", "/agents", Some(json!({"email": "cyd@desk.example", "role": "admin"}))),
        ("PATCH", ana.as_str(), Some(json!({"active": false}))),
        ("POST", invitation.as_str(), None),
        ("DELETE", invitation.as_str(), None),
    ] {
        desk.by(&desk.ben_token, method, path, body).await.problem(403, "forbidden");
    }
    desk.get("/agents?state=off").await.problem(400, "parameter_invalid");
    // Lists take a limit, also the one that has a single page.
    assert_eq!(ids(&desk.get("/agents?limit=200").await.json_of(200)).len(), 2);
    let roles = desk.by(&desk.ben_token, "GET", "/roles", None).await.json_of(200);
    assert_eq!(roles["items"][0], json!({"role": "agent", "may": ["read", "work", "read-settings"]}));
    assert!(roles["items"][2]["may"].as_array().unwrap().contains(&json!("manage-people")));
    // Each person is told the same of themselves; and the browser's tests know the table by this very answer.
    assert_eq!(desk.get("/me").await.json_of(200)["may"], roles["items"][2]["may"]);
    let (file, now) = (concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/test/roles.json"), format!("{roles:#}\n"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), now, "UPDATE_SNAPSHOTS=1 cargo test -p web writes it anew");
}
