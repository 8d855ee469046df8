//! What categories ask to be known of their conversations (SO-15): listed for everybody, defined by admins.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    CategoryFieldId, CategoryId,
    category_field::{self, Draft, Written},
    permit::Action,
};
use flow::category_fields::Edit;
use serde::Deserialize;
use store::category_fields;
use utoipa::ToSchema;

use super::conversations::as_json;
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::fields::{CategoryField, FieldKind},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// All fields of conversations.
#[derive(serde::Serialize, ToSchema)]
pub struct CategoryFieldList {
    /// Those of each category in the order in which they are shown.
    pub items: Vec<CategoryField>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new field.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryFieldNew {
    /// The category; null: all conversations have it. This stays.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// Its name.
    #[schema(example = "Order number")]
    pub name: String,
    /// What it holds; this stays.
    pub kind: FieldKind,
    /// The words of a choice, up to 100.
    #[serde(default)]
    pub choices: Vec<String>,
    /// True: it must be filled in before a conversation is resolved or closed.
    #[serde(default)]
    pub required: bool,
    /// What it says of itself to whoever fills it in.
    #[serde(default)]
    pub help: String,
}

/// Changes of a field: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryFieldChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// All words of a choice. What conversations have stays where a word is gone.
    #[serde(default)]
    pub choices: Option<Vec<String>>,
    /// Words that have another name in `choices`: the old one with the new one. Conversations that have the old one have the
    /// new one then.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    /// True: it must be filled in before a conversation is resolved or closed.
    #[serde(default)]
    pub required: Option<bool>,
    /// What it says of itself to whoever fills it in.
    #[serde(default)]
    pub help: Option<String>,
}

/// The order of the fields of a category.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryFieldOrderChange {
    /// The category; null: the fields of all conversations.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// Its fields, each once; those that are not named stay behind them.
    #[schema(value_type = Vec<String>)]
    pub ids: Vec<CategoryFieldId>,
}

/// What of a field can be edited.
fn version(field: &category_field::CategoryField) -> Version {
    let draft = &field.draft;
    Version::of(&(&draft.name, &draft.choices, draft.required, &draft.help))
}

fn tagged(field: &category_field::CategoryField) -> Tagged<CategoryField> {
    Tagged(field.into(), version(field))
}

fn shown(templates: &category_field::Templates) -> CategoryFieldList {
    CategoryFieldList { items: templates.fields.iter().map(CategoryField::from).collect(), next: None }
}

/// What is to be written into fields, by their ids.
///
/// # Errors
/// The problem where something is no id of a field.
pub(super) fn written(fields: Option<BTreeMap<String, Option<String>>>) -> Result<Written, Problem> {
    let one = |(id, value): (String, Option<String>)| id.parse::<CategoryFieldId>().map(|id| (id, value));
    let all = fields.unwrap_or_default().into_iter().map(one).collect::<Result<Written, _>>();
    all.map_err(|_| Problem::field("fields", "no-such-category-field"))
}

/// The fields of conversations: of all, and of each category.
#[utoipa::path(get, path = "/category-fields", operation_id = "listCategoryFields", tag = "categories", responses((status = 200, body = CategoryFieldList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<CategoryFieldList>, Problem> {
    caller.may(Action::Read)?;
    Ok(Json(shown(&web.node.db.read(category_fields::templates).await?)))
}

/// A field.
#[utoipa::path(get, path = "/category-fields/{id}", operation_id = "readCategoryField", tag = "categories",
    params(("id" = String, Path, description = "The field")),
    responses((status = 200, body = CategoryField, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryFieldId>,
) -> Result<Tagged<CategoryField>, Problem> {
    caller.may(Action::Read)?;
    let found = web.node.db.read(move |tx| category_fields::by_id(tx, id)).await?;
    Ok(tagged(&found.ok_or_else(Problem::not_found)?))
}

/// Adds a field behind the others of its category.
#[utoipa::path(post, path = "/category-fields", operation_id = "addCategoryField", tag = "categories", request_body = CategoryFieldNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = CategoryField), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<CategoryFieldNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let CategoryFieldNew { category, name, kind, choices, required, help } = body.value;
    let draft = Draft { name, kind: kind.into(), choices, required, help };
    let (by, now) = (caller.actor(), web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        as_json(&CategoryField::from(&flow::category_fields::add(tx, &by, category, &draft, now)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a field.
#[utoipa::path(patch, path = "/category-fields/{id}", operation_id = "changeCategoryField", tag = "categories",
    params(("id" = String, Path, description = "The field"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = CategoryFieldChange,
    responses((status = 200, body = CategoryField), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryFieldId>,
    base: IfMatch,
    body: Body<CategoryFieldChange>,
) -> Result<Tagged<CategoryField>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let CategoryFieldChange { name, choices, renamed, required, help } = body.value;
    let edit = Edit { name, choices, renamed, required, help };
    let (by, now) = (caller.actor(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stored = flow::category_fields::standing(tx, id)?;
        base.check(tx, &version(&stored), &format!("category-field:{id}"))?;
        Ok(flow::category_fields::update(tx, &by, id, &edit, now)?)
    });
    Ok(tagged(&changed.await?))
}

/// Deletes a field; what conversations have in it is shown no more.
#[utoipa::path(delete, path = "/category-fields/{id}", operation_id = "deleteCategoryField", tag = "categories",
    params(("id" = String, Path, description = "The field")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CategoryFieldId>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeSettings)?;
    let (by, now) = (caller.actor(), web.node.clock.now());
    write(&web, move |tx| Ok(flow::category_fields::delete(tx, &by, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts the fields of a category into another order. Where one of them was deleted meanwhile, it is refused.
#[utoipa::path(put, path = "/category-fields/order", operation_id = "orderCategoryFields", tag = "categories", request_body = CategoryFieldOrderChange,
    responses((status = 200, body = CategoryFieldList), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn order(
    State(web): State<Web>,
    caller: Caller,
    body: Body<CategoryFieldOrderChange>,
) -> Result<Json<CategoryFieldList>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let CategoryFieldOrderChange { category, ids } = body.value;
    let (by, now) = (caller.actor(), web.node.clock.now());
    let all = write(&web, move |tx| {
        flow::category_fields::order(tx, &by, category, &ids, now)?;
        Ok(category_fields::templates(tx)?)
    });
    Ok(Json(shown(&all.await?)))
}
