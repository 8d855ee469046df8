//! Presence: what is chosen by agents and for them, and that a browser of theirs is there (CC-2, CC-3). Whoever becomes
//! available is given what waits. Who may set what is decided in `desk::presence`.

use desk::{
    AgentId, Micros, OwnPresenceId,
    permit::{self, Action, Object},
    presence::{self, Chosen, Refusal, Setting},
};
use serde_json::json;
use store::{
    Tx,
    agents::{self, Agent},
    audit, own_presences, presence as stored, settings,
};

use crate::{Refused, access, routing};

/// What somebody is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// One of those that every desk has.
    BuiltIn(Chosen),
    /// One that this desk named (CC-14).
    Own(OwnPresenceId),
}

/// Sets the presence of an agent, one's own or another's.
///
/// # Errors
/// [`Refused`] where there is no such agent, or it cannot be set to this.
pub fn set(tx: &mut Tx<'_>, by: &Agent, of: AgentId, to: To, now: Micros) -> Result<(), Refused> {
    let (to, own) = match to {
        To::BuiltIn(chosen) => (chosen, None),
        To::Own(id) => {
            let own = own_presences::by_id(tx, id)?.ok_or(Refused::field("own", "no-such-presence"))?;
            (own.counts_as.into(), Some(own))
        }
    };
    let agent = agents::by_id(tx, of)?.filter(|agent| agent.active).ok_or(Refused::NotFound)?;
    let setting = Setting {
        own: by.id == of,
        leads: permit::permits(access::actor(by), Action::LeadTeam, Object::Desk),
        takes_email: takes_email(tx, of)?,
    };
    match presence::may_set(to, setting) {
        Ok(()) => {}
        Err(Refusal::NotTheirs) => return Err(Refused::NotFound),
        Err(Refusal::NoEmail) => return Err(Refused::field("presence", "presence-no-email")),
    }
    if by.id != of {
        let data = json!({"presence": own.as_ref().map_or(to.word(), |own| own.name.as_str())});
        audit::add(tx, &by.actor(), "agent.presence_set", &format!("agent:{}", agent.id), &data, now)?;
    }
    Ok(choose(tx, of, to, own.map(|own| own.id), now)?)
}

fn choose(tx: &mut Tx<'_>, agent: AgentId, to: Chosen, own: Option<OwnPresenceId>, now: Micros) -> store::Result<()> {
    stored::choose(tx, agent, to, own, now)?;
    offer_if_there(tx, agent, now)
}

/// Whoever can take something now is given what waits.
pub(crate) fn offer_if_there(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> store::Result<()> {
    match stored::of(tx, agent)?.takes(now) {
        true => routing::give_out(tx, now),
        false => Ok(()),
    }
}

/// True when an agent can be in e-mail: the channel is on, and they belong to a queue that takes it (CC-2).
///
/// # Errors
/// The store's own.
pub fn takes_email(tx: &mut Tx<'_>, agent: AgentId) -> store::Result<bool> {
    let on = settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false);
    Ok(on && stored::is_in_a_queue(tx, agent)?)
}

/// Whoever is in e-mail and cannot be any more is online from now on (CC-2).
///
/// # Errors
/// The store's own.
pub fn settle(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    for agent in stored::in_email(tx)? {
        let settled = Chosen::InEmail.settled(takes_email(tx, agent)?);
        if settled != Chosen::InEmail {
            stored::choose(tx, agent, settled, None, now)?;
        }
    }
    Ok(())
}

/// A browser of an agent is there.
///
/// # Errors
/// The store's own.
pub fn seen(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> store::Result<()> {
    let before = stored::seen(tx, agent, now)?;
    // What was chosen holds again.
    if before.offline(now) { offer_if_there(tx, agent, now) } else { Ok(()) }
}
