//! TLS for every protocol of this crate: how a connection is secured, whom a client trusts, who a server is.
//! Cryptography is ring, always named explicitly, so that no process-wide default decides.

mod identity;
mod pinned;
mod trust;

pub use identity::{IdentityError, ServerIdentity, identity_from_pem, self_signed};
pub use trust::{ClientTrust, TlsFault, TrustError};

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

/// How a client's connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// TLS from the first byte (RFC 8314): ports 465 and 993.
    Implicit,
    /// Plain at first, upgraded before any login: ports 587 and 143. A server that does not offer it is refused.
    StartTls,
    /// Plain. Refused unless every address used is loopback.
    None,
}

/// ring, as every configuration here names it.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
