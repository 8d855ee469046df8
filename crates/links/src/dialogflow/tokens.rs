//! Signing in with a service account: what it signed is exchanged for a token, which is kept until it ends.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::{ServiceAccount, Trouble, object};
use crate::reach::Reach;

/// How long before its end a token is no longer used, seconds.
const EARLY_S: i64 = 60;
/// Accounts whose tokens are kept.
const MOST_KEPT: usize = 1_000;
const FORM: &str = "application/x-www-form-urlencoded";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The tokens that hold, by the account that they are of.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<Vec<u8>, Token>>);

struct Token {
    secret: String,
    until_unix_s: i64,
}

impl Tokens {
    /// A token of this account, fetched where none is kept.
    pub async fn of(&self, reach: &Reach, account: &ServiceAccount, now_unix_s: i64) -> Result<String, Trouble> {
        let whose = account.fingerprint();
        if let Some(token) = self.kept(&whose, now_unix_s) {
            return Ok(token);
        }
        let token = fetched(reach, account, now_unix_s).await?;
        let secret = token.secret.clone();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(whose, token);
        Ok(secret)
    }

    /// This token of the account is no longer good.
    pub fn forget(&self, account: &ServiceAccount, token: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let whose = account.fingerprint();
        if kept.get(&whose).is_some_and(|kept| kept.secret == token) {
            kept.remove(&whose);
        }
    }

    fn kept(&self, whose: &[u8], now_unix_s: i64) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(whose).filter(|token| now_unix_s < token.until_unix_s).map(|token| token.secret.clone())
    }
}

async fn fetched(reach: &Reach, account: &ServiceAccount, now_unix_s: i64) -> Result<Token, Trouble> {
    let url = reach.fit(account.token_uri()).map_err(|unfit| Trouble::Failure(unfit.into()))?;
    // The key did sign when it was read.
    let assertion = account.assertion(now_unix_s).ok_or(Trouble::Garbage)?;
    let body =
        Serializer::new(String::new()).append_pair("grant_type", GRANT).append_pair("assertion", &assertion).finish();
    let begun = reach.posted(&url, &[("content-type", FORM.to_owned())], Bytes::from(body)).await?;
    let answer = object(begun, &assertion).await?;
    let secret = answer.get("access_token").and_then(Value::as_str).filter(|secret| is_sendable(secret));
    let secret = secret.ok_or(Trouble::Garbage)?.to_owned();
    let holds_s = answer.get("expires_in").and_then(Value::as_i64).unwrap_or(0).clamp(0, 24 * 3_600);
    Ok(Token { secret, until_unix_s: now_unix_s.saturating_add(holds_s).saturating_sub(EARLY_S) })
}

fn is_sendable(secret: &str) -> bool {
    !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_graphic())
}
