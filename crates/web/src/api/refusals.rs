//! What operations may answer beside what each says of itself: malformed requests, repeated keys, nobody signed in. Said
//! here once for all, so that the document tells of every status that a caller meets.

use axum::http::StatusCode;
use utoipa::openapi::{
    ContentBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    path::{Operation, ParameterIn, PathItem},
};

/// The schema of every refusal.
const PROBLEM: &str = "Problem";

/// Adds to each operation the refusals that follow from how it is asked.
pub fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let PathItem { get, put, post, delete, patch, .. } = item;
        complete_one(get.as_mut(), false);
        for changing in [put, post, delete, patch] {
            complete_one(changing.as_mut(), true);
        }
    }
}

fn complete_one(operation: Option<&mut Operation>, changes: bool) {
    let Some(operation) = operation else { return };
    let mut refusals = Vec::new();
    if operation.security.is_none() {
        refusals.push(StatusCode::UNAUTHORIZED);
    }
    // Another site's page changes nothing, and signs nobody in.
    refusals.extend(changes.then_some(StatusCode::FORBIDDEN));
    if operation.request_body.is_some() {
        refusals.extend([
            StatusCode::BAD_REQUEST,
            StatusCode::PAYLOAD_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]);
    }
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    for parameter in parameters {
        match parameter.parameter_in {
            ParameterIn::Query => refusals.push(StatusCode::BAD_REQUEST),
            ParameterIn::Path if parameter.required == Required::True => refusals.push(StatusCode::NOT_FOUND),
            ParameterIn::Header if parameter.name == "Idempotency-Key" => {
                refusals.extend([StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY]);
            }
            _ => {}
        }
    }
    let said = &mut operation.responses.responses;
    for status in refusals {
        said.entry(status.as_u16().to_string()).or_insert_with(|| refusal(status));
    }
    // The standard wants words for each.
    for (number, response) in said.iter_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            let status = number.parse::<StatusCode>().ok();
            response.description = status.and_then(|status| status.canonical_reason()).unwrap_or_default().into();
        }
    }
}

fn refusal(status: StatusCode) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM))).build();
    let response = ResponseBuilder::new().description(status.canonical_reason().unwrap_or_default());
    response.content("application/problem+json", content).build().into()
}
