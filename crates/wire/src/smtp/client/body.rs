//! The message on the wire: every line end CRLF, every line that starts with a dot gets a second one (RFC 5321
//! §4.5.2). Works piece by piece and keeps what it must know between pieces, so nothing can smuggle a final dot.

/// The state between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stuffing {
    line_start: bool,
    after_cr: bool,
}

impl Stuffing {
    pub(crate) fn new() -> Self {
        Self { line_start: true, after_cr: false }
    }

    /// Appends `piece` to `wire` as it must be sent. A bare CR or LF becomes CRLF.
    pub(crate) fn push(&mut self, piece: &[u8], wire: &mut Vec<u8>) {
        wire.reserve(piece.len() + piece.len() / 64);
        for &byte in piece {
            let ends_crlf = self.after_cr && byte == b'\n';
            self.after_cr = byte == b'\r';
            match byte {
                // Its CRLF was written when the CR came.
                b'\n' if ends_crlf => {}
                b'\r' | b'\n' => {
                    wire.extend_from_slice(b"\r\n");
                    self.line_start = true;
                }
                _ => {
                    if self.line_start && byte == b'.' {
                        wire.push(b'.');
                    }
                    wire.push(byte);
                    self.line_start = false;
                }
            }
        }
    }

    /// What ends the message: the last line's end, if it lacks one, and the final dot.
    pub(crate) fn finish(self) -> &'static [u8] {
        if self.line_start { b".\r\n" } else { b"\r\n.\r\n" }
    }
}

#[cfg(test)]
mod tests {
    use super::Stuffing;

    fn check(input: &[u8], expect: &[u8]) {
        for size in 1..=input.len().max(1) {
            let mut stuffing = Stuffing::new();
            let mut wire = Vec::new();
            input.chunks(size).for_each(|piece| stuffing.push(piece, &mut wire));
            wire.extend_from_slice(stuffing.finish());
            assert_eq!(wire, expect, "pieces of {size}");
        }
    }

    /// Assurance C2
    #[test]
    fn line_ends_become_crlf_and_dots_are_doubled() {
        check(b"", b".\r\n");
        check(b"hello", b"hello\r\n.\r\n");
        check(b"a\r\nb\r\n", b"a\r\nb\r\n.\r\n");
        check(b"a\nb\rc", b"a\r\nb\r\nc\r\n.\r\n");
        check(b".\r\n..\n", b"..\r\n...\r\n.\r\n");
        check(b"hello\n.\nMAIL FROM", b"hello\r\n..\r\nMAIL FROM\r\n.\r\n");
        check(b"x\r.\r\n", b"x\r\n..\r\n.\r\n");
        check(b"\r\r\n\n\n.", b"\r\n\r\n\r\n\r\n..\r\n.\r\n");
    }
}
