//! One's own second factor: set up, confirmed, taken away; and taken away by an admin for whoever lost it.

use axum::{Json, extract::State, http::StatusCode};
use desk::{AgentId, address, permit::Action};
use flow::{people::PeopleError, second_factor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Web,
    pace::By,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    sign_in::Caller,
    writing::{Asked, Key, once_outside, write},
};

/// One's own second factor.
#[derive(Serialize, ToSchema)]
pub struct SecondFactor {
    /// True when sign-ins ask for a code.
    pub on: bool,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: i64,
}

/// Whether one has a second factor.
#[utoipa::path(get, path = "/me/second-factor", operation_id = "readSecondFactor", tag = "session",
    responses((status = 200, body = SecondFactor), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Json<SecondFactor>, Problem> {
    caller.in_person()?;
    let (on, recovery_codes_left) = web.node.db.read(move |tx| second_factor::standing(tx, caller.agent.id)).await?;
    Ok(Json(SecondFactor { on, recovery_codes_left }))
}

/// The password, asked again.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The password.
    #[schema(write_only)]
    pub password: String,
}

/// What an authenticator needs; shown once.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorSecret {
    /// The secret, as it is typed into an authenticator.
    #[schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")]
    pub secret: String,
    /// The same as an address, for a picture.
    #[schema(example = "otpauth://totp/Lumen:ana@example.org?secret=JBSWY3DPEHPK3PXP&issuer=Lumen")]
    pub uri: String,
}

/// Begins a second factor: nobody is asked for it before it is confirmed. A repetition begins anew, whatever its key.
#[utoipa::path(post, path = "/me/second-factor", operation_id = "beginSecondFactor", tag = "session",
    request_body = PasswordRequest,
    responses((status = 201, body = SecondFactorSecret), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn begin(
    State(web): State<Web>,
    caller: Caller,
    body: Body<PasswordRequest>,
) -> Result<(StatusCode, Json<SecondFactorSecret>), Problem> {
    caller.in_person()?;
    let begun = counted(&web, &caller, second_factor::begin(&web.node, &caller.agent, &body.value.password)).await?;
    Ok((StatusCode::CREATED, Json(SecondFactorSecret { secret: begun.secret, uri: begun.uri })))
}

/// A code of the device.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorRequest {
    /// The six digits.
    #[schema(example = "123456", write_only)]
    pub code: String,
}

/// What replaces a lost device; shown once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten codes, each good for one sign-in.
    #[schema(example = json!(["k7m2x-9qrt4"]))]
    pub recovery_codes: Vec<String>,
}

/// Confirms the second factor by a first code: from now on sign-ins ask for one. Other sessions end.
#[utoipa::path(put, path = "/me/second-factor", operation_id = "confirmSecondFactor", tag = "session",
    request_body = SecondFactorRequest,
    responses((status = 200, body = RecoveryCodes), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn confirm(
    State(web): State<Web>,
    caller: Caller,
    body: Body<SecondFactorRequest>,
) -> Result<Json<RecoveryCodes>, Problem> {
    caller.in_person()?;
    let done = second_factor::confirm(&web.node, &caller.agent, &caller.token, &body.value.code);
    let recovery_codes = counted(&web, &caller, done).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Takes one's own second factor away.
#[utoipa::path(post, path = "/me/second-factor/removal", operation_id = "removeSecondFactor", tag = "session",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = PasswordRequest,
    responses((status = 204), (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<PasswordRequest>,
) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::NO_CONTENT };
    let removed = second_factor::remove(&web.node, &caller.agent, &body.value.password);
    once_outside(&web, asked, counted(&web, &caller, removed)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts what fails with the attempts to sign in: a session that somebody left open is no way to guess more.
async fn counted<T>(
    web: &Web,
    caller: &Caller,
    work: impl Future<Output = Result<T, PeopleError>>,
) -> Result<T, Problem> {
    let by = [By::Email(address::fold(&caller.agent.email))];
    web.pace.counted(&by, web.node.clock.now(), work).await?.map_err(|error| match error {
        PeopleError::WrongCredentials => Problem::field("password", "password-wrong"),
        PeopleError::SecondFactorWrong => Problem::field("code", "second-factor-wrong"),
        other => other.into(),
    })
}

/// Takes the second factor of somebody away who lost it. Their sessions end, and they are told.
#[utoipa::path(delete, path = "/agents/{id}/second-factor", operation_id = "resetSecondFactor", tag = "agents",
    params(("id" = String, Path, description = "The person")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reset(State(web): State<Web>, caller: Caller, Id(id): Id<AgentId>) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    caller.may(Action::ManagePeople)?;
    let (by, node, now) = (caller.actor(), web.node.clone(), web.node.clock.now());
    write(&web, move |tx| Ok(second_factor::reset(tx, &node, &by, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
