//! A peer that does what a script says and remembers what it was told.

use std::sync::Arc;

use rustls::ServerConfig;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufStream};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// One thing the peer does.
pub enum Act {
    /// Writes these bytes.
    Say(Vec<u8>),
    /// Reads a line. `TAG` in what is said afterwards stands for its first word.
    Hear,
    /// Reads so many bytes.
    HearBytes(usize),
    /// Reads until the final dot of a mail.
    HearMail,
    /// Shakes hands as a TLS server; a handshake that fails ends the script.
    Tls(Arc<ServerConfig>),
    /// Writes so many zero bytes, as far as the client takes them.
    Flood(u64),
    /// Says nothing more until the client hangs up.
    Hang,
}

pub fn say(text: &str) -> Act {
    Act::Say(text.as_bytes().to_vec())
}

/// A server that plays its script once. Awaiting the handle gives the lines it heard.
pub struct Peer {
    pub port: u16,
    pub heard: JoinHandle<Vec<String>>,
}

/// Both halves of a connection.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

pub async fn play(acts: Vec<Act>) -> Peer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        run(tcp, acts, &mut heard).await;
        heard
    });
    Peer { port, heard }
}

/// Ends early when the client hangs up: what it was told by then is what counts.
async fn run(tcp: tokio::net::TcpStream, acts: Vec<Act>, heard: &mut Vec<String>) {
    let mut wire: BufStream<Box<dyn Wire>> = BufStream::new(Box::new(tcp));
    let mut tag = String::new();
    for act in acts {
        let done = match act {
            Act::Say(bytes) => {
                let bytes =
                    String::from_utf8(bytes.clone()).map_or(bytes, |text| text.replace("TAG", &tag).into_bytes());
                wire.write_all(&bytes).await.is_ok() && wire.flush().await.is_ok()
            }
            Act::Hear => match line(&mut wire).await {
                Some(line) => {
                    tag = line.split(' ').next().unwrap_or_default().to_owned();
                    heard.push(line);
                    true
                }
                None => false,
            },
            Act::HearBytes(count) => {
                let mut bytes = vec![0; count];
                let complete = wire.read_exact(&mut bytes).await.is_ok();
                heard.push(String::from_utf8_lossy(&bytes).into_owned());
                complete
            }
            Act::HearMail => loop {
                match line(&mut wire).await {
                    Some(line) if line == "." => break true,
                    Some(line) => heard.push(line),
                    None => break false,
                }
            },
            Act::Tls(config) => match TlsAcceptor::from(config).accept(wire.into_inner()).await {
                Ok(tls) => {
                    wire = BufStream::new(Box::new(tls));
                    true
                }
                Err(_) => return,
            },
            Act::Flood(count) => {
                let chunk = vec![0; 64 * 1024];
                let mut left = count;
                while left > 0 && wire.write_all(&chunk).await.is_ok() {
                    left = left.saturating_sub(chunk.len() as u64);
                }
                true
            }
            Act::Hang => {
                let mut rest = Vec::new();
                let _ = wire.read_to_end(&mut rest).await;
                heard.extend(String::from_utf8_lossy(&rest).lines().map(str::to_owned));
                false
            }
        };
        if !done {
            return;
        }
    }
    // A closed TLS connection says so; the client sees an end, not a fault.
    let _ = wire.shutdown().await;
}

async fn line(wire: &mut BufStream<Box<dyn Wire>>) -> Option<String> {
    let mut line = Vec::new();
    match wire.read_until(b'\n', &mut line).await {
        Ok(count) if count > 0 => Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}
