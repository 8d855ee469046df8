//! Attachments: uploaded for an answer, fetched from a message (SB-11).

use std::time::Duration;

use axum::{
    Json,
    extract::{FromRequest, Multipart, Request, State, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AttachmentId, message, permit::Action};
use serde::Deserialize;
use store::{
    Tx,
    agents::Agent,
    attachments::{self, New, Owner},
};
use tokio::time::timeout;
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::{conversations::as_json, messages::blob_bytes},
    file::{self, Wanted},
    problem::{Problem, ProblemBody},
    request::{self, Id, Parameters},
    shown::messages::{Attachment, AttachmentState},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// The largest upload, bytes; beyond: 413.
pub const FILE_BYTES: usize = 25 * 1024 * 1024;
/// The same with what a form adds, bytes.
pub const REQUEST_BYTES: usize = FILE_BYTES + 64 * 1024;
/// How long an upload may take.
const UPLOAD_TIME: Duration = Duration::from_secs(15 * 60);
/// Characters of a name that are kept.
const NAME_CHARS: usize = 255;

/// An upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
pub struct Upload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

struct Received {
    name: Option<String>,
    bytes: Vec<u8>,
}

/// Uploads a file for an answer; one that is not used within 24 hours is forgotten.
#[utoipa::path(post, path = "/attachments", operation_id = "uploadAttachment", tag = "attachments",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment), (status = 413, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn upload(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    request: Request,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let received = timeout(UPLOAD_TIME, receive(request)).await;
    let received = received.map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT, "body_unreadable"))??;
    let content_type = file::sniff(&received.bytes);
    let size = i64::try_from(received.bytes.len()).unwrap_or(i64::MAX);
    let blobs = web.node.blobs.clone();
    let stored = tokio::task::spawn_blocking(move || blobs.put(&received.bytes)).await;
    let blob = stored.map_err(Problem::internal)??;
    let carried = format!("{blob} {}", received.name.as_deref().unwrap_or_default());
    let print = request::print(&parts, carried.as_bytes());
    let new = New { filename: received.name, content_type, size, blob, inline: false, content_id: None };
    let (agent, now) = (caller.agent.id, web.node.clock.now());
    let answer = once(&web, Asked { agent, key, print, status: StatusCode::CREATED }, move |tx| {
        let id = attachments::add(tx, &new, Owner::Upload(agent), message::AttachmentState::Available, now)?;
        as_json(&Attachment {
            id,
            filename: new.filename.clone(),
            content_type: new.content_type.clone(),
            size: new.size,
            state: AttachmentState::Available,
        })
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

async fn receive(request: Request) -> Result<Received, Problem> {
    let unsupported = |_| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
    let mut form = Multipart::from_request(request, &()).await.map_err(unsupported)?;
    while let Some(mut field) = form.next_field().await.map_err(|error| broken(&error))? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().map(|name| name.replace('\0', "").chars().take(NAME_CHARS).collect::<String>());
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
            if bytes.len() + chunk.len() > FILE_BYTES {
                return Err(Problem::too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok(Received { name: name.filter(|name| !name.is_empty()), bytes });
    }
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "file_missing").and_field("file", "field-missing"))
}

fn broken(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::new(StatusCode::BAD_REQUEST, "body_unreadable"),
    }
}

/// How a file is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FetchParameters {
    /// `1` to show a PNG, JPEG, GIF or WebP in place; other files are saved all the same.
    #[param(example = "1")]
    inline: Option<String>,
}

/// A file, to be saved; harmless pictures also to be shown.
#[utoipa::path(get, path = "/attachments/{id}", operation_id = "readAttachment", tag = "attachments",
    params(("id" = String, Path, description = "The attachment"), FetchParameters),
    responses((status = 200, description = "The file", content_type = "*/*"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn fetch(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AttachmentId>,
    Parameters(asked): Parameters<FetchParameters>,
) -> Result<Response, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent;
    let stored = web.node.db.read(move |tx| visible(tx, &agent, id)).await?.ok_or_else(Problem::not_found)?;
    match AttachmentState::of(&stored.state) {
        AttachmentState::Available => {}
        AttachmentState::Withheld => return Err(Problem::new(StatusCode::FORBIDDEN, "attachment_withheld")),
        AttachmentState::Locked => return Err(Problem::new(StatusCode::FORBIDDEN, "attachment_locked")),
    }
    let bytes = blob_bytes(&web, stored.blob).await?;
    let wanted = if asked.inline.as_deref() == Some("1") { Wanted::Shown } else { Wanted::Saved };
    Ok(file::answer(bytes, &stored.content_type, stored.filename.as_deref().unwrap_or_default(), wanted))
}

/// The file, where this agent may see it.
fn visible(tx: &mut Tx<'_>, agent: &Agent, id: AttachmentId) -> store::Result<Option<attachments::Attachment>> {
    let Some(file) = attachments::by_id(tx, id)? else { return Ok(None) };
    let seen = flow::access::may_read_file(tx, agent, &file)?;
    Ok(seen.then_some(file))
}
