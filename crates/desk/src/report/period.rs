//! The days that a report is of, the steps in which it shows them, and which cells it reads for them.

use super::{Span, calendar};

/// Days from the first to the last, both of them included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: i64,
    /// The last day.
    pub to: i64,
}

/// In what steps a period is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each day.
    Day,
    /// Each week, from Monday on.
    Week,
    /// Each month of the calendar.
    Month,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The word of the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Reads the word of the API.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Cells of one length that a report reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Of what length.
    pub span: Span,
    /// The day of the first.
    pub from: i64,
    /// The day of the last.
    pub to: i64,
}

impl Period {
    /// How many days there are.
    #[must_use]
    pub fn days(self) -> i64 {
        self.to - self.from + 1
    }

    /// As many days right before; the month before where this is a whole month.
    #[must_use]
    pub fn before(self) -> Self {
        let whole_month = calendar::month_of(self.from) == self.from && calendar::month_after(self.from) == self.to + 1;
        let from = if whole_month { calendar::month_of(self.from - 1) } else { self.from - self.days() };
        Self { from, to: self.from - 1 }
    }

    /// The step in which the period is shown where nobody says: at most some 90 points.
    #[must_use]
    pub fn usual_step(self) -> Step {
        match self.days() {
            ..=92 => Step::Day,
            93..=630 => Step::Week,
            _ => Step::Month,
        }
    }

    /// The parts of the period in these steps; the first and the last may be cut.
    #[must_use]
    pub fn parts(self, step: Step) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let next = match step {
                Step::Day => from + 1,
                Step::Week => calendar::week_of(from) + 7,
                Step::Month => calendar::month_after(from),
            };
            parts.push(Self { from, to: self.to.min(next - 1) });
            from = next;
        }
        parts
    }
}

/// The fewest cells that make up a period: months where they are whole, days at its ends.
#[must_use]
pub fn rows(period: Period) -> Vec<Rows> {
    let Period { from, to } = period;
    let first_month = if calendar::month_of(from) == from { from } else { calendar::month_after(from) };
    let behind_months = calendar::month_of(to + 1);
    if first_month >= behind_months {
        return vec![Rows { span: Span::Day, from, to }];
    }
    let parts = [
        Rows { span: Span::Day, from, to: first_month - 1 },
        Rows { span: Span::Month, from: first_month, to: behind_months - 1 },
        Rows { span: Span::Day, from: behind_months, to },
    ];
    parts.into_iter().filter(|part| part.from <= part.to).collect()
}

/// The cells of everything from a day on: days to the end of its month, then months.
#[must_use]
pub fn since(day: i64) -> Vec<Rows> {
    let months = if calendar::month_of(day) == day { day } else { calendar::month_after(day) };
    let parts =
        [Rows { span: Span::Day, from: day, to: months - 1 }, Rows { span: Span::Month, from: months, to: i64::MAX }];
    parts.into_iter().filter(|part| part.from <= part.to).collect()
}
