//! What a push service carries and cannot read (RFC 8291 with RFC 8188), and the proof of who sends it (VAPID, RFC 8292).
//! Knows no subscription and no network; what is encrypted is no matter of this file.

use data_encoding::BASE64URL_NOPAD;
use ring::{
    aead, agreement, hkdf,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;

/// Bytes of a point of P-256, uncompressed.
pub const POINT_BYTES: usize = 65;
/// Bytes of a browser's secret.
pub const SECRET_BYTES: usize = 16;
/// The one record of a message is not longer: what push services take at the most (RFC 8030 § 7.2).
const RECORD_BYTES: u32 = 4_096;
/// Ends the last record (RFC 8188 § 2).
const LAST: u8 = 2;

/// Nothing could be encrypted or signed: a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key is none")]
pub struct NoKey;

impl From<ring::error::Unspecified> for NoKey {
    fn from(_: ring::error::Unspecified) -> Self {
        Self
    }
}

/// The length of what HKDF expands to.
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// True for a key that a message can be encrypted to.
#[must_use]
pub fn is_point(bytes: &[u8]) -> bool {
    bytes.len() == POINT_BYTES && encrypted(bytes, &[0; SECRET_BYTES], [0; 16], b"").is_ok()
}

/// Encrypts a message for a browser; `salt` is random.
///
/// # Errors
/// [`NoKey`].
pub fn encrypted(browser: &[u8], secret: &[u8], salt: [u8; 16], plain: &[u8]) -> Result<Vec<u8>, NoKey> {
    // The one kind of randomness that cannot be handed in: ring makes keys of one use only.
    let own = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &SystemRandom::new())?;
    let public = own.compute_public_key()?;
    let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, browser);
    let about = [b"WebPush: info\0".as_slice(), browser, public.as_ref()].concat();
    let input = agreement::agree_ephemeral(own, &theirs, |shared| expanded(secret, shared, &about, 32))??;
    let key = expanded(&salt, &input, b"Content-Encoding: aes128gcm\0", 16)?;
    let nonce = expanded(&salt, &input, b"Content-Encoding: nonce\0", aead::NONCE_LEN)?;
    let mut record = [plain, &[LAST]].concat();
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(aead::Nonce::try_assume_unique_for_key(&nonce)?, aead::Aad::empty(), &mut record)?;
    let length = u8::try_from(public.as_ref().len()).map_err(|_| NoKey)?;
    Ok([&salt, RECORD_BYTES.to_be_bytes().as_slice(), &[length], public.as_ref(), &record].concat())
}

/// HKDF with SHA-256 (RFC 5869), both steps.
fn expanded(salt: &[u8], input: &[u8], about: &[u8], length: usize) -> Result<Vec<u8>, NoKey> {
    let mut bytes = vec![0; length];
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(input);
    key.expand(&[about], Length(length))?.fill(&mut bytes)?;
    Ok(bytes)
}

/// The desk's own key, by which push services tell it from others.
pub struct Own(EcdsaKeyPair);

impl Own {
    /// A new key, as PKCS #8.
    ///
    /// # Errors
    /// [`NoKey`].
    pub fn generate() -> Result<Vec<u8>, NoKey> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        Ok(made.as_ref().to_vec())
    }

    /// Reads what [`Own::generate`] gave.
    ///
    /// # Errors
    /// [`NoKey`].
    pub fn read(bytes: &[u8]) -> Result<Self, NoKey> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &SystemRandom::new());
        key.map(Self).map_err(|_| NoKey)
    }

    /// The public half, as browsers want it.
    #[must_use]
    pub fn public(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.public_key().as_ref())
    }

    /// The header that proves to the push service of this origin, until then, who sends.
    ///
    /// # Errors
    /// [`NoKey`].
    pub fn authorization(&self, origin: &str, subject: &str, until_s: i64) -> Result<String, NoKey> {
        let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let head = part(json!({"typ": "JWT", "alg": "ES256"}));
        let claims = part(json!({"aud": origin, "exp": until_s, "sub": subject}));
        let signed = format!("{head}.{claims}");
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes())?;
        let token = format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref()));
        Ok(format!("vapid t={token}, k={}", self.public()))
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    /// RFC 8291 § 3 from the browser's side.
    #[test]
    fn what_is_encrypted_is_read_by_its_browser_alone() {
        let browser = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &SystemRandom::new()).unwrap();
        let public = browser.compute_public_key().unwrap();
        let sealed = encrypted(public.as_ref(), &[7; 16], [3; 16], b"news").unwrap();
        assert!(!sealed.windows(4).any(|bytes| bytes == b"news"));
        let (salt, own, record) = (&sealed[..16], &sealed[21..86], &sealed[86..]);
        assert_eq!((&sealed[16..21], record.len()), ([0, 0, 16, 0, 65].as_slice(), 4 + 1 + 16));
        let about = [b"WebPush: info\0".as_slice(), public.as_ref(), own].concat();
        let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, own);
        let input = agreement::agree_ephemeral(browser, &theirs, |shared| expanded(&[7; 16], shared, &about, 32));
        let input = input.unwrap().unwrap();
        let key = expanded(salt, &input, b"Content-Encoding: aes128gcm\0", 16).unwrap();
        let nonce = expanded(salt, &input, b"Content-Encoding: nonce\0", 12).unwrap();
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).unwrap());
        let nonce = || aead::Nonce::try_assume_unique_for_key(&nonce).unwrap();
        let mut opened = record.to_vec();
        assert_eq!(key.open_in_place(nonce(), aead::Aad::empty(), &mut opened).unwrap(), b"news\x02");
        let mut forged = record.to_vec();
        forged[0] ^= 1;
        assert!(key.open_in_place(nonce(), aead::Aad::empty(), &mut forged).is_err());
    }

    #[test]
    fn a_key_that_is_none_is_told_apart() {
        let browser = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &SystemRandom::new()).unwrap();
        assert!(is_point(browser.compute_public_key().unwrap().as_ref()));
        for bytes in [vec![], vec![4; 65], vec![0; 65], vec![4; 64]] {
            assert!(!is_point(&bytes));
        }
    }

    /// RFC 8292 § 2
    #[test]
    fn a_push_service_can_tell_who_sends() {
        let own = Own::read(&Own::generate().unwrap()).unwrap();
        let header = own.authorization("https://push.example", "https://desk.example", 1_795_305_600).unwrap();
        let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&decoded(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(key));
        public.verify(signed.as_bytes(), &decoded(signature)).unwrap();
        assert!(public.verify(b"other", &decoded(signature)).is_err());
        assert!(Own::read(b"none").is_err());
    }
}
