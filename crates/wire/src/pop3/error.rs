//! Why a step of the POP3 client failed: which step, and what happened, in the cases that a person must tell apart.

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
    /// STLS and the handshake (also the handshake of implicit TLS).
    Tls,
    /// CAPA.
    Capability,
    /// USER and PASS, or AUTH.
    Login,
    /// UIDL and LIST.
    List,
    /// RETR and TOP.
    Fetch,
    /// DELE.
    Delete,
    /// QUIT, which is when deleting happens.
    Quit,
}

/// What happened at the step.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// The server said -ERR; the connection stays usable.
    #[error("the server answered: {text}")]
    Refused {
        /// The response code without brackets (RFC 2449), such as `IN-USE`.
        code: Option<String>,
        /// The server's words.
        text: String,
    },
    /// The server does not accept the login; with its words.
    #[error("the server refused the login: {0}")]
    LoginRefused(String),
    /// The login holds characters that POP3 cannot carry.
    #[error("the login holds a line break")]
    LoginUnspeakable,
    /// The host name does not resolve.
    #[error("the host name was not found")]
    HostNotFound,
    /// Nothing listens on the port.
    #[error("the connection was refused")]
    ConnectionRefused,
    /// The server ended the connection.
    #[error("the server closed the connection")]
    Closed,
    /// The network failed.
    #[error("the network failed")]
    Io(#[source] io::Error),
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// TLS failed.
    #[error(transparent)]
    Tls(TlsFault),
    /// STLS was asked for and is not offered.
    #[error("the server offers no STLS")]
    NoStartTls,
    /// Something followed the answer to STLS in the clear.
    #[error("the server sent unencrypted data after STLS")]
    DataAfterStartTls,
    /// The server offers no way to sign in that we know (USER, PLAIN, XOAUTH2).
    #[error("the server offers no known way to sign in")]
    NoAuthMechanism,
    /// A plain connection to another machine.
    #[error("a plain connection is allowed to this machine only")]
    PlainOffLoopback,
    /// The server does not name its mails (UIDL), so that none can be known again.
    #[error("the server does not name its mails")]
    NoUidl,
    /// The server sent a line, or an answer, beyond its bound. The connection is over.
    #[error("the server sent an answer without end")]
    TooLong,
    /// What the server sent is not POP3.
    #[error("the server does not speak POP3: {0}")]
    Protocol(&'static str),
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
        matches!(self.kind, ErrorKind::Refused { .. })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Tls => "TLS",
            Self::Capability => "CAPA",
            Self::Login => "login",
            Self::List => "UIDL",
            Self::Fetch => "RETR",
            Self::Delete => "DELE",
            Self::Quit => "QUIT",
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
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error),
        }
    }
}
