//! The SMTP client against servers that refuse, hang or hang up at each step.

use std::time::Duration;

use wire::EnvelopeAddress;
use wire::Login;
use wire::smtp::Reply;
use wire::smtp::client::{Error, ErrorKind, Session, Step, Target, Timeouts};
use wire::tls::Security;

use crate::certificates::nobody;
use crate::script::{Act, Peer, play, say};

const STEPS: [Step; 8] =
    [Step::Greeting, Step::Ehlo, Step::Auth, Step::Mail, Step::Rcpt, Step::Data, Step::FinalDot, Step::Rset];

pub fn target(port: u16, security: Security, login: bool) -> Target {
    let login = login.then(|| Login::Password { user: "u".to_owned(), password: "p".to_owned() });
    Target {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        login,
        trust: nobody(),
        helo_name: "desk.example".to_owned(),
        timeouts: Timeouts::default(),
    }
}

fn address(text: &str) -> EnvelopeAddress {
    EnvelopeAddress::new(text).unwrap()
}

/// The whole of a session: everything that a mail needs, then RSET.
async fn send_mail(target: &Target) -> Result<(), Error> {
    let mut session = Session::open(target).await?;
    session.mail(Some(&address("desk@a.example")), 5, false, false).await?;
    session.rcpt(&address("you@b.example")).await?;
    session.data().await?;
    session.body(b"hello").await?;
    session.final_dot().await?;
    session.rset().await?;
    session.quit().await?;
    Ok(())
}

/// What a good server says and hears at each step, up to `until`, where it does `last`.
fn script(until: Step, last: Vec<Act>) -> Vec<Act> {
    let mut acts = Vec::new();
    for step in STEPS {
        match step {
            Step::Greeting => {}
            Step::FinalDot => acts.push(Act::HearMail),
            _ => acts.push(Act::Hear),
        }
        if step == until {
            acts.extend(last);
            acts.push(Act::Hang);
            return acts;
        }
        acts.push(match step {
            Step::Greeting => say("220 mx.example\r\n"),
            Step::Ehlo => say("250-mx.example\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n"),
            Step::Auth => say("235 2.7.0 in\r\n"),
            Step::Data => say("354 go\r\n"),
            _ => say("250 2.0.0 ok\r\n"),
        });
    }
    acts
}

async fn failure(peer: &Peer, timeouts: Timeouts) -> Error {
    let target = Target { timeouts, ..target(peer.port, Security::None, true) };
    send_mail(&target).await.expect_err("the server did not play along")
}

#[tokio::test]
async fn each_step_is_taken_and_heard_once() {
    let mut acts = script(Step::Quit, vec![]);
    acts.extend([Act::Hear, say("221 bye\r\n")]);
    let peer = play(acts).await;
    send_mail(&target(peer.port, Security::None, true)).await.unwrap();
    let heard = peer.heard.await.unwrap();
    let expect = [
        "EHLO desk.example",
        "AUTH PLAIN AHUAcA==",
        "MAIL FROM:<desk@a.example> SIZE=5",
        "RCPT TO:<you@b.example>",
        "DATA",
        "hello",
        "RSET",
        "QUIT",
    ];
    assert_eq!(heard, expect);
}

/// Issue proof 5: 421, 450 and 550 at each verb
#[tokio::test]
async fn a_refusal_names_its_step_and_reply() {
    for step in STEPS {
        for (code, enhanced) in [(421, "4.3.2"), (450, "4.2.0"), (550, "5.7.1")] {
            let peer = play(script(step, vec![say(&format!("{code} {enhanced} not now\r\n"))])).await;
            let error = failure(&peer, Timeouts::default()).await;
            assert_eq!(error.step, step);
            assert_eq!(error.reply(), Some(&Reply::new(code, enhanced, "not now")), "{step}");
            assert_eq!(error.reply().map(Reply::is_permanent), Some(code == 550));
            assert!(!error.is_uncertain());
        }
    }
}

#[tokio::test]
async fn after_a_refused_recipient_the_next_one_is_tried() {
    let mut acts = script(Step::Rcpt, vec![say("550 5.1.1 unknown\r\n")]);
    acts.pop();
    acts.extend([Act::Hear, say("250 ok\r\n")]);
    let peer = play(acts).await;
    let mut session = Session::open(&target(peer.port, Security::None, true)).await.unwrap();
    session.mail(None, 5, false, false).await.unwrap();
    assert!(session.rcpt(&address("a@b.example")).await.unwrap_err().reply().unwrap().is_permanent());
    assert!(session.rcpt(&address("c@b.example")).await.unwrap().is_positive());
    assert_eq!(peer.heard.await.unwrap().get(2).unwrap(), "MAIL FROM:<> SIZE=5");
}

/// Issue proof 5: hang at each verb
#[tokio::test]
async fn a_server_that_hangs_is_given_up_at_its_step() {
    let short = Duration::from_millis(100);
    for step in STEPS {
        let long = Timeouts::default();
        let timeouts = match step {
            Step::Greeting => Timeouts { greeting: short, ..long },
            Step::Data => Timeouts { data_start: short, ..long },
            Step::FinalDot => Timeouts { final_dot: short, ..long },
            _ => Timeouts { command: short, ..long },
        };
        let peer = play(script(step, vec![])).await;
        let error = failure(&peer, timeouts).await;
        assert!(matches!(error.kind, ErrorKind::Timeout), "{step}: {error:?}");
        assert_eq!(error.is_uncertain(), step == Step::FinalDot, "{step}");
        // These share their limit with EHLO, which a slow machine may not answer in time either.
        if !matches!(step, Step::Auth | Step::Mail | Step::Rcpt | Step::Rset) {
            assert_eq!(error.step, step);
        }
    }
}

/// Issue proof 5: drop before and after the final dot (assurance R8)
#[tokio::test]
async fn a_drop_before_the_final_dot_is_told_from_one_after_it() {
    for step in STEPS {
        let mut acts = script(step, vec![]);
        acts.pop();
        let peer = play(acts).await;
        let error = failure(&peer, Timeouts::default()).await;
        assert!(matches!(error.kind, ErrorKind::Closed), "{step}: {error:?}");
        assert_eq!((error.step, error.is_uncertain()), (step, step == Step::FinalDot));
    }
}

#[tokio::test]
async fn a_drop_within_the_body_is_no_uncertain_mail() {
    let mut acts = script(Step::Data, vec![say("354 go\r\n"), Act::HearBytes(10)]);
    acts.pop();
    let peer = play(acts).await;
    let mut session = Session::open(&target(peer.port, Security::None, true)).await.unwrap();
    session.mail(None, 5, false, false).await.unwrap();
    session.rcpt(&address("a@b.example")).await.unwrap();
    session.data().await.unwrap();
    let piece = vec![b'x'; 1 << 20];
    let error = loop {
        if let Err(error) = session.body(&piece).await {
            break error;
        }
    };
    assert_eq!((error.step, error.is_uncertain()), (Step::Body, false));
    assert!(matches!(session.final_dot().await.unwrap_err().kind, ErrorKind::OutOfOrder));
}

#[tokio::test]
async fn steps_out_of_order_are_refused_and_write_nothing() {
    let peer = play(script(Step::Data, vec![say("354 go\r\n")])).await;
    let mut session = Session::open(&target(peer.port, Security::None, true)).await.unwrap();
    assert!(matches!(session.body(b"x").await.unwrap_err().kind, ErrorKind::OutOfOrder));
    assert!(matches!(session.final_dot().await.unwrap_err().kind, ErrorKind::OutOfOrder));
    session.mail(None, 5, false, false).await.unwrap();
    session.rcpt(&address("a@b.example")).await.unwrap();
    session.data().await.unwrap();
    assert!(matches!(session.rset().await.unwrap_err().kind, ErrorKind::OutOfOrder));
    assert!(matches!(session.quit().await.unwrap_err().kind, ErrorKind::OutOfOrder));
    assert_eq!(peer.heard.await.unwrap().last().unwrap(), "DATA");
}

#[tokio::test]
async fn endless_or_foreign_replies_end_the_session() {
    let long_line = format!("220 {}\r\n", "x".repeat(3000));
    let many_lines = "220-more\r\n".repeat(101);
    let cases = [&long_line, &many_lines, "SSH-2.0-x\r\n", "220 a\n", "220-a\r\n250 b\r\n", "150 a\r\n", "250 a\r\n"];
    for greeting in cases {
        let peer = play(vec![say(greeting), Act::Hang]).await;
        let error = failure(&peer, Timeouts::default()).await;
        assert_eq!(error.step, Step::Greeting);
        assert!(matches!(error.kind, ErrorKind::Protocol(_)), "{greeting:.20}: {error:?}");
    }
}

#[tokio::test]
async fn extensions_that_a_mail_needs_must_be_offered() {
    let peer = play(script(Step::Mail, vec![])).await;
    let mut session = Session::open(&target(peer.port, Security::None, true)).await.unwrap();
    assert_eq!(session.extensions().size, Some(1000));
    for (from, utf8, eight_bit) in
        [("ä@b.example", false, false), ("a@b.example", true, false), ("a@b.example", false, true)]
    {
        let error = session.mail(Some(&address(from)), 5, utf8, eight_bit).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::NotOffered(_)), "{error:?}");
    }
    assert!(matches!(session.rcpt(&address("ö@b.example")).await.unwrap_err().kind, ErrorKind::NotOffered("SMTPUTF8")));
}

/// Assurance C1
#[test]
fn an_address_cannot_inject_a_command() {
    for text in [
        "a@b.example\r\nRCPT TO:<x@y.example>",
        "a@b.example>\r\nDATA",
        "a@b.example> SIZE=1",
        "a b@c.example",
        "<a@b.example>",
        "a\0@b.example",
        "a@b.example\n",
        "a\u{85}@b.example",
        "a\u{2028}@b.example",
        "",
        "a",
        "@b.example",
        "a@",
        &format!("{}@b.example", "a".repeat(300)),
    ] {
        assert!(EnvelopeAddress::new(text).is_err(), "{text:?}");
    }
    assert_eq!(address("a+b@c.example").as_str(), "a+b@c.example");
}
