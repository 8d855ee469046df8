//! The language of a text, told by its first thousand characters; nothing where the text is too short or the answer is a guess.

use whatlang::{Lang, Script};

/// Most characters that are looked at.
const MAX_CHARS: usize = 1_000;
/// Fewest letters by which a language is told where its script does not tell it.
const MIN_LETTERS: usize = 40;
/// Fewest letters of a script that tells the language.
const MIN_SCRIPT_LETTERS: usize = 4;

/// The language as a BCP 47 tag (`en`, `cs`, `zh`), or nothing. Addresses, links and quoted lines do not count.
pub fn language(text: &str) -> Option<&'static str> {
    let mut words = String::new();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('>'));
    for word in lines.flat_map(str::split_whitespace).filter(|word| !word.contains(['@', '/', '<', '=', '_'])) {
        if words.len() > 4 * MAX_CHARS {
            break;
        }
        words.push_str(word);
        words.push(' ');
    }
    let words: String = words.chars().take(MAX_CHARS).collect();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    if let Some(tag) = by_script(&words).filter(|_| letters >= MIN_SCRIPT_LETTERS) {
        return Some(tag);
    }
    let told = whatlang::detect(&words).filter(|told| letters >= MIN_LETTERS && told.is_reliable())?;
    tag(told.lang())
}

/// Scripts in which only one language is written, as far as desks are concerned.
fn by_script(words: &str) -> Option<&'static str> {
    if words.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}')) {
        return Some("ja");
    }
    match whatlang::detect_script(words)? {
        Script::Mandarin => Some("zh"),
        Script::Hangul => Some("ko"),
        Script::Greek => Some("el"),
        Script::Hebrew => Some("he"),
        Script::Thai => Some("th"),
        Script::Georgian => Some("ka"),
        Script::Armenian => Some("hy"),
        _ => None,
    }
}

fn tag(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Ita => "it",
        Lang::Ces => "cs",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Cat => "ca",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Cmn => "zh",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Tha => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages_are_told_or_left_open() {
        assert_eq!(
            language("Could you please tell me when the printer will be repaired and who is going to come?"),
            Some("en")
        );
        assert_eq!(
            language("Dobrý den, tiskárna stále nefunguje a potřebovali bychom ji co nejdříve opravit."),
            Some("cs")
        );
        assert_eq!(
            language("Guten Tag, der Drucker funktioniert leider immer noch nicht, können Sie bitte kommen?"),
            Some("de")
        );
        assert_eq!(language("プリンターが動きません"), Some("ja"));
        assert_eq!(language("打印机坏了，请尽快处理"), Some("zh"));
        assert_eq!(language("Ok"), None);
        assert_eq!(language("> Dobrý den, tiskárna stále nefunguje a potřebovali bychom ji\nOk"), None);
    }
}
