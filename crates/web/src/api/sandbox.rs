//! The mails that left a demo desk. Elsewhere none of this exists.

use axum::{Json, extract::State, response::Response};
use desk::permit::Action;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Web,
    api::messages::blob_bytes,
    file::{self, Wanted},
    problem::{Problem, ProblemBody},
    request::Id,
    shown::time,
    sign_in::Caller,
};

/// A mail that left the desk.
#[derive(Serialize, ToSchema)]
pub struct SandboxMail {
    /// Which.
    pub id: String,
    /// MAIL FROM; empty for none.
    pub from: String,
    /// RCPT TO.
    pub to: Vec<String>,
    /// When.
    pub at: Timestamp,
    /// The mail; bytes that are not UTF-8 as U+FFFD.
    pub raw: String,
}

/// Outside of the demo there is no sandbox.
fn in_demo(web: &Web) -> Result<(), Problem> {
    web.node.demo.then_some(()).ok_or_else(Problem::not_found)
}

/// Every mail that left the demo desk, oldest first.
#[utoipa::path(get, path = "/sandbox/mails", operation_id = "listSandboxMails", tag = "sandbox",
    responses((status = 200, body = Vec<SandboxMail>), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<Vec<SandboxMail>>, Problem> {
    caller.may(Action::Read)?;
    let mut shown = Vec::new();
    in_demo(&web)?;
    for mail in web.node.db.read(store::sandbox::list).await? {
        let bytes = blob_bytes(&web, mail.raw).await?;
        let raw = String::from_utf8_lossy(&bytes).into_owned();
        shown.push(SandboxMail {
            id: mail.id.to_string(),
            from: mail.sender,
            to: mail.recipients,
            at: time(mail.at),
            raw,
        });
    }
    Ok(Json(shown))
}

/// A mail that left the demo desk, byte for byte.
#[utoipa::path(get, path = "/sandbox/mails/{id}/raw", operation_id = "readRawSandboxMail", tag = "sandbox",
    params(("id" = String, Path, description = "The mail")),
    responses((status = 200, description = "The mail", content_type = "message/rfc822"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn raw(State(web): State<Web>, caller: Caller, Id(id): Id<i64>) -> Result<Response, Problem> {
    caller.may(Action::Read)?;
    in_demo(&web)?;
    let mail = web.node.db.read(move |tx| store::sandbox::by_id(tx, id)).await?.ok_or_else(Problem::not_found)?;
    let bytes = blob_bytes(&web, mail.raw).await?;
    Ok(file::answer(bytes, "message/rfc822", &format!("sandbox-{id}.eml"), Wanted::Saved))
}
