//! Business hours as the API shows and takes them: times as a clock on the wall shows them.

use desk::{hours, policy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From one time of a day to another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// When it opens, by the clock on the wall.
    #[schema(example = "09:00")]
    pub from: String,
    /// When it closes; `24:00` is the end of the day.
    #[schema(example = "17:00")]
    pub to: String,
}

/// A day of the week.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessDay {
    /// Its own time zone; null for that of the week.
    #[schema(required)]
    pub zone: Option<String>,
    /// When it is open, in order, at most 8; none is a closed day.
    pub intervals: Vec<Interval>,
}

/// A day on which nobody works.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its date.
    #[schema(example = "2026-12-24")]
    pub date: String,
    /// What it is called, at most 100 characters.
    #[schema(example = "Christmas Eve")]
    pub name: String,
    /// Whether it comes each year on that day.
    pub yearly: bool,
}

/// When somebody is there (LD-7).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessHours {
    /// Whether they hold; else a mailbox is always open, and a queue goes by its mailbox's.
    pub on: bool,
    /// The time zone, by its IANA name.
    #[schema(example = "Europe/Prague")]
    pub zone: String,
    /// The seven days of the week, Monday first.
    pub days: Vec<BusinessDay>,
    /// When nobody works although it is a weekday, at most 400.
    pub holidays: Vec<Holiday>,
    /// What a customer gets who writes outside of the hours, once in a conversation and closed period; empty for nothing.
    pub away: String,
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2)?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (minute < 60).then_some(hour * 60 + minute).filter(|minute| *minute <= hours::DAY_MINUTES)
}

impl From<hours::Day> for BusinessDay {
    fn from(day: hours::Day) -> Self {
        let interval = |one: hours::Interval| Interval { from: clock(one.from), to: clock(one.to) };
        Self {
            zone: day.zone.map(|zone| zone.name().to_string()),
            intervals: day.intervals.into_iter().map(interval).collect(),
        }
    }
}

impl From<hours::Holiday> for Holiday {
    fn from(one: hours::Holiday) -> Self {
        Self { date: one.date.to_string(), name: one.name, yearly: one.yearly }
    }
}

impl From<policy::BusinessHours> for BusinessHours {
    fn from(stored: policy::BusinessHours) -> Self {
        Self {
            on: stored.on,
            zone: stored.hours.zone.name().to_string(),
            days: stored.hours.days.into_iter().map(BusinessDay::from).collect(),
            holidays: stored.hours.holidays.into_iter().map(Holiday::from).collect(),
            away: stored.away,
        }
    }
}

impl BusinessHours {
    /// The hours as they are stored.
    ///
    /// # Errors
    /// A stable word for what in them cannot be read.
    pub fn read(self) -> Result<policy::BusinessHours, &'static str> {
        let days: Vec<hours::Day> = self.days.into_iter().map(BusinessDay::read).collect::<Result<_, _>>()?;
        let hours = hours::Hours {
            zone: zone(&self.zone)?,
            days: days.try_into().map_err(|_| "seven-days-needed")?,
            holidays: self.holidays.into_iter().map(Holiday::read).collect::<Result<_, _>>()?,
        };
        Ok(policy::BusinessHours { on: self.on, hours, away: self.away })
    }
}

fn zone(name: &str) -> Result<hours::Zone, &'static str> {
    hours::Zone::read(name).ok_or("unknown-time-zone")
}

impl BusinessDay {
    fn read(self) -> Result<hours::Day, &'static str> {
        let interval = |one: Interval| -> Result<hours::Interval, &'static str> {
            let (from, to) = minute(&one.from).zip(minute(&one.to)).ok_or("no-time-of-day")?;
            Ok(hours::Interval { from, to })
        };
        let intervals = self.intervals.into_iter().map(interval).collect::<Result<_, _>>()?;
        Ok(hours::Day { zone: self.zone.as_deref().map(zone).transpose()?, intervals })
    }
}

impl Holiday {
    fn read(self) -> Result<hours::Holiday, &'static str> {
        let date = hours::Date::read(&self.date).ok_or("no-date")?;
        Ok(hours::Holiday { date, name: self.name, yearly: self.yearly })
    }
}
