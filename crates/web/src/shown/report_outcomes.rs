//! What became of promises (SO-12) and of satisfaction surveys (LD-3), as reports of the API show them.

use desk::report::{Promised, Promises, Surveys};
use desk::survey::Rating;
use serde::Serialize;
use utoipa::ToSchema;

use crate::csv::Value;

/// Promises that were kept and broken.
#[derive(Serialize, ToSchema)]
pub struct ReportPromised {
    /// Those that were kept; counted when the customer was answered, or the conversation resolved.
    #[schema(example = 36)]
    pub kept: i64,
    /// Those that were broken; counted when they should have been kept.
    #[schema(example = 4)]
    pub broken: i64,
    /// How many of a hundred were kept; null where nothing was promised.
    #[schema(required, example = 90.0)]
    pub kept_percent: Option<f64>,
}

/// What became of promises (SLA), of each kind and of all.
#[derive(Serialize, ToSchema)]
pub struct ReportPromises {
    /// All of them.
    pub all: ReportPromised,
    /// Of the first answer.
    pub first_response: ReportPromised,
    /// Of answers to what customers wrote later.
    pub next_response: ReportPromised,
    /// Of the solution; one for each conversation, however often it is resolved.
    pub resolution: ReportPromised,
}

/// What customers said of what was resolved (CSAT), under the mailbox, queue and agent of that moment.
#[derive(Serialize, ToSchema)]
pub struct ReportSatisfaction {
    /// Surveys that left.
    #[schema(example = 30)]
    pub sent: i64,
    /// Surveys that were answered; counted when they were answered first, with what was said last.
    #[schema(example = 12)]
    pub answers: i64,
    /// Answers that are good ones: 4 and 5.
    #[schema(example = 9)]
    pub good: i64,
    /// How many of a hundred answers are good ones; null where there are none.
    #[schema(required, example = 75.0)]
    pub good_percent: Option<f64>,
    /// The average of all ratings, from 1 to 5; null where there are none.
    #[schema(required, example = 4.25)]
    pub average: Option<f64>,
    /// How many gave each rating, the worst first: five numbers.
    #[schema(example = json!([1, 0, 2, 1, 8]))]
    pub ratings: Vec<i64>,
}

/// A number that is told in parts; none where it is none, or far beyond any that there is.
fn told(parts: Option<i64>, of: f64) -> Option<f64> {
    i32::try_from(parts?).ok().map(|parts| f64::from(parts) / of)
}

impl From<Promised> for ReportPromised {
    fn from(promised: Promised) -> Self {
        let Promised { kept, broken } = promised;
        Self { kept, broken, kept_percent: told(promised.kept_permille(), 10.0) }
    }
}

impl From<&Promises> for ReportPromises {
    fn from(promises: &Promises) -> Self {
        let Promises { first_response, next_response, resolution } = *promises;
        Self {
            all: promises.all().into(),
            first_response: first_response.into(),
            next_response: next_response.into(),
            resolution: resolution.into(),
        }
    }
}

impl From<&Surveys> for ReportSatisfaction {
    fn from(surveys: &Surveys) -> Self {
        let many = |rating: &Rating| {
            let found = surveys.ratings.each().find(|(number, _)| *number == rating.number());
            found.map_or(0, |(_, many)| many)
        };
        Self {
            sent: surveys.sent,
            answers: surveys.answers(),
            good: surveys.good(),
            good_percent: told(surveys.good_permille(), 10.0),
            average: told(surveys.mean_hundredths(), 100.0),
            ratings: Rating::ALL.iter().map(many).collect(),
        }
    }
}

/// The columns of these figures in a table, as the API calls them.
pub const COLUMNS: [&str; 12] = [
    "promises_kept_percent",
    "first_response_kept",
    "first_response_broken",
    "next_response_kept",
    "next_response_broken",
    "resolution_kept",
    "resolution_broken",
    "surveys_sent",
    "survey_answers",
    "survey_good",
    "survey_good_percent",
    "survey_average",
];

/// The values of those columns.
#[must_use]
pub fn values(promises: &ReportPromises, satisfaction: &ReportSatisfaction) -> Vec<Value> {
    let part = |number: Option<f64>| number.map_or(Value::None, |number| Value::Text(number.to_string()));
    let counts = |one: &ReportPromised| [one.kept, one.broken].map(Value::Number);
    let ReportSatisfaction { sent, answers, good, .. } = satisfaction;
    std::iter::once(part(promises.all.kept_percent))
        .chain(counts(&promises.first_response))
        .chain(counts(&promises.next_response))
        .chain(counts(&promises.resolution))
        .chain([*sent, *answers, *good].map(Value::Number))
        .chain([satisfaction.good_percent, satisfaction.average].map(part))
        .collect()
}
