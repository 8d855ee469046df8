//! The IMAP client against a mailbox that behaves: what it asks for, and what it makes of the answers.

use std::time::Duration;

use wire::Login;
use wire::imap::{Connection, ErrorKind, Folder, IdleEnd, Selected, Step, Summary, Target, Timeouts};
use wire::tls::Security;

use crate::certificates::nobody;
use crate::script::{Act, Peer, play, say};

pub const MIB: u64 = 1024 * 1024;

pub fn target(port: u16, security: Security) -> Target {
    Target {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        login: Login::Password { user: "u".to_owned(), password: "p".to_owned() },
        trust: nobody(),
        timeouts: Timeouts::default(),
        max_mail_bytes: MIB,
    }
}

/// A server that lets us in, offers `capabilities`, and goes on with `acts`.
pub async fn let_in(capabilities: &str, acts: Vec<Act>) -> Peer {
    let login = format!("TAG OK [CAPABILITY IMAP4rev1 {capabilities}] in\r\n");
    let start = vec![say("* OK [CAPABILITY IMAP4rev1] hello\r\n"), Act::Hear];
    let caps = [say("* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"), Act::Hear, say(&login)];
    play(start.into_iter().chain(caps).chain(acts).collect()).await
}

/// The same, with a folder of `exists` mails open.
pub async fn opened(capabilities: &str, exists: u32, acts: Vec<Act>) -> (Peer, Connection) {
    let peer = let_in(capabilities, select(7, exists, "READ-WRITE").into_iter().chain(acts).collect()).await;
    let mut connection = Connection::open(&target(peer.port, Security::None)).await.unwrap();
    connection.select("INBOX").await.unwrap();
    (peer, connection)
}

pub fn select(uid_validity: u32, exists: u32, mode: &str) -> Vec<Act> {
    let said = format!(
        "* {exists} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY {uid_validity}] fine\r\n\
         * OK [UIDNEXT 10] next\r\nTAG OK [{mode}] done\r\n"
    );
    vec![Act::Hear, say(&said)]
}

/// What the peer heard after login and SELECT, without tags.
async fn commands(peer: Peer, connection: Connection) -> Vec<String> {
    drop(connection);
    let heard = peer.heard.await.unwrap();
    heard
        .into_iter()
        .skip(3)
        .map(|line| line.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or(line))
        .collect()
}

fn answer(text: &str) -> Vec<Act> {
    vec![Act::Hear, say(text)]
}

#[tokio::test]
async fn a_folder_is_opened_with_what_identifies_it() {
    let acts = [select(7, 3, "READ-ONLY"), select(8, 0, "READ-WRITE")].into_iter().flatten().collect();
    let peer = let_in("", acts).await;
    let mut connection = Connection::open(&target(peer.port, Security::None)).await.unwrap();
    let expect = Selected { uid_validity: 7, uid_next: Some(10), exists: 3, read_only: true };
    assert_eq!(connection.select("Zpracované").await.unwrap(), expect);
    assert!(matches!(connection.mark_seen(1).await.unwrap_err().kind, ErrorKind::ReadOnly));
    assert!(matches!(connection.move_to(1, "x").await.unwrap_err().kind, ErrorKind::ReadOnly));
    // The folder was made anew: R6
    assert_eq!(connection.select("Zpracované").await.unwrap().uid_validity, 8);
    drop(connection);
    let heard = peer.heard.await.unwrap();
    assert_eq!(heard.get(2).unwrap(), "W3 SELECT \"Zpracovan&AOk-\"");
}

#[tokio::test]
async fn uids_below_the_cursor_are_left_out() {
    let acts = [
        answer("* 3 FETCH (UID 9)\r\n* 2 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n"),
        answer("* 3 FETCH (UID 9)\r\n* 1 FETCH (UID 4)\r\n* 2 FETCH (UID 5)\r\nTAG OK done\r\n"),
    ];
    let (peer, mut connection) = opened("", 3, acts.into_iter().flatten().collect()).await;
    assert_eq!(connection.uids_from(10).await.unwrap(), [0; 0]);
    assert_eq!(connection.all_uids().await.unwrap(), [4, 5, 9]);
    assert_eq!(commands(peer, connection).await, ["UID FETCH 10:* (UID)", "UID FETCH 1:* (UID)"]);
}

#[tokio::test]
async fn an_empty_folder_is_asked_only_whether_it_still_is() {
    let acts = [
        answer("TAG OK done\r\n"),
        answer("* 1 EXISTS\r\nTAG OK done\r\n"),
        answer("* 1 FETCH (UID 4)\r\nTAG OK done\r\n"),
    ];
    let (peer, mut connection) = opened("", 0, acts.into_iter().flatten().collect()).await;
    assert_eq!(connection.all_uids().await.unwrap(), [0; 0]);
    assert_eq!(connection.all_uids().await.unwrap(), [4]);
    assert_eq!(commands(peer, connection).await, ["NOOP", "NOOP", "UID FETCH 1:* (UID)"]);
}

#[tokio::test]
async fn summaries_do_without_the_envelope() {
    let said = "* 1 FETCH (UID 4 RFC822.SIZE 100 INTERNALDATE \" 1-Jan-1970 00:01:00 +0000\" \
                BODY[HEADER.FIELDS (MESSAGE-ID)] {25}\r\nMessage-ID: <a@b.c>\r\n\r\n\r\n)\r\n\
                * 2 FETCH (ENVELOPE ((broken\r\n* 99 FETCH (UID 99 RFC822.SIZE 1)\r\n\
                * 2 FETCH (BODY[HEADER.FIELDS (MESSAGE-ID)] NIL UID 5 RFC822.SIZE 7 INTERNALDATE \"nonsense\")\r\n\
                TAG OK done\r\n";
    let (peer, mut connection) = opened("", 3, answer(said)).await;
    let found = connection.envelopes(&[4, 5, 6]).await.unwrap();
    let expect = [
        Summary { uid: 4, message_id: Some("a@b.c".to_owned()), size: 100, internal_date: Some(60) },
        Summary { uid: 5, message_id: None, size: 7, internal_date: None },
    ];
    assert_eq!(found, expect);
    let heard = commands(peer, connection).await;
    let items = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])";
    assert_eq!(heard, [format!("UID FETCH 4:6 {items}")]);
}

/// R1: a mail is read without setting any flag
#[tokio::test]
async fn mails_are_fetched_by_peeking() {
    let acts = [
        answer("* 1 FETCH (UID 4 BODY[] {4}\r\na\0\r\n)\r\nTAG OK done\r\n"),
        answer("* 2 FETCH (UID 6 BODY[] \"b\")\r\n* 1 FETCH (BODY[] {0}\r\n UID 5)\r\nTAG OK done\r\n"),
        answer("* 1 FETCH (UID 4 BODY[]<0> {2}\r\nab)\r\nTAG OK done\r\n"),
        answer("* 1 FETCH (UID 4 RFC822.SIZE 5000)\r\nTAG OK done\r\n"),
    ];
    let (peer, mut connection) = opened("", 3, acts.into_iter().flatten().collect()).await;
    assert_eq!(connection.fetch(4).await.unwrap(), Some(b"a\0\r\n".to_vec()));
    assert_eq!(connection.fetch_many(&[6, 5]).await.unwrap(), [(5, vec![]), (6, b"b".to_vec())]);
    assert_eq!(connection.fetch_head(4, 2).await.unwrap(), Some(b"ab".to_vec()));
    assert_eq!(connection.sizes(&[4, 5]).await.unwrap(), [(4, 5000)]);
    let expect = [
        "UID FETCH 4 (UID BODY.PEEK[])",
        "UID FETCH 5:6 (UID BODY.PEEK[])",
        "UID FETCH 4 (UID BODY.PEEK[]<0.2>)",
        "UID FETCH 4:5 (UID RFC822.SIZE)",
    ];
    assert_eq!(commands(peer, connection).await, expect);
}

#[tokio::test]
async fn a_mail_is_marked_moved_and_added_when_told() {
    let ok = || answer("TAG OK done\r\n");
    for (capabilities, expect) in [
        ("MOVE UIDPLUS", &["UID MOVE 4 \"Done\""][..]),
        ("UIDPLUS", &["UID COPY 4 \"Done\"", "UID STORE 4 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 4"]),
        ("", &["UID COPY 4 \"Done\"", "UID STORE 4 +FLAGS.SILENT (\\Deleted)"]),
    ] {
        let (peer, mut connection) = opened(capabilities, 3, expect.iter().flat_map(|_| ok()).collect()).await;
        connection.move_to(4, "Done").await.unwrap();
        assert_eq!(commands(peer, connection).await, expect);
    }
    let append = vec![Act::Hear, say("+ go\r\n"), Act::HearBytes(7), say("TAG OK done\r\n")];
    let (peer, mut connection) = opened("", 3, ok().into_iter().chain(append).collect()).await;
    connection.mark_seen(4).await.unwrap();
    connection.append("Sent", b"a\r\nb\n", true).await.unwrap();
    let heard = commands(peer, connection).await;
    assert_eq!(heard, ["UID STORE 4 +FLAGS.SILENT (\\Seen)", "APPEND \"Sent\" (\\Seen) {5}", "a\r\nb\n\r\n"]);
}

#[tokio::test]
async fn a_missing_folder_is_told_from_another_refusal() {
    let missing = ["NO [NONEXISTENT] none", "NO no such folder"];
    for text in missing {
        let peer = let_in("", answer(&format!("TAG {text}\r\n"))).await;
        let mut connection = Connection::open(&target(peer.port, Security::None)).await.unwrap();
        let error = connection.select("x").await.unwrap_err();
        assert!(error.is_recoverable() && matches!(error.kind, ErrorKind::FolderMissing), "{error:?}");
    }
    let acts = [answer("TAG NO [TRYCREATE] none\r\n"), answer("TAG NO [OVERQUOTA] full\r\n"), answer("TAG OK\r\n")];
    let (_peer, mut connection) = opened("MOVE", 3, acts.into_iter().flatten().collect()).await;
    assert!(matches!(connection.move_to(4, "x").await.unwrap_err().kind, ErrorKind::FolderMissing));
    let error = connection.move_to(4, "x").await.unwrap_err();
    assert!(matches!(&error.kind, ErrorKind::Refused { code: Some(code), .. } if code == "OVERQUOTA"), "{error:?}");
    assert_eq!(error.step, Step::Move);
    connection.noop().await.unwrap();
}

#[tokio::test]
async fn folders_are_listed_with_what_they_are_for() {
    let said = "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Noselect) \"/\" \"[Gmail]\"\r\n\
                * LIST (\\Sent) \"/\" {16}\r\nOdeslan&AOk-/abc\r\nTAG OK done\r\n";
    let (_peer, mut connection) = opened("", 3, answer(said)).await;
    let folder = |name: &str, selectable, purpose: Option<&str>| Folder {
        name: name.to_owned(),
        selectable,
        purpose: purpose.map(str::to_owned),
    };
    let expect =
        [folder("INBOX", true, None), folder("[Gmail]", false, None), folder("Odeslané/abc", true, Some("sent"))];
    assert_eq!(connection.list_folders().await.unwrap(), expect);
}

#[tokio::test]
async fn idle_ends_when_mail_comes_or_goes_or_nothing_happens() {
    let idle = |said: &str| vec![Act::Hear, say(&format!("+ idling\r\n{said}")), Act::Hear, say("W4 OK done\r\n")];
    let long = Duration::from_secs(600);
    let cases = [
        ("* OK still here\r\n* 4 EXISTS\r\n", long, IdleEnd::NewMail),
        ("* 3 EXISTS\r\n* 2 EXPUNGE\r\n", long, IdleEnd::Expunged),
        ("* OK still here\r\n* 3 EXISTS\r\n* 2 FETCH (FLAGS ())\r\n", Duration::from_millis(50), IdleEnd::Timeout),
    ];
    for (said, max, expect) in cases {
        let (peer, mut connection) = opened("IDLE", 3, idle(said)).await;
        assert!(connection.has_idle());
        assert_eq!(connection.idle(max).await.unwrap(), expect, "{said}");
        assert_eq!(commands(peer, connection).await, ["IDLE", "DONE"]);
    }
}

#[tokio::test]
async fn mail_that_came_before_idle_is_not_waited_for() {
    let acts = [answer("* 4 EXISTS\r\nTAG OK done\r\n"), answer("* 4 FETCH (UID 9)\r\nTAG OK done\r\n")];
    let (peer, mut connection) = opened("IDLE", 3, acts.into_iter().flatten().collect()).await;
    connection.noop().await.unwrap();
    assert_eq!(connection.idle(Duration::from_secs(600)).await.unwrap(), IdleEnd::NewMail);
    assert_eq!(connection.uids_from(9).await.unwrap(), [9]);
    assert_eq!(commands(peer, connection).await, ["NOOP", "UID FETCH 9:* (UID)"]);
}

#[tokio::test]
async fn goodbye_is_said_and_heard() {
    let (peer, connection) = opened("", 3, answer("* BYE bye\r\nTAG OK done\r\n")).await;
    connection.logout().await.unwrap();
    assert_eq!(peer.heard.await.unwrap().last().unwrap(), "W4 LOGOUT");
}
