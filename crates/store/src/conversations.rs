//! Conversations: the rows that lists read, and what changes them. The lists themselves stand in `lists`.

use desk::{
    AgentId, ContactId, ConversationId, MailboxId, MessageId, Micros, address,
    conversation::{CHANNEL_EMAIL, Status},
    limits,
    priority::Priority,
    webhook,
};

use crate::{Error, Result, Tx, changes::Change, webhook_deliveries::Happening};

/// A conversation that begins.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// The subject.
    pub subject: &'a str,
    /// Where it stands.
    pub status: Status,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// The customer.
    pub contact: ContactId,
    /// Who has it.
    pub assignee: Option<AgentId>,
}

/// A conversation as decisions and edits need it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Which.
    pub id: ConversationId,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// The customer.
    pub contact: ContactId,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// Until when it is postponed.
    pub postponed_until: Option<Micros>,
    /// What it was before it was postponed.
    pub status_before: Option<Status>,
    /// How soon it needs the team.
    pub priority: Priority,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its newest message.
    pub last_message: MessageId,
    /// How many messages it has.
    pub message_count: i64,
    /// When something last happened to it.
    pub updated_at: Micros,
    /// Where answers go instead of the customer's address (SB-15).
    pub reply_to: Option<String>,
    /// True once an agent has answered there.
    pub reply_to_confirmed: bool,
    /// Since when it is closed.
    pub closed_at: Option<Micros>,
    /// The conversation that it was merged into.
    pub merged_into: Option<ConversationId>,
    /// The customer's main address.
    pub contact_address: String,
}

impl Conversation {
    /// True when answers would go to another domain than the customer's, and no agent has answered there (SB-15).
    #[must_use]
    pub fn destination_unconfirmed(&self) -> bool {
        let domain = |one: &str| address::domain(&address::fold(one)).map(ToString::to_string);
        self.reply_to.as_ref().is_some_and(|to| !self.reply_to_confirmed && domain(to) != domain(&self.contact_address))
    }
}

/// An earlier conversation of a customer, for SO-7.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Which.
    pub id: ConversationId,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
}

/// What a new message changes in its conversation's row.
#[derive(Clone, Debug)]
pub struct Grown<'a> {
    /// The message.
    pub message: MessageId,
    /// Its preview.
    pub preview: &'a str,
    /// Who wrote, as lists show it.
    pub sender: &'a str,
    /// Whether it has attachments.
    pub attachments: bool,
}

crate::statements! {
    ADD = "INSERT INTO conversations (subject, status, shelf, channel, mailbox_id, contact_id, assignee_id, tags,
             preview, message_count, has_attachments, last_message_id, last_sender, created_at, updated_at, queue_id,
             category_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', '', 0, 0, 0, '', $8, $8,
             (SELECT queue_id FROM mailboxes WHERE id = $5),
             COALESCE((SELECT category_id FROM mailboxes WHERE id = $5),
               (SELECT MIN(id) FROM categories WHERE channel_default = 1))) RETURNING id";
    BY_ID = "SELECT c.id, c.subject, c.status, c.mailbox_id, c.contact_id, c.assignee_id, c.postponed_until,
               c.status_before, c.tags, c.last_message_id, c.reply_to, c.reply_to_confirmed, c.closed_at, c.merged_into,
               p.address, c.message_count, c.updated_at, c.priority
             FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = $1";
    GROW = "UPDATE conversations SET message_count = message_count + 1, last_message_id = $2, preview = $3,
              last_sender = $4, has_attachments = CASE WHEN $5 = 1 THEN 1 ELSE has_attachments END, updated_at = $6
            WHERE id = $1";
    NEWEST = "SELECT m.id, b.reply_text, m.author_name, m.author_address FROM messages m
              JOIN message_bodies b ON b.message_id = m.id WHERE m.conversation_id = $1 ORDER BY m.id DESC LIMIT 1";
    RECOUNT = "UPDATE conversations SET
                 message_count = (SELECT COUNT(*) FROM messages WHERE conversation_id = $1),
                 last_message_id = $2, preview = $3, last_sender = $4,
                 has_attachments = CASE WHEN EXISTS (SELECT 1 FROM messages m JOIN attachments a ON a.message_id = m.id
                   WHERE m.conversation_id = $1 AND a.inline = 0) THEN 1 ELSE 0 END
               WHERE id = $1";
    TOUCH = "UPDATE conversations SET updated_at = $2 WHERE id = $1";
    REMOVE = "DELETE FROM conversations WHERE id = $1";
    REMOVE_READS = "DELETE FROM conversation_reads WHERE conversation_id = $1";
    REMOVE_PARTICIPANTS = "DELETE FROM participants WHERE conversation_id = $1";
    REMOVE_EVENTS = "DELETE FROM events WHERE conversation_id = $1";
    REMOVE_CLOCK = "DELETE FROM sla_clocks WHERE conversation_id = $1";
    REMOVE_OUTCOMES = "DELETE FROM sla_outcomes WHERE conversation_id = $1";
    REMOVE_FOLLOWS = "DELETE FROM follows WHERE conversation_id = $1";
    SET_STATUS = "UPDATE conversations SET status = $2, shelf = $3, postponed_until = $4, status_before = $5,
                    updated_at = $6, closed_at = CASE WHEN $2 <> 'closed' THEN NULL ELSE COALESCE(closed_at, $6) END
                  WHERE id = $1";
    SET_REPLY_TO = "UPDATE conversations SET reply_to = $2, reply_to_confirmed = 0 WHERE id = $1
                    AND (reply_to IS NULL OR reply_to <> $2)";
    CONFIRM_REPLY_TO = "UPDATE conversations SET reply_to_confirmed = 1 WHERE id = $1";
    LINK = "UPDATE conversations SET linked_to = $2, link_kind = $3 WHERE id = $1";
    EARLIER = "SELECT id, subject, status FROM conversations
               WHERE contact_id = $1 AND mailbox_id = $2 AND created_at >= $3 AND merged_into IS NULL
               ORDER BY id DESC LIMIT 50";
    HAD_BY = "SELECT id FROM conversations WHERE shelf = 0 AND assignee_id = $1
              UNION ALL SELECT id FROM conversations WHERE shelf = 2 AND assignee_id = $1 LIMIT $2";
    SET_ASSIGNEE = "UPDATE conversations SET assignee_id = $2, assistant_id = NULL, updated_at = $3 WHERE id = $1";
    SET_PRIORITY = "UPDATE conversations SET priority = $2, updated_at = $3 WHERE id = $1";
    TAGS_OF = "SELECT tags FROM conversations WHERE id = $1";
    SET_TAGS = "UPDATE conversations SET tags = $2, updated_at = $3 WHERE id = $1";
    READ = "INSERT INTO conversation_reads (agent_id, conversation_id, message_id)
            SELECT $1, id, last_message_id FROM conversations WHERE id = $2
            ON CONFLICT (agent_id, conversation_id) DO UPDATE SET message_id = excluded.message_id";
    UNREAD = "DELETE FROM conversation_reads WHERE agent_id = $1 AND conversation_id = $2";
    DUE_POSTPONED = "SELECT id FROM conversations WHERE shelf = 2 AND postponed_until <= $1
                     ORDER BY postponed_until LIMIT 200";
}

/// Starts a conversation, in the queue that its mailbox feeds (CC-1), with the mailbox's category or the channel's (SO-6).
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New<'_>, now: Micros) -> Result<ConversationId> {
    let values = [
        new.subject.into(),
        new.status.word().into(),
        new.status.shelf().number().into(),
        CHANNEL_EMAIL.into(),
        new.mailbox.into(),
        new.contact.into(),
        new.assignee.into(),
        now.into(),
    ];
    let id = ConversationId(tx.insert(ADD, &values)?);
    let kind = webhook::Kind::ConversationCreated;
    tx.happened(Happening { kind, conversation: id, message: None, event: None, at: now });
    tx.change(Change::ConversationChanged(id));
    Ok(id)
}

/// The conversation with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    tx.one(BY_ID, &[id.into()], |row| {
        Ok(Conversation {
            id: ConversationId(row.int(0)?),
            subject: row.text(1)?,
            status: status(&row.text(2)?)?,
            mailbox: MailboxId(row.int(3)?),
            contact: ContactId(row.int(4)?),
            assignee: row.opt_int(5)?.map(AgentId),
            postponed_until: row.opt_time(6)?,
            status_before: row.opt_text(7)?.map(|word| status(&word)).transpose()?,
            tags: row.json(8, "tags")?,
            last_message: MessageId(row.int(9)?),
            reply_to: row.opt_text(10)?,
            reply_to_confirmed: row.flag(11)?,
            closed_at: row.opt_time(12)?,
            merged_into: row.opt_int(13)?.map(ConversationId),
            contact_address: row.text(14)?,
            message_count: row.int(15)?,
            updated_at: row.time(16)?,
            priority: priority(&row.text(17)?)?,
        })
    })
}

/// The conversation with this id, or the one that it was merged into.
///
/// # Errors
/// The database's own.
pub fn followed(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    let mut found = by_id(tx, id)?;
    for _ in 0..limits::MERGES_FOLLOWED {
        match found.as_ref().and_then(|conversation| conversation.merged_into) {
            Some(into) => found = by_id(tx, into)?,
            None => break,
        }
    }
    Ok(found)
}

/// Sets where answers go instead of the customer's address (SB-15); nobody has confirmed it then.
///
/// # Errors
/// The database's own.
pub fn set_reply_to(tx: &mut Tx<'_>, id: ConversationId, to: &str) -> Result<()> {
    tx.run(SET_REPLY_TO, &[id.into(), to.into()])?;
    Ok(())
}

/// Notes that an agent has answered to the destination.
///
/// # Errors
/// The database's own.
pub fn confirm_reply_to(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    tx.run(CONFIRM_REPLY_TO, &[id.into()])?;
    Ok(())
}

/// Links a conversation to another: `follows` or `maybe_related`.
///
/// # Errors
/// The database's own.
pub fn link(tx: &mut Tx<'_>, id: ConversationId, to: ConversationId, kind: &str) -> Result<()> {
    tx.run(LINK, &[id.into(), to.into(), kind.into()])?;
    Ok(())
}

/// The newest conversations of a customer in a mailbox that were created since then, newest first, at most 50 (SO-7).
///
/// # Errors
/// The database's own.
pub fn earlier(tx: &mut Tx<'_>, contact: ContactId, mailbox: MailboxId, since: Micros) -> Result<Vec<Earlier>> {
    tx.all(EARLIER, &[contact.into(), mailbox.into(), since.into()], |row| {
        Ok(Earlier { id: ConversationId(row.int(0)?), subject: row.text(1)?, status: status(&row.text(2)?)? })
    })
}

pub(crate) fn status(word: &str) -> Result<Status> {
    Status::from_word(word).ok_or_else(|| Error::unreadable("status", word))
}

pub(crate) fn priority(word: &str) -> Result<Priority> {
    Priority::from_word(word).ok_or_else(|| Error::unreadable("priority", word))
}

/// Adds a message to what the row says.
///
/// # Errors
/// The database's own.
pub fn grow(tx: &mut Tx<'_>, id: ConversationId, grown: &Grown<'_>, now: Micros) -> Result<()> {
    let values = [
        id.into(),
        grown.message.into(),
        grown.preview.into(),
        grown.sender.into(),
        grown.attachments.into(),
        now.into(),
    ];
    tx.run(GROW, &values)?;
    tx.change(Change::MessageCreated(id, grown.message));
    Ok(())
}

/// What the row says of its messages, found anew after some were removed or moved.
///
/// # Errors
/// The database's own.
pub fn recount(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    let newest = tx.one(NEWEST, &[id.into()], |row| {
        let preview = desk::message::preview(&row.text(1)?, limits::PREVIEW_CHARS);
        Ok((row.int(0)?, preview, row.opt_text(2)?.map_or_else(|| row.text(3), Ok)?))
    })?;
    let (message, preview, sender) = newest.unwrap_or_default();
    tx.run(RECOUNT, &[id.into(), message.into(), (&preview).into(), (&sender).into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Notes that something happened to a conversation, so that lists show it first.
///
/// # Errors
/// The database's own.
pub fn touch(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> Result<()> {
    tx.run(TOUCH, &[id.into(), now.into()])?;
    Ok(())
}

/// Removes a conversation whose only message was taken back. Nobody outside has ever heard of it.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    for sql in [REMOVE_READS, REMOVE_PARTICIPANTS, REMOVE_EVENTS, REMOVE_FOLLOWS, REMOVE_CLOCK, REMOVE_OUTCOMES, REMOVE]
    {
        tx.run(sql, &[id.into()])?;
    }
    crate::surveys::remove_of(tx, id)?;
    crate::assistants::turns::remove_of(tx, id)?;
    crate::rules::mails::remove_of(tx, id)?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Sets the status. For `postponed` the date, and what it goes back to, are kept.
///
/// # Errors
/// The database's own.
pub fn set_status(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    to: Status,
    until: Option<Micros>,
    now: Micros,
) -> Result<()> {
    let before = (to == Status::Postponed).then(|| conversation.status_before.unwrap_or(conversation.status));
    let values = [
        conversation.id.into(),
        to.word().into(),
        to.shelf().number().into(),
        until.into(),
        before.map(Status::word).into(),
        now.into(),
    ];
    tx.run(SET_STATUS, &values)?;
    tx.change(Change::ConversationChanged(conversation.id));
    Ok(())
}

/// Conversations that an agent has and that are not done: open and postponed ones, so many at most.
///
/// # Errors
/// The database's own.
pub fn had_by(tx: &mut Tx<'_>, agent: AgentId, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(HAD_BY, &[agent.into(), most.into()], |row| row.int(0).map(ConversationId))
}

/// Sets the assignee, or nobody; an assistant that had it has it no more.
///
/// # Errors
/// The database's own.
pub fn set_assignee(tx: &mut Tx<'_>, id: ConversationId, to: Option<AgentId>, now: Micros) -> Result<()> {
    tx.run(SET_ASSIGNEE, &[id.into(), to.into(), now.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Sets the priority.
///
/// # Errors
/// The database's own.
pub fn set_priority(tx: &mut Tx<'_>, id: ConversationId, to: Priority, now: Micros) -> Result<()> {
    tx.run(SET_PRIORITY, &[id.into(), to.word().into(), now.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Sets the tags.
///
/// # Errors
/// The database's own.
pub fn set_tags(tx: &mut Tx<'_>, conversation: &Conversation, tags: &[String], now: Micros) -> Result<()> {
    write_tags(tx, conversation.id, &conversation.tags, tags, now)?;
    tx.change(Change::ConversationChanged(conversation.id));
    Ok(())
}

/// Writes the tags that stand in the place of others, and tells nobody.
pub(crate) fn write_tags(
    tx: &mut Tx<'_>,
    id: ConversationId,
    before: &[String],
    after: &[String],
    now: Micros,
) -> Result<()> {
    let json = serde_json::to_string(after).map_err(|error| Error::unreadable("tags", error))?;
    tx.run(SET_TAGS, &[id.into(), (&json).into(), now.into()])?;
    tx.recount(id);
    crate::tags::enter(tx, id, before, after)
}

/// The tags of a conversation; none where there is no such conversation.
pub(crate) fn tags_of(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Vec<String>>> {
    tx.one(TAGS_OF, &[id.into()], |row| row.json(0, "tags"))
}

/// Marks a conversation as read, or unread, for one agent.
///
/// # Errors
/// The database's own.
pub fn set_read(tx: &mut Tx<'_>, agent: AgentId, id: ConversationId, read: bool) -> Result<()> {
    let sql = if read { READ } else { UNREAD };
    tx.run(sql, &[agent.into(), id.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Up to 200 postponed conversations whose date has come.
///
/// # Errors
/// The database's own.
pub fn due_postponed(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<ConversationId>> {
    tx.all(DUE_POSTPONED, &[now.into()], |row| Ok(ConversationId(row.int(0)?)))
}
