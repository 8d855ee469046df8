//! Erasing a contact: what is known of them goes at once, then their conversations one by one, then what they wrote in
//! those of others. The rows stay without their words, so that numbers, times and statistics do. Which blobs nothing needs
//! any more is asked before; they are set apart first.

use desk::{ContactId, ConversationId, MessageId, Micros};

use crate::{Result, Tx, changes::Change, search};

/// Contacts of one erasing, merged ones included; more are left for the next.
const CHAIN: usize = 1_000;

macro_rules! of {
    ($before:literal, $which:literal, $after:literal) => {
        concat!($before, " (SELECT id FROM messages WHERE ", $which, ")", $after)
    };
}

/// The statements that take the words out of messages: of a whole conversation, or of one message.
macro_rules! erase {
    ($which:literal) => {
        &[
            of!(
                "UPDATE message_bodies SET body = '', html = NULL, reply_text = '', trace = '[]' WHERE message_id IN",
                $which,
                ""
            ),
            concat!(
                "DELETE FROM message_ids WHERE internet_id IN (SELECT internet_id FROM messages WHERE ",
                $which,
                ") AND message_id IN (SELECT id FROM messages WHERE ",
                $which,
                ")"
            ),
            of!("DELETE FROM attachments WHERE message_id IN", $which, ""),
            of!("DELETE FROM jobs WHERE kind = 'copy' AND subject_id IN", $which, ""),
            of!(
                "DELETE FROM jobs WHERE kind = 'send' AND subject_id IN (SELECT id FROM outgoing WHERE message_id IN",
                $which,
                ")"
            ),
            of!(
                "UPDATE deliveries SET address = 'erased-' || CAST(id AS TEXT), reply = NULL, next_attempt_at = NULL,
                   state = CASE WHEN state IN ('queued', 'deferred') THEN 'failed' ELSE state END
                 WHERE outgoing_id IN (SELECT id FROM outgoing WHERE message_id IN",
                $which,
                ")"
            ),
            of!("UPDATE outgoing SET mail = NULL WHERE message_id IN", $which, ""),
            concat!(
                "UPDATE arrivals SET sender = NULL, subject = NULL, trace = NULL, envelope = '{\"to\":[]}',
                   raw_removed_at = COALESCE(raw_removed_at, received_at)
                 WHERE id IN (SELECT arrival_id FROM messages WHERE ",
                $which,
                " AND arrival_id IS NOT NULL)"
            ),
            concat!(
                "UPDATE messages SET author_name = CASE WHEN author_kind = 'agent' THEN author_name END,
                   author_address = CASE WHEN author_kind = 'agent' THEN author_address ELSE '' END,
                   recipients = '{\"to\":[],\"cc\":[],\"bcc\":[]}', subject = '', internet_id = NULL,
                   references_ids = NULL, raw = NULL, evidence = NULL WHERE ",
                $which
            ),
        ]
    };
}

/// What takes the words out of the messages of a conversation.
pub const OF_CONVERSATION: &[&str] = erase!("conversation_id = $1");
/// What takes them out of one message.
pub const OF_MESSAGE: &[&str] = erase!("id = $1");

crate::statements! {
    MERGED = "SELECT id FROM contacts WHERE merged_into = $1";
    PARTICIPANTS = "DELETE FROM participants WHERE address_folded IN
                      (SELECT address_folded FROM contact_addresses WHERE contact_id = $1)";
    BOUNCED = "DELETE FROM bounced_addresses WHERE address_folded IN
                 (SELECT address_folded FROM contact_addresses WHERE contact_id = $1)";
    AUTOMATIC = "DELETE FROM automatic_mails WHERE address_folded IN
                   (SELECT address_folded FROM contact_addresses WHERE contact_id = $1)";
    RECENT = "DELETE FROM recent_mails WHERE address_folded IN
                (SELECT address_folded FROM contact_addresses WHERE contact_id = $1)";
    ADDRESSES = "DELETE FROM contact_addresses WHERE contact_id = $1";
    NOTES = "DELETE FROM contact_notes WHERE contact_id = $1";
    PARTS = "DELETE FROM merged_contact_parts WHERE source_id = $1";
    SELF = "UPDATE contacts SET name = NULL, address = '', addresses = '', company_id = NULL, company_set = 1,
              fields = '{}', erased_at = $2, erasing = 1, updated_at = $2 WHERE id = $1";
    UNFINISHED = "SELECT id FROM contacts WHERE erasing = 1 ORDER BY id LIMIT 100";
    FINISH = "UPDATE contacts SET erasing = 0 WHERE id = $1";
    IS_ERASING = "SELECT erasing FROM contacts WHERE id = $1";
    LEFT = "SELECT id FROM conversations WHERE contact_id = $1 AND erased_at IS NULL LIMIT $2";
    WRITTEN = "SELECT id, conversation_id FROM messages
               WHERE author_kind = 'contact' AND author_id = $1 AND author_address <> '' LIMIT $2";
    MESSAGES = "SELECT id FROM messages WHERE conversation_id = $1";
    BLOBS = "SELECT m.raw FROM messages m WHERE m.conversation_id = $1 AND m.raw IS NOT NULL
             UNION SELECT r.raw FROM messages m JOIN arrivals r ON r.id = m.arrival_id WHERE m.conversation_id = $1
             UNION SELECT a.blob FROM messages m JOIN attachments a ON a.message_id = m.id WHERE m.conversation_id = $1
             UNION SELECT o.mail FROM messages m JOIN outgoing o ON o.message_id = m.id
               WHERE m.conversation_id = $1 AND o.mail IS NOT NULL";
    BLOBS_OF_ONE = "SELECT m.raw FROM messages m WHERE m.id = $1 AND m.raw IS NOT NULL
                    UNION SELECT r.raw FROM messages m JOIN arrivals r ON r.id = m.arrival_id WHERE m.id = $1
                    UNION SELECT a.blob FROM attachments a WHERE a.message_id = $1
                    UNION SELECT o.mail FROM outgoing o WHERE o.message_id = $1 AND o.mail IS NOT NULL";
    CONVERSATION = "UPDATE conversations SET subject = '', preview = '', last_sender = '', reply_to = NULL,
                      has_attachments = 0, fields = '{}', erased_at = $2 WHERE id = $1";
    NEWEST = "UPDATE conversations SET preview = '', last_sender = '' WHERE id = $1 AND last_message_id = $2";
    EVENTS = "UPDATE events SET data = '{}' WHERE conversation_id = $1 AND kind IN ('third_person', 'participant',
                'delivery_failed', 'delivery_uncertain', 'delivery_delayed', 'bounced', 'notice_failed',
                'automatic_sent', 'automatic_kept_back', 'loop_stopped', 'token_used', 'rated', 'fields_set')";
    NOTICES = "UPDATE notices SET sender_name = '', subject = '', body = '', html = NULL WHERE conversation_id = $1";
    HOOKS = "UPDATE webhook_deliveries SET body = NULL, response = NULL WHERE conversation_id = $1";
    HOOKS_OF_ONE = "UPDATE webhook_deliveries SET body = NULL, response = NULL WHERE message_id = $1";
    DRAFTS = "DELETE FROM drafts WHERE conversation_id = $1";
    DRAFT_FILES = "DELETE FROM draft_files WHERE conversation_id = $1";
    FOLLOWS = "DELETE FROM follows WHERE conversation_id = $1";
    MENTIONS = "DELETE FROM mentions WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = $1)";
}

/// Erases what is known of a contact, and of those who were merged into it; their conversations are left for later.
///
/// # Errors
/// The database's own.
pub fn begin(tx: &mut Tx<'_>, id: ContactId, now: Micros) -> Result<()> {
    let mut all = vec![id];
    let mut looked_at = 0;
    while let Some(next) = all.get(looked_at).copied() {
        looked_at += 1;
        if all.len() < CHAIN {
            all.extend(tx.all(MERGED, &[next.into()], |row| row.int(0).map(ContactId))?);
        }
    }
    for one in all {
        for sql in [PARTICIPANTS, BOUNCED, AUTOMATIC, RECENT, ADDRESSES, NOTES, PARTS] {
            tx.run(sql, &[one.into()])?;
        }
        crate::surveys::erase_of_contact(tx, one)?;
        tx.run(SELF, &[one.into(), now.into()])?;
        tx.change(Change::ContactChanged(one));
    }
    Ok(())
}

/// Contacts whose erasing is not finished, up to 100.
///
/// # Errors
/// The database's own.
pub fn unfinished(tx: &mut Tx<'_>) -> Result<Vec<ContactId>> {
    tx.all(UNFINISHED, &[], |row| row.int(0).map(ContactId))
}

/// True while the erasing of a contact is not finished.
///
/// # Errors
/// The database's own.
pub fn is_unfinished(tx: &mut Tx<'_>, id: ContactId) -> Result<bool> {
    Ok(tx.one(IS_ERASING, &[id.into()], |row| row.flag(0))?.unwrap_or(false))
}

/// Nothing of the contact is left.
///
/// # Errors
/// The database's own.
pub fn finish(tx: &mut Tx<'_>, id: ContactId) -> Result<()> {
    tx.run(FINISH, &[id.into()])?;
    Ok(())
}

/// Conversations of the contact that still have their words, so many at most.
///
/// # Errors
/// The database's own.
pub fn left(tx: &mut Tx<'_>, id: ContactId, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(LEFT, &[id.into(), most.into()], |row| row.int(0).map(ConversationId))
}

/// Messages that the contact wrote and that still have their words, each with its conversation, so many at most.
///
/// # Errors
/// The database's own.
pub fn written(tx: &mut Tx<'_>, id: ContactId, most: i64) -> Result<Vec<(MessageId, ConversationId)>> {
    tx.all(WRITTEN, &[id.into(), most.into()], |row| Ok((MessageId(row.int(0)?), ConversationId(row.int(1)?))))
}

/// The blobs of a conversation's mails and files.
///
/// # Errors
/// The database's own.
pub fn blobs(tx: &mut Tx<'_>, id: ConversationId) -> Result<Vec<String>> {
    tx.all(BLOBS, &[id.into()], |row| row.text(0))
}

/// The blobs of one message's mail and files.
///
/// # Errors
/// The database's own.
pub fn blobs_of_message(tx: &mut Tx<'_>, id: MessageId) -> Result<Vec<String>> {
    tx.all(BLOBS_OF_ONE, &[id.into()], |row| row.text(0))
}

/// Takes the words out of a conversation; its row, its events and its messages stay without them.
///
/// # Errors
/// The database's own.
pub fn conversation(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> Result<()> {
    for message in tx.all(MESSAGES, &[id.into()], |row| row.int(0).map(MessageId))? {
        search::remove(tx, message)?;
        crate::articles::forget_message(tx, message)?;
    }
    for sql in OF_CONVERSATION.iter().copied().chain([EVENTS, NOTICES, HOOKS, DRAFTS, DRAFT_FILES, FOLLOWS, MENTIONS]) {
        tx.run(sql, &[id.into()])?;
    }
    crate::surveys::erase_of_conversation(tx, id)?;
    crate::assistants::turns::erase_of(tx, id)?;
    crate::rules::mails::remove_of(tx, id)?;
    tx.run(CONVERSATION, &[id.into(), now.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Takes the words out of one message in a conversation of somebody else.
///
/// # Errors
/// The database's own.
pub fn message(tx: &mut Tx<'_>, id: MessageId, within: ConversationId) -> Result<()> {
    search::remove(tx, id)?;
    crate::articles::forget_message(tx, id)?;
    for sql in OF_MESSAGE.iter().copied().chain([HOOKS_OF_ONE]) {
        tx.run(sql, &[id.into()])?;
    }
    tx.run(NEWEST, &[within.into(), id.into()])?;
    tx.change(Change::ConversationChanged(within));
    Ok(())
}
