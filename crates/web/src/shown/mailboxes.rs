//! Mailboxes as the API shows and takes them. Passwords go in and never come out.

use desk::{MailboxId, mailbox};
use flow::health::sentence;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{health, health::Direction, mailboxes};
use utoipa::ToSchema;

use crate::{request::given, shown::time};

macro_rules! same_words {
    ($ours:ident, $theirs:ty, $($word:ident = $their:ident),*) => {
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self {
                match value { $(<$theirs>::$their => Self::$word),* }
            }
        }
        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self {
                match value { $($ours::$word => Self::$their),* }
            }
        }
    };
}

/// Whether we may answer from a mailbox.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Mail comes in; another mailbox answers.
    Receive,
    /// Mail comes in and goes out.
    ReceiveAndSend,
}
same_words!(Purpose, mailbox::Purpose, Receive = Receive, ReceiveAndSend = ReceiveAndSend);

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
}
same_words!(After, mailbox::AfterCommit, Nothing = Nothing, Seen = Seen, Move = Move);

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
        Self { host: draft.host, port: draft.port, tls: draft.tls.into(), login: draft.login }
    }
}

/// A new mailbox.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxNew {
    /// The name shown to customers and agents; the address where nothing is said.
    #[serde(default)]
    #[schema(example = "Support")]
    pub name: Option<String>,
    /// Its address.
    #[schema(example = "support@example.org")]
    pub address: String,
    /// Other addresses that reach it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether we may answer from it; `receive_and_send` where nothing is said.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// False when switched off; true where nothing is said.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Where its mail comes from.
    #[serde(default)]
    pub incoming: Option<IncomingDraft>,
    /// Where its mail goes out.
    #[serde(default)]
    pub outgoing: Option<OutgoingDraft>,
    /// The signature below answers.
    #[serde(default)]
    pub signature: Option<String>,
    /// True to save it although a connection does not work.
    #[serde(default)]
    pub save_anyway: Option<bool>,
}

/// Changes of a mailbox: what is absent stays; a connection is written as a whole, null removes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxChange {
    /// The name shown to customers and agents.
    #[serde(default)]
    pub name: Option<String>,
    /// Its address.
    #[serde(default)]
    pub address: Option<String>,
    /// Other addresses that reach it.
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
    /// Whether we may answer from it.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// False when switched off.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Where its mail comes from.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<IncomingDraft>)]
    pub incoming: Option<Option<IncomingDraft>>,
    /// Where its mail goes out.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<OutgoingDraft>)]
    pub outgoing: Option<Option<OutgoingDraft>>,
    /// The signature below answers.
    #[serde(default)]
    pub signature: Option<String>,
    /// True to save it although a connection does not work.
    #[serde(default)]
    pub save_anyway: Option<bool>,
}

/// Connections to test.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionTest {
    /// The stored mailbox whose passwords are used where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<MailboxId>,
    /// The address.
    pub address: String,
    /// Where its mail comes from.
    #[serde(default)]
    pub incoming: Option<IncomingDraft>,
    /// Where its mail goes out.
    #[serde(default)]
    pub outgoing: Option<OutgoingDraft>,
}

/// One step of a test.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TestStep {
    /// Which step.
    #[schema(example = "receiving.login")]
    pub step: String,
    /// Whether it worked.
    pub ok: bool,
    /// What happened, and what to do, for people.
    pub message: String,
}

impl From<flow::mailboxes::TestStep> for TestStep {
    fn from(step: flow::mailboxes::TestStep) -> Self {
        Self { step: step.step, ok: step.ok, message: step.message }
    }
}

/// How a connection is doing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HealthLine {
    /// ok, connecting, failing, or off.
    #[schema(example = "ok")]
    pub state: String,
    /// The same for people: what is wrong and what to do.
    #[schema(example = "Receiving: connected.")]
    pub sentence: String,
    /// Since when.
    #[schema(required)]
    pub since: Option<Timestamp>,
    /// When the last mail went through.
    #[schema(required)]
    pub last_mail_at: Option<Timestamp>,
}

/// How both connections are doing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailboxHealth {
    /// Mail in.
    pub receiving: HealthLine,
    /// Mail out.
    pub sending: HealthLine,
}

/// A mailbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Mailbox {
    /// Which.
    #[schema(value_type = String)]
    pub id: MailboxId,
    /// The name shown to customers and agents.
    #[schema(example = "Support")]
    pub name: String,
    /// Its address.
    #[schema(example = "support@example.org")]
    pub address: String,
    /// Other addresses that reach it.
    pub aliases: Vec<String>,
    /// Whether we may answer from it.
    pub purpose: Purpose,
    /// False when switched off.
    pub enabled: bool,
    /// True for the one made at installation.
    pub generated: bool,
    /// Where the real mailbox may forward to; null without an inbound domain.
    #[schema(required)]
    pub forwarding_address: Option<String>,
    /// Where its mail comes from.
    #[schema(required)]
    pub incoming: Option<Incoming>,
    /// Where its mail goes out.
    #[schema(required)]
    pub outgoing: Option<Outgoing>,
    /// The signature below answers.
    pub signature: String,
    /// How its connections are doing.
    pub health: MailboxHealth,
}

/// All mailboxes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailboxList {
    /// All of them.
    pub items: Vec<Mailbox>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

impl Mailbox {
    /// Shows a mailbox with its health, and its forwarding address at this domain.
    #[must_use]
    pub fn new(stored: mailboxes::Mailbox, all: &[health::Health], inbound_domain: Option<&str>) -> Self {
        let line = |direction: Direction| {
            let found = all.iter().find(|health| health.direction == direction.word());
            let (state, sentence) = sentence(&stored, all, direction);
            let since = found.map(|health| time(health.since));
            let last_mail_at = found.and_then(|health| health.last_mail_at).map(time);
            HealthLine { state, sentence, since, last_mail_at }
        };
        let health = MailboxHealth { receiving: line(Direction::Receiving), sending: line(Direction::Sending) };
        let forwarding_address =
            inbound_domain.map(|domain| mailbox::forwarding_address(stored.id, &stored.address, domain));
        let has_incoming = stored.incoming_secret.is_some();
        let has_outgoing = stored.outgoing_secret.is_some();
        Self {
            id: stored.id,
            name: stored.name,
            address: stored.address,
            aliases: stored.aliases,
            purpose: stored.purpose.into(),
            enabled: stored.enabled,
            generated: stored.generated,
            forwarding_address,
            incoming: stored.incoming.map(|incoming| shown_incoming(incoming, has_incoming)),
            outgoing: stored.outgoing.map(|outgoing| Outgoing {
                host: outgoing.host,
                port: outgoing.port,
                tls: outgoing.tls.into(),
                login: outgoing.login,
                has_password: has_outgoing,
            }),
            signature: stored.signature,
            health,
        }
    }
}

fn shown_incoming(incoming: mailbox::Incoming, has_password: bool) -> Incoming {
    let read = incoming.kind != mailbox::IncomingKind::Listener;
    Incoming {
        kind: incoming.kind.into(),
        host: incoming.host.filter(|_| read),
        port: incoming.port.filter(|_| read),
        tls: incoming.tls.map(Tls::from).filter(|_| read),
        login: incoming.login.filter(|_| read),
        folder: incoming.folder.filter(|_| read),
        after: read.then(|| incoming.after.into()),
        move_to: incoming.move_to.filter(|_| read),
        has_password,
    }
}
