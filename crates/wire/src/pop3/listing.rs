//! Which mails there are: UIDL and LIST. What a server says twice or wrongly of one mail costs no other mail.

use std::collections::BTreeMap;

use super::connection::{Connection, within};
use super::error::{Error, ErrorKind, Step};

/// The most mails of a mailbox.
const MAX_MAILS: usize = 1_000_000;

/// A mail on the server, as this connection numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number, on this connection only.
    pub number: u32,
    /// Its bytes, as the server counts them; 0 where it does not say.
    pub size: u64,
    /// Its lasting name (UIDL), whatever bytes the server made it of; `None` where the server gives none.
    pub name: Option<Vec<u8>>,
}

impl Connection {
    /// All mails, by number. A server without UIDL is [`ErrorKind::NoUidl`].
    pub async fn list(&mut self) -> Result<Vec<Listed>, Error> {
        let sizes = self.lines(Step::List, "LIST", MAX_MAILS).await?;
        let names = self.lines(Step::List, "UIDL", MAX_MAILS).await.map_err(|error| match error.kind {
            ErrorKind::Refused { .. } => Error { step: Step::List, kind: ErrorKind::NoUidl },
            _ => error,
        })?;
        let mut mails: BTreeMap<u32, Listed> = BTreeMap::new();
        for (number, rest) in sizes.iter().filter_map(|line| numbered(line)) {
            let size = std::str::from_utf8(rest).ok().and_then(|text| text.split(' ').next()?.parse().ok());
            mails.entry(number).or_insert(Listed { number, size: size.unwrap_or(0), name: None });
        }
        for (number, name) in names.iter().filter_map(|line| numbered(line)) {
            let mail = mails.entry(number).or_insert(Listed { number, size: 0, name: None });
            if mail.name.is_none() && !name.is_empty() {
                mail.name = Some(name.to_vec());
            }
        }
        Ok(mails.into_values().collect())
    }

    /// Runs a command that is answered in lines up to a dot.
    pub(super) async fn lines(&mut self, step: Step, command: &str, most: usize) -> Result<Vec<Vec<u8>>, Error> {
        self.begin(step)?;
        let answered = within(self.timeouts.transfer, async {
            self.send(command.as_bytes()).await?;
            self.status().await?;
            let mut lines = Vec::new();
            loop {
                let line = self.line().await?;
                match line.strip_prefix(b".") {
                    Some(b"") => return Ok(lines),
                    Some(stuffed) => lines.push(stuffed.to_vec()),
                    None => lines.push(line),
                }
                if lines.len() > most {
                    return Err(ErrorKind::TooLong);
                }
            }
        });
        let answer = answered.await;
        self.end(step, answer)
    }
}

/// The number that a line begins with, and the rest.
fn numbered(line: &[u8]) -> Option<(u32, &[u8])> {
    let line = line.trim_ascii();
    let end = line.iter().position(|byte| *byte == b' ').unwrap_or(line.len());
    let (number, rest) = line.split_at_checked(end)?;
    let number = std::str::from_utf8(number).ok()?.parse().ok().filter(|number| *number > 0)?;
    Some((number, rest.trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn lines_begin_with_a_number() {
        assert_eq!(numbered(b"1 abc"), Some((1, &b"abc"[..])));
        assert_eq!(numbered(b" 12   a b "), Some((12, &b"a b"[..])));
        assert_eq!(numbered(b"3"), Some((3, &b""[..])));
        for line in [&b""[..], b"0 x", b"-1 x", b"99999999999 x", b"x 1", b"\xff 1"] {
            assert_eq!(numbered(line), None);
        }
    }
}
