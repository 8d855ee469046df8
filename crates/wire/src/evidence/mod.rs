//! Evidence of a sender, gathered: signatures (DKIM, ARC) verified on the raw bytes, and what name servers say about a
//! domain (SPF, DMARC, MX). What it amounts to is judged elsewhere; nothing here trusts anybody.

mod domain;
mod headers;
mod listener;
mod message;
mod resolver;
mod sign;

pub use domain::{DomainRecords, Found};
pub use listener::Peer;
pub use message::{Checked, MOST_SIGNATURES};
pub use resolver::{NameServers, Resolver, WrongNameServers};
pub use sign::{SIGNED_HEADERS, SignError, SigningKey, sign};

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Proved.
    Pass,
    /// Refuted, or not to be proved.
    Fail,
    /// There was nothing to check.
    None,
    /// The name servers did not answer.
    Unknown,
}

/// The key of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// RSA of so many bits.
    Rsa(usize),
    /// Ed25519 (RFC 8463).
    Ed25519,
    /// Not known: it was not fetched, or the algorithm is one that nobody may use (RFC 8301).
    Unknown,
}

/// A DKIM signature (RFC 6376).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `d=`, in lower case.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// What came of it.
    pub outcome: Outcome,
    /// `h=` in lower case, with repetitions.
    pub signed: Vec<String>,
    /// True when `l=` leaves the end of the body unsigned; such a signature is never verified.
    pub partial_body: bool,
    /// The key.
    pub key: Key,
}

/// A chain of forwarders (RFC 8617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What came of verifying all of it.
    pub outcome: Outcome,
    /// `d=` of the newest seal, in lower case.
    pub sealer: String,
    /// True when the newest message signature signs From.
    pub signs_from: bool,
    /// What the newest sealer found: ARC-Authentication-Results without its instance.
    pub reported: String,
}

/// What a domain asks to be done with mail that is not its own (RFC 7489).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nothing.
    None,
    /// To be set aside.
    Quarantine,
    /// To be refused.
    Reject,
}

/// The DMARC record that holds for a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dmarc {
    /// The name servers did not answer.
    Unknown,
    /// Neither the domain nor its organisation publishes one.
    Absent,
    /// It says this.
    Found {
        /// For the domain that was asked about.
        policy: Policy,
        /// True when domains of signatures must be equal.
        strict_dkim: bool,
        /// True when domains of envelopes must be equal.
        strict_spf: bool,
    },
}
