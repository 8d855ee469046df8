//! SLA policies (SO-12): how soon customers are answered and matters solved, listed in their order, added, changed, ordered
//! and deleted.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    MailboxId, QueueId, SlaPolicyId,
    permit::Action,
    sla::{self, Targets},
};
use serde::{Deserialize, Serialize};
use store::sla as clocks;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id, given},
    shown::conversations::Priority,
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// A policy: what is promised to which customers, in minutes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SlaPolicy {
    /// Which.
    #[schema(value_type = String, example = "3")]
    pub id: SlaPolicyId,
    /// Its name.
    #[schema(example = "Key customers")]
    pub name: String,
    /// For conversations of this mailbox; null: of all.
    #[schema(required, value_type = Option<String>)]
    pub mailbox: Option<MailboxId>,
    /// For those in this queue; null: wherever they are.
    #[schema(required, value_type = Option<String>)]
    pub queue: Option<QueueId>,
    /// For those of these priorities; empty: of all.
    pub priorities: Vec<Priority>,
    /// True: only the business hours of the mailbox count, where it has some.
    pub business_time: bool,
    /// Minutes until the first answer; null: nothing is promised.
    #[schema(required, example = 120)]
    pub first_response: Option<u32>,
    /// Minutes until an answer to what the customer writes later.
    #[schema(required, example = 240)]
    pub next_response: Option<u32>,
    /// Minutes until it is resolved; what waits for the customer or for a date does not count.
    #[schema(required, example = 2880)]
    pub resolution: Option<u32>,
    /// Minutes before a promise is broken in which the assignee is warned; 0: no warning.
    #[schema(example = 30)]
    pub warn_minutes: u32,
    /// False: it is for nothing.
    pub enabled: bool,
}

impl From<sla::Policy> for SlaPolicy {
    fn from(policy: sla::Policy) -> Self {
        let sla::Policy { id, name, mailbox, queue, business_time, warn_minutes, enabled, .. } = policy;
        let Targets { first_response, next_response, resolution } = policy.targets;
        let priorities = policy.priorities.into_iter().map(Priority::from).collect();
        Self {
            id,
            name,
            mailbox,
            queue,
            priorities,
            business_time,
            first_response,
            next_response,
            resolution,
            warn_minutes,
            enabled,
        }
    }
}

/// All policies.
#[derive(Serialize, ToSchema)]
pub struct SlaPolicyList {
    /// In their order: the first that is for a conversation holds.
    pub items: Vec<SlaPolicy>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new policy, or changes of one: what is absent stays, and of a new one is not promised.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SlaPolicyDraft {
    /// Its name; a new one needs it.
    #[schema(example = "Key customers")]
    pub name: Option<String>,
    /// For conversations of this mailbox; null: of all.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub mailbox: Option<Option<MailboxId>>,
    /// For those in this queue; null: wherever they are.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub queue: Option<Option<QueueId>>,
    /// For those of these priorities; empty: of all.
    pub priorities: Option<Vec<Priority>>,
    /// True: only the business hours of the mailbox count; a new one counts them where nothing is said.
    pub business_time: Option<bool>,
    /// Minutes until the first answer, at most 525,600; null: nothing is promised.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub first_response: Option<Option<u32>>,
    /// Minutes until an answer to what the customer writes later.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub next_response: Option<Option<u32>>,
    /// Minutes until it is resolved.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub resolution: Option<Option<u32>>,
    /// Minutes before a promise is broken in which the assignee is warned; 0: no warning.
    pub warn_minutes: Option<u32>,
    /// False: it is for nothing.
    pub enabled: Option<bool>,
}

impl SlaPolicyDraft {
    fn onto(self, stored: sla::Policy) -> sla::Policy {
        let mut priorities = match self.priorities {
            Some(named) => named.into_iter().map(Into::into).collect(),
            None => stored.priorities,
        };
        priorities.sort_unstable();
        priorities.dedup();
        sla::Policy {
            id: stored.id,
            name: self.name.unwrap_or(stored.name),
            mailbox: self.mailbox.unwrap_or(stored.mailbox),
            queue: self.queue.unwrap_or(stored.queue),
            priorities,
            business_time: self.business_time.unwrap_or(stored.business_time),
            targets: Targets {
                first_response: self.first_response.unwrap_or(stored.targets.first_response),
                next_response: self.next_response.unwrap_or(stored.targets.next_response),
                resolution: self.resolution.unwrap_or(stored.targets.resolution),
            },
            warn_minutes: self.warn_minutes.unwrap_or(stored.warn_minutes),
            enabled: self.enabled.unwrap_or(stored.enabled),
        }
    }
}

/// A policy that nobody has said anything of yet.
fn blank() -> sla::Policy {
    sla::Policy {
        id: SlaPolicyId(0),
        name: String::new(),
        mailbox: None,
        queue: None,
        priorities: Vec::new(),
        business_time: true,
        targets: Targets::default(),
        warn_minutes: 0,
        enabled: true,
    }
}

fn version(policy: &SlaPolicy) -> Version {
    Version::of(policy)
}

/// All policies in their order.
#[utoipa::path(get, path = "/sla-policies", operation_id = "listSlaPolicies", tag = "sla", responses((status = 200, body = SlaPolicyList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<SlaPolicyList>, Problem> {
    caller.may(Action::ReadSettings)?;
    let all = web.node.db.read(clocks::policies).await?;
    Ok(Json(SlaPolicyList { items: all.into_iter().map(SlaPolicy::from).collect(), next: None }))
}

/// A policy.
#[utoipa::path(get, path = "/sla-policies/{id}", operation_id = "readSlaPolicy", tag = "sla",
    params(("id" = String, Path, description = "The policy")),
    responses((status = 200, body = SlaPolicy, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<SlaPolicyId>,
) -> Result<Tagged<SlaPolicy>, Problem> {
    caller.may(Action::ReadSettings)?;
    let all = web.node.db.read(clocks::policies).await?;
    let policy = SlaPolicy::from(all.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?);
    let version = version(&policy);
    Ok(Tagged(policy, version))
}

/// Adds a policy behind all others.
#[utoipa::path(post, path = "/sla-policies", operation_id = "addSlaPolicy", tag = "sla", request_body = SlaPolicyDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = SlaPolicy), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<SlaPolicyDraft>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeQueues)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (policy, agent, now) = (body.value.onto(blank()), caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let id = flow::sla::add(tx, &agent, &policy, now)?;
        as_json(&SlaPolicy::from(flow::sla::standing(tx, id)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a policy. What runs by it follows.
#[utoipa::path(patch, path = "/sla-policies/{id}", operation_id = "changeSlaPolicy", tag = "sla",
    params(("id" = String, Path, description = "The policy"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = SlaPolicyDraft,
    responses((status = 200, body = SlaPolicy), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<SlaPolicyId>,
    base: IfMatch,
    body: Body<SlaPolicyDraft>,
) -> Result<Tagged<SlaPolicy>, Problem> {
    caller.may(Action::ChangeQueues)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stored = flow::sla::standing(tx, id)?;
        base.check(tx, &version(&stored.clone().into()), &format!("sla_policy:{id}"))?;
        flow::sla::change(tx, &agent, &change.clone().onto(stored), now)?;
        Ok(SlaPolicy::from(flow::sla::standing(tx, id)?))
    });
    let policy = changed.await?;
    let version = version(&policy);
    Ok(Tagged(policy, version))
}

/// Deletes a policy. What ran by it runs by the next that is for it.
#[utoipa::path(delete, path = "/sla-policies/{id}", operation_id = "deleteSlaPolicy", tag = "sla",
    params(("id" = String, Path, description = "The policy")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<SlaPolicyId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeQueues)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::sla::delete(tx, &agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The order of the policies.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SlaOrder {
    /// Those that stand first, each once; the others follow in their order.
    #[schema(value_type = Vec<String>, example = json!(["3", "1"]))]
    pub ids: Vec<SlaPolicyId>,
}

/// Puts the policies into another order.
#[utoipa::path(put, path = "/sla-order", operation_id = "orderSlaPolicies", tag = "sla", request_body = SlaOrder,
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn order(State(web): State<Web>, caller: Caller, body: Body<SlaOrder>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeQueues)?;
    let (ids, agent, now) = (body.value.ids, caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::sla::order(tx, &agent, &ids, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
