//! Scripted assistants: questions with their answers. A question is known by its words, in any order and inflection; two
//! answers that fit equally well are none.

use serde::{Deserialize, Serialize};

use super::{Wrong, text};
use crate::limits;

/// What customers ask, and what they are answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The ways in which it is asked.
    pub questions: Vec<String>,
    /// The answer, as plain text.
    pub answer: String,
}

impl Pair {
    pub(super) fn tidy(&mut self) {
        self.answer = self.answer.trim().to_string();
        self.questions.iter_mut().for_each(|one| *one = one.trim().to_string());
        self.questions.retain(|one| !one.is_empty());
    }
}

pub(super) fn check(pairs: &[Pair]) -> Result<(), Wrong> {
    let wrong = |why| Err(Wrong { field: "pairs", why });
    if pairs.is_empty() || pairs.len() > limits::ASSISTANT_PAIRS {
        return wrong("assistant-pairs-out-of-range");
    }
    for pair in pairs {
        let too_long = |one: &String| one.chars().count() > limits::ASSISTANT_QUESTION_CHARS;
        if pair.questions.is_empty()
            || pair.questions.len() > limits::ASSISTANT_QUESTIONS
            || pair.questions.iter().any(too_long)
        {
            return wrong("assistant-questions-do-not-fit");
        }
        if pair.questions.iter().any(|one| text::stems(one).is_empty()) {
            return wrong("assistant-question-says-nothing");
        }
        if pair.answer.is_empty() || pair.answer.chars().count() > limits::ASSISTANT_ANSWER_CHARS {
            return wrong("assistant-answer-does-not-fit");
        }
    }
    Ok(())
}

/// The pair that a customer's text asks, if one is clearly meant: at least three quarters of a question's words stand in it,
/// and no other pair has as many.
#[must_use]
pub fn matched<'p>(pairs: &'p [Pair], asked: &str) -> Option<&'p Pair> {
    let asked = text::stems(asked);
    let mut best: Option<(usize, &Pair)> = None;
    let mut tied = false;
    for pair in pairs {
        let fits = pair.questions.iter().filter_map(|question| fits(question, &asked)).max();
        let Some(words) = fits else { continue };
        match best {
            Some((most, _)) if words < most => {}
            Some((most, _)) if words == most => tied = true,
            _ => (best, tied) = (Some((words, pair)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, pair)| pair)
}

/// How many words of a question stand in what was asked, where they are enough.
fn fits(question: &str, asked: &std::collections::HashSet<String>) -> Option<usize> {
    let sought = text::stems(question);
    let found = sought.iter().filter(|word| asked.contains(*word)).count();
    (found > 0 && found * 4 >= sought.len() * 3).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(questions: &[&str], answer: &str) -> Pair {
        Pair { questions: questions.iter().map(ToString::to_string).collect(), answer: answer.into() }
    }

    /// LD-5: a scripted assistant knows a question by its words, and answers nothing where it is not sure.
    #[test]
    fn a_question_is_known_by_its_words() {
        let pairs = [
            pair(&["opening hours", "when do you open"], "From 9 to 5."),
            pair(&["return bicycle", "send the bicycle back"], "Within 30 days."),
            pair(&["invoice address change", "Rechnungsadresse ändern"], "In your account."),
            pair(&["bicycle repair"], "Bring it to us."),
        ];
        for (asked, expect) in [
            ("What are your opening hours?", Some("From 9 to 5.")),
            ("Hello, WHEN do you OPEN on Monday?", Some("From 9 to 5.")),
            ("I would like to return the bicycle that I bought", Some("Within 30 days.")),
            ("Returning bicycles: how?", Some("Within 30 days.")),
            ("Wie kann ich meine Rechnungsadresse ändern?", Some("In your account.")),
            ("Please change the address on my invoice", Some("In your account.")),
            // Two that fit equally well.
            ("return or repair of my bicycle", None),
            ("invoice", None),
            ("My bicycle is lost", None),
            ("Where is my parcel?", None),
            ("", None),
        ] {
            assert_eq!(matched(&pairs, asked).map(|pair| pair.answer.as_str()), expect, "{asked}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let why = |pairs: &[Pair]| check(pairs).err().map(|wrong| wrong.why);
        assert_eq!(why(&[pair(&["opening hours"], "Nine.")]), None);
        assert_eq!(why(&[]), Some("assistant-pairs-out-of-range"));
        assert_eq!(why(&[pair(&[], "Nine.")]), Some("assistant-questions-do-not-fit"));
        assert_eq!(why(&[pair(&["what is it"], "Nine.")]), Some("assistant-question-says-nothing"));
        assert_eq!(why(&[pair(&["opening hours"], "")]), Some("assistant-answer-does-not-fit"));
    }
}
