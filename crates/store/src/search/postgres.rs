//! Search on PostgreSQL: a GIN index over vectors of the folded words. The question goes over as text: a parameter of
//! type tsquery would be read in that type's binary form.

use std::fmt::Write as _;

use desk::ConversationId;

use super::{Question, mark};

/// The highest position that a vector can hold.
const LAST_POSITION: u32 = 16_383;

crate::statements! {
    ADD = "INSERT INTO search (message_id, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector))";
    HITS = "SELECT m.id, m.conversation_id FROM (SELECT message_id AS id FROM search
              WHERE words @@ CAST(CAST($1 AS text) AS tsquery) AND message_id < $2 ORDER BY message_id DESC LIMIT $3) AS s
            JOIN messages m ON m.id = s.id ORDER BY m.id DESC";
    SHOWN = "SELECT message_id FROM search WHERE words @@ CAST(CAST($1 AS text) AS tsquery) AND message_id >= $2 LIMIT 1";
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
    let mut parts: Vec<String> = question
        .phrases
        .iter()
        .map(|phrase| match phrase.as_slice() {
            [word] => format!("'{word}'"),
            words => format!("({})", words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" <-> ")),
        })
        .collect();
    parts.extend(question.prefix.iter().map(|word| format!("'{word}':*")));
    parts.extend(only.map(|conversation| format!("'{}'", mark(conversation))));
    parts.join(" & ")
}
