//! Plan: what a list of rules does when something happens, in its order (LD-4). What rules change can make other rules
//! apply; each rule does something at most once in such a chain, so that no set of rules runs on.

use super::{
    Action, Directory, Facts, Rule, Trigger,
    act::{act, missing_names},
    holds, missing,
};
use crate::{AgentId, AssistantId, RuleId};

/// What became of one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It was so already.
    Already,
    /// An earlier rule has assigned the conversation.
    Taken,
    /// The agent may not work in that queue.
    MayNot,
    /// A person has it, from whom no assistant takes it.
    WithPerson,
    /// The conversation has as many tags as it can have.
    TagsFull,
    /// Its category has no such field (SO-15).
    NotMeant,
    /// The field does not take this value any more.
    DoesNotFit,
    /// A matter is not ended while required fields are empty.
    FieldsMissing,
}

impl Outcome {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Already => "already",
            Self::Taken => "taken",
            Self::MayNot => "may-not",
            Self::WithPerson => "with-person",
            Self::TagsFull => "tags-full",
            Self::NotMeant => "not-meant",
            Self::DoesNotFit => "does-not-fit",
            Self::FieldsMissing => "fields-missing",
        }
    }
}

/// An action with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The action.
    pub action: Action,
    /// The name at that moment of the agent, queue, category or field that it names, or of the fields that are missing.
    pub name: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Done {
    /// As timelines and traces keep it: `do`, `value`, `name` and `outcome`, all text.
    #[must_use]
    pub fn shown(&self) -> serde_json::Value {
        // The note stands in the timeline itself.
        let value = if matches!(self.action, Action::AddNote(_)) { None } else { self.action.value() };
        serde_json::json!({
            "do": self.action.word(), "value": value, "name": self.name, "outcome": self.outcome.word(),
        })
    }
}

/// A rule whose conditions held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firing {
    /// Which.
    pub rule: RuleId,
    /// Its name.
    pub name: String,
    /// Because of what.
    pub trigger: Trigger,
    /// What it did, in its order.
    pub did: Vec<Done>,
}

impl Firing {
    /// True where something is another way now, or a matter was not ended, which people must know; a rule that finds
    /// everything as it wants it leaves no line.
    #[must_use]
    pub fn is_told(&self) -> bool {
        let only_stops = self.did.iter().all(|one| one.action == Action::Stop);
        let told = |one: &Done| match one.outcome {
            Outcome::Done => one.action != Action::Stop,
            other => other == Outcome::FieldsMissing,
        };
        only_stops || self.did.iter().any(told)
    }

    /// True where it decided who gets the conversation.
    #[must_use]
    pub fn assigned(&self) -> bool {
        let decided = |one: &Done| matches!(one.outcome, Outcome::Done | Outcome::Already);
        self.did.iter().any(|one| one.action.assigns() && decided(one))
    }
}

/// Why a rule was kept from firing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It had fired in the same chain: rules set each other off.
    Loop,
    /// Rules have fired on this conversation as often as they may within an hour.
    TooMany,
}

impl Cut {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::TooMany => "too-many",
        }
    }
}

/// What rules do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The rules whose conditions held, in the order in which they came.
    pub firings: Vec<Firing>,
    /// Those that were kept from firing, each once.
    pub cuts: Vec<(RuleId, String, Cut)>,
}

impl Plan {
    /// True where nothing is to be done or told.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.cuts.is_empty() && !self.firings.iter().any(Firing::is_told)
    }

    /// The agent whom rules gave the conversation to.
    #[must_use]
    pub fn agent(&self) -> Option<AgentId> {
        let given = self.firings.iter().flat_map(|firing| &firing.did).filter(|one| one.outcome == Outcome::Done);
        given.rev().find_map(|one| if let Action::AssignAgent(to) = one.action { Some(to) } else { None })
    }

    /// The assistant that rules gave the conversation to, if any.
    #[must_use]
    pub fn assistant(&self) -> Option<AssistantId> {
        let given = self.firings.iter().flat_map(|firing| &firing.did).filter(|one| one.outcome == Outcome::Done);
        given.rev().find_map(|one| if let Action::AssignAssistant(to) = one.action { Some(to) } else { None })
    }

    /// True where rules changed something that decides whether the conversation waits for somebody: its queue or status.
    #[must_use]
    pub fn changes_who_waits(&self) -> bool {
        let mut done = self.firings.iter().flat_map(|firing| &firing.did).filter(|one| one.outcome == Outcome::Done);
        done.any(|one| matches!(one.action, Action::AssignQueue(_) | Action::SetStatus(_)))
    }
}

/// What rules are asked because of.
#[derive(Clone, Copy, Debug)]
pub struct Begun<'a> {
    /// What happened.
    pub triggers: &'a [Trigger],
    /// The rule whose time has passed, for [`Trigger::TimePassed`].
    pub timed: Option<RuleId>,
    /// The rules that fired before in the same chain.
    pub fired: &'a [RuleId],
    /// How many may still fire on this conversation within the hour.
    pub left: usize,
}

/// What rules do, and how the conversation stands then.
#[must_use]
pub fn plan(rules: &[Rule], directory: &Directory, begun: Begun<'_>, mut facts: Facts) -> (Plan, Facts) {
    let mut chain = Chain { directory, begun, plan: Plan::default(), assigned: None, left: begun.left };
    let mut triggers = fitting(begun.triggers, &facts);
    while !triggers.is_empty() {
        let before = facts.clone();
        let goes_on = chain.round(rules, &triggers, &mut facts);
        triggers = if goes_on { following(&before, &facts) } else { Vec::new() };
    }
    (chain.plan, facts)
}

/// What is set aside is looked at only when that changes, or after a time.
fn fitting(triggers: &[Trigger], facts: &Facts) -> Vec<Trigger> {
    let fits = |one: &&Trigger| !facts.status.is_aside() || matches!(one, Trigger::StatusChanged | Trigger::TimePassed);
    triggers.iter().filter(fits).copied().collect()
}

fn following(before: &Facts, after: &Facts) -> Vec<Trigger> {
    let status = (before.status != after.status).then_some(Trigger::StatusChanged);
    let assigned = (before.assignee != after.assignee && after.assignee.is_some()).then_some(Trigger::Assigned);
    status.into_iter().chain(assigned).collect()
}

/// Rules that follow from one happening.
struct Chain<'a> {
    directory: &'a Directory,
    begun: Begun<'a>,
    plan: Plan,
    assigned: Option<RuleId>,
    left: usize,
}

impl Chain<'_> {
    /// One way through the list; false where it ends here.
    fn round(&mut self, rules: &[Rule], triggers: &[Trigger], facts: &mut Facts) -> bool {
        for rule in rules {
            let on = rule.recipe.when.on;
            let meant = triggers.contains(&on) && (on != Trigger::TimePassed || self.begun.timed == Some(rule.id));
            if !meant || !missing(&rule.recipe, self.directory).is_empty() {
                continue;
            }
            if holds(&rule.recipe, facts, self.directory) && !self.fire(rule, facts) {
                return false;
            }
        }
        true
    }

    /// Lets a rule do what it says; false where no rule is looked at behind it.
    fn fire(&mut self, rule: &Rule, facts: &mut Facts) -> bool {
        let (mut then, mut assigned) = (facts.clone(), self.assigned);
        let did: Vec<Done> = rule
            .recipe
            .then
            .iter()
            .map(|action| {
                let outcome = act(action, rule.id, &mut assigned, &mut then, self.directory);
                let name = match outcome {
                    Outcome::FieldsMissing => Some(missing_names(&then, self.directory)),
                    _ => self.directory.name_of(action),
                };
                Done { action: action.clone(), name, outcome }
            })
            .collect();
        let firing = Firing { rule: rule.id, name: rule.name.clone(), trigger: rule.recipe.when.on, did };
        if firing.is_told() {
            let fired = |one: &Firing| one.rule == rule.id && one.is_told();
            if self.begun.fired.contains(&rule.id) || self.plan.firings.iter().any(fired) {
                self.cut(rule, Cut::Loop);
                return true;
            }
            if self.left == 0 {
                self.cut(rule, Cut::TooMany);
                return false;
            }
            self.left -= 1;
        }
        *facts = then;
        self.assigned = assigned;
        let stops = rule.recipe.then.contains(&Action::Stop);
        if firing.is_told() || !self.plan.firings.iter().any(|one| one.rule == rule.id) {
            self.plan.firings.push(firing);
        }
        !stops
    }

    fn cut(&mut self, rule: &Rule, why: Cut) {
        if !self.plan.cuts.iter().any(|(id, _, _)| *id == rule.id) {
            self.plan.cuts.push((rule.id, rule.name.clone(), why));
        }
    }
}
