//! The listener as a client sees it: what it accepts, what it refuses, and that no two servers could disagree about it.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use wire::smtp::Reply;
use wire::smtp::server::{Config, Envelope, Limits, Protocol, Receiver, SessionInfo, Verdict, serve};

/// A mailbox that remembers. `later@` is deferred, `no@` refused; at delivery `full@` is refused, `busy@` deferred.
#[derive(Default)]
pub struct Mailbox {
    pub mails: Mutex<Vec<(Envelope, Vec<u8>)>>,
    pub slow: bool,
}

impl Receiver for Mailbox {
    fn recipient(&self, _: &SessionInfo, _: &str, to: &str) -> impl Future<Output = Verdict> + Send {
        let verdict = match to.split('@').next().unwrap_or_default() {
            "no" => Verdict::Refuse(Reply::new(550, "5.1.1", "Unknown")),
            "later" => Verdict::Later(Reply::new(450, "4.2.0", "Later")),
            _ => Verdict::Accept,
        };
        async { verdict }
    }

    async fn accept(&self, envelope: Envelope, data: Vec<u8>) -> Vec<Reply> {
        if self.slow {
            std::future::pending::<()>().await;
        }
        let replies = envelope.to.iter().map(|to| match to.split('@').next().unwrap_or_default() {
            "full" => Reply::new(552, "5.2.2", "Full"),
            "busy" => Reply::new(451, "4.3.0", "Busy"),
            _ => Reply::new(250, "2.0.0", "Taken"),
        });
        let replies = replies.collect();
        self.mails.lock().unwrap().push((envelope, data));
        replies
    }
}

impl Mailbox {
    pub fn bodies(&self) -> Vec<String> {
        let mails = self.mails.lock().unwrap();
        mails.iter().map(|(_, data)| String::from_utf8_lossy(data).into_owned()).collect()
    }
}

pub struct Listening {
    pub port: u16,
    pub mailbox: Arc<Mailbox>,
    pub stop: oneshot::Sender<()>,
    pub ended: JoinHandle<()>,
}

pub fn config(protocol: Protocol) -> Config {
    Config {
        protocol,
        hostname: "mx.example".to_owned(),
        tls: None,
        limits: Limits::default(),
        accept_any_login: false,
    }
}

pub async fn listen(config: Config, mailbox: Mailbox) -> Listening {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mailbox = Arc::new(mailbox);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = serve(listener, Arc::new(config), Arc::clone(&mailbox), async {
        // Dropping the sender stops it as well.
        let _ = stopped.await;
    });
    let ended = tokio::spawn(serving);
    Listening { port, mailbox, stop, ended }
}

/// Sends all of `said` at once, ends the sending side, and returns the codes of all replies.
pub async fn talk(port: u16, said: &[u8]) -> Vec<u16> {
    let mut tcp = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    // A listener that hung up meanwhile may refuse the rest; what it answered is what counts.
    let _ = tcp.write_all(said).await;
    let _ = tcp.shutdown().await;
    let mut answered = Vec::new();
    let _ = tcp.read_to_end(&mut answered).await;
    codes(&answered)
}

pub fn codes(answered: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(answered);
    text.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).map(|line| line[..3].parse().unwrap()).collect()
}

const ENVELOPE: &str = "EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<x@desk.example>\r\nDATA\r\n";

#[tokio::test]
async fn a_pipelined_session_delivers_its_mails() {
    let on = listen(config(Protocol::Smtp), Mailbox::default()).await;
    let said = format!("{ENVELOPE}..Hi\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<y@desk.example>\r\nDATA\r\nB\r\n.\r\nQUIT\r\n");
    let codes = talk(on.port, said.as_bytes()).await;
    assert_eq!(codes, [220, 250, 250, 250, 354, 250, 250, 250, 354, 250, 221]);
    assert_eq!(on.mailbox.bodies(), [".Hi\r\n", "B\r\n"]);
    let mails = on.mailbox.mails.lock().unwrap();
    let (envelope, _) = mails.first().unwrap();
    assert_eq!((envelope.from.as_str(), envelope.helo.as_str()), ("a@b.example", "c.example"));
    assert_eq!((envelope.protocol, envelope.tls, envelope.utf8), (Protocol::Smtp, false, false));
    assert_eq!(mails.last().unwrap().0.from, "");
}

/// Assurance A12
#[tokio::test]
async fn no_other_ending_than_crlf_dot_crlf_smuggles_a_mail() {
    let second = "MAIL FROM:<evil@b.example>\r\nRCPT TO:<x@desk.example>\r\nDATA\r\nsmuggled\r\n.\r\n";
    let endings = [
        "\n.\n",
        "\n.\r\n",
        "\n.\r",
        "\r.\r",
        "\r.\n",
        "\r.\r\n",
        "\r\n.\n",
        "\r\n.\r",
        "\r\n\r.\r\n",
        "\r\n.\r\r\n",
        "\n\n.\n\n",
        "\r\r.\r\r",
        "\n.\0\r\n",
        "\r\n\n.\r\n",
        "\r\n.\n\r\n",
        "\u{85}.\u{85}\n",
    ];
    for protocol in [Protocol::Smtp, Protocol::Lmtp] {
        let hello = if protocol == Protocol::Smtp { "EHLO" } else { "LHLO" };
        for ending in endings {
            let on = listen(config(protocol), Mailbox::default()).await;
            let said = format!("{}first{ending}{second}QUIT\r\n", ENVELOPE.replace("EHLO", hello));
            let codes = talk(on.port, said.as_bytes()).await;
            assert_eq!(codes, [220, 250, 250, 250, 354, 521], "{ending:?}");
            assert_eq!(on.mailbox.bodies().len(), 0, "{ending:?}");
        }
        // These look like an ending and are text: one mail, whole.
        for text in ["\0.\r\n", "\u{85}.\r\n", "\r\n..\r\n", "\r\n. \r\n", "\r\n.\0\r\n"] {
            let on = listen(config(protocol), Mailbox::default()).await;
            let said = format!("{}first{text}{second}QUIT\r\n", ENVELOPE.replace("EHLO", hello));
            assert_eq!(talk(on.port, said.as_bytes()).await, [220, 250, 250, 250, 354, 250, 221], "{text:?}");
            let bodies = on.mailbox.bodies();
            assert!(bodies.len() == 1 && bodies[0].ends_with("smuggled\r\n"), "{text:?}");
        }
    }
}

/// Assurance A12
#[tokio::test]
async fn a_bare_line_end_in_a_command_ends_the_session() {
    for line in ["NOOP\n", "NOOP\rNOOP\r\n", "NO\nOP\r\n", "\n", "\r\r\n"] {
        let on = listen(config(Protocol::Smtp), Mailbox::default()).await;
        assert_eq!(talk(on.port, format!("{line}NOOP\r\n").as_bytes()).await, [220, 521], "{line:?}");
    }
}

#[tokio::test]
async fn commands_out_of_order_are_refused() {
    let cases: [(&str, &[u16]); 12] = [
        ("MAIL FROM:<a@b.example>\r\n", &[503]),
        ("HELO c\r\nRCPT TO:<a@b.example>\r\n", &[250, 503]),
        ("HELO c\r\nDATA\r\n", &[250, 503]),
        ("HELO c\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n", &[250, 250, 503]),
        ("HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<no@b.example>\r\nDATA\r\n", &[250, 250, 550, 503]),
        ("HELO c\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<a@b.example>\r\n", &[250, 250, 250, 503]),
        ("HELO c\r\nMAIL FROM:<>\r\nEHLO d\r\nRCPT TO:<a@b.example>\r\n", &[250, 250, 250, 503]),
        ("HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<later@b.example>\r\n", &[250, 250, 450]),
        ("LHLO c\r\n", &[500]),
        ("VRFY a\r\nNOOP x\r\nRSET\r\n", &[252, 250, 250]),
        ("STARTTLS\r\nAUTH PLAIN AAAA\r\nBDAT 1\r\n", &[503, 502, 500]),
        ("HELO c\r\nMAIL FROM:<ä@b.example>\r\nMAIL FROM:<>\r\nRCPT TO:<ä@b.example>\r\n", &[250, 553, 250, 553]),
    ];
    for (said, expect) in cases {
        let on = listen(config(Protocol::Smtp), Mailbox::default()).await;
        assert_eq!(talk(on.port, said.as_bytes()).await.get(1..).unwrap(), expect, "{said}");
    }
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient_and_smtp_with_the_worst() {
    let envelope = |hello: &str| {
        format!(
            "{hello} c\r\nMAIL FROM:<>\r\nRCPT TO:<a@d.example>\r\nRCPT TO:<no@d.example>\r\nRCPT TO:<full@d.example>\r\n\
             RCPT TO:<busy@d.example>\r\nDATA\r\nHi\r\n.\r\nQUIT\r\n"
        )
    };
    let on = listen(config(Protocol::Lmtp), Mailbox::default()).await;
    let codes = talk(on.port, envelope("LHLO").as_bytes()).await;
    assert_eq!(codes, [220, 250, 250, 250, 550, 250, 250, 354, 250, 552, 451, 221]);
    let on = listen(config(Protocol::Smtp), Mailbox::default()).await;
    let codes = talk(on.port, envelope("EHLO").as_bytes()).await;
    assert_eq!(codes, [220, 250, 250, 250, 550, 250, 250, 354, 552, 221]);
    assert_eq!(talk(on.port, envelope("EHLO").replace("full", "all").as_bytes()).await[8], 451);
}

#[tokio::test]
async fn a_mail_is_not_accepted_before_the_receiver_has_answered() {
    let mut config = config(Protocol::Lmtp);
    config.limits.accept = Duration::from_millis(50);
    let on = listen(config, Mailbox { slow: true, ..Mailbox::default() }).await;
    let said =
        "LHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@d.example>\r\nRCPT TO:<b@d.example>\r\nDATA\r\nHi\r\n.\r\nQUIT\r\n";
    assert_eq!(talk(on.port, said.as_bytes()).await, [220, 250, 250, 250, 250, 354, 451, 451, 221]);
}

#[tokio::test]
async fn any_login_is_accepted_only_where_it_is_wanted() {
    let sandbox = Config { accept_any_login: true, ..config(Protocol::Smtp) };
    let said = "EHLO c\r\nAUTH PLAIN AHUAcA==\r\nAUTH PLAIN\r\nAHUAcA==\r\nAUTH LOGIN\r\ndQ==\r\ncA==\r\n\
                AUTH PLAIN !\r\nAUTH CRAM-MD5\r\n";
    let codes = talk(listen(sandbox, Mailbox::default()).await.port, said.as_bytes()).await;
    assert_eq!(codes, [220, 250, 235, 334, 235, 334, 334, 235, 501, 504]);
    let codes =
        talk(listen(config(Protocol::Smtp), Mailbox::default()).await.port, b"EHLO c\r\nAUTH PLAIN x\r\n").await;
    assert_eq!(codes, [220, 250, 502]);
}
