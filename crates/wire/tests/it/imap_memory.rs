//! How much memory a hostile IMAP server can make us use (contract: Limits; issue proof 5).

use wire::imap::{Connection, ErrorKind, Target};
use wire::tls::Security;

use crate::imap_mailbox::{MIB, let_in, select, target};
use crate::script::{Act, say};

/// The most that memory may grow.
const ALLOWED: u64 = 80 * MIB;

/// Resident memory of this process in bytes.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = statm.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// Fetches mail 4, and returns the error and by how much memory grew at most while it ran.
async fn fetch_from(acts: Vec<Act>) -> (ErrorKind, u64) {
    let acts = select(7, 3, "READ-WRITE").into_iter().chain([Act::Hear]).chain(acts).collect();
    let peer = let_in("", acts).await;
    let target = Target { max_mail_bytes: 50 * MIB, ..target(peer.port, Security::None) };
    let mut connection = Connection::open(&target).await.unwrap();
    connection.select("INBOX").await.unwrap();
    let before = resident();
    let mut fetching = Box::pin(connection.fetch(4));
    let mut peak = before;
    let fetched = loop {
        tokio::select! {
            fetched = &mut fetching => break fetched,
            () = tokio::task::yield_now() => peak = peak.max(resident()),
        }
    };
    peak = peak.max(resident());
    drop(fetching);
    let error = fetched.unwrap_err();
    drop(connection);
    peer.heard.await.unwrap();
    (error.kind, peak - before)
}

/// C4, issue proof 5: a literal of 99,999,999,999 bytes with 100 MB sent; a line without end; the largest mail that is
/// allowed, which is held once, not twice. One after the other, because they watch the same memory.
#[tokio::test]
async fn a_hostile_server_costs_little_memory() {
    let literal = say("* 1 FETCH (UID 4 BODY[] {99999999999}\r\n");
    let (error, grown) = fetch_from(vec![literal, Act::Flood(100_000_000)]).await;
    assert!(matches!(error, ErrorKind::LiteralTooLarge { announced: 99_999_999_999, .. }), "{error:?}");
    assert!(grown <= ALLOWED, "memory grew by {grown} bytes");

    let (error, grown) = fetch_from(vec![say("* 1 FETCH ("), Act::Flood(100_000_000)]).await;
    assert!(matches!(error, ErrorKind::TooLong), "{error:?}");
    assert!(grown <= ALLOWED, "memory grew by {grown} bytes");

    let largest = say(&format!("* 1 FETCH (UID 4 BODY[] {{{}}}\r\n", 50 * MIB));
    let (error, grown) = fetch_from(vec![largest, Act::Flood(49 * MIB)]).await;
    assert!(matches!(error, ErrorKind::Closed(_)), "{error:?}");
    assert!(grown > 40 * MIB && grown <= ALLOWED, "memory grew by {grown} bytes");
}
