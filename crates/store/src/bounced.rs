//! Addresses whose mail came back for good, customers' and agents' alike. A mail from such an address lifts the mark.

use std::collections::HashMap;

use desk::{ConversationId, Micros, address};

use crate::{Result, Row, Tx};

/// Why an address is no good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounced {
    /// The enhanced status code, where it is known (RFC 3463).
    pub status: Option<String>,
    /// The other server's words.
    pub reason: String,
    /// When the last mail came back.
    pub at: Micros,
}

crate::statements! {
    MARK = "INSERT INTO bounced_addresses (address_folded, status, reason, bounced_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (address_folded) DO UPDATE SET status = excluded.status, reason = excluded.reason,
              bounced_at = excluded.bounced_at";
    OF = "SELECT status, reason, bounced_at FROM bounced_addresses WHERE address_folded = $1";
    OF_CONVERSATION = "SELECT b.status, b.reason, b.bounced_at, b.address_folded FROM participants p
                       JOIN bounced_addresses b ON b.address_folded = p.address_folded WHERE p.conversation_id = $1";
    LIFT = "DELETE FROM bounced_addresses WHERE address_folded = $1";
}

fn read(row: &Row<'_>) -> Result<Bounced> {
    Ok(Bounced { status: row.opt_text(0)?, reason: row.text(1)?, at: row.time(2)? })
}

/// Marks an address.
///
/// # Errors
/// The database's own.
pub fn mark(tx: &mut Tx<'_>, written: &str, status: Option<&str>, reason: &str, now: Micros) -> Result<()> {
    tx.run(MARK, &[(&address::fold(written)).into(), status.into(), reason.into(), now.into()])?;
    Ok(())
}

/// The mark of an address, if it has one.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, written: &str) -> Result<Option<Bounced>> {
    tx.one(OF, &[(&address::fold(written)).into()], read)
}

/// The marks of a conversation's participants, by folded address.
///
/// # Errors
/// The database's own.
pub fn of_conversation(tx: &mut Tx<'_>, id: ConversationId) -> Result<HashMap<String, Bounced>> {
    let marks = tx.all(OF_CONVERSATION, &[id.into()], |row| Ok((row.text(3)?, read(row)?)))?;
    Ok(marks.into_iter().collect())
}

/// Lifts the mark of an address. Says whether there was one.
///
/// # Errors
/// The database's own.
pub fn lift(tx: &mut Tx<'_>, written: &str) -> Result<bool> {
    Ok(tx.run(LIFT, &[(&address::fold(written)).into()])? > 0)
}
