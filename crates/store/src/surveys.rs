//! Satisfaction surveys: one row for each resolving that asks for one, with what the customer said. What is counted by
//! mailbox, queue and agent stands in the row, so that it stays true when the conversation moves on.

use desk::{
    AgentId, ContactId, ConversationId, MailboxId, Micros, SurveyId, limits,
    survey::{Rating, State},
};

use crate::{Error, Result, Row, Tx, changes::Change, jobs};

/// A survey to be sent.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// The conversation that was resolved.
    pub conversation: ConversationId,
    /// Its customer.
    pub contact: ContactId,
    /// Its mailbox.
    pub mailbox: MailboxId,
    /// Who had it as it was resolved, else who resolved it.
    pub agent: Option<AgentId>,
    /// When it is to leave.
    pub due: Micros,
}

/// A survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Which.
    pub id: SurveyId,
    /// The conversation.
    pub conversation: ConversationId,
    /// Its customer.
    pub contact: ContactId,
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// Who had the conversation.
    pub agent: Option<AgentId>,
    /// Where it stands.
    pub state: State,
    /// The language in which it left.
    pub language: Option<String>,
    /// What the customer said.
    pub rating: Option<Rating>,
    /// What they added; empty for nothing.
    pub comment: String,
    /// How often they changed it.
    pub changes: i64,
    /// When it was to leave first.
    pub due_at: Micros,
    /// When it left.
    pub sent_at: Option<Micros>,
    /// When it was answered first.
    pub rated_at: Option<Micros>,
}

/// What the surveys of a mailbox came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Surveys that left.
    pub sent: i64,
    /// Answers by their rating, the worst first.
    pub ratings: [i64; 5],
}

crate::statements! {
    ADD = "INSERT INTO surveys (conversation_id, contact_id, mailbox_id, queue_id, agent_id, state, created_at, due_at)
           VALUES ($1, $2, $3, (SELECT queue_id FROM conversations WHERE id = $1), $4, 'waiting', $5, $6) RETURNING id";
    BY_ID = "SELECT id, conversation_id, contact_id, mailbox_id, agent_id, state, language, rating, comment, changes, due_at,
               sent_at, rated_at FROM surveys WHERE id = $1";
    OF = "SELECT id, conversation_id, contact_id, mailbox_id, agent_id, state, language, rating, comment, changes, due_at,
            sent_at, rated_at FROM surveys WHERE conversation_id = $1 AND sent_at IS NOT NULL ORDER BY id DESC LIMIT $2";
    WAITING = "SELECT id FROM surveys WHERE conversation_id = $1 AND state = 'waiting'";
    END = "UPDATE surveys SET state = $2 WHERE id = $1 AND state = 'waiting'";
    LEFT = "UPDATE surveys SET state = 'sent', sent_at = $2, address_folded = $3, language = $4
            WHERE id = $1 AND state = 'waiting' RETURNING conversation_id";
    TO_PERSON = "SELECT 1 FROM surveys WHERE contact_id = $1 AND sent_at > $3
                 UNION ALL SELECT 1 FROM surveys WHERE address_folded = $2 AND sent_at > $3 LIMIT 1";
    RATE = "UPDATE surveys SET rating = $2, comment = $3, rated_at = COALESCE(rated_at, $4),
              changes = changes + CASE WHEN rated_at IS NULL THEN 0 ELSE 1 END
            WHERE id = $1 AND state = 'sent' AND (rating IS NULL OR rating <> $2 OR comment <> $3)";
    SENT = "SELECT COUNT(*) FROM surveys WHERE mailbox_id = $1 AND sent_at > $2";
    RATED = "SELECT COUNT(CASE WHEN rating = 1 THEN 1 END), COUNT(CASE WHEN rating = 2 THEN 1 END),
               COUNT(CASE WHEN rating = 3 THEN 1 END), COUNT(CASE WHEN rating = 4 THEN 1 END),
               COUNT(CASE WHEN rating = 5 THEN 1 END)
             FROM surveys WHERE mailbox_id = $1 AND rated_at > $2 AND rating IS NOT NULL";
    REMOVE = "DELETE FROM surveys WHERE conversation_id = $1";
    ERASE_OF_CONVERSATION = "UPDATE surveys SET comment = '', address_folded = NULL, state = 'erased'
                             WHERE conversation_id = $1";
    ERASE_OF_CONTACT = "UPDATE surveys SET comment = '', address_folded = NULL, state = 'erased' WHERE contact_id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (OF, "surveys_by_conversation"),
    (WAITING, "surveys_by_conversation"),
    (TO_PERSON, "surveys_to_contact"),
    (TO_PERSON, "surveys_to_address"),
    (SENT, "surveys_sent"),
    (RATED, "surveys_rated"),
];

fn read(row: &Row<'_>) -> Result<Survey> {
    let state = row.text(5)?;
    let rating = |number| Rating::from_number(number).ok_or_else(|| Error::unreadable("rating", number.to_string()));
    Ok(Survey {
        id: SurveyId(row.int(0)?),
        conversation: ConversationId(row.int(1)?),
        contact: ContactId(row.int(2)?),
        mailbox: MailboxId(row.int(3)?),
        agent: row.opt_int(4)?.map(AgentId),
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("state of a survey", state))?,
        language: row.opt_text(6)?,
        rating: row.opt_int(7)?.map(rating).transpose()?,
        comment: row.text(8)?,
        changes: row.int(9)?,
        due_at: row.time(10)?,
        sent_at: row.opt_time(11)?,
        rated_at: row.opt_time(12)?,
    })
}

/// Adds a survey that leaves when it is due.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New, now: Micros) -> Result<SurveyId> {
    let values =
        [new.conversation.into(), new.contact.into(), new.mailbox.into(), new.agent.into(), now.into(), new.due.into()];
    let id = SurveyId(tx.insert(ADD, &values)?);
    jobs::add(tx, jobs::SURVEY, id.0, new.due)?;
    Ok(id)
}

/// The survey with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: SurveyId) -> Result<Option<Survey>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The surveys of a conversation that left, the newest first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Survey>> {
    tx.all(OF, &[conversation.into(), limits::SURVEYS_SHOWN.into()], read)
}

/// How satisfied the customer of a conversation said they are, last.
///
/// # Errors
/// The database's own.
pub fn rating_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Rating>> {
    Ok(of(tx, conversation)?.into_iter().find_map(|survey| survey.rating))
}

/// Cancels what has not left yet of a conversation.
///
/// # Errors
/// The database's own.
pub fn cancel_waiting(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    for id in tx.all(WAITING, &[conversation.into()], |row| row.int(0).map(SurveyId))? {
        end(tx, id, State::Cancelled)?;
        jobs::withdraw(tx, jobs::SURVEY, id.0)?;
    }
    Ok(())
}

/// Ends a survey that will not leave.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, id: SurveyId, state: State) -> Result<()> {
    tx.run(END, &[id.into(), state.word().into()])?;
    Ok(())
}

/// Notes that a survey leaves, in the transaction that queues its mail.
///
/// # Errors
/// The database's own.
pub fn left(tx: &mut Tx<'_>, id: SurveyId, folded: &str, language: &str, now: Micros) -> Result<()> {
    let values = [id.into(), now.into(), folded.into(), language.into()];
    if let Some(conversation) = tx.one(LEFT, &values, |row| row.int(0).map(ConversationId))? {
        tx.change(Change::ConversationChanged(conversation));
    }
    Ok(())
}

/// True when a survey went to this person, or to this address, since then.
///
/// # Errors
/// The database's own.
pub fn went_to(tx: &mut Tx<'_>, contact: ContactId, folded: &str, since: Micros) -> Result<bool> {
    Ok(tx.one(TO_PERSON, &[contact.into(), folded.into(), since.into()], |_| Ok(()))?.is_some())
}

/// Keeps what a customer said. False where they had said exactly that before, or the survey takes no answer.
///
/// # Errors
/// The database's own.
pub fn rate(tx: &mut Tx<'_>, survey: &Survey, rating: Rating, comment: &str, now: Micros) -> Result<bool> {
    let kept = tx.run(RATE, &[survey.id.into(), rating.number().into(), comment.into(), now.into()])? == 1;
    if kept {
        tx.change(Change::ConversationChanged(survey.conversation));
    }
    Ok(kept)
}

/// What the surveys of a mailbox came to since then: those that left since, and the answers that came since.
///
/// # Errors
/// The database's own.
pub fn summary(tx: &mut Tx<'_>, mailbox: MailboxId, since: Micros) -> Result<Summary> {
    let values = [mailbox.into(), since.into()];
    let sent = tx.one(SENT, &values, |row| row.int(0))?.unwrap_or(0);
    let ratings =
        tx.one(RATED, &values, |row| Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?]))?;
    Ok(Summary { sent, ratings: ratings.unwrap_or_default() })
}

/// Removes the surveys of a conversation that is removed.
///
/// # Errors
/// The database's own.
pub(crate) fn remove_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    cancel_waiting(tx, conversation)?;
    tx.run(REMOVE, &[conversation.into()])?;
    Ok(())
}

/// Takes the words out of the surveys of a conversation, and ends their links; the numbers stay.
///
/// # Errors
/// The database's own.
pub(crate) fn erase_of_conversation(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    tx.run(ERASE_OF_CONVERSATION, &[conversation.into()])?;
    Ok(())
}

/// The same of all that went to a contact.
///
/// # Errors
/// The database's own.
pub(crate) fn erase_of_contact(tx: &mut Tx<'_>, contact: ContactId) -> Result<()> {
    tx.run(ERASE_OF_CONTACT, &[contact.into()])?;
    Ok(())
}
