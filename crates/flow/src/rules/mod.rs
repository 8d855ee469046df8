//! Rules: written, ordered and rehearsed by whoever leads the team (SO-16); and looked at in the transaction of what
//! happened, before anything is given to agents (LD-4). What they do is decided in `desk::rules`.

mod apply;
mod gather;
mod mails;
mod rehearse;
mod run;
mod timed;

pub use mails::round;
pub(crate) use mails::work;
pub use rehearse::{Rehearsal, Rehearsed, rehearse};
pub use run::settle;
pub(crate) use run::{Happened, Ruled, ended, look, settle_sent};
pub(crate) use timed::pass;

use desk::{
    Micros, RuleId, limits,
    rules::{self, Missing, Trigger},
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit,
    rules::{Draft, Lately, Stored, moments},
};

use crate::{Refused, refused};

/// A rule as whoever leads the team sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rule.
    pub stored: Stored,
    /// What it refers to and that is not there: it does not fire while there is something.
    pub missing: Vec<Missing>,
    /// What it did of late.
    pub lately: Lately,
}

/// All rules in their order.
///
/// # Errors
/// The store's own.
pub fn list(tx: &mut Tx<'_>) -> store::Result<Vec<Listed>> {
    let all = store::rules::list(tx)?;
    shown(tx, all)
}

/// One rule.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn one(tx: &mut Tx<'_>, id: RuleId) -> Result<Listed, Refused> {
    let stored = standing(tx, id)?;
    shown(tx, vec![stored])?.pop().ok_or(Refused::NotFound)
}

fn shown(tx: &mut Tx<'_>, all: Vec<Stored>) -> store::Result<Vec<Listed>> {
    let directory = gather::directory(tx, all.iter().map(|one| &one.draft.recipe))?;
    all.into_iter()
        .map(|stored| {
            let missing = rules::missing(&stored.draft.recipe, &directory);
            Ok(Listed { missing, lately: store::rules::lately(tx, stored.id)?, stored })
        })
        .collect()
}

/// The rule.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: RuleId) -> Result<Stored, Refused> {
    store::rules::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Adds a rule behind the others.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, by: &Agent, draft: &Draft, now: Micros) -> Result<RuleId, Refused> {
    if store::rules::list(tx)?.len() >= limits::RULES {
        return Err(Refused::field("name", "too-many-rules"));
    }
    let draft = checked(draft)?;
    check_given(tx, &draft)?;
    let id = store::rules::add(tx, &draft, look_from(&draft, now), now)?;
    count_time(tx)?;
    note(tx, by, "rule.added", id, &draft.name, now)?;
    Ok(id)
}

/// Writes a rule anew. One that waits for a time, and that is switched on or waits for another one, looks at nothing whose
/// time was over before.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such rule.
pub fn update(tx: &mut Tx<'_>, by: &Agent, id: RuleId, draft: &Draft, now: Micros) -> Result<(), Refused> {
    let before = standing(tx, id)?.draft;
    let draft = checked(draft)?;
    check_given(tx, &draft)?;
    store::rules::update(tx, id, &draft, now)?;
    if draft.recipe.when != before.recipe.when || (draft.enabled && !before.enabled) {
        moments::look_from(tx, id, look_from(&draft, now))?;
    }
    count_time(tx)?;
    note(tx, by, "rule.changed", id, &draft.name, now)
}

/// Puts the rules into another order. Those that are not named, as they came meanwhile, stay behind the others.
///
/// # Errors
/// [`Refused`] where one of them is not there, or named twice.
pub fn order(tx: &mut Tx<'_>, by: &Agent, ids: &[RuleId], now: Micros) -> Result<(), Refused> {
    let standing: Vec<RuleId> = store::rules::list(tx)?.into_iter().map(|one| one.id).collect();
    let all = refused::ordered(&standing, ids, "rules-are-others")?;
    if all == standing {
        return Ok(());
    }
    store::rules::order(tx, &all)?;
    audit::add(tx, &by.actor(), "rule.ordered", "rule:all", &json!({"ids": all}), now)?;
    Ok(())
}

/// Deletes a rule.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: RuleId, now: Micros) -> Result<(), Refused> {
    let stored = standing(tx, id)?;
    store::rules::delete(tx, id)?;
    count_time(tx)?;
    note(tx, by, "rule.deleted", id, &stored.draft.name, now)
}

/// Has rules ask for, give and take a tag by its new name.
///
/// # Errors
/// The store's own.
pub(crate) fn retag(tx: &mut Tx<'_>, from: &str, to: &str, now: Micros) -> store::Result<()> {
    for Stored { id, mut draft } in store::rules::list(tx)? {
        if draft.recipe.retag(from, to) {
            store::rules::update(tx, id, &draft, now)?;
        }
    }
    Ok(())
}

/// The draft as it is kept.
///
/// # Errors
/// [`Refused`] at the part that does not fit.
fn checked(draft: &Draft) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::RULE_NAME_CHARS, "rule-name-needed")?;
    rules::check(&draft.recipe).map_err(|unfit| Refused::field(unfit.field, unfit.reason))?;
    Ok(Draft { name, ..draft.clone() })
}

/// What a rule writes into fields fits them; one that is gone says so where rules are listed.
fn check_given(tx: &mut Tx<'_>, draft: &Draft) -> Result<(), Refused> {
    for action in &draft.recipe.then {
        if let rules::Action::SetField(given) = action
            && let Some(field) = store::category_fields::by_id(tx, given.field)?
        {
            field.read(&given.value).map_err(|_| Refused::field("then", "rule-action-does-not-fit"))?;
        }
    }
    Ok(())
}

/// The moment behind which a rule looks: what passed its time before now is none of its business.
fn look_from(draft: &Draft, now: Micros) -> Micros {
    now.plus_s(-60 * draft.recipe.when.minutes.unwrap_or(0))
}

/// Moments are kept while a rule waits for them.
fn count_time(tx: &mut Tx<'_>) -> store::Result<()> {
    let waits = |one: &desk::rules::Rule| one.recipe.when.on == Trigger::TimePassed;
    match store::rules::active(tx)?.iter().any(waits) {
        true => moments::begin(tx),
        false => moments::end(tx),
    }
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: RuleId, name: &str, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("rule:{id}"), &json!({"name": name}), now)?)
}
