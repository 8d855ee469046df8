//! What a report shows, from the cells it read: figures of a whole, of each step, and of each thing of a dimension.

use std::collections::BTreeMap;

use super::{Cell, Period, Step};

/// What was counted in a time, and what was left at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What was counted.
    pub cell: Cell,
    /// What was not resolved at the end.
    pub backlog: i64,
    /// What waited for the team at the end.
    pub waiting: i64,
}

/// A part of a period with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which days.
    pub period: Period,
    /// Their figures.
    pub figures: Figures,
}

/// What was left at one moment: what is not resolved, and what waits for the team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// What is not resolved.
    pub backlog: i64,
    /// What waits for the team.
    pub waiting: i64,
}

/// The figures of the steps of a period, from the cells of its days and what was left at its end.
#[must_use]
pub fn parts(period: Period, step: Step, days: &BTreeMap<i64, Cell>, at_end: Left) -> Vec<Part> {
    let mut left = at_end;
    let mut parts: Vec<Part> = Vec::new();
    for part in period.parts(step).into_iter().rev() {
        let figures = whole(part, days, left);
        left.backlog -= figures.cell.backlog;
        left.waiting -= figures.cell.waiting;
        parts.push(Part { period: part, figures });
    }
    parts.reverse();
    parts
}

/// The figures of a whole period, from the cells of its days and what was left at its end.
#[must_use]
pub fn whole(period: Period, days: &BTreeMap<i64, Cell>, at_end: Left) -> Figures {
    let mut cell = Cell::default();
    days.range(period.from..=period.to).for_each(|(_, day)| cell.merge(day));
    Figures { cell, backlog: at_end.backlog, waiting: at_end.waiting }
}

/// The things of a dimension, those with the most received first; what is beyond `most` is told together.
#[must_use]
pub fn ranked(things: BTreeMap<String, Figures>, most: usize) -> (Vec<(String, Figures)>, Option<Figures>) {
    let mut all: Vec<(String, Figures)> = things.into_iter().filter(|(_, one)| *one != Figures::default()).collect();
    let rank = |one: &Figures| (one.cell.received + one.cell.started, one.cell.replies, one.backlog);
    all.sort_by(|(name, one), (other, two)| rank(two).cmp(&rank(one)).then_with(|| name.cmp(other)));
    let rest = all.split_off(all.len().min(most));
    let together = rest.into_iter().fold(None, |sum: Option<Figures>, (_, one)| {
        let mut sum = sum.unwrap_or_default();
        sum.cell.merge(&one.cell);
        sum.backlog += one.backlog;
        sum.waiting += one.waiting;
        Some(sum)
    });
    (all, together)
}
