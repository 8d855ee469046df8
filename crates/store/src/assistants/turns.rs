//! Turns: each message of a customer that an assistant looked at, with what was found, asked and said, so that agents can
//! see all of it. One turn is one job.

use desk::{
    AssistantId, AssistantTurnId, ConversationId, MessageId, Micros,
    assistant::{Mode, State},
    limits,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Row, Tx, changes::Change, jobs};

/// A passage that was found for a turn, as it stood then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its article's title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where its article can be read.
    pub link: Option<String>,
    /// True where the answer names it.
    pub named: bool,
}

/// A turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Which.
    pub id: AssistantTurnId,
    /// Whose.
    pub assistant: AssistantId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The message that it is about.
    pub message: MessageId,
    /// The message that it wrote.
    pub answer_id: Option<MessageId>,
    /// What was to become of it.
    pub mode: Mode,
    /// Where it stands.
    pub state: State,
    /// Why, as a stable word.
    pub reason: Option<String>,
    /// What was found.
    pub found: Vec<Found>,
    /// What was asked.
    pub asked: String,
    /// What was said to it.
    pub said: String,
    /// The answer for people to read; empty for none.
    pub answer: String,
    /// Tokens of what was asked, as far as the service says.
    pub tokens_in: Option<i64>,
    /// Tokens of what was said.
    pub tokens_out: Option<i64>,
    /// How long the service took, milliseconds.
    pub took_ms: Option<i64>,
    /// When it began.
    pub created_at: Micros,
    /// When it ended.
    pub ended_at: Option<Micros>,
}

/// What came of a turn.
#[derive(Clone, Debug, Default)]
pub struct Ending<'a> {
    /// Why, as a stable word.
    pub reason: Option<&'a str>,
    /// The message that it wrote.
    pub answer_id: Option<MessageId>,
    /// What was found.
    pub found: &'a [Found],
    /// What was asked.
    pub asked: &'a str,
    /// What was said.
    pub said: &'a str,
    /// The answer for people to read.
    pub answer: &'a str,
    /// Tokens of what was asked.
    pub tokens_in: Option<i64>,
    /// Tokens of what was said.
    pub tokens_out: Option<i64>,
    /// How long the service took, milliseconds.
    pub took_ms: Option<i64>,
}

macro_rules! turns {
    ($rest:literal) => {
        concat!(
            "SELECT id, assistant_id, conversation_id, message_id, answer_id, mode, state, reason, found, asked, said,
               answer, tokens_in, tokens_out, took_ms, created_at, ended_at FROM assistant_turns ",
            $rest
        )
    };
}

crate::statements! {
    ADD = "INSERT INTO assistant_turns (assistant_id, conversation_id, message_id, mode, state, created_at)
           VALUES ($1, $2, $3, $4, 'waiting', $5) RETURNING id";
    BY_ID = turns!("WHERE id = $1");
    OF = turns!("WHERE conversation_id = $1 ORDER BY id DESC LIMIT $2");
    LAST = turns!("WHERE conversation_id = $1 AND state <> 'helped' ORDER BY id DESC LIMIT 1");
    HELPED = "INSERT INTO assistant_turns (assistant_id, conversation_id, message_id, mode, state, reason, found, asked, said,
                answer, tokens_in, tokens_out, took_ms, created_at, ended_at)
              VALUES ($1, $2, $3, 'draft', 'helped', $4, $5, $6, $7, '', $8, $9, $10, $11, $12) RETURNING id";
    END = "UPDATE assistant_turns SET state = $2, reason = $3, answer_id = $4, found = $5, asked = $6, said = $7,
             answer = $8, tokens_in = $9, tokens_out = $10, took_ms = $11, ended_at = $12
           WHERE id = $1 AND state = 'waiting'";
    DISMISS = "UPDATE assistant_turns SET answer = '' WHERE id = $1 AND answer <> '' AND answer_id IS NULL";
    ANSWERED = "SELECT COUNT(*) FROM assistant_turns WHERE conversation_id = $1 AND state IN ('answered', 'drafted')";
    HANDED_OVER = "SELECT 1 FROM assistant_turns WHERE conversation_id = $1 AND state = 'handed_over' LIMIT 1";
    PERSON_WROTE = "SELECT 1 FROM messages WHERE conversation_id = $1 AND kind = 'outbound' AND author_kind = 'agent' LIMIT 1";
    SINCE = "SELECT COUNT(*) FROM assistant_turns WHERE assistant_id = $1 AND created_at > $2";
    REMOVE = "DELETE FROM assistant_turns WHERE conversation_id = $1";
    ERASE = "UPDATE assistant_turns SET state = 'erased', found = '[]', asked = '', said = '', answer = ''
             WHERE conversation_id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (OF, "assistant_turns_by_conversation"),
    (LAST, "assistant_turns_by_conversation"),
    (SINCE, "assistant_turns_by_assistant"),
];

fn read(row: &Row<'_>) -> Result<Turn> {
    let (mode, state) = (row.text(5)?, row.text(6)?);
    Ok(Turn {
        id: AssistantTurnId(row.int(0)?),
        assistant: AssistantId(row.int(1)?),
        conversation: ConversationId(row.int(2)?),
        message: MessageId(row.int(3)?),
        answer_id: row.opt_int(4)?.map(MessageId),
        mode: Mode::from_word(&mode).ok_or_else(|| Error::unreadable("mode of an assistant", mode))?,
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("state of a turn", state))?,
        reason: row.opt_text(7)?,
        found: row.json(8, "what was found")?,
        asked: row.text(9)?,
        said: row.text(10)?,
        answer: row.text(11)?,
        tokens_in: row.opt_int(12)?,
        tokens_out: row.opt_int(13)?,
        took_ms: row.opt_int(14)?,
        created_at: row.time(15)?,
        ended_at: row.opt_time(16)?,
    })
}

/// Adds a turn that is worked on from now on.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut Tx<'_>,
    assistant: AssistantId,
    conversation: ConversationId,
    message: MessageId,
    mode: Mode,
    now: Micros,
) -> Result<AssistantTurnId> {
    let values = [assistant.into(), conversation.into(), message.into(), mode.word().into(), now.into()];
    let id = AssistantTurnId(tx.insert(ADD, &values)?);
    jobs::add(tx, jobs::ASSIST, id.0, now)?;
    Ok(id)
}

/// The turn with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: AssistantTurnId) -> Result<Option<Turn>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The newest turns of a conversation, the newest first.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Vec<Turn>> {
    tx.all(OF, &[conversation.into(), limits::ASSISTANT_TURNS_SHOWN.into()], read)
}

/// The newest turn of a conversation.
///
/// # Errors
/// The database's own.
pub fn last(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Turn>> {
    tx.one(LAST, &[conversation.into()], read)
}

/// Ends a turn. False where it has ended before.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, turn: &Turn, state: State, ending: &Ending<'_>, now: Micros) -> Result<bool> {
    let found = as_json(ending.found)?;
    let (asked, said) = (cut(ending.asked), cut(ending.said));
    let values = [
        turn.id.into(),
        state.word().into(),
        ending.reason.into(),
        ending.answer_id.into(),
        (&found).into(),
        (&asked).into(),
        (&said).into(),
        ending.answer.into(),
        ending.tokens_in.into(),
        ending.tokens_out.into(),
        ending.took_ms.into(),
        now.into(),
    ];
    let ended = tx.run(END, &values)? == 1;
    if ended {
        tx.change(Change::ConversationChanged(turn.conversation));
    }
    Ok(ended)
}

fn as_json(found: &[Found]) -> Result<String> {
    serde_json::to_string(found).map_err(|error| Error::unreadable("what was found", error))
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(limits::ASSISTANT_KEPT_CHARS).collect()
}

/// Keeps what an assistant was asked by an agent, and said: it is over already. `reason` is what it helped with.
///
/// # Errors
/// The database's own.
pub fn helped(
    tx: &mut Tx<'_>,
    (assistant, conversation, message): (AssistantId, ConversationId, MessageId),
    ending: &Ending<'_>,
    (began, now): (Micros, Micros),
) -> Result<AssistantTurnId> {
    let found = as_json(ending.found)?;
    let (asked, said) = (cut(ending.asked), cut(ending.said));
    let values = [
        assistant.into(),
        conversation.into(),
        message.into(),
        ending.reason.into(),
        (&found).into(),
        (&asked).into(),
        (&said).into(),
        ending.tokens_in.into(),
        ending.tokens_out.into(),
        ending.took_ms.into(),
        began.into(),
        now.into(),
    ];
    tx.insert(HELPED, &values).map(AssistantTurnId)
}

/// Takes the draft of a turn away, if there is one.
///
/// # Errors
/// The database's own.
pub fn dismiss(tx: &mut Tx<'_>, turn: &Turn) -> Result<()> {
    if tx.run(DISMISS, &[turn.id.into()])? == 1 {
        tx.change(Change::ConversationChanged(turn.conversation));
    }
    Ok(())
}

/// How many answers and drafts assistants have given in a conversation.
///
/// # Errors
/// The database's own.
pub fn answered(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<i64> {
    Ok(tx.one(ANSWERED, &[conversation.into()], |row| row.int(0))?.unwrap_or_default())
}

/// True where an assistant has given a conversation to people.
///
/// # Errors
/// The database's own.
pub fn handed_over(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
    Ok(tx.one(HANDED_OVER, &[conversation.into()], |_| Ok(()))?.is_some())
}

/// True where a person of the team has written to the customer.
///
/// # Errors
/// The database's own.
pub fn person_wrote(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
    Ok(tx.one(PERSON_WROTE, &[conversation.into()], |_| Ok(()))?.is_some())
}

/// How many messages an assistant has looked at since then.
///
/// # Errors
/// The database's own.
pub fn since(tx: &mut Tx<'_>, assistant: AssistantId, since: Micros) -> Result<i64> {
    Ok(tx.one(SINCE, &[assistant.into(), since.into()], |row| row.int(0))?.unwrap_or_default())
}

/// Removes the turns of a conversation that never was.
///
/// # Errors
/// The database's own.
pub fn remove_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    tx.run(REMOVE, &[conversation.into()])?;
    Ok(())
}

/// Takes the customer's words, and those made of them, out of the turns of a conversation.
///
/// # Errors
/// The database's own.
pub fn erase_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    tx.run(ERASE, &[conversation.into()])?;
    Ok(())
}
