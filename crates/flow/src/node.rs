//! A running node: what every journey needs at hand. The clock and the randomness are given by the program.

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use data_encoding::BASE64URL_NOPAD;
use desk::{Micros, token};
use links::{dialogflow::Dialogflow, post::Poster};
use store::{Db, blobs::Blobs, seal::Sealer};
use wire::tls::ClientTrust;

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Micros + Send + Sync>);

impl Clock {
    /// A clock that asks this function.
    pub fn new(now: impl Fn() -> Micros + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Micros {
        (self.0)()
    }
}

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Where randomness comes from.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

impl Random {
    /// Randomness that this function writes.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// Random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        (self.0)(&mut out);
        out
    }

    /// A token of 256 random bits that fits into addresses of the web.
    #[must_use]
    pub fn token(&self) -> String {
        BASE64URL_NOPAD.encode(&self.bytes::<32>())
    }

    /// A number from 0 to 999, to spread retries.
    #[must_use]
    pub fn thousandth(&self) -> i64 {
        i64::from(u16::from_be_bytes(self.bytes()) % 1_000)
    }
}

/// Times that tests shorten; everybody else takes the defaults.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// How long an uncertain delivery waits for its one repeat, seconds.
    pub uncertain_wait_s: i64,
    /// The most between two looks at a mailbox while the server stays silent.
    pub poll: Duration,
    /// Between two looks into a POP3 mailbox, whatever its setting says.
    pub pop3_poll: Option<Duration>,
    /// How long IDLE lasts before it is said anew (RFC 2177 wants less than 29 minutes).
    pub idle: Duration,
    /// The first wait before a failed connection is tried again; it doubles up to [`Tuning::reconnect_most`].
    pub reconnect: Duration,
    /// The longest wait before a failed connection is tried again.
    pub reconnect_most: Duration,
    /// Timeouts of an IMAP or POP3 connection.
    pub imap: wire::imap::Timeouts,
    /// Timeouts of an SMTP connection.
    pub smtp: wire::smtp::client::Timeouts,
    /// How long the mail to itself is waited for that proves a mailbox (SB-2); none: no such mail is sent.
    pub proof: Option<Duration>,
    /// The backoff of temporary failures is divided by this.
    pub backoff_divisor: i64,
    /// How often a folder is compared with what came in, seconds.
    pub compare_s: i64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            uncertain_wait_s: desk::delivery::UNCERTAIN_WAIT_S,
            poll: Duration::from_secs(120),
            pop3_poll: None,
            idle: Duration::from_secs(25 * 60),
            reconnect: Duration::from_secs(2),
            reconnect_most: Duration::from_secs(120),
            imap: wire::imap::Timeouts::default(),
            smtp: wire::smtp::client::Timeouts::default(),
            proof: Some(Duration::from_secs(60)),
            backoff_divisor: 1,
            compare_s: desk::limits::COMPARE_SECONDS,
        }
    }
}

/// A running node. Cheap to clone.
#[derive(Clone)]
pub struct Node {
    /// The database.
    pub db: Db,
    /// The blob folder.
    pub blobs: Arc<Blobs>,
    /// What seals mailbox passwords.
    pub sealer: Sealer,
    /// What mints and verifies tokens.
    pub keys: token::Keys,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The owner of this run's leases: the node's lasting name, a colon, and what tells this run from earlier ones.
    pub name: String,
    /// Where browsers find the desk, without a slash at the end.
    pub base_url: String,
    /// What the desk calls itself to other mail servers.
    pub hostname: String,
    /// True in `staffetta demo`.
    pub demo: bool,
    /// Whom TLS connections trust.
    pub trust: Arc<ClientTrust>,
    /// Times that tests shorten.
    pub tuning: Arc<Tuning>,
    /// Whom to ask about names: keys of signatures, who may send for a domain.
    pub names: wire::evidence::Resolver,
    /// What posts to programs outside.
    pub poster: Poster,
    /// What asks agents of Dialogflow.
    pub dialogflow: Dialogflow,
    /// Mails that were received a moment ago.
    pub fresh: crate::inbound::Handover,
    /// How many mails this run has brought to an end, for the figures.
    pub ended: Arc<AtomicU64>,
}

impl Node {
    /// The lasting part of the name.
    #[must_use]
    pub fn lasting_name(&self) -> &str {
        self.name.split_once(':').map_or(&self.name, |(name, _)| name)
    }
}
