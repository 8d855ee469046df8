//! Whether the parts of a mail say the same: the text beside the HTML, and what the HTML shows beside what it holds. Whoever reads one
//! of them (a person, a program) must know when another says something else (assurance.md A13). Looks at 256 KiB of each.

use std::collections::HashMap;

use crate::html_text;
use crate::model::Mail;

/// Most bytes of each part that are compared.
const MAX_BYTES: usize = 256 * 1_024;
/// Words that must differ before a share means anything.
const FEWEST_WORDS: usize = 4;
/// Characters without width among letters, from which on they hold more than layout.
const WIDTHLESS_PERCENT: usize = 30;

impl Mail {
    /// True when more than 30 % of the words of one part do not stand in the other, or as much of the HTML is concealed.
    pub fn parts_differ(&self) -> bool {
        let Some(html) = self.html.as_deref() else { return is_stuffed(head(&self.text)) };
        let seen = html_text::seen(head(html));
        let (shown, concealed) = (words(&seen.shown), words(&seen.concealed));
        is_stuffed(&seen.shown)
            || is_large(missing(&concealed, &shown), total(&concealed) + total(&shown))
            || differ(&words(head(&self.text)), &shown, &words(&seen.instead))
    }
}

fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or_default()
}

type Words = HashMap<String, usize>;

/// The words of a text and how often each stands there; addresses of the web aside, which every program writes in its own way.
fn words(text: &str) -> Words {
    let mut words = Words::new();
    for piece in text.split_whitespace().filter(|piece| !piece.contains("://")) {
        for word in piece.split(|c: char| !c.is_alphanumeric() && !is_widthless(c)) {
            let word: String = word.chars().filter(|c| !is_widthless(*c)).flat_map(char::to_lowercase).collect();
            if !word.is_empty() {
                *words.entry(word).or_default() += 1;
            }
        }
    }
    words
}

fn total(words: &Words) -> usize {
    words.values().sum()
}

/// How many words of one stand not in the other.
fn missing(one: &Words, other: &Words) -> usize {
    one.iter().map(|(word, count)| count.saturating_sub(other.get(word).copied().unwrap_or(0))).sum()
}

fn differ(text: &Words, shown: &Words, instead: &Words) -> bool {
    let mut all = shown.clone();
    for (word, count) in instead {
        *all.entry(word.clone()).or_default() += count;
    }
    is_large(missing(text, &all), total(text)) || is_large(missing(shown, text), total(shown))
}

fn is_large(part: usize, whole: usize) -> bool {
    part >= FEWEST_WORDS && part * 10 > whole * 3
}

fn is_widthless(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// True for a text with so many characters of no width that they may say something of their own.
fn is_stuffed(text: &str) -> bool {
    let widthless = text.chars().filter(|c| is_widthless(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    widthless > 16 && widthless * 100 > letters * WIDTHLESS_PERCENT
}
