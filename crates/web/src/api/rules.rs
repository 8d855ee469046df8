//! Rules: listed in their order, written, switched, ordered and rehearsed by whoever leads the team (SO-16, LD-4).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{RuleId, permit::Action};
use flow::{Refused, rules::Listed};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::rules::Draft;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::rules::{Rule, RuleAction, RuleGroup, RuleRecipe, RuleRehearsal, RuleWhen},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, once_outside, write},
};

/// All rules.
#[derive(Serialize, ToSchema)]
pub struct RuleList {
    /// In the order in which they are tried.
    pub items: Vec<Rule>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new rule.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleNew {
    /// Its name.
    #[schema(example = "Invoices")]
    pub name: String,
    /// False: it is not looked at yet.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// When it is looked at.
    pub when: RuleWhen,
    /// All of these groups must hold; none: it always holds.
    #[serde(rename = "if", default)]
    pub groups: Vec<RuleGroup>,
    /// What it does then, in this order.
    pub then: Vec<RuleAction>,
}

/// Changes of a rule: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// False: it is not looked at.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// When it is looked at.
    #[serde(default)]
    pub when: Option<RuleWhen>,
    /// All groups of conditions.
    #[serde(rename = "if", default)]
    pub groups: Option<Vec<RuleGroup>>,
    /// All that it does.
    #[serde(default)]
    pub then: Option<Vec<RuleAction>>,
}

/// The order in which rules are tried.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOrder {
    /// The rules, each once; those that are not named stay behind them.
    #[schema(value_type = Vec<String>)]
    pub ids: Vec<RuleId>,
}

/// A rule that is rehearsed, saved or not.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleRehearsalNew {
    /// The rule whose place it takes; absent: it comes behind all others.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<RuleId>,
    /// Its name.
    #[schema(example = "Invoices")]
    pub name: String,
    /// When it is looked at.
    pub when: RuleWhen,
    /// All of these groups must hold; none: it always holds.
    #[serde(rename = "if", default)]
    pub groups: Vec<RuleGroup>,
    /// What it does then, in this order.
    pub then: Vec<RuleAction>,
}

fn draft(name: String, enabled: bool, recipe: &RuleRecipe) -> Result<Draft, Refused> {
    let recipe = recipe.read().map_err(|part| {
        Refused::field(
            part,
            match part {
                "if" => "rule-condition-does-not-fit",
                "then" => "rule-action-does-not-fit",
                _ => "rule-words-unknown",
            },
        )
    })?;
    Ok(Draft { name, enabled, recipe })
}

/// What of a rule can be edited.
fn version(listed: &Listed) -> Version {
    let draft = &listed.stored.draft;
    Version::of(&(&draft.name, draft.enabled, &draft.recipe))
}

fn tagged(listed: Listed) -> Tagged<Rule> {
    let version = version(&listed);
    Tagged(listed.into(), version)
}

/// All rules, in the order in which they are tried.
#[utoipa::path(get, path = "/rules", operation_id = "listRules", tag = "rules",
    responses((status = 200, body = RuleList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<RuleList>, Problem> {
    caller.may(Action::ChangeRules)?;
    let all = web.node.db.read(flow::rules::list).await?;
    Ok(Json(RuleList { items: all.into_iter().map(Rule::from).collect(), next: None }))
}

/// A rule.
#[utoipa::path(get, path = "/rules/{id}", operation_id = "readRule", tag = "rules",
    params(("id" = String, Path, description = "The rule")),
    responses((status = 200, body = Rule, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<RuleId>) -> Result<Tagged<Rule>, Problem> {
    caller.may(Action::ChangeRules)?;
    let found = web.node.db.read(move |tx| match flow::rules::one(tx, id) {
        Ok(listed) => Ok(Some(listed)),
        Err(Refused::Store(error)) => Err(error),
        Err(_) => Ok(None),
    });
    Ok(tagged(found.await?.ok_or_else(Problem::not_found)?))
}

/// Adds a rule behind the others.
#[utoipa::path(post, path = "/rules", operation_id = "addRule", tag = "rules", request_body = RuleNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Rule), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<RuleNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeRules)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, now) = (body.value, web.node.clock.now());
    let recipe = RuleRecipe { when: new.when, groups: new.groups, then: new.then };
    let draft = draft(new.name, new.enabled.unwrap_or(true), &recipe)?;
    let answer = once(&web, asked, move |tx| {
        let id = flow::rules::add(tx, &caller.agent, &draft, now)?;
        as_json(&Rule::from(flow::rules::one(tx, id)?))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Changes a rule.
#[utoipa::path(patch, path = "/rules/{id}", operation_id = "changeRule", tag = "rules",
    params(("id" = String, Path, description = "The rule"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = RuleChange,
    responses((status = 200, body = Rule), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<RuleId>,
    base: IfMatch,
    body: Body<RuleChange>,
) -> Result<Tagged<Rule>, Problem> {
    caller.may(Action::ChangeRules)?;
    let (change, now) = (body.value, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let listed = flow::rules::one(tx, id)?;
        base.check(tx, &version(&listed), &format!("rule:{id}"))?;
        let (change, before) = (change.clone(), listed.stored.draft);
        let stood = RuleRecipe::from(&before.recipe);
        let recipe = RuleRecipe {
            when: change.when.unwrap_or(stood.when),
            groups: change.groups.unwrap_or(stood.groups),
            then: change.then.unwrap_or(stood.then),
        };
        let draft = draft(change.name.unwrap_or(before.name), change.enabled.unwrap_or(before.enabled), &recipe)?;
        flow::rules::update(tx, &caller.agent, id, &draft, now)?;
        Ok(flow::rules::one(tx, id)?)
    });
    Ok(tagged(changed.await?))
}

/// Deletes a rule. What timelines say of it stays.
#[utoipa::path(delete, path = "/rules/{id}", operation_id = "deleteRule", tag = "rules",
    params(("id" = String, Path, description = "The rule")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<RuleId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeRules)?;
    let now = web.node.clock.now();
    write(&web, move |tx| Ok(flow::rules::delete(tx, &caller.agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts the rules into another order. Where one of them was deleted meanwhile, it is refused.
#[utoipa::path(put, path = "/rules/order", operation_id = "orderRules", tag = "rules", request_body = RuleOrder,
    responses((status = 200, body = RuleList), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn order(State(web): State<Web>, caller: Caller, body: Body<RuleOrder>) -> Result<Json<RuleList>, Problem> {
    caller.may(Action::ChangeRules)?;
    let (ids, now) = (body.value.ids, web.node.clock.now());
    let all = write(&web, move |tx| {
        flow::rules::order(tx, &caller.agent, &ids, now)?;
        Ok(flow::rules::list(tx)?)
    });
    Ok(Json(RuleList { items: all.await?.into_iter().map(Rule::from).collect(), next: None }))
}

/// Shows what a rule would have done to the conversations of the last 30 days, the newest 1,000. Nothing is changed. For
/// `created` each is taken as it began; else as it stands, with what the customer wrote last.
#[utoipa::path(post, path = "/rules/rehearsals", operation_id = "rehearseRule", tag = "rules", request_body = RuleRehearsalNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = RuleRehearsal), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn rehearse(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<RuleRehearsalNew>,
) -> Result<Json<Value>, Problem> {
    caller.may(Action::ChangeRules)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let new = body.value;
    let rehearsed = async {
        let recipe = RuleRecipe { when: new.when, groups: new.groups, then: new.then };
        let draft = draft(new.name, true, &recipe)?;
        Ok(RuleRehearsal::from(flow::rules::rehearse(&web.node, new.id, &draft).await?))
    };
    Ok(Json(once_outside(&web, asked, rehearsed).await?))
}
