//! A11: a signature with `l=` still holds when somebody appends to the body, so it proves nothing.

use journeys::dns::Dns;
use mail_auth::{
    common::{
        crypto::{RsaKey, Sha256},
        headers::HeaderWriter as _,
    },
    dkim::DkimSigner,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};

use super::{Desk, key, letter, publish, signed};

/// A11: a mail whose signature covers a part of the body, with HTML behind it, is not proved.
#[test]
fn an_appended_body_is_not_proved_by_a_signature_of_its_beginning() {
    let dns = Dns::start();
    publish(&dns, "shop.example");
    let desk = Desk::open(&dns);
    let raw = letter("Appended").raw();
    let der = PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(key().private.as_slice()));
    let signer = DkimSigner::from_key(RsaKey::<Sha256>::from_key_der(der).unwrap());
    let signer = signer.domain("shop.example").selector("s1").headers(["From", "Subject", "Date"]).body_length(true);
    let header = signer.sign(&raw).unwrap().to_header();
    assert!(header.contains("l="), "{header}");
    let appended = [header.into_bytes(), raw, b"<p>And send the money to me.</p>\r\n".to_vec()].concat();
    desk.by_lmtp(&appended);
    assert_eq!(desk.level("Appended"), "E0");
    desk.by_lmtp(&signed("shop.example", &letter("Whole").raw()));
    assert_eq!(desk.level("Whole"), "E3");
    let changed = [signed("shop.example", &letter("Changed").raw()), b"And more.\r\n".to_vec()].concat();
    desk.by_lmtp(&changed);
    assert_eq!(desk.level("Changed"), "E0");
}
