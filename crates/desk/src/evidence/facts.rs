//! What is known about the sender of a mail before it is judged: values only.

use std::collections::BTreeMap;

use mail::{AuthenticationResults, FromShape};
use serde::{Deserialize, Serialize};

use crate::{Micros, arrival::Source};

/// What a check of SPF, DKIM or ARC came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Proved.
    Pass,
    /// Refuted, or not to be proved.
    Fail,
    /// Nothing was published or signed.
    #[default]
    None,
    /// The name servers did not answer in time: never a pass, and never a failure.
    Unknown,
}

/// The key of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// RSA of so many bits.
    Rsa(usize),
    /// Ed25519 (RFC 8463).
    Ed25519,
    /// It could not be fetched.
    Unknown,
}

/// A DKIM signature (RFC 6376) that we verified on the raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dkim {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// What came of it.
    pub verdict: Verdict,
    /// `h=` in lower case, with repetitions.
    pub signed: Vec<String>,
    /// True when `l=` leaves the end of the body unsigned.
    pub partial_body: bool,
    /// The key.
    pub key: Key,
}

/// SPF (RFC 7208) of the host that spoke to our own listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spf {
    /// What came of it.
    pub verdict: Verdict,
    /// The domain that it is about: of MAIL FROM, or of HELO where that is empty.
    pub domain: String,
}

/// What the domain of From asks to be done with mail that is not its own (RFC 7489).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Nothing.
    None,
    /// To be set aside.
    Quarantine,
    /// To be refused.
    Reject,
}

impl Policy {
    /// True when it asks for more than a report.
    #[must_use]
    pub fn enforces(self) -> bool {
        self != Self::None
    }
}

/// The DMARC record that holds for the domain of From.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DmarcRecord {
    /// What it asks, for this domain, tests (`pct=0`, `t=y`) taken into account.
    pub policy: Policy,
    /// True when the domain of a signature must equal that of From.
    pub strict_dkim: bool,
    /// True when the domain of the envelope must equal that of From.
    pub strict_spf: bool,
}

/// What is known of the DMARC record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DmarcLookup {
    /// It was not needed.
    #[default]
    NotAsked,
    /// The name servers did not answer.
    Unknown,
    /// The domain publishes none.
    Absent,
    /// It publishes this.
    Found(DmarcRecord),
}

/// The newest seal of a chain of forwarders (RFC 8617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArcChain {
    /// What came of verifying the whole chain.
    pub verdict: Verdict,
    /// `d=` of the newest seal.
    pub sealer: String,
    /// True when the newest message signature signs From.
    pub signs_from: bool,
    /// What the newest sealer found.
    pub reported: Option<AuthenticationResults>,
}

/// Which server's Authentication-Results count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthservId {
    /// Those that carry this name.
    Pinned(String),
}

/// What the self-test of a mailbox proved: which marks on its mail no stranger can forge (trust.md).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrustAnchor {
    /// Which Authentication-Results count.
    pub authserv_id: Option<AuthservId>,
    /// True when the topmost counts, whatever its name (Microsoft 365 writes none).
    pub topmost_ar: bool,
    /// True when forged ones of that name are removed, so that those below the topmost count too.
    pub strips: bool,
    /// True when marks of internal submission cannot be forged.
    pub internal_marks: bool,
    /// The host whose `ESMTPSA` proves a signed-in sender.
    pub submission_host: Option<String>,
    /// Addresses (or domains, proved by SPF) of servers that forward this mailbox to our listener.
    pub forwarders: Vec<String>,
    /// When the self-test ran.
    pub learned_at: Option<Micros>,
}

/// All that is known about who sent a mail.
#[derive(Clone, Debug)]
pub struct Facts {
    /// How it came.
    pub source: Source,
    /// The header From.
    pub from: FromShape,
    /// The first address of Reply-To that is not that of From (SB-15).
    pub answers_to: Option<String>,
    /// How often each header that matters stands in the mail, by lower-case name.
    pub headers: BTreeMap<String, usize>,
    /// The Date header.
    pub date: Option<Micros>,
    /// When it arrived.
    pub arrived_at: Micros,
    /// Its signatures.
    pub dkim: Vec<Dkim>,
    /// SPF, for what our own SMTP listener received.
    pub spf: Option<Spf>,
    /// The address of the host that spoke to our own listener.
    pub peer: Option<String>,
    /// The DMARC record of the domain of From.
    pub dmarc: DmarcLookup,
    /// The chain of forwarders.
    pub arc: Option<ArcChain>,
    /// Authentication-Results, topmost first.
    pub results: Vec<AuthenticationResults>,
    /// True when `X-MS-Exchange-Organization-AuthAs: Internal` stands in it, once.
    pub internal_mark: bool,
    /// The host that received the mail from its author, and the protocol: the topmost `Received` that is no LMTP.
    pub received: Option<(String, String)>,
    /// What the mailbox's self-test proved.
    pub anchor: Option<TrustAnchor>,
    /// The domains of our mailbox, folded: senders there are internal.
    pub own_domains: Vec<String>,
    /// Domains whose ARC seals are believed.
    pub sealers: Vec<String>,
    /// False when there is no name server to ask.
    pub resolver: bool,
}

impl Facts {
    /// A mail that came this way, of which nothing is known yet.
    #[must_use]
    pub fn new(source: Source, from: FromShape, arrived_at: Micros) -> Self {
        Self {
            source,
            from,
            answers_to: None,
            headers: BTreeMap::new(),
            date: None,
            arrived_at,
            dkim: Vec::new(),
            spf: None,
            peer: None,
            dmarc: DmarcLookup::NotAsked,
            arc: None,
            results: Vec::new(),
            internal_mark: false,
            received: None,
            anchor: None,
            own_domains: Vec::new(),
            sealers: crate::policy::ChannelPolicy::default().arc_sealers,
            resolver: true,
        }
    }
}
