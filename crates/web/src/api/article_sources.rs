//! Where articles come from besides being written: Markdown files, and answers that somebody approves.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ArticleId, MessageId, article, permit::Action};
use flow::articles::Imported;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Bare, Body, Id},
    shown::articles::{Article, ArticleState},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// A Markdown file.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleFile {
    /// Its name, by which it is known again.
    #[schema(example = "returns.md")]
    pub name: String,
    /// Its text. Front matter may say `title`, `asked`, `language`, `link` and `alone`.
    #[schema(example = "# Returning goods\n\nYou can send shoes back within 30 days.")]
    pub text: String,
}

/// Markdown files to import.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleImportRequest {
    /// At most 20, and 2 MB together.
    pub files: Vec<ArticleFile>,
    /// Whether new articles are answered from at once; drafts where nothing is said. Those that are known stay what they are.
    #[serde(default)]
    pub state: Option<ArticleState>,
}

/// What became of a file.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportOutcome {
    /// It is a new article.
    Added,
    /// It was imported before, and is written anew.
    Updated,
    /// The article says the same already.
    Same,
    /// Nothing was stored of it.
    Refused,
}

/// What became of a file.
#[derive(Serialize, ToSchema)]
pub struct ArticleImported {
    /// Its name.
    #[schema(example = "returns.md")]
    pub name: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// The article.
    #[schema(required, value_type = Option<String>)]
    pub article: Option<ArticleId>,
    /// Why nothing was stored, in words.
    #[schema(required)]
    pub why: Option<String>,
}

/// What became of the files of an import.
#[derive(Serialize, ToSchema)]
pub struct ArticleImports {
    /// In the order of the request.
    pub files: Vec<ArticleImported>,
}

/// Imports Markdown files: known ones are written anew, and each that does not fit says why.
#[utoipa::path(post, path = "/articles/imports", operation_id = "importArticles", tag = "articles", request_body = ArticleImportRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = ArticleImports), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn import(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ArticleImportRequest>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeKnowledge)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let state = body.value.state.map_or(article::State::Draft, article::State::from);
    let of = |file: ArticleFile| flow::articles::File { name: file.name, text: file.text };
    let files: Vec<flow::articles::File> = body.value.files.into_iter().map(of).collect();
    let (agent, now) = (caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let outcomes = flow::articles::import(tx, &agent, &files, state, now)?;
        let told = files.iter().zip(outcomes).map(|(file, outcome)| imported(&file.name, outcome));
        as_json(&ArticleImports { files: told.collect() })
    });
    Ok((StatusCode::OK, Json(answer.await?)).into_response())
}

fn imported(name: &str, imported: Imported) -> ArticleImported {
    let (outcome, article, why) = match imported {
        Imported::Added(id) => (ImportOutcome::Added, Some(id), None),
        Imported::Updated(id) => (ImportOutcome::Updated, Some(id), None),
        Imported::Same(id) => (ImportOutcome::Same, Some(id), None),
        Imported::Refused(why) => (ImportOutcome::Refused, None, Some(flow::words::text(why, &[]))),
    };
    ArticleImported { name: name.to_string(), outcome, article, why }
}

/// Approves an answer of the team as knowledge: it becomes a draft, with what its customer had asked, in which whoever
/// approves it takes out what is about one customer alone. An answer becomes one article.
#[utoipa::path(post, path = "/messages/{id}/article", operation_id = "approveAnswer", tag = "articles",
    params(("id" = String, Path, description = "The message"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Article), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn approve(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MessageId>,
    Bare(print): Bare,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::CREATED };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let article = flow::articles::approve(tx, &agent, id, now)?;
        as_json(&Article::of(tx, article, &agent)?)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}
