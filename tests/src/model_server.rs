//! A language model for tests: an OpenAI-compatible server on loopback whose every answer a test scripts, be it a good one, a
//! fault, or what a model that obeys whatever it reads would say. It keeps all that it was asked. A browser's journey gets its
//! address with the script's input; a desk that may reach it was started with `--webhook-networks 127.0.0.0/8`.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use crate::{
    http_server::{HttpServer, Request, answer},
    wait::wait_until,
};

/// What the server does with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Says this, streamed word by word, and that it was all.
    Says(String),
    /// Says this, streamed in these pieces, and that it was all.
    Pieces(Vec<String>),
    /// Says this as one JSON object, as servers do that cannot stream.
    Whole(String),
    /// Says this, and that it became as long as it may.
    CutAt(String),
    /// Says these pieces, and then nothing for ever.
    Stalls(Vec<String>),
    /// Says these pieces, and breaks off.
    BreaksOff(Vec<String>),
    /// Says these pieces, and then an error where a piece was to come.
    ErrorWithin(Vec<String>),
    /// Says this again and again without end.
    Endless(String),
    /// Has too much to do (429), and when to come again, seconds.
    Busy(Option<u64>),
    /// Answers with this status and says this about it.
    Refuses(u16, String),
    /// Says what no such server says.
    Garbage,
    /// Shows the page of a proxy.
    Page,
}

/// What the server was asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The path that was asked.
    pub path: String,
    /// The key that was shown.
    pub key: Option<String>,
    /// The body.
    pub body: Value,
}

impl Question {
    /// All messages, by who said them.
    #[must_use]
    pub fn messages(&self) -> Vec<(String, String)> {
        let text = |message: &Value, name: &str| message[name].as_str().unwrap_or_default().to_owned();
        let messages = self.body["messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| (text(message, "role"), text(message, "content"))).collect()
    }

    /// What it was told to be.
    #[must_use]
    pub fn system(&self) -> String {
        self.said_by("system")
    }

    /// What was asked.
    #[must_use]
    pub fn user(&self) -> String {
        self.said_by("user")
    }

    /// All that it ever saw.
    #[must_use]
    pub fn all(&self) -> String {
        self.messages().into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }

    fn said_by(&self, role: &str) -> String {
        let said = self.messages().into_iter().filter(|(by, _)| by == role);
        said.map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }
}

type Script = Box<dyn FnMut(&Question) -> Reply + Send>;

struct Shared {
    script: Mutex<Script>,
    asked: Mutex<Vec<Question>>,
}

/// A running server; it ends, and all its connections with it, when this is dropped.
pub struct ModelServer {
    server: HttpServer,
    shared: Arc<Shared>,
}

impl ModelServer {
    /// Starts one that answers each question as this says.
    #[must_use]
    pub fn start(script: impl FnMut(&Question) -> Reply + Send + 'static) -> Self {
        let shared = Arc::new(Shared { script: Mutex::new(Box::new(script)), asked: Mutex::default() });
        let of_server = shared.clone();
        let server = HttpServer::start(move |request, stream| serve(request, stream, &of_server));
        Self { server, shared }
    }

    /// Starts one that gives these replies, one after the other, and the last of them for ever.
    #[must_use]
    pub fn replying(replies: Vec<Reply>) -> Self {
        let mut replies = replies.into_iter();
        let mut last = None;
        Self::start(move |_| {
            last = replies.next().or_else(|| last.take());
            last.clone().expect("a server has at least one reply")
        })
    }

    /// Starts one that says whatever this makes of all that it saw: a model that obeys.
    #[must_use]
    pub fn obeying(mut obey: impl FnMut(&Question) -> String + Send + 'static) -> Self {
        Self::start(move |question| Reply::Says(obey(question)))
    }

    /// Answers as this says from here on.
    pub fn script(&self, script: impl FnMut(&Question) -> Reply + Send + 'static) {
        *self.shared.script.lock().unwrap() = Box::new(script);
    }

    /// Its address, as administrators type it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/v1", self.server.url())
    }

    /// All that it was asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Question> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// Waits until it was asked that often, and gives all of it.
    #[must_use]
    pub fn await_asked(&self, count: usize) -> Vec<Question> {
        wait_until(&format!("{count} questions to the model"), || self.asked().len() >= count);
        self.asked()
    }
}

fn serve(request: Request, stream: &mut TcpStream, shared: &Shared) -> std::io::Result<()> {
    let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let question = Question { path: request.path, key: request.key, body };
    let reply = (shared.script.lock().unwrap())(&question);
    shared.asked.lock().unwrap().push(question);
    say(stream, reply)
}

fn say(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Says(text) => {
            let words: Vec<String> = text.split_inclusive(' ').map(str::to_owned).collect();
            let counted = words.len();
            pieces(stream, words)?;
            ends(stream, "stop", counted)
        }
        Reply::Pieces(said) => {
            let counted = said.len();
            pieces(stream, said)?;
            ends(stream, "stop", counted)
        }
        Reply::CutAt(text) => {
            pieces(stream, vec![text])?;
            ends(stream, "length", 1)
        }
        Reply::Stalls(said) => {
            pieces(stream, said)?;
            // Until the other side goes away.
            stream.read(&mut [0]).map(|_| ())
        }
        Reply::BreaksOff(said) => pieces(stream, said),
        Reply::ErrorWithin(said) => {
            pieces(stream, said)?;
            chunk(stream, &json!({"error": {"message": "The model fell over.", "type": "server_error"}}).to_string())?;
            stream.write_all(b"0\r\n\r\n")
        }
        Reply::Endless(text) => {
            head(stream)?;
            let said = said(&text);
            loop {
                chunk(stream, &said)?;
            }
        }
        Reply::Whole(text) => {
            let message = json!({"role": "assistant", "content": text});
            let choice = json!({"index": 0, "message": message, "finish_reason": "stop"});
            let usage = json!({"prompt_tokens": 10, "completion_tokens": 1});
            answer(stream, 200, "", &json!({"choices": [choice], "usage": usage}).to_string())
        }
        Reply::Busy(again_s) => {
            let header = again_s.map(|again_s| format!("Retry-After: {again_s}\r\n")).unwrap_or_default();
            answer(stream, 429, &header, &error("Too many questions.").to_string())
        }
        Reply::Refuses(status, said) => answer(stream, status, "", &error(&said).to_string()),
        Reply::Garbage => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\x00\xff\xfe\x80garbage\x1b[2J")
        }
        Reply::Page => answer(stream, 200, "", "<!doctype html><html><title>Sign in</title><p>Not a model.</p></html>"),
    }
}

fn error(said: &str) -> Value {
    json!({"error": {"message": said, "type": "error", "code": null}})
}

fn head(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
}

fn said(text: &str) -> String {
    json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]}).to_string()
}

/// One event as one chunk, so that each piece is on its way by itself.
fn chunk(stream: &mut TcpStream, data: &str) -> std::io::Result<()> {
    let event = format!("data: {data}\n\n");
    write!(stream, "{:x}\r\n{event}\r\n", event.len())?;
    stream.flush()
}

fn pieces(stream: &mut TcpStream, texts: Vec<String>) -> std::io::Result<()> {
    head(stream)?;
    chunk(stream, &json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}).to_string())?;
    texts.iter().try_for_each(|text| chunk(stream, &said(text)))
}

fn ends(stream: &mut TcpStream, reason: &str, counted: usize) -> std::io::Result<()> {
    chunk(stream, &json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}).to_string())?;
    let usage = json!({"prompt_tokens": 10, "completion_tokens": counted, "total_tokens": counted + 10});
    chunk(stream, &json!({"choices": [], "usage": usage}).to_string())?;
    chunk(stream, "[DONE]")?;
    stream.write_all(b"0\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use links::{
        model::{self, Ask, Bounds, Endpoint, Finish, Role, Said, Trouble},
        post::Poster,
    };

    use super::*;

    fn poster() -> Poster {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        Poster::new(Arc::new(tls), "127.0.0.0/8".parse().unwrap())
    }

    /// Asks as the desk does.
    fn ask(server: &ModelServer, silence: Duration) -> Result<model::Told, Trouble> {
        let endpoint = Endpoint { base_url: server.url(), key: Some("k".into()), model: "small".into() };
        let said = [(Role::System, "Be kind."), (Role::User, "Hello")];
        let said = said.map(|(role, text)| Said { role, text: text.to_owned() }).to_vec();
        let ask = Ask { said, most_tokens: 50, temperature: None };
        let bounds = Bounds { whole: Duration::from_secs(60), silence, most_bytes: 1_000 };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(poster().ask(&endpoint, &ask, &bounds, |_| ()))
    }

    /// LD-5: to the desk's own client each reply is what it is called; the last is given for ever, and all questions kept.
    #[test]
    fn each_reply_is_what_it_is_called() {
        let day = || "Good day.".to_owned();
        let pieces = || vec!["Good ".to_owned(), "day.".to_owned()];
        let told = |finish| Ok((day(), finish));
        let busy = |again_s| Err(Trouble::Busy { again_s });
        let refused = Trouble::Refused { status: 404, said: "none".into() };
        let cases = [
            (Reply::Says(day()), told(Finish::Stop)),
            (Reply::Pieces(pieces()), told(Finish::Stop)),
            (Reply::Whole(day()), told(Finish::Stop)),
            (Reply::CutAt(day()), told(Finish::Length)),
            (Reply::Stalls(pieces()), Err(Trouble::Stalled)),
            (Reply::BreaksOff(pieces()), Err(Trouble::Broken)),
            (Reply::ErrorWithin(pieces()), Err(Trouble::Unwell { status: 200 })),
            (Reply::Endless(day()), Err(Trouble::TooLong)),
            (Reply::Busy(Some(7)), busy(Some(7))),
            (Reply::Busy(None), busy(None)),
            (Reply::Garbage, Err(Trouble::Garbage)),
            (Reply::Page, Err(Trouble::Garbage)),
            (Reply::Refuses(404, "none".into()), Err(refused.clone())),
            (Reply::Refuses(500, "oops".into()), Err(Trouble::Unwell { status: 500 })),
        ];
        let server = ModelServer::replying(cases.iter().map(|(reply, _)| reply.clone()).collect());
        for (reply, expected) in &cases {
            let silence =
                if matches!(reply, Reply::Stalls(_)) { Duration::from_millis(300) } else { Duration::from_secs(30) };
            let answer = ask(&server, silence).map(|told| (told.text, told.finish));
            assert_eq!(&answer, expected, "{reply:?}");
        }
        assert_eq!(ask(&server, Duration::from_secs(30)), Err(Trouble::Unwell { status: 500 }));
        let asked = server.await_asked(cases.len() + 1);
        let first = &asked[0];
        assert_eq!((first.path.as_str(), first.key.as_deref()), ("/v1/chat/completions", Some("k")));
        let seen = (first.system(), first.user(), first.all());
        assert_eq!(seen, ("Be kind.".into(), "Hello".into(), "Be kind.\nHello".into()));
    }

    /// D9: a model that obeys says what its question makes of itself; it can be told otherwise while it runs, and ends.
    #[test]
    fn a_model_obeys_what_it_reads() {
        let patience = Duration::from_secs(30);
        let server = ModelServer::obeying(|question| format!("I was told: {}", question.system()));
        assert_eq!(ask(&server, patience).unwrap().text, "I was told: Be kind.");
        server.script(|_| Reply::Whole("No.".into()));
        assert_eq!(ask(&server, patience).unwrap().text, "No.");
        let url = server.url();
        drop(server);
        assert!(ureq::get(&url).call().is_err(), "it ended");
    }
}
