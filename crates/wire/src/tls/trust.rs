//! Whom a client trusts: the machine's certificate authorities and those that an administrator added.
//! There is no way to switch the checks off.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use tokio_rustls::TlsConnector;

use super::pinned::Pinned;
use super::provider;

/// The roots a client trusts. Built once (reading the machine's store takes a while) and shared.
#[derive(Debug, Clone)]
pub struct ClientTrust {
    config: Arc<ClientConfig>,
    roots: usize,
}

/// Why the roots could not be built.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The extra roots are not PEM certificates.
    #[error("the extra certificate authorities are not readable PEM certificates: {0}")]
    Pem(String),
    /// TLS itself could not be set up.
    #[error("TLS cannot be set up: {0}")]
    Setup(String),
}

impl ClientTrust {
    /// The machine's certificate authorities and those in `extra_roots` (PEM, possibly several, possibly empty).
    /// Unreadable certificates of the machine are left out; unreadable extra ones are an error.
    pub fn native(extra_roots: &str) -> Result<Arc<Self>, TrustError> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::with(roots, extra_roots)
    }

    /// Only the certificate authorities in `roots` (PEM).
    pub fn only(roots: &str) -> Result<Arc<Self>, TrustError> {
        Self::with(RootCertStore::empty(), roots)
    }

    fn with(mut roots: RootCertStore, extra: &str) -> Result<Arc<Self>, TrustError> {
        let mut added = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(extra.as_bytes()) {
            let certificate = certificate.map_err(|error| TrustError::Pem(error.to_string()))?;
            added.push(certificate.clone());
            roots.add(certificate).map_err(|error| TrustError::Pem(error.to_string()))?;
        }
        if added.is_empty() && !extra.trim().is_empty() {
            return Err(TrustError::Pem("no certificate found".to_owned()));
        }
        let count = roots.len();
        let config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| TrustError::Setup(error.to_string()))?;
        let config = match verifier(roots, added)? {
            None => config.with_root_certificates(RootCertStore::empty()),
            Some(verifier) => config.dangerous().with_custom_certificate_verifier(verifier),
        };
        let config = config.with_no_client_auth();
        Ok(Arc::new(Self { config: Arc::new(config), roots: count }))
    }

    /// How many certificate authorities are trusted; 0 means that no server can be.
    pub fn root_count(&self) -> usize {
        self.roots
    }

    /// How clients of other protocols are to make their connections, so that all of the program trusts the same.
    pub fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    pub(crate) fn connector(&self) -> TlsConnector {
        TlsConnector::from(Arc::clone(&self.config))
    }
}

/// The usual verifier, which also knows the certificates that were added; `None` when nobody is trusted.
fn verifier(
    roots: RootCertStore,
    added: Vec<CertificateDer<'static>>,
) -> Result<Option<Arc<dyn ServerCertVerifier>>, TrustError> {
    if roots.is_empty() {
        return Ok(None);
    }
    let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
        .build()
        .map_err(|error| TrustError::Setup(error.to_string()))?;
    Ok(Some(Arc::new(Pinned::new(usual, added))))
}

/// Why a TLS connection could not be made, in the cases that a person must tell apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The certificate was not issued by an authority that we trust (self-signed, for instance).
    #[error("the certificate is not trusted")]
    Untrusted,
    /// The certificate has expired.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate is not valid yet (or our clock is wrong).
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// The certificate is for another host name.
    #[error("the certificate is for another host name")]
    WrongName,
    /// The other side does not speak TLS as we do.
    #[error("TLS failed: {0}")]
    Other(String),
}

impl TlsFault {
    /// The fault inside an error of the handshake; `None` when the connection itself failed.
    pub(crate) fn of(error: &std::io::Error) -> Option<Self> {
        let inner = error.get_ref()?.downcast_ref::<rustls::Error>()?;
        let rustls::Error::InvalidCertificate(reason) = inner else {
            return Some(Self::Other(inner.to_string()));
        };
        Some(match reason {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::Untrusted,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::WrongName,
            // A self-signed certificate that calls itself an authority is the common case behind this one.
            CertificateError::Other(_) => Self::Untrusted,
            other => Self::Other(format!("{other:?}")),
        })
    }
}
