//! Articles: what the team knows, in Markdown. Assistants answer from those that are published, and from nothing else (LD-5).

use crate::{MailboxId, knowledge, limits};

/// Whether an article is answered from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Only the team sees it.
    Draft,
    /// It is answered from.
    Published,
}

impl State {
    /// All states.
    pub const ALL: [Self; 2] = [Self::Draft, Self::Published];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Where an article came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was written in the desk.
    Written,
    /// It was a Markdown file.
    Imported,
    /// It was an answer to a customer, which somebody approved.
    Answer,
}

impl Source {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::Written, Self::Imported, Self::Answer];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Imported => "imported",
            Self::Answer => "answer",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// True when an assistant may answer by itself with what comes from there, unless somebody says otherwise: what was
    /// said to one customer need not be true for the next (assurance.md D9).
    #[must_use]
    pub fn answers_alone(self) -> bool {
        self != Self::Answer
    }
}

/// What is written of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub title: String,
    /// Its text, Markdown as it was written.
    pub body: String,
    /// How customers ask for it, in their words; may be empty.
    pub asked: String,
    /// Whether it is answered from.
    pub state: State,
    /// Its language, such as `de`; none: not said.
    pub language: Option<String>,
    /// Its public address (https); no other link stands in what an assistant writes.
    pub link: Option<String>,
    /// True when an assistant may answer with it by itself.
    pub alone: bool,
    /// The mailboxes whose customers it is for; none: all.
    pub mailboxes: Vec<MailboxId>,
}

/// True for a language's tag: two or three letters, and a region or script behind them (`de`, `pt-BR`).
#[must_use]
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&first.len())
        && letters(first)
        && parts.all(|part| (2..=4).contains(&part.len()) && letters(part))
        && tag.len() <= 12
}

/// True for an address that may be shown to anybody: https, a host with a dot, no sign-in, and nothing that breaks a line.
#[must_use]
pub fn is_public_link(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { "" });
    let fits = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    link.chars().count() <= limits::ARTICLE_LINK_CHARS
        && name.contains('.')
        && name.chars().all(fits)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !link.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '@'))
}

/// A Markdown file, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Its title: that of the front matter, else the first heading, else the file's name.
    pub title: String,
    /// Its text, without the front matter, and without a first heading that is the title.
    pub body: String,
    /// How customers ask for it: `asked`.
    pub asked: String,
    /// Its language: `language`, or `lang`.
    pub language: Option<String>,
    /// Its public address: `link`, or `url`.
    pub link: Option<String>,
    /// Whether an assistant may answer with it by itself: `alone`.
    pub alone: Option<bool>,
}

/// Reads a Markdown file: front matter between two lines of `---` with `key: value`, of which further keys mean nothing, and
/// the text.
#[must_use]
pub fn read_file(name: &str, text: &str) -> File {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (front, body) = front_matter(&text);
    let mut file = File::default();
    for (key, value) in front.lines().filter_map(|line| line.split_once(':')) {
        let value = unquoted(value.trim());
        let given = Some(value).filter(|value| !value.is_empty()).map(ToString::to_string);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => file.title = value.to_string(),
            "asked" => file.asked = value.to_string(),
            "language" | "lang" => file.language = given,
            "link" | "url" => file.link = given,
            "alone" => file.alone = yes_or_no(value),
            _ => {}
        }
    }
    let first = body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let heading = knowledge::heading(first).map(|(_, title)| title.to_string());
    if file.title.is_empty() {
        file.title = heading.clone().unwrap_or_else(|| without_ending(name));
    }
    let rest = if heading.as_ref() == Some(&file.title) { body.replacen(first, "", 1) } else { body.to_string() };
    file.body = rest.trim().to_string();
    file
}

/// The front matter and what stands behind it.
fn front_matter(text: &str) -> (&str, &str) {
    let Some(rest) = text.strip_prefix("---\n") else { return ("", text) };
    match rest.split_once("\n---\n") {
        Some((front, body)) => (front, body),
        None => rest.strip_suffix("\n---").map_or(("", text), |front| (front, "")),
    }
}

fn unquoted(value: &str) -> &str {
    let within = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

fn without_ending(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    stem.replace(['-', '_'], " ").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: a Markdown file becomes an article, with or without front matter.
    #[test]
    fn a_file_is_read() {
        for (name, text, title, body) in [
            ("returns.md", "# Returns\n\nThirty days.\n", "Returns", "Thirty days."),
            ("a/b/gift-cards_old.md", "Never expire.", "gift cards old", "Never expire."),
            (
                "a.md",
                "---\ntitle: \"Pay later\"\nother: 1\n---\n# Paying\nBy transfer.",
                "Pay later",
                "# Paying\nBy transfer.",
            ),
            ("a.md", "---\r\ntitle: Pay\r\n---\r\nText\r\nmore", "Pay", "Text\nmore"),
            ("a.md", "\u{feff}# A\nText", "A", "Text"),
            ("a.md", "---\ntitle: never closed\nText", "a", "---\ntitle: never closed\nText"),
            ("a.md", "---\ntitle: A\n---", "A", ""),
            ("a.md", "", "a", ""),
        ] {
            let file = read_file(name, text);
            assert_eq!((file.title.as_str(), file.body.as_str()), (title, body), "{text}");
        }
        let file = read_file(
            "a.md",
            "---\nlang: de\nurl: https://help.example.org/a\nalone: no\nasked: Geld zurück?\n---\nText",
        );
        assert_eq!((file.language.as_deref(), file.link.as_deref()), (Some("de"), Some("https://help.example.org/a")));
        assert_eq!((file.alone, file.asked.as_str()), (Some(false), "Geld zurück?"));
    }

    /// D9: only a public address can stand in a customer's mail.
    #[test]
    fn a_link_is_public() {
        for (link, public) in [
            ("https://help.example.org/returns?a=1#b", true),
            ("https://help.example.org:8443/returns", true),
            ("https://hilfe.müller.example/", true),
            ("http://help.example.org/", false),
            ("javascript:alert(1)", false),
            ("https://localhost/", false),
            ("https://ana@help.example.org/", false),
            ("https://help.example.org/a b", false),
            ("https://help.example.org/\nBcc:", false),
            ("https://help.example.org:x/", false),
            ("https:///a.b", false),
            ("https://.example/", false),
            ("", false),
        ] {
            assert_eq!(is_public_link(link), public, "{link}");
        }
        assert!(!is_public_link(&format!("https://help.example.org/{}", "a".repeat(limits::ARTICLE_LINK_CHARS))));
    }

    /// LD-5: a language is one that has a tag.
    #[test]
    fn a_language_is_a_tag() {
        for (tag, is) in [
            ("de", true),
            ("pt-BR", true),
            ("zh-Hant", true),
            ("German", false),
            ("", false),
            ("d", false),
            ("de-", false),
        ] {
            assert_eq!(is_language(tag), is, "{tag}");
        }
    }

    /// D9: what one customer was told is not for an assistant alone.
    #[test]
    fn stored_words_are_read_again() {
        assert!(State::ALL.into_iter().all(|one| State::from_word(one.word()) == Some(one)));
        assert!(Source::ALL.into_iter().all(|one| Source::from_word(one.word()) == Some(one)));
        assert_eq!(Source::ALL.map(Source::answers_alone), [true, true, false]);
    }
}
