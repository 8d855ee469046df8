//! Calls, as a phone system reports them: one begins to ring, somebody answers it or takes it over, it ends (CC-3). The token
//! that a phone system uses belongs to somebody who leads the team.

use std::collections::HashMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AgentId, CallId, QueueId, call, permit::Action};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Bare, Body, Id},
    shown::{people::AgentRef, same_words, time},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// How far a call is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// It rings.
    Ringing,
    /// Somebody speaks with the caller; they are `in_call` as long.
    Answered,
    /// It is over.
    Ended,
}

same_words!(CallState, call::State, Ringing = Ringing, Answered = Answered, Ended = Ended);

/// A call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Call {
    /// Which.
    #[schema(value_type = String)]
    pub id: CallId,
    /// Who calls, as the phone system writes it; empty where it is withheld.
    #[schema(example = "+420 601 123 456")]
    pub caller: String,
    /// What was called.
    #[schema(example = "+420 222 333 444")]
    pub called: String,
    /// The queue that it came to.
    #[schema(value_type = Option<String>, required)]
    pub queue: Option<QueueId>,
    /// How far it is.
    pub state: CallState,
    /// Who answered it, last.
    #[schema(required)]
    pub agent: Option<AgentRef>,
    /// While it rings: who of the queue may be rung, who answered none for longest first. Those who are online or in e-mail.
    pub offered: Vec<AgentRef>,
    /// When it began to ring.
    pub created_at: Timestamp,
    /// When it was first answered.
    #[schema(required)]
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
}

/// The calls that ring or go on.
#[derive(Serialize, ToSchema)]
pub struct CallList {
    /// Oldest first, up to 1,000.
    pub items: Vec<Call>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A call that begins to ring.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallNew {
    /// Who calls, at most 120 characters; empty where it is withheld.
    #[serde(default)]
    #[schema(example = "+420 601 123 456")]
    pub caller: String,
    /// What was called, at most 120 characters.
    #[serde(default)]
    #[schema(example = "+420 222 333 444")]
    pub called: String,
    /// The queue that it came to, which takes calls; none: nobody is named to be rung.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub queue: Option<QueueId>,
}

/// Who answers a call.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallAnswer {
    /// The agent.
    #[schema(value_type = String)]
    pub agent: AgentId,
}

/// How many calls one page lists.
const PAGE: i64 = 1_000;

fn shown(tx: &mut Tx<'_>, stored: store::calls::Call, now: desk::Micros) -> store::Result<Call> {
    let offered = flow::calls::offered(tx, &stored, now)?;
    let mut refs: HashMap<AgentId, AgentRef> = HashMap::new();
    for id in offered.iter().copied().chain(stored.agent) {
        if let Some(agent) = store::agents::by_id(tx, id)? {
            refs.insert(id, (agent.id, agent.name, agent.email).into());
        }
    }
    Ok(Call {
        id: stored.id,
        caller: stored.caller,
        called: stored.called,
        queue: stored.queue,
        state: stored.state.into(),
        agent: stored.agent.and_then(|id| refs.get(&id).cloned()),
        offered: offered.iter().filter_map(|id| refs.get(id).cloned()).collect(),
        created_at: time(stored.created_at),
        answered_at: stored.answered_at.map(time),
        ended_at: stored.ended_at.map(time),
    })
}

/// The calls that ring or go on, as a phone system reads them after a restart. A call of which nothing is told for four hours
/// counts as over.
#[utoipa::path(get, path = "/calls", operation_id = "listCalls", tag = "calls",
    responses((status = 200, body = CallList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<CallList>, Problem> {
    caller.may(Action::LeadTeam)?;
    let now = web.node.clock.now();
    let items = web.node.db.read(move |tx| {
        let on = store::calls::list_on(tx, PAGE)?;
        on.into_iter().map(|call| shown(tx, call, now)).collect::<store::Result<Vec<_>>>()
    });
    Ok(Json(CallList { items: items.await?, next: None }))
}

/// A call.
#[utoipa::path(get, path = "/calls/{id}", operation_id = "readCall", tag = "calls", params(("id" = String, Path, description = "The call")),
    responses((status = 200, body = Call), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<CallId>) -> Result<Json<Call>, Problem> {
    caller.may(Action::LeadTeam)?;
    let now = web.node.clock.now();
    let found = web.node.db.read(move |tx| {
        let call = store::calls::by_id(tx, id)?;
        call.map(|call| shown(tx, call, now)).transpose()
    });
    Ok(Json(found.await?.ok_or_else(Problem::not_found)?))
}

/// Reports a call that begins to ring. The answer names who of its queue may be rung.
#[utoipa::path(post, path = "/calls", operation_id = "beginCall", tag = "calls", request_body = CallNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Call), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn begin(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<CallNew>,
) -> Result<Response, Problem> {
    caller.may(Action::LeadTeam)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let CallNew { caller: from, called, queue } = body.value;
    let (new, now) = (flow::calls::New { caller: from, called, queue }, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let call = flow::calls::begin(tx, &new, now)?;
        as_json(&shown(tx, call, now)?)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Reports who answered a call, or took it over: they are `in_call` until it ends, and given nothing by queues. Told again while
/// it goes on, it says that it still does.
#[utoipa::path(post, path = "/calls/{id}/answer", operation_id = "answerCall", tag = "calls", request_body = CallAnswer,
    params(("id" = String, Path, description = "The call"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = Call), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn answer(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CallId>,
    Key(key): Key,
    body: Body<CallAnswer>,
) -> Result<Json<serde_json::Value>, Problem> {
    caller.may(Action::LeadTeam)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let (by, now) = (body.value.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let call = flow::calls::answer(tx, id, by, now)?;
        as_json(&shown(tx, call, now)?)
    });
    Ok(Json(answer.await?))
}

/// Reports that a call is over: whoever was in it is what they were before. Told again, it changes nothing.
#[utoipa::path(post, path = "/calls/{id}/end", operation_id = "endCall", tag = "calls",
    params(("id" = String, Path, description = "The call"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = Call), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CallId>,
    Key(key): Key,
    Bare(print): Bare,
) -> Result<Json<serde_json::Value>, Problem> {
    caller.may(Action::LeadTeam)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::OK };
    let now = web.node.clock.now();
    let answer = once(&web, asked, move |tx| {
        let call = flow::calls::end(tx, id, now)?;
        as_json(&shown(tx, call, now)?)
    });
    Ok(Json(answer.await?))
}
