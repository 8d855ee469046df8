//! Mail protocols as client and server: SMTP and LMTP ([`smtp`]), IMAP ([`imap`]), POP3 ([`pop3`]), the TLS beneath them
//! ([`tls`]), and what proves a sender ([`evidence`]).
//! Envelopes and bytes only: this crate knows nothing of conversations, parses no message and reads no clock.

pub mod address;
mod channel;
pub mod evidence;
pub mod imap;
pub mod login;
pub mod pop3;
pub mod smtp;
mod stream;
pub mod tls;

pub use address::{AddressError, EnvelopeAddress};
pub use login::Login;
