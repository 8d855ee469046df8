//! Following: an agent who may read a conversation may have its news too.

use desk::{AgentId, ConversationId, Micros, permit::Action};
use store::{
    Tx,
    agents::{self, Agent},
    following,
};

use crate::{Refused, access};

/// Somebody who may read a conversation.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The agent.
    pub agent: Agent,
    /// True where they follow it.
    pub follows: bool,
}

/// The agent follows a conversation, or follows it no longer.
///
/// # Errors
/// [`Refused::NotFound`] where they may not read it.
pub fn set(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId, follows: bool, now: Micros) -> Result<(), Refused> {
    let id = access::reached(tx, agent, Action::Read, id)?.ok_or(Refused::NotFound)?.id;
    match follows {
        true => following::follow(tx, id, agent.id, now)?,
        false => following::unfollow(tx, id, agent.id)?,
    }
    Ok(())
}

/// Who of the team may read a conversation, by name: whom a note can mention.
///
/// # Errors
/// [`Refused::NotFound`] where whoever asks may not.
pub fn readers(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId) -> Result<Vec<Reader>, Refused> {
    let id = access::reached(tx, agent, Action::Read, id)?.ok_or(Refused::NotFound)?.id;
    let followers: Vec<AgentId> = following::of(tx, id)?.into_iter().map(|(id, ..)| id).collect();
    let mut all = Vec::new();
    for agent in agents::list(tx)? {
        if access::may(tx, &agent, Action::Read, id)? {
            all.push(Reader { follows: followers.contains(&agent.id), agent });
        }
    }
    Ok(all)
}
