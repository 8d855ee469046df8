//! Categories: a tree of two levels. A deleted one keeps its row and names its heir, so that no conversation has to be
//! written when one goes; whoever reads a conversation's category follows that name.

use desk::{CategoryId, ConversationId, MailboxId, Micros, category};

use crate::{Result, Row, Topic, Tx, changes::Change};

/// Conversations of one category that are counted.
const COUNTED: i64 = 1_000;

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Which.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
    /// The one that it belongs to; none: it stands on its own.
    pub parent: Option<CategoryId>,
    /// The name of that one.
    pub parent_name: Option<String>,
}

impl Category {
    /// Its name with the one that it belongs to.
    #[must_use]
    pub fn path(&self) -> String {
        category::path(self.parent_name.as_deref(), &self.name)
    }
}

/// What has a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Conversations, counted up to 1,000.
    pub conversations: i64,
    /// True when there are more.
    pub more: bool,
    /// Mailboxes whose new conversations get it.
    pub mailboxes: Vec<MailboxId>,
}

/// Joins the category of `c` as `k`, and the one that it belongs to as `ku`, following deleted ones to their heirs.
#[macro_export]
macro_rules! category_joins {
    () => {
        " LEFT JOIN categories k0 ON k0.id = c.category_id
          LEFT JOIN categories k ON k.id = CASE WHEN k0.deleted_at IS NULL THEN k0.id ELSE k0.moved_to END
          LEFT JOIN categories ku ON ku.id = k.parent_id"
    };
}

crate::statements! {
    ADD = "INSERT INTO categories (name, parent_id, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id";
    UPDATE = "UPDATE categories SET name = $2, parent_id = $3, updated_at = $4 WHERE id = $1";
    LIST = "SELECT k.id, k.name, k.parent_id, ku.name FROM categories k LEFT JOIN categories ku ON ku.id = k.parent_id
            WHERE k.deleted_at IS NULL";
    BY_ID = "SELECT k.id, k.name, k.parent_id, ku.name FROM categories k LEFT JOIN categories ku ON ku.id = k.parent_id
             WHERE k.id = $1 AND k.deleted_at IS NULL";
    OF_CONVERSATION = concat!("SELECT k.id, k.name, k.parent_id, ku.name FROM conversations c", category_joins!(), " WHERE c.id = $1");
    SET = "UPDATE conversations SET category_id = $2, updated_at = $3 WHERE id = $1";
    DEFAULT = "SELECT id FROM categories WHERE channel_default = 1 ORDER BY id LIMIT 1";
    DEFAULT_OFF = "UPDATE categories SET channel_default = 0 WHERE channel_default = 1";
    DEFAULT_ON = "UPDATE categories SET channel_default = 1 WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM conversations
             WHERE category_id IN (SELECT id FROM categories WHERE id = $1 OR moved_to = $1) LIMIT $2) AS counted";
    MAILBOXES = "SELECT id FROM mailboxes WHERE category_id = $1 AND deleted_at IS NULL ORDER BY id";
    DELETE = "UPDATE categories SET deleted_at = $2, moved_to = $3, channel_default = 0, parent_id = NULL
              WHERE id = $1 AND deleted_at IS NULL";
    INHERIT = "UPDATE categories SET moved_to = $2 WHERE moved_to = $1";
    INHERIT_MAILBOXES = "UPDATE mailboxes SET category_id = $2 WHERE category_id = $1";
}

fn read(row: &Row<'_>) -> Result<Category> {
    Ok(Category {
        id: CategoryId(row.int(0)?),
        name: row.text(1)?,
        parent: row.opt_int(2)?.map(CategoryId),
        parent_name: row.opt_text(3)?,
    })
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("categories"));
    tx.ring(Topic::Settings);
}

/// Adds a category.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, name: &str, parent: Option<CategoryId>, now: Micros) -> Result<CategoryId> {
    let id = tx.insert(ADD, &[name.into(), parent.into(), now.into()])?;
    tell(tx);
    Ok(CategoryId(id))
}

/// Writes a category anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: CategoryId, name: &str, parent: Option<CategoryId>, now: Micros) -> Result<()> {
    tx.run(UPDATE, &[id.into(), name.into(), parent.into(), now.into()])?;
    tell(tx);
    Ok(())
}

/// Deletes a category with its fields: conversations and mailboxes that have it get its heir, or none.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: CategoryId, heir: Option<CategoryId>, now: Micros) -> Result<()> {
    let was_default = default(tx)? == Some(id);
    tx.run(DELETE, &[id.into(), now.into(), heir.into()])?;
    crate::category_fields::delete_of(tx, id)?;
    tx.run(INHERIT, &[id.into(), heir.into()])?;
    tx.run(INHERIT_MAILBOXES, &[id.into(), heir.into()])?;
    if was_default {
        set_default(tx, heir)?;
    }
    tell(tx);
    Ok(())
}

/// All categories that are not deleted: each with its parts behind it, by name.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Category>> {
    let mut all = tx.all(LIST, &[], read)?;
    all.sort_by_cached_key(|one| {
        let whole = one.parent_name.as_deref().unwrap_or(&one.name);
        (whole.to_lowercase(), one.parent.unwrap_or(one.id), one.parent.is_some(), one.name.to_lowercase(), one.id)
    });
    Ok(all)
}

/// The category with this id, unless it was deleted.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: CategoryId) -> Result<Option<Category>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The category of a conversation.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Category>> {
    let found = tx.one(OF_CONVERSATION, &[conversation.into()], |row| match row.opt_int(0)? {
        Some(_) => read(row).map(Some),
        None => Ok(None),
    });
    Ok(found?.flatten())
}

/// Gives a conversation a category, or none.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, conversation: ConversationId, to: Option<CategoryId>, now: Micros) -> Result<()> {
    tx.run(SET, &[conversation.into(), to.into(), now.into()])?;
    tx.change(Change::ConversationChanged(conversation));
    Ok(())
}

/// The category that new conversations get whose mailbox names none (SO-6).
///
/// # Errors
/// The database's own.
pub fn default(tx: &mut Tx<'_>) -> Result<Option<CategoryId>> {
    tx.one(DEFAULT, &[], |row| row.int(0).map(CategoryId))
}

/// Sets the category that new conversations get whose mailbox names none.
///
/// # Errors
/// The database's own.
pub fn set_default(tx: &mut Tx<'_>, to: Option<CategoryId>) -> Result<()> {
    tx.run(DEFAULT_OFF, &[])?;
    if let Some(to) = to {
        tx.run(DEFAULT_ON, &[to.into()])?;
    }
    tell(tx);
    Ok(())
}

/// What has this category.
///
/// # Errors
/// The database's own.
pub fn used_by(tx: &mut Tx<'_>, id: CategoryId) -> Result<Use> {
    let counted = tx.one(COUNT, &[id.into(), (COUNTED + 1).into()], |row| row.int(0))?.unwrap_or(0);
    let mailboxes = tx.all(MAILBOXES, &[id.into()], |row| row.int(0).map(MailboxId))?;
    Ok(Use { conversations: counted.min(COUNTED), more: counted > COUNTED, mailboxes })
}
