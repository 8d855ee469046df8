//! The IMAP client against servers that nobody should trust, and its ways to sign in.

use wire::Login;
use wire::imap::{Connection, Error, ErrorKind, Step, Target};
use wire::tls::{Security, TlsFault, self_signed};

use crate::certificates::Authority;
use crate::imap_mailbox::target;
use crate::script::{Act, play, say};

/// Opens a connection, drops it, and returns what the server heard.
async fn open(acts: Vec<Act>, target: impl FnOnce(u16) -> Target) -> (Result<(), Error>, Vec<String>) {
    let peer = play(acts).await;
    let opened = Connection::open(&target(peer.port)).await.map(drop);
    (opened, peer.heard.await.unwrap())
}

fn start_tls(after: &str) -> Vec<Act> {
    let offer = "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\nTAG OK done\r\n";
    vec![say("* OK hello\r\n"), Act::Hear, say(offer), Act::Hear, say(after)]
}

/// Assurance C3
#[tokio::test]
async fn data_after_starttls_ends_the_connection_before_any_login() {
    for injected in ["* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "* PREAUTH in\r\n", "x"] {
        let mut acts = start_tls(&format!("TAG OK go\r\n{injected}"));
        acts.push(Act::Hang);
        let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
        let error = opened.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::DataAfterStartTls), "{error:?}");
        assert_eq!(heard, ["W1 CAPABILITY", "W2 STARTTLS"]);
    }
}

/// Assurance C3
#[tokio::test]
async fn preauth_before_tls_is_refused() {
    let acts = vec![say("* PREAUTH you are in\r\n"), Act::Hang];
    let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::PreauthBeforeTls));
    assert!(heard.is_empty());
}

/// Assurance C3
#[tokio::test]
async fn a_server_without_starttls_gets_no_login() {
    let offer = "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n";
    let acts = vec![say("* OK hello\r\n"), Act::Hear, say(offer), Act::Hang];
    let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::NoStartTls));
    assert_eq!(heard, ["W1 CAPABILITY"]);
    let mut acts = start_tls("TAG NO not now\r\n");
    acts.push(Act::Hang);
    let (opened, heard) = open(acts, |port| target(port, Security::StartTls)).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::Refused { .. }));
    assert_eq!(heard.len(), 2);
}

/// Assurance C3
#[tokio::test]
async fn what_was_offered_in_the_clear_is_forgotten() {
    let authority = Authority::new();
    let mut acts = start_tls("TAG OK go\r\n");
    let offer = say("* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK done\r\n");
    acts.extend([Act::Tls(authority.good().server_config()), Act::Hear, offer, Act::Hang]);
    let (opened, heard) =
        open(acts, |port| Target { trust: authority.trust(), ..target(port, Security::StartTls) }).await;
    let error = opened.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::NoAuthMechanism), "{error:?}");
    assert_eq!(heard.last().unwrap(), "W1 CAPABILITY");
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
        let (opened, _) =
            open(acts, |port| Target { trust: authority.trust(), ..target(port, Security::Implicit) }).await;
        let error = opened.unwrap_err();
        assert!(matches!(&error.kind, ErrorKind::Tls(fault) if *fault == expect), "{expect}: {error:?}");
        assert_eq!(error.step, Step::Tls);
    }
}

#[tokio::test]
async fn the_way_to_sign_in_is_chosen_from_what_is_offered() {
    let password = |text: &str| Login::Password { user: "u".to_owned(), password: text.to_owned() };
    let token = Login::XOAuth2 { user: "u".to_owned(), token: "t".to_owned() };
    let xoauth2 = "dXNlcj11AWF1dGg9QmVhcmVyIHQBAQ==";
    let done = "TAG OK [CAPABILITY IMAP4rev1] in\r\n";
    let cases: [(Login, &str, Vec<Act>, Vec<String>); 5] = [
        (
            password("p"),
            "AUTH=PLAIN SASL-IR",
            vec![Act::Hear, say(done)],
            vec!["W2 AUTHENTICATE PLAIN AHUAcA==".into()],
        ),
        (
            password("p"),
            "AUTH=PLAIN",
            vec![Act::Hear, say("+ \r\n"), Act::Hear, say("W2 OK in\r\n"), Act::Hear, say("TAG OK\r\n")],
            vec!["W2 AUTHENTICATE PLAIN".into(), "AHUAcA==".into(), "W3 CAPABILITY".into()],
        ),
        (password("p\"\\"), "", vec![Act::Hear, say(done)], vec!["W2 LOGIN \"u\" \"p\\\"\\\\\"".into()]),
        (
            password("ž\r\n"),
            "",
            vec![
                Act::Hear,
                say("+ \r\n"),
                Act::Hear,
                say("+ \r\n"),
                Act::HearBytes(6),
                say("W2 OK [CAPABILITY X] in\r\n"),
            ],
            vec!["W2 LOGIN {1}".into(), "u {4}".into(), "ž\r\n\r\n".into()],
        ),
        (token, "AUTH=XOAUTH2 SASL-IR", vec![Act::Hear, say(done)], vec![format!("W2 AUTHENTICATE XOAUTH2 {xoauth2}")]),
    ];
    for (login, offered, acts, expect) in cases {
        let start =
            vec![say("* OK hello\r\n"), Act::Hear, say(&format!("* CAPABILITY {offered} A\r\nTAG OK done\r\n"))];
        let acts = start.into_iter().chain(acts).collect();
        let (opened, heard) = open(acts, |port| Target { login, ..target(port, Security::None) }).await;
        opened.unwrap();
        assert_eq!(heard.get(1..).unwrap(), expect);
    }
}

#[tokio::test]
async fn a_refused_login_is_told_from_a_busy_server() {
    let cases = [("NO [AUTHENTICATIONFAILED] wrong", true), ("NO wrong", true), ("NO [UNAVAILABLE] later", false)];
    for (text, refused) in cases {
        let start = [say("* OK hello\r\n"), Act::Hear, say("* CAPABILITY A\r\nTAG OK done\r\n"), Act::Hear];
        let acts = start.into_iter().chain([say(&format!("TAG {text}\r\n"))]).collect();
        let (opened, _) = open(acts, |port| target(port, Security::None)).await;
        let error = opened.unwrap_err();
        assert_eq!(matches!(error.kind, ErrorKind::LoginRefused(_)), refused, "{error:?}");
        assert_eq!(error.step, Step::Login);
    }
}

#[tokio::test]
async fn a_refused_token_is_answered_so_that_the_refusal_comes() {
    let token = Login::XOAuth2 { user: "u".to_owned(), token: "t".to_owned() };
    let start = [say("* OK hello\r\n"), Act::Hear, say("* CAPABILITY AUTH=XOAUTH2 SASL-IR\r\nTAG OK done\r\n")];
    let refusal = [Act::Hear, say("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"), Act::Hear, say("W2 NO expired\r\n")];
    let acts = start.into_iter().chain(refusal).collect();
    let (opened, heard) = open(acts, |port| Target { login: token, ..target(port, Security::None) }).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::LoginRefused(text) if text == "expired"));
    assert_eq!(heard.last().unwrap(), "");
}

#[tokio::test]
async fn we_say_who_we_are_where_it_is_asked_for() {
    let start = [say("* OK hello\r\n"), Act::Hear, say("* CAPABILITY A\r\nTAG OK done\r\n"), Act::Hear];
    let rest = [say("TAG OK [CAPABILITY ID] in\r\n"), Act::Hear, say("TAG BAD what\r\n")];
    let (opened, heard) = open(start.into_iter().chain(rest).collect(), |port| target(port, Security::None)).await;
    opened.unwrap();
    assert_eq!(heard.last().unwrap(), "W3 ID (\"name\" \"Staffetta\")");
}
