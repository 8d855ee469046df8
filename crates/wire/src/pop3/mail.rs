//! The bytes of a mail: RETR, TOP and DELE. Only CRLF ends a line, so that no byte of a mail can end it early.

use super::connection::{Connection, within};
use super::error::{Error, ErrorKind, Step};

/// What an answer may hold beyond the largest mail: servers count the bytes of a mail differently.
const SLACK: u64 = 64 * 1024;

impl Connection {
    /// A mail's bytes. A server that sends more than the largest mail loses the connection.
    pub async fn fetch(&mut self, number: u32) -> Result<Vec<u8>, Error> {
        self.body(&format!("RETR {number}"), usize::MAX).await
    }

    /// A mail's header and its first `lines` lines, at most `keep` bytes of them.
    pub async fn fetch_head(&mut self, number: u32, lines: u32, keep: usize) -> Result<Vec<u8>, Error> {
        self.body(&format!("TOP {number} {lines}"), keep).await
    }

    /// Marks a mail as deleted; the server deletes it when we say goodbye.
    pub async fn delete(&mut self, number: u32) -> Result<(), Error> {
        self.command(Step::Delete, &format!("DELE {number}")).await.map(drop)
    }

    async fn body(&mut self, command: &str, keep: usize) -> Result<Vec<u8>, Error> {
        let step = Step::Fetch;
        self.begin(step)?;
        let answered = within(self.timeouts.transfer, async {
            self.send(command.as_bytes()).await?;
            self.status().await?;
            self.until_dot(keep).await
        });
        let answer = answered.await;
        self.end(step, answer)
    }

    /// Reads a mail up to the line that is a dot alone, without the dots that were added.
    async fn until_dot(&mut self, keep: usize) -> Result<Vec<u8>, ErrorKind> {
        let most = self.max_mail_bytes.saturating_add(SLACK);
        let mut undot = Undot::default();
        let mut mail = Vec::new();
        let mut seen: u64 = 0;
        loop {
            let (used, ended) = undot.take(self.channel.pending(), &mut mail);
            self.channel.consume(used);
            seen = seen.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
            mail.truncate(keep);
            if ended {
                return Ok(mail);
            }
            if seen > most {
                return Err(ErrorKind::TooLong);
            }
            self.fill().await?;
        }
    }
}

/// Where in a line we are.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At its start.
    #[default]
    Start,
    /// Behind a dot at its start.
    Dot,
    /// Behind that dot and a CR.
    DotCr,
    /// In its middle.
    Middle,
    /// Behind a CR.
    Cr,
}

/// Removes dot-stuffing, whatever pieces the bytes come in.
#[derive(Debug, Default)]
struct Undot {
    at: At,
}

impl Undot {
    /// Adds what `bytes` hold of the mail to `mail`; says how many bytes were used and whether the mail ended.
    fn take(&mut self, bytes: &[u8], mail: &mut Vec<u8>) -> (usize, bool) {
        for (index, byte) in bytes.iter().enumerate() {
            match (self.at, *byte) {
                (At::Start, b'.') => {
                    self.at = At::Dot;
                    continue;
                }
                (At::Dot, b'\r') => {
                    self.at = At::DotCr;
                    continue;
                }
                (At::DotCr, b'\n') => return (index + 1, true),
                // A line that began with a dot and a CR, and goes on.
                (At::DotCr, _) => mail.push(b'\r'),
                _ => {}
            }
            mail.push(*byte);
            self.at = match (self.at, *byte) {
                (_, b'\r') => At::Cr,
                (At::Cr, b'\n') => At::Start,
                _ => At::Middle,
            };
        }
        (bytes.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::Undot;

    /// The mail in `wire`, and how many bytes are left behind it, for pieces of every size.
    fn check(wire: &str, mail: &str, left: usize) {
        for size in 1..=wire.len() {
            let (mut undot, mut read, mut used) = (Undot::default(), Vec::new(), 0);
            for piece in wire.as_bytes().chunks(size) {
                let (taken, ended) = undot.take(piece, &mut read);
                used += taken;
                if ended {
                    break;
                }
            }
            assert_eq!((String::from_utf8_lossy(&read).as_ref(), wire.len() - used), (mail, left), "{wire:?}");
        }
    }

    #[test]
    fn only_a_dot_between_two_line_ends_ends_a_mail() {
        check("a\r\n.\r\n+OK", "a\r\n", 3);
        check(".\r\n", "", 0);
        check("a\r\n..\r\n.\r\n", "a\r\n.\r\n", 0);
        check("..a\r\n.b\r\n.\r\n", ".a\r\nb\r\n", 0);
        check("a\n.\nb\r\n.\n\r\n.\r\n", "a\n.\nb\r\n\n\r\n", 0);
        check("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", 0);
        check("a\r\r\n.\r\n", "a\r\r\n", 0);
    }
}
