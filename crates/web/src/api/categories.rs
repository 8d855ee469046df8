//! Categories: listed for all, added, changed and deleted by admins (SO-6).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{CategoryId, MailboxId, permit::Action};
use serde::{Deserialize, Serialize};
use store::categories;
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id, Parameters, given},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// A category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Category {
    /// Which.
    #[schema(value_type = String)]
    pub id: CategoryId,
    /// Its name.
    #[schema(example = "Late")]
    pub name: String,
    /// Its name with the one that it belongs to, as conversations show it.
    #[schema(example = "Orders › Late")]
    pub path: String,
    /// The one that it belongs to; null: it stands on its own.
    #[schema(required, value_type = Option<String>)]
    pub parent: Option<CategoryId>,
}

impl From<categories::Category> for Category {
    fn from(stored: categories::Category) -> Self {
        Self { id: stored.id, path: stored.path(), name: stored.name, parent: stored.parent }
    }
}

/// All categories.
#[derive(Serialize, ToSchema)]
pub struct CategoryList {
    /// By name, each with its parts behind it.
    pub items: Vec<Category>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A category with what has it.
#[derive(Serialize, ToSchema)]
pub struct CategoryUse {
    /// The category.
    pub category: Category,
    /// Conversations that have it, counted up to 1,000.
    pub conversations: i64,
    /// True when there are more than were counted.
    pub more: bool,
    /// Mailboxes whose new conversations get it.
    #[schema(value_type = Vec<String>)]
    pub mailboxes: Vec<MailboxId>,
    /// True when new conversations get it whose mailbox names none.
    pub channel_default: bool,
}

/// A new category.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryNew {
    /// Its name.
    #[schema(example = "Late")]
    pub name: String,
    /// The one that it belongs to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub parent: Option<CategoryId>,
}

/// Changes of a category: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The one that it belongs to; null: it stands on its own.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub parent: Option<Option<CategoryId>>,
}

/// What becomes of what has it.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteParameters {
    /// The category that conversations and mailboxes get instead; absent: none.
    move_to: Option<String>,
}

/// All categories.
#[utoipa::path(get, path = "/categories", operation_id = "listCategories", tag = "categories", responses((status = 200, body = CategoryList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<CategoryList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(categories::list).await?;
    Ok(Json(CategoryList { items: all.into_iter().map(Category::from).collect(), next: None }))
}

/// What of a category can be edited.
fn version(category: &categories::Category) -> Version {
    Version::of(&(&category.name, category.parent))
}

/// A category with what has it, as whoever deletes it wants to know.
#[utoipa::path(get, path = "/categories/{id}", operation_id = "readCategory", tag = "categories",
    params(("id" = String, Path, description = "The category")),
    responses((status = 200, body = CategoryUse, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryId>,
) -> Result<Tagged<CategoryUse>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let found = web.node.db.read(move |tx| {
        let Some(category) = categories::by_id(tx, id)? else { return Ok(None) };
        Ok(Some((category, categories::used_by(tx, id)?, categories::default(tx)? == Some(id))))
    });
    let (category, used, channel_default) = found.await?.ok_or_else(Problem::not_found)?;
    let categories::Use { conversations, more, mailboxes } = used;
    let version = version(&category);
    Ok(Tagged(CategoryUse { category: category.into(), conversations, more, mailboxes, channel_default }, version))
}

/// Adds a category.
#[utoipa::path(post, path = "/categories", operation_id = "addCategory", tag = "categories", request_body = CategoryNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Category), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<CategoryNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, by, now) = (body.value, caller.actor(), web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        as_json(&Category::from(flow::categories::add(tx, &by, &new.name, new.parent, now)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a category.
#[utoipa::path(patch, path = "/categories/{id}", operation_id = "changeCategory", tag = "categories",
    params(("id" = String, Path, description = "The category"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = CategoryChange,
    responses((status = 200, body = Category), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryId>,
    base: IfMatch,
    body: Body<CategoryChange>,
) -> Result<Tagged<Category>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let (change, by, now) = (body.value, caller.actor(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stored = flow::categories::standing(tx, id)?;
        base.check(tx, &version(&stored), &format!("category:{id}"))?;
        let name = change.name.as_deref().unwrap_or(&stored.name);
        Ok(flow::categories::update(tx, &by, id, name, change.parent.unwrap_or(stored.parent), now)?)
    });
    let category = changed.await?;
    let version = version(&category);
    Ok(Tagged(category.into(), version))
}

/// Deletes a category that has no parts: conversations and mailboxes that have it get another one, or none.
#[utoipa::path(delete, path = "/categories/{id}", operation_id = "deleteCategory", tag = "categories",
    params(("id" = String, Path, description = "The category"), DeleteParameters),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryId>,
    Parameters(asked): Parameters<DeleteParameters>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeSettings)?;
    let heir = asked.move_to.filter(|text| !text.is_empty()).map(|text| text.parse::<CategoryId>()).transpose();
    let heir = heir.map_err(|_| Problem::field("move_to", "no-such-category"))?;
    let (by, now) = (caller.actor(), web.node.clock.now());
    write(&web, move |tx| Ok(flow::categories::delete(tx, &by, id, heir, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
