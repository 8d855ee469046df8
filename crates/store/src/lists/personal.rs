//! The lists that every agent has of their own: where they were mentioned, where they have begun to write, what they sent.
//! Each conversation stands once, at its newest mention, draft or mail.

use desk::{AgentId, ConversationId, conversation::View};

use super::{Item, Place, item_columns, item_joins, read};
use crate::{Result, Tx};

/// A conversation by the newest of some messages, `m`, in it; `$filter` says which messages, `$same` the same of `n`. The
/// newest is looked for in the conversation (the plus keeps SQLite from looking among all that the agent sent), so that a
/// page far behind costs what the first one costs.
macro_rules! by_message {
    ($from:literal, $filter:literal, $same:literal) => {
        concat!(
            " FROM ",
            $from,
            " CROSS JOIN conversations c WHERE ",
            $filter,
            " AND c.id = m.conversation_id AND c.shelf < 3 AND m.id = (SELECT MAX(n.id) FROM ",
            $same,
            " AND n.conversation_id = m.conversation_id) AND ",
            crate::seen_by_agent!("c.queue_id")
        )
    };
}

macro_rules! mentions {
    () => {
        by_message!(
            "mentions x CROSS JOIN messages m",
            "x.agent_id = $1 AND m.id = x.message_id",
            "messages n WHERE (SELECT COUNT(*) FROM mentions y WHERE y.message_id = n.id AND y.agent_id = $1) > 0"
        )
    };
}

macro_rules! sent {
    () => {
        by_message!(
            "messages m",
            "m.author_kind = 'agent' AND m.kind = 'outbound' AND m.author_id = $1",
            "messages n WHERE n.author_kind = 'agent' AND n.kind = 'outbound' AND +n.author_id = $1"
        )
    };
}

macro_rules! drafts {
    () => {
        concat!(
            " FROM drafts d CROSS JOIN conversations c WHERE d.agent_id = $1 AND c.id = d.conversation_id
              AND c.shelf < 9 AND ",
            crate::seen_by_agent!("c.queue_id")
        )
    };
}

macro_rules! page {
    ($order:literal, $which:expr, $behind:literal) => {
        concat!(
            item_columns!("c.list_order"),
            " FROM (SELECT c.*, ",
            $order,
            " AS list_order",
            $which,
            $behind,
            ") AS c",
            item_joins!()
        )
    };
}

macro_rules! count {
    ($which:expr) => {
        concat!("SELECT COUNT(*) FROM (SELECT 1", $which, " LIMIT 1001) AS counted")
    };
}

crate::statements! {
    MENTIONS = page!("x.message_id", mentions!(), " AND x.message_id < $2 ORDER BY x.message_id DESC LIMIT $3");
    SENT = page!("m.id", sent!(), " AND m.id < $2 ORDER BY m.id DESC LIMIT $3");
    DRAFTS = page!("d.updated_at", drafts!(), " AND (d.updated_at, d.conversation_id) < ($2, $3)
                    ORDER BY d.updated_at DESC, d.conversation_id DESC LIMIT $4");
    COUNT_MENTIONS = count!(mentions!());
    COUNT_SENT = count!(sent!());
    COUNT_DRAFTS = count!(drafts!());
    UNREAD_MENTIONS = concat!(
        "SELECT COUNT(*) FROM (SELECT 1", mentions!(),
        " AND NOT EXISTS (SELECT 1 FROM conversation_reads r WHERE r.agent_id = $1 AND r.conversation_id = c.id
            AND r.message_id >= m.id) LIMIT 1001) AS counted");
    IN_MENTIONS = "SELECT 1 FROM messages m JOIN mentions x ON x.message_id = m.id AND x.agent_id = $1
                   WHERE m.conversation_id = $2 LIMIT 1";
    IN_SENT = "SELECT 1 FROM messages WHERE conversation_id = $2 AND author_kind = 'agent' AND kind = 'outbound'
               AND author_id = $1 LIMIT 1";
    IN_DRAFTS = "SELECT 1 FROM drafts WHERE agent_id = $1 AND conversation_id = $2";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] =
    &[(MENTIONS, "mentions_by_agent"), (SENT, "messages_sent"), (DRAFTS, "drafts_by_time")];

/// A page of one of the three, behind `place`; nothing of any other view. Put in order here: the joins need not keep it.
pub(super) fn page(tx: &mut Tx<'_>, view: View, agent: AgentId, place: Place, most: i64) -> Result<Vec<Item>> {
    let by_message = [agent.into(), place.order.into(), most.into()];
    let mut items = match view {
        View::Mentions => tx.all(MENTIONS, &by_message, read)?,
        View::Sent => tx.all(SENT, &by_message, read)?,
        View::Drafts => tx.all(DRAFTS, &[agent.into(), place.order.into(), place.id.into(), most.into()], read)?,
        _ => Vec::new(),
    };
    items.sort_by_key(|item| std::cmp::Reverse(item.place()));
    Ok(items)
}

/// How many conversations there are in one of the three, counted up to 1,001.
pub(super) fn count(tx: &mut Tx<'_>, view: View, agent: AgentId) -> Result<i64> {
    let sql = match view {
        View::Mentions => COUNT_MENTIONS,
        View::Sent => COUNT_SENT,
        View::Drafts => COUNT_DRAFTS,
        _ => return Ok(0),
    };
    Ok(tx.one(sql, &[agent.into()], |row| row.int(0))?.unwrap_or(0))
}

/// In how many conversations an agent has not seen yet that they were mentioned, counted up to 1,001.
///
/// # Errors
/// The database's own.
pub fn unread_mentions(tx: &mut Tx<'_>, agent: AgentId) -> Result<i64> {
    Ok(tx.one(UNREAD_MENTIONS, &[agent.into()], |row| row.int(0))?.unwrap_or(0))
}

/// True where a conversation stands in this list of the agent, as far as it is one of the three; of any other view true.
///
/// # Errors
/// The database's own.
pub fn holds(tx: &mut Tx<'_>, view: View, agent: AgentId, id: ConversationId) -> Result<bool> {
    let sql = match view {
        View::Mentions => IN_MENTIONS,
        View::Sent => IN_SENT,
        View::Drafts => IN_DRAFTS,
        _ => return Ok(true),
    };
    Ok(tx.one(sql, &[agent.into(), id.into()], |_| Ok(()))?.is_some())
}
