//! Notices: mails that the desk itself writes and that are no messages of a conversation. Their kinds, and the headers
//! by which every machine, our own included, knows that a machine wrote them (RFC 3834; assurance.md D2).

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::token::Keys;

/// What a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tells an agent what happened in a conversation (LA-1).
    Notification,
    /// Tells an agent that what they sent was held, and why (TR-5, TR-8, the stale-reply guard).
    Held,
    /// Tells an agent that somebody else answered by a token of theirs (A7).
    TokenUsed,
    /// What was sent in an agent's name, as a copy to that agent (TR-4).
    Copy,
    /// Tells admins what is held.
    HeldReport,
    /// Tells admins of something that needs them at once.
    Alarm,
    /// Goes to ourselves, to learn what reaches us.
    Probe,
    /// Greets a customer whose conversation begins (LD-2).
    Greeting,
    /// Tells a customer that nobody is there now (LD-7).
    Away,
    /// Asks a customer how satisfied they are (LD-3).
    Survey,
    /// Tells a customer what a rule says (SO-16).
    Rule,
    /// Invites somebody to the team.
    Invitation,
    /// Leads an agent to a new password (D6).
    PasswordLink,
    /// Shows somebody how a template looks as a mail (SO-10).
    TemplateTest,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Notification,
        Self::Held,
        Self::TokenUsed,
        Self::Copy,
        Self::HeldReport,
        Self::Alarm,
        Self::Probe,
        Self::Greeting,
        Self::Away,
        Self::Survey,
        Self::Rule,
        Self::Invitation,
        Self::PasswordLink,
        Self::TemplateTest,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notification => "notification",
            Self::Held => "held",
            Self::TokenUsed => "token_used",
            Self::Copy => "copy",
            Self::HeldReport => "held_report",
            Self::Alarm => "alarm",
            Self::Probe => "probe",
            Self::Greeting => "greeting",
            Self::Away => "away",
            Self::Survey => "survey",
            Self::Rule => "rule",
            Self::Invitation => "invitation",
            Self::PasswordLink => "password_link",
            Self::TemplateTest => "template_test",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The header that carries our loop mark.
pub const LOOP_HEADER: &str = "X-Loop";

/// The headers that every mail has which a machine of ours wrote, beside [`LOOP_HEADER`].
pub const AUTOMATIC_HEADERS: [(&str, &str); 3] =
    [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "bulk")];

/// The loop marks of this desk, the one that is written first: the same on all its nodes and after a restore, since they
/// come from the keys of its tokens. Whoever reads a mark learns nothing about a key.
#[must_use]
pub fn loop_marks(keys: &Keys) -> Vec<String> {
    keys.0.iter().map(loop_mark).collect()
}

fn loop_mark(key: &[u8; 32]) -> String {
    // HMAC takes keys of any length: the error arm is unreachable.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(b"loop mark");
    let name = mac.finalize().into_bytes();
    format!("staffetta-{}", HEXLOWER.encode(name.get(..8).unwrap_or_default()))
}

/// True when a value of [`LOOP_HEADER`] is this desk's: the mail has been here before.
#[must_use]
pub fn is_own_loop_mark(keys: &Keys, value: &str) -> bool {
    loop_marks(keys).iter().any(|mark| mark.eq_ignore_ascii_case(value.trim()))
}

/// The local part of a notice's Message-ID: the token where it has one, and behind a dot what tells two notices with the
/// same token apart. [`token_in`] reads it.
#[must_use]
pub fn internet_id_local(token: Option<&str>, unique: &str) -> String {
    format!("{}.{unique}", token.unwrap_or("notice"))
}

/// The part of a Message-ID that may be a token: what stands before the `@`, or before a dot in it, since neither is a
/// letter of tokens.
#[must_use]
pub fn token_in(internet_id: &str) -> &str {
    internet_id.split(['@', '.']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Kind::from_word("parcel"), None);
    }

    /// D2: the mark is known after the keys were rotated, and by nobody else's keys.
    #[test]
    fn a_desk_knows_its_own_loop_mark() {
        let (old, new) = (Keys(vec![[1; 32]]), Keys(vec![[2; 32], [1; 32]]));
        let mark = loop_marks(&old).remove(0);
        assert_eq!(mark.len(), "staffetta-".len() + 16);
        assert!(is_own_loop_mark(&new, &format!(" {} ", mark.to_uppercase())));
        assert!(!is_own_loop_mark(&Keys(vec![[2; 32]]), &mark));
        assert!(!is_own_loop_mark(&old, ""));
    }

    #[test]
    fn a_token_is_found_in_a_message_id() {
        assert_eq!(token_in("agjar@desk.example"), "agjar");
        assert_eq!(token_in(&format!("{}@desk.example", internet_id_local(Some("agjar"), "k3"))), "agjar");
        assert_eq!(token_in(&format!("{}@desk.example", internet_id_local(None, "k3"))), "notice");
        assert_eq!(token_in(""), "");
    }
}
