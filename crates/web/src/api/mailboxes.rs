//! Mailboxes: listed with their health, added, changed, removed, tested step by step (LD-1, LD-9).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{MailboxId, Micros, mailbox, permit::Action, policy::MailboxPolicy, signature::Signature};
use flow::{
    clashes, forwarding,
    mailboxes::{DefaultsChange, MailboxDraft, SaveError},
    relay,
};
use serde_json::json;
use store::{Tx, agents::Agent, audit, gaps, health, mailboxes, policies, queues};

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::mailboxes::{
        About, ConnectionTest, IncomingDraft, Mailbox, MailboxChange, MailboxList, MailboxNew, OutgoingDraft, TestStep,
    },
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{self, Asked, Key, write},
};

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::NotFound => Self::not_found(),
            SaveError::Field { field: "answers_through", message } => Self::field("policy.answers_through", message),
            SaveError::Field { field, message } => Self::field(field, message),
            SaveError::ConnectionFailed(steps) => {
                let steps = steps.into_iter().map(TestStep::from).collect();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "connection_failed").with_steps(steps)
            }
            SaveError::Store(error) => error.into(),
        }
    }
}

/// All mailboxes with their health.
#[utoipa::path(get, path = "/mailboxes", operation_id = "listMailboxes", tag = "mailboxes", responses((status = 200, body = MailboxList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<MailboxList>, Problem> {
    caller.may(Action::ReadSettings)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let items = web.node.db.read(move |tx| {
        let domain = clashes::inbound_domain(tx)?;
        let all = mailboxes::list(tx)?;
        all.into_iter().map(|mailbox| shown(tx, &agent, mailbox, domain.as_deref(), now)).collect()
    });
    Ok(Json(MailboxList { items: items.await?, next: None }))
}

fn shown(
    tx: &mut Tx<'_>,
    agent: &Agent,
    mailbox: mailboxes::Mailbox,
    domain: Option<&str>,
    now: Micros,
) -> store::Result<Mailbox> {
    let health = health::of(tx, mailbox.id)?;
    let gaps = gaps::count(tx, mailbox.id, now.plus_s(-flow::health::GAPS_TOLD_S))?;
    let policy = policies::of_mailbox(tx, mailbox.id)?;
    let mut sends_as = mailbox.clone();
    relay::lend(tx, &mut sends_as)?;
    let forwarding = forwarding::of(tx, mailbox.id)?;
    let mut defaults = mailboxes::defaults(tx, mailbox.id)?;
    if let Some(queue) = defaults.queue {
        // A queue that somebody does not see does not exist for them (D3).
        defaults.queue = queues::by_id(tx, queue)?.filter(|queue| flow::queues::sees(agent, queue)).map(|one| one.id);
    }
    let about = About {
        health: &health,
        gaps: &gaps,
        inbound_domain: domain,
        policy,
        defaults,
        forwarding,
        sends_as: &sends_as,
    };
    Ok(Mailbox::new(mailbox, about))
}

async fn one(web: &Web, agent: &Agent, id: MailboxId) -> Result<Mailbox, Problem> {
    let (agent, now) = (agent.clone(), web.node.clock.now());
    let found = web.node.db.read(move |tx| {
        let Some(mailbox) = mailboxes::by_id(tx, id)?.filter(|mailbox| mailbox.deleted_at.is_none()) else {
            return Ok(None);
        };
        let domain = clashes::inbound_domain(tx)?;
        shown(tx, &agent, mailbox, domain.as_deref(), now).map(Some)
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// A mailbox with its health.
#[utoipa::path(get, path = "/mailboxes/{id}", operation_id = "readMailbox", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = Mailbox, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<MailboxId>) -> Result<Tagged<Mailbox>, Problem> {
    caller.may(Action::ReadSettings)?;
    tagged(one(&web, &caller.agent, id).await?)
}

/// Adds a mailbox; its connections are tested first.
#[utoipa::path(post, path = "/mailboxes", operation_id = "addMailbox", tag = "mailboxes", request_body = MailboxNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Mailbox), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<MailboxNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let actor = caller.actor();
    let answer = writing::once_outside(&web, asked, async {
        let save_anyway = body.value.save_anyway.unwrap_or_default();
        let id = flow::mailboxes::save(&web.node, &actor, None, &drafted(body.value)?, save_anyway).await?;
        one(&web, &caller.agent, id).await
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

fn drafted(new: MailboxNew) -> Result<MailboxDraft, Problem> {
    let policy = new.policy.map(|change| change.onto(MailboxPolicy::default())).transpose()?;
    let (incoming, incoming_password) = split_incoming(new.incoming);
    let (outgoing, outgoing_password) = split_outgoing(new.outgoing);
    Ok(MailboxDraft {
        name: new.name.unwrap_or_else(|| new.address.clone()),
        address: new.address,
        aliases: new.aliases,
        purpose: new.purpose.map_or(mailbox::Purpose::ReceiveAndSend, mailbox::Purpose::from),
        enabled: new.enabled.unwrap_or(true),
        incoming,
        incoming_password,
        outgoing,
        outgoing_password,
        signature: Signature { text: new.signature.unwrap_or_default(), html: new.signature_html },
        policy,
        defaults: DefaultsChange { queue: Some(new.queue), category: Some(new.category) },
    })
}

fn split_incoming(draft: Option<IncomingDraft>) -> (Option<mailbox::Incoming>, Option<String>) {
    let password = draft.as_ref().and_then(|draft| draft.password.clone());
    (draft.map(mailbox::Incoming::from), password)
}

fn split_outgoing(draft: Option<OutgoingDraft>) -> (Option<mailbox::Outgoing>, Option<String>) {
    let password = draft.as_ref().and_then(|draft| draft.password.clone());
    (draft.map(mailbox::Outgoing::from), password)
}

/// What of a mailbox can be edited: not how its connections are doing, and not what providers ask.
fn version(mailbox: &Mailbox) -> Result<Version, Problem> {
    let mut edited = serde_json::to_value(mailbox).map_err(Problem::internal)?;
    if let Some(fields) = edited.as_object_mut() {
        fields.retain(|name, _| !["health", "forwarding_help", "can_send"].contains(&name.as_str()));
    }
    Ok(Version::of(&edited))
}

fn tagged(mailbox: Mailbox) -> Result<Tagged<Mailbox>, Problem> {
    let version = version(&mailbox)?;
    Ok(Tagged(mailbox, version))
}

/// Changes a mailbox; its connections are tested first.
#[utoipa::path(patch, path = "/mailboxes/{id}", operation_id = "changeMailbox", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = MailboxChange,
    responses((status = 200, body = Mailbox), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
    base: IfMatch,
    body: Body<MailboxChange>,
) -> Result<Tagged<Mailbox>, Problem> {
    caller.may(Action::ChangeSettings)?;
    if base.is_said() {
        let stands = version(&one(&web, &caller.agent, id).await?)?;
        // Before the connections are tested, which takes a while; whoever saves within that while is not noticed.
        write(&web, move |tx| base.check(tx, &stands, &format!("mailbox:{id}"))).await?;
    }
    let stored = web.node.db.read(move |tx| {
        let known = mailboxes::by_id(tx, id)?.filter(|mailbox| mailbox.deleted_at.is_none());
        known.map(|mailbox| Ok((mailbox, policies::of_mailbox(tx, id)?))).transpose()
    });
    let (stored, policy) = stored.await?.ok_or_else(Problem::not_found)?;
    // Connections that are not touched are not tested: a server that is down must not keep a name from being changed.
    let untouched = body.value.incoming.is_none() && body.value.outgoing.is_none();
    let save_anyway = untouched || body.value.save_anyway.unwrap_or_default();
    flow::mailboxes::save(&web.node, &caller.actor(), Some(id), &changed(stored, policy, body.value)?, save_anyway)
        .await?;
    tagged(one(&web, &caller.agent, id).await?)
}

fn changed(stored: mailboxes::Mailbox, policy: MailboxPolicy, change: MailboxChange) -> Result<MailboxDraft, Problem> {
    let policy = change.policy.map(|change| change.onto(policy)).transpose()?;
    let (incoming, incoming_password) = match change.incoming {
        Some(draft) => split_incoming(draft),
        None => (stored.incoming, None),
    };
    let (outgoing, outgoing_password) = match change.outgoing {
        Some(draft) => split_outgoing(draft),
        None => (stored.outgoing, None),
    };
    Ok(MailboxDraft {
        name: change.name.unwrap_or(stored.name),
        address: change.address.unwrap_or(stored.address),
        aliases: change.aliases.unwrap_or(stored.aliases),
        purpose: change.purpose.map_or(stored.purpose, mailbox::Purpose::from),
        enabled: change.enabled.unwrap_or(stored.enabled),
        incoming,
        incoming_password,
        outgoing,
        outgoing_password,
        // Another text is another signature: what it was formatted as is gone.
        signature: change.signature.map_or(stored.signature, |text| Signature { text, html: change.signature_html }),
        policy,
        defaults: DefaultsChange { queue: change.queue, category: change.category },
    })
}

/// Removes a mailbox; its conversations stay (SO-5).
#[utoipa::path(delete, path = "/mailboxes/{id}", operation_id = "removeMailbox", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(State(web): State<Web>, caller: Caller, Id(id): Id<MailboxId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeSettings)?;
    if one(&web, &caller.agent, id).await?.generated {
        return Err(Problem::new(StatusCode::CONFLICT, "mailbox_generated"));
    }
    match flow::mailboxes::delete(&web.node, &caller.actor(), id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found()),
    }
}

/// Waits 7 days for a provider's question whether it may forward to this mailbox.
#[utoipa::path(put, path = "/mailboxes/{id}/forwarding", operation_id = "setUpForwarding", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = Mailbox), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_up_forwarding(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
) -> Result<Json<Mailbox>, Problem> {
    caller.may(Action::ChangeSettings)?;
    if one(&web, &caller.agent, id).await?.forwarding_address.is_none() {
        return Err(Problem::new(StatusCode::CONFLICT, "no_inbound_domain"));
    }
    let (actor, now) = (caller.actor(), web.node.clock.now());
    let opened = web.node.db.write(move |tx| {
        forwarding::open(tx, id, now)?;
        audit::add(tx, &actor, "mailbox.forwarding", &format!("mailbox:{id}"), &json!({}), now)
    });
    opened.await?;
    one(&web, &caller.agent, id).await.map(Json)
}

/// Tests connections step by step; nothing is saved.
#[utoipa::path(post, path = "/mailboxes/test", operation_id = "testMailbox", tag = "mailboxes", request_body = ConnectionTest,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = Vec<TestStep>), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ConnectionTest>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let answer = writing::once_outside(&web, asked, async {
        let tested = body.value;
        let (incoming, incoming_password) = split_incoming(tested.incoming);
        let (outgoing, outgoing_password) = split_outgoing(tested.outgoing);
        let draft = MailboxDraft {
            name: tested.address.clone(),
            address: tested.address,
            aliases: tested.aliases,
            purpose: mailbox::Purpose::ReceiveAndSend,
            enabled: true,
            incoming,
            incoming_password,
            outgoing,
            outgoing_password,
            signature: Signature::default(),
            policy: None,
            defaults: DefaultsChange::default(),
        };
        let steps = flow::mailboxes::test(&web.node, &draft, tested.id, true).await?;
        Ok(steps.into_iter().map(TestStep::from).collect::<Vec<_>>())
    });
    Ok(Json(answer.await?).into_response())
}
