//! Fields that a desk defines for itself, of contacts and of conversations: what kinds there are, how a field is named,
//! and which values fit. Values are text, so that one form serves all kinds; what does not fit is never stored.

use std::cmp::Ordering;

use crate::{Micros, limits, search::days};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text on one line.
    Text,
    /// A number with decimals.
    Number,
    /// One of some words.
    Choice,
    /// A day: `2026-11-05`.
    Date,
    /// `true`, or nothing.
    Checkbox,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Choice, Self::Date, Self::Checkbox];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::Checkbox => "checkbox",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The value as it is kept; an empty one, and an unticked box, are nothing.
    ///
    /// # Errors
    /// The message's key where it does not fit.
    pub fn read(self, choices: &[String], written: &str) -> Result<Option<String>, &'static str> {
        let value = written.trim();
        if value.is_empty() {
            return Ok(None);
        }
        let fits = match self {
            Self::Text => {
                value.chars().count() <= limits::CUSTOM_FIELD_VALUE_CHARS && !value.chars().any(char::is_control)
            }
            Self::Number => is_number(value),
            Self::Choice => choices.iter().any(|choice| choice == value),
            Self::Date => value.len() == 10 && days(value).is_some_and(|(from, to)| to.0 - from.0 == DAY.0),
            Self::Checkbox => matches!(value, "true" | "false"),
        };
        match (self, fits) {
            (Self::Checkbox, true) => Ok((value == "true").then(|| value.to_string())),
            (_, true) => Ok(Some(value.to_string())),
            (Self::Text, false) => Err("custom-field-text-does-not-fit"),
            (Self::Number, false) => Err("custom-field-number-does-not-fit"),
            (Self::Choice, false) => Err("custom-field-choice-does-not-fit"),
            (Self::Date, false) => Err("custom-field-date-does-not-fit"),
            (Self::Checkbox, false) => Err("custom-field-checkbox-does-not-fit"),
        }
    }
}

impl Kind {
    /// The words of a choice as they are kept: trimmed, each once. A field of another kind has none.
    ///
    /// # Errors
    /// The message's key where they do not fit.
    pub fn choices(self, written: &[String]) -> Result<Vec<String>, &'static str> {
        let mut choices: Vec<String> = Vec::new();
        for choice in written.iter().map(|choice| choice.trim()).filter(|choice| !choice.is_empty()) {
            if !is_name(choice) {
                return Err("custom-field-choices-do-not-fit");
            }
            if !choices.iter().any(|known| known == choice) {
                choices.push(choice.to_string());
            }
        }
        let fits = match self {
            Self::Choice => !choices.is_empty() && choices.len() <= limits::CUSTOM_FIELD_CHOICES,
            Self::Text | Self::Number | Self::Date | Self::Checkbox => choices.is_empty(),
        };
        if fits { Ok(choices) } else { Err("custom-field-choices-do-not-fit") }
    }

    /// How two values stand to each other, where their kind has an order: numbers by size, days by time.
    #[must_use]
    pub fn order(self, one: &str, other: &str) -> Option<Ordering> {
        match self {
            Self::Number if is_number(one) && is_number(other) => Some(order_of_numbers(one, other)),
            Self::Date => Some(days(one)?.0.cmp(&days(other)?.0)),
            _ => None,
        }
    }
}

/// True for what can be the name of a field or a word of a choice.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= limits::CUSTOM_FIELD_NAME_CHARS && !text.chars().any(char::is_control)
}

/// Digit by digit, since no type of number holds as many digits as a field may.
fn order_of_numbers(one: &str, other: &str) -> Ordering {
    let parts = |text: &str| {
        let plain = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let (whole, part) = (whole.trim_start_matches('0').to_string(), part.trim_end_matches('0').to_string());
        let below = text.starts_with('-') && !(whole.is_empty() && part.is_empty());
        (below, whole.len(), whole, part)
    };
    let ((one_below, one_len, one, one_part), (other_below, other_len, other, other_part)) = (parts(one), parts(other));
    let size = (one_len, one, one_part).cmp(&(other_len, other, other_part));
    match (one_below, other_below) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (true, true) => size.reverse(),
        (false, false) => size,
    }
}

const DAY: Micros = Micros(86_400 * 1_000_000);

/// Digits with at most one point among them and a minus before: what everybody reads as the same number.
fn is_number(value: &str) -> bool {
    let plain = value.strip_prefix('-').unwrap_or(value);
    let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.len() <= 30 && digits(whole) && digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_kind_or_are_named() {
        let choices = ["gold".to_string(), "silver".to_string()];
        for (kind, good, bad) in [
            (Kind::Text, vec!["Brno", " x ", "žluť"], vec!["a\nb"]),
            (Kind::Number, vec!["12", "-0.5", "4711"], vec!["1e3", "1,5", ".5", "-", "1.2.3", "NaN"]),
            (Kind::Choice, vec!["gold"], vec!["Gold", "bronze"]),
            (Kind::Date, vec!["2026-11-05", "2024-02-29"], vec!["2026-02-30", "2026-11", "5.11.2026", "2026-11-5"]),
            (Kind::Checkbox, vec!["true"], vec!["yes", "1"]),
        ] {
            for value in good {
                assert_eq!(kind.read(&choices, value), Ok(Some(value.trim().to_string())), "{kind:?} {value}");
            }
            for value in bad {
                assert!(kind.read(&choices, value).is_err(), "{kind:?} {value}");
            }
            assert_eq!(kind.read(&choices, "  "), Ok(None));
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Kind::Checkbox.read(&[], "false"), Ok(None));
    }

    #[test]
    fn only_a_choice_has_words_and_each_once() {
        let words = |all: &[&str]| all.iter().map(|one| (*one).to_string()).collect::<Vec<_>>();
        let refused = Err("custom-field-choices-do-not-fit");
        assert_eq!(Kind::Choice.choices(&words(&[" gold", "gold", "", "silver"])), Ok(words(&["gold", "silver"])));
        assert_eq!(Kind::Choice.choices(&words(&["", " "])), refused);
        assert_eq!(Kind::Choice.choices(&words(&["a\nb"])), refused);
        assert_eq!(Kind::Choice.choices(&words(&[&"x".repeat(101)])), refused);
        let many: Vec<String> = (0..=limits::CUSTOM_FIELD_CHOICES).map(|one| one.to_string()).collect();
        assert_eq!(Kind::Choice.choices(&many), refused);
        assert_eq!(Kind::Text.choices(&words(&["gold"])), refused);
        assert_eq!(Kind::Text.choices(&[]), Ok(Vec::new()));
    }

    /// SO-15: numbers go by their size, whatever their digits; days by time; nothing else has an order.
    #[test]
    fn numbers_and_days_have_an_order() {
        for (kind, one, other, order) in [
            (Kind::Number, "9", "10", Some(Ordering::Less)),
            (Kind::Number, "007", "7.00", Some(Ordering::Equal)),
            (Kind::Number, "-0", "0.0", Some(Ordering::Equal)),
            (Kind::Number, "-2", "-10", Some(Ordering::Greater)),
            (Kind::Number, "-1", "0.5", Some(Ordering::Less)),
            (Kind::Number, "1.25", "1.3", Some(Ordering::Less)),
            (Kind::Number, "12345678901234567890123", "12345678901234567890124", Some(Ordering::Less)),
            (Kind::Number, "many", "1", None),
            (Kind::Date, "2026-11-05", "2026-02-28", Some(Ordering::Greater)),
            (Kind::Date, "2026-11-05", "2026-11-05", Some(Ordering::Equal)),
            (Kind::Date, "2026-11-05", "soon", None),
            (Kind::Text, "1", "2", None),
            (Kind::Choice, "1", "2", None),
        ] {
            assert_eq!(kind.order(one, other), order, "{one} {other}");
            assert_eq!(kind.order(other, one), order.map(Ordering::reverse), "{other} {one}");
        }
    }

    /// SO-15: the order by digits is that of the numbers themselves.
    #[test]
    fn the_order_of_digits_is_that_of_numbers() {
        let written = |thousandths: i64| {
            let sign = if thousandths < 0 { "-" } else { "" };
            format!("{sign}{}.{:03}", thousandths.abs() / 1_000, thousandths.abs() % 1_000)
        };
        let all: Vec<i64> = (-60..60).map(|step| step * step * step * 7 + step).collect();
        for one in &all {
            for other in &all {
                assert_eq!(Kind::Number.order(&written(*one), &written(*other)), Some(one.cmp(other)), "{one} {other}");
            }
        }
    }
}
