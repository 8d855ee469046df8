//! Sets of UIDs in a command, and the server's dates.

/// How many mails one command asks for: keeps the command line short on any server.
pub(super) const UIDS_AT_ONCE: usize = 500;

/// `uids` as a set such as `1:3,7`.
pub(super) fn uid_set(uids: &[u32]) -> String {
    let mut sorted = uids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in sorted {
        match ranges.last_mut() {
            Some((_, end)) if uid.checked_sub(1) == Some(*end) => *end = uid,
            _ => ranges.push((uid, uid)),
        }
    }
    let texts = ranges.iter().map(|(start, end)| match start == end {
        true => start.to_string(),
        false => format!("{start}:{end}"),
    });
    texts.collect::<Vec<_>>().join(",")
}

/// Seconds since 1970 UTC of a date such as ` 7-Nov-2026 21:05:00 +0100` (RFC 3501 `date-time`).
pub(super) fn date_time(text: &str) -> Option<i64> {
    let mut words = text.split_ascii_whitespace();
    let (date, clock, zone) = (words.next()?, words.next()?, words.next()?);
    let mut date = date.split('-');
    let day: i64 = date.next()?.parse().ok()?;
    let month = date.next()?.to_ascii_lowercase();
    let year: i64 = date.next()?.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = i64::try_from(names.iter().position(|name| *name == month)?).ok()?;
    let mut clock = clock.split(':').map(|part| part.parse::<i64>().ok().filter(|part| (0..=60).contains(part)));
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let (sign, digits) = zone.split_at_checked(1)?;
    let digits: i64 = digits.parse().ok().filter(|digits| (0..=2400).contains(digits))?;
    let offset = (digits / 100 * 60 + digits % 100) * if sign == "-" { -60 } else { 60 };
    (1..=31).contains(&day).then_some(((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar; January is month 0. Years start in March, so that the day
/// that some have more is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::{date_time, uid_set};

    #[test]
    fn uids_become_ranges() {
        assert_eq!(uid_set(&[7, 1, 3, 2, 3, u32::MAX]), "1:3,7,4294967295");
        assert_eq!(uid_set(&[]), "");
    }

    #[test]
    fn dates_become_seconds() {
        assert_eq!(date_time(" 1-Jan-1970 00:00:00 +0000"), Some(0));
        assert_eq!(date_time("29-Feb-2024 12:00:00 -0130"), Some(1_709_213_400));
        assert_eq!(date_time("22-Nov-2026 21:05:00 +0100"), Some(1_795_377_900));
        assert_eq!(date_time("01-Mar-2100 00:00:00 +0000"), Some(4_107_542_400));
        for text in ["", "1-Jan-1970", "x-Jan-1970 00:00:00 +0000", "1-Foo-1970 00:00:00 +0000", "1-Jan-1970 0:0 +0000"]
        {
            assert_eq!(date_time(text), None, "{text}");
        }
    }
}
