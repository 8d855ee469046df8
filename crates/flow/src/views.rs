//! Views of one's own: made, changed and deleted by whom they belong to; shared ones also by whoever leads the team.

use desk::{
    Micros, OwnViewId, limits,
    permit::{Action, Object, permits},
};
use store::{
    Tx,
    agents::Agent,
    views::{self, Draft, View},
};

use crate::{Refused, access, refused};

/// True when the agent has this view in their list.
#[must_use]
pub fn has(agent: &Agent, view: &View) -> bool {
    view.shared || view.agent.0 == agent.id
}

/// True when the agent may change this view: their own, and a shared one where they may change queues.
#[must_use]
pub fn may_change(agent: &Agent, view: &View) -> bool {
    let leads = permits(access::actor(agent), Action::ChangeQueues, Object::Desk);
    view.agent.0 == agent.id || (view.shared && leads)
}

/// The view, as far as the agent has it.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, agent: &Agent, id: OwnViewId) -> Result<View, Refused> {
    views::by_id(tx, id)?.filter(|view| has(agent, view)).ok_or(Refused::NotFound)
}

/// Adds a view.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, agent: &Agent, draft: &Draft, now: Micros) -> Result<View, Refused> {
    if views::count(tx, agent.id)? >= limits::VIEWS {
        return Err(Refused::field("name", "too-many-views"));
    }
    let id = views::add(tx, agent.id, &checked(draft)?, now)?;
    standing(tx, agent, id)
}

/// Writes a view anew. False when the agent may see it and not change it.
///
/// # Errors
/// [`Refused`] where something does not fit or the agent has no such view.
pub fn update(tx: &mut Tx<'_>, agent: &Agent, id: OwnViewId, draft: &Draft, now: Micros) -> Result<bool, Refused> {
    if !may_change(agent, &standing(tx, agent, id)?) {
        return Ok(false);
    }
    views::update(tx, id, &checked(draft)?, now)?;
    Ok(true)
}

/// Deletes a view. False when the agent may see it and not change it.
///
/// # Errors
/// [`Refused::NotFound`] where the agent has no such view.
pub fn delete(tx: &mut Tx<'_>, agent: &Agent, id: OwnViewId) -> Result<bool, Refused> {
    if !may_change(agent, &standing(tx, agent, id)?) {
        return Ok(false);
    }
    views::delete(tx, id)?;
    Ok(true)
}

fn checked(draft: &Draft) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::VIEW_NAME_CHARS, "view-name-needed")?;
    match draft.filter.misfit() {
        Some((field, message)) => Err(Refused::field(field, message)),
        None => Ok(Draft { name, ..draft.clone() }),
    }
}
