//! The server's side of one connection, plain or under TLS, read line by line. Knows no protocol.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Longer than any client of these journeys waits: what hangs so long hangs for ever.
const FOR_EVER: Duration = Duration::from_secs(120);

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

pub struct Connection {
    stream: Stream,
    pending: Vec<u8>,
}

/// What came within the time.
pub enum Heard {
    Line(String),
    Nothing,
    Closed,
}

/// Answers each connection to a free port of 127.0.0.1 on a thread of its own; returns the port.
pub fn listen(serve: impl Fn(Connection) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for tcp in listener.incoming().flatten() {
            let serve = Arc::clone(&serve);
            std::thread::spawn(move || serve(Connection { stream: Stream::Plain(tcp), pending: Vec::new() }));
        }
    });
    port
}

impl Connection {
    /// Shakes hands; `None` when the client refuses.
    pub fn into_tls(self, config: &Arc<ServerConfig>) -> Option<Self> {
        let Stream::Plain(mut tcp) = self.stream else { return None };
        tcp.set_read_timeout(Some(FOR_EVER)).ok()?;
        let mut tls = ServerConnection::new(Arc::clone(config)).ok()?;
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp).ok()?;
        }
        Some(Self { stream: Stream::Tls(Box::new(StreamOwned::new(tls, tcp))), pending: Vec::new() })
    }

    /// Writes; false when the client is gone.
    pub fn say(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        let stream: &mut dyn Write = match &mut self.stream {
            Stream::Plain(tcp) => tcp,
            Stream::Tls(tls) => tls,
        };
        stream.write_all(bytes.as_ref()).and_then(|()| stream.flush()).is_ok()
    }

    /// The next line without its end, or nothing when the client is gone.
    pub fn line(&mut self) -> Option<String> {
        match self.hear(FOR_EVER) {
            Heard::Line(line) => Some(line),
            Heard::Nothing | Heard::Closed => None,
        }
    }

    /// The next line, waited for only so long.
    pub fn hear(&mut self, patience: Duration) -> Heard {
        loop {
            if let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.pending.drain(..=end).collect();
                return Heard::Line(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
            }
            let mut chunk = [0; 16 * 1024];
            let (tcp, stream): (TcpStream, &mut dyn Read) = match &mut self.stream {
                Stream::Plain(tcp) => (tcp.try_clone().expect("a second handle"), tcp),
                Stream::Tls(tls) => (tls.sock.try_clone().expect("a second handle"), tls),
            };
            tcp.set_read_timeout(Some(patience)).expect("a timeout");
            match stream.read(&mut chunk) {
                Ok(count) if count > 0 => self.pending.extend_from_slice(&chunk[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return Heard::Nothing;
                }
                _ => return Heard::Closed,
            }
        }
    }

    /// Reads nothing more and keeps the connection, so that the client cannot write either.
    pub fn block(self) {
        std::thread::park_timeout(FOR_EVER);
    }

    /// Says nothing more until the client gives up.
    pub fn hang(mut self) {
        while self.line().is_some() {}
    }
}
