//! Signatures: the caller's own, and what stands below an answer of theirs from a mailbox, as the composer shows it before
//! the mail is sent.

use axum::{Json, extract::State};
use desk::{MailboxId, permit::Action, signature};
use serde::{Deserialize, Serialize};
use store::{mailboxes, signatures};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::write,
};

/// The caller's own signature.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnSignature {
    /// The text, with variables such as `{agent.name}` and `{mailbox.name}`; empty: there is none. At most 5,000 characters.
    #[schema(example = "{agent.name}\nCustomer care")]
    pub text: String,
    /// The same as HTML, where it is formatted; sanitised wherever it is shown or sent.
    #[serde(default)]
    #[schema(required)]
    pub html: Option<String>,
}

/// What stands below an answer.
#[derive(Serialize, ToSchema)]
pub struct SignatureBelow {
    /// As text; empty: nothing does.
    #[schema(example = "Ana\nCustomer care\nAcme Ltd")]
    pub text: String,
    /// As HTML that is safe to show.
    pub html: String,
}

fn shown(signature: signature::Signature) -> Tagged<OwnSignature> {
    let version = version(&signature);
    Tagged(OwnSignature { text: signature.text, html: signature.html }, version)
}

fn version(signature: &signature::Signature) -> Version {
    Version::of(&(&signature.text, &signature.html))
}

/// The caller's own signature.
#[utoipa::path(get, path = "/me/signature", operation_id = "readSignature", tag = "session",
    responses((status = 200, body = OwnSignature, headers(("ETag" = String, description = "For If-Match")))))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Tagged<OwnSignature>, Problem> {
    caller.may(Action::Work)?;
    Ok(shown(web.node.db.read(move |tx| signatures::of(tx, caller.agent.id)).await?))
}

/// Sets the caller's own signature. It stands below their answers from every mailbox, above the mailbox's own.
#[utoipa::path(put, path = "/me/signature", operation_id = "changeSignature", tag = "session", request_body = OwnSignature,
    params(("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")),
    responses((status = 200, body = OwnSignature), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    base: IfMatch,
    body: Body<OwnSignature>,
) -> Result<Tagged<OwnSignature>, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let OwnSignature { text, html } = body.value;
    let signature = signature::Signature { text, html };
    let changed = write(&web, move |tx| {
        // Nobody else writes it: who was faster is the same person at another browser.
        base.check_with(&version(&signatures::of(tx, agent.id)?), || Ok(None))?;
        Ok(flow::signatures::save(tx, &agent, &signature, now)?)
    });
    Ok(shown(changed.await?))
}

/// What stands below an answer of the caller's from a mailbox, with its variables filled in: their own signature and the
/// mailbox's.
#[utoipa::path(get, path = "/mailboxes/{id}/signature", operation_id = "readSignatureBelow", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = SignatureBelow), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn below(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
) -> Result<Json<SignatureBelow>, Problem> {
    caller.may(Action::Work)?;
    let agent = caller.agent.id;
    let found = web.node.db.read(move |tx| {
        let mailbox = mailboxes::by_id(tx, id)?.filter(|mailbox| mailbox.deleted_at.is_none());
        mailbox.map(|mailbox| flow::signatures::below(tx, &mailbox, Some(agent), false)).transpose()
    });
    let flow::signatures::Below { text, html } = found.await?.ok_or_else(Problem::not_found)?;
    Ok(Json(SignatureBelow { text, html }))
}
