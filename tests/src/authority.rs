//! A certificate authority of the tests, and certificates of servers on loopback signed by it.

use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};

use crate::scratch::Scratch;

/// An authority that no machine trusts: programs under test get its certificate by `SSL_CERT_FILE`.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: Scratch,
    /// The authority's certificate, PEM.
    pub certificate: PathBuf,
}

/// A server's certificate and key, PEM files within the authority's folder.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The certificate.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// A new authority with a key of its own.
    #[must_use]
    pub fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        params.distinguished_name.push(DnType::CommonName, "Staffetta test authority");
        let own = params.self_signed(&key).expect("a self-signed certificate");
        let folder = Scratch::new("authority");
        let certificate = folder.write("authority.pem", own.pem());
        Self { issuer: Issuer::new(params, key), folder, certificate }
    }

    /// A certificate for `localhost` and 127.0.0.1 that is valid now.
    pub fn identity(&self) -> Identity {
        self.issue("localhost", &["localhost", "127.0.0.1"], (2024, 2100))
    }

    /// A certificate for another name: a client must refuse it.
    pub fn identity_of_another_name(&self) -> Identity {
        self.issue("another", &["another.example"], (2024, 2100))
    }

    /// A certificate whose time is over: a client must refuse it.
    pub fn expired_identity(&self) -> Identity {
        self.issue("expired", &["localhost", "127.0.0.1"], (2019, 2020))
    }

    fn issue(&self, file: &str, names: &[&str], (first_year, last_year): (i32, i32)) -> Identity {
        let key = KeyPair::generate().expect("a key");
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("names of a certificate");
        params.not_before = date_time_ymd(first_year, 1, 1);
        params.not_after = date_time_ymd(last_year, 1, 1);
        params.distinguished_name.push(DnType::CommonName, file);
        let certificate = params.signed_by(&key, &self.issuer).expect("a signed certificate");
        Identity {
            certificate: self.folder.write(&format!("{file}.pem"), certificate.pem()),
            key: self.folder.write(&format!("{file}.key"), key.serialize_pem()),
        }
    }
}
