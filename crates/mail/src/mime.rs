//! The MIME structure, as `mail-parser` reads it, with the repairs that it leaves to its callers.
//! The only file that knows that library's structure types; it never lets a panic of the library through.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use mail_parser::parsers::MessageStream;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::header;
use crate::model::Defect;

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| MessageParser::new().with_mime_headers());

/// Reads the structure; nothing when there is no header at all or the library gave up.
pub(crate) fn structure<'a>(raw: &'a [u8], defects: &mut Vec<Defect>) -> Option<Message<'a>> {
    match catch_unwind(AssertUnwindSafe(|| PARSER.parse(raw))) {
        Ok(message) => message,
        Err(_) => {
            defects.push(Defect::Unreadable);
            None
        }
    }
}

/// True for a mail that calls itself a multipart and in which no parts were found.
pub(crate) fn lacks_parts(message: &Message<'_>) -> bool {
    let root = message.parts.first();
    let is_multipart = root
        .and_then(|root| root.content_type())
        .is_some_and(|declared| declared.ctype().eq_ignore_ascii_case("multipart"));
    is_multipart && root.is_some_and(|root| !matches!(root.body, PartType::Multipart(_)))
}

/// For a multipart that declares no boundary, or one that its body does not use: the same content under the boundary it does use.
pub(crate) fn with_found_boundary(raw: &[u8]) -> Option<Vec<u8>> {
    let (_, body) = header::split(raw);
    let boundary = body.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end).find(|line| {
        line.len() > 3 && line.len() < 200 && line.starts_with(b"--") && line.iter().any(u8::is_ascii_alphanumeric)
    })?;
    let boundary = boundary.get(2..)?;
    if boundary.contains(&b'"') || boundary.contains(&b'\\') {
        return None;
    }
    let mut repaired = b"Content-Type: multipart/mixed; boundary=\"".to_vec();
    repaired.extend_from_slice(boundary);
    repaired.extend_from_slice(b"\"\r\n\r\n");
    repaired.extend_from_slice(body);
    // The prescan of the mail did not know this boundary.
    crate::prescan(&repaired, &crate::Limits::default()).is_ok().then_some(repaired)
}

/// Type and subtype as declared, in lower case.
pub(crate) fn declared_type(part: &MessagePart<'_>) -> Option<String> {
    let declared = part.content_type()?;
    let subtype = declared.subtype().unwrap_or_default();
    let whole = format!("{}/{subtype}", declared.ctype()).to_ascii_lowercase();
    Some(whole.chars().filter(char::is_ascii_graphic).collect())
}

/// The part's bytes without its transfer encoding, whatever the library made of its charset.
pub(crate) fn bytes<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Cow::Borrowed(bytes),
        PartType::Message(nested) if part.encoding != mail_parser::Encoding::None => Cow::Borrowed(&nested.raw_message),
        PartType::Text(_) | PartType::Html(_) | PartType::Message(_) | PartType::Multipart(_) => {
            transfer_decoded(message, part)
        }
    }
}

fn transfer_decoded<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> Cow<'m, [u8]> {
    let index = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let raw = message.raw_message.get(index(part.offset_body)..index(part.offset_end)).unwrap_or_default();
    let declared =
        if part.is_encoding_problem { part.content_transfer_encoding().unwrap_or_default().trim() } else { "" };
    if part.encoding == mail_parser::Encoding::QuotedPrintable || declared.eq_ignore_ascii_case("quoted-printable") {
        return Cow::Owned(quoted_printable(raw));
    }
    if part.encoding == mail_parser::Encoding::Base64 {
        return mail_parser::decoders::base64::base64_decode(raw).map_or(Cow::Borrowed(raw), Cow::Owned);
    }
    Cow::Borrowed(raw)
}

/// The bytes of quoted-printable text; a sign of equality that begins no pair of digits stands for itself (RFC 2045 §6.7).
fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let lines = raw.split_inclusive(|byte| *byte == b'\n');
    for line in lines {
        let text = line.trim_ascii_end();
        let text = if line.ends_with(b"\n") { text } else { line };
        // A line drawn with signs of equality ends as it looks.
        let soft = text.strip_suffix(b"=").filter(|before| !before.ends_with(b"="));
        let (text, goes_on) = soft.map_or((text, false), |before| (before, true));
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'=', rest) {
            let (before, after) = rest.split_at(at);
            out.extend_from_slice(before);
            let pair = after.get(1..3).and_then(|pair| std::str::from_utf8(pair).ok());
            let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| !after.starts_with(b"=+"));
            out.push(byte.unwrap_or(b'='));
            rest = after.get(if byte.is_some() { 3 } else { 1 }..).unwrap_or_default();
        }
        out.extend_from_slice(rest);
        if !goes_on && line.ends_with(b"\n") {
            out.extend_from_slice(if line.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
        }
    }
    out
}

/// Text parts that the library made files of because their transfer encoding is broken, of that subtype.
pub(crate) fn broken_texts(message: &Message<'_>, subtype: &str) -> impl Iterator<Item = u32> {
    message.attachments.iter().copied().filter(move |&id| {
        message.part(id).is_some_and(|part| {
            let disposed = part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
            let kind = format!("text/{subtype}");
            part.is_encoding_problem
                && !disposed
                && part.attachment_name().is_none()
                && matches!(part.body, PartType::Text(_))
                && declared_type(part).is_some_and(|declared| declared == kind)
        })
    })
}

/// The boundary of a multipart, and whether it is a mail, by the raw value of a Content-Type header.
pub(crate) fn announced_type(value: &[u8]) -> (Option<Vec<u8>>, bool) {
    let mut line = value.to_vec();
    line.push(b'\n');
    let read = catch_unwind(AssertUnwindSafe(|| MessageStream::new(&line).parse_content_type().into_content_type()));
    let Ok(Some(declared)) = read else { return (None, false) };
    let is_message = declared.ctype().eq_ignore_ascii_case("message")
        && declared
            .subtype()
            .is_some_and(|subtype| ["rfc822", "global"].iter().any(|known| subtype.eq_ignore_ascii_case(known)));
    let boundary = declared.attribute("boundary").filter(|boundary| !boundary.is_empty());
    let is_multipart = declared.ctype().eq_ignore_ascii_case("multipart");
    (boundary.filter(|_| is_multipart).map(|boundary| boundary.as_bytes().to_vec()), is_message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_is_read_as_people_write_it() {
        for (raw, expected) in [
            ("h=C3=B6 \t\nx", "hö\nx"),
            ("a=\nb=  \r\nc\r\n", "abc\r\n"),
            ("<a href=\"x\" b=3D>=e2=82=ac", "<a href=\"x\" b=>€"),
            ("=====\n=+1=", "=====\n=+1"),
        ] {
            assert_eq!(String::from_utf8(quoted_printable(raw.as_bytes())).unwrap(), expected, "{raw}");
        }
    }
}
