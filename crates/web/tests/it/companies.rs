//! Companies: whose contacts are theirs by domain.

use serde_json::{Value, json};

use crate::desk::Desk;

async fn contact(desk: &Desk, address: &str) -> Value {
    let body =
        json!({"mailbox": desk.mailbox.to_string(), "to": [{"address": address}], "subject": "Hello", "text": "Hello"});
    desk.post("/conversations", body).await.json_of(201);
    let found = desk.get(&format!("/contacts?q={address}")).await.json_of(200);
    let path = format!("/contacts/{}", found["items"][0]["id"].as_str().unwrap());
    desk.get(&path).await.json_of(200)
}

async fn again(desk: &Desk, contact: &Value) -> Value {
    desk.get(&format!("/contacts/{}", contact["id"].as_str().unwrap())).await.json_of(200)
}

#[tokio::test]
async fn contacts_belong_to_the_company_of_their_domain_unless_somebody_says_otherwise() {
    let desk = Desk::new().await;
    let max = contact(&desk, "max@acme.example").await;
    let eva = contact(&desk, "eva@other.example").await;
    assert_eq!((&max["company"], &max["company_by_domain"]), (&Value::Null, &json!(true)));
    let acme = json!({"name": "Acme", "domains": ["@ACME.example", "acme.example"], "notes": "Pays late"});
    let acme = desk.post("/companies", acme).await.json_of(201);
    assert_eq!((&acme["domains"], &acme["notes"]), (&json!(["acme.example"]), &json!("Pays late")));
    assert_eq!(again(&desk, &max).await["company"], json!({"id": acme["id"], "name": "Acme"}));
    let new = contact(&desk, "nora@acme.example").await;
    assert_eq!(new["company"]["name"], "Acme", "who comes later belongs to it too");
    let id = acme["id"].as_str().unwrap();
    let listed = desk.get(&format!("/contacts?company={id}")).await.json_of(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    // By somebody's word, whatever the domain says, and back.
    let path = |one: &Value| format!("/contacts/{}", one["id"].as_str().unwrap());
    assert!(desk.patch(&path(&max), json!({"company": null})).await.json_of(200)["company"].is_null());
    let said = desk.patch(&path(&eva), json!({"company": id})).await.json_of(200);
    assert_eq!((&said["company"]["name"], &said["company_by_domain"]), (&json!("Acme"), &json!(false)));
    desk.patch(&format!("/companies/{id}"), json!({"domains": ["other.example"]})).await.json_of(200);
    assert!(again(&desk, &new).await["company"].is_null());
    let back = desk.patch(&path(&max), json!({"company_by_domain": true})).await.json_of(200);
    assert_eq!((&back["company"], &back["company_by_domain"]), (&Value::Null, &json!(true)));
    desk.patch(&path(&max), json!({"addresses": ["max@acme.example", "max@other.example"]})).await.json_of(200);
    assert_eq!(again(&desk, &max).await["company"]["name"], "Acme");
    assert_eq!(desk.delete(&format!("/companies/{id}")).await.status, 204);
    assert!(again(&desk, &eva).await["company"].is_null());
    desk.get(&format!("/companies/{id}")).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_company_is_found_and_what_does_not_fit_is_refused_at_its_field() {
    let desk = Desk::new().await;
    for (name, domain) in [("Acme", "acme.example"), ("Žluť Works", "zlut.example")] {
        desk.post("/companies", json!({"name": name, "domains": [domain]})).await.json_of(201);
    }
    for (typed, expected) in [("", vec!["Žluť Works", "Acme"]), ("zlut", vec!["Žluť Works"]), ("acme.ex", vec!["Acme"])]
    {
        let found = desk.get(&format!("/companies?q={typed}")).await.json_of(200);
        let names: Vec<&str> =
            found["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{typed}");
    }
    let next = desk.get("/companies?limit=1").await.json_of(200)["next"].as_str().unwrap().to_string();
    assert_eq!(desk.get(&format!("/companies?limit=1&after={next}")).await.json_of(200)["items"][0]["name"], "Acme");
    desk.get(&format!("/contacts?after={next}")).await.problem(400, "invalid_cursor");
    for (body, field) in [
        (json!({"name": " "}), "name"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"name": "B", "domains": ["gmail.com"]}), "domains"),
        (json!({"name": "B", "domains": ["co.uk"]}), "domains"),
        (json!({"name": "B", "domains": ["localhost"]}), "domains"),
        (json!({"name": "B", "domains": ["acme.example"]}), "domains"),
        (json!({"name": "B", "domains": vec!["b.example"; 51]}), "domains"),
        (json!({"name": "B", "notes": "x".repeat(10_001)}), "notes"),
        (json!({"name": "B", "colour": "red"}), "colour"),
    ] {
        let problem = desk.post("/companies", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
}
