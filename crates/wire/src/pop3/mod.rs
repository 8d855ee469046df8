//! A POP3 client (RFC 1939, CAPA, STLS, AUTH PLAIN and XOAUTH2): which mails there are, their bytes, and deleting what
//! the caller says. Every wait has a limit, every answer a bound.

mod connection;
mod error;
mod listing;
mod mail;
mod open;

pub use connection::{Connection, MAX_LINE_BYTES};
pub use error::{Error, ErrorKind, Step};
pub use listing::Listed;

use std::sync::Arc;

pub use crate::imap::Timeouts;
use crate::login::Login;
use crate::tls::{ClientTrust, Security};

/// Where and how to connect.
#[derive(Debug, Clone)]
pub struct Target {
    /// Host name or IP address; the certificate must be for it.
    pub host: String,
    /// 995, 110 or another.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// Credentials.
    pub login: Login,
    /// Whom to trust.
    pub trust: Arc<ClientTrust>,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// The largest mail that is fetched, in bytes: no answer brings more than this and a little.
    pub max_mail_bytes: u64,
}
