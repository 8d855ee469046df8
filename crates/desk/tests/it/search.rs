//! What somebody types into the search, drawn at random: anything can be read, and what was meant comes out again.

use desk::{
    conversation::Status,
    search::{Assignee, Field, Name, Query},
};

use crate::dice::Dice;

const PIECES: [&str; 28] = [
    "from:",
    "to:",
    "subject:",
    "tag:",
    "in:",
    "status:",
    "before:",
    "after:",
    "has:",
    "is:",
    "assignee:",
    "\"",
    " ",
    ":",
    "#1042",
    "zoë",
    "返金",
    "𝒳",
    "2026-11-05",
    "2026-99",
    "-",
    "open",
    "attachment",
    "ß",
    "\u{0}",
    "\u{200f}",
    "İ",
    "'; DROP",
];

/// hostile text of any kind is read without harm, and holds no more terms than pieces were typed.
#[test]
fn any_text_is_a_question() {
    let mut dice = Dice(0x5eed_0005);
    for _ in 0..50_000 {
        let text: String = (0..dice.below(24)).map(|_| dice.one_of(&PIECES)).collect();
        let query = Query::read(&text);
        let pieces = text.split(|c: char| c.is_whitespace() || c == '"').count();
        let named = query.tags.len() + query.places.len() + query.statuses.len();
        assert!(query.terms.len() + named <= pieces, "{text:?}");
        for term in &query.terms {
            assert!(text.contains(&term.text) && !term.text.contains('"'), "{text:?}: {term:?}");
        }
        let open = query.terms.iter().filter(|term| term.open).count();
        assert!(open <= 1, "{text:?}");
    }
}

/// what is written in the words of the operators is read as it was meant.
#[test]
fn what_was_meant_is_read() {
    let mut dice = Dice(0x5eed_0006);
    let values = ["zoe", "zoe@posta.example", "two words", "日本", "a:b", "order-4711"];
    for _ in 0..20_000 {
        let (mut typed, mut meant) = (String::new(), Query::default());
        for _ in 0..dice.below(8) {
            let value = dice.one_of(&values);
            let quoted = if value.contains(' ') { format!("\"{value}\"") } else { value.to_string() };
            let name = || Name { text: value.to_string(), open: false };
            match dice.below(7) {
                0 => {
                    typed += &format!("from:{quoted} ");
                    meant.terms.push(term(Field::From, value, true));
                }
                1 => {
                    typed += &format!("Subject:{quoted} ");
                    meant.terms.push(term(Field::Subject, value, true));
                }
                2 => {
                    typed += &format!("tag:{quoted} ");
                    meant.tags.push(name());
                }
                3 => {
                    typed += &format!("in:{quoted} ");
                    meant.places.push(name());
                }
                4 => {
                    typed += &format!("assignee:{quoted} ");
                    meant.assignee = Some(Assignee::Named(name()));
                }
                5 => {
                    typed += "status:answered ";
                    meant.statuses.push(Status::Answered);
                }
                _ => {
                    typed += &format!("{quoted} ");
                    meant.terms.push(term(Field::Anywhere, value, value.contains(' ')));
                }
            }
        }
        assert_eq!(Query::read(&typed), meant, "{typed}");
    }
}

fn term(field: Field, text: &str, phrase: bool) -> desk::search::Term {
    desk::search::Term { field, text: text.into(), phrase, open: false }
}
