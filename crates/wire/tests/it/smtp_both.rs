//! Our client and our listener with each other, over STARTTLS, and the listener's side of STARTTLS.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::EnvelopeAddress;
use wire::smtp::client::{ErrorKind, Session, Target};
use wire::smtp::server::{Config, Protocol};
use wire::tls::Security;

use crate::certificates::Authority;
use crate::smtp_client::target;
use crate::smtp_server::{Mailbox, codes, config, listen};

#[tokio::test]
async fn a_mail_goes_from_our_client_to_our_listener_over_starttls() {
    let authority = Authority::new();
    let tls = Some(authority.good().server_config());
    let on = listen(Config { tls, accept_any_login: true, ..config(Protocol::Smtp) }, Mailbox::default()).await;
    let target = Target { trust: authority.trust(), ..target(on.port, Security::StartTls, true) };
    let mut session = Session::open(&target).await.unwrap();
    assert!(session.is_tls() && !session.extensions().start_tls && session.extensions().pipelining);
    let from = EnvelopeAddress::new("ä@b.example").unwrap();
    let body = "..\n.\r\nGrüße\r.".repeat(50_000);
    session.mail(Some(&from), body.len() as u64, true, true).await.unwrap();
    let refused = session.rcpt(&EnvelopeAddress::new("no@d.example").unwrap()).await.unwrap_err();
    assert_eq!(refused.reply().unwrap().enhanced.as_deref(), Some("5.1.1"));
    session.rcpt(&EnvelopeAddress::new("y@d.example").unwrap()).await.unwrap();
    session.data().await.unwrap();
    session.body(body.as_bytes()).await.unwrap();
    assert_eq!(session.final_dot().await.unwrap().text, "Taken");
    session.quit().await.unwrap();
    let mails = on.mailbox.mails.lock().unwrap();
    let (envelope, data) = mails.first().unwrap();
    assert_eq!((envelope.from.as_str(), envelope.to.as_slice()), ("ä@b.example", &["y@d.example".to_owned()][..]));
    assert!(envelope.tls && envelope.utf8);
    let expect = format!("{}\r\n", "..\r\n.\r\nGrüße\r\n.".repeat(50_000));
    assert!(String::from_utf8_lossy(data) == expect, "the mail changed on its way");
}

#[tokio::test]
async fn the_listener_limits_what_the_client_declares() {
    let on = listen(config(Protocol::Smtp), Mailbox::default()).await;
    let mut session = Session::open(&target(on.port, Security::None, false)).await.unwrap();
    let limit = session.extensions().size.unwrap();
    let error = session.mail(None, limit + 1, false, false).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Refused(reply) if reply.code == 552));
    session.mail(None, limit, false, false).await.unwrap();
}

/// Assurance C3, on the listener's side
#[tokio::test]
async fn a_command_pipelined_behind_starttls_is_not_carried_over() {
    let tls = Some(Authority::new().good().server_config());
    let on = listen(Config { tls, ..config(Protocol::Smtp) }, Mailbox::default()).await;
    let mut tcp = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
    tcp.write_all(b"EHLO c\r\nSTARTTLS\r\nRSET\r\n").await.unwrap();
    let mut answered = Vec::new();
    tcp.read_to_end(&mut answered).await.unwrap();
    assert_eq!(codes(&answered), [220, 250, 554]);
    assert!(String::from_utf8_lossy(&answered).contains("250 STARTTLS"));
}

#[tokio::test]
async fn a_failed_handshake_ends_the_session_without_a_word_in_the_clear() {
    let tls = Some(Authority::new().good().server_config());
    let on = listen(Config { tls, ..config(Protocol::Smtp) }, Mailbox::default()).await;
    let mut tcp = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
    tcp.write_all(b"EHLO c\r\nSTARTTLS\r\n").await.unwrap();
    let mut answered = Vec::new();
    while codes(&answered).len() < 3 {
        tcp.read_buf(&mut answered).await.unwrap();
    }
    tcp.write_all(b"RSET\r\nRSET\r\n").await.unwrap();
    let mut rest = Vec::new();
    let _ = tcp.read_to_end(&mut rest).await;
    assert!(!rest.windows(3).any(|code| code == b"250"), "{rest:?}");
}
