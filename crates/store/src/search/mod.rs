//! Full-text search over folded text. One entry a message; a special word names its conversation, so that later pages
//! can ask whether a conversation was shown before.

pub mod postgres;
pub mod sqlite;

use desk::{ConversationId, MessageId};

use crate::{Engine, Result, Row, Tx, fold};

/// A question, as words that must all occur; the last one may be the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    phrases: Vec<Vec<String>>,
    prefix: Option<String>,
}

/// Words of a question that are looked at; further ones are not.
const MOST_WORDS: usize = 24;
/// Bytes of folded words that a message is found by; PostgreSQL refuses vectors beyond 1 MiB, positions included.
const MOST_BYTES: usize = 400 * 1024;

impl Question {
    /// Reads what somebody typed: words, and "phrases" in quotation marks. None when nothing searchable is in it.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let mut phrases = Vec::new();
        let mut prefix = None;
        for (index, piece) in typed.split('"').enumerate() {
            let words: Vec<String> = fold::words(piece).split_whitespace().map(ToString::to_string).collect();
            let quoted = index % 2 == 1;
            if quoted && !words.is_empty() {
                phrases.extend(prefix.take().map(|word| vec![word]));
                phrases.push(words);
            } else if let Some((last, rest)) = words.split_last() {
                phrases.extend(prefix.take().map(|word| vec![word]));
                phrases.extend(rest.iter().map(|word| vec![word.clone()]));
                prefix = Some(last.clone());
            }
        }
        if typed.ends_with(' ') {
            phrases.extend(prefix.take().map(|word| vec![word]));
        }
        phrases.truncate(MOST_WORDS);
        (!phrases.is_empty() || prefix.is_some()).then_some(Self { phrases, prefix })
    }
}

/// A message that answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
}

/// Enters a message. `text` is everything that search is to find it by; it is folded here.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, message: MessageId, conversation: ConversationId, text: &str) -> Result<()> {
    let words = format!("{} {}", bounded(&fold::words(text)), mark(conversation));
    let words = match tx.engine() {
        Engine::Sqlite => words,
        Engine::Postgres => postgres::vector(&words),
    };
    tx.enter(Entry { message, words });
    Ok(())
}

/// The words of a message, which are written before the transaction ends.
pub(crate) struct Entry {
    message: MessageId,
    words: String,
}

pub(crate) fn write(tx: &mut Tx<'_>, entry: &Entry) -> Result<()> {
    let sql = match tx.engine() {
        Engine::Sqlite => sqlite::ADD,
        Engine::Postgres => postgres::ADD,
    };
    tx.run(sql, &[entry.message.into(), (&entry.words).into()])?;
    Ok(())
}

/// Takes a message out.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    let sql = match tx.engine() {
        Engine::Sqlite => sqlite::REMOVE,
        Engine::Postgres => postgres::REMOVE,
    };
    tx.run(sql, &[message.into()])?;
    Ok(())
}

/// The newest messages before `before` that answer the question, newest first.
///
/// # Errors
/// The database's own.
pub fn hits(tx: &mut Tx<'_>, question: &Question, before: Option<MessageId>, most: i64) -> Result<Vec<Hit>> {
    tx.write_entries()?;
    let before = before.map_or(i64::MAX, |id| id.0);
    match tx.engine() {
        Engine::Sqlite => {
            let asked = sqlite::question(question, None);
            tx.all(sqlite::HITS, &[(&asked).into(), before.into(), most.into()], read)
        }
        Engine::Postgres => postgres::hits(tx, &postgres::question(question, None), before, most),
    }
}

fn read(row: &Row<'_>) -> Result<Hit> {
    Ok(Hit { message: MessageId(row.int(0)?), conversation: ConversationId(row.int(1)?) })
}

/// True when a message of this conversation that is not before `from` answers the question: an earlier page showed it.
///
/// # Errors
/// The database's own.
pub fn was_shown(tx: &mut Tx<'_>, question: &Question, conversation: ConversationId, from: MessageId) -> Result<bool> {
    tx.write_entries()?;
    let (sql, asked) = match tx.engine() {
        Engine::Sqlite => (sqlite::SHOWN, sqlite::question(question, Some(conversation))),
        Engine::Postgres => (postgres::SHOWN, postgres::question(question, Some(conversation))),
    };
    Ok(tx.one(sql, &[(&asked).into(), from.into()], |_| Ok(()))?.is_some())
}

/// The beginning of folded words, cut between two of them.
fn bounded(words: &str) -> &str {
    if words.len() <= MOST_BYTES {
        return words;
    }
    let cut = words.bytes().take(MOST_BYTES).rposition(|byte| byte == b' ').unwrap_or(0);
    words.get(..cut).unwrap_or_default()
}

/// The word that stands for a conversation. It begins with a letter that folding always replaces, so no folded text
/// contains it and nothing that somebody types is its beginning.
fn mark(conversation: ConversationId) -> String {
    format!("ß{conversation}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_words_phrases_and_a_beginning() {
        let question = Question::read("Žádost \"order 4711\" refu").unwrap();
        assert_eq!(sqlite::question(&question, None), "\"zadost\" AND \"order 4711\" AND \"refu\" *");
        assert_eq!(postgres::question(&question, None), "'zadost' & ('order' <-> '4711') & 'refu':*");
        assert_eq!(Question::read("  \"\" ,;"), None);
        let whole = Question::read("refund ").unwrap();
        assert_eq!(sqlite::question(&whole, None), "\"refund\"");
    }

    #[test]
    fn nothing_typed_is_the_mark_of_a_conversation() {
        let typed = Question::read(&mark(ConversationId(1_001))).unwrap();
        assert_eq!(sqlite::question(&typed, None), "\"ss1001\" *");
    }

    #[test]
    fn endless_words_are_cut_between_two_of_them() {
        let words = fold::words(&"한국어 ".repeat(100_000));
        let kept = bounded(&words);
        assert!(kept.len() <= MOST_BYTES && kept.len() > MOST_BYTES - 64, "{}", kept.len());
        assert!(words.get(kept.len()..).unwrap().starts_with(' '));
        assert_eq!(bounded("a b"), "a b");
    }

    #[test]
    fn operators_in_a_question_are_plain_words() {
        let question = Question::read("a AND b* OR (c NEAR d) '").unwrap();
        let asked = sqlite::question(&question, None);
        assert_eq!(asked, r#""a" AND "and" AND "b" AND "or" AND "c" AND "near" AND "d" *"#);
    }
}
