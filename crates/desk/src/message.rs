//! Messages: the entries of a timeline that somebody wrote.

use serde::{Deserialize, Serialize};

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// From outside to us.
    Inbound,
    /// From us to the participants.
    Outbound,
    /// Only agents see it, never the customer (LA-5).
    Note,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Note => "note",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Inbound, Self::Outbound, Self::Note].into_iter().find(|kind| kind.word() == word)
    }
}

/// A person or machine as a mail names it: the name for showing, the address always readable beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Person {
    /// The display name, if any.
    pub name: Option<String>,
    /// The address as it was written.
    pub address: String,
}

/// The names and addresses of people as one text, for search.
#[must_use]
pub fn named<'p>(people: impl IntoIterator<Item = &'p Person>) -> String {
    let words = people.into_iter().flat_map(|one| [one.name.as_deref().unwrap_or_default(), &one.address]);
    words.collect::<Vec<_>>().join(" ")
}

/// The recipients of a message, as they stood in its headers (Bcc only on our own).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Recipients {
    /// To.
    pub to: Vec<Person>,
    /// Cc.
    pub cc: Vec<Person>,
    /// Bcc: known only for what we send.
    pub bcc: Vec<Person>,
}

impl Recipients {
    /// Everybody, in the order To, Cc, Bcc.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// The flag of a message whose parts say different things, so that people and programs may read another text (A13).
pub const PARTS_DIFFER: &str = "parts-differ";
/// The flag of a customer's message that nothing proves to be theirs (TC-4).
pub const SENDER_NOT_VERIFIED: &str = "sender-not-verified";
/// The flag of a message from somebody who takes no part, which only agents see (TC-5).
pub const THIRD_PERSON: &str = "third-person";

/// The flag of a message whose Message-ID another mail to the same mailbox had before, with other content: both are kept,
/// and whoever answers by that id may mean either (A14).
pub const MESSAGE_ID_TAKEN: &str = "message-id-taken";

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// A customer.
    Contact(crate::ContactId),
    /// A person of the team.
    Agent(crate::AgentId),
    /// An assistant.
    Assistant(crate::AssistantId),
    /// The desk itself, or a machine outside.
    System,
}

impl Author {
    /// The person of the team, where one wrote it.
    #[must_use]
    pub fn agent(self) -> Option<crate::AgentId> {
        match self {
            Self::Agent(id) => Some(id),
            Self::Contact(_) | Self::Assistant(_) | Self::System => None,
        }
    }
}

/// What may be done with an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentState {
    /// Can be fetched.
    Available,
    /// Kept back for its type (CC-9).
    Withheld,
    /// Not yet scanned, or found infected (CC-10).
    Locked,
}

impl AttachmentState {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Withheld => "withheld",
            Self::Locked => "locked",
        }
    }
}

/// A text in one line of at most so many characters, for lists.
#[must_use]
pub fn preview(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let longer = length + usize::from(length > 0) + word.chars().count();
        if longer > most {
            let room = most.saturating_sub(length + 2);
            if room > 0 {
                out.push(' ');
                out.extend(word.chars().take(room));
            }
            out.push('…');
            break;
        }
        if length > 0 {
            out.push(' ');
        }
        out.push_str(word);
        length = longer;
    }
    out
}
