//! How the API shows what the store keeps: one file a noun. Every field is always there; what is absent is null.

pub mod arrivals;
pub mod articles;
pub mod assistants;
pub mod business_hours;
pub mod connections;
pub mod contacts;
pub mod conversations;
pub mod drafts;
pub mod fields;
pub mod ledger;
pub mod mailboxes;
pub mod messages;
pub mod people;
pub mod policies;
pub mod report_outcomes;
pub mod reports;
pub mod rules;
pub mod surveys;
pub mod views;
pub mod webhooks;

use desk::Micros;
use jiff::Timestamp;

/// An instant as the API writes it: RFC 3339 in UTC.
#[must_use]
pub fn time(at: Micros) -> Timestamp {
    let most = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(at.0).unwrap_or(most)
}

/// An instant that a request names.
#[must_use]
pub fn micros(at: Timestamp) -> Micros {
    Micros(at.as_microsecond())
}

/// Words of the API and of `desk` that stand for each other.
macro_rules! same_words {
    ($ours:ident, $theirs:ty, $($word:ident = $their:ident),*) => {
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self {
                match value { $(<$theirs>::$their => Self::$word),* }
            }
        }
        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self {
                match value { $($ours::$word => Self::$their),* }
            }
        }
    };
}
pub(crate) use same_words;
