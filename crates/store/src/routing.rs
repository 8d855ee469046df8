//! Routing: what is known of a queue's members when one of them is to get a conversation, which conversations wait, and
//! the one lock that keeps two nodes from giving out the same. Who gets it is decided in `desk::routing`.

use desk::{AgentId, ConversationId, MailboxId, Micros, QueueId, agent::Role, routing::Mode};

use crate::{
    Error, Result, Row, Tx,
    changes::Change,
    presence::{Presence, load_of_agent, presence_columns, presence_tables},
};

/// A queue that gives out what waits in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Which.
    pub queue: QueueId,
    /// How.
    pub mode: Mode,
    /// True when only its members see what is in it.
    pub members_only: bool,
    /// True when a customer who writes anew gets the member who had them last.
    pub returns_to_last: bool,
    /// Minutes after which what waits for a member who is offline is given to another; none: never.
    pub reassign_minutes: Option<i64>,
}

/// An agent who may get what waits in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// True when they are a member; else the queue is the whole team's.
    pub member: bool,
    /// How many conversations they are given at most.
    pub capacity: i64,
    /// How many they have.
    pub load: i64,
    /// When they were last given one.
    pub assigned_at: Option<Micros>,
    /// The number of their last turn in this queue.
    pub turn: Option<i64>,
    /// Whether they are there.
    pub presence: Presence,
}

/// What is given to whom.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The queue that it waits in.
    pub queue: QueueId,
    /// Who gets it.
    pub agent: AgentId,
    /// The number of their turn.
    pub turn: i64,
}

crate::statements! {
    FED_BY = "SELECT q.id, q.routing, q.members_only, q.returns_to_last, q.reassign_minutes FROM mailboxes m JOIN queues q ON q.id = m.queue_id
              WHERE m.id = $1 AND q.routing <> 'manual' AND q.deleted_at IS NULL";
    WAITS_IN = "SELECT q.id, q.routing, q.members_only, q.returns_to_last, q.reassign_minutes FROM conversations c JOIN queues q ON q.id = c.queue_id
                WHERE c.id = $1 AND c.shelf = 0 AND c.assignee_id IS NULL AND c.assistant_id IS NULL
                AND c.status <> 'answered'
                AND q.routing <> 'manual' AND q.deleted_at IS NULL";
    ROUTED = "SELECT id, routing, members_only, returns_to_last, reassign_minutes FROM queues
              WHERE routing <> 'manual' AND deleted_at IS NULL ORDER BY id";
    WAITING = "SELECT id FROM conversations WHERE queue_id = $1 AND shelf = 0 AND assignee_id IS NULL AND assistant_id IS NULL
               AND status <> 'answered' ORDER BY queue_id, id LIMIT $2";
    HAD_LAST = "SELECT o.assignee_id FROM conversations c JOIN conversations o ON o.contact_id = c.contact_id
                WHERE c.id = $1 AND o.id <> c.id AND o.assignee_id IS NOT NULL
                ORDER BY o.updated_at DESC, o.id DESC LIMIT 1";
    // An agent has fewer than a queue: `+ 0` keeps its index out of it.
    WAITS_FOR = "SELECT id FROM conversations WHERE assignee_id = $1 AND shelf = 0 AND queue_id + 0 = $2
                 AND status <> 'answered' ORDER BY updated_at, id LIMIT $3";
    CANDIDATES = concat!(
        "SELECT a.id, a.name, a.role, CASE WHEN m.agent_id IS NULL THEN 0 ELSE 1 END, a.capacity, ",
        load_of_agent!(),
        ", a.assigned_at, t.turn, ",
        presence_columns!(),
        " FROM agents a",
        presence_tables!(),
        "LEFT JOIN queue_members m ON m.queue_id = $1 AND m.agent_id = a.id
         LEFT JOIN queue_turns t ON t.queue_id = $1 AND t.agent_id = a.id
         WHERE a.active = 1
         AND (m.agent_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM queue_members o WHERE o.queue_id = $1))
         ORDER BY a.id"
    );
    RESERVE = "UPDATE routing_turns SET turn = turn + $1 WHERE id = 1";
    TURN = "SELECT turn FROM routing_turns WHERE id = 1";
    GIVE = "UPDATE conversations SET assignee_id = $2, updated_at = $3 WHERE id = $1 AND assignee_id IS NULL
            AND assistant_id IS NULL";
    GIVEN = "UPDATE agents SET assigned_at = $2 WHERE id = $1";
    TOOK_TURN = "INSERT INTO queue_turns (queue_id, agent_id, turn) VALUES ($1, $2, $3)
                 ON CONFLICT (queue_id, agent_id) DO UPDATE SET turn = excluded.turn";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(WAITING, "conversations_waiting"), (WAITS_FOR, "conversations_by_assignee")];

fn read(row: &Row<'_>) -> Result<Routed> {
    let mode = row.text(1)?;
    let mode = Mode::from_word(&mode).ok_or_else(|| Error::unreadable("routing", mode))?;
    Ok(Routed {
        queue: QueueId(row.int(0)?),
        mode,
        members_only: row.flag(2)?,
        returns_to_last: row.flag(3)?,
        reassign_minutes: row.opt_int(4)?,
    })
}

/// The queue that a mailbox feeds, if it gives out what comes.
///
/// # Errors
/// The database's own.
pub fn fed_by(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Routed>> {
    tx.one(FED_BY, &[mailbox.into()], read)
}

/// The queue in which a conversation waits to be given to somebody: it is nobody's, and the customer waits.
///
/// # Errors
/// The database's own.
pub fn waits_in(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Routed>> {
    tx.one(WAITS_IN, &[conversation.into()], read)
}

/// The queues that give out what waits in them.
///
/// # Errors
/// The database's own.
pub fn queues(tx: &mut Tx<'_>) -> Result<Vec<Routed>> {
    tx.all(ROUTED, &[], read)
}

/// What waits in a queue, oldest first, so many at most.
///
/// # Errors
/// The database's own.
pub fn waiting(tx: &mut Tx<'_>, queue: QueueId, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(WAITING, &[queue.into(), most.into()], |row| row.int(0).map(ConversationId))
}

/// Who had the customer of a conversation before, in the one that changed last.
///
/// # Errors
/// The database's own.
pub fn had_last(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<AgentId>> {
    tx.one(HAD_LAST, &[conversation.into()], |row| row.int(0).map(AgentId))
}

/// What of a queue an agent has, and its customer waits for; what changed longest ago first, so many at most.
///
/// # Errors
/// The database's own.
pub fn waits_for(tx: &mut Tx<'_>, agent: AgentId, queue: QueueId, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(WAITS_FOR, &[agent.into(), queue.into(), most.into()], |row| row.int(0).map(ConversationId))
}

/// Waits until nobody else gives out conversations, and keeps others waiting until the transaction ends. So many turns are
/// the caller's then; the number of the first, larger than all before. Who gets what is read only after it.
///
/// # Errors
/// The database's own.
pub fn take_turns(tx: &mut Tx<'_>, many: i64) -> Result<i64> {
    tx.run(RESERVE, &[many.into()])?;
    Ok(tx.one(TURN, &[], |row| row.int(0))?.unwrap_or_default() - many + 1)
}

/// Who may get what waits in a queue: its members, or the whole team where it has none.
///
/// # Errors
/// The database's own.
pub fn candidates(tx: &mut Tx<'_>, queue: QueueId) -> Result<Vec<Candidate>> {
    tx.all(CANDIDATES, &[queue.into()], |row| {
        let role = row.text(2)?;
        Ok(Candidate {
            id: AgentId(row.int(0)?),
            name: row.text(1)?,
            role: Role::from_word(&role).ok_or_else(|| Error::unreadable("role", role))?,
            member: row.flag(3)?,
            capacity: row.int(4)?,
            load: row.int(5)?,
            assigned_at: row.opt_time(6)?,
            turn: row.opt_int(7)?,
            presence: Presence::read(row, 8)?,
        })
    })
}

/// Gives a conversation that is nobody's to an agent. False when somebody has it already.
///
/// # Errors
/// The database's own.
pub fn give(tx: &mut Tx<'_>, given: &Given, now: Micros) -> Result<bool> {
    let Given { conversation, queue, agent, turn } = *given;
    if tx.run(GIVE, &[conversation.into(), agent.into(), now.into()])? == 0 {
        return Ok(false);
    }
    tx.run(GIVEN, &[agent.into(), now.into()])?;
    tx.run(TOOK_TURN, &[queue.into(), agent.into(), turn.into()])?;
    tx.change(Change::ConversationChanged(conversation));
    Ok(true)
}
