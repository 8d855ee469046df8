//! A signed-in connection: runs one command at a time and keeps what the server says about the open folder.

use std::time::Duration;

use tokio::time::timeout;

use super::error::{Error, ErrorKind, Step};
use super::folder::quote;
use super::frame::{self, Allowance};
use super::response::{Response, Said, Status};
use super::{LITERAL_SLACK, Timeouts};
use crate::channel::Channel;

/// The most responses to one command: more mails than any folder has.
const MAX_RESPONSES: usize = 10_000_000;

/// A connection that is secured and signed in. After an error that is not [`Error::is_recoverable`], and after a step
/// that was dropped half-way, it is over and every step fails.
#[derive(Debug)]
pub struct Connection {
    pub(super) channel: Channel,
    pub(super) timeouts: Timeouts,
    pub(super) max_mail_bytes: u64,
    pub(super) capabilities: Vec<String>,
    pub(super) folder: Option<OpenFolder>,
    tags: u32,
    pub(super) over: bool,
}

/// What is known of the open folder now.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OpenFolder {
    pub(super) uid_validity: u32,
    pub(super) exists: u32,
    pub(super) read_only: bool,
    /// Mail came since the UIDs were last asked for.
    pub(super) news: bool,
    /// Mail went since then.
    pub(super) expunged: bool,
    flipped: bool,
}

/// A folder as it was when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selected {
    /// Together with it a UID names a mail for ever; another value means another folder under the same name.
    pub uid_validity: u32,
    /// The next mail's UID or lower; old servers do not say.
    pub uid_next: Option<u32>,
    /// How many mails there are.
    pub exists: u32,
    /// Whether nothing can be changed.
    pub read_only: bool,
}

impl Connection {
    pub(super) fn new(channel: Channel, timeouts: Timeouts, max_mail_bytes: u64) -> Self {
        let capabilities = Vec::new();
        Self { channel, timeouts, max_mail_bytes, capabilities, folder: None, tags: 0, over: false }
    }

    /// Opens a folder. Reading it later leaves every flag as it is.
    pub async fn select(&mut self, folder: &str) -> Result<Selected, Error> {
        self.folder = None;
        let mut selected = Selected { uid_validity: 0, uid_next: None, exists: 0, read_only: false };
        let command = format!("SELECT {}", quote(folder));
        let done = self.run(Step::Select, &command, |response| match response {
            Response::Data(Some(exists), name, _) if name == "EXISTS" => selected.exists = exists,
            Response::Status(said) => {
                selected.uid_validity = said.code_number("UIDVALIDITY").unwrap_or(selected.uid_validity);
                selected.uid_next = said.code_number("UIDNEXT").or(selected.uid_next);
            }
            _ => {}
        });
        let said = done.await.map_err(folder_missing)?;
        selected.read_only = said.has_code("READ-ONLY");
        if selected.uid_validity == 0 {
            let kind = ErrorKind::Protocol("the folder has no UIDVALIDITY");
            return Err(Error { step: Step::Select, kind });
        }
        let Selected { uid_validity, exists, read_only, .. } = selected;
        self.folder = Some(OpenFolder { uid_validity, exists, read_only, ..OpenFolder::default() });
        Ok(selected)
    }

    /// Asks whether anything is new, which also keeps the connection alive.
    pub async fn noop(&mut self) -> Result<(), Error> {
        self.run(Step::Noop, "NOOP", drop).await.map(drop)
    }

    /// Says goodbye.
    pub async fn logout(mut self) -> Result<(), Error> {
        self.run(Step::Logout, "LOGOUT", drop).await.map(drop)
    }

    /// Whether the server offers `name` (upper case).
    pub(super) fn offers(&self, name: &str) -> bool {
        self.capabilities.iter().any(|offered| offered == name)
    }

    /// Runs a command and gives each response that came before its answer to `each`.
    pub(super) async fn run(
        &mut self,
        step: Step,
        command: &str,
        each: impl FnMut(Response) + Send,
    ) -> Result<Said, Error> {
        self.run_parts(step, &[command.as_bytes()], each).await
    }

    /// Runs a command in parts: each part but the first is sent when the server asks for it.
    pub(super) async fn run_parts(
        &mut self,
        step: Step,
        parts: &[&[u8]],
        each: impl FnMut(Response) + Send,
    ) -> Result<Said, Error> {
        if self.over {
            return Err(Error { step, kind: ErrorKind::Over });
        }
        self.over = true;
        let done = timeout(self.whole(step), self.converse(step, parts, each)).await;
        let said = done.unwrap_or(Err(ErrorKind::Timeout)).map_err(|kind| Error { step, kind })?;
        if self.folder.is_some_and(|folder| folder.flipped) {
            return Err(Error { step, kind: ErrorKind::UidValidityChanged });
        }
        self.over = false;
        if said.status == Status::Ok {
            return Ok(said);
        }
        Err(Error { step, kind: ErrorKind::Refused { code: said.code, text: said.text } })
    }

    fn whole(&self, step: Step) -> Duration {
        match step {
            Step::Look | Step::Fetch | Step::Append | Step::Move => self.timeouts.transfer,
            _ => self.timeouts.command,
        }
    }

    async fn converse(
        &mut self,
        step: Step,
        parts: &[&[u8]],
        mut each: impl FnMut(Response) + Send,
    ) -> Result<Said, ErrorKind> {
        let tag = self.next_tag();
        let mut parts = parts.iter();
        let first = [tag.as_bytes(), b" ", parts.next().copied().unwrap_or_default()].concat();
        self.send_line(&first).await?;
        let mut allowance = self.allowance();
        for _ in 0..MAX_RESPONSES {
            match self.response(&mut allowance).await? {
                Response::Tagged(answered, said) if answered == tag => return Ok(said),
                Response::Prompt(_) => match parts.next() {
                    Some(part) => self.send_line(part).await?,
                    // XOAUTH2 prompts with the reason of a refusal and wants an empty line before it refuses.
                    None if step == Step::Login => self.send_line(b"").await?,
                    None => return Err(ErrorKind::Protocol("it asks for more than there is")),
                },
                Response::Status(Said { status: Status::Bye, text, .. }) if step != Step::Logout => {
                    return Err(ErrorKind::Closed(text));
                }
                response => each(response),
            }
        }
        Err(ErrorKind::TooLong)
    }

    pub(super) fn next_tag(&mut self) -> String {
        self.tags = self.tags.wrapping_add(1);
        format!("W{}", self.tags)
    }

    pub(super) fn allowance(&self) -> Allowance {
        Allowance(self.max_mail_bytes.saturating_add(LITERAL_SLACK))
    }

    pub(super) async fn send_line(&mut self, line: &[u8]) -> Result<(), ErrorKind> {
        let line = [line, b"\r\n"].concat();
        timeout(self.timeouts.transfer, self.channel.send(&line)).await.map_err(|_| ErrorKind::Timeout)??;
        Ok(())
    }

    /// The next response, after taking note of what it says about the folder and the server.
    pub(super) async fn response(&mut self, allowance: &mut Allowance) -> Result<Response, ErrorKind> {
        let frame = frame::read(&mut self.channel, allowance, self.timeouts.command).await?;
        let response = Response::parse(frame);
        match &response {
            Response::Data(None, name, values) if name == "CAPABILITY" => {
                self.capabilities =
                    values.iter().filter_map(|value| Some(value.word()?.to_ascii_uppercase())).collect();
            }
            Response::Data(Some(number), name, _) => self.note_count(*number, name),
            Response::Status(said) | Response::Tagged(_, said) => self.note_said(said),
            _ => {}
        }
        Ok(response)
    }

    fn note_count(&mut self, number: u32, name: &str) {
        let Some(folder) = &mut self.folder else { return };
        match name {
            "EXISTS" => {
                folder.news |= number > folder.exists;
                folder.exists = number;
            }
            "EXPUNGE" => {
                folder.exists = folder.exists.saturating_sub(1);
                folder.expunged = true;
            }
            _ => {}
        }
    }

    fn note_said(&mut self, said: &Said) {
        if said.has_code("CAPABILITY") {
            self.capabilities = said.code_words().skip(1).map(str::to_owned).collect();
        }
        if let (Some(folder), Some(now)) = (&mut self.folder, said.code_number("UIDVALIDITY")) {
            folder.flipped |= now != folder.uid_validity;
        }
    }
}

/// A refusal that means that the folder named in the command is not there.
pub(super) fn folder_missing(error: Error) -> Error {
    let missing = match &error.kind {
        ErrorKind::Refused { code: None, .. } => true,
        ErrorKind::Refused { code: Some(code), .. } => matches!(code.as_str(), "NONEXISTENT" | "TRYCREATE"),
        _ => false,
    };
    if missing { Error { kind: ErrorKind::FolderMissing, ..error } } else { error }
}
