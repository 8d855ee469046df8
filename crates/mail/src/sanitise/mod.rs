//! HTML of a stranger made safe to show: an allow-list, never a deny-list, and limits before anything is built from it.
//! The second wall (sandboxed frame, content security policy) is the caller's.

mod allowed;
mod complexity;
mod images;
mod style;

use std::borrow::Cow;
use std::collections::HashMap;

pub use complexity::TooComplex;

/// What to do with images that would be fetched from another server, telling its owner that the mail was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RemoteImages {
    /// The address moves from `src` to `data-remote-src`.
    #[default]
    Block,
    /// The address stays.
    Allow,
}

/// How to sanitise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Images from other servers.
    pub remote_images: RemoteImages,
    /// Where the images of the mail itself are: content id without angle brackets to URL. Images with other ids lose their `src`.
    pub cid: HashMap<String, String>,
}

/// HTML that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanitised {
    /// The safe HTML; the mail's text as HTML when `text_only` is set.
    pub html: String,
    /// How many images come from other servers, blocked or not.
    pub remote_images: usize,
    /// Set when the HTML was too complex and only its text is shown.
    pub text_only: Option<TooComplex>,
}

/// Makes HTML safe to show (assurance B1, B2, B8): no script, form, frame, style sheet, SVG or MathML, no request to anyone before the
/// reader asks for it. Limits are checked first; beyond them the result is the text alone.
pub fn sanitise(html: &str, options: &Options) -> Sanitised {
    if let Err(reason) = complexity::check(html) {
        let html = crate::text_to_html(&crate::html_to_text(html));
        return Sanitised { html, remote_images: 0, text_only: Some(reason) };
    }
    let cleaned = builder().clean(&without_marks(html)).to_string();
    let (html, remote_images) = images::place(&cleaned, options);
    let html = without_marks(&html).into_owned();
    Sanitised { html, remote_images, text_only: None }
}

/// The marks stand for images in between, so the mail itself must not contain them.
fn without_marks(html: &str) -> Cow<'_, str> {
    if html.contains(images::MARKS) { Cow::Owned(html.replace(images::MARKS, "")) } else { Cow::Borrowed(html) }
}

fn builder() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(allowed::TAGS.iter().copied().collect())
        .clean_content_tags(allowed::DROPPED_WITH_CONTENT.iter().copied().collect())
        .generic_attributes(allowed::ANY_TAG.iter().copied().collect())
        .tag_attributes(allowed::BY_TAG.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect())
        .url_schemes(allowed::SCHEMES.iter().copied().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true)
        .attribute_filter(attribute);
    builder
}

/// The value of an allowed attribute, changed or refused.
fn attribute<'u>(tag: &str, name: &str, value: &'u str) -> Option<Cow<'u, str>> {
    match (tag, name) {
        (_, "style") => style::filter(value).map(Cow::Owned),
        ("img", "src" | "data-remote-src") => images::source(name, value).map(Cow::Owned),
        (_, "href") => allowed::is_link(value).then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}
