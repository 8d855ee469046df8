//! What requests carry, read strictly: bodies of JSON with known fields only, parameters, ids of the path. Whatever does
//! not fit becomes a problem that names it; nothing here knows a noun.

use std::{str::FromStr, time::Duration};

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::{DeserializeOwned, IgnoredAny};
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// The largest body of JSON, bytes: [`desk::limits::TYPED_CHARS`] of any script. Beyond: 413.
pub const JSON_BYTES: usize = 2 * 1024 * 1024;
/// How long a body of JSON may take to arrive; beyond: 408.
const JSON_TIME: Duration = Duration::from_secs(30);
/// Items of a page when the request does not say.
const LIMIT_DEFAULT: i64 = 50;
/// The most items of a page.
const LIMIT_MOST: i64 = 200;

/// A body of JSON, and the hash that tells this request from others.
pub struct Body<T> {
    /// What it says.
    pub value: T,
    /// Method, path and body, hashed.
    pub print: Vec<u8>,
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"));
        }
        if announced(&parts.headers).is_some_and(|length| length > JSON_BYTES) {
            return Err(Problem::too_large());
        }
        let read = tokio::time::timeout(JSON_TIME, to_bytes(body, JSON_BYTES));
        let bytes = read.await.map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT, "body_unreadable"))?;
        let bytes = bytes.map_err(|error| unread(&error))?;
        Ok(Self { value: from_json(&bytes)?, print: print(&parts, &bytes) })
    }
}

/// The hash of a request that carries nothing.
pub struct Bare(pub Vec<u8>);

impl<S: Sync> FromRequestParts<S> for Bare {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(print(parts, &[])))
    }
}

/// What tells a request from others: its method, path and what it carries.
pub fn print(parts: &Parts, carried: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(parts.method.as_str());
    hash.update([0]);
    hash.update(parts.uri.path());
    hash.update([0]);
    hash.update(carried);
    hash.finalize().to_vec()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn unread(error: &axum::Error) -> Problem {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(current) = cause {
        if current.to_string().contains("length limit exceeded") {
            return Problem::too_large();
        }
        cause = current.source();
    }
    Problem::new(StatusCode::BAD_REQUEST, "body_unreadable")
}

fn from_json<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Problem> {
    // An array would be taken for an object's fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') && serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
        return Err(Problem::field(".", "field-wrong"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        refused(&path, error.inner())
    })?;
    reader.end().map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "json_malformed"))?;
    Ok(value)
}

/// Names the field that does not fit, as far as the reader tells.
fn refused(path: &str, error: &serde_json::Error) -> Problem {
    if !error.is_data() {
        return Problem::new(StatusCode::BAD_REQUEST, "json_malformed");
    }
    let words = error.to_string();
    let named = |prefix: &str| words.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    let within = |field: &str| match path {
        "." | "" => field.to_string(),
        path if path == field || path.ends_with(&format!(".{field}")) => path.to_string(),
        path => format!("{path}.{field}"),
    };
    if let Some(field) = named("missing field `") {
        return Problem::field(&within(field), "field-missing");
    }
    if let Some(field) = named("unknown field `") {
        return Problem::field(&within(field), "field-unknown");
    }
    Problem::field(path, "field-wrong")
}

/// Reads a field that may be absent, null or given: absent is the outer none.
///
/// # Errors
/// Those of the value.
pub fn given<'de, T, D>(reader: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    <Option<T> as serde::Deserialize>::deserialize(reader).map(Some)
}

/// The parameters of the address.
pub struct Parameters<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::<T>::try_from_uri(&parts.uri);
        let Query(value) = read.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "parameter_invalid"))?;
        Ok(Self(value))
    }
}

/// What a parameter says; one that is empty says nothing.
#[must_use]
pub fn said(asked: Option<String>) -> Option<String> {
    asked.filter(|text| !text.is_empty())
}

/// Cuts what was read, one more than a page may have, to the page; true where there was more.
pub fn cut<T>(items: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or_default();
    let more = items.len() > most;
    items.truncate(most);
    more
}

/// The number of items that a page may have.
///
/// # Errors
/// 400 when it is no whole number from 1 to 200.
pub fn limit(asked: Option<&str>) -> Result<i64, Problem> {
    let Some(asked) = asked.filter(|text| !text.is_empty()) else { return Ok(LIMIT_DEFAULT) };
    let number = asked.parse::<i64>().ok().filter(|number| (1..=LIMIT_MOST).contains(number));
    number.ok_or_else(|| Problem::parameter("limit", "parameter-limit"))
}

/// The id in the path; one that cannot be ours is 404 like one that is not there.
pub struct Id<T>(pub T);

impl<S: Sync + Send, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| Problem::not_found())?;
        text.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Outer {
        inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Inner {
        number: i64,
    }

    fn field_of(text: &'static str) -> String {
        format!("{:?}", from_json::<Outer>(&Bytes::from_static(text.as_bytes())).unwrap_err())
    }

    #[test]
    fn what_does_not_fit_is_named_by_its_path() {
        for (text, field) in [
            (r#"{}"#, "\"inner\""),
            (r#"{"inner":[{"number":"x"}]}"#, "\"inner[0].number\""),
            (r#"{"inner":[{"number":1},{}]}"#, "\"inner[1].number\""),
            (r#"{"inner":[],"other":1}"#, "\"other\""),
            (r#"{"inner":[{"number":1,"other":2}]}"#, "\"inner[0].other\""),
        ] {
            let found = field_of(text);
            assert!(found.contains("field_invalid") && found.contains(field), "{text}: {found}");
        }
        for text in ["", "{", "[1] 2", r#"{"inner":[]} x"#] {
            let found = field_of(text);
            assert!(found.contains("json_malformed") || found.contains("field_invalid"), "{text}: {found}");
        }
    }

    #[test]
    fn a_limit_is_from_1_to_200() {
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!(limit(Some("200")).unwrap(), 200);
        for bad in ["0", "201", "-1", "x", "1e2", "99999999999999999999"] {
            assert!(limit(Some(bad)).is_err(), "{bad}");
        }
    }
}
