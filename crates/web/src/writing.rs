//! Writes that a request asks for: one transaction that is rolled back when the request is refused, and answers kept
//! under an Idempotency-Key in that same transaction, so that a repeated request is answered and not done again.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use desk::AgentId;
use flow::Refused;
use serde_json::Value;
use store::{Tx, idempotency, idempotency::Given, leases};

use crate::{Web, problem::Problem};

/// The longest key, bytes.
const KEY_BYTES: usize = 200;
/// How long the lock of a key lasts if its transaction were to leave it behind, seconds; it never does.
const LOCK_SECONDS: i64 = 60;

/// The Idempotency-Key of a request, if it has one.
pub struct Key(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let key = value
            .to_str()
            .ok()
            .filter(|key| !key.is_empty() && key.len() <= KEY_BYTES && key.bytes().all(|byte| byte.is_ascii_graphic()));
        let refused = || Problem::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid");
        key.map(|key| Self(Some(key.to_string()))).ok_or_else(refused)
    }
}

/// Why a transaction is rolled back.
pub enum Halt {
    /// The store failed; it may try again by itself.
    Store(store::Error),
    /// The request is refused.
    Refused(Box<Problem>),
}

impl From<store::Error> for Halt {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<Refused> for Halt {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Store(error) => Self::Store(error),
            other => Self::Refused(Box::new(other.into())),
        }
    }
}

/// Runs a write transaction; a refusal rolls it back.
///
/// # Errors
/// The refusal, or what the store's failure becomes.
pub async fn write<T, F>(web: &Web, mut work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T, Halt> + Send + 'static,
{
    let refusal: Arc<Mutex<Option<Problem>>> = Arc::default();
    let slot = refusal.clone();
    let now = web.node.clock.now();
    let outcome = web.node.db.write(move |tx| {
        let done = work(tx).map_err(|halt| match halt {
            Halt::Store(error) => error,
            Halt::Refused(problem) => {
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(*problem);
                store::Error::Refused("the request was refused".into())
            }
        })?;
        // What the request changed may be a rule's business (SO-16).
        flow::rules::settle(tx, now)?;
        Ok(done)
    });
    let outcome = outcome.await;
    let refused = refusal.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (outcome, refused) {
        (Ok(value), _) => Ok(value),
        (Err(store::Error::Refused(_)), Some(problem)) => Err(problem),
        (Err(error), _) => Err(error.into()),
    }
}

/// Whose request it is, its key, and the hash that tells it from others.
#[derive(Clone)]
pub struct Asked {
    /// Who asks.
    pub agent: AgentId,
    /// The Idempotency-Key.
    pub key: Option<String>,
    /// The hash.
    pub print: Vec<u8>,
    /// The status of its answer.
    pub status: StatusCode,
}

/// Does the work of a request once: a request that was done under its key gives the answer of then.
///
/// # Errors
/// 422 when the key belongs to another request; those of the work.
pub async fn once<F>(web: &Web, asked: Asked, mut work: F) -> Result<Value, Problem>
where
    F: FnMut(&mut Tx<'_>) -> Result<Value, Halt> + Send + 'static,
{
    let now = web.node.clock.now();
    write(web, move |tx| {
        let Some(key) = asked.key.as_deref() else { return work(tx) };
        // Two requests with one key at the same time: the second waits for the row of the first.
        let lock = format!("idempotency:{}:{key}", asked.agent);
        leases::take(tx, &lock, &lock, LOCK_SECONDS, now)?;
        let answer = match given(tx, &asked, key, now)? {
            Some(answer) => answer,
            None => {
                let answer = work(tx)?;
                keep(tx, &asked, key, &answer, now)?;
                answer
            }
        };
        leases::release(tx, &lock, &lock)?;
        Ok(answer)
    })
    .await
}

/// Does work once that makes a secret; the secret is kept apart from the answer, which is stored for whoever repeats the
/// request: they are not told it.
///
/// # Errors
/// Those of [`once`].
pub async fn once_with_secret(
    web: &Web,
    asked: Asked,
    mut work: impl FnMut(&mut Tx<'_>) -> Result<(Value, String), Halt> + Send + 'static,
) -> Result<(Value, Option<String>), Problem> {
    let slot: Arc<Mutex<Option<String>>> = Arc::default();
    let told = slot.clone();
    let answer = once(web, asked, move |tx| {
        let (answer, secret) = work(tx)?;
        *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret);
        Ok(answer)
    })
    .await?;
    let secret = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok((answer, secret))
}

/// The answer that was given under this key.
///
/// # Errors
/// 422 when the key belongs to another request; the store's own.
pub fn given(tx: &mut Tx<'_>, asked: &Asked, key: &str, now: desk::Micros) -> Result<Option<Value>, Halt> {
    let Some(given) = idempotency::given(tx, asked.agent, key, now)? else { return Ok(None) };
    if given.request != asked.print {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused").into());
    }
    let answer = serde_json::from_str(&given.answer).map_err(|error| store::Error::unreadable("answer", error))?;
    Ok(Some(answer))
}

/// Keeps an answer under its key.
///
/// # Errors
/// The store's own.
pub fn keep(tx: &mut Tx<'_>, asked: &Asked, key: &str, answer: &Value, now: desk::Micros) -> Result<(), Halt> {
    let status = i64::from(asked.status.as_u16());
    let given = Given { request: asked.print.clone(), status, answer: answer.to_string() };
    Ok(idempotency::keep(tx, asked.agent, key, &given, now)?)
}

/// Does work that stands in transactions of its own, or goes out to the network, once: the answer is kept after it.
/// Such work must not harm when a crash before the keeping has it done again.
///
/// # Errors
/// 422 when the key belongs to another request; those of the work.
pub async fn once_outside<T: serde::Serialize>(
    web: &Web,
    asked: Asked,
    work: impl Future<Output = Result<T, Problem>>,
) -> Result<Value, Problem> {
    let now = web.node.clock.now();
    if let Some(key) = asked.key.clone() {
        let asked = asked.clone();
        if let Some(answer) = write(web, move |tx| given(tx, &asked, &key, now)).await? {
            return Ok(answer);
        }
    }
    let answer = serde_json::to_value(work.await?).map_err(Problem::internal)?;
    if let Some(key) = asked.key.clone() {
        let kept = answer.clone();
        write(web, move |tx| keep(tx, &asked, &key, &kept, now)).await?;
    }
    Ok(answer)
}
