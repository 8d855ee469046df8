//! Thread: which conversation a mail belongs to. Candidates come from the store, the choice is made here (LA-7).

use serde_json::json;

use crate::{
    AgentId, ConversationId, MailboxId, MessageId,
    trace::{Step, TraceLine},
    trust::{self, AgentToken},
};

/// By which sign a conversation became a candidate, strongest first (trust.md § When signals disagree).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A token in the address that the mail was sent to.
    RecipientToken,
    /// A token of ours in a Message-ID that In-Reply-To or References names.
    ReferenceToken,
    /// A stored Message-ID that In-Reply-To or References names.
    StoredId,
    /// The token in our display name (SB-12).
    NameToken,
    /// A mail that is here already refers to this one: it arrived before what it answers.
    ReferredTo,
    /// The first 22 bytes of Outlook's Thread-Index.
    ThreadIndex,
    /// Feedback-ID (eBay).
    FeedbackId,
    /// A number in the subject.
    Number,
}

impl Sign {
    fn reason(self) -> &'static str {
        match self {
            Self::RecipientToken => "recipient-token",
            Self::ReferenceToken => "token-in-references",
            Self::StoredId => "known-message-id",
            Self::NameToken => "token-in-name",
            Self::ReferredTo => "referred-to-before",
            Self::ThreadIndex => "thread-index",
            Self::FeedbackId => "feedback-id",
            Self::Number => "number-in-subject",
        }
    }

    /// How much it says, for the rules of trust.md.
    fn strength(self) -> trust::Sign {
        match self {
            Self::RecipientToken => trust::Sign::Token,
            Self::ReferenceToken | Self::StoredId => trust::Sign::References,
            Self::NameToken => trust::Sign::Name,
            Self::ReferredTo | Self::ThreadIndex | Self::FeedbackId | Self::Number => trust::Sign::Hint,
        }
    }
}

/// A token of ours that the mail carries, as far as choosing needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The agent that it was minted for; none: a customer's.
    pub agent: Option<AgentId>,
    /// The message that carried it.
    pub message: MessageId,
    /// True when its day has passed.
    pub expired: bool,
    /// True for an agent's token that was seen in a mail with outside recipients before.
    pub spent: bool,
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
    /// The token, where the sign is one.
    pub token: Option<Carried>,
}

/// The chosen conversation, and what of the signs the rules need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub conversation: ConversationId,
    /// The strongest sign that the rules know for it.
    pub sign: trust::Sign,
    /// The sender's own token, where the sender is an agent.
    pub token: AgentToken,
    /// The message whose notification that token came with.
    pub answers: Option<MessageId>,
    /// True when a customer's expired token is all there is.
    pub customer_token_expired: bool,
}

/// Chooses: the strongest sign wins, then the newest reference, then the mailbox that the mail came to, then the
/// newest conversation. Disagreement is traced. A token of an agent counts only in that agent's own mail.
#[must_use]
pub fn choose(all: &[Candidate], arrived_at: MailboxId, sender: Option<AgentId>) -> (Option<Chosen>, TraceLine) {
    let foreign = |candidate: &&Candidate| {
        candidate.token.is_some_and(|token| token.agent.is_some() && (token.agent != sender || token.spent))
    };
    let candidates: Vec<&Candidate> = all.iter().filter(|candidate| !foreign(candidate)).collect();
    let best = candidates.iter().min_by_key(|candidate| {
        let elsewhere = candidate.mailbox != arrived_at;
        (candidate.sign, candidate.distance, elsewhere, std::cmp::Reverse(candidate.conversation))
    });
    let Some(best) = best else {
        return (None, TraceLine::new(Step::Thread, "none", "nothing-matches"));
    };
    let of_best = || candidates.iter().filter(|candidate| candidate.conversation == best.conversation);
    let own = of_best().filter_map(|candidate| candidate.token).filter(|token| token.agent.is_some());
    let own = own.min_by_key(|token| token.expired);
    let chosen = Chosen {
        conversation: best.conversation,
        sign: of_best()
            .map(|candidate| candidate.sign.strength())
            .max_by_key(|sign| rank(*sign))
            .unwrap_or(best.sign.strength()),
        token: match own {
            None => AgentToken::Missing,
            Some(token) if token.expired => AgentToken::Expired,
            Some(_) => AgentToken::Own,
        },
        answers: own.map(|token| token.message),
        customer_token_expired: best.token.is_some_and(|token| token.agent.is_none() && token.expired),
    };
    let mut others: Vec<ConversationId> = all.iter().map(|candidate| candidate.conversation).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|other| *other != best.conversation);
    let facts = json!({"conversation": best.conversation, "disagreeing": others, "foreign_tokens": all.len() - candidates.len()});
    (Some(chosen), TraceLine::new(Step::Thread, "matched", best.sign.reason()).with(facts))
}

fn rank(sign: trust::Sign) -> u8 {
    match sign {
        trust::Sign::Nothing => 0,
        trust::Sign::Hint => 1,
        trust::Sign::Name => 2,
        trust::Sign::Token => 3,
        trust::Sign::References => 4,
    }
}

/// What of Outlook's Thread-Index is the same in a whole thread: its first 22 bytes, in hexadecimal. None where it is
/// shorter or no base64 (RFC 4648 § 4).
#[must_use]
pub fn thread_index(header: &str) -> Option<String> {
    let compact: String = header.chars().filter(|c| !c.is_whitespace()).take(2_048).collect();
    let bytes = data_encoding::BASE64.decode(compact.as_bytes()).ok()?;
    Some(data_encoding::HEXLOWER.encode(bytes.get(..22)?))
}

/// The numbers of conversations that a subject names (`#1042`), at most three: hints, never more.
#[must_use]
pub fn numbers(subject: &str) -> Vec<ConversationId> {
    let after_marks = subject.split('#').skip(1);
    after_marks
        .filter_map(|rest| rest.get(..rest.bytes().take_while(u8::is_ascii_digit).count()))
        .filter(|text| (1..=15).contains(&text.len()))
        .filter_map(|text| text.parse().ok())
        .map(ConversationId)
        .take(3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(conversation: i64, mailbox: i64, sign: Sign, distance: usize) -> Candidate {
        Candidate {
            conversation: ConversationId(conversation),
            mailbox: MailboxId(mailbox),
            sign,
            distance,
            token: None,
        }
    }

    fn chosen(all: &[Candidate]) -> Option<ConversationId> {
        choose(all, MailboxId(1), None).0.map(|chosen| chosen.conversation)
    }

    /// LA-7: the order of the signs.
    #[test]
    fn the_strongest_sign_wins_and_disagreement_is_traced() {
        let all = [
            candidate(1, 1, Sign::StoredId, 0),
            candidate(2, 1, Sign::ReferenceToken, 3),
            candidate(3, 1, Sign::RecipientToken, 0),
        ];
        let (found, line) = choose(&all, MailboxId(1), None);
        assert_eq!(found.map(|chosen| chosen.conversation), Some(ConversationId(3)));
        assert_eq!(line.facts["disagreeing"], json!(["1", "2"]));
        assert_eq!(chosen(&all[..2]), Some(ConversationId(2)));
        let hints = [
            candidate(1, 1, Sign::Number, 0),
            candidate(2, 1, Sign::ThreadIndex, 0),
            candidate(3, 1, Sign::FeedbackId, 0),
        ];
        assert_eq!(chosen(&hints), Some(ConversationId(2)));
        assert_eq!(chosen(&hints[..1]), Some(ConversationId(1)));
    }

    #[test]
    fn the_newest_reference_wins_then_the_mailbox_it_came_to() {
        let all = [candidate(1, 1, Sign::StoredId, 1), candidate(2, 1, Sign::StoredId, 0)];
        assert_eq!(chosen(&all), Some(ConversationId(2)));
        let twins = [candidate(1, 1, Sign::StoredId, 0), candidate(2, 2, Sign::StoredId, 0)];
        assert_eq!(chosen(&twins), Some(ConversationId(1)));
        assert_eq!(chosen(&[]), None);
    }

    /// A7: a token of one agent says nothing in anybody else's mail, nor once it is spent.
    #[test]
    fn an_agents_token_counts_in_that_agents_mail_only() {
        let with = |agent, expired, spent| Candidate {
            token: Some(Carried { agent: Some(AgentId(agent)), message: MessageId(7), expired, spent }),
            ..candidate(1, 1, Sign::RecipientToken, 0)
        };
        let ask = |one: Candidate, sender| {
            choose(&[one], MailboxId(1), sender).0.map(|chosen| (chosen.token, chosen.answers))
        };
        assert_eq!(ask(with(3, false, false), Some(AgentId(3))), Some((AgentToken::Own, Some(MessageId(7)))));
        assert_eq!(ask(with(3, true, false), Some(AgentId(3))), Some((AgentToken::Expired, Some(MessageId(7)))));
        assert_eq!(ask(with(3, false, false), Some(AgentId(4))), None);
        assert_eq!(ask(with(3, false, false), None), None);
        assert_eq!(ask(with(3, false, true), Some(AgentId(3))), None);
    }

    /// TC-4: only a customer's token that is past its day counts as one without evidence.
    #[test]
    fn a_customers_token_is_past_its_day_or_is_not() {
        let past = |agent: Option<AgentId>, expired| {
            let token = Some(Carried { agent, message: MessageId(7), expired, spent: false });
            let all = [Candidate { token, ..candidate(1, 1, Sign::RecipientToken, 0) }];
            choose(&all, MailboxId(1), agent).0.is_some_and(|chosen| chosen.customer_token_expired)
        };
        assert!(past(None, true));
        assert!(!past(None, false) && !past(Some(AgentId(3)), true));
    }

    /// LA-7: several signs of one conversation count as the one that says the most, whichever of them chose it.
    #[test]
    fn the_sign_that_says_the_most_counts() {
        let with = |signs: [Sign; 2]| {
            let all = signs.map(|sign| candidate(1, 1, sign, 0));
            choose(&all, MailboxId(1), None).0.unwrap().sign
        };
        assert_eq!(with([Sign::StoredId, Sign::RecipientToken]), trust::Sign::References);
        assert_eq!(with([Sign::RecipientToken, Sign::NameToken]), trust::Sign::Token);
        assert_eq!(with([Sign::NameToken, Sign::Number]), trust::Sign::Name);
    }

    /// the trace names the sign; each has a word of its own.
    #[test]
    fn every_sign_has_its_word() {
        use Sign::{FeedbackId, NameToken, Number, RecipientToken, ReferenceToken, ReferredTo, StoredId, ThreadIndex};
        let all = [RecipientToken, ReferenceToken, StoredId, NameToken, ReferredTo, ThreadIndex, FeedbackId, Number];
        let words = all.map(|sign| choose(&[candidate(1, 1, sign, 0)], MailboxId(1), None).1.reason);
        assert_eq!(
            words.join(" "),
            "recipient-token token-in-references known-message-id token-in-name referred-to-before thread-index \
             feedback-id number-in-subject"
        );
    }

    /// Edge case 4: the first 22 bytes are the thread's.
    #[test]
    fn a_thread_index_is_compared_by_its_first_22_bytes() {
        let root = "AdnQ1FhcVDGRZx4DRWuVYh1cV9dhIg==";
        let child = "AdnQ1FhcVDGRZx4DRWuVYh1cV9dhIgAAAAAB";
        assert_eq!(thread_index(root).map(|hex| hex.len()), Some(44));
        assert_eq!(thread_index(root), thread_index(child));
        assert_eq!(thread_index("AdnQ"), None);
        assert_eq!(thread_index("no base64!"), None);
    }

    #[test]
    fn a_subject_names_a_few_numbers() {
        let found: Vec<i64> =
            numbers("Re: [#1042] and #7, ## #x #99999999999999999 #3 #4 #5").into_iter().map(|id| id.0).collect();
        assert_eq!(found, [1042, 7, 3]);
    }
}
