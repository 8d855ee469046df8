//! Invitations and answers to them: the first event of a calendar part (RFC 5545, RFC 5546). Reads what is there, also of broken parts.

use crate::model::{Address, Attachment, Mail};
use crate::{address, charset};

/// Most bytes of a calendar part that are read.
const MAX_BYTES: usize = 1_048_576;
/// Most calendar parts that are looked at.
const MAX_PARTS: usize = 10;
/// Most events of one calendar that are read.
const MAX_EVENTS: usize = 5_000;
/// Most attendees that are kept.
const MAX_ATTENDEES: usize = 500;

/// An event as its calendar part describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Calendar {
    /// `request`, `reply`, `cancel`, `publish` … in lower case (RFC 5546 §1.4).
    pub method: Option<String>,
    /// The event's own id.
    pub uid: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// What else is said about it.
    pub description: Option<String>,
    /// Where it takes place.
    pub location: Option<String>,
    /// Who invites.
    pub organiser: Option<Address>,
    /// Who is invited.
    pub attendees: Vec<Address>,
    /// How the attendees answered, in their order: `accepted`, `declined`, `tentative`, `needs-action` … (RFC 5545 §3.2.12).
    pub answers: Vec<String>,
    /// Begin: `2026-11-23T09:00:00Z`, without `Z` a local time, `2026-11-23` a whole day.
    pub start: Option<String>,
    /// End, likewise; where only a duration is given, that (`PT1H`).
    pub end: Option<String>,
    /// The name of the time zone that local times are in, as written.
    pub timezone: Option<String>,
    /// `confirmed`, `tentative` or `cancelled`.
    pub status: Option<String>,
    /// The rule by which it repeats, as written (RFC 5545 §3.3.10).
    pub recurrence: Option<String>,
}

impl Mail {
    /// The first event of the first calendar part that holds one.
    pub fn calendar(&self) -> Option<Calendar> {
        let mut parts = self.attachments.iter().filter(|part| is_calendar(part)).take(MAX_PARTS);
        parts.find_map(|part| {
            let content = part.content.get(..part.content.len().min(MAX_BYTES)).unwrap_or_default();
            read(&charset::decode(None, &unfolded(content)).0, 1).into_iter().next()
        })
    }
}

fn is_calendar(part: &Attachment) -> bool {
    let declared = part.declared_type.as_deref().unwrap_or_default();
    let named = part.filename.as_deref().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics"));
    matches!(declared, "text/calendar" | "application/ics" | "text/x-vcalendar") || named
}

/// Content lines whole again (RFC 5545 §3.1). They are folded by bytes, also within a character.
fn unfolded(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut bytes = content.iter().copied().filter(|byte| *byte != b'\r').peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\n' && bytes.next_if(|next| matches!(next, b' ' | b'\t')).is_some() {
            continue;
        }
        out.push(byte);
    }
    out
}

/// A content line: name and parameters in upper case, and the value.
struct Line<'a> {
    name: String,
    parameters: Vec<(String, String)>,
    value: &'a str,
}

impl Line<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn text(&self) -> Option<String> {
        Some(unescaped(self.value).trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn person(&self) -> Option<Address> {
        let value = self.value.trim();
        let bare = value
            .get(..7)
            .filter(|start| start.eq_ignore_ascii_case("mailto:"))
            .and_then(|_| value.get(7..))
            .unwrap_or(value);
        let address = address::clean(bare).or_else(|| self.parameter("EMAIL").and_then(address::clean))?;
        let name = self.parameter("CN").map(|name| name.trim_matches('"').to_owned());
        Some(Address { name: name.filter(|name| !name.is_empty() && *name != address), address })
    }
}

/// All events of a calendar (RFC 5545), in their order, [`MAX_EVENTS`] at the most; a task counts as one.
pub fn events(content: &[u8]) -> Vec<Calendar> {
    let content = content.get(..content.len().min(MAX_BYTES)).unwrap_or_default();
    read(&charset::decode(None, &unfolded(content)).0, MAX_EVENTS)
}

/// The first events of a calendar's text.
fn read(text: &str, most: usize) -> Vec<Calendar> {
    let (mut events, mut method) = (Vec::new(), None);
    let mut event: Option<Calendar> = None;
    let mut within: Vec<String> = Vec::new();
    for line in text.lines().filter_map(line) {
        match (line.name.as_str(), within.last().map(String::as_str)) {
            ("BEGIN", _) if within.len() < 16 => within.push(line.value.trim().to_ascii_uppercase()),
            ("END", inner) => {
                if matches!(inner, Some("VEVENT" | "VTODO")) {
                    events.push(event.take().unwrap_or_default());
                    if events.len() >= most {
                        break;
                    }
                }
                within.pop();
            }
            ("METHOD", _) => method = Some(line.value.trim().to_ascii_lowercase()),
            (_, Some("VEVENT" | "VTODO")) => take(event.get_or_insert_default(), &line),
            _ => {}
        }
    }
    // One that is broken off counts with what there is of it.
    events.extend(event);
    for event in &mut events {
        event.method.clone_from(&method);
    }
    events
}

fn take(calendar: &mut Calendar, line: &Line<'_>) {
    match line.name.as_str() {
        "UID" => calendar.uid = line.text(),
        "SUMMARY" => calendar.summary = line.text(),
        "DESCRIPTION" => calendar.description = line.text(),
        "LOCATION" => calendar.location = line.text(),
        "ORGANIZER" => calendar.organiser = line.person(),
        "ATTENDEE" if calendar.attendees.len() < MAX_ATTENDEES => {
            if let Some(person) = line.person() {
                calendar.attendees.push(person);
                calendar.answers.push(line.parameter("PARTSTAT").unwrap_or("needs-action").to_ascii_lowercase());
            }
        }
        "DTSTART" => {
            calendar.start = moment(line.value);
            calendar.timezone = line.parameter("TZID").map(|zone| zone.trim_matches('"').to_owned());
        }
        "DTEND" | "DUE" => calendar.end = moment(line.value),
        "DURATION" if calendar.end.is_none() => calendar.end = line.text(),
        "STATUS" => calendar.status = line.text().map(|status| status.to_ascii_lowercase()),
        "RRULE" => calendar.recurrence = line.text(),
        _ => {}
    }
}

/// A content line cut into its parts: colons and semicolons within quotes belong to parameters (RFC 5545 §3.1).
fn line(text: &str) -> Option<Line<'_>> {
    let (mut quoted, mut colon, mut cuts) = (false, None, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => cuts.push(at),
            b':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    cuts.push(colon);
    let name = text.get(..*cuts.first()?)?.trim().to_ascii_uppercase();
    let parameters = cuts.windows(2).take(50).filter_map(|pair| {
        let (name, value) = text.get(pair.first()? + 1..*pair.get(1)?)?.split_once('=')?;
        Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned()))
    });
    Some(Line { name, parameters: parameters.collect(), value: text.get(colon + 1..)? })
}

/// `20261123T090000Z` as `2026-11-23T09:00:00Z`.
fn moment(value: &str) -> Option<String> {
    let value = value.trim();
    let digits =
        |from: usize, to: usize| value.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let day = format!("{}-{}-{}", digits(0, 4)?, digits(4, 6)?, digits(6, 8)?);
    let time = value
        .get(8..9)
        .filter(|t| t.eq_ignore_ascii_case("t"))
        .and_then(|_| Some(format!("T{}:{}:{}", digits(9, 11)?, digits(11, 13)?, digits(13, 15).unwrap_or("00"))));
    let zone = if value.ends_with(['Z', 'z']) { "Z" } else { "" };
    Some(match time {
        Some(time) => format!("{day}{time}{zone}"),
        None => day,
    })
}

/// A text value without its escapes (RFC 5545 §3.3.11).
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(escaped) => out.push(escaped),
                None => {}
            },
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}
