//! Reports as the API shows them.

use desk::report::{Cell, Figures, Part, Period, Spread, Step, date_of};
use flow::reports::{Breakdown, Summary};
use serde::Serialize;
use utoipa::ToSchema;

use super::report_outcomes::{self, ReportPromises, ReportSatisfaction};
use crate::csv::Value;

/// The hours of a week.
const HOURS: i64 = 7 * 24;

/// How long several things took, in seconds.
#[derive(Serialize, ToSchema)]
pub struct Took {
    /// How many there were.
    #[schema(example = 12)]
    pub count: i64,
    /// On average; null where there were none.
    #[schema(required, example = 5400)]
    pub mean_s: Option<i64>,
    /// Half of them took no longer, within 3.2 per cent.
    #[schema(required, example = 3600)]
    pub median_s: Option<i64>,
    /// Nine of ten took no longer, within 3.2 per cent.
    #[schema(required, example = 14400)]
    pub ninth_decile_s: Option<i64>,
}

/// What was counted in a time. Spam, trash and what was merged into another conversation are not, but for promises and surveys
/// of what was merged.
#[derive(Serialize, ToSchema)]
pub struct ReportFigures {
    /// Conversations that began from outside.
    #[schema(example = 40)]
    pub received: i64,
    /// Conversations that the team began.
    #[schema(example = 2)]
    pub started: i64,
    /// Messages that customers wrote; what machines wrote is not counted.
    #[schema(example = 75)]
    pub customer_messages: i64,
    /// Answers of people of the team.
    #[schema(example = 60)]
    pub replies: i64,
    /// How often a conversation was resolved or closed.
    #[schema(example = 38)]
    pub resolved: i64,
    /// How often a resolved one was taken up again.
    #[schema(example = 3)]
    pub reopened: i64,
    /// Conversations that were not resolved at the end.
    #[schema(example = 17)]
    pub backlog: i64,
    /// Those of them that waited for the team: new and open ones.
    #[schema(example = 6)]
    pub waiting: i64,
    /// From the customer's first message to the first answer of a person, by the wall clock; counted when it is answered.
    pub first_response: Took,
    /// From a conversation's beginning to its resolving, by the wall clock; counted each time it is resolved.
    pub resolution: Took,
    /// What became of promises.
    pub promises: ReportPromises,
    /// What customers said.
    pub satisfaction: ReportSatisfaction,
}

/// The days of a report.
#[derive(Serialize, ToSchema)]
pub struct ReportPeriod {
    /// The first day.
    #[schema(example = "2026-11-01")]
    pub from: String,
    /// The last day.
    #[schema(example = "2026-11-30")]
    pub to: String,
}

/// Figures of some days.
#[derive(Serialize, ToSchema)]
pub struct ReportPart {
    /// Which days.
    pub period: ReportPeriod,
    /// What was counted.
    pub figures: ReportFigures,
}

/// A report over time.
#[derive(Serialize, ToSchema)]
pub struct ReportSummary {
    /// The time zone of its days.
    #[schema(example = "Europe/Prague")]
    pub zone: String,
    /// False while everything is counted anew: then there is more than is told.
    pub complete: bool,
    /// The step of its points: day, week or month.
    #[schema(example = "day")]
    pub step: &'static str,
    /// The whole period.
    pub total: ReportPart,
    /// As many days before it; the month before where it is a month.
    pub before: ReportPart,
    /// Each step, oldest first.
    pub points: Vec<ReportPart>,
    /// Messages of customers in each hour of the week, from Monday midnight on: 168 numbers.
    #[schema(example = json!([0, 0, 3]))]
    pub hours: Vec<i64>,
}

/// Figures of one thing.
#[derive(Serialize, ToSchema)]
pub struct ReportThing {
    /// Its id, of a tag its name; empty for what has none.
    #[schema(example = "2")]
    pub value: String,
    /// What it is called; null for what has none, or is not there any more.
    #[schema(required, example = "Ana")]
    pub name: Option<String>,
    /// What was counted.
    pub figures: ReportFigures,
}

/// A report by mailbox, queue, agent, category or tag.
#[derive(Serialize, ToSchema)]
pub struct ReportBreakdown {
    /// The time zone of its days.
    #[schema(example = "Europe/Prague")]
    pub zone: String,
    /// False while everything is counted anew: then there is more than is told.
    pub complete: bool,
    /// Which days.
    pub period: ReportPeriod,
    /// Those with the most received first, at most 500.
    pub items: Vec<ReportThing>,
    /// All further ones together; null where there are none.
    #[schema(required)]
    pub rest: Option<ReportFigures>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

impl From<&Spread> for Took {
    fn from(spread: &Spread) -> Self {
        Self {
            count: spread.count(),
            mean_s: spread.mean_s(),
            median_s: spread.percentile_s(50),
            ninth_decile_s: spread.percentile_s(90),
        }
    }
}

impl From<&Figures> for ReportFigures {
    fn from(figures: &Figures) -> Self {
        let Cell { received, started, customer_messages, replies, resolved, reopened, .. } = figures.cell;
        Self {
            received,
            started,
            customer_messages,
            replies,
            resolved,
            reopened,
            backlog: figures.backlog,
            waiting: figures.waiting,
            first_response: (&figures.cell.first_response).into(),
            resolution: (&figures.cell.resolution).into(),
            promises: (&figures.cell.promises).into(),
            satisfaction: (&figures.cell.surveys).into(),
        }
    }
}

impl From<Period> for ReportPeriod {
    fn from(period: Period) -> Self {
        Self { from: date_of(period.from).to_string(), to: date_of(period.to).to_string() }
    }
}

impl From<&Part> for ReportPart {
    fn from(part: &Part) -> Self {
        Self { period: part.period.into(), figures: (&part.figures).into() }
    }
}

impl ReportSummary {
    /// A summary of this period in these steps.
    #[must_use]
    pub fn new(summary: &Summary, period: Period, step: Step) -> Self {
        let hours = &summary.whole.cell.hours;
        let of = |wanted: i64| hours.each().find(|(hour, _)| *hour == wanted).map_or(0, |(_, many)| many);
        Self {
            zone: summary.standing.zone.name().to_string(),
            complete: summary.standing.complete,
            step: step.word(),
            total: ReportPart { period: period.into(), figures: (&summary.whole).into() },
            before: (&summary.before).into(),
            points: summary.parts.iter().map(ReportPart::from).collect(),
            hours: (0..HOURS).map(of).collect(),
        }
    }
}

impl ReportBreakdown {
    /// A breakdown of this period.
    #[must_use]
    pub fn new(breakdown: &Breakdown, period: Period) -> Self {
        let thing = |(value, name, figures): &(String, Option<String>, Figures)| ReportThing {
            value: value.clone(),
            name: name.clone(),
            figures: figures.into(),
        };
        Self {
            zone: breakdown.standing.zone.name().to_string(),
            complete: breakdown.standing.complete,
            period: period.into(),
            items: breakdown.things.iter().map(thing).collect(),
            rest: breakdown.rest.as_ref().map(ReportFigures::from),
            next: None,
        }
    }
}

/// The columns of figures in a table, as the API calls them; those of promises and surveys follow.
pub const COLUMNS: [&str; 16] = [
    "received",
    "started",
    "customer_messages",
    "replies",
    "resolved",
    "reopened",
    "backlog",
    "waiting",
    "first_response_count",
    "first_response_mean_s",
    "first_response_median_s",
    "first_response_ninth_decile_s",
    "resolution_count",
    "resolution_mean_s",
    "resolution_median_s",
    "resolution_ninth_decile_s",
];

/// The values of those columns.
#[must_use]
pub fn values(figures: &ReportFigures) -> Vec<Value> {
    let took =
        |took: &Took| [Value::Number(took.count), took.mean_s.into(), took.median_s.into(), took.ninth_decile_s.into()];
    let counted = [
        figures.received,
        figures.started,
        figures.customer_messages,
        figures.replies,
        figures.resolved,
        figures.reopened,
        figures.backlog,
        figures.waiting,
    ];
    counted
        .map(Value::Number)
        .into_iter()
        .chain(took(&figures.first_response))
        .chain(took(&figures.resolution))
        .chain(report_outcomes::values(&figures.promises, &figures.satisfaction))
        .collect()
}
