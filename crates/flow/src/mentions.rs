//! Mentions: whom a note is for. Said by the one who writes it, or read once from its words; kept with the note, told, and
//! from then on those who are mentioned follow the conversation.

use desk::{AgentId, ConversationId, MessageId, Micros, limits, notify, notify::Occasion, permit::Action};
use store::{Tx, agents, following, mentions};

use crate::{Refused, access, notices};

/// The agents whom a note names in its words, as far as they may see the conversation.
///
/// # Errors
/// The store's own.
pub(crate) fn read(tx: &mut Tx<'_>, conversation: ConversationId, text: &str) -> store::Result<Vec<AgentId>> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let team = agents::list(tx)?;
    let names: Vec<_> = team.iter().map(|one| (one.id, one.name.clone(), one.email.clone())).collect();
    let mut seen = Vec::new();
    for id in notify::mentioned(text, &names) {
        if seen.len() < limits::MENTIONS
            && let Some(agent) = team.iter().find(|one| one.id == id)
            && access::may(tx, agent, Action::Read, conversation)?
        {
            seen.push(id);
        }
    }
    Ok(seen)
}

/// The agents whom somebody said that a note mentions.
///
/// # Errors
/// [`Refused`] at `mentions` where one is not there or may not see the conversation.
pub(crate) fn checked(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    named: &[AgentId],
) -> Result<Vec<AgentId>, Refused> {
    if named.len() > limits::MENTIONS {
        return Err(Refused::field("mentions", "too-many-mentions"));
    }
    let mut all = Vec::new();
    for id in named {
        let agent = agents::by_id(tx, *id)?.filter(|agent| agent.active);
        let agent = agent.ok_or(Refused::field("mentions", "no-such-agent"))?;
        if !access::may(tx, &agent, Action::Read, conversation)? {
            return Err(Refused::field("mentions", "mentioned-outside-queue"));
        }
        if !all.contains(id) {
            all.push(*id);
        }
    }
    Ok(all)
}

/// Keeps whom a note mentions, and tells them and those who follow.
///
/// # Errors
/// The store's own.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    note: MessageId,
    mentioned: &[AgentId],
    author: AgentId,
    now: Micros,
) -> store::Result<()> {
    for id in mentioned {
        mentions::add(tx, note, *id)?;
        following::follow(tx, conversation, *id, now)?;
    }
    notices::tell(tx, conversation, note, &Occasion::Note(mentioned.to_vec()), Some(author), now)
}
