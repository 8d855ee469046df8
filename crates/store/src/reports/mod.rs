//! Statistics: what changed since it was counted, how far counting has come, and the rows that it is counted from. What is
//! counted of them is the desk's to say.

pub mod cells;
pub mod history;
pub mod names;

use desk::{ConversationId, hours::Zone, report::Facts};

use crate::{Error, Result, Tx};

/// How far counting has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Which counting stands; cells and facts of another one are as if they were not there.
    pub generation: i64,
    /// The zone of its days.
    pub zone: Zone,
    /// The conversation up to which everything is counted; none when all are.
    pub counted_to: Option<ConversationId>,
    /// True when nothing of an older generation is left.
    pub swept: bool,
}

/// A conversation that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The entry.
    pub entry: i64,
    /// Which.
    pub conversation: ConversationId,
}

crate::statements! {
    MARK = "INSERT INTO report_changes (conversation_id) VALUES ($1)";
    CHANGED = "SELECT id, conversation_id FROM report_changes ORDER BY id LIMIT $1";
    COUNTED = "DELETE FROM report_changes WHERE id = $1";
    WAITING = "SELECT COUNT(*) FROM (SELECT 1 FROM report_changes LIMIT $1) AS waiting";
    TURN = "UPDATE report_state SET turn = turn + 1 WHERE id = 1";
    STATE = "SELECT generation, zone, counted_to, swept FROM report_state WHERE id = 1";
    BEGIN = "UPDATE report_state SET generation = generation + 1, zone = $1, counted_to = 0, swept = 0 WHERE id = 1";
    COME_TO = "UPDATE report_state SET counted_to = $1 WHERE id = 1";
    SWEPT = "UPDATE report_state SET swept = 1 WHERE id = 1";
    NEXT = "SELECT id FROM conversations WHERE id > $1 ORDER BY id LIMIT $2";
    FACTS = "SELECT facts FROM report_facts WHERE conversation_id = $1 AND generation = $2";
    KEEP = "INSERT INTO report_facts (conversation_id, generation, facts) VALUES ($1, $2, $3)
            ON CONFLICT (conversation_id) DO UPDATE SET generation = excluded.generation, facts = excluded.facts";
    DROP = "DELETE FROM report_facts WHERE conversation_id = $1";
    SWEEP_FACTS = "DELETE FROM report_facts WHERE conversation_id IN
                     (SELECT conversation_id FROM report_facts WHERE generation <> $1 LIMIT $2)";
    SWEEP_CELLS = "DELETE FROM report_cells WHERE generation <> $1 AND (dimension, span, value, day) IN
                     (SELECT dimension, span, value, day FROM report_cells WHERE generation <> $1 LIMIT $2)";
}

/// Notes which conversations changed, at the end of the transaction that changed them.
pub(crate) fn mark(tx: &mut Tx<'_>, changed: &[ConversationId]) -> Result<()> {
    for id in changed {
        tx.run(MARK, &[(*id).into()])?;
    }
    Ok(())
}

/// Waits until nobody else counts, and keeps others waiting until the transaction ends. What is to be counted is read only
/// after it.
///
/// # Errors
/// The database's own.
pub fn take_turn(tx: &mut Tx<'_>) -> Result<State> {
    tx.run(TURN, &[])?;
    state(tx)
}

/// How far counting has come.
///
/// # Errors
/// The database's own.
pub fn state(tx: &mut Tx<'_>) -> Result<State> {
    let found = tx.one(STATE, &[], |row| {
        let name = row.text(1)?;
        Ok(State {
            generation: row.int(0)?,
            zone: Zone::read(&name).ok_or_else(|| Error::unreadable("zone", name))?,
            counted_to: row.opt_int(2)?.map(ConversationId),
            swept: row.flag(3)?,
        })
    })?;
    found.ok_or_else(|| Error::unreadable("state of the reports", "there is none"))
}

/// Begins to count everything anew, by the days of this zone.
///
/// # Errors
/// The database's own.
pub fn begin(tx: &mut Tx<'_>, zone: &Zone) -> Result<State> {
    tx.run(BEGIN, &[zone.name().into()])?;
    state(tx)
}

/// Notes the conversation up to which everything is counted; none when all are.
///
/// # Errors
/// The database's own.
pub fn come_to(tx: &mut Tx<'_>, conversation: Option<ConversationId>) -> Result<()> {
    tx.run(COME_TO, &[conversation.into()])?;
    Ok(())
}

/// The conversations behind this one, so many at most.
///
/// # Errors
/// The database's own.
pub fn next(tx: &mut Tx<'_>, behind: ConversationId, most: i64) -> Result<Vec<ConversationId>> {
    tx.all(NEXT, &[behind.into(), most.into()], |row| row.int(0).map(ConversationId))
}

/// What changed and is not counted yet, oldest first, so many entries at most.
///
/// # Errors
/// The database's own.
pub fn changed(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Changed>> {
    tx.all(CHANGED, &[most.into()], |row| Ok(Changed { entry: row.int(0)?, conversation: ConversationId(row.int(1)?) }))
}

/// How many entries wait to be counted, so many at most.
///
/// # Errors
/// The database's own.
pub fn waiting(tx: &mut Tx<'_>, most: i64) -> Result<i64> {
    Ok(tx.one(WAITING, &[most.into()], |row| row.int(0))?.unwrap_or_default())
}

/// Takes entries away that were counted; those that others add meanwhile stay.
///
/// # Errors
/// The database's own.
pub fn counted(tx: &mut Tx<'_>, entries: &[Changed]) -> Result<()> {
    for one in entries {
        tx.run(COUNTED, &[one.entry.into()])?;
    }
    Ok(())
}

/// What was counted of a conversation.
///
/// # Errors
/// The database's own.
pub fn facts(tx: &mut Tx<'_>, id: ConversationId, generation: i64) -> Result<Option<Facts>> {
    tx.one(FACTS, &[id.into(), generation.into()], |row| row.json(0, "facts of a conversation"))
}

/// Keeps what was counted of a conversation; none where it is not counted.
///
/// # Errors
/// The database's own.
pub fn keep(tx: &mut Tx<'_>, id: ConversationId, generation: i64, facts: Option<&Facts>) -> Result<()> {
    let Some(facts) = facts else {
        tx.run(DROP, &[id.into()])?;
        return Ok(());
    };
    let json = serde_json::to_string(facts).map_err(|error| Error::unreadable("facts of a conversation", error))?;
    tx.run(KEEP, &[id.into(), generation.into(), (&json).into()])?;
    Ok(())
}

/// Removes what older generations left, some rows at a time; true when nothing is left.
///
/// # Errors
/// The database's own.
pub fn sweep(tx: &mut Tx<'_>, generation: i64, most: i64) -> Result<bool> {
    let values = [generation.into(), most.into()];
    let removed = tx.run(SWEEP_FACTS, &values)? + tx.run(SWEEP_CELLS, &values)?;
    if removed == 0 {
        tx.run(SWEPT, &[])?;
    }
    Ok(removed == 0)
}
