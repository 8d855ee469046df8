//! Bells: what wakes up those who wait for rows. In one process they ring directly; PostgreSQL carries them to other
//! nodes by NOTIFY. A bell is only a hint: whoever waits also looks from time to time.

use std::sync::Arc;

use tokio::sync::watch;

/// What somebody may wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// New work in the queue.
    Jobs,
    /// New entries in the feed of changes.
    Changes,
    /// A mailbox or setting changed.
    Settings,
}

impl Topic {
    pub(super) const ALL: [Self; 3] = [Self::Jobs, Self::Changes, Self::Settings];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Jobs => "jobs",
            Self::Changes => "changes",
            Self::Settings => "settings",
        }
    }
}

/// One bell for each topic.
#[derive(Clone)]
pub struct Bells {
    senders: Arc<[watch::Sender<u64>; 3]>,
}

impl Default for Bells {
    fn default() -> Self {
        Self { senders: Arc::new(std::array::from_fn(|_| watch::Sender::new(0))) }
    }
}

impl Bells {
    fn sender(&self, topic: Topic) -> &watch::Sender<u64> {
        let [jobs, changes, settings] = &*self.senders;
        match topic {
            Topic::Jobs => jobs,
            Topic::Changes => changes,
            Topic::Settings => settings,
        }
    }

    /// A receiver whose `changed()` returns after the next ring; rings between two calls are not lost.
    #[must_use]
    pub fn listen(&self, topic: Topic) -> watch::Receiver<u64> {
        self.sender(topic).subscribe()
    }

    /// Rings.
    pub fn ring(&self, topic: Topic) {
        self.sender(topic).send_modify(|count| *count = count.wrapping_add(1));
    }
}
