//! What people do with held mail: release it, delete it, block its sender; each a resource that is made and undone.

use axum::{Json, extract::State, http::StatusCode};
use desk::{ArrivalId, Micros, permit::Action, released::How};
use flow::held::{self, Done};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Tx, agents::Agent};
use utoipa::ToSchema;

use crate::{
    Web,
    api::{
        arrivals::{Accepted, seen},
        conversations::as_json,
    },
    problem::{Problem, ProblemBody},
    request::{Bare, Body, Id},
    sign_in::Caller,
    writing::{Asked, Halt, Key, once},
};

/// As what a held mail is released.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReleasedAs {
    /// What would have happened, had it been believed. An agent's text is not sent on to customers by it.
    Release,
    /// A conversation of its own, whatever it answers.
    NewConversation,
    /// What its agent wrote, which only that agent may say: a note, to be published where it was meant as an answer.
    Accept,
}

impl From<ReleasedAs> for How {
    fn from(wanted: ReleasedAs) -> Self {
        match wanted {
            ReleasedAs::Release => Self::Release,
            ReleasedAs::NewConversation => Self::NewConversation,
            ReleasedAs::Accept => Self::Accept,
        }
    }
}

/// A release.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseNew {
    /// As what.
    pub r#as: ReleasedAs,
}

/// The key of a request, and the hash that tells it from others.
type OnceBy = (Option<String>, Vec<u8>);
/// Of what may be repeated as often as anybody likes.
const ANEW: OnceBy = (None, Vec::new());

/// Does something with an arrival in one transaction, once where the request has a key.
async fn done<F>(web: &Web, caller: Caller, id: ArrivalId, once_by: OnceBy, work: F) -> Result<Json<Value>, Problem>
where
    F: Fn(&mut Tx<'_>, &Agent, Micros) -> store::Result<Done> + Send + 'static,
{
    caller.may(Action::Work)?;
    let (agent, now, (key, print)) = (caller.agent, web.node.clock.now(), once_by);
    let asked = Asked { agent: agent.id, key, print, status: StatusCode::OK };
    let answer = once(web, asked, move |tx| {
        seen(tx, agent.id, id)?;
        match work(tx, &agent, now)? {
            Done::Yes => as_json(&Accepted {}),
            Done::NotHeld => Err(Halt::from(Problem::new(StatusCode::CONFLICT, "not_held"))),
            Done::NoSender => Err(Problem::new(StatusCode::CONFLICT, "no_sender").into()),
            Done::NotTheirs => Err(Problem::new(StatusCode::CONFLICT, "not_theirs").into()),
            Done::ListFull => Err(Problem::new(StatusCode::CONFLICT, "list_full").into()),
        }
    });
    answer.await.map(Json)
}

/// Releases a held mail. It is worked on a few seconds later, until when this can be undone.
#[utoipa::path(post, path = "/arrivals/{id}/release", operation_id = "releaseArrival", tag = "arrivals",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again"),
        ("id" = String, Path, description = "The arrival")), request_body = ReleaseNew,
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn release(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ArrivalId>,
    body: Body<ReleaseNew>,
) -> Result<Json<Value>, Problem> {
    let how = How::from(body.value.r#as);
    done(&web, caller, id, (key, body.print), move |tx, agent, now| held::release(tx, id, how, agent, now)).await
}

/// Takes a release back, as long as the mail is not being worked on.
#[utoipa::path(delete, path = "/arrivals/{id}/release", operation_id = "takeBackRelease", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn take_back(State(web): State<Web>, caller: Caller, Id(id): Id<ArrivalId>) -> Result<Json<Value>, Problem> {
    done(&web, caller, id, ANEW, move |tx, agent, now| held::take_back(tx, id, agent, now)).await
}

/// Deletes a held mail: its line in the ledger stays, its bytes for 30 days more.
#[utoipa::path(post, path = "/arrivals/{id}/deletion", operation_id = "deleteArrival", tag = "arrivals",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again"),
        ("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ArrivalId>,
    Bare(print): Bare,
) -> Result<Json<Value>, Problem> {
    done(&web, caller, id, (key, print), move |tx, agent, now| held::delete(tx, id, agent, now)).await
}

/// Brings a deleted mail back, while its bytes are kept.
#[utoipa::path(delete, path = "/arrivals/{id}/deletion", operation_id = "undeleteArrival", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn undelete(State(web): State<Web>, caller: Caller, Id(id): Id<ArrivalId>) -> Result<Json<Value>, Problem> {
    done(&web, caller, id, ANEW, move |tx, agent, now| held::undelete(tx, id, agent, now)).await
}

/// Blocks the sender of a held mail: this mail and all further ones of that address are set aside.
#[utoipa::path(post, path = "/arrivals/{id}/block", operation_id = "blockSender", tag = "arrivals",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again"),
        ("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn block(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ArrivalId>,
    Bare(print): Bare,
) -> Result<Json<Value>, Problem> {
    done(&web, caller, id, (key, print), move |tx, agent, now| held::block(tx, id, agent, now)).await
}

/// Unblocks the sender of a mail that was set aside for that, and holds the mail again.
#[utoipa::path(delete, path = "/arrivals/{id}/block", operation_id = "unblockSender", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn unblock(State(web): State<Web>, caller: Caller, Id(id): Id<ArrivalId>) -> Result<Json<Value>, Problem> {
    done(&web, caller, id, ANEW, move |tx, agent, now| held::unblock(tx, id, agent, now)).await
}
