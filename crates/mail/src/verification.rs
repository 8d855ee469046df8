//! Mails by which a provider asks whether forwarding to an address is wanted (SO-9): who asks, with which code and link.

/// A provider's question whether it may forward.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Verification {
    /// `gmail`, `outlook`, `yahoo`, `icloud`, `zoho` or another provider's short name.
    pub provider: String,
    /// The mailbox that wants to forward, where it is named.
    pub address: Option<String>,
    /// The code to type in at the provider.
    pub code: Option<String>,
    /// The link that confirms: to be opened by a person only.
    pub link: Option<String>,
}

impl crate::Mail {
    /// The provider's question, when the mail is one (SO-9).
    pub fn verification(&self) -> Option<Verification> {
        None
    }
}
