//! All data of one contact: handed over as one document, and erased. Both are for admins, and the audit log tells of both.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::{Body as Bytes, Bytes as Piece},
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::{ContactId, ConversationId, MessageId, message::Kind, permit::Action};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Tx, attachments, audit, lists, messages, surveys};
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};

use super::{contacts::after, conversations::as_json};
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id, Parameters},
    shown::{
        conversations::Status,
        people::{Address, addresses},
        surveys::Survey,
        time,
    },
    sign_in::Caller,
    writing::{Asked, Key, once, write},
};

/// Conversations, and messages of one, that are read at once.
const BATCH: i64 = 50;

/// A piece of the document on its way, or why there is no more.
type Told = store::Result<Piece>;

/// What is handed over.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportParameters {
    /// `true`: the team's notes too. They are left out otherwise.
    #[param(example = "false")]
    notes: Option<String>,
}

/// All data of one contact.
#[derive(Serialize, ToSchema)]
pub struct ContactExport {
    /// When it was made.
    pub exported_at: Timestamp,
    /// The name, where it is known.
    #[schema(required)]
    pub name: Option<String>,
    /// All addresses.
    pub addresses: Vec<String>,
    /// The company's name.
    #[schema(required)]
    pub company: Option<String>,
    /// What stands in the desk's own fields, by the field's name.
    pub fields: BTreeMap<String, String>,
    /// The team's notes about them; null where they were not asked for.
    #[schema(required)]
    pub notes: Option<Vec<String>>,
    /// Their conversations, the newest first.
    pub conversations: Vec<ExportedConversation>,
}

/// A conversation with all that was written.
#[derive(Serialize, ToSchema)]
pub struct ExportedConversation {
    /// Its number.
    #[schema(example = 1042)]
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// Its tags.
    pub tags: Vec<String>,
    /// What stands in the fields of its category, by the field's name.
    pub fields: BTreeMap<String, String>,
    /// What was written, oldest first.
    pub messages: Vec<ExportedMessage>,
    /// What the customer said of the help, the newest first.
    pub surveys: Vec<Survey>,
}

/// One message.
#[derive(Serialize, ToSchema)]
pub struct ExportedMessage {
    /// `inbound`, `outbound` or `note`.
    #[schema(example = "inbound")]
    pub kind: &'static str,
    /// Who wrote it.
    pub from: Address,
    /// To whom.
    pub to: Vec<Address>,
    /// Who was copied.
    pub cc: Vec<Address>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The names of its files.
    pub attachments: Vec<String>,
    /// When.
    pub created_at: Timestamp,
}

/// Hands over all data of a contact as one document: what they and the team wrote to each other, the names of files, and
/// by choice the team's notes. It is told by the audit log.
#[utoipa::path(get, path = "/contacts/{id}/export", operation_id = "exportContact", tag = "contacts",
    params(("id" = String, Path, description = "The contact"), ExportParameters),
    responses((status = 200, body = ContactExport), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    Parameters(asked): Parameters<ExportParameters>,
) -> Result<Response, Problem> {
    caller.may(Action::ContactData)?;
    let notes = match asked.notes.as_deref() {
        None | Some("" | "false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::parameter("notes", "parameter-yes-or-no")),
    };
    let (now, actor, agent) = (web.node.clock.now(), caller.actor(), caller.agent.clone());
    let head = write(&web, move |tx| {
        let contact = after(tx, &agent, id)?;
        audit::add(tx, &actor, "contact.exported", &format!("contact:{}", contact.id), &json!({"notes": notes}), now)?;
        Ok(contact)
    });
    let contact = head.await?;
    let (id, agent) = (contact.id, caller.agent.id);
    let begun = ContactExport {
        exported_at: time(now),
        name: contact.name,
        addresses: contact.addresses.into_iter().map(|one| one.address).collect(),
        company: contact.company.map(|company| company.name),
        fields: contact.fields.into_iter().map(|one| (one.name, one.value)).collect(),
        notes: notes.then(|| contact.notes.into_iter().map(|note| note.text).collect()),
        conversations: Vec::new(),
    };
    let begun = serde_json::to_string(&begun).map_err(Problem::internal)?;
    // The list of conversations stands last and is written as it is read, so that no document is too large.
    let begun = begun.strip_suffix("]}").unwrap_or(&begun).to_string();
    let (out, pieces) = mpsc::channel::<Told>(4);
    tokio::spawn(async move {
        if let Err(error) = tell(&web, id, agent, notes, begun, &out).await {
            tracing::error!(%error, contact = %id, "a contact's data could not be handed over to the end");
            // The answer breaks off, so that nobody takes it for whole.
            let _ = out.send(Err(error)).await;
        }
    });
    // Fused: compression asks once more after the end.
    let told = stream::unfold(pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces))).fuse();
    let name = HeaderValue::from_str(&format!("attachment; filename=\"contact-{id}.json\""));
    let name = name.unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/json");
    let caching = HeaderValue::from_static("no-store");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, caching)];
    Ok((headers, Bytes::from_stream(told)).into_response())
}

/// Writes the document piece by piece; whoever does not take it any more ends it.
async fn tell(
    web: &Web,
    id: ContactId,
    agent: desk::AgentId,
    notes: bool,
    begun: String,
    out: &mpsc::Sender<Told>,
) -> store::Result<()> {
    let mut text = begun;
    let (mut place, mut first) = (None, true);
    loop {
        let page = web.node.db.read(move |tx| lists::page_of_contact(tx, id, agent, place, BATCH)).await?;
        let ended = i64::try_from(page.len()).is_ok_and(|length| length < BATCH);
        for item in page {
            place = Some(item.place());
            let whole = exported(web, item, notes).await?;
            let one = serde_json::to_string(&whole).map_err(|error| store::Error::unreadable("export", error))?;
            text.push_str(if first { "" } else { "," });
            text.push_str(&one);
            first = false;
            if out.send(Ok(Piece::from(std::mem::take(&mut text)))).await.is_err() {
                return Ok(());
            }
        }
        if ended {
            text.push_str("]}");
            // Whoever is gone needs no end.
            let _ = out.send(Ok(Piece::from(text))).await;
            return Ok(());
        }
    }
}

async fn exported(web: &Web, item: lists::Item, notes: bool) -> store::Result<ExportedConversation> {
    let id = item.id;
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (read, last, ended) = web.node.db.read(move |tx| read(tx, id, after, notes)).await?;
        all.extend(read);
        after = last;
        if ended {
            break;
        }
    }
    let (number, status) = (id.0, item.status.into());
    let surveys = web.node.db.read(move |tx| surveys::of(tx, id)).await?.into_iter().map(Survey::from).collect();
    let fields = item.fields.into_iter().map(|one| (one.name, one.value)).collect();
    Ok(ExportedConversation { number, subject: item.subject, status, tags: item.tags, fields, messages: all, surveys })
}

type Batch = (Vec<ExportedMessage>, Option<MessageId>, bool);

fn read(tx: &mut Tx<'_>, id: ConversationId, after: Option<MessageId>, notes: bool) -> store::Result<Batch> {
    let batch = messages::of(tx, id, after, BATCH)?;
    let ended = i64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
    let last = batch.last().map(|message| message.id);
    let mut shown = Vec::new();
    for message in batch.into_iter().filter(|message| notes || message.kind != Kind::Note) {
        let files = attachments::of(tx, message.id)?;
        shown.push(ExportedMessage {
            kind: message.kind.word(),
            from: message.person.into(),
            to: addresses(message.recipients.to),
            cc: addresses(message.recipients.cc),
            subject: message.subject,
            text: message.text,
            attachments: files.into_iter().map(|file| file.filename.unwrap_or_default()).collect(),
            created_at: time(message.created_at),
        });
    }
    Ok((shown, last, ended))
}

/// Confirms what is to be erased.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureNew {
    /// The contact's primary address, as whoever erases it typed it.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
}

/// How far an erasing has come.
#[derive(Serialize, ToSchema)]
pub struct Erasure {
    /// True when nothing is left. Until then the desk goes on by itself.
    pub done: bool,
}

/// Erases a contact: name, addresses, notes, and the words, mails and files of their conversations. Numbers, times and
/// statistics stay. It cannot be undone; mail that comes later is from a new contact.
#[utoipa::path(post, path = "/contacts/{id}/erasure", operation_id = "eraseContact", tag = "contacts", request_body = ErasureNew,
    params(("id" = String, Path, description = "The contact"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 202, body = Erasure), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erase(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    Key(key): Key,
    body: Body<ErasureNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ContactData)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::ACCEPTED };
    let (agent, typed, now) = (caller.agent, body.value.address, web.node.clock.now());
    let begun = once(&web, asked, move |tx| as_json(&flow::erasing::begin(tx, &agent, id, &typed, now)?));
    let begun: ContactId = serde_json::from_value(begun.await?).map_err(Problem::internal)?;
    let done = flow::erasing::go_on(&web.node, begun, flow::erasing::AT_ONCE).await?;
    Ok((StatusCode::ACCEPTED, Json(Erasure { done })).into_response())
}

/// How far the erasing of a contact has come; 404 for one that was not erased.
#[utoipa::path(get, path = "/contacts/{id}/erasure", operation_id = "readErasure", tag = "contacts",
    params(("id" = String, Path, description = "The contact")),
    responses((status = 200, body = Erasure), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn erasure(State(web): State<Web>, caller: Caller, Id(id): Id<ContactId>) -> Result<Json<Erasure>, Problem> {
    caller.may(Action::ContactData)?;
    let found = web.node.db.read(move |tx| flow::erasing::standing_of(tx, id)).await?;
    found.map(|unfinished| Json(Erasure { done: !unfinished })).ok_or_else(Problem::not_found)
}
