//! Which mails there are, how large they are, and their bytes. Only by UID and only by peeking.

use std::collections::BTreeMap;

use super::connection::Connection;
use super::error::{Error, ErrorKind, Step};
use super::response::Response;
use super::set::{UIDS_AT_ONCE, date_time, uid_set};
use super::value::Value;

/// The longest Message-ID that is kept, in bytes.
const MAX_MESSAGE_ID_BYTES: usize = 998;

/// What is known of a mail without fetching it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its UID.
    pub uid: u32,
    /// Its Message-ID without angle brackets, as the server's header has it.
    pub message_id: Option<String>,
    /// Its bytes, as the server counts them; 0 where it does not say.
    pub size: u32,
    /// When the server received it, in seconds since 1970 UTC.
    pub internal_date: Option<i64>,
}

/// What a FETCH response says about one mail.
#[derive(Debug, Default)]
struct Fetched {
    uid: Option<u32>,
    size: Option<u32>,
    internal_date: Option<i64>,
    body: Option<Vec<u8>>,
    /// The server named the body and gave none.
    body_missing: bool,
    header: Option<Vec<u8>>,
}

impl Connection {
    /// The UIDs from `uid` on, ascending.
    pub async fn uids_from(&mut self, uid: u32) -> Result<Vec<u32>, Error> {
        // Some servers refuse a set when the folder is empty; others tell about the first mail only when asked.
        if self.is_empty() {
            self.noop().await?;
        }
        if let Some(folder) = &mut self.folder {
            folder.news = false;
            folder.expunged = false;
        }
        if self.is_empty() {
            return Ok(Vec::new());
        }
        // SEARCH would answer in one line, however long; FETCH answers with a short line for each mail.
        let mut uids = Vec::new();
        let command = format!("UID FETCH {uid}:* (UID)");
        // `n:*` also means the last mail when its UID is below n.
        self.fetched(Step::Look, &command, |mail| uids.extend(mail.uid.filter(|found| *found >= uid))).await?;
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// All UIDs of the folder, ascending.
    pub async fn all_uids(&mut self) -> Result<Vec<u32>, Error> {
        self.uids_from(1).await
    }

    /// Summaries of those of `uids` that still exist, by UID. Reads one header field, never the server's ENVELOPE.
    pub async fn envelopes(&mut self, uids: &[u32]) -> Result<Vec<Summary>, Error> {
        let items = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])";
        self.look(uids, items).await
    }

    /// UID and bytes of those of `uids` that still exist, by UID.
    pub async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<(u32, u32)>, Error> {
        let found = self.look(uids, "(UID RFC822.SIZE)").await?;
        Ok(found.into_iter().map(|summary| (summary.uid, summary.size)).collect())
    }

    /// A mail's bytes; `None` when it is not there any more.
    pub async fn fetch(&mut self, uid: u32) -> Result<Option<Vec<u8>>, Error> {
        let mut found = self.bodies(&[uid], "BODY.PEEK[]").await?;
        Ok(found.pop().map(|(_, bytes)| bytes))
    }

    /// The bytes of those of `uids` that still exist, in one command: for many small mails, which together must stay
    /// within the limit of one mail (see [`Connection::sizes`]).
    pub async fn fetch_many(&mut self, uids: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Error> {
        let mut found = self.bodies(uids, "BODY.PEEK[]").await?;
        found.sort_by_key(|(uid, _)| *uid);
        Ok(found)
    }

    /// The first `bytes` bytes of a mail; `None` when it is not there any more.
    pub async fn fetch_head(&mut self, uid: u32, bytes: u32) -> Result<Option<Vec<u8>>, Error> {
        let mut found = self.bodies(&[uid], &format!("BODY.PEEK[]<0.{bytes}>")).await?;
        Ok(found.pop().map(|(_, bytes)| bytes))
    }

    /// A mail's header alone, for one whose body the server does not give; `None` when it is not there any more.
    pub async fn fetch_header(&mut self, uid: u32) -> Result<Option<Vec<u8>>, Error> {
        let mut header = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[HEADER])");
        let each = |mail: Fetched| header = mail.header.filter(|_| mail.uid == Some(uid)).or_else(|| header.take());
        self.fetched(Step::Fetch, &command, each).await?;
        Ok(header)
    }

    fn is_empty(&self) -> bool {
        self.folder.is_some_and(|folder| folder.exists == 0)
    }

    async fn look(&mut self, uids: &[u32], items: &str) -> Result<Vec<Summary>, Error> {
        let mut summaries: BTreeMap<u32, Summary> = BTreeMap::new();
        for some in uids.chunks(UIDS_AT_ONCE) {
            let command = format!("UID FETCH {} {items}", uid_set(some));
            self.fetched(Step::Look, &command, |mail| {
                let Some(uid) = mail.uid.filter(|uid| some.contains(uid)) else { return };
                // What a server says in several responses belongs together; whatever it leaves out, the mail is there.
                let nothing = Summary { uid, message_id: None, size: 0, internal_date: None };
                let summary = summaries.entry(uid).or_insert(nothing);
                summary.size = mail.size.unwrap_or(summary.size);
                summary.internal_date = mail.internal_date.or(summary.internal_date);
                let said = mail.header.and_then(|header| message_id(&header));
                summary.message_id = said.or_else(|| summary.message_id.take());
            })
            .await?;
        }
        Ok(summaries.into_values().collect())
    }

    async fn bodies(&mut self, uids: &[u32], item: &str) -> Result<Vec<(u32, Vec<u8>)>, Error> {
        let mut found: Vec<(u32, Vec<u8>)> = Vec::new();
        let mut unreadable = false;
        if uids.is_empty() {
            return Ok(found);
        }
        let command = format!("UID FETCH {} (UID {item})", uid_set(uids));
        self.fetched(Step::Fetch, &command, |mail| {
            let Some(uid) = mail.uid.filter(|uid| uids.contains(uid)) else { return };
            unreadable |= mail.body_missing;
            if let Some(body) = mail.body
                && !found.iter().any(|(known, _)| *known == uid)
            {
                found.push((uid, body));
            }
        })
        .await?;
        if unreadable {
            return Err(Error { step: Step::Fetch, kind: ErrorKind::NoBytes });
        }
        Ok(found)
    }

    /// Runs a FETCH and gives what each response says to `each`. That a mail went meanwhile is no error.
    async fn fetched(&mut self, step: Step, command: &str, mut each: impl FnMut(Fetched) + Send) -> Result<(), Error> {
        let done = self.run(step, command, |response| {
            if let Response::Data(Some(_), name, values) = response
                && name == "FETCH"
            {
                each(Fetched::read(values));
            }
        });
        match done.await {
            Err(Error { kind: ErrorKind::Refused { code: Some(code), .. }, .. }) if code == "EXPUNGEISSUED" => Ok(()),
            other => other.map(drop),
        }
    }
}

impl Fetched {
    fn read(values: Vec<Value>) -> Self {
        let mut fetched = Self::default();
        let mut items = values.into_iter().find_map(|value| match value {
            Value::List(items) => Some(items.into_iter()),
            _ => None,
        });
        while let Some(items) = &mut items
            && let (Some(name), Some(value)) = (items.next(), items.next())
        {
            let name = name.word().unwrap_or_default().to_ascii_uppercase();
            match name.as_str() {
                "UID" => fetched.uid = value.number(),
                "RFC822.SIZE" => fetched.size = value.number(),
                "INTERNALDATE" => {
                    fetched.internal_date = value.bytes().and_then(|date| date_time(&String::from_utf8_lossy(date)));
                }
                _ if name.starts_with("BODY[HEADER") => fetched.header = text(value),
                _ if name.starts_with("BODY[]") => {
                    fetched.body = text(value);
                    fetched.body_missing = fetched.body.is_none();
                }
                _ => {}
            }
        }
        fetched
    }
}

fn text(value: Value) -> Option<Vec<u8>> {
    match value {
        Value::Text(text) => Some(text),
        Value::Word(_) | Value::List(_) => None,
    }
}

/// The id in a header of nothing but Message-ID fields; folded or not.
fn message_id(header: &[u8]) -> Option<String> {
    let header = String::from_utf8_lossy(header);
    let (_, value) = header.split_once(':')?;
    let bracketed = value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(id, _)| id);
    // Ids without brackets exist; then the first word is it.
    let id = bracketed.or_else(|| value.split_ascii_whitespace().next())?;
    (!id.is_empty() && id.len() <= MAX_MESSAGE_ID_BYTES).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::message_id;

    #[test]
    fn message_ids_are_found_folded_and_without_brackets() {
        let check = |header: &str, expect: Option<&str>| assert_eq!(message_id(header.as_bytes()).as_deref(), expect);
        check("Message-ID: <a@b>\r\n\r\n", Some("a@b"));
        check("MESSAGE-ID:\r\n\t<a@b>\r\n\r\n", Some("a@b"));
        check("Message-Id: a@b\r\n\r\n", Some("a@b"));
        check("Message-ID: <>\r\n\r\n", None);
        check("Message-ID:\r\n\r\n", None);
        check("\r\n", None);
    }
}
