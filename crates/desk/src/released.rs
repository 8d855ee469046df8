//! Released: a person's last word about a mail that was held or set aside. It stands before the other rules, and lifts the
//! hold and nothing else: a mail that claims to be an agent's is never sent on to customers by it (trust.md).

use serde_json::json;

use crate::{
    AgentId,
    arrival::Ignored,
    decide::{self, Decision, Entry, Facts, Link},
    evidence::Level,
    screen::Screened,
    trace::{Step, TraceLine},
    trust::{self, From, NoteReason},
};

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// What would have happened, had the mail been believed.
    Release,
    /// A conversation of its own, whatever it answers.
    NewConversation,
}

impl How {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::NewConversation => "new_conversation",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Release, Self::NewConversation].into_iter().find(|how| how.word() == word)
    }
}

/// A person's last word about a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// What they want.
    pub how: How,
    /// Who.
    pub by: AgentId,
}

/// What a released mail becomes. None where nothing was held: the other rules decide, as for a duplicate that came
/// meanwhile.
#[must_use]
pub fn apply(released: Released, facts: &Facts) -> Option<(Decision, TraceLine)> {
    let decision = match released.how {
        How::NewConversation => alone(facts),
        How::Release => believed(facts)?,
    };
    let reason = match released.how {
        How::Release => "released",
        How::NewConversation => "released-as-new-conversation",
    };
    let line = TraceLine::new(Step::Decide, decide::outcome(&decision), reason);
    Some((decision, line.with(json!({"agent": released.by}))))
}

/// A conversation of its own. Nobody proved the sender by releasing the mail.
fn alone(facts: &Facts) -> Decision {
    let automatic = facts.trust.automatic || facts.trust.from == From::Ourselves;
    let link = facts.matched.map(|matched| Link::MaybeRelated(matched.conversation));
    Decision::Start { automatic, verified: false, link }
}

/// What the rules say of a mail that is no forgery and whose sender is not proved.
fn believed(facts: &Facts) -> Option<Decision> {
    match facts.screened {
        Screened::Ignore(reason) if reason != Ignored::BlockedSender => return None,
        Screened::Bounce if facts.matched.is_none() => return None,
        _ => {}
    }
    let by_agent = facts.trust.from == From::Agent && !facts.trust.requester && !facts.trust.automatic;
    if let (true, Some(matched)) = (by_agent, facts.matched) {
        // The agent's own text waits for the agent's own sign-in: here it is for the team to read.
        let entry = Entry::Note(NoteReason::NoToken);
        return Some(Decision::Append { conversation: matched.conversation, entry, status: None });
    }
    let level = facts.trust.level.max(Level::E0);
    let facts = Facts { trust: trust::Facts { level, ..facts.trust }, ..*facts };
    let (_, fate) = trust::judge(&facts.trust);
    match decide::apply(fate, &facts) {
        Decision::Quarantine(_) | Decision::Ignore(_) => Some(alone(&facts)),
        decided => Some(decided),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ConversationId, MessageId,
        arrival::Quarantine,
        conversation::Status,
        decide::Matched,
        trust::{AgentToken, Sign},
    };

    const MATCHED: Matched = Matched { conversation: ConversationId(9), status: Status::Answered };

    fn facts(screened: Screened, from: From, matched: bool) -> Facts {
        let automatic = matches!(screened, Screened::Automatic | Screened::Bounce);
        let sign = if matched { Sign::References } else { Sign::Nothing };
        let trust = trust::Facts { from, automatic, sign, level: Level::F, ..trust::Facts::ordinary() };
        let matched = matched.then_some(MATCHED);
        Facts {
            screened,
            matched,
            related: None,
            merge_into: None,
            repeats: false,
            foreign_token: false,
            trust,
            released: None,
        }
    }

    fn check(how: How, facts: &Facts, expect: &str) {
        let released = Some(Released { how, by: AgentId(4) });
        let (decision, line) = decide::decide(&Facts { released, ..*facts });
        let found = match decision {
            Decision::Start { automatic, verified, .. } => format!("start automatic={automatic} verified={verified}"),
            Decision::Append { entry, status, .. } => {
                format!("append {entry:?} {}", status.map_or("unchanged", Status::word))
            }
            Decision::Quarantine(reason) => format!("quarantine {}", reason.word()),
            Decision::Ignore(reason) => format!("ignore {}", reason.word()),
        };
        assert_eq!(format!("{} {found}", line.reason), expect);
    }

    /// a release lifts the hold, proves nobody, and never sends an agent's text to customers.
    #[test]
    fn what_is_released_is_what_it_would_have_been_but_never_an_agents_answer() {
        use How::Release;
        let personal = Screened::Personal;
        let held = Screened::Quarantine(Quarantine::NoSender);
        let twin = Screened::Ignore(Ignored::DuplicateOf(MessageId(5)));
        let blocked = Screened::Ignore(Ignored::BlockedSender);
        let of = |from, matched| facts(personal, from, matched);
        check(Release, &of(From::Customer, false), "released start automatic=false verified=false");
        check(Release, &facts(held, From::Customer, false), "released start automatic=false verified=false");
        check(Release, &facts(blocked, From::Customer, false), "released start automatic=false verified=false");
        let participant = of(From::Customer, true);
        let participant = Facts { trust: trust::Facts { participant: true, ..participant.trust }, ..participant };
        check(Release, &participant, "released append Customer { verified: false } open");
        check(Release, &of(From::Customer, true), "released append ThirdPerson open");
        check(Release, &of(From::Agent, true), "released append Note(NoToken) unchanged");
        let own = of(From::Agent, true);
        let own = Facts { trust: trust::Facts { token: AgentToken::Own, level: Level::E3, ..own.trust }, ..own };
        check(Release, &own, "released append Note(NoToken) unchanged");
        let requester = Facts { trust: trust::Facts { requester: true, participant: true, ..own.trust }, ..own };
        check(Release, &requester, "released append Customer { verified: true } open");
        check(Release, &facts(Screened::Bounce, From::Customer, true), "released append Recorded unchanged");
        check(Release, &facts(twin, From::Customer, false), "duplicate-of ignore duplicate-of");
        check(Release, &facts(Screened::Bounce, From::Customer, false), "unmatched-bounce ignore unmatched-bounce");
        // SB-5: what the setting would ignore is wanted all the same.
        let chat_only = of(From::Customer, false);
        let chat_only = Facts { trust: trust::Facts { convert_all: false, ..chat_only.trust }, ..chat_only };
        check(Release, &chat_only, "released start automatic=false verified=false");
    }

    /// whatever set a mail aside, a person may make it a conversation.
    #[test]
    fn everything_can_become_a_conversation_of_its_own() {
        let twin = Screened::Ignore(Ignored::DuplicateOf(MessageId(5)));
        let held = Screened::Quarantine(Quarantine::PossibleForgery);
        for (screened, from, automatic) in [
            (twin, From::Customer, false),
            (held, From::Agent, false),
            (Screened::Personal, From::Ourselves, true),
            (Screened::Bounce, From::Customer, true),
        ] {
            let expect = format!("released-as-new-conversation start automatic={automatic} verified=false");
            check(How::NewConversation, &facts(screened, from, true), &expect);
        }
    }

    #[test]
    fn a_word_is_read_back() {
        for how in [How::Release, How::NewConversation] {
            assert_eq!(How::from_word(how.word()), Some(how));
        }
        assert_eq!(How::from_word("publish"), None);
    }
}
