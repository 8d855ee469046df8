//! The people of the team: their addresses are changed by admins, never to one of ours, and never without telling.

use ::desk::{NoticeId, notice::Kind};
use serde_json::{Value, json};
use store::notices;

use crate::desk::{Desk, PASSWORD};

/// SB-6, SB-7: a new address is checked as a first one is; sign-in follows it, and the audit log and the former address
/// are told.
#[tokio::test]
async fn an_agents_address_is_changed_by_admins_and_the_former_one_is_told() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}", desk.ben);
    desk.patch("/settings", json!({"inbound_domain": "in.desk.example"})).await.json_of(200);
    let sales = json!({"address": "sales@desk.example", "aliases": ["shop@desk.example"]});
    let sales = desk.post("/mailboxes", sales).await.json_of(201);
    let forwarding = sales["forwarding_address"].as_str().unwrap();
    for ours in ["sales@desk.example", "SHOP@desk.example", "support+ben@desk.example", forwarding] {
        let refused = desk.patch(&path, json!({"email": ours})).await.problem(422, "field_invalid");
        assert!(refused["fields"]["email"].as_str().unwrap().contains("one of your mailboxes"), "{ours}: {refused}");
    }
    for wrong in ["ana@desk.example", "ben", ""] {
        let refused = desk.patch(&path, json!({"email": wrong})).await.problem(422, "field_invalid");
        assert!(refused["fields"]["email"].is_string(), "{wrong}: {refused}");
    }
    desk.by(&desk.ben_token, "PATCH", &path, Some(json!({"name": "Benjamin"}))).await.problem(403, "forbidden");
    desk.patch("/agents/999", json!({"name": "Nobody"})).await.problem(404, "not_found");

    let changed = desk.patch(&path, json!({"email": "benno@desk.example", "name": "Benno"})).await.json_of(200);
    assert_eq!((changed["email"].as_str(), changed["name"].as_str()), (Some("benno@desk.example"), Some("Benno")));
    let node = &desk.web.node;
    assert!(flow::people::sign_in(node, "ben@desk.example", PASSWORD).await.is_err());
    assert!(flow::people::sign_in(node, "benno@desk.example", PASSWORD).await.is_ok());
    let ben = desk.ben;
    let (told, noted) = desk
        .db()
        .read(move |tx| {
            let told = notices::count_to_agent(tx, Kind::Alarm, ben, ::desk::Micros(0))?;
            Ok((told, store::audit::of(tx, &format!("agent:{ben}"))?))
        })
        .await
        .unwrap();
    assert_eq!((told, noted.len()), (1, 1));
    assert_eq!(noted[0].action, "agent.changed");
    let mail = desk.db().read(|tx| notices::by_id(tx, NoticeId(1))).await.unwrap().unwrap();
    assert_eq!(mail.recipient.address, "ben@desk.example");
    assert!(mail.text.contains("from ben@desk.example to benno@desk.example"), "{}", mail.text);

    // The other way round: what is an agent's now is no mailbox's, and what was can be one.
    desk.post("/mailboxes", json!({"address": "benno@desk.example"})).await.problem(422, "field_invalid");
    let path = format!("/mailboxes/{}", sales["id"].as_str().unwrap());
    desk.patch(&path, json!({"address": "benno+x@desk.example"})).await.problem(422, "field_invalid");
    desk.patch(&path, json!({"aliases": ["benno@desk.example"]})).await.problem(422, "field_invalid");
    assert_eq!(desk.patch(&path, json!({"aliases": ["ben@desk.example"]})).await.json_of(200)["category"], Value::Null);
}
