//! Mailboxes: tested before they are saved, changed, removed; passwords never come out.

use serde_json::{Value, json};

use crate::desk::Desk;

const SECRET: &str = "the secret of this mailbox";

/// A port of this machine on which nobody listens.
fn closed_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn imap(port: u16) -> Value {
    json!({"kind": "imap", "host": "127.0.0.1", "port": port, "tls": "none", "login": "sales", "password": SECRET,
        "folder": "INBOX", "after": "move", "move_to": "Done"})
}

/// LD-9: a connection is tested before it is saved; one that fails is saved only when told so.
#[tokio::test]
async fn a_connection_that_fails_is_not_saved_unless_told_so() {
    let desk = Desk::new().await;
    let port = closed_port();
    let body = json!({"name": "Sales", "address": "sales@desk.example", "incoming": imap(port)});
    let problem = desk.post("/mailboxes", body.clone()).await.problem(422, "connection_failed");
    assert_eq!(
        (&problem["steps"][0]["step"], &problem["steps"][0]["ok"]),
        (&json!("receiving.connect"), &json!(false))
    );
    assert!(problem["steps"][0]["message"].as_str().unwrap().len() > 20, "{problem}");
    assert_eq!(desk.get("/mailboxes").await.json_of(200)["items"].as_array().unwrap().len(), 1);

    let steps = desk
        .post("/mailboxes/test", json!({"address": "sales@desk.example", "incoming": imap(port)}))
        .await
        .json_of(200);
    assert_eq!(steps, problem["steps"]);

    let mut anyway = body;
    anyway["save_anyway"] = json!(true);
    let saved = desk.post("/mailboxes", anyway).await;
    assert!(!saved.text().contains(SECRET));
    let saved = saved.json_of(201);
    let incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": port, "tls": "none", "login": "sales",
        "folder": "INBOX", "after": "move", "move_to": "Done", "has_password": true});
    assert_eq!(saved["incoming"], with_beside(incoming));
    assert_eq!(saved["health"]["receiving"]["state"], "connecting");
    assert_eq!(saved["health"]["sending"]["state"], "off");
    for path in ["/mailboxes".to_string(), format!("/mailboxes/{}", saved["id"].as_str().unwrap())] {
        assert!(!desk.get(&path).await.text().contains(SECRET));
    }
}

/// A connection with what is said of polling, history, folders and spam where nothing was said.
fn with_beside(mut incoming: Value) -> Value {
    let beside = json!({"poll_s": null, "history_days": null, "copy_sent": null, "sent_folder": null,
        "watch_sent": false, "watch_junk": false, "junk_folder": null, "believe_spam_marks": false});
    incoming.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
    incoming
}

/// A stored password goes to the server that it was entered for, and to no other.
#[tokio::test]
async fn a_stored_password_is_not_lent_to_another_server_or_login() {
    let desk = Desk::new().await;
    let body =
        json!({"name": "Sales", "address": "sales@desk.example", "incoming": imap(closed_port()), "save_anyway": true});
    let saved = desk.post("/mailboxes", body).await.json_of(201);
    let path = format!("/mailboxes/{}", saved["id"].as_str().unwrap());
    for (field, value) in [("host", "localhost"), ("login", "somebody")] {
        let mut elsewhere = imap(closed_port());
        elsewhere["password"] = Value::Null;
        elsewhere[field] = json!(value);
        let change = json!({"incoming": elsewhere, "save_anyway": true});
        let problem = desk.patch(&path, change).await.problem(422, "field_invalid");
        assert!(problem["fields"]["incoming"].is_string(), "{problem}");
        elsewhere["password"] = json!("entered again");
        let change = json!({"incoming": elsewhere, "save_anyway": true});
        assert_eq!(desk.patch(&path, change).await.json_of(200)["incoming"]["has_password"], true);
        let back = json!({"incoming": imap(closed_port()), "save_anyway": true});
        desk.patch(&path, back).await.json_of(200);
    }
}

/// LD-1: a name and an address are enough.
#[tokio::test]
async fn a_mailbox_is_added_changed_and_removed() {
    let desk = Desk::new().await;
    let added = desk.post("/mailboxes", json!({"name": "Sales", "address": "Sales@Desk.example"})).await.json_of(201);
    let path = format!("/mailboxes/{}", added["id"].as_str().unwrap());
    let names: Vec<&String> = added.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 18, "{names:?}");
    assert_eq!(
        (&added["purpose"], &added["enabled"], &added["generated"]),
        (&json!("receive_and_send"), &json!(true), &json!(false))
    );
    assert!(added["incoming"].is_null() && added["outgoing"].is_null() && added["forwarding_address"].is_null());

    desk.patch("/settings", json!({"inbound_domain": "in.desk.example"})).await.json_of(200);
    let listener = desk
        .patch(&path, json!({"incoming": {"kind": "listener"}, "aliases": ["shop@desk.example"]}))
        .await
        .json_of(200);
    let expected = json!({"kind": "listener", "host": null, "port": null, "tls": null, "login": null, "folder": null,
        "after": null, "move_to": null, "has_password": false});
    let expected = with_beside(expected);
    assert_eq!(listener["incoming"], expected);
    assert_eq!(listener["aliases"], json!(["shop@desk.example"]));
    assert!(listener["forwarding_address"].as_str().unwrap().ends_with("@in.desk.example"));
    assert_eq!(desk.patch(&path, json!({"name": "Shop"})).await.json_of(200)["incoming"], expected);
    assert!(desk.patch(&path, json!({"incoming": null})).await.json_of(200)["incoming"].is_null());
    // What was read can be written back.
    let whole = json!({"incoming": expected});
    desk.patch(&path, whole).await.json_of(200);

    assert_eq!(desk.by(&desk.ana_token, "DELETE", &path, None).await.status, 204);
    desk.get(&path).await.problem(404, "not_found");
    desk.by(&desk.ana_token, "DELETE", &path, None).await.problem(404, "not_found");
    desk.by(&desk.ana_token, "DELETE", &format!("/mailboxes/{}", desk.mailbox), None)
        .await
        .problem(409, "mailbox_generated");
}

#[tokio::test]
async fn a_password_stays_when_none_is_given() {
    let desk = Desk::new().await;
    let body = json!({"address": "sales@desk.example", "incoming": imap(closed_port()), "save_anyway": true});
    let added = desk.post("/mailboxes", body).await.json_of(201);
    let path = format!("/mailboxes/{}", added["id"].as_str().unwrap());
    let mut incoming = added["incoming"].clone();
    incoming["folder"] = json!("Sales");
    let changed = desk.patch(&path, json!({"incoming": incoming, "save_anyway": true})).await.json_of(200);
    assert_eq!((&changed["incoming"]["folder"], &changed["incoming"]["has_password"]), (&json!("Sales"), &json!(true)));
}

#[tokio::test]
async fn what_does_not_fit_a_mailbox_is_named() {
    let desk = Desk::new().await;
    for (body, field) in [
        (json!({"name": "Sales"}), "address"),
        (json!({"address": "nonsense"}), "address"),
        (json!({"address": "support@desk.example"}), "address"),
        (json!({"address": "ben@desk.example"}), "address"),
        (json!({"address": "s@desk.example", "aliases": ["x"]}), "aliases"),
        (json!({"address": "s@desk.example", "purpose": "both"}), "purpose"),
        (json!({"address": "s@desk.example", "incoming": {"kind": "carrier-pigeon"}}), "incoming.kind"),
        (json!({"address": "s@desk.example", "incoming": {"kind": "imap", "port": 70_000}}), "incoming.port"),
        (json!({"address": "s@desk.example", "incoming": {"kind": "imap"}}), "incoming"),
        (json!({"address": "s@desk.example", "outgoing": {"host": "x", "port": 25}}), "outgoing.tls"),
        (
            json!({"address": "s@desk.example", "outgoing": {"host": "x", "port": 25, "tls": "none", "x": 1}}),
            "outgoing.x",
        ),
        (json!({"address": "s@desk.example", "id": "5"}), "id"),
    ] {
        let problem = desk.post("/mailboxes", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
}
