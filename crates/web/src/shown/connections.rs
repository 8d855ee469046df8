//! The connections of a mailbox as the API shows and takes them. Passwords go in and never come out.

use desk::mailbox;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::same_words;

/// How a connection is protected.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// TLS from the first byte.
    Implicit,
    /// Plain, then upgraded.
    Starttls,
    /// Not at all: this machine only.
    None,
}
same_words!(Tls, mailbox::Tls, Implicit = Implicit, Starttls = StartTls, None = None);

/// Where mail comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum IncomingKind {
    /// Read by IMAP.
    Imap,
    /// Read by POP3.
    Pop3,
    /// Forwarded to our own listener.
    Listener,
}
same_words!(IncomingKind, mailbox::IncomingKind, Imap = Imap, Pop3 = Pop3, Listener = Listener);

/// What is done with a mail on its server once it is here.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum After {
    /// It is left as it was.
    Nothing,
    /// It is marked as seen.
    Seen,
    /// It is moved.
    Move,
    /// It is deleted; POP3 only.
    Delete,
}
same_words!(After, mailbox::AfterCommit, Nothing = Nothing, Seen = Seen, Move = Move, Delete = Delete);

/// The incoming connection of a mailbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Incoming {
    /// Where mail comes from.
    pub kind: IncomingKind,
    /// The server's name.
    #[schema(required, example = "imap.example.org")]
    pub host: Option<String>,
    /// The server's port.
    #[schema(required, example = 993)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[schema(required)]
    pub tls: Option<Tls>,
    /// The login name.
    #[schema(required)]
    pub login: Option<String>,
    /// The folder that is read.
    #[schema(required, example = "INBOX")]
    pub folder: Option<String>,
    /// What is done with a mail once it is here.
    #[schema(required)]
    pub after: Option<After>,
    /// The folder that it is moved to.
    #[schema(required)]
    pub move_to: Option<String>,
    /// POP3: seconds between two looks; null for the usual ones.
    #[schema(required, example = 60)]
    pub poll_s: Option<u32>,
    /// Days of earlier mail that the first connection takes in too; null: none.
    #[schema(required)]
    pub history_days: Option<u32>,
    /// Whether what we send is copied into the Sent folder; null for where the server does not do so by itself.
    #[schema(required)]
    pub copy_sent: Option<bool>,
    /// The Sent folder; null: found by what the server says of its folders.
    #[schema(required)]
    pub sent_folder: Option<String>,
    /// Whether the Sent folder is watched for answers that colleagues send from the mailbox itself.
    pub watch_sent: bool,
    /// Whether the Junk folder is watched; what is found there is held.
    pub watch_junk: bool,
    /// The Junk folder; null: found by what the server says of its folders.
    #[schema(required)]
    pub junk_folder: Option<String>,
    /// Whether mail that the server marked as spam is held.
    pub believe_spam_marks: bool,
    /// True when a password is stored.
    pub has_password: bool,
}

/// The outgoing connection of a mailbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Outgoing {
    /// The server's name.
    #[schema(example = "smtp.example.org")]
    pub host: String,
    /// The server's port.
    #[schema(example = 465)]
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// The login name; null for a relay that asks for none.
    #[schema(required)]
    pub login: Option<String>,
    /// The alias that mail leaves as; null for the mailbox's address.
    #[schema(required)]
    pub sender: Option<String>,
    /// True when a password is stored.
    pub has_password: bool,
}

/// The incoming connection as it is written.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncomingDraft {
    /// Where mail comes from.
    pub kind: IncomingKind,
    /// The server's name.
    #[serde(default)]
    pub host: Option<String>,
    /// The server's port.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub tls: Option<Tls>,
    /// The login name.
    #[serde(default)]
    pub login: Option<String>,
    /// The password; absent or null: the stored one stays.
    #[serde(default)]
    #[schema(write_only)]
    pub password: Option<String>,
    /// Taken so that what was read can be written back; it says nothing.
    #[serde(default, rename = "has_password")]
    pub _has_password: Option<bool>,
    /// The folder that is read; INBOX where nothing is said.
    #[serde(default)]
    pub folder: Option<String>,
    /// What is done with a mail once it is here.
    #[serde(default)]
    pub after: Option<After>,
    /// The folder that it is moved to.
    #[serde(default)]
    pub move_to: Option<String>,
    /// POP3: seconds between two looks, 10 to 3,600; 60 where nothing is said.
    #[serde(default)]
    pub poll_s: Option<u32>,
    /// Days of earlier mail that the first connection takes in too; it triggers nothing automatic.
    #[serde(default)]
    pub history_days: Option<u32>,
    /// IMAP: whether what we send is copied into the Sent folder; where nothing is said, where the server does not do
    /// so by itself.
    #[serde(default)]
    pub copy_sent: Option<bool>,
    /// IMAP: the Sent folder; found by what the server says of its folders where nothing is said.
    #[serde(default)]
    pub sent_folder: Option<String>,
    /// IMAP: whether the Sent folder is watched for answers that colleagues send from the mailbox itself.
    #[serde(default)]
    pub watch_sent: bool,
    /// IMAP: whether the Junk folder is watched; what is found there is held.
    #[serde(default)]
    pub watch_junk: bool,
    /// IMAP: the Junk folder; found by what the server says of its folders where nothing is said.
    #[serde(default)]
    pub junk_folder: Option<String>,
    /// Whether mail that the server marked as spam is held.
    #[serde(default)]
    pub believe_spam_marks: bool,
}

impl From<IncomingDraft> for mailbox::Incoming {
    fn from(draft: IncomingDraft) -> Self {
        Self {
            kind: draft.kind.into(),
            host: draft.host,
            port: draft.port,
            tls: draft.tls.map(mailbox::Tls::from),
            login: draft.login,
            folder: draft.folder,
            after: draft.after.map(mailbox::AfterCommit::from).unwrap_or_default(),
            move_to: draft.move_to,
            poll_s: draft.poll_s,
            history_days: draft.history_days,
            copy_sent: draft.copy_sent,
            sent_folder: draft.sent_folder,
            watch_sent: draft.watch_sent,
            watch_junk: draft.watch_junk,
            junk_folder: draft.junk_folder,
            believe_spam_marks: draft.believe_spam_marks,
        }
    }
}

/// The outgoing connection as it is written.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutgoingDraft {
    /// The server's name.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// The login name; null for a relay that asks for none.
    #[serde(default)]
    pub login: Option<String>,
    /// The alias that mail leaves as; the mailbox's address where nothing is said.
    #[serde(default)]
    pub sender: Option<String>,
    /// The password; absent or null: the stored one stays.
    #[serde(default)]
    #[schema(write_only)]
    pub password: Option<String>,
    /// Taken so that what was read can be written back; it says nothing.
    #[serde(default, rename = "has_password")]
    pub _has_password: Option<bool>,
}

impl From<OutgoingDraft> for mailbox::Outgoing {
    fn from(draft: OutgoingDraft) -> Self {
        Self { host: draft.host, port: draft.port, tls: draft.tls.into(), login: draft.login, sender: draft.sender }
    }
}

impl Incoming {
    /// Shows a connection; the password stays where it is.
    pub(super) fn new(incoming: mailbox::Incoming, has_password: bool) -> Self {
        let read = incoming.kind != mailbox::IncomingKind::Listener;
        Self {
            kind: incoming.kind.into(),
            host: incoming.host.filter(|_| read),
            port: incoming.port.filter(|_| read),
            tls: incoming.tls.map(Tls::from).filter(|_| read),
            login: incoming.login.filter(|_| read),
            folder: incoming.folder.filter(|_| read),
            after: read.then(|| incoming.after.into()),
            move_to: incoming.move_to.filter(|_| read),
            poll_s: incoming.poll_s.filter(|_| read),
            history_days: incoming.history_days.filter(|_| read),
            copy_sent: incoming.copy_sent,
            sent_folder: incoming.sent_folder,
            watch_sent: incoming.watch_sent,
            watch_junk: incoming.watch_junk,
            junk_folder: incoming.junk_folder,
            believe_spam_marks: incoming.believe_spam_marks,
            has_password,
        }
    }
}

impl Outgoing {
    /// Shows a connection; the password stays where it is.
    pub(crate) fn new(outgoing: mailbox::Outgoing, has_password: bool) -> Self {
        Self {
            host: outgoing.host,
            port: outgoing.port,
            tls: outgoing.tls.into(),
            login: outgoing.login,
            sender: outgoing.sender,
            has_password,
        }
    }
}
