//! What may stand in a header: types whose constructors refuse every control character, so that no header can be injected.
//! Only checks; encoding is in `encode`.

/// Why a text cannot stand in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// It contains a control character (C0, CR and LF included, or DEL).
    #[error("a control character cannot stand in a header")]
    ControlCharacter,
    /// It is no header name (RFC 5322 §3.6.8), or longer than 76 characters.
    #[error("this is not a header name")]
    InvalidName,
    /// Compose writes this header itself, or it must never be written.
    #[error("this header cannot be set as an extra header")]
    ReservedName,
    /// It is no address of the form local@domain.
    #[error("this is not a mail address")]
    InvalidAddress,
}

/// Text for a header: free of control characters (requirement C1). Other characters are encoded when composing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct HeaderText(String);

impl HeaderText {
    /// Takes the text as it is.
    ///
    /// # Errors
    /// [`FieldError::ControlCharacter`] when there is any C0 character or DEL.
    pub fn new(text: impl Into<String>) -> Result<Self, FieldError> {
        let text = text.into();
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            Err(FieldError::ControlCharacter)
        } else {
            Ok(Self(text))
        }
    }

    /// Replaces each run of control characters by a space: for texts that were written by outsiders, subjects for instance.
    pub fn lossy(text: &str) -> Self {
        let parts = text.split(|c: char| c.is_ascii_control()).filter(|part| !part.is_empty());
        Self(parts.collect::<Vec<_>>().join(" "))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Headers that compose writes from the draft's fields, or that must not leave (Bcc).
const RESERVED: &[&str] = &[
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "resent-bcc",
    "return-path",
];

/// The name of an extra header.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeaderName(String);

impl HeaderName {
    /// Takes a name such as `Auto-Submitted`.
    ///
    /// # Errors
    /// [`FieldError::InvalidName`] for anything but up to 76 letters, digits, `-` and `_`; [`FieldError::ReservedName`] for a header that
    /// the draft has a field for, for `Bcc`, and for every `Content-…`.
    pub fn new(name: impl Into<String>) -> Result<Self, FieldError> {
        let name = name.into();
        let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if name.is_empty() || name.len() > 76 || !name.bytes().all(valid) {
            return Err(FieldError::InvalidName);
        }
        let lower = name.to_ascii_lowercase();
        if RESERVED.contains(&lower.as_str()) || lower.starts_with("content-") {
            return Err(FieldError::ReservedName);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address that can be written to: checked, its domain in ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Addr {
    name: Option<HeaderText>,
    local: String,
    domain: String,
}

impl Addr {
    /// Checks `local@domain`; a domain with other letters becomes its `xn--` form (RFC 5891).
    ///
    /// # Errors
    /// [`FieldError::InvalidAddress`] for what is no address, [`FieldError::ControlCharacter`] for a name or address with one.
    pub fn new(name: Option<&str>, address: &str) -> Result<Self, FieldError> {
        if address.chars().any(char::is_control) {
            return Err(FieldError::ControlCharacter);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(FieldError::InvalidAddress)?;
        if !valid_local(local) {
            return Err(FieldError::InvalidAddress);
        }
        let domain = ascii_domain(domain).ok_or(FieldError::InvalidAddress)?;
        let name = name.map(str::trim).filter(|n| !n.is_empty()).map(HeaderText::new).transpose()?;
        Ok(Self { name, local: local.to_owned(), domain })
    }

    /// The display name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(HeaderText::as_str)
    }

    /// `local@domain`, ready for an envelope.
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// True when the local part needs SMTPUTF8 (RFC 6531).
    pub fn non_ascii_local_part(&self) -> bool {
        !self.local.is_ascii()
    }
}

/// A dot-atom (RFC 5322 §3.2.3, RFC 6532) of at most 64 bytes, or a quoted string without escapes.
fn valid_local(local: &str) -> bool {
    if local.is_empty() || local.len() > 64 {
        return false;
    }
    if let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return !inner.is_empty() && inner.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ');
    }
    let atom = |c: char| {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
    };
    local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// The domain in ASCII, or nothing when it is none. Address literals (`[192.0.2.1]`) are refused: no customer has one.
fn ascii_domain(domain: &str) -> Option<String> {
    let domain = if domain.is_ascii() { domain.to_owned() } else { idna::domain_to_ascii(domain).ok()? };
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    (domain.len() <= 253 && domain.split('.').all(label)).then_some(domain)
}
