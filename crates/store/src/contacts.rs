//! Contacts: customers and their addresses.

use desk::{AgentId, ContactId, Micros, address, limits};

use crate::{Error, Result, Tx};

crate::statements! {
    BY_ADDRESS = "SELECT contact_id FROM contact_addresses WHERE address_folded = $1";
    ADD = "INSERT INTO contacts (name, address, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id";
    ADD_ADDRESS = "INSERT INTO contact_addresses (address_folded, contact_id, address) VALUES ($1, $2, $3)
                   ON CONFLICT (address_folded) DO NOTHING";
    FORGET = "DELETE FROM contacts WHERE id = $1";
    BEGINNING_WITH = concat!(
        "SELECT p.id, p.name, p.address FROM (SELECT id, name, address FROM contacts ORDER BY id DESC LIMIT $4) AS p
         WHERE (LOWER(p.address) LIKE $2 ESCAPE '|' OR LOWER(p.name) LIKE $2 ESCAPE '|' OR LOWER(p.name) LIKE $3 ESCAPE '|')
           AND EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id AND ",
        crate::seen_by_agent!("c.queue_id"),
        ") ORDER BY p.id DESC LIMIT $5"
    );
    NAME_IF_NONE = "UPDATE contacts SET name = $2, updated_at = $3 WHERE id = $1 AND name IS NULL";
}

/// The contact with this address.
///
/// # Errors
/// The database's own.
pub fn by_address(tx: &mut Tx<'_>, written: &str) -> Result<Option<ContactId>> {
    tx.one(BY_ADDRESS, &[(&address::fold(written)).into()], |row| Ok(ContactId(row.int(0)?)))
}

/// The contact with this address, made where there is none. A name is taken where none was known.
///
/// # Errors
/// The database's own.
pub fn find_or_add(tx: &mut Tx<'_>, name: Option<&str>, written: &str, now: Micros) -> Result<ContactId> {
    if let Some(known) = by_address(tx, written)? {
        if let Some(name) = name {
            tx.run(NAME_IF_NONE, &[known.into(), name.into(), now.into()])?;
        }
        return Ok(known);
    }
    let id = ContactId(tx.insert(ADD, &[name.into(), written.into(), now.into()])?);
    if tx.run(ADD_ADDRESS, &[(&address::fold(written)).into(), id.into(), written.into()])? == 1 {
        return Ok(id);
    }
    // Another transaction made the same contact at this moment and has committed it: that one counts.
    tx.run(FORGET, &[id.into()])?;
    by_address(tx, written)?.ok_or_else(|| Error::unreadable("contact", "neither new nor known"))
}

/// A contact as it is offered: which, the name, the address.
pub type Offered = (ContactId, Option<String>, String);

/// Contacts whose address, or a word of whose name, begins so, of conversations that this agent may see; the newest first,
/// of the newest [`limits::CONTACTS_COMPLETED`].
///
/// # Errors
/// The database's own.
pub fn beginning_with(tx: &mut Tx<'_>, agent: AgentId, typed: &str, most: i64) -> Result<Vec<Offered>> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let plain = typed.replace('|', "||").replace('%', "|%").replace('_', "|_");
    let (first, later) = (format!("{plain}%"), format!("% {plain}%"));
    let values = [agent.into(), (&first).into(), (&later).into(), limits::CONTACTS_COMPLETED.into(), most.into()];
    tx.all(BEGINNING_WITH, &values, |row| Ok((ContactId(row.int(0)?), row.opt_text(1)?, row.text(2)?)))
}
