//! A scripted POP3 server: one mailbox with real mails, deleted only at the goodbye, and one fault at a time.

use std::sync::{Arc, Mutex, MutexGuard};

use super::connection::{Connection, listen};

/// A fault: at commands that begin with `at` (and name the mail called `name`, if it is about one), the server does `act`.
#[derive(Clone, Copy)]
pub struct Fault {
    pub at: &'static str,
    pub name: Option<&'static str>,
    pub act: Act,
}

#[derive(Clone, Copy)]
pub enum Act {
    /// Never answers.
    Hang,
    /// Ends the connection without a word, and without deleting anything.
    Cut,
    /// Ends the connection in the middle of the answer.
    CutInside,
    /// Deletes what it was told to, and ends the connection without saying so.
    CutAfter,
    /// Sends 100 MB in one line, as far as they are taken.
    Flood,
    /// Answers so.
    Answer(&'static str),
}

#[derive(Clone)]
struct Mail {
    name: String,
    raw: Vec<u8>,
}

struct State {
    fault: Option<Fault>,
    mails: Vec<Mail>,
    heard: Vec<String>,
    next: u32,
    /// Names mails by their place in the list, as poor servers do.
    by_place: bool,
}

#[derive(Clone)]
pub struct Pop3Server {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no session panicked")
}

fn mail(subject: &str) -> Vec<u8> {
    let id = subject.replace(' ', "-");
    format!(
        "From: Maria <maria@customer.example>\r\nTo: desk@desk.example\r\nSubject: {subject}\r\n\
         Message-ID: <{id}@customer.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\n\r\nA text about {subject}.\r\n"
    )
    .into_bytes()
}

impl Pop3Server {
    /// A server with one mail from before the desk read it.
    pub fn start() -> Self {
        let old = Mail { name: "old".to_owned(), raw: mail("before the desk came") };
        let state = State { fault: None, mails: vec![old], heard: Vec::new(), next: 1, by_place: false };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let port = listen(move |connection| serve(&shared, connection));
        Self { port, state }
    }

    pub fn fault(&self, fault: Fault) {
        lock(&self.state).fault = Some(fault);
    }

    pub fn heal(&self) {
        lock(&self.state).fault = None;
    }

    /// From now on a mail's name is its place in the list.
    pub fn name_by_place(&self) {
        lock(&self.state).by_place = true;
    }

    pub fn append(&self, subject: &str) {
        let mut state = lock(&self.state);
        let name = format!("mail-{}", state.next);
        state.next += 1;
        state.mails.push(Mail { name, raw: mail(subject) });
    }

    /// Adds a mail under a name that the server gives, whatever it is made of.
    pub fn append_named(&self, subject: &str, name: &str) {
        lock(&self.state).mails.push(Mail { name: name.to_owned(), raw: mail(subject) });
    }

    /// The subjects of the mails that are still there, in order.
    pub fn left(&self) -> Vec<String> {
        let subject = |mail: &Mail| {
            let text = String::from_utf8_lossy(&mail.raw).into_owned();
            text.lines().find_map(|line| line.strip_prefix("Subject: ").map(str::to_owned)).expect("a subject")
        };
        lock(&self.state).mails.iter().map(subject).collect()
    }

    /// How many commands of this beginning were heard.
    pub fn heard(&self, beginning: &str) -> usize {
        lock(&self.state).heard.iter().filter(|line| line.starts_with(beginning)).count()
    }
}

/// Whether a session goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Answered,
    End,
}

fn serve(state: &Mutex<State>, mut connection: Connection) {
    if faulted(state, &mut connection, "GREETING", None) == Next::End || !connection.say("+OK ready\r\n") {
        return;
    }
    let mails: Vec<Mail> = {
        let state = lock(state);
        let named = |(place, mail): (usize, &Mail)| Mail { name: (place + 1).to_string(), ..mail.clone() };
        if state.by_place { state.mails.iter().enumerate().map(named).collect() } else { state.mails.clone() }
    };
    let mut deleted: Vec<Vec<u8>> = Vec::new();
    while let Some(line) = connection.line() {
        lock(state).heard.push(line.clone());
        let mut words = line.split(' ');
        let verb = words.next().unwrap_or_default().to_owned();
        let place = words.next().and_then(|word| word.parse::<usize>().ok());
        let named = place.and_then(|place| mails.get(place.checked_sub(1)?));
        let fault = lock(state).fault;
        let cut_after = matches!(fault, Some(Fault { act: Act::CutAfter, .. })) && verb == "QUIT";
        match if cut_after { Next::Go } else { faulted(state, &mut connection, &verb, named) } {
            Next::Go => {}
            Next::Answered => continue,
            Next::End => return,
        }
        let answer = match (verb.as_str(), named) {
            ("CAPA", _) => "+OK\r\nUSER\r\nUIDL\r\nTOP\r\n.\r\n".to_owned().into_bytes(),
            ("LIST", _) => listing(&mails, |mail| mail.raw.len().to_string()),
            ("UIDL", _) => listing(&mails, |mail| mail.name.clone()),
            ("RETR", Some(mail)) => [b"+OK\r\n", mail.raw.as_slice(), b".\r\n"].concat(),
            ("TOP", Some(mail)) => {
                let text = String::from_utf8_lossy(&mail.raw).into_owned();
                let header = text.split("\r\n\r\n").next().expect("a header");
                format!("+OK\r\n{header}\r\n\r\n.\r\n").into_bytes()
            }
            ("DELE", Some(mail)) => {
                deleted.push(mail.raw.clone());
                b"+OK\r\n".to_vec()
            }
            ("QUIT", _) => {
                lock(state).mails.retain(|mail| !deleted.contains(&mail.raw));
                if !cut_after {
                    connection.say("+OK bye\r\n");
                }
                return;
            }
            _ => b"+OK\r\n".to_vec(),
        };
        if !connection.say(&answer) {
            return;
        }
    }
}

fn listing(mails: &[Mail], what: impl Fn(&Mail) -> String) -> Vec<u8> {
    let mut answer = b"+OK\r\n".to_vec();
    for (place, mail) in mails.iter().enumerate() {
        answer.extend(format!("{} {}\r\n", place + 1, what(mail)).bytes());
    }
    answer.extend(b".\r\n");
    answer
}

/// Does what the fault says, if it is about this command.
fn faulted(state: &Mutex<State>, connection: &mut Connection, verb: &str, named: Option<&Mail>) -> Next {
    let Some(fault) = lock(state).fault else { return Next::Go };
    let about = fault.name.is_none_or(|name| named.is_some_and(|mail| mail.name == name));
    if verb != fault.at || !about {
        return Next::Go;
    }
    match fault.act {
        Act::Hang => while connection.line().is_some() {},
        Act::Cut | Act::CutAfter => {}
        Act::CutInside => {
            connection.say("+OK\r\n1 half of the ans");
        }
        Act::Flood => {
            connection.say("+OK\r\n");
            let chunk = vec![b'x'; 1024 * 1024];
            for _ in 0..100 {
                if !connection.say(&chunk) {
                    break;
                }
            }
        }
        Act::Answer(words) => {
            connection.say(format!("{words}\r\n"));
            // The connection goes on where the refusal is about one command only.
            return if named.is_some() { Next::Answered } else { Next::End };
        }
    }
    Next::End
}
