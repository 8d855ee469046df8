//! Merging by an agent: one conversation goes into another, and back.

use desk::{ConversationId, MessageId, Micros, event::Event, limits, permit::Action};
use store::{Tx, agents::Agent, category_fields, conversations, events, merging};

use crate::{Refused, access, moved};

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
    let firsts = firsts(tx, [source, target.id])?;
    merging::merge(tx, source, target.id, now)?;
    moved::enter_again(tx, &firsts)?;
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
    let firsts = firsts(tx, [source, target])?;
    moved::enter_again(tx, &firsts)?;
    let actor = agent.actor();
    events::add(tx, target, &Event::MergeUndone { other: source }, &actor, now)?;
    events::add(tx, source, &Event::MergeUndone { other: target }, &actor, now)?;
    Ok(())
}

/// The messages by which search finds what stands in the fields of two conversations, where something does: the merged one
/// keeps its own, which are those of nobody then.
fn firsts(tx: &mut Tx<'_>, both: [ConversationId; 2]) -> store::Result<Vec<MessageId>> {
    let mut firsts = Vec::new();
    let mut any = false;
    for id in both {
        any |= !category_fields::of(tx, id)?.is_empty();
        firsts.extend(category_fields::found_by(tx, id)?);
    }
    Ok(if any { firsts } else { Vec::new() })
}
