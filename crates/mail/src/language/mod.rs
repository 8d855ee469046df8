//! The language of a text, told by its first thousand characters; nothing where the text is too short or the answer is a guess.

mod words;

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use words::COMMON;

/// Most characters that are looked at.
const MAX_CHARS: usize = 1_000;
/// Fewest letters by which a language is told where its script does not tell it.
const MIN_LETTERS: usize = 40;
/// Fewest letters of a script that tells the language.
const MIN_SCRIPT_LETTERS: usize = 4;
/// Fewest common words by which a language is told where its letters are not sure.
const MIN_COMMON_WORDS: usize = 3;
/// How many letters a sign of Chinese, Japanese or Korean stands for.
const EAST_ASIAN_WEIGHT: usize = 3;

/// What is told apart by its letters. Languages whose script tells them are missing, and so are those that desks hardly meet, because
/// each of them makes the answer for its relatives less sure.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Ita, "it"),
    (Lang::Ces, "cs"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "no"),
    (Lang::Fin, "fi"),
    (Lang::Slk, "sk"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Tur, "tr"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Bel, "be"),
    (Lang::Bul, "bg"),
    (Lang::Srp, "sr"),
    (Lang::Hrv, "hr"),
    (Lang::Slv, "sl"),
    (Lang::Cat, "ca"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Hin, "hi"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
];

static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(LANGUAGES.iter().map(|(language, _)| *language).collect()));

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
    if let Some(tag) = by_script(&words, letters) {
        return Some(tag);
    }
    if letters < MIN_LETTERS {
        return None;
    }
    let Some(told) = DETECTOR.detect(&words).filter(whatlang::Info::is_reliable) else { return by_words(&words) };
    LANGUAGES.iter().find(|(language, _)| *language == told.lang()).map(|(_, tag)| *tag)
}

/// The language that has clearly most of the words; nothing where relatives have as many.
fn by_words(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: HashSet<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let known = |common: &str| common.split(' ').filter(|word| words.contains(word)).count();
    let mut counts: Vec<(usize, &str)> = COMMON.iter().map(|(tag, common)| (known(common), *tag)).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let (best, second) = (counts.first()?, counts.get(1)?);
    (best.0 >= MIN_COMMON_WORDS && best.0 > second.0).then_some(best.1)
}

/// The language whose script most of the words are written in, where only one is written in it as far as desks are concerned.
/// A sign of Chinese, Japanese and Korean is worth more than a letter: names of products around it are often Latin.
fn by_script(words: &str, letters: usize) -> Option<&'static str> {
    let count = |is: fn(char) -> bool| words.chars().filter(|c| is(*c)).count();
    let kana = count(|c| matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'));
    let han = count(|c| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'));
    let hangul = count(|c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}'));
    let enough = |signs: usize, weight: usize| signs >= MIN_SCRIPT_LETTERS && signs * (weight + 1) > letters;
    if enough(kana + han, EAST_ASIAN_WEIGHT) {
        // Chinese texts hold a kana now and then, in names.
        return Some(if kana * 10 > han { "ja" } else { "zh" });
    }
    if enough(hangul, EAST_ASIAN_WEIGHT) {
        return Some("ko");
    }
    let alphabets = [
        ('\u{370}'..='\u{3ff}', "el"),
        ('\u{5d0}'..='\u{5ea}', "he"),
        ('\u{e01}'..='\u{e4e}', "th"),
        ('\u{10a0}'..='\u{10ff}', "ka"),
        ('\u{531}'..='\u{586}', "hy"),
    ];
    let most = |range: &RangeInclusive<char>| enough(words.chars().filter(|c| range.contains(c)).count(), 1);
    if let Some((_, tag)) = alphabets.iter().find(|(range, _)| most(range)) {
        return Some(tag);
    }
    let arabic = enough(count(|c| matches!(c, '\u{620}'..='\u{6ff}')), 1);
    arabic.then(|| {
        // Letters that Arabic does not have.
        let urdu = words.contains(['ٹ', 'ڈ', 'ڑ', 'ے', 'ں']);
        let persian = words.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']);
        if urdu {
            "ur"
        } else if persian {
            "fa"
        } else {
            "ar"
        }
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
        // Relatives are told by their words where their letters are much the same.
        assert_eq!(
            language("Hej, jeg har stadig ikke modtaget min ordre, kan I fortælle mig hvornår den bliver sendt?"),
            Some("da")
        );
        assert_eq!(
            language("Hei, jeg har fortsatt ikke mottatt bestillingen min, kan dere si når den blir sendt?"),
            Some("no")
        );
        assert_eq!(
            language("Stále som nedostal svoju objednávku, môžete mi povedať kedy bude odoslaná? Ďakujem"),
            Some("sk")
        );
        assert_eq!(
            language("Buna ziua, nu am primit inca comanda mea, imi puteti spune cand va fi trimisa?"),
            Some("ro")
        );
        assert_eq!(language("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor."), None);
        // Scripts of their own decide even in short texts.
        assert_eq!(language("Windows 11でエラーが出ます"), Some("ja"));
        assert_eq!(language("请联系の店的客服人员，打印机坏了，请尽快处理"), Some("zh"));
        assert_eq!(language("프린터가 고장 났어요"), Some("ko"));
        assert_eq!(language("Ο εκτυπωτής χάλασε"), Some("el"));
        assert_eq!(language("המדפסת לא עובדת"), Some("he"));
        assert_eq!(language("الطابعة لا تعمل"), Some("ar"));
        assert_eq!(language("چاپگر کار نمی‌کند"), Some("fa"));
        assert_eq!(language("เครื่องพิมพ์เสีย"), Some("th"));
        assert_eq!(
            language("Please ask 田中一郎 about the printer on the second floor, he knows when it will be repaired"),
            Some("en")
        );
        assert_eq!(language("https://example.org/die/der/und jane.doe@example.org Ok"), None);
        assert_eq!(language("プリンターが動きません"), Some("ja"));
        assert_eq!(language("打印机坏了，请尽快处理"), Some("zh"));
        assert_eq!(language("Ok"), None);
        assert_eq!(language("> Dobrý den, tiskárna stále nefunguje a potřebovali bychom ji\nOk"), None);
    }
}
