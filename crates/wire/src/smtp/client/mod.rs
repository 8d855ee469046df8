//! An SMTP client that takes one step at a time, so that its caller can commit what it intends before the final dot and
//! knows after a failure exactly what may have happened (assurance R8). It never repeats anything by itself.

mod auth;
mod body;
mod error;
mod extensions;

pub use error::{Error, ErrorKind, Step};
pub use extensions::Extensions;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::address::EnvelopeAddress;
use crate::channel::{Channel, Line};
use crate::login::Login;
use crate::smtp::Reply;
use crate::stream;
use crate::tls::{ClientTrust, Security};
use body::Stuffing;

/// The longest line of a reply, in bytes.
pub const MAX_REPLY_LINE_BYTES: usize = 2048;
/// The most lines of a reply.
pub const MAX_REPLY_LINES: usize = 100;
/// How much of the message is written under one timeout, in bytes.
const BODY_CHUNK: usize = 64 * 1024;

/// Where and how to connect.
#[derive(Debug, Clone)]
pub struct Target {
    /// Host name or IP address; the certificate must be for it.
    pub host: String,
    /// 465, 587, 25 or another.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// Credentials, if the server wants any.
    pub login: Option<Login>,
    /// Whom to trust.
    pub trust: Arc<ClientTrust>,
    /// Our name in EHLO: a host name or an address literal such as `[192.0.2.1]`.
    pub helo_name: String,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// How long each step may take (RFC 5321 §4.5.3.2 suggests the longer ones).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Finding the host and connecting; the same again for the TLS handshake.
    pub connect: Duration,
    /// The server's first words.
    pub greeting: Duration,
    /// Each command but those below.
    pub command: Duration,
    /// DATA up to its 354.
    pub data_start: Duration,
    /// Each 64 KiB of the message.
    pub body_chunk: Duration,
    /// From the final dot to its answer: shorter means duplicates (RFC 1047).
    pub final_dot: Duration,
    /// QUIT: nothing depends on it.
    pub quit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            greeting: Duration::from_secs(120),
            command: Duration::from_secs(300),
            data_start: Duration::from_secs(120),
            body_chunk: Duration::from_secs(180),
            final_dot: Duration::from_secs(600),
            quit: Duration::from_secs(10),
        }
    }
}

/// A session that is connected, secured and signed in.
#[derive(Debug)]
pub struct Session {
    channel: Channel,
    extensions: Extensions,
    timeouts: Timeouts,
    stuffing: Option<Stuffing>,
    /// Set while a step runs: a step that failed or was dropped half-way leaves the session unusable.
    broken: bool,
}

impl Session {
    /// Connects, secures the connection, says EHLO and signs in.
    pub async fn open(target: &Target) -> Result<Self, Error> {
        let connect_step = |kind: ErrorKind| {
            let step = if matches!(kind, ErrorKind::Tls(_)) { Step::Tls } else { Step::Connect };
            Error { step, kind }
        };
        let limit = target.timeouts.connect;
        let stream = stream::connect(&target.host, target.port, target.security, &target.trust, limit)
            .await
            .map_err(|fault| connect_step(fault.into()))?;
        let mut session = Self {
            channel: Channel::new(stream),
            extensions: Extensions::default(),
            timeouts: target.timeouts,
            stuffing: None,
            broken: false,
        };
        session.greet().await?;
        session.ehlo(&target.helo_name).await?;
        if target.security == Security::StartTls {
            session = session.start_tls(target).await?;
            session.ehlo(&target.helo_name).await?;
        }
        if let Some(login) = &target.login {
            session.sign_in(login).await?;
        }
        Ok(session)
    }

    /// What the server offers, on the secured connection.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        self.channel.stream.is_tls()
    }

    /// MAIL FROM; `from` of `None` is the null sender, `size` the message's bytes. SMTPUTF8 (`utf8`) and 8BITMIME
    /// (`eight_bit`) that the server does not offer are [`ErrorKind::NotOffered`]; a refusal leaves the session usable.
    pub async fn mail(
        &mut self,
        from: Option<&EnvelopeAddress>,
        size: u64,
        utf8: bool,
        eight_bit: bool,
    ) -> Result<Reply, Error> {
        let step = Step::Mail;
        let needs_utf8 = utf8 || from.is_some_and(EnvelopeAddress::needs_utf8);
        if needs_utf8 && !self.extensions.smtp_utf8 {
            return Err(Error { step, kind: ErrorKind::NotOffered("SMTPUTF8") });
        }
        if eight_bit && !self.extensions.eight_bit_mime {
            return Err(Error { step, kind: ErrorKind::NotOffered("8BITMIME") });
        }
        let mut command = format!("MAIL FROM:<{}>", from.map_or("", EnvelopeAddress::as_str));
        if self.extensions.size_offered {
            command.push_str(&format!(" SIZE={size}"));
        }
        if eight_bit {
            command.push_str(" BODY=8BITMIME");
        }
        if needs_utf8 {
            command.push_str(" SMTPUTF8");
        }
        self.command(step, &command, self.timeouts.command).await
    }

    /// RCPT TO. A refusal is [`ErrorKind::Refused`] and leaves the session usable for the next recipient.
    pub async fn rcpt(&mut self, to: &EnvelopeAddress) -> Result<Reply, Error> {
        if to.needs_utf8() && !self.extensions.smtp_utf8 {
            return Err(Error { step: Step::Rcpt, kind: ErrorKind::NotOffered("SMTPUTF8") });
        }
        self.command(Step::Rcpt, &format!("RCPT TO:<{to}>"), self.timeouts.command).await
    }

    /// DATA up to the server's 354.
    pub async fn data(&mut self) -> Result<(), Error> {
        let reply = self.exchange(Step::Data, "DATA", self.timeouts.data_start).await?;
        if reply.code != 354 {
            return Err(refused(Step::Data, reply));
        }
        self.stuffing = Some(Stuffing::new());
        Ok(())
    }

    /// Writes message bytes; may be called again with more. Line ends become CRLF, leading dots are doubled.
    pub async fn body(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let step = Step::Body;
        let Some(mut stuffing) = self.stuffing else {
            return Err(Error { step, kind: ErrorKind::OutOfOrder });
        };
        let mut wire = Vec::new();
        for piece in bytes.chunks(BODY_CHUNK) {
            wire.clear();
            stuffing.push(piece, &mut wire);
            self.send(step, &wire, self.timeouts.body_chunk).await?;
        }
        self.stuffing = Some(stuffing);
        Ok(())
    }

    /// Ends the message and waits for the server to take it. Only `Ok` and [`ErrorKind::Refused`] are certain.
    pub async fn final_dot(&mut self) -> Result<Reply, Error> {
        let step = Step::FinalDot;
        let Some(stuffing) = self.stuffing.take() else {
            return Err(Error { step, kind: ErrorKind::OutOfOrder });
        };
        let limit = self.timeouts.final_dot;
        self.send(step, stuffing.finish(), limit).await?;
        positive(step, self.reply(step, limit).await?)
    }

    /// RSET: forgets sender and recipients.
    pub async fn rset(&mut self) -> Result<Reply, Error> {
        self.command(Step::Rset, "RSET", self.timeouts.command).await
    }

    /// QUIT: says goodbye.
    pub async fn quit(mut self) -> Result<Reply, Error> {
        self.command(Step::Quit, "QUIT", self.timeouts.quit).await
    }

    async fn greet(&mut self) -> Result<(), Error> {
        let reply = self.reply(Step::Greeting, self.timeouts.greeting).await?;
        if reply.code == 220 { Ok(()) } else { Err(refused(Step::Greeting, reply)) }
    }

    async fn ehlo(&mut self, name: &str) -> Result<(), Error> {
        let step = Step::Ehlo;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error { step, kind: ErrorKind::Protocol("our own name is not a host name") });
        }
        let reply = self.command(step, &format!("EHLO {name}"), self.timeouts.command).await?;
        self.extensions = Extensions::parse(&reply.text);
        Ok(())
    }

    async fn start_tls(mut self, target: &Target) -> Result<Self, Error> {
        let step = Step::Tls;
        if !self.extensions.start_tls {
            return Err(Error { step, kind: ErrorKind::NoStartTls });
        }
        self.command(step, "STARTTLS", self.timeouts.command).await?;
        if !self.channel.pending().is_empty() {
            return Err(Error { step, kind: ErrorKind::DataAfterStartTls });
        }
        let secured = self.channel.stream.into_tls(&target.host, &target.trust, self.timeouts.connect).await;
        let stream = secured.map_err(|fault| Error { step, kind: fault.into() })?;
        // What was offered in the clear counts for nothing.
        Ok(Self { channel: Channel::new(stream), extensions: Extensions::default(), ..self })
    }

    /// Sends a command and wants a positive answer.
    async fn command(&mut self, step: Step, command: &str, limit: Duration) -> Result<Reply, Error> {
        positive(step, self.exchange(step, command, limit).await?)
    }

    /// Sends a command and returns its answer, whatever it is.
    async fn exchange(&mut self, step: Step, command: &str, limit: Duration) -> Result<Reply, Error> {
        if self.stuffing.is_some() {
            return Err(Error { step, kind: ErrorKind::OutOfOrder });
        }
        self.send(step, format!("{command}\r\n").as_bytes(), limit).await?;
        self.reply(step, limit).await
    }

    async fn send(&mut self, step: Step, bytes: &[u8], limit: Duration) -> Result<(), Error> {
        if self.broken {
            return Err(Error { step, kind: ErrorKind::OutOfOrder });
        }
        self.broken = true;
        within(limit, self.channel.send(bytes)).await.map_err(|kind| Error { step, kind })?;
        self.broken = false;
        Ok(())
    }

    async fn reply(&mut self, step: Step, limit: Duration) -> Result<Reply, Error> {
        self.broken = true;
        let reply = match timeout(limit, read_reply(&mut self.channel)).await {
            Ok(reply) => reply,
            Err(_) => Err(ErrorKind::Timeout),
        };
        let reply = reply.map_err(|kind| Error { step, kind })?;
        // 421 may stand in place of any answer and announces that the server hangs up.
        self.broken = reply.code == 421;
        Ok(reply)
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = std::io::Result<T>>) -> Result<T, ErrorKind> {
    timeout(limit, work).await.map_err(|_| ErrorKind::Timeout)?.map_err(ErrorKind::from)
}

fn refused(step: Step, reply: Reply) -> Error {
    if reply.is_temporary() || reply.is_permanent() {
        Error { step, kind: ErrorKind::Refused(reply) }
    } else {
        Error { step, kind: ErrorKind::Protocol("an answer that does not fit the command") }
    }
}

fn positive(step: Step, reply: Reply) -> Result<Reply, Error> {
    if reply.is_positive() { Ok(reply) } else { Err(refused(step, reply)) }
}

async fn read_reply(channel: &mut Channel) -> Result<Reply, ErrorKind> {
    let mut lines = Vec::new();
    loop {
        let line = match channel.line(MAX_REPLY_LINE_BYTES).await? {
            Line::Complete(line) => String::from_utf8_lossy(&line).into_owned(),
            Line::TooLong => return Err(ErrorKind::Protocol("a line of the reply is too long")),
            Line::Bare => return Err(ErrorKind::Protocol("a line of the reply ends without CRLF")),
            Line::Closed => return Err(ErrorKind::Closed),
        };
        if !Reply::is_line(&line) {
            return Err(ErrorKind::Protocol("this is no SMTP reply"));
        }
        let last = line.as_bytes().get(3) != Some(&b'-');
        lines.push(line);
        if last {
            return Reply::from_lines(&lines).ok_or(ErrorKind::Protocol("the lines of the reply do not agree"));
        }
        if lines.len() >= MAX_REPLY_LINES {
            return Err(ErrorKind::Protocol("the reply has too many lines"));
        }
    }
}
