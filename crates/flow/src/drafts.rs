//! Drafts: kept as an agent types, for that agent alone. Nothing is sent here, and nothing has to be finished.

use desk::{
    AttachmentId, ConversationId, Micros,
    draft::{Draft, Kind},
    limits,
};
use store::{Tx, agents::Agent, attachments, drafts};

use crate::{Refused, access};

/// Keeps what an agent has begun to write about a conversation, or to begin one with. Says with which conversation it is
/// kept: the one that the number leads to.
///
/// # Errors
/// [`Refused`] where the agent may not work on the conversation, or something is beyond its bound.
pub fn save(
    tx: &mut Tx<'_>,
    agent: &Agent,
    about: Option<ConversationId>,
    draft: &Draft,
    files: &[AttachmentId],
    now: Micros,
) -> Result<Option<ConversationId>, Refused> {
    let about = place(tx, agent, about)?;
    check(draft, files)?;
    for file in files {
        let known = attachments::by_id(tx, *file)?;
        if !known.map_or(Ok(false), |file| access::may_read_file(tx, agent, &file))? {
            return Err(Refused::field("attachments", "no-such-upload"));
        }
    }
    let others = usize::try_from(drafts::count_others(tx, agent.id, about)?).unwrap_or(usize::MAX);
    if others >= limits::DRAFTS {
        return Err(Refused::field("text", "too-many-drafts"));
    }
    drafts::save(tx, agent.id, about, draft, files, now)?;
    Ok(about)
}

/// Forgets a draft; one that is not there is forgotten too.
///
/// # Errors
/// [`Refused`] where the agent may not work on the conversation.
pub fn discard(tx: &mut Tx<'_>, agent: &Agent, about: Option<ConversationId>) -> Result<(), Refused> {
    let about = place(tx, agent, about)?;
    drafts::discard(tx, agent.id, about)?;
    Ok(())
}

/// Ends the part of a draft that was written just now; the other part stays.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    agent: &Agent,
    about: Option<ConversationId>,
    written: Kind,
    now: Micros,
) -> store::Result<()> {
    let Some(kept) = drafts::of(tx, agent.id, about)? else { return Ok(()) };
    drafts::discard(tx, agent.id, about)?;
    match kept.draft.without(written) {
        Some(rest) => drafts::save(tx, agent.id, about, &rest, &[], now),
        None => Ok(()),
    }
}

/// Where a draft about a conversation is kept: with the one that its number leads to.
fn place(tx: &mut Tx<'_>, agent: &Agent, about: Option<ConversationId>) -> Result<Option<ConversationId>, Refused> {
    about.map(|id| access::worked_on(tx, agent, id).map(|found| found.id)).transpose()
}

fn check(draft: &Draft, files: &[AttachmentId]) -> Result<(), Refused> {
    for (field, text) in [("text", &draft.text), ("note", &draft.note)] {
        if text.chars().count() > limits::TYPED_CHARS {
            return Err(Refused::field(field, "text-too-long"));
        }
    }
    if draft.html.as_ref().is_some_and(|html| html.len() > limits::TYPED_HTML_BYTES) {
        return Err(Refused::field("html", "text-too-long"));
    }
    if draft.subject.chars().count() > limits::SUBJECT_CHARS {
        return Err(Refused::field("subject", "subject-does-not-fit"));
    }
    if draft.people().count() > limits::RECIPIENTS {
        return Err(Refused::field("to", "too-many-recipients"));
    }
    let long = |text: &str| text.chars().count() > limits::DRAFT_ADDRESS_CHARS;
    if draft.people().any(|one| long(&one.address) || one.name.as_deref().is_some_and(long)) {
        return Err(Refused::field("to", "draft-does-not-fit"));
    }
    if files.len() > limits::COMPOSE_FILES {
        return Err(Refused::field("attachments", "too-many-files"));
    }
    Ok(())
}
