//! The choice itself, in one pass over the members. The order in which they come changes nothing.

use std::cmp::Ordering;

use super::{Choice, Member, Mode, Nobody, Reason, Why};
use crate::AgentId;

/// Chooses who takes the next conversation of a queue, or says why nobody does (LD-6). By load: who has least, and of
/// several who waited longest; by turns: whose turn is longest ago.
///
/// # Errors
/// [`Nobody`], and the conversation stays in the queue (CC-3).
pub fn choose(mode: Mode, members: &[Member]) -> Result<Choice, Nobody> {
    let before: fn(&Member, &Member) -> Ordering = match mode {
        Mode::Manual => return Err(Nobody::Manual),
        Mode::ByLoad => by_load,
        Mode::ByTurns => by_turns,
    };
    let (mut able, mut as_little) = (0, 0_usize);
    let mut best: Option<&Member> = None;
    for member in members.iter().filter(|member| member.is_able()) {
        able += 1;
        as_little = match best.map(|best| member.load.cmp(&best.load)) {
            Some(Ordering::Equal) => as_little + 1,
            None | Some(Ordering::Less) => 1,
            Some(Ordering::Greater) => as_little,
        };
        if best.is_none_or(|best| before(member, best) == Ordering::Less) {
            best = Some(member);
        }
    }
    let Some(best) = best else {
        let there = members.iter().any(Member::is_there);
        return Err(if there { Nobody::AllFull } else { Nobody::NotThere });
    };
    let why = match (mode, as_little) {
        (Mode::ByTurns, _) => Why::Turn,
        (_, 0 | 1) => Why::LeastLoaded,
        _ => Why::LongestIdle,
    };
    Ok(Choice { agent: best.id, reason: Reason { why, load: best.load, able } })
}

/// Chooses who takes the next conversation of a queue that gives customers back to whom they had last: that agent, if they
/// are of the queue and can take it, else as [`choose`] does.
///
/// # Errors
/// [`Nobody`], and the conversation stays in the queue (CC-3).
pub fn choose_for(mode: Mode, members: &[Member], last: Option<AgentId>) -> Result<Choice, Nobody> {
    let back = members.iter().find(|member| mode != Mode::Manual && Some(member.id) == last && member.is_able());
    let Some(member) = back else { return choose(mode, members) };
    let able = members.iter().filter(|member| member.is_able()).count();
    Ok(Choice { agent: member.id, reason: Reason { why: Why::Returning, load: member.load, able } })
}

fn by_load(one: &Member, other: &Member) -> Ordering {
    one.load.cmp(&other.load).then_with(|| idle(one, other))
}

/// Who has had no turn yet comes first.
fn by_turns(one: &Member, other: &Member) -> Ordering {
    one.turn.cmp(&other.turn).then_with(|| idle(one, other))
}

/// Who was given something longest ago, or never, comes first; the number settles what is left.
fn idle(one: &Member, other: &Member) -> Ordering {
    one.assigned_at.cmp(&other.assigned_at).then_with(|| one.id.cmp(&other.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentId, Micros};

    /// `3 2/5 @9 #4`: agent 3 has 2 of 5, was last given one at second 9, had turn 4. `away` and `barred` take nothing.
    fn member(text: &str) -> Member {
        let mut words = text.split_whitespace();
        let id = AgentId(words.next().unwrap_or_default().parse().unwrap_or_default());
        let (load, capacity) = words.next().and_then(|word| word.split_once('/')).unwrap_or(("0", "0"));
        let number = |text: &str| text.parse::<i64>().unwrap_or_default();
        let mut member = Member {
            id,
            takes: true,
            may_act: true,
            capacity: number(capacity),
            load: number(load),
            assigned_at: None,
            turn: None,
        };
        for word in words {
            match (word, word.split_at(1)) {
                ("away", _) => member.takes = false,
                ("barred", _) => member.may_act = false,
                (_, ("@", at)) => member.assigned_at = Some(Micros(0).plus_s(number(at))),
                (_, (_, turn)) => member.turn = Some(number(turn)),
            }
        }
        member
    }

    fn check(mode: Mode, members: &[&str], expect: &str) {
        let members: Vec<Member> = members.iter().map(|text| member(text)).collect();
        let told = match choose(mode, &members) {
            Ok(Choice { agent, reason: Reason { why, load, able } }) => {
                format!("{agent} {} {load} of {able}", why.word())
            }
            Err(nobody) => nobody.word().into(),
        };
        assert_eq!(told, expect, "{mode:?} {members:?}");
    }

    /// LD-6, CC-1: by load the least loaded takes it, and of several the one who waited longest.
    #[test]
    fn by_load_the_least_loaded_takes_it_and_ties_go_to_the_longest_idle() {
        for (members, expect) in [
            (&["1 3/20", "2 2/20", "3 5/20"][..], "2 least-loaded 2 of 3"),
            (&["1 2/20 @9", "2 2/20 @5", "3 4/20"], "2 longest-idle 2 of 3"),
            (&["1 2/20 @9", "2 2/20"], "2 longest-idle 2 of 2"),
            (&["2 0/20", "1 0/20"], "1 longest-idle 0 of 2"),
            (&["1 4/20 @1", "2 4/20 @2", "3 1/20 @9"], "3 least-loaded 1 of 3"),
            (&["1 0/20 away", "2 7/20"], "2 least-loaded 7 of 1"),
            (&["1 0/20 barred", "2 7/20"], "2 least-loaded 7 of 1"),
            (&["1 1/1", "2 19/20"], "2 least-loaded 19 of 1"),
        ] {
            check(Mode::ByLoad, members, expect);
        }
    }

    /// LD-6: by turns whoever's turn is longest ago takes it, whatever they have; who is full or away is passed over.
    #[test]
    fn by_turns_it_goes_round() {
        for (members, expect) in [
            (&["1 0/20 #3", "2 9/20 #1", "3 0/20 #2"][..], "2 turn 9 of 3"),
            (&["1 0/20 #3", "2 9/20"], "2 turn 9 of 2"),
            (&["1 0/20 #3", "2 9/9 #1", "3 0/20 #2"], "3 turn 0 of 2"),
            (&["1 0/20 #3", "2 9/20 #1 away"], "1 turn 0 of 1"),
            (&["1 0/20 @8", "2 0/20 @3"], "2 turn 0 of 2"),
        ] {
            check(Mode::ByTurns, members, expect);
        }
    }

    /// CC-3: with nobody available it stays in the queue, and the trace says why.
    #[test]
    fn with_nobody_available_it_stays() {
        for mode in [Mode::ByLoad, Mode::ByTurns] {
            check(mode, &[], "nobody-there");
            check(mode, &["1 0/20 away", "2 0/20 barred"], "nobody-there");
            check(mode, &["1 5/5", "2 0/20 away"], "all-full");
            check(mode, &["1 0/0"], "all-full");
            check(mode, &["1 7/5"], "all-full");
        }
        check(Mode::Manual, &["1 0/20"], "manual");
    }

    #[test]
    fn words_are_read_back() {
        for mode in Mode::ALL {
            assert_eq!(Mode::from_word(mode.word()), Some(mode));
        }
        assert_eq!(Mode::from_word("by magic"), None);
    }
}
