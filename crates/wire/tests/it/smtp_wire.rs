//! What the client writes, judged by what an unforgiving server reads (assurance C2).

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpListener;
use wire::EnvelopeAddress;
use wire::smtp::client::Session;
use wire::tls::Security;

use crate::smtp_client::target;

/// The body with every line end as CRLF and a line end at its end, as a receiver must see it.
fn expected(body: &[u8]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = vec![Vec::new()];
    let mut bytes = body.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if(|next| **next == b'\n');
                lines.push(Vec::new());
            }
            b'\n' => lines.push(Vec::new()),
            _ => lines.last_mut().unwrap().push(*byte),
        }
    }
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines.into_iter().flat_map(|line| [line, b"\r\n".to_vec()].concat()).collect()
}

/// Reads a wire strictly: only CRLF ends a line, a line of one dot ends the mail and must come last.
fn received(wire: &[u8]) -> Vec<u8> {
    let inner = wire.strip_suffix(b".\r\n").expect("the final dot");
    let mut mail = Vec::new();
    for line in inner.split_inclusive(|byte| *byte == b'\n') {
        let text = line.strip_suffix(b"\r\n").expect("a line that ends with CRLF");
        assert!(!text.contains(&b'\r'), "a bare CR");
        assert_ne!(text, b".", "a dot that ends the mail early");
        mail.extend_from_slice(text.strip_prefix(b".").unwrap_or(text));
        assert!(!text.starts_with(b".") || text.starts_with(b".."), "a dot that was not doubled");
        mail.extend_from_slice(b"\r\n");
    }
    mail
}

/// Bodies are sent one after the other in one session to a server that keeps every byte after DATA.
async fn send(bodies: Vec<Vec<Vec<u8>>>) -> Vec<Vec<u8>> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let mut wire = BufStream::new(listener.accept().await.unwrap().0);
        wire.write_all(b"220 mx\r\n").await.unwrap();
        let mut mails = Vec::new();
        loop {
            wire.flush().await.unwrap();
            let mut line = String::new();
            if wire.read_line(&mut line).await.unwrap() == 0 {
                return mails;
            }
            if line != "DATA\r\n" {
                wire.write_all(b"250 ok\r\n").await.unwrap();
                continue;
            }
            wire.write_all(b"354 go\r\n").await.unwrap();
            wire.flush().await.unwrap();
            let mut mail = Vec::new();
            while !(mail == b".\r\n" || mail.ends_with(b"\r\n.\r\n")) {
                mail.push(wire.read_u8().await.unwrap());
            }
            wire.write_all(b"250 taken\r\n").await.unwrap();
            mails.push(mail);
        }
    });
    let mut session = Session::open(&target(port, Security::None, false)).await.unwrap();
    let to = EnvelopeAddress::new("a@b.example").unwrap();
    for pieces in bodies {
        session.mail(None, 1, false, false).await.unwrap();
        session.rcpt(&to).await.unwrap();
        session.data().await.unwrap();
        for piece in pieces {
            session.body(&piece).await.unwrap();
        }
        session.final_dot().await.unwrap();
    }
    drop(session);
    serving.await.unwrap()
}

/// Assurance C2: a wire oracle over random bodies in random pieces
#[test]
fn no_body_can_leave_its_mail() {
    let byte = prop_oneof![4 => Just(b'.'), 4 => Just(b'\r'), 4 => Just(b'\n'), 2 => Just(b'a'), 1 => any::<u8>()];
    let pieces = prop::collection::vec(prop::collection::vec(byte, 0..20), 0..5);
    let bodies = prop::collection::vec(pieces, 100);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 50, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&bodies, |bodies| {
            let wires = runtime.block_on(send(bodies.clone()));
            prop_assert_eq!(wires.len(), bodies.len());
            for (wire, body) in wires.iter().zip(bodies) {
                prop_assert_eq!(received(wire), expected(&body.concat()));
            }
            Ok(())
        })
        .unwrap();
}
