//! Fields of conversations by their category (SO-15). What conversations have in them stands in their rows, so that lists
//! read it with the rest.

use std::collections::{BTreeMap, HashMap};

use desk::{
    CategoryFieldId, CategoryId, ConversationId, MessageId, Micros,
    category_field::{CategoryField, Draft, Templates, Values},
    custom_field::Kind,
};

use crate::{Error, Result, Row, Topic, Tx, changes::Change};

crate::statements! {
    ADD = "INSERT INTO category_fields (category_id, name, kind, choices, required, help, created_at, position)
           VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(position), 0) + 1 FROM category_fields)) RETURNING id";
    UPDATE = "UPDATE category_fields SET name = $2, choices = $3, former = $4, required = $5, help = $6 WHERE id = $1";
    PLACE = "UPDATE category_fields SET position = $2 WHERE id = $1";
    DELETE = "DELETE FROM category_fields WHERE id = $1";
    DELETE_OF = "DELETE FROM category_fields WHERE category_id = $1";
    LIST = "SELECT id, category_id, name, kind, choices, former, required, help FROM category_fields ORDER BY position, id";
    PLACED = "SELECT id, category_id, name, kind, choices, former, required, help, position FROM category_fields WHERE id = $1";
    PARENTS = "SELECT id, parent_id FROM categories WHERE parent_id IS NOT NULL AND deleted_at IS NULL";
    OF = "SELECT fields FROM conversations WHERE id = $1";
    SET = "UPDATE conversations SET fields = $2, updated_at = $3 WHERE id = $1";
    FIRST_MESSAGE = "SELECT MIN(id) FROM messages WHERE conversation_id = $1";
}

fn read(row: &Row<'_>) -> Result<CategoryField> {
    let kind = row.text(3)?;
    let kind = Kind::from_word(&kind).ok_or_else(|| Error::unreadable("kind of field", kind))?;
    let choices = row.json(4, "choices")?;
    let draft = Draft { name: row.text(2)?, kind, choices, required: row.flag(6)?, help: row.text(7)? };
    let category = row.opt_int(1)?.map(CategoryId);
    Ok(CategoryField { id: CategoryFieldId(row.int(0)?), category, draft, former: row.json(5, "former choices")? })
}

/// All fields in their order, and which category stands under which.
///
/// # Errors
/// The database's own.
pub fn templates(tx: &mut Tx<'_>) -> Result<Templates> {
    let fields = tx.all(LIST, &[], read)?;
    let parents = tx.all(PARENTS, &[], |row| Ok((CategoryId(row.int(0)?), CategoryId(row.int(1)?))))?;
    Ok(Templates { fields, parents: parents.into_iter().collect() })
}

/// The field with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: CategoryFieldId) -> Result<Option<CategoryField>> {
    tx.one(PLACED, &[id.into()], read)
}

/// Adds a field behind the others.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, category: Option<CategoryId>, draft: &Draft, now: Micros) -> Result<CategoryFieldId> {
    let choices = json(&draft.choices)?;
    let values = [
        category.into(),
        (&draft.name).into(),
        draft.kind.word().into(),
        (&choices).into(),
        draft.required.into(),
        (&draft.help).into(),
        now.into(),
    ];
    let id = tx.insert(ADD, &values)?;
    tell(tx);
    Ok(CategoryFieldId(id))
}

/// Writes a field anew; its kind and its category stay.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: CategoryFieldId, draft: &Draft, former: &BTreeMap<String, String>) -> Result<()> {
    let (choices, former) = (json(&draft.choices)?, json(former)?);
    let values = [
        id.into(),
        (&draft.name).into(),
        (&choices).into(),
        (&former).into(),
        draft.required.into(),
        (&draft.help).into(),
    ];
    tx.run(UPDATE, &values)?;
    tell(tx);
    Ok(())
}

/// Puts fields into this order.
///
/// # Errors
/// The database's own.
pub fn order(tx: &mut Tx<'_>, ids: &[CategoryFieldId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.run(PLACE, &[(*id).into(), position.into()])?;
    }
    tell(tx);
    Ok(())
}

/// Deletes a field; what conversations have in it is shown no more.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: CategoryFieldId) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    tell(tx);
    Ok(())
}

/// Deletes the fields of a category.
///
/// # Errors
/// The database's own.
pub fn delete_of(tx: &mut Tx<'_>, category: CategoryId) -> Result<()> {
    tx.run(DELETE_OF, &[category.into()])?;
    tell(tx);
    Ok(())
}

/// What a conversation has in its fields, as it is stored.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Values> {
    Ok(tx.one(OF, &[conversation.into()], |row| row.json(0, "fields"))?.unwrap_or_default())
}

/// Writes what a conversation has in its fields.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, conversation: ConversationId, values: &Values, now: Micros) -> Result<()> {
    tx.run(SET, &[conversation.into(), (&json(values)?).into(), now.into()])?;
    tx.change(Change::ConversationChanged(conversation));
    Ok(())
}

/// The first message of a conversation, by which search finds what stands in its fields.
///
/// # Errors
/// The database's own.
pub fn found_by(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<MessageId>> {
    Ok(tx.one(FIRST_MESSAGE, &[conversation.into()], |row| row.opt_int(0))?.flatten().map(MessageId))
}

/// Something that stands in a field of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Which field.
    pub field: CategoryFieldId,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What stands there.
    pub value: String,
}

/// Names what rows of a list have in their fields, reading each field once.
#[derive(Default)]
pub(crate) struct Naming(HashMap<CategoryFieldId, Option<(i64, CategoryField)>>);

impl Naming {
    /// What of these values conversations of this category have, under that one, in the order of its template.
    pub(crate) fn filled(
        &mut self,
        tx: &mut Tx<'_>,
        values: &Values,
        (category, above): (Option<CategoryId>, Option<CategoryId>),
    ) -> Result<Vec<Filled>> {
        let mut found = Vec::new();
        for (id, stored) in values {
            if !self.0.contains_key(id) {
                let placed = tx.one(PLACED, &[(*id).into()], |row| Ok((row.int(8)?, read(row)?)))?;
                self.0.insert(*id, placed);
            }
            let Some(Some((position, field))) = self.0.get(id) else { continue };
            let level = match field.category {
                None => 0,
                own if own == above => 1,
                own if own == category => 2,
                _ => continue,
            };
            let (name, kind) = (field.draft.name.clone(), field.draft.kind);
            let value = field.called(stored).to_string();
            found.push((level, *position, Filled { field: *id, name, kind, value }));
        }
        found.sort_by_key(|(level, position, _)| (*level, *position));
        Ok(found.into_iter().map(|(_, _, filled)| filled).collect())
    }
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("category-fields"));
    tx.ring(Topic::Settings);
}

fn json<T: serde::Serialize>(what: &T) -> Result<String> {
    serde_json::to_string(what).map_err(|error| Error::unreadable("fields", error))
}
