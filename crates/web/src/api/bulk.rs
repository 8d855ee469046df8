//! One change to many conversations: each is authorised and changed on its own, and told about on its own.

use std::collections::{BTreeMap, HashSet};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AgentId, CategoryId, ConversationId, QueueId, limits, permit::Action};
use flow::edit::{Edit, Tagging};
use futures::future::join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{agents::Agent, conversations};
use utoipa::ToSchema;

use crate::{
    Web,
    api::category_fields,
    problem::{Problem, ProblemBody},
    request::{Body, given},
    shown::{
        conversations::{Priority, Status},
        micros,
    },
    sign_in::Caller,
    writing::{Asked, Key, once_outside, write},
};

/// Changes that are on their way to the database at once; they share commits.
const AT_ONCE: usize = 25;

/// One change for many conversations: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkChange {
    /// Which conversations, 1 to 200.
    #[schema(value_type = Vec<String>)]
    pub ids: Vec<ConversationId>,
    /// The status; all but `new` can be set.
    #[serde(default)]
    pub status: Option<Status>,
    /// Until when; goes with `postponed`.
    #[serde(default)]
    pub postponed_until: Option<Timestamp>,
    /// The agent who has them; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub assignee: Option<Option<AgentId>>,
    /// The queue; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub queue: Option<Option<QueueId>>,
    /// How soon they need the team.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The category; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<CategoryId>>,
    /// What stands in fields of their category, by the field's id; null empties, and fields that are not named stay.
    #[serde(default)]
    pub fields: Option<BTreeMap<String, Option<String>>>,
    /// Tags that they get beside their own.
    #[serde(default)]
    pub tags_add: Option<Vec<String>>,
    /// Tags that they lose.
    #[serde(default)]
    pub tags_remove: Option<Vec<String>>,
    /// Whether the caller has read them.
    #[serde(default)]
    pub read: Option<bool>,
}

/// What became of one conversation.
#[derive(Serialize, ToSchema)]
pub struct BulkOutcome {
    /// Which.
    #[schema(value_type = String)]
    pub id: ConversationId,
    /// Why it was not changed; null where it was.
    #[schema(required)]
    pub problem: Option<ProblemBody>,
}

/// What became of each.
#[derive(Serialize, ToSchema)]
pub struct BulkOutcomes {
    /// In the order of the request.
    pub items: Vec<BulkOutcome>,
}

/// Changes many conversations in the same way; one that cannot be changed keeps no other from it.
#[utoipa::path(post, path = "/conversations/bulk", operation_id = "changeConversations", tag = "conversations", request_body = BulkChange,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = BulkOutcomes), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<BulkChange>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let BulkChange { mut ids, read, .. } = body.value.clone();
    if ids.is_empty() || ids.len() > limits::BULK {
        return Err(Problem::field("ids", "bulk-ids"));
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    let edit = edit_of(body.value)?;
    flow::edit::check(&edit, web.node.clock.now())?;
    let agent = caller.agent;
    let asked = Asked { agent: agent.id, key, print: body.print, status: StatusCode::OK };
    let work = async {
        let mut items = Vec::new();
        for chunk in ids.chunks(AT_ONCE) {
            let each: Vec<_> = chunk.iter().map(|id| one(&web, &agent, *id, &edit, read)).collect();
            items.extend(join_all(each).await);
        }
        Ok(BulkOutcomes { items })
    };
    Ok(Json(once_outside(&web, asked, work).await?).into_response())
}

fn edit_of(change: BulkChange) -> Result<Edit, Problem> {
    let (add, remove) = (change.tags_add, change.tags_remove);
    let tags = (add.is_some() || remove.is_some())
        .then(|| Tagging::Change { add: add.unwrap_or_default(), remove: remove.unwrap_or_default() });
    Ok(Edit {
        status: change.status.map(desk::conversation::Status::from),
        postponed_until: change.postponed_until.map(micros),
        assignee: change.assignee,
        queue: change.queue,
        priority: change.priority.map(desk::priority::Priority::from),
        category: change.category,
        fields: category_fields::written(change.fields)?,
        tags,
    })
}

async fn one(web: &Web, agent: &Agent, id: ConversationId, edit: &Edit, read: Option<bool>) -> BulkOutcome {
    let (agent, edit, now) = (agent.clone(), edit.clone(), web.node.clock.now());
    let changed = write(web, move |tx| {
        flow::edit::edit(tx, &agent, id, &edit, now)?;
        if let Some(read) = read {
            conversations::set_read(tx, agent.id, id, read)?;
        }
        Ok(())
    });
    BulkOutcome { id, problem: changed.await.err().map(ProblemBody::from) }
}
