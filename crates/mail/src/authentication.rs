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

/// Most headers, claims in a header, and properties of a claim that are read.
const MAX_ITEMS: usize = 50;

impl AuthenticationResults {
    /// Reads the value of one header; nothing when it does not even name a server.
    pub fn read(value: &str) -> Option<Self> {
        read(value)
    }
}

impl crate::Mail {
    /// All Authentication-Results headers, topmost (newest) first.
    pub fn authentication_results(&self) -> Vec<AuthenticationResults> {
        self.headers_named("Authentication-Results").take(MAX_ITEMS).filter_map(read).collect()
    }
}

/// One header (RFC 8601 §2.2); nothing when it does not even name a server.
fn read(value: &str) -> Option<AuthenticationResults> {
    let plain = without_comments(value);
    let mut parts = split(&plain, ';').into_iter();
    let first = parts.next()?;
    let claims_first = first.contains('=');
    let authserv_id =
        if claims_first { String::new() } else { first.split_whitespace().next()?.trim_matches('"').to_owned() };
    let first = claims_first.then_some(first);
    let results = first.into_iter().chain(parts).take(MAX_ITEMS).filter_map(claim).collect();
    Some(AuthenticationResults { authserv_id, results })
}

/// `method/version=result reason="…" ptype.property=value …`
fn claim(text: &str) -> Option<AuthenticationResult> {
    let tightened = tightened(text);
    let mut words = split(&tightened, ' ').into_iter();
    let (method, result) = words.next()?.split_once('=')?;
    let method = method.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut claim =
        AuthenticationResult { method, result: result.trim().to_ascii_lowercase(), ..AuthenticationResult::default() };
    for word in words.take(MAX_ITEMS) {
        let Some((name, value)) = word.split_once('=') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), unquoted(value.trim()));
        match name.as_str() {
            "reason" => claim.reason = Some(value),
            _ => claim.properties.push((name, value)),
        }
    }
    (!claim.method.is_empty()).then_some(claim)
}

/// A value without the quotation marks around it and the backslashes within them (RFC 5322 §3.2.4).
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '"' => break,
            c => out.push(c),
        }
    }
    out
}

/// Follows which characters stand within quotation marks; a backslash there takes its meaning from the next.
#[derive(Default)]
struct Quotation {
    open: bool,
    escaped: bool,
}

impl Quotation {
    /// True when the character belongs to a quoted text or ends it.
    fn holds(&mut self, c: char) -> bool {
        let was_open = self.open;
        if self.escaped {
            self.escaped = false;
        } else if c == '"' {
            self.open = !self.open;
        } else {
            self.escaped = self.open && c == '\\';
        }
        was_open || self.open
    }
}

/// White space as one space, and none around equals signs and dots of names.
fn tightened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quotation = Quotation::default();
    for c in text.trim().chars() {
        let quoted = quotation.holds(c);
        match c {
            c if c.is_whitespace() && !quoted => {
                if !out.ends_with([' ', '=']) {
                    out.push(' ');
                }
            }
            '=' if !quoted => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('=');
            }
            c => out.push(c),
        }
    }
    out
}

/// Parts between separators that stand outside quotes, without empty ones.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quotation) = (Vec::new(), 0, Quotation::default());
    for (at, c) in text.char_indices() {
        if !quotation.holds(c) && c == separator {
            parts.extend(text.get(start..at));
            start = at + c.len_utf8();
        }
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The text with a space for each comment, nested ones included (RFC 5322 §3.2.2).
fn without_comments(text: &str) -> String {
    let (mut out, mut depth, mut quotation) = (String::with_capacity(text.len()), 0_usize, Quotation::default());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let quoted = depth == 0 && quotation.holds(c);
        match c {
            '\\' if depth > 0 => drop(chars.next()),
            '(' if !quoted => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_with_comments_quotes_and_versions() {
        let header = "mx.example.com 1; dkim=pass (2048-bit key; unprotected) header.d=example.org header.i=@example.org header.b=\"a b;c\";\n\tspf = fail reason=\"no; really\" smtp.mailfrom=jane@example.org; dmarc/1=pass (p=NONE (nested)) header.from=example.org";
        let read = read(header).unwrap_or_default();
        assert_eq!(read.authserv_id, "mx.example.com");
        let told: Vec<_> = read.results.iter().map(|claim| (claim.method.as_str(), claim.result.as_str())).collect();
        assert_eq!(told, [("dkim", "pass"), ("spf", "fail"), ("dmarc", "pass")]);
        let spf = read.results.get(1).cloned().unwrap_or_default();
        assert_eq!(spf.reason.as_deref(), Some("no; really"));
        assert_eq!(spf.properties, [("smtp.mailfrom".to_owned(), "jane@example.org".to_owned())]);
        let results = |header: &str| super::read(header).unwrap_or_default().results;
        let odd = results(r#"mx.example.com; spf=pass(ok)smtp.mailfrom=a@example.org reason="says \"no; (never)\"""#);
        assert_eq!(odd.len(), 1);
        assert_eq!(
            odd.first().map(|claim| (claim.result.as_str(), claim.reason.as_deref())),
            Some(("pass", Some("says \"no; (never)\"")))
        );
        // Microsoft names no server.
        let unnamed =
            results("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=none;compauth=pass reason=100");
        assert_eq!(unnamed.len(), 3);
        assert_eq!(unnamed.get(2).and_then(|claim| claim.reason.as_deref()), Some("100"));
        assert_eq!(super::read("example.com; none").map(|read| read.results.len()), Some(0));
    }
}
