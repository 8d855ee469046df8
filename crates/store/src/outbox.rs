//! The outbox: outgoing mails, each of which carries a message or a notice, and their deliveries: one row for each recipient.

use desk::{DeliveryId, MailboxId, MessageId, Micros, NoticeId, OutgoingId, delivery::State};

use crate::{Error, Result, Row, Topic, Tx, jobs, messages};

/// What an outgoing mail carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A message of a conversation, to its recipients.
    Message(MessageId),
    /// A mail that the desk itself wrote.
    Notice(NoticeId),
}

/// An outgoing mail.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Which.
    pub id: OutgoingId,
    /// What it carries.
    pub carries: Carried,
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// MAIL FROM.
    pub sender: String,
    /// True when a person wrote it.
    pub by_person: bool,
    /// The blob with its frozen bytes, once it was rendered.
    pub mail: Option<String>,
    /// When it was queued, or is to leave where that is later.
    pub queued_at: Micros,
}

/// One recipient of an outgoing mail.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which.
    pub id: DeliveryId,
    /// RCPT TO.
    pub address: String,
    /// Where it stands.
    pub state: State,
    /// True when its fate was unknown once.
    pub was_uncertain: bool,
    /// Attempts so far.
    pub attempts: i64,
    /// When it is tried again.
    pub next_attempt_at: Option<Micros>,
    /// The server's last words about it.
    pub reply: Option<String>,
}

crate::statements! {
    QUEUE = "INSERT INTO outgoing (message_id, notice_id, mailbox_id, sender, by_person, queued_at)
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    QUEUE_RECIPIENT = "INSERT INTO deliveries (outgoing_id, address, state, was_uncertain, attempts, updated_at)
                       VALUES ($1, $2, 'queued', 0, 0, $3) ON CONFLICT (outgoing_id, address) DO NOTHING";
    BY_ID = "SELECT id, message_id, notice_id, mailbox_id, sender, by_person, mail, queued_at FROM outgoing
             WHERE id = $1";
    BY_MESSAGE = "SELECT id, message_id, notice_id, mailbox_id, sender, by_person, mail, queued_at FROM outgoing
                  WHERE message_id = $1";
    BY_NOTICE = "SELECT id, message_id, notice_id, mailbox_id, sender, by_person, mail, queued_at FROM outgoing
                 WHERE notice_id = $1";
    FREEZE = "UPDATE outgoing SET mail = $2 WHERE id = $1 AND mail IS NULL";
    DELIVERIES = "SELECT id, address, state, was_uncertain, attempts, next_attempt_at, reply FROM deliveries
                  WHERE outgoing_id = $1 ORDER BY id";
    DELIVERIES_OF_MESSAGE = "SELECT d.id, d.address, d.state, d.was_uncertain, d.attempts, d.next_attempt_at, d.reply
                  FROM deliveries d JOIN outgoing o ON o.id = d.outgoing_id WHERE o.message_id = $1 ORDER BY d.id";
    SET = "UPDATE deliveries SET state = $2, was_uncertain = $3, attempts = $4, next_attempt_at = $5, reply = $6,
             updated_at = $7 WHERE id = $1";
    PLAN = "UPDATE outgoing SET send_at = $2 WHERE id = $1";
    HASTEN = "UPDATE jobs SET due_at = $3 WHERE subject_id = $1 AND kind = $2 AND attempts = 0 AND lease_owner IS NULL
              AND due_at > $3";
    HASTENED = "UPDATE outgoing SET send_at = NULL, queued_at = $2 WHERE id = $1";
    LEAVES_AT = "SELECT j.due_at FROM jobs j JOIN outgoing o ON o.id = j.subject_id
                 WHERE o.message_id = $1 AND j.kind = $2 AND j.attempts = 0";
    TAKE_BACK_JOB = "DELETE FROM jobs WHERE subject_id = $1 AND kind = $2 AND attempts = 0 AND lease_owner IS NULL";
    TAKE_BACK_DELIVERIES = "DELETE FROM deliveries WHERE outgoing_id = $1";
    TAKE_BACK = "DELETE FROM outgoing WHERE id = $1";
}

/// Queues a mail for its recipients, together with the job that sends it, not before `due`.
///
/// # Errors
/// [`Error::Taken`] when what it carries is queued already; the database's own.
pub fn queue(
    tx: &mut Tx<'_>,
    carries: Carried,
    mailbox: MailboxId,
    sender: &str,
    by_person: bool,
    recipients: &[String],
    due: Micros,
) -> Result<OutgoingId> {
    let (message, notice) = match carries {
        Carried::Message(id) => (Some(id), None),
        Carried::Notice(id) => (None, Some(id)),
    };
    let values = [message.into(), notice.into(), mailbox.into(), sender.into(), by_person.into(), due.into()];
    let id = OutgoingId(tx.insert(QUEUE, &values)?);
    for address in recipients {
        tx.run(QUEUE_RECIPIENT, &[id.into(), address.into(), due.into()])?;
    }
    jobs::add(tx, jobs::SEND, id.0, due)?;
    Ok(id)
}

/// Notes that a person chose when a queued mail leaves.
///
/// # Errors
/// The database's own.
pub fn plan(tx: &mut Tx<'_>, id: OutgoingId, at: Micros) -> Result<()> {
    tx.run(PLAN, &[id.into(), at.into()])?;
    Ok(())
}

/// Lets the mail of a message that waits leave now. False where it does not wait.
///
/// # Errors
/// The database's own.
pub fn hasten(tx: &mut Tx<'_>, message: MessageId, now: Micros) -> Result<bool> {
    let Some(outgoing) = of_message(tx, message)? else { return Ok(false) };
    if tx.run(HASTEN, &[outgoing.id.into(), jobs::SEND.into(), now.into()])? == 0 {
        return Ok(false);
    }
    tx.run(HASTENED, &[outgoing.id.into(), now.into()])?;
    // It is an answer of now, and no longer of when it was to leave.
    if let Some(conversation) = messages::place(tx, message)? {
        tx.recount(conversation);
    }
    tx.ring(Topic::Jobs);
    Ok(true)
}

/// When the mail of a message leaves, while no attempt has been made.
///
/// # Errors
/// The database's own.
pub fn leaves_at(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Micros>> {
    tx.one(LEAVES_AT, &[message.into(), jobs::SEND.into()], |row| row.time(0))
}

/// Takes the mail of a message back that no attempt has touched yet. False when it is too late.
///
/// # Errors
/// The database's own.
pub fn take_back(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    let Some(outgoing) = of_message(tx, message)? else { return Ok(false) };
    if tx.run(TAKE_BACK_JOB, &[outgoing.id.into(), jobs::SEND.into()])? == 0 {
        return Ok(false);
    }
    tx.run(TAKE_BACK_DELIVERIES, &[outgoing.id.into()])?;
    tx.run(TAKE_BACK, &[outgoing.id.into()])?;
    Ok(true)
}

fn read_outgoing(row: &Row<'_>) -> Result<Outgoing> {
    let carries = match (row.opt_int(1)?, row.opt_int(2)?) {
        (Some(message), _) => Carried::Message(MessageId(message)),
        (None, Some(notice)) => Carried::Notice(NoticeId(notice)),
        (None, None) => return Err(Error::unreadable("outgoing mail", "it carries nothing")),
    };
    Ok(Outgoing {
        id: OutgoingId(row.int(0)?),
        carries,
        mailbox: MailboxId(row.int(3)?),
        sender: row.text(4)?,
        by_person: row.flag(5)?,
        mail: row.opt_text(6)?,
        queued_at: row.time(7)?,
    })
}

/// The outgoing mail with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: OutgoingId) -> Result<Option<Outgoing>> {
    tx.one(BY_ID, &[id.into()], read_outgoing)
}

/// The outgoing mail of a message.
///
/// # Errors
/// The database's own.
pub fn of_message(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Outgoing>> {
    tx.one(BY_MESSAGE, &[message.into()], read_outgoing)
}

/// The outgoing mail of a notice.
///
/// # Errors
/// The database's own.
pub fn of_notice(tx: &mut Tx<'_>, notice: NoticeId) -> Result<Option<Outgoing>> {
    tx.one(BY_NOTICE, &[notice.into()], read_outgoing)
}

/// Fixes the bytes of an outgoing mail, once: every later attempt sends the same.
///
/// # Errors
/// The database's own.
pub fn freeze(tx: &mut Tx<'_>, id: OutgoingId, blob: &str) -> Result<()> {
    tx.run(FREEZE, &[id.into(), blob.into()])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Delivery> {
    let state = row.text(2)?;
    Ok(Delivery {
        id: DeliveryId(row.int(0)?),
        address: row.text(1)?,
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("delivery state", state))?,
        was_uncertain: row.flag(3)?,
        attempts: row.int(4)?,
        next_attempt_at: row.opt_time(5)?,
        reply: row.opt_text(6)?,
    })
}

/// The deliveries of an outgoing mail.
///
/// # Errors
/// The database's own.
pub fn deliveries(tx: &mut Tx<'_>, id: OutgoingId) -> Result<Vec<Delivery>> {
    tx.all(DELIVERIES, &[id.into()], read)
}

/// The deliveries of a message.
///
/// # Errors
/// The database's own.
pub fn deliveries_of_message(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<Delivery>> {
    tx.all(DELIVERIES_OF_MESSAGE, &[message.into()], read)
}

/// Writes a delivery's new state.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, delivery: &Delivery, now: Micros) -> Result<()> {
    let values = [
        delivery.id.into(),
        delivery.state.word().into(),
        delivery.was_uncertain.into(),
        delivery.attempts.into(),
        delivery.next_attempt_at.into(),
        delivery.reply.as_ref().into(),
        now.into(),
    ];
    tx.run(SET, &values)?;
    Ok(())
}

/// True when this message went, or is to go, to this folded address.
///
/// # Errors
/// The database's own.
pub fn went_to(tx: &mut Tx<'_>, message: MessageId, folded: &str) -> Result<bool> {
    Ok(deliveries_of_message(tx, message)?.iter().any(|delivery| desk::address::fold(&delivery.address) == folded))
}
