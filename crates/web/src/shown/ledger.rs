//! Lines of the ledger: what became of each mail, in few words; and what was missing.

use desk::{ArrivalId, ConversationId, MessageId};
use flow::inbound::imap::Compared;
use jiff::Timestamp;
use serde::Serialize;
use store::{arrivals, gaps};
use utoipa::ToSchema;

use crate::shown::{
    arrivals::{ArrivalState, Twin, sender},
    people::Address,
    time,
};

/// A mail that came in, and what became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LedgerLine {
    /// Which arrival.
    #[schema(value_type = String)]
    pub id: ArrivalId,
    /// imap, pop3, smtp, lmtp or pipe.
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
    /// Why, where it is held or set aside.
    #[schema(required, example = "channel-off")]
    pub reason: Option<String>,
    /// When it was durable here.
    pub received_at: Timestamp,
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
}

impl From<arrivals::Listed> for LedgerLine {
    fn from(listed: arrivals::Listed) -> Self {
        Self {
            id: listed.arrival.id,
            from: sender(&listed),
            source: listed.arrival.source,
            subject: listed.subject,
            size: listed.arrival.size,
            state: listed.arrival.state.into(),
            reason: listed.arrival.reason,
            received_at: time(listed.arrival.received_at),
            conversation: listed.conversation,
            message: listed.message,
            duplicate_of: listed.duplicate_of.map(Twin::from),
            late: listed.arrival.late,
        }
    }
}

/// A mail that the server listed and that was not here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Gap {
    /// The folder.
    #[schema(example = "INBOX")]
    pub folder: String,
    /// Its number there.
    pub uid: i64,
    /// When it was missed.
    pub found_at: Timestamp,
    /// When that ended.
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
    /// How it ended: fetched, or gone from the server. Null while it is missing.
    #[schema(required, example = "fetched")]
    pub outcome: Option<String>,
}

impl From<gaps::Gap> for Gap {
    fn from(gap: gaps::Gap) -> Self {
        Self {
            folder: gap.folder,
            uid: gap.uid,
            found_at: time(gap.found_at),
            ended_at: gap.ended_at.map(time),
            outcome: gap.outcome,
        }
    }
}

/// A page of the ledger, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ledger {
    /// The page.
    pub items: Vec<LedgerLine>,
    /// Where the next page begins; null when this is the last.
    #[schema(required)]
    pub next: Option<String>,
    /// What was missing in the last seven days, newest first.
    pub gaps: Vec<Gap>,
    /// When the folder was last compared with what its server lists.
    #[schema(required)]
    pub compared_at: Option<Timestamp>,
}

/// What a comparison found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comparison {
    /// Mails that the server lists and that should be here.
    pub listed: usize,
    /// Of these, missing.
    pub missing: usize,
    /// Of these, fetched now.
    pub fetched: usize,
}

impl From<Compared> for Comparison {
    fn from(compared: Compared) -> Self {
        Self { listed: compared.listed, missing: compared.missing, fetched: compared.fetched }
    }
}
