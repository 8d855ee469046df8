//! Looking at rules when something happened: in the transaction in which it did, once for each conversation.

use desk::{
    ConversationId, Micros, RuleId,
    conversation::Status,
    limits,
    rules::{self, Begun, Cut, Directory, Letter, Plan, Rule, Since, Trigger},
    trace::{Step, TraceLine},
    webhook::Kind,
};
use serde_json::json;
use store::{
    Tx,
    rules::{facts, moments},
    webhook_deliveries::Happening,
};

use super::{apply, gather};

/// How often what rules brought about is looked at in one transaction: what the desk gives out after them may be a rule's
/// business once more.
const ROUNDS: usize = 2;

/// The rules that are on, and what they can refer to.
pub(super) struct Rules {
    pub(super) list: Vec<Rule>,
    pub(super) directory: Directory,
}

impl Rules {
    /// None where there are none: that costs one look.
    pub(super) fn read(tx: &mut Tx<'_>) -> store::Result<Option<Self>> {
        let list = store::rules::active(tx)?;
        if list.is_empty() {
            return Ok(None);
        }
        let directory = gather::directory(tx, list.iter().map(|rule| &rule.recipe))?;
        Ok(Some(Self { list, directory }))
    }

    /// True where a rule waits for this trigger; else there is nothing to gather.
    fn wait_for(&self, triggers: &[Trigger]) -> bool {
        self.list.iter().any(|rule| triggers.contains(&rule.recipe.when.on))
    }

    /// Notes since when time counts now, where a rule waits for it.
    fn count(&self, tx: &mut Tx<'_>, of: ConversationId, triggers: &[Trigger], now: Micros) -> store::Result<()> {
        for since in triggers.iter().filter_map(|one| Since::from_word(one.word())) {
            if self.list.iter().any(|rule| rule.recipe.when.since == Some(since)) {
                moments::set(tx, of, since, now)?;
            }
        }
        Ok(())
    }
}

/// A message with the headers of these names.
pub(crate) type WithHeaders<'a> = dyn Fn(&[String]) -> Letter + 'a;

/// What happened to a conversation, for whoever knows more than its rows say.
pub(crate) struct Happened<'a> {
    /// The conversation.
    pub(crate) conversation: ConversationId,
    /// What happened.
    pub(crate) triggers: &'a [Trigger],
    /// The message that came; none: the newest of the customer's.
    pub(crate) letter: Option<&'a WithHeaders<'a>>,
    /// The status that it will have, where that is not written yet.
    pub(crate) status: Option<Status>,
    /// Messages that are not counted yet.
    pub(crate) coming: i64,
}

/// What rules do about something that happened, before it is done.
pub(crate) struct Ruled {
    pub(crate) conversation: ConversationId,
    pub(crate) plan: Plan,
}

impl Ruled {
    /// The lines of a mail's trace: each rule whose conditions held, and each that was kept from firing.
    pub(crate) fn lines(&self) -> Vec<TraceLine> {
        let fired = self.plan.firings.iter().map(|firing| {
            let outcome = if firing.is_told() { "fired" } else { "unchanged" };
            let did: Vec<_> = firing.did.iter().map(rules::Done::shown).collect();
            let facts = json!({"rule": firing.name, "did": did});
            TraceLine::new(Step::Assign, outcome, "rule").with(facts)
        });
        let cut = self
            .plan
            .cuts
            .iter()
            .map(|(_, name, why)| TraceLine::new(Step::Assign, "cut", why.word()).with(json!({"rule": name})));
        fired.chain(cut).collect()
    }

    /// Changes the conversation's row as planned, and writes what fired into its timeline.
    pub(crate) fn change(&self, tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
        apply::change(tx, self.conversation, &self.plan, now)
    }

    /// Does what is done once there is a message: notes, and who is told.
    pub(crate) fn finish(&self, tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
        apply::finish(tx, self.conversation, &self.plan, now)
    }

    /// What follows from it: whoever was given the conversation is told, and what waits is given out.
    pub(crate) fn follow(&self, tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
        apply::follow(tx, self.conversation, &self.plan, now)
    }
}

/// What rules do about something that happened. None where no rule waits for it, or none of those has anything to do.
pub(crate) fn look(tx: &mut Tx<'_>, happened: &Happened<'_>, now: Micros) -> store::Result<Option<Ruled>> {
    match Rules::read(tx)? {
        Some(rules) => rules.look(tx, happened, None, &[], now),
        None => Ok(None),
    }
}

/// Nobody looks any more at what happened so far: it was looked at, or is too old to set anything off (SO-2).
pub(crate) fn ended(tx: &mut Tx<'_>) {
    tx.unsettled();
}

impl Rules {
    pub(super) fn look(
        &self,
        tx: &mut Tx<'_>,
        happened: &Happened<'_>,
        timed: Option<RuleId>,
        fired: &[RuleId],
        now: Micros,
    ) -> store::Result<Option<Ruled>> {
        let Happened { conversation, triggers, .. } = *happened;
        self.count(tx, conversation, triggers, now)?;
        if !self.wait_for(triggers) {
            return Ok(None);
        }
        let Some(mut standing) = facts::of(tx, conversation)? else { return Ok(None) };
        standing.status = happened.status.unwrap_or(standing.status);
        standing.messages += happened.coming;
        let letter = match happened.letter {
            Some(letter) => letter(&self.headers()),
            None => {
                let newest = facts::message(tx, conversation, false)?;
                gather::letter(tx, newest)?
            }
        };
        let recipes = self.list.iter().map(|rule| &rule.recipe);
        let facts = gather::facts(tx, recipes, standing, letter, now)?;
        let so_far = store::rules::fired_on(tx, conversation, now.plus_s(-3_600))?;
        let left = limits::RULE_FIRINGS.saturating_sub(so_far);
        let (mut plan, _) = rules::plan(&self.list, &self.directory, Begun { triggers, timed, fired, left }, facts);
        if store::rules::was_cut(tx, conversation, Cut::TooMany, now.plus_s(-3_600))? {
            // Once an hour is told often enough.
            plan.cuts.retain(|(_, _, why)| *why != Cut::TooMany);
        }
        let nothing = plan.firings.is_empty() && plan.cuts.is_empty();
        Ok((!nothing).then_some(Ruled { conversation, plan }))
    }

    /// The headers that some rule looks at.
    fn headers(&self) -> Vec<String> {
        let conditions = self.list.iter().flat_map(|rule| rule.recipe.conditions());
        conditions.filter(|one| one.field == rules::Field::Header).filter_map(|one| one.of.clone()).collect()
    }

    /// Looks, and does at once what the rules say.
    pub(super) fn fire(
        &self,
        tx: &mut Tx<'_>,
        happened: &Happened<'_>,
        timed: Option<RuleId>,
        fired: &mut Vec<RuleId>,
        now: Micros,
    ) -> store::Result<()> {
        let Some(ruled) = self.look(tx, happened, timed, fired, now)? else { return Ok(()) };
        fired.extend(ruled.plan.firings.iter().filter(|one| one.is_told()).map(|one| one.rule));
        ruled.change(tx, now)?;
        ruled.finish(tx, now)?;
        // The plan has looked at what its own changes set off; what follows from them beyond it is looked at next.
        ended(tx);
        ruled.follow(tx, now)
    }
}

/// Looks at everything that happened in this transaction and that nobody has looked at yet. Called at the end of what
/// changes conversations; where nothing did, it costs nothing, and where there are no rules one look.
///
/// # Errors
/// The store's own.
pub fn settle(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    settle_with(tx, &[], now)
}

/// The same, with what no row of the transaction tells: an answer of the team has left.
///
/// # Errors
/// The store's own.
pub(crate) fn settle_sent(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> store::Result<()> {
    settle_with(tx, &[(conversation, Trigger::AgentMessage)], now)
}

fn settle_with(tx: &mut Tx<'_>, more: &[(ConversationId, Trigger)], now: Micros) -> store::Result<()> {
    let (mut read, mut fired) = (None, Vec::new());
    for round in 0..ROUNDS {
        let new = tx.unsettled();
        let told = new.iter().filter_map(|one| trigger(one).map(|trigger| (one.conversation, trigger)));
        let told: Vec<_> = told.chain(more.iter().filter(|_| round == 0).copied()).collect();
        if told.is_empty() {
            return Ok(());
        }
        if read.is_none() {
            read = Rules::read(tx)?;
        }
        let Some(rules) = &read else { return Ok(()) };
        for (conversation, triggers) in by_conversation(&told) {
            let happened = Happened { conversation, triggers: &triggers, letter: None, status: None, coming: 0 };
            rules.fire(tx, &happened, None, &mut fired, now)?;
        }
    }
    ended(tx);
    Ok(())
}

/// What a row of the transaction tells. A message is told by whoever stores it: only they know whose it is.
fn trigger(one: &Happening) -> Option<Trigger> {
    match one.kind {
        Kind::ConversationCreated => Some(Trigger::Created),
        Kind::StatusChanged => Some(Trigger::StatusChanged),
        Kind::Assigned => Some(Trigger::Assigned),
        Kind::Rated => Some(Trigger::Rated),
        _ => None,
    }
}

fn by_conversation(told: &[(ConversationId, Trigger)]) -> Vec<(ConversationId, Vec<Trigger>)> {
    let mut all: Vec<(ConversationId, Vec<Trigger>)> = Vec::new();
    for (conversation, trigger) in told {
        match all.iter_mut().find(|(one, _)| one == conversation) {
            Some((_, triggers)) if triggers.contains(trigger) => {}
            Some((_, triggers)) => triggers.push(*trigger),
            None => all.push((*conversation, vec![*trigger])),
        }
    }
    all
}
