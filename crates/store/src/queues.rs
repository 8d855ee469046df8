//! Queues: where conversations wait for a set of agents. Who may see what is decided in `desk::permit`; here stand the
//! rows, and the filter that lists and reads of conversations carry, which a test holds against that table.

use desk::{AgentId, ConversationId, MailboxId, Micros, QueueId, policy::BusinessHours, routing::Mode};

use crate::{Error, Result, Row, Topic, Tx, V, changes::Change};

/// A queue with its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Which.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// True when only its members, and managers and admins, see what is in it.
    pub members_only: bool,
    /// True when conversations cannot be moved into it by hand (CC-12).
    pub refuses_moves: bool,
    /// How what is in it finds its agent (CC-1, LD-6).
    pub routing: Mode,
    /// True when it takes e-mail: mailboxes feed it, conversations are moved into it, and its members can be in e-mail (CC-2).
    pub takes_email: bool,
    /// True when calls come to it.
    pub takes_calls: bool,
    /// Minutes after which what waits for a member who is offline is given to another; none: never.
    pub reassign_minutes: Option<i64>,
    /// True when a customer who writes anew gets the member who had them last.
    pub returns_to_last: bool,
    /// Its own business hours (LD-7); while they are off those of the mailbox hold.
    pub business_hours: BusinessHours,
    /// Its members; none: the whole team.
    pub members: Vec<AgentId>,
    /// The mailboxes whose new conversations go into it.
    pub mailboxes: Vec<MailboxId>,
    /// When it was deleted, if it was.
    pub deleted_at: Option<Micros>,
}

/// What is written of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// True when only its members, and managers and admins, see what is in it.
    pub members_only: bool,
    /// True when conversations cannot be moved into it by hand.
    pub refuses_moves: bool,
    /// How what is in it finds its agent (CC-1, LD-6).
    pub routing: Mode,
    /// True when it takes e-mail: mailboxes feed it, conversations are moved into it, and its members can be in e-mail (CC-2).
    pub takes_email: bool,
    /// True when calls come to it.
    pub takes_calls: bool,
    /// Minutes after which what waits for a member who is offline is given to another; none: never.
    pub reassign_minutes: Option<i64>,
    /// True when a customer who writes anew gets the member who had them last.
    pub returns_to_last: bool,
    /// Its own business hours (LD-7); while they are off those of the mailbox hold.
    pub business_hours: BusinessHours,
    /// Its members; none: the whole team.
    pub members: Vec<AgentId>,
    /// The mailboxes whose new conversations go into it.
    pub mailboxes: Vec<MailboxId>,
}

/// How the queue of a conversation stands to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The queue; none: the conversation is everybody's.
    pub queue: Option<QueueId>,
    /// True when only members see what is in it.
    pub members_only: bool,
    /// True when the agent is a member.
    pub member: bool,
}

/// The condition under which the agent `$1` sees a conversation: the row filter of every list and read (D3).
#[macro_export]
macro_rules! seen_by_agent {
    ($queue:literal) => {
        concat!(
            "(",
            $queue,
            " IS NULL OR ",
            $queue,
            " NOT IN (SELECT q.id FROM queues q JOIN agents a ON a.id = $1 WHERE q.members_only = 1
               AND a.role = 'agent' AND NOT EXISTS
                 (SELECT 1 FROM queue_members qm WHERE qm.queue_id = q.id AND qm.agent_id = $1)))"
        )
    };
}

crate::statements! {
    ADD = "INSERT INTO queues (name, members_only, refuses_moves, routing, takes_email, takes_calls, reassign_minutes,
             returns_to_last, business_hours, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING id";
    UPDATE = "UPDATE queues SET name = $2, members_only = $3, refuses_moves = $4, routing = $5, takes_email = $6,
                takes_calls = $7, reassign_minutes = $8, returns_to_last = $9, business_hours = $10, updated_at = $11 WHERE id = $1";
    DELETE = "UPDATE queues SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL";
    LIST = "SELECT id, name, members_only, refuses_moves, deleted_at, routing, takes_email, takes_calls, reassign_minutes,
              returns_to_last, business_hours FROM queues WHERE deleted_at IS NULL ORDER BY name, id";
    BY_ID = "SELECT id, name, members_only, refuses_moves, deleted_at, routing, takes_email, takes_calls, reassign_minutes,
               returns_to_last, business_hours FROM queues WHERE id = $1";
    HOURS_OF = "SELECT business_hours FROM queues WHERE id = $1 AND deleted_at IS NULL";
    OF = "SELECT queue_id FROM conversations WHERE id = $1";
    MEMBERS = "SELECT agent_id FROM queue_members WHERE queue_id = $1 ORDER BY agent_id";
    MEMBERS_OFF = "DELETE FROM queue_members WHERE queue_id = $1";
    MEMBER_GONE = "DELETE FROM queue_members WHERE agent_id = $1";
    MEMBER_ON = "INSERT INTO queue_members (queue_id, agent_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    FEEDING = "SELECT id FROM mailboxes WHERE queue_id = $1 AND deleted_at IS NULL ORDER BY id";
    FEEDING_OFF = "UPDATE mailboxes SET queue_id = NULL WHERE queue_id = $1";
    FEEDING_ON = "UPDATE mailboxes SET queue_id = $1 WHERE id = $2 AND deleted_at IS NULL";
    STANDING = "SELECT c.queue_id, q.members_only, m.agent_id FROM conversations c
                LEFT JOIN queues q ON q.id = c.queue_id
                LEFT JOIN queue_members m ON m.queue_id = c.queue_id AND m.agent_id = $1 WHERE c.id = $2";
    SET = "UPDATE conversations SET queue_id = $2, updated_at = $3 WHERE id = $1";
    HIDDEN = "SELECT q.id FROM queues q JOIN agents a ON a.id = $1 WHERE q.members_only = 1 AND a.role = 'agent'
              AND NOT EXISTS (SELECT 1 FROM queue_members m WHERE m.queue_id = q.id AND m.agent_id = $1) LIMIT 1";
}

fn read(row: &Row<'_>) -> Result<Queue> {
    let routing = row.text(5)?;
    Ok(Queue {
        id: QueueId(row.int(0)?),
        name: row.text(1)?,
        members_only: row.flag(2)?,
        refuses_moves: row.flag(3)?,
        routing: Mode::from_word(&routing).ok_or_else(|| Error::unreadable("routing", routing))?,
        takes_email: row.flag(6)?,
        takes_calls: row.flag(7)?,
        reassign_minutes: row.opt_int(8)?,
        returns_to_last: row.flag(9)?,
        business_hours: row.json(10, "business hours")?,
        members: Vec::new(),
        mailboxes: Vec::new(),
        deleted_at: row.opt_time(4)?,
    })
}

fn complete(tx: &mut Tx<'_>, queue: &mut Queue) -> Result<()> {
    queue.members = tx.all(MEMBERS, &[queue.id.into()], |row| row.int(0).map(AgentId))?;
    queue.mailboxes = tx.all(FEEDING, &[queue.id.into()], |row| row.int(0).map(MailboxId))?;
    Ok(())
}

/// Adds a queue.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, now: Micros) -> Result<QueueId> {
    let hours = json(&draft.business_hours)?;
    let id = QueueId(tx.insert(ADD, &[&values(draft)[..], &[(&hours).into(), now.into()]].concat())?);
    write_parts(tx, id, draft)?;
    Ok(id)
}

/// Writes a queue anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: QueueId, draft: &Draft, now: Micros) -> Result<()> {
    let hours = json(&draft.business_hours)?;
    tx.run(UPDATE, &[&[id.into()][..], &values(draft), &[(&hours).into(), now.into()]].concat())?;
    write_parts(tx, id, draft)
}

fn values(draft: &Draft) -> [V<'_>; 8] {
    [
        (&draft.name).into(),
        draft.members_only.into(),
        draft.refuses_moves.into(),
        draft.routing.word().into(),
        draft.takes_email.into(),
        draft.takes_calls.into(),
        draft.reassign_minutes.into(),
        draft.returns_to_last.into(),
    ]
}

fn json(hours: &BusinessHours) -> Result<String> {
    serde_json::to_string(hours).map_err(|error| Error::unreadable("business hours", error))
}

/// The hours of a queue's own, as far as they are set; none of one that was deleted, and of no queue.
///
/// # Errors
/// The database's own.
pub fn hours_of(tx: &mut Tx<'_>, id: Option<QueueId>) -> Result<BusinessHours> {
    let Some(id) = id else { return Ok(BusinessHours::default()) };
    Ok(tx.one(HOURS_OF, &[id.into()], |row| row.json(0, "business hours"))?.unwrap_or_default())
}

/// The queue in which a conversation is.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<QueueId>> {
    Ok(tx.one(OF, &[conversation.into()], |row| row.opt_int(0))?.flatten().map(QueueId))
}

fn write_parts(tx: &mut Tx<'_>, id: QueueId, draft: &Draft) -> Result<()> {
    tx.run(MEMBERS_OFF, &[id.into()])?;
    for member in &draft.members {
        tx.run(MEMBER_ON, &[id.into(), (*member).into()])?;
    }
    tx.run(FEEDING_OFF, &[id.into()])?;
    for mailbox in &draft.mailboxes {
        tx.run(FEEDING_ON, &[id.into(), (*mailbox).into()])?;
    }
    tell(tx);
    Ok(())
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("queues"));
    tx.ring(Topic::Settings);
}

/// Takes somebody out of all queues.
///
/// # Errors
/// The database's own.
pub fn forget_member(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    tx.run(MEMBER_GONE, &[agent.into()])?;
    tell(tx);
    Ok(())
}

/// Deletes a queue: nothing goes into it any more; what is in it stays, and stays visible to whom it was. False when
/// there is none.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: QueueId, now: Micros) -> Result<bool> {
    let gone = tx.run(DELETE, &[id.into(), now.into()])? == 1;
    tx.run(FEEDING_OFF, &[id.into()])?;
    tell(tx);
    Ok(gone)
}

/// All queues that are not deleted, by name.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Queue>> {
    let mut all = tx.all(LIST, &[], read)?;
    all.iter_mut().try_for_each(|queue| complete(tx, queue))?;
    Ok(all)
}

/// The queue with this id, deleted ones included.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<Queue>> {
    let Some(mut queue) = tx.one(BY_ID, &[id.into()], read)? else { return Ok(None) };
    complete(tx, &mut queue)?;
    Ok(Some(queue))
}

/// How the queue of a conversation stands to an agent. None where there is no such conversation.
///
/// # Errors
/// The database's own.
pub fn standing(tx: &mut Tx<'_>, conversation: ConversationId, agent: AgentId) -> Result<Option<Standing>> {
    tx.one(STANDING, &[agent.into(), conversation.into()], |row| {
        Ok(Standing {
            queue: row.opt_int(0)?.map(QueueId),
            members_only: row.opt_int(1)? == Some(1),
            member: row.opt_int(2)?.is_some(),
        })
    })
}

/// Moves a conversation to a queue, or out of all.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, conversation: ConversationId, to: Option<QueueId>, now: Micros) -> Result<()> {
    tx.run(SET, &[conversation.into(), to.into(), now.into()])?;
    tx.change(Change::ConversationChanged(conversation));
    Ok(())
}

/// True when there is a queue that this agent does not see: only then news have to be looked at one by one.
///
/// # Errors
/// The database's own.
pub fn hides_from(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    Ok(tx.one(HIDDEN, &[agent.into()], |_| Ok(()))?.is_some())
}
