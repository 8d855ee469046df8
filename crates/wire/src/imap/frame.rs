//! Cuts what the server sends into whole responses: a line, and the literals that interrupt it. Every byte is counted
//! before it is kept: a line, a response, and the literals of a command have bounds (assurance C4).

use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use super::error::ErrorKind;
use crate::channel::Channel;

/// The longest line of a response without its literals, in bytes.
pub const MAX_LINE_BYTES: usize = 64 * 1024;
/// The most literals of a response.
const MAX_LITERALS: usize = 100;

/// One response: its text, in which `{n}` CRLF stands for a literal, and the literals in order.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) text: Vec<u8>,
    pub(super) literals: Vec<Vec<u8>>,
}

/// How many bytes of literals may still come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance(pub(super) u64);

/// Reads the next response; `silence` is the longest wait for any bytes of it.
pub(super) async fn read(
    channel: &mut Channel,
    allowance: &mut Allowance,
    silence: Duration,
) -> Result<Frame, ErrorKind> {
    let mut frame = Frame::default();
    loop {
        read_line(channel, &mut frame.text, silence).await?;
        let Some(announced) = literal_length(&frame.text) else { return Ok(frame) };
        let length = usize::try_from(announced).ok().filter(|_| announced <= allowance.0);
        let Some(length) = length else {
            return Err(ErrorKind::LiteralTooLarge { announced, limit: allowance.0 });
        };
        if frame.literals.len() >= MAX_LITERALS {
            return Err(ErrorKind::TooLong);
        }
        allowance.0 -= announced;
        frame.text.extend_from_slice(b"\r\n");
        frame.literals.push(read_literal(channel, length, silence).await?);
    }
}

/// Appends the text up to the next CRLF, without it.
async fn read_line(channel: &mut Channel, text: &mut Vec<u8>, silence: Duration) -> Result<(), ErrorKind> {
    loop {
        let pending = channel.pending();
        let end = pending.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(pending.len(), |at| at + 1);
        if text.len() + used > MAX_LINE_BYTES {
            return Err(ErrorKind::TooLong);
        }
        text.extend(pending.iter().take(used));
        channel.consume(used);
        if end.is_some() {
            text.pop();
            // A server that ends its lines with LF alone does no harm here.
            if text.last() == Some(&b'\r') {
                text.pop();
            }
            return Ok(());
        }
        some(silence, channel.fill()).await?;
    }
}

async fn read_literal(channel: &mut Channel, length: usize, silence: Duration) -> Result<Vec<u8>, ErrorKind> {
    // Reserved, not touched: an announcement alone costs no memory.
    let mut literal = Vec::with_capacity(length);
    let pending = channel.pending();
    literal.extend(pending.iter().take(length));
    channel.consume(literal.len());
    while literal.len() < length {
        let missing = u64::try_from(length - literal.len()).unwrap_or(u64::MAX);
        some(silence, (&mut channel.stream).take(missing).read_buf(&mut literal)).await?;
    }
    Ok(literal)
}

/// Wants at least one byte, in time.
async fn some(silence: Duration, read: impl Future<Output = io::Result<usize>>) -> Result<(), ErrorKind> {
    match timeout(silence, read).await {
        Err(_) => Err(ErrorKind::Timeout),
        Ok(Err(error)) => Err(error.into()),
        Ok(Ok(0)) => Err(ErrorKind::Closed(String::new())),
        Ok(Ok(_)) => Ok(()),
    }
}

/// The length of the literal that `text` announces at its end. Only data can hold one: the words of a status response
/// (`* OK see {5}`, a tagged answer, `+ …`) are free text.
fn literal_length(text: &[u8]) -> Option<u64> {
    let rest = text.strip_prefix(b"* ")?;
    let word = rest.split(|byte| *byte == b' ').next()?;
    if [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|status| word.eq_ignore_ascii_case(status)) {
        return None;
    }
    let inner = rest.strip_suffix(b"}")?;
    let start = inner.iter().rposition(|byte| *byte == b'{')?;
    let digits = inner.get(start + 1..)?;
    let digits = digits.strip_suffix(b"+").unwrap_or(digits);
    if digits.is_empty() || digits.len() > 20 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // More than u64 can say is more than any limit.
    Some(std::str::from_utf8(digits).ok()?.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::literal_length;

    #[test]
    fn literals_are_announced_by_data_only() {
        assert_eq!(literal_length(b"* 1 FETCH (BODY[] {12}"), Some(12));
        assert_eq!(literal_length(b"* 1 FETCH (BODY[] {99999999999}"), Some(99_999_999_999));
        assert_eq!(literal_length(b"* 1 FETCH (BODY[] {99999999999999999999}"), Some(u64::MAX));
        assert_eq!(literal_length(b"* OK look {12}"), None);
        assert_eq!(literal_length(b"A1 OK look {12}"), None);
        assert_eq!(literal_length(b"+ {12}"), None);
        assert_eq!(literal_length(b"* LIST () \"/\" a{b}"), None);
    }
}
