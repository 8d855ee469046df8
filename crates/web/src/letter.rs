//! Mail as HTML for showing: sanitised each time it is shown and never stored so; pictures of the mail itself come
//! from our own address, those of other servers are held back. On a thread of its own, with a budget; beyond it the
//! text alone is shown.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use desk::MessageId;
use mail::sanitise::{Options, RemoteImages, sanitise};
use tokio::{sync::Semaphore, time::timeout};

/// How long one letter may take; then its text alone is shown.
const BUDGET: Duration = Duration::from_secs(2);
/// Letters at work at the same time.
const AT_ONCE: usize = 2;
/// What is kept of letters that were made safe, bytes.
const KEPT_BYTES: usize = 16 * 1024 * 1024;
/// How many letters are kept.
const KEPT: usize = 1_000;

/// A letter that is safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The HTML.
    pub html: String,
    /// Pictures of other servers that were held back.
    pub remote_images: usize,
}

/// A letter as it came.
pub struct Source {
    /// The message.
    pub message: MessageId,
    /// Its HTML, not sanitised.
    pub html: String,
    /// Where its own pictures are: content id to address.
    pub pictures: HashMap<String, String>,
}

#[derive(Default)]
struct Kept {
    letters: HashMap<MessageId, Arc<Letter>>,
    order: VecDeque<MessageId>,
    bytes: usize,
}

impl Kept {
    fn put(&mut self, message: MessageId, letter: Arc<Letter>) {
        if self.letters.contains_key(&message) || letter.html.len() > KEPT_BYTES / 4 {
            return;
        }
        self.bytes += letter.html.len();
        self.letters.insert(message, letter);
        self.order.push_back(message);
        while self.bytes > KEPT_BYTES || self.order.len() > KEPT {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(gone) = self.letters.remove(&oldest) {
                self.bytes -= gone.html.len();
            }
        }
    }
}

/// Makes letters safe, and remembers some.
pub struct Letters {
    kept: Arc<Mutex<Kept>>,
    turns: Arc<Semaphore>,
}

impl Default for Letters {
    fn default() -> Self {
        Self { kept: Arc::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Letters {
    /// The letter, safe to show; none when it took too long.
    pub async fn safe(&self, source: Source) -> Option<Arc<Letter>> {
        if let Some(letter) = self.locked().letters.get(&source.message) {
            return Some(letter.clone());
        }
        let turn = self.turns.clone().acquire_owned().await.ok()?;
        let kept = self.kept.clone();
        // Work that exceeds the budget goes on (a thread cannot be ended) and holds its turn; what it gives is kept.
        let work = tokio::task::spawn_blocking(move || {
            let letter = Arc::new(made_safe(&source));
            kept.lock().unwrap_or_else(PoisonError::into_inner).put(source.message, letter.clone());
            drop(turn);
            letter
        });
        timeout(BUDGET, work).await.ok()?.ok()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn made_safe(source: &Source) -> Letter {
    let options = Options { remote_images: RemoteImages::Block, cid: source.pictures.clone() };
    let safe = sanitise(&source.html, &options);
    Letter { html: safe.html, remote_images: safe.remote_images }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded() {
        let mut kept = Kept::default();
        for number in 0..3_000 {
            let html = "x".repeat(10_000);
            kept.put(MessageId(number), Arc::new(Letter { html, remote_images: 0 }));
        }
        assert!(kept.letters.len() <= KEPT && kept.bytes <= KEPT_BYTES);
        assert_eq!(kept.letters.len(), kept.order.len());
        assert!(kept.letters.contains_key(&MessageId(2_999)));
    }
}
