//! Why a model or an agent of Dialogflow gave no answer, told apart by what helps: waiting, other settings, or nothing.

use hyper::{
    Response,
    header::{DATE, HeaderName, RETRY_AFTER},
};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use serde_json::Value;

use crate::reach::{Failure, Unfit};

/// Characters of a refusal that are kept.
const SAID_CHARS: usize = 500;

/// Why there is no whole answer. Neither keys nor what was asked stand in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The server was not reached, or its address is none.
    #[error(transparent)]
    Failure(Failure),
    /// It has too much to do (429, 503), and says when to come again where it says so.
    #[error("the server has too much to do")]
    Busy {
        /// In how many seconds.
        again_s: Option<u64>,
    },
    /// It refuses the question (3xx, 4xx): waiting does not help.
    #[error("the server refused with {status}")]
    Refused {
        /// With which status; 200 where the refusal came inside an answer.
        status: u16,
        /// What it said, at most 500 characters.
        said: String,
    },
    /// It failed (5xx).
    #[error("the server failed with {status}")]
    Unwell {
        /// With which status; 200 where it failed inside an answer.
        status: u16,
    },
    /// It stayed silent for longer than it may.
    #[error("the server fell silent")]
    Stalled,
    /// All of it took longer than it may.
    #[error("the answer was not whole in time")]
    Late,
    /// What it answered is nothing that such a server says.
    #[error("the answer cannot be read")]
    Garbage,
    /// The answer is longer than it may be.
    #[error("the answer is too long")]
    TooLong,
    /// The answer broke off.
    #[error("the answer broke off")]
    Broken,
}

impl Trouble {
    /// True where trying again may help.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Failure(Failure::Unfit(_)) | Self::TooLong => false,
            Self::Refused { status, .. } => matches!(status, 408 | 409 | 425),
            _ => true,
        }
    }

    /// As it may be shown: what a server said without the secrets that it repeats, and no longer than it is read.
    pub(crate) fn shown(self, secrets: &[&str]) -> Self {
        let Self::Refused { status, mut said } = self else { return self };
        for secret in secrets.iter().map(|secret| secret.trim()).filter(|secret| !secret.is_empty()) {
            said = said.replace(secret, "…");
        }
        let letter = |letter: char| if letter.is_control() { ' ' } else { letter };
        Self::Refused { status, said: said.trim().chars().take(SAID_CHARS).map(letter).collect() }
    }

    /// One word that does not change from release to release.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Failure(Failure::Unfit(Unfit::Closed)) => "closed",
            Self::Failure(Failure::Unfit(_)) => "unfit",
            Self::Failure(Failure::Unresolved) => "unresolved",
            Self::Failure(Failure::Unreached) => "unreached",
            Self::Failure(Failure::Tls) => "tls",
            Self::Failure(Failure::Broken) | Self::Broken => "broken",
            Self::Failure(Failure::Late) | Self::Late => "late",
            Self::Busy { .. } => "busy",
            Self::Refused { .. } => "refused",
            Self::Unwell { .. } => "unwell",
            Self::Stalled => "stalled",
            Self::Garbage => "garbage",
            Self::TooLong => "too-long",
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Broken => Self::Broken,
            Failure::Late => Self::Late,
            other => Self::Failure(other),
        }
    }
}

/// What an answer without success means.
pub(crate) fn refusal<B>(answer: &Response<B>, body: &str) -> Trouble {
    let status = answer.status().as_u16();
    let error = serde_json::from_str::<Value>(body).ok();
    let error = error.as_ref().map(first).map(|value| {
        let described = value.get("error_description").is_some();
        value.get("error").filter(|_| !described).unwrap_or(value)
    });
    match status {
        429 if error.is_some_and(is_spent) => Trouble::Refused { status, said: said(error, body) },
        429 | 503 | 529 => Trouble::Busy { again_s: again_s(answer) },
        500.. => Trouble::Unwell { status },
        _ => Trouble::Refused { status, said: said(error, body) },
    }
}

/// What an error inside a successful answer means.
pub(crate) fn inside(error: &Value) -> Trouble {
    let code = error.get("code").or_else(|| error.get("status"));
    let code = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
    let code = code.and_then(|code| u16::try_from(code).ok());
    let words = ["type", "code"].map(|name| error.get(name).and_then(Value::as_str).unwrap_or_default());
    let is = |part: &str| words.iter().any(|word| word.contains(part));
    let refused = |status| Trouble::Refused { status, said: said(Some(error), "") };
    match code {
        _ if is_spent(error) => refused(code.unwrap_or(200)),
        Some(429 | 503 | 529) => Trouble::Busy { again_s: None },
        Some(status @ 400..=499) => refused(status),
        Some(status @ 500..=599) => Trouble::Unwell { status },
        _ if is("rate_limit") || is("overloaded") => Trouble::Busy { again_s: None },
        _ if is("invalid") || is("authentication") || is("permission") || is("not_found") => refused(200),
        _ => Trouble::Unwell { status: 200 },
    }
}

/// True where a budget is used up: no waiting brings it back.
fn is_spent(error: &Value) -> bool {
    ["type", "code"].iter().any(|name| error.get(name).and_then(Value::as_str) == Some("insufficient_quota"))
}

/// Some servers put their error into a list of one.
fn first(value: &Value) -> &Value {
    value.get(0).unwrap_or(value)
}

/// What a server said: its error's message, or its body as it is.
fn said(error: Option<&Value>, body: &str) -> String {
    let named = |error: &Value| -> Option<String> {
        let named = ["message", "detail", "error_description"].iter().find_map(|name| error.get(name)?.as_str());
        error.as_str().or(named).map(str::to_owned)
    };
    error.and_then(named).unwrap_or_else(|| body.to_owned())
}

/// In how many seconds a server wants to be asked again. A date counts from what the server says that it is now.
fn again_s<B>(answer: &Response<B>) -> Option<u64> {
    let text = |name: HeaderName| answer.headers().get(name)?.to_str().ok().map(str::trim);
    let again = text(RETRY_AFTER)?;
    if let Ok(seconds) = again.parse() {
        return Some(seconds);
    }
    let date = |text: &str| -> Option<Timestamp> { DateTimeParser::new().parse_timestamp(text).ok() };
    let seconds = date(again)?.as_second().saturating_sub(date(text(DATE)?)?.as_second());
    Some(u64::try_from(seconds).unwrap_or(0))
}
