//! HTML cut into text and tags. Comments, scripts, style sheets and titles are left out where they end; where they do not end they are
//! text, so that nothing is lost. Linear: a search that found nothing is not made again.

use std::borrow::Cow;

/// Elements whose content is not read.
const UNREAD: &[&str] = &["script", "style", "title", "template", "svg", "math", "noembed"];
/// Longest element name that is looked at.
const NAME_BYTES: usize = 12;

/// A piece of HTML.
pub(super) enum Token<'a> {
    /// Text with its entities.
    Text(&'a str),
    Tag(Tag<'a>),
}

/// A tag.
pub(super) struct Tag<'a> {
    name: Cow<'a, str>,
    /// True for `</…>`.
    pub(super) closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The element's name in lower case; empty when it is longer than any that matters.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name() == name
    }

    /// True for a tag without attributes.
    pub(super) fn is_bare(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The raw value of an attribute.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while !rest.is_empty() {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
                rest = if end == 0 { after.get(1..)? } else { after };
                continue;
            };
            let value = value.trim_ascii_start();
            let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
            let (value, tail) = match quote {
                Some(quote) => value.get(1..)?.split_once(quote)?,
                None => value.split_at_checked(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))?,
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            rest = tail;
        }
        None
    }
}

/// The pieces of a document, one after the other.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    comments_end: bool,
    declarations_end: bool,
    unended: Vec<String>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Tokens { rest: html, comments_end: true, declarations_end: true, unended: Vec::new() }
    }

    /// Skips a comment or declaration at `<!` or `<?`; false when it does not end.
    fn skip_declaration(&mut self) -> bool {
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            if self.comments_end
                && let Some((_, after)) = comment.split_once("-->")
            {
                self.rest = after;
                return true;
            }
            self.comments_end = false;
        }
        let end = if self.declarations_end { self.rest.split_once('>') } else { None };
        match end {
            Some((_, after)) => {
                self.rest = after;
                true
            }
            None => {
                self.declarations_end = false;
                false
            }
        }
    }

    /// The tag at `<`, or nothing when this is no tag.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let inner = self.rest.get(1..)?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let ends = |byte: u8| byte.is_ascii_whitespace() || byte == b'>' || byte == b'/';
        let name_end = inner.bytes().position(ends).unwrap_or(inner.len());
        let (name, rest) = inner.split_at_checked(name_end)?;
        let end = tag_end(rest);
        let (attributes, after) = rest.split_at_checked(end)?;
        self.rest = after.strip_prefix('>').unwrap_or(after);
        let name = match name {
            long if long.len() > NAME_BYTES => Cow::Borrowed(""),
            mixed if mixed.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Owned(mixed.to_ascii_lowercase()),
            lower => Cow::Borrowed(lower),
        };
        Some(Tag { name, closes, attributes })
    }

    /// Skips the content of an element that is not read, up to its end tag.
    fn skip_unread(&mut self, name: &str) {
        if self.unended.iter().any(|unended| unended == name) {
            return;
        }
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let after = self.rest.get(from + at + 2..).unwrap_or_default();
            if after.as_bytes().get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes())) {
                self.rest = after.split_once('>').map_or("", |(_, after)| after);
                return;
            }
            from += at + 2;
        }
        self.unended.push(name.to_owned());
    }
}

/// Where a tag ends: the first `>` outside quotes, or, where a quote does not end soon, the first `>`.
fn tag_end(rest: &str) -> usize {
    match memchr::memchr3(b'>', b'"', b'\'', rest.as_bytes()) {
        None => return rest.len(),
        Some(at) if rest.as_bytes().get(at) == Some(&b'>') => return at,
        Some(_) => {}
    }
    let (mut quote, mut plain_end, mut after_equals) = (None, None, false);
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), b'>') => plain_end = plain_end.or(Some(at)),
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
        if plain_end.is_some_and(|end| at > end + 4_096) {
            break;
        }
    }
    plain_end.unwrap_or(rest.len())
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                let end = memchr::memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at_checked(end)?;
                self.rest = rest;
                return Some(Token::Text(text));
            }
            if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                if self.skip_declaration() {
                    continue;
                }
            } else if let Some(tag) = self.tag() {
                if !tag.closes && UNREAD.contains(&tag.name()) {
                    let name = tag.name().to_owned();
                    self.skip_unread(&name);
                    continue;
                }
                return Some(Token::Tag(tag));
            }
            // A lone `<` is text.
            let (text, rest) = self.rest.split_at_checked(1)?;
            self.rest = rest;
            return Some(Token::Text(text));
        }
    }
}

/// The first characters of a style without white space, in lower case.
pub(super) fn compact(style: &str, most: usize) -> String {
    style.chars().filter(|c| !c.is_whitespace()).take(most).collect::<String>().to_ascii_lowercase()
}

/// Text with its entities as characters.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    decode(text, &mut |c| out.push(c));
    out
}

/// Gives each character of a text, entities decoded.
pub(super) fn decode(text: &str, push: &mut impl FnMut(char)) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        before.chars().for_each(&mut *push);
        let length = after.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let name = after.get(..length).filter(|_| after.as_bytes().get(length) == Some(&b';'));
        match name.and_then(entity) {
            Some(c) => {
                push(c);
                rest = after.get(name.map_or(0, str::len) + 1..).unwrap_or_default();
            }
            None => {
                push('&');
                rest = after;
            }
        }
    }
    rest.chars().for_each(push);
}

fn entity(name: &str) -> Option<char> {
    match name {
        "nbsp" => return Some('\u{a0}'),
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "" => return None,
        _ => {}
    }
    let mut read = String::new();
    mail_parser::decoders::html::add_html_token(&mut read, format!("&{name};").as_bytes(), false);
    let mut chars = read.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    // Numbers from 128 to 159 are meant as Windows-1252 (HTML §13.2.5.80).
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next(),
        _ => Some(c),
    }
}
