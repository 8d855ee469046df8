//! Presences that a desk names itself (CC-14): each counts as one of the built-in ones, which stay.

use crate::presence::Chosen;

/// What a presence of a desk's own counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsAs {
    /// There, and given conversations.
    Online,
    /// There, and given nothing.
    Away,
}

impl CountsAs {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Chosen::from(self).word()
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Online, Self::Away].into_iter().find(|one| one.word() == word)
    }
}

impl From<CountsAs> for Chosen {
    fn from(counts: CountsAs) -> Self {
        match counts {
            CountsAs::Online => Self::Online,
            CountsAs::Away => Self::Away,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CC-14: an own presence counts as online or away, never as one that has a condition or is nobody there.
    #[test]
    fn an_own_presence_counts_as_online_or_away() {
        let read: Vec<Option<CountsAs>> =
            Chosen::ALL.into_iter().map(|chosen| CountsAs::from_word(chosen.word())).collect();
        assert_eq!(read, [Some(CountsAs::Online), None, Some(CountsAs::Away), None]);
        for counts in [CountsAs::Online, CountsAs::Away] {
            assert_eq!(CountsAs::from_word(counts.word()), Some(counts));
        }
    }
}
