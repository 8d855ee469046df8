//! What holds of rules whatever they say: many random lists, worked through.

use super::{
    tests::{begun, directory, facts},
    *,
};
use crate::{AssistantId, RuleId};

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let sides = u64::try_from(of.len()).unwrap();
        of[usize::try_from(self.roll(sides)).unwrap()].clone()
    }

    fn id(&mut self) -> i64 {
        i64::try_from(self.roll(3)).unwrap() + 1
    }
}

fn action(dice: &mut Dice) -> Action {
    let statuses = [Status::Open, Status::Answered, Status::Resolved, Status::Closed, Status::Spam];
    match dice.roll(10) {
        0 | 1 => Action::AssignAgent(AgentId(dice.id())),
        2 => Action::AssignQueue(QueueId(dice.id())),
        3 => Action::AddTag(format!("t{}", dice.id())),
        4 => Action::RemoveTag(format!("t{}", dice.id())),
        5 | 6 => Action::SetStatus(dice.one(&statuses)),
        8 => Action::AssignAssistant(AssistantId(dice.id())),
        7 => Action::SetPriority(dice.one(&Priority::ALL)),
        _ => dice.one(&[Action::AddNote("a".into()), Action::AddNote("b".into()), Action::Stop]),
    }
}

fn rule(dice: &mut Dice, id: i64) -> Rule {
    let condition = |word: &str| Condition { field: Field::Status, of: None, is: Is::Is, values: vec![word.into()] };
    let groups = match dice.roll(2) {
        0 => Vec::new(),
        _ => vec![Group {
            matches: dice.one(Match::ALL),
            conditions: vec![condition(dice.one(&["new", "open", "spam"]))],
        }],
    };
    let then = (0..=dice.roll(4)).map(|_| action(dice)).collect();
    let when = When { on: dice.one(Trigger::ALL), since: None, minutes: None };
    Rule { id: RuleId(id), name: format!("Rule {id}"), recipe: Recipe { when, groups, then } }
}

/// SO-16, LD-4: whatever the rules say, it ends; each changes something at most once in a chain, one at most assigns, and
/// nobody gets what they may not take.
#[test]
fn no_set_of_rules_runs_on() {
    let (mut cut, mut chained) = (0, 0);
    for seed in 1..=3_000 {
        let mut dice = Dice(seed);
        let rules: Vec<Rule> = (1..=i64::try_from(dice.roll(40)).unwrap()).map(|id| rule(&mut dice, id)).collect();
        let left = usize::try_from(dice.roll(60)).unwrap();
        let triggers = [Trigger::Created, Trigger::CustomerMessage];
        let (plan, after) = plan(&rules, &directory(), Begun { left, ..begun(&triggers) }, facts());
        let fired: Vec<&Firing> = plan.firings.iter().filter(|one| one.is_told()).collect();
        let mut once: Vec<RuleId> = fired.iter().map(|one| one.rule).collect();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), fired.len(), "{seed}");
        assert!(fired.len() <= left.min(rules.len()), "{seed}");
        let mut assigning: Vec<RuleId> = plan.firings.iter().filter(|one| one.assigned()).map(|one| one.rule).collect();
        assigning.sort();
        assigning.dedup();
        assert!(assigning.len() <= 1, "{seed}");
        assert!(after.assignee.is_none_or(|agent| directory().may_take(agent, after.queue)), "{seed}");
        cut += plan.cuts.len();
        chained += fired.iter().filter(|one| !triggers.contains(&one.trigger)).count();
    }
    // Else the lists would not have tried what is claimed.
    assert!(cut > 500 && chained > 500, "{cut} {chained}");
}
