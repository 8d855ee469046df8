//! Tags: words on conversations, the same for the whole desk; listed so that they can be completed.

use axum::{Json, extract::State};
use desk::permit::Action;
use serde::Serialize;
use store::tags;
use utoipa::ToSchema;

use crate::{Web, problem::Problem, sign_in::Caller};

/// A tag.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Tag {
    /// The tag.
    #[schema(example = "vip")]
    pub name: String,
    /// How many conversations have it.
    pub conversations: i64,
}

/// The tags of the desk.
#[derive(Serialize, ToSchema)]
pub struct TagList {
    /// Those that most conversations have first, up to 1,000.
    pub items: Vec<Tag>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// The tags that conversations have.
#[utoipa::path(get, path = "/tags", operation_id = "listTags", tag = "tags", responses((status = 200, body = TagList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<TagList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(tags::list).await?;
    let items = all.into_iter().map(|tag| Tag { name: tag.name, conversations: tag.conversations }).collect();
    Ok(Json(TagList { items, next: None }))
}
