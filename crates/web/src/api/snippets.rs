//! Snippets: the caller's own and the team's, listed, added, changed and deleted.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{SnippetId, permit::Action};
use serde::{Deserialize, Serialize};
use store::snippets;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id, given},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// A text that is written again and again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Snippet {
    /// Which.
    #[schema(value_type = String)]
    pub id: SnippetId,
    /// Its name.
    #[schema(example = "Delayed parcel")]
    pub name: String,
    /// What is typed behind `;` to insert it; empty where there is nothing.
    #[schema(example = "delay")]
    pub shortcut: String,
    /// The text, with variables such as `{contact.name}`.
    pub text: String,
    /// The same as HTML, as it was saved: not made safe.
    #[schema(required)]
    pub html: Option<String>,
    /// True for one of the whole team.
    pub shared: bool,
}

impl From<snippets::Snippet> for Snippet {
    fn from(stored: snippets::Snippet) -> Self {
        let snippets::Draft { name, shortcut, text, html } = stored.draft;
        Self { id: stored.id, name, shortcut, text, html, shared: stored.agent.is_none() }
    }
}

/// The caller's snippets and the team's.
#[derive(Serialize, ToSchema)]
pub struct SnippetList {
    /// By name.
    pub items: Vec<Snippet>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new snippet.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnippetNew {
    /// Its name.
    #[schema(example = "Delayed parcel")]
    pub name: String,
    /// What is typed behind `;` to insert it: letters, digits, `-` and `_`.
    #[serde(default)]
    pub shortcut: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// True for one of the whole team, which everybody may change.
    #[serde(default)]
    pub shared: bool,
}

/// Changes of a snippet: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnippetChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// What is typed behind `;` to insert it.
    #[serde(default)]
    pub shortcut: Option<String>,
    /// The text.
    #[serde(default)]
    pub text: Option<String>,
    /// The same as HTML; null: it is plain.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub html: Option<Option<String>>,
    /// True for one of the whole team.
    #[serde(default)]
    pub shared: Option<bool>,
}

/// The caller's snippets and the team's.
#[utoipa::path(get, path = "/snippets", operation_id = "listSnippets", tag = "snippets", responses((status = 200, body = SnippetList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<SnippetList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(move |tx| snippets::list(tx, caller.agent.id)).await?;
    Ok(Json(SnippetList { items: all.into_iter().map(Snippet::from).collect(), next: None }))
}

/// Adds a snippet.
#[utoipa::path(post, path = "/snippets", operation_id = "addSnippet", tag = "snippets", request_body = SnippetNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Snippet), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<SnippetNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let draft = snippets::Draft { name: new.name, shortcut: new.shortcut, text: new.text, html: new.html };
    let answer = once(&web, asked, move |tx| {
        as_json(&Snippet::from(flow::snippets::add(tx, &agent, new.shared, draft.clone(), now)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a snippet.
#[utoipa::path(patch, path = "/snippets/{id}", operation_id = "changeSnippet", tag = "snippets",
    params(("id" = String, Path, description = "The snippet")), request_body = SnippetChange,
    responses((status = 200, body = Snippet), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<SnippetId>,
    body: Body<SnippetChange>,
) -> Result<Json<Snippet>, Problem> {
    caller.may(Action::Work)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let changed = web.node.write(move |tx| {
        let change = change.clone();
        let before = flow::snippets::standing(tx, &agent, id)?;
        let draft = snippets::Draft {
            name: change.name.unwrap_or(before.draft.name),
            shortcut: change.shortcut.unwrap_or(before.draft.shortcut),
            text: change.text.unwrap_or(before.draft.text),
            html: change.html.unwrap_or(before.draft.html),
        };
        let shared = change.shared.unwrap_or(before.agent.is_none());
        flow::snippets::update(tx, &agent, id, shared, draft, now)
    });
    Ok(Json(changed.await?.into()))
}

/// Deletes a snippet.
#[utoipa::path(delete, path = "/snippets/{id}", operation_id = "deleteSnippet", tag = "snippets",
    params(("id" = String, Path, description = "The snippet")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<SnippetId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    web.node.write(move |tx| flow::snippets::delete(tx, &agent, id, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}
