//! Satisfaction surveys of a mailbox, counted (LD-3). What one customer said stands with their conversation.

use axum::{Json, extract::State};
use desk::{MailboxId, limits, permit::Action};
use serde::Deserialize;
use store::{mailboxes, surveys};
use utoipa::IntoParams;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{self, Id, Parameters},
    shown::surveys::SurveySummary,
    sign_in::Caller,
};

const DAYS: i64 = 30;

/// Which surveys.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SurveyParameters {
    /// How many days up to now, 1 to 366; 30 where nothing is said.
    #[param(example = "30")]
    days: Option<String>,
}

/// What the satisfaction surveys of a mailbox came to.
#[utoipa::path(get, path = "/mailboxes/{id}/surveys", operation_id = "countSurveys", tag = "mailboxes",
    params(("id" = String, Path, description = "The mailbox"), SurveyParameters),
    responses((status = 200, body = SurveySummary), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn summary(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
    Parameters(asked): Parameters<SurveyParameters>,
) -> Result<Json<SurveySummary>, Problem> {
    caller.may(Action::ReadSettings)?;
    let days = match request::said(asked.days) {
        None => DAYS,
        Some(word) => {
            let days = word.parse().ok().filter(|days| (1..=limits::SURVEY_COUNTED_DAYS).contains(days));
            days.ok_or_else(|| Problem::parameter("days", "parameter-survey-days"))?
        }
    };
    let since = web.node.clock.now().plus_s(-days * 86_400);
    let found = web.node.db.read(move |tx| {
        let known = mailboxes::by_id(tx, id)?.is_some_and(|mailbox| mailbox.deleted_at.is_none());
        known.then(|| surveys::summary(tx, id, since)).transpose()
    });
    let found = found.await?.ok_or_else(Problem::not_found)?;
    Ok(Json(SurveySummary::new(days, &found)))
}
