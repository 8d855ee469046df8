//! Notes about contacts, which only the team sees. They are added and removed, never rewritten.

use desk::{AgentId, ContactId, ContactNoteId, Micros};

use crate::{Result, Row, Tx, changes::Change};

/// A note about a contact.
#[derive(Clone, Debug)]
pub struct Note {
    /// Which.
    pub id: ContactNoteId,
    /// About whom.
    pub contact: ContactId,
    /// Who wrote it, with the name at that moment.
    pub agent: (AgentId, String),
    /// What it says.
    pub text: String,
    /// When.
    pub created_at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO contact_notes (contact_id, agent_id, agent_name, body, created_at) VALUES ($1, $2, $3, $4, $5)
           RETURNING id";
    OF = "SELECT id, contact_id, agent_id, agent_name, body, created_at FROM contact_notes WHERE contact_id = $1
          ORDER BY id DESC LIMIT 200";
    BY_ID = "SELECT id, contact_id, agent_id, agent_name, body, created_at FROM contact_notes WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM contact_notes WHERE contact_id = $1";
    REMOVE = "DELETE FROM contact_notes WHERE id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "contact_notes_by_contact")];

fn read(row: &Row<'_>) -> Result<Note> {
    Ok(Note {
        id: ContactNoteId(row.int(0)?),
        contact: ContactId(row.int(1)?),
        agent: (AgentId(row.int(2)?), row.text(3)?),
        text: row.text(4)?,
        created_at: row.time(5)?,
    })
}

/// Adds a note.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, to: ContactId, by: (AgentId, &str), text: &str, now: Micros) -> Result<ContactNoteId> {
    let id = ContactNoteId(tx.insert(ADD, &[to.into(), by.0.into(), by.1.into(), text.into(), now.into()])?);
    tx.change(Change::ContactChanged(to));
    Ok(id)
}

/// The notes about a contact, newest first, up to 200.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, contact: ContactId) -> Result<Vec<Note>> {
    tx.all(OF, &[contact.into()], read)
}

/// The note with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: ContactNoteId) -> Result<Option<Note>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// How many notes there are about a contact.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, contact: ContactId) -> Result<i64> {
    Ok(tx.one(COUNT, &[contact.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Removes a note.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, note: &Note) -> Result<()> {
    tx.run(REMOVE, &[note.id.into()])?;
    tx.change(Change::ContactChanged(note.contact));
    Ok(())
}
