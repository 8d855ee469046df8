//! Whom to ask for names: the system's name servers, given ones, or nobody. Every question is bounded in time and asked
//! once more; servers that answer nothing at all are left alone for a while.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use mail_auth::{
    MessageAuthenticator,
    hickory_resolver::{
        config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts},
        system_conf::read_system_conf,
    },
};
use tokio::time::Instant;

use super::Outcome;

/// How long one question waits for its answer.
const ANSWER: Duration = Duration::from_millis(1_500);
/// How often a question is asked.
const ATTEMPTS: usize = 2;
/// Answers that are remembered (within their time to live).
const REMEMBERED: u64 = 4_096;
/// Questions that fail in a row before it is asked whether the servers answer at all.
const SUSPICIOUS: u32 = 4;
/// How long servers that answer nothing are left alone.
const LEFT_ALONE: Duration = Duration::from_secs(20);
/// How long all questions about one mail may take together.
pub(super) const TOGETHER: Duration = Duration::from_secs(8);

/// Which name servers are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NameServers {
    /// Those of the system (`/etc/resolv.conf`).
    #[default]
    System,
    /// These.
    Given(Vec<SocketAddr>),
    /// None: nothing is looked up.
    None,
}

/// What was given is no list of name servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither `system`, `none` nor addresses of name servers with commas between them")]
pub struct WrongNameServers;

impl FromStr for NameServers {
    type Err = WrongNameServers;

    fn from_str(text: &str) -> Result<Self, WrongNameServers> {
        match text.trim() {
            "system" => Ok(Self::System),
            "none" => Ok(Self::None),
            list => list.split(',').map(|one| server(one.trim())).collect::<Result<_, _>>().map(Self::Given),
        }
    }
}

fn server(text: &str) -> Result<SocketAddr, WrongNameServers> {
    let bare = || text.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, 53));
    text.parse().or_else(|_| bare()).map_err(|_| WrongNameServers)
}

/// Asks name servers. Cheap to clone.
#[derive(Clone)]
pub struct Resolver {
    asked: Option<Arc<MessageAuthenticator>>,
    outage: Arc<Outage>,
}

#[derive(Default)]
struct Outage {
    failures: AtomicU32,
    probes: AtomicU32,
    until: Mutex<Option<Instant>>,
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver").field("asks", &self.asked.is_some()).finish_non_exhaustive()
    }
}

impl Resolver {
    /// Asks these servers; nobody where the system names none.
    #[must_use]
    pub fn new(servers: &NameServers) -> Self {
        let settings = match servers {
            NameServers::None => None,
            NameServers::System => read_system_conf().ok().map(|(config, _)| config),
            NameServers::Given(all) => {
                Some(ResolverConfig::from_parts(None, Vec::new(), all.iter().map(given).collect()))
            }
        };
        let settings = settings.filter(|config| !config.name_servers().is_empty());
        let asked = settings.and_then(|config| MessageAuthenticator::new(config, options()).ok());
        Self { asked: asked.map(Arc::new), outage: Arc::default() }
    }

    /// A resolver that asks nobody.
    #[must_use]
    pub fn none() -> Self {
        Self::new(&NameServers::None)
    }

    /// False when there is nobody to ask, or nobody answers at the moment.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.usable().is_some()
    }

    pub(super) fn usable(&self) -> Option<Arc<MessageAuthenticator>> {
        let until = self.outage.until.lock().ok().and_then(|until| *until);
        self.asked.clone().filter(|_| until.is_none_or(|until| until <= Instant::now()))
    }

    /// Takes note of what came of a question, so that servers that answer nothing cost no mail its time.
    pub(super) async fn note(&self, answered: bool) {
        if answered {
            self.outage.failures.store(0, Ordering::Relaxed);
            return;
        }
        let failures = self.outage.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures < SUSPICIOUS {
            return;
        }
        // Slow servers of one sender must not look like an outage of ours.
        self.outage.failures.store(0, Ordering::Relaxed);
        if !self.answers().await
            && let Ok(mut until) = self.outage.until.lock()
        {
            *until = Some(Instant::now() + LEFT_ALONE);
        }
    }

    /// True when the servers answer a question, whatever they say.
    pub async fn answers(&self) -> bool {
        let Some(asked) = &self.asked else { return false };
        let number = self.outage.probes.fetch_add(1, Ordering::Relaxed);
        let name = format!("probe-{number}.invalid.");
        let asking = asked.txt_raw_lookup(name);
        match tokio::time::timeout(ANSWER * 2, asking).await {
            Ok(Ok(_)) => true,
            Ok(Err(error)) => of_error(&error) != Outcome::Unknown,
            Err(_) => false,
        }
    }
}

fn given(server: &SocketAddr) -> NameServerConfig {
    let on_port = |mut way: ConnectionConfig| {
        way.port = server.port();
        way
    };
    NameServerConfig::new(server.ip(), true, vec![on_port(ConnectionConfig::udp()), on_port(ConnectionConfig::tcp())])
}

fn options() -> ResolverOpts {
    let mut options = ResolverOpts::default();
    options.timeout = ANSWER;
    options.attempts = ATTEMPTS;
    options.cache_size = REMEMBERED;
    options
}

/// What an error of a lookup means: that there is nothing, or that nobody knows.
pub(super) fn of_error(error: &mail_auth::Error) -> Outcome {
    match error {
        mail_auth::Error::Dns(mail_auth::DnsError::Resolver(_)) => Outcome::Unknown,
        mail_auth::Error::Dns(mail_auth::DnsError::RecordNotFound(_)) => Outcome::None,
        _ => Outcome::Fail,
    }
}

/// True for what name servers know as a name: letters, digits, hyphens and underscores between single dots.
pub(super) fn is_name(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_servers_are_read_from_words() {
        for (text, expect) in [
            ("system", Ok(NameServers::System)),
            ("none", Ok(NameServers::None)),
            ("127.0.0.1:5353", Ok(NameServers::Given(vec!["127.0.0.1:5353".parse().unwrap()]))),
            (
                "9.9.9.9, [::1]:53",
                Ok(NameServers::Given(vec!["9.9.9.9:53".parse().unwrap(), "[::1]:53".parse().unwrap()])),
            ),
            ("dns.example", Err(WrongNameServers)),
            ("", Err(WrongNameServers)),
        ] {
            assert_eq!(text.parse::<NameServers>(), expect, "{text}");
        }
    }

    #[test]
    fn only_host_names_are_asked_about() {
        for good in ["shop.example", "s1._domainkey.shop.example", "a-b.example"] {
            assert!(is_name(good), "{good}");
        }
        for bad in
            ["", "a..b", "shop.example\0.evil.example", "shop.example(.evil.example", "bücher.example", "a b.example"]
        {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
