//! Who may speak as whom by mail (trust.md): the rules TR-0…TR-9 and TC-1…TC-8 as ordered data. The first that matches
//! wins. Pure: what a rule looks at stands in [`Facts`], what it says is a [`Fate`]; it performs nothing.

pub mod agents;
pub mod customers;
pub mod recipients;

use crate::{
    evidence::Level,
    policy::{AgentMail, AgentReplies},
};
pub use recipients::Recipients;

/// Who From says wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum From {
    /// A mailbox of ours.
    Ourselves,
    /// An agent, by a registered address, switched off or not.
    Agent,
    /// Anybody else.
    Customer,
}

/// The strongest sign by which the mail belongs to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// None: it belongs to no conversation that we know.
    Nothing,
    /// Only Thread-Index, Feedback-ID or a number in the subject.
    Hint,
    /// The token in our display name (SB-12).
    Name,
    /// A token in a recipient, valid for this sender.
    Token,
    /// A token or a stored Message-ID in In-Reply-To or References.
    References,
}

/// The token of the agent who writes, for the conversation that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgentToken {
    /// None of this agent's own: none at all, a spent one, or somebody else's.
    Missing,
    /// This agent's own, genuine, but expired: counts as one with E0.
    Expired,
    /// This agent's own.
    Own,
}

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent fact of trust.md")]
pub struct Facts {
    /// A machine wrote it: automatic mail, a bounce, a loop.
    pub automatic: bool,
    /// Who From says wrote.
    pub from: From,
    /// How sure that is.
    pub level: Level,
    /// E3 whose signature covers To, Cc, Message-ID, In-Reply-To and References, with a Date within 24 hours.
    pub signs_threading: bool,
    /// The strongest sign.
    pub sign: Sign,
    /// A customer's genuine but expired token is all that matches: counts as one with E0.
    pub customer_token_expired: bool,
    /// From is the conversation's requester (LA-6).
    pub requester: bool,
    /// From is one of its participants.
    pub participant: bool,
    /// The agent may act on it now: the same question as in the browser.
    pub may_act: bool,
    /// The agent's own token.
    pub token: AgentToken,
    /// `token_suffices` names the From domain.
    pub token_suffices: bool,
    /// The conversation has been closed for longer than the setting (SO-8).
    pub closed_too_long: bool,
    /// To whom the agent wrote (LA-4).
    pub recipients: Recipients,
    /// The setting LA-3, as it holds for this conversation.
    pub replies: AgentReplies,
    /// The setting of TR-6, row 2.
    pub reply_without_token: bool,
    /// It answers a notification about a note.
    pub about_note: bool,
    /// A customer's message is newer than the notification that it answers.
    pub stale: bool,
    /// Answers would go to a domain that nobody has confirmed yet (SB-15).
    pub destination_unconfirmed: bool,
    /// SO-7 finds a conversation to merge it into: same From, mailbox and subject, inside the window.
    pub mergeable: bool,
    /// Every mail to the mailbox becomes a conversation (SB-5).
    pub convert_all: bool,
    /// What becomes of mail that agents send directly (SB-5).
    pub agent_mail: AgentMail,
}

impl Facts {
    /// An ordinary mail of a stranger that matches nothing, under the default settings: what a test or a dry run varies.
    #[must_use]
    pub fn ordinary() -> Self {
        Self {
            automatic: false,
            from: From::Customer,
            level: Level::E0,
            signs_threading: false,
            sign: Sign::Nothing,
            customer_token_expired: false,
            requester: false,
            participant: false,
            may_act: true,
            token: AgentToken::Missing,
            token_suffices: false,
            closed_too_long: false,
            recipients: Recipients::OneMailbox,
            replies: AgentReplies::Note,
            reply_without_token: false,
            about_note: false,
            stale: false,
            destination_unconfirmed: false,
            mergeable: false,
            convert_all: true,
            agent_mail: AgentMail::Requester,
        }
    }
}

/// Why a note is one although its author may have meant an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteReason {
    /// LA-4 says note.
    Plain,
    /// It answers a notification about a note.
    AboutNote,
    /// The agent's own token without evidence: may be published in the browser (TR-5).
    Unverified,
    /// Evidence without the agent's own token (TR-6 row 2, TR-7).
    NoToken,
    /// The customer wrote meanwhile (TR-4).
    Stale,
    /// Answers would go to another domain than the customer's (SB-15).
    Destination,
}

impl NoteReason {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "note",
            Self::AboutNote => "about-a-note",
            Self::Unverified => "unverified",
            Self::NoToken => "no-token",
            Self::Stale => "customer-wrote-meanwhile",
            Self::Destination => "destination-unconfirmed",
        }
    }

    /// True where the agent gets a mail with a link to send it after all.
    #[must_use]
    pub fn asks_the_agent(self) -> bool {
        matches!(self, Self::Unverified | Self::Stale | Self::Destination)
    }
}

/// What a mail becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Recorded in its conversation; nothing automatic follows, no status changes.
    Recorded,
    /// A conversation that a machine's mail starts.
    RecordedAlone,
    /// Appended as the customer's message.
    Appended,
    /// Appended, marked "sender not verified".
    AppendedUnverified,
    /// Appended for agents only: from a third person.
    ThirdPerson,
    /// Appended to the customer's recent conversation with the same subject (SO-7).
    Merged,
    /// A new conversation.
    Started,
    /// A new conversation, linked to the closed one that it answers (SO-8).
    StartedAfterClosing,
    /// A new conversation, linked to another as "maybe related".
    StartedMaybeRelated,
    /// A new conversation whose requester the agent is (LA-6).
    StartedByAgent,
    /// A note of the agent.
    Note(NoteReason),
    /// The agent's answer, sent to all ticked participants after the undo window (row 2).
    Sent,
    /// The agent's answer, stored only: the agent chose the recipients (row 4).
    SentByAgent,
    /// Held: possible forgery.
    HeldForged,
    /// Held: the agent may not act on this conversation now.
    HeldMayNotAct,
    /// Held: an agent's address without token and evidence.
    HeldUnproved,
    /// Set aside: the mailbox takes only answers (SB-5), or agents' direct mail is ignored there.
    Ignored,
    /// Held: no rule matched; the enumeration shows that it is never reached.
    NoRule,
}

impl Fate {
    /// The stable word of the trace.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::RecordedAlone => "recorded-alone",
            Self::Appended => "appended",
            Self::AppendedUnverified => "appended-unverified",
            Self::ThirdPerson => "third-person",
            Self::Merged => "merged",
            Self::Started => "started",
            Self::StartedAfterClosing => "started-after-closing",
            Self::StartedMaybeRelated => "started-maybe-related",
            Self::StartedByAgent => "started-by-agent",
            Self::Note(reason) => reason.word(),
            Self::Sent => "sent",
            Self::SentByAgent => "sent-by-agent",
            Self::HeldForged => "possible-forgery",
            Self::HeldMayNotAct => "agent-may-not-act",
            Self::HeldUnproved => "agent-not-verified",
            Self::Ignored => "ignored",
            Self::NoRule => "no-rule",
        }
    }
}

/// One rule: its name in trust.md, its sentence, when it applies and what it says.
pub struct Rule {
    /// `TR-4`, `TC-3` …
    pub id: &'static str,
    /// What it says, as trust.md has it.
    pub says: &'static str,
    /// True where it matches.
    pub applies: fn(&Facts) -> bool,
    /// What follows.
    pub ruling: Ruling,
}

/// What follows where a rule matches.
#[derive(Clone, Copy)]
pub enum Ruling {
    /// The mail becomes this.
    Becomes(fn(&Facts) -> Fate),
    /// The customer rules decide.
    AsCustomer,
}

/// Any sender, first.
pub const ANYBODY: &[Rule] = &[Rule {
    id: "TR-0",
    says: "Automatic mail, bounces, loops, or From is a mailbox of ours: recorded where it belongs, never a person's \
           message; triggers nothing automatic",
    applies: |facts| facts.automatic || facts.from == From::Ourselves,
    ruling: Ruling::Becomes(|facts| match facts.sign {
        Sign::Name | Sign::Token | Sign::References => Fate::Recorded,
        Sign::Nothing | Sign::Hint if facts.convert_all => Fate::RecordedAlone,
        Sign::Nothing | Sign::Hint => Fate::Ignored,
    }),
}];

/// The last rule: nothing is ever dropped.
pub const NO_RULE: Rule =
    Rule { id: "no-rule", says: "No rule matches: held", applies: |_| true, ruling: Ruling::Becomes(|_| Fate::NoRule) };

/// The rule that decides about a mail, and what it becomes.
#[must_use]
pub fn judge(facts: &Facts) -> (&'static Rule, Fate) {
    let by_sender = if facts.from == From::Agent { agents::RULES } else { customers::RULES };
    let rule = first(facts, ANYBODY.iter().chain(by_sender));
    match rule.ruling {
        Ruling::Becomes(fate) => (rule, fate(facts)),
        Ruling::AsCustomer => {
            let rule = first(facts, customers::RULES.iter());
            let fate = match rule.ruling {
                Ruling::Becomes(fate) => fate(facts),
                Ruling::AsCustomer => Fate::NoRule,
            };
            (rule, fate)
        }
    }
}

fn first(facts: &Facts, mut rules: impl Iterator<Item = &'static Rule>) -> &'static Rule {
    rules.find(|rule| (rule.applies)(facts)).unwrap_or(&NO_RULE)
}

/// All rules in the order in which they are tried, with whom they are for.
#[must_use]
pub fn all() -> Vec<(&'static str, &'static Rule)> {
    let named = |whom: &'static str, rules: &'static [Rule]| rules.iter().map(move |rule| (whom, rule));
    named("any sender", ANYBODY)
        .chain(named("an agent's address", agents::RULES))
        .chain(named("everyone else", customers::RULES))
        .chain([("any sender", &NO_RULE)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TR-4, TR-5, SB-15: the agent is asked where only their word is missing; where proof is, a new mail is needed (TR-6, TR-7).
    #[test]
    fn an_agent_is_asked_where_their_word_is_missing() {
        for asked in [NoteReason::Unverified, NoteReason::Stale, NoteReason::Destination] {
            assert!(asked.asks_the_agent(), "{asked:?}");
        }
        for told in [NoteReason::Plain, NoteReason::AboutNote, NoteReason::NoToken] {
            assert!(!told.asks_the_agent(), "{told:?}");
        }
    }
}
