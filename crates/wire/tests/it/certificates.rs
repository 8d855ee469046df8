//! Certificates for the tests: good ones, and one of each kind that must be refused.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use wire::tls::{ClientTrust, ServerIdentity, identity_from_pem};

/// An authority, and what it issues.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn trust(&self) -> Arc<ClientTrust> {
        ClientTrust::only(&self.0.pem()).unwrap()
    }

    /// For `name`, valid until the end of `year`.
    pub fn issue(&self, name: &str, year: i32) -> ServerIdentity {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2000, 1, 1);
        params.not_after = rcgen::date_time_ymd(year, 12, 31);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        identity_from_pem(&certificate.pem(), &key.serialize_pem()).unwrap()
    }

    pub fn good(&self) -> ServerIdentity {
        self.issue("127.0.0.1", 4000)
    }
}

/// A self-signed certificate that calls itself an authority, as `openssl req -x509` makes it.
pub fn own_authority(name: &str, year: i32) -> ServerIdentity {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = rcgen::date_time_ymd(2000, 1, 1);
    params.not_after = rcgen::date_time_ymd(year, 12, 31);
    let certificate = params.self_signed(&key).unwrap();
    identity_from_pem(&certificate.pem(), &key.serialize_pem()).unwrap()
}

/// Trusts nobody: for connections without TLS.
pub fn nobody() -> Arc<ClientTrust> {
    ClientTrust::only("").unwrap()
}
