//! What the things of a report are called now, those that are deleted or switched off too.

use std::collections::BTreeMap;

use desk::report::Dimension;

use crate::{Result, Tx};

crate::statements! {
    MAILBOXES = "SELECT id, CASE WHEN name = '' THEN address ELSE name END FROM mailboxes";
    QUEUES = "SELECT id, name FROM queues";
    AGENTS = "SELECT id, name FROM agents";
    CATEGORIES = "SELECT k.id, CASE WHEN ku.id IS NULL THEN k.name ELSE ku.name || ' › ' || k.name END
                  FROM categories k LEFT JOIN categories ku ON ku.id = k.parent_id";
    HEIRS = "SELECT id, moved_to FROM categories WHERE deleted_at IS NOT NULL";
}

/// The names of a dimension's things by their ids; none for tags, which are names, and for the whole desk.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, dimension: Dimension) -> Result<BTreeMap<String, String>> {
    let sql = match dimension {
        Dimension::Mailbox => MAILBOXES,
        Dimension::Queue => QUEUES,
        Dimension::Agent => AGENTS,
        Dimension::Category => CATEGORIES,
        Dimension::Desk | Dimension::Tag => return Ok(BTreeMap::new()),
    };
    Ok(tx.all(sql, &[], |row| Ok((row.int(0)?.to_string(), row.text(1)?)))?.into_iter().collect())
}

/// Deleted categories with what stands for each: its heir, or nothing. Conversations keep naming the deleted one.
///
/// # Errors
/// The database's own.
pub fn heirs(tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>> {
    let heir = |row: &crate::Row<'_>| {
        Ok((row.int(0)?.to_string(), row.opt_int(1)?.map(|id| id.to_string()).unwrap_or_default()))
    };
    Ok(tx.all(HEIRS, &[], heir)?.into_iter().collect())
}
