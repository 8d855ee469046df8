//! Messages: answers and notes are written, the raw mail is fetched.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{AgentId, AttachmentId, ConversationId, MailboxId, MessageId, draft, permit::Action};
use flow::answer::{Leaving, Written};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use store::outbox;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    file::{self, Wanted},
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::{
        conversations::Status,
        messages::{Message, load},
        micros,
        people::{Recipient, persons},
        same_words,
    },
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// What an agent writes.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessageNewKind {
    /// An answer to the participants.
    Reply,
    /// A message of the conversation for somebody else: it needs `to`, and changes no status by itself.
    Forward,
    /// Only the team sees it.
    Note,
}

same_words!(MessageNewKind, draft::Kind, Reply = Reply, Forward = Forward, Note = Note);

/// An answer or a note.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageNew {
    /// Which.
    pub kind: MessageNewKind,
    /// The text; exactly one of this and `html`.
    #[serde(default)]
    #[schema(example = "Hello Zoë, your order is on its way.")]
    pub text: Option<String>,
    /// The HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// Recipients; the contact and the ticked participants where nothing is said.
    #[serde(default)]
    pub to: Option<Vec<Recipient>>,
    /// Further recipients.
    #[serde(default)]
    pub cc: Option<Vec<Recipient>>,
    /// Hidden recipients.
    #[serde(default)]
    pub bcc: Option<Vec<Recipient>>,
    /// Uploads of the caller; files of messages that they may read are copied. HTML shows one by `cid:` and its id.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub attachments: Option<Vec<AttachmentId>>,
    /// The mailbox that an answer leaves from; the conversation's where nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mailbox: Option<MailboxId>,
    /// Whom a note mentions: they follow the conversation from then on, and are told. Where nothing is said, whoever is named
    /// in its words behind an `@`. At most 50, each of whom may see the conversation.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub mentions: Option<Vec<AgentId>>,
    /// The status after it; `answered` for an answer, unchanged otherwise, where nothing is said.
    #[serde(default)]
    pub status: Option<Status>,
    /// How long an answer waits so that it can be undone, seconds; at most 60, and not at all where nothing is said.
    #[serde(default)]
    #[schema(example = 10, maximum = 60)]
    pub undo_s: Option<u32>,
    /// When an answer leaves, at most a year ahead; at once where nothing is said.
    #[serde(default)]
    pub send_at: Option<Timestamp>,
    /// The newest message that the caller knew of: where somebody else wrote since, an answer is refused with 409.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub seen: Option<MessageId>,
    /// True when this is what the caller's draft was: the draft is done with, in the same moment.
    #[serde(default)]
    pub ends_draft: bool,
}

/// Exactly one of text and HTML.
pub(super) fn one_body(text: Option<&String>, html: Option<&String>) -> Result<(), Problem> {
    if text.is_some() == html.is_some() {
        let problem = Problem::field("text", "field-needed-one-of");
        return Err(problem.and_field("html", "field-needed-one-of"));
    }
    Ok(())
}

/// Writes an answer or a note.
#[utoipa::path(post, path = "/conversations/{id}/messages", operation_id = "writeMessage", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = MessageNew,
    responses((status = 201, body = Message), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn write(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ConversationId>,
    body: Body<MessageNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    one_body(body.value.text.as_ref(), body.value.html.as_ref())?;
    if body.value.status == Some(Status::New) {
        return Err(Problem::field("status", "status-cannot-be-set"));
    }
    let noted = matches!(body.value.kind, MessageNewKind::Note);
    if !noted && body.value.mentions.as_ref().is_some_and(|mentions| !mentions.is_empty()) {
        return Err(Problem::field("mentions", "field-mentions-in-notes"));
    }
    let written = written(body.value);
    let (node, agent, now) = (web.node.clone(), caller.agent, web.node.clock.now());
    let asked = Asked { agent: agent.id, key, print: body.print, status: StatusCode::CREATED };
    let answer = once(&web, asked, move |tx| {
        let message = flow::answer::write(tx, &node, &agent, id, &written, now)?;
        let message = store::messages::by_id(tx, message)?.ok_or_else(Problem::not_found)?;
        as_json(&load(tx, message)?.shown)
    });
    let answer = dressed_again(&web, answer.await?).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn written(new: MessageNew) -> Written {
    Written {
        kind: new.kind.into(),
        text: new.text,
        html: new.html,
        to: new.to.map(persons),
        cc: new.cc.map(persons),
        bcc: new.bcc.map(persons),
        attachments: new.attachments.unwrap_or_default(),
        mailbox: new.mailbox,
        mentions: new.mentions,
        status: new.status.map(desk::conversation::Status::from),
        leaving: leaving(new.undo_s, new.send_at),
        seen: new.seen,
        ends_draft: new.ends_draft,
    }
}

/// When it leaves, as the caller says.
pub(super) fn leaving(undo_s: Option<u32>, send_at: Option<Timestamp>) -> Leaving {
    Leaving { undo_s: undo_s.unwrap_or(0), send_at: send_at.map(micros) }
}

/// Adds the HTML to an answer that was made, or kept, without it: a transaction does not wait for the sanitiser. The
/// answer is a message, or a conversation with messages.
pub(super) async fn dressed_again(web: &Web, mut answer: Value) -> Result<Value, Problem> {
    let messages: Vec<&mut Value> = match answer.get("messages").is_some() {
        true => answer.get_mut("messages").and_then(Value::as_array_mut).into_iter().flatten().collect(),
        false => vec![&mut answer],
    };
    for shown in messages {
        let id = shown.get("id").and_then(Value::as_str).and_then(|id| id.parse::<MessageId>().ok());
        let Some(id) = id else { continue };
        let loaded = web.node.db.read(move |tx| {
            let message = store::messages::by_id(tx, id)?.filter(|message| message.html.is_some());
            message.map(|message| load(tx, message)).transpose()
        });
        let Some(source) = loaded.await?.and_then(|loaded| loaded.letter) else { continue };
        if let (Some(letter), Some(fields)) = (web.letters.safe(source).await, shown.as_object_mut()) {
            fields.insert("html".into(), letter.html.clone().into());
            fields.insert("remote_images".into(), letter.remote_images.into());
        }
    }
    Ok(answer)
}

/// The mail as it came or went, byte for byte.
#[utoipa::path(get, path = "/messages/{id}/raw", operation_id = "readRawMessage", tag = "conversations",
    params(("id" = String, Path, description = "The message")),
    responses((status = 200, description = "The mail", content_type = "message/rfc822"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn raw(State(web): State<Web>, caller: Caller, Id(id): Id<MessageId>) -> Result<Response, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent;
    let blob = web.node.db.read(move |tx| {
        let Some(message) = store::messages::by_id(tx, id)? else { return Ok(None) };
        if !flow::access::may(tx, &agent, Action::Read, message.conversation)? {
            return Ok(None);
        }
        match message.raw {
            Some(blob) => Ok(Some(blob)),
            None => Ok(outbox::of_message(tx, id)?.and_then(|outgoing| outgoing.mail)),
        }
    });
    let blob = blob.await?.ok_or_else(Problem::not_found)?;
    let bytes = blob_bytes(&web, blob).await?;
    Ok(file::answer(bytes, "message/rfc822", &format!("message-{id}.eml"), Wanted::Saved))
}

/// Reads a blob without holding up the runtime.
pub(super) async fn blob_bytes(web: &Web, blob: String) -> Result<Vec<u8>, Problem> {
    let blobs = web.node.blobs.clone();
    let read = tokio::task::spawn_blocking(move || blobs.get(&blob)).await;
    Ok(read.map_err(Problem::internal)??)
}
