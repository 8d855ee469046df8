//! Messages as the timeline shows them, with their attachments, deliveries and trace. The HTML is added last, made safe.

use std::collections::HashMap;

use desk::{
    AttachmentId, MessageId, Micros,
    delivery::State,
    message::{Author, Kind},
    trace::TraceLine,
};
use jiff::Timestamp;
use serde::Serialize;
use store::{Tx, attachments, mentions, messages, outbox};
use utoipa::ToSchema;

use crate::{
    file, letter,
    shown::{
        people::{Address, AgentRef, addresses},
        time,
    },
};

/// Which way a message went.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessageKind {
    /// From outside to us.
    Inbound,
    /// From us to the participants.
    Outbound,
    /// Only the team sees it.
    Note,
}

impl From<Kind> for MessageKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Inbound => Self::Inbound,
            Kind::Outbound => Self::Outbound,
            Kind::Note => Self::Note,
        }
    }
}

/// What kind of author wrote.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AuthorType {
    /// A customer.
    Contact,
    /// A person of the team.
    Agent,
    /// An assistant.
    Assistant,
    /// The desk, or a machine outside.
    System,
}

/// Who wrote a message.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorShown {
    /// What kind of author.
    pub r#type: AuthorType,
    /// Which, where the desk knows them.
    #[schema(required)]
    pub id: Option<String>,
    /// The name.
    #[schema(required)]
    pub name: Option<String>,
    /// The address.
    #[schema(required)]
    pub address: Option<String>,
}

/// What may be done with an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentState {
    /// It can be fetched.
    Available,
    /// It is kept back for its type.
    Withheld,
    /// It is not yet scanned, or was found infected.
    Locked,
}

impl AttachmentState {
    /// Reads the stored word; an unknown one keeps the file closed.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "available" => Self::Available,
            "withheld" => Self::Withheld,
            _ => Self::Locked,
        }
    }
}

/// A file of a message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attachment {
    /// Which.
    #[schema(value_type = String)]
    pub id: AttachmentId,
    /// The name that its sender gave it.
    #[schema(required, example = "invoice.pdf")]
    pub filename: Option<String>,
    /// What its bytes are, not what its sender said.
    #[schema(example = "application/pdf")]
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// What may be done with it.
    pub state: AttachmentState,
}

impl From<&attachments::Attachment> for Attachment {
    fn from(stored: &attachments::Attachment) -> Self {
        Self {
            id: stored.id,
            filename: stored.filename.clone(),
            content_type: stored.content_type.clone(),
            size: stored.size,
            state: AttachmentState::of(&stored.state),
        }
    }
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Waits for its turn.
    Queued,
    /// A connection is at work.
    Sending,
    /// The server took it.
    Sent,
    /// Refused for now; tried again.
    Deferred,
    /// Refused for good, or for too long.
    Failed,
    /// The connection ended before the server said whether it took it.
    Uncertain,
    /// Came back.
    Bounced,
}

impl From<State> for DeliveryState {
    fn from(state: State) -> Self {
        match state {
            State::Queued => Self::Queued,
            State::Sending | State::Dotted => Self::Sending,
            State::Sent => Self::Sent,
            State::Deferred => Self::Deferred,
            State::Failed => Self::Failed,
            State::Uncertain => Self::Uncertain,
            State::Bounced => Self::Bounced,
        }
    }
}

/// One recipient's delivery.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryRecipient {
    /// Who.
    pub address: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: i64,
    /// When it is tried again.
    #[schema(required)]
    pub next_attempt_at: Option<Timestamp>,
    /// The server's last words.
    #[schema(required)]
    pub reply: Option<String>,
}

/// How a message is delivered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Of all recipients the state that needs the most attention.
    pub state: DeliveryState,
    /// When it leaves, or left, while no attempt has been made: until then its author can undo it.
    #[schema(required)]
    pub leaves_at: Option<Timestamp>,
    /// Each recipient.
    pub recipients: Vec<DeliveryRecipient>,
}

/// One line of "Why is this here?".
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TraceStep {
    /// receive, parse, screen, identify, thread, decide or commit.
    #[schema(value_type = String, example = "thread")]
    pub step: desk::trace::Step,
    /// What came out.
    #[schema(example = "matched")]
    pub outcome: String,
    /// Because of what.
    #[schema(example = "token-in-references")]
    pub reason: String,
    /// The facts that it rests on.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
}

impl From<TraceLine> for TraceStep {
    fn from(line: TraceLine) -> Self {
        Self { step: line.step, outcome: line.outcome, reason: line.reason, facts: line.facts }
    }
}

/// One reason of the evidence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceReason {
    /// A stable word.
    #[schema(example = "dkim-verified")]
    pub reason: String,
    /// The facts that it rests on.
    #[schema(value_type = Object)]
    pub facts: serde_json::Value,
}

/// What proves the sender of a message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceShown {
    /// F (possible forgery), E0 (nothing usable), E1, E2 or E3 (a signature that we verified).
    #[schema(value_type = String, example = "E3")]
    pub level: desk::evidence::Level,
    /// Why, the decisive reason first.
    pub reasons: Vec<EvidenceReason>,
    /// The domain that was proved or not; null where From is malformed.
    #[schema(required)]
    pub from_domain: Option<String>,
}

impl From<desk::evidence::Evidence> for EvidenceShown {
    fn from(evidence: desk::evidence::Evidence) -> Self {
        let reasons = evidence.reasons.into_iter();
        let reasons = reasons.map(|one| EvidenceReason { reason: one.reason, facts: one.facts }).collect();
        Self { level: evidence.level, reasons, from_domain: evidence.from_domain }
    }
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Message {
    /// Which.
    #[schema(value_type = String)]
    pub id: MessageId,
    /// Which way it went.
    pub kind: MessageKind,
    /// Who wrote it.
    pub author: AuthorShown,
    /// The sender as the mail names it.
    pub from: Address,
    /// To.
    pub to: Vec<Address>,
    /// Cc.
    pub cc: Vec<Address>,
    /// The subject.
    pub subject: String,
    /// The full text.
    pub text: String,
    /// The HTML, safe to show; null where there is none, or where it took too long to make it safe.
    #[schema(required)]
    pub html: Option<String>,
    /// The new text only.
    pub reply_text: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Whom a note mentions, by name.
    pub mentions: Vec<AgentRef>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// How it is delivered; null for what came in and for notes.
    #[schema(required)]
    pub delivery: Option<Delivery>,
    /// What proves the sender; null for what we wrote.
    #[schema(required)]
    pub evidence: Option<EvidenceShown>,
    /// What to beware of, as stable words: `parts-differ`; `message-id-taken`; `sender-not-verified` (TC-4); `third-person`,
    /// who is no participant: only the team sees it, and no answer quotes it (TC-5).
    pub flags: Vec<String>,
    /// Why it is here.
    pub trace: Vec<TraceStep>,
    /// True when a machine wrote it.
    pub automatic: bool,
    /// Pictures of other servers that are held back.
    pub remote_images: usize,
    /// Parts that are not shown.
    #[schema(required, value_type = Option<Object>)]
    pub parts_hidden: Option<serde_json::Value>,
}

/// A message whose HTML is still to be made safe.
pub struct Loaded {
    /// Everything else.
    pub shown: Message,
    /// Its HTML as it came.
    pub letter: Option<letter::Source>,
}

/// Reads what belongs to a message.
///
/// # Errors
/// The store's own.
pub fn load(tx: &mut Tx<'_>, message: messages::Message) -> store::Result<Loaded> {
    let files = attachments::of(tx, message.id)?;
    let mentioned = match message.kind {
        Kind::Note => mentions::of(tx, message.id)?,
        Kind::Inbound | Kind::Outbound => Vec::new(),
    };
    let delivery = match message.kind {
        Kind::Outbound => {
            let all = outbox::deliveries_of_message(tx, message.id)?;
            let untouched = all.iter().all(|one| one.state == State::Queued && one.attempts == 0);
            delivery(all, if untouched { outbox::leaves_at(tx, message.id)? } else { None })
        }
        Kind::Inbound | Kind::Note => None,
    };
    let letter = message.html.map(|html| letter::Source { message: message.id, html, pictures: pictures(&files) });
    let (author_type, author_id) = match message.author {
        Author::Contact(id) => (AuthorType::Contact, Some(id.to_string())),
        Author::Agent(id) => (AuthorType::Agent, Some(id.to_string())),
        Author::Assistant(id) => (AuthorType::Assistant, Some(id.to_string())),
        Author::System => (AuthorType::System, None),
    };
    let author = AuthorShown {
        r#type: author_type,
        id: author_id,
        name: message.person.name.clone(),
        address: Some(message.person.address.clone()).filter(|address| !address.is_empty()),
    };
    let shown = Message {
        id: message.id,
        kind: message.kind.into(),
        author,
        from: message.person.into(),
        to: addresses(message.recipients.to),
        cc: addresses(message.recipients.cc),
        subject: message.subject,
        text: message.text,
        html: None,
        reply_text: message.reply_text,
        attachments: files.iter().map(Attachment::from).collect(),
        mentions: mentioned.into_iter().map(AgentRef::from).collect(),
        created_at: time(message.created_at),
        delivery,
        evidence: message.evidence.map(EvidenceShown::from),
        flags: message.flags,
        trace: message.trace.into_iter().map(TraceStep::from).collect(),
        automatic: message.automatic,
        remote_images: 0,
        parts_hidden: None,
    };
    Ok(Loaded { shown, letter })
}

fn pictures(files: &[attachments::Attachment]) -> HashMap<String, String> {
    let harmless = files.iter().filter(|file| {
        file::is_picture(&file.content_type) && AttachmentState::of(&file.state) == AttachmentState::Available
    });
    harmless
        .filter_map(|file| Some((file.content_id.clone()?, format!("/api/v1/attachments/{}?inline=1", file.id))))
        .collect()
}

fn delivery(all: Vec<outbox::Delivery>, leaves_at: Option<Micros>) -> Option<Delivery> {
    let states: Vec<State> = all.iter().map(|delivery| delivery.state).collect();
    let state = State::worst(&states)?;
    let recipients = all.into_iter().map(|delivery| DeliveryRecipient {
        address: delivery.address,
        state: delivery.state.into(),
        attempts: delivery.attempts,
        next_attempt_at: delivery.next_attempt_at.map(time),
        reply: delivery.reply,
    });
    Some(Delivery { state: state.into(), leaves_at: leaves_at.map(time), recipients: recipients.collect() })
}

/// Adds the HTML, made safe.
pub async fn dress(letters: &letter::Letters, loaded: Loaded) -> Message {
    let mut shown = loaded.shown;
    if let Some(source) = loaded.letter
        && let Some(letter) = letters.safe(source).await
    {
        shown.html = Some(letter.html.clone());
        shown.remote_images = letter.remote_images;
    }
    shown
}
