//! IDLE (RFC 2177): waiting for the server to say that something is new.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::connection::Connection;
use super::error::{Error, ErrorKind, Step};
use super::response::{Response, Said, Status};

/// The longest wait that servers and the routers between bear; ask anew after it (RFC 2177 says 29 minutes).
pub const IDLE_MAX: Duration = Duration::from_secs(25 * 60);

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdleEnd {
    /// Mail came, now or since the UIDs were last asked for.
    NewMail,
    /// Mail went, now or since the UIDs were last asked for.
    Expunged,
    /// Nothing within the time.
    Timeout,
}

impl Connection {
    /// Whether the server can tell by itself that mail came.
    pub fn has_idle(&self) -> bool {
        self.offers("IDLE")
    }

    /// Waits at most `max` until something is new in the open folder. Dropping it half-way ends the connection.
    pub async fn idle(&mut self, max: Duration) -> Result<IdleEnd, Error> {
        if let Some(end) = self.seen() {
            return Ok(self.told(end));
        }
        if self.over {
            return Err(Error { step: Step::Idle, kind: ErrorKind::Over });
        }
        self.over = true;
        let deadline = Instant::now() + max;
        let (end, said) = self.wait(deadline).await.map_err(|kind| Error { step: Step::Idle, kind })?;
        self.over = false;
        match said {
            Said { status: Status::Ok, .. } => Ok(self.told(end)),
            Said { code, text, .. } => Err(Error { step: Step::Idle, kind: ErrorKind::Refused { code, text } }),
        }
    }

    fn seen(&self) -> Option<IdleEnd> {
        let folder = self.folder?;
        match () {
            () if folder.news => Some(IdleEnd::NewMail),
            () if folder.expunged => Some(IdleEnd::Expunged),
            () => None,
        }
    }

    /// News last until the UIDs are asked for; that mail went is told once, so that nobody turns in circles over it.
    fn told(&mut self, end: IdleEnd) -> IdleEnd {
        if let (IdleEnd::Expunged, Some(folder)) = (end, &mut self.folder) {
            folder.expunged = false;
        }
        end
    }

    async fn wait(&mut self, deadline: Instant) -> Result<(IdleEnd, Said), ErrorKind> {
        let tag = self.next_tag();
        self.send_line(format!("{tag} IDLE").as_bytes()).await?;
        if let Some(refused) = self.until_prompt(&tag).await? {
            return Ok((IdleEnd::Timeout, refused));
        }
        let end = loop {
            if let Some(end) = self.seen() {
                break end;
            }
            // A server that never stops talking must not keep us longer either.
            if Instant::now() >= deadline {
                break IdleEnd::Timeout;
            }
            if self.channel.pending().is_empty() {
                match timeout_at(deadline, self.channel.fill()).await {
                    Err(_) => break IdleEnd::Timeout,
                    Ok(Ok(0)) => return Err(ErrorKind::Closed(String::new())),
                    Ok(read) => read?,
                };
            }
            self.next_idle_response().await?;
        };
        self.send_line(b"DONE").await?;
        let limit = self.timeouts.command;
        let answer = async {
            loop {
                if let Response::Tagged(answered, said) = self.next_idle_response().await?
                    && answered == tag
                {
                    return Ok(said);
                }
            }
        };
        let said = timeout(limit, answer).await.unwrap_or(Err(ErrorKind::Timeout))?;
        Ok((end, said))
    }

    /// The refusal, if the server answers instead of prompting.
    async fn until_prompt(&mut self, tag: &str) -> Result<Option<Said>, ErrorKind> {
        let limit = self.timeouts.command;
        let prompt = async {
            loop {
                match self.next_idle_response().await? {
                    Response::Prompt(_) => return Ok(None),
                    Response::Tagged(answered, said) if answered == tag => return Ok(Some(said)),
                    _ => {}
                }
            }
        };
        timeout(limit, prompt).await.unwrap_or(Err(ErrorKind::Timeout))
    }

    async fn next_idle_response(&mut self) -> Result<Response, ErrorKind> {
        let mut allowance = self.allowance();
        let limit = self.timeouts.command;
        match timeout(limit, self.response(&mut allowance)).await.unwrap_or(Err(ErrorKind::Timeout))? {
            Response::Status(Said { status: Status::Bye, text, .. }) => Err(ErrorKind::Closed(text)),
            response => Ok(response),
        }
    }
}
