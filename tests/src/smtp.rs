//! A plain SMTP and LMTP client that says exactly what it is told and reports every reply. Must not repair what a test sends.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

/// A server's reply: its code and the text of all its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The lines without their codes, joined by line breaks.
    pub text: String,
}

impl Reply {
    /// Whether the server accepted (2xx).
    #[must_use]
    pub fn accepted(&self) -> bool {
        self.code / 100 == 2
    }
}

/// One connection.
#[derive(Debug)]
pub struct Injector {
    stream: BufReader<TcpStream>,
    lmtp: bool,
    /// The greeting of the server.
    pub greeting: Reply,
    /// What the server offers, from its answer to EHLO or LHLO.
    pub extensions: Vec<String>,
}

impl Injector {
    /// Connects to 127.0.0.1 and says EHLO.
    #[must_use]
    pub fn smtp(port: u16) -> Self {
        Self::connect(port, false)
    }

    /// Connects to 127.0.0.1 and says LHLO.
    #[must_use]
    pub fn lmtp(port: u16) -> Self {
        Self::connect(port, true)
    }

    fn connect(port: u16, lmtp: bool) -> Self {
        Self::silent(port).hello(lmtp)
    }

    fn hello(self, lmtp: bool) -> Self {
        let mut connection = Self { lmtp, ..self };
        let hello = connection.command(if lmtp { "LHLO tests.example" } else { "EHLO tests.example" });
        assert!(hello.accepted(), "the server refuses our greeting: {hello:?}");
        connection.extensions = hello.text.lines().skip(1).map(str::to_owned).collect();
        connection
    }

    /// Connects and only reads the greeting.
    #[must_use]
    pub fn silent(port: u16) -> Self {
        Self::over(
            TcpStream::connect(("127.0.0.1", port))
                .unwrap_or_else(|error| panic!("nothing accepts mail on port {port}: {error}")),
        )
    }

    fn over(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream.set_nodelay(true).expect("a socket option");
        let mut connection = Self {
            stream: BufReader::new(stream),
            lmtp: false,
            greeting: Reply { code: 0, text: String::new() },
            extensions: Vec::new(),
        };
        connection.greeting = connection.reply();
        connection
    }

    /// Sends a command line and waits for its reply.
    pub fn command(&mut self, line: &str) -> Reply {
        self.write(format!("{line}\r\n").as_bytes());
        self.reply()
    }

    /// Sends bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).expect("the server reads");
    }

    /// The next reply; panics when the connection ends first.
    pub fn reply(&mut self) -> Reply {
        self.next_reply().expect("a reply, but the connection ended")
    }

    /// The next reply, or nothing when the server closed or dropped the connection.
    pub fn next_reply(&mut self) -> Option<Reply> {
        let mut text = Vec::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            let code =
                line.get(..3).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("not a reply: {line:?}"));
            text.push(line.get(4..).unwrap_or_default().to_owned());
            if line.as_bytes().get(3) != Some(&b'-') {
                return Some(Reply { code, text: text.join("\n") });
            }
        }
    }

    /// Sends one mail to all of `to`. Returns one reply per recipient: the refusal of its RCPT, else the answer to the final dot.
    pub fn deliver(&mut self, from: &str, to: &[&str], raw: &[u8]) -> Vec<Reply> {
        let mail = self.command(&format!("MAIL FROM:<{from}>"));
        if !mail.accepted() {
            return vec![mail; to.len()];
        }
        let replies: Vec<Reply> = to.iter().map(|address| self.command(&format!("RCPT TO:<{address}>"))).collect();
        if !replies.iter().any(Reply::accepted) {
            self.command("RSET");
            return replies;
        }
        let data = self.command("DATA");
        assert_eq!(data.code, 354, "DATA was refused: {data:?}");
        self.write(&stuffed(raw));
        let mut ending = None;
        let lmtp = self.lmtp;
        replies
            .into_iter()
            .map(|reply| match (reply.accepted(), lmtp) {
                (false, _) => reply,
                (true, true) => self.reply(),
                (true, false) => ending.get_or_insert_with(|| self.reply()).clone(),
            })
            .collect()
    }
}

/// Sends one mail over a connection of its own and returns the replies as [`Injector::deliver`] does.
pub fn send(port: u16, from: &str, to: &[&str], raw: &[u8]) -> Vec<Reply> {
    let mut connection = Injector::smtp(port);
    let replies = connection.deliver(from, to, raw);
    connection.command("QUIT");
    replies
}

/// Like [`send`], from a host of its own: any address of loopback (`127.0.0.2`), for what servers judge by who connects.
pub fn send_from(host: Ipv4Addr, port: u16, from: &str, to: &[&str], raw: &[u8]) -> Vec<Reply> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddrV4::new(host, 0).into()).expect("all of 127.0.0.0/8 is ours");
    let server = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    socket.connect(&server.into()).unwrap_or_else(|error| panic!("nothing accepts mail on port {port}: {error}"));
    let mut connection = Injector::over(socket.into()).hello(false);
    let replies = connection.deliver(from, to, raw);
    connection.command("QUIT");
    replies
}

/// The body as DATA carries it: leading dots doubled, ended by the final dot.
#[must_use]
pub fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(raw.len() + 64);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.first() == Some(&b'.') {
            wire.push(b'.');
        }
        wire.extend_from_slice(line);
    }
    if !wire.ends_with(b"\r\n") {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(b".\r\n");
    wire
}
