//! Answers repeated POSTs again whose handlers do not keep their answers themselves. What such a handler does may
//! be done twice without harm: a crash between the work and the keeping, or two requests at once, repeat it.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use store::idempotency::{self, Given};

use crate::{
    Web,
    problem::Problem,
    request::{self, JSON_BYTES},
    sign_in::Caller,
    writing::{Key, write},
};

/// The ends of their paths. All others keep their answers in the transaction of the work.
const HERE: [&str; 6] = ["/block", "/deletion", "/release", "/comparison", "/trust-test", "/removal"];

/// Gives the answer of then where the request's key was used before, else asks the handler and keeps what it answers.
pub async fn answer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let here = request.method() == Method::POST && HERE.iter().any(|end| path.ends_with(end));
    if !here || !request.headers().contains_key("idempotency-key") {
        return next.run(request).await;
    }
    once(&web, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn once(web: &Web, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let agent = Caller::from_request_parts(&mut parts, web).await?.agent.id;
    let Key(Some(key)) = Key::from_request_parts(&mut parts, web).await? else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let bytes = to_bytes(body, JSON_BYTES).await.map_err(|_| Problem::too_large())?;
    let (print, now) = (request::print(&parts, &bytes), web.node.clock.now());
    let asked = key.clone();
    if let Some(given) = web.node.db.read(move |tx| idempotency::given(tx, agent, &asked, now)).await? {
        if given.request != print {
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused"));
        }
        let status = u16::try_from(given.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        return Ok(json(status.unwrap_or(StatusCode::OK), given.answer.into()));
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if !response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    let told = to_bytes(response.into_body(), JSON_BYTES).await.map_err(Problem::internal)?;
    let answer = String::from_utf8(told.to_vec()).map_err(Problem::internal)?;
    write(web, move |tx| {
        let given = Given { request: print.clone(), status: i64::from(status.as_u16()), answer: answer.clone() };
        Ok(idempotency::keep(tx, agent, &key, &given, now)?)
    })
    .await?;
    Ok(json(status, told))
}

fn json(status: StatusCode, body: Bytes) -> Response {
    if body.is_empty() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}
