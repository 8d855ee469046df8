//! Views of one's own: filters under a name, for oneself or for everybody.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{OwnViewId, permit::Action};
use serde::Deserialize;
use store::views::Draft;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::views::{OwnView, ViewFilter, ViewFilterDraft},
    sign_in::Caller,
    writing::{Asked, Halt, Key, once, write},
};

/// A new view.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewNew {
    /// Its name.
    #[schema(example = "Late orders")]
    pub name: String,
    /// True when everybody is to have it.
    #[serde(default)]
    pub shared: Option<bool>,
    /// What it shows.
    #[schema(value_type = ViewFilterDraft)]
    pub filter: ViewFilter,
}

/// Changes of a view: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// True when everybody is to have it.
    #[serde(default)]
    pub shared: Option<bool>,
    /// The whole filter.
    #[serde(default)]
    #[schema(value_type = Option<ViewFilterDraft>)]
    pub filter: Option<ViewFilter>,
}

fn filter(given: ViewFilter) -> Result<desk::view::Filter, Problem> {
    given.read().ok_or_else(|| Problem::field("filter.assignee", "no-such-agent"))
}

fn forbidden() -> Halt {
    Problem::new(StatusCode::FORBIDDEN, "forbidden").into()
}

/// Keeps a filter as a view.
#[utoipa::path(post, path = "/views", operation_id = "addView", tag = "conversations", request_body = ViewNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = OwnView), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ViewNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let new = body.value;
    let draft = Draft { name: new.name, shared: new.shared.unwrap_or_default(), filter: filter(new.filter)? };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| as_json(&OwnView::of(flow::views::add(tx, &agent, &draft, now)?, &agent)));
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a view: one's own, or as a manager a shared one.
#[utoipa::path(patch, path = "/views/{id}", operation_id = "changeView", tag = "conversations",
    params(("id" = String, Path, description = "The view")), request_body = ViewChange,
    responses((status = 200, body = OwnView), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<OwnViewId>,
    body: Body<ViewChange>,
) -> Result<Json<OwnView>, Problem> {
    caller.may(Action::Work)?;
    let ViewChange { name, shared, filter: given } = body.value;
    let given = given.map(filter).transpose()?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stored = flow::views::standing(tx, &agent, id)?;
        let draft = Draft {
            name: name.clone().unwrap_or(stored.name),
            shared: shared.unwrap_or(stored.shared),
            filter: given.clone().unwrap_or(stored.filter),
        };
        if !flow::views::update(tx, &agent, id, &draft, now)? {
            return Err(forbidden());
        }
        // Whoever leads the team may take from everybody what another has shared: then it is not theirs to see.
        let view = store::views::by_id(tx, id)?.ok_or_else(Problem::not_found)?;
        Ok(OwnView::of(view, &agent))
    });
    Ok(Json(changed.await?))
}

/// Deletes a view; the conversations that it showed stay.
#[utoipa::path(delete, path = "/views/{id}", operation_id = "deleteView", tag = "conversations",
    params(("id" = String, Path, description = "The view")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<OwnViewId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let agent = caller.agent;
    write(&web, move |tx| match flow::views::delete(tx, &agent, id)? {
        true => Ok(()),
        false => Err(forbidden()),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
