//! Arrivals: held and ignored mail, listed, fetched raw, worked on again.

use std::collections::HashMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AgentId, ArrivalId, MailboxId, permit::Action};
use flow::held::{self, Look};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    arrivals::{self, Listed, Shown},
    audit, ledger, mailboxes,
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::{conversations::as_json, messages::blob_bytes},
    cursor::Cursor,
    file::{self, Wanted},
    problem::{Problem, ProblemBody},
    request::{self, Bare, Id, Parameters},
    shown::{
        arrivals::{Arrival, ArrivalDetail, ArrivalList},
        people::MailboxRef,
    },
    sign_in::Caller,
    writing::{Asked, Halt, Key, once},
};

/// Which arrivals.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ArrivalParameters {
    /// quarantined, waiting, ignored, or held (quarantined and waiting; where nothing is said).
    #[param(example = "held")]
    state: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A page of arrivals, newest first.
#[utoipa::path(get, path = "/arrivals", operation_id = "listArrivals", tag = "arrivals", params(ArrivalParameters),
    responses((status = 200, body = ArrivalList), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ArrivalParameters>,
) -> Result<Json<ArrivalList>, Problem> {
    caller.may(Action::Read)?;
    let word = request::said(asked.state).unwrap_or_else(|| "held".into());
    let shown = match word.as_str() {
        "held" => Shown::Held,
        "quarantined" => Shown::Quarantined,
        "waiting" => Shown::Waiting,
        "ignored" => Shown::Ignored,
        _ => return Err(Problem::parameter("state", "parameter-state")),
    };
    let most = request::limit(asked.limit.as_deref())?;
    let before = match Cursor::asked(asked.after.as_deref())? {
        None => None,
        Some(Cursor::Arrived(of, arrival)) if of == word => Some(arrival),
        Some(_) => return Err(Cursor::unknown()),
    };
    let agent = caller.agent.id;
    let page = web.node.db.read(move |tx| {
        let listed = arrivals::list(tx, Some(agent), shown, before, most + 1)?;
        let mailboxes = named(tx, &listed)?;
        Ok((listed, mailboxes))
    });
    let (mut listed, mailboxes) = page.await?;
    let more = request::cut(&mut listed, most);
    let next = listed.last().filter(|_| more).map(|last| Cursor::Arrived(word, last.arrival.id).text());
    let items = listed.into_iter().map(|listed| {
        let mailbox = mailboxes.get(&listed.arrival.mailbox).cloned();
        Arrival::new(listed, mailbox)
    });
    Ok(Json(ArrivalList { items: items.collect(), next }))
}

/// The mailboxes that these arrivals reached, each read once.
fn named(tx: &mut Tx<'_>, listed: &[Listed]) -> store::Result<HashMap<MailboxId, MailboxRef>> {
    let mut known = HashMap::new();
    for id in listed.iter().map(|listed| listed.arrival.mailbox) {
        if !known.contains_key(&id)
            && let Some(mailbox) = mailboxes::by_id(tx, id)?
        {
            known.insert(id, MailboxRef::from((id, mailbox.name, mailbox.address)));
        }
    }
    Ok(known)
}

/// A mail that came in, to be looked at before somebody decides what becomes of it.
#[utoipa::path(get, path = "/arrivals/{id}", operation_id = "readArrival", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival")),
    responses((status = 200, body = ArrivalDetail), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ArrivalId>,
) -> Result<Json<ArrivalDetail>, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent.id;
    let found = web.node.db.read(move |tx| {
        let Some(listed) = arrivals::listed(tx, id)? else { return Ok(None) };
        if !arrivals::is_seen(tx, agent, id)? {
            return Ok(None);
        }
        let mailboxes = named(tx, std::slice::from_ref(&listed))?;
        let gone = ledger::raw_removed_at(tx, id)?.is_some();
        Ok(Some((listed, mailboxes, audit::of(tx, &format!("arrival:{id}"))?, gone)))
    });
    let (listed, mailboxes, history, gone) = found.await?.ok_or_else(Problem::not_found)?;
    let look = if gone { Look::default() } else { held::look(&web.node, &listed).await? };
    let mailbox = mailboxes.get(&listed.arrival.mailbox).cloned();
    let problem = listed.problem.clone();
    Ok(Json(ArrivalDetail::new(Arrival::new(listed, mailbox), problem, look, history)))
}

/// The mail as it came, byte for byte.
#[utoipa::path(get, path = "/arrivals/{id}/raw", operation_id = "readRawArrival", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival")),
    responses((status = 200, description = "The mail", content_type = "message/rfc822"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn raw(State(web): State<Web>, caller: Caller, Id(id): Id<ArrivalId>) -> Result<Response, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent.id;
    let found = web.node.db.read(move |tx| {
        let seen = arrivals::is_seen(tx, agent, id)?;
        Ok((arrivals::by_id(tx, id)?.filter(|_| seen), ledger::raw_removed_at(tx, id)?))
    });
    // What was deleted long ago has only its line in the ledger.
    let (Some(arrival), None) = found.await? else { return Err(Problem::not_found()) };
    let bytes = blob_bytes(&web, arrival.raw).await?;
    Ok(file::answer(bytes, "message/rfc822", &format!("mail-{id}.eml"), Wanted::Saved))
}

/// Refuses an arrival that this agent does not see as if it did not exist (D3).
///
/// # Errors
/// 404; the store's own.
pub(super) fn seen(tx: &mut Tx<'_>, agent: AgentId, id: ArrivalId) -> Result<(), Halt> {
    match arrivals::is_seen(tx, agent, id)? {
        true => Ok(()),
        false => Err(Problem::not_found().into()),
    }
}

/// Nothing further to tell.
#[derive(Serialize, ToSchema)]
pub struct Accepted {}

/// Has a held mail worked on again.
#[utoipa::path(post, path = "/arrivals/{id}/retry", operation_id = "retryArrival", tag = "arrivals",
    params(("id" = String, Path, description = "The arrival"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 202, body = Accepted), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn retry(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ArrivalId>,
    Bare(print): Bare,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let now = web.node.clock.now();
    let agent = caller.agent.id;
    let asked = Asked { agent, key, print, status: StatusCode::ACCEPTED };
    let answer = once(&web, asked, move |tx| {
        seen(tx, agent, id)?;
        if !flow::held::retry(tx, id, now)? {
            return Err(Problem::new(StatusCode::CONFLICT, "not_held").into());
        }
        as_json(&Accepted {})
    });
    Ok((StatusCode::ACCEPTED, Json(answer.await?)).into_response())
}
