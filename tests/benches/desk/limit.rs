//! The limit: the same mails through bare `mail-parser` and a plain insert, in transactions of 100. What a desk adds to
//! this is its own cost.

use std::time::{Duration, Instant};

use journeys::scratch::Scratch;
use mail_parser::{HeaderValue, MessageParser};
use rusqlite::{Connection, params};

use crate::usage;

/// Processor and wall time of one thread over all mails. `with_raw`: the raw bytes and a full-text entry too.
pub fn measure(mails: &[Vec<u8>], with_raw: bool) -> (Duration, Duration) {
    let folder = Scratch::new("limit");
    let mut database = Connection::open(folder.join("limit.db")).expect("a database");
    database
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
             CREATE TABLE mails (id INTEGER PRIMARY KEY, message_id TEXT, sender TEXT, subject TEXT, body TEXT, html TEXT, raw BLOB);
             CREATE INDEX mails_by_message_id ON mails (message_id);
             CREATE VIRTUAL TABLE words USING fts5 (text, content='');",
        )
        .expect("tables");
    let (begun, before) = (Instant::now(), usage::processor_time(std::process::id()));
    for together in mails.chunks(100) {
        let transaction = database.transaction().expect("a transaction");
        for raw in together {
            insert(&transaction, raw, with_raw);
        }
        transaction.commit().expect("a commit");
    }
    (usage::processor_time(std::process::id()) - before, begun.elapsed())
}

fn insert(transaction: &Connection, raw: &[u8], with_raw: bool) {
    let mail = MessageParser::default().parse(raw).expect("a mail");
    let sender = mail.from().and_then(|from| from.first()).and_then(|from| from.address());
    let text = mail.body_text(0);
    let references = matches!(mail.references(), HeaderValue::Empty);
    std::hint::black_box(references);
    let mut add = transaction
        .prepare_cached(
            "INSERT INTO mails (message_id, sender, subject, body, html, raw) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .expect("a statement");
    let kept = with_raw.then_some(raw);
    add.execute(params![
        mail.message_id(),
        sender,
        mail.subject(),
        text.as_deref(),
        mail.body_html(0).as_deref(),
        kept
    ])
    .expect("a row");
    if with_raw {
        let mut add =
            transaction.prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)").expect("a statement");
        add.execute(params![transaction.last_insert_rowid(), text.as_deref()]).expect("an entry");
    }
}
