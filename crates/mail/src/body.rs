//! Which parts are the body and which are attachments, and what they hold. No part is lost: what is not shown is attached.

use std::borrow::Cow;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use crate::model::{Attachment, Defect};
use crate::quote::Hint;
use crate::{charset, embedded, flowed, hints, html_text, mime, text, wrapped};

/// Body and attachments of a mail.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) html: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
    /// What the HTML says about lines of `text`.
    pub(crate) hints: Vec<Hint>,
}

impl Content {
    /// True when nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.html.is_none() && self.attachments.is_empty()
    }
}

/// Reads the content of a message whose structure is known and which stands `depth` wrappers deep.
pub(crate) fn content(message: &Message<'_>, defects: &mut Vec<Defect>, depth: usize) -> Content {
    let html = html_body(message, defects);
    let mut plain = text_body(message, defects);
    let mut hints = Vec::new();
    if let Some(html) = &html {
        let converted = html_text::convert(html);
        if plain.trim().is_empty() {
            hints = hints::own(&converted);
            plain = converted.text;
        } else {
            hints = hints::mapped(&plain, &converted);
        }
    }
    let parts = message.attachments.iter().filter_map(|&id| message.part(id));
    let mut attachments: Vec<_> = parts.map(|part| attachment(message, part)).collect();
    if mime::lacks_parts(message) && plain.trim().is_empty() {
        // A multipart whose parts cannot be told apart is text, not a file.
        let whole: String = attachments.iter().map(|part| charset::decode(None, &part.content).0).collect();
        plain = text::clean(Cow::Owned(whole));
        attachments.clear();
    }
    let (plain, files) = embedded::taken(plain);
    if !files.is_empty() {
        // The lines have moved.
        hints.clear();
    }
    attachments.extend(files);
    let mut content = Content { text: plain, html, attachments, hints };
    wrapped::unwrap(&mut content, defects, depth);
    content
}

/// The text parts, one after the other; HTML parts stand in where text parts have none beside them.
fn text_body(message: &Message<'_>, defects: &mut Vec<Defect>) -> String {
    let parts = message.text_body.iter().filter_map(|&id| message.part(id));
    let has_plain = parts.clone().any(|part| matches!(part.body, PartType::Text(_)));
    let mut out = String::new();
    for part in parts {
        match &part.body {
            PartType::Text(read) => append(&mut out, as_written(part, decoded(message, part, read, defects))),
            PartType::Html(read) if has_plain => {
                let html = decoded(message, part, read, defects);
                append(&mut out, crate::html_to_text(&html));
            }
            _ => {}
        }
    }
    out
}

/// A text part with its lines as they were written (RFC 3676).
fn as_written(part: &MessagePart<'_>, text: String) -> String {
    let parameter = |name: &str| part.content_type().and_then(|declared| declared.attribute(name));
    let flowed = parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if !flowed {
        return text;
    }
    flowed::unwrapped(&text, parameter("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes")))
}

/// The HTML parts, one after the other, with text parts between them as HTML; nothing without any HTML part.
fn html_body(message: &Message<'_>, defects: &mut Vec<Defect>) -> Option<String> {
    let parts = message.html_body.iter().filter_map(|&id| message.part(id));
    if !parts.clone().any(|part| matches!(part.body, PartType::Html(_))) {
        return None;
    }
    let mut out = String::new();
    for part in parts {
        match &part.body {
            PartType::Html(read) => append(&mut out, decoded(message, part, read, defects)),
            PartType::Text(read) => append(&mut out, crate::text_to_html(&decoded(message, part, read, defects))),
            _ => {}
        }
    }
    Some(out)
}

fn append(out: &mut String, more: String) {
    if out.is_empty() {
        *out = more;
    } else if !more.is_empty() {
        if !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&more);
    }
}

/// The text of a part, read again where the declared charset cannot be right (edge case 19).
fn decoded(message: &Message<'_>, part: &MessagePart<'_>, read: &str, defects: &mut Vec<Defect>) -> String {
    let label = part.content_type().and_then(|declared| declared.attribute("charset"));
    let doubtful =
        label.is_none_or(|label| ["us-ascii", "ascii", "utf-8", "utf8"].iter().any(|l| label.eq_ignore_ascii_case(l)));
    let unknown = label.is_some_and(|label| !charset::is_known(label));
    let suspicious =
        if doubtful || unknown { !read.is_ascii() || read.contains('\x1b') } else { read.contains('\u{fffd}') };
    if part.is_encoding_problem {
        defects.push(Defect::BrokenEncoding);
    }
    if !suspicious && !part.is_encoding_problem {
        return text::clean(Cow::Borrowed(read));
    }
    let bytes = mime::bytes(message, part);
    let (again, lied) = charset::decode(label, &bytes);
    if lied || unknown {
        defects.push(Defect::WrongCharset);
    }
    text::clean(Cow::Owned(again))
}

fn attachment(message: &Message<'_>, part: &MessagePart<'_>) -> Attachment {
    let content = mime::bytes(message, part).into_owned();
    // The parts of a digest are mails where they do not say otherwise (RFC 2046 §5.1.5).
    let is_mail = part.content_type().is_none() && matches!(part.body, PartType::Message(_));
    let declared_type = mime::declared_type(part).or_else(|| is_mail.then(|| "message/rfc822".to_owned()));
    let content_id = part
        .content_id()
        .map(|id| text::one_line(id.trim_matches(|c| c == '<' || c == '>')))
        .filter(|id| !id.is_empty());
    let disposition_inline = part.content_disposition().is_some_and(|d| d.is_inline());
    let attached = part.content_disposition().is_some_and(|d| d.is_attachment());
    Attachment {
        filename: filename(part),
        content_type: Attachment::type_of(&content, declared_type.as_deref()),
        inline: !attached && (disposition_inline || content_id.is_some()),
        declared_type,
        content,
        content_id,
    }
}

/// The declared name; an attached mail without one is named from its subject.
fn filename(part: &MessagePart<'_>) -> Option<String> {
    let declared = part.attachment_name().map(|name| {
        let name = if name.contains("=?") { crate::encoded_word::decode_words(name) } else { name.to_owned() };
        text::one_line(&name)
    });
    let declared = declared.filter(|name| !name.is_empty());
    if declared.is_some() {
        return declared;
    }
    let PartType::Message(nested) = &part.body else { return None };
    let subject =
        nested.header_raw("Subject").map(|raw| crate::encoded_word::decode_value(raw.as_bytes())).unwrap_or_default();
    let subject: String = subject.chars().filter(|c| !r#"/\:*?"<>|"#.contains(*c)).take(100).collect();
    Some(if subject.trim().is_empty() { "message.eml".to_owned() } else { format!("{}.eml", subject.trim()) })
}
