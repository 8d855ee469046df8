//! A server that answers as it was told, request by request, and keeps what it was asked.

use std::sync::{Arc, Mutex};

use links::post::Poster;
use rustls::ClientConfig;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What one answer consists of.
#[derive(Clone, Debug)]
pub enum Step {
    /// These bytes, at once.
    Send(Vec<u8>),
    /// Nothing more, though the connection stays.
    Stall,
    /// These bytes again and again.
    Repeat(Vec<u8>),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its first line and headers.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Asked {
    /// The body, read as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON is asked")
    }
}

/// A running server; it ends with the test's runtime.
pub struct Server {
    /// Where it listens, without a path.
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// One that gives these answers, one for each request, and closes after each.
    pub async fn of(answers: Vec<Vec<Step>>) -> Self {
        let mut answers = answers.into_iter();
        Self::by(move |_| answers.next().unwrap_or_default()).await
    }

    /// One that answers each request as this says.
    pub async fn by(mut answer: impl FnMut(&Asked) -> Vec<Step> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = request(&mut stream).await;
                let steps = answer(&request);
                kept.lock().unwrap().push(request);
                tokio::spawn(play(stream, steps));
            }
        });
        Self { url, asked }
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn request(stream: &mut TcpStream) -> Asked {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            if body.len() >= length.parse::<usize>().unwrap() {
                return Asked { head: head.to_owned(), body: body.to_owned() };
            }
        }
        assert_ne!(stream.read_buf(&mut read).await.unwrap(), 0, "the request broke off: {text}");
    }
}

async fn play(mut stream: TcpStream, steps: Vec<Step>) {
    // The client may have what it wants before all of it is sent.
    for step in steps {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Stall => std::future::pending().await,
            Step::Repeat(bytes) => while stream.write_all(&bytes).await.is_ok() {},
        }
        let _ = stream.flush().await;
        tokio::task::yield_now().await;
    }
}

/// An answer with this status, these header lines, and a body.
pub fn answer(status: u16, headers: &str, body: &str) -> Vec<Step> {
    let length = body.len();
    vec![Step::Send(format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes())]
}

/// An answer of this body that ends where the connection does.
pub fn streamed(body: &[u8]) -> Vec<Step> {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    vec![Step::Send(head.to_vec()), Step::Send(body.to_vec())]
}

/// The same in chunks, of which the last says that it is the last where it `ends`.
pub fn chunked(pieces: &[&[u8]], ends: bool) -> Vec<Step> {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |piece: &&[u8]| Step::Send([format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat());
    let end = ends.then(|| Step::Send(b"0\r\n\r\n".to_vec()));
    std::iter::once(Step::Send(head.to_vec())).chain(pieces.iter().map(chunk)).chain(end).collect()
}

/// What posts, with this machine allowed.
pub fn poster() -> Poster {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    Poster::new(Arc::new(tls), "127.0.0.0/8".parse().unwrap())
}
