//! Signing in and out, and who is signed in.

use std::net::IpAddr;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::{AgentId, OwnPresenceId, address, permit};
use flow::people::{self, PeopleError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::board::chosen;
use crate::{
    Web,
    pace::By,
    problem::{Problem, ProblemBody},
    request::Body,
    shown::people::{OwnPresenceRef, Presence, PresenceChoice, Role},
    sign_in::{self, Caller, OwnSite, Peer, Whence},
    writing::write,
};

/// The longest address that is looked up and counted, bytes.
pub(super) const EMAIL_BYTES: usize = 320;

/// Who signs in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    /// The address.
    #[schema(example = "ana@example.org")]
    pub email: String,
    /// The password.
    #[schema(write_only)]
    pub password: String,
    /// The code of the second factor, or a recovery code; absent where there is none, or it is not known yet.
    #[serde(default)]
    #[schema(write_only, example = "123456")]
    pub code: Option<String>,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub struct SessionToken {
    /// For `Authorization: Bearer`.
    pub token: String,
}

/// The signed-in person.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Who.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// What they may do by it, as `GET /roles` tells it of every role.
    #[schema(example = json!(["read", "work", "read-settings"]))]
    pub may: Vec<String>,
    /// Whether they are there; offline also while no browser of theirs is open.
    pub presence: Presence,
    /// What was chosen; it holds until another is, also while no browser is open.
    pub presence_chosen: PresenceChoice,
    /// The desk's own name of it, where that was chosen.
    #[schema(required)]
    pub presence_own: Option<OwnPresenceRef>,
    /// True when they can be `in_email`: the e-mail channel is on, and they belong to a queue.
    pub takes_email: bool,
    /// Whether they are told by mail while they are offline.
    pub notify_by_mail: bool,
    /// True when browsers reach the desk by https.
    pub encrypted: bool,
    /// True on a demo desk.
    pub demo: bool,
}

/// Signs in: sets the cookie and gives the token.
#[utoipa::path(post, path = "/session", operation_id = "signIn", tag = "session", security(()),
    request_body = SessionRequest,
    responses((status = 200, body = SessionToken), (status = 401, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn sign_in(
    State(web): State<Web>,
    _: OwnSite,
    Peer(peer): Peer,
    Whence(device): Whence,
    body: Body<SessionRequest>,
) -> Result<Response, Problem> {
    let asked = body.value;
    if asked.email.len() > EMAIL_BYTES {
        return Err(Problem::field("email", "field-name-long"));
    }
    let by: Vec<By> = [By::Email(address::fold(&asked.email))].into_iter().chain(peer.map(By::Network)).collect();
    let code = asked.code.as_deref();
    let signing_in = people::sign_in_from(&web.node, &asked.email, &asked.password, code, &device);
    let (_, token) = web.pace.counted(&by, web.node.clock.now(), signing_in).await??;
    Ok(begun(&web, StatusCode::OK, token))
}

/// The answer that begins a session: cookie and token.
pub(super) fn begun(web: &Web, status: StatusCode, token: String) -> Response {
    let cookie = sign_in::set_cookie(web, &token).map(|cookie| [(header::SET_COOKIE, cookie)]);
    (status, cookie, Json(SessionToken { token })).into_response()
}

/// Does what the token of a link allows; wrong ones are counted by the network that they come from.
pub(super) async fn by_link<T>(
    web: &Web,
    peer: Option<IpAddr>,
    work: impl Future<Output = Result<T, PeopleError>>,
) -> Result<T, Problem> {
    let by: Vec<By> = peer.into_iter().map(By::Network).collect();
    Ok(web.pace.counted(&by, web.node.clock.now(), work).await??)
}

/// Signs out: ends the session and its live news.
#[utoipa::path(delete, path = "/session", operation_id = "signOut", tag = "session", responses((status = 204)))]
pub async fn sign_out(State(web): State<Web>, caller: Caller) -> Result<Response, Problem> {
    flow::people::sign_out(&web.node, &caller.token).await?;
    let cookie = sign_in::remove_cookie(&web).map(|cookie| [(header::SET_COOKIE, cookie)]);
    Ok((StatusCode::NO_CONTENT, cookie, ()).into_response())
}

/// Who is signed in.
#[utoipa::path(get, path = "/me", operation_id = "readMe", tag = "session",
    responses((status = 200, body = Me), (status = 401, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn me(State(web): State<Web>, caller: Caller) -> Result<Json<Me>, Problem> {
    shown(&web, caller.agent.id).await
}

/// What somebody changes about themselves: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeChange {
    /// Whether they are there: one that every desk has.
    #[serde(default)]
    pub presence: Option<PresenceChoice>,
    /// Or one that this desk named itself.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub presence_own: Option<OwnPresenceId>,
    /// Whether they are told by mail while they are offline.
    #[serde(default)]
    pub notify_by_mail: Option<bool>,
}

/// Changes what the signed-in person sets about themselves.
#[utoipa::path(patch, path = "/me", operation_id = "changeMe", tag = "session", request_body = MeChange,
    responses((status = 200, body = Me), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_me(State(web): State<Web>, caller: Caller, body: Body<MeChange>) -> Result<Json<Me>, Problem> {
    let (change, id, now) = (body.value, caller.agent.id, web.node.clock.now());
    let (agent, presence) = (caller.agent, chosen(change.presence, change.presence_own)?);
    write(&web, move |tx| {
        if let Some(to) = presence {
            flow::presence::set(tx, &agent, id, to, now)?;
        }
        if let Some(wants) = change.notify_by_mail {
            store::agents::set_wants_mail(tx, id, wants)?;
        }
        Ok(())
    })
    .await?;
    shown(&web, id).await
}

async fn shown(web: &Web, id: AgentId) -> Result<Json<Me>, Problem> {
    let loaded = web.node.db.read(move |tx| {
        Ok((store::agents::by_id(tx, id)?, store::presence::of(tx, id)?, flow::presence::takes_email(tx, id)?))
    });
    let (agent, presence, takes_email) = loaded.await?;
    let agent = agent.ok_or_else(Problem::not_signed_in)?;
    Ok(Json(Me {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        role: agent.role.into(),
        may: permit::powers(agent.role).into_iter().map(ToString::to_string).collect(),
        presence: Presence::of(&presence, web.node.clock.now()),
        presence_chosen: presence.chosen.into(),
        presence_own: presence.own.map(OwnPresenceRef::from),
        takes_email,
        notify_by_mail: agent.wants_mail,
        encrypted: web.is_encrypted(),
        demo: web.node.demo,
    }))
}
