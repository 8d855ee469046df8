//! Articles: listed, looked through, read, written and deleted.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    ArticleId, MailboxId, article,
    article::{Draft, Source},
    permit::Action,
};
use serde::Deserialize;
use store::{
    Tx,
    articles::{self, Article as Stored, Filter},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::conversations::as_json,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Body, Id, Parameters, given, said},
    shown::articles::{Article, ArticleItem, ArticlePage, ArticleState, Passage, PassageList, version},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    walk,
    writing::{Asked, Key, once, write},
};

/// Passages that trying a question shows at most.
const TRIED: usize = 5;
/// Characters of what lists are searched for; beyond: 400.
const TYPED_CHARS: usize = 100;

/// Which articles.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ArticleParameters {
    /// Beginnings of words of title, question or text; the first four count.
    #[param(example = "return")]
    q: Option<String>,
    /// `draft` or `published`; all where nothing is said.
    #[param(example = "published")]
    state: Option<String>,
    /// `written`, `imported` or `answer`; all where nothing is said.
    #[param(example = "written")]
    source: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A question.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuestionParameters {
    /// What a customer writes; beyond 8,000 characters the rest is not looked at.
    #[param(example = "Can I send my shoes back?")]
    q: Option<String>,
    /// The mailbox to which they write; where nothing is said, all articles are looked through.
    mailbox: Option<String>,
}

/// A new article.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleNew {
    /// Its title, on one line.
    #[schema(example = "Returning goods")]
    pub title: String,
    /// Its text, Markdown, at most 100 kB.
    #[serde(default)]
    #[schema(example = "You can send shoes back within 30 days.")]
    pub body: String,
    /// How customers ask for it, in their words.
    #[serde(default)]
    #[schema(example = "Can I send something back?")]
    pub asked: String,
    /// Whether it is answered from; a draft where nothing is said.
    #[serde(default)]
    pub state: Option<ArticleState>,
    /// Its language, such as `de`.
    #[serde(default)]
    #[schema(example = "en")]
    pub language: Option<String>,
    /// Its public address (https), the only one that an assistant may write to customers.
    #[serde(default)]
    #[schema(example = "https://help.example.org/returns")]
    pub link: Option<String>,
    /// True when an assistant may answer with it by itself; it may where nothing is said.
    #[serde(default)]
    pub alone: Option<bool>,
    /// The mailboxes whose customers it is for; none: all.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub mailboxes: Vec<MailboxId>,
}

/// Changes of an article: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleChange {
    /// Its title.
    #[serde(default)]
    #[schema(example = "Returning goods")]
    pub title: Option<String>,
    /// Its text.
    #[serde(default)]
    pub body: Option<String>,
    /// How customers ask for it.
    #[serde(default)]
    pub asked: Option<String>,
    /// Whether it is answered from.
    #[serde(default)]
    pub state: Option<ArticleState>,
    /// Its language; null: not said.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub language: Option<Option<String>>,
    /// Its public address; null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub link: Option<Option<String>>,
    /// True when an assistant may answer with it by itself; only whoever leads the team allows it for an approved answer.
    #[serde(default)]
    pub alone: Option<bool>,
    /// The mailboxes whose customers it is for; none: all.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub mailboxes: Option<Vec<MailboxId>>,
}

impl ArticleChange {
    fn on(self, before: Draft) -> Draft {
        Draft {
            title: self.title.unwrap_or(before.title),
            body: self.body.unwrap_or(before.body),
            asked: self.asked.unwrap_or(before.asked),
            state: self.state.map_or(before.state, article::State::from),
            language: self.language.unwrap_or(before.language),
            link: self.link.unwrap_or(before.link),
            alone: self.alone.unwrap_or(before.alone),
            mailboxes: self.mailboxes.unwrap_or(before.mailboxes),
        }
    }
}

/// A page of articles, the newest first.
#[utoipa::path(get, path = "/articles", operation_id = "listArticles", tag = "articles", params(ArticleParameters),
    responses((status = 200, body = ArticlePage), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ArticleParameters>,
) -> Result<Json<ArticlePage>, Problem> {
    caller.may(Action::Read)?;
    let typed = asked.q.unwrap_or_default();
    if typed.chars().count() > TYPED_CHARS {
        return Err(Problem::parameter("q", "parameter-long"));
    }
    let unknown = |name: &'static str, message: &'static str| Problem::parameter(name, message);
    let state = said(asked.state)
        .map(|word| article::State::from_word(&word).ok_or_else(|| unknown("state", "parameter-article-state")));
    let source = said(asked.source)
        .map(|word| Source::from_word(&word).ok_or_else(|| unknown("source", "parameter-article-source")));
    let filter = Filter { state: state.transpose()?, source: source.transpose()?, typed };
    let most = request::limit(asked.limit.as_deref())?;
    let word = walk::list_word("articles", &format!("{filter:?}"));
    let before = walk::behind(&word, asked.after.as_deref())?;
    let agent = caller.agent.clone();
    let found = web.node.db.read(move |tx| {
        let batch = |tx: &mut Tx<'_>, before: Option<i64>, most: i64| {
            let rows = articles::page(tx, &filter, before.map(ArticleId), most)?;
            Ok(rows.into_iter().map(|one| (one.id.0, one)).collect())
        };
        walk::page(tx, before, most, batch, |tx, one: &Stored| flow::articles::sees(tx, &agent, one))
    });
    let (items, next) = found.await?;
    let next = next.map(|number| Cursor::Numbered(word, number).text());
    Ok(Json(ArticlePage { items: items.into_iter().map(|one| ArticleItem::of(one, &caller.agent)).collect(), next }))
}

/// What an assistant would find for a question: the passages that are good enough, from published articles.
#[utoipa::path(get, path = "/articles/search", operation_id = "findPassages", tag = "articles", params(QuestionParameters),
    responses((status = 200, body = PassageList), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn find(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<QuestionParameters>,
) -> Result<Json<PassageList>, Problem> {
    caller.may(Action::Read)?;
    let mailbox = said(asked.mailbox).map(|id| id.parse::<MailboxId>());
    let mailbox = mailbox.transpose().map_err(|_| Problem::parameter("mailbox", "parameter-mailbox"))?;
    let question = asked.q.unwrap_or_default();
    let found = web.node.db.read(move |tx| match mailbox {
        Some(mailbox) => flow::knowledge::find(tx, mailbox, &question, TRIED),
        None => flow::knowledge::find_in_all(tx, &question, TRIED),
    });
    Ok(Json(PassageList { items: found.await?.into_iter().map(Passage::from).collect(), next: None }))
}

/// Adds an article.
#[utoipa::path(post, path = "/articles", operation_id = "addArticle", tag = "articles", request_body = ArticleNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Article), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ArticleNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeKnowledge)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let new = body.value;
    let draft = Draft {
        title: new.title,
        body: new.body,
        asked: new.asked,
        state: new.state.map_or(article::State::Draft, article::State::from),
        language: new.language,
        link: new.link,
        alone: new.alone.unwrap_or(Source::Written.answers_alone()),
        mailboxes: new.mailboxes,
    };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let added = flow::articles::add(tx, &agent, &draft, now)?;
        as_json(&Article::of(tx, added, &agent)?)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// An article.
#[utoipa::path(get, path = "/articles/{id}", operation_id = "readArticle", tag = "articles",
    params(("id" = String, Path, description = "The article")),
    responses((status = 200, body = Article, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<ArticleId>) -> Result<Tagged<Article>, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent;
    let found = web.node.db.read(move |tx| {
        let Some(stored) = articles::by_id(tx, id)? else { return Ok(None) };
        if !flow::articles::sees(tx, &agent, &stored)? {
            return Ok(None);
        }
        let version = version(&stored);
        Ok(Some(Tagged(Article::of(tx, stored, &agent)?, version)))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Changes an article: whoever leads the team any, an agent those that they approved.
#[utoipa::path(patch, path = "/articles/{id}", operation_id = "changeArticle", tag = "articles",
    params(("id" = String, Path, description = "The article"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = ArticleChange,
    responses((status = 200, body = Article, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ArticleId>,
    base: IfMatch,
    body: Body<ArticleChange>,
) -> Result<Tagged<Article>, Problem> {
    caller.may(Action::Work)?;
    let (change, agent, now) = (body.value, caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let before = flow::articles::standing(tx, &agent, id)?;
        check_may(&agent, &before)?;
        base.check(tx, &version(&before), &format!("article:{id}"))?;
        let stored = flow::articles::update(tx, &agent, id, &change.clone().on(before.draft), now)?;
        let version: Version = version(&stored);
        Ok((Article::of(tx, stored, &agent)?, version))
    });
    let (article, version) = changed.await?;
    Ok(Tagged(article, version))
}

/// Deletes an article: whoever leads the team any, an agent those that they approved.
#[utoipa::path(delete, path = "/articles/{id}", operation_id = "deleteArticle", tag = "articles",
    params(("id" = String, Path, description = "The article")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<ArticleId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let deleted = write(&web, move |tx| {
        check_may(&agent, &flow::articles::standing(tx, &agent, id)?)?;
        Ok(flow::articles::delete(tx, &agent, id, now)?)
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_may(agent: &store::agents::Agent, article: &Stored) -> Result<(), Problem> {
    let may = flow::articles::may_change(agent, article);
    if may { Ok(()) } else { Err(Problem::new(StatusCode::FORBIDDEN, "forbidden")) }
}
