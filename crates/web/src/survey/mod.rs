//! The page behind the links of a survey (LD-3), for customers: no signing in, no cookie, no script. Opening it stores
//! nothing, so that whatever follows the links of a mail by itself says nothing in the customer's name; sending the form does.

mod page;

use std::time::Duration;

use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, FromRequest, Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use desk::{
    limits,
    policy::LANGUAGES,
    survey::{self, Answerable, Rating},
};
use flow::surveys::{self, Opened};
use serde::Deserialize;

use crate::{Web, pace::By, problem::Problem, sign_in::Peer};
use page::{Form as Shown, Note, Page};

/// How long an answer may take to arrive.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// What the page may load and where it may stand.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const STYLE: &str = include_str!("style.css");

/// The routes of the page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/survey/style.css", get(style))
        .route("/survey/{link}", get(shown).post(answered))
        .route("/survey/{link}/{rating}", get(chosen))
        .layer(DefaultBodyLimit::max(limits::SURVEY_ANSWER_BYTES))
}

/// What the form says.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    rating: String,
    #[serde(default)]
    comment: String,
}

async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, STYLE).into_response()
}

/// The page without a choice: as it is after it was answered.
async fn shown(State(web): State<Web>, peer: Peer, headers: HeaderMap, Path(link): Path<String>) -> Response {
    look(&web, &peer, &headers, &link, None).await
}

/// The page with the choice of the link that was pressed in the mail.
async fn chosen(
    State(web): State<Web>,
    peer: Peer,
    headers: HeaderMap,
    Path((link, rating)): Path<(String, String)>,
) -> Response {
    look(&web, &peer, &headers, &link, rating_of(&rating)).await
}

async fn look(web: &Web, peer: &Peer, headers: &HeaderMap, link: &str, chosen: Option<Rating>) -> Response {
    match open(web, peer, link).await {
        Ok(opened) => as_it_stands(&opened, link, chosen),
        Err(refusal) => refusal.answer(headers),
    }
}

/// Why a page is not shown.
enum Refusal {
    Unknown,
    TooOften(Problem),
    Failed,
}

impl Refusal {
    fn answer(self, headers: &HeaderMap) -> Response {
        let language = language(headers);
        match self {
            Self::Unknown => page::message(language, "survey-unknown").answer(StatusCode::NOT_FOUND),
            Self::TooOften(problem) => {
                // The head says when it may be tried again.
                let refused = problem.into_response();
                let mut answer = page::message(language, "survey-too-often").answer(StatusCode::TOO_MANY_REQUESTS);
                if let Some(after) = refused.headers().get(header::RETRY_AFTER) {
                    answer.headers_mut().insert(header::RETRY_AFTER, after.clone());
                }
                answer
            }
            Self::Failed => page::message(language, "survey-failed").answer(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

/// Opens a survey; whoever tries links that are none is slowed down.
async fn open(web: &Web, peer: &Peer, link: &str) -> Result<Opened, Refusal> {
    let (node, now, named) = (web.node.clone(), web.node.clock.now(), link.to_string());
    let opened = web.node.db.read(move |tx| surveys::open(tx, &node, &named, now)).await;
    match opened {
        Ok(Some(opened)) => Ok(opened),
        Ok(None) => {
            let by: Vec<By> = peer.0.iter().map(|peer| By::Survey(peer.to_string())).collect();
            web.pace.attempt(&by, now).map_err(Refusal::TooOften)?;
            Err(Refusal::Unknown)
        }
        Err(error) => {
            tracing::error!(%error, "A survey could not be opened.");
            Err(Refusal::Failed)
        }
    }
}

fn as_it_stands(opened: &Opened, link: &str, chosen: Option<Rating>) -> Response {
    let language = opened.language.as_str();
    let stored = opened.survey.rating;
    let (status, page) = match (opened.answerable, stored) {
        (Answerable::No, Some(rating)) => (StatusCode::OK, page::kept(language, rating)),
        (Answerable::No, None) => (StatusCode::GONE, page::message(language, "survey-over")),
        (Answerable::Until(until), Some(rating)) if chosen.is_none_or(|chosen| chosen == rating) => {
            (StatusCode::OK, page::thanks(&form(opened, link, Some(rating), None), rating, until))
        }
        (Answerable::Until(_), _) => (StatusCode::OK, page::asking(&form(opened, link, chosen.or(stored), None))),
    };
    page.answer(status)
}

fn form<'a>(opened: &'a Opened, link: &'a str, chosen: Option<Rating>, note: Option<Note>) -> Shown<'a> {
    Shown {
        language: &opened.language,
        link,
        subject: opened.subject.trim(),
        mailbox: &opened.mailbox,
        stored: opened.survey.rating,
        chosen,
        comment: &opened.survey.comment,
        note,
    }
}

/// Keeps an answer, and leads to the page as it stands then: a reload sends nothing again.
async fn answered(
    State(web): State<Web>,
    peer: Peer,
    headers: HeaderMap,
    Path(link): Path<String>,
    request: Request,
) -> Response {
    let opened = match open(&web, &peer, &link).await {
        Ok(opened) => opened,
        Err(refusal) => return refusal.answer(&headers),
    };
    let now = web.node.clock.now();
    if let Err(problem) = web.pace.attempt(&[By::Survey(format!("survey {}", opened.survey.id))], now) {
        return Refusal::TooOften(problem).answer(&headers);
    }
    let read = tokio::time::timeout(ANSWER_TIME, Form::<Answer>::from_request(request, &web)).await;
    let Ok(Ok(Form(answer))) = read else {
        let shown = form(&opened, &link, opened.survey.rating, Some(Note::Unreadable));
        return page::asking(&shown).answer(StatusCode::UNPROCESSABLE_ENTITY);
    };
    let chosen = rating_of(&answer.rating);
    let (rating, comment) = match (chosen, survey::comment(&answer.comment)) {
        (Some(rating), Some(comment)) => (rating, comment),
        (_, comment) => {
            let note = if comment.is_none() { Note::TooLong } else { Note::Unchosen };
            let shown = Shown { comment: &answer.comment, ..form(&opened, &link, chosen, Some(note)) };
            return page::asking(&shown).answer(StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let (asked, said) = (opened.clone(), comment);
    match web.node.db.write(move |tx| surveys::rate(tx, &asked, rating, &said, now)).await {
        // What was too late says so by itself.
        Ok(_) => Redirect::to(&format!("/{}/{link}", surveys::PATH)).into_response(),
        Err(error) => {
            tracing::error!(%error, "An answer to a survey could not be kept.");
            Refusal::Failed.answer(&headers)
        }
    }
}

fn rating_of(written: &str) -> Option<Rating> {
    written.parse().ok().and_then(Rating::from_number)
}

/// The language of a page that no survey is behind: the first that the browser asks for and that is one of ours.
fn language(headers: &HeaderMap) -> &'static str {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let of = |part: &str| {
        let name = part.split([';', '-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
        LANGUAGES.into_iter().find(|known| *known == name)
    };
    asked.split(',').take(20).find_map(of).unwrap_or("en")
}

impl Page {
    /// The page as an answer that nothing else may be loaded into.
    fn answer(self, status: StatusCode) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
            (header::HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
        ];
        (status, headers, self.0).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_a_language_that_it_asks_for() {
        let asked = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value));
            language(&headers)
        };
        assert_eq!(asked("pl, cs-CZ;q=0.9, en;q=0.8"), "cs");
        assert_eq!(asked("DE"), "de");
        assert_eq!(asked("x, y"), "en");
        assert_eq!(language(&HeaderMap::new()), "en");
    }
}
