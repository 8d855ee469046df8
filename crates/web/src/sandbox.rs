//! What left a demo desk: every mail with its envelope, in the order it left. The program puts mails in, the API shows
//! them; nothing of this exists outside of the demo.

use std::sync::{Arc, Mutex, PoisonError};

use desk::Micros;

/// Mails that are remembered; beyond, the oldest are forgotten.
const REMEMBERED: usize = 100_000;

/// A mail that left the desk.
#[derive(Clone, Debug)]
pub struct Caught {
    /// Its number, counted up from 1.
    pub id: u64,
    /// MAIL FROM; empty for none.
    pub from: String,
    /// RCPT TO.
    pub to: Vec<String>,
    /// When.
    pub at: Micros,
    /// The blob with its exact bytes.
    pub raw: String,
}

#[derive(Default)]
struct Held {
    last: u64,
    mails: std::collections::VecDeque<Caught>,
}

/// The sandbox of a demo desk. Cheap to clone.
#[derive(Clone, Default)]
pub struct Sandbox(Arc<Mutex<Held>>);

impl Sandbox {
    /// Remembers a mail whose bytes are in this blob.
    pub fn catch(&self, from: String, to: Vec<String>, at: Micros, raw: String) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.last += 1;
        let id = held.last;
        held.mails.push_back(Caught { id, from, to, at, raw });
        if held.mails.len() > REMEMBERED {
            held.mails.pop_front();
        }
    }

    /// All mails, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Caught> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).mails.iter().cloned().collect()
    }

    /// The mail with this number.
    #[must_use]
    pub fn by_id(&self, id: u64) -> Option<Caught> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).mails.iter().find(|mail| mail.id == id).cloned()
    }
}
