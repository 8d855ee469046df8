//! "On … wrote:" before a quote, in any order and language, whole or broken into lines.

use super::line::{MAX_LINE_BYTES, has_clock, has_moment, is_blank, is_drawn, is_marked, starts_signature};
use super::prose;
use super::words::{SAID, WROTE, WROTE_STARTS};

/// How many lines with content an introduction may be broken into.
const MAX_BROKEN_LINES: usize = 5;
/// How many blank lines may stand within it.
const MAX_BLANKS: usize = 3;

/// Characters that direct how text runs, which programs put around names where one language runs to the left.
const DIRECTIONS: &[char] =
    &['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// How many lines, from the first on, introduce a quote; nothing when they do not. With `marked`, what follows is known to be a quote,
/// so that less will do.
pub(super) fn lines(lines: &[&str], marked: bool) -> Option<usize> {
    let first = lines.first().filter(|first| first.len() <= MAX_LINE_BYTES)?;
    if first.is_ascii() || !first.contains(DIRECTIONS) {
        return introduced(lines, marked);
    }
    let head = lines.iter().take(MAX_BROKEN_LINES + MAX_BLANKS).take_while(|line| line.len() <= MAX_LINE_BYTES);
    let plain: Vec<String> = head.map(|line| line.replace(DIRECTIONS, "")).collect();
    introduced(&plain.iter().map(String::as_str).collect::<Vec<_>>(), marked)
}

fn introduced(lines: &[&str], marked: bool) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.len() > MAX_LINE_BYTES || first.len() < 4 {
        return None;
    }
    if ends(first) {
        return introduces(first, marked).then_some(1);
    }
    if !begins(first) {
        return None;
    }
    let mut joined = first.to_owned();
    let (mut broken, mut blanks) = (1, 0);
    for (index, line) in lines.iter().enumerate().skip(1) {
        let line = line.trim();
        if is_blank(line) {
            blanks += 1;
            if blanks > MAX_BLANKS || !joined.contains(['@', '<']) && !has_moment(&joined) {
                return None;
            }
            continue;
        }
        broken += 1;
        if broken > MAX_BROKEN_LINES
            || joined.len() + line.len() > MAX_LINE_BYTES
            || is_marked(line) && !line.starts_with(">:") && !line.starts_with("> ")
            || is_drawn(line)
            || starts_signature(line)
        {
            return None;
        }
        joined.push(' ');
        joined.push_str(line);
        if ends(line) {
            // The last lines alone may be the introduction: then those above are text.
            let shorter = || (1..=index).any(|from| lines.get(from..=index).is_some_and(stands_alone));
            return (introduces(&joined, false) && !shorter()).then_some(index + 1);
        }
    }
    None
}

/// `>>> Jane Doe <jane@example.org> 12.04.2026 09:08 >>>`, below which all is quoted without marks.
pub(super) fn is_between_arrows(line: &str) -> bool {
    let line = line.trim();
    line.len() > 12
        && line.len() <= MAX_LINE_BYTES
        && line.starts_with(">>>")
        && line.ends_with(">>>")
        && has_moment(line)
}

/// True when lines without those above are an introduction.
fn stands_alone(lines: &[&str]) -> bool {
    let Some(first) = lines.first().map(|line| line.trim()).filter(|first| !first.is_empty()) else { return false };
    let joined = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    (lines.len() == 1 || begins(first)) && introduces(&joined, false) && names_a_moment_or_starts(first)
}

fn names_a_moment_or_starts(first: &str) -> bool {
    let lower = first.to_lowercase();
    has_moment(&lower) && WROTE_STARTS.iter().any(|start| lower.starts_with(start))
        || first.starts_with(|c: char| c.is_ascii_digit())
}

/// A colon at the end, or the dashes that some programs put around the whole.
fn ends(line: &str) -> bool {
    let line = line.trim_end_matches(['*', '_', ' ', '\u{a0}']);
    let bare =
        line.ends_with('>') && line.contains('@') && line.starts_with(|c: char| c.is_ascii_digit()) && has_moment(line);
    bare || line.ends_with([':', '：'])
        || (line.starts_with("--") && line.ends_with("--"))
        || (line.ends_with(">>>") && line.starts_with(">>>") && line.len() > 8)
}

/// A beginning that may go on in the next line.
fn begins(first: &str) -> bool {
    if first.starts_with(|c: char| c.is_ascii_digit())
        || holds_address(first)
        || first.starts_with("--")
        || first.starts_with(['在', '于', '於'])
    {
        return true;
    }
    let lower = first.to_lowercase();
    let lower = lower.trim_start_matches(['*', '_', '"', '(']);
    WROTE_STARTS.iter().any(|start| lower.starts_with(start)) && (has_moment(lower) || first.len() > 20)
        || has_moment(lower) && contains_verb(lower)
}

/// `jane@example.org`, not `@jane`.
fn holds_address(line: &str) -> bool {
    line.match_indices('@').take(5).any(|(at, _)| {
        let before = line.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '"'));
        let after = line.get(at + 1..).is_some_and(|after| after.starts_with(char::is_alphanumeric));
        before && after
    }) || line.ends_with('<')
}

fn contains_verb(lower: &str) -> bool {
    contains_any(lower, WROTE)
}

/// One of these words, not only letters of a longer one; scripts without spaces have no such bounds.
fn contains_any(lower: &str, words: &[&str]) -> bool {
    let bounded = |c: char| c.is_alphabetic() && c < '\u{2e80}';
    words.iter().any(|word| {
        lower.find(word).is_some_and(|at| {
            let before = lower.get(..at).and_then(|before| before.chars().next_back());
            let after = lower.get(at + word.len()..).and_then(|after| after.chars().next());
            let inside =
                |outer: Option<char>, inner: Option<char>| outer.is_some_and(bounded) && inner.is_some_and(bounded);
            !inside(before, word.chars().next()) && !inside(after, word.chars().next_back())
        })
    })
}

/// A verb of writing with a date or an address, or a date with an address: a sentence of the author's has rarely two of them.
fn introduces(text: &str, marked: bool) -> bool {
    let lower = text.to_lowercase();
    let lower = lower.trim_end_matches(['*', '_', ' ', '\u{a0}']);
    let addressed = lower.contains('@') && !lower.contains(" http");
    let dated = has_moment(lower);
    let wrote = contains_verb(lower);
    let numbered = lower.starts_with(|c: char| c.is_ascii_digit());
    let bracketed = [">:", ">：", ")>:", ">)：", ">):", "]:"].iter().any(|end| lower.ends_with(end))
        || (lower.ends_with('>') && numbered);
    let starts = WROTE_STARTS.iter().any(|start| lower.trim_start_matches(['-', ' ', '*', '_']).starts_with(start));
    if marked {
        let verb = wrote || contains_any(lower, SAID);
        return verb || (dated && addressed) || (addressed && bracketed) || (dated && (starts || bracketed));
    }
    let in_brackets = addressed && lower.contains(['<', '(', '[']);
    let digits = lower.bytes().filter(u8::is_ascii_digit).take(6).count();
    let timed = dated
        && (starts || digits > 4 || lower.contains(['年', '년']))
        && (has_clock(lower) || prose::holds_name(text));
    let told = prose::is_sentence(text);
    (wrote && in_brackets && (dated || !told))
        || (wrote && (addressed || timed) && !told)
        || (addressed && dated && bracketed && lower.len() < 250 && (numbered || starts && !told))
}
