//! One POST, of JSON where its headers say nothing else, to an address that an administrator typed or a browser named, by
//! the way of `reach.rs`. Of the answer only the beginning is read. Who is told what is no matter of this file.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use rustls::ClientConfig;
use tokio::time::timeout;
use url::Url;

pub use crate::reach::{Failure, Unfit};
use crate::{networks::Networks, reach::Reach};

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read; beyond, the connection is closed.
const READ_BYTES: usize = 64 * 1024;
/// Bytes of an answer that are kept.
const KEPT_BYTES: usize = 2 * 1024;

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
    pub(crate) reach: Reach,
    patience: Duration,
}

impl Poster {
    /// One that trusts as this configuration says and may connect to the public internet and these networks.
    #[must_use]
    pub fn new(tls: Arc<ClientConfig>, allowed: Networks) -> Self {
        Self { reach: Reach::new(tls, allowed), patience: PATIENCE }
    }

    /// Reads an address as it was typed and says whether it can be posted to, as far as that shows without asking name
    /// servers.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn fit(&self, typed: &str) -> Result<Url, Unfit> {
        self.reach.fit(typed)
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
        let mut begun = self.reach.posted(url, headers, body).await?;
        let status = begun.status();
        Ok(Answer { status, beginning: begun.beginning(READ_BYTES, KEPT_BYTES).await })
    }
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
}
