//! A listener for SMTP or LMTP. It speaks the protocol, keeps the bounds and hands each mail to a [`Receiver`]; it
//! writes no header, stores nothing, and answers 250 only after the receiver has answered.

mod command;
mod data;
mod limits;
mod receiver;
mod seats;
mod session;
mod transaction;

pub use limits::Limits;
pub use receiver::{Envelope, Protocol, Receiver, SessionInfo, Verdict};

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use seats::Seats;
use session::Session;

/// How long accepting pauses when the system refuses (out of file handles, for instance).
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// What a listener is.
#[derive(Debug, Clone)]
pub struct Config {
    /// SMTP or LMTP.
    pub protocol: Protocol,
    /// Our name in the greeting.
    pub hostname: String,
    /// The certificate for STARTTLS; without one it is not offered.
    pub tls: Option<Arc<ServerConfig>>,
    /// The bounds.
    pub limits: Limits,
    /// Offers AUTH and takes any user and password: for the sandbox of the demo only.
    pub accept_any_login: bool,
}

/// What the sessions of a listener share.
#[derive(Debug)]
struct Shared<R> {
    config: Arc<Config>,
    receiver: Arc<R>,
    memory: Arc<AtomicU64>,
    stop: watch::Receiver<bool>,
}

/// Serves connections until `shutdown` is done. Then it accepts no more, tells idle clients 421, lets a mail that is
/// being received finish within [`Limits::shutdown`], and returns.
pub async fn serve<R: Receiver>(
    listener: TcpListener,
    config: Arc<Config>,
    receiver: Arc<R>,
    shutdown: impl Future<Output = ()> + Send,
) {
    let (stopping, stop) = watch::channel(false);
    let shared = Arc::new(Shared { config, receiver, memory: Arc::new(AtomicU64::new(0)), stop });
    let limits = shared.config.limits;
    let seats = Seats::new(limits.connections, limits.connections_per_address);
    let mut sessions = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = sessions.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((tcp, peer)) => admit(&shared, &seats, tcp, peer, &mut sessions).await,
                Err(error) => {
                    tracing::warn!(%error, "A connection could not be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    drop(listener);
    // Sessions hold a receiver of this channel, so sending fails only when there is none.
    let _ = stopping.send(true);
    let finished = timeout(limits.shutdown, async { while sessions.join_next().await.is_some() {} }).await;
    if finished.is_err() {
        tracing::info!(open = sessions.len(), "Mail sessions were cut off at shutdown");
    }
}

async fn admit<R: Receiver>(
    shared: &Arc<Shared<R>>,
    seats: &Seats,
    mut tcp: TcpStream,
    peer: SocketAddr,
    sessions: &mut JoinSet<()>,
) {
    let Some(seat) = seats.take(peer.ip()) else {
        // Fits into the buffer of a new connection, so it does not hold up the others.
        let _ = timeout(ACCEPT_PAUSE, tcp.write_all(b"421 4.7.0 Too many connections\r\n")).await;
        return;
    };
    // Answers are small: holding one back until the last was acknowledged costs 40 ms each.
    if let Err(error) = tcp.set_nodelay(true) {
        tracing::debug!(%error, "A client left at once");
        return;
    }
    let session = Session::new(Arc::clone(shared), tcp, peer);
    sessions.spawn(async move {
        session.run().await;
        drop(seat);
    });
}
