//! A transaction as the nouns see it: statements with values, and what is told after the commit.

use desk::{ConversationId, MessageId, message, webhook};

use super::{Engine, Row, Topic, V, postgres::Client, sqlite};
use crate::{
    Error, Result, changes, reports, search,
    webhook_deliveries::{self, Happening},
};

/// The connection under a transaction.
pub(super) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Client),
}

/// A transaction.
pub struct Tx<'c> {
    link: Link<'c>,
    changes: Vec<changes::Change>,
    entries: Vec<search::Entry>,
    happened: Vec<Happening>,
    settled: usize,
    uncounted: Vec<ConversationId>,
    rings: Vec<Topic>,
    failed: Option<String>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(link: Link<'c>) -> Self {
        Self {
            link,
            changes: Vec::new(),
            entries: Vec::new(),
            happened: Vec::new(),
            settled: 0,
            uncounted: Vec::new(),
            rings: Vec::new(),
            failed: None,
        }
    }

    /// Which database; only the forks named after an engine may ask.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement and says how many rows it wrote.
    ///
    /// # Errors
    /// The database's own.
    pub fn run(&mut self, sql: &'static str, values: &[V<'_>]) -> Result<u64> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => sqlite::run(connection, sql, values),
            Link::Postgres(client) => client.run(sql, values),
        };
        self.noted(outcome)
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// The database's own, and those of `read`.
    pub fn all<T>(
        &mut self,
        sql: &'static str,
        values: &[V<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => sqlite::all(connection, sql, values, read),
            Link::Postgres(client) => client.all(sql, values, read),
        };
        self.noted(outcome)
    }

    /// The first row of a query, or nothing.
    ///
    /// # Errors
    /// The database's own, and those of `read`.
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        values: &[V<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, values, read)?.into_iter().next())
    }

    /// Adds a row by a statement that ends with `RETURNING id`, and says its id.
    ///
    /// # Errors
    /// The database's own.
    pub fn insert(&mut self, sql: &'static str, values: &[V<'_>]) -> Result<i64> {
        self.insert_new(sql, values)?.ok_or_else(|| Error::unreadable("row", "no id came back"))
    }

    /// The same where the row may be there already, or there may be nothing to add: then there is no id. SQLite knows the
    /// id without returning it, which spares it a table of its own for the returned rows.
    ///
    /// # Errors
    /// The database's own.
    pub fn insert_new(&mut self, sql: &'static str, values: &[V<'_>]) -> Result<Option<i64>> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection) => sqlite::insert(connection, sql, values),
            Link::Postgres(client) => client.all(sql, values, |row| row.int(0)).map(|ids| ids.into_iter().next()),
        };
        self.noted(outcome)
    }

    /// Runs several statements without values: migrations and the begin and end of transactions only.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Link::Postgres(client) => client.batch(sql),
        }
    }

    /// Remembers that a statement failed: PostgreSQL would turn the commit into a silent rollback, see [`Self::close`].
    fn noted<T>(&mut self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome
            && !matches!(error, Error::Unreadable { .. })
        {
            self.failed.get_or_insert_with(|| error.to_string());
        }
        outcome
    }

    /// Prepares a statement without running it.
    ///
    /// # Errors
    /// When the database does not understand it.
    pub fn prepare(&mut self, sql: &'static str) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(connection) => connection.prepare(sql).map(|_| ()).map_err(Into::into),
            Link::Postgres(client) => client.prepare_only(sql),
        }
    }

    /// Tells browsers, after the commit, what changed. It stands in the same transaction.
    pub fn change(&mut self, change: changes::Change) {
        if let changes::Change::ConversationChanged(id) | changes::Change::MessageCreated(id, _) = change {
            self.recount(id);
        }
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// Has a conversation counted anew for the reports. Whatever tells browsers that it changed does; only what changes it
    /// and tells nobody must say so.
    pub(crate) fn recount(&mut self, id: ConversationId) {
        if !self.uncounted.contains(&id) {
            self.uncounted.push(id);
        }
    }

    /// Enters words into the search, all of a transaction together: FTS5 writes a segment of its index to the database
    /// whenever a statement of another table opens a savepoint, and merges what it wrote so often.
    pub(crate) fn enter(&mut self, entry: search::Entry) {
        self.entries.push(entry);
    }

    /// Writes the entries that were collected, for whoever searches in the same transaction.
    pub(crate) fn write_entries(&mut self) -> Result<()> {
        let collected = std::mem::take(&mut self.entries);
        collected.iter().try_for_each(|entry| search::write(self, entry))
    }

    /// Has programs outside told what happened, as far as they want to know. It is queued in the same transaction.
    pub fn happened(&mut self, happening: Happening) {
        self.happened.push(happening);
    }

    /// What happened in this transaction since this was asked last: what rules may have to look at.
    pub fn unsettled(&mut self) -> Vec<Happening> {
        let new = self.happened.iter().skip(self.settled).copied().collect();
        self.settled = self.happened.len();
        new
    }

    /// A message that was stored in this transaction became of another kind before anybody was told.
    pub(crate) fn became(&mut self, message: MessageId, kind: message::Kind) {
        for one in self.happened.iter_mut().filter(|one| one.message == Some(message)) {
            one.kind = webhook::Kind::of_message(kind);
        }
    }

    /// Rings after the commit.
    pub fn ring(&mut self, topic: Topic) {
        if !self.rings.contains(&topic) {
            self.rings.push(topic);
        }
    }

    /// Writes what was collected, as the last thing before the commit, and says what to ring after it. Work that went on
    /// after a failed statement is refused on both databases: one of them could not commit it.
    pub(super) fn close(&mut self) -> Result<Vec<Topic>> {
        if let Some(why) = self.failed.take() {
            return Err(Error::Refused(format!("the work went on after a statement had failed: {why}")));
        }
        self.write_entries()?;
        let happened = std::mem::take(&mut self.happened);
        if !happened.is_empty() {
            webhook_deliveries::queue_all(self, &happened)?;
        }
        let uncounted = std::mem::take(&mut self.uncounted);
        reports::mark(self, &uncounted)?;
        let collected = std::mem::take(&mut self.changes);
        if !collected.is_empty() {
            changes::append(self, &collected)?;
            self.ring(Topic::Changes);
        }
        let rings = std::mem::take(&mut self.rings);
        if let Link::Postgres(client) = &mut self.link {
            for topic in &rings {
                client.notify(topic.word())?;
            }
        }
        Ok(rings)
    }
}
