//! A service account of Google: the JSON key file that its console gives out, and what it signs to be let in (RFC 7523).

use std::{fmt, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde::Deserialize;
use serde_json::json;

/// What is asked to be allowed.
const SCOPE: &str = "https://www.googleapis.com/auth/dialogflow";
/// How long what is signed holds, seconds; Google takes no longer.
const HOLDS_S: i64 = 3_600;

/// Why a key file is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// It is no JSON object.
    #[error("it is no JSON object")]
    NoJson,
    /// It lacks this.
    #[error("it holds no {0}")]
    Missing(&'static str),
    /// Its private key is no RSA key in PKCS#8, or cannot sign.
    #[error("its private key cannot sign")]
    NoKey,
}

/// A service account that can sign. Cheap to clone; what prints it leaves out the key.
#[derive(Clone)]
pub struct ServiceAccount {
    email: String,
    key_id: String,
    token_uri: String,
    project: String,
    key: Arc<RsaKeyPair>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    client_email: String,
    #[serde(default)]
    private_key: String,
    #[serde(default)]
    private_key_id: String,
    #[serde(default)]
    token_uri: String,
    #[serde(default)]
    project_id: String,
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("project", &self.project).finish_non_exhaustive()
    }
}

impl ServiceAccount {
    /// Reads a key file and tries whether its key can sign.
    ///
    /// # Errors
    /// What the file lacks. Nothing of the key stands in it.
    pub fn read(json: &str) -> Result<Self, BadKey> {
        let file: File = serde_json::from_str(json).map_err(|_| BadKey::NoJson)?;
        for (name, value) in [
            ("client_email", &file.client_email),
            ("private_key", &file.private_key),
            ("token_uri", &file.token_uri),
            ("project_id", &file.project_id),
        ] {
            if value.trim().is_empty() {
                return Err(BadKey::Missing(name));
            }
        }
        let der = PrivatePkcs8KeyDer::from_pem_slice(file.private_key.as_bytes()).map_err(|_| BadKey::NoKey)?;
        let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|_| BadKey::NoKey)?;
        let account = Self {
            email: file.client_email,
            key_id: file.private_key_id,
            token_uri: file.token_uri,
            project: file.project_id,
            key: Arc::new(key),
        };
        account.signed("").map(|_| account).ok_or(BadKey::NoKey)
    }

    /// Its project.
    #[must_use]
    pub fn project(&self) -> &str {
        self.project.trim()
    }

    /// Who it is, such as `desk@project.iam.gserviceaccount.com`.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// Where it is let in.
    pub(super) fn token_uri(&self) -> &str {
        self.token_uri.trim()
    }

    /// What tells it from others: who it is, where it is let in, and the public half of its key.
    pub(super) fn fingerprint(&self) -> Vec<u8> {
        [self.email.as_bytes(), b"\0", self.token_uri.as_bytes(), b"\0", self.key.public().as_ref()].concat()
    }

    /// What it says to be let in, signed: a JSON web token (RFC 7519), good for an hour.
    pub(super) fn assertion(&self, now_unix_s: i64) -> Option<String> {
        let mut header = json!({ "alg": "RS256", "typ": "JWT" });
        if let Some(header) = header.as_object_mut().filter(|_| !self.key_id.is_empty()) {
            header.insert("kid".to_owned(), json!(self.key_id));
        }
        let claims = json!({
            "iss": self.email,
            "scope": SCOPE,
            "aud": self.token_uri(),
            "iat": now_unix_s,
            "exp": now_unix_s.saturating_add(HOLDS_S),
        });
        let encode = |part: &serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let said = format!("{}.{}", encode(&header), encode(&claims));
        let signature = self.signed(&said)?;
        Some(format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn signed(&self, text: &str) -> Option<Vec<u8>> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).ok()?;
        Some(signature)
    }
}
