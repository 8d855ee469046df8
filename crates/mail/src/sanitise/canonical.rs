//! The one way in which cleaned HTML is written, so that parsing it again gives the same tree. Knows nothing of what is allowed.

/// The HTML with a link's added attributes in one order, and with the line feed that a parser takes away after `<pre>`.
pub(super) fn written(cleaned: &str) -> String {
    let mut out = String::with_capacity(cleaned.len());
    let mut rest = cleaned;
    // In cleaned HTML every `<` in text is escaped and every attribute stands in double quotes.
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push('<');
        rest = after;
        if let Some(link) = after.strip_prefix('a').filter(|link| link.starts_with(' ')) {
            out.push('a');
            rest = ordered(&mut out, link);
        } else if after.starts_with("pre>") || after.starts_with("pre ") {
            rest = with_line_feed(&mut out, after);
        }
    }
    out.push_str(rest);
    out
}

/// Writes the tag, and a line feed when its text begins with one: parsers drop the first (HTML §13.2.6.4.7).
fn with_line_feed<'a>(out: &mut String, tag: &'a str) -> &'a str {
    let mut rest = tag.get(3..).unwrap_or_default();
    out.push_str("pre");
    while let Some((name, value, tail)) = next_attribute(rest) {
        push(out, name, value);
        rest = tail;
    }
    if let Some(text) = rest.strip_prefix('>').filter(|text| text.starts_with('\n')) {
        out.push_str(">\n");
        return text;
    }
    rest
}

/// Writes a link's attributes with those that were added last. Gives what follows them.
fn ordered<'a>(out: &mut String, mut rest: &'a str) -> &'a str {
    let mut added = Vec::new();
    while let Some((name, value, tail)) = next_attribute(rest) {
        match name {
            "target" | "rel" => added.push((name, value)),
            _ => push(out, name, value),
        }
        rest = tail;
    }
    added.sort_unstable_by(|one, other| other.cmp(one));
    added.into_iter().for_each(|(name, value)| push(out, name, value));
    rest
}

/// Name, value and what follows, at the start of the rest of a tag.
pub(super) fn next_attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let (name, after) = rest.strip_prefix(' ')?.split_once("=\"")?;
    let sound = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (value, tail) = after.split_once('"')?;
    sound.then_some((name, value, tail))
}

/// Writes an attribute whose value is escaped.
pub(super) fn push(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}
