//! Address lists as people and programs really write them (RFC 5322 §3.4 and what they do instead). One pass, never fails.

use crate::encoded_word::decode_words;
use crate::model::Address;
use crate::text;

/// Most addresses that are looked for in a line of text.
const MAX_FOUND: usize = 50;

/// What a list held.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// Addresses that can be written to.
    pub(crate) addresses: Vec<Address>,
    /// How many entries were no address.
    pub(crate) invalid: usize,
}

/// Reads a raw header value.
pub(crate) fn parse(raw: &[u8]) -> Parsed {
    let text = crate::charset::decode(None, &crate::encoded_word::unfold(raw)).0;
    let mut reader = Reader { rest: &text, quotes_close: true, entry: Entry::default(), parsed: Parsed::default() };
    while let Some(c) = reader.rest.chars().next() {
        reader.step(c);
    }
    reader.finish();
    reader.parsed
}

/// One entry under construction.
#[derive(Debug, Default)]
struct Entry {
    phrase: String,
    comment: String,
    angle: Option<String>,
}

struct Reader<'a> {
    rest: &'a str,
    quotes_close: bool,
    entry: Entry,
    parsed: Parsed,
}

impl<'a> Reader<'a> {
    fn step(&mut self, c: char) {
        match c {
            '"' => self.quoted(),
            '(' => self.comment(),
            '<' => self.angle(),
            ',' | ';' => {
                self.skip(c);
                self.finish();
            }
            ':' if self.entry.angle.is_none() && !self.entry.phrase.contains('@') => {
                self.skip(c);
                self.entry = Entry::default();
            }
            c => {
                self.skip(c);
                self.entry.phrase.push(c);
            }
        }
    }

    /// What stands in angle brackets; a missing `>` ends at the next comma. A route (`<@a,@b:c@d>`) goes on after its commas.
    fn angle(&mut self) {
        let mut inner = self.take_until(|c| c == '>' || c == ',' || c == ';');
        if inner.starts_with('@') && self.rest.starts_with(',') {
            inner = self.take_until(|c| c == '>');
        }
        let inner = if inner.starts_with('@') { inner.rsplit(':').next().unwrap_or_default() } else { inner };
        self.entry.angle = Some(inner.to_owned());
        self.rest = self.rest.strip_prefix('>').unwrap_or(self.rest);
    }

    fn skip(&mut self, c: char) {
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }

    /// Takes what stands between the character at hand and the next that ends it; that one stays.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let inner = self.rest.get(1..).unwrap_or_default();
        let length = inner.find(ends).unwrap_or(inner.len());
        self.rest = inner.get(length..).unwrap_or_default();
        inner.get(..length).unwrap_or_default()
    }

    /// A quoted string; a quote that never closes is dropped.
    fn quoted(&mut self) {
        let mut plain = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        if self.quotes_close {
            while let Some((at, c)) = chars.next() {
                match c {
                    '"' => {
                        self.rest = self.rest.get(at + 1..).unwrap_or_default();
                        let is_local_part = self.rest.starts_with('@');
                        let quoted = if is_local_part { format!("\"{plain}\"") } else { plain };
                        self.entry.phrase.push_str(&quoted);
                        return;
                    }
                    '\\' => plain.extend(chars.next().map(|(_, c)| c)),
                    c => plain.push(c),
                }
            }
            self.quotes_close = false;
        }
        self.skip('"');
    }

    /// A comment, nested ones included; kept as the name of an entry that has no other.
    fn comment(&mut self) {
        let mut depth = 0_usize;
        let mut end = self.rest.len();
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                end = at + 1;
                break;
            }
        }
        let comment = self.rest.get(..end).unwrap_or_default();
        self.entry.comment.push_str(comment.trim_start_matches('(').trim_end_matches(')'));
        self.rest = self.rest.get(end..).unwrap_or_default();
    }

    fn finish(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        let named = entry.angle.as_deref().and_then(clean).map(|address| (address, entry.phrase.clone()));
        let found = named.or_else(|| bare(&entry.phrase));
        match found {
            Some((address, phrase)) => {
                let phrase = if phrase.trim().is_empty() { &entry.comment } else { &phrase };
                let name = text::name(&decode_words(phrase)).filter(|name| !name.eq_ignore_ascii_case(&address));
                self.parsed.addresses.push(Address { name, address });
            }
            None if entry.angle.is_none() && entry.phrase.trim().is_empty() => {}
            None => self.parsed.invalid += 1,
        }
    }
}

/// An address without brackets among words: the word with an `@`, the others are the name.
fn bare(phrase: &str) -> Option<(String, String)> {
    if let Some(whole) =
        clean(phrase).filter(|_| phrase.trim().starts_with('"') || !phrase.trim().contains(char::is_whitespace))
    {
        return Some((whole, String::new()));
    }
    let mut words: Vec<&str> = phrase.split_whitespace().collect();
    let at = words.iter().rposition(|word| clean(word).is_some())?;
    let address = clean(words.remove(at))?;
    Some((address, words.join(" ")))
}

/// `local@domain` without the dirt that is known around it, or nothing.
pub(crate) fn clean(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']).trim();
    // Quotes around an address come in pairs; one before it alone may be its own (RFC 5322 § 3.2.3).
    let text = if text.ends_with('\'') { text.trim_matches(['<', '>', '\'']).trim() } else { text };
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (local, domain) = text.rsplit_once('@')?;
    let quoted = local.starts_with('"') && local.ends_with('"') && local.len() > 2;
    let local: String = if quoted { local.to_owned() } else { local.chars().filter(|c| !c.is_whitespace()).collect() };
    let domain = domain.trim().trim_end_matches('.');
    let sound = |c: char| !c.is_control() && !c.is_whitespace() && !"<>()[],;:\"\\".contains(c);
    let domain_is_sound = !domain.is_empty() && (domain.chars().all(sound) || is_literal(domain));
    let local_is_sound =
        !local.is_empty() && local.len() <= 320 && (quoted || local.chars().all(|c| sound(c) && c != '@'));
    (local_is_sound && domain_is_sound && domain.len() <= 255).then(|| format!("{local}@{domain}"))
}

/// The addresses within a line of text, each with where it begins and ends, brackets and quotes included.
pub(crate) fn found(line: &str) -> Vec<(usize, usize, String)> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| memchr::memchr(b'@', rest.as_bytes())).map(|at| from + at) {
        let before = line.get(from..at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default();
        let start = from + local_start(before);
        let length = after.find(|c: char| !is_domain(c)).unwrap_or(after.len());
        let domain = after.get(..length).unwrap_or_default().trim_end_matches(['.', '-', '_']);
        let end = at + 1 + domain.len();
        let local = line.get(start..at).unwrap_or_default();
        let local = local.trim_start_matches(['.', '\'', '=', '/', '+', '*']).trim_start_matches("mailto:");
        if domain.len() > 1
            && all.len() < MAX_FOUND
            && let Some(address) = clean(&format!("{local}@{domain}"))
        {
            let opened = line.get(..start).unwrap_or_default().ends_with(['<', '"', '\'', '(', '[']);
            let closed = line.get(end..).unwrap_or_default().starts_with(['>', '"', '\'', ')', ']']);
            all.push((start - usize::from(opened), end + usize::from(closed), address));
        }
        from = end.max(at + 1);
    }
    all
}

/// Where the local part begins that ends a text: at the opening quote of a quoted one, else at the first of its characters.
fn local_start(before: &str) -> usize {
    if let Some(inner) = before.strip_suffix('"') {
        let quote = inner.char_indices().rev().take(66).find(|(_, c)| *c == '"').map(|(at, _)| at);
        return quote.unwrap_or(before.len());
    }
    before.char_indices().rev().take(65).take_while(|(_, c)| is_local(*c)).last().map_or(before.len(), |(at, _)| at)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// True when the part before the `@` is one of these names, which are in lower case.
pub(crate) fn has_local_part(address: &str, names: &[&str]) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    names.iter().any(|name| local.eq_ignore_ascii_case(name))
}

/// An address literal such as `[192.0.2.1]`.
fn is_literal(domain: &str) -> bool {
    let inner = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == ':'))
}
