//! Folding of text for search, the same for both databases: decomposed, without marks, lower case, ß as ss, words of
//! letters and digits. Languages written without spaces are cut into single characters.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters of a word that are kept; the rest of a longer one is not found by search.
const WORD_CHARS: usize = 64;

/// The words of a text, folded, separated by single spaces.
#[must_use]
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    let mut push = |c: char| {
        if is_wordless(c) {
            out.push(' ');
            out.push(c);
            out.push(' ');
            length = 0;
        } else if c.is_alphanumeric() {
            length += 1;
            if length <= WORD_CHARS {
                out.push(c);
            }
        } else if !out.ends_with(' ') {
            out.push(' ');
            length = 0;
        } else {
            length = 0;
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
        } else {
            fold_other(c, &mut push);
        }
    }
    squeeze(&out)
}

/// True when the words stand side by side somewhere in the text; where `open`, the last one may be a beginning. Both are
/// folded.
#[must_use]
pub fn holds(text: &str, sought: &str, open: bool) -> bool {
    let (text, sought) = (format!(" {text} "), format!(" {sought}"));
    !sought.trim().is_empty() && if open { text.contains(&sought) } else { text.contains(&format!("{sought} ")) }
}

fn fold_other(c: char, push: &mut impl FnMut(char)) {
    for decomposed in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
        match decomposed {
            'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(&mut *push),
            'æ' | 'Æ' => ['a', 'e'].into_iter().for_each(&mut *push),
            'œ' | 'Œ' => ['o', 'e'].into_iter().for_each(&mut *push),
            'ø' | 'Ø' => push('o'),
            'đ' | 'Đ' => push('d'),
            'ł' | 'Ł' => push('l'),
            'ı' => push('i'),
            _ => decomposed.to_lowercase().filter(|c| !is_combining_mark(*c)).for_each(&mut *push),
        }
    }
}

/// Han, kana and Thai are written without spaces between words.
fn is_wordless(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}')
}

fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_finds_what_people_type() {
        for (text, folded) in [
            ("Žádost o VRÁCENÍ peněz", "zadost o vraceni penez"),
            ("Größe, STRASSE & Straße", "grosse strasse strasse"),
            ("order-4711 <zoe@shop.example>", "order 4711 zoe shop example"),
            ("Æther Łódź smørrebrød", "aether lodz smorrebrod"),
            ("ﬁnance ２０２６", "finance 2026"),
            ("Ǿre ǽon", "ore aeon"),
            ("日本語 text", "日 本 語 text"),
            ("", ""),
        ] {
            assert_eq!(words(text), folded, "{text}");
        }
    }

    #[test]
    fn words_are_held_side_by_side_and_whole_unless_open() {
        for (text, sought, open, held) in [
            ("lumen support", "support", false, true),
            ("lumen support", "lumen support", false, true),
            ("lumen support", "supp", false, false),
            ("lumen support", "supp", true, true),
            ("lumen support", "port", true, false),
            ("lumen support", "", true, false),
            ("", "x", true, false),
        ] {
            assert_eq!(holds(text, sought, open), held, "{text}: {sought}");
        }
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(words(&"a".repeat(5_000)).len(), WORD_CHARS);
    }
}
