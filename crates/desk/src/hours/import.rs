//! Holidays out of a calendar (RFC 5545): whole days alone. What else stands in it is left out, and counted.

use mail::Calendar;

use super::{Date, Holiday};
use crate::limits;

/// The longest event that is taken for holidays, days.
const LONGEST_DAYS: usize = 31;

/// What a calendar holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Its holidays by date, each once.
    pub holidays: Vec<Holiday>,
    /// How many events were left out: those with a time of day, those that repeat in another way than yearly, too long ones,
    /// and those beyond [`limits::HOLIDAYS`] days.
    pub left_out: usize,
}

/// Reads the holidays of a calendar's events. Cancelled ones are none.
#[must_use]
pub fn holidays(events: &[Calendar]) -> Imported {
    let mut imported = Imported::default();
    for event in events.iter().filter(|event| event.status.as_deref() != Some("cancelled")) {
        match days(event) {
            Some(days) if imported.holidays.len() + days.len() <= limits::HOLIDAYS => imported.holidays.extend(days),
            _ => imported.left_out += 1,
        }
    }
    imported.holidays.sort_by(|one, other| one.date.cmp(&other.date).then_with(|| one.name.cmp(&other.name)));
    imported.holidays.dedup();
    imported
}

fn days(event: &Calendar) -> Option<Vec<Holiday>> {
    let first = Date::read(event.start.as_deref()?)?;
    let end = match event.end.as_deref() {
        // A day on its own may say its length instead of its end (RFC 5545 section 3.6.1).
        None | Some("P1D") => first.next()?,
        Some(end) => Date::read(end)?,
    };
    let yearly = match event.recurrence.as_deref() {
        None => false,
        Some(rule) => is_yearly(rule, first).then_some(true)?,
    };
    let name: String = event.summary.as_deref().unwrap_or_default().chars().take(limits::HOLIDAY_CHARS).collect();
    let dates = std::iter::successors(Some(first), |date| date.next()).take_while(|date| *date < end.max(next(first)));
    let days: Vec<Holiday> =
        dates.take(LONGEST_DAYS + 1).map(|date| Holiday { date, name: name.clone(), yearly }).collect();
    (days.len() <= LONGEST_DAYS).then_some(days)
}

fn next(date: Date) -> Date {
    date.next().unwrap_or(date)
}

/// True for a rule that says each year on this day, for ever (RFC 5545 section 3.3.10).
fn is_yearly(rule: &str, first: Date) -> bool {
    let (month, day) = first.month_and_day();
    let mut yearly = false;
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else { return false };
        let fits = match name.trim().to_ascii_uppercase().as_str() {
            "FREQ" => {
                yearly = value.eq_ignore_ascii_case("yearly");
                yearly
            }
            "INTERVAL" => value == "1",
            "BYMONTH" => value.parse() == Ok(month),
            "BYMONTHDAY" => value.parse() == Ok(day),
            "WKST" => true,
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    yearly
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn read(events: &[&str]) -> Imported {
        let all: String = events.iter().map(|lines| event(lines)).collect();
        holidays(&mail::events(format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{all}END:VCALENDAR\r\n").as_bytes()))
    }

    fn shown(imported: &Imported) -> Vec<String> {
        let shown = |one: &Holiday| format!("{} {}{}", one.date, one.name, if one.yearly { " yearly" } else { "" });
        imported.holidays.iter().map(shown).collect()
    }

    /// LD-7: whole days are holidays, each day of an event of several; twins are one.
    #[test]
    fn whole_days_are_holidays() {
        let imported = read(&[
            "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, really",
            "DTSTART;VALUE=DATE:20261117\r\nSUMMARY:Freedom\r\n  Day",
            "DTSTART;VALUE=DATE:20261117\r\nDURATION:P1D\r\nSUMMARY:Freedom Day",
            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:New Year",
            "DTSTART;VALUE=DATE:20260508\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=8\r\nSUMMARY:8 May",
        ]);
        let expected = [
            "2026-01-01 New Year yearly",
            "2026-05-08 8 May yearly",
            "2026-11-17 Freedom Day",
            "2026-12-24 Christmas, really",
            "2026-12-25 Christmas, really",
            "2026-12-26 Christmas, really",
        ];
        assert_eq!((shown(&imported), imported.left_out), (expected.map(String::from).to_vec(), 0));
    }

    /// LD-7: what is no whole day, or comes back in another way, is left out and counted; what is cancelled is nothing.
    #[test]
    fn other_events_are_left_out() {
        let imported = read(&[
            "DTSTART:20261224T090000Z\r\nDTEND:20261224T100000Z\r\nSUMMARY:Meeting",
            "DTSTART;VALUE=DATE:20260406\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Mondays",
            "DTSTART;VALUE=DATE:20261126\r\nRRULE:FREQ=YEARLY;BYDAY=4TH\r\nSUMMARY:Thanksgiving",
            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:Three years",
            "DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:A year",
            "SUMMARY:No date",
            "DTSTART;VALUE=DATE:20260301\r\nSTATUS:CANCELLED\r\nSUMMARY:Cancelled",
        ]);
        assert_eq!((shown(&imported), imported.left_out), (vec![], 6));
        assert_eq!(read(&["DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260301"]).holidays.len(), 1);
        assert_eq!(holidays(&mail::events(b"nonsense")), Imported::default());
    }
}
