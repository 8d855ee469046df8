//! One TCP connection, plain or under TLS, and how a client makes it: resolve, check that a plain one stays on this
//! machine, connect, shake hands. Knows no mail protocol.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsStream;

use crate::tls::{ClientTrust, Security, TlsFault};

/// A connection, plain or under TLS.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Why no connection came about, in the cases that a person must tell apart.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectFault {
    /// The name does not resolve.
    #[error("the host name was not found")]
    HostNotFound,
    /// The machine is there, nothing listens on the port.
    #[error("the connection was refused")]
    Refused,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    /// Plain was asked for, and the server is not this machine.
    #[error("a plain connection is allowed to this machine only")]
    PlainOffLoopback,
    /// TLS failed.
    #[error(transparent)]
    Tls(TlsFault),
    /// The network failed otherwise.
    #[error("the network failed")]
    Io(#[source] io::Error),
}

/// Connects to `host`; with [`Security::Implicit`] also shakes hands. Finding the host, connecting and shaking hands
/// take at most `limit` each.
pub(crate) async fn connect(
    host: &str,
    port: u16,
    security: Security,
    trust: &ClientTrust,
    limit: Duration,
) -> Result<Stream, ConnectFault> {
    let tcp = connect_tcp(host, port, security, limit).await?;
    match security {
        Security::Implicit => Stream::Plain(tcp).into_tls(host, trust, limit).await,
        Security::StartTls | Security::None => Ok(Stream::Plain(tcp)),
    }
}

async fn connect_tcp(host: &str, port: u16, security: Security, limit: Duration) -> Result<TcpStream, ConnectFault> {
    let found = timeout(limit, tokio::net::lookup_host((host, port))).await.map_err(|_| ConnectFault::Timeout)?;
    let addresses: Vec<SocketAddr> = found.map_err(|_| ConnectFault::HostNotFound)?.collect();
    if security == Security::None && !addresses.iter().all(|address| address.ip().to_canonical().is_loopback()) {
        return Err(ConnectFault::PlainOffLoopback);
    }
    // An address that swallows packets must leave time for the next one.
    let share = limit / u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let mut last = ConnectFault::HostNotFound;
    for address in addresses {
        match timeout(share, TcpStream::connect(address)).await {
            Err(_) => last = ConnectFault::Timeout,
            Ok(Ok(tcp)) => {
                // Commands are small and answered one by one: waiting for more to send only adds delay.
                tcp.set_nodelay(true).map_err(ConnectFault::Io)?;
                return Ok(tcp);
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => last = ConnectFault::Refused,
            Ok(Err(error)) => last = ConnectFault::Io(error),
        }
    }
    Err(last)
}

impl Stream {
    /// Shakes hands as a client that wants to talk to `host`.
    pub(crate) async fn into_tls(self, host: &str, trust: &ClientTrust, limit: Duration) -> Result<Self, ConnectFault> {
        let Self::Plain(tcp) = self else { return Ok(self) };
        let name = ServerName::try_from(host.to_owned()).map_err(|_| ConnectFault::Tls(TlsFault::WrongName))?;
        match timeout(limit, trust.connector().connect(name, tcp)).await {
            Err(_) => Err(ConnectFault::Timeout),
            Ok(Ok(tls)) => Ok(Self::Tls(Box::new(tls.into()))),
            Ok(Err(error)) => Err(TlsFault::of(&error).map_or(ConnectFault::Io(error), ConnectFault::Tls)),
        }
    }

    /// Whether the bytes are encrypted.
    pub(crate) fn is_tls(&self) -> bool {
        matches!(self, Self::Tls(_))
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_read(context, buffer),
            Self::Tls(tls) => Pin::new(tls).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_write(context, bytes),
            Self::Tls(tls) => Pin::new(tls).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_flush(context),
            Self::Tls(tls) => Pin::new(tls).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_shutdown(context),
            Self::Tls(tls) => Pin::new(tls).poll_shutdown(context),
        }
    }
}
