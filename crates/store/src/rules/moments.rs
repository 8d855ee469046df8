//! Moments: since when the time of a conversation is counted, for the rules that wait for it. Kept only while there are
//! such rules. Each rule looks at each moment once: it goes on behind the last one that it looked at.

use desk::{ConversationId, Micros, RuleId, rules::Since};

use crate::{Result, Tx};

/// Conversations whose moments are read when the first rule comes that waits for them.
const READ_BACK: i64 = 10_000;

crate::statements! {
    SET = "INSERT INTO rule_moments (conversation_id, since, at) VALUES ($1, $2, $3)
           ON CONFLICT (conversation_id, since) DO UPDATE SET at = excluded.at";
    ANY = "SELECT 1 FROM rule_moments LIMIT 1";
    CLEAR = "DELETE FROM rule_moments";
    LOOK_FROM = "UPDATE rules SET looked_at = $2, looked_id = 0 WHERE id = $1";
    LOOKED = "SELECT looked_at, looked_id FROM rules WHERE id = $1";
    GO_ON = "UPDATE rules SET looked_at = $2, looked_id = $3 WHERE id = $1";
    DUE = "SELECT conversation_id, at FROM rule_moments WHERE since = $1 AND at <= $4
           AND (at > $2 OR (at = $2 AND conversation_id > $3)) ORDER BY at, conversation_id LIMIT $5";
    READ_CREATED = "INSERT INTO rule_moments (conversation_id, since, at)
                    SELECT id, 'created', created_at FROM conversations WHERE merged_into IS NULL
                    ORDER BY id DESC LIMIT $1 ON CONFLICT DO NOTHING";
    READ_MESSAGES = "INSERT INTO rule_moments (conversation_id, since, at)
                     SELECT m.conversation_id, $2, MAX(m.created_at) FROM messages m
                     WHERE m.conversation_id IN (SELECT conversation_id FROM rule_moments WHERE since = 'created')
                     AND m.kind = $1 AND m.automatic = 0 GROUP BY m.conversation_id ON CONFLICT DO NOTHING";
    READ_STATUS = "INSERT INTO rule_moments (conversation_id, since, at)
                   SELECT e.conversation_id, 'status_changed', MAX(e.created_at) FROM events e
                   WHERE e.conversation_id IN (SELECT conversation_id FROM rule_moments WHERE since = 'created')
                   AND e.kind = 'status_changed' GROUP BY e.conversation_id ON CONFLICT DO NOTHING";
    OF = "SELECT at FROM rule_moments WHERE conversation_id = $1 AND since = $2";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(DUE, "rule_moments_by_time")];

/// Notes that something happened to a conversation just now.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, conversation: ConversationId, since: Since, now: Micros) -> Result<()> {
    tx.run(SET, &[conversation.into(), since.word().into(), now.into()])?;
    Ok(())
}

/// Reads the moments of the newest conversations from what is stored of them, where none are kept yet.
///
/// # Errors
/// The database's own.
pub fn begin(tx: &mut Tx<'_>) -> Result<()> {
    if tx.one(ANY, &[], |_| Ok(()))?.is_some() {
        return Ok(());
    }
    tx.run(READ_CREATED, &[READ_BACK.into()])?;
    tx.run(READ_MESSAGES, &["inbound".into(), Since::CustomerMessage.word().into()])?;
    tx.run(READ_MESSAGES, &["outbound".into(), Since::AgentMessage.word().into()])?;
    tx.run(READ_STATUS, &[])?;
    Ok(())
}

/// Forgets all moments: no rule waits for a time any more.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>) -> Result<()> {
    tx.run(CLEAR, &[])?;
    Ok(())
}

/// Lets a rule look only at moments behind this one.
///
/// # Errors
/// The database's own.
pub fn look_from(tx: &mut Tx<'_>, rule: RuleId, at: Micros) -> Result<()> {
    tx.run(LOOK_FROM, &[rule.into(), at.into()])?;
    Ok(())
}

/// The conversations whose moment of this kind is not after `until`, and that the rule has not looked at yet, the earliest
/// first, so many at most. They count as looked at.
///
/// # Errors
/// The database's own.
pub fn due(tx: &mut Tx<'_>, rule: RuleId, since: Since, until: Micros, most: i64) -> Result<Vec<ConversationId>> {
    let Some((at, id)) = tx.one(LOOKED, &[rule.into()], |row| Ok((row.time(0)?, row.int(1)?)))? else {
        return Ok(Vec::new());
    };
    let values = [since.word().into(), at.into(), id.into(), until.into(), most.into()];
    let found = tx.all(DUE, &values, |row| Ok((ConversationId(row.int(0)?), row.time(1)?)))?;
    if let Some((last, at)) = found.last() {
        tx.run(GO_ON, &[rule.into(), (*at).into(), (*last).into()])?;
    }
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// A moment of a conversation.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId, since: Since) -> Result<Option<Micros>> {
    tx.one(OF, &[conversation.into(), since.word().into()], |row| row.time(0))
}
