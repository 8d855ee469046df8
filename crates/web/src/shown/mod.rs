//! How the API shows what the store keeps: one file a noun. Every field is always there; what is absent is null.

pub mod arrivals;
pub mod conversations;
pub mod mailboxes;
pub mod messages;
pub mod people;

use desk::Micros;
use jiff::Timestamp;

/// An instant as the API writes it: RFC 3339 in UTC.
#[must_use]
pub fn time(at: Micros) -> Timestamp {
    let most = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(at.0).unwrap_or(most)
}
