//! The rules for mail from everyone else, and from agents in conversations that they requested (trust.md § Everyone else).

use super::{Facts, Fate, From, Rule, Ruling, Sign};
use crate::evidence::Level;

/// First match wins.
pub const RULES: &[Rule] = &[
    Rule {
        id: "TC-1",
        says: "F: quarantine “possible forgery”, never appended",
        applies: |facts| facts.level == Level::F,
        ruling: Ruling::Becomes(|_| Fate::HeldForged),
    },
    Rule {
        id: "TC-2",
        says: "The conversation has been closed longer than the setting (SO-8): new linked conversation",
        applies: |facts| facts.sign != Sign::Nothing && facts.closed_too_long,
        ruling: Ruling::Becomes(|_| Fate::StartedAfterClosing),
    },
    Rule {
        id: "TC-3",
        says: "From is a participant; a customer's token valid for that address, or References hit, or the \
               display-name form; E ≥ 1: appended",
        applies: |facts| facts.participant && is_strong(facts) && proved(facts),
        ruling: Ruling::Becomes(|_| Fate::Appended),
    },
    Rule {
        id: "TC-4",
        says: "As TC-3 with E0: appended, marked “sender not verified”; nothing automatic that discloses history; the \
               agent is warned before answering",
        applies: |facts| facts.participant && is_strong(facts),
        ruling: Ruling::Becomes(|_| Fate::AppendedUnverified),
    },
    Rule {
        id: "TC-5",
        says: "A valid customer's token or References hit, but From is no participant: for agents only, “from a third \
               person”",
        applies: |facts| matches!(facts.sign, Sign::Token | Sign::References),
        ruling: Ruling::Becomes(|_| Fate::ThirdPerson),
    },
    Rule {
        id: "TC-6",
        says: "Only a number, Thread-Index, Feedback-ID: appended if From is a participant and E ≥ 1; else a new \
               conversation, linked as “maybe related”",
        applies: |facts| facts.sign != Sign::Nothing && (facts.convert_all || (facts.participant && proved(facts))),
        ruling: Ruling::Becomes(|facts| {
            if facts.participant && proved(facts) { Fate::Appended } else { Fate::StartedMaybeRelated }
        }),
    },
    Rule {
        id: "TC-7",
        says: "SO-7's merging: same From, E ≥ 1, inside the window; never for agents",
        applies: |facts| facts.mergeable && facts.from == From::Customer && proved(facts),
        ruling: Ruling::Becomes(|_| Fate::Merged),
    },
    Rule {
        id: "TC-8",
        says: "Nothing matches: new conversation, or ignored by SB-5",
        applies: |_| true,
        ruling: Ruling::Becomes(|facts| if facts.convert_all { Fate::Started } else { Fate::Ignored }),
    },
];

/// A sign by which a participant's mail is appended whatever its evidence.
fn is_strong(facts: &Facts) -> bool {
    matches!(facts.sign, Sign::Name | Sign::Token | Sign::References)
}

/// E ≥ 1, by a token that has not expired.
fn proved(facts: &Facts) -> bool {
    facts.level >= Level::E1 && !(facts.customer_token_expired && facts.sign == Sign::Token)
}
