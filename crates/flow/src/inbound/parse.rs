//! Parse: bytes become a mail, on a thread that is watched. One that panics, runs too long or grows too much costs its
//! own mail and no other.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use desk::{arrival::Quarantine, limits, message};
use mail::Mail;
use sha2::{Digest, Sha256};
use tokio::{sync::mpsc, time::Instant};

use crate::fault;

/// A mail as the steps behind need it.
#[derive(Debug)]
pub struct Understood {
    /// The mail.
    pub mail: Mail,
    /// Its Message-ID, derived from its content where it has none.
    pub internet_id: String,
    /// The new text only.
    pub reply: String,
    /// One line of it.
    pub preview: String,
    /// Hash of Message-ID, From and body.
    pub fingerprint: Vec<u8>,
    /// Hash of its words without what changes from mail to mail, where it has any.
    pub words: Option<Vec<u8>>,
    /// Whether its parts say different things.
    pub parts_differ: bool,
}

/// Why a mail could not be understood, with words for whoever looks into it.
#[derive(Debug)]
pub struct Unreadable {
    /// The reason that is shown.
    pub reason: Quarantine,
    /// Further words.
    pub problem: String,
    /// Who wrote it and what about, where its header could be read.
    pub named: Option<Named>,
}

/// Sender and subject of a mail: people recognise held mail by them.
pub type Named = (Option<String>, String);

impl Unreadable {
    fn new(reason: Quarantine, problem: impl ToString) -> Self {
        Self { reason, problem: problem.to_string(), named: None }
    }
}

type Outcome = Result<Understood, Unreadable>;

/// The parser is recursive in places; what [`mail::prescan`] lets pass fits well into this.
const STACK_BYTES: usize = 16 * 1024 * 1024;
const LOOK_EVERY: Duration = Duration::from_millis(25);
/// Unoptimised programs are given more time: they read a large mail many times slower.
const DEADLINE: Duration = Duration::from_millis(if cfg!(debug_assertions) {
    3 * limits::PARSE_DEADLINE_MS
} else {
    limits::PARSE_DEADLINE_MS
});

/// Reads mails in order. Never fails as a whole; each has its own outcome.
pub async fn parse_all(raws: Vec<Arc<Vec<u8>>>) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(raws.len());
    let mut rest: VecDeque<Arc<Vec<u8>>> = raws.into();
    while !rest.is_empty() {
        let before = outcomes.len();
        watch(rest.iter().cloned().collect(), &mut outcomes).await;
        rest.drain(..(outcomes.len() - before).min(rest.len()));
    }
    outcomes
}

/// Reads on one thread until all are read or one overruns; at least one outcome is added.
async fn watch(raws: Vec<Arc<Vec<u8>>>, outcomes: &mut Vec<Outcome>) {
    let wanted = raws.len();
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let abandoned = Arc::new(AtomicBool::new(false));
    let flag = abandoned.clone();
    let body = move || {
        for raw in raws {
            if flag.load(Ordering::Relaxed) || sender.send(read(&raw)).is_err() {
                break;
            }
        }
    };
    let thread = std::thread::Builder::new().name("parse".into()).stack_size(STACK_BYTES).spawn(body);
    if let Err(error) = thread {
        outcomes.push(Err(Unreadable::new(Quarantine::Unreadable, error)));
        return;
    }
    let small = memory_bytes();
    let mut since = Instant::now();
    let mut done = 0;
    while done < wanted {
        match tokio::time::timeout(LOOK_EVERY, receiver.recv()).await {
            Ok(Some(outcome)) => {
                outcomes.push(outcome);
                done += 1;
                since = Instant::now();
            }
            Ok(None) => {
                outcomes.push(Err(Unreadable::new(Quarantine::Unreadable, "its thread ended")));
                return;
            }
            Err(_) => {
                if let Some(overrun) = overrun(since, small) {
                    abandoned.store(true, Ordering::Relaxed);
                    outcomes.push(Err(overrun));
                    return;
                }
            }
        }
    }
}

fn overrun(since: Instant, small: u64) -> Option<Unreadable> {
    if memory_bytes().saturating_sub(small) > limits::PARSE_GROWTH_BYTES {
        return Some(Unreadable::new(Quarantine::TooBig, limits::PARSE_GROWTH_BYTES));
    }
    (since.elapsed() > DEADLINE).then(|| Unreadable::new(Quarantine::TooSlow, DEADLINE.as_millis()))
}

/// Resident memory of this process in bytes; 0 where the system does not say.
fn memory_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = statm.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    pages * 4_096
}

fn read(raw: &[u8]) -> Outcome {
    whole(raw).map_err(|unreadable| Unreadable { named: named_by_header(raw), ..unreadable })
}

/// The beginning of a header that is looked at when the mail as a whole cannot be read, bytes.
const HEADER_BYTES: usize = 32 * 1024;

fn named_by_header(raw: &[u8]) -> Option<Named> {
    let start = raw.get(..HEADER_BYTES.min(raw.len()))?;
    let end = start.windows(2).position(|two| two == b"\n\n").into_iter();
    let end = end.chain(start.windows(3).position(|three| three == b"\n\r\n")).min();
    let header = start.get(..end.unwrap_or(start.len()))?;
    // A header has no nesting; should even this panic, the mail is held without a name.
    catch_unwind(AssertUnwindSafe(|| named(&mail::parse(header)))).ok()
}

/// Who wrote a mail and what about.
pub fn named(mail: &Mail) -> Named {
    let cut = |text: &str| text.chars().take(limits::SUBJECT_CHARS).collect::<String>();
    (mail.from.as_ref().map(|from| cut(&from.address)), cut(&mail.subject))
}

fn whole(raw: &[u8]) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| {
        fault::poison(raw);
        mail::prescan(raw, &mail::Limits::default()).map_err(|over| Unreadable::new(Quarantine::OverLimit, over))?;
        Ok(understand(raw, mail::parse(raw)))
    }))
    .unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<&str>().map(ToString::to_string);
        let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(Unreadable::new(Quarantine::Unreadable, words))
    })
}

fn understand(raw: &[u8], mail: Mail) -> Understood {
    let internet_id = mail.message_id.clone().unwrap_or_else(|| mail::derived_message_id(raw));
    let reply = mail.reply();
    let preview = message::preview(&reply, limits::PREVIEW_CHARS);
    let words = crate::automatic::words_of(&reply);
    let (fingerprint, parts_differ) = (fingerprint(&mail, &internet_id), mail.parts_differ());
    Understood { internet_id, preview, fingerprint, words, parts_differ, reply, mail }
}

/// Hash of Message-ID, From and body: two deliveries of one mail have the same.
pub(super) fn fingerprint(mail: &Mail, internet_id: &str) -> Vec<u8> {
    let from = mail.from.as_ref().map(|from| desk::address::fold(&from.address)).unwrap_or_default();
    let mut hash = Sha256::new();
    for piece in [internet_id.as_bytes(), from.as_bytes(), &mail.body_fingerprint()] {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_beyond_the_limits_is_still_known_by_sender_and_subject() {
        let header = "From: Zoe <zoe@shop.example>\r\nSubject: =?utf-8?q?Z=C3=A1silka?=\r\n";
        let raw = format!("{header}{}\r\nHello\r\n", "X-Filler: x\r\n".repeat(2_000));
        let Err(unreadable) = read(raw.as_bytes()) else { panic!("2,002 headers are beyond the limit") };
        assert_eq!(unreadable.reason, Quarantine::OverLimit);
        assert_eq!(unreadable.named, Some((Some("zoe@shop.example".into()), "Zásilka".into())));
        assert_eq!(named_by_header(b""), Some((None, String::new())));
    }
}
