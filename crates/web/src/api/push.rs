//! Whether the browser that asks is told of news while no page of the desk is open in it (Web Push, RFC 8030). It is told
//! as long as its session stands.

use axum::{Json, extract::State, http::StatusCode};
use data_encoding::BASE64URL_NOPAD;
use desk::SessionId;
use serde::{Deserialize, Serialize};
use store::{Tx, push, sessions};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Body,
    sign_in::Caller,
    writing::{Halt, write},
};

/// How the browser that asks is told.
#[derive(Serialize, ToSchema)]
#[schema(as = Push)]
pub struct PushShown {
    /// The desk's key, with which a browser subscribes (`applicationServerKey`).
    #[schema(example = "BDd3_hVL9fZi9Ybo2UUzA284WG5FZR30_95YeZJsiApwXKpNcF1rRPF3foIiBHXRdJI2Qhumhf6_LFTeZaNndIo")]
    pub key: String,
    /// True while it is told.
    pub on: bool,
    /// True where it hears of conversations too that nobody has.
    pub waiting: bool,
    /// True where it hears who wrote and how the message begins.
    pub words: bool,
}

/// A browser that wants to be told.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushNew {
    /// Where its push service takes news for it.
    #[schema(example = "https://push.example/send/4711", max_length = 1000)]
    pub endpoint: String,
    /// Its public key (`p256dh`), as base64url.
    pub browser_key: String,
    /// The secret that it shares with the desk (`auth`), as base64url.
    pub secret: String,
    /// True to hear of conversations too that nobody has.
    #[serde(default)]
    pub waiting: bool,
    /// True to hear who wrote and how the message begins; else only that there is something.
    #[serde(default)]
    pub words: bool,
}

/// The session that asks.
fn session(tx: &mut Tx<'_>, hash: &[u8]) -> store::Result<Option<SessionId>> {
    sessions::id(tx, hash)
}

async fn shown(web: &Web, caller: &Caller) -> Result<PushShown, Problem> {
    let (key, hash) = (flow::push::public_key(&web.node).await?, caller.token_hash());
    let told = web.node.db.read(move |tx| match session(tx, &hash)? {
        Some(session) => push::of_session(tx, session),
        None => Ok(None),
    });
    let draft = told.await?.map(|told| told.draft);
    let (waiting, words) = draft.as_ref().map_or((false, false), |draft| (draft.waiting, draft.words));
    Ok(PushShown { key, on: draft.is_some(), waiting, words })
}

/// How this browser is told of news while no page of the desk is open.
#[utoipa::path(get, path = "/me/push", operation_id = "readPush", tag = "session",
    responses((status = 200, body = PushShown), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Json<PushShown>, Problem> {
    caller.in_person()?;
    shown(&web, &caller).await.map(Json)
}

/// Has this browser told from now on, encrypted for it alone; it ends with the session.
#[utoipa::path(put, path = "/me/push", operation_id = "setPush", tag = "session", request_body = PushNew,
    responses((status = 200, body = PushShown), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(State(web): State<Web>, caller: Caller, body: Body<PushNew>) -> Result<Json<PushShown>, Problem> {
    caller.in_person()?;
    let new = body.value;
    let decoded = |text: &str| BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()).unwrap_or_default();
    let draft = push::Draft {
        endpoint: new.endpoint,
        browser_key: decoded(&new.browser_key),
        secret: decoded(&new.secret),
        waiting: new.waiting,
        words: new.words,
    };
    let (node, agent, hash, now) = (web.node.clone(), caller.agent.id, caller.token_hash(), web.node.clock.now());
    write(&web, move |tx| {
        let session = session(tx, &hash)?.ok_or_else(|| Halt::from(Problem::not_signed_in()))?;
        Ok(flow::push::subscribe(tx, &node, agent, session, &draft, now)?)
    })
    .await?;
    shown(&web, &caller).await.map(Json)
}

/// Tells this browser nothing more.
#[utoipa::path(delete, path = "/me/push", operation_id = "endPush", tag = "session", responses((status = 204)))]
pub async fn end(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let hash = caller.token_hash();
    write(&web, move |tx| match session(tx, &hash)? {
        Some(session) => Ok(push::end_of_session(tx, session)?),
        None => Ok(()),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
