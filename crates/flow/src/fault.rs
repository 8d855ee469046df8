//! Kill points and poison for fault tests. Without the feature `faults` all of this is empty.
//! `STAFFETTA_KILL_AT=NAME[:N]` ends the process with SIGKILL at the N-th passing of a point; `STAFFETTA_STEPS=FILE`
//! notes each point passed, so that a test knows which step a kill from outside interrupted.

/// Every point that the journeys pass, in the order of their way.
pub const POINTS: &[&str] = &[
    "imap.connected",
    "imap.selected",
    "imap.listed",
    "imap.fetched",
    "receive.begin",
    "receive.blob_durable",
    "receive.in_transaction",
    "receive.committed",
    "imap.marked",
    "imap.cursor_advanced",
    "pop3.connected",
    "pop3.listed",
    "pop3.fetched",
    "pop3.noted",
    "pop3.deleted",
    "pop3.quit",
    "inbound.claimed",
    "inbound.parsed",
    "inbound.attachments_durable",
    "inbound.in_transaction",
    "inbound.committed",
    "send.claimed",
    "send.frozen",
    "send.marked_sending",
    "send.connected",
    "send.mail",
    "send.rcpt",
    "send.data",
    "send.body",
    "send.dot_intended",
    "send.dotted",
    "send.recorded",
    "copy.appended",
];

/// Passes a point.
#[cfg(not(feature = "faults"))]
pub fn point(_name: &'static str) {}

/// Passes a point.
#[cfg(feature = "faults")]
pub fn point(name: &'static str) {
    armed::point(name);
}

#[cfg(feature = "faults")]
mod armed {
    //! The armed form, for fault tests only.

    use std::{
        fs::OpenOptions,
        io::Write,
        sync::atomic::{AtomicU64, Ordering},
    };

    static PASSED: AtomicU64 = AtomicU64::new(0);

    pub(super) fn point(name: &'static str) {
        if let Ok(path) = std::env::var("STAFFETTA_STEPS")
            && let Ok(mut file) = OpenOptions::new().append(true).create(true).open(path)
        {
            // The note is for the test's report; a test without it fails by itself.
            let _ = file.write_all(format!("{name}\n").as_bytes());
        }
        let Ok(wanted) = std::env::var("STAFFETTA_KILL_AT") else { return };
        let (wanted, times) = wanted.split_once(':').unwrap_or((&wanted, "1"));
        if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == times.parse().unwrap_or(1) {
            let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        }
    }
}

/// What a poison mail does while it is read, by its header `X-Staffetta-Poison` (fault tests only).
#[cfg(not(feature = "faults"))]
pub fn poison(_raw: &[u8]) {}

/// What a poison mail does while it is read, by its header `X-Staffetta-Poison` (fault tests only).
#[cfg(feature = "faults")]
#[expect(clippy::panic, clippy::infinite_loop, reason = "this is the poison")]
pub fn poison(raw: &[u8]) {
    let head = String::from_utf8_lossy(raw.get(..2_000.min(raw.len())).unwrap_or_default()).into_owned();
    let Some((_, rest)) = head.split_once("X-Staffetta-Poison: ") else { return };
    match rest.split_whitespace().next() {
        Some("panic") => panic!("a poison mail"),
        Some("abort") => std::process::abort(),
        Some("loop") => loop {
            std::hint::black_box(());
        },
        Some("memory") => {
            let mut held: Vec<Vec<u8>> = Vec::new();
            for _ in 0..64 {
                held.push(vec![1; 16 * 1024 * 1024]);
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            std::hint::black_box(&held);
        }
        _ => {}
    }
}
