//! The health of a mailbox in plain words: what was tried, what happened, what to do.

use desk::mailbox::{Incoming, IncomingKind};
use serde::{Deserialize, Serialize};
use store::{
    gaps,
    health::{Direction, Health},
    mailboxes::Mailbox,
};
use wire::{imap, pop3, smtp, tls::TlsFault};

use crate::words;

/// What is wrong with a connection: a key of the message files with its details, so that it can be told in any language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    key: String,
    details: Vec<(String, String)>,
}

impl Problem {
    /// A problem of this key.
    #[must_use]
    pub fn new(key: &str, details: &[(&str, &str)]) -> Self {
        let details = details.iter().map(|(name, value)| ((*name).to_string(), clean(value))).collect();
        Self { key: key.to_string(), details }
    }

    /// What an IMAP error means for the person who set the mailbox up.
    #[must_use]
    pub fn of_imap(error: &imap::Error) -> Self {
        use imap::ErrorKind as Kind;
        match &error.kind {
            Kind::LoginRefused(words) => Self::new("problem-login-refused", &[("words", words)]),
            Kind::FolderMissing => Self::new("problem-folder-missing", &[]),
            Kind::ReadOnly => Self::new("problem-folder-read-only", &[]),
            Kind::HostNotFound => Self::new("problem-host-not-found", &[]),
            Kind::ConnectionRefused => Self::new("problem-connection-refused", &[]),
            Kind::Timeout => Self::new("problem-timeout", &[("step", &error.step.to_string())]),
            Kind::Tls(fault) => Self::of_tls(fault),
            Kind::NoStartTls => Self::new("problem-no-starttls", &[]),
            Kind::DataAfterStartTls | Kind::PreauthBeforeTls => Self::new("problem-starttls-injection", &[]),
            Kind::NoAuthMechanism => Self::new("problem-no-login-offered", &[]),
            Kind::PlainOffLoopback => Self::new("problem-plain", &[]),
            Kind::LiteralTooLarge { .. } | Kind::TooLong => Self::new("problem-server-floods", &[]),
            other => Self::new("problem-server", &[("step", &error.step.to_string()), ("words", &other.to_string())]),
        }
    }

    /// What a POP3 error means for the person who set the mailbox up.
    #[must_use]
    pub fn of_pop3(error: &pop3::Error) -> Self {
        use pop3::ErrorKind as Kind;
        match &error.kind {
            Kind::LoginRefused(words) => Self::new("problem-login-refused", &[("words", words)]),
            Kind::LoginUnspeakable => Self::new("problem-login-unspeakable", &[]),
            Kind::HostNotFound => Self::new("problem-host-not-found", &[]),
            Kind::ConnectionRefused => Self::new("problem-connection-refused", &[]),
            Kind::Timeout => Self::new("problem-timeout", &[("step", &error.step.to_string())]),
            Kind::Tls(fault) => Self::of_tls(fault),
            Kind::NoStartTls => Self::new("problem-no-starttls", &[]),
            Kind::DataAfterStartTls => Self::new("problem-starttls-injection", &[]),
            Kind::NoAuthMechanism => Self::new("problem-no-login-offered", &[]),
            Kind::PlainOffLoopback => Self::new("problem-plain", &[]),
            Kind::NoUidl => Self::new("problem-pop3-nameless", &[]),
            Kind::TooLong => Self::new("problem-server-floods", &[]),
            Kind::Refused { code: Some(code), .. } if code == "IN-USE" => Self::new("problem-pop3-in-use", &[]),
            other => Self::new("problem-server", &[("step", &error.step.to_string()), ("words", &other.to_string())]),
        }
    }

    /// What an SMTP error means for the person who set the mailbox up.
    #[must_use]
    pub fn of_smtp(error: &smtp::client::Error) -> Self {
        use smtp::client::{ErrorKind as Kind, Step};
        match (&error.kind, error.step) {
            (Kind::Refused(reply), Step::Auth) if reply.is_permanent() => {
                Self::new("problem-login-refused", &[("words", &reply.to_string())])
            }
            (Kind::HostNotFound, _) => Self::new("problem-host-not-found", &[]),
            (Kind::ConnectionRefused, _) => Self::new("problem-connection-refused", &[]),
            (Kind::Timeout, step) => Self::new("problem-timeout", &[("step", &step.to_string())]),
            (Kind::Tls(fault), _) => Self::of_tls(fault),
            (Kind::NoStartTls, _) => Self::new("problem-no-starttls", &[]),
            (Kind::DataAfterStartTls, _) => Self::new("problem-starttls-injection", &[]),
            (Kind::NoAuthMechanism, _) => Self::new("problem-no-login-offered", &[]),
            (Kind::PlainOffLoopback, _) => Self::new("problem-plain", &[]),
            (other, step) => Self::new("problem-server", &[("step", &step.to_string()), ("words", &other.to_string())]),
        }
    }

    fn of_tls(fault: &TlsFault) -> Self {
        match fault {
            TlsFault::Untrusted => Self::new("problem-certificate-untrusted", &[]),
            TlsFault::Expired => Self::new("problem-certificate-expired", &[]),
            TlsFault::NotYetValid => Self::new("problem-certificate-not-yet-valid", &[]),
            TlsFault::WrongName => Self::new("problem-certificate-wrong-name", &[]),
            TlsFault::Other(words) => Self::new("problem-tls", &[("words", words)]),
        }
    }

    /// The form that is stored.
    #[must_use]
    pub fn stored(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let details: Vec<(&str, &str)> = self.details.iter().map(|(name, value)| (&**name, &**value)).collect();
        words::text(&self.key, &details)
    }
}

/// How long mails that were missing and came in after all are told about, seconds.
pub const GAPS_TOLD_S: i64 = 24 * 3_600;

/// What the comparison with the server found, as the API shows it; nothing while nothing was missing.
#[must_use]
pub fn ledger_sentence(count: &gaps::Count) -> Option<(&'static str, String)> {
    let number = |count: i64| count.to_string();
    match (count.open, count.fetched) {
        (0, 0) => None,
        (0, fetched) => Some(("healed", words::text("health-ledger-healed", &[("count", &number(fetched))]))),
        (open, _) => Some(("failing", words::text("health-ledger-failing", &[("count", &number(open))]))),
    }
}

/// A server's words in one short line without control characters.
fn clean(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

/// The state of one direction of a mailbox as the API shows it, and its sentence. `off` where nothing is set up.
#[must_use]
pub fn sentence(mailbox: &Mailbox, all: &[Health], direction: Direction) -> (String, String) {
    let found = all.iter().find(|health| health.direction == direction.word());
    let key = |state: &str| format!("health-{}-{state}", direction.word());
    let set_up = match direction {
        Direction::Receiving => mailbox.incoming.is_some(),
        Direction::Sending => mailbox.outgoing.is_some(),
        Direction::Copying => {
            mailbox.outgoing.is_some() && mailbox.incoming.as_ref().is_some_and(Incoming::copies_sent)
        }
        Direction::Watching => mailbox.incoming.as_ref().is_some_and(|way| way.watch_sent || way.watch_junk),
    };
    let forwarded = mailbox.incoming.as_ref().is_some_and(|way| way.kind == IncomingKind::Listener);
    let needs_relay = direction == Direction::Sending && mailbox.generated && !set_up;
    match found {
        _ if needs_relay && mailbox.enabled => ("off".into(), words::text("health-sending-relay", &[])),
        _ if !set_up || !mailbox.enabled => ("off".into(), words::text(&key("off"), &[])),
        // Nothing is connected to: what is forwarded comes by itself.
        _ if forwarded && direction == Direction::Receiving => ("ok".into(), words::text(&key("forwarded"), &[])),
        None => ("connecting".into(), words::text(&key("connecting"), &[])),
        Some(health) if health.state == "failing" => {
            let problem: Option<Problem> = health.problem.as_deref().and_then(|text| serde_json::from_str(text).ok());
            let why = problem.map(|problem| problem.sentence()).unwrap_or_default();
            ("failing".into(), words::text(&key("failing"), &[("why", &why)]))
        }
        Some(health) => (health.state.clone(), words::text(&key("ok"), &[])),
    }
}
