//! What became of promises (SO-12), and what customers said of what was resolved (LD-3): as rows tell it, and as it is counted.

use serde::{Deserialize, Serialize};

use super::{Deed, Tally, What};
use crate::{AgentId, MailboxId, Micros, QueueId, sla::Target, survey::Rating};

/// A promise that was kept or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What was promised.
    pub target: Target,
    /// True when it was kept.
    pub kept: bool,
    /// When it was kept, or should have been.
    pub at: Micros,
    /// Who kept it; none for the desk itself, and of what was broken.
    pub by: Option<AgentId>,
}

/// A survey that left, with the mailbox, queue and agent of the moment of its resolving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surveyed {
    /// The mailbox.
    #[serde(rename = "m")]
    pub mailbox: i64,
    /// The queue.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<i64>,
    /// Who had the conversation.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<i64>,
    /// When it left, seconds since 1970.
    #[serde(rename = "s")]
    pub sent_s: i64,
    /// When it was answered first, and what was said last, from 1 to 5.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<(i64, i64)>,
}

impl Surveyed {
    /// A survey of these, that left then.
    #[must_use]
    pub fn sent(mailbox: MailboxId, queue: Option<QueueId>, agent: Option<AgentId>, at: Micros) -> Self {
        let (queue, agent) = (queue.map(|id| id.0), agent.map(|id| id.0));
        Self { mailbox: mailbox.0, queue, agent, sent_s: at.unix_s(), rated: None }
    }

    /// The same, answered first then.
    #[must_use]
    pub fn rated(self, rating: Rating, at: Micros) -> Self {
        Self { rated: Some((at.unix_s(), rating.number())), ..self }
    }

    /// What happened, and when.
    pub(super) fn deeds(&self) -> impl Iterator<Item = (What, i64)> + use<> {
        let rated = self.rated.map(|(at_s, rating)| (What::Rated(rating), at_s));
        std::iter::once((What::Surveyed, self.sent_s)).chain(rated)
    }
}

/// A solution is promised once for each conversation: what became of it last counts. Each answer has its own promise.
pub(super) fn of_promises(promises: &[Promise]) -> Vec<Deed> {
    let last = promises.iter().rposition(|one| one.target == Target::Resolution);
    let counts = |at: usize, one: &Promise| one.target != Target::Resolution || Some(at) == last;
    let counted = promises.iter().enumerate().filter(|(at, one)| counts(*at, one));
    let deed = |one: &Promise| {
        let what = if one.kept { What::Kept(one.target) } else { What::Broken(one.target) };
        Deed { what, at_s: one.at.unix_s(), by: one.by }
    };
    counted.map(|(_, one)| deed(one)).collect()
}

/// What became of promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promised {
    /// Those that were kept.
    pub kept: i64,
    /// Those that were broken.
    pub broken: i64,
}

impl Promised {
    /// These and others.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { kept: self.kept + other.kept, broken: self.broken + other.broken }
    }

    /// How many of a thousand were kept; none where nothing was promised.
    #[must_use]
    pub fn kept_permille(self) -> Option<i64> {
        share(self.kept * 1_000, self.kept + self.broken)
    }
}

/// What became of promises of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// The first answer.
    pub first_response: Promised,
    /// Answers to what the customer wrote later.
    pub next_response: Promised,
    /// The solution.
    pub resolution: Promised,
}

impl Promises {
    /// Adds so many that were kept or broken.
    pub(super) fn add(&mut self, target: Target, more: Promised) {
        let of = match target {
            Target::FirstResponse => &mut self.first_response,
            Target::NextResponse => &mut self.next_response,
            Target::Resolution => &mut self.resolution,
        };
        *of = of.and(more);
    }

    /// Adds all of another.
    pub(super) fn merge(&mut self, other: &Self) {
        self.add(Target::FirstResponse, other.first_response);
        self.add(Target::NextResponse, other.next_response);
        self.add(Target::Resolution, other.resolution);
    }

    /// All kinds together.
    #[must_use]
    pub fn all(&self) -> Promised {
        self.first_response.and(self.next_response).and(self.resolution)
    }
}

/// What came of surveys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surveys {
    /// Surveys that left.
    pub sent: i64,
    /// How many customers gave which rating, from 1 to 5.
    pub ratings: Tally,
}

impl Surveys {
    /// Adds all of another.
    pub(super) fn merge(&mut self, other: &Self) {
        self.sent += other.sent;
        self.ratings.merge(&other.ratings);
    }

    /// How many were answered.
    #[must_use]
    pub fn answers(&self) -> i64 {
        self.ratings.sum()
    }

    /// How many of the answers are good ones: 4 and 5.
    #[must_use]
    pub fn good(&self) -> i64 {
        self.ratings.each().filter(|(rating, _)| *rating >= Rating::Good.number()).map(|(_, many)| many).sum()
    }

    /// How many of a thousand answers are good ones; none where there are no answers.
    #[must_use]
    pub fn good_permille(&self) -> Option<i64> {
        share(self.good() * 1_000, self.answers())
    }

    /// The mean of all ratings, in hundredths; none where there are no answers.
    #[must_use]
    pub fn mean_hundredths(&self) -> Option<i64> {
        let sum: i64 = self.ratings.each().map(|(rating, many)| rating * many).sum();
        share(sum * 100, self.answers())
    }
}

/// A part of a whole, rounded; none where there is no whole.
fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part + whole / 2) / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conversation::Status,
        hours::Zone,
        report::{self, Cell, Cells, Dimension, Facts, History, Key, Span},
    };

    const NOON: Micros = Micros(1_774_612_800_000_000);

    fn history(promises: Vec<Promise>, surveys: Vec<Surveyed>) -> History {
        History {
            mailbox: MailboxId(1),
            queue: Some(QueueId(2)),
            category: None,
            assignee: Some(AgentId(7)),
            tags: Vec::new(),
            status: Status::Resolved,
            merged: false,
            created_at: NOON,
            messages: Vec::new(),
            moves: Vec::new(),
            promises,
            surveys,
        }
    }

    fn cells(history: &History) -> Cells {
        let mut cells = Cells::new();
        report::differ(&mut cells, None, Facts::of(history).as_ref(), &Zone::default());
        cells
    }

    fn ever(cells: &Cells, dimension: Dimension, value: i64) -> Cell {
        let value = if dimension == Dimension::Desk { String::new() } else { value.to_string() };
        cells.get(&Key { dimension, span: Span::Ever, value, day: 0 }).cloned().unwrap_or_default()
    }

    /// SO-12: each answer has its promise, a solution one for all its resolvings; who kept it is told, what was broken is of
    /// whoever has the conversation.
    #[test]
    fn promises_are_counted_by_what_became_of_them() {
        let promise = |target, kept, by: Option<i64>| Promise { target, kept, at: NOON, by: by.map(AgentId) };
        let (first, next, resolution) = (Target::FirstResponse, Target::NextResponse, Target::Resolution);
        let promises = vec![
            promise(first, true, Some(8)),
            promise(next, true, Some(8)),
            promise(resolution, true, Some(8)),
            promise(next, false, None),
            promise(resolution, false, None),
        ];
        let cells = cells(&history(promises, Vec::new()));
        let told = |dimension, value| {
            let Promises { first_response, next_response, resolution } = ever(&cells, dimension, value).promises;
            [first_response, next_response, resolution].map(|one| (one.kept, one.broken))
        };
        assert_eq!(told(Dimension::Desk, 0), [(1, 0), (1, 1), (0, 1)]);
        assert_eq!(told(Dimension::Queue, 2), [(1, 0), (1, 1), (0, 1)]);
        assert_eq!(
            (told(Dimension::Agent, 8), told(Dimension::Agent, 7)),
            ([(1, 0), (1, 0), (0, 0)], [(0, 0), (0, 1), (0, 1)])
        );
        let all = ever(&cells, Dimension::Desk, 0).promises.all();
        assert_eq!((all, all.kept_permille()), (Promised { kept: 2, broken: 2 }, Some(500)));
        assert_eq!(Promised::default().kept_permille(), None, "nothing was promised");
    }

    /// LD-3: a survey counts under the mailbox, queue and agent of its resolving, wherever the conversation is now; when it left,
    /// and when it was answered. It stays where the conversation is merged, and goes where that is spam.
    #[test]
    fn surveys_are_counted_by_what_they_keep() {
        let sent = |agent: i64| Surveyed::sent(MailboxId(5), None, Some(AgentId(agent)), NOON);
        let surveys =
            vec![sent(9).rated(Rating::VeryGood, NOON.plus_s(86_400)), sent(9).rated(Rating::Good, NOON), sent(9)];
        let told = history(Vec::new(), surveys);
        let cells = cells(&told);
        let of = |dimension, value| ever(&cells, dimension, value).surveys;
        let counted = of(Dimension::Mailbox, 5);
        assert_eq!((counted.sent, counted.answers(), counted.good(), counted.mean_hundredths()), (3, 2, 2, Some(450)));
        assert_eq!((of(Dimension::Agent, 9), of(Dimension::Desk, 0)), (counted.clone(), counted));
        assert_eq!((of(Dimension::Mailbox, 1), of(Dimension::Agent, 7)), (Surveys::default(), Surveys::default()));
        let days: Vec<(i64, i64)> = cells
            .iter()
            .filter(|(key, _)| (key.dimension, key.span) == (Dimension::Desk, Span::Day))
            .map(|(_, cell)| (cell.surveys.sent, cell.surveys.answers()))
            .filter(|counts| *counts != (0, 0))
            .collect();
        assert_eq!(days, [(3, 1), (0, 1)]);
        let kept = serde_json::to_string(&Facts::of(&told)).unwrap();
        assert_eq!(serde_json::from_str::<Option<Facts>>(&kept).unwrap(), Facts::of(&told));

        let merged = History { merged: true, ..told.clone() };
        let after = super::tests::cells(&merged);
        assert_eq!(ever(&after, Dimension::Desk, 0), Cell { surveys: of(Dimension::Desk, 0), ..Cell::default() });
        assert_eq!(Facts::of(&History { status: Status::Spam, ..told }), None);
    }

    /// LD-3: 4 and 5 are good; without answers there is no mean.
    #[test]
    fn ratings_have_a_mean_and_a_share_of_good_ones() {
        let of = |ratings: &[i64]| {
            let mut surveys = Surveys::default();
            ratings.iter().for_each(|rating| surveys.ratings.add(*rating, 1));
            (surveys.mean_hundredths(), surveys.good_permille())
        };
        assert_eq!(of(&[]), (None, None));
        assert_eq!(of(&[1]), (Some(100), Some(0)));
        assert_eq!(of(&[3, 4, 5]), (Some(400), Some(667)));
        assert_eq!(of(&[5, 5, 4]), (Some(467), Some(1_000)));
    }
}
