//! Signing what we send (DKIM, RFC 6376), with a key of our own.

use mail_auth::{
    common::{
        crypto::{RsaKey, Sha256},
        headers::HeaderWriter,
    },
    dkim::{DkimSigner, generate::DkimKeyPair},
};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};

/// Bits of a new key (RFC 8301 § 3.2).
const BITS: usize = 2_048;
/// What is signed; each once more than it stands in the mail, so that nobody adds a second one.
pub const SIGNED_HEADERS: [&str; 10] =
    ["From", "Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Reply-To", "Content-Type"];

/// Why a mail was not signed, or a key not made.
#[derive(Debug, thiserror::Error)]
#[error("signing failed: {0}")]
pub struct SignError(String);

impl From<mail_auth::Error> for SignError {
    fn from(error: mail_auth::Error) -> Self {
        Self(error.to_string())
    }
}

/// A private key and its public half, as bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// PKCS#1, DER.
    pub private: Vec<u8>,
    /// The public half as `p=` has it.
    pub public: String,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a new RSA key; this takes up to some seconds of the processor.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, SignError> {
        let pair = DkimKeyPair::generate_rsa(BITS)?;
        Ok(Self { private: pair.private_key().to_vec(), public: pair.encoded_public_key() })
    }

    /// The text to publish at `SELECTOR._domainkey.DOMAIN`.
    #[must_use]
    pub fn record(public: &str) -> String {
        format!("v=DKIM1; k=rsa; p={public}")
    }
}

/// The `DKIM-Signature` header for a mail, with its line end, to be put before it.
///
/// # Errors
/// When the key is none, or the mail has no header.
pub fn sign(private: &[u8], domain: &str, selector: &str, raw: &[u8]) -> Result<String, SignError> {
    let key = RsaKey::<Sha256>::from_key_der(PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(private)))?;
    let twice = SIGNED_HEADERS.iter().chain(SIGNED_HEADERS.iter()).copied();
    let signer = DkimSigner::from_key(key).domain(domain).selector(selector).headers(twice);
    Ok(signer.sign(raw)?.to_header())
}
