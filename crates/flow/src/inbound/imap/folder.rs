//! What is read of a folder: where it begins, what is new, and what a change of UIDVALIDITY means (spec.md §4).
//! Never `\Seen`, never a date window for new mail; the cursor moves on only after the commit, and never behind a mail
//! that is neither here nor visibly passed over.

use std::collections::BTreeSet;

use desk::{
    arrival::Folder,
    limits,
    mailbox::{AfterCommit, Incoming},
};
use store::{arrivals, blobs, cursors, cursors::Place};
use wire::imap::{Connection, Error, Selected, Summary};

use super::{
    super::{hold::Ended, stubborn::Stubborn},
    fetch::{Fetched, Sizes},
};
use crate::{Node, fault};

/// UIDs whose sizes are asked for at once.
pub(super) const ASKED: usize = 500;
/// Mails that are fetched and committed together, and their bytes together.
const TOGETHER: usize = limits::ARRIVALS_PER_COMMIT;
const TOGETHER_BYTES: u64 = 8 * 1024 * 1024;

pub(super) struct Reading<'a> {
    pub(super) node: &'a Node,
    pub(super) incoming: &'a Incoming,
    pub(super) place: &'a Place,
    pub(super) limit: u64,
    /// The folder's UIDVALIDITY on this connection.
    pub(super) validity: u32,
    pub(super) stubborn: &'a mut Stubborn<(u32, u32)>,
    /// Mails that are listed and not yet done with: the cursor stays before them.
    pub(super) pending: BTreeSet<u32>,
    /// The highest UID that is done with. What is listed and not there moves no cursor: it may be made up.
    pub(super) settled: u32,
    /// Why a mail could not be marked or moved; then the others wait for the next connection.
    pub(super) unmarked: Option<Error>,
    /// What is read now was there before the mailbox was first read.
    pub(super) history: bool,
    /// Which folder this is, where it is not the mailbox's own: nothing is changed there, and no history is read.
    pub(super) folder: Option<Folder>,
}

impl<'a> Reading<'a> {
    /// Reads the folder of this place, which has this UIDVALIDITY now.
    pub(super) fn new(
        node: &'a Node,
        incoming: &'a Incoming,
        place: &'a Place,
        limit: u64,
        validity: u32,
        stubborn: &'a mut Stubborn<(u32, u32)>,
    ) -> Self {
        stubborn.begin();
        let (pending, unmarked) = (BTreeSet::new(), None);
        let (settled, history, folder) = (0, false, None);
        Self { node, incoming, place, limit, validity, stubborn, pending, settled, unmarked, history, folder }
    }
}

impl Reading<'_> {
    /// Finds out where to begin: at the cursor, at the server's next UID on the first connection, or after comparing
    /// when UIDVALIDITY changed.
    pub(super) async fn begin(&mut self, connection: &mut Connection, selected: &Selected) -> Result<(), Ended> {
        let place = self.place.clone();
        let validity = self.validity;
        let (known, current) = self
            .node
            .db
            .read(move |tx| Ok((cursors::last_uid(tx, &place, validity)?, cursors::current_validity(tx, &place)?)))
            .await?;
        match (known, current) {
            (Some(_), _) => Ok(()),
            (None, Some(_)) => self.compare(connection).await,
            (None, None) => {
                let last = match selected.uid_next {
                    Some(next) => next.saturating_sub(1),
                    None => connection.all_uids().await?.into_iter().max().unwrap_or(0),
                };
                if let Some(days) = self.incoming.history_days.filter(|_| self.folder.is_none()) {
                    let since = self.node.clock.now().plus_s(-i64::from(days) * 86_400);
                    self.read_history(connection, last, Some(since)).await?;
                }
                Ok(self.advance(last).await?)
            }
        }
    }

    /// Moves the cursor behind what is settled, as far as nothing is pending.
    async fn advance_settled(&self) -> store::Result<()> {
        if self.settled > 0 { self.advance(self.settled).await } else { Ok(()) }
    }

    /// Moves the cursor to this UID, or as far as nothing is pending.
    async fn advance(&self, uid: u32) -> store::Result<()> {
        let uid = self.pending.first().map_or(uid, |first| uid.min(first.saturating_sub(1)));
        let (place, validity, now) = (self.place.clone(), self.validity, self.node.clock.now());
        self.node.db.write(move |tx| cursors::advance(tx, &place, validity, uid, now)).await?;
        fault::point("imap.cursor_advanced");
        Ok(())
    }

    /// Reads what is behind the cursor, oldest first; what did not come before is asked for last.
    pub(super) async fn read_new(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        let (place, validity) = (self.place.clone(), self.validity);
        let last = self.node.db.read(move |tx| cursors::last_uid(tx, &place, validity)).await?.unwrap_or(0);
        let mut last = u32::try_from(last).unwrap_or(u32::MAX);
        let mut stubborn = Vec::new();
        while let Some(first) = last.checked_add(1) {
            let mut uids = connection.uids_from(first).await?;
            fault::point("imap.listed");
            uids.retain(|uid| *uid >= first);
            uids.sort_unstable();
            let Some(newest) = uids.last() else { break };
            last = *newest;
            for asked in uids.chunks(ASKED) {
                let (known, plain): (Vec<u32>, Vec<u32>) =
                    asked.iter().partition(|uid| self.stubborn.knows((validity, **uid)));
                self.pending.extend(&known);
                stubborn.extend(known);
                self.take(connection, &plain).await?;
            }
        }
        let asked_again = !stubborn.is_empty();
        for uid in stubborn {
            let came = self.ask_again(connection, uid).await?.into_iter().collect();
            self.settle(connection, Vec::new(), came).await?;
        }
        if asked_again {
            self.advance_settled().await?;
        }
        self.done()
    }

    /// What is still pending ends the connection: the next one, after a pause, tries again.
    pub(super) fn done(&mut self) -> Result<(), Ended> {
        if let Some(error) = self.unmarked.take() {
            return Err(error.into());
        }
        if !self.pending.is_empty() {
            return Err(Ended::Unfetchable(self.stubborn.words().to_string()));
        }
        self.stubborn.one_by_one = false;
        Ok(())
    }

    /// Takes these mails in, in groups, and moves the cursor behind each group.
    pub(super) async fn take(&mut self, connection: &mut Connection, uids: &[u32]) -> Result<(), Ended> {
        let sizes = self.sizes(connection, uids).await?;
        for group in self.groups(uids, &sizes) {
            self.take_group(connection, &group, &sizes).await?;
        }
        Ok(())
    }

    /// Mails that fit into one command together: what it brings stays within the limit of one mail.
    pub(super) fn groups(&self, uids: &[u32], sizes: &Sizes) -> Vec<Vec<u32>> {
        let most = TOGETHER_BYTES.min(self.limit);
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut bytes = 0;
        for uid in uids {
            let size = sizes.get(uid).copied().unwrap_or(0);
            bytes += size;
            match groups.last_mut().filter(|group| group.len() < TOGETHER && bytes <= most) {
                Some(group) => group.push(*uid),
                None => {
                    groups.push(vec![*uid]);
                    bytes = size;
                }
            }
        }
        groups
    }

    async fn take_group(&mut self, connection: &mut Connection, group: &[u32], sizes: &Sizes) -> Result<(), Ended> {
        if group.is_empty() {
            return Ok(());
        }
        // Stored before, while the cursor waited for another or the program ended.
        let known = self.known(group).await?;
        let fresh: Vec<u32> = group.iter().copied().filter(|uid| !known.contains(uid)).collect();
        let fetched = self.fetch(connection, &fresh, sizes).await?;
        fault::point("imap.fetched");
        self.settle(connection, known, fetched).await?;
        fault::point("imap.marked");
        Ok(self.advance_settled().await?)
    }

    pub(super) async fn known(&self, group: &[u32]) -> store::Result<Vec<u32>> {
        let keys: Vec<(u32, String)> = group.iter().map(|uid| (*uid, self.key(*uid))).collect();
        let mailbox = self.place.mailbox;
        self.node
            .db
            .read(move |tx| {
                let mut known = Vec::new();
                for (uid, key) in &keys {
                    if arrivals::is_known(tx, mailbox, key)? {
                        known.push(*uid);
                    }
                }
                Ok(known)
            })
            .await
    }

    /// Makes mails durable, then tells the server about them and about those that are here already.
    async fn settle(
        &mut self,
        connection: &mut Connection,
        known: Vec<u32>,
        fetched: Vec<Fetched>,
    ) -> Result<(), Ended> {
        let uids: Vec<u32> = known.into_iter().chain(fetched.iter().map(|one| one.uid)).collect();
        self.store(fetched).await?;
        for uid in uids {
            self.settled = self.settled.max(uid);
            self.mark(connection, uid).await?;
        }
        Ok(())
    }

    /// A server that does not let mails be marked keeps none from coming in; it is told, and tried again.
    async fn mark(&mut self, connection: &mut Connection, uid: u32) -> Result<(), Ended> {
        if self.unmarked.is_some() {
            self.pending.insert(uid);
            return Ok(());
        }
        let marked = match (&self.incoming.after, &self.incoming.move_to) {
            _ if self.folder.is_some() => Ok(()),
            (AfterCommit::Seen, _) => connection.mark_seen(uid).await,
            (AfterCommit::Move, Some(folder)) => connection.move_to(uid, folder).await,
            _ => Ok(()),
        };
        match marked {
            Err(error) if error.is_recoverable() => {
                self.pending.insert(uid);
                self.unmarked = Some(error);
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// After a change of UIDVALIDITY: the whole list is compared by Message-ID and size; what does not match is fetched
    /// and checked by its bytes. What was there before the mailbox was first read stays where it is, as it did then.
    async fn compare(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        let place = self.place.clone();
        let started = self.node.db.read(move |tx| cursors::started_at(tx, &place)).await?.unwrap_or_default();
        let mut uids = connection.all_uids().await?;
        uids.sort_unstable();
        tracing::info!(mailbox = %self.place.mailbox, mails = uids.len(), "UIDVALIDITY changed; the folder is compared");
        let mut stubborn = Vec::new();
        let mut last = 0;
        for asked in uids.chunks(ASKED) {
            let summaries = connection.envelopes(asked).await?;
            last = summaries.last().map_or(last, |one| one.uid);
            // An hour for clocks that differ.
            let later = |one: &Summary| one.internal_date.is_none_or(|at| at >= started.unix_s() - 3_600);
            let candidates: Vec<Summary> = summaries.into_iter().filter(later).collect();
            let unknown = self.without_twins(candidates).await?;
            let (known, plain): (Vec<u32>, Vec<u32>) =
                unknown.into_iter().partition(|uid| self.stubborn.knows((self.validity, *uid)));
            stubborn.extend(known);
            self.take_unknown(connection, &plain).await?;
        }
        for uid in stubborn {
            let came = self.ask_again(connection, uid).await?.into_iter().collect();
            self.store_unknown(came).await?;
        }
        self.done()?;
        Ok(self.advance(last).await?)
    }

    async fn without_twins(&self, candidates: Vec<Summary>) -> store::Result<Vec<u32>> {
        let mailbox = self.place.mailbox;
        let keyed: Vec<(String, Summary)> = candidates.into_iter().map(|one| (self.key(one.uid), one)).collect();
        self.node
            .db
            .read(move |tx| {
                let mut unknown = Vec::new();
                for (key, one) in &keyed {
                    let twin = match &one.message_id {
                        Some(id) => arrivals::has_imap_twin(tx, mailbox, id, i64::from(one.size))?,
                        None => false,
                    };
                    // The comparison may have been interrupted.
                    if !twin && !arrivals::is_known(tx, mailbox, key)? {
                        unknown.push(one.uid);
                    }
                }
                Ok(unknown)
            })
            .await
    }

    async fn take_unknown(&mut self, connection: &mut Connection, uids: &[u32]) -> Result<(), Ended> {
        let sizes = self.sizes(connection, uids).await?;
        for group in self.groups(uids, &sizes) {
            let fetched = self.fetch(connection, &group, &sizes).await?;
            self.store_unknown(fetched).await?;
        }
        Ok(())
    }

    async fn store_unknown(&self, mut fetched: Vec<Fetched>) -> store::Result<()> {
        let names: Vec<String> = fetched.iter().map(|one| blobs::name(&one.bytes)).collect();
        let mailbox = self.place.mailbox;
        let known = self.node.db.read(move |tx| {
            names.iter().map(|name| arrivals::has_imap_bytes(tx, mailbox, name)).collect::<store::Result<Vec<_>>>()
        });
        let mut known = known.await?.into_iter();
        fetched.retain(|_| !known.next().unwrap_or(false));
        self.store(fetched).await
    }
}
