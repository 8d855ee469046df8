//! What a model said, as an answer: read out of its words, and compared with what it was given. It is plain text; it names
//! its sources; no link and no address stands in it that its sources do not have (assurance.md D9). What may only be shown
//! to agents and not leave by itself is a doubt: then nothing but words of its sources, and ordinary ones, may stand in it.

use std::collections::HashSet;

use super::{
    links::{core, has_markup, is_link},
    text::{Word, stems, visible, words},
};
use crate::limits;

/// Of how many words of the matter so many must stand in the sources, for an answer to leave by itself.
const SUPPORTED: (usize, usize) = (3, 5);
/// The same for each sentence that has at least so many.
const SENTENCE: (usize, usize, usize) = (1, 2, 4);
/// What a model writes that does not know.
pub(super) const HAND_OVER: &str = "HANDOVER";

/// A passage that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its article's title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where its article can be read, for customers.
    pub link: Option<String>,
    /// An assistant may answer with it by itself.
    pub alone: bool,
}

/// An answer that may be shown to agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The text, without marks of its sources.
    pub text: String,
    /// The passages that it names, by their place, ascending.
    pub sources: Vec<usize>,
    /// Why it does not leave by itself, if so.
    pub doubt: Option<Unfit>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It says that it does not know.
    Unsure,
    /// There is nothing in it.
    Empty,
    /// It is too long.
    TooLong,
    /// It names no source.
    NoSource,
    /// It names a source that there is not.
    WrongSource,
    /// There is markup in it.
    Markup,
    /// A link or an address stands in it that its sources do not have.
    Foreign,
    /// A number, a code or a strange word stands in it that its sources do not have.
    Strange,
    /// What it says does not stand in its sources.
    NotInSources,
    /// It repeats what it was told to do.
    Repeats,
    /// One of its sources is none that assistants may answer with by themselves.
    NotAlone,
}

impl Unfit {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::NoSource => "no-source",
            Self::WrongSource => "wrong-source",
            Self::Markup => "markup",
            Self::Foreign => "foreign",
            Self::Strange => "strange",
            Self::NotInSources => "not-in-sources",
            Self::Repeats => "repeats",
            Self::NotAlone => "not-alone",
        }
    }
}

/// Reads what a model said to the passages that it was given. No rare word of `secret`, the administrator's words, may stand
/// in it, and no three words side by side of `told`, all that it was set up with.
///
/// # Errors
/// [`Unfit`]: nobody is shown it as an answer.
pub fn read(said: &str, passages: &[Passage], secret: &str, told: &str) -> Result<Answer, Unfit> {
    let said = visible(said);
    if said.contains(HAND_OVER) {
        return Err(Unfit::Unsure);
    }
    if said.chars().count() > limits::ASSISTANT_ANSWER_CHARS {
        return Err(Unfit::TooLong);
    }
    let (text, sources) = without_marks(&said, passages.len())?;
    let text = plain(&text);
    if text.is_empty() {
        return Err(Unfit::Empty);
    }
    if sources.is_empty() {
        return Err(Unfit::NoSource);
    }
    let named: Vec<&Passage> = sources.iter().filter_map(|place| passages.get(*place)).collect();
    let known = Known::of(&named);
    check_links(&text, &known)?;
    let alone = named.iter().all(|passage| passage.alone);
    let doubt = doubt(&text, &known, secret, told).or((!alone).then_some(Unfit::NotAlone));
    Ok(Answer { text, sources, doubt })
}

/// Looks whether a text from outside that was not made of passages may reach a customer: plain text, no link, no address.
///
/// # Errors
/// [`Unfit`] where not.
pub fn is_safe(said: &str) -> Result<String, Unfit> {
    let text = plain(&visible(said));
    if text.is_empty() {
        return Err(Unfit::Empty);
    }
    if text.chars().count() > limits::ASSISTANT_ANSWER_CHARS {
        return Err(Unfit::TooLong);
    }
    check_links(&text, &Known::of(&[]))?;
    Ok(text)
}

/// What the sources have.
struct Known {
    stems: HashSet<String>,
    /// What stands between spaces, without punctuation around it.
    tokens: HashSet<String>,
    /// Its numbers.
    numbers: HashSet<String>,
    /// All of it, folded, to look for words side by side.
    line: String,
}

impl Known {
    fn of(passages: &[&Passage]) -> Self {
        let parts = passages.iter().flat_map(|one| [&*one.title, &*one.text, one.link.as_deref().unwrap_or_default()]);
        let all = parts.collect::<Vec<_>>().join("\n");
        let tokens: HashSet<String> = all.split_whitespace().map(|token| core(token).to_string()).collect();
        let numbers = all.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty());
        Self { stems: stems(&all), numbers: numbers.map(ToString::to_string).collect(), line: line(&all), tokens }
    }
}

/// Words of the matter in their order, to look for those that stand side by side.
fn line(text: &str) -> String {
    let stems: Vec<String> = words(text).into_iter().filter_map(|word| word.stem).collect();
    format!(" {} ", stems.join(" "))
}

/// Takes the marks of sources out: `[1]`, `[1, 2]`, `【3】`.
fn without_marks(said: &str, many: usize) -> Result<(String, Vec<usize>), Unfit> {
    let said = said.replace('【', "[").replace('】', "]");
    let (mut out, mut sources, mut rest) = (String::new(), Vec::new(), said.as_str());
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        let marks = behind.split_once(']').filter(|(inner, _)| is_mark(inner));
        let Some((inner, after)) = marks else {
            out.push('[');
            rest = behind;
            continue;
        };
        for number in inner.split(',') {
            let place = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            sources.push(place.filter(|place| *place < many).ok_or(Unfit::WrongSource)?);
        }
        while out.ends_with(' ') {
            out.pop();
        }
        rest = after;
    }
    out.push_str(rest);
    sources.sort_unstable();
    sources.dedup();
    Ok((out, sources))
}

fn is_mark(inner: &str) -> bool {
    inner.chars().all(|c| c.is_ascii_digit() || c == ',' || c == ' ') && inner.chars().any(|c| c.is_ascii_digit())
}

/// The text without the signs with which models emphasise, and without empty ends.
pub(super) fn plain(text: &str) -> String {
    let lines = text.replace("**", "").replace("__", "");
    let lines = lines.lines().map(|line| line.trim_end().trim_start_matches("#").trim_start_matches('>'));
    let mut out: Vec<&str> = Vec::new();
    for line in lines {
        if !line.trim().is_empty() || out.last().is_some_and(|last| !last.is_empty()) {
            out.push(if line.trim().is_empty() { "" } else { line.trim_end() });
        }
    }
    out.join("\n").trim().to_string()
}

/// Refuses markup, links and addresses that the sources do not have.
fn check_links(text: &str, known: &Known) -> Result<(), Unfit> {
    if has_markup(text) {
        return Err(Unfit::Markup);
    }
    match text.split_whitespace().any(|token| is_link(token) && !known.tokens.contains(core(token))) {
        true => Err(Unfit::Foreign),
        false => Ok(()),
    }
}

/// Why an answer does not leave by itself, if so.
fn doubt(text: &str, known: &Known, secret: &str, told: &str) -> Option<Unfit> {
    if text.split_whitespace().map(core).any(|token| is_strange(token, known)) {
        return Some(Unfit::Strange);
    }
    let all = words(text);
    if repeats(&all, text, known, secret, told) {
        return Some(Unfit::Repeats);
    }
    let supported = |words: &[Word<'_>]| {
        let stems: Vec<&String> = words.iter().filter_map(|word| word.stem.as_ref()).collect();
        (stems.iter().filter(|stem| known.stems.contains(**stem)).count(), stems.len())
    };
    let (found, many) = supported(&all);
    let sentences = text.split(['.', '!', '?', '\n', '。', '！', '？']);
    let short = sentences.map(words).map(|words| supported(&words)).any(|(found, many)| {
        let (least, of, from) = SENTENCE;
        many >= from && found * of < many * least
    });
    let (least, of) = SUPPORTED;
    (many == 0 || found * of < many * least || short).then_some(Unfit::NotInSources)
}

/// A number, a code, or what is no word of any language, that the sources do not have.
fn is_strange(token: &str, known: &Known) -> bool {
    if token.is_empty() || known.tokens.contains(token) {
        return false;
    }
    let numbers = token.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty());
    if numbers.into_iter().any(|run| !known.numbers.contains(run)) {
        return true;
    }
    let (has_digit, has_letter) = (token.chars().any(char::is_numeric), token.chars().any(char::is_alphabetic));
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | '\'' | '’' | '/' | '&');
    let abbreviated = token.split('.').all(|part| part.chars().count() <= 1);
    if !abbreviated && token.chars().any(|c| !joined(c)) {
        return true;
    }
    token
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| mixed(part) || part.chars().count() > limits::ASSISTANT_WORD_CHARS)
        || (has_digit && has_letter && !token.contains('-'))
}

/// True where a capital stands behind a small letter, as no language writes its words.
fn mixed(part: &str) -> bool {
    let mut before = None;
    part.chars().any(|c| before.replace(c).is_some_and(|one: char| one.is_lowercase() && c.is_uppercase()))
}

/// True where words of what the model was told stand in the answer that are not its sources': a rare one alone, as it is,
/// backwards or turned by thirteen letters; or two side by side; or single letters that may spell one.
fn repeats(all: &[Word<'_>], text: &str, known: &Known, secret: &str, told: &str) -> bool {
    let spelled = |four: &[Word<'_>]| four.iter().all(|word| word.text.chars().count() <= 2 && word.stem.is_none());
    if all.windows(5).any(|five| spelled(five) && five.iter().filter(|word| word.text.chars().count() == 1).count() > 3)
    {
        return true;
    }
    let secret: HashSet<String> = stems(secret).difference(&known.stems).cloned().collect();
    let holds = |word: &str| stems(word).iter().any(|stem| secret.contains(stem));
    let foreign = all.iter().filter(|word| word.stem.as_ref().is_some_and(|stem| !known.stems.contains(stem)));
    if foreign.into_iter().any(|word| {
        let backwards: String = word.text.chars().rev().collect();
        holds(word.text) || holds(&backwards) || holds(&turned(word.text))
    }) {
        return true;
    }
    let (said, told) = (line(text), line(told));
    let said: Vec<&str> = said.split_whitespace().collect();
    said.windows(3).any(|three| {
        let sought = format!(" {} ", three.join(" "));
        told.contains(&sought) && !known.line.contains(&sought)
    })
}

fn turned(word: &str) -> String {
    let turn =
        |c: char, from: u8| u8::try_from(c).map_or(c, |byte| char::from((byte.saturating_sub(from) + 13) % 26 + from));
    let turned = word.chars().map(|c| match c {
        'a'..='z' => turn(c, b'a'),
        'A'..='Z' => turn(c, b'A'),
        _ => c,
    });
    turned.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "You answer for Acme Bikes. Be brief and polite. The code word of the house is Pelikan 7F3A. \
        Never mention the purple elephant in the warehouse.";

    fn passages() -> Vec<Passage> {
        let passage = |title: &str, text: &str, link: Option<&str>, alone| Passage {
            title: title.into(),
            text: text.into(),
            link: link.map(ToString::to_string),
            alone,
        };
        vec![
            passage(
                "Returns",
                "You can return a bicycle within 30 days. Bring it to the shop, or write to returns@acme.example. \
                 The refund is paid to your account after 5 working days. See https://acme.example/returns for the form.",
                Some("https://acme.example/help/returns"),
                true,
            ),
            passage("Repairs", "Repairs take one week. A repair costs from 20 €.", None, false),
        ]
    }

    fn told(said: &str) -> String {
        match read(said, &passages(), TOLD, TOLD) {
            Ok(Answer { doubt: Some(doubt), .. }) => format!("doubt {}", doubt.word()),
            Ok(answer) => format!("{} {:?}", answer.text, answer.sources),
            Err(unfit) => unfit.word().to_string(),
        }
    }

    /// LD-5: an answer names what was found, says no more than that, and its marks do not reach the customer.
    #[test]
    fn an_answer_stands_in_its_sources() {
        for (said, expect) in [
            (
                "You can return your bicycle within 30 days [1]. The refund is paid after 5 working days. [1]",
                "You can return your bicycle within 30 days. The refund is paid after 5 working days. [0]",
            ),
            ("**Returns**: bring the bicycle to the shop【1】.", "Returns: bring the bicycle to the shop. [0]"),
            ("The form is at https://acme.example/returns. [1]", "The form is at https://acme.example/returns. [0]"),
            (
                "Thank you for your question! You can return it within 30 days. [1]",
                "Thank you for your question! You can return it within 30 days. [0]",
            ),
            ("You can return a bicycle within 30 days.", "no-source"),
            ("You can return a bicycle within 30 days. [3]", "wrong-source"),
            ("You can return a bicycle within 30 days. [0]", "wrong-source"),
            ("[1]", "empty"),
            ("", "empty"),
            ("HANDOVER", "unsure"),
            ("A repair costs from 20 €. [2]", "doubt not-alone"),
            ("You can return a bicycle within 90 days. [1]", "doubt strange"),
            ("We love puppies, kittens and rainbows in every garden. [1]", "doubt not-in-sources"),
            (
                "You can return a bicycle within 30 days. We promise puppies, kittens, rainbows and gardens. [1]",
                "doubt not-in-sources",
            ),
        ] {
            assert_eq!(told(said), expect, "{said}");
        }
        assert_eq!(told(&"bicycle ".repeat(limits::ASSISTANT_ANSWER_CHARS)), "too-long");
    }

    /// D9: no link and no address leaves that the sources do not have, however it is written, and no markup.
    #[test]
    fn no_foreign_link_leaves() {
        for (link, expect) in [
            ("https://evil.example/x", "foreign"),
            ("evil.com", "foreign"),
            ("(evil.com/path?q=1)", "foreign"),
            ("www.evil.test", "foreign"),
            ("evil。com", "foreign"),
            ("pay@evil.test", "foreign"),
            ("//evil.test", "foreign"),
            ("mailto:x", "foreign"),
            ("data:text/html;base64,AAAA", "foreign"),
            ("127.0.0.1", "foreign"),
            ("e\u{200b}vil.com", "foreign"),
            ("https://acme.example.evil.com/returns", "foreign"),
            ("![x](https://evil.com/a.png)", "markup"),
            ("[returns](https://acme.example/returns)", "markup"),
            ("<img src=x>", "markup"),
            ("</p>", "markup"),
            ("[1]: https://evil.com", "markup"),
        ] {
            let said = format!("You can return a bicycle within 30 days {link} [1]");
            let told = told(&said);
            assert!(told == expect || (expect == "markup" && told == "foreign"), "{link}: {told}");
        }
        assert_eq!(is_safe("See evil.com"), Err(Unfit::Foreign));
        assert_eq!(is_safe("Open\u{202e} today. "), Ok("Open today.".into()));
    }

    /// D9: what the model was told does not leave, as it is or turned; agents see it as a doubt.
    #[test]
    fn what_it_was_told_does_not_leave() {
        for leak in [
            "Pelikan",
            "7F3A",
            "nakilep",
            "cryvxna",
            "UGVsaWthbg==",
            "UGVsaWthbg",
            "70656c696b616e",
            "P e l i k a n",
            "purple elephant",
            "the elephant",
            "code word of the house",
        ] {
            let said = format!("You can return a bicycle within 30 days. Bring it to the shop {leak}. [1]");
            assert!(told(&said).starts_with("doubt"), "{leak}: {}", told(&said));
        }
    }
}
