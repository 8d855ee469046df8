//! A connection with a read buffer: lines up to a bound, then whatever a protocol needs. Knows where the buffer ends,
//! because nothing may stand in it when TLS starts.

use std::fmt;
use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::stream::Stream;

/// How much is read from the network at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// A line of the other side, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Without its CRLF.
    Complete(Vec<u8>),
    /// The bound was reached before a line end.
    TooLong,
    /// A CR without LF or an LF without CR.
    Bare,
    /// The connection ended.
    Closed,
}

/// A connection with what was read from it and not yet used.
pub(crate) struct Channel {
    pub(crate) stream: Stream,
    buffer: Vec<u8>,
    start: usize,
}

impl fmt::Debug for Channel {
    /// Without what was read: it is somebody's mail.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tls = self.stream.is_tls();
        formatter.debug_struct("Channel").field("tls", &tls).field("pending", &self.pending().len()).finish()
    }
}

impl Channel {
    pub(crate) fn new(stream: Stream) -> Self {
        Self { stream, buffer: Vec::new(), start: 0 }
    }

    /// What was read and not yet used.
    pub(crate) fn pending(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Marks the first `count` pending bytes as used.
    pub(crate) fn consume(&mut self, count: usize) {
        self.start = self.buffer.len().min(self.start.saturating_add(count));
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        }
    }

    /// Reads once from the network; 0 means the end.
    pub(crate) async fn fill(&mut self) -> io::Result<usize> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.reserve(CHUNK);
        self.stream.read_buf(&mut self.buffer).await
    }

    /// The next line of at most `limit` bytes. Safe to drop while it waits: nothing read is lost.
    pub(crate) async fn line(&mut self, limit: usize) -> io::Result<Line> {
        let mut scanned = 0;
        loop {
            let pending = self.pending();
            let found = pending.iter().enumerate().skip(scanned).find(|(_, byte)| matches!(byte, b'\r' | b'\n'));
            match found.map(|(at, byte)| (at, *byte, pending.get(at + 1).copied())) {
                Some((at, ..)) if at > limit => return Ok(Line::TooLong),
                Some((at, b'\r', Some(b'\n'))) => {
                    let line = pending.iter().take(at).copied().collect();
                    self.consume(at + 2);
                    return Ok(Line::Complete(line));
                }
                Some((at, b'\r', None)) => scanned = at,
                Some(_) => return Ok(Line::Bare),
                None if pending.len() > limit => return Ok(Line::TooLong),
                None => scanned = pending.len(),
            }
            if self.fill().await? == 0 {
                return Ok(Line::Closed);
            }
        }
    }

    /// Writes all of `bytes` and flushes.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }
}
