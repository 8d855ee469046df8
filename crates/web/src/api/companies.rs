//! Companies: listed, read, added, changed and deleted.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{CompanyId, permit::Action};
use serde::Deserialize;
use store::{
    Tx,
    companies::{self, Draft},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::conversations::as_json,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Body, Id, Parameters},
    shown::contacts::{Company, CompanyPage},
    sign_in::Caller,
    version::{IfMatch, Tagged},
    walk::{self, Sought},
    writing::{Asked, Key, once, write},
};

/// Which companies.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompanyParameters {
    /// Beginnings of words of the name or of a domain.
    #[param(example = "acme")]
    q: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A new company.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyNew {
    /// Its name.
    #[schema(example = "Acme")]
    pub name: String,
    /// Its domains, up to 50; those where anybody may have an address are refused.
    #[serde(default)]
    #[schema(example = json!(["acme.example"]))]
    pub domains: Vec<String>,
    /// What the team knows about it.
    #[serde(default)]
    pub notes: String,
}

/// Changes of a company: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyChange {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// All its domains.
    #[serde(default)]
    pub domains: Option<Vec<String>>,
    /// What the team knows about it.
    #[serde(default)]
    pub notes: Option<String>,
}

/// A page of companies, the newest first. It may be short before the last one.
#[utoipa::path(get, path = "/companies", operation_id = "listCompanies", tag = "companies", params(CompanyParameters),
    responses((status = 200, body = CompanyPage), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<CompanyParameters>,
) -> Result<Json<CompanyPage>, Problem> {
    caller.may(Action::Read)?;
    let typed = asked.q.unwrap_or_default();
    let (sought, most) = (Sought::read(&typed)?, request::limit(asked.limit.as_deref())?);
    let word = walk::list_word("companies", &typed);
    let before = walk::behind(&word, asked.after.as_deref())?;
    let batch = |tx: &mut Tx<'_>, before: Option<i64>, most: i64| {
        let rows = companies::newest(tx, before.map(CompanyId), most)?;
        Ok(rows.into_iter().map(|one| (one.id.0, one)).collect())
    };
    let found = web.node.db.read(move |tx| {
        walk::page(tx, before, most, batch, |_, one: &companies::Company| {
            Ok(sought.is_in(&format!("{} {}", one.draft.name, one.draft.domains.join(" "))))
        })
    });
    let (items, next) = found.await?;
    let next = next.map(|number| Cursor::Numbered(word, number).text());
    Ok(Json(CompanyPage { items: items.into_iter().map(Company::from).collect(), next }))
}

/// Adds a company. The contacts of its domains are its own from now on.
#[utoipa::path(post, path = "/companies", operation_id = "addCompany", tag = "companies", request_body = CompanyNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Company), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<CompanyNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let CompanyNew { name, domains, notes } = body.value;
    let (agent, now, draft) = (caller.agent, web.node.clock.now(), Draft { name, domains, notes });
    let answer = once(&web, asked, move |tx| as_json(&Company::from(flow::companies::add(tx, &agent, &draft, now)?)));
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// A company.
#[utoipa::path(get, path = "/companies/{id}", operation_id = "readCompany", tag = "companies",
    params(("id" = String, Path, description = "The company")),
    responses((status = 200, body = Company, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<CompanyId>) -> Result<Tagged<Company>, Problem> {
    caller.may(Action::Read)?;
    let stored = web.node.db.read(move |tx| companies::by_id(tx, id)).await?;
    Ok(tagged(stored.ok_or_else(Problem::not_found)?.into()))
}

fn tagged(company: Company) -> Tagged<Company> {
    let version = company.version();
    Tagged(company, version)
}

/// Changes a company.
#[utoipa::path(patch, path = "/companies/{id}", operation_id = "changeCompany", tag = "companies",
    params(("id" = String, Path, description = "The company"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = CompanyChange,
    responses((status = 200, body = Company, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<CompanyId>,
    base: IfMatch,
    body: Body<CompanyChange>,
) -> Result<Tagged<Company>, Problem> {
    caller.may(Action::Work)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let before = flow::companies::standing(tx, id)?;
        base.check(tx, &Company::from(before.clone()).version(), &format!("company:{id}"))?;
        let draft = Draft {
            name: change.name.clone().unwrap_or(before.draft.name),
            domains: change.domains.clone().unwrap_or(before.draft.domains),
            notes: change.notes.clone().unwrap_or(before.draft.notes),
        };
        Ok(Company::from(flow::companies::update(tx, &agent, id, &draft, now)?))
    });
    Ok(tagged(changed.await?))
}

/// Deletes a company; its contacts stay, without one.
#[utoipa::path(delete, path = "/companies/{id}", operation_id = "deleteCompany", tag = "companies",
    params(("id" = String, Path, description = "The company")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<CompanyId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::companies::delete(tx, &agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
