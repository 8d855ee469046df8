//! What other programs wrapped into parts of a mail, laid beside its own body: TNEF, opaque signatures, multiparts without a usable
//! boundary. A part that could not be read stays an attachment.

use crate::body::Content;
use crate::model::{Attachment, Defect, Mail};
use crate::{mime, smime, tnef};

/// Deepest wrappers within one another that are opened.
const MAX_DEPTH: usize = 4;

/// Replaces each part that wraps others by what it holds.
pub(crate) fn unwrap(content: &mut Content, defects: &mut Vec<Defect>, depth: usize) {
    if depth >= MAX_DEPTH {
        return;
    }
    let kept = std::mem::take(&mut content.attachments);
    for part in kept {
        let declared = part.declared_type.as_deref().unwrap_or_default();
        let name = part.filename.as_deref().unwrap_or_default().to_ascii_lowercase();
        if tnef::is(&part.content)
            && let Some(wrapped) = tnef::read(&part.content)
        {
            take(content, wrapped.text, wrapped.html, wrapped.attachments);
        } else if (declared.ends_with("pkcs7-mime") || name.ends_with(".p7m"))
            && let Some(inner) = smime::signed_content(&part.content).and_then(|inner| inner_mail(&inner, depth))
        {
            take(content, Some(inner.text), inner.html, inner.attachments);
        } else if declared.starts_with("multipart/")
            && let Some(inner) = without_boundary(&part, depth)
        {
            defects.push(Defect::MissingBoundary);
            take(content, Some(inner.text), inner.html, inner.attachments);
        } else {
            content.attachments.push(part);
        }
    }
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
