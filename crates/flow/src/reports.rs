//! Statistics (SO-12): conversations that changed are counted anew, in small transactions behind those that changed them,
//! by one node at a time; what a report shows is read from the sums. What is counted is `desk::report`'s to say.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use desk::{
    ConversationId,
    hours::Zone,
    report::{self, Cell, Dimension, Facts, Figures, Left, Part, Period, Span, Step},
};
use store::{
    Tx,
    reports::{self, State, cells, history, names},
    settings,
};

use tokio::sync::watch;

use crate::Node;

/// Between two looks for what changed, unless a report was asked for.
const EVERY: Duration = Duration::from_secs(10);
/// Between two steps, so that mail goes first.
const BETWEEN: Duration = Duration::from_millis(20);
/// Entries and conversations that are counted in one transaction.
const A_STEP: i64 = 100;
/// Rows of an older counting that are removed in one transaction.
const SWEPT: i64 = 1_000;
/// Steps that whoever asks for a report waits for; what is left then is upkeep's, and the report says so.
const ASKED_STEPS: usize = 20;

/// What a report is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which days.
    pub period: Period,
    /// In which steps.
    pub step: Step,
    /// Under what.
    pub dimension: Dimension,
    /// Of which thing: an id or a tag; empty for none, and for the whole desk.
    pub value: String,
}

/// How a report stands to what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The zone of its days.
    pub zone: Zone,
    /// True when everything that happened is counted; false while a new counting runs.
    pub complete: bool,
}

/// Figures over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How it stands.
    pub standing: Standing,
    /// Of the whole period.
    pub whole: Figures,
    /// The days before, with which it is compared.
    pub before: Part,
    /// Of each step.
    pub parts: Vec<Part>,
}

/// Figures of each thing of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// How it stands.
    pub standing: Standing,
    /// Each with its id or tag and its name; those with the most received first.
    pub things: Vec<(String, Option<String>, Figures)>,
    /// All further ones together.
    pub rest: Option<Figures>,
}

/// The desk's time zone.
///
/// # Errors
/// The store's own.
pub fn zone(tx: &mut Tx<'_>) -> store::Result<Zone> {
    Ok(settings::get(tx, settings::TIME_ZONE)?.unwrap_or_default())
}

/// Counts some of what changed.
///
/// # Errors
/// The store's own; then nothing was counted.
pub fn step(tx: &mut Tx<'_>) -> store::Result<()> {
    let mut state = reports::take_turn(tx)?;
    let zone = zone(tx)?;
    if state.zone != zone {
        state = reports::begin(tx, &zone)?;
    }
    let changed = reports::changed(tx, A_STEP)?;
    let room = A_STEP - i64::try_from(changed.len()).unwrap_or(A_STEP);
    let mut all: BTreeSet<ConversationId> = changed.iter().map(|one| one.conversation).collect();
    if let Some(behind) = state.counted_to.filter(|_| room > 0) {
        let next = reports::next(tx, behind, room)?;
        let more = i64::try_from(next.len()).unwrap_or(room) == room;
        reports::come_to(tx, next.last().copied().filter(|_| more))?;
        all.extend(next);
    } else if room > 0 && !state.swept {
        reports::sweep(tx, state.generation, SWEPT)?;
    }
    count(tx, &state, &all)?;
    reports::counted(tx, &changed)
}

fn count(tx: &mut Tx<'_>, state: &State, all: &BTreeSet<ConversationId>) -> store::Result<()> {
    let mut differences = report::Cells::new();
    for id in all {
        let before = reports::facts(tx, *id, state.generation)?;
        let after = history::of(tx, *id)?.and_then(|history| Facts::of(&history));
        if before != after {
            report::differ(&mut differences, before.as_ref(), after.as_ref(), &state.zone);
            reports::keep(tx, *id, state.generation, after.as_ref())?;
        }
    }
    cells::apply(tx, state.generation, &differences)
}

/// Counts what changed, in so many steps at most; true when nothing is left to count.
///
/// # Errors
/// The store's own; what was counted stays so.
pub async fn go_on(node: &Node, steps: usize) -> store::Result<bool> {
    for _ in 0..steps {
        if node.db.read(is_current).await? {
            return Ok(true);
        }
        node.db.write(step).await?;
    }
    Ok(false)
}

/// True when there is nothing to do.
fn is_current(tx: &mut Tx<'_>) -> store::Result<bool> {
    let state = reports::state(tx)?;
    Ok(state.swept && is_complete(tx, &state)?)
}

/// True when everything that happened is counted, by the days of the desk's zone.
fn is_complete(tx: &mut Tx<'_>, state: &State) -> store::Result<bool> {
    Ok(state.counted_to.is_none() && state.zone == zone(tx)? && reports::waiting(tx, 1)? == 0)
}

/// Counts what changed until the desk shuts down. Which node does a step does not matter: they take turns.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        let pause = match go_on(&node, 1).await {
            Ok(true) => EVERY,
            Ok(false) => BETWEEN,
            Err(error) => {
                tracing::error!(%error, "conversations could not be counted for the reports; it is tried again");
                EVERY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// Figures over time. What changed before it was asked for is in it, unless a new counting runs.
///
/// # Errors
/// The store's own.
pub async fn summary(node: &Node, asked: Asked) -> store::Result<Summary> {
    go_on(node, ASKED_STEPS).await?;
    node.db.read(move |tx| summed(tx, &asked)).await
}

fn standing(tx: &mut Tx<'_>) -> store::Result<(State, Standing)> {
    let state = reports::state(tx)?;
    let complete = is_complete(tx, &state)?;
    let standing = Standing { zone: state.zone.clone(), complete };
    Ok((state, standing))
}

fn summed(tx: &mut Tx<'_>, asked: &Asked) -> store::Result<Summary> {
    let (state, standing) = standing(tx)?;
    let (period, before) = (asked.period, asked.period.before());
    let rows = report::Rows { span: Span::Day, from: before.from, to: period.to };
    let (mut days, mut at_end) = (BTreeMap::<i64, Cell>::new(), Left::default());
    for value in standing_for(tx, asked.dimension, &asked.value)? {
        for (day, cell) in cells::of(tx, state.generation, asked.dimension, &value, rows)? {
            days.entry(day).or_default().merge(&cell);
        }
        let left = left(tx, state.generation, asked.dimension, &value, period.to)?;
        at_end.backlog += left.backlog;
        at_end.waiting += left.waiting;
    }
    let whole = report::whole(period, &days, at_end);
    let left = Left { backlog: at_end.backlog - whole.cell.backlog, waiting: at_end.waiting - whole.cell.waiting };
    Ok(Summary {
        standing,
        before: Part { period: before, figures: report::whole(before, &days, left) },
        parts: report::parts(period, asked.step, &days, at_end),
        whole,
    })
}

/// The values that are counted for this one: its own, and those of deleted categories that it stands for.
fn standing_for(tx: &mut Tx<'_>, dimension: Dimension, value: &str) -> store::Result<Vec<String>> {
    let mut values = vec![value.to_string()];
    if dimension == Dimension::Category {
        values.extend(names::heirs(tx)?.into_iter().filter(|(_, heir)| heir == value).map(|(id, _)| id));
    }
    Ok(values)
}

/// What was left of a thing at the end of a day: what is left now, without what came since then.
fn left(tx: &mut Tx<'_>, generation: i64, dimension: Dimension, value: &str, day: i64) -> store::Result<Left> {
    let ever = report::Rows { span: Span::Ever, from: 0, to: 0 };
    let now = cells::of(tx, generation, dimension, value, ever)?.pop().map(|(_, cell)| cell).unwrap_or_default();
    let mut left = Left { backlog: now.backlog, waiting: now.waiting };
    for rows in report::since(day + 1) {
        for (_, cell) in cells::of(tx, generation, dimension, value, rows)? {
            left.backlog -= cell.backlog;
            left.waiting -= cell.waiting;
        }
    }
    Ok(left)
}

/// Figures of each thing of a dimension. What changed before it was asked for is in it, unless a new counting runs.
///
/// # Errors
/// The store's own.
pub async fn breakdown(node: &Node, period: Period, dimension: Dimension, most: usize) -> store::Result<Breakdown> {
    go_on(node, ASKED_STEPS).await?;
    node.db.read(move |tx| broken_down(tx, period, dimension, most)).await
}

fn broken_down(tx: &mut Tx<'_>, period: Period, dimension: Dimension, most: usize) -> store::Result<Breakdown> {
    let (State { generation, .. }, standing) = standing(tx)?;
    let heirs = if dimension == Dimension::Category { names::heirs(tx)? } else { BTreeMap::new() };
    let known = |value: String| heirs.get(&value).cloned().unwrap_or(value);
    let mut things = BTreeMap::<String, Figures>::new();
    for rows in report::rows(period) {
        for (value, cell) in cells::all(tx, generation, dimension, rows)? {
            things.entry(known(value)).or_default().cell.merge(&cell);
        }
    }
    let ever = report::Rows { span: Span::Ever, from: 0, to: 0 };
    let drifts = std::iter::once((ever, 1)).chain(report::since(period.to + 1).into_iter().map(|rows| (rows, -1)));
    for (rows, sign) in drifts {
        for drift in cells::drift(tx, generation, dimension, rows)? {
            let figures = things.entry(known(drift.value)).or_default();
            figures.backlog += sign * drift.backlog;
            figures.waiting += sign * drift.waiting;
        }
    }
    let names = names::of(tx, dimension)?;
    let (ranked, rest) = report::ranked(things, most);
    let named = ranked.into_iter().map(|(value, figures)| (value.clone(), names.get(&value).cloned(), figures));
    Ok(Breakdown { standing, things: named.collect(), rest })
}
