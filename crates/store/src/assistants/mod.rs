//! Assistants (LD-5): their settings with the sealed key of the service that they ask, in which mailboxes they work and in
//! which order, and which conversation one has. What they looked at stands in `turns.rs`.

pub mod turns;

use desk::{AssistantId, ConversationId, MailboxId, Micros, assistant::Settings};

use crate::{Error, Result, Row, Tx, changes::Change};

/// An assistant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assistant {
    /// Which.
    pub id: AssistantId,
    /// What can be edited.
    pub settings: Settings,
    /// The sealed key of the service that it asks.
    pub secret: Option<Vec<u8>>,
}

/// A place in the list of a mailbox's assistants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which assistant.
    pub assistant: AssistantId,
    /// False: it does nothing in this mailbox.
    pub enabled: bool,
}

crate::statements! {
    ADD = "INSERT INTO assistants (name, settings, secret, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
           RETURNING id";
    UPDATE = "UPDATE assistants SET name = $2, settings = $3, updated_at = $4 WHERE id = $1";
    SET_SECRET = "UPDATE assistants SET secret = $2 WHERE id = $1";
    DELETE = "UPDATE assistants SET secret = NULL, deleted_at = $2 WHERE id = $1";
    LIST = "SELECT id, settings, secret FROM assistants WHERE deleted_at IS NULL ORDER BY id LIMIT 1000";
    BY_ID = "SELECT id, settings, secret FROM assistants WHERE id = $1 AND deleted_at IS NULL";
    NAME = "SELECT name FROM assistants WHERE id = $1";
    LEAVE_ALL = "DELETE FROM mailbox_assistants WHERE assistant_id = $1";
    CLEAR = "DELETE FROM mailbox_assistants WHERE mailbox_id = $1";
    PLACE = "INSERT INTO mailbox_assistants (mailbox_id, assistant_id, position, enabled) VALUES ($1, $2, $3, $4)";
    PLACES = "SELECT assistant_id, enabled FROM mailbox_assistants WHERE mailbox_id = $1 ORDER BY position, assistant_id";
    MAILBOXES_OF = "SELECT mailbox_id FROM mailbox_assistants WHERE assistant_id = $1 ORDER BY mailbox_id LIMIT 1000";
    OF_MAILBOX = "SELECT a.id, a.settings, a.secret FROM mailbox_assistants p JOIN assistants a ON a.id = p.assistant_id
                  WHERE p.mailbox_id = $1 AND p.enabled = 1 AND a.deleted_at IS NULL ORDER BY p.position, a.id";
    HAS = "SELECT assistant_id FROM conversations WHERE id = $1";
    TAKE = "UPDATE conversations SET assistant_id = $2 WHERE id = $1 AND assignee_id IS NULL";
    LET_GO = "UPDATE conversations SET assistant_id = NULL WHERE id = $1 AND assistant_id IS NOT NULL";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(MAILBOXES_OF, "mailbox_assistants_by_assistant")];

fn read(row: &Row<'_>) -> Result<Assistant> {
    Ok(Assistant { id: AssistantId(row.int(0)?), settings: row.json(1, "assistant")?, secret: row.opt_bytes(2)? })
}

fn told(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("assistants"));
}

fn json(settings: &Settings) -> Result<String> {
    serde_json::to_string(settings).map_err(|error| Error::unreadable("assistant", error))
}

/// Adds an assistant.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, settings: &Settings, secret: Option<&[u8]>, now: Micros) -> Result<AssistantId> {
    let json = json(settings)?;
    let id = AssistantId(tx.insert(ADD, &[(&settings.name).into(), (&json).into(), secret.into(), now.into()])?);
    told(tx);
    Ok(id)
}

/// Writes anew what can be edited.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: AssistantId, settings: &Settings, now: Micros) -> Result<()> {
    tx.run(UPDATE, &[id.into(), (&settings.name).into(), (&json(settings)?).into(), now.into()])?;
    told(tx);
    Ok(())
}

/// Gives it another sealed key, or none.
///
/// # Errors
/// The database's own.
pub fn set_secret(tx: &mut Tx<'_>, id: AssistantId, secret: Option<&[u8]>) -> Result<()> {
    tx.run(SET_SECRET, &[id.into(), secret.into()])?;
    Ok(())
}

/// Deletes an assistant; what it said stays.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: AssistantId, now: Micros) -> Result<()> {
    tx.run(LEAVE_ALL, &[id.into()])?;
    tx.run(DELETE, &[id.into(), now.into()])?;
    told(tx);
    Ok(())
}

/// All assistants, the oldest first.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Assistant>> {
    tx.all(LIST, &[], read)
}

/// The assistant with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: AssistantId) -> Result<Option<Assistant>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The name of an assistant, deleted or not.
///
/// # Errors
/// The database's own.
pub fn name(tx: &mut Tx<'_>, id: AssistantId) -> Result<Option<String>> {
    tx.one(NAME, &[id.into()], |row| row.text(0))
}

/// The mailboxes in whose list an assistant stands.
///
/// # Errors
/// The database's own.
pub fn mailboxes_of(tx: &mut Tx<'_>, id: AssistantId) -> Result<Vec<MailboxId>> {
    tx.all(MAILBOXES_OF, &[id.into()], |row| row.int(0).map(MailboxId))
}

/// The assistants of a mailbox in their order.
///
/// # Errors
/// The database's own.
pub fn places(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Vec<Place>> {
    tx.all(PLACES, &[mailbox.into()], |row| Ok(Place { assistant: AssistantId(row.int(0)?), enabled: row.flag(1)? }))
}

/// Gives a mailbox these assistants in this order.
///
/// # Errors
/// The database's own.
pub fn set_places(tx: &mut Tx<'_>, mailbox: MailboxId, places: &[Place]) -> Result<()> {
    tx.run(CLEAR, &[mailbox.into()])?;
    for (position, place) in (0_i64..).zip(places) {
        tx.run(PLACE, &[mailbox.into(), place.assistant.into(), position.into(), place.enabled.into()])?;
    }
    told(tx);
    Ok(())
}

/// The assistant that takes what comes to a mailbox: the first that is on, there and in itself.
///
/// # Errors
/// The database's own.
pub fn first_of(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Assistant>> {
    let all = tx.all(OF_MAILBOX, &[mailbox.into()], read)?;
    Ok(all.into_iter().find(|one| one.settings.enabled))
}

/// The assistant that has a conversation.
///
/// # Errors
/// The database's own.
pub fn of_conversation(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<AssistantId>> {
    Ok(tx.one(HAS, &[conversation.into()], |row| row.opt_int(0))?.flatten().map(AssistantId))
}

/// Gives a conversation that nobody has to an assistant. False where somebody has it.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut Tx<'_>, conversation: ConversationId, assistant: AssistantId) -> Result<bool> {
    let taken = tx.run(TAKE, &[conversation.into(), assistant.into()])? == 1;
    if taken {
        tx.change(Change::ConversationChanged(conversation));
    }
    Ok(taken)
}

/// Takes a conversation from the assistant that has it. False where none has.
///
/// # Errors
/// The database's own.
pub fn let_go(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
    let had = tx.run(LET_GO, &[conversation.into()])? == 1;
    if had {
        tx.change(Change::ConversationChanged(conversation));
    }
    Ok(had)
}
