//! The outbox: outgoing mails and their deliveries, one row per message and recipient.

use desk::{DeliveryId, MailboxId, MessageId, Micros, delivery::State};

use crate::{Error, Result, Row, Tx, jobs};

/// An outgoing mail.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The message.
    pub message: MessageId,
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// MAIL FROM.
    pub sender: String,
    /// True when a person wrote it.
    pub by_person: bool,
    /// The blob with its frozen bytes, once it was rendered.
    pub mail: Option<String>,
    /// When it was queued.
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
    QUEUE = "INSERT INTO outgoing (message_id, mailbox_id, sender, by_person, queued_at) VALUES ($1, $2, $3, $4, $5)";
    QUEUE_RECIPIENT = "INSERT INTO deliveries (message_id, address, state, was_uncertain, attempts, updated_at)
                       VALUES ($1, $2, 'queued', 0, 0, $3) ON CONFLICT (message_id, address) DO NOTHING";
    BY_MESSAGE = "SELECT message_id, mailbox_id, sender, by_person, mail, queued_at FROM outgoing WHERE message_id = $1";
    FREEZE = "UPDATE outgoing SET mail = $2 WHERE message_id = $1 AND mail IS NULL";
    DELIVERIES = "SELECT id, address, state, was_uncertain, attempts, next_attempt_at, reply FROM deliveries
                  WHERE message_id = $1 ORDER BY id";
    SET = "UPDATE deliveries SET state = $2, was_uncertain = $3, attempts = $4, next_attempt_at = $5, reply = $6,
             updated_at = $7 WHERE id = $1";
    ADDRESSES_OF = "SELECT 1 FROM deliveries WHERE message_id = $1 AND address = $2";
}

/// Queues a message for its recipients, together with the job that sends it.
///
/// # Errors
/// The database's own.
pub fn queue(
    tx: &mut Tx<'_>,
    message: MessageId,
    mailbox: MailboxId,
    sender: &str,
    by_person: bool,
    recipients: &[String],
    now: Micros,
) -> Result<()> {
    tx.run(QUEUE, &[message.into(), mailbox.into(), sender.into(), by_person.into(), now.into()])?;
    for address in recipients {
        tx.run(QUEUE_RECIPIENT, &[message.into(), address.into(), now.into()])?;
    }
    jobs::add(tx, jobs::SEND, message.0, now)
}

/// The outgoing mail of a message.
///
/// # Errors
/// The database's own.
pub fn of_message(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Outgoing>> {
    tx.one(BY_MESSAGE, &[message.into()], |row| {
        Ok(Outgoing {
            message: MessageId(row.int(0)?),
            mailbox: MailboxId(row.int(1)?),
            sender: row.text(2)?,
            by_person: row.flag(3)?,
            mail: row.opt_text(4)?,
            queued_at: row.time(5)?,
        })
    })
}

/// Fixes the bytes of an outgoing mail, once: every later attempt sends the same.
///
/// # Errors
/// The database's own.
pub fn freeze(tx: &mut Tx<'_>, message: MessageId, blob: &str) -> Result<()> {
    tx.run(FREEZE, &[message.into(), blob.into()])?;
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

/// The deliveries of a message.
///
/// # Errors
/// The database's own.
pub fn deliveries(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<Delivery>> {
    tx.all(DELIVERIES, &[message.into()], read)
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

/// True when this message went, or is to go, to this address.
///
/// # Errors
/// The database's own.
pub fn goes_to(tx: &mut Tx<'_>, message: MessageId, address: &str) -> Result<bool> {
    Ok(tx.one(ADDRESSES_OF, &[message.into(), address.into()], |_| Ok(()))?.is_some())
}
