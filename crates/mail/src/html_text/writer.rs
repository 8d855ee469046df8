//! Lays text out: folds white space, keeps lines apart, marks list items and quotes. Knows no HTML.

use std::fmt::Write as _;

use super::Converted;
use crate::quote::{MAX_LINES, SegmentKind};

/// Deepest quote and list levels that are marked.
const MAX_LEVELS: usize = 8;
/// Most line ends in a row.
const MAX_BREAKS: usize = 3;
/// How much may be written beside the words, in bytes: marks of quotes, indentation, lines drawn across. It may also be one part of
/// `DECORATION_SHARE` of the HTML. Beyond, only the words are written, so that the text of hostile HTML does not outgrow it.
const MAX_DECORATION_BYTES: usize = 65_536;
const DECORATION_SHARE: usize = 4;
const RULE: &str = "________________________________";

/// The text so far and what stands between it and the next word.
#[derive(Default)]
pub(super) struct Writer {
    out: String,
    breaks: usize,
    space: bool,
    quotes: usize,
    line_quotes: usize,
    preformatted: usize,
    lists: Vec<Option<u32>>,
    marker: String,
    /// For each open blockquote whether it is marked.
    blockquotes: Vec<bool>,
    /// The paragraph at hand touches its neighbours.
    tight: bool,
    kind: Option<SegmentKind>,
    /// For each line written what it is, as far as lines are looked at.
    kinds: Vec<Option<SegmentKind>>,
    more_lines: bool,
    /// How much may still be written beside the words, in bytes.
    decoration: usize,
}

impl Writer {
    /// For the text of HTML of that length, in bytes.
    pub(super) fn new(html: usize) -> Self {
        let decoration = MAX_DECORATION_BYTES + html / DECORATION_SHARE;
        Writer { out: String::with_capacity(html / 2), decoration, ..Writer::default() }
    }

    /// Takes from what may be written beside the words; false when there is not as much left.
    fn decorate(&mut self, bytes: usize) -> bool {
        let left = self.decoration.checked_sub(bytes);
        self.decoration = left.unwrap_or(self.decoration);
        left.is_some()
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// What was written since then.
    pub(super) fn since(&self, start: usize) -> &str {
        self.out.get(start..).unwrap_or_default()
    }

    /// Text with its entities.
    pub(super) fn text(&mut self, text: &str) {
        super::tokens::decode(text, &mut |c| self.push(c));
    }

    /// Text that is written as it is.
    pub(super) fn word(&mut self, word: &str) {
        word.chars().for_each(|c| self.push(c));
    }

    fn push(&mut self, c: char) {
        match c {
            '\n' if self.preformatted > 0 => self.line_break(),
            ' ' | '\t' if self.preformatted > 0 => self.write(c),
            ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => self.space = true,
            '\u{a0}' => self.write(' '),
            '\u{feff}' | '\u{ad}' => {}
            c if c.is_control() => {}
            c => self.write(c),
        }
    }

    fn write(&mut self, c: char) {
        if self.breaks > 0 || self.out.is_empty() {
            self.start_line();
        } else if self.space {
            self.out.push(' ');
        }
        self.space = false;
        self.out.push(c);
    }

    fn start_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        let quotes = if self.decorate(self.quotes * self.breaks.max(1)) { self.quotes } else { 0 };
        if !self.out.is_empty() {
            for line in 0..self.breaks {
                self.out.push('\n');
                self.more_lines |= self.kinds.len() >= MAX_LINES;
                if !self.more_lines {
                    self.kinds.push(None);
                }
                if line + 1 < self.breaks {
                    self.out.extend(std::iter::repeat_n('>', self.line_quotes.min(quotes)));
                }
            }
        }
        self.line_quotes = quotes;
        self.out.extend(std::iter::repeat_n('>', quotes));
        if quotes > 0 {
            self.out.push(' ');
        }
        if self.decorate(self.marker.len()) {
            self.out.push_str(&self.marker);
        }
        self.marker.clear();
        self.breaks = 0;
        self.space = false;
        if !self.more_lines {
            self.kinds.pop();
            self.kinds.push(self.kind);
        }
    }

    /// What the text that follows is.
    pub(super) fn kind(&mut self, kind: Option<SegmentKind>) {
        self.kind = kind;
    }

    /// At least so many line ends before what follows.
    pub(super) fn block(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    /// Begins a paragraph; a tight one touches its neighbours.
    pub(super) fn begin_paragraph(&mut self, tight: bool) {
        self.tight = tight;
        self.block(if tight { 1 } else { 2 });
    }

    /// Ends the paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.block(if self.tight { 1 } else { 2 });
        self.tight = false;
    }

    /// One more line end.
    pub(super) fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(MAX_BREAKS);
    }

    /// A cell of a table row.
    pub(super) fn cell(&mut self) {
        self.space = true;
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        self.block(1);
        if self.decorate(RULE.len()) {
            self.word(RULE);
        }
        self.block(1);
    }

    /// Begins a blockquote; a marked one has `>` before its lines.
    pub(super) fn begin_quote(&mut self, marked: bool) {
        self.block(1);
        if self.blockquotes.len() < 1_000 {
            self.blockquotes.push(marked);
        }
        self.count_quotes();
    }

    /// Ends the innermost blockquote.
    pub(super) fn end_quote(&mut self) {
        self.block(1);
        self.blockquotes.pop();
        self.count_quotes();
    }

    fn count_quotes(&mut self) {
        self.quotes = self.blockquotes.iter().rev().take(64).filter(|marked| **marked).count().min(MAX_LEVELS);
    }

    /// Begins or ends text whose white space counts.
    pub(super) fn preformatted(&mut self, begins: bool) {
        self.block(1);
        self.preformatted = if begins { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) };
    }

    /// Begins or ends a list.
    pub(super) fn list(&mut self, ordered: bool, begins: bool) {
        self.block(1);
        if !begins {
            self.lists.pop();
        } else if self.lists.len() < MAX_LEVELS {
            self.lists.push(ordered.then_some(0));
        }
    }

    /// Begins an item of the innermost list.
    pub(super) fn item(&mut self) {
        self.block(1);
        self.marker.clear();
        self.marker.extend(std::iter::repeat_n("  ", self.lists.len().saturating_sub(1)));
        match self.lists.last_mut() {
            Some(Some(count)) => {
                *count += 1;
                // Writing into a text never fails.
                let _ = write!(self.marker, "{count}. ");
            }
            _ => self.marker.push_str("- "),
        }
    }

    pub(super) fn finish(mut self) -> Converted {
        self.out.truncate(self.out.trim_end().len());
        Converted { text: self.out, kinds: self.kinds }
    }
}
