//! An HTTP server on loopback for tests that play a service outside: one request on each connection, answered in whatever
//! bytes a test wants. It knows no service.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its path, with its query.
    pub path: String,
    /// The key that it shows (`Authorization: Bearer`).
    pub key: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

type Answer = dyn Fn(Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync;

#[derive(Default)]
struct Shared {
    open: Mutex<Vec<TcpStream>>,
    ends: AtomicBool,
}

/// A running server; it ends, and all its connections with it, when this is dropped.
pub struct HttpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl HttpServer {
    /// Starts one that lets this write the answer to each request. Whoever asks may leave before all is said: that is no
    /// fault of a test.
    #[must_use]
    pub fn start(answer: impl Fn(Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port of loopback is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (shared, answer) = (Arc::new(Shared::default()), Arc::new(answer));
        let of_thread = shared.clone();
        let listening = Some(std::thread::spawn(move || listen(&listener, &of_thread, &(answer as Arc<Answer>))));
        Self { address, shared, listening }
    }

    /// Its address without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::SeqCst);
        // Whoever waits for a connection gets one, and sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
        for stream in self.shared.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn listen(listener: &TcpListener, shared: &Shared, answer: &Arc<Answer>) {
    for stream in listener.incoming().map_while(Result::ok) {
        if shared.ends.load(Ordering::SeqCst) {
            return;
        }
        if let Ok(stream) = stream.try_clone() {
            shared.open.lock().unwrap().push(stream);
        }
        let answer = answer.clone();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stream);
            if let Some(request) = read(&mut reader) {
                let _ = answer(request, reader.get_mut());
            }
            let _ = reader.get_ref().shutdown(Shutdown::Both);
        });
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let (mut path, mut key, mut length) = (String::new(), None, 0_usize);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        match line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim())) {
            _ if path.is_empty() => path = line.split(' ').nth(1)?.to_owned(),
            Some((name, value)) if name == "content-length" => length = value.parse().ok()?,
            Some((name, value)) if name == "authorization" => key = value.strip_prefix("Bearer ").map(str::to_owned),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, key, body })
}

/// Writes a whole answer with these further header lines.
///
/// # Errors
/// When the other side has gone.
pub fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} Scripted\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}
