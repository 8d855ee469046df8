//! Opening a connection: greeting, CAPA, STLS, login. Nothing that came in the clear counts after TLS (assurance C3).

use super::Target;
use super::connection::{Connection, within};
use super::error::{Error, ErrorKind, Step};
use crate::channel::Channel;
use crate::login::Login;
use crate::stream;
use crate::tls::Security;

/// The most lines of CAPA.
const MAX_CAPABILITIES: usize = 200;
/// The longest command that servers must take, with its line end (RFC 2449 § 4).
const MAX_COMMAND_BYTES: usize = 255;

impl Connection {
    /// Connects, secures the connection and signs in.
    pub async fn open(target: &Target) -> Result<Self, Error> {
        let limit = target.timeouts.connect;
        let connected = stream::connect(&target.host, target.port, target.security, &target.trust, limit).await;
        let stream = connected.map_err(|fault| {
            let kind = ErrorKind::from(fault);
            let step = if matches!(kind, ErrorKind::Tls(_)) { Step::Tls } else { Step::Connect };
            Error { step, kind }
        })?;
        let mut connection = Self::new(Channel::new(stream), target);
        connection.begin(Step::Greeting)?;
        let greeting = within(target.timeouts.command, connection.status()).await;
        connection.end(Step::Greeting, greeting)?;
        if target.security == Security::StartTls {
            connection = connection.start_tls(target).await?;
        }
        connection.know_capabilities().await?;
        connection.sign_in(&target.login).await?;
        Ok(connection)
    }

    async fn start_tls(mut self, target: &Target) -> Result<Self, Error> {
        let step = Step::Tls;
        self.command(step, "STLS").await.map_err(|error| match error.kind {
            ErrorKind::Refused { .. } => Error { step, kind: ErrorKind::NoStartTls },
            _ => error,
        })?;
        if !self.channel.pending().is_empty() {
            return Err(Error { step, kind: ErrorKind::DataAfterStartTls });
        }
        let secured = self.channel.stream.into_tls(&target.host, &target.trust, self.timeouts.connect).await;
        let stream = secured.map_err(|fault| Error { step, kind: fault.into() })?;
        Ok(Self::new(Channel::new(stream), target))
    }

    /// A server that does not know CAPA offers what RFC 1939 says.
    async fn know_capabilities(&mut self) -> Result<(), Error> {
        match self.lines(Step::Capability, "CAPA", MAX_CAPABILITIES).await {
            Ok(lines) => {
                self.capabilities =
                    lines.iter().map(|line| String::from_utf8_lossy(line).to_ascii_uppercase()).collect();
                Ok(())
            }
            Err(error) if error.is_recoverable() => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn offers_mechanism(&self, name: &str) -> bool {
        let mut mechanisms = self.capabilities.iter().filter_map(|line| line.strip_prefix("SASL "));
        mechanisms.any(|names| names.split_ascii_whitespace().any(|offered| offered == name))
    }

    async fn sign_in(&mut self, login: &Login) -> Result<(), Error> {
        let user_is_fine = self.capabilities.is_empty() || self.capabilities.iter().any(|line| line == "USER");
        let answered = match login {
            Login::Password { .. } if self.offers_mechanism("PLAIN") => self.authenticate("PLAIN", login).await,
            Login::Password { user, password } if user_is_fine => self.user_and_pass(user, password).await,
            Login::XOAuth2 { .. } if self.offers_mechanism("XOAUTH2") => self.authenticate("XOAUTH2", login).await,
            _ => return Err(Error { step: Step::Login, kind: ErrorKind::NoAuthMechanism }),
        };
        answered.map_err(login_refused)
    }

    async fn user_and_pass(&mut self, user: &str, password: &str) -> Result<(), Error> {
        if [user, password].iter().any(|text| text.contains(['\r', '\n', '\0'])) {
            return Err(Error { step: Step::Login, kind: ErrorKind::LoginUnspeakable });
        }
        self.command(Step::Login, &format!("USER {user}")).await?;
        self.command(Step::Login, &format!("PASS {password}")).await.map(drop)
    }

    /// SASL (RFC 5034): at once where the line is short enough, else when the server asks.
    async fn authenticate(&mut self, mechanism: &str, login: &Login) -> Result<(), Error> {
        let initial = login.initial_response();
        let direct = format!("AUTH {mechanism} {initial}");
        self.begin(Step::Login)?;
        let limit = self.timeouts.command;
        let answered = within(limit, async {
            if direct.len() + 2 <= MAX_COMMAND_BYTES {
                self.send(direct.as_bytes()).await?;
            } else {
                self.send(format!("AUTH {mechanism}").as_bytes()).await?;
                self.prompt().await?;
                self.send(initial.as_bytes()).await?;
            }
            if self.next_is_prompt().await? {
                // XOAUTH2 tells the reason of a refusal as a prompt and wants an empty line before it refuses.
                self.line().await?;
                self.send(b"").await?;
            }
            self.status().await.map(drop)
        });
        let answer = answered.await;
        self.end(Step::Login, answer)
    }

    /// Waits for `+ …`; what else comes is the answer.
    async fn prompt(&mut self) -> Result<(), ErrorKind> {
        if self.next_is_prompt().await? {
            return self.line().await.map(drop);
        }
        self.status().await?;
        Err(ErrorKind::Protocol("it accepts a login that was not said"))
    }

    async fn next_is_prompt(&mut self) -> Result<bool, ErrorKind> {
        while self.channel.pending().len() < 2 {
            self.fill().await?;
        }
        Ok(matches!(self.channel.pending(), [b'+', b' ' | b'\r' | b'\n', ..]))
    }
}

/// Codes that say nothing about the credentials (RFC 2449, RFC 3206) leave the refusal as it is.
fn login_refused(error: Error) -> Error {
    let Error { step, kind } = error;
    let kind = match kind {
        ErrorKind::Refused { code: Some(code), text } if code != "AUTH" => {
            ErrorKind::Refused { code: Some(code), text }
        }
        ErrorKind::Refused { text, .. } => ErrorKind::LoginRefused(text),
        other => other,
    };
    Error { step, kind }
}
