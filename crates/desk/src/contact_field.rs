//! Fields of contacts that a desk defines for itself: what kinds there are, and which values fit. Values are text, so that
//! one form serves all kinds; what does not fit is never stored.

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
                value.chars().count() <= limits::CONTACT_FIELD_VALUE_CHARS && !value.chars().any(char::is_control)
            }
            Self::Number => is_number(value),
            Self::Choice => choices.iter().any(|choice| choice == value),
            Self::Date => value.len() == 10 && days(value).is_some_and(|(from, to)| to.0 - from.0 == DAY.0),
            Self::Checkbox => matches!(value, "true" | "false"),
        };
        match (self, fits) {
            (Self::Checkbox, true) => Ok((value == "true").then(|| value.to_string())),
            (_, true) => Ok(Some(value.to_string())),
            (Self::Text, false) => Err("contact-field-text-does-not-fit"),
            (Self::Number, false) => Err("contact-field-number-does-not-fit"),
            (Self::Choice, false) => Err("contact-field-choice-does-not-fit"),
            (Self::Date, false) => Err("contact-field-date-does-not-fit"),
            (Self::Checkbox, false) => Err("contact-field-checkbox-does-not-fit"),
        }
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
}
