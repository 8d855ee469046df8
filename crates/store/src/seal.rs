//! Sealing of secrets (mailbox passwords) with a key that is not in the database: XChaCha20-Poly1305.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{Error, Result};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

/// The desk's key.
#[derive(Clone)]
pub struct Sealer {
    key: [u8; 32],
}

impl Sealer {
    /// With this key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key.into())
    }

    /// Seals a secret for one purpose; what is sealed for one cannot be opened as another's. `nonce` is random.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the secret is absurdly long.
    pub fn seal(&self, secret: &str, purpose: &str, nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>> {
        let payload = Payload { msg: secret.as_bytes(), aad: purpose.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Sealed)?;
        Ok([&[VERSION][..], &nonce, &sealed].concat())
    }

    /// Opens a sealed secret.
    ///
    /// # Errors
    /// [`Error::Sealed`] when it was sealed with another key or for another purpose, or is damaged.
    pub fn open(&self, sealed: &[u8], purpose: &str) -> Result<String> {
        let (version, rest) = sealed.split_first().ok_or(Error::Sealed)?;
        let (nonce, cipher) = rest.split_at_checked(NONCE_BYTES).ok_or(Error::Sealed)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| Error::Sealed)?;
        if *version != VERSION {
            return Err(Error::Sealed);
        }
        let payload = Payload { msg: cipher, aad: purpose.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Sealed)?;
        String::from_utf8(plain).map_err(|_| Error::Sealed)
    }
}

/// The purpose under which the key of an assistant's service is sealed.
pub const ASSISTANT: &str = "assistant";
/// The purpose under which a mailbox's incoming password is sealed.
pub const INCOMING: &str = "mailbox-incoming";
/// The purpose under which a mailbox's outgoing password is sealed.
pub const OUTGOING: &str = "mailbox-outgoing";
/// The purpose under which the secret of a webhook is sealed.
pub const WEBHOOK: &str = "webhook";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_with_its_key_and_for_its_purpose() {
        let sealer = Sealer::new([1; 32]);
        let sealed = sealer.seal("correct horse", INCOMING, [9; 24]).unwrap();
        assert!(!sealed.windows(7).any(|bytes| bytes == b"correct"));
        assert_eq!(sealer.open(&sealed, INCOMING).unwrap(), "correct horse");
        assert!(matches!(sealer.open(&sealed, OUTGOING), Err(Error::Sealed)));
        assert!(matches!(Sealer::new([2; 32]).open(&sealed, INCOMING), Err(Error::Sealed)));
        assert!(matches!(sealer.open(&sealed[..10], INCOMING), Err(Error::Sealed)));
    }
}
