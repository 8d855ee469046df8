//! Queues: listed as the caller sees them, added, changed and deleted.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AgentId, MailboxId, QueueId, permit::Action, policy, routing};
use serde::{Deserialize, Serialize};
use store::queues;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id, given},
    shown::{business_hours::BusinessHours, same_words},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// How conversations of a queue find their agent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Routing {
    /// Agents take them.
    Manual,
    /// By itself: whoever is there and has least gets the next, of several who waited longest.
    ByLoad,
    /// By itself: whoever is there gets one after the other.
    ByTurns,
}

same_words!(Routing, routing::Mode, Manual = Manual, ByLoad = ByLoad, ByTurns = ByTurns);

/// A queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Queue {
    /// Which.
    #[schema(value_type = String)]
    pub id: QueueId,
    /// Its name.
    #[schema(example = "Orders")]
    pub name: String,
    /// True when only its members, and managers and admins, see what is in it.
    pub members_only: bool,
    /// True when conversations cannot be moved into it by hand.
    pub refuses_moves: bool,
    /// How what is in it finds its agent.
    pub routing: Routing,
    /// True when it takes e-mail: mailboxes feed it, and conversations are moved into it.
    pub takes_email: bool,
    /// True when calls come to it.
    pub takes_calls: bool,
    /// Minutes after which what waits for a member who is offline is given to another; null: never. For automatic queues.
    #[schema(required, example = 30)]
    pub reassign_minutes: Option<i64>,
    /// True when a customer who writes anew gets the member who had them last, if they can take it. For automatic queues.
    pub returns_to_last: bool,
    /// Its own business hours: while they are on, what is in it goes by them and not by those of its mailbox.
    pub business_hours: BusinessHours,
    /// Its members; none: the whole team.
    #[schema(value_type = Vec<String>)]
    pub members: Vec<AgentId>,
    /// The mailboxes whose new conversations go into it.
    #[schema(value_type = Vec<String>)]
    pub mailboxes: Vec<MailboxId>,
}

impl From<queues::Queue> for Queue {
    fn from(queue: queues::Queue) -> Self {
        Self {
            id: queue.id,
            name: queue.name,
            members_only: queue.members_only,
            refuses_moves: queue.refuses_moves,
            routing: queue.routing.into(),
            takes_email: queue.takes_email,
            takes_calls: queue.takes_calls,
            reassign_minutes: queue.reassign_minutes,
            returns_to_last: queue.returns_to_last,
            business_hours: queue.business_hours.into(),
            members: queue.members,
            mailboxes: queue.mailboxes,
        }
    }
}

/// All queues.
#[derive(Serialize, ToSchema)]
pub struct QueueList {
    /// Those that the caller sees, by name.
    pub items: Vec<Queue>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new queue.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueNew {
    /// Its name.
    #[schema(example = "Orders")]
    pub name: String,
    /// True when only its members, and managers and admins, see what is in it.
    #[serde(default)]
    pub members_only: Option<bool>,
    /// True when conversations cannot be moved into it by hand.
    #[serde(default)]
    pub refuses_moves: Option<bool>,
    /// How what is in it finds its agent; manual where nothing is said.
    #[serde(default)]
    pub routing: Option<Routing>,
    /// True when it takes e-mail; true where nothing is said.
    #[serde(default)]
    pub takes_email: Option<bool>,
    /// True when calls come to it.
    #[serde(default)]
    pub takes_calls: Option<bool>,
    /// Minutes after which what waits for a member who is offline is given to another, 5 to 10,080; null: never.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub reassign_minutes: Option<Option<i64>>,
    /// True when a customer who writes anew gets the member who had them last, if they can take it.
    #[serde(default)]
    pub returns_to_last: Option<bool>,
    /// Its own business hours; off where nothing is said.
    #[serde(default)]
    pub business_hours: Option<BusinessHours>,
    /// Its members; none: the whole team.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub members: Option<Vec<AgentId>>,
    /// The mailboxes whose new conversations go into it.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub mailboxes: Option<Vec<MailboxId>>,
}

/// Changes of a queue: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// True when only its members, and managers and admins, see what is in it.
    #[serde(default)]
    pub members_only: Option<bool>,
    /// True when conversations cannot be moved into it by hand.
    #[serde(default)]
    pub refuses_moves: Option<bool>,
    /// How what is in it finds its agent. Automatic: what waits is given out at once.
    #[serde(default)]
    pub routing: Option<Routing>,
    /// True when it takes e-mail.
    #[serde(default)]
    pub takes_email: Option<bool>,
    /// True when calls come to it.
    #[serde(default)]
    pub takes_calls: Option<bool>,
    /// Minutes after which what waits for a member who is offline is given to another, 5 to 10,080; null: never.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub reassign_minutes: Option<Option<i64>>,
    /// True when a customer who writes anew gets the member who had them last, if they can take it.
    #[serde(default)]
    pub returns_to_last: Option<bool>,
    /// Its own business hours: while they are on, what is in it goes by them and not by those of its mailbox.
    #[serde(default)]
    pub business_hours: Option<BusinessHours>,
    /// All its members.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub members: Option<Vec<AgentId>>,
    /// All mailboxes whose new conversations go into it.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub mailboxes: Option<Vec<MailboxId>>,
}

/// The queues that the caller sees.
#[utoipa::path(get, path = "/queues", operation_id = "listQueues", tag = "queues", responses((status = 200, body = QueueList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<QueueList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(queues::list).await?;
    let seen = all.into_iter().filter(|queue| flow::queues::sees(&caller.agent, queue)).map(Queue::from);
    Ok(Json(QueueList { items: seen.collect(), next: None }))
}

/// What of a queue can be edited.
fn version(queue: &queues::Queue) -> Version {
    Version::of(&(
        &queue.name,
        queue.members_only,
        queue.refuses_moves,
        queue.routing.word(),
        (queue.takes_email, queue.takes_calls, queue.reassign_minutes, queue.returns_to_last),
        &queue.business_hours,
        &queue.members,
        &queue.mailboxes,
    ))
}

fn read_hours(hours: Option<BusinessHours>) -> Result<Option<policy::BusinessHours>, Problem> {
    hours.map(BusinessHours::read).transpose().map_err(|reason| Problem::field("business_hours", reason))
}

/// A queue.
#[utoipa::path(get, path = "/queues/{id}", operation_id = "readQueue", tag = "queues",
    params(("id" = String, Path, description = "The queue")),
    responses((status = 200, body = Queue, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<QueueId>) -> Result<Tagged<Queue>, Problem> {
    caller.may(Action::Read)?;
    let found = web.node.db.read(move |tx| queues::by_id(tx, id)).await?;
    let seen = found.filter(|queue| queue.deleted_at.is_none() && flow::queues::sees(&caller.agent, queue));
    let queue = seen.ok_or_else(Problem::not_found)?;
    let version = version(&queue);
    Ok(Tagged(queue.into(), version))
}

/// Adds a queue.
#[utoipa::path(post, path = "/queues", operation_id = "addQueue", tag = "queues", request_body = QueueNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Queue), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<QueueNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeQueues)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let new = body.value;
    let draft = queues::Draft {
        name: new.name,
        members_only: new.members_only.unwrap_or_default(),
        refuses_moves: new.refuses_moves.unwrap_or_default(),
        routing: new.routing.map(Into::into).unwrap_or_default(),
        takes_email: new.takes_email.unwrap_or(true),
        takes_calls: new.takes_calls.unwrap_or_default(),
        reassign_minutes: new.reassign_minutes.flatten(),
        returns_to_last: new.returns_to_last.unwrap_or_default(),
        business_hours: read_hours(new.business_hours)?.unwrap_or_default(),
        members: new.members.unwrap_or_default(),
        mailboxes: new.mailboxes.unwrap_or_default(),
    };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let id = flow::queues::add(tx, &agent, &draft, now)?;
        as_json(&Queue::from(flow::queues::standing(tx, id)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a queue.
#[utoipa::path(patch, path = "/queues/{id}", operation_id = "changeQueue", tag = "queues",
    params(("id" = String, Path, description = "The queue"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = QueueChange,
    responses((status = 200, body = Queue), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<QueueId>,
    base: IfMatch,
    body: Body<QueueChange>,
) -> Result<Tagged<Queue>, Problem> {
    caller.may(Action::ChangeQueues)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let hours = read_hours(change.business_hours.clone())?;
    let changed = write(&web, move |tx| {
        let stored = flow::queues::standing(tx, id)?;
        base.check(tx, &version(&stored), &format!("queue:{id}"))?;
        let change = change.clone();
        let draft = queues::Draft {
            name: change.name.unwrap_or(stored.name),
            members_only: change.members_only.unwrap_or(stored.members_only),
            refuses_moves: change.refuses_moves.unwrap_or(stored.refuses_moves),
            routing: change.routing.map_or(stored.routing, Into::into),
            takes_email: change.takes_email.unwrap_or(stored.takes_email),
            takes_calls: change.takes_calls.unwrap_or(stored.takes_calls),
            reassign_minutes: change.reassign_minutes.unwrap_or(stored.reassign_minutes),
            returns_to_last: change.returns_to_last.unwrap_or(stored.returns_to_last),
            business_hours: hours.clone().unwrap_or(stored.business_hours),
            members: change.members.unwrap_or(stored.members),
            mailboxes: change.mailboxes.unwrap_or(stored.mailboxes),
        };
        flow::queues::update(tx, &agent, id, &draft, now)?;
        Ok(flow::queues::standing(tx, id)?)
    });
    let queue = changed.await?;
    let version = version(&queue);
    Ok(Tagged(queue.into(), version))
}

/// Deletes a queue: nothing goes into it any more; what is in it stays there.
#[utoipa::path(delete, path = "/queues/{id}", operation_id = "deleteQueue", tag = "queues",
    params(("id" = String, Path, description = "The queue")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<QueueId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeQueues)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::queues::delete(tx, &agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
