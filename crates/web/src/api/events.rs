//! Live news as server-sent events.

use std::convert::Infallible;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response, Sse, sse::Event},
};
use desk::permit::Action;
use futures::stream;

use crate::{
    Web, live,
    problem::{Problem, ProblemBody},
    sign_in::Caller,
};

/// Live news: `conversation.changed`, `message.created`, `delivery.changed`, `presence.changed`,
/// `viewers.changed`, `settings.changed`, `arrivals.changed`, or `reset` when everything has to be read anew. The data is `{"seq","id"}`; `delivery.changed` names its `conversation` too, `message.created` says of its `message` who wrote and where it stands (`id`, `kind`, `from`, `automatic`, `created_at`, `subject`, `preview`, `status`, `assignee`, `queue`), or null where it is gone.
/// To the caller alone: `drafts.changed` when a draft of theirs came or went, and `news.created` for what is news to them in a
/// conversation, with `why`: `message`, `mentioned`, `noted`, `assigned`, `handed` (to somebody else) or `status`.
#[utoipa::path(get, path = "/events", operation_id = "listenEvents", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "Where to go on; without it, from now on")),
    responses((status = 200, description = "The stream", content_type = "text/event-stream"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn listen(State(web): State<Web>, caller: Caller, headers: HeaderMap) -> Result<Response, Problem> {
    caller.may(Action::Read)?;
    let news = live::open(&web, caller, &headers).await?;
    let told = stream::unfold(news, |mut news| async move {
        let event: Result<Event, Infallible> = news.recv().await?;
        Some((event, news))
    });
    let mut response = Sse::new(told).into_response();
    // Proxies that collect answers would hold news back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
