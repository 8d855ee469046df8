//! The SMTP client against servers that nobody should trust, and its ways to sign in.

use wire::Login;
use wire::smtp::client::{Error, ErrorKind, Session, Step, Target};
use wire::tls::{Security, TlsFault, self_signed};

use crate::certificates::{Authority, own_authority};
use crate::script::{Act, play, say};
use crate::smtp_client::target;

fn until_starttls(after: &str) -> Vec<Act> {
    let offer = "250-mx.example\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n";
    vec![say("220 mx.example\r\n"), Act::Hear, say(offer), Act::Hear, say(after)]
}

/// Opens a session, drops it, and returns what the server heard.
async fn open(acts: Vec<Act>, security: Security, authority: &Authority) -> (Result<(), Error>, Vec<String>) {
    let peer = play(acts).await;
    let target = Target { trust: authority.trust(), ..target(peer.port, security, true) };
    let opened = Session::open(&target).await.map(drop);
    (opened, peer.heard.await.unwrap())
}

/// Assurance C3
#[tokio::test]
async fn data_after_starttls_ends_the_connection_before_any_login() {
    let authority = Authority::new();
    let mut acts = until_starttls("220 go\r\n250-mx.example\r\n250 AUTH PLAIN\r\n");
    acts.push(Act::Hang);
    let (opened, heard) = open(acts, Security::StartTls, &authority).await;
    let error = opened.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::DataAfterStartTls), "{error:?}");
    assert_eq!((error.step, heard), (Step::Tls, vec!["EHLO desk.example".to_owned(), "STARTTLS".to_owned()]));
}

/// Assurance C3
#[tokio::test]
async fn a_server_without_starttls_gets_no_login() {
    let authority = Authority::new();
    let acts = vec![say("220 mx.example\r\n"), Act::Hear, say("250-mx.example\r\n250 AUTH PLAIN\r\n"), Act::Hang];
    let (opened, heard) = open(acts, Security::StartTls, &authority).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::NoStartTls));
    assert_eq!(heard, ["EHLO desk.example"]);
}

/// Assurance C3
#[tokio::test]
async fn what_was_offered_in_the_clear_is_forgotten() {
    let authority = Authority::new();
    let mut acts = until_starttls("220 go\r\n");
    acts.extend([Act::Tls(authority.good().server_config()), Act::Hear, say("250 mx.example\r\n"), Act::Hang]);
    let (opened, heard) = open(acts, Security::StartTls, &authority).await;
    assert!(matches!(opened.unwrap_err().kind, ErrorKind::NoAuthMechanism));
    assert_eq!(heard.len(), 3);
}

/// Issue proof 5: wrong name, expired, self-signed
#[tokio::test]
async fn certificates_that_prove_nothing_are_refused() {
    let authority = Authority::new();
    let cases = [
        (authority.issue("other.example", 4000), TlsFault::WrongName),
        (authority.issue("127.0.0.1", 2001), TlsFault::Expired),
        (self_signed("127.0.0.1").unwrap(), TlsFault::Untrusted),
        (Authority::new().good(), TlsFault::Untrusted),
    ];
    for (identity, expect) in cases {
        for security in [Security::Implicit, Security::StartTls] {
            let handshake = Act::Tls(identity.server_config());
            let acts = match security {
                Security::StartTls => until_starttls("220 go\r\n").into_iter().chain([handshake]).collect(),
                _ => vec![handshake],
            };
            let (opened, heard) = open(acts, security, &authority).await;
            let error = opened.unwrap_err();
            assert!(matches!(&error.kind, ErrorKind::Tls(fault) if *fault == expect), "{expect}: {error:?}");
            assert_eq!(error.step, Step::Tls);
            assert!(!heard.iter().any(|line| line.starts_with("AUTH")));
        }
    }
}

/// As an administrator adds it, whether its maker called it an authority or not; only for its name and its time.
#[tokio::test]
async fn a_self_signed_certificate_that_was_added_is_trusted_for_what_it_says() {
    let cases = [
        (self_signed("127.0.0.1").unwrap(), None),
        (own_authority("127.0.0.1", 4000), None),
        (self_signed("other.example").unwrap(), Some(TlsFault::WrongName)),
        (own_authority("other.example", 4000), Some(TlsFault::WrongName)),
        (own_authority("127.0.0.1", 2001), Some(TlsFault::Expired)),
    ];
    for (identity, expect) in cases {
        let peer =
            play(vec![Act::Tls(identity.server_config()), say("220 mx\r\n"), Act::Hear, say("250 mx\r\n")]).await;
        let trust = wire::tls::ClientTrust::only(identity.certificate_pem()).unwrap();
        let opened = Session::open(&Target { trust, ..target(peer.port, Security::Implicit, false) }).await;
        let fault = opened.err().map(|error| match error.kind {
            ErrorKind::Tls(fault) => fault,
            other => panic!("{other:?}"),
        });
        assert_eq!(fault, expect);
    }
    let (added, other) = (own_authority("127.0.0.1", 4000), own_authority("127.0.0.1", 4000));
    let peer = play(vec![Act::Tls(other.server_config())]).await;
    let trust = wire::tls::ClientTrust::only(added.certificate_pem()).unwrap();
    let error = Session::open(&Target { trust, ..target(peer.port, Security::Implicit, false) }).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Tls(TlsFault::Untrusted)), "{error:?}");
}

#[tokio::test]
async fn a_certificate_of_an_added_authority_is_accepted() {
    let authority = Authority::new();
    let identity = authority.good();
    let acts =
        vec![Act::Tls(identity.server_config()), say("220 mx.example\r\n"), Act::Hear, say("250 mx.example\r\n")];
    let peer = play(acts).await;
    let target = Target { trust: authority.trust(), ..target(peer.port, Security::Implicit, false) };
    assert!(Session::open(&target).await.unwrap().is_tls());
}

#[tokio::test]
async fn a_plain_connection_to_another_machine_is_refused() {
    for host in ["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1"] {
        let target = Target { host: host.to_owned(), ..target(25, Security::None, true) };
        let error = Session::open(&target).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::PlainOffLoopback), "{host}: {error:?}");
    }
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_host_are_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = Session::open(&target(port, Security::None, false)).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::ConnectionRefused), "{error:?}");
    let nowhere = Target { host: "nowhere.invalid".to_owned(), ..target(port, Security::Implicit, false) };
    let error = Session::open(&nowhere).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::HostNotFound), "{error:?}");
}

#[tokio::test]
async fn the_way_to_sign_in_is_chosen_from_what_is_offered() {
    let password = Login::Password { user: "u".to_owned(), password: "p".to_owned() };
    let token = Login::XOAuth2 { user: "u".to_owned(), token: "t".to_owned() };
    let xoauth2 = "AUTH XOAUTH2 dXNlcj11AWF1dGg9QmVhcmVyIHQBAQ==";
    let cases: [(&Login, &str, &[&str], &[&str]); 4] = [
        (&password, "LOGIN PLAIN", &["AUTH PLAIN AHUAcA=="], &["235 in\r\n"]),
        (
            &password,
            "LOGIN",
            &["AUTH LOGIN", "dQ==", "cA=="],
            &["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 in\r\n"],
        ),
        (&token, "PLAIN XOAUTH2", &[xoauth2], &["235 in\r\n"]),
        (&token, "XOAUTH2", &[xoauth2, ""], &["334 eyJzIjoiNDAxIn0=\r\n", "535 5.7.8 expired\r\n"]),
    ];
    for (login, offered, lines, answers) in cases {
        let mut acts = vec![say("220 mx\r\n"), Act::Hear, say(&format!("250-mx\r\n250 AUTH {offered}\r\n"))];
        acts.extend(answers.iter().flat_map(|answer| [Act::Hear, say(answer)]));
        let peer = play(acts).await;
        let target = Target { login: Some(login.clone()), ..target(peer.port, Security::None, false) };
        let opened = Session::open(&target).await;
        let accepted = answers.last().unwrap().starts_with("235");
        assert_eq!(
            opened.map(drop).map_err(|error| error.reply().map(|reply| reply.code)),
            match accepted {
                true => Ok(()),
                false => Err(Some(535)),
            }
        );
        assert_eq!(peer.heard.await.unwrap().get(1..).unwrap(), lines);
    }
}

#[test]
fn secrets_are_not_shown() {
    let login = Login::Password { user: "u".to_owned(), password: "hunter2".to_owned() };
    assert!(!format!("{login:?}").contains("hunter2"));
}
