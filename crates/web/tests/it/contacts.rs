//! Addresses that are completed while somebody types.

use serde_json::{Value, json};

use crate::desk::Desk;

fn addresses(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|one| one["address"].as_str().unwrap().to_string()).collect()
}

/// D4: only customers of conversations that the caller may see are offered.
#[tokio::test]
async fn an_address_is_completed_from_the_customers_that_one_may_see() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    for typed in ["zo", "ZOE@", "k%C5%AF", "zoe@shop.example"] {
        let found = desk.get(&format!("/contacts?q={typed}")).await.json_of(200);
        assert_eq!(addresses(&found), ["zoe@shop.example"], "{typed}");
        assert_eq!(found["items"][0]["name"], "Zoë Kůň");
    }
    for typed in ["", "%25", "_", "oe", "shop"] {
        assert!(addresses(&desk.get(&format!("/contacts?q={typed}")).await.json_of(200)).is_empty(), "{typed}");
    }
    desk.get(&format!("/contacts?q={}", "x".repeat(101))).await.problem(400, "parameter_invalid");
    let queue = json!({"name": "Board", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
    let by_ben = desk.by(&desk.ben_token, "GET", "/contacts?q=zo", None).await.json_of(200);
    assert!(addresses(&by_ben).is_empty());
    assert_eq!(addresses(&desk.get("/contacts?q=zo").await.json_of(200)).len(), 1);
}
