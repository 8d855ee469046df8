//! Percent-encoding (RFC 3986 § 2.1): for addresses and for parameters of headers, which differ in what stays as it is.

/// The text with each byte as `%2F` that is neither a letter nor a digit nor one of `plain`.
#[must_use]
pub fn encoded(text: &str, plain: &[u8]) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
