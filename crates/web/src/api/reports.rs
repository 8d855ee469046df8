//! Reports (SO-12): what was counted over time, and by mailbox, queue, agent, category and tag; as JSON and as a table.
//! For whoever leads the team: they see every queue, so nothing is left out of a sum.

use axum::{Json, extract::State, response::Response};
use desk::{
    hours::Date,
    limits,
    permit::Action,
    report::{Dimension, Period, Step, day_of, local},
};
use flow::reports::{self, Asked};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    Web,
    csv::{self, Value},
    file::{self, Wanted},
    problem::{Problem, ProblemBody},
    request::{Parameters, said},
    shown::{
        report_outcomes,
        reports::{COLUMNS, ReportBreakdown, ReportSummary, values},
    },
    sign_in::Caller,
};

/// Days of a report when the request does not say.
const USUAL_DAYS: i64 = 28;
/// Bytes of an id or a tag.
const VALUE_BYTES: usize = 400;

/// Which report.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportParameters {
    /// The first day; four weeks up to the last one where nothing is said.
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// The last day; today where nothing is said.
    #[param(example = "2026-11-30")]
    to: Option<String>,
    /// day, week or month; what fits the period where nothing is said.
    #[param(example = "day")]
    step: Option<String>,
    /// Only of one mailbox, queue, agent, category or tag: which of these it is.
    #[param(example = "agent")]
    dimension: Option<String>,
    /// Which one: its id, of a tag its name; empty for what has none.
    #[param(example = "1")]
    value: Option<String>,
}

/// Which days, by what.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BreakdownParameters {
    /// The first day; four weeks up to the last one where nothing is said.
    #[param(example = "2026-11-01")]
    from: Option<String>,
    /// The last day; today where nothing is said.
    #[param(example = "2026-11-30")]
    to: Option<String>,
    /// By mailbox, queue, agent, category or tag; by agent where nothing is said.
    #[param(example = "queue")]
    dimension: Option<String>,
}

/// What was counted over time, with the time before.
#[utoipa::path(get, path = "/reports/summary", operation_id = "readReport", tag = "reports", params(ReportParameters),
    responses((status = 200, body = ReportSummary), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn summary(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ReportParameters>,
) -> Result<Json<ReportSummary>, Problem> {
    caller.may(Action::LeadTeam)?;
    summed(&web, asked).await.map(Json)
}

/// The same as a table: CSV by RFC 4180, one row for each step.
#[utoipa::path(get, path = "/reports/summary/table", operation_id = "readReportTable", tag = "reports", params(ReportParameters),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn summary_table(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ReportParameters>,
) -> Result<Response, Problem> {
    caller.may(Action::LeadTeam)?;
    let summary = summed(&web, asked).await?;
    let rows = summary.points.iter().map(|point| {
        let days = [&point.period.from, &point.period.to].map(|day| Value::Text(day.clone()));
        days.into_iter().chain(values(&point.figures)).collect()
    });
    let days = &summary.total.period;
    Ok(table(&["from", "to"], &rows.collect::<Vec<_>>(), &format!("report-{}-{}.csv", days.from, days.to)))
}

async fn summed(web: &Web, asked: ReportParameters) -> Result<ReportSummary, Problem> {
    let period = period(web, asked.from, asked.to).await?;
    let step = match said(asked.step) {
        None => period.usual_step(),
        Some(word) => Step::from_word(&word).ok_or_else(|| Problem::parameter("step", "parameter-step"))?,
    };
    if period.parts(step).len() > limits::REPORT_POINTS {
        return Err(Problem::parameter("step", "parameter-too-many-points"));
    }
    let dimension = match said(asked.dimension) {
        None => Dimension::Desk,
        Some(word) => dimension(&word)?,
    };
    let value = asked.value.filter(|_| dimension != Dimension::Desk).unwrap_or_default();
    if value.len() > VALUE_BYTES {
        return Err(Problem::parameter("value", "parameter-long"));
    }
    let summary = reports::summary(&web.node, Asked { period, step, dimension, value }).await?;
    Ok(ReportSummary::new(&summary, period, step))
}

/// What was counted by mailbox, queue, agent, category or tag.
#[utoipa::path(get, path = "/reports/breakdown", operation_id = "readReportBreakdown", tag = "reports",
    params(BreakdownParameters),
    responses((status = 200, body = ReportBreakdown), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn breakdown(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<BreakdownParameters>,
) -> Result<Json<ReportBreakdown>, Problem> {
    caller.may(Action::LeadTeam)?;
    broken_down(&web, asked).await.map(|(_, shown)| Json(shown))
}

/// The same as a table: CSV by RFC 4180, one row for each of them.
#[utoipa::path(get, path = "/reports/breakdown/table", operation_id = "readReportBreakdownTable", tag = "reports",
    params(BreakdownParameters),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn breakdown_table(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<BreakdownParameters>,
) -> Result<Response, Problem> {
    caller.may(Action::LeadTeam)?;
    let (dimension, shown) = broken_down(&web, asked).await?;
    let row = |value: &str, name: &str, figures| {
        let named = [value, name].map(|text| Value::Text(text.to_string()));
        named.into_iter().chain(values(figures)).collect::<Vec<_>>()
    };
    let name = |thing: &crate::shown::reports::ReportThing| thing.name.clone().unwrap_or_else(|| thing.value.clone());
    let mut rows: Vec<Vec<Value>> =
        shown.items.iter().map(|thing| row(&thing.value, &name(thing), &thing.figures)).collect();
    rows.extend(shown.rest.as_ref().map(|rest| row("", "*", rest)));
    let days = &shown.period;
    Ok(table(&[dimension.word(), "name"], &rows, &format!("report-{}-{}-{}.csv", dimension.word(), days.from, days.to)))
}

async fn broken_down(web: &Web, asked: BreakdownParameters) -> Result<(Dimension, ReportBreakdown), Problem> {
    let period = period(web, asked.from, asked.to).await?;
    let dimension = match said(asked.dimension) {
        None => Dimension::Agent,
        Some(word) => dimension(&word)?,
    };
    let found = reports::breakdown(&web.node, period, dimension, limits::REPORT_ROWS).await?;
    Ok((dimension, ReportBreakdown::new(&found, period)))
}

fn table(first: &[&str], rows: &[Vec<Value>], name: &str) -> Response {
    let columns: Vec<&str> = first.iter().copied().chain(COLUMNS).chain(report_outcomes::COLUMNS).collect();
    file::answer(csv::table(&columns, rows).into_bytes(), "text/csv", name, Wanted::Saved)
}

fn dimension(word: &str) -> Result<Dimension, Problem> {
    let known = Dimension::from_word(word).filter(|one| *one != Dimension::Desk);
    known.ok_or_else(|| Problem::parameter("dimension", "parameter-dimension"))
}

/// The days that are asked for, by the calendar of the desk's zone.
async fn period(web: &Web, from: Option<String>, to: Option<String>) -> Result<Period, Problem> {
    let day = |name: &str, text: Option<String>| match said(text) {
        None => Ok(None),
        Some(text) => {
            Date::read(&text).map(|date| Some(day_of(date))).ok_or_else(|| Problem::parameter(name, "parameter-day"))
        }
    };
    let (from, to) = (day("from", from)?, day("to", to)?);
    let to = match to {
        Some(to) => to,
        None => {
            let zone = web.node.db.read(reports::zone).await?;
            local(&zone, web.node.clock.now().unix_s()).0
        }
    };
    let period = Period { from: from.unwrap_or(to - USUAL_DAYS + 1), to };
    if period.days() < 1 {
        return Err(Problem::parameter("to", "parameter-before-from"));
    }
    if period.days() > limits::REPORT_DAYS {
        return Err(Problem::parameter("from", "parameter-too-many-days"));
    }
    Ok(period)
}
