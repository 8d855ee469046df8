//! The language of a text, told from its commonest words and its script. It says nothing where it is not sure.

/// Words that are common in one language and rare in the others.
const COMMON: [(&str, &[&str]); 8] = [
    (
        "en",
        &[
            "the", "and", "is", "my", "you", "have", "not", "with", "for", "please", "this", "was", "are", "order",
            "hello", "it",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "nicht", "ich", "sie", "mit", "für", "ein", "eine", "bitte", "wir",
            "auf", "habe", "guten",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "et", "est", "je", "vous", "pas", "une", "pour", "dans", "avec", "bonjour", "mon", "ma",
            "nous", "merci",
        ],
    ),
    (
        "it",
        &[
            "il",
            "che",
            "è",
            "non",
            "di",
            "per",
            "una",
            "sono",
            "con",
            "mi",
            "buongiorno",
            "grazie",
            "ho",
            "della",
            "questo",
            "vostro",
        ],
    ),
    (
        "cs",
        &[
            "je",
            "se",
            "na",
            "že",
            "jsem",
            "dobrý",
            "den",
            "prosím",
            "objednávka",
            "nebo",
            "jak",
            "ale",
            "děkuji",
            "s",
            "mi",
            "ještě",
            "mám",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "que", "y", "no", "por", "una", "para", "con", "mi", "hola", "gracias", "pedido", "está",
            "usted", "muy",
        ],
    ),
    (
        "pl",
        &[
            "jest",
            "nie",
            "się",
            "że",
            "dzień",
            "dobry",
            "proszę",
            "mam",
            "do",
            "w",
            "dziękuję",
            "zamówienie",
            "czy",
            "mi",
            "to",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "niet", "ik", "en", "van", "mijn", "met", "voor", "u", "graag", "bedankt", "hallo",
            "zijn",
        ],
    ),
];
/// Words of a text that are looked at.
const LOOKED_AT: usize = 400;
/// How many common words are needed before anything is said.
const LEAST: usize = 2;

/// The language of a text as two letters: en, de, fr, it, cs, es, pl or nl. None where another language is as likely, or
/// nothing speaks for one.
#[must_use]
pub fn of(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(LOOKED_AT)
        .map(str::to_lowercase)
        .collect();
    let mut found: Vec<(usize, &str)> = COMMON
        .iter()
        .map(|(language, common)| (words.iter().filter(|word| common.contains(&word.as_str())).count(), *language))
        .collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match found.as_slice() {
        [(first, language), (second, _), ..] if *first >= LEAST && first > second => Some(language),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    /// SO-16: a condition on the language holds for what people write, and for nothing where it is unsure.
    #[test]
    fn languages_are_told_from_their_commonest_words() {
        for (text, expect) in [
            ("Hello, my order is late. Have you sent it?", Some("en")),
            ("Guten Tag, ich habe die Rechnung nicht bekommen, bitte senden Sie sie mir.", Some("de")),
            ("Bonjour, je n'ai pas reçu ma commande. Merci", Some("fr")),
            ("Buongiorno, non ho ricevuto il pacco. Grazie", Some("it")),
            ("Dobrý den, objednávka ještě nepřišla, prosím o zprávu. Děkuji", Some("cs")),
            ("Hola, el pedido no está, gracias", Some("es")),
            ("Dzień dobry, nie mam zamówienia, proszę o pomoc", Some("pl")),
            ("Hallo, ik heb het pakket niet ontvangen, bedankt", Some("nl")),
            ("4711", None),
            ("", None),
        ] {
            assert_eq!(of(text), expect, "{text}");
        }
    }
}
