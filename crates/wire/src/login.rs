//! What a client proves itself with, and how SASL spells it. Never shown: `Debug` hides the secret.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Credentials of a mailbox.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    /// A user name and a password (or an app password).
    Password {
        /// The user name, often the address.
        user: String,
        /// The password.
        password: String,
    },
    /// An OAuth 2 access token (the XOAUTH2 mechanism of Google and Microsoft).
    XOAuth2 {
        /// The user name, the address.
        user: String,
        /// A token that is valid now; renewing it is the caller's.
        token: String,
    },
}

impl Login {
    /// The user name.
    pub fn user(&self) -> &str {
        match self {
            Self::Password { user, .. } | Self::XOAuth2 { user, .. } => user,
        }
    }

    /// The initial response of SASL PLAIN (RFC 4616) or XOAUTH2, in base64.
    pub(crate) fn initial_response(&self) -> String {
        STANDARD.encode(match self {
            Self::Password { user, password } => format!("\0{user}\0{password}"),
            Self::XOAuth2 { user, token } => format!("user={user}\x01auth=Bearer {token}\x01\x01"),
        })
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { .. } => formatter.write_str("Login::Password(…)"),
            Self::XOAuth2 { .. } => formatter.write_str("Login::XOAuth2(…)"),
        }
    }
}

/// `text` in base64, as AUTH LOGIN wants it.
pub(crate) fn encode(text: &str) -> String {
    STANDARD.encode(text)
}

/// The text behind base64, if it is UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}
