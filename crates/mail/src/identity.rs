//! Stable names for mails that have none, and fingerprints that tell two deliveries of one mail from two mails.
//! Hashes of content only: never random, never dependent on the way a mail took.

use sha2::{Digest, Sha256};

use crate::model::Mail;

/// Headers that stay the same on every way that a mail takes.
const LASTING: &[&str] =
    &["from", "sender", "reply-to", "to", "cc", "date", "subject", "in-reply-to", "references", "content-type"];

/// An id for a mail without Message-ID, from its lasting headers and body. Line ends and header folding do not matter.
pub fn derived_message_id(raw: &[u8]) -> String {
    let (head, body) = crate::header::split(raw);
    let mut hash = Sha256::new();
    for (name, value) in crate::header::fields(head) {
        if LASTING.iter().any(|lasting| name.eq_ignore_ascii_case(lasting.as_bytes())) {
            hash.update(name.to_ascii_lowercase());
            hash.update(b":");
            value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).for_each(|word| {
                hash.update(word);
                hash.update(b" ");
            });
            hash.update(b"\n");
        }
    }
    hash.update(b"\n");
    body.split(|&byte| byte == b'\r').for_each(|run| hash.update(run));
    let digest: [u8; 32] = hash.finalize().into();
    let hex = hex(digest.iter().take(20));
    format!("{hex}@derived.invalid")
}

/// Bytes as lower case hexadecimal digits.
pub(crate) fn hex<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> String {
    bytes.into_iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Mail {
    /// A SHA-256 over what the author sent: names, subject, date, text, HTML and attachments, without trace headers.
    /// Two deliveries of one mail have the same fingerprint even when servers between added headers.
    pub fn body_fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let from = self.from.as_ref().map_or("", |from| from.address.as_str());
        let date = self.date.map(|date| date.unix_s.to_string()).unwrap_or_default();
        let html = self.html.as_deref().unwrap_or_default();
        let fields = [
            from.as_bytes(),
            date.as_bytes(),
            self.subject.as_bytes(),
            self.text.trim_end().as_bytes(),
            html.trim_end().as_bytes(),
        ];
        let files = self.attachments.iter().map(|file| file.content.as_slice());
        for field in fields.into_iter().chain(files) {
            hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(field);
        }
        hash.finalize().into()
    }
}
