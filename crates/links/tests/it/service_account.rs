//! A service account of the tests: an RSA key made once for all of them, its key file, and the half that verifies.

use std::sync::LazyLock;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use mail_auth::dkim::generate::DkimKeyPair;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

static KEY: LazyLock<DkimKeyPair> = LazyLock::new(|| DkimKeyPair::generate_rsa(2_048).unwrap());

/// One value of ASN.1 in DER.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &length[..], content].concat()
}

/// The private key in PKCS#8 (RFC 5208), as PEM.
pub fn private_pem() -> String {
    let algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let info = der(0x30, &[&[0x02, 0x01, 0x00][..], &algorithm, &der(0x04, KEY.private_key())].concat());
    let text = STANDARD.encode(info);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let name = "PRIVATE KEY";
    format!("-----BEGIN {name}-----\n{}\n-----END {name}-----\n", lines.join("\n"))
}

/// A key file as the console gives it out, let in at this address.
pub fn key_file(token_uri: &str) -> Value {
    json!({
        "type": "service_account",
        "project_id": "desk-project",
        "private_key_id": "key-1",
        "private_key": private_pem(),
        "client_email": "desk@desk-project.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": token_uri,
    })
}

/// What a token says, header and claims, if this account signed it.
pub fn verified(token: &str) -> Option<(Value, Value)> {
    let (said, signature) = token.rsplit_once('.')?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, KEY.public_key());
    key.verify(said.as_bytes(), &decode(signature)?).ok()?;
    let (header, claims) = said.split_once('.')?;
    Some((serde_json::from_slice(&decode(header)?).ok()?, serde_json::from_slice(&decode(claims)?).ok()?))
}
