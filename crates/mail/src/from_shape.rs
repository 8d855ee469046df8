//! The header From as it stands in the raw bytes (RFC 5322 § 3.6.2), read strictly: what several programs may read
//! differently is named. It judges nothing; who a mail is from is decided elsewhere.

use crate::Mail;

/// What the header From looks like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromShape {
    /// How many From headers there are.
    pub headers: usize,
    /// How many addresses they hold.
    pub addresses: usize,
    /// The one address, as written; none where there is none, or several.
    pub address: Option<String>,
    /// True when a control character stands in it (NUL, bare CR …).
    pub control: bool,
    /// Why different programs may read a different address out of it; none where it is plain.
    pub ambiguous: Option<&'static str>,
    /// An address of another domain that stands in the display name.
    pub name_shows: Option<String>,
}

impl Mail {
    /// The shape of From. `raw` are the bytes that this mail was parsed from.
    pub fn from_shape(&self, raw: &[u8]) -> FromShape {
        let block = header_block(raw);
        let mut shape = FromShape { control: hidden_from(block), ..FromShape::default() };
        let mut oddities = Vec::new();
        for (name, value) in fields(block) {
            if !is_from(name) {
                continue;
            }
            shape.headers += 1;
            if !name.eq_ignore_ascii_case(b"from") {
                oddities.push("header-name");
            }
            shape.control |= value.iter().any(|byte| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f);
            let read = mailboxes(&String::from_utf8_lossy(&value));
            shape.addresses += read.addresses.len();
            oddities.extend(read.oddity);
            shape.address = read.addresses.into_iter().next().filter(|_| shape.addresses == 1);
        }
        if block.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            oddities.push("first-line-folded");
        }
        let seen = self.from.as_ref().map(|from| from.address.as_str());
        if shape.address.is_some() && !agree(seen, shape.address.as_deref()) {
            oddities.push("read-differently");
        }
        let name = self.from.as_ref().and_then(|from| from.name.as_deref()).unwrap_or_default();
        if name.contains(['<', '>']) {
            oddities.push("brackets-in-name");
        }
        shape.name_shows = shape.address.as_deref().and_then(|address| other_address(name, address));
        shape.ambiguous = oddities.first().copied();
        shape
    }
}

fn agree(one: Option<&str>, other: Option<&str>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.eq_ignore_ascii_case(other))
}

/// Everything before the first empty line.
fn header_block(raw: &[u8]) -> &[u8] {
    let mut start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
        start += line.len();
    }
    raw.get(..start).unwrap_or(raw)
}

/// The fields of a header block, unfolded.
fn fields(block: &[u8]) -> Vec<(&[u8], Vec<u8>)> {
    let mut fields: Vec<(&[u8], Vec<u8>)> = Vec::new();
    for line in block.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            if let Some((_, value)) = fields.last_mut() {
                value.extend_from_slice(line);
            }
        } else if let Some(colon) = line.iter().position(|byte| *byte == b':') {
            let (name, value) = line.split_at(colon);
            fields.push((name, value.get(1..).unwrap_or_default().to_vec()));
        }
    }
    fields
}

/// True for a name that some program takes for From: with white space, control or foreign bytes around it.
fn is_from(name: &[u8]) -> bool {
    let letters: Vec<u8> = name.iter().filter(|byte| byte.is_ascii_graphic()).map(u8::to_ascii_lowercase).collect();
    letters == b"from"
}

/// True when From stands behind a bare CR: a line of its own for some programs.
fn hidden_from(block: &[u8]) -> bool {
    block.windows(5).any(|five| {
        five.split_first().is_some_and(|(first, rest)| *first == b'\r' && rest.eq_ignore_ascii_case(b"from"))
    })
}

/// What a list of mailboxes holds.
#[derive(Default)]
struct Read {
    addresses: Vec<String>,
    oddity: Option<&'static str>,
}

impl Read {
    fn odd(&mut self, why: &'static str) {
        self.oddity.get_or_insert(why);
    }
}

/// One mailbox while it is read.
#[derive(Default)]
struct Part {
    /// What stands outside of quotes, comments and brackets.
    plain: String,
    /// What stands in brackets.
    bracketed: Vec<String>,
    quoted: bool,
    behind_bracket: bool,
    empty: bool,
}

fn mailboxes(value: &str) -> Read {
    let mut read = Read::default();
    let mut part = Part { empty: true, ..Part::default() };
    let mut parts = 0;
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                if !quoted(&mut chars) {
                    read.odd("unbalanced");
                }
                if chars.peek() == Some(&'@') {
                    read.odd("quoted-local-part");
                    part.plain.push('q');
                }
                (part.quoted, part.empty) = (true, false);
            }
            '(' => {
                let (text, closed) = comment(&mut chars);
                let touching = chars.peek().is_some_and(|next| !next.is_whitespace() && !matches!(next, ',' | '<'));
                if !closed || touching || text.contains(['@', '<', '>', ',', '(', '"']) {
                    read.odd("comment");
                }
            }
            '<' => {
                let mut inner = String::new();
                let mut closed = false;
                for c in chars.by_ref() {
                    if c == '>' {
                        closed = true;
                        break;
                    }
                    inner.push(c);
                }
                if !closed {
                    read.odd("unbalanced");
                }
                part.bracketed.push(inner);
                (part.behind_bracket, part.empty) = (true, false);
            }
            '>' | ')' => read.odd("unbalanced"),
            ',' | ';' => {
                parts += 1;
                finish(std::mem::replace(&mut part, Part { empty: true, ..Part::default() }), &mut read);
                if c == ';' {
                    read.odd("group");
                }
            }
            c if c.is_whitespace() => part.plain.push(' '),
            c => {
                if part.behind_bracket {
                    read.odd("text-behind-address");
                }
                part.empty = false;
                part.plain.push(c);
            }
        }
    }
    if parts > 0 && part.empty {
        read.odd("empty-part");
    } else {
        finish(part, &mut read);
    }
    read
}

/// Skips a quoted text; false when it does not end.
fn quoted(chars: &mut impl Iterator<Item = char>) -> bool {
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '"' => return true,
            _ => {}
        }
    }
    false
}

/// The text of a comment, and whether it ends.
fn comment(chars: &mut impl Iterator<Item = char>) -> (String, bool) {
    let (mut depth, mut text) = (1_usize, String::new());
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (text, true);
        }
        text.push(c);
    }
    (text, false)
}

fn finish(part: Part, read: &mut Read) {
    let plain = part.plain.trim();
    if part.empty {
        read.odd("empty-part");
        return;
    }
    if part.bracketed.is_empty() {
        if plain.contains(':') {
            read.odd("group");
        }
        if part.quoted || plain.contains(char::is_whitespace) {
            read.odd("words-without-brackets");
        }
        let address = one_address(plain, read);
        read.addresses.extend(address);
        return;
    }
    if plain.contains('@') {
        // An address beside the one in brackets.
        read.odd("address-beside-brackets");
    }
    if plain.contains(':') {
        read.odd("group");
    }
    for inner in part.bracketed {
        if let Some(address) = one_address(inner.trim(), read) {
            read.addresses.push(address);
        }
    }
}

fn one_address(text: &str, read: &mut Read) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let odd = [
        (local.contains('@') || local.contains([':', ',']), "route"),
        (text.contains(['<', '>', '(', ')', '"', '\\']), "specials-in-address"),
        (text.contains("=?"), "encoded-address"),
        (text.contains(char::is_whitespace), "white-space-in-address"),
        (domain.starts_with('['), "literal-domain"),
        (local.is_empty() || domain.is_empty() || domain.starts_with('.') || domain.contains(".."), "no-address"),
        (
            domain
                .chars()
                .any(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '[' | ']' | ':')),
            "no-host-name",
        ),
    ];
    if let Some((_, why)) = odd.iter().find(|(is, _)| *is) {
        read.odd(why);
    }
    (!local.is_empty() && !domain.is_empty()).then(|| text.to_owned())
}

/// An address in a display name whose domain is another one.
fn other_address(name: &str, address: &str) -> Option<String> {
    let own = address.rsplit_once('@')?.1.to_lowercase();
    let edges = |c: char| !c.is_alphanumeric();
    name.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '\''))
        .find_map(|word| {
            let (local, domain) = word.split_once('@')?;
            let domain = domain.trim_matches(edges).to_lowercase();
            let other = domain.contains('.') && !local.is_empty() && domain != own;
            other.then(|| format!("{}@{domain}", local.trim_start_matches(edges)))
        })
}

#[cfg(test)]
mod tests {
    fn check(header: &str, expect: &str) {
        let raw = format!("{header}\r\nSubject: x\r\n\r\nHello\r\n");
        let shape = crate::parse(raw.as_bytes()).from_shape(raw.as_bytes());
        let told = match (shape.control, shape.ambiguous) {
            (true, _) => "control",
            (false, Some(why)) => why,
            (false, None) => "plain",
        };
        let address = shape.address.unwrap_or_default();
        assert_eq!(format!("{} {} {told} {address}", shape.headers, shape.addresses), expect, "{header:?}");
    }

    #[test]
    fn what_people_write_is_plain() {
        check("From: a@b.example", "1 1 plain a@b.example");
        check("From: <a@b.example>", "1 1 plain a@b.example");
        check("from: Zoë Kůň <a@b.example>", "1 1 plain a@b.example");
        check("From: \"Kůň, Zoë (Shop)\" <a@b.example>", "1 1 plain a@b.example");
        check("From: =?utf-8?q?Zo=C3=AB?=\r\n <a@b.example>", "1 1 plain a@b.example");
        check("From: a@b.example (Zoe Kun)", "1 1 plain a@b.example");
        check("From: Zoe (Shop) <a@b.example>", "1 1 plain a@b.example");
        check("From: J. R. Smith <a+x@b.example> ", "1 1 plain a+x@b.example");
        check("From: O'Hara <o'hara@b.example>", "1 1 plain o'hara@b.example");
    }

    #[test]
    fn what_programs_read_differently_is_named() {
        check("From: a@evil.example\r\nFrom: b@bank.example", "2 2 plain ");
        check("From: <a@evil.example>, <b@bank.example>", "1 2 plain ");
        check("From: <a@evil.example><b@bank.example>", "1 2 plain ");
        check("From : a@b.example", "1 1 header-name a@b.example");
        check("From: a@b.example\0.evil.example", "1 1 control a@b.example\0.evil.example");
        check("From: \"a@bank.example\"@evil.example", "1 1 quoted-local-part q@evil.example");
        check("From: b@bank.example(.evil.example", "1 1 comment b@bank.example");
        check("From: <b@bank.example(.evil.example)>", "1 1 specials-in-address b@bank.example(.evil.example)");
        check("From: <@evil.example,@x.example:b@bank.example>", "1 1 route @evil.example,@x.example:b@bank.example");
        check("From: a@evil.example <b@bank.example>", "1 1 address-beside-brackets b@bank.example");
        check("From: <a@evil.example> b@bank.example", "1 1 text-behind-address a@evil.example");
        check("From: <a@evil.example>(b@bank.example)", "1 1 comment a@evil.example");
        check("From: group: a@b.example;", "1 1 group group: a@b.example");
        check("From: a@[192.0.2.1]", "1 1 literal-domain a@[192.0.2.1]");
        check("From: nobody", "1 0 plain ");
        check("Sender: a@b.example", "0 0 plain ");
    }
}
