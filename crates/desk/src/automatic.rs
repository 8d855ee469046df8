//! Automatic mail that leaves: whether it may (assurance.md D1, D2; SB-5's limits). Whoever writes something automatic
//! asks here first, and tells in the timeline which limit kept it back. What a mail is, and who sends it, is not judged here.

use serde::{Deserialize, Serialize};

use crate::{address, limits};

/// What kind of automatic mail to a customer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The greeting of a conversation that begins (LD-2).
    Greeting,
    /// The away message outside of the business hours (LD-7).
    Away,
    /// The survey after a conversation was resolved (LD-3).
    Survey,
    /// An assistant's answer (LD-5).
    Assistant,
    /// What a rule writes (SO-16).
    Rule,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Away => "away",
            Self::Survey => "survey",
            Self::Assistant => "assistant",
            Self::Rule => "rule",
        }
    }
}

/// What sort of mail an automatic one would answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// A person's, as far as one can tell.
    Person,
    /// One that a machine wrote, a bounce included.
    Machine,
    /// One to many.
    List,
}

/// What has left within the window of each limit, and what is known of the mail that would be answered.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What it would answer.
    pub answers: Answers,
    /// The sender of the transport: empty is the null sender; none where it is not known.
    pub return_path: Option<&'a str>,
    /// Whom it would go to.
    pub recipient: &'a str,
    /// True when the recipient is a mailbox of ours.
    pub is_ours: bool,
    /// True when mail to the recipient came back for good.
    pub bounced: bool,
    /// True when mail of this sender is held.
    pub blocked: bool,
    /// True when this person got a survey within the mailbox's pause (LD-3).
    pub paused: bool,
    /// True when the team has written to this customer before.
    pub known: bool,
    /// True when the sender's proof is enough (E1 or more).
    pub proved: bool,
    /// True when the mail that it would answer is part of a loop.
    pub looping: bool,
    /// True when the same words came from several senders.
    pub repeated: bool,
    /// What has left already.
    pub counts: Counts,
}

/// How many automatic mails have left, by the window of each limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In this conversation within a day.
    pub in_conversation: i64,
    /// Of this kind to this address within a day.
    pub to_address: i64,
    /// To addresses of this domain, in ten minutes; 0 for free-mail domains, whose addresses are strangers to each other.
    pub to_domain: i64,
    /// From this mailbox to customers whom nobody has written to, within an hour.
    pub to_unknown: i64,
    /// In all within an hour.
    pub in_all: i64,
}

/// Why an automatic mail is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// What it would answer was written by a machine, or its sender wants no answer (RFC 3834 § 2).
    Machine,
    /// What it would answer went to a list.
    List,
    /// The recipient's name is a machine's: `mailer-daemon`, `noreply`.
    MachineAddress,
    /// The recipient is a mailbox of ours, or no address.
    OwnAddress,
    /// Mail to this address came back.
    Bounced,
    /// The sender is blocked.
    Blocked,
    /// Nothing proves who wrote.
    NotProved,
    /// This person was asked not long ago.
    Pause,
    /// Two machines are answering each other.
    Loop,
    /// The same words came from several senders.
    Repeated,
    /// Enough in this conversation today.
    Conversation,
    /// Enough of this kind to this address today.
    Address,
    /// Enough to this domain for the moment.
    Domain,
    /// Enough to people nobody has written to, this hour.
    Unknown,
    /// Enough in all, this hour.
    Hour,
}

impl Limit {
    /// All limits, in the order in which they are asked.
    pub const ALL: [Self; 15] = [
        Self::Machine,
        Self::List,
        Self::MachineAddress,
        Self::OwnAddress,
        Self::Bounced,
        Self::Blocked,
        Self::NotProved,
        Self::Pause,
        Self::Loop,
        Self::Repeated,
        Self::Conversation,
        Self::Address,
        Self::Domain,
        Self::Unknown,
        Self::Hour,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::List => "list",
            Self::MachineAddress => "machine-address",
            Self::OwnAddress => "own-address",
            Self::Bounced => "bounced",
            Self::Blocked => "blocked",
            Self::NotProved => "not-proved",
            Self::Pause => "pause",
            Self::Loop => "loop",
            Self::Repeated => "repeated",
            Self::Conversation => "conversation",
            Self::Address => "address",
            Self::Domain => "domain",
            Self::Unknown => "unknown",
            Self::Hour => "hour",
        }
    }
}

/// Whether an automatic mail may leave now.
///
/// # Errors
/// The first limit that keeps it back.
pub fn may_send(facts: &Facts<'_>) -> Result<(), Limit> {
    let counts = facts.counts;
    let machine = facts.answers == Answers::Machine || facts.return_path == Some("");
    let kept_back = [
        (machine, Limit::Machine),
        (facts.answers == Answers::List, Limit::List),
        (is_machine_address(facts.recipient), Limit::MachineAddress),
        (facts.is_ours || !address::is_deliverable(facts.recipient), Limit::OwnAddress),
        (facts.bounced, Limit::Bounced),
        (facts.blocked, Limit::Blocked),
        (!facts.proved, Limit::NotProved),
        (facts.paused, Limit::Pause),
        (facts.looping, Limit::Loop),
        (facts.repeated, Limit::Repeated),
        (counts.in_conversation >= limits::AUTOMATIC_IN_CONVERSATION, Limit::Conversation),
        (counts.to_address >= limits::AUTOMATIC_TO_ADDRESS, Limit::Address),
        (counts.to_domain >= limits::AUTOMATIC_TO_DOMAIN, Limit::Domain),
        (!facts.known && counts.to_unknown >= limits::AUTOMATIC_TO_UNKNOWN, Limit::Unknown),
        (counts.in_all >= limits::AUTOMATIC_IN_ALL, Limit::Hour),
    ];
    match kept_back.into_iter().find(|(applies, _)| *applies) {
        Some((_, limit)) => Err(limit),
        None => Ok(()),
    }
}

/// Local parts that no person reads.
const MACHINES: &[&str] = &[
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "daemon",
    "postmaster",
    "noreply",
    "no-reply",
    "no_reply",
    "no.reply",
    "nobody",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "dontreply",
    "bounce",
    "bounces",
    "listserv",
    "majordomo",
    "autoresponder",
    "auto-reply",
    "autoreply",
];
const MACHINE_STARTS: &[&str] =
    &["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "bounce-", "bounces-", "owner-"];
const MACHINE_ENDS: &[&str] = &["-noreply", "-no-reply", ".noreply", "-request", "-bounces", "-owner", "-donotreply"];

/// True for an address that nobody reads, by its local part.
#[must_use]
pub fn is_machine_address(written: &str) -> bool {
    let folded = address::fold(written);
    let (plain, _) = address::without_plus(&folded);
    let local = plain.split('@').next().unwrap_or_default();
    MACHINES.contains(&local)
        || MACHINE_STARTS.iter().any(|start| local.starts_with(start))
        || MACHINE_ENDS.iter().any(|end| local.ends_with(end))
}

/// Who stands behind an address where strangers are told apart: its organisation's domain, where one house has it; the address itself
/// where anybody may have one beside it.
#[must_use]
pub fn house(folded: &str) -> String {
    match address::domain(folded) {
        Some(domain) if !crate::free_mail::is_free_mail(domain) => address::organisational(domain),
        _ => folded.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts<'static> {
        Facts {
            answers: Answers::Person,
            return_path: Some("zoe@shop.example"),
            recipient: "zoe@shop.example",
            is_ours: false,
            bounced: false,
            blocked: false,
            paused: false,
            known: false,
            proved: true,
            looping: false,
            repeated: false,
            counts: Counts::default(),
        }
    }

    /// X-2, D1, D2, edge case 17: each limit keeps a mail back by itself, and the first one is named.
    #[test]
    fn each_limit_keeps_a_mail_back_and_is_named() {
        assert_eq!(may_send(&facts()), Ok(()));
        let with = |counts| Facts { counts, ..facts() };
        let cases = [
            (Facts { answers: Answers::Machine, ..facts() }, Limit::Machine),
            (Facts { return_path: Some(""), ..facts() }, Limit::Machine),
            (Facts { answers: Answers::List, ..facts() }, Limit::List),
            (Facts { recipient: "No-Reply@shop.example", ..facts() }, Limit::MachineAddress),
            (Facts { is_ours: true, ..facts() }, Limit::OwnAddress),
            (Facts { recipient: "nonsense", ..facts() }, Limit::OwnAddress),
            (Facts { bounced: true, ..facts() }, Limit::Bounced),
            (Facts { blocked: true, ..facts() }, Limit::Blocked),
            (Facts { proved: false, ..facts() }, Limit::NotProved),
            (Facts { paused: true, ..facts() }, Limit::Pause),
            (Facts { looping: true, ..facts() }, Limit::Loop),
            (Facts { repeated: true, ..facts() }, Limit::Repeated),
            (with(Counts { in_conversation: 5, ..Counts::default() }), Limit::Conversation),
            (with(Counts { to_address: 1, ..Counts::default() }), Limit::Address),
            (with(Counts { to_domain: 2, ..Counts::default() }), Limit::Domain),
            (with(Counts { to_unknown: 50, ..Counts::default() }), Limit::Unknown),
            (with(Counts { in_all: 1_000, ..Counts::default() }), Limit::Hour),
        ];
        for (facts, limit) in cases {
            assert_eq!(may_send(&facts), Err(limit), "{facts:?}");
        }
        let named: Vec<Limit> = Limit::ALL.into_iter().filter(|limit| !limit.word().is_empty()).collect();
        assert_eq!(named.len(), Limit::ALL.len());
    }

    /// D1: below each figure a mail leaves, and customers whom the team knows are not counted as strangers.
    #[test]
    fn below_every_limit_mail_leaves() {
        let counts = Counts { in_conversation: 4, to_address: 0, to_domain: 1, to_unknown: 49, in_all: 999 };
        assert_eq!(may_send(&Facts { counts, ..facts() }), Ok(()));
        let known = Facts { known: true, counts: Counts { to_unknown: 5_000, ..counts }, ..facts() };
        assert_eq!(may_send(&known), Ok(()));
    }

    #[test]
    fn machines_are_known_by_their_addresses() {
        for machine in [
            "MAILER-DAEMON@x.example",
            "noreply@x.example",
            "no-reply+123@x.example",
            "noreply-orders@x.example",
            "owner-list@x.example",
            "list-request@x.example",
            "list-bounces@x.example",
            "postmaster@x.example",
        ] {
            assert!(is_machine_address(machine), "{machine}");
        }
        for person in ["zoe@x.example", "reply@x.example", "bouncer@x.example", "request@x.example"] {
            assert!(!is_machine_address(person), "{person}");
        }
    }

    #[test]
    fn a_house_is_its_domain_but_for_free_mail() {
        assert_eq!(house("zoe@shop.example"), "shop.example");
        assert_eq!(house("zoe@mail.berlin.shop.example"), "shop.example");
        assert_eq!(house("zoe@gmail.com"), "zoe@gmail.com");
        assert_eq!(house("nonsense"), "nonsense");
    }
}
