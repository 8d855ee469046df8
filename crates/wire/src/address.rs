//! The address as SMTP's envelope carries it. What could leave its command (a control character, a space, an angle
//! bracket) is refused here, so that no caller can inject a command.

use std::fmt;

/// The longest address that RFC 5321 §4.5.3.1.3 allows, in bytes, without the angle brackets.
pub const MAX_ADDRESS_BYTES: usize = 254;

/// An address that is safe to write between `<` and `>`; may be international (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvelopeAddress(String);

/// Why a text is not an envelope address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is longer than [`MAX_ADDRESS_BYTES`].
    #[error("the address is longer than {MAX_ADDRESS_BYTES} bytes")]
    TooLong,
    /// It holds a control character, a space or an angle bracket.
    #[error("the address holds a character that an envelope cannot carry")]
    Character,
    /// It is not of the form `local@domain`.
    #[error("the address is not of the form local@domain")]
    Shape,
}

impl EnvelopeAddress {
    /// Checks `text`; the null sender `<>` is not an address (see [`crate::smtp::client::Session::mail`]).
    pub fn new(text: &str) -> Result<Self, AddressError> {
        if text.len() > MAX_ADDRESS_BYTES {
            return Err(AddressError::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>')) {
            return Err(AddressError::Character);
        }
        match text.rsplit_once('@') {
            Some((local, domain)) if !local.is_empty() && !domain.is_empty() => Ok(Self(text.to_owned())),
            _ => Err(AddressError::Shape),
        }
    }

    /// The address without angle brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the server must offer SMTPUTF8 to take it.
    pub fn needs_utf8(&self) -> bool {
        !self.0.is_ascii()
    }
}

impl fmt::Display for EnvelopeAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
