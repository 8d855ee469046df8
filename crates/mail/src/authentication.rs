//! Authentication-Results as servers wrote them (RFC 8601): read, not believed. Whom to trust is decided elsewhere.

/// One Authentication-Results header.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AuthenticationResults {
    /// The server that claims to have checked.
    pub authserv_id: String,
    /// What it claims, in order; empty for `none`.
    pub results: Vec<AuthenticationResult>,
}

/// One claim of such a header.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AuthenticationResult {
    /// `spf`, `dkim`, `dmarc`, `arc` … in lower case.
    pub method: String,
    /// `pass`, `fail`, `none` … in lower case.
    pub result: String,
    /// The reason given.
    pub reason: Option<String>,
    /// Properties such as `header.d` or `smtp.mailfrom`, in order.
    pub properties: Vec<(String, String)>,
}

impl crate::Mail {
    /// All Authentication-Results headers, topmost (newest) first.
    pub fn authentication_results(&self) -> Vec<AuthenticationResults> {
        Vec::new()
    }
}
