//! Decide: the fate of a mail, as one pure function of what the earlier steps found. Who may speak as whom is judged by
//! `trust`; this turns its word, and what the screen found, into what is done with the mail.

use serde_json::json;

use crate::{
    ConversationId,
    arrival::{Ignored, Quarantine},
    conversation::Status,
    policy::AgentMail,
    released::{self, Released},
    screen::Screened,
    trace::{Step, TraceLine},
    trust::{self, Fate, NoteReason, Sign},
};

/// The conversation that the thread step chose, as far as deciding needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The conversation.
    pub conversation: ConversationId,
    /// Where it stands.
    pub status: Status,
}

/// What the earlier steps found.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What kind of mail.
    pub screened: Screened,
    /// The conversation it matches.
    pub matched: Option<Matched>,
    /// A conversation whose token stood in a recipient without being answered: a new matter is linked to it.
    pub related: Option<ConversationId>,
    /// The conversation that SO-7 would merge it into.
    pub merge_into: Option<Matched>,
    /// An agent's mail whose Message-ID was acted on already: one is acted on once.
    pub repeats: bool,
    /// A token came with it that is an agent's who did not write it.
    pub foreign_token: bool,
    /// What the rules of trust.md look at.
    pub trust: trust::Facts,
    /// A person's last word about it, where it was held before.
    pub released: Option<Released>,
}

/// How a new conversation is linked to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It answers one that was closed (SO-8).
    Follows(ConversationId),
    /// A hint points to it (TC-6).
    MaybeRelated(ConversationId),
}

/// What a message is in the conversation that it joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The customer's.
    Customer {
        /// False: "sender not verified" (TC-4).
        verified: bool,
    },
    /// A third person's, for agents only (TC-5).
    ThirdPerson,
    /// A machine's, or our own mailbox's: recorded, nothing follows (TR-0).
    Recorded,
    /// An agent's note.
    Note(NoteReason),
    /// An agent's answer, to be sent to the ticked participants (LA-4, row 2).
    Answer,
    /// An agent's answer that the agent sent (LA-4, row 4).
    SentByAgent,
}

/// What is done with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It starts a conversation.
    Start {
        /// A machine wrote it: nothing automatic follows.
        automatic: bool,
        /// True where the sender is proved (E ≥ 1): only then Cc participants are ticked.
        verified: bool,
        /// What it is linked to.
        link: Option<Link>,
    },
    /// It joins a conversation.
    Append {
        /// Which.
        conversation: ConversationId,
        /// As what.
        entry: Entry,
        /// The status after it; none: unchanged.
        status: Option<Status>,
    },
    /// It is held.
    Quarantine(Quarantine),
    /// It is set aside.
    Ignore(Ignored),
}

/// Decides. Always names the rule.
#[must_use]
pub fn decide(facts: &Facts) -> (Decision, TraceLine) {
    if let Some(decided) = facts.released.and_then(|released| released::apply(released, facts)) {
        return decided;
    }
    let line = |outcome: &str, reason: &str| TraceLine::new(Step::Decide, outcome, reason);
    match facts.screened {
        Screened::Quarantine(reason) => (Decision::Quarantine(reason), line("quarantined", reason.word())),
        Screened::Ignore(reason) => (Decision::Ignore(reason), line("ignored", reason.word())),
        Screened::Bounce if facts.matched.is_none() => {
            (Decision::Ignore(Ignored::UnmatchedBounce), line("ignored", Ignored::UnmatchedBounce.word()))
        }
        Screened::Bounce | Screened::Automatic | Screened::Personal => by_trust(facts),
    }
}

fn by_trust(facts: &Facts) -> (Decision, TraceLine) {
    let (rule, fate) = trust::judge(&facts.trust);
    let held = match fate {
        Fate::Note(_) | Fate::Sent | Fate::SentByAgent if facts.repeats => Some(Quarantine::AgentRepeats),
        // The token counts as none, so the rules see a new matter: it is none, and who answers by it is looked at first.
        Fate::Started | Fate::StartedByAgent | Fate::Merged | Fate::Ignored
            if facts.foreign_token && facts.matched.is_none() =>
        {
            Some(Quarantine::ForeignToken)
        }
        _ => None,
    };
    let decision = held.map_or_else(|| apply(fate, facts), Decision::Quarantine);
    let reason = held.map_or(fate.word(), Quarantine::word);
    let line = TraceLine::new(Step::Decide, outcome(&decision), reason);
    let seen = json!({
        "rule": rule.id,
        "conversation": facts.matched.map(|matched| matched.conversation),
        "status": facts.matched.map(|matched| matched.status.word()),
        "evidence": facts.trust.level.word(),
        "token": token_word(&facts.trust),
        "sign": sign_word(facts.trust.sign),
    });
    (decision, line.with(seen))
}

/// What the rules' word means for this mail.
pub(crate) fn apply(fate: Fate, facts: &Facts) -> Decision {
    let verified = facts.trust.level >= crate::evidence::Level::E1;
    let start = |automatic, link| Decision::Start { automatic, verified, link };
    let link = facts.matched.map(|matched| matched.conversation).or(facts.related);
    match (fate, facts.matched) {
        (Fate::Recorded, Some(matched)) => append(matched, Entry::Recorded, matched.status),
        (Fate::Appended, Some(matched)) => by_customer(matched, Entry::Customer { verified: true }),
        (Fate::AppendedUnverified, Some(matched)) => by_customer(matched, Entry::Customer { verified: false }),
        (Fate::ThirdPerson, Some(matched)) => by_customer(matched, Entry::ThirdPerson),
        (Fate::Note(reason), Some(matched)) => append(matched, Entry::Note(reason), matched.status),
        (Fate::Sent, Some(matched)) => append(matched, Entry::Answer, matched.status.after_team_message()),
        (Fate::SentByAgent, Some(matched)) => append(matched, Entry::SentByAgent, matched.status.after_team_message()),
        (Fate::Merged, _) => match facts.merge_into {
            Some(into) => by_customer(into, Entry::Customer { verified: true }),
            None => Decision::Quarantine(Quarantine::NoRule),
        },
        (Fate::RecordedAlone, _) => start(true, None),
        (Fate::Started | Fate::StartedByAgent | Fate::StartedMaybeRelated, _) => {
            start(false, link.map(Link::MaybeRelated))
        }
        (Fate::StartedAfterClosing, _) => start(false, link.map(Link::Follows)),
        (Fate::HeldForged, _) => Decision::Quarantine(Quarantine::PossibleForgery),
        (Fate::HeldMayNotAct, _) => Decision::Quarantine(Quarantine::AgentMayNotAct),
        (Fate::HeldUnproved, _) => Decision::Quarantine(Quarantine::AgentNotVerified),
        (Fate::Ignored, _) if facts.trust.convert_all && facts.trust.agent_mail == AgentMail::Ignore => {
            Decision::Ignore(Ignored::AgentsMail)
        }
        (Fate::Ignored, _) => Decision::Ignore(Ignored::AnswersOnly),
        // A rule that appends matched no conversation: facts that contradict each other; held, never dropped.
        (
            Fate::NoRule
            | Fate::Recorded
            | Fate::Appended
            | Fate::AppendedUnverified
            | Fate::ThirdPerson
            | Fate::Note(_)
            | Fate::Sent
            | Fate::SentByAgent,
            _,
        ) => Decision::Quarantine(Quarantine::NoRule),
    }
}

fn append(matched: Matched, entry: Entry, after: Status) -> Decision {
    let status = (after != matched.status).then_some(after);
    Decision::Append { conversation: matched.conversation, entry, status }
}

fn by_customer(matched: Matched, entry: Entry) -> Decision {
    append(matched, entry, matched.status.after_customer_message())
}

pub(crate) fn outcome(decision: &Decision) -> &'static str {
    match decision {
        Decision::Start { .. } => "started",
        Decision::Append { .. } => "appended",
        Decision::Quarantine(_) => "quarantined",
        Decision::Ignore(_) => "ignored",
    }
}

fn token_word(facts: &trust::Facts) -> &'static str {
    match facts.token {
        trust::AgentToken::Missing => "missing",
        trust::AgentToken::Expired => "expired",
        trust::AgentToken::Own => "own",
    }
}

fn sign_word(sign: Sign) -> &'static str {
    match sign {
        Sign::Nothing => "nothing",
        Sign::Hint => "hint",
        Sign::Name => "name",
        Sign::Token => "token",
        Sign::References => "references",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        evidence::Level,
        trust::{AgentToken, From, Recipients},
    };

    const MATCHED: Matched = Matched { conversation: ConversationId(9), status: Status::Answered };

    fn facts(from: From, level: Level) -> Facts {
        let trust = trust::Facts { from, level, ..trust::Facts::ordinary() };
        Facts {
            screened: Screened::Personal,
            matched: None,
            related: None,
            merge_into: None,
            repeats: false,
            foreign_token: false,
            trust,
            released: None,
        }
    }

    fn matched(from: From, level: Level) -> Facts {
        let plain = facts(from, level);
        let trust = trust::Facts { sign: Sign::References, participant: from == From::Customer, ..plain.trust };
        Facts { matched: Some(MATCHED), trust, ..plain }
    }

    fn check(facts: &Facts, expect: &str) {
        let (decision, line) = decide(facts);
        let status = match decision {
            Decision::Append { status, .. } => status.map_or("unchanged", Status::word),
            _ => "-",
        };
        let rule = line.facts["rule"].as_str().unwrap_or("-");
        assert_eq!(format!("{rule} {} {} {status}", line.outcome, line.reason), expect);
    }

    #[test]
    fn every_kind_of_mail_has_its_rule() {
        check(&facts(From::Customer, Level::E0), "TC-8 started started -");
        check(&matched(From::Customer, Level::E1), "TC-3 appended appended open");
        check(&matched(From::Customer, Level::E0), "TC-4 appended appended-unverified open");
        check(&matched(From::Ourselves, Level::E2), "TR-0 appended recorded unchanged");
        check(&matched(From::Agent, Level::E0), "TR-8 quarantined agent-not-verified -");
        check(&facts(From::Agent, Level::E0), "TR-9 started started-by-agent -");
        check(&facts(From::Customer, Level::F), "TC-1 quarantined possible-forgery -");
        let bounce = Facts { screened: Screened::Bounce, ..facts(From::Customer, Level::E0) };
        check(&bounce, "- ignored unmatched-bounce -");
        let no_sender = Facts { screened: Screened::Quarantine(Quarantine::NoSender), ..bounce };
        check(&no_sender, "- quarantined no-sender -");
    }

    /// a notice of failure belongs to the conversation of the mail that it is about.
    #[test]
    fn a_bounce_that_matches_is_recorded_there() {
        let base = matched(From::Customer, Level::E0);
        let trust = trust::Facts { automatic: true, ..base.trust };
        check(&Facts { screened: Screened::Bounce, trust, ..base }, "TR-0 appended recorded unchanged");
    }

    /// SB-5, LA-6: what is set aside names the setting that did it; where both would, the mailbox's own.
    #[test]
    fn what_is_set_aside_names_its_setting() {
        let by_agent = |convert_all, agent_mail| {
            let base = facts(From::Agent, Level::E2);
            Facts { trust: trust::Facts { convert_all, agent_mail, ..base.trust }, ..base }
        };
        use crate::policy::AgentMail::{Ignore, Requester};
        check(&by_agent(true, Ignore), "TR-9 ignored ignored -");
        assert_eq!(decide(&by_agent(true, Ignore)).0, Decision::Ignore(Ignored::AgentsMail));
        assert_eq!(decide(&by_agent(false, Ignore)).0, Decision::Ignore(Ignored::AnswersOnly));
        assert_eq!(decide(&by_agent(false, Requester)).0, Decision::Ignore(Ignored::AnswersOnly));
    }

    /// the trace says which token came and by which sign the mail was matched.
    #[test]
    fn the_trace_names_token_and_sign() {
        let told = |token, sign| {
            let base = matched(From::Agent, Level::E2);
            let (_, line) = decide(&Facts { trust: trust::Facts { token, sign, ..base.trust }, ..base });
            format!("{} {}", line.facts["token"].as_str().unwrap(), line.facts["sign"].as_str().unwrap())
        };
        assert_eq!(told(AgentToken::Missing, Sign::Nothing), "missing nothing");
        assert_eq!(told(AgentToken::Expired, Sign::Hint), "expired hint");
        assert_eq!(told(AgentToken::Own, Sign::Name), "own name");
        assert_eq!(told(AgentToken::Own, Sign::Token), "own token");
        assert_eq!(told(AgentToken::Own, Sign::References), "own references");
    }

    /// LA-4: rows 2 and 4 make the conversation `answered`, notes change nothing.
    #[test]
    fn an_agents_answer_makes_the_conversation_answered_and_a_note_does_not() {
        let open = Matched { status: Status::Open, ..MATCHED };
        let by_agent = |recipients, replies| {
            let base = matched(From::Agent, Level::E2);
            let trust = trust::Facts { token: AgentToken::Own, recipients, replies, ..base.trust };
            Facts { matched: Some(open), trust, ..base }
        };
        use crate::policy::AgentReplies::{Note, Reply};
        check(&by_agent(Recipients::OneMailbox, Note), "TR-4 appended note unchanged");
        check(&by_agent(Recipients::OneMailbox, Reply), "TR-4 appended sent answered");
        check(&by_agent(Recipients::OnlyUs, Reply), "TR-4 appended note unchanged");
        check(&by_agent(Recipients::Outsiders, Note), "TR-4 appended sent-by-agent answered");
    }

    /// trust.md: one Message-ID of an agent is acted on once.
    #[test]
    fn a_repeated_message_id_of_an_agent_is_held() {
        let base = matched(From::Agent, Level::E2);
        let trust = trust::Facts { token: AgentToken::Own, ..base.trust };
        let (decision, _) = decide(&Facts { repeats: true, trust, ..base });
        assert_eq!(decision, Decision::Quarantine(Quarantine::AgentRepeats));
        let by_customer = Facts { repeats: true, ..matched(From::Customer, Level::E2) };
        assert!(matches!(decide(&by_customer).0, Decision::Append { .. }));
    }

    /// A7: whoever answers by another's token is held, unless the mail belongs somewhere by a sign of its own.
    #[test]
    fn a_token_that_is_another_agents_is_held_unless_the_mail_has_a_place() {
        for from in [From::Customer, From::Agent] {
            let alone = Facts { foreign_token: true, ..facts(from, Level::E3) };
            assert_eq!(decide(&alone).0, Decision::Quarantine(Quarantine::ForeignToken), "{from:?}");
        }
        let placed = Facts { foreign_token: true, ..matched(From::Customer, Level::E1) };
        assert!(matches!(decide(&placed).0, Decision::Append { .. }));
        let machine = facts(From::Customer, Level::E0);
        let machine =
            Facts { trust: trust::Facts { automatic: true, ..machine.trust }, foreign_token: true, ..machine };
        assert!(matches!(decide(&machine).0, Decision::Start { automatic: true, .. }));
    }

    /// SO-7, SO-8, TC-6: where a new mail goes, and what it is linked to.
    #[test]
    fn merged_mail_goes_to_its_twin_and_new_ones_are_linked() {
        let base = facts(From::Customer, Level::E1);
        let into = Matched { conversation: ConversationId(4), status: Status::Resolved };
        let trust = trust::Facts { mergeable: true, ..base.trust };
        let (decision, _) = decide(&Facts { merge_into: Some(into), trust, ..base });
        let entry = Entry::Customer { verified: true };
        assert_eq!(decision, Decision::Append { conversation: ConversationId(4), entry, status: Some(Status::Open) });
        let late = matched(From::Customer, Level::E0);
        let late = Facts { trust: trust::Facts { closed_too_long: true, ..late.trust }, ..late };
        let link = Some(Link::Follows(ConversationId(9)));
        assert_eq!(decide(&late).0, Decision::Start { automatic: false, verified: false, link });
        let hinted = Facts { trust: trust::Facts { sign: Sign::Hint, participant: true, ..base.trust }, ..base };
        let hinted =
            Facts { matched: Some(MATCHED), trust: trust::Facts { level: Level::E0, ..hinted.trust }, ..hinted };
        let link = Some(Link::MaybeRelated(ConversationId(9)));
        assert_eq!(decide(&hinted).0, Decision::Start { automatic: false, verified: false, link });
    }

    /// SB-5: the setting that ignored a mail is named.
    #[test]
    fn ignored_mail_names_its_setting() {
        let base = facts(From::Agent, Level::E2);
        let direct = Facts { trust: trust::Facts { agent_mail: AgentMail::Ignore, ..base.trust }, ..base };
        assert_eq!(decide(&direct).0, Decision::Ignore(Ignored::AgentsMail));
        let chat_only = Facts { trust: trust::Facts { convert_all: false, ..base.trust }, ..base };
        assert_eq!(decide(&chat_only).0, Decision::Ignore(Ignored::AnswersOnly));
    }
}
