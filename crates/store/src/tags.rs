//! Tags: which conversations have which, and how many have each. What a conversation shows stands in its own row, which is
//! written together with this.

use desk::ConversationId;

use crate::{Result, Tx};

/// A tag with what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// How many conversations have it.
    pub conversations: i64,
}

crate::statements! {
    ADD = "INSERT INTO conversation_tags (tag, conversation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    COUNT_UP = "INSERT INTO tags (name, conversations) VALUES ($1, 1)
                ON CONFLICT (name) DO UPDATE SET conversations = tags.conversations + 1";
    REMOVE = "DELETE FROM conversation_tags WHERE tag = $1 AND conversation_id = $2";
    COUNT_DOWN = "UPDATE tags SET conversations = conversations - 1 WHERE name = $1";
    FORGET = "DELETE FROM tags WHERE name = $1 AND conversations <= 0";
    LIST = "SELECT name, conversations FROM tags ORDER BY conversations DESC, name LIMIT $1";
}

/// Tags that are listed, those that most conversations have first; others are still found by search.
pub const LISTED: i64 = 1_000;

/// Enters what a conversation is tagged with now in place of what it was.
///
/// # Errors
/// The database's own.
pub(crate) fn enter(tx: &mut Tx<'_>, id: ConversationId, before: &[String], after: &[String]) -> Result<()> {
    // In one order, so that two conversations that are tagged at once wait for each other and not in a circle.
    let mut touched: Vec<&String> = before.iter().chain(after).collect();
    touched.sort();
    touched.dedup();
    for tag in touched {
        match (before.contains(tag), after.contains(tag)) {
            (false, true) if tx.run(ADD, &[tag.into(), id.into()])? == 1 => {
                tx.run(COUNT_UP, &[tag.into()])?;
            }
            (true, false) if tx.run(REMOVE, &[tag.into(), id.into()])? == 1 => {
                tx.run(COUNT_DOWN, &[tag.into()])?;
                tx.run(FORGET, &[tag.into()])?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The tags that most conversations have.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Tag>> {
    tx.all(LIST, &[LISTED.into()], |row| Ok(Tag { name: row.text(0)?, conversations: row.int(1)? }))
}
