//! The mail that was forwarded within another, attached (`message/rfc822`) or under a header block in its text.

use crate::model::Address;

/// What a forwarded mail says about itself, as far as the mail around it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Forwarded {
    /// The author of the forwarded mail.
    pub from: Option<Address>,
    /// Its recipients.
    pub to: Vec<Address>,
    /// The moment in RFC 3339 where it can be read, else as it stands there.
    pub date: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its Message-ID without angle brackets, when it was attached whole.
    pub message_id: Option<String>,
    /// Its text.
    pub text: String,
}

impl crate::Mail {
    /// The mail that this one forwards, when it does.
    pub fn forwarded(&self) -> Option<Forwarded> {
        None
    }
}
