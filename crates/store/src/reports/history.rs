//! The rows of a conversation that statistics are counted from.

use desk::{
    AgentId, AssistantId, CategoryId, ContactId, ConversationId, MailboxId, QueueId,
    conversation::Status,
    limits,
    message::{Author, Kind},
    report::{History, Moved, Promise, Surveyed, Wrote},
    sla::Target,
    survey::Rating,
};

use crate::{Error, Result, Row, Tx, conversations};

crate::statements! {
    CONVERSATION = "SELECT mailbox_id, queue_id, category_id, assignee_id, tags, status, merged_into, created_at
                    FROM conversations WHERE id = $1";
    MESSAGES = "SELECT m.kind, m.author_kind, m.author_id, m.automatic, m.agents_only,
                  COALESCE(o.send_at, o.queued_at, m.created_at)
                FROM messages m LEFT JOIN outgoing o ON o.message_id = m.id
                WHERE m.conversation_id = $1 ORDER BY m.id LIMIT $2";
    MOVES = "SELECT created_at, data, actor_kind, actor_id FROM events
             WHERE conversation_id = $1 AND kind = 'status_changed' ORDER BY id LIMIT $2";
    PROMISES = "SELECT target, kept, happened_at, agent_id FROM sla_outcomes WHERE conversation_id = $1
                ORDER BY id LIMIT $2";
    SURVEYS = "SELECT mailbox_id, queue_id, agent_id, sent_at, rating, rated_at FROM surveys
               WHERE conversation_id = $1 AND sent_at IS NOT NULL ORDER BY id LIMIT $2";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (MESSAGES, "messages_by_conversation"),
    (MOVES, "events_by_conversation"),
    (PROMISES, "sla_outcomes_by_conversation"),
    (SURVEYS, "surveys_by_conversation"),
];

/// What its rows tell of a conversation; none where there is none any more.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<History>> {
    let found = tx.one(CONVERSATION, &[id.into()], |row| {
        Ok(History {
            mailbox: MailboxId(row.int(0)?),
            queue: row.opt_int(1)?.map(QueueId),
            category: row.opt_int(2)?.map(CategoryId),
            assignee: row.opt_int(3)?.map(AgentId),
            tags: row.json(4, "tags")?,
            status: conversations::status(&row.text(5)?)?,
            merged: row.opt_int(6)?.is_some(),
            created_at: row.time(7)?,
            messages: Vec::new(),
            moves: Vec::new(),
            promises: Vec::new(),
            surveys: Vec::new(),
        })
    })?;
    let Some(mut history) = found else { return Ok(None) };
    let values = [id.into(), limits::REPORT_ENTRIES.into()];
    history.messages = tx.all(MESSAGES, &values, wrote)?;
    history.moves = tx.all(MOVES, &values, moved)?;
    history.promises = tx.all(PROMISES, &values, promise)?;
    history.surveys = tx.all(SURVEYS, &values, surveyed)?;
    Ok(Some(history))
}

fn wrote(row: &Row<'_>) -> Result<Wrote> {
    let kind = row.text(0)?;
    Ok(Wrote {
        kind: Kind::from_word(&kind).ok_or_else(|| Error::unreadable("message kind", kind))?,
        author: match (row.text(1)?.as_str(), row.opt_int(2)?) {
            ("contact", Some(id)) => Author::Contact(ContactId(id)),
            ("agent", Some(id)) => Author::Agent(AgentId(id)),
            ("assistant", Some(id)) => Author::Assistant(AssistantId(id)),
            _ => Author::System,
        },
        automatic: row.flag(3)?,
        agents_only: row.flag(4)?,
        at: row.time(5)?,
    })
}

fn moved(row: &Row<'_>) -> Result<Moved> {
    let data: serde_json::Value = row.json(1, "event")?;
    let status = |name: &str| {
        let word = data.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        Status::from_word(word).ok_or_else(|| Error::unreadable("status", word))
    };
    let by = row.opt_int(3)?.map(AgentId);
    let is_agent = row.text(2)? == "agent";
    Ok(Moved { at: row.time(0)?, from: status("from")?, to: status("to")?, by: by.filter(|_| is_agent) })
}

fn promise(row: &Row<'_>) -> Result<Promise> {
    let target = row.text(0)?;
    Ok(Promise {
        target: Target::from_word(&target).ok_or_else(|| Error::unreadable("target", target))?,
        kept: row.flag(1)?,
        at: row.time(2)?,
        by: row.opt_int(3)?.map(AgentId),
    })
}

fn surveyed(row: &Row<'_>) -> Result<Surveyed> {
    let (queue, agent) = (row.opt_int(1)?.map(QueueId), row.opt_int(2)?.map(AgentId));
    let sent = Surveyed::sent(MailboxId(row.int(0)?), queue, agent, row.time(3)?);
    let (Some(number), Some(at)) = (row.opt_int(4)?, row.opt_time(5)?) else { return Ok(sent) };
    let rating = Rating::from_number(number).ok_or_else(|| Error::unreadable("rating", number.to_string()))?;
    Ok(sent.rated(rating, at))
}
