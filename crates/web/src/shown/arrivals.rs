//! Arrivals: mail that is held or was set aside, with the reason.

use desk::{ArrivalId, ConversationId, arrival};
use jiff::Timestamp;
use serde::Serialize;
use store::arrivals;
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
    /// What each step decided.
    pub trace: Vec<TraceStep>,
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
        let arrival = listed.arrival;
        Self {
            id: arrival.id,
            mailbox,
            source: arrival.source,
            from: listed
                .sender
                .or(arrival.envelope.from)
                .filter(|sender| !sender.is_empty())
                .map(|sender| address(&sender)),
            subject: listed.subject,
            size: arrival.size,
            state: arrival.state.into(),
            reason: arrival.reason,
            received_at: time(arrival.received_at),
            attempts: listed.attempts,
            conversation: listed.conversation,
            trace: listed.trace.into_iter().map(TraceStep::from).collect(),
        }
    }
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
