//! Attachments: files of messages, and uploads that wait for one. The bytes are blobs; the name is only a column (B4).

use desk::{AgentId, AttachmentId, MessageId, Micros, message::AttachmentState};

use crate::{Result, Row, Tx};

/// A file.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Which.
    pub id: AttachmentId,
    /// Its message; none while it is only uploaded.
    pub message: Option<MessageId>,
    /// The name that the sender gave it.
    pub filename: Option<String>,
    /// The sniffed type.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// The blob with its bytes.
    pub blob: String,
    /// True when the HTML shows it.
    pub inline: bool,
    /// Its Content-ID, without brackets.
    pub content_id: Option<String>,
    /// The word of what may be done with it.
    pub state: String,
    /// Who uploaded it.
    pub uploaded_by: Option<AgentId>,
}

/// A file to be stored.
#[derive(Clone, Debug)]
pub struct New {
    /// The name that the sender gave it.
    pub filename: Option<String>,
    /// The sniffed type.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// The blob with its bytes.
    pub blob: String,
    /// True when the HTML shows it.
    pub inline: bool,
    /// Its Content-ID, without brackets.
    pub content_id: Option<String>,
}

crate::statements! {
    ADD = "INSERT INTO attachments (message_id, position, filename, content_type, size, blob, inline, content_id,
             state, uploaded_by, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
    BY_ID = "SELECT id, message_id, filename, content_type, size, blob, inline, content_id, state, uploaded_by
             FROM attachments WHERE id = $1";
    OF = "SELECT id, message_id, filename, content_type, size, blob, inline, content_id, state, uploaded_by
          FROM attachments WHERE message_id = $1 ORDER BY position";
    GIVE = "UPDATE attachments SET message_id = $2, position = $3
            WHERE id = $1 AND message_id IS NULL AND uploaded_by = $4";
    COPY = "INSERT INTO attachments (message_id, position, filename, content_type, size, blob, inline, content_id,
              state, uploaded_by, created_at)
            SELECT $2, $3, filename, content_type, size, blob, 0, NULL, state, $4, $5 FROM attachments WHERE id = $1
            RETURNING id";
    SHOW_INSIDE = "UPDATE attachments SET inline = 1, content_id = $2 WHERE id = $1";
    TAKE_BACK = "UPDATE attachments SET message_id = NULL, inline = 0, content_id = NULL WHERE message_id = $1";
    FORGET_UNUSED = "DELETE FROM attachments WHERE message_id IS NULL AND created_at < $1
                     AND NOT EXISTS (SELECT 1 FROM draft_files f WHERE f.attachment_id = attachments.id)";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "attachments_by_message")];

fn read(row: &Row<'_>) -> Result<Attachment> {
    Ok(Attachment {
        id: AttachmentId(row.int(0)?),
        message: row.opt_int(1)?.map(MessageId),
        filename: row.opt_text(2)?,
        content_type: row.text(3)?,
        size: row.int(4)?,
        blob: row.text(5)?,
        inline: row.flag(6)?,
        content_id: row.opt_text(7)?,
        state: row.text(8)?,
        uploaded_by: row.opt_int(9)?.map(AgentId),
    })
}

/// Whose file it is: a message's, at a position, or an agent's upload.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    /// Of a message.
    Message(MessageId, i64),
    /// Uploaded, not yet used.
    Upload(AgentId),
}

/// Stores a file.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New, owner: Owner, state: AttachmentState, now: Micros) -> Result<AttachmentId> {
    let (message, position, agent) = match owner {
        Owner::Message(message, position) => (Some(message), position, None),
        Owner::Upload(agent) => (None, 0, Some(agent)),
    };
    let values = [
        message.into(),
        position.into(),
        new.filename.as_ref().into(),
        (&new.content_type).into(),
        new.size.into(),
        (&new.blob).into(),
        new.inline.into(),
        new.content_id.as_ref().into(),
        state.word().into(),
        agent.into(),
        now.into(),
    ];
    Ok(AttachmentId(tx.insert(ADD, &values)?))
}

/// The file with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: AttachmentId) -> Result<Option<Attachment>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The files of a message, in their order.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<Attachment>> {
    tx.all(OF, &[message.into()], read)
}

/// Gives an upload to a message. False when it is not this agent's unused upload.
///
/// # Errors
/// The database's own.
pub fn give(tx: &mut Tx<'_>, id: AttachmentId, message: MessageId, position: i64, agent: AgentId) -> Result<bool> {
    Ok(tx.run(GIVE, &[id.into(), message.into(), position.into(), agent.into()])? == 1)
}

/// Copies a file to another message; its bytes are the same blob. The agent counts as its uploader.
///
/// # Errors
/// The database's own.
pub fn copy(
    tx: &mut Tx<'_>,
    id: AttachmentId,
    to: MessageId,
    position: i64,
    agent: AgentId,
    now: Micros,
) -> Result<Option<AttachmentId>> {
    let values = [id.into(), to.into(), position.into(), agent.into(), now.into()];
    Ok(tx.insert_new(COPY, &values)?.map(AttachmentId))
}

/// Has the HTML of its message show a file, by this Content-ID.
///
/// # Errors
/// The database's own.
pub fn show_inside(tx: &mut Tx<'_>, id: AttachmentId, content_id: &str) -> Result<()> {
    tx.run(SHOW_INSIDE, &[id.into(), content_id.into()])?;
    Ok(())
}

/// Makes the files of a message that is taken back uploads of its author again.
///
/// # Errors
/// The database's own.
pub fn take_back(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    tx.run(TAKE_BACK, &[message.into()])?;
    Ok(())
}

/// Forgets uploads that nobody used since `before` and that no draft holds.
///
/// # Errors
/// The database's own.
pub fn forget_unused(tx: &mut Tx<'_>, before: Micros) -> Result<u64> {
    tx.run(FORGET_UNUSED, &[before.into()])
}
