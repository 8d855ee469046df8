//! New passwords: asked for by mail, set by the link, or changed by whoever knows the old one. What is answered to
//! somebody who asks for a link, and when, is the same whoever they are (D6).

use axum::{extract::State, http::StatusCode};
use desk::address;
use flow::people::PeopleError;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    Web,
    api::sessions::{EMAIL_BYTES, by_link},
    pace::By,
    problem::{Problem, ProblemBody},
    request::Body,
    sign_in::{Caller, OwnSite, Peer},
};

/// Whoever forgot a password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordLinkRequest {
    /// The address: one.
    #[schema(example = "ana@example.org")]
    pub email: String,
}

/// Asks for a link to a new password. The answer is the same whether the address is known or not.
#[utoipa::path(post, path = "/password-links", operation_id = "askForPassword", tag = "session", security(()),
    request_body = PasswordLinkRequest,
    responses((status = 202), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn ask(
    State(web): State<Web>,
    _: OwnSite,
    Peer(peer): Peer,
    body: Body<PasswordLinkRequest>,
) -> Result<StatusCode, Problem> {
    let email = body.value.email;
    if email.len() > EMAIL_BYTES {
        return Err(Problem::field("email", "field-name-long"));
    }
    if !address::is_deliverable(email.trim()) {
        return Err(Problem::field("email", "field-address"));
    }
    // Every attempt counts, the right ones too: nothing here may tell them apart.
    let by = [Some(address::fold(email.trim())), peer.map(|peer| peer.to_string())];
    let by: Vec<By> = by.into_iter().flatten().map(By::Link).collect();
    web.pace.attempt(&by, web.node.clock.now())?;
    // Looked up behind the answer, so that its time says nothing either.
    let node = web.node.clone();
    tokio::spawn(async move {
        if let Err(error) = flow::new_password::ask(&node, email.trim()).await {
            tracing::error!(%error, "A link to a new password could not be mailed.");
        }
    });
    Ok(StatusCode::ACCEPTED)
}

/// A new password by a link.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasswordRequest {
    /// The token of the mailed link.
    pub token: String,
    /// At least 10 characters.
    #[schema(write_only, min_length = 10)]
    pub password: String,
}

/// Sets a new password by a mailed link. All sessions end.
#[utoipa::path(post, path = "/password", operation_id = "setPassword", tag = "session", security(()),
    request_body = NewPasswordRequest,
    responses((status = 204), (status = 410, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(
    State(web): State<Web>,
    _: OwnSite,
    Peer(peer): Peer,
    body: Body<NewPasswordRequest>,
) -> Result<StatusCode, Problem> {
    let asked = body.value;
    by_link(&web, peer, flow::new_password::set_by_link(&web.node, &asked.token, &asked.password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another password for oneself.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPasswordRequest {
    /// The one until now.
    #[schema(write_only)]
    pub old: String,
    /// At least 10 characters.
    #[schema(write_only, min_length = 10)]
    pub new: String,
}

/// Changes one's own password. All other sessions end.
#[utoipa::path(put, path = "/me/password", operation_id = "changePassword", tag = "session", request_body = OwnPasswordRequest,
    responses((status = 204), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    body: Body<OwnPasswordRequest>,
) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let asked = body.value;
    // Counted with the attempts to sign in: a session that somebody left open is no way to guess more.
    let by = [By::Email(address::fold(&caller.agent.email))];
    let changing = flow::new_password::change(&web.node, caller.agent.id, &caller.token, &asked.old, &asked.new);
    web.pace.counted(&by, web.node.clock.now(), changing).await?.map_err(|error| match error {
        PeopleError::WrongCredentials => Problem::field("old", "password-wrong"),
        // The field is called so where the person types it.
        PeopleError::Invalid { message, .. } => Problem::field("new", message),
        other => other.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}
