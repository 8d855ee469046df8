//! An IMAP client (RFC 3501) for reading a mailbox without leaving a trace in it: it peeks, and sets `\Seen` or moves a
//! mail only when told to. Every wait has a limit, every answer a bound; what it cannot read of an answer it leaves out.

mod connection;
mod error;
mod fetch;
mod folder;
mod frame;
mod idle;
mod open;
mod organise;
mod response;
mod set;
mod value;

pub use connection::{Connection, Selected};
pub use error::{Error, ErrorKind, Step};
pub use fetch::Summary;
pub use frame::MAX_LINE_BYTES;
pub use idle::{IDLE_MAX, IdleEnd};
pub use organise::Folder;

use std::sync::Arc;
use std::time::Duration;

use crate::login::Login;
use crate::tls::{ClientTrust, Security};

/// What a command's literals may hold beyond the limit of one mail, in bytes: headers of many mails, for instance.
pub const LITERAL_SLACK: u64 = 64 * 1024;

/// Where and how to connect.
#[derive(Debug, Clone)]
pub struct Target {
    /// Host name or IP address; the certificate must be for it.
    pub host: String,
    /// 993, 143 or another.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// Credentials.
    pub login: Login,
    /// Whom to trust.
    pub trust: Arc<ClientTrust>,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// The largest mail that is fetched, in bytes: no command brings more than this and [`LITERAL_SLACK`].
    pub max_mail_bytes: u64,
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Finding the host and connecting; the same again for the TLS handshake.
    pub connect: Duration,
    /// The longest silence within a command, and the whole of one that transfers no mail.
    pub command: Duration,
    /// The whole of a command that transfers or lists mails.
    pub transfer: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            command: Duration::from_secs(60),
            transfer: Duration::from_secs(15 * 60),
        }
    }
}
