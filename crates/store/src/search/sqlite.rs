//! Search on SQLite: FTS5, whose rows are read from the newest.

use desk::ConversationId;

use super::{Phrase, Question, mark};

crate::statements! {
    ADD = "INSERT INTO search (rowid, words) VALUES ($1, $2)";
    REMOVE = "DELETE FROM search WHERE rowid = $1";
    HITS = "SELECT m.id, m.conversation_id FROM (SELECT rowid AS id FROM search WHERE search MATCH $1 AND rowid < $2
              ORDER BY rowid DESC LIMIT $3) AS s JOIN messages m ON m.id = s.id ORDER BY m.id DESC";
    SHOWN = "SELECT rowid FROM search WHERE search MATCH $1 AND rowid >= $2 AND rowid < $3 LIMIT 1";
}

pub(super) fn question(question: &Question, only: Option<ConversationId>) -> String {
    let phrase = |one: &Phrase| format!("\"{}\"{}", one.words.join(" "), if one.open { " *" } else { "" });
    let mut parts: Vec<String> = question.phrases.iter().map(phrase).collect();
    parts.extend(only.map(|conversation| format!("\"{}\"", mark(conversation))));
    parts.join(" AND ")
}
