//! The desk's own fields of contacts, in the order in which they were added. Their values stand in the contacts' rows.

use desk::{ContactFieldId, Micros, custom_field::Kind};

use crate::{Error, Result, Row, Tx, changes::Change};

/// A field's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The words of a choice.
    pub choices: Vec<String>,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub id: ContactFieldId,
    /// Its words.
    pub draft: Draft,
}

crate::statements! {
    ADD = "INSERT INTO contact_fields (name, kind, choices, created_at) VALUES ($1, $2, $3, $4) RETURNING id";
    UPDATE = "UPDATE contact_fields SET name = $2, choices = $3 WHERE id = $1";
    DELETE = "DELETE FROM contact_fields WHERE id = $1";
    LIST = "SELECT id, name, kind, choices FROM contact_fields ORDER BY id";
}

fn read(row: &Row<'_>) -> Result<Field> {
    let kind = row.text(2)?;
    let kind = Kind::from_word(&kind).ok_or_else(|| Error::unreadable("kind of field", kind))?;
    let draft = Draft { name: row.text(1)?, kind, choices: row.json(3, "choices")? };
    Ok(Field { id: ContactFieldId(row.int(0)?), draft })
}

/// All fields.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Field>> {
    tx.all(LIST, &[], read)
}

/// Adds a field.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, now: Micros) -> Result<ContactFieldId> {
    let choices = json(&draft.choices)?;
    let values = [(&draft.name).into(), draft.kind.word().into(), (&choices).into(), now.into()];
    let id = tx.insert(ADD, &values)?;
    tx.change(Change::SettingsChanged("contact-fields"));
    Ok(ContactFieldId(id))
}

/// Writes a field anew; its kind stays.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: ContactFieldId, draft: &Draft) -> Result<()> {
    tx.run(UPDATE, &[id.into(), (&draft.name).into(), (&json(&draft.choices)?).into()])?;
    tx.change(Change::SettingsChanged("contact-fields"));
    Ok(())
}

/// Deletes a field; what contacts have there is not shown any more.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: ContactFieldId) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    tx.change(Change::SettingsChanged("contact-fields"));
    Ok(())
}

fn json(choices: &[String]) -> Result<String> {
    serde_json::to_string(choices).map_err(|error| Error::unreadable("choices", error))
}
