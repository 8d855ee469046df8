//! Merging by an agent: one conversation goes into another, and back.

use desk::{ConversationId, Micros, event::Event, limits, permit::Action};
use store::{Tx, agents::Agent, conversations, events, merging};

use crate::{Refused, access};

/// Merges a conversation into another; says into which, since one that was merged stands for its target.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn merge(
    tx: &mut Tx<'_>,
    agent: &Agent,
    source: ConversationId,
    into: ConversationId,
    now: Micros,
) -> Result<ConversationId, Refused> {
    if !access::may(tx, agent, Action::Work, source)? {
        return Err(Refused::NotFound);
    }
    let row = conversations::by_id(tx, source)?.ok_or(Refused::NotFound)?;
    if row.merged_into.is_some() {
        return Err(Refused::field("into", "merged-already"));
    }
    let unknown = Refused::field("into", "no-such-conversation");
    let Some(target) = conversations::followed(tx, into)?.filter(|target| target.merged_into.is_none()) else {
        return Err(unknown);
    };
    if !access::may(tx, agent, Action::Work, target.id)? {
        return Err(unknown);
    }
    if target.id == source {
        return Err(Refused::field("into", "merged-into-itself"));
    }
    if row.message_count > limits::MERGED_MESSAGES {
        return Err(Refused::field("into", "merged-too-long"));
    }
    merging::merge(tx, source, target.id, now)?;
    let actor = agent.actor();
    events::add(tx, target.id, &Event::Merged { from: source }, &actor, now)?;
    events::add(tx, source, &Event::MergedInto { to: target.id }, &actor, now)?;
    Ok(target.id)
}

/// Takes a merge back: the messages that it brought return. What was written since then stays.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn undo(tx: &mut Tx<'_>, agent: &Agent, source: ConversationId, now: Micros) -> Result<(), Refused> {
    let row = conversations::by_id(tx, source)?.ok_or(Refused::NotFound)?;
    let target = row.merged_into.ok_or(Refused::NotFound)?;
    for id in [source, target] {
        if !access::may(tx, agent, Action::Work, id)? {
            return Err(Refused::NotFound);
        }
    }
    merging::undo(tx, &row, target, now)?;
    let actor = agent.actor();
    events::add(tx, target, &Event::MergeUndone { other: source }, &actor, now)?;
    events::add(tx, source, &Event::MergeUndone { other: target }, &actor, now)?;
    Ok(())
}
