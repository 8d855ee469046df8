//! Mailboxes: addresses of ours, their connections and settings.

use serde::{Deserialize, Serialize};

use crate::address;

/// Whether we may answer from it (SO-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Mail comes in; another mailbox answers.
    Receive,
    /// Mail comes in and goes out.
    ReceiveAndSend,
}

impl Purpose {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::ReceiveAndSend => "receive_and_send",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Receive, Self::ReceiveAndSend].into_iter().find(|purpose| purpose.word() == word)
    }
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// TLS from the first byte.
    Implicit,
    /// Plain, then upgraded before anything is said.
    StartTls,
    /// Not at all: loopback only.
    None,
}

/// Where mail comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IncomingKind {
    /// We read it by IMAP (LD-9).
    Imap,
    /// We read it by POP3.
    Pop3,
    /// It is forwarded to our own listener (LD-8).
    Listener,
}

/// What is done with a mail on its server after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum AfterCommit {
    /// It is left as it was.
    #[default]
    Nothing,
    /// It is marked as seen.
    Seen,
    /// It is moved to the folder named beside.
    Move,
}

/// The incoming connection of a mailbox; the password is kept apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Where mail comes from.
    pub kind: IncomingKind,
    /// The server's name; none for the listener.
    pub host: Option<String>,
    /// The server's port.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: Option<Tls>,
    /// The login name.
    pub login: Option<String>,
    /// The folder that is read, INBOX where nothing else is said.
    pub folder: Option<String>,
    /// What is done with a mail after the commit.
    #[serde(default)]
    pub after: AfterCommit,
    /// Where it is moved.
    #[serde(default)]
    pub move_to: Option<String>,
}

impl Incoming {
    /// Mail that is forwarded to our own listener.
    #[must_use]
    pub fn listener() -> Self {
        Self {
            kind: IncomingKind::Listener,
            host: None,
            port: None,
            tls: None,
            login: None,
            folder: None,
            after: AfterCommit::Nothing,
            move_to: None,
        }
    }

    /// The account, as the keys of arrivals name it: login at host.
    #[must_use]
    pub fn account(&self) -> String {
        let host = self.host.as_deref().unwrap_or_default().to_lowercase();
        format!("{}@{host}:{}", self.login.as_deref().unwrap_or_default(), self.port.unwrap_or_default())
    }

    /// The folder that is read.
    #[must_use]
    pub fn folder_name(&self) -> &str {
        self.folder.as_deref().filter(|name| !name.is_empty()).unwrap_or("INBOX")
    }
}

/// The outgoing connection of a mailbox; the password is kept apart, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The server's name.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// The login name, none for a relay that asks for none.
    pub login: Option<String>,
}

/// What of a mailbox decisions need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    /// Which mailbox.
    pub id: crate::MailboxId,
    /// Its address and aliases, folded.
    pub addresses: Vec<String>,
}

impl Ours {
    /// True when the folded address, or the same without its plus-part, reaches this mailbox.
    #[must_use]
    pub fn is_reached_by(&self, folded: &str) -> bool {
        let (plain, _) = address::without_plus(folded);
        self.addresses.iter().any(|own| own == folded || *own == plain)
    }
}

/// The forwarding address of a mailbox (LD-8): its local part and number at the inbound domain.
#[must_use]
pub fn forwarding_address(mailbox: crate::MailboxId, mailbox_address: &str, inbound_domain: &str) -> String {
    let folded = address::fold(mailbox_address);
    let local: String = folded.split('@').next().unwrap_or("mail").chars().take(40).collect();
    let local: String = local.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    format!("{}-{mailbox}@{}", if local.is_empty() { "mail" } else { &local }, inbound_domain.to_lowercase())
}
