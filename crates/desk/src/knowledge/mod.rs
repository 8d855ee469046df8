//! Knowledge: what the articles of a desk answer. An article is cut into passages, their words are indexed, and a customer's
//! text finds those that are good enough to answer from (LD-5, SO-17). Pure: the index comes in and goes out as values.

use std::collections::BTreeMap;

use crate::{ArticleId, limits};

mod passages;
mod rank;
mod words;

pub use passages::{Passage, heading, passages};
pub use rank::{Place, Posting, Question, Ranked, Totals, rank};
pub use words::terms;

/// A passage that answers a question, as far as articles can.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The headings that the passage stands under, in one line; may be empty.
    pub heading: String,
    /// The passage, Markdown, of [`limits::ARTICLE_PASSAGE_CHARS`] characters at most.
    pub text: String,
    /// The article's public address, the only one that may stand in a customer's mail.
    pub link: Option<String>,
    /// True when an assistant may answer with it by itself (assurance.md D9).
    pub alone: bool,
    /// How good it is: only to be compared within one question.
    pub score: f64,
    /// What share of the question's weight it covers, from 0 to 1.
    pub covered: f64,
}

/// The words of an article, as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Each term with where it stands.
    pub places: BTreeMap<String, Vec<Place>>,
    /// How many passages there are.
    pub passages: i64,
    /// How many terms they have together.
    pub terms: i64,
}

/// The index of an article: its passages with the title, the headings above each and what customers ask. `fold` gives the
/// folded words of a text.
#[must_use]
pub fn index(title: &str, asked: &str, body: &str, fold: &dyn Fn(&str) -> String) -> Indexed {
    let mut indexed = Indexed::default();
    let mut pieces = passages(body);
    if pieces.is_empty() {
        pieces.push(Passage { heading: String::new(), text: String::new() });
    }
    let title = terms(&fold(title));
    let asked = terms(&fold(asked));
    for (at, passage) in (0..).zip(pieces) {
        let above = terms(&fold(&passage.heading));
        let mut counts: BTreeMap<String, (u32, bool)> = BTreeMap::new();
        let own = terms(&fold(&passage.text));
        let length = u32::try_from(own.len() + asked.len()).unwrap_or(u32::MAX);
        for term in own {
            counts.entry(term).or_default().0 += 1;
        }
        for (term, more) in title.iter().chain(&above).map(|term| (term, 2)).chain(asked.iter().map(|term| (term, 1))) {
            let count = counts.entry(term.clone()).or_default();
            *count = (count.0 + more, true);
        }
        for (term, (count, titled)) in counts {
            indexed.places.entry(term).or_default().push(Place { passage: at, count, length, titled });
        }
        indexed.passages += 1;
        indexed.terms += i64::from(length);
    }
    indexed
}

/// The sentences of what a customer wrote, up to [`limits::KNOWLEDGE_QUESTION_CHARS`]: lines of a mail are no sentences,
/// paragraphs are.
#[must_use]
pub fn sentences(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut sentence = String::new();
    let mut chars = text.chars().filter(|c| *c != '\r').take(limits::KNOWLEDGE_QUESTION_CHARS).peekable();
    while let Some(c) = chars.next() {
        sentence.push(c);
        let behind = chars.peek().is_none_or(|next| next.is_whitespace());
        let ends = matches!(c, '。' | '！' | '？')
            || (behind && matches!(c, '.' | '!' | '?' | '…' | ';'))
            || (c == '\n' && chars.peek() == Some(&'\n'));
        if ends {
            out.push(std::mem::take(&mut sentence));
        }
    }
    out.push(sentence);
    out.retain(|sentence| !sentence.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: a question is one sentence of many in a mail.
    #[test]
    fn a_mail_is_read_sentence_by_sentence() {
        for (text, expected) in [
            ("", &[][..]),
            ("One", &["One"]),
            ("Order 4.711 came.\nCan I\nreturn it? Thanks!", &["Order 4.711 came.", "\nCan I\nreturn it?", " Thanks!"]),
            ("Hello Ana\r\n\r\nwhere is it", &["Hello Ana\n", "\nwhere is it"]),
            ("退货。多少天？", &["退货。", "多少天？"]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    /// LD-5: the title and the headings above a passage belong to it, and so does what customers ask.
    #[test]
    fn a_passage_has_the_words_above_it() {
        let indexed = index("Returns", "money back", "# Shoes\nThirty days.\n# Bags\nNever.", &|text| {
            text.to_lowercase().replace(['#', '.'], " ")
        });
        assert_eq!(indexed.passages, 2);
        let places = |term: &str| {
            let places = indexed.places.get(term).cloned().unwrap_or_default();
            places.iter().map(|one| (one.passage, one.count, one.titled)).collect::<Vec<_>>()
        };
        assert_eq!(places("return"), [(0, 2, true), (1, 2, true)]);
        assert_eq!(places("sho"), [(0, 3, true)]);
        assert_eq!(places("mon"), [(0, 1, true), (1, 1, true)], "money");
    }
}
