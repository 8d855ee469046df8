//! Which parts are the body and which are attachments, and what they hold. No part is lost: what is not shown is attached.

use std::borrow::Cow;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use crate::model::{Attachment, Defect};
use crate::quote::Hint;
use crate::{charset, embedded, flowed, hints, html_text, mime, text, wrapped, yenc};

/// Longest text, and longest HTML, in bytes. Only mails of tens of megabytes reach it, and charsets in which one byte becomes three.
const MAX_BYTES: usize = 32 * 1_048_576;

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

/// What the text parts, or the HTML parts, hold.
#[derive(Default)]
struct Body {
    text: String,
    /// Files that were written into the text.
    files: Vec<Attachment>,
    /// Parts that did not fit.
    cut: Vec<u32>,
}

impl Body {
    /// Adds a part below the others, as much of it as fits.
    fn add(&mut self, id: u32, mut more: String) {
        let break_bytes = usize::from(!self.text.is_empty() && !self.text.ends_with('\n') && !more.is_empty());
        let room = MAX_BYTES.saturating_sub(self.text.len() + break_bytes);
        if more.len() > room {
            more.truncate(more.floor_char_boundary(room));
            self.cut.push(id);
        }
        if self.text.is_empty() {
            self.text = more;
        } else if !more.is_empty() {
            self.text.push_str(if break_bytes > 0 { "\n" } else { "" });
            self.text.push_str(&more);
        }
    }
}

/// Reads the content of a message whose structure is known and which stands `depth` wrappers deep.
pub(crate) fn content(message: &Message<'_>, defects: &mut Vec<Defect>, depth: usize) -> Content {
    let (mut shown, html, text) = (Vec::new(), html_body(message, defects), text_body(message, defects));
    let mut broken = |subtype: &str, defects: &mut Vec<Defect>| {
        let mut body = Body::default();
        for (id, part) in mime::broken_texts(message, subtype).filter_map(|id| Some((id, message.part(id)?))) {
            shown.push(id);
            body.add(id, decoded(message, part, "", defects));
        }
        Some(body).filter(|body| !body.text.trim().is_empty())
    };
    let html = html.or_else(|| broken("html", defects));
    let text = if text.text.trim().is_empty() { broken("plain", defects).unwrap_or(text) } else { text };
    let Body { text: mut plain, files: written, mut cut } = text;
    let mut hints = Vec::new();
    if let Some(html) = &html {
        let converted = html_text::convert(&html.text);
        if plain.trim().is_empty() {
            hints = hints::own(&converted);
            plain = converted.text;
        } else {
            hints = hints::mapped(&plain, &converted);
        }
    }
    cut.extend(html.iter().flat_map(|html| &html.cut));
    cut.sort_unstable();
    cut.dedup();
    if !cut.is_empty() {
        defects.push(Defect::TooLong);
        cut.retain(|id| shown.contains(id) || !message.attachments.contains(id));
    }
    let files = message.attachments.iter().filter(|id| !shown.contains(id));
    let parts = files.chain(&cut).filter_map(|&id| message.part(id));
    let mut attachments: Vec<_> = parts.map(|part| attachment(message, part)).collect();
    if mime::lacks_parts(message) && plain.trim().is_empty() {
        // A multipart whose parts cannot be told apart is text, not a file.
        let whole: String = attachments.iter().map(|part| charset::decode(None, &part.content).0).collect();
        plain = text::clean(Cow::Owned(whole));
        attachments.clear();
    }
    let embedded::Taken { rest: plain, files, too_many } = embedded::taken(plain);
    if too_many {
        defects.push(Defect::TooManyFiles);
    }
    if !files.is_empty() {
        // The lines have moved.
        hints.clear();
    }
    attachments.extend(written);
    attachments.extend(files);
    let mut content = Content { text: plain, html: html.map(|html| html.text), attachments, hints };
    wrapped::unwrap(&mut content, defects, depth);
    content
}

/// The text parts, one after the other; HTML parts stand in where text parts have none beside them.
fn text_body(message: &Message<'_>, defects: &mut Vec<Defect>) -> Body {
    let parts = message.text_body.iter().filter_map(|&id| Some((id, message.part(id)?)));
    let has_plain = parts.clone().any(|(_, part)| matches!(part.body, PartType::Text(_)));
    let mut body = Body::default();
    for (id, part) in parts {
        match &part.body {
            PartType::Text(read) => {
                let text = match without_files(message, part, read, defects) {
                    Some((text, files)) => {
                        body.files.extend(files);
                        text
                    }
                    None => decoded(message, part, read, defects),
                };
                body.add(id, as_written(part, text));
            }
            PartType::Html(read) if has_plain => {
                let html = decoded(message, part, read, defects);
                body.add(id, crate::html_to_text(&html));
            }
            _ => {}
        }
    }
    body
}

/// A text part without the files that are written into its bytes as yEnc, and those; nothing where there is none.
fn without_files(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    read: &str,
    defects: &mut Vec<Defect>,
) -> Option<(String, Vec<Attachment>)> {
    let taken = yenc::may_be_in(read).then(|| yenc::taken(&mime::bytes(message, part)))?;
    if taken.broken {
        defects.push(Defect::BrokenEncoding);
    }
    if taken.too_many {
        defects.push(Defect::TooManyFiles);
    }
    let text = charset::decode(label(part), &taken.rest).0;
    (!taken.files.is_empty()).then(|| (text::clean(Cow::Owned(text)), taken.files))
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
fn html_body(message: &Message<'_>, defects: &mut Vec<Defect>) -> Option<Body> {
    let parts = message.html_body.iter().filter_map(|&id| Some((id, message.part(id)?)));
    if !parts.clone().any(|(_, part)| matches!(part.body, PartType::Html(_))) {
        return None;
    }
    let mut body = Body::default();
    for (id, part) in parts {
        match &part.body {
            PartType::Html(read) => body.add(id, decoded(message, part, read, defects)),
            PartType::Text(read) => body.add(id, crate::text_to_html(&decoded(message, part, read, defects))),
            _ => {}
        }
    }
    Some(body)
}

/// The charset that a part claims.
fn label<'p>(part: &'p MessagePart<'_>) -> Option<&'p str> {
    part.content_type().and_then(|declared| declared.attribute("charset"))
}

/// The beginning of a text that may be kept, and a character more, so that it is noticed that it was cut.
fn limited(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_BYTES + 4)).unwrap_or_default()
}

/// The text of a part, read again where the declared charset cannot be right (edge case 19).
fn decoded(message: &Message<'_>, part: &MessagePart<'_>, read: &str, defects: &mut Vec<Defect>) -> String {
    let label = label(part);
    let doubtful =
        label.is_none_or(|label| ["us-ascii", "ascii", "utf-8", "utf8"].iter().any(|l| label.eq_ignore_ascii_case(l)));
    let unknown = label.is_some_and(|label| !charset::is_known(label));
    let suspicious =
        if doubtful || unknown { !read.is_ascii() || read.contains('\x1b') } else { read.contains('\u{fffd}') };
    let suspicious = suspicious || part.is_encoding_problem;
    if part.is_encoding_problem {
        defects.push(Defect::BrokenEncoding);
    }
    if !suspicious {
        return text::clean(Cow::Borrowed(limited(read)));
    }
    let bytes = mime::bytes(message, part);
    let (again, lied) = charset::decode(label, &bytes);
    if lied || unknown {
        defects.push(Defect::WrongCharset);
    }
    text::clean(if again.len() > MAX_BYTES { Cow::Borrowed(limited(&again)) } else { Cow::Owned(again) })
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
