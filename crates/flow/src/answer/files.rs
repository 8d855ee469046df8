//! The files of what an agent writes: uploads are given to it, files of other messages are copied, and pictures that its
//! HTML shows travel inside it.

use desk::{AttachmentId, MessageId, Micros, limits, message::AttachmentState};
use store::{Tx, agents::Agent, attachments};

use crate::{Refused, access};

/// Gives a message its files; their names come back, for search.
///
/// # Errors
/// [`Refused`] where one is neither an upload of this agent nor a file that they may read, or where they are too many.
pub(super) fn give(
    tx: &mut Tx<'_>,
    agent: &Agent,
    message: MessageId,
    files: &[AttachmentId],
    pictures: &[(AttachmentId, String)],
    now: Micros,
) -> Result<Vec<String>, Refused> {
    if files.len() > limits::COMPOSE_FILES {
        return Err(Refused::field("attachments", "too-many-files"));
    }
    let (mut names, mut bytes) = (Vec::new(), 0_u64);
    for (position, asked) in (0_i64..).zip(files) {
        let unknown = || Refused::field("attachments", "no-such-upload");
        let id = match attachments::give(tx, *asked, message, position, agent.id)? {
            true => *asked,
            false => copied(tx, agent, *asked, message, position, now)?.ok_or_else(unknown)?,
        };
        if let Some((_, content_id)) = pictures.iter().find(|(file, _)| file == asked) {
            attachments::show_inside(tx, id, content_id)?;
        }
        let file = attachments::by_id(tx, id)?.ok_or_else(unknown)?;
        bytes = bytes.saturating_add(u64::try_from(file.size).unwrap_or(u64::MAX));
        names.extend(file.filename);
    }
    if bytes > limits::COMPOSE_BYTES {
        return Err(Refused::field("attachments", "files-too-large"));
    }
    Ok(names)
}

/// A copy of a file that the agent may read and fetch, for another message; none where they may not.
fn copied(
    tx: &mut Tx<'_>,
    agent: &Agent,
    id: AttachmentId,
    message: MessageId,
    position: i64,
    now: Micros,
) -> store::Result<Option<AttachmentId>> {
    let Some(file) = attachments::by_id(tx, id)?.filter(|file| file.message.is_some()) else { return Ok(None) };
    if file.state != AttachmentState::Available.word() || !access::may_read_file(tx, agent, &file)? {
        return Ok(None);
    }
    attachments::copy(tx, id, message, position, agent.id, now)
}
