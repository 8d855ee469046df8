//! The sums that reports read: written as differences, read by what they are sums of.

use desk::report::{Cell, Cells, Dimension, Key, Promised, Promises, Rows, Span, Spread, Surveys, Tally};

use crate::{Error, Result, Row, Tx, V};

macro_rules! cells {
    ($rest:literal) => {
        concat!(
            "SELECT received, started, customer_messages, replies, resolved, reopened, backlog, waiting,
               first_response_s, resolution_s, hours, first_response, resolution, value, day, first_response_kept,
               first_response_broken, next_response_kept, next_response_broken, resolution_kept, resolution_broken,
               surveys_sent, ratings FROM report_cells ",
            $rest
        )
    };
}

crate::statements! {
    ONE = cells!("WHERE dimension = $1 AND span = $2 AND value = $3 AND day = $4 AND generation = $5");
    OF = cells!("WHERE dimension = $1 AND span = $2 AND value = $3 AND day >= $4 AND day <= $5 AND generation = $6
                 ORDER BY day");
    ALL = cells!("WHERE dimension = $1 AND span = $2 AND day >= $3 AND day <= $4 AND generation = $5");
    WRITE = "INSERT INTO report_cells (dimension, span, value, day, generation, received, started, customer_messages,
               replies, resolved, reopened, backlog, waiting, first_response_s, resolution_s, hours, first_response,
               resolution, first_response_kept, first_response_broken, next_response_kept, next_response_broken,
               resolution_kept, resolution_broken, surveys_sent, ratings)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24, $25, $26)
             ON CONFLICT (dimension, span, value, day) DO UPDATE SET generation = excluded.generation,
               received = excluded.received, started = excluded.started,
               customer_messages = excluded.customer_messages, replies = excluded.replies,
               resolved = excluded.resolved, reopened = excluded.reopened, backlog = excluded.backlog,
               waiting = excluded.waiting, first_response_s = excluded.first_response_s,
               resolution_s = excluded.resolution_s, hours = excluded.hours,
               first_response = excluded.first_response, resolution = excluded.resolution,
               first_response_kept = excluded.first_response_kept,
               first_response_broken = excluded.first_response_broken,
               next_response_kept = excluded.next_response_kept,
               next_response_broken = excluded.next_response_broken, resolution_kept = excluded.resolution_kept,
               resolution_broken = excluded.resolution_broken, surveys_sent = excluded.surveys_sent,
               ratings = excluded.ratings";
    REMOVE = "DELETE FROM report_cells WHERE dimension = $1 AND span = $2 AND value = $3 AND day = $4";
    MOVED = "SELECT value, CAST(SUM(backlog) AS BIGINT), CAST(SUM(waiting) AS BIGINT) FROM report_cells
             WHERE dimension = $1 AND span = $2 AND day >= $3 AND day <= $4 AND generation = $5 GROUP BY value";
    KEPT = "SELECT dimension, span, value, day FROM report_cells WHERE generation = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(ALL, "report_cells_by_day"), (MOVED, "report_cells_by_day")];

/// What became more or less of a thing, by its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The value.
    pub value: String,
    /// What is not resolved.
    pub backlog: i64,
    /// What waits for the team.
    pub waiting: i64,
}

fn read(row: &Row<'_>) -> Result<Cell> {
    let tally = |at: usize| {
        let text = row.text(at)?;
        Tally::read(&text).ok_or_else(|| Error::unreadable("tally", text))
    };
    let promised = |at: usize| Ok::<_, Error>(Promised { kept: row.int(at)?, broken: row.int(at + 1)? });
    Ok(Cell {
        received: row.int(0)?,
        started: row.int(1)?,
        customer_messages: row.int(2)?,
        replies: row.int(3)?,
        resolved: row.int(4)?,
        reopened: row.int(5)?,
        backlog: row.int(6)?,
        waiting: row.int(7)?,
        hours: tally(10)?,
        first_response: Spread { sum_s: row.int(8)?, steps: tally(11)? },
        resolution: Spread { sum_s: row.int(9)?, steps: tally(12)? },
        promises: Promises { first_response: promised(15)?, next_response: promised(17)?, resolution: promised(19)? },
        surveys: Surveys { sent: row.int(21)?, ratings: tally(22)? },
    })
}

/// Adds differences to what stands. The caller has the turn.
///
/// # Errors
/// The database's own.
pub fn apply(tx: &mut Tx<'_>, generation: i64, differences: &Cells) -> Result<()> {
    for (key, difference) in differences.iter().filter(|(_, difference)| **difference != Cell::default()) {
        let Key { dimension, span, value, day } = key;
        let at = [dimension.word().into(), span.word().into(), value.into(), (*day).into()];
        let [first, second, third, fourth] = at;
        let mut cell = tx.one(ONE, &[first, second, third, fourth, generation.into()], read)?.unwrap_or_default();
        cell.merge(difference);
        if cell == Cell::default() {
            tx.run(REMOVE, &at)?;
        } else {
            write(tx, generation, &at, &cell)?;
        }
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, generation: i64, at: &[V<'_>], cell: &Cell) -> Result<()> {
    let tallies = [&cell.hours, &cell.first_response.steps, &cell.resolution.steps, &cell.surveys.ratings];
    let [hours, first_response, resolution, ratings] = tallies.map(Tally::text);
    let promises = cell.promises;
    let counted: [V<'_>; 22] = [
        generation.into(),
        cell.received.into(),
        cell.started.into(),
        cell.customer_messages.into(),
        cell.replies.into(),
        cell.resolved.into(),
        cell.reopened.into(),
        cell.backlog.into(),
        cell.waiting.into(),
        cell.first_response.sum_s.into(),
        cell.resolution.sum_s.into(),
        (&hours).into(),
        (&first_response).into(),
        (&resolution).into(),
        promises.first_response.kept.into(),
        promises.first_response.broken.into(),
        promises.next_response.kept.into(),
        promises.next_response.broken.into(),
        promises.resolution.kept.into(),
        promises.resolution.broken.into(),
        cell.surveys.sent.into(),
        (&ratings).into(),
    ];
    let values: Vec<V<'_>> = at.iter().copied().chain(counted).collect();
    tx.run(WRITE, &values)?;
    Ok(())
}

/// The cells of one thing, by day.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, generation: i64, dimension: Dimension, value: &str, rows: Rows) -> Result<Vec<(i64, Cell)>> {
    let values = [
        dimension.word().into(),
        rows.span.word().into(),
        value.into(),
        rows.from.into(),
        rows.to.into(),
        generation.into(),
    ];
    tx.all(OF, &values, |row| Ok((row.int(14)?, read(row)?)))
}

/// The cells of all things of a dimension, in any order.
///
/// # Errors
/// The database's own.
pub fn all(tx: &mut Tx<'_>, generation: i64, dimension: Dimension, rows: Rows) -> Result<Vec<(String, Cell)>> {
    tx.all(ALL, &between(generation, dimension, rows), |row| Ok((row.text(13)?, read(row)?)))
}

/// By how much each thing's backlog became more or less within these rows.
///
/// # Errors
/// The database's own.
pub fn drift(tx: &mut Tx<'_>, generation: i64, dimension: Dimension, rows: Rows) -> Result<Vec<Drift>> {
    tx.all(MOVED, &between(generation, dimension, rows), |row| {
        Ok(Drift { value: row.text(0)?, backlog: row.int(1)?, waiting: row.int(2)? })
    })
}

fn between(generation: i64, dimension: Dimension, rows: Rows) -> [V<'static>; 5] {
    [dimension.word().into(), rows.span.word().into(), rows.from.into(), rows.to.into(), generation.into()]
}

/// Everything that stands, for whoever checks it against a full recount.
///
/// # Errors
/// The database's own.
pub fn everything(tx: &mut Tx<'_>, generation: i64) -> Result<Cells> {
    let keys = tx.all(KEPT, &[generation.into()], |row| {
        let (dimension, span) = (row.text(0)?, row.text(1)?);
        let dimension = Dimension::from_word(&dimension).ok_or_else(|| Error::unreadable("dimension", dimension))?;
        let span = Span::from_word(&span).ok_or_else(|| Error::unreadable("span", span))?;
        Ok(Key { dimension, span, value: row.text(2)?, day: row.int(3)? })
    })?;
    let mut cells = Cells::new();
    for key in keys {
        let Key { dimension, span, value, day } = &key;
        let at = [dimension.word().into(), span.word().into(), value.into(), (*day).into(), generation.into()];
        if let Some(cell) = tx.one(ONE, &at, read)? {
            cells.insert(key, cell);
        }
    }
    Ok(cells)
}
