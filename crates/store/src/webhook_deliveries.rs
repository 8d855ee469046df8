//! Deliveries of webhooks: what happened, on its way to one endpoint, queued by the transaction in which it happened. The
//! rows are the log that administrators read; what was sent is kept only until it was taken.

use desk::{
    ConversationId, EventId, MessageId, Micros, WebhookDeliveryId, WebhookId,
    webhook::{Kind, State},
};

use crate::{Error, Result, Row, Tx, jobs};

/// Something that happened, before it is known who wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    /// What.
    pub kind: Kind,
    /// To which conversation.
    pub conversation: ConversationId,
    /// The message, where it is one.
    pub message: Option<MessageId>,
    /// The event of the timeline, where it is one.
    pub event: Option<EventId>,
    /// When.
    pub at: Micros,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Which.
    pub id: WebhookDeliveryId,
    /// To which endpoint.
    pub webhook: WebhookId,
    /// What happened.
    pub kind: Kind,
    /// To which conversation; none for a test.
    pub conversation: Option<ConversationId>,
    /// The message.
    pub message: Option<MessageId>,
    /// The event.
    pub event: Option<EventId>,
    /// Where it stands.
    pub state: State,
    /// Attempts so far.
    pub attempts: i64,
    /// What is sent, from the first attempt on until it is taken.
    pub body: Option<String>,
    /// When it happened.
    pub created_at: Micros,
    /// When it is tried next.
    pub next_attempt_at: Option<Micros>,
    /// When it was tried last.
    pub attempted_at: Option<Micros>,
    /// How the last attempt went.
    pub tried: Tried,
}

/// How an attempt went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// How long it took, milliseconds.
    pub took_ms: Option<i64>,
    /// The status of the answer.
    pub status: Option<i64>,
    /// How the answer began.
    pub response: Option<String>,
    /// Why it failed, as a stable word; none where it did not.
    pub problem: Option<String>,
}

macro_rules! deliveries {
    ($rest:literal) => {
        concat!(
            "SELECT id, webhook_id, kind, conversation_id, message_id, event_id, state, attempts, body, created_at,
               next_attempt_at, attempted_at, took_ms, status, response, problem FROM webhook_deliveries ",
            $rest
        )
    };
}

crate::statements! {
    WANTED_BY = "SELECT id, kinds FROM webhooks WHERE enabled = 1 ORDER BY id LIMIT 200";
    ADD = "INSERT INTO webhook_deliveries (webhook_id, kind, conversation_id, message_id, event_id, state, attempts,
             created_at, next_attempt_at) VALUES ($1, $2, $3, $4, $5, 'queued', 0, $6, $6) RETURNING id";
    BY_ID = deliveries!("WHERE id = $1");
    PAGE = deliveries!("WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    PAGE_OF_STATE = deliveries!("WHERE webhook_id = $1 AND id < $2 AND state = $4 ORDER BY id DESC LIMIT $3");
    FREEZE = "UPDATE webhook_deliveries SET body = $2 WHERE id = $1";
    RECORD = "UPDATE webhook_deliveries SET state = $2, attempts = attempts + 1, next_attempt_at = $3, attempted_at = $4,
                took_ms = $5, status = $6, response = $7, problem = $8,
                body = CASE WHEN $2 = 'delivered' THEN NULL ELSE body END WHERE id = $1";
    AGAIN = "UPDATE webhook_deliveries SET state = 'queued', attempts = 0, next_attempt_at = $2 WHERE id = $1";
    FAILED_SINCE = "SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'failed' AND created_at >= $2
                    ORDER BY id LIMIT $3";
    TESTS_SINCE = "SELECT COUNT(*) FROM (SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND created_at >= $2
                   AND kind = 'webhook.test' LIMIT 1000) AS counted";
    REMOVE = "DELETE FROM webhook_deliveries WHERE id = $1";
    JOBS_OF = "DELETE FROM jobs WHERE kind = $2 AND subject_id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = $1)";
    DELETE_OF = "DELETE FROM webhook_deliveries WHERE webhook_id = $1";
    FORGET_OLD = "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE created_at < $1
                  AND state IN ('delivered', 'failed') ORDER BY created_at LIMIT 1000)";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (PAGE, "webhook_deliveries_by_webhook"),
    (PAGE_OF_STATE, "webhook_deliveries_by_state"),
    (FAILED_SINCE, "webhook_deliveries_by_state"),
];

fn read(row: &Row<'_>) -> Result<Delivery> {
    let (kind, state) = (row.text(2)?, row.text(6)?);
    Ok(Delivery {
        id: WebhookDeliveryId(row.int(0)?),
        webhook: WebhookId(row.int(1)?),
        kind: Kind::from_word(&kind).ok_or_else(|| Error::unreadable("kind of a delivery", kind))?,
        conversation: row.opt_int(3)?.map(ConversationId),
        message: row.opt_int(4)?.map(MessageId),
        event: row.opt_int(5)?.map(EventId),
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("state of a delivery", state))?,
        attempts: row.int(7)?,
        body: row.opt_text(8)?,
        created_at: row.time(9)?,
        next_attempt_at: row.opt_time(10)?,
        attempted_at: row.opt_time(11)?,
        tried: Tried {
            took_ms: row.opt_int(12)?,
            status: row.opt_int(13)?,
            response: row.opt_text(14)?,
            problem: row.opt_text(15)?,
        },
    })
}

/// Queues what happened for every endpoint that wants to be told: called once, at the end of the transaction in which
/// it happened.
pub(crate) fn queue_all(tx: &mut Tx<'_>, happened: &[Happening]) -> Result<()> {
    let endpoints = tx.all(WANTED_BY, &[], |row| {
        let kinds: Vec<String> = row.json(1, "kinds of a webhook")?;
        Ok((WebhookId(row.int(0)?), kinds))
    })?;
    for (webhook, kinds) in endpoints {
        for one in happened.iter().filter(|one| kinds.iter().any(|word| word == one.kind.word())) {
            queue(tx, webhook, one.kind, Some(one), one.at)?;
        }
    }
    Ok(())
}

/// Queues a delivery with its job; without a happening it is a test.
///
/// # Errors
/// The database's own.
pub fn queue(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    kind: Kind,
    happened: Option<&Happening>,
    now: Micros,
) -> Result<WebhookDeliveryId> {
    let values = [
        webhook.into(),
        kind.word().into(),
        happened.map(|one| one.conversation).into(),
        happened.and_then(|one| one.message).into(),
        happened.and_then(|one| one.event).into(),
        now.into(),
    ];
    let id = WebhookDeliveryId(tx.insert(ADD, &values)?);
    jobs::add(tx, jobs::WEBHOOK, id.0, now)?;
    Ok(id)
}

/// The delivery with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: WebhookDeliveryId) -> Result<Option<Delivery>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// A page of an endpoint's deliveries, newest first, before `before`, of one state where that is given.
///
/// # Errors
/// The database's own.
pub fn page(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    state: Option<State>,
    before: Option<WebhookDeliveryId>,
    most: i64,
) -> Result<Vec<Delivery>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    match state {
        None => tx.all(PAGE, &[webhook.into(), before.into(), most.into()], read),
        Some(state) => tx.all(PAGE_OF_STATE, &[webhook.into(), before.into(), most.into(), state.word().into()], read),
    }
}

/// Keeps what is sent, so that every attempt sends the same.
///
/// # Errors
/// The database's own.
pub fn freeze(tx: &mut Tx<'_>, id: WebhookDeliveryId, body: &str) -> Result<()> {
    tx.run(FREEZE, &[id.into(), body.into()])?;
    Ok(())
}

/// Writes down how an attempt went, and what follows from it.
///
/// # Errors
/// The database's own.
pub fn record(
    tx: &mut Tx<'_>,
    id: WebhookDeliveryId,
    state: State,
    next: Option<Micros>,
    tried: &Tried,
    now: Micros,
) -> Result<()> {
    let values = [
        id.into(),
        state.word().into(),
        next.into(),
        now.into(),
        tried.took_ms.into(),
        tried.status.into(),
        tried.response.as_ref().into(),
        tried.problem.as_ref().into(),
    ];
    tx.run(RECORD, &values)?;
    Ok(())
}

/// Sends a delivery again, from the first attempt on, under its own id.
///
/// # Errors
/// The database's own.
pub fn again(tx: &mut Tx<'_>, id: WebhookDeliveryId, now: Micros) -> Result<()> {
    tx.run(AGAIN, &[id.into(), now.into()])?;
    jobs::add(tx, jobs::WEBHOOK, id.0, now)
}

/// What failed of that which happened since then, oldest first.
///
/// # Errors
/// The database's own.
pub fn failed_since(tx: &mut Tx<'_>, webhook: WebhookId, since: Micros, most: i64) -> Result<Vec<WebhookDeliveryId>> {
    tx.all(FAILED_SINCE, &[webhook.into(), since.into(), most.into()], |row| Ok(WebhookDeliveryId(row.int(0)?)))
}

/// How many tests were sent to an endpoint since then.
///
/// # Errors
/// The database's own.
pub fn tests_since(tx: &mut Tx<'_>, webhook: WebhookId, since: Micros) -> Result<i64> {
    Ok(tx.one(TESTS_SINCE, &[webhook.into(), since.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Removes a delivery of something that was undone before anybody was told.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: WebhookDeliveryId) -> Result<()> {
    tx.run(REMOVE, &[id.into()])?;
    Ok(())
}

/// Deletes all deliveries of an endpoint with their jobs.
///
/// # Errors
/// The database's own.
pub fn delete_of(tx: &mut Tx<'_>, webhook: WebhookId) -> Result<()> {
    tx.run(JOBS_OF, &[webhook.into(), jobs::WEBHOOK.into()])?;
    tx.run(DELETE_OF, &[webhook.into()])?;
    Ok(())
}

/// Forgets what ended before then.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, before: Micros) -> Result<u64> {
    tx.run(FORGET_OLD, &[before.into()])
}
