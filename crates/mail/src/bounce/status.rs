//! The enhanced status code of a failure (RFC 3463): as written, from the reply code (RFC 5321 §4.2.3), or from words.

use super::words;

/// The best code for a failure: the most telling of those written, else one by reply code and words.
/// `field` is the report's own Status, `said` what is said about the recipient, `notice` the whole text.
pub(super) fn of(field: Option<&str>, said: &str, notice: &str, action: &str) -> String {
    if matches!(action, "delivered" | "relayed" | "expanded") {
        return field.unwrap_or("2.0.0").to_owned();
    }
    let codes = enhanced(said);
    let telling = |code: &&String| !code.starts_with('2') && !is_general(code);
    // That time ran out is less than why it did.
    let written = codes.iter().filter(telling).find(|code| !code.ends_with(".4.7"));
    let written = written.or_else(|| codes.iter().find(telling)).cloned();
    let class = class_of(field, said, action);
    if let Some(code) = written.filter(|code| field.is_none_or(is_general) || code.starts_with(class)) {
        return why(code, class, notice);
    }
    if let Some(field) = field.filter(|field| !is_general(field) && !field.starts_with('2')) {
        return why(field.to_owned(), class, notice);
    }
    let detail = words::detail(&said.to_lowercase()).or_else(|| words::detail(&notice.to_lowercase()));
    match detail {
        Some(detail) => format!("{class}.{detail}"),
        None => {
            enhanced(said).into_iter().find(|code| code.starts_with(class)).unwrap_or_else(|| format!("{class}.0.0"))
        }
    }
}

/// The code, or the reason beside it among the words of a notice where it only tells that time ran out.
fn why(code: String, class: char, notice: &str) -> String {
    if !code.ends_with(".4.7") {
        return code;
    }
    let reason = |other: &String| other.starts_with(class) && !is_general(other) && !other.ends_with(".4.7");
    enhanced(notice).into_iter().find(reason).unwrap_or(code)
}

/// `4` or `5`: by the codes written, the action and the words.
fn class_of(field: Option<&str>, said: &str, action: &str) -> char {
    if action == "delayed" {
        return '4';
    }
    let first = |code: &str| code.chars().next().filter(|class| matches!(class, '4' | '5'));
    let coded = field.and_then(first).or_else(|| enhanced(said).iter().find_map(|code| first(code)));
    coded.or_else(|| reply_code(said)).unwrap_or_else(|| if words::expires(&said.to_lowercase()) { '4' } else { '5' })
}

/// A code that only repeats its class.
fn is_general(code: &str) -> bool {
    code.ends_with(".0.0")
}

/// The enhanced codes of a text, in order: three numbers with dots that are no part of an address or version.
pub(super) fn enhanced(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(dot) = bytes.get(at..).and_then(|rest| memchr::memchr(b'.', rest)).map(|dot| at + dot) {
        at = dot + 1;
        let Some(start) = dot.checked_sub(1) else { continue };
        let class = bytes.get(start).copied().unwrap_or_default();
        let before = start.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
        if !matches!(class, b'2' | b'4' | b'5')
            || before.is_ascii_alphanumeric()
            || matches!(before, b'.' | b'-' | b'_')
        {
            continue;
        }
        let subject = digits(bytes, dot + 1);
        let second = dot + 1 + subject;
        let detail = digits(bytes, second + 1);
        let end = second + 1 + detail;
        let after = bytes.get(end).copied().unwrap_or(b' ');
        let goes_on = after == b'.' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        let sound = (1..=3).contains(&subject) && (1..=3).contains(&detail) && bytes.get(second) == Some(&b'.');
        if sound && !goes_on && !after.is_ascii_alphanumeric() {
            found.extend(text.get(start..end).map(str::to_owned));
            at = end;
        }
        if found.len() >= 20 {
            break;
        }
    }
    found
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes.iter().skip(from).take(4).take_while(|byte| byte.is_ascii_digit()).count()
}

/// The class of the first reply code that stands where a server's answer would.
fn reply_code(text: &str) -> Option<char> {
    let mut previous = "";
    for line in text.lines().take(400) {
        for (place, word) in
            line.split([' ', '\t', '(', '[', '<', '"', '=']).filter(|word| !word.is_empty()).enumerate()
        {
            let code = word.trim_start_matches([':', '#', '\'']).get(..3).unwrap_or_default();
            let after = word.trim_start_matches([':', '#', '\'']).get(3..).unwrap_or_default();
            let is_code = code.starts_with(['4', '5']) && code.bytes().all(|byte| byte.is_ascii_digit());
            let ends = after.is_empty() || after.starts_with(['-', ':', ',', ')', ']', '>', '"', ';', '.']);
            let small = code.as_bytes().get(1).is_some_and(|middle| (b'0'..=b'7').contains(middle));
            let announced = place == 0
                || previous.ends_with([':', ';', ',', '>', '-'])
                || [
                    "said", "code", "error", "smtp", "status", "reply", "response", "returned", "reason", "esmtp", "is",
                ]
                .iter()
                .any(|word| previous.trim_end_matches([':', '.']).eq_ignore_ascii_case(word));
            if is_code && ends && small && (announced || line.contains(" 5") && line.contains("5.")) {
                return code.chars().next();
            }
            previous = word;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_addresses_versions_and_dates() {
        assert_eq!(enhanced("550 5.1.1 <a@b.example>, (#5.2.2) 4.4.7:"), ["5.1.1", "5.2.2", "4.4.7"]);
        assert_eq!(enhanced("5.9.1.2, v5.1.1, 14.5.2016, 4.12.2014, a5.1.1, 5.1.1b, 3.1.1"), [""; 0]);
    }

    #[test]
    fn a_general_code_gives_way_to_what_was_said() {
        assert_eq!(of(Some("5.0.0"), "smtp; 550 5.1.1 unknown", "", "failed"), "5.1.1");
        assert_eq!(of(Some("5.0.0"), "550 mailbox is full", "", "failed"), "5.2.2");
        assert_eq!(of(Some("4.0.0"), "", "", "delayed"), "4.0.0");
        assert_eq!(of(None, "said: 452 try later", "", "failed"), "4.0.0");
    }
}
