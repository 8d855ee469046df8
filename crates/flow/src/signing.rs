//! Signing of what we send from our own inbound domain (DKIM): the key is made once, sealed, and kept in the database.

use desk::address;
use serde::{Deserialize, Serialize};
use store::{Tx, settings};
use wire::evidence::{self, SigningKey};

use crate::{Node, own_keys};

/// The name of our key below `_domainkey`.
const SELECTOR: &str = "staffetta";
/// The purpose under which the key is sealed.
const PURPOSE: &str = "dkim-key";

/// The key as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredKey {
    /// Its name below `_domainkey`.
    pub selector: String,
    /// The public half, as `p=` has it.
    pub public: String,
    /// The private half, sealed.
    sealed: String,
}

impl StoredKey {
    /// The text to publish.
    #[must_use]
    pub fn record(&self) -> String {
        SigningKey::record(&self.public)
    }
}

/// Who signs a mail.
pub(crate) struct Signer {
    domain: String,
    key: StoredKey,
}

/// The key, made when there is none.
///
/// # Errors
/// The store's own; when no key can be made.
pub async fn key(node: &Node) -> store::Result<StoredKey> {
    let make = async || {
        let unavailable = |error: &dyn std::fmt::Display| store::Error::Unavailable(error.to_string());
        let made = tokio::task::spawn_blocking(SigningKey::generate).await.map_err(|error| unavailable(&error))?;
        let made = made.map_err(|error| unavailable(&error))?;
        let sealed = own_keys::sealed(node, &made.private, PURPOSE)?;
        Ok(StoredKey { selector: SELECTOR.into(), public: made.public, sealed })
    };
    own_keys::kept(node, settings::DKIM_KEY, make).await
}

/// Who signs mail from this address: none where its domain is not our inbound domain.
///
/// # Errors
/// The store's own.
pub(crate) fn signer(tx: &mut Tx<'_>, from: &str) -> store::Result<Option<Signer>> {
    let inbound: Option<String> = settings::get(tx, settings::INBOUND_DOMAIN)?.flatten();
    let folded = address::fold(from);
    let (Some(inbound), Some(domain)) = (inbound, address::domain(&folded)) else { return Ok(None) };
    if address::fold(&format!("x@{inbound}")) != format!("x@{domain}") {
        return Ok(None);
    }
    let key: Option<StoredKey> = settings::get(tx, settings::DKIM_KEY)?;
    Ok(key.map(|key| Signer { domain: domain.to_string(), key }))
}

impl Signer {
    /// The mail with our signature on top. What cannot be signed goes out as it is, and the log says so.
    pub(crate) fn signed(&self, node: &Node, raw: Vec<u8>) -> Vec<u8> {
        match self.header(node, &raw) {
            Some(header) => [header.into_bytes(), raw].concat(),
            None => {
                tracing::error!(domain = %self.domain, "a mail could not be signed and goes out without a signature");
                raw
            }
        }
    }

    fn header(&self, node: &Node, raw: &[u8]) -> Option<String> {
        let private = own_keys::opened(node, &self.key.sealed, PURPOSE).ok()?;
        evidence::sign(&private, &self.domain, &self.key.selector, raw).ok()
    }
}
