//! Prefixes of subjects, in the languages of mail programs: what the first one says about the mail. The words stand in `prefixes`.

use super::prefixes::{ANSWER, FORWARD, TAGS};

/// Characters of a subject in which a prefix can end.
const MAX_PREFIX_CHARS: usize = 24;
/// Most tags that are passed over.
const MAX_TAGS: usize = 5;

/// What the first prefix of a subject says; behind it stands what earlier mails were ("Re: Fwd: x" answers a forward).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    /// The mail forwards another.
    Forward,
    /// The mail answers another.
    Answer,
    /// The same letters stand for either, by language (`VS`).
    Either,
    /// There is none.
    None,
}

/// The first prefix, behind tags of servers and desks (`[EXTERNAL]`, `[#1042]`).
pub(super) fn prefix(subject: &str) -> Prefix {
    let mut rest = subject.trim();
    if rest.to_ascii_lowercase().ends_with("(fwd)") {
        return Prefix::Forward;
    }
    for _ in 0..MAX_TAGS {
        if let Some(behind) = behind_brackets(rest) {
            rest = behind;
            continue;
        }
        let Some((word, behind)) = split(rest.trim_start_matches('[')) else { return Prefix::None };
        if TAGS.contains(&word.as_str()) {
            rest = behind;
            continue;
        }
        let (forward, answer) = (FORWARD.contains(&word.as_str()), ANSWER.contains(&word.as_str()));
        return match (forward, answer) {
            (true, true) => Prefix::Either,
            (true, false) => Prefix::Forward,
            (false, true) => Prefix::Answer,
            (false, false) => Prefix::None,
        };
    }
    Prefix::None
}

/// What stands behind a tag in brackets; `[Fwd: Printer]` is none.
fn behind_brackets(subject: &str) -> Option<&str> {
    let open = subject.chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '(' => ')',
        '*' => return Some(subject.trim_start_matches('*').split_once('*')?.1.trim_start_matches(['*', ' '])),
        _ => return None,
    };
    let (tag, behind) = subject.get(open.len_utf8()..)?.split_once(close)?;
    (!tag.contains(':')).then(|| behind.trim_start_matches([':', ' ', '-']))
}

/// The first prefix in lower case without its count (`RE[2]`, `Fwd (3)`), and the rest.
fn split(subject: &str) -> Option<(String, &str)> {
    let (at, colon) = subject.char_indices().take(MAX_PREFIX_CHARS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let word = subject.get(..at)?.to_lowercase();
    let word = word.split(['[', '(', '*', '^']).next().unwrap_or_default().trim().trim_end_matches('.');
    Some((word.to_owned(), subject.get(at + colon.len_utf8()..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{Prefix, prefix};

    #[test]
    fn the_first_prefix_tells_forwards_from_answers() {
        let forwards = [
            "Fwd: x",
            "FW: x",
            "WG: x",
            "TR : x",
            "I: x",
            "RV: x",
            "ENC: x",
            "PD: x",
            "VB: x",
            "VL: x",
            "Doorst: x",
            "İLT: x",
            "Továbbítás: x",
            "转发：x",
            "轉寄: x",
            "전달: x",
            "転送: x",
            "[EXTERNAL] FW: x",
            "[#1042] Fwd: Re: x",
            "EXTERNAL: FW: x",
            "*** SPAM *** Fwd: x",
            "[Fwd: x]",
            "FWD(2): x",
            "x (fwd)",
        ];
        for subject in forwards {
            assert_eq!(prefix(subject), Prefix::Forward, "{subject}");
        }
        for subject in ["Re: Fwd: x", "AW: WG: x", "RE[2]: x", "Re^2: x", "Odp: x", "[#7] SV: x", "回复：x"] {
            assert_eq!(prefix(subject), Prefix::Answer, "{subject}");
        }
        assert_eq!(prefix("VS: x"), Prefix::Either);
        for subject in ["x", "Forwarding rules: x", "", "[", "Printer: fwd: x"] {
            assert_eq!(prefix(subject), Prefix::None, "{subject}");
        }
    }
}
