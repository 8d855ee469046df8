//! What stands in a mail itself: its signatures (DKIM, RFC 6376) and the seals of forwarders (ARC, RFC 8617), verified on
//! the raw bytes.

use std::{collections::BTreeMap, sync::Arc};

use mail_auth::{
    AuthenticatedMessage, DkimResult, Error, MessageAuthenticator, Parameters,
    common::{
        crypto::Algorithm,
        verify::{DomainKey, VerifySignature},
    },
    dkim::{self, DkimError},
};

use super::{
    Chain, Key, Outcome, Resolver, Signature, headers,
    resolver::{TOGETHER, is_name, of_error},
};

/// Signatures of one mail that are verified; further ones count as if they were not there.
pub const MOST_SIGNATURES: usize = 10;
/// Mails up to so many bytes are hashed where they are; larger ones on a thread of their own.
const SMALL_BYTES: usize = 128 * 1024;

/// What was found in a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How often each header stands in it, by lower-case name.
    pub headers: BTreeMap<String, usize>,
    /// Its signatures, those of the domain that was asked about first.
    pub signatures: Vec<Signature>,
    /// The chain of forwarders.
    pub chain: Option<Chain>,
}

impl Resolver {
    /// Verifies what stands in a mail. `from_domain` is the domain whose signatures matter most.
    ///
    /// Takes at most eight seconds; what is not known by then is [`Outcome::Unknown`].
    pub async fn message(&self, raw: Arc<Vec<u8>>, from_domain: &str) -> Checked {
        let headers = headers::counts(&raw);
        if !headers.contains_key("dkim-signature") && !headers.contains_key("arc-seal") {
            return Checked { headers, ..Checked::default() };
        }
        let (resolver, domain) = (self.usable(), from_domain.to_string());
        let verified = if raw.len() <= SMALL_BYTES {
            verified(resolver, &raw, &domain).await
        } else {
            let runtime = tokio::runtime::Handle::current();
            let elsewhere = move || runtime.block_on(verified(resolver, &raw, &domain));
            tokio::task::spawn_blocking(elsewhere).await.unwrap_or_default()
        };
        let (signatures, chain) = verified;
        let outcomes = signatures.iter().map(|one| one.outcome).chain(chain.iter().map(|one| one.outcome));
        let outcomes: Vec<Outcome> = outcomes.collect();
        if !outcomes.is_empty() && self.is_usable() {
            self.note(outcomes.iter().any(|outcome| *outcome != Outcome::Unknown)).await;
        }
        Checked { headers, signatures, chain }
    }
}

type Verified = (Vec<Signature>, Option<Chain>);

async fn verified(resolver: Option<Arc<MessageAuthenticator>>, raw: &[u8], from_domain: &str) -> Verified {
    let Some(mut message) = AuthenticatedMessage::parse(raw) else { return Verified::default() };
    // A lookup each: a mail must not make us ask a thousand.
    message.dkim_headers.sort_by_key(|header| !same_end(&header.header.d, from_domain));
    message.dkim_headers.truncate(MOST_SIGNATURES);
    let partial: Vec<Signature> = message.errors.iter().filter_map(partly_signed).take(MOST_SIGNATURES).collect();
    let Some(resolver) = resolver else {
        let unknown =
            message.dkim_headers.iter().map(|header| signature(&header.header, Outcome::Unknown, Key::Unknown));
        return (unknown.chain(partial).collect(), None);
    };
    let checking = async { (signatures(&resolver, &message).await, chain(&resolver, &message).await) };
    match tokio::time::timeout(TOGETHER, checking).await {
        Ok((mut signatures, chain)) => {
            signatures.extend(partial);
            (signatures, chain)
        }
        Err(_) => {
            let late = message.dkim_headers.iter().map(|one| signature(&one.header, Outcome::Unknown, Key::Unknown));
            (late.chain(partial).collect(), None)
        }
    }
}

/// True when one domain is the other, or within it.
fn same_end(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| {
        inner.eq_ignore_ascii_case(outer)
            || inner.to_ascii_lowercase().ends_with(&format!(".{}", outer.to_ascii_lowercase()))
    };
    within(one, other) || within(other, one)
}

fn signature(read: &dkim::Signature, outcome: Outcome, key: Key) -> Signature {
    Signature {
        domain: read.d.to_ascii_lowercase(),
        selector: read.s.clone(),
        outcome,
        signed: read.h.iter().map(|name| name.trim().to_ascii_lowercase()).collect(),
        partial_body: read.l > 0,
        key,
    }
}

/// A signature with `l=`, which the reader sets apart unverified.
fn partly_signed(error: &mail_auth::common::headers::Header<'_, Error>) -> Option<Signature> {
    matches!(error.header, Error::Dkim(DkimError::SignatureLength)).then_some(())?;
    let read = dkim::Signature::parse(error.value).ok()?;
    Some(signature(&read, Outcome::None, Key::Unknown))
}

async fn signatures(resolver: &MessageAuthenticator, message: &AuthenticatedMessage<'_>) -> Vec<Signature> {
    let mut found = Vec::with_capacity(message.dkim_headers.len());
    for output in resolver.verify_dkim(Parameters::new(message)).await {
        let Some(read) = output.signature() else { continue };
        let named = is_name(&read.d) && is_name(&read.s);
        let outcome = match output.result() {
            DkimResult::Pass if named => Outcome::Pass,
            DkimResult::TempError(_) => Outcome::Unknown,
            DkimResult::Fail(error) | DkimResult::PermError(error) | DkimResult::Neutral(error) => {
                match of_error(error) {
                    Outcome::Unknown => Outcome::Unknown,
                    _ => Outcome::Fail,
                }
            }
            DkimResult::Pass | DkimResult::None => Outcome::Fail,
        };
        let key = match outcome {
            Outcome::Pass => key(resolver, read).await,
            _ => Key::Unknown,
        };
        found.push(signature(read, outcome, key));
    }
    found
}

/// The key that verified a signature; its record was fetched a moment ago and is remembered.
async fn key(resolver: &MessageAuthenticator, read: &dkim::Signature) -> Key {
    match read.a {
        Algorithm::Ed25519Sha256 => Key::Ed25519,
        Algorithm::RsaSha1 => Key::Unknown,
        Algorithm::RsaSha256 => {
            let none = None::<&mail_auth::common::cache::NoCache<Box<str>, mail_auth::Txt>>;
            let record = resolver.txt_lookup::<DomainKey>(read.domain_key(), none).await;
            record.map_or(Key::Unknown, |record| Key::Rsa(record.p.public_key_bits()))
        }
    }
}

async fn chain(resolver: &MessageAuthenticator, message: &AuthenticatedMessage<'_>) -> Option<Chain> {
    if message.as_headers.is_empty() {
        return None;
    }
    let output = resolver.verify_arc(Parameters::new(message)).await;
    let last = output.sets().last()?;
    let signed = &last.signature.header;
    let outcome = match output.result() {
        DkimResult::Pass if signed.l == 0 && is_name(&last.seal.header.d) => Outcome::Pass,
        DkimResult::TempError(_) => Outcome::Unknown,
        _ => Outcome::Fail,
    };
    let reported = String::from_utf8_lossy(last.results.value).into_owned();
    let reported = reported.split_once(';').map(|(_, rest)| rest.trim().to_string()).unwrap_or_default();
    Some(Chain {
        outcome,
        sealer: last.seal.header.d.to_ascii_lowercase(),
        signs_from: signed.h.iter().any(|name| name.eq_ignore_ascii_case("from")),
        reported,
    })
}
