//! Full-text search over folded text. One entry a message; a special word names its conversation, so that later pages
//! can ask whether a conversation was shown before. What stands in From, To and the subject is entered once more as marked
//! words, so that `from:` asks the same index.

pub mod days;
pub mod postgres;
pub mod sqlite;

use desk::{
    ConversationId, MessageId,
    search::{Field, Query, Term},
};

use crate::{Engine, Result, Row, Tx, fold};

/// A question, as phrases that must all occur in one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    phrases: Vec<Phrase>,
}

/// Words that stand side by side; the last one may be the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    open: bool,
}

/// Phrases of a question that are looked at; further ones are not.
const MOST_PHRASES: usize = 24;
/// Bytes of folded words that a message is found by; PostgreSQL refuses vectors beyond 1 MiB, positions included.
const MOST_BYTES: usize = 400 * 1024;
/// Characters of From, of To and of the subject that the operators find; the rest of a longer one is not found by them.
const FIELD_CHARS: usize = 8_000;

impl Question {
    /// Reads what somebody typed. None when nothing searchable is in it.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        Self::of(&Query::read(typed))
    }

    /// The words of a query. None when nothing searchable is in them.
    #[must_use]
    pub fn of(query: &Query) -> Option<Self> {
        let phrases: Vec<Phrase> = query.terms.iter().flat_map(phrases).take(MOST_PHRASES).collect();
        (!phrases.is_empty()).then_some(Self { phrases })
    }
}

fn phrases(term: &Term) -> Vec<Phrase> {
    let words = words_in(term.field, &term.text);
    if term.phrase {
        return (!words.is_empty()).then_some(Phrase { words, open: term.open }).into_iter().collect();
    }
    let behind_last = words.len();
    let alone = |(at, word)| Phrase { words: vec![word], open: term.open && at == behind_last };
    (1..).zip(words).map(alone).collect()
}

/// The folded words of a text as they stand in the index when the text stands in this part of a message. The mark's
/// first letter is one that folding always replaces.
fn words_in(field: Field, text: &str) -> Vec<String> {
    let mark = match field {
        Field::Anywhere => "",
        Field::From => "ßf",
        Field::To => "ßt",
        Field::Subject => "ßs",
    };
    fold::words(text).split_whitespace().map(|word| format!("{mark}{word}")).collect()
}

/// A message that answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
}

/// What a message is to be found by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// Name and address of whoever wrote it.
    pub from: &'a str,
    /// Names and addresses under To and Cc.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// All the rest: text, names of files.
    pub text: &'a str,
}

/// Enters a message. The words are folded here.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, message: MessageId, conversation: ConversationId, words: &Words<'_>) -> Result<()> {
    let Words { from, to, subject, text } = words;
    let mut entry = String::new();
    for (field, text) in [(Field::From, from), (Field::To, to), (Field::Subject, subject)] {
        let cut: String = text.chars().take(FIELD_CHARS).collect();
        for word in words_in(field, &cut) {
            entry.push_str(&word);
            entry.push(' ');
        }
    }
    entry.push_str(&fold::words(&format!("{subject} {from} {text}")));
    let words = format!("{} {}", bounded(&entry), mark(conversation));
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
    tx.write_entries()?;
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

/// Messages by their ids, which ascend with time: from the first on, up to the second and without it.
pub type Span = (MessageId, MessageId);

/// True when a message of this conversation within the span answers the question: an earlier page showed it.
///
/// # Errors
/// The database's own.
pub fn was_shown(tx: &mut Tx<'_>, question: &Question, conversation: ConversationId, within: Span) -> Result<bool> {
    tx.write_entries()?;
    let (sql, asked) = match tx.engine() {
        Engine::Sqlite => (sqlite::SHOWN, sqlite::question(question, Some(conversation))),
        Engine::Postgres => (postgres::SHOWN, postgres::question(question, Some(conversation))),
    };
    Ok(tx.one(sql, &[(&asked).into(), within.0.into(), within.1.into()], |_| Ok(()))?.is_some())
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
    fn an_operator_asks_for_marked_words_side_by_side() {
        let question = Question::read("from:Zoë@posta subject:\"order 4711\" to:sup").unwrap();
        let asked = sqlite::question(&question, None);
        assert_eq!(asked, r#""ßfzoe ßfposta" AND "ßsorder ßs4711" AND "ßtsup" *"#);
        let asked = postgres::question(&question, None);
        assert_eq!(asked, "('ßfzoe' <-> 'ßfposta') & ('ßsorder' <-> 'ßs4711') & 'ßtsup':*");
        let beginning = Question::read("from:zoe@pos").unwrap();
        assert_eq!(sqlite::question(&beginning, None), r#""ßfzoe ßfpos" *"#);
        assert_eq!(postgres::question(&beginning, None), "('ßfzoe' <-> 'ßfpos':*)");
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
        assert_eq!(asked, r#""a" AND "and" AND "b" AND "or" AND "c" AND "near" AND "d""#);
    }
}
