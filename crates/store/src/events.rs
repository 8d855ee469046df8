//! Events of a timeline.

use desk::{
    AgentId, AssistantId, ConversationId, EventId, Micros, RuleId, conversation::Status, event::Event, webhook,
};

use crate::{Error, Result, Row, Tx, changes::Change, webhook_deliveries::Happening};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person of the team, with the name at that moment.
    Agent(AgentId, String),
    /// The conversation's customer.
    Customer,
    /// A rule of the desk, with its name at that moment (SO-16).
    Rule(RuleId, String),
    /// An assistant, with its name at that moment (LD-5).
    Assistant(AssistantId, String),
    /// The desk.
    System,
}

impl Actor {
    /// The person of the team, where one did it.
    #[must_use]
    pub fn agent(&self) -> Option<(AgentId, &str)> {
        match self {
            Self::Agent(id, name) => Some((*id, name)),
            Self::Customer | Self::Rule(..) | Self::Assistant(..) | Self::System => None,
        }
    }

    /// The kind's word, the id and the name, as they are stored.
    pub(crate) fn columns(&self) -> (&'static str, Option<i64>, Option<&String>) {
        match self {
            Self::Agent(id, name) => ("agent", Some(id.0), Some(name)),
            Self::Customer => ("contact", None, None),
            Self::Rule(id, name) => ("rule", Some(id.0), Some(name)),
            Self::Assistant(id, name) => ("assistant", Some(id.0), Some(name)),
            Self::System => ("system", None, None),
        }
    }
}

/// An event as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Which.
    pub id: EventId,
    /// The kind's word.
    pub kind: String,
    /// `agent`, `contact`, `rule`, `assistant` or `system`.
    pub actor_kind: String,
    /// The name of the agent.
    pub actor_name: Option<String>,
    /// What happened.
    pub data: serde_json::Value,
    /// When.
    pub created_at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO events (conversation_id, kind, actor_kind, actor_id, actor_name, data, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    OF = "SELECT id, kind, actor_kind, actor_name, data, created_at FROM events WHERE conversation_id = $1
          ORDER BY id LIMIT 1000";
    LAST = "SELECT id, kind, actor_kind, actor_name, data, created_at FROM events WHERE conversation_id = $1
            ORDER BY id DESC LIMIT 1";
    BY_ID = "SELECT id, kind, actor_kind, actor_name, data, created_at FROM events WHERE id = $1";
    STATUS_CHANGES_AT = "SELECT id, data FROM events WHERE conversation_id = $1 AND kind = 'status_changed' AND created_at = $2
                         ORDER BY id DESC LIMIT 1";
    REMOVE = "DELETE FROM events WHERE id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "events_by_conversation")];

/// Adds an event to a timeline.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, to: ConversationId, event: &Event, actor: &Actor, now: Micros) -> Result<()> {
    let data = serde_json::to_string(&event.data()).map_err(|error| Error::unreadable("event", error))?;
    let (kind, id, name) = actor.columns();
    let values = [to.into(), event.kind().into(), kind.into(), id.into(), name.into(), (&data).into(), now.into()];
    let id = EventId(tx.insert(ADD, &values)?);
    if let Some(kind) = webhook::Kind::of_event(event.kind()) {
        tx.happened(Happening { kind, conversation: to, message: None, event: Some(id), at: now });
    }
    tx.change(Change::ConversationChanged(to));
    Ok(())
}

/// The events of a conversation, oldest first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Stored>> {
    tx.all(OF, &[conversation.into()], read)
}

/// The newest event of a conversation.
///
/// # Errors
/// The database's own.
pub fn last(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Stored>> {
    tx.one(LAST, &[conversation.into()], read)
}

fn read(row: &Row<'_>) -> Result<Stored> {
    Ok(Stored {
        id: EventId(row.int(0)?),
        kind: row.text(1)?,
        actor_kind: row.text(2)?,
        actor_name: row.opt_text(3)?,
        data: row.json(4, "event")?,
        created_at: row.time(5)?,
    })
}

/// The change of status that was made at this moment: its event, from what, to what.
///
/// # Errors
/// The database's own.
pub fn status_change_at(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    at: Micros,
) -> Result<Option<(EventId, Status, Status)>> {
    let found = tx.one(STATUS_CHANGES_AT, &[conversation.into(), at.into()], |row| {
        let data: serde_json::Value = row.json(1, "event")?;
        let status = |name: &str| data.get(name).and_then(serde_json::Value::as_str).and_then(Status::from_word);
        let id = EventId(row.int(0)?);
        Ok(status("from").zip(status("to")).map(|(from, to)| (id, from, to)))
    })?;
    Ok(found.flatten())
}

/// The event with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: EventId) -> Result<Option<Stored>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// Removes the event of something that was undone before it had any effect.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: EventId) -> Result<()> {
    tx.run(REMOVE, &[id.into()])?;
    Ok(())
}
