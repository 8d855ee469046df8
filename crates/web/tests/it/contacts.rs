//! Contacts: completed, listed, read, changed, noted about, merged.

use serde_json::{Value, json};

use crate::desk::{Desk, Seed, request};

fn addresses(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|one| one["address"].as_str().unwrap().to_string()).collect()
}

/// D4: only customers of conversations that the caller may see are offered.
#[tokio::test]
async fn an_address_is_completed_from_the_customers_that_one_may_see() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    for typed in ["zo", "ZOE@", "k%C5%AF", "zoe@shop.example"] {
        let found = desk.get(&format!("/contacts/completions?q={typed}")).await.json_of(200);
        assert_eq!(addresses(&found), ["zoe@shop.example"], "{typed}");
        assert_eq!(found["items"][0]["name"], "Zoë Kůň");
    }
    for typed in ["", "%25", "_", "oe", "shop"] {
        assert!(
            addresses(&desk.get(&format!("/contacts/completions?q={typed}")).await.json_of(200)).is_empty(),
            "{typed}"
        );
    }
    desk.get(&format!("/contacts/completions?q={}", "x".repeat(101))).await.problem(400, "parameter_invalid");
    let queue = json!({"name": "Board", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
    let by_ben = desk.by(&desk.ben_token, "GET", "/contacts/completions?q=zo", None).await.json_of(200);
    assert!(addresses(&by_ben).is_empty());
    assert_eq!(addresses(&desk.get("/contacts/completions?q=zo").await.json_of(200)).len(), 1);
}

async fn write_to(desk: &Desk, address: &str, name: &str) -> Value {
    let body = json!({"mailbox": desk.mailbox.to_string(), "to": [{"address": address, "name": name}], "subject": "Hello", "text": "Hello"});
    desk.post("/conversations", body).await.json_of(201)
}

fn texts(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_string()).collect()
}

#[tokio::test]
async fn contacts_are_found_by_the_beginnings_of_words_and_by_a_whole_address() {
    let desk = Desk::new().await;
    desk.conversation("Order", "Hello").await;
    write_to(&desk, "max@acme.example", "Max Müller").await;
    write_to(&desk, "maria@acme.example", "Maria Žáková").await;
    for (typed, found) in [
        ("", vec!["maria@acme.example", "max@acme.example", "zoe@shop.example"]),
        ("ma", vec!["maria@acme.example", "max@acme.example"]),
        ("zak", vec!["maria@acme.example"]),
        ("acme%20mull", vec!["max@acme.example"]),
        ("Max@ACME.example", vec!["max@acme.example"]),
        ("oe", vec![]),
    ] {
        assert_eq!(addresses(&desk.get(&format!("/contacts?q={typed}")).await.json_of(200)), found, "{typed}");
    }
    let first = desk.get("/contacts?limit=2").await.json_of(200);
    let next = first["next"].as_str().unwrap();
    assert_eq!(addresses(&first), ["maria@acme.example", "max@acme.example"]);
    let second = desk.get(&format!("/contacts?limit=2&after={next}")).await.json_of(200);
    assert_eq!((addresses(&second), &second["next"]), (vec!["zoe@shop.example".into()], &Value::Null));
    desk.get(&format!("/contacts?q=ma&after={next}")).await.problem(400, "invalid_cursor");
    desk.get("/contacts?company=x").await.problem(400, "parameter_invalid");
    desk.get(&format!("/contacts?q={}", "x".repeat(101))).await.problem(400, "parameter_invalid");
}

/// D3: a contact none of whose conversations one sees is not there.
#[tokio::test]
async fn a_contact_is_seen_by_whoever_sees_a_conversation_of_theirs() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{contact}");
    let ben = |method: &'static str, path: String, body: Option<Value>| {
        let desk = &desk;
        async move { desk.by(&desk.ben_token, method, &path, body).await }
    };
    ben("PATCH", path.clone(), Some(json!({"name": "Zoe"}))).await.json_of(200);
    let queue = json!({"name": "Board", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
    assert!(addresses(&ben("GET", "/contacts".into(), None).await.json_of(200)).is_empty());
    assert!(addresses(&ben("GET", "/contacts?q=zoe@shop.example".into(), None).await.json_of(200)).is_empty());
    for (method, path, body) in [
        ("GET", path.clone(), None),
        ("GET", format!("{path}/conversations"), None),
        ("PATCH", path.clone(), Some(json!({"name": "Z"}))),
        ("POST", format!("{path}/notes"), Some(json!({"text": "x"}))),
        ("POST", format!("{path}/merge"), Some(json!({"into": "999"}))),
        ("DELETE", format!("{path}/merge"), None),
        ("DELETE", "/contact-notes/1".into(), None),
        ("GET", "/contacts/999".into(), None),
    ] {
        ben(method, path, body).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_contact_is_changed_and_what_does_not_fit_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    write_to(&desk, "max@acme.example", "Max").await;
    let contact = desk.get("/contacts?q=zoe@shop.example").await.json_of(200)["items"][0]["id"].clone();
    let path = format!("/contacts/{}", contact.as_str().unwrap());
    let change = json!({"name": " Zoe K. ", "addresses": ["zoe@home.example", "Zoe@shop.example"]});
    let shown = desk.patch(&path, change).await.json_of(200);
    assert_eq!((&shown["name"], &shown["address"]), (&json!("Zoe K."), &json!("zoe@home.example")));
    assert_eq!(texts(&shown["addresses"], "address"), ["zoe@home.example", "Zoe@shop.example"]);
    assert_eq!(desk.get(&format!("/conversations/{id}")).await.json_of(200)["contact"]["name"], "Zoe K.");
    assert_eq!(addresses(&desk.get("/contacts?q=home").await.json_of(200)), ["zoe@home.example"]);
    for (body, field) in [
        (json!({"addresses": []}), "addresses"),
        (json!({"addresses": ["zoe@shop.example", "ZOE@shop.example"]}), "addresses"),
        (json!({"addresses": ["no address"]}), "addresses"),
        (json!({"addresses": ["zoe@shop.example", "ben+x@desk.example"]}), "addresses"),
        (json!({"addresses": ["zoe@shop.example", "help@desk.example"]}), "addresses"),
        (json!({"addresses": ["zoe@shop.example", "max@acme.example"]}), "addresses"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"company": "999"}), "company"),
        (json!({"company": null, "company_by_domain": true}), "company"),
        (json!({"colour": "red"}), "colour"),
    ] {
        let problem = desk.patch(&path, body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    // Nothing of what was refused stays, and the address that was given up is free again.
    assert_eq!(desk.get(&path).await.json_of(200)["addresses"].as_array().unwrap().len(), 2);
    desk.patch(&path, json!({"name": null, "addresses": ["zoe@home.example"]})).await.json_of(200);
    assert!(addresses(&desk.get("/contacts?q=zoe@shop.example").await.json_of(200)).is_empty());
}

#[tokio::test]
async fn notes_are_the_teams_and_removed_by_their_author_or_a_manager() {
    let desk = Desk::new().await;
    desk.conversation("Order", "Hello").await;
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{contact}");
    let note = |token: String, text: &'static str| {
        let (desk, path) = (&desk, format!("{path}/notes"));
        async move { desk.by(&token, "POST", &path, Some(json!({"text": text}))).await.json_of(201) }
    };
    note(desk.ana_token.clone(), "Call before noon").await;
    let shown = note(desk.ben_token.clone(), "Speaks Czech").await;
    assert_eq!(texts(&shown["notes"], "text"), ["Speaks Czech", "Call before noon"]);
    let ids = texts(&shown["notes"], "id");
    assert_eq!((&shown["notes"][0]["removable"], &shown["notes"][1]["removable"]), (&json!(true), &json!(false)));
    let remove = |token: String, id: String| {
        let desk = &desk;
        async move { desk.by(&token, "DELETE", &format!("/contact-notes/{id}"), None).await.status.as_u16() }
    };
    assert_eq!(remove(desk.ben_token.clone(), ids[1].clone()).await, 404);
    assert_eq!(remove(desk.ana_token.clone(), ids[0].clone()).await, 204);
    for text in ["  ".to_string(), "x".repeat(10_001)] {
        let problem = desk.post(&format!("{path}/notes"), json!({"text": text})).await.problem(422, "field_invalid");
        assert!(problem["fields"]["text"].is_string());
    }
    assert_eq!(texts(&desk.get(&path).await.json_of(200)["notes"], "text"), ["Call before noon"]);
}

#[tokio::test]
async fn contacts_are_merged_and_a_merge_is_taken_back() {
    let desk = Desk::new().await;
    desk.conversation("Order", "Hello").await;
    let other = write_to(&desk, "zoe@home.example", "Zoe").await;
    let id_of = |address: &'static str| {
        let desk = &desk;
        async move {
            let found = desk.get(&format!("/contacts?q={address}")).await.json_of(200);
            found["items"][0]["id"].as_str().unwrap().to_string()
        }
    };
    let (source, target) = (id_of("zoe@home.example").await, id_of("zoe@shop.example").await);
    desk.post(&format!("/contacts/{source}/notes"), json!({"text": "Lives in Brno"})).await.json_of(201);
    let merge = format!("/contacts/{source}/merge");
    for into in [source.clone(), "999".into()] {
        let problem = desk.post(&merge, json!({"into": into})).await.problem(422, "field_invalid");
        assert!(problem["fields"]["into"].is_string());
    }
    let merged = desk.post(&merge, json!({"into": target})).await.json_of(200);
    assert_eq!(merged["id"], target.as_str());
    assert_eq!(texts(&merged["addresses"], "address"), ["zoe@shop.example", "zoe@home.example"]);
    assert_eq!(texts(&merged["notes"], "text"), ["Lives in Brno"]);
    assert_eq!(texts(&merged["merged"], "id"), [source.as_str()]);
    let moved = desk.get(&format!("/conversations/{}", other["id"].as_str().unwrap())).await.json_of(200);
    assert_eq!(moved["contact"]["id"], target.as_str());
    assert_eq!(desk.get(&format!("/contacts/{source}")).await.json_of(200)["id"], target.as_str());
    let history = format!("/contacts/{target}/conversations");
    assert_eq!(desk.get(&history).await.json_of(200)["items"].as_array().unwrap().len(), 2);
    let page = desk.get(&format!("{history}?limit=1")).await.json_of(200);
    let next = page["next"].as_str().unwrap();
    assert_eq!(desk.get(&format!("{history}?limit=1&after={next}")).await.json_of(200)["next"], Value::Null);
    assert_eq!(addresses(&desk.get("/contacts").await.json_of(200)), ["zoe@shop.example"]);
    assert_eq!(id_of("zoe@home.example").await, target);
    let back = desk.delete(&merge).await.json_of(200);
    assert_eq!((&back["id"], texts(&back["notes"], "text")), (&json!(source), vec!["Lives in Brno".to_string()]));
    assert_eq!(
        texts(&desk.get(&format!("/contacts/{target}")).await.json_of(200)["addresses"], "address"),
        ["zoe@shop.example"]
    );
    assert_eq!(desk.get(&history).await.json_of(200)["items"].as_array().unwrap().len(), 1);
    desk.delete(&merge).await.problem(404, "not_found");
    let audit = desk.get("/audit?object=contact").await.json_of(200);
    let told = texts(&audit["items"], "action");
    assert!(told.contains(&"contact.merged".into()) && told.contains(&"contact.merge_undone".into()), "{told:?}");
}

/// Everything of one contact, as one document; notes only where they were asked for.
#[tokio::test]
async fn all_data_of_a_contact_is_handed_over_to_admins_alone() {
    let desk = Desk::new().await;
    let file = desk.file("invoice.pdf", "application/pdf", b"pdf", None);
    let files = vec![(file, ::desk::message::AttachmentState::Available)];
    let (id, _) = desk.seed(Seed { subject: "Order", text: "Where is it?", files, ..Seed::default() }).await;
    desk.conversation("Second", "And this?").await;
    let answer = json!({"kind": "note", "text": "He is impatient"});
    desk.post(&format!("/conversations/{id}/messages"), answer).await.json_of(201);
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{contact}/export");
    desk.post(&format!("/contacts/{contact}/notes"), json!({"text": "VIP"})).await.json_of(201);
    let answer = desk.get(&path).await;
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"contact-"));
    let whole = answer.json_of(200);
    // As browsers ask for it.
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("accept-encoding", "gzip")];
    let packed = desk.ask(request("GET", &path, &headers, None)).await;
    assert_eq!((packed.status.as_u16(), packed.header("content-encoding")), (200, "gzip"));
    assert_eq!(packed.bytes[..2], [0x1f, 0x8b]);
    assert_eq!((&whole["name"], &whole["addresses"]), (&json!("Zoë Kůň"), &json!(["zoe@shop.example"])));
    assert!(whole["notes"].is_null());
    let all = whole["conversations"].as_array().unwrap();
    assert_eq!(all.len(), 2);
    let first = all.iter().find(|one| one["number"] == id.0).unwrap();
    assert_eq!(first["messages"].as_array().unwrap().len(), 1, "without the note");
    assert_eq!(first["messages"][0]["text"], "Where is it?");
    assert_eq!(first["messages"][0]["attachments"], json!(["invoice.pdf"]));
    let whole = desk.get(&format!("{path}?notes=true")).await.json_of(200);
    assert_eq!(whole["notes"], json!(["VIP"]));
    assert!(whole.to_string().contains("He is impatient"));
    desk.get(&format!("{path}?notes=perhaps")).await.problem(400, "parameter_invalid");
    desk.get("/contacts/999/export").await.problem(404, "not_found");
    for (method, path, body) in [
        ("GET", path.clone(), None),
        ("GET", format!("/contacts/{contact}/erasure"), None),
        ("POST", format!("/contacts/{contact}/erasure"), Some(json!({"address": "zoe@shop.example"}))),
    ] {
        desk.by(&desk.ben_token, method, &path, body).await.problem(403, "forbidden");
    }
    let audit = desk.get("/audit?object=contact").await.json_of(200);
    assert_eq!(audit["items"][0]["action"], "contact.exported");
}

/// What is erased is gone from every place; numbers and times stay, and who writes again is somebody new.
#[tokio::test]
async fn a_contact_is_erased_and_the_skeleton_stays() {
    let desk = Desk::new().await;
    let file = desk.file("invoice.pdf", "application/pdf", b"pdf of Zoe", None);
    let blob = file.blob.clone();
    let files = vec![(file, ::desk::message::AttachmentState::Available)];
    let (id, _) = desk.seed(Seed { subject: "Broken lamp", text: "It fell on me", files, ..Seed::default() }).await;
    let answer = json!({"kind": "reply", "text": "Dear Zoe, we are sorry"});
    desk.post(&format!("/conversations/{id}/messages"), answer).await.json_of(201);
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{contact}/erasure");
    desk.get(&path).await.problem(404, "not_found");
    for address in ["", "zoe@home.example"] {
        let problem = desk.post(&path, json!({"address": address})).await.problem(422, "field_invalid");
        assert!(problem["fields"]["address"].is_string());
    }
    let erased = desk.post(&path, json!({"address": " Zoe@Shop.example "})).await.json_of(202);
    assert_eq!((&erased["done"], &desk.get(&path).await.json_of(200)["done"]), (&json!(true), &json!(true)));
    desk.get(&format!("/contacts/{contact}")).await.problem(404, "not_found");
    assert!(addresses(&desk.get("/contacts").await.json_of(200)).is_empty());
    let skeleton = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    let text = skeleton.to_string().to_lowercase();
    for word in ["zoe", "zoë", "lamp", "fell", "sorry", "invoice"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert_eq!((&skeleton["number"], skeleton["messages"].as_array().unwrap().len()), (&json!(id.0), 2));
    for typed in ["lamp", "fell", "sorry", "from:zoe"] {
        let found = desk.get(&format!("/conversations?view=all&q={typed}")).await.json_of(200);
        assert_eq!(found["items"], json!([]), "{typed}");
    }
    let blobs = desk.web.node.blobs.clone();
    let needed = desk.db().read(move |tx| store::ledger::is_needed(tx, &blob)).await.unwrap();
    assert!(!needed && blobs.discarded().unwrap().is_empty(), "set apart, and gone a while later");
    desk.conversation("Again", "Hello again").await;
    let new = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    assert_ne!(new, contact);
    let audit = desk.get("/audit?object=contact").await.json_of(200);
    assert_eq!(audit["items"][0]["action"], "contact.erased");
    assert!(!audit.to_string().contains("zoe@"));
}

/// Fields that the desk defines for itself: by managers, validated, gone with their definition.
#[tokio::test]
async fn fields_of_contacts_are_defined_and_filled_in() {
    let desk = Desk::new().await;
    desk.conversation("Order", "Hello").await;
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let path = format!("/contacts/{contact}");
    let define = |body: Value| {
        let desk = &desk;
        async move { desk.post("/contact-fields", body).await.json_of(201)["id"].as_str().unwrap().to_string() }
    };
    let number = define(json!({"name": "Customer number", "kind": "number"})).await;
    let level = define(json!({"name": "Level", "kind": "choice", "choices": ["gold", "silver", "gold"]})).await;
    let since = define(json!({"name": "Since", "kind": "date"})).await;
    let vip = define(json!({"name": "VIP", "kind": "checkbox"})).await;
    for (body, field) in [
        (json!({"name": " ", "kind": "text"}), "name"),
        (json!({"name": "level", "kind": "text"}), "name"),
        (json!({"name": "Size", "kind": "choice"}), "choices"),
        (json!({"name": "Size", "kind": "text", "choices": ["x"]}), "choices"),
        (json!({"name": "Size", "kind": "colour"}), "kind"),
    ] {
        let problem = desk.post("/contact-fields", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    let new = Some(json!({"name": "Mine", "kind": "text"}));
    desk.by(&desk.ben_token, "POST", "/contact-fields", new).await.problem(403, "forbidden");
    desk.by(&desk.ben_token, "DELETE", &format!("/contact-fields/{vip}"), None).await.problem(403, "forbidden");
    let filled = json!({"fields": {&number: "4711", &level: "gold", &since: "2024-02-29", &vip: "true"}});
    let shown = desk.by(&desk.ben_token, "PATCH", &path, Some(filled)).await.json_of(200);
    let values = |shown: &Value| texts(&shown["fields"], "value");
    assert_eq!(values(&shown), ["4711", "gold", "2024-02-29", "true"]);
    for (id, value) in [(&number, "many"), (&level, "bronze"), (&since, "2026-02-30"), (&vip, "yes")] {
        let problem = desk.patch(&path, json!({"fields": {id: value}})).await.problem(422, "field_invalid");
        assert!(problem["fields"]["fields"].is_string(), "{value}");
    }
    desk.patch(&path, json!({"fields": {"999": "x"}})).await.problem(422, "field_invalid");
    let shown = desk.patch(&path, json!({"fields": {&number: null, &vip: "false"}})).await.json_of(200);
    assert_eq!(values(&shown), ["gold", "2024-02-29"]);
    let renamed = json!({"name": "Rank", "choices": ["gold", "platinum"]});
    let renamed = desk.patch(&format!("/contact-fields/{level}"), renamed).await.json_of(200);
    assert_eq!((&renamed["name"], &renamed["kind"]), (&json!("Rank"), &json!("choice")));
    assert_eq!(desk.delete(&format!("/contact-fields/{since}")).await.status, 204);
    desk.delete(&format!("/contact-fields/{since}")).await.problem(404, "not_found");
    assert_eq!(values(&desk.get(&path).await.json_of(200)), ["gold"]);
    assert_eq!(desk.get("/contact-fields").await.json_of(200)["items"].as_array().unwrap().len(), 3);
}
