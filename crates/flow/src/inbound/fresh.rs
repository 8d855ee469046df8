//! Mails that this node received a moment ago, handed to its worker without asking the queue: their jobs are claimed as they
//! are added, so that a claim needs no commit of its own and their bytes are not read back. Only a convenience within a
//! bound: what does not fit stands in the queue for any node, and nothing is here that is not durable.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use store::{arrivals::Arrival, jobs::Job};
use tokio::sync::Notify;

/// Bytes of raw mail that are handed on at the most.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Mails that are handed on at the most: what comes beyond is for other nodes too.
const MOST_MAILS: usize = 128;

/// A mail on its way from receipt to work: claimed for this node, with its bytes.
pub(super) struct Fresh {
    pub(super) job: Job,
    pub(super) arrival: Arrival,
    pub(super) raw: Arc<Vec<u8>>,
}

#[derive(Default)]
struct Waiting {
    open: bool,
    mails: VecDeque<Fresh>,
    /// Mails and bytes that wait or for which there is a place.
    taken: (usize, usize),
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
    pub(super) fn fill(mut self, mail: Fresh) {
        if let Some(handover) = self.handover.take() {
            handover.waiting().mails.push_back(mail);
            handover.bell.notify_one();
        }
    }
}

impl Waiting {
    fn leave(&mut self, bytes: usize) {
        self.taken = (self.taken.0.saturating_sub(1), self.taken.1.saturating_sub(bytes));
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
    pub(super) fn close(&self) -> Vec<Fresh> {
        let mut waiting = self.waiting();
        waiting.open = false;
        let left: Vec<Fresh> = waiting.mails.drain(..).collect();
        left.iter().for_each(|mail| waiting.leave(mail.raw.len()));
        left
    }

    /// A place for a mail of so many bytes, if there is one.
    pub(super) fn place(&self, bytes: usize) -> Option<Place> {
        let mut waiting = self.waiting();
        let (mails, all) = waiting.taken;
        let fits = waiting.open && mails < MOST_MAILS && all + bytes <= MOST_BYTES;
        fits.then(|| {
            waiting.taken = (mails + 1, all + bytes);
            Place { handover: Some(self.clone()), bytes }
        })
    }

    /// The oldest that wait, so many at most.
    pub(super) fn take(&self, most: usize) -> Vec<Fresh> {
        let mut waiting = self.waiting();
        let count = most.min(waiting.mails.len());
        let taken: Vec<Fresh> = waiting.mails.drain(..count).collect();
        taken.iter().for_each(|mail| waiting.leave(mail.raw.len()));
        taken
    }

    /// Waits until a mail was handed on; at once where that happened since the last wait.
    pub(super) async fn called(&self) {
        self.bell.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use desk::{ArrivalId, JobId, MailboxId, Micros, arrival::State};
    use store::arrivals::Envelope;

    use super::*;

    fn mail(id: i64, bytes: usize) -> Fresh {
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
        Fresh { job: Job { id: JobId(id), subject: id, attempts: 1 }, arrival, raw: Arc::new(vec![0; bytes]) }
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
        let ids = |mails: Vec<Fresh>| mails.iter().map(|one| one.arrival.id.0).collect::<Vec<_>>();
        assert_eq!(ids(handover.take(1)), [1]);
        drop(handover.place(half).expect("room again"));
        let places: Vec<Place> = (0..2 * MOST_MAILS).map_while(|_| handover.place(1)).collect();
        assert_eq!(places.len(), MOST_MAILS - 1, "one still waits");
        drop(places);
        assert_eq!(ids(handover.close()), [2]);
        assert!(handover.place(1).is_none() && handover.take(1).is_empty());
    }
}
