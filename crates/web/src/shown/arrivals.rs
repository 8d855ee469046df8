//! Arrivals: mail that is held or was set aside, with the reason.

use desk::{ArrivalId, ConversationId, MessageId, arrival};
use flow::held::Look;
use jiff::Timestamp;
use serde::Serialize;
use store::{arrivals, audit};
use utoipa::ToSchema;

use crate::shown::{
    messages::TraceStep,
    people::{Address, MailboxRef},
    time,
};

/// Where an arrival stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArrivalState {
    /// Durable, not yet understood.
    Received,
    /// A message of a conversation.
    Message,
    /// Held, with its reason.
    Quarantined,
    /// Set aside for good, with its reason.
    Ignored,
    /// Held until something changes.
    Waiting,
}

impl From<arrival::State> for ArrivalState {
    fn from(state: arrival::State) -> Self {
        match state {
            arrival::State::Received => Self::Received,
            arrival::State::Message => Self::Message,
            arrival::State::Quarantined => Self::Quarantined,
            arrival::State::Ignored => Self::Ignored,
            arrival::State::Waiting => Self::Waiting,
        }
    }
}

/// A mail that came in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Arrival {
    /// Which.
    #[schema(value_type = String)]
    pub id: ArrivalId,
    /// The mailbox that it reached.
    #[schema(required)]
    pub mailbox: Option<MailboxRef>,
    /// imap, smtp, lmtp or pipe.
    #[schema(example = "imap")]
    pub source: String,
    /// Who sent it, as far as it could be read.
    #[schema(required)]
    pub from: Option<Address>,
    /// The subject, as far as it could be read.
    #[schema(required)]
    pub subject: Option<String>,
    /// Bytes.
    pub size: i64,
    /// Where it stands.
    pub state: ArrivalState,
    /// Why.
    #[schema(required, example = "channel-off")]
    pub reason: Option<String>,
    /// When it was durable here.
    pub received_at: Timestamp,
    /// How often it was worked on.
    pub attempts: i64,
    /// The conversation that it became part of.
    #[schema(required, value_type = Option<String>)]
    pub conversation: Option<ConversationId>,
    /// The message that it became.
    #[schema(required, value_type = Option<String>)]
    pub message: Option<MessageId>,
    /// What it is a duplicate of.
    #[schema(required)]
    pub duplicate_of: Option<Twin>,
    /// True when it waited so long for the channel that it triggers nothing automatic.
    pub late: bool,
    /// What each step decided.
    pub trace: Vec<TraceStep>,
}

/// The message that a mail is a duplicate of.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Twin {
    /// Which.
    #[schema(value_type = String)]
    pub message: MessageId,
    /// Its conversation.
    #[schema(value_type = String)]
    pub conversation: ConversationId,
}

impl From<(MessageId, ConversationId)> for Twin {
    fn from((message, conversation): (MessageId, ConversationId)) -> Self {
        Self { message, conversation }
    }
}

/// A file of a held mail: named, not served.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeldFile {
    /// The name that its sender gave it.
    #[schema(required)]
    pub filename: Option<String>,
    /// What its bytes are.
    #[schema(example = "application/pdf")]
    pub content_type: String,
    /// Bytes.
    pub size: usize,
}

/// Something that was done with an arrival.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArrivalDeed {
    /// What, such as `arrival.released`.
    #[schema(example = "arrival.released")]
    pub action: String,
    /// Who; null for the desk itself.
    #[schema(required)]
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl From<audit::Entry> for ArrivalDeed {
    fn from(entry: audit::Entry) -> Self {
        let by = entry.actor.agent().map(|(_, name)| name.to_string());
        Self { action: entry.action, by, at: time(entry.at) }
    }
}

/// A mail that came in, to be looked at before somebody decides. Its text is text: nothing in it is fetched or run.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArrivalDetail {
    /// The mail.
    #[serde(flatten)]
    pub arrival: Arrival,
    /// The beginning of its text; null where it cannot be read, or its bytes are gone.
    #[schema(required)]
    pub text: Option<String>,
    /// True when there is more of it.
    pub text_cut: bool,
    /// To.
    pub to: Vec<Address>,
    /// Cc.
    pub cc: Vec<Address>,
    /// Where answers would go, where the mail says so.
    pub reply_to: Vec<Address>,
    /// Its files.
    pub attachments: Vec<HeldFile>,
    /// What went wrong, in the program's own words.
    #[schema(required)]
    pub problem: Option<String>,
    /// What people did with it, newest first.
    pub history: Vec<ArrivalDeed>,
}

impl ArrivalDetail {
    /// Shows an arrival with what was found in it.
    #[must_use]
    pub fn new(arrival: Arrival, problem: Option<String>, look: Look, history: Vec<audit::Entry>) -> Self {
        let people = |all: Vec<mail::Address>| {
            all.into_iter().take(100).map(|one| Address { name: one.name, address: one.address }).collect()
        };
        let file = |(filename, content_type, size)| HeldFile { filename, content_type, size };
        Self {
            arrival,
            text: look.text,
            text_cut: look.cut,
            to: people(look.to),
            cc: people(look.cc),
            reply_to: people(look.reply_to),
            attachments: look.files.into_iter().map(file).collect(),
            problem,
            history: history.into_iter().map(ArrivalDeed::from).collect(),
        }
    }
}

/// A page of arrivals, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArrivalList {
    /// The page.
    pub items: Vec<Arrival>,
    /// Where the next page begins; null when this is the last.
    #[schema(required)]
    pub next: Option<String>,
}

impl Arrival {
    /// Shows an arrival of this mailbox.
    #[must_use]
    pub fn new(listed: arrivals::Listed, mailbox: Option<MailboxRef>) -> Self {
        let from = sender(&listed);
        let arrival = listed.arrival;
        Self {
            id: arrival.id,
            mailbox,
            source: arrival.source,
            from,
            subject: listed.subject,
            size: arrival.size,
            state: arrival.state.into(),
            reason: arrival.reason,
            received_at: time(arrival.received_at),
            attempts: listed.attempts,
            conversation: listed.conversation,
            message: listed.message,
            duplicate_of: listed.duplicate_of.map(Twin::from),
            late: arrival.late,
            trace: listed.trace.into_iter().map(TraceStep::from).collect(),
        }
    }
}

/// Who sent a mail, by its header or else by what the transport said.
pub(super) fn sender(listed: &arrivals::Listed) -> Option<Address> {
    let sender = listed.sender.as_ref().or(listed.arrival.envelope.from.as_ref());
    sender.filter(|sender| !sender.is_empty()).map(|sender| address(sender))
}

/// `Name <address>`, or an address alone.
fn address(sender: &str) -> Address {
    match sender.rsplit_once('<').and_then(|(name, rest)| Some((name.trim(), rest.trim().strip_suffix('>')?))) {
        Some((name, address)) => Address {
            name: Some(name.trim_matches('"').to_string()).filter(|name| !name.is_empty()),
            address: address.into(),
        },
        None => Address { name: None, address: sender.to_string() },
    }
}
