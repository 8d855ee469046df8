//! The rules for mail from an agent's registered address (trust.md § From is an agent's registered address).

use super::{
    AgentToken, Facts, Fate, NoteReason, Rule, Ruling, Sign,
    recipients::{Row, row},
};
use crate::{evidence::Level, policy::AgentMail};

/// First match wins.
pub const RULES: &[Rule] = &[
    Rule {
        id: "TR-1",
        says: "From is this conversation's requester (LA-6): the customer rules",
        applies: |facts| facts.requester,
        ruling: Ruling::AsCustomer,
    },
    Rule {
        id: "TR-2",
        says: "F: quarantine with a red flag; three in an hour alert the admins",
        applies: |facts| facts.level == Level::F,
        ruling: Ruling::Becomes(|_| Fate::HeldForged),
    },
    Rule {
        id: "TR-3",
        says: "A conversation matches (by token or headers) but the agent may not act on it now: held, admins told",
        applies: |facts| belongs(facts) && !facts.may_act,
        ruling: Ruling::Becomes(|_| Fate::HeldMayNotAct),
    },
    Rule {
        id: "TR-4",
        says: "This agent's own token and E ≥ 1, or token_suffices for the From domain: the agent's message, LA-4's \
               table in full; row 2 after the undo window, unless the customer wrote meanwhile",
        applies: |facts| facts.token == AgentToken::Own && (facts.level >= Level::E1 || facts.token_suffices),
        ruling: Ruling::Becomes(|facts| match row(facts.recipients, facts.replies) {
            _ if facts.about_note => Fate::Note(NoteReason::AboutNote),
            Row::Note | Row::NoteAmongUs => Fate::Note(NoteReason::Plain),
            Row::SentByAgent => Fate::SentByAgent,
            Row::SendToParticipants if facts.stale => Fate::Note(NoteReason::Stale),
            Row::SendToParticipants => send(facts),
        }),
    },
    Rule {
        id: "TR-5",
        says: "This agent's own token, E0: rows 1 and 3 of LA-4; rows 2 and 4 become a note “unverified”, and the \
               agent gets one mail with a link to publish it",
        applies: |facts| facts.token != AgentToken::Missing,
        ruling: Ruling::Becomes(|facts| match row(facts.recipients, facts.replies) {
            _ if facts.about_note => Fate::Note(NoteReason::AboutNote),
            Row::Note | Row::NoteAmongUs => Fate::Note(NoteReason::Plain),
            Row::SendToParticipants | Row::SentByAgent => Fate::Note(NoteReason::Unverified),
        }),
    },
    Rule {
        id: "TR-6",
        says: "No token of this agent, the conversation matches by In-Reply-To or References, E ≥ 2: rows 1, 3 and 4 \
               of LA-4 in full. Row 2 needs reply_without_token and E3 with To, Cc, Message-ID, In-Reply-To and \
               References signed and a Date within 24 h; else it is a note",
        applies: |facts| facts.sign == Sign::References && facts.level >= Level::E2,
        ruling: Ruling::Becomes(|facts| match row(facts.recipients, facts.replies) {
            _ if facts.about_note => Fate::Note(NoteReason::AboutNote),
            Row::Note | Row::NoteAmongUs => Fate::Note(NoteReason::Plain),
            Row::SentByAgent => Fate::SentByAgent,
            Row::SendToParticipants
                if facts.reply_without_token && facts.level == Level::E3 && facts.signs_threading =>
            {
                send(facts)
            }
            Row::SendToParticipants => Fate::Note(NoteReason::NoToken),
        }),
    },
    Rule {
        id: "TR-7",
        says: "As TR-6 with E1: note “no token”",
        applies: |facts| facts.sign == Sign::References && facts.level == Level::E1,
        ruling: Ruling::Becomes(|_| Fate::Note(NoteReason::NoToken)),
    },
    Rule {
        id: "TR-8",
        says: "As TR-6 with E0: held; the agent gets one mail with a link to accept it",
        applies: |facts| facts.sign == Sign::References,
        ruling: Ruling::Becomes(|_| Fate::HeldUnproved),
    },
    Rule {
        id: "TR-9",
        says: "Nothing matches: a new conversation whose requester the agent is (LA-6), without any agent power in it \
               by mail",
        applies: |_| true,
        ruling: Ruling::Becomes(|facts| match facts.agent_mail {
            AgentMail::Requester if facts.convert_all => Fate::StartedByAgent,
            AgentMail::Requester | AgentMail::Ignore => Fate::Ignored,
        }),
    },
];

/// A conversation matches by the agent's own token or by headers; by hints or our display name alone nothing matches.
fn belongs(facts: &Facts) -> bool {
    facts.sign == Sign::References || facts.token != AgentToken::Missing
}

/// Row 2: sent, unless answers would go to a domain that nobody has confirmed.
fn send(facts: &Facts) -> Fate {
    if facts.destination_unconfirmed { Fate::Note(NoteReason::Destination) } else { Fate::Sent }
}
