//! What other programs wrapped into parts of a mail, laid beside its own body: TNEF, opaque signatures, multiparts without a usable
//! boundary. A part that could not be read stays an attachment.

use crate::body::Content;
use crate::model::{Attachment, Defect, Mail};
use crate::{mime, smime, tnef};

/// Deepest wrappers within one another that are opened.
const MAX_DEPTH: usize = 4;
/// Most files that are taken out of wrappers, over all of them.
const MAX_FILES: usize = 1_000;

/// Replaces each part that wraps others by what it holds.
pub(crate) fn unwrap(content: &mut Content, defects: &mut Vec<Defect>, depth: usize) {
    if depth >= MAX_DEPTH {
        return;
    }
    let mut room = MAX_FILES;
    for part in std::mem::take(&mut content.attachments) {
        match opened(&part, depth) {
            Some(inner) if inner.attachments.len() <= room => {
                room -= inner.attachments.len();
                defects.extend(inner.defect);
                take(content, inner.text, inner.html, inner.attachments);
            }
            Some(_) => {
                defects.push(Defect::TooManyFiles);
                content.attachments.push(part);
            }
            None => content.attachments.push(part),
        }
    }
}

/// What a wrapper held.
struct Inner {
    text: Option<String>,
    html: Option<String>,
    attachments: Vec<Attachment>,
    defect: Option<Defect>,
}

impl From<Mail> for Inner {
    fn from(mail: Mail) -> Self {
        Inner { text: Some(mail.text), html: mail.html, attachments: mail.attachments, defect: None }
    }
}

/// What a part wraps; nothing when it is no wrapper or cannot be read.
fn opened(part: &Attachment, depth: usize) -> Option<Inner> {
    let declared = part.declared_type.as_deref().unwrap_or_default();
    let named = || part.filename.as_deref().unwrap_or_default().to_ascii_lowercase();
    let wrapped = tnef::is(&part.content).then(|| tnef::read(&part.content)).flatten();
    if let Some(tnef::Wrapped { text, html, attachments }) = wrapped {
        return Some(Inner { text, html, attachments, defect: None });
    }
    if declared.ends_with("pkcs7-mime") || named().ends_with(".p7m") {
        return inner_mail(&smime::signed_content(&part.content)?, depth).map(Inner::from);
    }
    if declared.starts_with("multipart/") {
        let inner = without_boundary(part, depth)?;
        return Some(Inner { defect: Some(Defect::MissingBoundary), ..inner.into() });
    }
    None
}

/// A mail within the mail; it has passed no limits yet.
fn inner_mail(raw: &[u8], depth: usize) -> Option<Mail> {
    crate::prescan(raw, &crate::Limits::default()).ok()?;
    let inner = crate::parse::parse_within(raw, depth + 1);
    (!inner.text.trim().is_empty() || inner.html.is_some() || !inner.attachments.is_empty()).then_some(inner)
}

/// The parts of a multipart under the boundary that its body uses.
fn without_boundary(part: &Attachment, depth: usize) -> Option<Mail> {
    let raw = [b"\r\n\r\n", part.content.as_slice()].concat();
    inner_mail(&mime::with_found_boundary(&raw)?, depth)
}

fn take(content: &mut Content, text: Option<String>, html: Option<String>, attachments: Vec<Attachment>) {
    let text = text.map(|text| crate::text::clean(text.into()));
    let made = || html.as_deref().map(crate::html_to_text);
    if content.text.trim().is_empty() {
        content.text = text.or_else(made).unwrap_or_default();
        content.hints.clear();
    }
    content.html = content.html.take().or(html);
    content.attachments.extend(attachments);
}
