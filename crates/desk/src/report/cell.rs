//! What is counted, in cells that add up: one for each thing that conversations are counted under and each span of time.

use std::collections::BTreeMap;

use super::{Dimension, Facts, Promised, Promises, Span, Spread, Surveys, What, calendar};
use crate::hours::Zone;

/// How many of each of several numbers; what there is none of is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<i64, i64>);

impl Tally {
    /// Adds so many of one number.
    pub fn add(&mut self, one: i64, many: i64) {
        let counted = self.0.entry(one).or_default();
        *counted += many;
        if *counted == 0 {
            self.0.remove(&one);
        }
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: &Self) {
        other.each().for_each(|(one, many)| self.add(one, many));
    }

    /// How many there are of all numbers.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.0.values().sum()
    }

    /// Each number with how many there are of it, ascending.
    pub fn each(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.0.iter().map(|(one, many)| (*one, *many))
    }

    /// As it is stored: `9:2 14:1`.
    #[must_use]
    pub fn text(&self) -> String {
        let all: Vec<String> = self.each().map(|(one, many)| format!("{one}:{many}")).collect();
        all.join(" ")
    }

    /// Reads what was stored; none where it was not.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let pair = |pair: &str| {
            let (one, many) = pair.split_once(':')?;
            Some((one.parse().ok()?, many.parse().ok()?))
        };
        text.split_ascii_whitespace().map(pair).collect::<Option<_>>().map(Self)
    }
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Conversations that began from outside.
    pub received: i64,
    /// Conversations that the team began.
    pub started: i64,
    /// Messages that customers wrote.
    pub customer_messages: i64,
    /// Answers of people of the team.
    pub replies: i64,
    /// Conversations that were resolved or closed, each time.
    pub resolved: i64,
    /// Conversations that were resolved and no longer are, each time.
    pub reopened: i64,
    /// By how much what is not resolved became more: `received + started + reopened - resolved`, but for agents.
    pub backlog: i64,
    /// By how much what waits for the team (new or open) became more.
    pub waiting: i64,
    /// When customers wrote: messages by hour of the week, 0 from Monday midnight on.
    pub hours: Tally,
    /// From the customer's first message to the first answer of a person.
    pub first_response: Spread,
    /// From the beginning to each resolving.
    pub resolution: Spread,
    /// What became of promises.
    pub promises: Promises,
    /// What customers said.
    pub surveys: Surveys,
}

impl Cell {
    /// Adds all of another.
    pub fn merge(&mut self, other: &Self) {
        self.received += other.received;
        self.started += other.started;
        self.customer_messages += other.customer_messages;
        self.replies += other.replies;
        self.resolved += other.resolved;
        self.reopened += other.reopened;
        self.backlog += other.backlog;
        self.waiting += other.waiting;
        self.hours.merge(&other.hours);
        self.first_response.merge(&other.first_response);
        self.resolution.merge(&other.resolution);
        self.promises.merge(&other.promises);
        self.surveys.merge(&other.surveys);
    }

    fn count(&mut self, what: What, many: i64, hour: i64) {
        match what {
            What::Received => self.received += many,
            What::Started => self.started += many,
            What::Wrote => {
                self.customer_messages += many;
                self.hours.add(hour, many);
            }
            What::Replied => self.replies += many,
            What::FirstAnswered(seconds) => self.first_response.add(seconds, many),
            What::Resolved(seconds) => {
                self.resolved += many;
                self.resolution.add(seconds, many);
            }
            What::Reopened => self.reopened += many,
            What::Backlog(by) => self.backlog += by * many,
            What::Waiting(by) => self.waiting += by * many,
            What::Kept(target) => self.promises.add(target, Promised { kept: many, broken: 0 }),
            What::Broken(target) => self.promises.add(target, Promised { kept: 0, broken: many }),
            What::Surveyed => self.surveys.sent += many,
            What::Rated(rating) => self.surveys.ratings.add(rating, many),
        }
    }
}

/// Which cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Under what.
    pub dimension: Dimension,
    /// Of what length.
    pub span: Span,
    /// An id or a tag; empty for none, and for the whole desk.
    pub value: String,
    /// The first day, days since 1970 of the report's zone; 0 for all time.
    pub day: i64,
}

/// Cells, in order, so that two who write the same ones do it in the same order.
pub type Cells = BTreeMap<Key, Cell>;

/// Notes in cells what changes when a conversation that had some facts has others; none stands for one that is not counted.
/// What goes and comes alike leaves an empty cell.
pub fn differ(cells: &mut Cells, before: Option<&Facts>, after: Option<&Facts>, zone: &Zone) {
    before.into_iter().for_each(|facts| add(cells, facts, zone, -1));
    after.into_iter().for_each(|facts| add(cells, facts, zone, 1));
}

/// Adds a conversation's facts to cells, so many times.
pub fn add(cells: &mut Cells, facts: &Facts, zone: &Zone, many: i64) {
    for counted in facts.counted() {
        let (day, hour) = calendar::local(zone, counted.at_s);
        let spans = [(Span::Day, day), (Span::Month, calendar::month_of(day)), (Span::Ever, 0)];
        for (dimension, value) in facts.under(&counted) {
            for (span, day) in spans {
                let key = Key { dimension, span, value: value.clone(), day };
                cells.entry(key).or_default().count(counted.what, many, hour);
            }
        }
    }
}
