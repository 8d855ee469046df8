//! Dates as mail programs write them into header blocks, in many languages. A date that cannot be read is left as it stands.

use super::words::{AFTERNOON, MONTHS, MORNING};
use super::zone;
use crate::Date;

/// Longest text that is looked at, in characters.
const MAX_CHARS: usize = 120;

/// The moment of a text that names its month in any language; UTC where it names no offset.
pub(crate) fn with_named_month(text: &str) -> Option<Date> {
    let text = apart(text);
    named_month(&text)?;
    let (year, month, day) = day(&text)?;
    let (hour, minute, second) = time(&text).unwrap_or((0, 0, 0));
    let offset_min = zone::offset_min(&text).unwrap_or_default();
    let clock = mail_parser::DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        tz_before_gmt: false,
        tz_hour: 0,
        tz_minute: 0,
    };
    let local_s = clock.is_valid().then(|| clock.to_timestamp())?;
    // Not every month has 31 days.
    let exists = mail_parser::DateTime::from_timestamp(local_s).day == day;
    exists.then_some(Date { unix_s: local_s - i64::from(offset_min) * 60, offset_min })
}

/// The moment in RFC 3339, without its offset where none is given; nothing when the text is no date.
pub(super) fn read(text: &str) -> Option<String> {
    let text = apart(text);
    let (year, month, day) = day(&text)?;
    let (hour, minute, second) = time(&text).unwrap_or((0, 0, 0));
    let zone = match zone::offset_min(&text) {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
        }
    };
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// The beginning of a text, with a space for the `T` of RFC 3339.
fn apart(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().take(MAX_CHARS).peekable();
    while let Some(c) = chars.next() {
        let between =
            c == 'T' && out.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if between { ' ' } else { c });
    }
    out
}

/// Words and numbers of a text.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == ':')).filter(|word| !word.is_empty()).take(30).collect()
}

fn day(text: &str) -> Option<(u16, u8, u8)> {
    let asian = text.contains(['年', '년']);
    let numbers: Vec<u16> = if asian {
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).take(3).collect()
    } else {
        words(text)
            .iter()
            .filter(|word| !word.contains(':'))
            .filter_map(|word| word.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok())
            .take(4)
            .collect()
    };
    let year_at = numbers.iter().position(|number| (1970..=2099).contains(number));
    if let Some(month) = named_month(text).filter(|_| !asian) {
        let year = year_at.and_then(|at| numbers.get(at)).copied()?;
        let day = numbers
            .iter()
            .enumerate()
            .find(|(at, number)| Some(*at) != year_at && (1..=31).contains(*number))
            .map(|(_, day)| *day)?;
        return Some((year, month, u8::try_from(day).ok()?));
    }
    let (first, second, third) = (*numbers.first()?, *numbers.get(1)?, *numbers.get(2)?);
    let american = text.contains('/') && twelve_hours(text);
    let (year, month, day) = match year_at {
        Some(0) => (first, second, third),
        Some(2) if first > 12 => (third, second, first),
        Some(2) if second > 12 || american => (third, first, second),
        Some(2) => (third, second, first),
        None if third < 100 && (second > 12 || american && first <= 12) => (2_000 + third, first, second),
        None if third < 100 => (2_000 + third, second, first),
        _ => return None,
    };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

fn named_month(text: &str) -> Option<u8> {
    let lower = text.to_lowercase();
    let all = words(&lower);
    // The month stands beside its day or year; the name of a weekday may begin like it.
    let beside = |at: usize| {
        let is_number = |word: Option<&&str>| {
            word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains(':'))
        };
        is_number(all.get(at + 1))
            || at.checked_sub(1).is_some_and(|before| {
                is_number(all.get(before)) || all.get(before).is_some_and(|word| *word == "de" || *word == "di")
            })
    };
    let named = |word: &str| {
        MONTHS
            .iter()
            .filter(|(start, _)| word.starts_with(start))
            .max_by_key(|(start, _)| start.len())
            .map(|(_, month)| *month)
    };
    let number_before = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| all.get(before))
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()) || *word == "de")
    };
    let found: Vec<(usize, u8)> = all
        .iter()
        .enumerate()
        .filter(|(at, _)| beside(*at))
        .filter_map(|(at, word)| named(word).map(|month| (at, month)))
        .collect();
    found.iter().find(|(at, _)| number_before(*at)).or_else(|| found.last()).map(|(_, month)| *month)
}

/// A clock of twelve hours as it is written in English and Spanish: `9:05 AM`, `9:05 p. m.`
fn twelve_hours(text: &str) -> bool {
    half_of_day(text, 'a') || half_of_day(text, 'p')
}

/// A figure, then the letter and an `m`, whatever stands between them.
fn half_of_day(text: &str, letter: char) -> bool {
    let solid = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>();
    solid.windows(3).any(|three| match three {
        [before, half, m] => before.is_ascii_digit() && *half == letter && *m == 'm',
        _ => false,
    })
}

/// Hours, minutes and seconds, by twelve or twenty-four hours.
fn time(text: &str) -> Option<(u8, u8, u8)> {
    let lower = text.to_lowercase();
    let dotted = |word: &str| {
        word.matches('.').count() == 1
            && word
                .split('.')
                .all(|part| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let word = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '午' | '前' | '后' | '後' | 't'))
        .find(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()))
        .or_else(|| lower.split_whitespace().rev().find(|word| dotted(word)))?;
    let mut parts = word
        .split([':', '.'])
        .map(|part| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u8>().ok());
    let hour = parts.next().flatten()?;
    let minute = parts.next().flatten()?;
    let second = parts.next().flatten().unwrap_or_default();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let after_noon = half_of_day(text, 'p') || holds(AFTERNOON);
    let morning = half_of_day(text, 'a') || holds(MORNING);
    let hour = match hour {
        12 if morning && !after_noon => 0,
        1..=11 if after_noon => hour + 12,
        hour => hour,
    };
    (hour < 24 && minute < 60 && second < 61).then_some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_are_read_as_programs_of_many_languages_write_them() {
        let same = [
            "Monday, August 3, 2026 9:05 AM",
            "Montag, 3. August 2026 09:05",
            "lundi 3 août 2026 09:05",
            "lunedì 3 agosto 2026 09:05",
            "pondělí 3. srpna 2026 9:05",
            "lunes, 3 de agosto de 2026 9:05",
            "segunda-feira, 3 de agosto de 2026 09:05",
            "maandag 3 augustus 2026 09:05",
            "poniedziałek, 3 sierpnia 2026 09:05",
            "den 3 augusti 2026 09:05",
            "3. august 2026 09:05",
            "maanantai 3. elokuuta 2026 9.05",
            "2026. augusztus 3., hétfő 9:05",
            "luni, 3 august 2026 09:05",
            "Δευτέρα, 3 Αυγούστου 2026 9:05 πμ",
            "3 Ağustos 2026 Pazartesi 09:05",
            "3 августа 2026 г. 9:05",
            "3 серпня 2026 р. 9:05",
            "2026年8月3日 9:05",
            "2026年8月3日(星期一) 上午9:05",
            "2026년 8월 3일 월요일 오전 9:05",
            "03.08.2026 09:05",
            "2026-08-03 09:05",
            "03/08/2026 09:05",
            "8/3/2026 9:05 AM",
        ];
        for text in same {
            assert_eq!(read(text).as_deref(), Some("2026-08-03T09:05:00"), "{text}");
        }
        let others = [
            ("3 Aug 2026 at 9:05 PM", "2026-08-03T21:05:00"),
            ("3 de agosto de 2026, 9:05 p.\u{a0}m.", "2026-08-03T21:05:00"),
            ("On Monday, August 3rd, 2026 at 12:05 AM", "2026-08-03T00:05:00"),
            ("8/3/26 9:05 PM", "2026-08-03T21:05:00"),
            ("03.08.26 21:05", "2026-08-03T21:05:00"),
            ("8/23/2026 21:05", "2026-08-23T21:05:00"),
            ("2026. 8. 3. 오후 9:05", "2026-08-03T21:05:00"),
            ("Mon, 3 Aug 2026 09:05:00 +0200", "2026-08-03T09:05:00+02:00"),
            ("2026-08-03T09:05:00+02:00", "2026-08-03T09:05:00+02:00"),
            ("2026-08-03T09:05:00Z", "2026-08-03T09:05:00Z"),
            ("3 August 2026 at 09:05:00 CEST", "2026-08-03T09:05:00+02:00"),
            ("03/08/2026  09:05  (GMT-05:00)", "2026-08-03T09:05:00-05:00"),
            ("Monday, August 3, 2026 at 09:05:00 AM GMT+2", "2026-08-03T09:05:00+02:00"),
            ("Понедельник, 3 августа 2026, 9:05 +03:00", "2026-08-03T09:05:00+03:00"),
            ("mar. 4 août 2026 à 09:05", "2026-08-04T09:05:00"),
            ("3 Aug 2026", "2026-08-03T00:00:00"),
        ];
        for (text, expected) in others {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(read("soon"), None);
    }
}
