//! Who a server is: a certificate chain and its key. A self-signed one serves until a real one is given.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::provider;

/// A certificate with its key, ready for a listener.
#[derive(Debug, Clone)]
pub struct ServerIdentity {
    config: Arc<ServerConfig>,
    certificate_pem: String,
}

/// Why a certificate and key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The certificate file holds no readable PEM certificate.
    #[error("the certificate is not readable PEM")]
    Certificate,
    /// The key file holds no readable PEM key.
    #[error("the key is not readable PEM")]
    Key,
    /// Certificate and key do not belong together, or TLS refuses them.
    #[error("the certificate and key cannot be used")]
    Unusable(#[from] rustls::Error),
    /// No certificate could be made for that host name.
    #[error("no certificate can be made for this host name: {0}")]
    HostName(String),
}

impl ServerIdentity {
    /// The configuration for a listener.
    pub fn server_config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// The certificate chain as PEM, for a client that shall trust it.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }
}

/// A certificate of our own for `hostname`, made anew at each call; it never expires in practice (the year 4096).
pub fn self_signed(hostname: &str) -> Result<ServerIdentity, IdentityError> {
    let made = rcgen::generate_simple_self_signed(vec![hostname.to_owned()])
        .map_err(|error| IdentityError::HostName(error.to_string()))?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    build(vec![made.cert.der().clone()], key, made.cert.pem())
}

/// A certificate chain (leaf first) and its key, both PEM.
pub fn identity_from_pem(certificate: &str, key: &str) -> Result<ServerIdentity, IdentityError> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificate.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| IdentityError::Certificate)?;
    if chain.is_empty() {
        return Err(IdentityError::Certificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| IdentityError::Key)?;
    build(chain, key, certificate.to_owned())
}

fn build(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    certificate_pem: String,
) -> Result<ServerIdentity, IdentityError> {
    let config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(ServerIdentity { config: Arc::new(config), certificate_pem })
}
