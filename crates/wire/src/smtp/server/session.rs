//! One client's session: reads a command, answers it, keeps count. The mail itself is in `transaction`.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::command::{Command, Fault, Mail};
use super::{Protocol, Receiver, SessionInfo, Shared};
use crate::channel::{Channel, Line};
use crate::login::decode;
use crate::smtp::Reply;
use crate::stream::Stream;

/// How much is read and thrown away before hanging up on a client that still sends, so that it can see the answer.
const FAREWELL_BYTES: u64 = 1024 * 1024;
/// How long that may take.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(1);

/// What comes after a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Command,
    StartTls,
    HangUp,
}

pub(super) struct Session<R> {
    pub(super) shared: Arc<Shared<R>>,
    pub(super) channel: Channel,
    pub(super) info: SessionInfo,
    pub(super) mail: Option<Mail>,
    pub(super) to: Vec<String>,
    pub(super) message_bytes: u64,
    greeted: bool,
    commands: usize,
    refusals: usize,
}

impl<R: Receiver> Session<R> {
    pub(super) fn new(shared: Arc<Shared<R>>, tcp: TcpStream, peer: SocketAddr) -> Self {
        let protocol = shared.config.protocol;
        let info = SessionInfo { protocol, peer, helo: String::new(), tls: false, login: None };
        let channel = Channel::new(Stream::Plain(tcp));
        let message_bytes = shared.config.limits.message_bytes;
        let (mail, to, greeted) = (None, Vec::new(), false);
        Self { shared, channel, info, mail, to, message_bytes, greeted, commands: 0, refusals: 0 }
    }

    pub(super) async fn run(mut self) {
        let limits = self.shared.config.limits;
        let asked = timeout(limits.accept, self.shared.receiver.message_bytes(limits.message_bytes)).await;
        self.message_bytes = asked.unwrap_or(limits.message_bytes);
        let word = if self.info.protocol == Protocol::Lmtp { "LMTP" } else { "ESMTP" };
        let greeting = Reply::new(220, "", &format!("{} {word}", self.shared.config.hostname));
        let mut next = self.answer(greeting).await;
        loop {
            next = match next {
                Next::Command => self.step().await,
                Next::StartTls => match self.start_tls().await {
                    Some(secured) => {
                        self = secured;
                        Next::Command
                    }
                    None => return,
                },
                Next::HangUp => return self.hang_up().await,
            };
        }
    }

    async fn step(&mut self) -> Next {
        let line = match self.line().await {
            Ok(line) => line,
            Err(next) => return next,
        };
        self.commands += 1;
        if self.commands > self.shared.config.limits.commands {
            return self.close(Reply::new(421, "4.7.0", "Too many commands")).await;
        }
        match Command::parse(&line) {
            Ok(command) => self.handle(command).await,
            Err(fault) => self.answer(fault_reply(fault)).await,
        }
    }

    async fn handle(&mut self, command: Command) -> Next {
        let reply = match command {
            Command::Helo(name) => self.hello(name, Protocol::Smtp, false),
            Command::Ehlo(name) => self.hello(name, Protocol::Smtp, true),
            Command::Lhlo(name) => self.hello(name, Protocol::Lmtp, true),
            Command::StartTls => return self.offer_tls().await,
            Command::Auth { mechanism, initial } => return self.auth(&mechanism, initial).await,
            Command::Mail(_) | Command::Rcpt(_) | Command::Data if !self.greeted => {
                Ok(Reply::new(503, "5.5.1", "Say hello first"))
            }
            Command::Mail(mail) => Ok(self.begin(mail)),
            Command::Rcpt(to) => Ok(self.recipient(to).await),
            Command::Data => return self.data().await,
            Command::Rset => {
                self.reset();
                Ok(Reply::new(250, "2.0.0", "Forgotten"))
            }
            Command::Noop => Ok(Reply::new(250, "2.0.0", "Ok")),
            Command::Vrfy => Ok(Reply::new(252, "2.5.2", "Send mail and see")),
            Command::Quit => {
                // The client is gone or goes: nothing depends on this answer.
                self.answer(Reply::new(221, "2.0.0", "Bye")).await;
                return Next::HangUp;
            }
        };
        match reply {
            Ok(reply) => self.answer(reply).await,
            Err(text) => self.write(text.as_bytes()).await,
        }
    }

    /// A single reply, or the several lines of EHLO as text.
    fn hello(&mut self, name: String, protocol: Protocol, extended: bool) -> Result<Reply, String> {
        if protocol != self.info.protocol {
            return Ok(Reply::new(500, "5.5.1", "This listener speaks the other protocol"));
        }
        self.reset();
        self.greeted = true;
        self.info.helo = name;
        if !extended {
            return Ok(Reply::new(250, "", &self.shared.config.hostname));
        }
        let config = &self.shared.config;
        let mut lines = vec![
            config.hostname.clone(),
            "PIPELINING".to_owned(),
            format!("SIZE {}", self.message_bytes),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
        ];
        if config.tls.is_some() && !self.info.tls {
            lines.push("STARTTLS".to_owned());
        }
        if config.accept_any_login {
            lines.push("AUTH PLAIN LOGIN".to_owned());
        }
        let last = lines.len().saturating_sub(1);
        let separated = lines.iter().enumerate().map(|(at, line)| (if at == last { ' ' } else { '-' }, line));
        Err(separated.map(|(separator, line)| format!("250{separator}{line}\r\n")).collect())
    }

    async fn offer_tls(&mut self) -> Next {
        if self.info.tls || self.shared.config.tls.is_none() {
            return self.answer(Reply::new(503, "5.5.1", "TLS is not available now")).await;
        }
        // What came in the clear behind the command could be taken for a command of the secured session.
        if !self.channel.pending().is_empty() {
            return self.close(Reply::new(554, "5.5.1", "Nothing may follow STARTTLS")).await;
        }
        match self.answer(Reply::new(220, "2.0.0", "Go ahead")).await {
            Next::Command => Next::StartTls,
            other => other,
        }
    }

    async fn start_tls(self) -> Option<Self> {
        let config = self.shared.config.tls.clone()?;
        let Stream::Plain(tcp) = self.channel.stream else { return None };
        let limit = self.shared.config.limits.handshake;
        match timeout(limit, TlsAcceptor::from(config).accept(tcp)).await {
            Ok(Ok(tls)) => {
                let channel = Channel::new(Stream::Tls(Box::new(tls.into())));
                let info = SessionInfo { helo: String::new(), tls: true, login: None, ..self.info };
                Some(Self { channel, info, mail: None, to: Vec::new(), greeted: false, ..self })
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "A client's TLS handshake failed");
                None
            }
            Err(_) => None,
        }
    }

    async fn auth(&mut self, mechanism: &str, initial: Option<String>) -> Next {
        if !self.shared.config.accept_any_login {
            return self.answer(Reply::new(502, "5.5.1", "No sign-in here")).await;
        }
        let user = match (mechanism, initial) {
            ("PLAIN", Some(initial)) => plain_user(&initial),
            ("PLAIN", None) => match self.challenge("").await {
                Ok(response) => plain_user(&response),
                Err(next) => return next,
            },
            ("LOGIN", initial) => match self.auth_login(initial).await {
                Ok(user) => user,
                Err(next) => return next,
            },
            _ => return self.answer(Reply::new(504, "5.5.4", "No such mechanism")).await,
        };
        match user {
            Some(user) => {
                self.info.login = Some(user);
                self.answer(Reply::new(235, "2.7.0", "Welcome")).await
            }
            None => self.answer(Reply::new(501, "5.5.2", "That is no such response")).await,
        }
    }

    async fn auth_login(&mut self, initial: Option<String>) -> Result<Option<String>, Next> {
        let user = match initial {
            Some(user) => user,
            None => self.challenge("VXNlcm5hbWU6").await?,
        };
        self.challenge("UGFzc3dvcmQ6").await?;
        Ok(decode(&user))
    }

    async fn challenge(&mut self, text: &str) -> Result<String, Next> {
        match self.answer(Reply::new(334, "", text)).await {
            Next::Command => {}
            other => return Err(other),
        }
        let line = self.line().await?;
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    /// The next line, or what to do instead.
    async fn line(&mut self) -> Result<Vec<u8>, Next> {
        let limits = self.shared.config.limits;
        let mut stop = self.shared.stop.clone();
        let line = tokio::select! {
            line = timeout(limits.idle, self.channel.line(limits.command_line_bytes)) => line,
            () = async { drop(stop.wait_for(|stop| *stop).await) } => {
                return Err(self.close(Reply::new(421, "4.3.2", "Shutting down, try again soon")).await);
            }
        };
        let reply = match line {
            Ok(Ok(Line::Complete(line))) => return Ok(line),
            Ok(Ok(Line::TooLong)) => Reply::new(500, "5.5.2", "The line is too long"),
            Ok(Ok(Line::Bare)) => Reply::new(521, "5.5.2", "A line must end with CR LF"),
            Ok(Ok(Line::Closed) | Err(_)) => return Err(Next::HangUp),
            Err(_) => Reply::new(421, "4.4.2", "Nothing came for too long"),
        };
        Err(self.close(reply).await)
    }

    /// Writes a reply and counts refusals.
    pub(super) async fn answer(&mut self, reply: Reply) -> Next {
        self.answer_all(&[reply]).await
    }

    /// Writes replies at once and counts refusals.
    pub(super) async fn answer_all(&mut self, replies: &[Reply]) -> Next {
        let wire: String = replies.iter().map(Reply::to_wire).collect();
        let next = self.write(wire.as_bytes()).await;
        self.refusals += replies.iter().filter(|reply| reply.is_permanent()).count();
        if next == Next::Command && self.refusals > self.shared.config.limits.bad_commands {
            return self.close(Reply::new(421, "4.7.0", "Too many refused commands")).await;
        }
        next
    }

    /// Writes a last reply.
    pub(super) async fn close(&mut self, reply: Reply) -> Next {
        self.write(reply.to_wire().as_bytes()).await;
        Next::HangUp
    }

    /// Writes what is ready for the wire.
    pub(super) async fn write(&mut self, wire: &[u8]) -> Next {
        match timeout(self.shared.config.limits.idle, self.channel.send(wire)).await {
            Ok(Ok(())) => Next::Command,
            Ok(Err(_)) | Err(_) => Next::HangUp,
        }
    }

    pub(super) fn reset(&mut self) {
        self.mail = None;
        self.to.clear();
    }

    async fn hang_up(mut self) {
        let farewell = async {
            self.channel.stream.shutdown().await?;
            tokio::io::copy(&mut (&mut self.channel.stream).take(FAREWELL_BYTES), &mut tokio::io::sink()).await
        };
        // Closing with unread bytes would reset the connection and could destroy the answer on its way.
        let _ = timeout(FAREWELL, farewell).await;
    }
}

fn plain_user(response: &str) -> Option<String> {
    let decoded = decode(response)?;
    let mut parts = decoded.split('\0');
    let (_, user, _) = (parts.next()?, parts.next()?, parts.next()?);
    Some(user.to_owned())
}

fn fault_reply(fault: Fault) -> Reply {
    match fault {
        Fault::Unknown => Reply::new(500, "5.5.2", "Unknown command"),
        Fault::Syntax => Reply::new(501, "5.5.4", "That is not how the command is written"),
        Fault::Address => Reply::new(501, "5.1.3", "That is no address"),
        Fault::Parameter => Reply::new(555, "5.5.4", "Unknown parameter"),
        Fault::NeedsUtf8 => Reply::new(553, "5.6.7", "Such an address needs SMTPUTF8"),
    }
}
