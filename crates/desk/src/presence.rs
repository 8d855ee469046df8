//! Presence: what agents are doing, who may set it to what, and who of them is given conversations (CC-2, CC-3, SB-8).
//! Whether a browser is there, and whether there is e-mail to take, are facts that come in.

use crate::{Micros, limits};

/// What an agent chose, or a manager for them. It holds until another is chosen, also while no browser is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chosen {
    /// There.
    #[default]
    Online,
    /// There, and not to be given anything.
    Away,
    /// Not there, whatever is open.
    Offline,
    /// There, for e-mail (CC-2).
    InEmail,
}

impl Chosen {
    /// All of them, as menus show them.
    pub const ALL: [Self; 4] = [Self::Online, Self::InEmail, Self::Away, Self::Offline];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Offline => "offline",
            Self::InEmail => "in_email",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chosen| chosen.word() == word)
    }

    /// True for those whom queues give conversations to (CC-3).
    #[must_use]
    pub fn takes(self) -> bool {
        matches!(self, Self::Online | Self::InEmail)
    }

    /// What it is once nothing but this has changed: `in_email` becomes `online` when its condition ends (CC-2).
    #[must_use]
    pub fn settled(self, takes_email: bool) -> Self {
        match self {
            Self::InEmail if !takes_email => Self::Online,
            other => other,
        }
    }
}

/// What somebody's presence is at this time: what was chosen, and offline without a live browser for
/// [`limits::PRESENCE_SECONDS`] (SB-8).
#[must_use]
pub fn at(chosen: Chosen, seen_at: Option<Micros>, now: Micros) -> Chosen {
    match seen_at {
        Some(seen) if seen.plus_s(limits::PRESENCE_SECONDS) > now => chosen,
        _ => Chosen::Offline,
    }
}

/// Who wants to set whose presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// It is their own.
    pub own: bool,
    /// They lead the team.
    pub leads: bool,
    /// The e-mail channel is on, and whose presence it is belongs to a queue that takes e-mail (CC-2).
    pub takes_email: bool,
}

/// Why a presence cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is another's.
    NotTheirs,
    /// There is no e-mail for them to be in.
    NoEmail,
}

/// Whether somebody may set a presence to this (CC-2): agents their own, whoever leads the team everybody's.
///
/// # Errors
/// [`Refusal`].
pub fn may_set(to: Chosen, setting: Setting) -> Result<(), Refusal> {
    if !setting.own && !setting.leads {
        return Err(Refusal::NotTheirs);
    }
    if to.settled(setting.takes_email) != to {
        return Err(Refusal::NoEmail);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SB-8, CC-3: offline is chosen, or five minutes without a live browser, whatever was chosen; it is there again then.
    #[test]
    fn offline_is_chosen_or_comes_after_five_minutes() {
        let now = Micros(0).plus_s(1_000);
        let seen = |ago: i64| Some(now.plus_s(-ago));
        for chosen in Chosen::ALL {
            for (seen_at, expected) in
                [(None, Chosen::Offline), (seen(0), chosen), (seen(299), chosen), (seen(300), Chosen::Offline)]
            {
                assert_eq!(at(chosen, seen_at, now), expected, "{chosen:?} {seen_at:?}");
            }
        }
    }

    /// CC-3: automatic assignment takes online and in_email.
    #[test]
    fn who_is_online_or_in_email_is_given_conversations() {
        let taking: Vec<&str> = Chosen::ALL.into_iter().filter(|one| one.takes()).map(Chosen::word).collect();
        assert_eq!(taking, ["online", "in_email"]);
    }

    /// CC-2: every change, who may make it, and that in_email has its condition.
    #[test]
    fn each_change_has_those_who_may_make_it() {
        for to in Chosen::ALL {
            for (own, leads) in [(true, false), (true, true), (false, true), (false, false)] {
                for takes_email in [true, false] {
                    let expected = match (own || leads, to, takes_email) {
                        (false, ..) => Err(Refusal::NotTheirs),
                        (true, Chosen::InEmail, false) => Err(Refusal::NoEmail),
                        _ => Ok(()),
                    };
                    assert_eq!(may_set(to, Setting { own, leads, takes_email }), expected, "{to:?}");
                }
            }
        }
    }

    /// CC-2: without its condition in_email becomes online; nothing ever becomes in_email by itself.
    #[test]
    fn in_email_becomes_online_when_its_condition_ends_and_nothing_becomes_it() {
        for chosen in Chosen::ALL {
            let expected = if chosen == Chosen::InEmail { Chosen::Online } else { chosen };
            assert_eq!((chosen.settled(true), chosen.settled(false)), (chosen, expected));
        }
    }

    #[test]
    fn words_are_read_back() {
        for chosen in Chosen::ALL {
            assert_eq!(Chosen::from_word(chosen.word()), Some(chosen));
        }
    }
}
