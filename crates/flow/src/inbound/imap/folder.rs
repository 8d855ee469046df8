//! What is read of a folder: where it begins, what is new, and what a change of UIDVALIDITY means (spec.md §4).
//! Never `\Seen`, never a date window for new mail; the cursor moves on only after the commit.

use std::{collections::HashMap, sync::Arc};

use desk::{
    arrival::{self, Source},
    limits,
    mailbox::{AfterCommit, Incoming},
};
use store::{
    arrivals::{self, Envelope},
    blobs, cursors,
    cursors::Place,
};
use wire::imap::{Connection, Selected, Summary};

use super::{
    super::receive::{self, Handed},
    session::Ended,
};
use crate::{Node, fault};

/// UIDs whose sizes are asked for at once.
const ASKED: usize = 500;
/// Mails that are fetched and committed together, and their bytes together.
const TOGETHER: usize = limits::ARRIVALS_PER_COMMIT;
const TOGETHER_BYTES: u64 = 8 * 1024 * 1024;

pub(super) struct Reading<'a> {
    pub(super) node: &'a Node,
    pub(super) incoming: &'a Incoming,
    pub(super) place: &'a Place,
    pub(super) limit: u64,
}

/// One mail as it was fetched.
struct Fetched {
    uid: u32,
    bytes: Vec<u8>,
    /// Bytes on the server, where only the beginning was fetched.
    too_large: Option<i64>,
}

impl Reading<'_> {
    /// Finds out where to begin: at the cursor, at the server's next UID on the first connection, or after comparing
    /// when UIDVALIDITY changed.
    pub(super) async fn begin(&self, connection: &mut Connection, selected: &Selected) -> Result<(), Ended> {
        let place = self.place.clone();
        let validity = selected.uid_validity;
        let (known, current) = self
            .node
            .db
            .read(move |tx| Ok((cursors::last_uid(tx, &place, validity)?, cursors::current_validity(tx, &place)?)))
            .await?;
        match (known, current) {
            (Some(_), _) => Ok(()),
            (None, Some(_)) => self.compare(connection, validity).await,
            (None, None) => {
                let last = match selected.uid_next {
                    Some(next) => next.saturating_sub(1),
                    None => connection.all_uids().await?.into_iter().max().unwrap_or(0),
                };
                Ok(self.advance(validity, last).await?)
            }
        }
    }

    async fn advance(&self, validity: u32, uid: u32) -> store::Result<()> {
        let (place, now) = (self.place.clone(), self.node.clock.now());
        self.node.db.write(move |tx| cursors::advance(tx, &place, validity, uid, now)).await?;
        fault::point("imap.cursor_advanced");
        Ok(())
    }

    /// Reads what is behind the cursor, oldest first.
    pub(super) async fn read_new(&self, connection: &mut Connection, validity: u32) -> Result<(), Ended> {
        loop {
            let place = self.place.clone();
            let last = self.node.db.read(move |tx| cursors::last_uid(tx, &place, validity)).await?.unwrap_or(0);
            let last = u32::try_from(last).unwrap_or(u32::MAX);
            let Some(first) = last.checked_add(1) else { return Ok(()) };
            let mut uids = connection.uids_from(first).await?;
            fault::point("imap.listed");
            uids.retain(|uid| *uid >= first);
            uids.sort_unstable();
            if uids.is_empty() {
                return Ok(());
            }
            uids.truncate(ASKED);
            self.take(connection, validity, &uids).await?;
        }
    }

    /// Takes these mails in, in groups, and moves the cursor behind each group.
    async fn take(&self, connection: &mut Connection, validity: u32, uids: &[u32]) -> Result<(), Ended> {
        let sizes: HashMap<u32, u64> =
            connection.sizes(uids).await?.into_iter().map(|(uid, size)| (uid, u64::from(size))).collect();
        let mut group: Vec<u32> = Vec::new();
        let mut bytes = 0;
        for uid in uids {
            let size = sizes.get(uid).copied().unwrap_or(0);
            if !group.is_empty() && (group.len() >= TOGETHER || bytes + size > TOGETHER_BYTES) {
                self.take_group(connection, validity, &group, &sizes).await?;
                group.clear();
                bytes = 0;
            }
            group.push(*uid);
            bytes += size;
        }
        self.take_group(connection, validity, &group, &sizes).await
    }

    async fn take_group(
        &self,
        connection: &mut Connection,
        validity: u32,
        group: &[u32],
        sizes: &HashMap<u32, u64>,
    ) -> Result<(), Ended> {
        let Some(last) = group.iter().max().copied() else { return Ok(()) };
        let fetched = self.fetch(connection, group, sizes).await?;
        fault::point("imap.fetched");
        let uids: Vec<u32> = fetched.iter().map(|one| one.uid).collect();
        self.store(validity, fetched).await?;
        for uid in uids {
            self.mark(connection, uid).await?;
        }
        fault::point("imap.marked");
        Ok(self.advance(validity, last).await?)
    }

    async fn store(&self, validity: u32, fetched: Vec<Fetched>) -> store::Result<()> {
        let handed: Vec<Handed> = fetched.into_iter().map(|one| self.handed(validity, one)).collect();
        if !handed.is_empty() {
            receive::store_all(self.node, handed).await?;
        }
        Ok(())
    }

    fn handed(&self, validity: u32, one: Fetched) -> Handed {
        Handed {
            mailbox: self.place.mailbox,
            source: Source::Imap,
            envelope: Envelope { too_large: one.too_large, ..Envelope::default() },
            key: Some(arrival::imap_key(&self.place.account, &self.place.folder, validity, one.uid)),
            received: None,
            bytes: Arc::new(one.bytes),
        }
    }

    /// Fetches a group. A mail that vanished between the list and the fetch is left out; one that is too large is
    /// fetched as far as its headers and a beginning.
    async fn fetch(
        &self,
        connection: &mut Connection,
        group: &[u32],
        sizes: &HashMap<u32, u64>,
    ) -> Result<Vec<Fetched>, Ended> {
        let too_large = |uid: &u32| sizes.get(uid).is_some_and(|size| *size > self.limit);
        let (large, small): (Vec<u32>, Vec<u32>) = group.iter().copied().partition(too_large);
        let mut fetched: Vec<Fetched> = connection
            .fetch_many(&small)
            .await?
            .into_iter()
            .map(|(uid, bytes)| Fetched { uid, bytes, too_large: None })
            .collect();
        for uid in small {
            if !fetched.iter().any(|one| one.uid == uid)
                && let Some(bytes) = connection.fetch(uid).await?
            {
                fetched.push(Fetched { uid, bytes, too_large: None });
            }
        }
        for uid in large {
            let size = sizes.get(&uid).copied().and_then(|size| i64::try_from(size).ok());
            if let Some(bytes) = connection.fetch_head(uid, limits::TOO_LARGE_HEAD_BYTES).await? {
                fetched.push(Fetched { uid, bytes, too_large: size });
            }
        }
        fetched.sort_by_key(|one| one.uid);
        Ok(fetched)
    }

    async fn mark(&self, connection: &mut Connection, uid: u32) -> Result<(), Ended> {
        match (&self.incoming.after, &self.incoming.move_to) {
            (AfterCommit::Seen, _) => connection.mark_seen(uid).await?,
            (AfterCommit::Move, Some(folder)) => connection.move_to(uid, folder).await?,
            _ => {}
        }
        Ok(())
    }

    /// After a change of UIDVALIDITY: the whole list is compared by Message-ID and size; what does not match is fetched
    /// and checked by its bytes. What was there before the mailbox was first read stays where it is, as it did then.
    async fn compare(&self, connection: &mut Connection, validity: u32) -> Result<(), Ended> {
        let place = self.place.clone();
        let started = self.node.db.read(move |tx| cursors::started_at(tx, &place)).await?.unwrap_or_default();
        let mut uids = connection.all_uids().await?;
        uids.sort_unstable();
        tracing::info!(mailbox = %self.place.mailbox, mails = uids.len(), "UIDVALIDITY changed; the folder is compared");
        for asked in uids.chunks(ASKED) {
            let summaries = connection.envelopes(asked).await?;
            // An hour for clocks that differ.
            let later = |one: &Summary| one.internal_date.is_none_or(|at| at >= started.unix_s() - 3_600);
            let candidates: Vec<Summary> = summaries.into_iter().filter(later).collect();
            let unknown = self.without_twins(candidates).await?;
            self.take_unknown(connection, validity, &unknown).await?;
        }
        Ok(self.advance(validity, uids.last().copied().unwrap_or(0)).await?)
    }

    async fn without_twins(&self, candidates: Vec<Summary>) -> store::Result<Vec<u32>> {
        let mailbox = self.place.mailbox;
        self.node
            .db
            .read(move |tx| {
                let mut unknown = Vec::new();
                for one in &candidates {
                    let twin = match &one.message_id {
                        Some(id) => arrivals::has_imap_twin(tx, mailbox, id, i64::from(one.size))?,
                        None => false,
                    };
                    if !twin {
                        unknown.push(one.uid);
                    }
                }
                Ok(unknown)
            })
            .await
    }

    async fn take_unknown(&self, connection: &mut Connection, validity: u32, uids: &[u32]) -> Result<(), Ended> {
        let sizes: HashMap<u32, u64> = match uids {
            [] => return Ok(()),
            _ => connection.sizes(uids).await?.into_iter().map(|(uid, size)| (uid, u64::from(size))).collect(),
        };
        for group in uids.chunks(16) {
            let mut fetched = self.fetch(connection, group, &sizes).await?;
            let names: Vec<String> = fetched.iter().map(|one| blobs::name(&one.bytes)).collect();
            let mailbox = self.place.mailbox;
            let known = self.node.db.read(move |tx| {
                names.iter().map(|name| arrivals::has_imap_bytes(tx, mailbox, name)).collect::<store::Result<Vec<_>>>()
            });
            let mut known = known.await?.into_iter();
            fetched.retain(|_| !known.next().unwrap_or(false));
            self.store(validity, fetched).await?;
        }
        Ok(())
    }
}
