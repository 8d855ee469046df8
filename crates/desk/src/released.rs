//! Released: a person's last word about a mail that was held or set aside. It stands before the other rules, and lifts the
//! hold and nothing else: a mail that claims to be an agent's is never sent on to customers by it (trust.md).

use serde_json::json;

use crate::{
    AgentId,
    arrival::{Ignored, Quarantine},
    decide::{self, Decision, Entry, Facts, Link},
    evidence::Level,
    screen::Screened,
    trace::{Step, TraceLine},
    trust::{self, AgentToken, From, NoteReason},
};

/// What the person wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// What would have happened, had the mail been believed.
    Release,
    /// A conversation of its own, whatever it answers.
    NewConversation,
    /// The agent whose address it bears has signed in and says that it is theirs (TR-8).
    Accept,
}

impl How {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::NewConversation => "new_conversation",
            Self::Accept => "accept",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Release, Self::NewConversation, Self::Accept].into_iter().find(|how| how.word() == word)
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
        How::Accept => accepted(facts)?,
    };
    let reason = match released.how {
        How::Release => "released",
        How::NewConversation => "released-as-new-conversation",
        How::Accept => "accepted-by-its-agent",
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

/// True where the rules decide all the same: the mail came meanwhile, or belongs nowhere.
fn is_settled(facts: &Facts) -> bool {
    match facts.screened {
        Screened::Ignore(reason) => reason != Ignored::BlockedSender,
        Screened::Bounce => facts.matched.is_none(),
        Screened::Personal | Screened::Automatic | Screened::Quarantine(_) => false,
    }
}

/// The agent's sign-in stands in for their token, and for no more: LA-4's rows 1 and 3 are what they are, and what would be
/// an answer is a note that its author publishes (TR-5). Whether they may act is asked again (TR-3).
fn accepted(facts: &Facts) -> Option<Decision> {
    if is_settled(facts) {
        return None;
    }
    if facts.repeats {
        return Some(Decision::Quarantine(Quarantine::AgentRepeats));
    }
    let token = AgentToken::Own;
    let trust = trust::Facts { token, token_suffices: false, level: Level::E0, ..facts.trust };
    let facts = Facts { trust, ..*facts };
    Some(match facts.matched {
        Some(_) => decide::apply(trust::judge(&trust).1, &facts),
        None => alone(&facts),
    })
}

/// What the rules say of a mail that is no forgery and whose sender is not proved.
fn believed(facts: &Facts) -> Option<Decision> {
    if is_settled(facts) {
        return None;
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
        conversation::Status,
        decide::Matched,
        policy::AgentReplies,
        trust::{Recipients, Sign},
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

    /// TR-8, TR-5, LA-4: what its agent accepts is the agent's, and what would go to customers waits for being published.
    #[test]
    fn what_its_agent_accepts_counts_as_with_a_token_and_no_evidence() {
        let base = facts(Screened::Personal, From::Agent, true);
        let by = |recipients, replies| {
            let level = Level::E0;
            let suffices = trust::Facts { token_suffices: true, recipients, replies, level, ..base.trust };
            Facts { trust: suffices, ..base }
        };
        let note = "accepted-by-its-agent append Note(Plain) unchanged";
        let waits = "accepted-by-its-agent append Note(Unverified) unchanged";
        check(How::Accept, &by(Recipients::OneMailbox, AgentReplies::Note), note);
        check(How::Accept, &by(Recipients::OneMailbox, AgentReplies::Reply), waits);
        check(How::Accept, &by(Recipients::OnlyUs, AgentReplies::Reply), note);
        check(How::Accept, &by(Recipients::Outsiders, AgentReplies::Note), waits);
        let may_not = trust::Facts { may_act: false, ..base.trust };
        let held = "accepted-by-its-agent quarantine agent-may-not-act";
        check(How::Accept, &Facts { trust: may_not, ..base }, held);
        check(How::Accept, &Facts { repeats: true, ..base }, "accepted-by-its-agent quarantine agent-repeats");
        let alone = Facts { matched: None, ..base };
        check(How::Accept, &alone, "accepted-by-its-agent start automatic=false verified=false");
        let twin = Screened::Ignore(Ignored::DuplicateOf(MessageId(5)));
        check(How::Accept, &facts(twin, From::Agent, true), "duplicate-of ignore duplicate-of");
    }

    #[test]
    fn a_word_is_read_back() {
        for how in [How::Release, How::NewConversation, How::Accept] {
            assert_eq!(How::from_word(how.word()), Some(how));
        }
        assert_eq!(How::from_word("publish"), None);
    }
}
