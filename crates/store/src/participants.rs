//! Participants: the contact of a conversation, and the Cc addresses that an answer also goes to.

use desk::{ConversationId, address, message::Person};

use crate::{Result, Tx};

/// A participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub person: Person,
    /// `contact` or `cc`.
    pub role: String,
    /// True when answers go there too.
    pub ticked: bool,
}

crate::statements! {
    ADD = "INSERT INTO participants (conversation_id, address_folded, address, name, role, ticked)
           VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (conversation_id, address_folded) DO NOTHING";
    TICK = "UPDATE participants SET ticked = $3 WHERE conversation_id = $1 AND address_folded = $2";
    OF = "SELECT address, name, role, ticked FROM participants WHERE conversation_id = $1
          ORDER BY CASE role WHEN 'contact' THEN 0 ELSE 1 END, address_folded";
    ROLE = "SELECT role FROM participants WHERE conversation_id = $1 AND address_folded = $2";
    COUNT = "SELECT COUNT(*) FROM participants WHERE conversation_id = $1";
}

/// Adds a participant; one who is there already stays as they are.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, conversation: ConversationId, person: &Person, role: &str, ticked: bool) -> Result<()> {
    let folded = address::fold(&person.address);
    let values = [
        conversation.into(),
        (&folded).into(),
        (&person.address).into(),
        person.name.as_ref().into(),
        role.into(),
        ticked.into(),
    ];
    tx.run(ADD, &values)?;
    Ok(())
}

/// Decides whether answers also go to a participant.
///
/// # Errors
/// The database's own.
pub fn tick(tx: &mut Tx<'_>, conversation: ConversationId, folded: &str, ticked: bool) -> Result<()> {
    tx.run(TICK, &[conversation.into(), folded.into(), ticked.into()])?;
    Ok(())
}

/// The participants of a conversation, the contact first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Participant>> {
    tx.all(OF, &[conversation.into()], |row| {
        Ok(Participant {
            person: Person { address: row.text(0)?, name: row.opt_text(1)? },
            role: row.text(2)?,
            ticked: row.flag(3)?,
        })
    })
}

/// The role that this address has in the conversation, if any.
///
/// # Errors
/// The database's own.
pub fn role(tx: &mut Tx<'_>, conversation: ConversationId, folded: &str) -> Result<Option<String>> {
    tx.one(ROLE, &[conversation.into(), folded.into()], |row| row.text(0))
}

/// How many participants a conversation has.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<i64> {
    Ok(tx.one(COUNT, &[conversation.into()], |row| row.int(0))?.unwrap_or(0))
}
