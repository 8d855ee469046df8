//! What changes a mailbox: marking, moving and adding mails; and the list of folders. Done only when told to.

use super::connection::{Connection, folder_missing};
use super::error::{Error, ErrorKind, Step};
use super::folder::{decode, quote};
use super::response::Response;
use super::value::Value;

/// The most folders that are listed.
const MAX_FOLDERS: usize = 10_000;

/// A folder of the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name, readable.
    pub name: String,
    /// Whether it can hold mail.
    pub selectable: bool,
    /// What it is for, as the server says (RFC 6154): `sent`, `junk`, `trash`, `all` …, lower case.
    pub purpose: Option<String>,
}

impl Connection {
    /// All folders, in the server's order.
    pub async fn list_folders(&mut self) -> Result<Vec<Folder>, Error> {
        let mut folders = Vec::new();
        self.run(Step::List, "LIST \"\" \"*\"", |response| {
            if let Response::Data(None, name, values) = response
                && name == "LIST"
                && folders.len() < MAX_FOLDERS
            {
                folders.extend(folder(&values));
            }
        })
        .await?;
        Ok(folders)
    }

    /// Marks a mail as read.
    pub async fn mark_seen(&mut self, uid: u32) -> Result<(), Error> {
        self.writable(Step::Mark)?;
        self.store(Step::Mark, uid, "\\Seen").await
    }

    /// Moves a mail to another folder. Without MOVE it is copied and the original marked deleted; without UIDPLUS the
    /// original then stays so, because expunging would also remove what others marked.
    pub async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), Error> {
        self.writable(Step::Move)?;
        let target = quote(folder);
        if self.offers("MOVE") {
            let moved = self.run(Step::Move, &format!("UID MOVE {uid} {target}"), drop).await;
            return moved.map(drop).map_err(target_missing);
        }
        self.run(Step::Move, &format!("UID COPY {uid} {target}"), drop).await.map_err(target_missing)?;
        self.store(Step::Move, uid, "\\Deleted").await?;
        if self.offers("UIDPLUS") {
            self.run(Step::Move, &format!("UID EXPUNGE {uid}"), drop).await?;
        }
        Ok(())
    }

    /// Adds a mail to a folder.
    pub async fn append(&mut self, folder: &str, mail: &[u8], seen: bool) -> Result<(), Error> {
        let flags = if seen { " (\\Seen)" } else { "" };
        let command = format!("APPEND {}{flags} {{{}}}", quote(folder), mail.len());
        let done = self.run_parts(Step::Append, &[command.as_bytes(), mail], drop).await;
        done.map(drop).map_err(target_missing)
    }

    /// Makes a folder.
    pub async fn create(&mut self, folder: &str) -> Result<(), Error> {
        self.run(Step::Create, &format!("CREATE {}", quote(folder)), drop).await.map(drop)
    }

    /// Whether the open folder holds a mail with this Message-ID (without angle brackets).
    pub async fn holds(&mut self, message_id: &str) -> Result<bool, Error> {
        if !message_id.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
            // No id of ours; whatever it is, it must not end the string that it would stand in.
            return Ok(false);
        }
        let mut found = false;
        self.run(Step::Look, &format!("UID SEARCH HEADER Message-ID \"<{message_id}>\""), |response| {
            if let Response::Data(None, name, values) = response {
                found |= name == "SEARCH" && !values.is_empty();
            }
        })
        .await?;
        Ok(found)
    }

    fn writable(&self, step: Step) -> Result<(), Error> {
        match self.folder {
            Some(folder) if folder.read_only => Err(Error { step, kind: ErrorKind::ReadOnly }),
            _ => Ok(()),
        }
    }

    async fn store(&mut self, step: Step, uid: u32, flag: &str) -> Result<(), Error> {
        self.run(step, &format!("UID STORE {uid} +FLAGS.SILENT ({flag})"), drop).await.map(drop)
    }
}

/// Only the code tells here: a NO alone may have many reasons.
fn target_missing(error: Error) -> Error {
    match &error.kind {
        ErrorKind::Refused { code: Some(_), .. } => folder_missing(error),
        _ => error,
    }
}

fn folder(values: &[Value]) -> Option<Folder> {
    let attributes: Vec<String> = values
        .first()?
        .list()?
        .iter()
        .filter_map(|value| Some(value.word()?.trim_start_matches('\\').to_ascii_lowercase()))
        .collect();
    let name = decode(values.get(2)?.bytes()?);
    let selectable = !attributes.iter().any(|attribute| matches!(attribute.as_str(), "noselect" | "nonexistent"));
    let purposes = ["all", "archive", "drafts", "flagged", "junk", "sent", "trash"];
    let purpose = attributes.into_iter().find(|attribute| purposes.contains(&attribute.as_str()));
    Some(Folder { name, selectable, purpose })
}
