//! Every operation of the API × whoever may ask × what it is done to: what each gets stands in `cells.txt`, written from
//! what the roles are meant to do. Each cell has an object of its own.

pub mod asked;
pub mod site;

use std::collections::BTreeSet;

use serde_json::Value;

use site::{Person, Site};

/// One line of the table: an operation, an object, and the status that each person gets.
pub struct Line {
    pub operation: &'static str,
    pub object: &'static str,
    pub cells: Vec<u16>,
}

/// The table.
pub fn table() -> Vec<Line> {
    let lines = include_str!("cells.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let read = |line: &'static str| {
        let mut words = line.split_whitespace();
        let (operation, object) = (words.next().unwrap(), words.next().unwrap());
        let cells: Vec<u16> = words.map(|word| word.parse().unwrap()).collect();
        assert_eq!(cells.len(), Person::ALL.len(), "{line}");
        Line { operation, object, cells }
    };
    lines.map(read).collect()
}

/// The operations of the document: their ids, methods and paths.
fn operations() -> Vec<(String, String, String)> {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, operations)| {
        operations.as_object().unwrap().iter().map(move |(method, operation)| {
            let id = operation["operationId"].as_str().unwrap().to_string();
            (id, method.to_uppercase(), path.trim_start_matches("/api/v1").to_string())
        })
    });
    each.collect()
}

/// D3, D4: `security/d03`: role × operation × object, every cell as it is meant; what may not be seen is 404 in the words of
/// what is not there, and none of its words is told.
#[tokio::test]
async fn every_cell_of_role_operation_and_object_is_as_it_is_meant() {
    let site = Site::new().await;
    let operations = operations();
    let mut wrong = Vec::new();
    for line in table() {
        let (_, method, path) =
            operations.iter().find(|one| one.0 == line.operation).unwrap_or_else(|| panic!("no {}", line.operation));
        for (person, expected) in Person::ALL.into_iter().zip(&line.cells) {
            // Wrong links are counted for a while.
            site.later(900);
            let (status, text) = site.ask(person, line.operation, method, path, line.object).await;
            if status != *expected {
                let words: String = text.chars().take(200).collect();
                wrong.push(format!("{} {} {person:?}: {status}, not {expected}: {words}", line.operation, line.object));
            }
            let hidden = line.object.contains("team") && person == Person::Outsider || line.object == "other";
            if hidden && text.contains(site::SECRET) {
                wrong.push(format!("{} {} {person:?} is told a secret", line.operation, line.object));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

/// An operation that is added without a line in the table fails here.
#[test]
fn every_operation_of_the_document_has_its_lines() {
    let lines = table();
    let named: BTreeSet<&str> = lines.iter().map(|line| line.operation).collect();
    let operations = operations();
    let there: BTreeSet<&str> = operations.iter().map(|one| one.0.as_str()).collect();
    assert_eq!(named, there);
    for (id, _, path) in &operations {
        if path.contains("{id}") {
            let objects = lines.iter().filter(|line| line.operation == id);
            assert!(objects.clone().any(|line| line.object == "gone"), "{id} with an id that names nothing");
            assert!(objects.count() > 1, "{id} with an id that names something");
        }
    }
}
