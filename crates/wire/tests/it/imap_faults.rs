//! The IMAP client against a server that fails in the middle (assurance.md §3 item 5).

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use wire::imap::{Connection, Error, ErrorKind, MAX_LINE_BYTES, Step, Target, Timeouts};
use wire::tls::Security;

use crate::imap_mailbox::{MIB, let_in, opened, select, target};
use crate::script::{Act, play, say};

/// Fetches mail 4 from a server that answers with `said` and hangs up.
async fn fetch(said: &str) -> (Result<Option<Vec<u8>>, Error>, Connection) {
    let (_peer, mut connection) = opened("", 3, vec![Act::Hear, say(said)]).await;
    (connection.fetch(4).await, connection)
}

/// Issue proof 5
#[tokio::test]
async fn bye_or_a_cut_in_mid_fetch_is_no_vanished_mail() {
    for said in [
        "* BYE shutting down\r\n",
        "* 1 FETCH (UID 4 BODY[] {100}\r\nhalf",
        "* 1 FETCH (UID 4 BODY[] {4}\r\nabcd",
        "* 1 FETCH (UID 4 BODY[] {4}\r\nabcd)\r\n",
        "* 1 FETCH (UID 4 BODY[] {4}\r\nabcd)\r\n* BYE\r\n",
        "* 1 FET",
        "",
    ] {
        let (fetched, mut connection) = fetch(said).await;
        let error = fetched.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Closed(_)), "{said:?}: {error:?}");
        assert_eq!((error.step, error.is_recoverable()), (Step::Fetch, false));
        assert!(matches!(connection.noop().await.unwrap_err().kind, ErrorKind::Over));
    }
}

/// Issue proof 5
#[tokio::test]
async fn a_mail_that_was_expunged_meanwhile_has_vanished_and_the_others_come() {
    for said in [
        "TAG OK done\r\n",
        "* 1 EXPUNGE\r\nTAG OK done\r\n",
        "TAG NO [EXPUNGEISSUED] some are gone\r\n",
        "* 1 FETCH (UID 5 FLAGS ())\r\n* 2 FETCH (FLAGS (\\Deleted))\r\nTAG OK done\r\n",
    ] {
        let (fetched, _) = fetch(said).await;
        assert_eq!(fetched.unwrap(), None, "{said:?}");
    }
    let said = "* 1 FETCH (UID 4 BODY[] {1}\r\na)\r\n* 2 EXPUNGE\r\n* 2 FETCH (UID 6 BODY[] {1}\r\nb)\r\nTAG OK\r\n";
    let (_peer, mut connection) = opened("", 3, vec![Act::Hear, say(said)]).await;
    let found = connection.fetch_many(&[4, 5, 6]).await.unwrap();
    assert_eq!(found, [(4, b"a".to_vec()), (6, b"b".to_vec())]);
}

#[tokio::test]
async fn a_refusal_or_a_missing_body_is_no_vanished_mail() {
    let (fetched, _) = fetch("TAG NO [SERVERBUG] sorry\r\n").await;
    assert!(matches!(fetched.unwrap_err().kind, ErrorKind::Refused { code: Some(code), .. } if code == "SERVERBUG"));
    let (fetched, _) = fetch("TAG BAD what\r\n").await;
    assert!(matches!(fetched.unwrap_err().kind, ErrorKind::Refused { code: None, .. }));
    let (fetched, _) = fetch("* 1 FETCH (UID 4 BODY[] NIL)\r\nTAG OK done\r\n").await;
    let error = fetched.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::NoBytes) && error.is_recoverable(), "{error:?}");
}

#[tokio::test]
async fn a_header_is_fetched_where_the_body_is_not_given() {
    let said = "* 1 FETCH (UID 9 BODY[HEADER] {1}\r\nx)\r\n* 1 FETCH (UID 4 BODY[HEADER] {8}\r\nA: b\r\n\r\n)\r\n\
                * 3 FETCH (UID 7 FLAGS ())\r\nTAG OK done\r\n";
    let (peer, mut connection) = opened("", 3, vec![Act::Hear, say(said)]).await;
    assert_eq!(connection.fetch_header(4).await.unwrap(), Some(b"A: b\r\n\r\n".to_vec()));
    assert!(peer.heard.await.unwrap().iter().any(|line| line.ends_with("UID FETCH 4 (UID BODY.PEEK[HEADER])")));
}

#[tokio::test]
async fn a_mail_that_nobody_asked_for_is_not_taken_for_the_one() {
    let (fetched, _) = fetch("* 1 FETCH (UID 9 BODY[] {1}\r\nx)\r\n* 1 FETCH (BODY[] {1}\r\ny)\r\nTAG OK\r\n").await;
    assert_eq!(fetched.unwrap(), None);
}

/// Issue proof 5: R6
#[tokio::test]
async fn a_folder_made_anew_while_open_ends_the_connection() {
    let acts =
        vec![Act::Hear, say("* OK [UIDVALIDITY 8] anew\r\n* 1 FETCH (UID 4 BODY[] {1}\r\nx)\r\nTAG OK done\r\n")];
    let (_peer, mut connection) = opened("", 3, acts).await;
    let error = connection.fetch(4).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::UidValidityChanged), "{error:?}");
    assert!(!error.is_recoverable());
}

#[tokio::test]
async fn a_folder_without_uidvalidity_is_not_read() {
    let peer = let_in("", vec![Act::Hear, say("* 1 EXISTS\r\nTAG OK done\r\n")]).await;
    let mut connection = Connection::open(&target(peer.port, Security::None)).await.unwrap();
    assert!(matches!(connection.select("INBOX").await.unwrap_err().kind, ErrorKind::Protocol(_)));
}

/// Issue proof 5: silent socket
#[tokio::test]
async fn a_silent_server_is_given_up_at_every_step() {
    let short = Timeouts { command: Duration::from_millis(100), ..Timeouts::default() };
    let hello = || vec![say("* OK hello\r\n"), Act::Hear, say("* CAPABILITY A\r\nTAG OK done\r\n"), Act::Hear];
    for acts in [vec![Act::Hang], vec![say("* OK"), Act::Hang], hello().into_iter().chain([Act::Hang]).collect()] {
        let peer = play(acts).await;
        let error =
            Connection::open(&Target { timeouts: short, ..target(peer.port, Security::None) }).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Timeout), "{error:?}");
    }
    for half in ["", "* 1 FETCH (UID 4 BODY[] {100}\r\nhalf", "* 1 FETCH (UID 4"] {
        let acts = select(7, 3, "READ-WRITE").into_iter().chain([Act::Hear, say(half), Act::Hang]).collect();
        let peer = let_in("", acts).await;
        let target = Target { timeouts: short, ..target(peer.port, Security::None) };
        let mut connection = Connection::open(&target).await.unwrap();
        connection.select("INBOX").await.unwrap();
        let error = connection.fetch(4).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Timeout), "{error:?}");
        assert_eq!(error.step, Step::Fetch);
    }
}

/// R5: half-open connections
#[tokio::test]
async fn an_idle_connection_that_is_dead_is_noticed_when_it_ends() {
    let short = Timeouts { command: Duration::from_millis(100), ..Timeouts::default() };
    let acts = [Act::Hear, say("+ idling\r\n"), Act::Hear, Act::Hang];
    let peer = let_in("IDLE", select(7, 3, "READ-WRITE").into_iter().chain(acts).collect()).await;
    let target = Target { timeouts: short, ..target(peer.port, Security::None) };
    let mut connection = Connection::open(&target).await.unwrap();
    connection.select("INBOX").await.unwrap();
    let error = connection.idle(Duration::from_millis(50)).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Timeout), "{error:?}");
    assert_eq!(error.step, Step::Idle);
}

#[tokio::test]
async fn bye_or_a_cut_ends_idle() {
    for said in ["* BYE timeout\r\n", "* 4 EX", ""] {
        let acts = vec![Act::Hear, say(&format!("+ idling\r\n{said}"))];
        let (_peer, mut connection) = opened("IDLE", 3, acts).await;
        let error = connection.idle(Duration::from_secs(600)).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Closed(_)), "{said:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_step_dropped_half_way_ends_the_connection() {
    let (_peer, mut connection) = opened("IDLE", 3, vec![Act::Hear, say("+ idling\r\n"), Act::Hang]).await;
    let dropped = tokio::time::timeout(Duration::from_millis(50), connection.idle(Duration::from_secs(600))).await;
    assert!(dropped.is_err());
    assert!(matches!(connection.noop().await.unwrap_err().kind, ErrorKind::Over));
    assert!(matches!(connection.idle(Duration::from_secs(1)).await.unwrap_err().kind, ErrorKind::Over));
}

/// Assurance C4
#[tokio::test]
async fn lines_and_literals_have_bounds() {
    let long = format!("* 1 FETCH ({})\r\nTAG OK\r\n", "x".repeat(MAX_LINE_BYTES));
    let (fetched, _) = fetch(&long).await;
    assert!(matches!(fetched.unwrap_err().kind, ErrorKind::TooLong));
    let literals = format!("* 1 FETCH ({})\r\nTAG OK\r\n", "{0}\r\n ".repeat(200));
    let (fetched, _) = fetch(&literals).await;
    assert!(matches!(fetched.unwrap_err().kind, ErrorKind::TooLong));
    // What is allowed is allowed for the whole command, not for each literal.
    let limit = MIB + 64 * 1024;
    let large = "x".repeat(MIB as usize);
    let said = format!("* 1 FETCH (UID 4 BODY[] {{{MIB}}}\r\n{large})\r\n* 2 FETCH (UID 5 BODY[] {{{MIB}}}\r\n");
    let (fetched, _) = fetch(&said).await;
    let error = fetched.unwrap_err();
    assert!(
        matches!(error.kind, ErrorKind::LiteralTooLarge { announced: MIB, limit: left } if left == limit - MIB),
        "{error:?}"
    );
}

/// Assurance C4: whatever a server says is an answer or an error, never a panic
#[tokio::test]
async fn nonsense_is_left_out() {
    let deep = "(".repeat(60_000);
    for nonsense in [
        "* \r\n",
        "*\r\n",
        "\r\n",
        "* 1\r\n",
        "* 1 FETCH\r\n",
        "* 1 FETCH ()\r\n",
        "* 1 FETCH (UID)\r\n",
        "* FETCH (UID 4)\r\n",
        "* 1 FETCH (UID 99999999999)\r\n",
        "* 99999999999 EXISTS\r\n",
        "* SEARCH 1 2\r\n",
        "* OK [UIDVALIDITY x] hm\r\n",
        "* OK [ALERT\r\n",
        "W99 OK not yours\r\n",
        "* CAPABILITY (((\r\n",
        "* 0 EXPUNGE\r\n",
        "* LIST\r\n",
        "\u{fffd}\u{0}\r\n",
        &format!("* 1 FETCH {deep}\r\n"),
    ] {
        let (fetched, _) = fetch(&format!("{nonsense}* 1 FETCH (UID 4 BODY[] {{1}}\r\nx)\r\nTAG OK done\r\n")).await;
        assert_eq!(fetched.unwrap(), Some(b"x".to_vec()), "{nonsense:.40}");
    }
    let (fetched, _) = fetch("+ what else\r\n").await;
    assert!(matches!(fetched.unwrap_err().kind, ErrorKind::Protocol(_)));
    for greeting in ["HTTP/1.1 200 OK\r\n", "* 1 EXISTS\r\n", "+ go\r\n"] {
        let peer = play(vec![say(greeting), Act::Hang]).await;
        let error = Connection::open(&target(peer.port, Security::None)).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::Protocol(_)), "{error:?}");
    }
}

/// Assurance C4: noise before an answer never panics and never hides the answer
#[test]
fn random_noise_is_left_out() {
    let piece = prop::sample::select(vec![
        "(",
        ")",
        "\"",
        "\\",
        "[",
        "]",
        "{",
        "}",
        "{0}",
        " ",
        "0",
        "4",
        "99999999999",
        "FETCH",
        "UID",
        "BODY[]",
        "NIL",
        "LIST",
        "CAPABILITY",
        "OK",
        "NO",
        "EXISTS",
        "EXPUNGE",
        "ALERT",
        "\0",
        "\r",
        "\u{ff}",
        "*",
        "FLAGS",
    ]);
    let noise = prop::collection::vec(prop::collection::vec(piece, 0..12), 200);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    TestRunner::new(Config { cases: 20, failure_persistence: None, ..Config::default() })
        .run(&noise, |noise| {
            // The `.` keeps a line from announcing a literal.
            let lines: String = noise.iter().map(|line| format!("* {}.\r\n", line.concat())).collect();
            let said = format!("{lines}* 1 FETCH (UID 77 BODY[] {{1}}\r\nx)\r\nTAG OK done\r\n");
            let fetched = runtime.block_on(async {
                let (_peer, mut connection) = opened("", 3, vec![Act::Hear, say(&said)]).await;
                connection.fetch(77).await
            });
            prop_assert_eq!(fetched.unwrap(), Some(b"x".to_vec()));
            Ok(())
        })
        .unwrap();
}
