//! Every operation of the API × every status that the document tells of: each is asked for, and shown once. What follows
//! from the document is made up from it (`made`), what needs something to have happened before stands in `by_hand`.

mod by_hand;
mod examples;
mod made;
mod schema;

use std::{collections::BTreeMap, io::Write};

use serde_json::Value;

use crate::{
    desk::Answer,
    matrix::site::{Ask, Person, Site},
};

/// An operation, as the document tells of it.
pub struct Operation {
    pub id: String,
    pub method: String,
    /// Behind `/api/v1`.
    pub path: String,
    pub told: Value,
}

impl Operation {
    fn statuses(&self) -> Vec<u16> {
        self.told["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect()
    }

    /// True when nobody has to be signed in.
    fn is_open(&self) -> bool {
        self.told.get("security").is_some()
    }

    /// The names of its parameters of this sort.
    fn parameters(&self, sort: &str) -> Vec<&str> {
        let all = self.told["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == sort);
        all.map(|one| one["name"].as_str().unwrap()).collect()
    }

    fn takes_json(&self) -> bool {
        self.told["requestBody"]["content"].get("application/json").is_some()
    }

    /// The request as whoever may do it makes it, about the first object of the table.
    async fn prepared(&self, site: &Site) -> Ask {
        let lines = crate::matrix::table();
        let of_this = || lines.iter().filter(|line| line.operation == self.id && line.object != "gone");
        let done = of_this().find(|line| (200..300).contains(line.cells.last().unwrap()));
        let object = done.or_else(|| of_this().next()).unwrap().object;
        self.about(site, Person::Admin, object).await
    }

    async fn about(&self, site: &Site, person: Person, object: &str) -> Ask {
        site.prepared(person, &self.id, &self.method, &self.path, object).await
    }
}

/// A request and its answer.
pub struct Shown {
    pub asked: Ask,
    pub answer: Answer,
}

/// The document and its operations.
fn operations() -> (Value, Vec<Operation>) {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, operations)| {
        operations.as_object().unwrap().iter().map(move |(method, told)| Operation {
            id: told["operationId"].as_str().unwrap().into(),
            method: method.to_uppercase(),
            path: path.trim_start_matches("/api/v1").into(),
            told: told.clone(),
        })
    });
    let all = each.collect();
    (document, all)
}

/// Why an answer is not what the document tells of this status; none where it is.
fn untrue(document: &Value, operation: &Operation, status: u16, answer: &Answer) -> Option<String> {
    if answer.status != status {
        return Some(format!("{} instead: {}", answer.status, answer.text().chars().take(200).collect::<String>()));
    }
    let Some(told) = operation.told["responses"][status.to_string()]["content"].as_object() else {
        return (!answer.bytes.is_empty()).then(|| "a body that is not told of".into());
    };
    let kind = answer.header("content-type").split(';').next().unwrap();
    match told.get(kind).or(told.get("*/*")) {
        None => Some(format!("{kind} is not told of")),
        Some(content) if kind.ends_with("json") => schema::misfit(document, &content["schema"], &answer.json()),
        Some(_) => None,
    }
}

/// X-7, proof 3: no status is told of that nobody ever gets, and what is answered has the shape that is told. A line of the
/// coverage is printed; with a new operation, or a new status of one, it is asked for too.
#[tokio::test]
async fn every_operation_gives_every_answer_that_the_document_tells_of() {
    let (document, operations) = operations();
    let site = Site::new().await;
    let (mut wrong, mut counts, mut taken) =
        (Vec::new(), BTreeMap::<u16, [usize; 2]>::new(), examples::Taken::default());
    // Lists are asked for last, so that their examples hold something.
    for operation in operations.iter().rev() {
        for status in operation.statuses() {
            // Failed attempts are counted for a while.
            site.later(900);
            let count = counts.entry(status).or_default();
            count[1] += 1;
            let shown = match by_hand::show(&site, operation, status).await {
                Some(shown) => shown,
                None => made::show(&site, operation, status).await,
            };
            match untrue(&document, operation, status, &shown.answer) {
                None => {
                    count[0] += 1;
                    taken.take(operation, status, &shown);
                }
                Some(why) => wrong.push(format!("{} {status}: {why}", operation.id)),
            }
        }
    }
    let line = |name: String, [shown, told]: [usize; 2]| format!("{name} {shown}/{told}");
    let sum = counts.values().fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]]);
    let each: Vec<String> = counts.into_iter().map(|(status, count)| line(status.to_string(), count)).collect();
    // Past the capture of tests that pass: whoever runs them sees how much was asked.
    let all = line(format!("API coverage: {} operations, answers", operations.len()), sum);
    writeln!(std::io::stderr(), "{all} ({})", each.join(", ")).unwrap();
    assert!(wrong.is_empty(), "{} answers:\n{}", wrong.len(), wrong.join("\n"));
    taken.keep(&document, &operations);
}

/// a program that asks by a token, and somebody who may do nothing, get no answer that is not told of; nor is there one
/// among the cells of the table.
#[tokio::test]
async fn no_answer_is_given_that_the_document_does_not_tell_of() {
    let (_, operations) = operations();
    let site = Site::new().await;
    let by = site.token(Person::Admin).await;
    let made = site.desk.by(&by, "POST", "/me/tokens", Some(serde_json::json!({"name": "Report"}))).await.json_of(201);
    let by_token = format!("Bearer {}", made["token"].as_str().unwrap());
    let mut wrong = Vec::new();
    for operation in &operations {
        site.later(900);
        let ask = operation.prepared(&site).await.with("authorization", &by_token);
        let outside = ask.clone().with("origin", "https://evil.example");
        let mut statuses = vec![site.send(&ask).await.status.as_u16(), site.send(&outside).await.status.as_u16()];
        let lines = crate::matrix::table();
        statuses.extend(lines.iter().filter(|line| line.operation == operation.id).flat_map(|line| line.cells.clone()));
        let told = operation.statuses();
        statuses.retain(|status| !told.contains(status));
        statuses.dedup();
        if !statuses.is_empty() {
            wrong.push(format!("{} answers {statuses:?}", operation.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
