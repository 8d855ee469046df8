//! The ledger of a mailbox: every arrival with what became of it, and the comparison with what its server lists.

use axum::{Json, extract::State, http::StatusCode};
use desk::{MailboxId, arrival, permit::Action};
use flow::inbound::imap::{self, CompareError};
use serde::Deserialize;
use serde_json::Value;
use store::{cursors, gaps, ledger, mailboxes};
use utoipa::IntoParams;

use crate::{
    Web,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Bare, Id, Parameters},
    shown::ledger::{Comparison, Gap, Ledger, LedgerLine},
    shown::time,
    sign_in::Caller,
    writing::{Asked, Key, once_outside},
};

/// How long ago a gap was that is still listed, seconds.
const GAPS_S: i64 = 7 * 24 * 3_600;

/// Which lines.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerParameters {
    /// received, message, quarantined, ignored or waiting; all where nothing is said.
    #[param(example = "ignored")]
    state: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// What became of every mail that reached a mailbox, newest first; and what its server lists that never came in.
#[utoipa::path(get, path = "/mailboxes/{id}/ledger", operation_id = "readLedger", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox"), LedgerParameters),
    responses((status = 200, body = Ledger), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
    Parameters(asked): Parameters<LedgerParameters>,
) -> Result<Json<Ledger>, Problem> {
    caller.may(Action::ReadSettings)?;
    let word = request::said(asked.state);
    let wrong = || Problem::parameter("state", "parameter-ledger-state");
    let state = word.as_deref().map(|word| arrival::State::from_word(word).ok_or_else(wrong)).transpose()?;
    let most = request::limit(asked.limit.as_deref())?;
    let list = format!("ledger-{id}-{}", word.unwrap_or_default());
    let before = match Cursor::asked(asked.after.as_deref())? {
        None => None,
        Some(Cursor::Arrived(of, arrival)) if of == list => Some(arrival),
        Some(_) => return Err(Cursor::unknown()),
    };
    let (agent, since) = (caller.agent.id, web.node.clock.now().plus_s(-GAPS_S));
    let found = web.node.db.read(move |tx| {
        if mailboxes::by_id(tx, id)?.is_none() {
            return Ok(None);
        }
        let lines = ledger::page(tx, agent, id, state, before, most + 1)?;
        Ok(Some((lines, gaps::recent(tx, id, since)?, cursors::compared_at(tx, id)?)))
    });
    let (mut lines, gaps, compared_at) = found.await?.ok_or_else(Problem::not_found)?;
    let more = request::cut(&mut lines, most);
    let next = lines.last().filter(|_| more).map(|last| Cursor::Arrived(list, last.arrival.id).text());
    Ok(Json(Ledger {
        items: lines.into_iter().map(LedgerLine::from).collect(),
        next,
        gaps: gaps.into_iter().map(Gap::from).collect(),
        compared_at: compared_at.map(time),
    }))
}

/// Compares what the server of a mailbox lists with what came in, and fetches what is missing.
#[utoipa::path(post, path = "/mailboxes/{id}/comparison", operation_id = "compareMailbox", tag = "mailboxes",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again"),
        ("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = Comparison), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn compare(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MailboxId>,
    Bare(print): Bare,
) -> Result<Json<Value>, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::OK };
    once_outside(&web, asked, compared(&web, id)).await.map(Json)
}

async fn compared(web: &Web, id: MailboxId) -> Result<Comparison, Problem> {
    let known = web.node.db.read(move |tx| mailboxes::by_id(tx, id)).await?;
    known.filter(|mailbox| mailbox.deleted_at.is_none()).ok_or_else(Problem::not_found)?;
    match imap::compare(&web.node, id).await {
        Ok(compared) => Ok(Comparison::from(compared)),
        Err(CompareError::NotRead) => Err(Problem::new(StatusCode::CONFLICT, "not_compared")),
        Err(CompareError::Connection(problem)) => {
            Err(Problem::new(StatusCode::CONFLICT, "not_reached").with_words("connection", problem.sentence()))
        }
        Err(CompareError::Store(error)) => Err(error.into()),
    }
}
