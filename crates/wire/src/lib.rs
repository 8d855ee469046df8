//! Mail protocols as client and server: SMTP and LMTP ([`smtp`]), IMAP ([`imap`]), the TLS beneath them ([`tls`]).
//! Envelopes and bytes only: this crate knows nothing of conversations, parses no message and reads no clock.

pub mod address;
mod channel;
pub mod imap;
pub mod login;
pub mod smtp;
mod stream;
pub mod tls;

pub use address::{AddressError, EnvelopeAddress};
pub use login::Login;
