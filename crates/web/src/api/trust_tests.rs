//! Self-tests of mailboxes: which marks on their mail a stranger can forge, found out by mails with forged ones.

use axum::{Json, extract::State, http::StatusCode};
use desk::{MailboxId, evidence::TrustAnchor, permit::Action};
use flow::trust_test::{self, BeginError, State as Where};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::{mailboxes::TestStep, time},
    sign_in::Caller,
    writing::{Asked, Key, once_outside},
};

/// How a self-test begins.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustTestNew {
    /// The mailbox of another organisation to send through; null: the first there is.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub through: Option<MailboxId>,
}

/// What is believed about the mail of a mailbox.
#[derive(Serialize, ToSchema)]
pub struct TrustShown {
    /// The server whose results are believed.
    #[schema(required, example = "mx.example.org")]
    pub server: Option<String>,
    /// True when the topmost results are believed, whatever their name.
    pub topmost: bool,
    /// True when marks of internal mail are believed.
    pub internal_marks: bool,
    /// Servers that forward to our listener.
    pub forwarders: Vec<String>,
    /// When it was learned.
    #[schema(required)]
    pub learned_at: Option<jiff::Timestamp>,
}

/// The self-test of a mailbox.
#[derive(Serialize, ToSchema)]
pub struct TrustTest {
    /// none, running, done or failed.
    #[schema(example = "done")]
    pub state: String,
    /// The steps so far.
    pub steps: Vec<TestStep>,
    /// What is believed now.
    #[schema(required)]
    pub trust: Option<TrustShown>,
}

/// Servers that forward a mailbox to our listener.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForwardersChange {
    /// Addresses, or domains that SPF proves; at most 20.
    pub forwarders: Vec<String>,
}

impl From<TrustAnchor> for TrustShown {
    fn from(anchor: TrustAnchor) -> Self {
        let server = anchor.authserv_id.map(|desk::evidence::AuthservId::Pinned(name)| name);
        Self {
            server,
            topmost: anchor.topmost_ar,
            internal_marks: anchor.internal_marks,
            forwarders: anchor.forwarders,
            learned_at: anchor.learned_at.map(time),
        }
    }
}

async fn shown(web: &Web, id: MailboxId) -> Result<TrustTest, Problem> {
    let now = web.node.clock.now();
    let found = web.node.db.read(move |tx| {
        let known = store::mailboxes::by_id(tx, id)?.is_some_and(|mailbox| mailbox.deleted_at.is_none());
        Ok((known, trust_test::shown(tx, id, now)?, store::trust_anchors::of(tx, id)?))
    });
    let (known, run, anchor) = found.await?;
    if !known {
        return Err(Problem::not_found());
    }
    let (state, steps) = run.map_or((None, Vec::new()), |run| (Some(run.state), run.steps));
    let state = match state {
        None => "none",
        Some(Where::Running) => "running",
        Some(Where::Done) => "done",
        Some(Where::Failed) => "failed",
    };
    let steps = steps.into_iter().map(|one| TestStep { step: one.step, ok: one.ok, message: one.message });
    Ok(TrustTest { state: state.into(), steps: steps.collect(), trust: anchor.map(TrustShown::from) })
}

/// Begins a self-test; it goes on by itself, and reading it shows its steps.
#[utoipa::path(post, path = "/mailboxes/{id}/trust-test", operation_id = "beginTrustTest", tag = "mailboxes",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again"),
        ("id" = String, Path, description = "The mailbox")), request_body = TrustTestNew,
    responses((status = 202, body = TrustTest), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn begin(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MailboxId>,
    body: Body<TrustTestNew>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::ACCEPTED };
    let begun = once_outside(&web, asked, async {
        match trust_test::begin(&web.node, id, body.value.through).await {
            Ok(_) => shown(&web, id).await,
            Err(BeginError::NotFound) => Err(Problem::not_found()),
            Err(BeginError::NobodyOutside) => Err(Problem::field("through", "field-nobody-outside")),
            Err(BeginError::Store(error)) => Err(error.into()),
        }
    });
    Ok((StatusCode::ACCEPTED, Json(begun.await?)))
}

/// The self-test of a mailbox, and what is believed since.
#[utoipa::path(get, path = "/mailboxes/{id}/trust-test", operation_id = "readTrustTest", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = TrustTest), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<MailboxId>) -> Result<Json<TrustTest>, Problem> {
    caller.may(Action::ReadSettings)?;
    shown(&web, id).await.map(Json)
}

/// Says which servers forward this mailbox to our listener: their failing SPF is explained, their results are believed.
#[utoipa::path(put, path = "/mailboxes/{id}/forwarders", operation_id = "changeForwarders", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")), request_body = ForwardersChange,
    responses((status = 200, body = TrustTest), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_forwarders(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
    body: Body<ForwardersChange>,
) -> Result<Json<TrustTest>, Problem> {
    caller.may(Action::ChangeSettings)?;
    shown(&web, id).await?;
    let given: Vec<String> = body.value.forwarders.iter().map(|one| one.trim().to_lowercase()).collect();
    let fits = |one: &String| {
        let plain = one.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
        plain && one.len() <= 253 && (one.contains('.') || one.contains(':'))
    };
    if given.len() > 20 || !given.iter().all(fits) {
        return Err(Problem::field("forwarders", "field-forwarders"));
    }
    let now = web.node.clock.now();
    let saved = web.node.db.write(move |tx| {
        let known = store::trust_anchors::of(tx, id)?.unwrap_or_default();
        store::trust_anchors::set(tx, id, &TrustAnchor { forwarders: given.clone(), ..known }, now)
    });
    saved.await?;
    shown(&web, id).await.map(Json)
}
