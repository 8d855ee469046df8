//! Tags: which conversations have which, and how many have each. What a conversation shows stands in its own row, which is
//! written together with this. A tag that goes stands, unlisted, until no conversation has it.

use desk::{ConversationId, Micros, TagId};

use crate::{Result, Row, Tx, changes::Change, conversations};

/// A tag with what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Which.
    pub id: TagId,
    /// The tag.
    pub name: String,
    /// How many conversations have it, those included that still have what becomes it.
    pub conversations: i64,
}

/// How a name is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By a tag that stands.
    Standing(Tag),
    /// By one that conversations are just losing.
    Going,
}

/// A tag that conversations are losing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// Which.
    pub id: TagId,
    /// Its name.
    pub name: String,
    /// The name of the one that they get instead.
    pub becomes: Option<String>,
}

macro_rules! columns {
    () => {
        "t.id, t.name, t.conversations
           + COALESCE((SELECT CAST(SUM(g.conversations) AS BIGINT) FROM tags g WHERE g.becomes = t.id), 0)"
    };
}

crate::statements! {
    ENTER = "INSERT INTO conversation_tags (tag, conversation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    COUNT_UP = "INSERT INTO tags (name, conversations, kept, going) VALUES ($1, 1, 0, 0)
                ON CONFLICT (name) DO UPDATE SET conversations = tags.conversations + 1";
    REMOVE = "DELETE FROM conversation_tags WHERE tag = $1 AND conversation_id = $2";
    COUNT_DOWN = "UPDATE tags SET conversations = conversations - 1 WHERE name = $1";
    FORGET = "DELETE FROM tags WHERE name = $1 AND conversations <= 0 AND kept = 0 AND going = 0";
    LIST = concat!("SELECT ", columns!(), " FROM tags t WHERE t.going = 0 ORDER BY 3 DESC, t.name LIMIT $1");
    BY_ID = concat!("SELECT ", columns!(), " FROM tags t WHERE t.id = $1 AND t.going = 0");
    BY_NAME = concat!("SELECT ", columns!(), ", t.going FROM tags t WHERE t.name = $1");
    ADD = "INSERT INTO tags (name, conversations, kept, going) VALUES ($1, 0, 1, 0) RETURNING id";
    KEPT = "SELECT COUNT(*) FROM tags WHERE kept = 1";
    NAME = "UPDATE tags SET name = $2, conversations = 0, kept = 1 WHERE id = $1";
    LEAVE = "INSERT INTO tags (name, conversations, kept, going, becomes) VALUES ($1, $2, 0, 1, $3) RETURNING id";
    OWN_COUNT = "SELECT conversations FROM tags WHERE id = $1";
    GO = "UPDATE tags SET going = 1, becomes = $2 WHERE id = $1";
    KEEP = "UPDATE tags SET kept = 1 WHERE id = $1";
    INHERIT = "UPDATE tags SET becomes = $2 WHERE becomes = $1";
    GOING = "SELECT t.id, t.name, h.name FROM tags t LEFT JOIN tags h ON h.id = t.becomes WHERE t.going = 1 ORDER BY t.id LIMIT 100";
    HAVE = "SELECT conversation_id FROM conversation_tags WHERE tag = $1 ORDER BY conversation_id LIMIT $2";
    GONE = "DELETE FROM tags WHERE id = $1";
}

/// Tags that are listed, those that most conversations have first; others are still found by search.
pub const LISTED: i64 = 1_000;

fn read(row: &Row<'_>) -> Result<Tag> {
    Ok(Tag { id: TagId(row.int(0)?), name: row.text(1)?, conversations: row.int(2)? })
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("tags"));
}

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
            (false, true) if tx.run(ENTER, &[tag.into(), id.into()])? == 1 => {
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
    tx.all(LIST, &[LISTED.into()], read)
}

/// The tag with this id, unless it goes.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: TagId) -> Result<Option<Tag>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// Who has this name.
///
/// # Errors
/// The database's own.
pub fn by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Named>> {
    let found = |row: &Row<'_>| if row.flag(3)? { Ok(Named::Going) } else { read(row).map(Named::Standing) };
    tx.one(BY_NAME, &[name.into()], found)
}

/// How many stand though no conversation has to have them.
///
/// # Errors
/// The database's own.
pub fn kept(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(KEPT, &[], |row| row.int(0))?.unwrap_or(0))
}

/// Makes a tag that no conversation has yet.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, name: &str) -> Result<TagId> {
    let id = tx.insert(ADD, &[name.into()])?;
    tell(tx);
    Ok(TagId(id))
}

/// Gives a tag a name that nobody has; conversations follow by [`go_on`].
///
/// # Errors
/// The database's own.
pub fn rename(tx: &mut Tx<'_>, tag: &Tag, name: &str) -> Result<()> {
    let had = tx.one(OWN_COUNT, &[tag.id.into()], |row| row.int(0))?.unwrap_or(0);
    tx.run(NAME, &[tag.id.into(), name.into()])?;
    tx.insert(LEAVE, &[(&tag.name).into(), had.into(), tag.id.into()])?;
    tell(tx);
    Ok(())
}

/// Lets a tag go, with an heir or none; conversations follow by [`go_on`].
///
/// # Errors
/// The database's own.
pub fn let_go(tx: &mut Tx<'_>, id: TagId, heir: Option<TagId>) -> Result<()> {
    tx.run(INHERIT, &[id.into(), heir.into()])?;
    tx.run(GO, &[id.into(), heir.into()])?;
    if let Some(heir) = heir {
        tx.run(KEEP, &[heir.into()])?;
    }
    tell(tx);
    Ok(())
}

/// The tags that go, oldest first.
///
/// # Errors
/// The database's own.
pub fn going(tx: &mut Tx<'_>) -> Result<Vec<Going>> {
    let read = |row: &Row<'_>| Ok(Going { id: TagId(row.int(0)?), name: row.text(1)?, becomes: row.opt_text(2)? });
    tx.all(GOING, &[], read)
}

/// Takes a tag that goes from so many conversations at most, which get its heir; true when it is gone for good.
///
/// # Errors
/// The database's own.
pub fn go_on(tx: &mut Tx<'_>, tag: &Going, most: i64, now: Micros) -> Result<bool> {
    let have = tx.all(HAVE, &[(&tag.name).into(), most.into()], |row| row.int(0).map(ConversationId))?;
    let done = i64::try_from(have.len()).unwrap_or(i64::MAX) < most;
    for id in have {
        let Some(before) = conversations::tags_of(tx, id)? else {
            tx.run(REMOVE, &[(&tag.name).into(), id.into()])?;
            continue;
        };
        let mut after: Vec<String> = before.iter().filter(|one| **one != tag.name).cloned().collect();
        after.extend(tag.becomes.clone());
        after.sort();
        after.dedup();
        // What the index says and the row does not is taken from the index all the same.
        let lost: Vec<String> = before.iter().cloned().chain([tag.name.clone()]).collect();
        conversations::write_tags(tx, id, &lost, &after, now)?;
    }
    if done {
        tx.run(GONE, &[tag.id.into()])?;
    }
    tell(tx);
    Ok(done)
}
