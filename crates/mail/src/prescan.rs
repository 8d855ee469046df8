//! Counting before parsing: refuses mails that would cost the parser more than they are worth (MIME bombs).
//! One pass over the lines, no allocation that grows with the mail but a bounded stack; knows nothing of content.

use crate::{header, mime};

/// What a mail may contain before it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the mail's own header block.
    pub header_block_bytes: usize,
    /// Headers of the mail itself.
    pub header_count: usize,
    /// MIME parts over all levels.
    pub part_count: usize,
    /// Levels of multipart and message/rfc822 nesting.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { header_block_bytes: 256 * 1024, header_count: 1_000, part_count: 1_000, depth: 32 }
    }
}

/// Which limit a mail exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverLimit {
    /// The header block has too many bytes.
    #[error("the header block is larger than {0} bytes")]
    HeaderBlock(usize),
    /// There are too many headers.
    #[error("the mail has more than {0} headers")]
    HeaderCount(usize),
    /// There are too many MIME parts.
    #[error("the mail has more than {0} parts")]
    PartCount(usize),
    /// Parts are nested too deeply.
    #[error("the parts of the mail are nested more than {0} levels deep")]
    Depth(usize),
}

/// Header fields over all parts may be this many times those of one part.
const ALL_HEADERS_FACTOR: usize = 20;
/// Searches for delimiters that are not there may read the mail this many times over, however small it is at least `SEARCH_FLOOR`.
const SEARCH_FACTOR: usize = 8;
const SEARCH_FLOOR_BYTES: usize = 1 << 20;

/// Checks a raw mail against the limits in linear time.
///
/// # Errors
/// The first limit that is exceeded; the mail must then not be given to [`crate::parse`].
pub fn prescan(raw: &[u8], limits: &Limits) -> Result<(), OverLimit> {
    let budget = raw.len().saturating_mul(SEARCH_FACTOR).max(SEARCH_FLOOR_BYTES);
    let mut scan = Scan { limits, parts: 0, headers: 0, budget };
    scan.message(raw, 0)
}

/// What has been counted so far, encoded mails inside included.
struct Scan<'l> {
    limits: &'l Limits,
    parts: usize,
    headers: usize,
    budget: usize,
}

/// A level that is open: a multipart with its delimiter, or a mail inside the mail.
enum Level {
    Multipart(Vec<u8>),
    Message,
}

/// What a header block says about what follows it.
#[derive(Default)]
struct Announced {
    boundary: Option<Vec<u8>>,
    message: bool,
    encoded: Option<Coding>,
}

#[derive(Clone, Copy)]
enum Coding {
    Base64,
    QuotedPrintable,
}

impl Scan<'_> {
    /// Follows the structure as the parser will, so that both count the same parts.
    fn message(&mut self, raw: &[u8], depth: usize) -> Result<(), OverLimit> {
        let mut levels: Vec<Level> = Vec::new();
        let mut rest = raw;
        loop {
            let head_length = self.header_block(rest)?;
            let (head, body) = rest.split_at_checked(head_length).unwrap_or((rest, &[]));
            self.parts += 1;
            if self.parts > self.limits.part_count {
                return Err(OverLimit::PartCount(self.limits.part_count));
            }
            if head_length == rest.len() {
                return Ok(());
            }
            let mut announced = Self::announced(head);
            if let Some(delimiter) = announced.boundary.take()
                && let Some(at) = self.find(body, &delimiter)?
            {
                rest = body.get(at + delimiter.len()..).unwrap_or_default();
                levels.push(Level::Multipart(delimiter));
            } else if announced.message && announced.encoded.is_none() {
                rest = body;
                levels.push(Level::Message);
            } else {
                let delimiter = innermost(&levels);
                let end = delimiter.map_or(Ok(None), |delimiter| self.find(body, delimiter))?;
                self.encoded_message(
                    &announced,
                    body.get(..end.unwrap_or(body.len())).unwrap_or_default(),
                    depth + levels.len(),
                )?;
                let Some(end) = end else { return Ok(()) };
                let skip = end + delimiter.map_or(0, <[u8]>::len);
                match self.next_part(&mut levels, body.get(skip..).unwrap_or_default())? {
                    Some(next) => rest = next,
                    None => return Ok(()),
                }
            }
            if depth + levels.len() > self.limits.depth {
                return Err(OverLimit::Depth(self.limits.depth));
            }
            rest = skip_line_end(rest);
        }
    }

    /// After a delimiter: the start of the next part, over the ends of as many multiparts as end here.
    fn next_part<'a>(&mut self, levels: &mut Vec<Level>, mut rest: &'a [u8]) -> Result<Option<&'a [u8]>, OverLimit> {
        loop {
            if matches!(levels.last(), Some(Level::Message)) {
                levels.pop();
            }
            let Some(after) = rest.strip_prefix(b"--") else { return Ok(Some(rest)) };
            levels.pop();
            let Some(delimiter) = innermost(levels) else { return Ok(None) };
            let Some(at) = self.find(after, delimiter)? else { return Ok(None) };
            rest = after.get(at + delimiter.len()..).unwrap_or_default();
        }
    }

    /// Counts a header block and gives its length with the empty line; the whole rest when there is no empty line.
    fn header_block(&mut self, rest: &[u8]) -> Result<usize, OverLimit> {
        let (mut start, mut count) = (0, 0);
        let mut length = rest.len();
        for end in memchr::memchr_iter(b'\n', rest) {
            let line = rest.get(start..end).unwrap_or_default();
            start = end + 1;
            if start > self.limits.header_block_bytes {
                break;
            }
            let continues = matches!(line.first(), Some(b' ' | b'\t'));
            if line.trim_ascii().is_empty() {
                length = start;
                break;
            }
            count += usize::from(!continues);
            if count > self.limits.header_count {
                return Err(OverLimit::HeaderCount(self.limits.header_count));
            }
        }
        if length > self.limits.header_block_bytes {
            return Err(OverLimit::HeaderBlock(self.limits.header_block_bytes));
        }
        self.headers += count;
        if self.headers > self.limits.header_count.saturating_mul(ALL_HEADERS_FACTOR) {
            return Err(OverLimit::HeaderCount(self.limits.header_count));
        }
        Ok(length)
    }

    fn announced(head: &[u8]) -> Announced {
        let mut announced = Announced::default();
        for (name, value) in header::fields(head) {
            if name.eq_ignore_ascii_case(b"content-type") {
                (announced.boundary, announced.message) = mime::announced_type(value);
            } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") {
                announced.encoded = match value {
                    value if value.eq_ignore_ascii_case(b"base64") => Some(Coding::Base64),
                    value if value.eq_ignore_ascii_case(b"quoted-printable") => Some(Coding::QuotedPrintable),
                    _ => None,
                };
            }
        }
        if let Some(boundary) = &mut announced.boundary {
            boundary.splice(0..0, *b"--");
        }
        announced
    }

    /// A mail inside the mail that is base64 or quoted-printable is decoded to be counted too.
    fn encoded_message(&mut self, announced: &Announced, content: &[u8], depth: usize) -> Result<(), OverLimit> {
        let decoded = match announced.encoded.filter(|_| announced.message) {
            None => return Ok(()),
            Some(Coding::Base64) => mail_parser::decoders::base64::base64_decode(content),
            Some(Coding::QuotedPrintable) => mail_parser::decoders::quoted_printable::quoted_printable_decode(content),
        };
        if depth + 1 > self.limits.depth {
            return Err(OverLimit::Depth(self.limits.depth));
        }
        decoded.map_or(Ok(()), |decoded| self.message(&decoded, depth + 1))
    }

    /// Where a delimiter stands. Searches in vain are limited: a parser makes them too, and pays for each.
    fn find(&mut self, within: &[u8], delimiter: &[u8]) -> Result<Option<usize>, OverLimit> {
        let found = memchr::memmem::find(within, delimiter);
        if found.is_none() {
            let left = self.budget.checked_sub(within.len());
            self.budget = left.ok_or(OverLimit::PartCount(self.limits.part_count))?;
        }
        Ok(found)
    }
}

/// The delimiter that is looked for: that of the innermost multipart.
fn innermost(levels: &[Level]) -> Option<&[u8]> {
    levels.iter().rev().find_map(|level| match level {
        Level::Multipart(delimiter) => Some(delimiter.as_slice()),
        Level::Message => None,
    })
}

/// The rest after the line end that belongs to a delimiter.
fn skip_line_end(rest: &[u8]) -> &[u8] {
    let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    let after = rest.get(blank..).unwrap_or_default();
    after.strip_prefix(b"\n").unwrap_or(rest)
}
