//! Examples of what operations take and give, for the document. They are requests and answers of a test desk, written to
//! `examples.json` by a test, which also holds that each fits its schema; nothing here makes one up.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{Content, OpenApi, RefOr, path::PathItem};

const KEPT: &str = include_str!("examples.json");
const JSON: &str = "application/json";

/// What an operation takes and gives; none where that is no JSON.
#[derive(Deserialize)]
struct Example {
    request: Option<Value>,
    answer: Option<Value>,
}

/// Adds to each operation the examples that there are.
pub fn add(document: &mut OpenApi) {
    let mut examples: BTreeMap<String, Example> = serde_json::from_str(KEPT).unwrap_or_default();
    for item in document.paths.paths.values_mut() {
        let PathItem { get, put, post, delete, patch, .. } = item;
        for operation in [get, put, post, delete, patch].into_iter().flatten() {
            let known = operation.operation_id.as_ref().and_then(|id| examples.remove(id));
            let Some(Example { request, answer }) = known else { continue };
            if let Some(RefOr::T(body)) = operation.request_body.as_mut() {
                show(body.content.get_mut(JSON), request);
            }
            let done = operation.responses.responses.iter_mut().find(|(status, _)| status.starts_with('2'));
            if let Some((_, RefOr::T(done))) = done {
                show(done.content.get_mut(JSON), answer);
            }
        }
    }
}

fn show(content: Option<&mut RefOr<Content>>, example: Option<Value>) {
    if let Some(RefOr::T(content)) = content {
        content.example = example;
    }
}
