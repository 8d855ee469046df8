//! Fetching the bytes of listed mails: together, one by one where one of them fails, and what becomes of one that the
//! server does not hand over. Never moves the cursor.

use std::{collections::HashMap, sync::Arc};

use desk::{
    arrival::{self, Source},
    limits,
};
use store::arrivals::Envelope;
use wire::imap::{Connection, ErrorKind};

use super::{
    super::{
        hold::Ended,
        receive::{self, Handed},
    },
    folder::Reading,
};

/// One mail as it was fetched.
pub(super) struct Fetched {
    pub(super) uid: u32,
    pub(super) bytes: Vec<u8>,
    /// Bytes on the server, where only the beginning was fetched.
    too_large: Option<i64>,
}

/// Bytes of mails as the server counts them, by UID.
pub(super) type Sizes = HashMap<u32, u64>;

impl Reading<'_> {
    /// The sizes of these mails, as far as the server says them.
    pub(super) async fn sizes(&self, connection: &mut Connection, uids: &[u32]) -> Result<Sizes, Ended> {
        let sizes = if uids.is_empty() { Vec::new() } else { connection.sizes(uids).await? };
        Ok(sizes.into_iter().map(|(uid, size)| (uid, u64::from(size))).collect())
    }

    /// Fetches a group. A mail that vanished between the list and the fetch is left out; one that is there and does not
    /// come is noted as pending; one that is too large is fetched as far as its headers and a beginning.
    pub(super) async fn fetch(
        &mut self,
        connection: &mut Connection,
        group: &[u32],
        sizes: &Sizes,
    ) -> Result<Vec<Fetched>, Ended> {
        let mut fetched =
            if self.stubborn.one_by_one { Vec::new() } else { self.many(connection, group, sizes).await? };
        for uid in group {
            if !fetched.iter().any(|one| one.uid == *uid) {
                fetched.extend(self.fetch_one(connection, *uid, sizes).await?);
            }
        }
        fetched.sort_by_key(|one| one.uid);
        Ok(fetched)
    }

    /// The small ones of a group in one command; nothing where the server refuses that, because of one of them perhaps.
    async fn many(&mut self, connection: &mut Connection, group: &[u32], sizes: &Sizes) -> Result<Vec<Fetched>, Ended> {
        let small: Vec<u32> = group.iter().copied().filter(|uid| !self.is_too_large(*uid, sizes)).collect();
        match connection.fetch_many(&small).await {
            Ok(found) => {
                found.iter().for_each(|(uid, _)| self.stubborn.came((self.validity, *uid)));
                Ok(found.into_iter().map(|(uid, bytes)| Fetched { uid, bytes, too_large: None }).collect())
            }
            Err(error) if error.is_recoverable() => Ok(Vec::new()),
            Err(error) => {
                self.stubborn.one_by_one = true;
                Err(error.into())
            }
        }
    }

    fn is_too_large(&self, uid: u32, sizes: &Sizes) -> bool {
        sizes.get(&uid).is_some_and(|size| *size > self.limit)
    }

    async fn fetch_one(
        &mut self,
        connection: &mut Connection,
        uid: u32,
        sizes: &Sizes,
    ) -> Result<Option<Fetched>, Ended> {
        let large = self.is_too_large(uid, sizes);
        let given = match large {
            true => connection.fetch_head(uid, limits::TOO_LARGE_HEAD_BYTES).await,
            false => connection.fetch(uid).await,
        };
        let key = (self.validity, uid);
        let error = match given {
            Ok(Some(bytes)) => {
                self.stubborn.came(key);
                // A server may be wrong about a size: what ended before the bound is the whole mail.
                let cut =
                    large && u64::try_from(bytes.len()).is_ok_and(|got| got >= limits::TOO_LARGE_HEAD_BYTES.into());
                let size = sizes.get(&uid).copied().and_then(|size| i64::try_from(size).ok());
                return Ok(Some(Fetched { uid, bytes, too_large: size.filter(|_| cut) }));
            }
            Ok(None) if connection.sizes(&[uid]).await?.is_empty() => {
                self.stubborn.forget(key);
                return Ok(None);
            }
            Ok(None) => wire::imap::Error { step: wire::imap::Step::Fetch, kind: ErrorKind::NoBytes },
            Err(error) => error,
        };
        self.stubborn.failed(key, error.to_string());
        self.pending.insert(uid);
        if !error.is_recoverable() || self.stubborn.is_hopeless() {
            return Err(error.into());
        }
        Ok(None)
    }

    /// Asks once more for a mail that did not come before, or passes it over. What came is left to the caller.
    pub(super) async fn ask_again(&mut self, connection: &mut Connection, uid: u32) -> Result<Option<Fetched>, Ended> {
        let key = (self.validity, uid);
        if let Some(words) = self.stubborn.given_up(key) {
            self.pass_over(connection, uid, words).await?;
            self.pending.remove(&uid);
            self.settled = self.settled.max(uid);
            return Ok(None);
        }
        let sizes = self.sizes(connection, &[uid]).await?;
        self.pending.remove(&uid);
        self.fetch_one(connection, uid, &sizes).await
    }

    /// Has a mail that does not come held with its reason, and with its header where the server gives that.
    async fn pass_over(&mut self, connection: &mut Connection, uid: u32, words: String) -> Result<(), Ended> {
        let key = (self.validity, uid);
        let header = match self.stubborn.may_ask_header(key) {
            true => match connection.fetch_header(uid).await {
                Err(error) if !error.is_recoverable() => return Err(error.into()),
                given => given.ok().flatten(),
            },
            false => None,
        };
        tracing::warn!(mailbox = %self.place.mailbox, uid, reason = %words, "a mail that the server does not give is passed over");
        let envelope = Envelope { unfetchable: Some(words), ..self.envelope() };
        receive::store_all(self.node, vec![self.handed(uid, envelope, header.unwrap_or_default())]).await?;
        self.stubborn.forget(key);
        Ok(())
    }

    /// Makes fetched mails durable.
    pub(super) async fn store(&self, fetched: Vec<Fetched>) -> store::Result<()> {
        let handed: Vec<Handed> = fetched
            .into_iter()
            .map(|one| {
                let envelope = Envelope { too_large: one.too_large, ..self.envelope() };
                self.handed(one.uid, envelope, one.bytes)
            })
            .collect();
        if !handed.is_empty() {
            receive::store_all(self.node, handed).await?;
        }
        Ok(())
    }

    fn envelope(&self) -> Envelope {
        Envelope { history: self.history, folder: self.folder, ..Envelope::default() }
    }

    fn handed(&self, uid: u32, envelope: Envelope, bytes: Vec<u8>) -> Handed {
        Handed {
            mailbox: self.place.mailbox,
            source: Source::Imap,
            envelope,
            key: Some(self.key(uid)),
            received: None,
            bytes: Arc::new(bytes),
        }
    }

    /// The unique key of a mail of this folder.
    pub(super) fn key(&self, uid: u32) -> String {
        arrival::imap_key(&self.place.account, &self.place.folder, self.validity, uid)
    }
}
