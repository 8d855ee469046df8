//! Statistics (SO-12): what is counted of a conversation, under what, and on which day. A conversation's rows give its
//! facts, facts give cells, cells add up; so what is kept by day can always be counted anew from the rows, and be the same.
//! Nothing here knows who asks, or how long something may take.

mod calendar;
mod cell;
mod facts;
mod outcomes;
mod period;
mod spread;
mod summary;
#[cfg(test)]
mod tests;

pub use calendar::{date_of, day_of, local, month_after, month_of};
pub use cell::{Cell, Cells, Key, Tally, add, differ};
pub use facts::{Deed, Facts, History, Moved, What, Wrote};
pub use outcomes::{Promise, Promised, Promises, Surveyed, Surveys};
pub use period::{Period, Rows, Step, rows, since};
pub use spread::Spread;
pub use summary::{Figures, Left, Part, parts, ranked, whole};

/// Under what conversations are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// All of them together.
    Desk,
    /// The mailbox they came to.
    Mailbox,
    /// The queue they are in now.
    Queue,
    /// For what people did, whoever did it; for all else, whoever has the conversation now.
    Agent,
    /// The category they have now.
    Category,
    /// Each tag they have now.
    Tag,
}

impl Dimension {
    /// All dimensions.
    pub const ALL: [Self; 6] = [Self::Desk, Self::Mailbox, Self::Queue, Self::Agent, Self::Category, Self::Tag];

    /// The word that is stored and shown in the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Mailbox => "mailbox",
            Self::Queue => "queue",
            Self::Agent => "agent",
            Self::Category => "category",
            Self::Tag => "tag",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// How much time a cell stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// One day.
    Day,
    /// One month of the calendar.
    Month,
    /// All time.
    Ever,
}

impl Span {
    /// All spans.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Ever];

    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Ever => "ever",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
