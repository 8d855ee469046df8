//! The one error that HTTP callers see: problem+json (RFC 9457) with a stable code. What went wrong inside is logged
//! here, once, and never told.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flow::{Refused, people::PeopleError};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{shown::mailboxes::TestStep, words};

/// Every code that a problem may carry; each has its texts in the message file.
pub const CODES: &[&str] = &[
    "attachment_locked",
    "attachment_withheld",
    "body_unreadable",
    "changed_meanwhile",
    "conflict",
    "connection_failed",
    "field_invalid",
    "fields_needed",
    "file_missing",
    "forbidden",
    "gone",
    "idempotency_key_invalid",
    "idempotency_key_reused",
    "internal",
    "invalid_cursor",
    "json_malformed",
    "list_full",
    "loopback_only",
    "mailbox_generated",
    "method_not_allowed",
    "no_inbound_domain",
    "no_sender",
    "not_by_token",
    "not_compared",
    "not_found",
    "not_held",
    "not_reached",
    "not_ready",
    "not_same_site",
    "not_signed_in",
    "not_theirs",
    "parameter_invalid",
    "rate_limited",
    "second_factor_needed",
    "second_factor_wrong",
    "too_large",
    "too_many_streams",
    "ui_missing",
    "unavailable",
    "unknown_view",
    "unseen_message",
    "unsupported_media_type",
    "wrong_credentials",
];

/// A refusal or failure, as it is told.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    fields: BTreeMap<String, String>,
    steps: Option<Vec<TestStep>>,
    changed: Option<Box<Changed>>,
    retry_after_s: Option<i64>,
}

/// Who changed something meanwhile, and when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Changed {
    /// The name; null for the desk itself.
    #[schema(required, example = "Ben")]
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// The code behind `about:blank#`.
    #[schema(example = "about:blank#not_found")]
    r#type: String,
    /// What happened, for people.
    title: String,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What to do next, for people.
    detail: String,
    /// A stable word for programs.
    #[schema(example = "not_found")]
    code: String,
    /// Which fields or parameters do not fit, and why.
    #[schema(required)]
    fields: Option<BTreeMap<String, String>>,
    /// How far the test of a connection came.
    #[schema(required)]
    steps: Option<Vec<TestStep>>,
    /// Who changed it meanwhile, where that is why.
    #[schema(required)]
    changed: Option<Changed>,
}

impl Problem {
    /// A problem of this status and code.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, fields: BTreeMap::new(), steps: None, changed: None, retry_after_s: None }
    }

    /// There is no such thing, or the caller may not see it.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// A field of the body does not fit; `key` names the reason in the message files.
    #[must_use]
    pub fn field(name: &str, key: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "field_invalid").and_field(name, key)
    }

    /// A parameter of the address does not fit.
    #[must_use]
    pub fn parameter(name: &str, key: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter_invalid").and_field(name, key)
    }

    /// The same with one more field that does not fit.
    #[must_use]
    pub fn and_field(mut self, name: &str, key: &str) -> Self {
        self.fields.insert(name.to_string(), words::field(key));
        self
    }

    /// The same with words of its own beside a name.
    #[must_use]
    pub fn with_words(mut self, name: &str, words: String) -> Self {
        self.fields.insert(name.to_string(), words);
        self
    }

    /// The same with the steps of a connection test.
    #[must_use]
    pub fn with_steps(mut self, steps: Vec<TestStep>) -> Self {
        self.steps = Some(steps);
        self
    }

    /// The same with who changed it meanwhile.
    #[must_use]
    pub fn with_changed(mut self, changed: Option<Changed>) -> Self {
        self.changed = changed.map(Box::new);
        self
    }

    /// Too many attempts; the next is heard after so many seconds.
    #[must_use]
    pub fn rate_limited(retry_after_s: i64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited");
        Self { retry_after_s: Some(retry_after_s), ..problem }
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in")
    }

    /// The body is larger than allowed.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    }

    /// Something inside failed; `what` is for the log.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        tracing::error!(error = %what, "A request failed inside.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }
}

impl From<Problem> for ProblemBody {
    fn from(problem: Problem) -> Self {
        Self {
            r#type: format!("about:blank#{}", problem.code),
            title: words::title(problem.code),
            status: problem.status.as_u16(),
            detail: words::detail(problem.code),
            code: problem.code.to_string(),
            fields: (!problem.fields.is_empty()).then_some(problem.fields),
            steps: problem.steps,
            changed: problem.changed.map(|changed| *changed),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, retry_after_s) = (self.status, self.retry_after_s);
        let body = ProblemBody::from(self);
        let text = serde_json::to_string(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], text).into_response();
        if let Some(seconds) = retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match &error {
            store::Error::Taken(_) => Self::new(StatusCode::CONFLICT, "conflict"),
            passing if passing.is_passing() => {
                tracing::warn!(%error, "A request could not be served for now.");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
            }
            _ => Self::internal(error),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::not_found(),
            Refused::Field { field, message } => Self::field(field, message),
            Refused::FieldsNeeded(missing) => {
                let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "fields_needed");
                missing.into_iter().fold(problem, |problem, (id, name)| {
                    let words = flow::words::text("field-needed", &[("name", &name)]);
                    problem.with_words(&format!("fields.{id}"), words)
                })
            }
            Refused::Unseen => Self::new(StatusCode::CONFLICT, "unseen_message"),
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::WrongCredentials => Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials"),
            PeopleError::SecondFactorNeeded => Self::new(StatusCode::UNAUTHORIZED, "second_factor_needed"),
            PeopleError::SecondFactorWrong => Self::new(StatusCode::UNAUTHORIZED, "second_factor_wrong"),
            PeopleError::LinkUnusable => Self::new(StatusCode::GONE, "gone"),
            PeopleError::Taken => Self::field("email", "field-taken"),
            PeopleError::Invalid { field, message } => Self::field(field, message),
            PeopleError::Store(error) => error.into(),
        }
    }
}
