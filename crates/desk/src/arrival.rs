//! Arrivals: a mail on its way in, where it came from, and the one ending that each of them has.

use serde::{Deserialize, Serialize};

/// How a mail reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Read by IMAP.
    Imap,
    /// Read by POP3.
    Pop3,
    /// Our SMTP listener.
    Smtp,
    /// Our LMTP listener.
    Lmtp,
    /// `staffetta deliver`.
    Pipe,
}

impl Source {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Pop3 => "pop3",
            Self::Smtp => "smtp",
            Self::Lmtp => "lmtp",
            Self::Pipe => "pipe",
        }
    }
}

/// The unique key of an arrival within its mailbox (spec.md §4).
#[must_use]
pub fn imap_key(account: &str, folder: &str, uid_validity: u32, uid: u32) -> String {
    format!("imap:{account}:{folder}:{uid_validity}:{uid}")
}

/// The unique key of an arrival by POP3: the server's name of the mail (UIDL), and the number under which we remember
/// that name for as long as the server lists it.
#[must_use]
pub fn pop3_key(account: &str, name: &str, remembered: i64) -> String {
    format!("pop3:{account}:{name}:{remembered}")
}

/// The unique key of an arrival by SMTP, LMTP or pipe: the SHA-256 of the bytes before our own `Received` line.
#[must_use]
pub fn bytes_key(sha256_hex: &str) -> String {
    format!("sha256:{sha256_hex}")
}

/// A folder that is watched beside the one that is read, and what is found there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Folder {
    /// What was sent from the mailbox itself.
    Sent,
    /// What the server took for spam.
    Junk,
}

/// Where an arrival stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
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

impl State {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Message => "message",
            Self::Quarantined => "quarantined",
            Self::Ignored => "ignored",
            Self::Waiting => "waiting",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Received, Self::Message, Self::Quarantined, Self::Ignored, Self::Waiting]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// Why a mail is quarantined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quarantine {
    /// Its understanding failed inside the program.
    Unreadable,
    /// The program ended while it was understood, three times.
    Crashed,
    /// Understanding took longer than allowed.
    TooSlow,
    /// Understanding took more memory than allowed.
    TooBig,
    /// More parts, headers or nesting than allowed.
    OverLimit,
    /// From an agent's address, matching a conversation, without evidence (TR-8).
    AgentNotVerified,
    /// From is missing.
    NoSender,
    /// From is malformed, or its domain disowns the mail (F: TR-2, TC-1).
    PossibleForgery,
    /// From an agent who may not act on the conversation now (TR-3).
    AgentMayNotAct,
    /// An agent's Message-ID that was acted on already, with other content.
    AgentRepeats,
    /// It carries a token that is another agent's, and nothing else says where it belongs (A7).
    ForeignToken,
    /// No rule matched; never reached.
    NoRule,
    /// It could not be stored, three times.
    Unstorable,
    /// Its server lists it and does not hand it over; only its header is here, or nothing.
    Unfetchable,
    /// It lay in the server's Junk folder.
    Junk,
    /// The server marked it as spam, and the mailbox believes its marks.
    SpamMark,
}

impl Quarantine {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Crashed => "crashed",
            Self::TooSlow => "too-slow",
            Self::TooBig => "too-much-memory",
            Self::OverLimit => "over-limit",
            Self::AgentNotVerified => "agent-not-verified",
            Self::NoSender => "no-sender",
            Self::PossibleForgery => "possible-forgery",
            Self::AgentMayNotAct => "agent-may-not-act",
            Self::AgentRepeats => "agent-repeats",
            Self::ForeignToken => "foreign-token",
            Self::NoRule => "no-rule",
            Self::Unstorable => "unstorable",
            Self::Unfetchable => "unfetchable",
            Self::Junk => "junk-folder",
            Self::SpamMark => "spam-mark",
        }
    }
}

/// Why a mail is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// The same mail is here already.
    DuplicateOf(crate::MessageId),
    /// A bounce of nothing that we sent.
    UnmatchedBounce,
    /// The mailbox takes only answers to what we sent (SB-5).
    AnswersOnly,
    /// Mail that agents send directly is not taken there (SB-5).
    AgentsMail,
    /// Sent from the mailbox itself, to somebody who has no conversation here.
    SentElsewhere,
    /// A mail that the desk sent itself to prove a mailbox (SB-2).
    Verification,
    /// Its sender is on the list of blocked senders.
    BlockedSender,
    /// A person deleted it; its bytes are kept for [`crate::limits::DELETED_DAYS`] more.
    Deleted,
    /// A bounce of a mail that the desk itself wrote: what it says is noted where it belongs.
    BouncedNotice,
}

impl Ignored {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DuplicateOf(_) => "duplicate-of",
            Self::UnmatchedBounce => "unmatched-bounce",
            Self::AnswersOnly => "setting-answers-only",
            Self::AgentsMail => "setting-agents-mail",
            Self::SentElsewhere => "sent-elsewhere",
            Self::Verification => "verification-mail",
            Self::BlockedSender => "blocked-sender",
            Self::Deleted => "deleted",
            Self::BouncedNotice => "bounced-notice",
        }
    }
}

/// The reason of an arrival that waits for the e-mail channel.
pub const WAITING_CHANNEL_OFF: &str = "channel-off";
/// The reason of an arrival whose bytes are still on the server.
pub const WAITING_TOO_LARGE: &str = "too-large";
