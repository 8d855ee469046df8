//! Tags: words on conversations, the same for the whole desk; listed for all so that they can be completed, made, named,
//! joined and deleted by whoever leads the team.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{TagId, permit::Action};
use serde::{Deserialize, Serialize};
use store::{tags, views};
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// A tag.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Tag {
    /// Which.
    #[schema(value_type = String)]
    pub id: TagId,
    /// The tag.
    #[schema(example = "vip")]
    pub name: String,
    /// How many conversations have it.
    pub conversations: i64,
}

impl From<tags::Tag> for Tag {
    fn from(tags::Tag { id, name, conversations }: tags::Tag) -> Self {
        Self { id, name, conversations }
    }
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

/// A tag with what has it.
#[derive(Serialize, ToSchema)]
pub struct TagUse {
    /// The tag.
    pub tag: Tag,
    /// How many own views of people ask for it.
    pub views: usize,
}

/// A new tag.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagNew {
    /// The tag, at most 60 characters.
    #[schema(example = "vip")]
    pub name: String,
}

/// Another name of a tag.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagChange {
    /// The tag, at most 60 characters.
    #[schema(example = "vip")]
    pub name: String,
    /// True: where another tag has this name, the two become that one, which cannot be undone. Else it is refused.
    #[serde(default)]
    pub join: bool,
}

/// The tags that conversations have, and those that were made for them.
#[utoipa::path(get, path = "/tags", operation_id = "listTags", tag = "tags", responses((status = 200, body = TagList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<TagList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(tags::list).await?;
    Ok(Json(TagList { items: all.into_iter().map(Tag::from).collect(), next: None }))
}

/// What of a tag can be edited.
fn version(tag: &tags::Tag) -> Version {
    Version::of(&tag.name)
}

/// A tag with what has it, as whoever joins or deletes it wants to know.
#[utoipa::path(get, path = "/tags/{id}", operation_id = "readTag", tag = "tags", params(("id" = String, Path, description = "The tag")),
    responses((status = 200, body = TagUse, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<TagId>) -> Result<Tagged<TagUse>, Problem> {
    caller.may(Action::ChangeTags)?;
    let found = web.node.db.read(move |tx| {
        let Some(tag) = tags::by_id(tx, id)? else { return Ok(None) };
        let views = views::with_tag(tx, &tag.name)?.len();
        Ok(Some((tag, views)))
    });
    let (tag, views) = found.await?.ok_or_else(Problem::not_found)?;
    let version = version(&tag);
    Ok(Tagged(TagUse { tag: tag.into(), views }, version))
}

/// Makes a tag that no conversation has yet.
#[utoipa::path(post, path = "/tags", operation_id = "addTag", tag = "tags", request_body = TagNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Tag), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<TagNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeTags)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (name, by, now) = (body.value.name, caller.actor(), web.node.clock.now());
    let answer = once(&web, asked, move |tx| as_json(&Tag::from(flow::tags::add(tx, &by, &name, now)?)));
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Names a tag anew on all conversations that have it, and in the views that ask for it; or joins it to another one.
///
/// Answers when the first 600 conversations have the new name; the others follow within a minute or so.
#[utoipa::path(patch, path = "/tags/{id}", operation_id = "changeTag", tag = "tags",
    params(("id" = String, Path, description = "The tag"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = TagChange,
    responses((status = 200, body = Tag), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<TagId>,
    base: IfMatch,
    body: Body<TagChange>,
) -> Result<Tagged<Tag>, Problem> {
    caller.may(Action::ChangeTags)?;
    let (TagChange { name, join }, by, now) = (body.value, caller.actor(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stands = flow::tags::standing(tx, id)?;
        base.check(tx, &version(&stands), &format!("tag:{id}"))?;
        Ok(flow::tags::rename(tx, &by, id, &name, join, now)?)
    });
    let tag = changed.await?;
    flow::tags::go_on(&web.node, flow::tags::AT_ONCE).await?;
    let version = version(&tag);
    Ok(Tagged(tag.into(), version))
}

/// Deletes a tag: conversations lose it. Views that ask for it find nothing any more.
#[utoipa::path(delete, path = "/tags/{id}", operation_id = "deleteTag", tag = "tags", params(("id" = String, Path, description = "The tag")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<TagId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeTags)?;
    let (by, now) = (caller.actor(), web.node.clock.now());
    write(&web, move |tx| Ok(flow::tags::delete(tx, &by, id, now)?)).await?;
    flow::tags::go_on(&web.node, flow::tags::AT_ONCE).await?;
    Ok(StatusCode::NO_CONTENT)
}
