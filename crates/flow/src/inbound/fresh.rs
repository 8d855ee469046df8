//! Mails that this node received a moment ago, handed to its worker without asking the queue: their jobs are claimed as they
//! are added, so that a claim needs no commit of its own and their bytes are not read back. Only a convenience within a
//! bound: what does not fit stands in the queue for any node, and nothing is here that is not durable.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::Claimed;

/// Bytes of raw mail that are handed on at the most.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Mails that are handed on at the most: what comes beyond is for other nodes too.
const MOST_MAILS: usize = 128;

#[derive(Default)]
struct Waiting {
    open: bool,
    mails: VecDeque<Claimed>,
    /// Mails that wait or have a place, and their bytes.
    count: usize,
    bytes: usize,
}

/// The way from receipt to the worker of this node. Closed until a worker opens it. Cheap to clone.
#[derive(Clone, Default)]
pub struct Handover {
    waiting: Arc<Mutex<Waiting>>,
    bell: Arc<Notify>,
}

/// A place for a mail; given back when it is dropped unused.
pub(super) struct Place {
    handover: Option<Handover>,
    bytes: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(handover) = &self.handover {
            handover.waiting().leave(self.bytes);
        }
    }
}

impl Place {
    /// Hands the mail on; its place is free again once it is taken.
    pub(super) fn fill(mut self, mail: Claimed) {
        if let Some(handover) = self.handover.take() {
            handover.waiting().mails.push_back(mail);
            handover.bell.notify_one();
        }
    }
}

impl Waiting {
    fn leave(&mut self, bytes: usize) {
        self.count = self.count.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    fn take(&mut self, most: usize) -> Vec<Claimed> {
        let count = most.min(self.mails.len());
        let taken: Vec<Claimed> = self.mails.drain(..count).collect();
        for mail in &taken {
            self.leave(mail.raw.as_ref().map_or(0, |raw| raw.len()));
        }
        taken
    }
}

impl Handover {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on mails are handed on.
    pub(super) fn open(&self) {
        self.waiting().open = true;
    }

    /// From now on none is; gives those that nobody took.
    pub(super) fn close(&self) -> Vec<Claimed> {
        let mut waiting = self.waiting();
        waiting.open = false;
        waiting.take(usize::MAX)
    }

    /// A place for a mail of so many bytes, if there is one.
    pub(super) fn place(&self, bytes: usize) -> Option<Place> {
        let mut waiting = self.waiting();
        let fits = waiting.open && waiting.count < MOST_MAILS && waiting.bytes + bytes <= MOST_BYTES;
        fits.then(|| {
            waiting.count += 1;
            waiting.bytes += bytes;
            Place { handover: Some(self.clone()), bytes }
        })
    }

    /// The oldest that wait, so many at most.
    pub(super) fn take(&self, most: usize) -> Vec<Claimed> {
        self.waiting().take(most)
    }

    /// Waits until a mail was handed on; at once where that happened since the last wait.
    pub(super) async fn called(&self) {
        self.bell.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use desk::{ArrivalId, JobId, MailboxId, Micros, arrival::State};
    use store::{
        arrivals::{Arrival, Envelope},
        jobs::Job,
    };

    use super::*;

    fn mail(id: i64, bytes: usize) -> Claimed {
        let arrival = Arrival {
            id: ArrivalId(id),
            mailbox: MailboxId(1),
            source: "smtp".into(),
            envelope: Envelope::default(),
            raw: String::new(),
            size: 0,
            state: State::Received,
            reason: None,
            received_at: Micros(0),
            released: None,
            late: false,
        };
        Claimed { job: Job { id: JobId(id), subject: id, attempts: 1 }, arrival, raw: Some(Arc::new(vec![0; bytes])) }
    }

    #[test]
    fn mails_are_handed_on_in_order_and_within_the_bounds() {
        let handover = Handover::default();
        assert!(handover.place(1).is_none(), "nobody works here");
        handover.open();
        let half = MOST_BYTES / 2;
        for id in 1..=2 {
            handover.place(half).expect("room").fill(mail(id, half));
        }
        assert!(handover.place(1).is_none(), "all bytes are taken");
        let ids = |mails: Vec<Claimed>| mails.iter().map(|one| one.arrival.id.0).collect::<Vec<_>>();
        assert_eq!(ids(handover.take(1)), [1]);
        drop(handover.place(half).expect("room again"));
        let places: Vec<Place> = (0..2 * MOST_MAILS).map_while(|_| handover.place(1)).collect();
        assert_eq!(places.len(), MOST_MAILS - 1, "one still waits");
        drop(places);
        assert_eq!(ids(handover.close()), [2]);
        assert!(handover.place(1).is_none() && handover.take(1).is_empty());
    }
}
