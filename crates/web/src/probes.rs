//! What watches the desk: alive, ready, and figures. They say nothing about people or mail.

use std::{sync::atomic::Ordering, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use store::{arrivals, jobs};

use crate::{Web, problem::Problem, sign_in};

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Less free than this is almost full, bytes.
const DISK_LEAST_BYTES: u64 = 256 * 1024 * 1024;
/// Due work that waits longer than this means that nobody works, seconds.
const WORK_MOST_SECONDS: i64 = 900;

/// The program runs.
pub async fn healthz() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// The desk can do its work: the database answers, the disk has room, no work is left lying.
pub async fn readyz(State(web): State<Web>) -> Response {
    let not_ready = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready");
    let Some(waits_s) = oldest_due_s(&web).await else {
        return not_ready().and_field("database", "ready-database").into_response();
    };
    let blobs = web.node.blobs.clone();
    let free = tokio::task::spawn_blocking(move || blobs.free_bytes()).await;
    let free = free.ok().and_then(Result::ok).unwrap_or_default();
    let mut problem = None;
    if free < DISK_LEAST_BYTES {
        problem = Some(not_ready().and_field("disk", "ready-disk"));
    }
    if waits_s > WORK_MOST_SECONDS {
        problem = Some(problem.unwrap_or_else(not_ready).and_field("jobs", "ready-jobs"));
    }
    match problem {
        Some(problem) => problem.into_response(),
        None => {
            Json(json!({"database": "ok", "disk_free_bytes": free, "oldest_due_job_seconds": waits_s})).into_response()
        }
    }
}

/// For how long the oldest due work waits, 0 where none does; none when the database does not answer.
async fn oldest_due_s(web: &Web) -> Option<i64> {
    let now = web.node.clock.now();
    let read = web.node.db.read(move |tx| jobs::oldest_waiting(tx, now));
    let oldest = tokio::time::timeout(PATIENCE, read).await.ok()?.ok()?;
    Some(oldest.map_or(0, |since| now.unix_s() - since.unix_s()))
}

/// Figures, told to this machine only.
pub async fn metrics(State(web): State<Web>, request: axum::extract::Request) -> Result<Response, Problem> {
    let near = sign_in::peer(request.extensions()).is_some_and(|peer| peer.is_loopback());
    if !near || was_forwarded(request.headers()) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "loopback_only"));
    }
    let held = web.node.db.read(|tx| arrivals::count_held(tx, None)).await?;
    let worked_on = web.node.ended.load(Ordering::Relaxed);
    let text = web.metrics.text(held, oldest_due_s(&web).await.unwrap_or(-1), worked_on);
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

/// A proxy on this machine hands over what comes from elsewhere.
fn was_forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "via"].iter().any(|name| headers.contains_key(*name))
}
