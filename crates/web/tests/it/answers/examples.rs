//! The examples of the document: requests and answers of this desk, which stand in the tree and are taken anew by
//! `UPDATE_SNAPSHOTS=1 cargo test -p web answers`. One that still fits stays as it is.

use serde_json::{Map, Value, json};

use super::{Operation, Shown, schema};
use crate::matrix::site::SECRET;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/examples.json");
/// Items of a list that an example shows.
const ITEMS: usize = 1;
/// What the objects of the matrix are called, and what they are called here; a number behind it goes.
const WORDS: [(&str, &str); 11] = [
    (SECRET, "Order 4711"),
    ("Name ", "Orders"),
    ("Field ", "Customer number"),
    ("Token ", "Report"),
    ("https://shop.example/", "https://shop.example/hooks"),
    ("@customer", "@customer"),
    ("box", "sales"),
    ("guest", "cyd"),
    ("agent", "cyd"),
    ("max", "max"),
    ("name-", "orders"),
];
/// What is told once, or never.
const SECRETS: [&str; 4] = ["token", "secret", "uri", "key"];

/// Examples that were seen, by operation.
#[derive(Default)]
pub struct Taken(Map<String, Value>);

impl Taken {
    /// Takes what a request that was done carried and got.
    pub fn take(&mut self, operation: &Operation, status: u16, shown: &Shown) {
        if !(200..300).contains(&status) {
            return;
        }
        let answered = shown.answer.header("content-type").starts_with("application/json");
        if !answered && shown.asked.body.is_none() {
            return;
        }
        let example = json!({
            "request": shown.asked.body.as_ref().map(|body| plain("", body)),
            "answer": answered.then(|| plain("", &shown.answer.json())),
        });
        self.0.insert(operation.id.clone(), example);
    }

    /// Each operation has examples of what it takes and gives as JSON, and they fit.
    pub fn keep(mut self, document: &Value, operations: &[Operation]) {
        let kept: Map<String, Value> = serde_json::from_str(&std::fs::read_to_string(KEPT).unwrap()).unwrap();
        let unfit = |examples: &Map<String, Value>| -> Vec<String> {
            operations.iter().filter_map(|operation| unfit(document, operation, examples.get(&operation.id))).collect()
        };
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            for operation in operations {
                let before = kept.get(&operation.id).filter(|one| unfit_one(document, operation, one).is_none());
                if let Some(before) = before {
                    self.0.insert(operation.id.clone(), before.clone());
                }
            }
            assert_eq!(unfit(&self.0), Vec::<String>::new());
            return std::fs::write(KEPT, format!("{}\n", serde_json::to_string_pretty(&self.0).unwrap())).unwrap();
        }
        let wrong = unfit(&kept);
        assert!(wrong.is_empty(), "{}\nUPDATE_SNAPSHOTS=1 cargo test -p web answers takes them anew", wrong.join("\n"));
        let strange = kept.keys().find(|id| operations.iter().all(|operation| operation.id != **id));
        assert_eq!(strange, None, "no operation is called so");
    }
}

fn unfit(document: &Value, operation: &Operation, example: Option<&Value>) -> Option<String> {
    unfit_one(document, operation, example.unwrap_or(&Value::Null)).map(|why| format!("{}: {why}", operation.id))
}

fn unfit_one(document: &Value, operation: &Operation, example: &Value) -> Option<String> {
    let fit = |schema: &Value, value: &Value, what: &str| match (schema.is_null(), value.is_null()) {
        (true, true) => None,
        (false, false) => schema::misfit(document, schema, value).map(|why| format!("{what} {why}")),
        (no_schema, _) => Some(format!("{what}: {}", if no_schema { "has none" } else { "is missing" })),
    };
    let json = |content: &Value| content["content"]["application/json"]["schema"].clone();
    let answers = operation.told["responses"].as_object().unwrap().iter();
    let done = answers.filter(|(status, _)| status.starts_with('2')).map(|(_, told)| json(told)).next().unwrap();
    let sent = fit(&json(&operation.told["requestBody"]), &example["request"], "request");
    sent.or_else(|| fit(&done, &example["answer"], "answer"))
}

/// The same in the words of the document, short, and without secrets.
fn plain(name: &str, value: &Value) -> Value {
    match value {
        Value::String(_) if SECRETS.contains(&name) => json!("told once"),
        Value::String(text) if name == "name" && text == SECRET => json!("Zoë Kůň"),
        Value::String(text) => json!(WORDS.iter().fold(text.clone(), |text, words| renamed(&text, words))),
        Value::Array(items) if name == "recovery_codes" => json!(vec!["k7m2x-9qrt4"; items.len().min(ITEMS)]),
        Value::Array(items) => items.iter().take(ITEMS).map(|item| plain(name, item)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), plain(name, field))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Every place where a name stands with a number behind it.
fn renamed(text: &str, (from, to): &(&str, &str)) -> String {
    let mut parts = text.split(from);
    let mut whole = parts.next().unwrap().to_string();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = rest.len() < part.len() || *from == SECRET;
        whole.push_str(if numbered { to } else { from });
        whole.push_str(rest);
    }
    whole
}
