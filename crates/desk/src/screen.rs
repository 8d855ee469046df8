//! Screen: what kind of mail this is, before anybody asks who wrote it. Evidence (trust.md) joins here as further facts.

use serde_json::json;

use crate::{
    MessageId,
    arrival::{Ignored, Quarantine},
    trace::{Step, TraceLine},
};

/// What is known about a mail before anybody asks who wrote it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What kind of mail its form says it is.
    pub kind: mail::Kind,
    /// How many addresses stand in From.
    pub from_count: usize,
    /// The message of this mailbox with the same Message-ID, From and body, if it is here already.
    pub same_mail: Option<MessageId>,
    /// The message that we sent under this Message-ID from this sender, if it is our own coming back.
    pub own_mail: Option<MessageId>,
    /// True when the desk sent it itself to prove a mailbox.
    pub proof: bool,
    /// Why it is held as spam, if it is ([`crate::spam`]).
    pub spam: Option<Quarantine>,
    /// True when its sender is on the list of blocked senders.
    pub blocked: bool,
}

/// What the screen found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screened {
    /// A person may have written it.
    Personal,
    /// A machine wrote it: it is recorded, and triggers nothing (TR-0).
    Automatic,
    /// A bounce: it belongs to what bounced, and never starts a conversation.
    Bounce,
    /// Held.
    Quarantine(Quarantine),
    /// Set aside.
    Ignore(Ignored),
}

/// Screens a mail. The first rule that applies wins.
#[must_use]
pub fn screen(facts: &Facts) -> (Screened, TraceLine) {
    let line = |outcome: &str, reason: &str| TraceLine::new(Step::Screen, outcome, reason);
    if facts.proof {
        return (Screened::Ignore(Ignored::Verification), line("ignored", Ignored::Verification.word()));
    }
    if let Some(message) = facts.own_mail {
        let found = Screened::Ignore(Ignored::DuplicateOf(message));
        return (found, line("ignored", "our-own-mail-came-back").with(json!({"message": message})));
    }
    if let Some(message) = facts.same_mail {
        let found = Screened::Ignore(Ignored::DuplicateOf(message));
        return (found, line("ignored", "arrived-again").with(json!({"message": message})));
    }
    if facts.blocked {
        return (Screened::Ignore(Ignored::BlockedSender), line("ignored", Ignored::BlockedSender.word()));
    }
    if let Some(reason) = facts.spam {
        return (Screened::Quarantine(reason), line("quarantined", reason.word()));
    }
    match facts.kind {
        mail::Kind::Bounce => (Screened::Bounce, line("bounce", "delivery-report")),
        mail::Kind::Report => (Screened::Automatic, line("automatic", "report")),
        mail::Kind::AutoReply => (Screened::Automatic, line("automatic", "automatic-reply")),
        mail::Kind::List | mail::Kind::Message if facts.from_count == 0 => {
            (Screened::Quarantine(Quarantine::NoSender), line("quarantined", "no-sender"))
        }
        mail::Kind::List => (Screened::Personal, line("personal", "list-mail")),
        mail::Kind::Message => (Screened::Personal, line("personal", "ordinary-mail")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(kind: mail::Kind) -> Facts {
        Facts { kind, from_count: 1, same_mail: None, own_mail: None, proof: false, spam: None, blocked: false }
    }

    #[test]
    fn a_mail_without_sender_is_held_not_dropped() {
        let (found, _) = screen(&Facts { from_count: 0, ..facts(mail::Kind::Message) });
        assert_eq!(found, Screened::Quarantine(Quarantine::NoSender));
    }

    #[test]
    fn the_same_mail_by_another_path_is_set_aside_and_names_its_twin() {
        let (found, line) = screen(&Facts { same_mail: Some(MessageId(5)), ..facts(mail::Kind::Message) });
        assert_eq!(found, Screened::Ignore(Ignored::DuplicateOf(MessageId(5))));
        assert_eq!(line.facts["message"], "5");
    }

    #[test]
    fn a_blocked_sender_is_set_aside() {
        let (found, line) = screen(&Facts { blocked: true, ..facts(mail::Kind::Message) });
        assert_eq!((found, line.reason.as_str()), (Screened::Ignore(Ignored::BlockedSender), "blocked-sender"));
    }

    #[test]
    fn machines_are_told_from_people() {
        assert_eq!(screen(&facts(mail::Kind::AutoReply)).0, Screened::Automatic);
        assert_eq!(screen(&facts(mail::Kind::Bounce)).0, Screened::Bounce);
        assert_eq!(screen(&facts(mail::Kind::List)).0, Screened::Personal);
    }
}
