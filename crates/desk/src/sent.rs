//! Sent: what was found in the Sent folder of a mailbox. Whoever may write there is the mailbox's owner, so what lies there
//! needs no evidence, and none of it is ever sent by us.

use serde_json::json;

use crate::{
    ConversationId, MessageId,
    arrival::Ignored,
    conversation::Status,
    trace::{Step, TraceLine},
};

/// What is known about a mail of the Sent folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The message of ours with the same Message-ID: our own copy.
    pub own_copy: Option<MessageId>,
    /// The message with the same Message-ID, sender and body, if it is here already.
    pub same_mail: Option<MessageId>,
    /// A machine wrote it.
    pub automatic: bool,
    /// The conversation that it answers, by In-Reply-To or References, and where that stands.
    pub answers: Option<(ConversationId, Status)>,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is set aside.
    Ignore(Ignored),
    /// It is the team's answer, sent already: recorded and never sent again.
    Record {
        /// In this conversation.
        conversation: ConversationId,
        /// Its status after it; none: unchanged.
        status: Option<Status>,
    },
}

/// Says what becomes of a mail of the Sent folder.
#[must_use]
pub fn decide(facts: &Facts) -> (Fate, TraceLine) {
    let line = |outcome: &str, reason: &str| TraceLine::new(Step::Decide, outcome, reason);
    if let Some(message) = facts.own_copy {
        let found = Fate::Ignore(Ignored::DuplicateOf(message));
        return (found, line("ignored", "our-own-copy").with(json!({"message": message})));
    }
    if let Some(message) = facts.same_mail {
        let found = Fate::Ignore(Ignored::DuplicateOf(message));
        return (found, line("ignored", "arrived-again").with(json!({"message": message})));
    }
    match facts.answers {
        Some((conversation, status)) => {
            let after = if facts.automatic { status } else { status.after_team_message() };
            let found = Fate::Record { conversation, status: (after != status).then_some(after) };
            (found, line("appended", "sent-from-the-mailbox").with(json!({"conversation": conversation})))
        }
        None => (Fate::Ignore(Ignored::SentElsewhere), line("ignored", Ignored::SentElsewhere.word())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(facts: Facts, expect: &str) {
        let (fate, line) = decide(&facts);
        let status = match fate {
            Fate::Record { status, .. } => status.map_or("unchanged", Status::word),
            Fate::Ignore(_) => "-",
        };
        assert_eq!(format!("{} {} {status}", line.outcome, line.reason), expect);
    }

    #[test]
    fn a_colleagues_answer_is_recorded_and_our_own_copy_is_not() {
        let none = Facts { own_copy: None, same_mail: None, automatic: false, answers: None };
        let answering = |status| Facts { answers: Some((ConversationId(4), status)), ..none };
        check(none, "ignored sent-elsewhere -");
        check(answering(Status::Open), "appended sent-from-the-mailbox answered");
        check(answering(Status::Spam), "appended sent-from-the-mailbox unchanged");
        check(answering(Status::Answered), "appended sent-from-the-mailbox unchanged");
        check(Facts { automatic: true, ..answering(Status::Open) }, "appended sent-from-the-mailbox unchanged");
        check(Facts { own_copy: Some(MessageId(1)), ..answering(Status::Open) }, "ignored our-own-copy -");
        check(Facts { same_mail: Some(MessageId(1)), ..answering(Status::Open) }, "ignored arrived-again -");
    }
}
