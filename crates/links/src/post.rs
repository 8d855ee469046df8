//! One POST, of JSON where its headers say nothing else, to an address that an administrator typed or a browser named:
//! resolved once, each resolved address checked, and exactly a checked one connected to, so that no name server can lead it
//! elsewhere meanwhile (C5). No redirect is followed, and of the answer only the beginning is read. Who is told what is no
//! matter of this file.

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

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one address may take to connect, so that the next has its turn.
const CONNECT: Duration = Duration::from_secs(4);
/// Bytes of an answer that are read; beyond, the connection is closed.
const READ_BYTES: usize = 64 * 1024;
/// Bytes of an answer that are kept.
const KEPT_BYTES: usize = 2 * 1024;

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

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// How it began.
    pub beginning: String,
}

/// What posts. Cheap to clone.
#[derive(Clone)]
pub struct Poster {
    tls: Arc<ClientConfig>,
    allowed: Arc<Networks>,
    patience: Duration,
}

impl Poster {
    /// One that trusts as this configuration says and may connect to the public internet and these networks.
    #[must_use]
    pub fn new(tls: Arc<ClientConfig>, allowed: Networks) -> Self {
        Self { tls, allowed: Arc::new(allowed), patience: PATIENCE }
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

    /// Posts a body with these further headers.
    ///
    /// # Errors
    /// Why nothing was answered.
    pub async fn post(&self, url: &str, headers: &[(&str, String)], body: Bytes) -> Result<Answer, Failure> {
        let url = self.fit(url)?;
        timeout(self.patience, self.posted(&url, headers, body)).await.unwrap_or(Err(Failure::Late))
    }

    async fn posted(&self, url: &Url, headers: &[(&str, String)], body: Bytes) -> Result<Answer, Failure> {
        let stream = self.connected(url).await?;
        let request = request(url, headers, body)?;
        if url.scheme() == "http" {
            return spoken(stream, request).await;
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Unfit::Malformed)?;
        let secured = TlsConnector::from(self.tls.clone()).connect(name, stream).await;
        spoken(secured.map_err(|_| Failure::Tls)?, request).await
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

async fn spoken<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| Failure::Broken)?;
    // The connection ends with this set, whatever is still on its way.
    let mut driving = JoinSet::new();
    driving.spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| Failure::Broken)?;
    read(answer).await
}

async fn read(mut answer: Response<Incoming>) -> Result<Answer, Failure> {
    let status = answer.status().as_u16();
    let (mut kept, mut count) = (Vec::new(), 0_usize);
    while let Some(frame) = answer.body_mut().frame().await {
        // The status was said: what breaks off behind it changes nothing.
        let Ok(frame) = frame else { break };
        let Some(bytes) = frame.data_ref() else { continue };
        count = count.saturating_add(bytes.len());
        let room = KEPT_BYTES.saturating_sub(kept.len());
        kept.extend(bytes.iter().take(room));
        if count >= READ_BYTES {
            break;
        }
    }
    Ok(Answer { status, beginning: String::from_utf8_lossy(&kept).into_owned() })
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    fn poster(allowed: &str) -> Poster {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        Poster::new(Arc::new(tls), allowed.parse().unwrap())
    }

    /// A server that answers one request with these bytes and hands over what it was asked.
    async fn server(answer: Vec<u8>) -> (u16, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 64 * 1024];
            let mut length = 0;
            while !String::from_utf8_lossy(&asked[..length]).ends_with("{\"a\":1}") {
                length += stream.read(&mut asked[length..]).await.unwrap();
            }
            // The client may close before it has read all of a long answer.
            let _ = stream.write_all(&answer).await;
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        (port, served)
    }

    async fn post(allowed: &str, url: &str) -> Result<Answer, Failure> {
        let headers = [("webhook-id", "msg_1".to_owned())];
        poster(allowed).post(url, &headers, Bytes::from_static(b"{\"a\":1}")).await
    }

    #[tokio::test]
    async fn a_body_is_posted_with_its_headers_and_the_answer_read() {
        let (port, served) = server(b"HTTP/1.1 202 Accepted\r\ncontent-length: 4\r\n\r\nyes!".to_vec()).await;
        let answer = post("127.0.0.0/8", &format!("http://127.0.0.1:{port}/in?x=1")).await.unwrap();
        assert_eq!(answer, Answer { status: 202, beginning: "yes!".into() });
        let asked = served.await.unwrap();
        assert!(asked.starts_with("POST /in?x=1 HTTP/1.1\r\n"), "{asked}");
        for part in [&format!("host: 127.0.0.1:{port}"), "content-type: application/json", "webhook-id: msg_1"] {
            assert!(asked.contains(part), "{asked}");
        }
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_is_not_followed() {
        let answer = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let (port, _served) = server(answer.to_vec()).await;
        assert_eq!(post("127.0.0.0/8", &format!("http://127.0.0.1:{port}/")).await.unwrap().status, 302);
    }

    #[tokio::test]
    async fn of_an_endless_answer_only_the_beginning_is_read() {
        let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        answer.resize(answer.len() + 300_000, b'x');
        let (port, _served) = server(answer).await;
        let answer = post("127.0.0.0/8", &format!("http://127.0.0.1:{port}/")).await.unwrap();
        assert_eq!((answer.status, answer.beginning.len()), (200, 2_048));
    }

    #[tokio::test]
    async fn what_is_no_http_and_nobody_are_told_apart() {
        let (port, _served) = server(b"220 mail.example ESMTP\r\n".to_vec()).await;
        let url = format!("http://127.0.0.1:{port}/");
        assert_eq!(post("127.0.0.0/8", &url).await, Err(Failure::Broken));
        assert_eq!(post("127.0.0.0/8", "http://127.0.0.1:1/").await, Err(Failure::Unreached));
        let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/", plain.local_addr().unwrap());
        tokio::spawn(
            async move { plain.accept().await.unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await },
        );
        assert_eq!(post("127.0.0.0/8", &url).await, Err(Failure::Tls));
    }

    #[tokio::test]
    async fn a_server_that_stays_silent_is_late() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let quick = Poster { patience: Duration::from_millis(50), ..poster("127.0.0.0/8") };
        assert_eq!(quick.post(&url, &[], Bytes::new()).await, Err(Failure::Late));
    }

    /// C5: the spellings by which a name or number hides an address of the desk's own network.
    #[tokio::test]
    async fn no_spelling_leads_into_a_closed_network() {
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://017700000001/",
            "https://127.0.0.1./",
            "https://①②⑦.⓪.⓪.①/",
            "https://0/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[0:0:0:0:0:ffff:7f00:0001]/",
            "https://[64:ff9b::127.0.0.1]/",
            "https://[2002:7f00:1::]/",
            "https://[fe80::1]/",
            "https://[fd00:ec2::254]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://0xa9fea9fe/",
            "https://10.0.0.1/",
            "https://172.16.0.1/",
            "https://192.168.0.1/",
            "https://100.64.0.1/",
            "https://1.1.1.1:25/",
        ] {
            assert_eq!(post("", url).await, Err(Failure::Unfit(Unfit::Closed)), "{url}");
        }
        // A name is resolved first, and then refused for what it resolves to.
        assert_eq!(post("", "https://localhost/").await, Err(Failure::Unfit(Unfit::Closed)));
    }

    /// C5: a name with one open and one closed address is refused, whichever comes first.
    #[test]
    fn one_closed_address_refuses_a_name() {
        let (open, closed): (SocketAddr, SocketAddr) =
            ("1.1.1.1:443".parse().unwrap(), "127.0.0.1:443".parse().unwrap());
        let poster = poster("");
        assert_eq!(poster.checked("https", vec![open]), Ok(vec![open]));
        for both in [vec![open, closed], vec![closed, open]] {
            assert_eq!(poster.checked("https", both), Err(Failure::Unfit(Unfit::Closed)));
        }
        assert_eq!(poster.checked("https", vec![]), Err(Failure::Unresolved));
    }

    #[test]
    fn unencrypted_is_only_what_stays_on_an_allowed_machine() {
        let fit = |allowed: &str, url: &str| poster(allowed).fit(url).map(|_| ());
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
