//! What an answer's headers and history look like: subject, references, quoted history.

use crate::{ConversationId, limits};

/// The subject of an answer: one `Re: ` before the conversation's subject, whatever pile of prefixes it carries.
#[must_use]
pub fn subject(conversation_subject: &str) -> String {
    let plain = without_prefixes(conversation_subject);
    if plain.is_empty() { "Re:".into() } else { format!("Re: {plain}") }
}

/// The subject of a message that is forwarded.
#[must_use]
pub fn forwarded_subject(conversation_subject: &str) -> String {
    format!("Fwd: {}", without_prefixes(conversation_subject)).trim_end().to_string()
}

/// The subject with the conversation's number behind it (CC-11), once: `Re: Order [#1042]`.
#[must_use]
pub fn with_session(subject: &str, conversation: ConversationId) -> String {
    let mark = format!("[#{conversation}]");
    if subject.contains(&mark) { subject.to_string() } else { format!("{} {mark}", subject.trim_end()) }
}

/// The subject without its answer prefixes (`Re:`, `AW:`, `RE[2]:` …, also piled up).
#[must_use]
pub fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((head, tail)) = rest.split_once(':') {
        let head = head.trim_end();
        let word = head.split_once('[').map_or(head, |(word, _)| word).to_lowercase();
        let is_prefix =
            ["re", "aw", "antw", "sv", "vs", "odp", "ref", "rép", "rif", "r", "res"].contains(&word.as_str());
        let counted =
            head.split_once('[').is_none_or(|(_, n)| n.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()));
        if !(is_prefix && counted) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

/// True for the same subject: case and white space are folded, nothing else (SO-7).
#[must_use]
pub fn same_subject(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// The `References` of an answer (RFC 5322 § 3.6.4): those of the message it answers, that message, and at the end our
/// own Message-ID, so that threading survives a relay that rewrites Message-ID (LA-7). Bounded: the first and the newest stay.
#[must_use]
pub fn references(of_parent: &[String], parent: Option<&str>, own: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in of_parent.iter().map(String::as_str).chain(parent) {
        if id != own && !all.iter().any(|known| known == id) {
            all.push(id.to_string());
        }
    }
    let most = limits::THREAD_IDS / 2;
    if all.len() > most {
        let newest = all.split_off(all.len() - (most - 1));
        all.truncate(1);
        all.extend(newest);
    }
    all.push(own.to_string());
    all
}

/// True when each of these folded addresses wrote the earlier message or was sent it. Only then it may be quoted to them:
/// nobody is sent bytes that they have not written or been sent before, but for the answer itself (trust.md).
#[must_use]
pub fn everybody_saw(author: &str, sent_to: &[String], recipients: &[String]) -> bool {
    recipients.iter().all(|recipient| recipient == author || sent_to.contains(recipient))
}

/// Quoted history as plain text: every line behind `> `, cut at the limit.
#[must_use]
pub fn quoted_text(history: &str) -> String {
    let mut out = String::new();
    let mut room = limits::QUOTED_HISTORY_CHARS;
    for line in history.trim_end().lines() {
        let length = line.chars().count();
        if length > room {
            out.push_str("> …\n");
            break;
        }
        room -= length;
        out.push_str(if line.starts_with('>') { ">" } else { "> " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_one_prefix() {
        for (given, expected) in [
            ("Order 4711", "Re: Order 4711"),
            ("Re: AW: RE[2]: Order 4711", "Re: Order 4711"),
            ("Question: where is it?", "Re: Question: where is it?"),
            ("", "Re:"),
            ("re:", "Re:"),
        ] {
            assert_eq!(subject(given), expected);
        }
    }

    /// CC-11
    #[test]
    fn the_session_stands_in_the_subject_once() {
        let of = |subject: &str| with_session(subject, ConversationId(1042));
        assert_eq!(of("Re: Order"), "Re: Order [#1042]");
        assert_eq!(of("Re: Order [#1042]"), "Re: Order [#1042]");
        assert_eq!(of("Re: Order [#1041]"), "Re: Order [#1041] [#1042]");
    }

    /// LA-7: our own Message-ID stands in References too.
    #[test]
    fn references_end_with_the_parent_and_our_own_id() {
        let parents = vec!["a@x".to_string(), "b@x".to_string()];
        assert_eq!(references(&parents, Some("b@x"), "own@us"), ["a@x", "b@x", "own@us"]);
        let many: Vec<String> = (0..200).map(|n| format!("{n}@x")).collect();
        let bounded = references(&many, Some("p@x"), "own@us");
        assert_eq!(bounded.len(), limits::THREAD_IDS / 2 + 1);
        assert_eq!(bounded[0], "0@x");
        assert_eq!(&bounded[bounded.len() - 2..], ["p@x", "own@us"]);
    }

    #[test]
    fn quoted_history_is_cut_visibly() {
        assert_eq!(quoted_text("Hello\n> older\n"), "> Hello\n>> older\n");
        let long = "x".repeat(limits::QUOTED_HISTORY_CHARS + 1);
        assert_eq!(quoted_text(&long), "> …\n");
    }
}
