//! Versions of what is edited (ETag and If-Match, RFC 9110 § 8.8.3 and § 13.1.1): whoever saves a form on an older version
//! is refused and told who was faster, instead of overwriting it unseen. A version covers what can be edited, and
//! nothing that changes by itself.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Tx, audit};

use crate::{
    problem::{Changed, Problem},
    shown::time,
    writing::Halt,
};

/// Bytes of a hash that make a version.
const BYTES: usize = 12;

/// The version of something, as the header writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(String);

impl Version {
    /// Of all that can be edited about something.
    #[must_use]
    pub fn of(edited: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(edited).unwrap_or_default();
        let hash: Vec<u8> = Sha256::digest(&bytes).into_iter().take(BYTES).collect();
        Self(format!("\"{}\"", HEXLOWER.encode(&hash)))
    }
}

/// An answer with its version.
pub struct Tagged<T>(pub T, pub Version);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::from_str(&self.1.0).ok();
        let mut response = Json(self.0).into_response();
        if let Some(tag) = tag {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// The version that a request was made on, if it says so.
#[derive(Clone, Debug)]
pub struct IfMatch(Option<String>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let said = parts.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        Ok(Self(said.map(ToString::to_string)))
    }
}

impl IfMatch {
    /// True where the request says on which version it was made: else there is nothing to read for [`IfMatch::check`].
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.0.is_some()
    }

    /// Refuses a request that was made on another version; `object` is what the audit log calls it, from which whoever
    /// changed it last is told. It is asked in the transaction that writes.
    ///
    /// # Errors
    /// 412; the store's own.
    pub fn check(&self, tx: &mut Tx<'_>, stands: &Version, object: &str) -> Result<(), Halt> {
        self.check_with(stands, || {
            Ok(audit::last(tx, object)?
                .map(|entry| Changed { by: entry.actor.agent().map(|(_, name)| name.to_string()), at: time(entry.at) }))
        })
    }

    /// The same, with whoever changed it last from elsewhere.
    ///
    /// # Errors
    /// 412; the store's own.
    pub fn check_with(
        &self,
        stands: &Version,
        last: impl FnOnce() -> store::Result<Option<Changed>>,
    ) -> Result<(), Halt> {
        let Some(said) = &self.0 else { return Ok(()) };
        if said.split(',').map(str::trim).any(|one| one == "*" || one == stands.0) {
            return Ok(());
        }
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed_meanwhile").with_changed(last()?).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_that_of_its_content() {
        let one = Version::of(&("Orders", true));
        assert_eq!(one, Version::of(&("Orders", true)));
        assert_ne!(one, Version::of(&("Orders", false)));
        assert!(one.0.starts_with('"') && one.0.ends_with('"') && one.0.len() == 2 + 2 * BYTES, "{one:?}");
    }
}
