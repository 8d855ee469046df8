//! Presence: what agents are doing, who may set it to what, and who of them is given conversations (CC-2, CC-3, SB-8).
//! Whether a browser is there, whether there is e-mail to take, and what somebody joined are facts that come in.

use crate::{Micros, limits};

mod own;
mod sessions;

pub use own::CountsAs;
pub use sessions::{Joined, Kind};

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

    /// What it is once nothing but this has changed: `in_email` becomes `online` when its condition ends (CC-2).
    #[must_use]
    pub fn settled(self, takes_email: bool) -> Self {
        match self {
            Self::InEmail if !takes_email => Self::Online,
            other => other,
        }
    }
}

/// What somebody is doing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// There.
    Online,
    /// There, for e-mail (CC-2).
    InEmail,
    /// There, and not to be given anything.
    Away,
    /// Not there.
    Offline,
    /// On the telephone with a customer (CC-3).
    InCall,
    /// In a chat with a customer (CC-3).
    InChat,
}

impl Doing {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Online, Self::InEmail, Self::Away, Self::Offline, Self::InCall, Self::InChat];

    /// True for those whom queues give conversations to, and whom calls and chats are offered (CC-3).
    #[must_use]
    pub fn takes(self) -> bool {
        matches!(self, Self::Online | Self::InEmail)
    }
}

impl From<Chosen> for Doing {
    fn from(chosen: Chosen) -> Self {
        match chosen {
            Chosen::Online => Self::Online,
            Chosen::Away => Self::Away,
            Chosen::Offline => Self::Offline,
            Chosen::InEmail => Self::InEmail,
        }
    }
}

/// What somebody is doing at this time: the call or chat that they joined last and are still in, else what was chosen; and
/// offline without a live browser for [`limits::PRESENCE_SECONDS`] (SB-8). A chat is held by the browser, a call by the
/// telephone. Leaving restores what was before, since nothing was changed (CC-3).
#[must_use]
pub fn at(chosen: Chosen, joined: Joined, seen_at: Option<Micros>, now: Micros) -> Doing {
    let there = seen_at.is_some_and(|seen| seen.plus_s(limits::PRESENCE_SECONDS) > now);
    let chat = joined.chat.filter(|_| there);
    match (joined.call, chat) {
        (Some(call), Some(chat)) if chat > call => Doing::InChat,
        (Some(_), _) => Doing::InCall,
        (None, Some(_)) => Doing::InChat,
        (None, None) if there => chosen.into(),
        (None, None) => Doing::Offline,
    }
}

/// Since when somebody is offline; none where they are not. `chosen_at` is when they chose last. Who never had a browser, or
/// chose it before that was noted, has always been.
#[must_use]
pub fn offline_since(
    chosen: Chosen,
    chosen_at: Option<Micros>,
    joined: Joined,
    seen_at: Option<Micros>,
    now: Micros,
) -> Option<Micros> {
    if at(chosen, joined, seen_at, now) != Doing::Offline {
        return None;
    }
    let by_choice = (chosen == Chosen::Offline).then_some(chosen_at.unwrap_or_default());
    let unseen = seen_at.map_or(Micros::default(), |seen| seen.plus_s(limits::PRESENCE_SECONDS));
    [by_choice, Some(unseen).filter(|unseen| *unseen <= now)].into_iter().flatten().min()
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

    const NONE: Joined = Joined { call: None, chat: None };

    /// SB-8, CC-3: offline is chosen, or five minutes without a live browser, whatever was chosen; it is there again then.
    #[test]
    fn offline_is_chosen_or_comes_after_five_minutes() {
        let now = Micros(0).plus_s(1_000);
        let seen = |ago: i64| Some(now.plus_s(-ago));
        for chosen in Chosen::ALL {
            let there = Doing::from(chosen);
            for (seen_at, expected) in
                [(None, Doing::Offline), (seen(0), there), (seen(299), there), (seen(300), Doing::Offline)]
            {
                assert_eq!(at(chosen, NONE, seen_at, now), expected, "{chosen:?} {seen_at:?}");
            }
        }
    }

    /// CC-3: a call or a chat overrides whatever was chosen; the one joined last is told. A call holds without a browser, a
    /// chat does not.
    #[test]
    fn what_was_joined_overrides_what_was_chosen() {
        let now = Micros(0).plus_s(1_000);
        let (early, late) = (Some(now.plus_s(-20)), Some(now.plus_s(-10)));
        for chosen in Chosen::ALL {
            for (call, chat, there, gone) in [
                (early, None, Doing::InCall, Doing::InCall),
                (None, early, Doing::InChat, Doing::Offline),
                (early, late, Doing::InChat, Doing::InCall),
                (late, early, Doing::InCall, Doing::InCall),
                (early, early, Doing::InCall, Doing::InCall),
                (None, None, chosen.into(), Doing::Offline),
            ] {
                let joined = Joined { call, chat };
                assert_eq!(at(chosen, joined, Some(now), now), there, "{chosen:?} {joined:?}");
                assert_eq!(
                    at(chosen, joined, Some(now.plus_s(-300)), now),
                    gone,
                    "{chosen:?} {joined:?} without a browser"
                );
            }
        }
    }

    /// LD-6: offline since it was chosen, or since five minutes after the browser was last heard of, whichever came first.
    #[test]
    fn offline_has_a_beginning() {
        let now = Micros(0).plus_s(10_000);
        let ago = |seconds: i64| Some(now.plus_s(-seconds));
        for (chosen, chosen_at, seen_at, expected) in [
            (Chosen::Online, ago(900), ago(10), None),
            (Chosen::Online, ago(900), ago(400), ago(100)),
            (Chosen::Offline, ago(900), ago(10), ago(900)),
            (Chosen::Offline, ago(900), ago(400), ago(900)),
            (Chosen::Offline, ago(50), ago(400), ago(100)),
            (Chosen::Offline, None, ago(10), Some(Micros(0))),
            (Chosen::Away, None, None, Some(Micros(0))),
        ] {
            assert_eq!(offline_since(chosen, chosen_at, NONE, seen_at, now), expected, "{chosen:?} {seen_at:?}");
        }
        let joined = Joined { call: ago(20), chat: None };
        assert_eq!(offline_since(Chosen::Offline, ago(900), joined, None, now), None, "in a call");
    }

    /// CC-3: automatic assignment takes online and in_email, and nobody who is in a call or a chat.
    #[test]
    fn who_is_online_or_in_email_is_given_conversations() {
        let taking: Vec<Doing> = Doing::ALL.into_iter().filter(|one| one.takes()).collect();
        assert_eq!(taking, [Doing::Online, Doing::InEmail]);
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
