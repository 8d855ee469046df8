//! A connection that runs one command at a time: a line out, one line or lines up to a dot back, all of them bounded.

use std::future::Future;
use std::time::Duration;

use tokio::time::timeout;

use super::error::{Error, ErrorKind, Step};
use super::{Target, Timeouts};
use crate::channel::Channel;

/// The longest line of an answer that is not a mail, in bytes. RFC 2449 allows 512.
pub const MAX_LINE_BYTES: usize = 4 * 1024;

/// A connection that is secured and signed in. After an error that is not [`Error::is_recoverable`], and after a step
/// that was dropped half-way, it is over and every step fails.
#[derive(Debug)]
pub struct Connection {
    pub(super) channel: Channel,
    pub(super) timeouts: Timeouts,
    pub(super) max_mail_bytes: u64,
    pub(super) capabilities: Vec<String>,
    over: bool,
}

impl Connection {
    pub(super) fn new(channel: Channel, target: &Target) -> Self {
        let (timeouts, max_mail_bytes) = (target.timeouts, target.max_mail_bytes);
        Self { channel, timeouts, max_mail_bytes, capabilities: Vec::new(), over: false }
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        self.channel.stream.is_tls()
    }

    /// Says goodbye. Only now does the server delete what it was told to (RFC 1939 § 6): after an error the mails may
    /// still be there.
    pub async fn quit(mut self) -> Result<(), Error> {
        self.command(Step::Quit, "QUIT").await.map(drop)
    }

    /// Runs a command that is answered in one line, and gives the server's words behind `+OK`.
    pub(super) async fn command(&mut self, step: Step, command: &str) -> Result<String, Error> {
        let limit = self.timeouts.command;
        self.begin(step)?;
        let answered = within(limit, async {
            self.send(command.as_bytes()).await?;
            self.status().await
        });
        let answer = answered.await;
        self.end(step, answer)
    }

    /// Marks the connection as over until [`Connection::end`] says otherwise: a step that is dropped leaves it so.
    pub(super) fn begin(&mut self, step: Step) -> Result<(), Error> {
        match std::mem::replace(&mut self.over, true) {
            true => Err(Error { step, kind: ErrorKind::Over }),
            false => Ok(()),
        }
    }

    pub(super) fn end<T>(&mut self, step: Step, outcome: Result<T, ErrorKind>) -> Result<T, Error> {
        let outcome = outcome.map_err(|kind| Error { step, kind });
        self.over = outcome.as_ref().is_err_and(|error| !error.is_recoverable());
        outcome
    }

    pub(super) async fn send(&mut self, line: &[u8]) -> Result<(), ErrorKind> {
        let line = [line, b"\r\n"].concat();
        Ok(self.channel.send(&line).await?)
    }

    /// The words of a `+OK`; a `-ERR` is [`ErrorKind::Refused`].
    pub(super) async fn status(&mut self) -> Result<String, ErrorKind> {
        let line = self.line().await?;
        let line = String::from_utf8_lossy(&line);
        if let Some(words) = keyword(&line, "+OK") {
            return Ok(words.to_owned());
        }
        let words = keyword(&line, "-ERR").ok_or(ErrorKind::Protocol("this is no answer"))?;
        let coded = words.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        Err(match coded {
            Some((code, text)) => {
                ErrorKind::Refused { code: Some(code.to_ascii_uppercase()), text: text.trim_start().to_owned() }
            }
            None => ErrorKind::Refused { code: None, text: words.to_owned() },
        })
    }

    /// The next line without its end. A server that ends its lines with LF alone does no harm here.
    pub(super) async fn line(&mut self) -> Result<Vec<u8>, ErrorKind> {
        loop {
            let pending = self.channel.pending();
            let end = pending.iter().take(MAX_LINE_BYTES).position(|byte| *byte == b'\n');
            if let Some(end) = end {
                let mut line: Vec<u8> = pending.iter().take(end).copied().collect();
                self.channel.consume(end + 1);
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(line);
            }
            if pending.len() >= MAX_LINE_BYTES {
                return Err(ErrorKind::TooLong);
            }
            self.fill().await?;
        }
    }

    /// Reads at least one byte, in time.
    pub(super) async fn fill(&mut self) -> Result<(), ErrorKind> {
        match timeout(self.timeouts.command, self.channel.fill()).await {
            Err(_) => Err(ErrorKind::Timeout),
            Ok(Ok(0)) => Err(ErrorKind::Closed),
            Ok(read) => Ok(read.map(drop)?),
        }
    }
}

/// Runs `step` for at most `limit`.
pub(super) async fn within<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, ErrorKind>>,
) -> Result<T, ErrorKind> {
    timeout(limit, step).await.unwrap_or(Err(ErrorKind::Timeout))
}

/// What follows the keyword of an answer, in whatever case it is written.
fn keyword<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    first.eq_ignore_ascii_case(word).then(|| rest.trim())
}
