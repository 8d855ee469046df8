//! A scripted IMAP server: one folder with real mails, and one fault at a time that stands until it is healed.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use rustls::ServerConfig;

use super::connection::{Connection, Heard, listen};

/// What the server can do.
#[derive(Clone)]
pub struct Ways {
    pub idle: bool,
    pub moves: bool,
    pub uid_next: bool,
    /// STARTTLS is offered, or TLS stands from the first byte.
    pub tls: Option<(Tls, Arc<ServerConfig>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    Implicit,
    StartTls,
}

impl Default for Ways {
    fn default() -> Self {
        Self { idle: true, moves: true, uid_next: true, tls: None }
    }
}

/// A fault: at commands that contain `at` (and name the mail `uid`, if it is about one), the server does `act`.
#[derive(Clone, Copy)]
pub struct Fault {
    pub at: &'static str,
    pub uid: Option<u32>,
    pub act: Act,
}

#[derive(Clone, Copy)]
pub enum Act {
    /// Never answers.
    Hang,
    /// Accepts IDLE and never says anything again.
    Numb,
    /// Ends the connection with its last words, after the first mail that it was asked for.
    Bye,
    /// Ends the connection without a word.
    Cut,
    /// Ends the connection inside a literal.
    CutLiteral,
    /// Announces 99,999,999,999 bytes and sends 100 MB of them, as far as they are taken.
    HugeLiteral,
    /// Answers the command so.
    Answer(&'static str),
    /// Answers FETCH without the mail's bytes.
    NoBytes,
    /// Leaves the mail out, as if it were not there, and says OK.
    LeaveOut,
    /// The mail is expunged while it is fetched.
    Expunge,
    /// Answers in the wrong order, twice, with flags of others between, and with this size for all.
    Odd { size: Option<u64> },
    /// Says more than the OK in the clear.
    Inject,
    /// Greets with PREAUTH.
    Preauth,
}

#[derive(Clone)]
struct Mail {
    uid: u32,
    date: &'static str,
    raw: Vec<u8>,
}

struct State {
    ways: Ways,
    fault: Option<Fault>,
    validity: u32,
    next_uid: u32,
    mails: Vec<Mail>,
    heard: Vec<String>,
    /// Connections of an earlier generation are ended.
    generation: u32,
}

#[derive(Clone)]
pub struct ImapServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

/// The words before the connection is handed to commands.
const GREETING: &str = "GREETING";

impl ImapServer {
    /// A server with one mail from before the desk read it.
    pub fn start(ways: Ways) -> Self {
        let old = Mail { uid: 3, date: "01-Jan-2001 10:00:00 +0000", raw: mail("old", "before the desk came") };
        let state =
            State { ways, fault: None, validity: 1, next_uid: 7, mails: vec![old], heard: Vec::new(), generation: 0 };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let port = listen(move |connection| {
            let generation = lock(&shared).generation;
            Session { state: Arc::clone(&shared), announced: 0, generation }.serve(connection);
        });
        Self { port, state }
    }

    /// Ends the connections that there are; the fault stands on those that follow.
    pub fn fault(&self, fault: Fault) {
        let mut state = lock(&self.state);
        state.fault = Some(fault);
        state.generation += 1;
    }

    pub fn heal(&self) {
        lock(&self.state).fault = None;
    }

    /// Adds a mail of this subject; its Message-ID is made of it. Returns its UID.
    pub fn append(&self, subject: &str) -> u32 {
        self.append_raw(mail(&subject.replace(' ', "-"), subject))
    }

    pub fn append_raw(&self, raw: Vec<u8>) -> u32 {
        let mut state = lock(&self.state);
        let uid = state.next_uid;
        state.next_uid += 1;
        state.mails.push(Mail { uid, date: "22-Nov-2099 10:00:00 +0000", raw });
        uid
    }

    /// Makes the folder anew: another UIDVALIDITY, other UIDs in another order, and one new mail among the others.
    pub fn flip(&self, subject: &str) {
        self.append(subject);
        let mut state = lock(&self.state);
        state.validity += 1;
        state.mails.rotate_right(1);
        for (place, mail) in state.mails.iter_mut().enumerate() {
            mail.uid = 1 + 2 * place as u32;
        }
        state.next_uid = 100;
        state.generation += 1;
    }

    /// The commands that it heard, without tags.
    pub fn heard(&self) -> Vec<String> {
        lock(&self.state).heard.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread of this server panics")
}

/// A small mail.
pub fn mail(id: &str, subject: &str) -> Vec<u8> {
    format!(
        "From: Maria <maria@customer.example>\r\nTo: <desk@desk.example>\r\nSubject: {subject}\r\n\
         Message-ID: <{id}@customer.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nThis is {subject}.\r\n"
    )
    .into_bytes()
}

struct Session {
    state: Arc<Mutex<State>>,
    /// How many mails the client was told of.
    announced: usize,
    generation: u32,
}

impl Session {
    fn serve(mut self, mut connection: Connection) {
        let ways = lock(&self.state).ways.clone();
        if let Some((Tls::Implicit, config)) = &ways.tls {
            let Some(tls) = connection.into_tls(config) else { return };
            connection = tls;
        }
        match self.fault(GREETING).map(|fault| fault.act) {
            Some(Act::Hang) => return connection.hang(),
            Some(Act::Cut) => return,
            Some(Act::Preauth) => connection.say("* PREAUTH come in\r\n"),
            _ => connection.say("* OK ready\r\n"),
        };
        let mut secure = ways.tls.as_ref().is_none_or(|(how, _)| *how == Tls::Implicit);
        while let Some(line) = connection.line() {
            let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
            lock(&self.state).heard.push(command.to_owned());
            if let Some(fault) = self.fault(command)
                && !matches!(fault.act, Act::Odd { .. } | Act::Expunge | Act::NoBytes | Act::LeaveOut)
            {
                match self.fail(&mut connection, tag, fault.act) {
                    After::GoOn => continue,
                    After::End => return,
                    After::Hang => return connection.hang(),
                }
            }
            let mut out = String::new();
            let mut bytes = Vec::new();
            match command.split(' ').next().unwrap_or_default() {
                "CAPABILITY" => out = self.capability(secure),
                "STARTTLS" => {
                    connection.say(format!("{tag} OK begin\r\n"));
                    let Some((_, config)) = &ways.tls else { return };
                    let Some(tls) = connection.into_tls(config) else { return };
                    connection = tls;
                    secure = true;
                    continue;
                }
                "SELECT" => out = self.select(),
                "IDLE" if !self.idle(&mut connection) => return,
                "UID" => bytes = self.uid(command),
                "NOOP" => out = self.news(),
                "LOGOUT" => return,
                _ => {}
            }
            bytes.extend_from_slice(format!("{out}{tag} OK done\r\n").as_bytes());
            if lock(&self.state).generation != self.generation || !connection.say(bytes) {
                connection.say("* BYE the folder is made anew\r\n");
                return;
            }
        }
    }

    fn fault(&self, command: &str) -> Option<Fault> {
        let names = |uid: u32| {
            let state = lock(&self.state);
            command.split(' ').nth(2).is_some_and(|set| is_in(uid, set, &state.mails))
        };
        let fault = lock(&self.state).fault?;
        (command.contains(fault.at) && fault.uid.is_none_or(names)).then_some(fault)
    }

    fn fail(&self, connection: &mut Connection, tag: &str, act: Act) -> After {
        match act {
            Act::Hang => return After::Hang,
            Act::Numb => {
                connection.say("+ idling\r\n");
                return After::Hang;
            }
            Act::Bye => {
                let first = lock(&self.state).mails.last().cloned();
                let raw =
                    first.as_ref().map(|mail| String::from_utf8_lossy(&mail.raw).into_owned()).unwrap_or_default();
                let uid = first.map_or(0, |mail| mail.uid);
                connection
                    .say(format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n{raw})\r\n* BYE going down\r\n", raw.len()));
            }
            Act::CutLiteral => {
                connection.say("* 2 FETCH (UID 7 BODY[] {5000}\r\nFrom: Maria <maria@customer.example>\r\nSubject: ha");
            }
            Act::HugeLiteral => {
                connection.say("* 2 FETCH (UID 7 BODY[] {99999999999}\r\n");
                let chunk = vec![b'x'; 1024 * 1024];
                let _sent = (0..100).take_while(|_| connection.say(&chunk)).count();
            }
            Act::Answer(words) => {
                connection.say(format!("{tag} {words}\r\n"));
                return After::GoOn;
            }
            Act::Inject => {
                connection.say(format!("{tag} OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK more\r\n"));
                return After::Hang;
            }
            _ => {}
        }
        After::End
    }

    fn capability(&self, secure: bool) -> String {
        let ways = lock(&self.state).ways.clone();
        let mut line = "* CAPABILITY IMAP4rev1 UIDPLUS".to_owned();
        let offers = [(ways.idle, " IDLE"), (ways.moves, " MOVE"), (!secure, " STARTTLS LOGINDISABLED")];
        offers.iter().filter(|(offered, _)| *offered).for_each(|(_, name)| line.push_str(name));
        line + "\r\n"
    }

    fn select(&mut self) -> String {
        let state = lock(&self.state);
        self.announced = state.mails.len();
        self.generation = state.generation;
        let mut said = format!("* {} EXISTS\r\n* OK [UIDVALIDITY {}] valid\r\n", state.mails.len(), state.validity);
        if state.ways.uid_next {
            let _ = write!(said, "* OK [UIDNEXT {}] next\r\n", state.next_uid);
        }
        said
    }

    /// Says how many mails there are when that changed.
    fn news(&mut self) -> String {
        let count = lock(&self.state).mails.len();
        let changed = std::mem::replace(&mut self.announced, count) != count;
        if changed { format!("* {count} EXISTS\r\n") } else { String::new() }
    }

    fn idle(&mut self, connection: &mut Connection) -> bool {
        connection.say("+ idling\r\n");
        loop {
            let news = self.news();
            if lock(&self.state).generation != self.generation || !connection.say(news) {
                connection.say("* BYE the folder is made anew\r\n");
                return false;
            }
            match connection.hear(Duration::from_millis(10)) {
                Heard::Line(line) => return line == "DONE",
                Heard::Nothing => {}
                Heard::Closed => return false,
            }
        }
    }

    fn uid(&mut self, command: &str) -> Vec<u8> {
        let mut words = command.splitn(4, ' ').skip(1);
        let (verb, set) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let items = words.next().unwrap_or_default();
        let mails = lock(&self.state).mails.clone();
        if matches!(verb, "MOVE" | "EXPUNGE") {
            lock(&self.state).mails.retain(|mail| !is_in(mail.uid, set, &mails));
        }
        if verb != "FETCH" {
            return Vec::new();
        }
        let fault = self.fault(command);
        let mut answers: Vec<Vec<u8>> = Vec::new();
        for (place, mail) in mails.iter().enumerate().filter(|(_, mail)| is_in(mail.uid, set, &mails)) {
            let about = fault.filter(|fault| fault.uid.is_none_or(|uid| uid == mail.uid)).map(|fault| fault.act);
            match about {
                Some(Act::LeaveOut) => {}
                Some(Act::Expunge) => {
                    lock(&self.state).mails.retain(|other| other.uid != mail.uid);
                    self.announced = self.announced.saturating_sub(1);
                }
                about => answers.push(fetched(place + 1, mail, items, about)),
            }
        }
        if let Some(Fault { act: Act::Odd { .. }, .. }) = fault {
            answers.reverse();
            answers.extend(answers.clone());
            answers.push(b"* 1 FETCH (FLAGS (\\Flagged) UID 3)\r\n* 1 FETCH (UID 4000000)\r\n".to_vec());
        }
        if let Some(Fault { act: Act::Expunge, uid: Some(_), .. }) = fault {
            answers.push(b"* 2 EXPUNGE\r\n".to_vec());
        }
        answers.concat()
    }
}

enum After {
    GoOn,
    End,
    Hang,
}

fn fetched(number: usize, mail: &Mail, items: &str, fault: Option<Act>) -> Vec<u8> {
    let mut answer = format!("* {number} FETCH (UID {}", mail.uid).into_bytes();
    let size = match fault {
        Some(Act::Odd { size }) => size,
        _ => Some(mail.raw.len() as u64),
    };
    if let (true, Some(size)) = (items.contains("RFC822.SIZE"), size) {
        answer.extend_from_slice(format!(" RFC822.SIZE {size}").as_bytes());
    }
    if items.contains("INTERNALDATE") {
        answer.extend_from_slice(format!(" INTERNALDATE \"{}\"", mail.date).as_bytes());
    }
    let text = String::from_utf8_lossy(&mail.raw).into_owned();
    let header = text.split_inclusive("\r\n\r\n").next().unwrap_or_default();
    let id = header.lines().find(|line| line.starts_with("Message-ID:")).unwrap_or_default();
    let (name, part) = match items {
        _ if items.contains("HEADER.FIELDS") => {
            ("BODY[HEADER.FIELDS (MESSAGE-ID)]", format!("{id}\r\n\r\n").into_bytes())
        }
        _ if items.contains("BODY.PEEK[HEADER]") => ("BODY[HEADER]", header.as_bytes().to_vec()),
        _ if items.contains("BODY.PEEK[]<0.") => ("BODY[]<0>", mail.raw.iter().copied().take(262_144).collect()),
        _ if items.contains("BODY.PEEK[]") => ("BODY[]", mail.raw.clone()),
        _ => {
            answer.extend_from_slice(b")\r\n");
            return answer;
        }
    };
    if matches!(fault, Some(Act::NoBytes)) && items.contains("BODY.PEEK[]") {
        answer.extend_from_slice(format!(" {name} NIL)\r\n").as_bytes());
        return answer;
    }
    answer.extend_from_slice(format!(" {name} {{{}}}\r\n", part.len()).as_bytes());
    answer.extend_from_slice(&part);
    answer.extend_from_slice(b")\r\n");
    answer
}

/// Whether a set such as `1:4,7,9:*` names this UID.
fn is_in(uid: u32, set: &str, mails: &[Mail]) -> bool {
    let last = mails.iter().map(|mail| mail.uid).max().unwrap_or(0);
    let number = |text: &str| if text == "*" { last } else { text.parse().unwrap_or(0) };
    set.split(',').any(|range| {
        let (from, to) = range.split_once(':').unwrap_or((range, range));
        let (from, to) = (number(from), number(to));
        (from.min(to)..=from.max(to)).contains(&uid)
    })
}
