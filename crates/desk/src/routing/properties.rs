//! What holds of routing whatever comes: many random queues, worked through step by step.

use super::{Member, Mode, choose};
use crate::{AgentId, Micros};

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> i64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        i64::try_from((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % most).unwrap_or_default()
    }
}

fn members(dice: &mut Dice) -> Vec<Member> {
    (0..=dice.below(12))
        .map(|id| Member {
            id: AgentId(id),
            takes: dice.below(5) > 0,
            may_act: dice.below(9) > 0,
            capacity: dice.below(8),
            load: dice.below(6),
            assigned_at: (dice.below(2) > 0).then(|| Micros(dice.below(50))),
            turn: (dice.below(2) > 0).then(|| dice.below(50)),
        })
        .collect()
}

/// One random day: conversations come, are done, people come and go. Says what was given to whom.
fn a_day(mode: Mode, seed: u64) -> Vec<Option<AgentId>> {
    let mut dice = Dice(seed);
    let mut queue = members(&mut dice);
    let mut given = Vec::new();
    for step in 0..200 {
        let someone = dice.below(12);
        if let Some(member) = queue.iter_mut().find(|member| member.id == AgentId(someone)) {
            match dice.below(4) {
                0 => member.takes = !member.takes,
                1 => member.load = (member.load - 1).max(0),
                _ => {}
            }
        }
        let chosen = choose(mode, &queue).ok().map(|choice| choice.agent);
        if let Some(member) = queue.iter_mut().find(|member| Some(member.id) == chosen) {
            assert!(member.is_able(), "{member:?}");
            member.given(100 + step, Micros(100 + step));
            assert!(member.load <= member.capacity, "{member:?}");
        } else {
            assert!(!queue.iter().any(Member::is_able), "somebody could have taken it");
        }
        given.push(chosen);
    }
    given
}

/// LD-6: load never exceeds capacity, nobody is passed over who could take it, and the same facts give the same answer.
#[test]
fn load_never_exceeds_capacity_and_all_is_deterministic() {
    for seed in 1..=500 {
        for mode in [Mode::ByLoad, Mode::ByTurns] {
            assert_eq!(a_day(mode, seed), a_day(mode, seed));
        }
    }
}

#[test]
fn the_order_of_the_members_changes_nothing() {
    for seed in 1..=500 {
        let members = members(&mut Dice(seed));
        let backwards: Vec<Member> = members.iter().rev().copied().collect();
        for mode in [Mode::ByLoad, Mode::ByTurns] {
            assert_eq!(choose(mode, &members), choose(mode, &backwards));
        }
    }
}

/// LD-6: of those who are there all the time and have room, nobody gets two more than another.
#[test]
fn turns_differ_by_at_most_one() {
    for seed in 1..=200 {
        let mut dice = Dice(seed);
        let mut queue = members(&mut dice);
        for member in &mut queue {
            member.capacity = 10_000;
            member.turn = None;
        }
        let mut counts = vec![0_i64; queue.len()];
        for step in 0..100 {
            let Ok(choice) = choose(Mode::ByTurns, &queue) else { break };
            let place = queue.iter().position(|member| member.id == choice.agent).unwrap_or_default();
            queue[place].given(step, Micros(step));
            counts[place] += 1;
            let there = queue.iter().zip(&counts).filter(|(member, _)| member.is_able()).map(|(_, count)| *count);
            let (least, most) = there.fold((i64::MAX, 0), |(least, most), one| (least.min(one), most.max(one)));
            assert!(most - least <= 1, "{counts:?}");
        }
    }
}

/// LD-6: by load, what is given out evens loads: of those with room nobody ends two above another who was given less.
#[test]
fn by_load_nobody_gets_one_while_another_has_less() {
    for seed in 1..=200 {
        let mut queue = members(&mut Dice(seed));
        for step in 0..60 {
            let Ok(choice) = choose(Mode::ByLoad, &queue) else { break };
            assert!(queue.iter().filter(|member| member.is_able()).all(|member| member.load >= choice.reason.load));
            if let Some(member) = queue.iter_mut().find(|member| member.id == choice.agent) {
                member.given(step, Micros(step));
            }
        }
    }
}
