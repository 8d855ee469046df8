//! Texts for people. Each crate keeps its own in `locales/*.ftl`; those of the journeys (parts of mails, sentences
//! about connections) stand here. English is complete, other languages only add files.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

/// The texts of one message file.
pub struct Words(FluentBundle<FluentResource>);

impl Words {
    /// Reads a message file. What does not parse is left out; each crate's test asks for all its keys.
    #[must_use]
    pub fn read(file: &str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
        bundle.set_use_isolating(false);
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(file.to_string());
        // A key that stands twice is a mistake of our own file, and the first one counts.
        let _ = bundle.add_resource(resource);
        Self(bundle)
    }

    /// True when the file has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.has_message(key)
    }

    /// The text of a key with its arguments; the key itself where the file lacks it.
    #[must_use]
    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let Some(pattern) = self.0.get_message(key).and_then(|message| message.value()) else {
            return key.to_string();
        };
        let mut values = FluentArgs::new();
        for (name, value) in arguments {
            values.set((*name).to_string(), FluentValue::from(*value));
        }
        self.0.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../locales/en.ftl")));

/// What stands in mails to customers, by language.
static MAILS: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    vec![
        ("en", Words::read(include_str!("../locales/en/mails.ftl"))),
        ("cs", Words::read(include_str!("../locales/cs/mails.ftl"))),
        ("de", Words::read(include_str!("../locales/de/mails.ftl"))),
        ("fr", Words::read(include_str!("../locales/fr/mails.ftl"))),
        ("it", Words::read(include_str!("../locales/it/mails.ftl"))),
    ]
});

/// A text of mails to customers, in English where the language is none of ours.
#[must_use]
pub fn of_mail(language: &str, key: &str, arguments: &[(&str, &str)]) -> String {
    let own = MAILS.iter().find(|(known, _)| *known == language).or_else(|| MAILS.first());
    own.map_or_else(|| key.to_string(), |(_, words)| words.text(key, arguments))
}

/// A text of the journeys.
#[must_use]
pub fn text(key: &str, arguments: &[(&str, &str)]) -> String {
    ENGLISH.text(key, arguments)
}

/// A text of the journeys, or `other` where the file lacks the key: for words that a newer part of the program may bring.
#[must_use]
pub fn known(key: &str, other: &str) -> String {
    if ENGLISH.has(key) { text(key, &[]) } else { other.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_file_parses_and_is_filled_in() {
        assert!(FluentResource::try_new(include_str!("../locales/en.ftl").to_string()).is_ok());
        assert_eq!(text("problem-timeout", &[("step", "login")]), "The server did not answer in time (login).");
        let history = |language| of_mail(language, "mail-history", &[("date", "2026-11-22"), ("name", "Zoë")]);
        assert_eq!(history("de"), "Am 2026-11-22 schrieb Zoë:");
        assert_eq!(history("xx"), "On 2026-11-22, Zoë wrote:");
        assert_eq!(text("no-such-key", &[]), "no-such-key");
    }
}
