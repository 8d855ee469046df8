//! Which passages answer a question: BM25 says which is the better one, and how much of the question it covers whether it is
//! good enough at all. Nothing depends on which database holds the index.

use std::collections::BTreeMap;

use super::words;
use crate::{ArticleId, limits};

/// How fast a word that stands there often counts no more (BM25's k1).
const SATURATION: f64 = 1.2;
/// How much a long passage must say a word more often (BM25's b).
const LENGTH: f64 = 0.75;
/// As how many passages fewer are looked at: with three of them no word is rare.
const FEWEST_PASSAGES: f64 = 100.0;
/// What share of a question's weight a passage must cover.
const COVERED: f64 = 0.5;
/// The same where it shares one word only, which then must stand in its headings or in how customers ask for it.
const COVERED_BY_ONE: f64 = 0.6;
/// What a word weighs that no article has, against the rarest that one has: it may be a name, or be what is asked for.
const UNKNOWN: f64 = 0.5;

/// A question in terms: sentences, each of which may be the one that asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    terms: Vec<String>,
    /// The terms of each sentence, and of all together, as bits.
    parts: Vec<u64>,
}

impl Question {
    /// Reads the folded sentences of a question. Beyond [`limits::KNOWLEDGE_TERMS`] terms the rest is not looked at.
    #[must_use]
    pub fn read<'s>(sentences: impl IntoIterator<Item = &'s str>) -> Self {
        let mut question = Self::default();
        let mut all = 0;
        for sentence in sentences {
            let mut part = 0;
            for term in words::terms(sentence) {
                part |= question.bit(term);
            }
            all |= part;
            if part != 0 && !question.parts.contains(&part) {
                question.parts.push(part);
            }
        }
        if all != 0 && !question.parts.contains(&all) {
            question.parts.push(all);
        }
        question
    }

    /// Its terms, each once.
    #[must_use]
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    fn bit(&mut self, term: String) -> u64 {
        let known = self.terms.iter().position(|one| *one == term);
        let at = known.or_else(|| {
            let room = self.terms.len() < limits::KNOWLEDGE_TERMS;
            room.then(|| {
                self.terms.push(term);
                self.terms.len() - 1
            })
        });
        at.and_then(|at| u32::try_from(at).ok()).and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
    }
}

/// Where a term stands in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which of its passages, counted from 0.
    pub passage: u32,
    /// How often; each time in a heading counts twice.
    pub count: u32,
    /// How many terms the passage has.
    pub length: u32,
    /// True when it stands in the title, in a heading above the passage, or in how customers ask for it.
    pub titled: bool,
}

/// An article that has a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Which.
    pub article: ArticleId,
    /// Where in it.
    pub places: Vec<Place>,
}

/// What all published articles come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Passages.
    pub passages: i64,
    /// Their terms together.
    pub terms: i64,
}

/// A passage that is good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The article.
    pub article: ArticleId,
    /// Which of its passages, counted from 0.
    pub passage: u32,
    /// How good it is: only to be compared within one question.
    pub score: f64,
    /// What share of the question's weight it covers, from 0 to 1.
    pub covered: f64,
}

/// What a passage shares with the question.
#[derive(Default)]
struct Candidate {
    score: f64,
    shared: u64,
    titled: u64,
}

/// The passages that are good enough for a question, best first. `postings` are those of each of its terms, in their order.
#[must_use]
pub fn rank(question: &Question, postings: &[Vec<Posting>], totals: Totals) -> Vec<Ranked> {
    let many = float(totals.passages);
    let average = (float(totals.terms) / many.max(1.0)).max(1.0);
    let mut weights = Vec::new();
    let mut candidates: BTreeMap<(ArticleId, u32), Candidate> = BTreeMap::new();
    for (at, (term, found)) in (0_u32..).zip(question.terms.iter().zip(postings)) {
        let within = found.iter().map(|posting| posting.places.len()).sum::<usize>();
        let rarity = rarity(many, u32::try_from(within).unwrap_or(u32::MAX));
        weights.push(weight(term, within > 0, rarity));
        let bit = 1_u64.checked_shl(at).unwrap_or(0);
        for (article, place) in found.iter().flat_map(|one| one.places.iter().map(|place| (one.article, place))) {
            let candidate = candidates.entry((article, place.passage)).or_default();
            candidate.score += rarity * frequency(*place, average);
            candidate.shared |= bit;
            candidate.titled |= if place.titled { bit } else { 0 };
        }
    }
    let good = candidates.into_iter().filter_map(|((article, passage), candidate)| {
        let covered = covered(question, &weights, &candidate)?;
        Some(Ranked { article, passage, score: candidate.score * covered, covered })
    });
    let mut good: Vec<Ranked> = good.collect();
    good.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.article, a.passage).cmp(&(b.article, b.passage))));
    good
}

/// The largest share of a sentence, or of all, that a passage covers; none where that is not enough.
fn covered(question: &Question, weights: &[f64], candidate: &Candidate) -> Option<f64> {
    let share = |part: u64| {
        let shared = part & candidate.shared;
        let enough = match shared.count_ones() {
            0 => return None,
            1 if shared & candidate.titled == 0 => return None,
            1 => COVERED_BY_ONE,
            _ => COVERED,
        };
        let whole = sum(weights, part);
        Some(sum(weights, shared) / whole).filter(|share| whole > 0.0 && *share >= enough)
    };
    question.parts.iter().filter_map(|part| share(*part)).max_by(f64::total_cmp)
}

fn sum(weights: &[f64], part: u64) -> f64 {
    (0_u32..).zip(weights).filter(|(at, _)| part.checked_shr(*at).unwrap_or(0) & 1 == 1).map(|(_, weight)| weight).sum()
}

/// How rare a word is that stands in so many passages of all (BM25's idf).
fn rarity(passages: f64, within: u32) -> f64 {
    let (all, within) = (passages.max(FEWEST_PASSAGES), f64::from(within));
    (1.0 + (all - within + 0.5).max(0.0) / (within + 0.5)).ln()
}

fn weight(term: &str, known: bool, rarity: f64) -> f64 {
    match (known, words::names_a_thing(term)) {
        (true, _) => rarity,
        (false, true) => 0.0,
        (false, false) => rarity * UNKNOWN,
    }
}

fn frequency(place: Place, average: f64) -> f64 {
    let count = f64::from(place.count);
    let length = f64::from(place.length) / average;
    count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
}

fn float(number: i64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::knowledge::{Indexed, index};

    const ARTICLES: [(&str, &str); 4] = [
        ("Returning goods", "You can return shoes and bags within 30 days. The label is in the parcel."),
        ("Delivery times", "Parcels leave the day you order. Express delivery takes one day, abroad five."),
        (
            "Invoices",
            "# Change an address\nWrite to us before the month ends.\n# Pay later\nWithin 14 days by transfer.",
        ),
        ("Opening hours of the shop", "Monday to Friday from nine to six. Closed on public holidays."),
    ];

    /// The titles that are found for a folded question, best first.
    fn found(question: &str) -> String {
        let mut postings: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
        let mut totals = Totals::default();
        for (id, (title, body)) in (1..).zip(ARTICLES) {
            let Indexed { places, passages, terms } =
                index(title, "", body, &|text| text.to_lowercase().replace(['.', ',', '#'], " "));
            totals.passages += passages;
            totals.terms += terms;
            for (term, places) in places {
                postings.entry(term).or_default().push(Posting { article: ArticleId(id), places });
            }
        }
        let question = Question::read(question.split('|'));
        let of_each: Vec<Vec<Posting>> =
            question.terms().iter().map(|term| postings.get(term).cloned().unwrap_or_default()).collect();
        let ranked = rank(&question, &of_each, totals);
        let titles =
            ranked.iter().filter_map(|one| usize::try_from(one.article.0 - 1).ok().and_then(|at| ARTICLES.get(at)));
        titles.map(|(title, _)| *title).collect::<Vec<_>>().join("; ")
    }

    /// LD-5: what answers is found, and what does not is not.
    #[test]
    fn a_passage_that_covers_the_question_is_found_and_no_other() {
        for (question, expected) in [
            ("can i return my shoes", "Returning goods"),
            ("returns", "Returning goods"),
            ("how long does express delivery take", "Delivery times"),
            ("when do parcels leave", "Delivery times"),
            ("change the address on an invoice", "Invoices"),
            ("my dog ate a carpet yesterday evening|can i return it", "Returning goods"),
            ("which opening hours have you", "Opening hours of the shop"),
            ("order 4711", ""),
            ("parcel", ""),
            ("who won the football match yesterday", ""),
            ("the return of the king starts at midnight in cinema eight", ""),
            ("hello and thank you", ""),
            ("", ""),
        ] {
            assert_eq!(found(question), expected, "{question}");
        }
    }

    /// LD-5: a question of any length is read, up to its bound.
    #[test]
    fn a_question_is_read_up_to_its_bound() {
        let endless: String = (0..1_000).map(|number| format!("wörd{number}x ")).collect();
        let question = Question::read([endless.as_str(), "return shoes"]);
        assert_eq!(question.terms().len(), limits::KNOWLEDGE_TERMS);
        assert!(rank(&question, &vec![Vec::new(); limits::KNOWLEDGE_TERMS], Totals::default()).is_empty());
    }
}
