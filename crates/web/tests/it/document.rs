//! The OpenAPI document: a snapshot in the tree, complete, and true to what is answered.

use serde_json::Value;

use crate::desk::{Desk, request};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/openapi.json");

/// `UPDATE_SNAPSHOTS=1 cargo test -p web` writes it anew.
#[test]
fn the_document_is_the_one_in_the_tree() {
    let now = format!("{}\n", web::openapi());
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(SNAPSHOT, &now).unwrap();
    }
    let kept = std::fs::read_to_string(SNAPSHOT).unwrap_or_default();
    assert!(
        kept == now,
        "ui/openapi.json is not what the routes say: UPDATE_SNAPSHOTS=1 cargo test -p web writes it anew"
    );
}

fn each(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|value| each(value, visit)),
        Value::Array(items) => items.iter().for_each(|value| each(value, visit)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_3_1_and_every_reference_leads_somewhere() {
    let desk = Desk::new().await;
    let document = desk.ask(request("GET", "//api/openapi.json", &[], None)).await.json_of(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut references = 0;
    each(&document, &mut |value| {
        if let Some(name) = value.get("$ref").and_then(Value::as_str) {
            references += 1;
            assert!(document.pointer(&name[1..]).is_some(), "{name} leads nowhere");
        }
    });
    assert!(references > 50);
    let mut names = Vec::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            names.push(operation["operationId"].as_str().unwrap().to_string());
            assert!(operation["summary"].is_string() || operation["description"].is_string(), "{operation}");
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "operations share a name");
}

/// each operation tells of the refusals that follow from how it is asked, all of one form, and says words for each answer.
#[test]
fn every_operation_tells_how_it_may_be_refused() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            let mut expected = Vec::new();
            if operation.get("security").is_none() {
                expected.push("401");
            }
            expected.extend((method != "get").then_some("403"));
            if operation.get("requestBody").is_some() {
                expected.extend(["400", "413", "415", "422"]);
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                expected.extend((parameter["in"] == "query").then_some("400"));
                expected.extend((parameter["in"] == "path").then_some("404"));
                expected.extend((parameter["name"] == "Idempotency-Key").then_some("422"));
            }
            for status in expected {
                assert!(answers.contains_key(status), "{method} {path} does not tell of {status}");
            }
            for (status, answer) in answers {
                assert!(!answer["description"].as_str().unwrap().is_empty(), "{method} {path} {status} has no words");
                if status.starts_with(['4', '5']) {
                    let schema = &answer["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(schema, "#/components/schemas/Problem", "{method} {path} {status}");
                }
            }
        }
    }
}

/// what is answered is always there, so everything that answers hold is required.
#[test]
fn every_field_of_an_answer_is_required() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let written = ["New", "Change", "Request", "Draft", "Test", "Upload", "Recipient"];
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if written.iter().any(|end| name.ends_with(end)) && name != "DeliveryRecipient" {
            continue;
        }
        each(schema, &mut |part| {
            let Some(fields) = part.get("properties").and_then(Value::as_object) else { return };
            let required = part["required"].as_array().cloned().unwrap_or_default();
            for field in fields.keys() {
                assert!(required.contains(&Value::from(field.as_str())), "{name}.{field} is not required");
            }
        });
    }
}

/// what is put together of several parts allows the fields of all: none of its parts refuses those of the others.
#[test]
fn no_part_of_a_whole_refuses_the_fields_of_the_others() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let mut wholes = 0;
    for (name, schema) in schemas.as_object().unwrap() {
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let named = part["$ref"].as_str().and_then(|path| path.rsplit('/').next());
            let closed = &named.map_or(part, |named| &schemas[named])["additionalProperties"];
            assert_ne!(closed, &Value::from(false), "{name}: {part}");
            wholes += 1;
        }
    }
    assert!(wholes > 1, "{wholes}");
}
