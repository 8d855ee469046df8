//! What stands behind a listener: it says yes or no to each recipient, and takes the mail.

use std::future::Future;
use std::net::SocketAddr;

use crate::smtp::Reply;

/// Which protocol a listener speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// SMTP: one answer for all recipients.
    Smtp,
    /// LMTP: one answer for each.
    Lmtp,
}

/// Who is at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Which protocol is spoken.
    pub protocol: Protocol,
    /// The client's address.
    pub peer: SocketAddr,
    /// The name the client gave; not checked.
    pub helo: String,
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// The user that signed in, where a listener accepts logins.
    pub login: Option<String>,
}

/// A mail's envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The sender without brackets; empty for the null sender.
    pub from: String,
    /// The accepted recipients without brackets, in order, at least one. A repeated one stands twice.
    pub to: Vec<String>,
    /// The name the client gave; not checked.
    pub helo: String,
    /// The client's address.
    pub peer: SocketAddr,
    /// Which protocol it came by.
    pub protocol: Protocol,
    /// Whether the connection is encrypted.
    pub tls: bool,
    /// Whether SMTPUTF8 was asked for.
    pub utf8: bool,
}

/// What a receiver says to a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 250.
    Accept,
    /// Never: answered with this 5xx.
    Refuse(Reply),
    /// Not now: answered with this 4xx.
    Later(Reply),
}

/// What stands behind a listener.
pub trait Receiver: Send + Sync + 'static {
    /// How many bytes a mail of a session that begins now may have. Asked once; `configured` is the listener's own
    /// bound, which counts where nothing else is said.
    fn message_bytes(&self, configured: u64) -> impl Future<Output = u64> + Send {
        std::future::ready(configured)
    }

    /// Says whether mail `from` (empty: null sender) may come `to` this recipient. Asked once for each RCPT.
    fn recipient(&self, session: &SessionInfo, from: &str, to: &str) -> impl Future<Output = Verdict> + Send;

    /// Takes the mail and returns one reply for each recipient, in the envelope's order. A 2xx promises that the mail
    /// is durable. `data` is the mail as sent, dots undoubled, without any `Received` of ours. May be dropped when it
    /// takes longer than [`super::Limits::accept`]; the client then sends again.
    fn accept(&self, envelope: Envelope, data: Vec<u8>) -> impl Future<Output = Vec<Reply>> + Send;
}
