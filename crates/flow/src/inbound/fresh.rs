//! Raw bytes of mails that were received a moment ago, so that reading them need not fetch and check their blobs again.
//! Only a convenience within a bound: what is not here is read from its blob, and nothing is here that is not durable.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use desk::ArrivalId;

/// Bytes that are kept at the most; what comes beyond is read from its blob.
const MOST_BYTES: usize = 16 * 1024 * 1024;

#[derive(Default)]
struct Kept {
    mails: HashMap<ArrivalId, Arc<Vec<u8>>>,
    bytes: usize,
}

/// The fresh mails of this node. Cheap to clone.
#[derive(Clone, Default)]
pub struct Fresh(Arc<Mutex<Kept>>);

impl Fresh {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a mail, if there is room.
    pub(super) fn keep(&self, arrival: ArrivalId, raw: Arc<Vec<u8>>) {
        let mut kept = self.kept();
        if kept.bytes + raw.len() <= MOST_BYTES {
            kept.bytes += raw.len();
            if let Some(before) = kept.mails.insert(arrival, raw) {
                kept.bytes -= before.len();
            }
        }
    }

    /// Takes a mail out.
    pub(super) fn take(&self, arrival: ArrivalId) -> Option<Arc<Vec<u8>>> {
        let mut kept = self.kept();
        let raw = kept.mails.remove(&arrival)?;
        kept.bytes -= raw.len();
        Some(raw)
    }

    /// Lets go of everything: this node does not work on what it received, or not soon.
    pub(super) fn clear(&self) {
        *self.kept() = Kept::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_kept_within_the_bound_and_taken_once() {
        let fresh = Fresh::default();
        let half = Arc::new(vec![0; MOST_BYTES / 2]);
        for id in 1..=3 {
            fresh.keep(ArrivalId(id), half.clone());
        }
        assert!(fresh.take(ArrivalId(1)).is_some() && fresh.take(ArrivalId(1)).is_none());
        assert!(fresh.take(ArrivalId(3)).is_none(), "there was no room for it");
        fresh.keep(ArrivalId(3), half.clone());
        fresh.clear();
        assert!(fresh.take(ArrivalId(2)).is_none() && fresh.take(ArrivalId(3)).is_none());
    }
}
