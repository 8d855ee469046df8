//! SQLite: one writer that groups waiting closures into one commit, and a few readers beside it.
//! WAL with `synchronous=FULL`: what is committed is on the disk.

use std::{borrow::Cow, path::Path, thread};

use rusqlite::{
    Connection, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, Value, ValueRef},
};

use super::{
    Bells, Row, Topic, Tx, V,
    lane::{self, Lane, Queue, Work},
    tx::Link,
};
use crate::{Error, Result};

/// Closures that share one commit at the most; each stands in a savepoint of its own.
const GROUP: usize = 64;
const READERS: usize = 4;
const STATEMENTS_KEPT: usize = 256;

pub(super) fn write_lane(path: &Path, bells: &Bells, sync: bool) -> Result<Lane> {
    let connection = open(path)?;
    // A small cache: splitting pages makes SQLite look through the whole of it at the commit, for pages behind the end of the
    // file, and what is not in it is read from the cache of the system.
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-4096;",
    )?;
    if !sync {
        connection.execute_batch("PRAGMA synchronous=OFF;")?;
    }
    let (lane, queue) = Lane::new();
    let bells = bells.clone();
    spawn("sqlite-writer", move || write_loop(&connection, &queue, &bells))?;
    Ok(lane)
}

pub(super) fn read_lane(path: &Path, _bells: &Bells) -> Result<Lane> {
    let (lane, queue) = Lane::new();
    for _ in 0..READERS {
        let connection = open(path)?;
        connection.execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-4096;")?;
        let queue = queue.clone();
        spawn("sqlite-reader", move || read_loop(&connection, &queue))?;
    }
    Ok(lane)
}

fn open(path: &Path) -> Result<Connection> {
    let connection =
        Connection::open(path).map_err(|error| Error::Unavailable(format!("{}: {error}", path.display())))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Plans do not depend on values: without this SQLite prepares a statement anew whenever a bound value changes that is
    // compared with a column of a partial index.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // What savepoints and sorting put aside stays small; a file for it would be opened and removed again and again.
    connection.execute_batch("PRAGMA temp_store=MEMORY;")?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(connection)
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new()
        .name(name.into())
        .spawn(body)
        .map(|_| ())
        .map_err(|error| Error::Unavailable(format!("no thread: {error}")))
}

fn write_loop(connection: &Connection, queue: &Queue, bells: &Bells) {
    while let Some(first) = lane::next(queue) {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Some(more) = lane::next_waiting(queue)
        {
            group.push(more);
        }
        write_group(connection, group, bells);
    }
}

fn write_group(connection: &Connection, group: Vec<Box<dyn Work>>, bells: &Bells) {
    if group.is_empty() {
        return;
    }
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        fail_all(group, &error.into());
        return;
    }
    let mut done = Vec::with_capacity(group.len());
    let mut rings: Vec<Topic> = Vec::new();
    // One that stands alone needs no savepoint: the transaction itself is rolled back.
    let alone = group.len() == 1;
    let mut group = group.into_iter();
    while let Some(mut work) = group.next() {
        let outcome = if alone { run_in(connection, work.as_mut()) } else { in_savepoint(connection, work.as_mut()) };
        match outcome {
            Ok(more) => {
                rings.extend(more);
                done.push(work);
            }
            Err(error) if connection.is_autocommit() => {
                // A failing disk makes SQLite give up the whole transaction: who stood in it is told so, the others begin anew.
                done.push(work);
                fail_all(done, &error);
                return write_group(connection, group.collect(), bells);
            }
            Err(error) => work.finish(Err(error)),
        }
    }
    let end = if done.is_empty() { "ROLLBACK" } else { "COMMIT" };
    if let Err(error) = connection.execute_batch(end) {
        // The group is lost as a whole, and told so: nobody was answered before this point.
        let _ = connection.execute_batch("ROLLBACK");
        fail_all(done, &error.into());
        return;
    }
    for work in done {
        work.finish(Ok(()));
    }
    for topic in Topic::ALL {
        if rings.contains(&topic) {
            bells.ring(topic);
        }
    }
}

fn run_in(connection: &Connection, work: &mut dyn Work) -> Result<Vec<Topic>> {
    work.run(&mut Tx::new(Link::Sqlite(connection)))
}

fn in_savepoint(connection: &Connection, work: &mut dyn Work) -> Result<Vec<Topic>> {
    connection.prepare_cached("SAVEPOINT one")?.execute([])?;
    let outcome = run_in(connection, work);
    if outcome.is_err() && !connection.is_autocommit() {
        connection.prepare_cached("ROLLBACK TO one")?.execute([])?;
    }
    if !connection.is_autocommit() {
        connection.prepare_cached("RELEASE one")?.execute([])?;
    }
    outcome
}

fn fail_all(group: Vec<Box<dyn Work>>, error: &Error) {
    for work in group {
        work.finish(Err(Error::Unavailable(error.to_string())));
    }
}

fn read_loop(connection: &Connection, queue: &Queue) {
    while let Some(mut work) = lane::next(queue) {
        let outcome = connection
            .execute_batch("BEGIN")
            .map_err(Error::from)
            .and_then(|()| work.run(&mut Tx::new(Link::Sqlite(connection))));
        let ended = connection.execute_batch("COMMIT").map_err(Error::from);
        work.finish(outcome.and(ended));
    }
}

impl ToSql for V<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            V::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            V::Int(int) => ToSqlOutput::Borrowed(ValueRef::Integer(*int)),
            V::Text(text) => match super::value::without_nul(text) {
                Cow::Borrowed(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
                Cow::Owned(text) => ToSqlOutput::Owned(Value::Text(text)),
            },
            V::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// `$1`, `$2` … as SQLite knows them; it numbers them by first occurrence, so they are bound by name.
const NAMES: [&str; 32] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17",
    "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31", "$32",
];

fn bind(statement: &mut rusqlite::CachedStatement<'_>, values: &[V<'_>]) -> Result<()> {
    for (name, value) in NAMES.iter().zip(values) {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

pub(super) fn run(connection: &Connection, sql: &'static str, values: &[V<'_>]) -> Result<u64> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    Ok(u64::try_from(statement.raw_execute()?).unwrap_or_default())
}

pub(super) fn insert(connection: &Connection, sql: &'static str, values: &[V<'_>]) -> Result<Option<i64>> {
    let bare = sql.trim_end().strip_suffix("RETURNING id");
    let bare = bare.ok_or_else(|| Error::Refused("a statement that adds a row does not return its id".into()))?;
    let added = run(connection, bare, values)?;
    Ok((added > 0).then(|| connection.last_insert_rowid()))
}

pub(super) fn all<T>(
    connection: &Connection,
    sql: &'static str,
    values: &[V<'_>],
    mut read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(read(&Row::Sqlite(row))?);
    }
    Ok(out)
}
