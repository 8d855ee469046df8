//! Each bound of the listener, and what a client sees beyond it.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::smtp::server::{Config, Limits, Protocol};

use crate::smtp_server::{Listening, Mailbox, codes, config, listen, talk};

async fn limited(limits: Limits) -> Listening {
    listen(Config { limits, ..config(Protocol::Smtp) }, Mailbox::default()).await
}

async fn check(limits: Limits, said: &str, expect: &[u16]) -> Listening {
    let on = limited(limits).await;
    assert_eq!(talk(on.port, said.as_bytes()).await, expect);
    on
}

const ENVELOPE: &str = "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@d.example>\r\nDATA\r\n";

#[tokio::test]
async fn too_many_commands_end_the_session() {
    let limits = Limits { commands: 2, ..Limits::default() };
    check(limits, "NOOP\r\nNOOP\r\nNOOP\r\nNOOP\r\n", &[220, 250, 250, 421]).await;
}

#[tokio::test]
async fn too_many_refused_commands_end_the_session() {
    let limits = Limits { bad_commands: 1, ..Limits::default() };
    check(limits, "HUH\r\nNOOP\r\nHUH\r\nNOOP\r\n", &[220, 500, 250, 500, 421]).await;
    let limits = Limits { bad_commands: 0, ..Limits::default() };
    check(limits, "HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<no@d.example>\r\n", &[220, 250, 250, 550, 421]).await;
}

#[tokio::test]
async fn recipients_beyond_the_limit_are_deferred() {
    let limits = Limits { recipients: 1, ..Limits::default() };
    let said = ENVELOPE.replace("DATA", "RCPT TO:<b@d.example>\r\nDATA") + "Hi\r\n.\r\n";
    let on = check(limits, &said, &[220, 250, 250, 250, 452, 354, 250]).await;
    assert_eq!(on.mailbox.mails.lock().unwrap()[0].0.to, ["a@d.example"]);
}

#[tokio::test]
async fn a_command_line_beyond_the_limit_ends_the_session() {
    let limits = Limits { command_line_bytes: 20, ..Limits::default() };
    check(limits, &format!("NOOP {}\r\nNOOP\r\n", "x".repeat(15)), &[220, 250, 250]).await;
    check(limits, &format!("NOOP {}\r\nNOOP\r\n", "x".repeat(16)), &[220, 500]).await;
    check(limits, &"x".repeat(100_000), &[220, 500]).await;
}

#[tokio::test]
async fn a_line_of_a_mail_beyond_the_limit_is_refused() {
    let limits = Limits { data_line_bytes: 10, ..Limits::default() };
    let on =
        check(limits, &format!("{ENVELOPE}12345678901\r\n.\r\nNOOP\r\n"), &[220, 250, 250, 250, 354, 554, 250]).await;
    assert!(on.mailbox.bodies().is_empty());
    check(limits, &format!("{ENVELOPE}1234567890\r\n1\r\n.\r\n"), &[220, 250, 250, 250, 354, 250]).await;
}

#[tokio::test]
async fn a_mail_beyond_the_size_is_refused_when_declared_and_when_sent() {
    let limits = Limits { message_bytes: 10, ..Limits::default() };
    let declared = |size: u64| ENVELOPE.replace("<>", &format!("<> SIZE={size}")) + "12345678\r\n.\r\n";
    check(limits, &declared(10), &[220, 250, 250, 250, 354, 250]).await;
    check(limits, "HELO c\r\nMAIL FROM:<> SIZE=11\r\n", &[220, 250, 552]).await;
    let on =
        check(limits, &format!("{ENVELOPE}123456789\r\n.\r\nNOOP\r\n"), &[220, 250, 250, 250, 354, 552, 250]).await;
    assert!(on.mailbox.bodies().is_empty());
}

#[tokio::test]
async fn a_mail_without_end_is_cut_off() {
    let limits = Limits { message_bytes: 10, discarded_bytes: 1000, ..Limits::default() };
    check(limits, &format!("{ENVELOPE}{}", "1234567\r\n".repeat(2000)), &[220, 250, 250, 250, 354, 552]).await;
}

#[tokio::test]
async fn mails_that_need_too_much_memory_together_are_deferred() {
    let limits = Limits { memory_bytes: 64 * 1024, ..Limits::default() };
    let small = format!("{ENVELOPE}Hi\r\n.\r\n");
    let large = format!("{ENVELOPE}{}.\r\n", "1234567\r\n".repeat(10_000));
    let on = check(limits, &large, &[220, 250, 250, 250, 354, 452]).await;
    assert_eq!(talk(on.port, small.as_bytes()).await.last(), Some(&250));
}

#[tokio::test]
async fn silence_ends_the_session_and_the_mail() {
    let limits = Limits { idle: Duration::from_millis(100), ..Limits::default() };
    for (said, expect) in [("", &[220, 421][..]), (&format!("{ENVELOPE}Hi\r\n"), &[220, 250, 250, 250, 354, 421])] {
        let on = limited(limits).await;
        let mut tcp = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
        tcp.write_all(said.as_bytes()).await.unwrap();
        let mut answered = Vec::new();
        tcp.read_to_end(&mut answered).await.unwrap();
        assert_eq!(codes(&answered), expect);
        assert!(on.mailbox.bodies().is_empty());
    }
}

#[tokio::test]
async fn a_mail_that_takes_too_long_as_a_whole_is_cut_off() {
    let limits = Limits { data: Duration::from_millis(100), ..Limits::default() };
    let on = limited(limits).await;
    let (mut reading, mut writing) = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap().into_split();
    writing.write_all(ENVELOPE.as_bytes()).await.unwrap();
    let drip = tokio::spawn(async move {
        // Never silent for long, never done.
        while writing.write_all(b"x\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let mut answered = Vec::new();
    let _ = reading.read_to_end(&mut answered).await;
    assert_eq!(codes(&answered), [220, 250, 250, 250, 354, 421]);
    drop(reading);
    drip.await.unwrap();
}

#[tokio::test]
async fn connections_beyond_the_limit_are_turned_away() {
    for limits in
        [Limits { connections: 1, ..Limits::default() }, Limits { connections_per_address: 1, ..Limits::default() }]
    {
        let on = limited(limits).await;
        let mut first = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
        let mut greeting = [0; 3];
        first.read_exact(&mut greeting).await.unwrap();
        assert_eq!(&greeting, b"220");
        assert_eq!(talk(on.port, b"").await, [421]);
        first.write_all(b"QUIT\r\n").await.unwrap();
        let mut rest = Vec::new();
        first.read_to_end(&mut rest).await.unwrap();
        drop(first);
        // The place is free when the session has ended, a moment after its last word.
        while talk(on.port, b"").await != [220] {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn at_shutdown_idle_clients_are_told_and_a_mail_may_finish() {
    let on = limited(Limits { shutdown: Duration::from_secs(60), ..Limits::default() }).await;
    let mut idle = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
    let mut busy = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
    busy.write_all(ENVELOPE.as_bytes()).await.unwrap();
    let mut answered = Vec::new();
    while !codes(&answered).contains(&354) {
        busy.read_buf(&mut answered).await.unwrap();
    }
    let mut greeting = [0; 4];
    idle.read_exact(&mut greeting).await.unwrap();
    on.stop.send(()).unwrap();
    let mut told = greeting.to_vec();
    idle.read_to_end(&mut told).await.unwrap();
    assert_eq!(codes(&told), [220, 421]);
    busy.write_all(b"Hi\r\n.\r\n").await.unwrap();
    busy.read_to_end(&mut answered).await.unwrap();
    assert_eq!(codes(&answered), [220, 250, 250, 250, 354, 250, 421]);
    drop((idle, busy));
    on.ended.await.unwrap();
    assert_eq!(on.mailbox.bodies(), ["Hi\r\n"]);
    assert!(TcpStream::connect(("127.0.0.1", on.port)).await.is_err());
}

#[tokio::test]
async fn a_mail_that_never_finishes_does_not_hold_up_the_shutdown() {
    let on = limited(Limits { shutdown: Duration::from_millis(50), ..Limits::default() }).await;
    let mut busy = TcpStream::connect(("127.0.0.1", on.port)).await.unwrap();
    busy.write_all(ENVELOPE.as_bytes()).await.unwrap();
    let mut answered = Vec::new();
    while !codes(&answered).contains(&354) {
        busy.read_buf(&mut answered).await.unwrap();
    }
    on.stop.send(()).unwrap();
    on.ended.await.unwrap();
    assert!(on.mailbox.bodies().is_empty());
}
