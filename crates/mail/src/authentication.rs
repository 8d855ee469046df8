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
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned());
        match name.as_str() {
            "reason" => claim.reason = Some(value),
            _ => claim.properties.push((name, value)),
        }
    }
    (!claim.method.is_empty()).then_some(claim)
}

/// White space as one space, and none around equals signs and dots of names.
fn tightened(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for c in text.trim().chars() {
        quoted ^= c == '"';
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
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if c == separator && !quoted {
            parts.extend(text.get(start..at));
            start = at + c.len_utf8();
        }
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The text without its comments, nested ones included (RFC 5322 §3.2.2).
fn without_comments(text: &str) -> String {
    let (mut out, mut depth, mut quoted) = (String::with_capacity(text.len()), 0_usize, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if depth > 0 => drop(chars.next()),
            '"' if depth == 0 => {
                quoted = !quoted;
                out.push(c);
            }
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
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
        assert_eq!(super::read("example.com; none").map(|read| read.results.len()), Some(0));
    }
}
