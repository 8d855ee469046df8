//! The way to an address that an administrator typed or a browser named: resolved once, each resolved address checked, and
//! exactly a checked one connected to, so that no name server can lead it elsewhere meanwhile (C5). One request goes there
//! and no redirect is followed. What is asked, and how much of the answer is read, is no matter of this file.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1,
    header::{CONTENT_TYPE, HOST, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::networks::Networks;

/// How long one address may take to connect, so that the next has its turn.
const CONNECT: Duration = Duration::from_secs(4);

/// Why an address cannot be one that we post to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is no address of the web.
    #[error("it is no address of the web")]
    Malformed,
    /// It is not https. Unencrypted is only what stays on this machine, where that is allowed.
    #[error("it is not https")]
    NotEncrypted,
    /// It holds a name and a password.
    #[error("it holds a sign-in")]
    SignIn,
    /// It leads where clients may not connect to.
    #[error("it leads into a network that is not allowed")]
    Closed,
}

/// Why nothing was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The address itself is none to post to.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// Its name resolves to nothing.
    #[error("the name resolves to nothing")]
    Unresolved,
    /// Nobody answers there.
    #[error("no connection could be made")]
    Unreached,
    /// The certificate is not to be trusted, or TLS failed.
    #[error("TLS failed")]
    Tls,
    /// What was answered is no HTTP, or broke off.
    #[error("the answer is no HTTP or broke off")]
    Broken,
    /// It took longer than ten seconds.
    #[error("no answer within ten seconds")]
    Late,
}

/// What reaches out. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reach {
    tls: Arc<ClientConfig>,
    allowed: Arc<Networks>,
}

/// An answer whose status and headers are there. The connection ends when this is dropped, whatever is still on its way.
pub(crate) struct Begun {
    /// What was answered.
    pub answer: Response<Incoming>,
    _driving: JoinSet<Result<(), hyper::Error>>,
}

impl Reach {
    /// One that trusts as this configuration says and may connect to the public internet and these networks.
    pub fn new(tls: Arc<ClientConfig>, allowed: Networks) -> Self {
        Self { tls, allowed: Arc::new(allowed) }
    }

    /// Reads an address as it was typed and says whether it can be posted to, as far as that shows without asking name
    /// servers.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn fit(&self, typed: &str) -> Result<Url, Unfit> {
        let url = Url::parse(typed).map_err(|_| Unfit::Malformed)?;
        let host = url.host().ok_or(Unfit::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Unfit::SignIn);
        }
        let typed = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        let port = url.port_or_known_default().ok_or(Unfit::Malformed)?;
        match url.scheme() {
            "https" => {}
            "http" if self.stays_here(typed, &host) => {}
            "http" => return Err(Unfit::NotEncrypted),
            _ => return Err(Unfit::Malformed),
        }
        if typed.is_some_and(|address| !self.allowed.permit(address, port)) {
            return Err(Unfit::Closed);
        }
        Ok(url)
    }

    /// True for addresses of this machine, where the administrator allowed them.
    fn stays_here(&self, address: Option<IpAddr>, host: &Host<&str>) -> bool {
        let address = match host {
            Host::Domain("localhost") => Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST)),
            _ => address,
        };
        address.is_some_and(|address| address.to_canonical().is_loopback() && self.allowed.allow(address))
    }

    /// Posts a body with these further headers, and waits for the answer to begin.
    pub async fn posted(&self, url: &Url, headers: &[(&str, String)], body: Bytes) -> Result<Begun, Failure> {
        let request = request(url, headers, body)?;
        let stream = self.connected(url).await?;
        if url.scheme() == "http" {
            return begun(stream, request).await;
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Unfit::Malformed)?;
        let secured = TlsConnector::from(self.tls.clone()).connect(name, stream).await;
        begun(secured.map_err(|_| Failure::Tls)?, request).await
    }

    /// A connection to one of the addresses that the name has. One that is not allowed refuses all: such a name is not
    /// to be trusted at all.
    async fn connected(&self, url: &Url) -> Result<TcpStream, Failure> {
        for address in self.resolved(url).await? {
            if let Ok(Ok(stream)) = timeout(CONNECT, TcpStream::connect(address)).await {
                return Ok(stream);
            }
        }
        Err(Failure::Unreached)
    }

    async fn resolved(&self, url: &Url) -> Result<Vec<SocketAddr>, Failure> {
        let port = url.port_or_known_default().ok_or(Unfit::Malformed)?;
        let addresses = match url.host().ok_or(Unfit::Malformed)? {
            Host::Ipv4(address) => vec![SocketAddr::from((address, port))],
            Host::Ipv6(address) => vec![SocketAddr::from((address, port))],
            Host::Domain(name) => lookup_host((name, port)).await.map_err(|_| Failure::Unresolved)?.collect(),
        };
        self.checked(url.scheme(), addresses)
    }

    fn checked(&self, scheme: &str, addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Failure> {
        if addresses.is_empty() {
            return Err(Failure::Unresolved);
        }
        let open = |one: &SocketAddr| {
            self.allowed.permit(one.ip(), one.port()) && (scheme == "https" || one.ip().to_canonical().is_loopback())
        };
        if addresses.iter().all(open) { Ok(addresses) } else { Err(Unfit::Closed.into()) }
    }
}

fn request(url: &Url, headers: &[(&str, String)], body: Bytes) -> Result<Request<Full<Bytes>>, Failure> {
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::post(path).header(HOST, host);
    if !headers.iter().any(|(name, _)| CONTENT_TYPE == *name) {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    request = request.header(USER_AGENT, concat!("Staffetta/", env!("CARGO_PKG_VERSION")));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.body(Full::new(body)).map_err(|_| Unfit::Malformed.into())
}

async fn begun<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Begun, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| Failure::Broken)?;
    let mut driving = JoinSet::new();
    driving.spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| Failure::Broken)?;
    Ok(Begun { answer, _driving: driving })
}

impl Begun {
    /// Its status.
    pub fn status(&self) -> u16 {
        self.answer.status().as_u16()
    }

    /// Reads this many bytes of the answer at most, keeping the first of them. The status was said: what breaks off behind
    /// it changes nothing.
    pub async fn beginning(&mut self, read_bytes: usize, kept_bytes: usize) -> String {
        let (mut kept, mut count) = (Vec::new(), 0_usize);
        while let Some(Ok(frame)) = self.answer.body_mut().frame().await {
            let Some(bytes) = frame.data_ref() else { continue };
            count = count.saturating_add(bytes.len());
            let room = kept_bytes.saturating_sub(kept.len());
            kept.extend(bytes.iter().take(room));
            if count >= read_bytes {
                break;
            }
        }
        String::from_utf8_lossy(&kept).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(allowed: &str) -> Reach {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        Reach::new(Arc::new(tls), allowed.parse().unwrap())
    }

    /// C5: a name with one open and one closed address is refused, whichever comes first.
    #[test]
    fn one_closed_address_refuses_a_name() {
        let (open, closed): (SocketAddr, SocketAddr) =
            ("1.1.1.1:443".parse().unwrap(), "127.0.0.1:443".parse().unwrap());
        let reach = reach("");
        assert_eq!(reach.checked("https", vec![open]), Ok(vec![open]));
        for both in [vec![open, closed], vec![closed, open]] {
            assert_eq!(reach.checked("https", both), Err(Failure::Unfit(Unfit::Closed)));
        }
        assert_eq!(reach.checked("https", vec![]), Err(Failure::Unresolved));
    }

    #[test]
    fn unencrypted_is_only_what_stays_on_an_allowed_machine() {
        let fit = |allowed: &str, url: &str| reach(allowed).fit(url).map(|_| ());
        assert_eq!(fit("", "http://shop.example/"), Err(Unfit::NotEncrypted));
        assert_eq!(fit("", "http://127.0.0.1:80/"), Err(Unfit::NotEncrypted));
        assert_eq!(fit("127.0.0.0/8", "http://127.0.0.1:80/"), Ok(()));
        assert_eq!(fit("127.0.0.0/8", "http://localhost:80/"), Ok(()));
        assert_eq!(fit("10.0.0.0/8", "http://10.0.0.1/"), Err(Unfit::NotEncrypted));
        assert_eq!(fit("", "https://shop.example/in"), Ok(()));
        assert_eq!(fit("", "https://me:secret@shop.example/"), Err(Unfit::SignIn));
        for malformed in ["", "shop.example", "ftp://shop.example/", "file:///etc/passwd", "https://"] {
            assert_eq!(fit("", malformed), Err(Unfit::Malformed), "{malformed}");
        }
    }
}
