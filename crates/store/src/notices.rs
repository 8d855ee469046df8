//! Notices: mails that the desk itself wrote. They are sent by the outbox, like messages, and forgotten after a while.

use desk::{AgentId, ConversationId, MailboxId, MessageId, Micros, NoticeId, message::Person, notice::Kind};

use crate::{Error, Result, Row, Tx};

/// A notice to be stored.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What it is for.
    pub kind: Kind,
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// The agent it goes to, where it goes to one.
    pub agent: Option<AgentId>,
    /// The conversation that it is about.
    pub conversation: Option<ConversationId>,
    /// The message that it is about.
    pub message: Option<MessageId>,
    /// The name beside the mailbox's address in From.
    pub sender_name: &'a str,
    /// Whom it goes to.
    pub recipient: &'a Person,
    /// Where answers go, when not to the mailbox's own address.
    pub reply_to: Option<&'a str>,
    /// The subject.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// The same as HTML.
    pub html: Option<&'a str>,
    /// Its Message-ID.
    pub internet_id: &'a str,
    /// The id that it answers.
    pub in_reply_to: Option<&'a str>,
    /// The ids before it, oldest first.
    pub references: &'a [String],
}

/// A notice as it is sent.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Which.
    pub id: NoticeId,
    /// What it is for.
    pub kind: Kind,
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// The agent it goes to, where it goes to one.
    pub agent: Option<AgentId>,
    /// The conversation that it is about.
    pub conversation: Option<ConversationId>,
    /// The message that it is about.
    pub message: Option<MessageId>,
    /// The name beside the mailbox's address in From.
    pub sender_name: String,
    /// Whom it goes to.
    pub recipient: Person,
    /// Where answers go, when not to the mailbox's own address.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Its Message-ID.
    pub internet_id: String,
    /// The id that it answers.
    pub in_reply_to: Option<String>,
    /// The ids before it, oldest first.
    pub references: Vec<String>,
    /// When it was written.
    pub created_at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO notices (kind, mailbox_id, agent_id, conversation_id, message_id, sender_name, recipient_name,
             recipient, reply_to, subject, body, html, internet_id, in_reply_to, references_ids, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id";
    BY_ID = "SELECT id, kind, mailbox_id, agent_id, conversation_id, message_id, sender_name, recipient_name, recipient,
               reply_to, subject, body, html, internet_id, in_reply_to, references_ids, created_at
             FROM notices WHERE id = $1";
    BY_INTERNET_ID = "SELECT id, kind, mailbox_id, agent_id, conversation_id, message_id, sender_name, recipient_name,
               recipient, reply_to, subject, body, html, internet_id, in_reply_to, references_ids, created_at
             FROM notices WHERE internet_id = $1 ORDER BY id LIMIT 1";
    OF = "SELECT id, kind, mailbox_id, agent_id, conversation_id, message_id, sender_name, recipient_name, recipient,
            reply_to, subject, body, html, internet_id, in_reply_to, references_ids, created_at
          FROM notices WHERE conversation_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    COUNT_TO_AGENT = "SELECT COUNT(*) FROM notices WHERE created_at > $3 AND kind = $1 AND agent_id = $2";
    FORGET_DELIVERIES = "DELETE FROM deliveries WHERE outgoing_id IN
      (SELECT o.id FROM outgoing o JOIN notices n ON n.id = o.notice_id WHERE n.created_at < $1)";
    FORGET_OUTGOING = "DELETE FROM outgoing WHERE notice_id IN (SELECT id FROM notices WHERE created_at < $1)";
    FORGET = "DELETE FROM notices WHERE created_at < $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "notices_by_conversation")];

fn read(row: &Row<'_>) -> Result<Stored> {
    let kind = row.text(1)?;
    let references = row.opt_text(15)?.unwrap_or_default();
    Ok(Stored {
        id: NoticeId(row.int(0)?),
        kind: Kind::from_word(&kind).ok_or_else(|| Error::unreadable("notice kind", kind))?,
        mailbox: MailboxId(row.int(2)?),
        agent: row.opt_int(3)?.map(AgentId),
        conversation: row.opt_int(4)?.map(ConversationId),
        message: row.opt_int(5)?.map(MessageId),
        sender_name: row.text(6)?,
        recipient: Person { name: row.opt_text(7)?, address: row.text(8)? },
        reply_to: row.opt_text(9)?,
        subject: row.text(10)?,
        text: row.text(11)?,
        html: row.opt_text(12)?,
        internet_id: row.text(13)?,
        in_reply_to: row.opt_text(14)?,
        references: references.split_whitespace().map(ToString::to_string).collect(),
        created_at: row.time(16)?,
    })
}

/// Stores a notice. Queueing it is the caller's.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New<'_>, now: Micros) -> Result<NoticeId> {
    let references = (!new.references.is_empty()).then(|| new.references.join(" "));
    let values = [
        new.kind.word().into(),
        new.mailbox.into(),
        new.agent.into(),
        new.conversation.into(),
        new.message.into(),
        new.sender_name.into(),
        new.recipient.name.as_ref().into(),
        (&new.recipient.address).into(),
        new.reply_to.into(),
        new.subject.into(),
        new.text.into(),
        new.html.into(),
        new.internet_id.into(),
        new.in_reply_to.into(),
        references.as_ref().into(),
        now.into(),
    ];
    Ok(NoticeId(tx.insert(ADD, &values)?))
}

/// The notice with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: NoticeId) -> Result<Option<Stored>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The notice with this Message-ID.
///
/// # Errors
/// The database's own.
pub fn by_internet_id(tx: &mut Tx<'_>, internet_id: &str) -> Result<Option<Stored>> {
    tx.one(BY_INTERNET_ID, &[internet_id.into()], read)
}

/// The notices about a conversation behind `after`, oldest first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId, after: NoticeId, most: i64) -> Result<Vec<Stored>> {
    tx.all(OF, &[conversation.into(), after.into(), most.into()], read)
}

/// How many notices of a kind went to an agent since a time.
///
/// # Errors
/// The database's own.
pub fn count_to_agent(tx: &mut Tx<'_>, kind: Kind, agent: AgentId, since: Micros) -> Result<i64> {
    let values = [kind.word().into(), agent.into(), since.into()];
    Ok(tx.one(COUNT_TO_AGENT, &values, |row| row.int(0))?.unwrap_or(0))
}

/// Forgets notices from before `before`, their deliveries included. Their tokens stay good: no row proves them.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, before: Micros) -> Result<u64> {
    tx.run(FORGET_DELIVERIES, &[before.into()])?;
    tx.run(FORGET_OUTGOING, &[before.into()])?;
    tx.run(FORGET, &[before.into()])
}
