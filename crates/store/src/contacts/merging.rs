//! Merging contacts: conversations, addresses and notes of one move to another, who then stands for both. The merged row
//! stays, in no list, so that links to it are followed and the merge can be undone.

use desk::{ContactId, Micros, address, limits};

use super::{Offered, SET_ADDRESSES, addresses, by_id};
use crate::{Result, Tx, changes::Change};

crate::statements! {
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM conversations WHERE contact_id = $1 LIMIT $2) AS counted";
    KEEP_CONVERSATIONS = "INSERT INTO merged_contact_parts (source_id, part, number, address)
                          SELECT contact_id, 'conversation', id, '' FROM conversations WHERE contact_id = $1";
    KEEP_ADDRESSES = "INSERT INTO merged_contact_parts (source_id, part, number, address)
                      SELECT contact_id, 'address', 0, address_folded FROM contact_addresses WHERE contact_id = $1";
    KEEP_NOTES = "INSERT INTO merged_contact_parts (source_id, part, number, address)
                  SELECT contact_id, 'note', id, '' FROM contact_notes WHERE contact_id = $1";
    MOVE_CONVERSATIONS = "UPDATE conversations SET contact_id = $2 WHERE contact_id = $1";
    MOVE_ADDRESSES = "UPDATE contact_addresses SET contact_id = $2 WHERE contact_id = $1";
    MOVE_NOTES = "UPDATE contact_notes SET contact_id = $2 WHERE contact_id = $1";
    BACK_CONVERSATIONS = "UPDATE conversations SET contact_id = $1 WHERE contact_id = $2 AND id IN
                            (SELECT number FROM merged_contact_parts WHERE source_id = $1 AND part = 'conversation')";
    BACK_ADDRESSES = "UPDATE contact_addresses SET contact_id = $1 WHERE contact_id = $2 AND address_folded IN
                        (SELECT address FROM merged_contact_parts WHERE source_id = $1 AND part = 'address')";
    BACK_NOTES = "UPDATE contact_notes SET contact_id = $1 WHERE contact_id = $2 AND id IN
                    (SELECT number FROM merged_contact_parts WHERE source_id = $1 AND part = 'note')";
    FORGET = "DELETE FROM merged_contact_parts WHERE source_id = $1";
    MARK = "UPDATE contacts SET merged_into = $2, updated_at = $3 WHERE id = $1";
    MERGED = "SELECT id, name, address FROM contacts WHERE merged_into = $1 AND erased_at IS NULL ORDER BY id DESC LIMIT 50";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(MERGED, "contacts_by_merge")];

/// How many conversations a contact has, counted up to one more than can be merged.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, id: ContactId) -> Result<i64> {
    Ok(tx.one(COUNT, &[id.into(), (limits::CONTACT_MERGED + 1).into()], |row| row.int(0))?.unwrap_or(0))
}

/// Moves all that belongs to `source` to `target`.
///
/// # Errors
/// The database's own.
pub fn merge(tx: &mut Tx<'_>, source: ContactId, target: ContactId, now: Micros) -> Result<()> {
    for sql in [KEEP_CONVERSATIONS, KEEP_ADDRESSES, KEEP_NOTES] {
        tx.run(sql, &[source.into()])?;
    }
    for sql in [MOVE_CONVERSATIONS, MOVE_ADDRESSES, MOVE_NOTES] {
        tx.run(sql, &[source.into(), target.into()])?;
    }
    tx.run(MARK, &[source.into(), target.into(), now.into()])?;
    settle(tx, target, now)?;
    tx.change(Change::ContactChanged(source));
    Ok(())
}

/// Moves back what the merge of `source` had brought and is still with `target`. What came since then stays.
///
/// # Errors
/// The database's own.
pub fn undo(tx: &mut Tx<'_>, source: ContactId, target: ContactId, now: Micros) -> Result<()> {
    for sql in [BACK_CONVERSATIONS, BACK_ADDRESSES, BACK_NOTES] {
        tx.run(sql, &[source.into(), target.into()])?;
    }
    tx.run(FORGET, &[source.into()])?;
    tx.run(MARK, &[source.into(), None::<ContactId>.into(), now.into()])?;
    settle(tx, source, now)?;
    settle(tx, target, now)
}

/// The contacts that were merged into this one and can be taken out again, the newest first, up to 50.
///
/// # Errors
/// The database's own.
pub fn merged(tx: &mut Tx<'_>, into: ContactId) -> Result<Vec<Offered>> {
    tx.all(MERGED, &[into.into()], |row| Ok((ContactId(row.int(0)?), row.opt_text(1)?, row.text(2)?)))
}

/// What the row says of its addresses, found anew: the primary one stays so while it is there.
fn settle(tx: &mut Tx<'_>, id: ContactId, now: Micros) -> Result<()> {
    let Some(contact) = by_id(tx, id)? else { return Ok(()) };
    let mut all: Vec<String> = addresses(tx, id)?.into_iter().map(|(written, _)| written).collect();
    let primary = address::fold(&contact.address);
    all.sort_by_key(|one| address::fold(one) != primary);
    let first = all.first().unwrap_or(&contact.address);
    tx.run(SET_ADDRESSES, &[id.into(), first.into(), (&all.join(" ")).into(), now.into()])?;
    crate::companies::follow_domains(tx, id)?;
    tx.change(Change::ContactChanged(id));
    Ok(())
}
