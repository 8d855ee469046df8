//! Why a step of the IMAP client failed: which step, and what happened, in the cases that a person must tell apart.

use std::fmt;
use std::io;

use crate::stream::ConnectFault;
use crate::tls::TlsFault;

/// A step of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Finding the host and connecting.
    Connect,
    /// The server's first words.
    Greeting,
    /// STARTTLS and the handshake (also the handshake of implicit TLS).
    Tls,
    /// CAPABILITY.
    Capability,
    /// LOGIN or AUTHENTICATE.
    Login,
    /// ID.
    Identify,
    /// SELECT.
    Select,
    /// LIST.
    List,
    /// Finding out which mails there are, and about them.
    Look,
    /// Fetching mails.
    Fetch,
    /// STORE.
    Mark,
    /// MOVE, or COPY and EXPUNGE.
    Move,
    /// APPEND.
    Append,
    /// CREATE.
    Create,
    /// IDLE.
    Idle,
    /// NOOP.
    Noop,
    /// LOGOUT.
    Logout,
}

/// What happened at the step.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// The server said NO or BAD; the connection stays usable.
    #[error("the server answered: {text}")]
    Refused {
        /// The response code without brackets, such as `OVERQUOTA`.
        code: Option<String>,
        /// The server's words.
        text: String,
    },
    /// The server does not accept the login; with its words.
    #[error("the server refused the login: {0}")]
    LoginRefused(String),
    /// The folder does not exist.
    #[error("the folder does not exist")]
    FolderMissing,
    /// The folder can be read only.
    #[error("the folder can be read only")]
    ReadOnly,
    /// The server names a mail and gives no bytes of it; the connection stays usable.
    #[error("the server gives no bytes of a mail")]
    NoBytes,
    /// The folder was made anew while it was open: UIDs mean other mails now.
    #[error("the folder was made anew: its UIDVALIDITY changed")]
    UidValidityChanged,
    /// The host name does not resolve.
    #[error("the host name was not found")]
    HostNotFound,
    /// Nothing listens on the port.
    #[error("the connection was refused")]
    ConnectionRefused,
    /// The server ended the connection; with its last words, if it said any.
    #[error("the server closed the connection: {0}")]
    Closed(String),
    /// The network failed.
    #[error("the network failed")]
    Io(#[source] io::Error),
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// TLS failed.
    #[error(transparent)]
    Tls(TlsFault),
    /// STARTTLS was asked for and is not offered.
    #[error("the server offers no STARTTLS")]
    NoStartTls,
    /// Something followed the answer to STARTTLS in the clear.
    #[error("the server sent unencrypted data after STARTTLS")]
    DataAfterStartTls,
    /// The server claims that we are signed in before the connection is secure.
    #[error("the server skipped the login before the connection was secure")]
    PreauthBeforeTls,
    /// The server offers no way to sign in that we know (LOGIN, PLAIN, XOAUTH2).
    #[error("the server offers no known way to sign in")]
    NoAuthMechanism,
    /// A plain connection to another machine.
    #[error("a plain connection is allowed to this machine only")]
    PlainOffLoopback,
    /// The server announced more bytes than a mail may have. The connection is over.
    #[error("the server announced {announced} bytes, more than the limit of {limit}")]
    LiteralTooLarge {
        /// What it announced, in bytes.
        announced: u64,
        /// What was still allowed, in bytes.
        limit: u64,
    },
    /// The server sent a line, or an answer, beyond its bound. The connection is over.
    #[error("the server sent an answer without end")]
    TooLong,
    /// What the server sent is not IMAP.
    #[error("the server does not speak IMAP: {0}")]
    Protocol(&'static str),
    /// The server lacks what is needed.
    #[error("the server does not offer {0}")]
    NotOffered(&'static str),
    /// The connection ended at an earlier step, or a step was dropped half-way.
    #[error("the connection is over")]
    Over,
}

/// A step that failed.
#[derive(Debug, thiserror::Error)]
#[error("{step}: {kind}")]
pub struct Error {
    /// The step.
    pub step: Step,
    /// What happened.
    pub kind: ErrorKind,
}

impl Error {
    /// Whether the connection can still be used.
    pub fn is_recoverable(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Refused { .. }
                | ErrorKind::NoBytes
                | ErrorKind::FolderMissing
                | ErrorKind::ReadOnly
                | ErrorKind::NotOffered(_)
        )
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Tls => "TLS",
            Self::Capability => "CAPABILITY",
            Self::Login => "login",
            Self::Identify => "ID",
            Self::Select => "SELECT",
            Self::List => "LIST",
            Self::Look => "look",
            Self::Fetch => "FETCH",
            Self::Mark => "STORE",
            Self::Move => "MOVE",
            Self::Append => "APPEND",
            Self::Create => "CREATE",
            Self::Idle => "IDLE",
            Self::Noop => "NOOP",
            Self::Logout => "LOGOUT",
        })
    }
}

impl From<ConnectFault> for ErrorKind {
    fn from(fault: ConnectFault) -> Self {
        match fault {
            ConnectFault::HostNotFound => Self::HostNotFound,
            ConnectFault::Refused => Self::ConnectionRefused,
            ConnectFault::Timeout => Self::Timeout,
            ConnectFault::PlainOffLoopback => Self::PlainOffLoopback,
            ConnectFault::Tls(fault) => Self::Tls(fault),
            ConnectFault::Io(error) => Self::from(error),
        }
    }
}

impl From<io::Error> for ErrorKind {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::Closed(String::new()),
            _ => Self::Io(error),
        }
    }
}
