//! Decide: the fate of a mail, as one pure function of what the earlier steps found. Rules are tried in order, the
//! first that matches wins. The full policy (evidence, tokens, LA-4, SO-7, SO-8) widens [`Facts`] and this list.

use serde_json::json;

use crate::{
    ConversationId,
    arrival::{Ignored, Quarantine},
    conversation::Status,
    identify::Sender,
    screen::Screened,
    trace::{Step, TraceLine},
};

/// The conversation that the thread step chose, as far as deciding needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The conversation.
    pub conversation: ConversationId,
    /// Where it stands.
    pub status: Status,
    /// True when From is its contact or another participant.
    pub from_participant: bool,
    /// True when From is the contact that it belongs to.
    pub from_requester: bool,
}

/// What the earlier steps found.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// What kind of mail.
    pub screened: Screened,
    /// Who wrote.
    pub sender: Sender,
    /// The conversation it matches.
    pub matched: Option<Matched>,
}

/// The fate of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It starts a conversation.
    Start {
        /// A machine wrote it: nothing automatic follows.
        automatic: bool,
    },
    /// It joins a conversation.
    Append {
        /// Which.
        conversation: ConversationId,
        /// The status after it; none: unchanged.
        status: Option<Status>,
        /// A machine wrote it: nothing automatic follows.
        automatic: bool,
        /// Somebody who is no participant wrote it: for agents only (TC-5).
        third_person: bool,
    },
    /// It is held.
    Quarantine(Quarantine),
    /// It is set aside.
    Ignore(Ignored),
}

/// Decides. Always names the rule.
#[must_use]
pub fn decide(facts: &Facts) -> (Decision, TraceLine) {
    let (decision, outcome, rule) = rule(facts);
    let line = TraceLine::new(Step::Decide, outcome, rule);
    match facts.matched {
        Some(matched) => {
            (decision, line.with(json!({"conversation": matched.conversation, "status": matched.status.word()})))
        }
        None => (decision, line),
    }
}

fn rule(facts: &Facts) -> (Decision, &'static str, &'static str) {
    match (facts.screened, facts.sender, facts.matched) {
        (Screened::Quarantine(reason), _, _) => (Decision::Quarantine(reason), "quarantined", reason.word()),
        (Screened::Ignore(reason), _, _) => (Decision::Ignore(reason), "ignored", reason.word()),
        (Screened::Bounce, _, None) => {
            (Decision::Ignore(Ignored::UnmatchedBounce), "ignored", Ignored::UnmatchedBounce.word())
        }
        (Screened::Bounce | Screened::Automatic, _, Some(matched)) => (recorded(matched), "appended", "automatic-mail"),
        (Screened::Automatic, _, None) => (Decision::Start { automatic: true }, "started", "automatic-mail"),
        (Screened::Personal, Sender::Ourselves(_), Some(matched)) => (recorded(matched), "appended", "our-own-mailbox"),
        (Screened::Personal, Sender::Ourselves(_), None) => {
            (Decision::Start { automatic: true }, "started", "our-own-mailbox")
        }
        (Screened::Personal, Sender::Agent(_), Some(matched)) if matched.from_requester => {
            (joined(matched, false), "appended", "agent-is-the-requester")
        }
        (Screened::Personal, Sender::Agent(_), Some(_)) => {
            let reason = Quarantine::AgentNotVerified;
            (Decision::Quarantine(reason), "quarantined", reason.word())
        }
        (Screened::Personal, Sender::Agent(_), None) => {
            (Decision::Start { automatic: false }, "started", "agent-is-the-requester")
        }
        (Screened::Personal, Sender::Contact(_), Some(matched)) if matched.from_participant => {
            (joined(matched, false), "appended", "participant")
        }
        (Screened::Personal, Sender::Contact(_), Some(matched)) => (joined(matched, true), "appended", "third-person"),
        (Screened::Personal, Sender::Contact(_), None) => {
            (Decision::Start { automatic: false }, "started", "nothing-matches")
        }
    }
}

fn recorded(matched: Matched) -> Decision {
    Decision::Append { conversation: matched.conversation, status: None, automatic: true, third_person: false }
}

fn joined(matched: Matched, third_person: bool) -> Decision {
    let after = matched.status.after_customer_message();
    let status = (after != matched.status).then_some(after);
    Decision::Append { conversation: matched.conversation, status, automatic: false, third_person }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentId, ContactId, MailboxId};

    const MATCHED: Matched = Matched {
        conversation: ConversationId(9),
        status: Status::Answered,
        from_participant: true,
        from_requester: true,
    };

    fn check(screened: Screened, sender: Sender, matched: Option<Matched>, expect: &str) {
        let (decision, line) = decide(&Facts { screened, sender, matched });
        let status = match decision {
            Decision::Append { status, .. } => status.map_or("unchanged", Status::word),
            _ => "-",
        };
        assert_eq!(format!("{} {} {status}", line.outcome, line.reason), expect);
    }

    #[test]
    fn every_kind_of_mail_has_its_rule() {
        let contact = Sender::Contact(Some(ContactId(1)));
        let agent = Sender::Agent(AgentId(1));
        let stranger = Matched { from_participant: false, from_requester: false, ..MATCHED };
        let spam = Matched { status: Status::Spam, ..MATCHED };
        check(Screened::Personal, contact, None, "started nothing-matches -");
        check(Screened::Personal, contact, Some(MATCHED), "appended participant open");
        check(Screened::Personal, contact, Some(spam), "appended participant unchanged");
        check(Screened::Personal, contact, Some(stranger), "appended third-person open");
        check(Screened::Personal, agent, None, "started agent-is-the-requester -");
        check(Screened::Personal, agent, Some(MATCHED), "appended agent-is-the-requester open");
        check(Screened::Personal, agent, Some(stranger), "quarantined agent-not-verified -");
        check(Screened::Personal, Sender::Ourselves(MailboxId(1)), Some(MATCHED), "appended our-own-mailbox unchanged");
        check(Screened::Automatic, contact, Some(MATCHED), "appended automatic-mail unchanged");
        check(Screened::Automatic, contact, None, "started automatic-mail -");
        check(Screened::Bounce, contact, Some(MATCHED), "appended automatic-mail unchanged");
        check(Screened::Bounce, contact, None, "ignored unmatched-bounce -");
    }
}
