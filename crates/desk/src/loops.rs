//! Loops: two machines that answer each other. Told by our own mark, by our own Message-ID, by the same words again and
//! again, and by sheer number. A mail of a loop is kept like any other; only nothing automatic follows it.

use crate::limits;

/// What is known of a mail that came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// True when it carries this desk's loop mark: a mail of ours came back.
    pub own_mark: bool,
    /// True when its Message-ID is one that we made, though somebody else sent it.
    pub own_id: bool,
    /// True when it went to many (RFC 2919).
    pub by_list: bool,
    /// Mails with the same words from the same house within an hour, this one included.
    pub same_words: i64,
    /// Mails with the same words to this mailbox from anybody within an hour, this one included.
    pub same_words_from_all: i64,
    /// Mails from this address within an hour, this one included.
    pub from_address: i64,
}

/// The sign by which a loop is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Our own mark.
    OwnMark,
    /// Our own Message-ID.
    OwnId,
    /// The same words from the same house.
    SameWords,
    /// The same words from many.
    SameWordsFromAll,
    /// More mails from one address than a person writes.
    Rate,
}

impl Sign {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnMark => "our-loop-mark",
            Self::OwnId => "our-message-id",
            Self::SameWords => "same-words",
            Self::SameWordsFromAll => "same-words-from-many",
            Self::Rate => "too-many-from-address",
        }
    }
}

/// The first sign of a loop, if there is one.
#[must_use]
pub fn sign(facts: &Facts) -> Option<Sign> {
    let signs = [
        (facts.own_mark, Sign::OwnMark),
        (facts.own_id, Sign::OwnId),
        (facts.same_words >= limits::SAME_WORDS, Sign::SameWords),
        (facts.same_words_from_all >= limits::SAME_WORDS_FROM_ALL, Sign::SameWordsFromAll),
        (facts.from_address >= limits::MAILS_FROM_ADDRESS, Sign::Rate),
    ];
    signs.into_iter().find(|(applies, _)| *applies).map(|(_, sign)| sign)
}

/// True when the mail is one of ours that came back by a machine: it is recorded as a machine's (TR-0).
#[must_use]
pub fn is_our_own(facts: &Facts) -> bool {
    facts.own_mark || (facts.own_id && facts.by_list)
}

/// Letters of a text that are compared.
const LETTERS: usize = 2_000;

/// The words of a text without what changes from mail to mail: letters only, in lower case. None where there are none.
#[must_use]
pub fn words(text: &str) -> Option<String> {
    let letters: String =
        text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).flat_map(char::to_lowercase).collect();
    (!letters.is_empty()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D2: each sign tells a loop by itself.
    #[test]
    fn each_sign_tells_a_loop() {
        let none = Facts { same_words: 2, same_words_from_all: 2, from_address: 29, ..Facts::default() };
        assert_eq!(sign(&none), None);
        assert_eq!(sign(&Facts { own_mark: true, ..none }), Some(Sign::OwnMark));
        assert_eq!(sign(&Facts { own_id: true, ..none }), Some(Sign::OwnId));
        assert_eq!(sign(&Facts { same_words: 3, ..none }), Some(Sign::SameWords));
        assert_eq!(sign(&Facts { same_words_from_all: 3, ..none }), Some(Sign::SameWordsFromAll));
        assert_eq!(sign(&Facts { from_address: 30, ..none }), Some(Sign::Rate));
    }

    /// Somebody who takes our Message-ID for a mail of their own is heard like everybody else.
    #[test]
    fn only_what_a_machine_sent_back_is_our_own() {
        assert!(is_our_own(&Facts { own_mark: true, ..Facts::default() }));
        assert!(is_our_own(&Facts { own_id: true, by_list: true, ..Facts::default() }));
        assert!(!is_our_own(&Facts { own_id: true, ..Facts::default() }));
    }

    #[test]
    fn numbers_and_spaces_do_not_make_another_text() {
        assert_eq!(words("Ticket 4711 received.\nThank you!"), words("ticket #4712  RECEIVED. Thank  you"));
        assert_ne!(words("Ticket received"), words("Ticket closed"));
        assert_eq!(words(" 4711 -- "), None);
    }
}
