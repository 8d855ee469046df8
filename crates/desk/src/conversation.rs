//! Conversations: their statuses, what moves them, and the views that list them.

use serde::{Deserialize, Serialize};

/// Where a conversation stands (spec.md §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody answered yet.
    New,
    /// The customer's message is the last.
    Open,
    /// The team's message is the last.
    Answered,
    /// The team calls it solved.
    Resolved,
    /// Closed by hand or by time.
    Closed,
    /// Waits until a date, then goes back to what it was.
    Postponed,
    /// Set aside as spam.
    Spam,
    /// Set aside to be deleted.
    Trash,
}

impl Status {
    /// All statuses, in the order of a conversation's life.
    pub const ALL: [Self; 8] =
        [Self::New, Self::Open, Self::Answered, Self::Resolved, Self::Closed, Self::Postponed, Self::Spam, Self::Trash];

    /// The word that is stored and shown in the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Postponed => "postponed",
            Self::Spam => "spam",
            Self::Trash => "trash",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// What a message of a customer makes of it: the conversation waits for the team again. In spam it is only counted.
    #[must_use]
    pub fn after_customer_message(self) -> Self {
        match self {
            Self::New => Self::New,
            Self::Spam => Self::Spam,
            Self::Open | Self::Answered | Self::Resolved | Self::Closed | Self::Postponed | Self::Trash => Self::Open,
        }
    }

    /// What an answer of the team makes of it, unless the answer names a status. Set aside stays set aside.
    #[must_use]
    pub fn after_team_message(self) -> Self {
        if self.is_aside() { self } else { Self::Answered }
    }

    /// True for what an agent may set by hand; `new` is only ever the beginning.
    #[must_use]
    pub fn can_be_set(self) -> bool {
        self != Self::New
    }

    /// True for what is set aside: spam and trash.
    #[must_use]
    pub fn is_aside(self) -> bool {
        matches!(self, Self::Spam | Self::Trash)
    }

    /// The shelf that lists look on.
    #[must_use]
    pub fn shelf(self) -> Shelf {
        match self {
            Self::New | Self::Open | Self::Answered => Shelf::Open,
            Self::Resolved | Self::Closed => Shelf::Done,
            Self::Postponed => Shelf::Postponed,
            Self::Spam => Shelf::Spam,
            Self::Trash => Shelf::Trash,
        }
    }
}

/// Statuses grouped as the lists need them; stored beside the status so that one index serves a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// `new`, `open` and `answered`.
    Open = 0,
    /// `resolved` and `closed`.
    Done = 1,
    /// `postponed`.
    Postponed = 2,
    /// `spam`.
    Spam = 3,
    /// `trash`.
    Trash = 4,
}

impl Shelf {
    /// The stored number.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Done => 1,
            Self::Postponed => 2,
            Self::Spam => 3,
            Self::Trash => 4,
        }
    }
}

/// A built-in view (contract.md § REST).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// New, open and answered conversations of the caller.
    Mine,
    /// New, open and answered ones without assignee.
    Unassigned,
    /// New, open and answered.
    Open,
    /// Where a note mentions the caller, spam and trash aside; by the newest mention.
    Mentions,
    /// Waiting for a date.
    Postponed,
    /// Where the caller has begun to write; by when they last did.
    Drafts,
    /// Where the caller has written to somebody, spam and trash aside; by the newest such message.
    Sent,
    /// Every status but spam and trash.
    All,
    /// Set aside as spam.
    Spam,
    /// Set aside to be deleted.
    Trash,
}

impl View {
    /// The built-in views in the order of the sidebar.
    pub const ALL: [Self; 10] = [
        Self::Mine,
        Self::Unassigned,
        Self::Open,
        Self::Mentions,
        Self::Postponed,
        Self::Drafts,
        Self::Sent,
        Self::All,
        Self::Spam,
        Self::Trash,
    ];

    /// The word of the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Open => "open",
            Self::Mentions => "mentions",
            Self::Postponed => "postponed",
            Self::Drafts => "drafts",
            Self::Sent => "sent",
            Self::All => "all",
            Self::Spam => "spam",
            Self::Trash => "trash",
        }
    }

    /// Reads the word of the API.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }

    /// True for what each agent has of their own, whoever has the conversations: the conversation's row does not say it.
    #[must_use]
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Mentions | Self::Drafts | Self::Sent)
    }

    /// True when the view is for conversations that are assigned as said, whatever their status.
    #[must_use]
    pub fn is_for(self, assigned: bool, mine: bool) -> bool {
        match self {
            Self::Mine => mine,
            Self::Unassigned => !assigned,
            _ => true,
        }
    }

    /// True when a conversation of this status, assigned as said, stands in the view; of a personal view, when it may.
    #[must_use]
    pub fn holds(self, status: Status, assigned: bool, mine: bool) -> bool {
        match self {
            Self::Mine => status.shelf() == Shelf::Open && mine,
            Self::Unassigned => status.shelf() == Shelf::Open && !assigned,
            Self::Open => status.shelf() == Shelf::Open,
            Self::Postponed => status.shelf() == Shelf::Postponed,
            Self::Drafts => true,
            Self::All | Self::Mentions | Self::Sent => !status.is_aside(),
            Self::Spam => status.shelf() == Shelf::Spam,
            Self::Trash => status.shelf() == Shelf::Trash,
        }
    }
}

/// How a conversation reaches us.
pub const CHANNEL_EMAIL: &str = "email";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_message_reopens_all_but_new_and_spam() {
        for status in Status::ALL {
            let expected = match status {
                Status::New => Status::New,
                Status::Spam => Status::Spam,
                _ => Status::Open,
            };
            assert_eq!(status.after_customer_message(), expected, "{status:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(status));
        }
        for view in View::ALL {
            assert_eq!(View::from_word(view.word()), Some(view));
        }
        assert_eq!(Status::from_word("gone"), None);
    }
}
