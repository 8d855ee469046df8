//! The vectors of the sanitiser in a real browser (assurance B1, B2): what comes out of `staffetta sanitize` runs nothing and asks the
//! network for nothing, even without frame and policy; as they came, they do.

use std::collections::BTreeMap;

use journeys::chromium;
use journeys::scratch::repository;
use serde_json::{Value, json};

use crate::commands;

/// How many vectors a document holds.
const TOGETHER: usize = 20;
/// Of how many vectors as they came one is opened.
const SAMPLE: usize = 6;

fn vectors() -> Vec<String> {
    let path = repository().join("crates/mail/tests/sanitise/vectors.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let escape = regex::Regex::new(r"\\(?:u\{([0-9a-f]+)\}|(.))").unwrap();
    let plain = |escape: &regex::Captures<'_>| match (escape.get(1), &escape[0]) {
        (Some(digits), _) => char::from_u32(u32::from_str_radix(digits.as_str(), 16).unwrap()).unwrap().to_string(),
        (None, "\\n") => "\n".to_owned(),
        (None, "\\r") => "\r".to_owned(),
        (None, "\\t") => "\t".to_owned(),
        (None, other) => other[1..].to_owned(),
    };
    text.lines().map(|line| escape.replace_all(line, plain).into_owned()).collect()
}

fn sanitised(vectors: &[String]) -> Vec<String> {
    let input: String = vectors.iter().map(|html| format!("{}\n", json!({"html": html}))).collect();
    let said = commands::run(&["sanitize", "--batch"], input.as_bytes());
    let html = |line: &str| serde_json::from_str::<Value>(line).unwrap()["html"].as_str().unwrap().to_owned();
    said.lines().map(html).collect()
}

/// X-3
#[test]
fn sanitised_vectors_run_nothing_and_fetch_nothing_in_a_browser() {
    let vectors = vectors();
    assert!(vectors.len() >= 150, "{} vectors", vectors.len());
    let safe = sanitised(&vectors);
    assert_eq!(safe.len(), vectors.len());
    let wrapped: Vec<String> = vectors.iter().map(|html| format!("<table><tr><td>{html}</table>after")).collect();
    let mut documents = Vec::new();
    for (what, all) in [("alone", &safe), ("in a table", &sanitised(&wrapped))] {
        for (number, together) in all.chunks(TOGETHER).enumerate() {
            documents.push(json!({"name": format!("safe {number} {what}"), "html": together.join("\n<hr>\n")}));
        }
    }
    let raw = vectors.iter().enumerate().step_by(SAMPLE);
    documents.extend(raw.map(|(number, html)| json!({"name": format!("raw {number}"), "html": html})));
    let opened = documents.iter().filter(|one| one["name"].as_str().unwrap().starts_with("raw")).count();
    let found = chromium::run("vectors", &json!({"documents": documents}));
    let of = |key: &str| -> BTreeMap<String, Value> { serde_json::from_value(found[key].clone()).unwrap() };
    let (ran, asked) = (of("ran"), of("asked"));
    let safe = |all: &BTreeMap<String, Value>| -> BTreeMap<String, Value> {
        all.iter()
            .filter(|(name, _)| name.starts_with("safe"))
            .map(|(name, what)| (name.clone(), what.clone()))
            .collect()
    };
    assert_eq!((safe(&ran), safe(&asked)), (BTreeMap::new(), BTreeMap::new()), "something of them did something");
    let noticed = (0..vectors.len()).map(|number| format!("raw {number}"));
    let noticed = noticed.filter(|name| ran.contains_key(name) || asked.contains_key(name)).count();
    // The control: how many of them a page notices in time varies with the load of the machine; that it notices them at all counts.
    assert!(4 * noticed > opened, "the browser notices only {noticed} of {opened} vectors as they came");
}
