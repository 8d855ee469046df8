//! Tokens against those who hold one of another purpose, recipient or conversation, and against those who guess; and what
//! agents may do by mail against what they may do in the browser (assurance.md A1–A3).

use std::collections::BTreeSet;

use data_encoding::BASE32_NOPAD;
use desk::{
    AgentId, ConversationId, MailboxId, MessageId,
    agent::Role,
    evidence::Level,
    notice,
    permit::{self, Action, Actor, Object, Relation},
    policy::AgentReplies,
    thread::{self, Candidate, Carried},
    token::{Claims, Keys, Purpose},
    trust::{self, AgentToken, Fate, From, Sign},
};

use crate::dice::Dice;

/// The pairs of tokens of A1.
const PAIRS: usize = 100_000;
/// The guesses of A2.
const GUESSES: i64 = 1_000_000;
/// Bytes of the check at the end of a token.
const CHECK_BYTES: usize = 10;

fn keys() -> Keys {
    Keys(vec![[7; 32]])
}

/// An epoch for each agent; customers have none.
fn epoch(agent: AgentId) -> i64 {
    agent.0 % 3
}

fn claims(dice: &mut Dice) -> Claims {
    let recipient = dice.percent(60).then(|| AgentId(dice.below(4) as i64 + 1));
    Claims {
        purpose: if recipient.is_some() { Purpose::Agent } else { Purpose::Customer },
        conversation: ConversationId(dice.below(6) as i64 + 1),
        message: MessageId(dice.below(4) as i64),
        recipient,
        expiry_day: 20_700 + dice.below(2) as i64,
    }
}

fn minted(claims: &Claims) -> Vec<u8> {
    let token = keys().mint(claims, claims.recipient.map_or(0, epoch));
    BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).expect("base 32")
}

/// A1: whatever a token was minted for, its check is refused for every other purpose, recipient, conversation, message
/// and day; it is read as what it is; and it makes nobody but its own agent the one who writes.
#[test]
fn a01_a_token_is_refused_for_every_other_purpose_recipient_and_conversation() {
    let mut dice = Dice(0xA1);
    let (mut spliced, mut foreign) = (0, 0);
    for _ in 0..PAIRS {
        let (one, other) = (claims(&mut dice), claims(&mut dice));
        let (token, wanted) = (minted(&one), minted(&other));
        let read = |bytes: &[u8]| keys().verify(&BASE32_NOPAD.encode(bytes), |agent| Some(epoch(agent)));
        assert_eq!(read(&token), Some(one), "a token is read as what it is");
        if one != other {
            let body = &wanted[..wanted.len() - CHECK_BYTES];
            let forged = [body, &token[token.len() - CHECK_BYTES..]].concat();
            assert_eq!(read(&forged), None, "{one:?} stood for {other:?}");
            spliced += 1;
        }
        let writer = AgentId(dice.below(4) as i64 + 1);
        let carried = Carried { agent: one.recipient, message: one.message, expired: false, spent: false };
        let candidate = Candidate {
            conversation: one.conversation,
            mailbox: MailboxId(1),
            sign: thread::Sign::ReferenceToken,
            distance: 0,
            token: Some(carried),
        };
        let (chosen, _) = thread::choose(&[candidate], MailboxId(1), Some(writer));
        let own = chosen.is_some_and(|chosen| chosen.token == AgentToken::Own);
        assert_eq!(own, one.recipient == Some(writer), "{one:?} in a mail of {writer:?}");
        if let Some(minted_for) = one.recipient.filter(|agent| *agent != writer) {
            assert_eq!(chosen, None, "the token of {minted_for:?} threads a mail of {writer:?}");
            foreign += 1;
        }
    }
    assert!(spliced > PAIRS / 2 && foreign > PAIRS / 5, "{spliced} spliced, {foreign} foreign");
}

/// A2: a million consecutive numbers in every form that other desks read, and in ours without its check: none is a token
/// or a name of ours, and a number in a subject lets no stranger in, however well proved.
#[test]
fn a02_no_number_that_can_be_guessed_threads() {
    let mut threaded = BTreeSet::new();
    for number in 0..GUESSES {
        let guesses = [
            format!("reply-{number}@desk.example"),
            format!("notify-{number}-1-1700000000@desk.example"),
            format!("{number}@desk.example"),
        ];
        for guess in &guesses {
            if keys().verify(notice::token_in(guess), |_| Some(0)).is_some() {
                threaded.insert(guess.clone());
            }
        }
        let named = format!("LC{number}-4734, SC{number}, SC{number}-{number:08}");
        if keys().verify_name(&named).is_some() {
            threaded.insert(named);
        }
        let hints = thread::numbers(&format!("Re: [#{number}] Keys")).into_iter().map(|conversation| Candidate {
            conversation,
            mailbox: MailboxId(1),
            sign: thread::Sign::Number,
            distance: 0,
            token: None,
        });
        let (chosen, _) = thread::choose(&hints.collect::<Vec<_>>(), MailboxId(1), None);
        let sign = chosen.map_or(Sign::Nothing, |chosen| chosen.sign);
        let (_, fate) = trust::judge(&trust::Facts { sign, level: Level::E3, ..trust::Facts::ordinary() });
        if !matches!(fate, Fate::StartedMaybeRelated | Fate::Started) {
            threaded.insert(format!("[#{number}]: {fate:?}"));
        }
    }
    assert!(threaded.is_empty(), "{threaded:?}");
}

/// A3: over the whole matrix of roles, queues and switched-off agents an agent's mail does something in a conversation
/// exactly where the same agent's request would; all else is held by TR-3.
#[test]
fn a03_an_agent_may_by_mail_what_they_may_in_the_browser() {
    let mut cells = 0;
    for role in [Role::Agent, Role::Manager, Role::Admin] {
        for active in [true, false] {
            for relation in Relation::ALL {
                let actor = Actor { role, active };
                let in_the_browser = permit::permits(actor, Action::Work, Object::Conversation(relation));
                for replies in [AgentReplies::Note, AgentReplies::Reply] {
                    let facts = trust::Facts {
                        from: From::Agent,
                        level: Level::E3,
                        sign: Sign::References,
                        token: AgentToken::Own,
                        may_act: permit::may_act(actor, relation),
                        replies,
                        ..trust::Facts::ordinary()
                    };
                    let (rule, fate) = trust::judge(&facts);
                    assert_eq!(fate != Fate::HeldMayNotAct, in_the_browser, "{actor:?} {relation:?}: {}", rule.id);
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 36);
}
