//! A scripted SMTP server: keeps what it accepts, and has one fault at a time that stands until it is healed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use rustls::ServerConfig;

use super::connection::{Connection, listen};
use super::imap_server::Tls;

/// Where something goes wrong, in the order of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Connect,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// While the mail is sent, before its end.
    Body,
    /// At the final dot.
    Dot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Answers so; with 421 it hangs up.
    Answer(&'static str),
    /// Never answers. At the final dot the mail is kept.
    Hang,
    /// Ends the connection. At the final dot the mail is kept.
    Drop,
    /// Says more than the answer in the clear.
    Inject,
}

/// What the server offers.
#[derive(Clone, Default)]
pub struct Ways {
    pub tls: Option<(Tls, Arc<ServerConfig>)>,
    pub auth: bool,
    pub size: Option<u64>,
}

/// A mail that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub to: Vec<String>,
    pub raw: String,
}

#[derive(Default)]
struct State {
    ways: Ways,
    fault: Option<(Verb, Act)>,
    /// The fault heals once it was met.
    once: bool,
    /// Answers to RCPT by recipient; all others are welcome.
    recipients: HashMap<String, &'static str>,
    taken: Vec<Taken>,
    heard: Vec<String>,
}

#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl SmtpServer {
    pub fn start(ways: Ways) -> Self {
        let state = Arc::new(Mutex::new(State { ways, ..State::default() }));
        let shared = Arc::clone(&state);
        let port = listen(move |connection| {
            // What ends a session early is what the script wants.
            let _ = Session { state: Arc::clone(&shared), secure: false }.serve(connection);
        });
        Self { port, state }
    }

    pub fn fault(&self, verb: Verb, act: Act) {
        lock(&self.state).fault = Some((verb, act));
    }

    /// A fault that is met once.
    pub fn fault_once(&self, verb: Verb, act: Act) {
        self.fault(verb, act);
        lock(&self.state).once = true;
    }

    pub fn heal(&self) {
        let mut state = lock(&self.state);
        state.fault = None;
        state.recipients.clear();
    }

    /// What RCPT answers for this recipient.
    pub fn answer_recipient(&self, address: &str, answer: &'static str) {
        lock(&self.state).recipients.insert(address.to_owned(), answer);
    }

    /// The mails that it accepted, in order.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.state).taken.clone()
    }

    /// The commands that it heard.
    pub fn heard(&self) -> Vec<String> {
        lock(&self.state).heard.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread of this server panics")
}

struct Session {
    state: Arc<Mutex<State>>,
    secure: bool,
}

impl Session {
    /// `None` when the connection ended.
    fn serve(&mut self, mut connection: Connection) -> Option<()> {
        let ways = lock(&self.state).ways.clone();
        if let Some((Tls::Implicit, config)) = &ways.tls {
            connection = connection.into_tls(config)?;
            self.secure = true;
        }
        let (mut to, mut taking) = (Vec::new(), true);
        connection = self.answer(connection, Verb::Connect, "220 ready")?.0;
        while taking {
            let line = connection.line()?;
            lock(&self.state).heard.push(line.clone());
            let upper = line.to_ascii_uppercase();
            connection = match upper.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => {
                    to.clear();
                    let offers = self.offers(&ways);
                    self.answer(connection, Verb::Ehlo, &offers)?.0
                }
                "STARTTLS" => {
                    let (connection, fine) = self.answer(connection, Verb::StartTls, "220 begin")?;
                    if fine {
                        self.secure = true;
                        connection.into_tls(&ways.tls.as_ref()?.1)?
                    } else {
                        connection
                    }
                }
                "AUTH" => self.answer(connection, Verb::Auth, "235 welcome")?.0,
                "MAIL" => self.answer(connection, Verb::Mail, "250 fine")?.0,
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    let said = lock(&self.state).recipients.get(&address).copied().unwrap_or("250 fine");
                    let (connection, fine) = self.answer(connection, Verb::Rcpt, said)?;
                    if fine && said.starts_with('2') {
                        to.push(address);
                    }
                    connection
                }
                "DATA" => {
                    let (connection, fine) = self.answer(connection, Verb::Data, "354 go on")?;
                    if fine { self.data(connection, &to)? } else { connection }
                }
                "QUIT" => {
                    taking = false;
                    connection
                }
                _ => {
                    connection.say("250 fine\r\n");
                    connection
                }
            };
        }
        connection.say("221 bye\r\n");
        Some(())
    }

    fn offers(&self, ways: &Ways) -> String {
        let mut offers = vec!["scripted.example".to_owned(), "8BITMIME".to_owned()];
        offers.extend(ways.size.map(|size| format!("SIZE {size}")));
        offers.extend(ways.auth.then(|| "AUTH PLAIN".to_owned()));
        let start_tls = matches!(ways.tls, Some((Tls::StartTls, _))) && !self.secure;
        offers.extend(start_tls.then(|| "STARTTLS".to_owned()));
        let last = offers.len() - 1;
        let lines: Vec<String> = offers
            .iter()
            .enumerate()
            .map(|(place, offer)| format!("250{}{offer}", if place == last { ' ' } else { '-' }))
            .collect();
        lines.join("\r\n")
    }

    /// Answers as usual or as the fault wants; says whether it was as usual.
    fn answer(&self, mut connection: Connection, verb: Verb, usual: &str) -> Option<(Connection, bool)> {
        match self.meet(verb) {
            None => connection.say(format!("{usual}\r\n")).then_some((connection, true)),
            Some(Act::Answer(words)) => {
                connection.say(format!("{words}\r\n"));
                (!words.starts_with("421")).then_some((connection, false))
            }
            Some(Act::Inject) => {
                connection.say(format!("{usual}\r\n250 injected\r\n"));
                connection.hang();
                None
            }
            Some(Act::Hang) => {
                connection.hang();
                None
            }
            Some(Act::Drop) => None,
        }
    }

    fn meet(&self, verb: Verb) -> Option<Act> {
        let mut state = lock(&self.state);
        let met = state.fault.filter(|(at, _)| *at == verb).map(|(_, act)| act);
        if met.is_some() && state.once {
            state.fault = None;
        }
        met
    }

    fn data(&self, mut connection: Connection, to: &[String]) -> Option<Connection> {
        let fault = lock(&self.state).fault;
        let mut raw = String::new();
        loop {
            let line = connection.line()?;
            match fault {
                Some((Verb::Body, Act::Drop)) => return None,
                Some((Verb::Body, _)) => {
                    connection.block();
                    return None;
                }
                _ if line == "." => break,
                _ => raw.push_str(&format!("{}\r\n", line.strip_prefix('.').unwrap_or(&line))),
            }
        }
        if !matches!(fault, Some((Verb::Dot, Act::Answer(_)))) {
            lock(&self.state).taken.push(Taken { to: to.to_vec(), raw });
        }
        self.answer(connection, Verb::Dot, "250 2.0.0 taken as 4711").map(|(connection, _)| connection)
    }
}
