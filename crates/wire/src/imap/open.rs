//! Opening a connection: greeting, STARTTLS, login, ID. Nothing that came in the clear counts after TLS (assurance C3).

use tokio::time::timeout;

use super::Target;
use super::connection::Connection;
use super::error::{Error, ErrorKind, Step};
use super::frame;
use super::response::{Response, Said, Status};
use crate::channel::Channel;
use crate::login::Login;
use crate::stream;
use crate::tls::Security;

/// Some servers (NetEase) serve only clients that say who they are.
const IDENTITY: &str = "ID (\"name\" \"Staffetta\")";

/// Refusals of a login that say nothing about the credentials (RFC 5530).
const NOT_ABOUT_CREDENTIALS: [&str; 5] = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN"];

impl Connection {
    /// Connects, secures the connection, signs in and says who we are.
    pub async fn open(target: &Target) -> Result<Self, Error> {
        let limit = target.timeouts.connect;
        let connected = stream::connect(&target.host, target.port, target.security, &target.trust, limit).await;
        let stream = connected.map_err(|fault| {
            let kind = ErrorKind::from(fault);
            let step = if matches!(kind, ErrorKind::Tls(_)) { Step::Tls } else { Step::Connect };
            Error { step, kind }
        })?;
        let mut connection = Self::new(Channel::new(stream), target.timeouts, target.max_mail_bytes);
        let greeting = timeout(target.timeouts.command, connection.greeting()).await;
        let signed_in =
            greeting.unwrap_or(Err(ErrorKind::Timeout)).map_err(|kind| Error { step: Step::Greeting, kind })?;
        if target.security == Security::StartTls {
            if signed_in {
                return Err(Error { step: Step::Greeting, kind: ErrorKind::PreauthBeforeTls });
            }
            connection = connection.start_tls(target).await?;
        }
        if !signed_in {
            connection.know_capabilities().await?;
            connection.sign_in(&target.login).await?;
        }
        connection.know_capabilities().await?;
        connection.identify().await?;
        Ok(connection)
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        self.channel.stream.is_tls()
    }

    /// Whether the server says that we are signed in already.
    async fn greeting(&mut self) -> Result<bool, ErrorKind> {
        let mut allowance = self.allowance();
        let frame = frame::read(&mut self.channel, &mut allowance, self.timeouts.command).await?;
        match Response::parse(frame) {
            Response::Status(Said { status: Status::Ok, .. }) => Ok(false),
            Response::Status(Said { status: Status::Preauth, .. }) => Ok(true),
            Response::Status(Said { status: Status::Bye, text, .. }) => Err(ErrorKind::Closed(text)),
            _ => Err(ErrorKind::Protocol("this is no greeting")),
        }
    }

    async fn start_tls(mut self, target: &Target) -> Result<Self, Error> {
        let step = Step::Tls;
        self.know_capabilities().await?;
        if !self.offers("STARTTLS") {
            return Err(Error { step, kind: ErrorKind::NoStartTls });
        }
        self.run(step, "STARTTLS", drop).await?;
        if !self.channel.pending().is_empty() {
            return Err(Error { step, kind: ErrorKind::DataAfterStartTls });
        }
        let secured = self.channel.stream.into_tls(&target.host, &target.trust, self.timeouts.connect).await;
        let stream = secured.map_err(|fault| Error { step, kind: fault.into() })?;
        Ok(Self::new(Channel::new(stream), self.timeouts, self.max_mail_bytes))
    }

    async fn know_capabilities(&mut self) -> Result<(), Error> {
        if self.capabilities.is_empty() {
            self.run(Step::Capability, "CAPABILITY", drop).await?;
        }
        Ok(())
    }

    async fn sign_in(&mut self, login: &Login) -> Result<(), Error> {
        let initial = login.initial_response();
        let (mechanism, offered) = match login {
            Login::Password { .. } => ("PLAIN", self.offers("AUTH=PLAIN")),
            Login::XOAuth2 { .. } => ("XOAUTH2", self.offers("AUTH=XOAUTH2")),
        };
        let command = format!("AUTHENTICATE {mechanism}");
        let direct = self.offers("SASL-IR");
        // What was offered to a stranger may differ from what is offered to us.
        let known = std::mem::take(&mut self.capabilities);
        let refused_login = known.iter().any(|name| name == "LOGINDISABLED");
        let answered = match login {
            _ if offered && direct => self.run(Step::Login, &format!("{command} {initial}"), drop).await,
            _ if offered => self.run_parts(Step::Login, &[command.as_bytes(), initial.as_bytes()], drop).await,
            Login::Password { user, password } if !refused_login => self.plain_login(user, password).await,
            _ => return Err(Error { step: Step::Login, kind: ErrorKind::NoAuthMechanism }),
        };
        answered.map(drop).map_err(login_refused)
    }

    async fn plain_login(&mut self, user: &str, password: &str) -> Result<Said, Error> {
        let simple = |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if simple(user) && simple(password) {
            let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
            let command = format!("LOGIN {} {}", quoted(user), quoted(password));
            return self.run(Step::Login, &command, drop).await;
        }
        let first = format!("LOGIN {{{}}}", user.len());
        let second = format!("{user} {{{}}}", password.len());
        self.run_parts(Step::Login, &[first.as_bytes(), second.as_bytes(), password.as_bytes()], drop).await
    }

    async fn identify(&mut self) -> Result<(), Error> {
        if self.offers("ID") {
            match self.run(Step::Identify, IDENTITY, drop).await {
                Err(error) if !error.is_recoverable() => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

fn login_refused(error: Error) -> Error {
    let Error { step, kind } = error;
    let kind = match kind {
        ErrorKind::Refused { code: Some(code), text } if NOT_ABOUT_CREDENTIALS.contains(&code.as_str()) => {
            ErrorKind::Refused { code: Some(code), text }
        }
        ErrorKind::Refused { text, .. } => ErrorKind::LoginRefused(text),
        other => other,
    };
    Error { step, kind }
}
