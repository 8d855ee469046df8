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
    /// It is deleted: POP3 only, where there are no folders and no marks.
    Delete,
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
    /// POP3: seconds between two looks, [`POLL_S`] where nothing is said.
    #[serde(default)]
    pub poll_s: Option<u32>,
    /// Days of mail from before the first connection that are taken in too; none: reading begins with the next mail.
    #[serde(default)]
    pub history_days: Option<u32>,
    /// IMAP: whether what we send is copied into the Sent folder; none: where the server does not do so by itself.
    #[serde(default)]
    pub copy_sent: Option<bool>,
    /// IMAP: the Sent folder; none: found by what the server says of its folders.
    #[serde(default)]
    pub sent_folder: Option<String>,
    /// IMAP: whether the Sent folder is watched for answers that colleagues send from the mailbox itself.
    #[serde(default)]
    pub watch_sent: bool,
    /// IMAP: whether the Junk folder is watched.
    #[serde(default)]
    pub watch_junk: bool,
    /// IMAP: the Junk folder; none: found by what the server says of its folders.
    #[serde(default)]
    pub junk_folder: Option<String>,
    /// Whether mail that the server marked as spam is held.
    #[serde(default)]
    pub believe_spam_marks: bool,
}

/// Servers that keep what leaves through their provider in the Sent folder by themselves.
const KEEP_SENT_THEMSELVES: [&str; 5] = ["gmail.com", "googlemail.com", "outlook.com", "office365.com", "office.com"];

/// Seconds between two looks into a POP3 mailbox.
pub const POLL_S: u32 = 60;

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
            poll_s: None,
            history_days: None,
            copy_sent: None,
            sent_folder: None,
            watch_sent: false,
            watch_junk: false,
            junk_folder: None,
            believe_spam_marks: false,
        }
    }

    /// The account, as the keys of arrivals name it: login at host.
    #[must_use]
    pub fn account(&self) -> String {
        let host = self.host.as_deref().unwrap_or_default().to_lowercase();
        format!("{}@{host}:{}", self.login.as_deref().unwrap_or_default(), self.port.unwrap_or_default())
    }

    /// Whether what we send is copied into the Sent folder.
    #[must_use]
    pub fn copies_sent(&self) -> bool {
        let host = self.host.as_deref().unwrap_or_default().to_lowercase();
        let by_itself = KEEP_SENT_THEMSELVES
            .iter()
            .any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
        self.kind == IncomingKind::Imap && self.copy_sent.unwrap_or(!by_itself)
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
    /// The alias that mail leaves as; none: the mailbox's address (SB-2).
    #[serde(default)]
    pub sender: Option<String>,
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

/// True when mail to both folded addresses may end in the same place: plus-parts do not count (SB-6).
#[must_use]
pub fn same_place(one: &str, other: &str) -> bool {
    address::without_plus(one).0 == address::without_plus(other).0
}

/// The forwarding address of a mailbox (LD-8): its local part and number at the inbound domain.
#[must_use]
pub fn forwarding_address(mailbox: crate::MailboxId, mailbox_address: &str, inbound_domain: &str) -> String {
    let folded = address::fold(mailbox_address);
    let local: String = folded.split('@').next().unwrap_or("mail").chars().take(40).collect();
    let local: String = local.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    format!("{}-{mailbox}@{}", if local.is_empty() { "mail" } else { &local }, inbound_domain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sent_mail_is_copied_where_the_server_does_not_do_so_by_itself() {
        let at = |host: &str| Incoming { kind: IncomingKind::Imap, host: Some(host.into()), ..Incoming::listener() };
        assert!(at("imap.fastmail.com").copies_sent() && at("mail.notgmail.com").copies_sent());
        assert!(!at("imap.gmail.com").copies_sent() && !at("Outlook.Office365.com").copies_sent());
        assert!(Incoming { copy_sent: Some(true), ..at("imap.gmail.com") }.copies_sent());
        assert!(!Incoming { copy_sent: Some(false), ..at("imap.fastmail.com") }.copies_sent());
        assert!(!Incoming { kind: IncomingKind::Pop3, ..at("pop.fastmail.com") }.copies_sent());
    }

    /// SB-6: a plus-part makes no other address.
    #[test]
    fn an_address_and_its_plus_forms_are_the_same_place() {
        assert!(same_place("ana+desk@x.example", "ana@x.example"));
        assert!(same_place("ana+a@x.example", "ana+b@x.example"));
        assert!(!same_place("ana@x.example", "ana@y.example"));
        assert!(!same_place("ana@x.example", "anna@x.example"));
    }
}
