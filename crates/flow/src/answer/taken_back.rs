//! An answer that its agent takes back before it leaves: it is gone from the conversation, and a draft again.

use desk::{
    ConversationId, Micros,
    draft::{Draft, Kind},
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    attachments, audit, conversations, drafts,
    events::{self, Actor},
    messages::{self, Message},
    outbox, search,
};

use crate::{Refused, sla, status};

/// Takes back an answer that was written in the browser and has not left: message and mail are gone, what its sending
/// changed is changed back, and the agent has it as a draft.
///
/// # Errors
/// [`Refused`] where an attempt has begun.
pub(crate) fn take_back(tx: &mut Tx<'_>, agent: &Agent, message: &Message, now: Micros) -> Result<(), Refused> {
    let outgoing = outbox::of_message(tx, message.id)?;
    if !outbox::take_back(tx, message.id)? {
        return Err(Refused::field("message", "too-late-to-undo"));
    }
    let conversation = conversations::by_id(tx, message.conversation)?.ok_or(Refused::NotFound)?;
    let files = attachments::of(tx, message.id)?;
    attachments::take_back(tx, message.id)?;
    search::remove(tx, message.id)?;
    messages::remove(tx, message.id)?;
    let actor = agent.actor();
    audit::add(tx, &actor, "message.taken_back", &format!("message:{}", message.id), &json!({}), now)?;
    let begun_by_it = conversation.last_message == message.id && conversation.message_count <= 1;
    let forwarded = message.subject == desk::reply::forwarded_subject(&conversation.subject);
    let draft = Draft {
        kind: if forwarded { Kind::Forward } else { Kind::Reply },
        text: message.text.clone(),
        html: message.html.clone().map(|html| with_ids(html, &files)),
        to: Some(message.recipients.to.clone()),
        cc: Some(message.recipients.cc.clone()),
        bcc: message.recipients.bcc.clone(),
        subject: if begun_by_it { conversation.subject.clone() } else { String::new() },
        mailbox: outgoing.map(|outgoing| outgoing.mailbox),
        ..Draft::default()
    };
    if begun_by_it {
        conversations::remove(tx, conversation.id)?;
    } else {
        conversations::recount(tx, conversation.id)?;
        sla::taken_back(tx, conversation.id, message.id, now)?;
        undo_status(tx, message, now)?;
    }
    give_draft(tx, agent, (!begun_by_it).then_some(conversation.id), draft, &files, now)?;
    Ok(())
}

/// The status goes back to what it was before the message, unless it was changed again.
fn undo_status(tx: &mut Tx<'_>, message: &Message, now: Micros) -> store::Result<()> {
    let Some(conversation) = conversations::by_id(tx, message.conversation)? else { return Ok(()) };
    if let Some((event, from, to)) = events::status_change_at(tx, conversation.id, message.created_at)?
        && conversation.status == to
    {
        conversations::set_status(tx, &conversation, from, None, now)?;
        events::remove(tx, event)?;
        status::follow(tx, &conversation, from, &Actor::System, now)?;
    }
    Ok(())
}

/// What the agent has begun to write meanwhile stays behind it.
fn give_draft(
    tx: &mut Tx<'_>,
    agent: &Agent,
    about: Option<ConversationId>,
    mut draft: Draft,
    files: &[attachments::Attachment],
    now: Micros,
) -> store::Result<()> {
    let mut held: Vec<_> = files.iter().map(|file| file.id).collect();
    if let Some(kept) = drafts::of(tx, agent.id, about)? {
        held.extend(drafts::files(tx, agent.id, about)?.iter().map(|file| file.id));
        draft.note = kept.draft.note;
        if !kept.draft.text.trim().is_empty() {
            draft.html = draft.html.zip(kept.draft.html).map(|(own, begun)| format!("{own}<br>{begun}"));
            draft.text = format!("{}\n\n{}", draft.text.trim_end(), kept.draft.text);
        }
    }
    drafts::save(tx, agent.id, about, &draft, &held, now)
}

/// The HTML with the files' ids in place of the Content-IDs that they were sent with.
fn with_ids(html: String, files: &[attachments::Attachment]) -> String {
    files.iter().fold(html, |html, file| match &file.content_id {
        Some(content_id) => html.replace(&format!("\"cid:{content_id}\""), &format!("\"cid:{}\"", file.id)),
        None => html,
    })
}
