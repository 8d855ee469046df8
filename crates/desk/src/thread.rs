//! Thread: which conversation a mail belongs to. Candidates come from the store, the choice is made here (LA-7).
//! Further hints (Thread-Index, Feedback-ID, the number in the subject) join as candidates of lower rank.

use serde_json::json;

use crate::{
    ConversationId, MailboxId,
    trace::{Step, TraceLine},
};

/// By which sign a conversation became a candidate, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A token in the address that the mail was sent to.
    RecipientToken,
    /// A token of ours in a Message-ID that In-Reply-To or References names.
    ReferenceToken,
    /// A stored Message-ID that In-Reply-To or References names.
    StoredId,
}

impl Sign {
    fn reason(self) -> &'static str {
        match self {
            Self::RecipientToken => "recipient-token",
            Self::ReferenceToken => "token-in-references",
            Self::StoredId => "known-message-id",
        }
    }
}

/// A conversation that the mail may belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its mailbox.
    pub mailbox: MailboxId,
    /// The sign.
    pub sign: Sign,
    /// How far from the newest reference, 0 the newest.
    pub distance: usize,
}

/// Chooses: the strongest sign wins, then the newest reference, then the mailbox that the mail came to, then the
/// newest conversation. Disagreement is traced.
#[must_use]
pub fn choose(candidates: &[Candidate], arrived_at: MailboxId) -> (Option<ConversationId>, TraceLine) {
    let best = candidates.iter().min_by_key(|candidate| {
        let elsewhere = candidate.mailbox != arrived_at;
        (candidate.sign, candidate.distance, elsewhere, std::cmp::Reverse(candidate.conversation))
    });
    let Some(best) = best else {
        return (None, TraceLine::new(Step::Thread, "none", "nothing-matches"));
    };
    let mut others: Vec<ConversationId> = candidates.iter().map(|c| c.conversation).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|other| *other != best.conversation);
    let facts = json!({"conversation": best.conversation, "disagreeing": others});
    (Some(best.conversation), TraceLine::new(Step::Thread, "matched", best.sign.reason()).with(facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(conversation: i64, mailbox: i64, sign: Sign, distance: usize) -> Candidate {
        Candidate { conversation: ConversationId(conversation), mailbox: MailboxId(mailbox), sign, distance }
    }

    /// LA-7: the order of the signs.
    #[test]
    fn the_strongest_sign_wins_and_disagreement_is_traced() {
        let all = [
            candidate(1, 1, Sign::StoredId, 0),
            candidate(2, 1, Sign::ReferenceToken, 3),
            candidate(3, 1, Sign::RecipientToken, 0),
        ];
        let (chosen, line) = choose(&all, MailboxId(1));
        assert_eq!(chosen, Some(ConversationId(3)));
        assert_eq!(line.facts["disagreeing"], json!(["1", "2"]));
        assert_eq!(choose(&all[..2], MailboxId(1)).0, Some(ConversationId(2)));
    }

    #[test]
    fn the_newest_reference_wins_then_the_mailbox_it_came_to() {
        let all = [candidate(1, 1, Sign::StoredId, 1), candidate(2, 1, Sign::StoredId, 0)];
        assert_eq!(choose(&all, MailboxId(1)).0, Some(ConversationId(2)));
        let twins = [candidate(1, 1, Sign::StoredId, 0), candidate(2, 2, Sign::StoredId, 0)];
        assert_eq!(choose(&twins, MailboxId(1)).0, Some(ConversationId(1)));
        assert_eq!(choose(&[], MailboxId(1)).0, None);
    }
}
