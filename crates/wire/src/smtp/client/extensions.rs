//! What a server offers in its answer to EHLO.

/// The extensions that matter to us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// The largest message in bytes; `None` when not said, or when the server says 0 (no fixed limit).
    pub size: Option<u64>,
    /// Whether SIZE is offered at all.
    pub(crate) size_offered: bool,
    /// International addresses (RFC 6531).
    pub smtp_utf8: bool,
    /// Bodies of 8 bits (RFC 6152).
    pub eight_bit_mime: bool,
    /// Several commands at once (RFC 2920); offered, not used.
    pub pipelining: bool,
    /// STARTTLS (RFC 3207).
    pub start_tls: bool,
    /// The mechanisms of AUTH, upper case.
    pub auth: Vec<String>,
}

impl Extensions {
    /// Reads the text of an EHLO reply: one extension a line after the first.
    pub(crate) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        for line in text.lines().skip(1) {
            // Old servers write "AUTH=LOGIN PLAIN".
            let line = line.trim().to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("SIZE") => {
                    found.size_offered = true;
                    found.size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
                }
                Some("SMTPUTF8") => found.smtp_utf8 = true,
                Some("8BITMIME") => found.eight_bit_mime = true,
                Some("PIPELINING") => found.pipelining = true,
                Some("STARTTLS") => found.start_tls = true,
                Some("AUTH") => found.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        found
    }

    pub(crate) fn offers_auth(&self, mechanism: &str) -> bool {
        self.auth.iter().any(|offered| offered == mechanism)
    }
}

#[cfg(test)]
mod tests {
    use super::Extensions;

    #[test]
    fn extensions_are_read_in_any_case_and_form() {
        let found = Extensions::parse("mx.example\nsize 1000\n8bitmime\nSMTPUTF8\nAUTH=LOGIN\nAUTH PLAIN xoauth2");
        assert_eq!(found.size, Some(1000));
        assert!(found.eight_bit_mime && found.smtp_utf8 && !found.pipelining && !found.start_tls);
        assert_eq!(found.auth, ["LOGIN", "PLAIN", "XOAUTH2"]);
    }

    #[test]
    fn size_zero_means_no_fixed_limit() {
        let found = Extensions::parse("mx.example\nSIZE 0");
        assert_eq!((found.size, found.size_offered), (None, true));
    }
}
