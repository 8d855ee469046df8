//! Holidays out of a calendar file, for the form of business hours (LD-7). Reading stores nothing.

use axum::Json;
use desk::{hours, permit::Action};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    problem::{Problem, ProblemBody},
    request::Body,
    shown::business_hours::Holiday,
    sign_in::Caller,
    writing::Key,
};

/// Bytes of a calendar that are taken; more is 422.
const CALENDAR_BYTES: usize = 1024 * 1024;

/// A calendar.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// The text of an iCalendar file (RFC 5545), at most 1 MiB.
    #[schema(
        example = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261224\r\nSUMMARY:Christmas Eve\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )]
    pub calendar: String,
}

/// The holidays of a calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolidayReading {
    /// Its whole days, by date.
    pub holidays: Vec<Holiday>,
    /// How many events were left out: with a time of day, repeated in another way than yearly, longer than 31 days, or too many.
    pub left_out: usize,
}

/// Reads the holidays of a calendar. Nothing is stored: a mailbox takes them with its business hours.
#[utoipa::path(post, path = "/holidays/reading", operation_id = "readHolidays", tag = "mailboxes", request_body = CalendarText,
    params(("Idempotency-Key" = Option<String>, Header, description = "Taken as everywhere; the same calendar is always read in the same way")),
    responses((status = 200, body = HolidayReading), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reading(caller: Caller, _key: Key, body: Body<CalendarText>) -> Result<Json<HolidayReading>, Problem> {
    // Whoever leads the team sets the hours of queues.
    caller.may(Action::ChangeQueues)?;
    let text = body.value.calendar;
    if text.len() > CALENDAR_BYTES {
        return Err(Problem::field("calendar", "text-too-long"));
    }
    let events = ::mail::events(text.as_bytes());
    if events.is_empty() {
        return Err(Problem::field("calendar", "no-calendar"));
    }
    let hours::Imported { holidays, left_out } = hours::holidays(&events);
    Ok(Json(HolidayReading { holidays: holidays.into_iter().map(Holiday::from).collect(), left_out }))
}
