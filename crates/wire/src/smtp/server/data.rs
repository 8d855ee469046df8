//! The message after DATA: undoubles dots, finds the one true end `CRLF . CRLF`, and refuses every bare CR or LF, so
//! that two servers can never disagree about where a mail ends (SMTP smuggling, assurance A12). Keeps at most the
//! allowed bytes; what is beyond is read and thrown away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much memory is accounted for at once, in bytes.
const ACCOUNTED: u64 = 64 * 1024;

/// Why a mail that ended properly is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Larger than the limit: 552.
    Message,
    /// A line longer than the limit: 554.
    Line,
    /// The mails of all sessions together hold too much memory: 452.
    Memory,
}

/// How far the message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// All bytes were used, the end is not reached.
    More,
    /// The final dot stood in the first so many bytes.
    End(usize),
    /// A bare CR or LF.
    Bare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    LineStart,
    Text,
    Cr,
    Dot,
    DotCr,
}

/// A message being received.
#[derive(Debug)]
pub(super) struct Incoming {
    bytes: Vec<u8>,
    state: State,
    line_bytes: usize,
    /// Bytes seen, kept or not.
    pub(super) seen: u64,
    /// Why it will not be kept.
    pub(super) excess: Option<Excess>,
    max_bytes: u64,
    max_line_bytes: usize,
    memory: Memory,
}

impl Incoming {
    pub(super) fn new(max_bytes: u64, max_line_bytes: usize, memory: Memory) -> Self {
        Self {
            bytes: Vec::new(),
            state: State::LineStart,
            line_bytes: 0,
            seen: 0,
            excess: None,
            max_bytes,
            max_line_bytes,
            memory,
        }
    }

    /// Takes what was read.
    pub(super) fn push(&mut self, read: &[u8]) -> Progress {
        self.seen = self.seen.saturating_add(u64::try_from(read.len()).unwrap_or(u64::MAX));
        let mut at = 0;
        while let Some(&byte) = read.get(at) {
            if self.state == State::Text {
                let rest = read.get(at..).unwrap_or_default();
                let run = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                self.line_bytes += run;
                self.keep(rest.get(..run).unwrap_or_default());
                at += run;
                if run > 0 {
                    continue;
                }
            }
            self.state = match (self.state, byte) {
                (State::Dot, b'\r') => State::DotCr,
                (State::DotCr, b'\n') => return Progress::End(at + 1),
                (State::Cr, b'\n') => {
                    self.keep(b"\r\n");
                    self.line_bytes = 0;
                    State::LineStart
                }
                (State::Cr | State::DotCr, _) | (_, b'\n') => return Progress::Bare,
                (_, b'\r') => State::Cr,
                (State::LineStart, b'.') => State::Dot,
                // The byte is kept with those that follow it in its line; a dot that came before it is not.
                (State::LineStart | State::Text | State::Dot, _) => {
                    self.state = State::Text;
                    continue;
                }
            };
            at += 1;
        }
        Progress::More
    }

    /// The message and its share of memory, or why it is not kept.
    pub(super) fn finish(self) -> Result<(Vec<u8>, Memory), Excess> {
        match self.excess {
            Some(excess) => Err(excess),
            None => Ok((self.bytes, self.memory)),
        }
    }

    fn keep(&mut self, piece: &[u8]) {
        if self.excess.is_some() {
            return;
        }
        let length = u64::try_from(self.bytes.len() + piece.len()).unwrap_or(u64::MAX);
        self.excess = match () {
            () if length > self.max_bytes => Some(Excess::Message),
            () if self.line_bytes > self.max_line_bytes => Some(Excess::Line),
            () if !self.memory.cover(length) => Some(Excess::Memory),
            () => None,
        };
        match self.excess {
            None => self.bytes.extend_from_slice(piece),
            Some(_) => {
                self.bytes = Vec::new();
                self.memory.release();
            }
        }
    }
}

/// A session's share of the memory that all mails of a listener may hold; given back when dropped.
#[derive(Debug)]
pub(super) struct Memory {
    used: Arc<AtomicU64>,
    limit: u64,
    taken: u64,
}

impl Memory {
    pub(super) fn new(used: Arc<AtomicU64>, limit: u64) -> Self {
        Self { used, limit, taken: 0 }
    }

    /// Takes what `bytes` need; false when all mails together then hold too much.
    fn cover(&mut self, bytes: u64) -> bool {
        while self.taken < bytes {
            let before = self.used.fetch_add(ACCOUNTED, Ordering::Relaxed);
            self.taken += ACCOUNTED;
            if before.saturating_add(ACCOUNTED) > self.limit {
                return false;
            }
        }
        true
    }

    fn release(&mut self) {
        self.used.fetch_sub(self.taken, Ordering::Relaxed);
        self.taken = 0;
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.release();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Excess, Incoming, Memory, Progress};

    fn incoming(max_bytes: u64, max_line: usize) -> Incoming {
        Incoming::new(max_bytes, max_line, Memory::new(Arc::new(AtomicU64::new(0)), 1 << 20))
    }

    fn check(wire: &[u8], expect: Option<&[u8]>) {
        for size in 1..=wire.len() {
            let mut incoming = incoming(1000, 100);
            let last = wire.chunks(size).map(|piece| incoming.push(piece)).find(|progress| *progress != Progress::More);
            match expect {
                Some(bytes) => {
                    assert!(matches!(last, Some(Progress::End(_))), "{wire:?} in {size}: {last:?}");
                    assert_eq!(incoming.finish().unwrap().0, bytes);
                }
                None => assert_eq!(last, Some(Progress::Bare), "{wire:?} in {size}"),
            }
        }
    }

    /// Assurance A12
    #[test]
    fn only_crlf_dot_crlf_ends_a_mail() {
        check(b".\r\n", Some(b""));
        check(b"a\r\n.\r\n", Some(b"a\r\n"));
        check(b"..a\r\n.b\r\n...\r\n.\r\n", Some(b".a\r\nb\r\n..\r\n"));
        check(b"a.\r\n\r\n.\r\n", Some(b"a.\r\n\r\n"));
        for ending in ["\n.\n", "\r.\r", "\r\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\r", "\r\n\r.\r\n", "\r\r\n.\r\n"] {
            check(format!("a{ending}b\r\n").as_bytes(), None);
        }
    }

    #[test]
    fn bytes_after_the_end_are_left_alone() {
        assert_eq!(incoming(1000, 100).push(b"a\r\n.\r\nQUIT\r\n"), Progress::End(6));
    }

    #[test]
    fn too_much_is_read_on_but_not_kept() {
        for (wire, excess) in [(&b"12345678901\r\n.\r\n"[..], Excess::Message), (b"123456\r\n.\r\n", Excess::Line)] {
            let mut incoming = incoming(10, if excess == Excess::Line { 5 } else { 100 });
            assert!(matches!(incoming.push(wire), Progress::End(_)));
            assert_eq!(incoming.finish().unwrap_err(), excess);
        }
    }

    #[test]
    fn memory_is_shared_and_given_back() {
        let used = Arc::new(AtomicU64::new(0));
        let memory = || Memory::new(Arc::clone(&used), 100 * 1024);
        let mut first = Incoming::new(1 << 20, 1 << 20, memory());
        let mut second = Incoming::new(1 << 20, 1 << 20, memory());
        assert_eq!(first.push(b"a"), Progress::More);
        assert_eq!(second.push(b"b"), Progress::More);
        assert_eq!((first.excess, second.excess), (None, Some(Excess::Memory)));
        drop((first, second));
        assert_eq!(used.load(Ordering::Relaxed), 0);
    }
}
