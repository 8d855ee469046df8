//! What deciding about a mail costs: choosing the conversation, judging by the rules and writing the trace, over every
//! mixture of sender, evidence, sign and token. Prints nanoseconds a mail; asserts nothing.
#![allow(missing_docs)]
#![allow(clippy::as_conversions, clippy::cast_precision_loss, clippy::disallowed_methods, clippy::print_stdout)]

use std::{hint::black_box, time::Instant};

use desk::{
    AgentId, ConversationId, MailboxId, MessageId, Micros,
    conversation::Status,
    decide::{self, Matched},
    evidence::Level,
    routing::{Member, Mode},
    screen::Screened,
    thread::{self, Candidate, Carried, Sign},
    trust::{self, AgentToken, From},
};

const ROUNDS: usize = 2_000;

fn main() {
    let mut facts = Vec::new();
    for from in [From::Agent, From::Customer, From::Ourselves] {
        for level in Level::ALL {
            for sign in [trust::Sign::Nothing, trust::Sign::Hint, trust::Sign::Token, trust::Sign::References] {
                for token in [AgentToken::Missing, AgentToken::Own] {
                    let trust = trust::Facts { from, level, sign, token, ..trust::Facts::ordinary() };
                    let matched = (sign != trust::Sign::Nothing)
                        .then_some(Matched { conversation: ConversationId(1042), status: Status::Answered });
                    let screened = Screened::Personal;
                    facts.push(decide::Facts {
                        released: None,
                        screened,
                        matched,
                        related: None,
                        merge_into: None,
                        repeats: false,
                        foreign_token: false,
                        trust,
                    });
                }
            }
        }
    }
    let token = Carried { agent: Some(AgentId(3)), message: MessageId(7), expired: false, spent: false };
    let candidates: Vec<Candidate> = (0..50)
        .map(|number| Candidate {
            conversation: ConversationId(1_000 + number % 5),
            mailbox: MailboxId(number % 3),
            sign: if number == 0 { Sign::ReferenceToken } else { Sign::StoredId },
            distance: usize::try_from(number).unwrap_or_default(),
            token: (number == 0).then_some(token),
        })
        .collect();
    let decide =
        timed(|| facts.iter().map(|one| usize::from(black_box(decide::decide(one)).1.outcome.len() > 1)).sum());
    let choose = timed(|| {
        let sender = Some(AgentId(3));
        facts
            .iter()
            .map(|_| usize::from(black_box(thread::choose(&candidates, MailboxId(1), sender)).0.is_some()))
            .sum()
    });
    println!("decide, with its trace: {decide:.2} µs a mail");
    println!("assign among 500 agents: {:.2} µs", routing());
    println!("choose among 50 candidates, with its trace: {choose:.2} µs a mail");
}

/// Microseconds to choose among 500 agents who could all take it, worst first.
fn routing() -> f64 {
    let member = |id| Member {
        id: AgentId(id),
        takes: true,
        may_act: true,
        capacity: 500,
        load: 500 - id,
        assigned_at: Some(Micros(id)),
        turn: Some(500 - id),
    };
    let members: Vec<Member> = (1..=500).map(member).collect();
    timed(|| {
        let modes = [Mode::ByLoad, Mode::ByTurns].into_iter();
        modes.map(|mode| usize::from(black_box(desk::routing::choose(mode, black_box(&members))).is_ok())).sum()
    })
}

/// Microseconds for each of the things that `round` counts, over all rounds.
fn timed(round: impl Fn() -> usize) -> f64 {
    let start = Instant::now();
    let done: usize = (0..ROUNDS).map(|_| round()).sum();
    start.elapsed().as_secs_f64() * 1e6 / done.max(1) as f64
}
