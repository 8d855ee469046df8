//! Messages: what people wrote. Their bodies live apart from the rows that lists and threading read.

use desk::{
    AgentId, ArrivalId, AssistantId, ContactId, ConversationId, MailboxId, MessageId, Micros,
    evidence::Evidence,
    message::{Author, Kind, Person, Recipients},
    trace::TraceLine,
    webhook,
};

use crate::{Error, Result, Row, Tx, webhook_deliveries::Happening};

/// A message to be stored.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its conversation.
    pub conversation: ConversationId,
    /// Which way it went.
    pub kind: Kind,
    /// Who wrote it.
    pub author: Author,
    /// How the author is shown.
    pub person: &'a Person,
    /// Who it went to.
    pub recipients: &'a Recipients,
    /// The subject.
    pub subject: &'a str,
    /// True when a machine wrote it.
    pub automatic: bool,
    /// Its Message-ID; for outgoing mail it is set right after ([`set_internet_id`]), since it carries the id.
    pub internet_id: Option<&'a str>,
    /// The ids in its References and In-Reply-To, oldest first.
    pub references: &'a [String],
    /// The arrival that it was.
    pub arrival: Option<ArrivalId>,
    /// The blob with its raw bytes.
    pub raw: Option<&'a str>,
    /// The full text.
    pub text: &'a str,
    /// The HTML as it came, not sanitised; for what agents wrote as HTML, as they wrote it.
    pub html: Option<&'a str>,
    /// The new text only.
    pub reply_text: &'a str,
    /// The trace.
    pub trace: &'a [TraceLine],
    /// What proves its sender; none for what we wrote.
    pub evidence: Option<&'a Evidence>,
    /// True for what no customer is ever shown or quoted: a third person's mail (TC-5).
    pub agents_only: bool,
    /// What the timeline warns of, as stable words.
    pub flags: &'a [&'a str],
}

/// A message as the timeline shows it.
#[derive(Clone, Debug)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Which way it went.
    pub kind: Kind,
    /// Who wrote it.
    pub author: Author,
    /// How the author is shown.
    pub person: Person,
    /// Who it went to.
    pub recipients: Recipients,
    /// The subject.
    pub subject: String,
    /// True when a machine wrote it.
    pub automatic: bool,
    /// Its Message-ID.
    pub internet_id: Option<String>,
    /// The ids in its References and In-Reply-To, oldest first.
    pub references: Vec<String>,
    /// The blob with its raw bytes.
    pub raw: Option<String>,
    /// When it was stored.
    pub created_at: Micros,
    /// The full text.
    pub text: String,
    /// The HTML, not sanitised.
    pub html: Option<String>,
    /// The new text only.
    pub reply_text: String,
    /// The trace.
    pub trace: Vec<TraceLine>,
    /// What proves its sender; none for what we wrote.
    pub evidence: Option<Evidence>,
    /// What the timeline warns of, as stable words.
    pub flags: Vec<String>,
}

/// A message that a Message-ID names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The message.
    pub message: MessageId,
    /// The conversation in which it stands.
    pub conversation: ConversationId,
    /// The conversation's mailbox.
    pub mailbox: MailboxId,
    /// True when we sent it.
    pub outbound: bool,
}

crate::statements! {
    ADD = "INSERT INTO messages (conversation_id, kind, author_kind, author_id, author_name, author_address,
             recipients, subject, automatic, internet_id, references_ids, arrival_id, raw, created_at,
             evidence, agents_only, flags)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";
    ADD_BODY = "INSERT INTO message_bodies (message_id, body, html, reply_text, trace) VALUES ($1, $2, $3, $4, $5)";
    ADD_ID = "INSERT INTO message_ids (internet_id, message_id, conversation_id) VALUES ($1, $2, $3)
              ON CONFLICT (internet_id, message_id) DO NOTHING";
    SET_INTERNET_ID = "UPDATE messages SET internet_id = $2 WHERE id = $1";
    NEWEST_BY_CUSTOMER = "SELECT MAX(id) FROM messages WHERE conversation_id = $1 AND kind = 'inbound'
                          AND automatic = 0 AND agents_only = 0";
    NEWEST_BY_CONTACT = "SELECT MAX(id) FROM messages WHERE conversation_id = $1 AND kind = 'inbound'
                         AND automatic = 0 AND agents_only = 0 AND author_kind = 'contact' AND author_id = $2";
    OF_OTHERS_SINCE = "SELECT id FROM messages WHERE conversation_id = $1 AND id > $2
                       AND NOT (author_kind = 'agent' AND author_id = $3) LIMIT 1";
    PUBLIC_SINCE = "SELECT id FROM messages WHERE conversation_id = $1 AND id > $2 AND kind <> 'note' AND agents_only = 0
                    LIMIT 1";
    REMOVE = "DELETE FROM messages WHERE id = $1";
    REMOVE_BODY = "DELETE FROM message_bodies WHERE message_id = $1";
    REMOVE_IDS = "DELETE FROM message_ids WHERE message_id = $1
                  AND internet_id = (SELECT internet_id FROM messages WHERE id = $1)";
    SET_OUTGOING = "UPDATE messages SET recipients = $2, references_ids = $3, subject = $4, author_address = $5
                    WHERE id = $1";
    SET_KIND = "UPDATE messages SET kind = $2 WHERE id = $1";
    FLAGS = "SELECT flags FROM messages WHERE id = $1";
    SET_FLAGS = "UPDATE messages SET flags = $2 WHERE id = $1";
    SET_RAW = "UPDATE messages SET raw = $2 WHERE id = $1";
    KNOWN = "SELECT i.message_id, m.conversation_id, c.mailbox_id, m.kind FROM message_ids i
             JOIN messages m ON m.id = i.message_id JOIN conversations c ON c.id = m.conversation_id
             WHERE i.internet_id = $1 ORDER BY i.message_id DESC LIMIT 20";
    PLACE = "SELECT conversation_id FROM messages WHERE id = $1";
    OF = "SELECT m.id, m.conversation_id, m.kind, m.author_kind, m.author_id, m.author_name, m.author_address,
            m.recipients, m.subject, m.automatic, m.internet_id, m.references_ids, m.raw, m.created_at,
            b.body, b.html, b.reply_text, b.trace, m.evidence, m.flags
          FROM messages m JOIN message_bodies b ON b.message_id = m.id
          WHERE m.conversation_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3";
    NEWEST = "SELECT m.id, m.conversation_id, m.kind, m.author_kind, m.author_id, m.author_name, m.author_address,
            m.recipients, m.subject, m.automatic, m.internet_id, m.references_ids, m.raw, m.created_at,
            b.body, b.html, b.reply_text, b.trace, m.evidence, m.flags
          FROM messages m JOIN message_bodies b ON b.message_id = m.id
          WHERE m.conversation_id = $1 AND m.kind <> 'note' AND m.agents_only = 0 AND m.id < $2
            AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.message_id = m.id AND o.send_at IS NOT NULL AND o.mail IS NULL)
          ORDER BY m.id DESC LIMIT $3";
    BY_ID = "SELECT m.id, m.conversation_id, m.kind, m.author_kind, m.author_id, m.author_name, m.author_address,
            m.recipients, m.subject, m.automatic, m.internet_id, m.references_ids, m.raw, m.created_at,
            b.body, b.html, b.reply_text, b.trace, m.evidence, m.flags
          FROM messages m JOIN message_bodies b ON b.message_id = m.id WHERE m.id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "messages_by_conversation"), (NEWEST, "messages_by_conversation")];

fn read(row: &Row<'_>) -> Result<Message> {
    let kind = row.text(2)?;
    let author = match (row.text(3)?.as_str(), row.opt_int(4)?) {
        ("contact", Some(id)) => Author::Contact(ContactId(id)),
        ("agent", Some(id)) => Author::Agent(AgentId(id)),
        ("assistant", Some(id)) => Author::Assistant(AssistantId(id)),
        _ => Author::System,
    };
    let references = row.opt_text(11)?.unwrap_or_default();
    Ok(Message {
        id: MessageId(row.int(0)?),
        conversation: ConversationId(row.int(1)?),
        kind: Kind::from_word(&kind).ok_or_else(|| Error::unreadable("message kind", kind))?,
        author,
        person: Person { name: row.opt_text(5)?, address: row.text(6)? },
        recipients: row.json(7, "recipients")?,
        subject: row.text(8)?,
        automatic: row.flag(9)?,
        internet_id: row.opt_text(10)?,
        references: references.split_whitespace().map(ToString::to_string).collect(),
        raw: row.opt_text(12)?,
        created_at: row.time(13)?,
        text: row.text(14)?,
        html: row.opt_text(15)?,
        reply_text: row.text(16)?,
        trace: row.json(17, "trace")?,
        flags: row.json(19, "flags")?,
        evidence: match row.opt_text(18)? {
            Some(text) => Some(serde_json::from_str(&text).map_err(|error| Error::unreadable("evidence", error))?),
            None => None,
        },
    })
}

/// Stores a message with its body. Growing the conversation's row is the caller's.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New<'_>, now: Micros) -> Result<MessageId> {
    let recipients = serde_json::to_string(new.recipients).map_err(|error| Error::unreadable("recipients", error))?;
    let trace = serde_json::to_string(new.trace).map_err(|error| Error::unreadable("trace", error))?;
    let evidence = new.evidence.map(serde_json::to_string).transpose();
    let evidence = evidence.map_err(|error| Error::unreadable("evidence", error))?;
    let flags = serde_json::to_string(new.flags).map_err(|error| Error::unreadable("flags", error))?;
    let (author_kind, author) = match new.author {
        Author::Contact(id) => ("contact", Some(id.0)),
        Author::Agent(id) => ("agent", Some(id.0)),
        Author::Assistant(id) => ("assistant", Some(id.0)),
        Author::System => ("system", None),
    };
    let references = (!new.references.is_empty()).then(|| new.references.join(" "));
    let values = [
        new.conversation.into(),
        new.kind.word().into(),
        author_kind.into(),
        author.into(),
        new.person.name.as_ref().into(),
        (&new.person.address).into(),
        (&recipients).into(),
        new.subject.into(),
        new.automatic.into(),
        new.internet_id.into(),
        references.as_ref().into(),
        new.arrival.into(),
        new.raw.into(),
        now.into(),
        evidence.as_ref().into(),
        new.agents_only.into(),
        (&flags).into(),
    ];
    let id = MessageId(tx.insert(ADD, &values)?);
    let body = [id.into(), new.text.into(), new.html.into(), new.reply_text.into(), (&trace).into()];
    tx.run(ADD_BODY, &body)?;
    if let Some(internet_id) = new.internet_id {
        tx.run(ADD_ID, &[internet_id.into(), id.into(), new.conversation.into()])?;
    }
    tx.happened(Happening {
        kind: webhook::Kind::of_message(new.kind),
        conversation: new.conversation,
        message: Some(id),
        event: None,
        at: now,
    });
    Ok(id)
}

/// Gives an outgoing message its Message-ID, once, in the transaction that made it.
///
/// # Errors
/// The database's own.
pub fn set_internet_id(tx: &mut Tx<'_>, id: MessageId, conversation: ConversationId, internet_id: &str) -> Result<()> {
    tx.run(SET_INTERNET_ID, &[id.into(), internet_id.into()])?;
    tx.run(ADD_ID, &[internet_id.into(), id.into(), conversation.into()])?;
    Ok(())
}

/// Adds a further Message-ID that names a message: the one under which its author's own program knows it.
///
/// # Errors
/// The database's own.
pub fn also_known_as(tx: &mut Tx<'_>, id: MessageId, of: ConversationId, internet_id: &str) -> Result<()> {
    tx.run(ADD_ID, &[internet_id.into(), id.into(), of.into()])?;
    Ok(())
}

/// The newest message that the customer wrote.
///
/// # Errors
/// The database's own.
pub fn newest_by_customer(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<MessageId>> {
    let newest = tx.one(NEWEST_BY_CUSTOMER, &[conversation.into()], |row| row.opt_int(0))?;
    Ok(newest.flatten().map(MessageId))
}

/// The newest message that this contact wrote, and no machine of theirs.
///
/// # Errors
/// The database's own.
pub fn newest_by_contact(tx: &mut Tx<'_>, of: ConversationId, contact: ContactId) -> Result<Option<MessageId>> {
    let newest = tx.one(NEWEST_BY_CONTACT, &[of.into(), contact.into()], |row| row.opt_int(0))?;
    Ok(newest.flatten().map(MessageId))
}

/// True where somebody else than this agent wrote into a conversation since this message: a customer, a colleague, a
/// machine.
///
/// # Errors
/// The database's own.
pub fn of_others_since(tx: &mut Tx<'_>, of: ConversationId, since: MessageId, agent: AgentId) -> Result<bool> {
    Ok(tx.one(OF_OTHERS_SINCE, &[of.into(), since.into(), agent.into()], |_| Ok(()))?.is_some())
}

/// True where a message that its customer has seen follows on this one.
///
/// # Errors
/// The database's own.
pub fn public_since(tx: &mut Tx<'_>, of: ConversationId, since: MessageId) -> Result<bool> {
    Ok(tx.one(PUBLIC_SINCE, &[of.into(), since.into()], |_| Ok(()))?.is_some())
}

/// Removes a message that has gone nowhere, with its body and its Message-IDs. Its conversation's row is the caller's.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    for sql in [REMOVE_IDS, REMOVE_BODY, REMOVE] {
        tx.run(sql, &[id.into()])?;
    }
    Ok(())
}

/// Makes a stored message of an agent one that goes out: to whom, in whose thread, under which subject and address.
///
/// # Errors
/// The database's own.
pub fn set_outgoing(
    tx: &mut Tx<'_>,
    id: MessageId,
    recipients: &Recipients,
    references: &[String],
    subject: &str,
    from: &str,
) -> Result<()> {
    let recipients = serde_json::to_string(recipients).map_err(|error| Error::unreadable("recipients", error))?;
    let references = (!references.is_empty()).then(|| references.join(" "));
    let values = [id.into(), (&recipients).into(), references.as_ref().into(), subject.into(), from.into()];
    tx.run(SET_OUTGOING, &values)?;
    Ok(())
}

/// Makes a message one of another kind: an answer that was undone becomes a note, a note that is published an answer.
///
/// # Errors
/// The database's own.
pub fn set_kind(tx: &mut Tx<'_>, id: MessageId, kind: Kind) -> Result<()> {
    tx.run(SET_KIND, &[id.into(), kind.word().into()])?;
    tx.became(id, kind);
    Ok(())
}

/// Adds a stable word that the timeline warns with, beside those that the message has.
///
/// # Errors
/// The database's own.
pub fn flag(tx: &mut Tx<'_>, id: MessageId, word: &str) -> Result<()> {
    let flags: Option<Vec<String>> = tx.one(FLAGS, &[id.into()], |row| row.json(0, "flags"))?;
    let Some(mut flags) = flags.filter(|flags| !flags.iter().any(|known| known == word)) else { return Ok(()) };
    flags.push(word.to_string());
    let json = serde_json::to_string(&flags).map_err(|error| Error::unreadable("flags", error))?;
    tx.run(SET_FLAGS, &[id.into(), (&json).into()])?;
    Ok(())
}

/// Notes the blob with the bytes that an outgoing message was sent as.
///
/// # Errors
/// The database's own.
pub fn set_raw(tx: &mut Tx<'_>, id: MessageId, blob: &str) -> Result<()> {
    tx.run(SET_RAW, &[id.into(), blob.into()])?;
    Ok(())
}

/// The messages that this Message-ID names, newest first: an id is not unique, two senders may use the same.
///
/// # Errors
/// The database's own.
pub fn known(tx: &mut Tx<'_>, internet_id: &str) -> Result<Vec<Known>> {
    tx.all(KNOWN, &[internet_id.into()], |row| {
        Ok(Known {
            message: MessageId(row.int(0)?),
            conversation: ConversationId(row.int(1)?),
            mailbox: MailboxId(row.int(2)?),
            outbound: row.text(3)? == Kind::Outbound.word(),
        })
    })
}

/// The conversation in which a message stands now.
///
/// # Errors
/// The database's own.
pub fn place(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<ConversationId>> {
    tx.one(PLACE, &[id.into()], |row| row.int(0).map(ConversationId))
}

/// The messages of a conversation behind `after`, oldest first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId, after: Option<MessageId>, most: i64) -> Result<Vec<Message>> {
    let after = after.map_or(0, |id| id.0);
    tx.all(OF, &[conversation.into(), after.into(), most.into()], read)
}

/// The newest messages of a conversation that the customer may see (LA-5), which mail that is planned for later is not yet,
/// before `before`, newest first.
///
/// # Errors
/// The database's own.
pub fn newest_public(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    before: Option<MessageId>,
    most: i64,
) -> Result<Vec<Message>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    tx.all(NEWEST, &[conversation.into(), before.into(), most.into()], read)
}

/// The message with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<Message>> {
    tx.one(BY_ID, &[id.into()], read)
}
