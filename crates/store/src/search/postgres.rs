//! Search on PostgreSQL: a GIN index over vectors of the folded words. The question goes over as text: a parameter of
//! type tsquery would be read in that type's binary form.

use std::fmt::Write as _;

use desk::ConversationId;

use super::{Hit, Phrase, Question, mark};
use crate::{Result, Tx};

/// The highest position that a vector can hold.
const LAST_POSITION: u32 = 16_383;

crate::statements! {
    REMOVE = "DELETE FROM search WHERE message_id = $1";
    ADD = "INSERT INTO search (message_id, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector))";
    /// The newest messages, one after the other: words that many messages hold are found here at once.
    NEAR = "SELECT m.id, m.conversation_id FROM search s JOIN messages m ON m.id = s.message_id
            WHERE s.message_id < $2 AND s.message_id >= $3 AND s.words @@ CAST(CAST($1 AS text) AS tsquery)
            ORDER BY s.message_id DESC LIMIT $4";
    /// All older ones, by the index of words: the few messages that hold rare words. Left to choose, the planner walks
    /// all messages from the newest, since it does not know which words are rare.
    FAR = "WITH found AS MATERIALIZED (SELECT message_id AS id FROM search
              WHERE words @@ CAST(CAST($1 AS text) AS tsquery) AND message_id + 0 < $2)
           SELECT m.id, m.conversation_id FROM (SELECT id FROM found ORDER BY id DESC LIMIT $3) AS s
           JOIN messages m ON m.id = s.id ORDER BY m.id DESC";
    /// The planner does not count what it costs to read a vector, and would rather read all of them than ask the index.
    BY_INDEX = "SET LOCAL enable_seqscan = off";
    AS_USUAL = "SET LOCAL enable_seqscan = on";
    NEWEST = "SELECT COALESCE(MAX(message_id), 0) FROM search";
    SHOWN = "SELECT message_id FROM search WHERE words @@ CAST(CAST($1 AS text) AS tsquery)
             AND message_id >= $2 AND message_id < $3 LIMIT 1";
}

/// How many of the newest messages are looked at one after the other; each costs the reading of its vector.
const NEAR_MESSAGES: i64 = 1_000;

/// The newest messages before `before` that answer the question, newest first.
pub(super) fn hits(tx: &mut Tx<'_>, asked: &str, before: i64, most: i64) -> Result<Vec<Hit>> {
    let newest = tx.one(NEWEST, &[], |row| row.int(0))?.unwrap_or(0);
    let border = before.min(newest.saturating_add(1)).saturating_sub(NEAR_MESSAGES);
    let mut hits = tx.all(NEAR, &[asked.into(), before.into(), border.into(), most.into()], super::read)?;
    let left = most - i64::try_from(hits.len()).unwrap_or(most);
    if left > 0 && border > 0 {
        tx.run(BY_INDEX, &[])?;
        hits.extend(tx.all(FAR, &[asked.into(), border.into(), left.into()], super::read)?);
        tx.run(AS_USUAL, &[])?;
    }
    Ok(hits)
}

/// The vector of folded words. It is written here and not by `to_tsvector`, whose parser takes some words for numbers and
/// cuts them. Words are letters and digits, so nothing needs escaping; positions end where PostgreSQL's do.
pub(super) fn vector(words: &str) -> String {
    let mut out = String::with_capacity(words.len() * 2);
    for (word, position) in words.split_whitespace().zip(1_u32..) {
        let _ = write!(out, "'{word}':{} ", position.min(LAST_POSITION));
    }
    out
}

pub(super) fn question(question: &Question, only: Option<ConversationId>) -> String {
    let mut parts: Vec<String> = question.phrases.iter().map(phrase).collect();
    parts.extend(only.map(|conversation| format!("'{}'", mark(conversation))));
    parts.join(" & ")
}

fn phrase(phrase: &Phrase) -> String {
    let words: Vec<String> = phrase.words.iter().map(|word| format!("'{word}'")).collect();
    let open = if phrase.open { ":*" } else { "" };
    match words.as_slice() {
        [word] => format!("{word}{open}"),
        words => format!("({}{open})", words.join(" <-> ")),
    }
}
