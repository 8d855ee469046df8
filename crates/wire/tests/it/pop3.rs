//! The POP3 client against scripted servers: what it says, what it makes of answers, and servers that nobody should trust.

use std::time::Duration;

use wire::Login;
use wire::pop3::{Connection, Error, ErrorKind, Listed, MAX_LINE_BYTES, Step, Target, Timeouts};
use wire::tls::{Security, TlsFault, self_signed};

use crate::certificates::{Authority, nobody};
use crate::script::{Act, Peer, play, say};

const MIB: u64 = 1024 * 1024;

fn target(port: u16, security: Security) -> Target {
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

/// Opens a connection, drops it, and returns what the server heard.
async fn open(acts: Vec<Act>, target: impl FnOnce(u16) -> Target) -> (Result<(), Error>, Vec<String>) {
    let peer = play(acts).await;
    let opened = Connection::open(&target(peer.port)).await.map(drop);
    (opened, peer.heard.await.unwrap())
}

/// A signed-in connection to a server that goes on with `acts`.
async fn let_in(acts: Vec<Act>) -> (Peer, Connection) {
    let start = [say("+OK\r\n"), Act::Hear, say("-ERR what\r\n"), Act::Hear, say("+OK\r\n"), Act::Hear, say("+OK\r\n")];
    let peer = play(start.into_iter().chain(acts).collect()).await;
    let connection = Connection::open(&target(peer.port, Security::None)).await.unwrap();
    (peer, connection)
}

/// Assurance C3
#[tokio::test]
async fn data_after_stls_ends_the_connection_before_any_login() {
    for injected in ["+OK\r\n", ".\r\n", "x"] {
        let acts = vec![say("+OK hello\r\n"), Act::Hear, say(&format!("+OK go\r\n{injected}")), Act::Hang];
        let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
        assert!(matches!(opened.unwrap_err().kind, ErrorKind::DataAfterStartTls));
        assert_eq!(heard, ["STLS"]);
    }
}

/// Assurance C3
#[tokio::test]
async fn a_server_without_stls_gets_no_login() {
    let acts = vec![say("+OK hello\r\n"), Act::Hear, say("-ERR no such thing\r\n"), Act::Hang];
    let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
    assert!(matches!(opened.unwrap_err(), Error { step: Step::Tls, kind: ErrorKind::NoStartTls }));
    assert_eq!(heard, ["STLS"]);
}

/// Assurance C3
#[tokio::test]
async fn after_stls_the_login_goes_under_tls() {
    let authority = Authority::new();
    let acts = vec![
        say("+OK hello\r\n"),
        Act::Hear,
        say("+OK go\r\n"),
        Act::Tls(authority.good().server_config()),
        Act::Hear,
        say("+OK\r\nUSER\r\nSASL PLAIN LOGIN\r\n.\r\n"),
        Act::Hear,
        say("+OK in\r\n"),
    ];
    let (opened, heard) =
        open(acts, |port| Target { trust: authority.trust(), ..target(port, Security::StartTls) }).await;
    opened.unwrap();
    assert_eq!(heard, ["STLS", "CAPA", "AUTH PLAIN AHUAcA=="]);
}

#[tokio::test]
async fn certificates_that_prove_nothing_are_refused() {
    let authority = Authority::new();
    let cases = [
        (authority.issue("other.example", 4000), TlsFault::WrongName),
        (authority.issue("127.0.0.1", 2001), TlsFault::Expired),
        (self_signed("127.0.0.1").unwrap(), TlsFault::Untrusted),
    ];
    for (identity, expect) in cases {
        let acts = vec![Act::Tls(identity.server_config())];
        let (opened, heard) =
            open(acts, |port| Target { trust: authority.trust(), ..target(port, Security::Implicit) }).await;
        let error = opened.unwrap_err();
        assert!(matches!(&error.kind, ErrorKind::Tls(fault) if *fault == expect), "{expect}: {error:?}");
        assert!(heard.is_empty());
    }
}

#[tokio::test]
async fn no_password_goes_in_the_clear_to_another_machine() {
    let away = Target { host: "192.0.2.1".to_owned(), ..target(110, Security::None) };
    assert!(matches!(Connection::open(&away).await.unwrap_err().kind, ErrorKind::PlainOffLoopback));
}

/// A login, what the server offers, what it does then, and how many lines it hears or why nothing is said.
type Case = (Login, &'static str, Vec<Act>, Result<usize, &'static str>);

#[tokio::test]
async fn the_way_to_sign_in_is_chosen_from_what_is_offered() {
    let password = |user: &str| Login::Password { user: user.to_owned(), password: "p w".to_owned() };
    let token = |text: String| Login::XOAuth2 { user: "u".to_owned(), token: text };
    let long = token("t".repeat(300));
    let ok = || say("+OK in\r\n");
    let cases: Vec<Case> = vec![
        (password("u"), "SASL PLAIN", vec![Act::Hear, ok()], Ok(1)),
        (password("u"), "USER", vec![Act::Hear, say("+OK\r\n"), Act::Hear, ok()], Ok(2)),
        (password("u"), "SASL CRAM-MD5", vec![Act::Hang], Err("no known way")),
        (password("u\r\nDELE 1"), "USER", vec![Act::Hang], Err("line break")),
        (token("t".into()), "SASL XOAUTH2", vec![Act::Hear, ok()], Ok(1)),
        (long, "SASL XOAUTH2", vec![Act::Hear, say("+ \r\n"), Act::Hear, ok()], Ok(2)),
        (token("t".into()), "SASL PLAIN", vec![Act::Hang], Err("no known way")),
    ];
    for (login, offered, acts, expect) in cases {
        let start = vec![say("+OK hello\r\n"), Act::Hear, say(&format!("+OK\r\n{offered}\r\n.\r\n"))];
        let (opened, heard) =
            open(start.into_iter().chain(acts).collect(), |port| Target { login, ..target(port, Security::None) })
                .await;
        match (opened, expect) {
            (Ok(()), Ok(lines)) => assert_eq!(heard.len(), 1 + lines, "{heard:?}"),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words) && heard.len() == 1, "{error}"),
            (opened, expect) => panic!("{offered}: {opened:?} instead of {expect:?}"),
        }
    }
}

#[tokio::test]
async fn a_refused_login_is_told_from_a_busy_server() {
    let cases = [("-ERR [AUTH] no", true), ("-ERR no", true), ("-ERR [IN-USE] locked", false)];
    for (text, refused) in cases {
        let start = [say("+OK\r\n"), Act::Hear, say("-ERR\r\n"), Act::Hear, say("+OK\r\n"), Act::Hear];
        let acts = start.into_iter().chain([say(&format!("{text}\r\n"))]).collect();
        let (opened, _) = open(acts, |port| target(port, Security::None)).await;
        let error = opened.unwrap_err();
        assert_eq!(matches!(error.kind, ErrorKind::LoginRefused(_)), refused, "{error:?}");
        assert_eq!(error.step, Step::Login);
    }
    let start = [say("+OK\r\n"), Act::Hear, say("+OK\r\nSASL XOAUTH2\r\n.\r\n"), Act::Hear];
    let refusal = [say("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"), Act::Hear, say("-ERR [AUTH] expired\r\n")];
    let login = Login::XOAuth2 { user: "u".to_owned(), token: "t".to_owned() };
    let acts = start.into_iter().chain(refusal).collect();
    let (opened, _) = open(acts, |port| Target { login, ..target(port, Security::None) }).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::LoginRefused(text) if text == "expired"));
}

/// Spec §4: what the server says wrongly of one mail costs no other mail.
#[tokio::test]
async fn mails_are_listed_whatever_else_the_server_says() {
    let sizes = "+OK\r\n1 120\r\n2 x\r\nnonsense\r\n3 7\r\n3 8\r\n-1 5\r\n.\r\n";
    let names = "+OK\r\n1 first\r\n2 \x01 odd \r\n4 fourth\r\n0 zero\r\n4 again\r\n\r\n.\r\n";
    let (_, mut connection) = let_in(vec![Act::Hear, say(sizes), Act::Hear, say(names)]).await;
    let mail = |number, size, name: Option<&str>| Listed { number, size, name: name.map(|name| name.into()) };
    let expect =
        [mail(1, 120, Some("first")), mail(2, 0, Some("\x01 odd")), mail(3, 7, None), mail(4, 0, Some("fourth"))];
    assert_eq!(connection.list().await.unwrap(), expect);
    let (_, mut connection) = let_in(vec![Act::Hear, say("+OK\r\n.\r\n"), Act::Hear, say("-ERR no\r\n")]).await;
    assert!(matches!(connection.list().await.unwrap_err().kind, ErrorKind::NoUidl));
}

#[tokio::test]
async fn mails_come_whole_or_as_far_as_asked_and_go_at_the_end() {
    let acts = vec![
        Act::Hear,
        say("+OK 12 octets\r\nA: b\r\n\r\n..\n.\r\n.\r\n"),
        Act::Hear,
        say("+OK\r\nA: b\r\n\r\nlong\r\n.\r\n"),
        Act::Hear,
        say("-ERR gone\r\n"),
        Act::Hear,
        say("+OK\r\n"),
        Act::Hear,
        say("+OK bye\r\n"),
    ];
    let (peer, mut connection) = let_in(acts).await;
    assert_eq!(connection.fetch(1).await.unwrap(), b"A: b\r\n\r\n.\n.\r\n");
    assert_eq!(connection.fetch_head(2, 10, 6).await.unwrap(), b"A: b\r\n");
    assert!(connection.fetch(3).await.unwrap_err().is_recoverable());
    connection.delete(1).await.unwrap();
    connection.quit().await.unwrap();
    let heard = peer.heard.await.unwrap();
    assert_eq!(heard[3..], ["RETR 1", "TOP 2 10", "RETR 3", "DELE 1", "QUIT"]);
}

/// Assurance C4: no server makes us wait for ever or fill our memory.
#[tokio::test]
async fn what_has_no_end_ends_the_connection() {
    let quick = Timeouts {
        connect: Duration::from_secs(5),
        command: Duration::from_millis(200),
        transfer: Duration::from_secs(20),
    };
    let flood = || vec![Act::Hear, say("+OK\r\n"), Act::Flood(8 * MIB), Act::Hang];
    let (_, mut connection) = let_in(flood()).await;
    assert!(matches!(connection.fetch(1).await.unwrap_err().kind, ErrorKind::TooLong));
    assert!(matches!(connection.fetch(1).await.unwrap_err().kind, ErrorKind::Over));
    let (_, mut connection) = let_in(flood()).await;
    assert!(matches!(connection.list().await.unwrap_err().kind, ErrorKind::TooLong), "a line without end");
    for said in ["", "+OK", "*", &"x".repeat(MAX_LINE_BYTES + 1), "+OKAY\r\n"] {
        let peer = play(vec![say(said), Act::Hang]).await;
        let opened = Connection::open(&Target { timeouts: quick, ..target(peer.port, Security::None) }).await;
        let error = opened.unwrap_err();
        assert_eq!(error.step, Step::Greeting);
        assert!(matches!(error.kind, ErrorKind::Timeout | ErrorKind::TooLong | ErrorKind::Protocol(_)), "{error}");
    }
    let (_, mut connection) = let_in(vec![Act::Hear, say("+OK\r\nhalf a mail\r\n.")]).await;
    assert!(matches!(connection.fetch(1).await.unwrap_err().kind, ErrorKind::Closed));
}
