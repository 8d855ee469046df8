//! Arrivals: every mail that came in, from the moment its raw bytes are durable, with its one ending.

use desk::{
    AgentId, ArrivalId, ConversationId, MailboxId, MessageId, Micros,
    arrival::{Folder, State},
    released::{How, Released},
    trace::TraceLine,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Row, Tx, V, changes::Change};

pub(crate) mod added;

pub use added::{First, New, Stored, add, is_known, raw_of};

/// What the transport said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// MAIL FROM; empty for bounces, none where the transport has none.
    pub from: Option<String>,
    /// RCPT TO, as far as they reach this mailbox.
    pub to: Vec<String>,
    /// The host that handed it over.
    pub peer: Option<String>,
    /// What it called itself.
    pub helo: Option<String>,
    /// Bytes on the server of a mail that is too large, of which only the beginning was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub too_large: Option<i64>,
    /// What the server said of a mail that it lists and does not hand over: at most its header is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfetchable: Option<String>,
    /// It was on the server before the mailbox was first read: it triggers nothing automatic (spec.md §4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The watched folder that it was found in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<Folder>,
}

/// An arrival as work needs it.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Which.
    pub id: ArrivalId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// How it came.
    pub source: String,
    /// What the transport said.
    pub envelope: Envelope,
    /// The blob with its raw bytes.
    pub raw: String,
    /// Bytes.
    pub size: i64,
    /// Where it stands.
    pub state: State,
    /// Why, where it is held or set aside.
    pub reason: Option<String>,
    /// When its raw bytes were durable.
    pub received_at: Micros,
    /// A person's last word about it.
    pub released: Option<Released>,
    /// True when it waited so long for the channel that it may trigger nothing automatic (`stale_hours`).
    pub late: bool,
}

/// An arrival as lists show it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The arrival.
    pub arrival: Arrival,
    /// The sender, as far as it could be read.
    pub sender: Option<String>,
    /// The subject, as far as it could be read.
    pub subject: Option<String>,
    /// Attempts.
    pub attempts: i64,
    /// The conversation, once it has one.
    pub conversation: Option<ConversationId>,
    /// The message that it became.
    pub message: Option<MessageId>,
    /// What it is a duplicate of, and that one's conversation.
    pub duplicate_of: Option<(MessageId, ConversationId)>,
    /// Further words for people who look into it.
    pub problem: Option<String>,
    /// The trace.
    pub trace: Vec<TraceLine>,
}

/// The ending of an arrival.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Where it stands from now on.
    pub state: State,
    /// Why.
    pub reason: Option<&'static str>,
    /// Further words for people who look into it, from the program's own error.
    pub problem: Option<String>,
    /// What it is a duplicate of.
    pub duplicate_of: Option<MessageId>,
    /// Hash of Message-ID, From and body.
    pub fingerprint: Option<Vec<u8>>,
    /// Its Message-ID.
    pub internet_id: Option<String>,
    /// The sender.
    pub sender: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The conversation and message it became.
    pub became: Option<(ConversationId, MessageId)>,
    /// The trace.
    pub trace: Vec<TraceLine>,
}

macro_rules! columns {
    () => {
        "a.id, a.mailbox_id, a.source, a.envelope, a.raw, a.size, a.state, a.reason, a.received_at, a.override,
         a.override_by, a.late"
    };
}

/// The columns that [`read_listed`] reads, of the arrivals that a condition names.
macro_rules! listing {
    ($($condition:tt)+) => {
        concat!(
            "SELECT ",
            crate::arrivals::columns!(),
            ", a.sender, a.subject, a.attempts, a.conversation_id, a.message_id, a.duplicate_of,
               (SELECT d.conversation_id FROM messages d WHERE d.id = a.duplicate_of), a.problem, a.trace
             FROM arrivals a WHERE ",
            $($condition)+
        )
    };
}
/// The condition under which an agent sees an arrival: as the conversation that it belongs to or would have joined, and
/// without one as new conversations of its mailbox. No agent (null) sees all: that is the desk itself.
macro_rules! seen_arrival {
    ($agent:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM queues q JOIN agents g ON g.id = ",
            $agent,
            " WHERE q.members_only = 1 AND g.role = 'agent' AND q.id =
               (SELECT CASE WHEN c.id IS NULL THEN b.queue_id ELSE c.queue_id END
                FROM mailboxes b LEFT JOIN conversations c ON c.id = COALESCE(a.conversation_id, a.about_id,
                  (SELECT t.conversation_id FROM messages t WHERE t.id = a.duplicate_of))
                WHERE b.id = a.mailbox_id)
               AND NOT EXISTS (SELECT 1 FROM queue_members qm WHERE qm.queue_id = q.id AND qm.agent_id = g.id))"
        )
    };
}
pub(crate) use {columns, listing, seen_arrival};

/// A page of the arrivals in a state, as an agent sees them.
macro_rules! listed {
    ($state:literal) => {
        listing!($state, " AND a.id < $2 AND ", seen_arrival!("$1"), " ORDER BY a.id DESC LIMIT $3")
    };
}

crate::statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM arrivals a WHERE a.id = $1");
    LISTED = listing!("a.id = $1");
    LISTED_BY_MESSAGE = listing!("a.id = (SELECT arrival_id FROM messages WHERE id = $1)");
    BY_INTERNET_ID = listing!("a.mailbox_id = $1 AND a.internet_id = $2 ORDER BY a.id DESC LIMIT 20");
    ATTEMPT = "UPDATE arrivals SET attempts = $2 WHERE id = $1";
    END = "UPDATE arrivals SET state = $2, reason = $3, problem = $4, duplicate_of = $5, fingerprint = $6,
             internet_id = $7, sender = $8, subject = $9, conversation_id = $10, message_id = $11, trace = $12
           WHERE id = $1";
    /// No ORDER BY id: PostgreSQL would rather walk all arrivals in that order than ask the index of fingerprints.
    SAME_MAIL = "SELECT MIN(message_id) FROM arrivals
                 WHERE mailbox_id = $1 AND fingerprint = $2 AND message_id IS NOT NULL AND id <> $3";
    SAME_ELSEWHERE = "SELECT message_id, conversation_id FROM arrivals
                      WHERE mailbox_id = $1 AND fingerprint = $2 AND message_id IS NOT NULL LIMIT 1";
    REOPEN = "UPDATE arrivals SET former_state = state, former_reason = reason, state = 'received', reason = NULL,
                problem = NULL, attempts = 0
              WHERE id = $1 AND state IN ('quarantined', 'waiting')";
    MARK_LATE = "UPDATE arrivals SET late = 1 WHERE id = $1 AND received_at < $2";
    WAITING_FOR = "SELECT id FROM arrivals WHERE state = 'waiting' AND reason = $1 ORDER BY id LIMIT 1000";
    HELD = listed!("a.state IN ('quarantined', 'waiting')");
    QUARANTINED = listed!("a.state = 'quarantined'");
    WAITING = listed!("a.state = 'waiting'");
    IGNORED = listed!("a.state = 'ignored'");
    COUNT_HELD = concat!("SELECT COUNT(*) FROM (SELECT 1 FROM arrivals a WHERE a.state IN ('quarantined', 'waiting') AND ",
        seen_arrival!("$1"), " LIMIT 1001) AS held");
    SEEN = concat!("SELECT 1 FROM arrivals a WHERE a.id = $2 AND ", seen_arrival!("$1"));
    SET_ABOUT = "UPDATE arrivals SET about_id = $2 WHERE id = $1";
    IMAP_TWIN = "SELECT 1 FROM arrivals WHERE mailbox_id = $1 AND internet_id = $2 AND size = $3 AND source = 'imap'
                 LIMIT 1";
    IMAP_SAME_BYTES = "SELECT 1 FROM arrivals WHERE mailbox_id = $1 AND raw = $2 AND source = 'imap' LIMIT 1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (HELD, "arrivals_held"),
    (QUARANTINED, "arrivals_quarantined"),
    (WAITING, "arrivals_waiting"),
    (IGNORED, "arrivals_ignored"),
];

fn read(row: &Row<'_>) -> Result<Arrival> {
    let state = row.text(6)?;
    let how = row.opt_text(9)?.and_then(|word| How::from_word(&word));
    Ok(Arrival {
        id: ArrivalId(row.int(0)?),
        mailbox: MailboxId(row.int(1)?),
        source: row.text(2)?,
        envelope: row.json(3, "envelope")?,
        raw: row.text(4)?,
        size: row.int(5)?,
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("arrival state", state))?,
        reason: row.opt_text(7)?,
        received_at: row.time(8)?,
        released: how.zip(row.opt_int(10)?).map(|(how, by)| Released { how, by: AgentId(by) }),
        late: row.flag(11)?,
    })
}

pub(crate) fn read_listed(row: &Row<'_>) -> Result<Listed> {
    let trace = row.opt_text(20)?.unwrap_or_else(|| "[]".into());
    let twin = row.opt_int(17)?.map(MessageId).zip(row.opt_int(18)?.map(ConversationId));
    Ok(Listed {
        arrival: read(row)?,
        sender: row.opt_text(12)?,
        subject: row.opt_text(13)?,
        attempts: row.int(14)?,
        conversation: row.opt_int(15)?.map(ConversationId),
        message: row.opt_int(16)?.map(MessageId),
        duplicate_of: twin,
        problem: row.opt_text(19)?,
        trace: serde_json::from_str(&trace).map_err(|error| Error::unreadable("trace", error))?,
    })
}

/// The arrival with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: ArrivalId) -> Result<Option<Arrival>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The arrival with this id, as lists show it.
///
/// # Errors
/// The database's own.
pub fn listed(tx: &mut Tx<'_>, id: ArrivalId) -> Result<Option<Listed>> {
    tx.one(LISTED, &[id.into()], read_listed)
}

/// The arrival that became this message.
///
/// # Errors
/// The database's own.
pub fn of_message(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<Listed>> {
    tx.one(LISTED_BY_MESSAGE, &[id.into()], read_listed)
}

/// The arrivals of a mailbox with this Message-ID, newest first.
///
/// # Errors
/// The database's own.
pub fn by_internet_id(tx: &mut Tx<'_>, mailbox: MailboxId, internet_id: &str) -> Result<Vec<Listed>> {
    tx.all(BY_INTERNET_ID, &[mailbox.into(), internet_id.into()], read_listed)
}

/// Notes the attempt that is about to begin; it is committed before the mail is parsed.
///
/// # Errors
/// The database's own.
pub fn note_attempt(tx: &mut Tx<'_>, id: ArrivalId, attempts: i64) -> Result<()> {
    tx.run(ATTEMPT, &[id.into(), attempts.into()])?;
    Ok(())
}

/// Gives an arrival its ending.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, id: ArrivalId, ending: &Ending) -> Result<()> {
    let trace = serde_json::to_string(&ending.trace).map_err(|error| Error::unreadable("trace", error))?;
    let became = ending.became;
    let values: [V<'_>; 12] = [
        id.into(),
        ending.state.word().into(),
        ending.reason.into(),
        ending.problem.as_ref().into(),
        ending.duplicate_of.into(),
        ending.fingerprint.as_ref().into(),
        ending.internet_id.as_ref().into(),
        ending.sender.as_ref().into(),
        ending.subject.as_ref().into(),
        became.map(|(conversation, _)| conversation).into(),
        became.map(|(_, message)| message).into(),
        (&trace).into(),
    ];
    tx.run(END, &values)?;
    if ending.state != State::Message {
        tx.change(Change::ArrivalsChanged);
    }
    Ok(())
}

/// The message of this mailbox with the same fingerprint, other than this arrival itself.
///
/// # Errors
/// The database's own.
pub fn same_mail(tx: &mut Tx<'_>, mailbox: MailboxId, print: &[u8], but: ArrivalId) -> Result<Option<MessageId>> {
    let values = [mailbox.into(), print.into(), but.into()];
    Ok(tx.one(SAME_MAIL, &values, |row| row.opt_int(0))?.flatten().map(MessageId))
}

/// The message, and its conversation, that the same mail became in another mailbox.
///
/// # Errors
/// The database's own.
pub fn same_in(tx: &mut Tx<'_>, mailbox: MailboxId, print: &[u8]) -> Result<Option<(MessageId, ConversationId)>> {
    let found =
        tx.one(SAME_ELSEWHERE, &[mailbox.into(), print.into()], |row| Ok((row.opt_int(0)?, row.opt_int(1)?)))?;
    Ok(found.and_then(|(message, conversation)| Some((MessageId(message?), ConversationId(conversation?)))))
}

/// Makes a held arrival one to work on again. False when it is not held.
///
/// # Errors
/// The database's own.
pub fn reopen(tx: &mut Tx<'_>, id: ArrivalId) -> Result<bool> {
    let reopened = tx.run(REOPEN, &[id.into()])? == 1;
    tx.change(Change::ArrivalsChanged);
    Ok(reopened)
}

/// Marks an arrival as late when it was received before this instant: it triggers nothing automatic any more.
///
/// # Errors
/// The database's own.
pub fn mark_late(tx: &mut Tx<'_>, id: ArrivalId, before: Micros) -> Result<()> {
    tx.run(MARK_LATE, &[id.into(), before.into()])?;
    Ok(())
}

/// Up to 1,000 arrivals that wait for this reason, oldest first.
///
/// # Errors
/// The database's own.
pub fn waiting_for(tx: &mut Tx<'_>, reason: &str) -> Result<Vec<ArrivalId>> {
    tx.all(WAITING_FOR, &[reason.into()], |row| Ok(ArrivalId(row.int(0)?)))
}

/// Which arrivals a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Quarantined and waiting.
    Held,
    /// Quarantined.
    Quarantined,
    /// Waiting.
    Waiting,
    /// Set aside for good.
    Ignored,
}

/// Arrivals that this agent sees, newest first, behind the one given (exclusive). No agent is the desk itself: it sees all.
///
/// # Errors
/// The database's own.
pub fn list(
    tx: &mut Tx<'_>,
    agent: Option<AgentId>,
    shown: Shown,
    before: Option<ArrivalId>,
    most: i64,
) -> Result<Vec<Listed>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let sql = match shown {
        Shown::Held => HELD,
        Shown::Quarantined => QUARANTINED,
        Shown::Waiting => WAITING,
        Shown::Ignored => IGNORED,
    };
    tx.all(sql, &[agent.into(), before.into(), most.into()], read_listed)
}

/// How many held arrivals this agent sees, counted up to 1,001. No agent is the desk itself: it sees all.
///
/// # Errors
/// The database's own.
pub fn count_held(tx: &mut Tx<'_>, agent: Option<AgentId>) -> Result<i64> {
    Ok(tx.one(COUNT_HELD, &[agent.into()], |row| row.int(0))?.unwrap_or(0))
}

/// True when this agent sees an arrival, which is there.
///
/// # Errors
/// The database's own.
pub fn is_seen(tx: &mut Tx<'_>, agent: AgentId, id: ArrivalId) -> Result<bool> {
    Ok(tx.one(SEEN, &[agent.into(), id.into()], |_| Ok(()))?.is_some())
}

/// Notes which conversation a held mail would have joined, or that it would have joined none.
///
/// # Errors
/// The database's own.
pub fn set_about(tx: &mut Tx<'_>, id: ArrivalId, conversation: Option<ConversationId>) -> Result<()> {
    tx.run(SET_ABOUT, &[id.into(), conversation.into()])?;
    Ok(())
}

/// True when this mailbox read a mail of this Message-ID and size by IMAP; for the comparison after a change of
/// UIDVALIDITY (spec.md §4).
///
/// # Errors
/// The database's own.
pub fn has_imap_twin(tx: &mut Tx<'_>, mailbox: MailboxId, internet_id: &str, size: i64) -> Result<bool> {
    Ok(tx.one(IMAP_TWIN, &[mailbox.into(), internet_id.into(), size.into()], |_| Ok(()))?.is_some())
}

/// True when this mailbox read exactly these bytes by IMAP.
///
/// # Errors
/// The database's own.
pub fn has_imap_bytes(tx: &mut Tx<'_>, mailbox: MailboxId, raw: &str) -> Result<bool> {
    Ok(tx.one(IMAP_SAME_BYTES, &[mailbox.into(), raw.into()], |_| Ok(()))?.is_some())
}
