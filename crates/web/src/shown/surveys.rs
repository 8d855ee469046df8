//! Satisfaction surveys: what customers said of a conversation, and what those of a mailbox came to.

use desk::SurveyId;
use jiff::Timestamp;
use serde::Serialize;
use store::surveys;
use utoipa::ToSchema;

use crate::shown::time;

/// A survey that left.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Survey {
    /// Which.
    #[schema(value_type = String, example = "9")]
    pub id: SurveyId,
    /// When it left.
    #[schema(required)]
    pub sent_at: Option<Timestamp>,
    /// How satisfied the customer is, from 1, the worst, to 5; null while they have not said.
    #[schema(required, example = 5, minimum = 1, maximum = 5)]
    pub rating: Option<i64>,
    /// What they added; empty for nothing.
    #[schema(example = "Quick and kind.")]
    pub comment: String,
    /// When they said so first.
    #[schema(required)]
    pub rated_at: Option<Timestamp>,
}

impl From<surveys::Survey> for Survey {
    fn from(stored: surveys::Survey) -> Self {
        Self {
            id: stored.id,
            sent_at: stored.sent_at.map(time),
            rating: stored.rating.map(desk::survey::Rating::number),
            comment: stored.comment,
            rated_at: stored.rated_at.map(time),
        }
    }
}

/// What the surveys of a mailbox came to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SurveySummary {
    /// How many days are counted, up to now.
    #[schema(example = 30)]
    pub days: i64,
    /// Surveys that left in them.
    #[schema(example = 40)]
    pub sent: i64,
    /// Answers that came first in them.
    #[schema(example = 12)]
    pub rated: i64,
    /// These answers by their rating, from 1, the worst, to 5.
    #[schema(example = json!([0, 1, 1, 3, 7]))]
    pub ratings: Vec<i64>,
    /// The mean of them, to two places; null without any.
    #[schema(required, example = 4.33)]
    pub average: Option<f64>,
}

impl SurveySummary {
    /// Of these days.
    #[must_use]
    pub fn new(days: i64, found: &surveys::Summary) -> Self {
        Self {
            days,
            sent: found.sent,
            rated: found.ratings.iter().sum(),
            ratings: found.ratings.to_vec(),
            average: desk::survey::average(&found.ratings),
        }
    }
}
