//! Which words of a text say what it is about, and how their forms meet. No language is asked for: customers write in others
//! than they say, and mix them. Words come in as search folds them.

use std::{collections::BTreeSet, sync::LazyLock};

/// Words that drop out, of nine languages.
static STOP_WORDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("stop_words.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Endings that are cut off, longest first, each with the fewest letters that must be left. They are those by which words of
/// nine languages are bent, and few by which nouns are made of verbs.
const ENDINGS: &[(&str, usize)] = &[
    ("ierungen", 3),
    ("aciones", 3),
    ("ationen", 3),
    ("ierung", 3),
    ("amento", 3),
    ("amenti", 3),
    ("ations", 3),
    ("ungen", 3),
    ("ation", 3),
    ("ieren", 3),
    ("acion", 3),
    ("ments", 3),
    ("iert", 4),
    ("ment", 3),
    ("ings", 3),
    ("ami", 3),
    ("are", 3),
    ("ech", 3),
    ("ach", 3),
    ("ich", 4),
    ("ych", 3),
    ("eho", 3),
    ("emu", 3),
    ("ern", 4),
    ("ies", 3),
    ("ing", 3),
    ("ovi", 3),
    ("ung", 3),
    ("ed", 4),
    ("em", 4),
    ("en", 3),
    ("er", 4),
    ("es", 3),
    ("os", 3),
    ("as", 3),
    ("ou", 3),
    ("um", 4),
    ("ym", 3),
    ("a", 3),
    ("e", 3),
    ("i", 3),
    ("o", 3),
    ("s", 3),
    ("u", 3),
    ("y", 3),
];

/// Stems that are kept whole: cut on, customers would be customs.
const KEPT: &[&str] = &["customer"];

/// The terms of a folded text, in its order and as often as they stand there.
#[must_use]
pub fn terms(folded: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut before: Option<char> = None;
    for word in folded.split_whitespace() {
        let alone = single(word);
        match (before, alone) {
            (Some(first), Some(second)) => out.push(format!("{first}{second}")),
            (_, Some(_)) => {}
            (_, None) => out.extend(term(word)),
        }
        before = alone;
    }
    out
}

/// A character of a language that is written without spaces; two that stand side by side are a term.
fn single(word: &str) -> Option<char> {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if !only.is_ascii() => Some(only),
        _ => None,
    }
}

fn term(word: &str) -> Option<String> {
    let says_nothing = word.len() < 2 || STOP_WORDS.contains(word);
    (!says_nothing).then(|| stem(word))
}

/// True for a number or a name with digits: it says which thing is meant, not what is asked.
#[must_use]
pub fn names_a_thing(term: &str) -> bool {
    term.chars().any(|c| c.is_ascii_digit())
}

/// A word without its endings. What is cut is not grammar, only always the same for the forms of a word.
#[must_use]
pub fn stem(word: &str) -> String {
    if names_a_thing(word) {
        return word.to_string();
    }
    let mut rest = word;
    while !KEPT.contains(&rest)
        && let Some(shorter) = cut(rest)
    {
        rest = shorter;
    }
    once_at_the_end(rest)
}

fn cut(word: &str) -> Option<&str> {
    let letters = word.chars().count();
    let shorter = |(ending, least): &(&str, usize)| {
        let rest = word.strip_suffix(ending)?;
        let is_part_of_it = *ending == "s" && rest.ends_with('s');
        (letters - ending.len() >= *least && !is_part_of_it).then_some(rest)
    };
    ENDINGS.iter().find_map(shorter).or_else(|| participle(word, letters))
}

/// `bezahlt` and `bezahlen` are the same word; `port` and `cart` keep their last letter.
fn participle(word: &str, letters: usize) -> Option<&str> {
    let rest = word.strip_suffix('t')?;
    (letters > 5 && !rest.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 's'])).then_some(rest)
}

/// `shipp` of `shipping` and `ship` are the same word.
fn once_at_the_end(stem: &str) -> String {
    let mut backwards = stem.chars().rev();
    let doubled = matches!((backwards.next(), backwards.next()), (Some(last), Some(before)) if last == before);
    let shorter: String = if doubled && stem.chars().count() > 3 {
        stem.chars().take(stem.chars().count() - 1).collect()
    } else {
        stem.to_string()
    };
    shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: what customers write meets what articles say, in the forms that they use.
    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            "delivery deliveries delivered delivering deliver",
            "ship ships shipping shipped shipment",
            "return returns returned returning",
            "refund refunds refunded",
            "password passwords",
            "invoice invoices invoiced",
            "address addresses",
            "cancel cancelled cancelling cancellation",
            "install installing installation installieren installiert",
            "charger charge charging",
            "rechnung rechnungen",
            "lieferung lieferungen liefern liefer",
            "bezahlen bezahlt bezahlung",
            "bestellung bestellungen bestellt bestellen",
            "passwort passworter passworten",
            "adresse adressen",
            "kunde kunden",
            "facture factures",
            "livraison livraisons",
            "commande commandes commander",
            "spedizione spedizioni",
            "fattura fatture",
            "pagamento pagamenti pagare pago",
            "pedido pedidos",
            "devolucion devoluciones",
            "objednavka objednavky objednavku objednavkou objednavkami",
            "faktura faktury fakturu fakture",
            "heslo hesla heslem hesly",
            "zasilka zasilky zasilkach",
            "encomenda encomendas",
            "betaling betalingen",
        ] {
            let stems: BTreeSet<String> = forms.split(' ').map(stem).collect();
            assert_eq!(stems.len(), 1, "{forms}: {stems:?}");
        }
    }

    /// LD-5: words that are no forms of each other stay apart.
    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("customer", "customs"),
            ("order", "orchard"),
            ("ship", "sharp"),
            ("return", "retain"),
            ("port", "pore"),
            ("cart", "card"),
            ("rechnung", "rechte"),
            ("4711", "47"),
            ("x200s", "x200"),
        ] {
            assert_ne!(stem(one), stem(other), "{one}, {other}");
        }
    }

    /// LD-5: greetings and small words of nine languages say nothing of what is asked.
    #[test]
    fn what_says_nothing_drops_out() {
        for (text, left) in [
            ("hello how can i return my shoes thank you", "return shoes"),
            ("guten tag wie kann ich die rechnung bezahlen danke", "rechn bezahl"),
            ("bonjour comment puis je payer ma facture merci", "payer factur"),
            ("buongiorno come posso pagare la fattura grazie", "buongiorn pag fattur"),
            ("dobry den jak muzu zaplatit fakturu dekuji", "zaplatit faktur"),
            ("日 本 語 text", "日本 本語 text"),
            ("a b", ""),
        ] {
            let expected: Vec<String> =
                left.split_whitespace().map(|word| if word.is_ascii() { stem(word) } else { word.into() }).collect();
            assert_eq!(terms(text), expected, "{text}");
        }
    }
}
