//! The desk's own fields of contacts: listed for everybody, defined by whoever leads the team.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ContactFieldId, permit::Action};
use serde::{Deserialize, Serialize};
use store::contacts::fields::{self, Draft, Field};
use utoipa::ToSchema;

use super::conversations::as_json;
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::fields::FieldKind,
    sign_in::Caller,
    writing::{Asked, Key, once, write},
};

/// A field that contacts have.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactField {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContactFieldId,
    /// Its name.
    #[schema(example = "Customer number")]
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The words of a choice; empty for every other kind.
    pub choices: Vec<String>,
}

impl From<Field> for ContactField {
    fn from(Field { id, draft }: Field) -> Self {
        Self { id, name: draft.name, kind: draft.kind.into(), choices: draft.choices }
    }
}

/// All fields.
#[derive(Serialize, ToSchema)]
pub struct ContactFieldList {
    /// In the order in which they were added.
    pub items: Vec<ContactField>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new field.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFieldNew {
    /// Its name.
    #[schema(example = "Customer number")]
    pub name: String,
    /// What it holds; this stays.
    pub kind: FieldKind,
    /// The words of a choice, up to 100.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// Changes of a field: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFieldChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// All words of a choice. What contacts have stays where a word is gone.
    #[serde(default)]
    pub choices: Option<Vec<String>>,
}

/// The fields of contacts.
#[utoipa::path(get, path = "/contact-fields", operation_id = "listContactFields", tag = "contacts", responses((status = 200, body = ContactFieldList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<ContactFieldList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(fields::list).await?;
    Ok(Json(ContactFieldList { items: all.into_iter().map(ContactField::from).collect(), next: None }))
}

/// Adds a field.
#[utoipa::path(post, path = "/contact-fields", operation_id = "addContactField", tag = "contacts", request_body = ContactFieldNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = ContactField), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ContactFieldNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeContactFields)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let ContactFieldNew { name, kind, choices } = body.value;
    let (agent, now, draft) = (caller.agent, web.node.clock.now(), Draft { name, kind: kind.into(), choices });
    let answer =
        once(&web, asked, move |tx| as_json(&ContactField::from(flow::contact_fields::add(tx, &agent, &draft, now)?)));
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a field.
#[utoipa::path(patch, path = "/contact-fields/{id}", operation_id = "changeContactField", tag = "contacts",
    params(("id" = String, Path, description = "The field")), request_body = ContactFieldChange,
    responses((status = 200, body = ContactField), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactFieldId>,
    body: Body<ContactFieldChange>,
) -> Result<Json<ContactField>, Problem> {
    caller.may(Action::ChangeContactFields)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let ContactFieldChange { name, choices } = change.clone();
        Ok(flow::contact_fields::update(tx, &agent, id, name, choices, now)?)
    });
    Ok(Json(changed.await?.into()))
}

/// Deletes a field; what contacts have there is not shown any more.
#[utoipa::path(delete, path = "/contact-fields/{id}", operation_id = "deleteContactField", tag = "contacts",
    params(("id" = String, Path, description = "The field")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<ContactFieldId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeContactFields)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::contact_fields::delete(tx, &agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
