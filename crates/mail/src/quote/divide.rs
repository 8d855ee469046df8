//! The kind of each line, in one pass from the top. Decides in this order: our delimiter, code, marked lines, introductions, signatures,
//! boilerplate, else new.

use super::line::{is_blank, is_drawn, is_marked};
use super::{Hint, Run, SegmentKind, appended, attribution, block, delimiter, line};

/// Longest signature, in lines that are not blank: what is longer was a dash in the text.
const MAX_SIGNATURE_LINES: usize = 20;
/// Longest line of a signature that is no sentence, in bytes.
const MAX_SIGNATURE_LINE_BYTES: usize = 60;
/// Most lines whose words are looked at: of those below only the marks count, and what is not marked is new.
pub(crate) const MAX_LINES: usize = 20_000;
/// Most runs of marked and unmarked lines below those: what comes after is new, whatever its marks.
const MAX_LATER_RUNS: usize = 2_000;
/// Most lines between the fences of a block of code.
const MAX_CODE_LINES: usize = 500;

/// A line and what it is.
#[derive(Debug, Clone, Copy)]
struct Divided<'a> {
    text: &'a str,
    kind: SegmentKind,
    /// Marked as quoted, by `>` or by the HTML: not only introduced.
    marked: bool,
}

/// True for a text with lines whose words are not looked at.
pub(crate) fn has_too_many_lines(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).nth(MAX_LINES).is_some()
}

/// Every line of a text with its kind, lines of one sort in a row as one run.
pub(super) fn runs(text: &str, hints: &[Hint]) -> Vec<Run> {
    let lines: Vec<&str> = text.split_inclusive('\n').take(MAX_LINES).collect();
    let mut pass = Pass {
        hinted: hinted(lines.len(), hints),
        lines: &lines,
        done: Vec::with_capacity(lines.len()),
        signature: None,
        after_new: false,
        barred: false,
    };
    while let Some(line) = lines.get(pass.done.len()) {
        pass.step(line);
    }
    pass.end_signature();
    pass.mark_appended();
    let mut runs = Vec::new();
    for line in &pass.done {
        append(&mut runs, Run { bytes: line.text.len(), kind: line.kind, marked: line.marked });
    }
    let looked_at = lines.iter().map(|line| line.len()).sum();
    append_later(&mut runs, text.get(looked_at..).unwrap_or_default());
    runs
}

fn append(runs: &mut Vec<Run>, next: Run) {
    match runs.last_mut() {
        Some(last) if last.kind == next.kind && last.marked == next.marked => last.bytes += next.bytes,
        _ => runs.push(next),
    }
}

/// The lines below those that are looked at: marked or new. Millions of lines cost no more than their text.
fn append_later(runs: &mut Vec<Run>, rest: &str) {
    let most = runs.len() + MAX_LATER_RUNS;
    let ends = memchr::memchr_iter(b'\n', rest.as_bytes()).map(|at| at + 1);
    let mut start = 0;
    for end in ends.chain([rest.len()]) {
        if runs.len() >= most {
            break;
        }
        let line = rest.get(start..end).filter(|line| !line.is_empty());
        if let Some(marked) = line.map(is_marked) {
            let kind = if marked { SegmentKind::Quote } else { SegmentKind::New };
            append(runs, Run { bytes: end - start, kind, marked });
        }
        start = end;
    }
    if start < rest.len() {
        append(runs, Run { bytes: rest.len() - start, kind: SegmentKind::New, marked: false });
    }
}

/// The kind that the HTML gives each line.
fn hinted(lines: usize, hints: &[Hint]) -> Vec<Option<SegmentKind>> {
    let mut kinds = vec![None; if hints.is_empty() { 0 } else { lines }];
    for hint in hints {
        kinds.iter_mut().skip(hint.line).take(hint.lines).for_each(|kind| *kind = Some(hint.kind));
    }
    kinds
}

struct Pass<'l, 'a> {
    lines: &'l [&'a str],
    hinted: Vec<Option<SegmentKind>>,
    done: Vec<Divided<'a>>,
    /// Where a signature began that has not ended.
    signature: Option<usize>,
    after_new: bool,
    /// Lines that begin with a bar are marked: an introduction stands above them.
    barred: bool,
}

impl<'a> Pass<'_, 'a> {
    fn push(&mut self, kind: SegmentKind, marked: bool) {
        self.done.extend(self.lines.get(self.done.len()).map(|text| Divided { text, kind, marked }));
    }

    fn push_many(&mut self, count: usize, kind: SegmentKind) {
        for _ in 0..count {
            self.push(kind, false);
        }
    }

    fn hint(&self, index: usize) -> Option<SegmentKind> {
        self.hinted.get(index).copied().flatten()
    }

    fn step(&mut self, line: &'a str) {
        let at = self.done.len();
        let rest = self.lines.get(at..).unwrap_or_default();
        if is_blank(line) {
            let kind = self.done.last().map(|last| last.kind).unwrap_or_default();
            return self.push(kind, false);
        }
        if delimiter::is(line) || (self.after_new && attribution::is_between_arrows(line)) {
            self.end_signature();
            return self.push_many(rest.len(), SegmentKind::Quote);
        }
        let code = if line.starts_with("```") && self.signature.is_none() { fenced(rest) } else { 0 };
        if code > 0 {
            self.after_new = true;
            return self.push_many(code, SegmentKind::New);
        }
        match self.hint(at) {
            Some(SegmentKind::Quote) => {
                self.end_signature();
                self.barred = true;
                let next_is_marked =
                    || rest.iter().skip(1).find(|line| !is_blank(line)).is_some_and(|next| is_marked(next));
                let introduces = || next_is_marked() || attribution::lines(rest, false).is_some();
                return self.push(SegmentKind::Quote, is_marked(line) || !introduces());
            }
            Some(kind @ (SegmentKind::Signature | SegmentKind::Boilerplate)) => return self.push(kind, false),
            _ => {}
        }
        if is_marked(line) || (self.barred && line.trim_start().starts_with('|')) {
            self.end_signature();
            return self.push(SegmentKind::Quote, true);
        }
        if is_drawn(line) && self.is_followed_by_marks(rest, 1) && self.after_new {
            self.end_signature();
            return self.push(SegmentKind::Quote, false);
        }
        if self.quoted_from_here(rest) {
            return;
        }
        if self.continues_marked(line, rest) {
            return self.push(SegmentKind::Quote, true);
        }
        if self.signature.is_some() {
            self.push(SegmentKind::Signature, false);
        } else if line::starts_signature(line) {
            self.signature = Some(at);
            self.push(SegmentKind::Signature, false);
        } else {
            self.barred = false;
            self.after_new = true;
            self.push(SegmentKind::New, false);
        }
    }

    /// Takes an introduction, and all after it where nothing marks what it introduces.
    fn quoted_from_here(&mut self, rest: &[&'a str]) -> bool {
        if block::is_separator(rest) || block::starts_header_block(rest) || block::is_notes_summary(rest) {
            self.end_signature();
            self.push_many(rest.len(), SegmentKind::Quote);
            return true;
        }
        let before_marked = |length: usize| self.is_followed_by_marks(rest, length);
        let Some(length) = attribution::lines(rest, false)
            .or_else(|| attribution::lines(rest, true).filter(|length| before_marked(*length)))
        else {
            return false;
        };
        let marked = before_marked(length) || rest.iter().skip(length).all(|line| is_blank(line));
        self.end_signature();
        self.barred = true;
        // Below an introduction at the very top may stand the answer: without marks it is not given up.
        let count = if marked || !self.after_new { length } else { rest.len() };
        self.push_many(count, SegmentKind::Quote);
        true
    }

    /// True when the first line with content after `length` lines is marked as quoted.
    fn is_followed_by_marks(&self, rest: &[&str], length: usize) -> bool {
        let at = self.done.len();
        let next = rest.iter().enumerate().skip(length).find(|(_, line)| !is_blank(line));
        next.is_some_and(|(index, line)| {
            let barred = line.trim_start().starts_with('|') && line.matches('|').count() == 1;
            is_marked(line) || barred || self.hint(at + index) == Some(SegmentKind::Quote)
        })
    }

    /// True for the rest of a marked line that a program wrapped: short, between marked lines, in the middle of a sentence.
    fn continues_marked(&self, line: &str, rest: &[&str]) -> bool {
        let before = self.done.last().filter(|last| last.marked && last.kind == SegmentKind::Quote);
        let between = rest.get(1).is_some_and(|next| is_marked(next));
        let trimmed = line.trim();
        between
            && before.is_some_and(|last| {
                last.text.trim_end().len() >= 68 && !last.text.trim_end().ends_with(['.', '!', '?', ':', '。'])
            })
            && trimmed.len() <= 24
            && trimmed.starts_with(|c: char| c.is_lowercase())
    }

    /// Takes back a signature that is none: too long, or text below a line drawn across.
    fn end_signature(&mut self) {
        let Some(start) = self.signature.take() else { return };
        let below = self.done.get(start + 1..).unwrap_or_default();
        let length = below.iter().filter(|line| !is_blank(line.text)).count();
        let drawn = self.done.get(start).is_some_and(|line| line::may_divide(line.text));
        if length >= MAX_SIGNATURE_LINES || drawn && reads_as_text(below) {
            self.done.iter_mut().skip(start).for_each(|line| line.kind = SegmentKind::New);
        }
    }

    /// Finds what programs and law departments appended at the end of each stretch of new text.
    fn mark_appended(&mut self) {
        let mut end = self.done.len();
        while end > 0 {
            let is_new = |line: &Divided<'_>| line.kind == SegmentKind::New;
            let Some(last) = self.done.get(..end).and_then(|before| before.iter().rposition(is_new)) else { break };
            let first = self
                .done
                .get(..=last)
                .and_then(|before| before.iter().rposition(|line| !is_new(line)))
                .map_or(0, |at| at + 1);
            let stretch: Vec<&str> =
                self.done.get(first..=last).unwrap_or_default().iter().map(|line| line.text).collect();
            for (start, count, kind) in appended::stretches(&stretch) {
                self.done.iter_mut().skip(first + start).take(count).for_each(|line| line.kind = kind);
            }
            end = first;
        }
    }
}

/// Lines that are no signature: a question, another line drawn across, or a first paragraph in sentences.
fn reads_as_text(lines: &[Divided<'_>]) -> bool {
    let asks = |line: &Divided<'_>| line.text.trim_end().ends_with(['?', '？']) || line::starts_signature(line.text);
    let first = lines.iter().skip_while(|line| is_blank(line.text)).take_while(|line| !is_blank(line.text));
    let in_sentences = |line: &Divided<'_>| {
        let text = line.text.trim();
        text.len() > MAX_SIGNATURE_LINE_BYTES
            && (text.len() > 2 * MAX_SIGNATURE_LINE_BYTES || text.ends_with(['.', '!', ',', ':']))
    };
    lines.iter().take(2 * MAX_SIGNATURE_LINES).any(asks) || first.take(MAX_SIGNATURE_LINES).any(in_sentences)
}

/// How many lines a block of code between fences has, both fences included; 0 where it does not end.
fn fenced(rest: &[&str]) -> usize {
    let end = rest.iter().take(MAX_CODE_LINES).skip(1).position(|line| line.trim_end() == "```");
    end.map_or(0, |end| end + 2)
}
