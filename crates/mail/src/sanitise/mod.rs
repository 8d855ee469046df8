//! HTML of a stranger made safe to show: an allow-list, never a deny-list, and limits before anything is built from it.
//! The second wall (sandboxed frame, content security policy) is the caller's.

mod allowed;
mod canonical;
mod complexity;
mod images;
mod style;
mod url;

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

/// Cleaning may change how the rest nests, so that its result reads differently when it is parsed again; it is repeated until it does not.
const MAX_PASSES: usize = 6;

/// Makes HTML safe to show (assurance B1, B2, B8): no script, form, frame, style sheet, SVG or MathML, no request to anyone before the
/// reader asks for it, no address of the desk itself. Limits are checked first; beyond them the result is the text alone. What comes out
/// is parsed by any browser as what was checked: cleaning it again changes nothing.
pub fn sanitise(html: &str, options: &Options) -> Sanitised {
    match settled(html) {
        Ok(cleaned) => {
            let (html, remote_images) = images::place(&cleaned, options);
            Sanitised { html, remote_images, text_only: None }
        }
        Err(reason) => {
            let html = crate::text_to_html(&crate::html_to_text(html));
            Sanitised { html, remote_images: 0, text_only: Some(reason) }
        }
    }
}

/// The HTML cleaned until cleaning changes nothing.
fn settled(html: &str) -> Result<String, TooComplex> {
    let builder = builder();
    let mut current = Cow::Borrowed(html);
    for _ in 0..MAX_PASSES {
        complexity::check(&current)?;
        let cleaned = canonical::written(&builder.clean(&current).to_string());
        if cleaned == current {
            return Ok(cleaned);
        }
        current = Cow::Owned(cleaned);
    }
    Err(TooComplex::Unstable)
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
        .link_rel(Some(allowed::REL))
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
        (_, "href") => url::link(value).map(Cow::Owned),
        _ => Some(Cow::Borrowed(value)),
    }
}
