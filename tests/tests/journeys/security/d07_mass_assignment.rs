//! D7: a request changes the fields that its document names and no others, whatever columns there are (FreeScout CVE-2026-40569).

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::team::{BEN, Team};

/// The columns of all tables.
fn columns(team: &Team) -> BTreeSet<String> {
    let database = Connection::open(team.at.desk.program.data().join("staffetta.db")).expect("the database");
    let mut asked = database
        .prepare("SELECT c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'")
        .expect("a statement");
    let names = asked.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    names.map(|name| name.expect("a name")).collect()
}

/// The fields that a request to this path may have.
fn fields(document: &Value, path: &str, method: &str) -> BTreeSet<String> {
    let body = &document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let name = body.as_str().expect("a schema").rsplit('/').next().expect("a name");
    let properties = document["components"]["schemas"][name]["properties"].as_object().expect("properties");
    properties.keys().cloned().collect()
}

/// D7: every column that the document does not name is refused in every change, by an admin too, and nothing of the request is done.
#[test]
fn no_column_can_be_set_that_is_no_field() {
    let team = Team::open();
    let anna = &team.at.desk.api;
    let document = anna.get("/api/openapi.json").json_of(200);
    let (conversation, _) = team.asked("Order", "Where is my order?");
    let ben = anna.list("/agents").into_iter().find(|one| one["email"] == BEN).expect("Ben")["id"].clone();
    let queue = anna.post("/queues", &json!({"name": "Orders"})).json_of(201)["id"].clone();
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let columns: BTreeSet<String> =
        columns(&team).into_iter().chain(["bcc", "auto_bcc", "forward_to", "permissions"].map(str::to_owned)).collect();
    assert!(columns.len() > 100, "{columns:?}");
    let mut refused = 0;
    for (path, id) in [
        ("/api/v1/me", None),
        ("/api/v1/settings", None),
        ("/api/v1/agents/{id}", Some(id(&ben))),
        ("/api/v1/queues/{id}", Some(id(&queue))),
        ("/api/v1/mailboxes/{id}", Some(team.at.mailbox.clone())),
        ("/api/v1/conversations/{id}", Some(conversation.clone())),
    ] {
        let known = fields(&document, path, "patch");
        let here = path.replace("{id}", id.as_deref().unwrap_or_default());
        let before = anna.get(&here).json_of(200);
        for column in columns.iter().filter(|column| !known.contains(*column)) {
            let answer = anna.patch(&here, &json!({column: 1}));
            assert_eq!(answer.status, 422, "{column} of {path}: {}", answer.text());
            refused += 1;
        }
        let after = anna.get(&here).json_of(200);
        if path.ends_with("{id}") {
            assert_eq!(after["name"], before["name"], "{path}");
        }
    }
    assert!(refused > 600, "only {refused}");
}

/// D7: an agent cannot make more of themselves than they are, by any field of any request about themselves.
#[test]
fn nobody_gives_themselves_a_role() {
    let team = Team::open();
    let me = team.ben.get("/me").json_of(200);
    for field in ["role", "active", "email", "name", "epoch", "password_hash"] {
        assert_eq!(team.ben.patch("/me", &json!({field: "admin"})).status, 422, "{field}");
    }
    let own = format!("/agents/{}", me["id"].as_str().expect("an id"));
    assert_eq!(team.ben.patch(&own, &json!({"role": "admin"})).status, 403);
    let new = json!({"email": "evil@else.example", "role": "admin"});
    assert_eq!(team.ben.post("/agents", &new).status, 403);
    assert_eq!(team.ben.get("/me").json_of(200)["role"], "agent");
}
