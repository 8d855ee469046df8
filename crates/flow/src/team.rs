//! The team: names, addresses and roles changed, people switched off and on. Somebody always remains who can set up the
//! desk; whoever is switched off or changes role signs in anew.

use desk::{AgentId, Micros, address, agent::Role, agent::State, event::Event, limits};
use serde_json::json;
use store::{
    Tx, account_links,
    agents::{self, Agent},
    api_tokens, audit, conversations,
    events::{self, Actor},
    leases, sessions,
};

use crate::{Node, Refused, clashes, invitations, notices, people::check_names, routing};

/// Conversations that are read at once while somebody's are given back.
const BATCH: i64 = 500;
/// How long the lock on who is an admin lasts if its transaction were to leave it behind, seconds; it never does.
const LOCK_SECONDS: i64 = 60;

/// What is to change about a person; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The address that they sign in with and write from.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The role.
    pub role: Option<Role>,
    /// Switched on, or off.
    pub active: Option<bool>,
    /// How many conversations they are given at most.
    pub capacity: Option<i64>,
    /// With switching off: their conversations that are not done become nobody's.
    pub unassign: bool,
}

/// Changes a person.
///
/// # Errors
/// [`Refused`] where there is no such person or something does not fit; then nothing is changed when the caller rolls back.
pub fn change(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Actor,
    id: AgentId,
    change: &Change,
    now: Micros,
) -> Result<Agent, Refused> {
    let stored = agents::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    if change.unassign && change.active != Some(false) {
        return Err(Refused::field("unassign", "unassign-goes-with-off"));
    }
    set_names(tx, node, by, &stored, change, now)?;
    if let Some(role) = change.role {
        set_role(tx, by, &stored, role, now)?;
    }
    if let Some(active) = change.active {
        set_active(tx, by, &stored, active, change.unassign, now)?;
    }
    if let Some(capacity) = change.capacity {
        set_capacity(tx, by, &stored, capacity, now)?;
    }
    agents::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Sets how many conversations somebody is given at most; with more they may get some at once.
fn set_capacity(tx: &mut Tx<'_>, by: &Actor, stored: &Agent, capacity: i64, now: Micros) -> Result<(), Refused> {
    if !(0..=limits::CAPACITY_MOST).contains(&capacity) {
        return Err(Refused::field("capacity", "capacity-out-of-range"));
    }
    if stored.capacity == capacity {
        return Ok(());
    }
    agents::set_capacity(tx, stored.id, capacity)?;
    let data = json!({"from": stored.capacity, "to": capacity});
    audit::add(tx, by, "agent.capacity_changed", &format!("agent:{}", stored.id), &data, now)?;
    Ok(routing::give_out(tx, now)?)
}

/// Changes an agent's address or name. Whoever reads the former address is told, since mail from the new one is the
/// agent's from now on; whoever is only invited is invited there.
fn set_names(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Actor,
    stored: &Agent,
    change: &Change,
    now: Micros,
) -> Result<(), Refused> {
    let email = change.email.as_deref().map_or(stored.email.as_str(), str::trim);
    let name = change.name.as_deref().map_or(stored.name.as_str(), str::trim);
    if (email, name) == (stored.email.as_str(), stored.name.as_str()) {
        return Ok(());
    }
    check_names(name, email).map_err(|(field, message)| Refused::field(field, message))?;
    if clashes::with_ours(tx, [email])? {
        return Err(Refused::field("email", "address-is-ours"));
    }
    match agents::set_names(tx, stored.id, email, name) {
        Err(store::Error::Taken(_)) => return Err(Refused::field("email", "address-is-another-agents")),
        other => other?,
    }
    let data = json!({"email": email, "former_email": stored.email, "name": name});
    audit::add(tx, by, "agent.changed", &format!("agent:{}", stored.id), &data, now)?;
    if address::fold(email) == address::fold(&stored.email) {
        return Ok(());
    }
    // What was mailed to the former address is no way in any more.
    account_links::end(tx, stored.id)?;
    match stored.state() {
        State::Invited => {
            let moved = agents::by_id(tx, stored.id)?.ok_or(Refused::NotFound)?;
            invitations::mail(tx, node, &moved, by, now)
        }
        State::Active | State::Off => Ok(notices::address_changed(tx, node, stored, email, now)?),
    }
}

fn set_role(tx: &mut Tx<'_>, by: &Actor, stored: &Agent, role: Role, now: Micros) -> Result<(), Refused> {
    if stored.role == role {
        return Ok(());
    }
    if stored.role == Role::Admin && stored.active {
        keep_an_admin(tx, stored.id, "role", now)?;
    }
    agents::set_role(tx, stored.id, role)?;
    // A session begins with what its agent may do then (D5).
    sessions::end_all(tx, stored.id, None)?;
    let data = json!({"from": stored.role.word(), "to": role.word()});
    Ok(audit::add(tx, by, "agent.role_changed", &format!("agent:{}", stored.id), &data, now)?)
}

fn set_active(
    tx: &mut Tx<'_>,
    by: &Actor,
    stored: &Agent,
    active: bool,
    unassign: bool,
    now: Micros,
) -> Result<(), Refused> {
    let object = format!("agent:{}", stored.id);
    match (stored.state(), active) {
        (State::Invited, _) => return Err(Refused::field("active", "invited-not-joined")),
        (State::Active, true) | (State::Off, false) => return Ok(()),
        (State::Off, true) => {
            agents::set_active(tx, stored.id, true)?;
            return Ok(audit::add(tx, by, "agent.switched_on", &object, &json!({}), now)?);
        }
        (State::Active, false) => {}
    }
    if stored.role == Role::Admin {
        keep_an_admin(tx, stored.id, "active", now)?;
    }
    agents::set_active(tx, stored.id, false)?;
    sessions::end_all(tx, stored.id, None)?;
    api_tokens::end_all(tx, stored.id)?;
    account_links::end(tx, stored.id)?;
    let unassigned = if unassign { give_back(tx, by, stored.id, now)? } else { 0 };
    Ok(audit::add(tx, by, "agent.switched_off", &object, &json!({"unassigned": unassigned}), now)?)
}

/// Refuses what would leave the desk without an admin. Two who ask at once wait for each other.
fn keep_an_admin(tx: &mut Tx<'_>, id: AgentId, field: &'static str, now: Micros) -> Result<(), Refused> {
    let lock = "who-is-admin";
    leases::take(tx, lock, lock, LOCK_SECONDS, now)?;
    let others = agents::other_admins(tx, id)?;
    leases::release(tx, lock, lock)?;
    if others == 0 { Err(Refused::field(field, "last-admin")) } else { Ok(()) }
}

/// Makes what somebody has and is not done nobody's; how many there were.
fn give_back(tx: &mut Tx<'_>, by: &Actor, id: AgentId, now: Micros) -> store::Result<usize> {
    let mut count = 0;
    loop {
        let batch = conversations::had_by(tx, id, BATCH)?;
        if batch.is_empty() {
            return Ok(count);
        }
        for conversation in &batch {
            conversations::set_assignee(tx, *conversation, None, now)?;
            events::add(tx, *conversation, &Event::Assigned { to: None }, by, now)?;
        }
        count += batch.len();
    }
}
