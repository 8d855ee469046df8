//! SLA: the policies in their order, and the clock of each conversation with what lists show of it. When a clock is to be
//! looked at next stands in an index, so that the upkeep reads only what is due.

use desk::{
    AgentId, ConversationId, MailboxId, MessageId, Micros, QueueId, SlaPolicyId,
    conversation::Status,
    sla::{About, Clock, Policy, Target, Targets},
};

use crate::{
    Error, Result, Row, Tx, V,
    changes::Change,
    conversations::{priority, status},
};

/// The clock of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// By which policy.
    pub policy: SlaPolicyId,
    /// The clock.
    pub clock: Clock,
    /// What it was before this answer, which may still be undone.
    pub before: Option<(MessageId, Clock)>,
}

/// What is shown of a clock, and when it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// What is promised next, and until when.
    pub due: Option<(Target, Micros)>,
    /// When there is something to tell.
    pub look_at: Option<Micros>,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What was promised.
    pub target: Target,
    /// True when it was kept, false when it was broken.
    pub kept: bool,
    /// When it was kept, or should have been.
    pub at: Micros,
    /// Who kept it.
    pub by: Option<AgentId>,
    /// The answer by which it came to be, which may still be undone.
    pub answer: Option<MessageId>,
}

/// A conversation as its clock needs it.
#[derive(Clone, Copy, Debug)]
pub struct Conversation {
    /// What policies are chosen by.
    pub about: About,
    /// Where it stands.
    pub status: Status,
    /// True once it was merged into another.
    pub merged: bool,
}

crate::statements! {
    ADD = "INSERT INTO sla_policies (name, enabled, mailbox_id, queue_id, priorities, business_time, first_response,
             next_response, resolution, warn_minutes, position, created_at, updated_at)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, COALESCE(MAX(position), 0) + 1, $11, $11 FROM sla_policies
           RETURNING id";
    UPDATE = "UPDATE sla_policies SET name = $2, enabled = $3, mailbox_id = $4, queue_id = $5, priorities = $6,
                business_time = $7, first_response = $8, next_response = $9, resolution = $10, warn_minutes = $11,
                updated_at = $12 WHERE id = $1";
    PLACE = "UPDATE sla_policies SET position = $2 WHERE id = $1";
    LIST = "SELECT id, name, mailbox_id, queue_id, priorities, business_time, first_response, next_response, resolution,
              warn_minutes, enabled FROM sla_policies ORDER BY position, id";
    DELETE = "DELETE FROM sla_policies WHERE id = $1";
    ABOUT = "SELECT mailbox_id, queue_id, priority, status, merged_into FROM conversations WHERE id = $1";
    CLOCK = "SELECT policy_id, clock, message_id, clock_before FROM sla_clocks WHERE conversation_id = $1";
    SET_CLOCK = "INSERT INTO sla_clocks (conversation_id, policy_id, clock, message_id, clock_before, look_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (conversation_id) DO UPDATE SET policy_id = excluded.policy_id, clock = excluded.clock,
                   message_id = excluded.message_id, clock_before = excluded.clock_before, look_at = excluded.look_at";
    END_CLOCK = "DELETE FROM sla_clocks WHERE conversation_id = $1";
    ADD_OUTCOME = "INSERT INTO sla_outcomes (conversation_id, target, kept, happened_at, agent_id, message_id)
                   VALUES ($1, $2, $3, $4, $5, $6)";
    UNDO_OUTCOMES = "DELETE FROM sla_outcomes WHERE conversation_id = $1 AND message_id = $2";
    SET_DUE = "UPDATE conversations SET due_at = $2, due_target = $3 WHERE id = $1";
    DUE_OF = "SELECT due_at, due_target FROM conversations WHERE id = $1";
    TO_LOOK_AT = "SELECT conversation_id FROM sla_clocks WHERE look_at <= $1 ORDER BY look_at LIMIT $2";
    LOOK_AGAIN = "UPDATE sla_clocks SET look_at = $2 WHERE policy_id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (TO_LOOK_AT, "sla_clocks_due"),
    (LOOK_AGAIN, "sla_clocks_by_policy"),
    (UNDO_OUTCOMES, "sla_outcomes_by_conversation"),
];

fn read(row: &Row<'_>) -> Result<Policy> {
    let minutes = |number: Option<i64>| number.map(|minutes| u32::try_from(minutes).unwrap_or(u32::MAX));
    Ok(Policy {
        id: SlaPolicyId(row.int(0)?),
        name: row.text(1)?,
        mailbox: row.opt_int(2)?.map(MailboxId),
        queue: row.opt_int(3)?.map(QueueId),
        priorities: row.json(4, "priorities")?,
        business_time: row.flag(5)?,
        targets: Targets {
            first_response: minutes(row.opt_int(6)?),
            next_response: minutes(row.opt_int(7)?),
            resolution: minutes(row.opt_int(8)?),
        },
        warn_minutes: u32::try_from(row.int(9)?).unwrap_or(u32::MAX),
        enabled: row.flag(10)?,
    })
}

/// All policies in their order.
///
/// # Errors
/// The database's own.
pub fn policies(tx: &mut Tx<'_>) -> Result<Vec<Policy>> {
    tx.all(LIST, &[], read)
}

/// Adds a policy behind all others; its id is given.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, policy: &Policy, now: Micros) -> Result<SlaPolicyId> {
    let priorities = json(&policy.priorities, "priorities")?;
    let id = SlaPolicyId(tx.insert(ADD, &[&values(policy, &priorities)[..], &[now.into()]].concat())?);
    tx.change(Change::SettingsChanged("sla-policies"));
    Ok(id)
}

fn values<'a>(policy: &'a Policy, priorities: &'a str) -> [V<'a>; 10] {
    let minutes = |minutes: Option<u32>| minutes.map(i64::from);
    let Targets { first_response, next_response, resolution } = policy.targets;
    [
        (&policy.name).into(),
        policy.enabled.into(),
        policy.mailbox.into(),
        policy.queue.into(),
        priorities.into(),
        policy.business_time.into(),
        minutes(first_response).into(),
        minutes(next_response).into(),
        minutes(resolution).into(),
        i64::from(policy.warn_minutes).into(),
    ]
}

/// Writes a policy anew; its place stays. The clocks that run by it are looked at again.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, policy: &Policy, now: Micros) -> Result<()> {
    let priorities = json(&policy.priorities, "priorities")?;
    tx.run(UPDATE, &[&[policy.id.into()][..], &values(policy, &priorities), &[now.into()]].concat())?;
    look_again(tx, policy.id, now)
}

/// Puts the policies into this order.
///
/// # Errors
/// The database's own.
pub fn order(tx: &mut Tx<'_>, ids: &[SlaPolicyId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.run(PLACE, &[(*id).into(), position.into()])?;
    }
    tx.change(Change::SettingsChanged("sla-policies"));
    Ok(())
}

/// Deletes a policy. The clocks that ran by it are looked at again, and find another or end.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: SlaPolicyId, now: Micros) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    look_again(tx, id, now)
}

fn look_again(tx: &mut Tx<'_>, id: SlaPolicyId, now: Micros) -> Result<()> {
    tx.run(LOOK_AGAIN, &[id.into(), now.into()])?;
    tx.change(Change::SettingsChanged("sla-policies"));
    Ok(())
}

/// A conversation as its clock needs it.
///
/// # Errors
/// The database's own.
pub fn conversation(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    tx.one(ABOUT, &[id.into()], |row| {
        let about = About {
            mailbox: MailboxId(row.int(0)?),
            queue: row.opt_int(1)?.map(QueueId),
            priority: priority(&row.text(2)?)?,
        };
        Ok(Conversation { about, status: status(&row.text(3)?)?, merged: row.opt_int(4)?.is_some() })
    })
}

/// The clock of a conversation, where it has one.
///
/// # Errors
/// The database's own.
pub fn clock(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Stored>> {
    tx.one(CLOCK, &[id.into()], |row| {
        let before = match (row.opt_int(2)?, row.opt_text(3)?) {
            (Some(message), Some(_)) => Some((MessageId(message), row.json(3, "clock")?)),
            _ => None,
        };
        Ok(Stored { policy: SlaPolicyId(row.int(0)?), clock: row.json(1, "clock")?, before })
    })
}

/// Sets the clock of a conversation, and what is shown of it.
///
/// # Errors
/// The database's own.
pub fn set_clock(tx: &mut Tx<'_>, id: ConversationId, stored: &Stored, dates: &Dates) -> Result<()> {
    let clock = json(&stored.clock, "clock")?;
    let before =
        stored.before.map(|(message, before)| Ok::<_, Error>((message, json(&before, "clock")?))).transpose()?;
    let (message, before) = before.map_or((None, None), |(message, before)| (Some(message), Some(before)));
    let values = [
        id.into(),
        stored.policy.into(),
        (&clock).into(),
        message.into(),
        before.as_ref().into(),
        dates.look_at.into(),
    ];
    tx.run(SET_CLOCK, &values)?;
    set_due(tx, id, dates.due)
}

/// Ends the clock of a conversation that nothing is promised of any more.
///
/// # Errors
/// The database's own.
pub fn end_clock(tx: &mut Tx<'_>, id: ConversationId) -> Result<()> {
    tx.run(END_CLOCK, &[id.into()])?;
    set_due(tx, id, None)
}

/// Notes what became of a promise.
///
/// # Errors
/// The database's own.
pub fn add_outcome(tx: &mut Tx<'_>, id: ConversationId, outcome: &Outcome) -> Result<()> {
    let Outcome { target, kept, at, by, answer } = *outcome;
    tx.run(ADD_OUTCOME, &[id.into(), target.word().into(), kept.into(), at.into(), by.into(), answer.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

/// Forgets what came to be by an answer that is taken back.
///
/// # Errors
/// The database's own.
pub fn undo_outcomes(tx: &mut Tx<'_>, id: ConversationId, answer: MessageId) -> Result<()> {
    tx.run(UNDO_OUTCOMES, &[id.into(), answer.into()])?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}

fn set_due(tx: &mut Tx<'_>, id: ConversationId, due: Option<(Target, Micros)>) -> Result<()> {
    let stands = tx.one(DUE_OF, &[id.into()], |row| Ok((row.opt_time(0)?, row.opt_text(1)?)))?.unwrap_or_default();
    let (target, at) = due.map_or((None, None), |(target, at)| (Some(target.word()), Some(at)));
    if (at, target) != (stands.0, stands.1.as_deref()) {
        tx.run(SET_DUE, &[id.into(), at.into(), target.into()])?;
        tx.change(Change::ConversationChanged(id));
    }
    Ok(())
}

/// Conversations whose clocks have something to tell, the longest first, so many at most.
///
/// # Errors
/// The database's own.
pub fn to_look_at(tx: &mut Tx<'_>, now: Micros, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(TO_LOOK_AT, &[now.into(), most.into()], |row| row.int(0).map(ConversationId))
}

fn json<T: serde::Serialize>(value: &T, what: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::unreadable(what, error))
}
