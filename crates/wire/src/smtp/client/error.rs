//! Why a step of the SMTP client failed: which step, and what happened, so that the caller knows what is safe to repeat.

use std::fmt;
use std::io;

use crate::smtp::Reply;
use crate::stream::ConnectFault;
use crate::tls::TlsFault;

/// A step of a session, in the order they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Finding the host and connecting.
    Connect,
    /// The server's first words.
    Greeting,
    /// EHLO, before or after TLS.
    Ehlo,
    /// STARTTLS and the handshake (also the handshake of implicit TLS).
    Tls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA up to the 354.
    Data,
    /// The message's bytes. Nothing was accepted yet.
    Body,
    /// The final dot was perhaps sent: after a failure that is not a refusal, the mail may have been accepted.
    FinalDot,
    /// RSET.
    Rset,
    /// QUIT.
    Quit,
}

/// What happened at the step.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// The server said no.
    #[error("the server answered: {0}")]
    Refused(Reply),
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
    /// STARTTLS was asked for and is not offered.
    #[error("the server offers no STARTTLS")]
    NoStartTls,
    /// Something followed the answer to STARTTLS in the clear.
    #[error("the server sent unencrypted data after STARTTLS")]
    DataAfterStartTls,
    /// The server offers no way to sign in that we know (PLAIN, LOGIN, XOAUTH2).
    #[error("the server offers no known way to sign in")]
    NoAuthMechanism,
    /// A plain connection to another machine.
    #[error("a plain connection is allowed to this machine only")]
    PlainOffLoopback,
    /// The mail needs an extension that the server does not offer.
    #[error("the server does not offer {0}")]
    NotOffered(&'static str),
    /// What the server sent is not SMTP, or goes beyond a bound.
    #[error("the server does not speak SMTP: {0}")]
    Protocol(&'static str),
    /// A step out of order, or after the session failed.
    #[error("the session cannot take this step")]
    OutOfOrder,
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
    /// The server's refusal, if it was one.
    pub fn reply(&self) -> Option<&Reply> {
        match &self.kind {
            ErrorKind::Refused(reply) => Some(reply),
            _ => None,
        }
    }

    /// Whether the mail may have been accepted although no answer came (assurance R8).
    pub fn is_uncertain(&self) -> bool {
        self.step == Step::FinalDot && !matches!(self.kind, ErrorKind::Refused(_) | ErrorKind::OutOfOrder)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Ehlo => "EHLO",
            Self::Tls => "TLS",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Body => "body",
            Self::FinalDot => "final dot",
            Self::Rset => "RSET",
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
