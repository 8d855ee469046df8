//! Presence in its first form: who is offline, and so is told by mail (SB-8).

use serde::{Deserialize, Serialize};

use crate::{Micros, limits};

/// What an agent chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Chosen {
    /// Online while a browser is open.
    #[default]
    Online,
    /// Offline, whatever is open.
    Offline,
}

impl Chosen {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Online, Self::Offline].into_iter().find(|chosen| chosen.word() == word)
    }
}

/// True when somebody is offline: by choice, or without a live browser for [`limits::PRESENCE_SECONDS`] (SB-8).
#[must_use]
pub fn is_offline(chosen: Chosen, seen_at: Option<Micros>, now: Micros) -> bool {
    chosen == Chosen::Offline || seen_at.is_none_or(|seen| seen.plus_s(limits::PRESENCE_SECONDS) <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SB-8: offline is chosen, or five minutes without a live browser.
    #[test]
    fn offline_is_chosen_or_comes_after_five_minutes() {
        let now = Micros(0).plus_s(1_000);
        let seen = |ago: i64| Some(now.plus_s(-ago));
        for (chosen, seen_at, offline) in [
            (Chosen::Online, None, true),
            (Chosen::Online, seen(0), false),
            (Chosen::Online, seen(299), false),
            (Chosen::Online, seen(300), true),
            (Chosen::Offline, seen(0), true),
            (Chosen::Offline, None, true),
        ] {
            assert_eq!(is_offline(chosen, seen_at, now), offline, "{chosen:?} {seen_at:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for chosen in [Chosen::Online, Chosen::Offline] {
            assert_eq!(Chosen::from_word(chosen.word()), Some(chosen));
        }
    }
}
