//! What the structure of an HTML mail says about its text: the classes, ids and attributes by which mail programs mark quotes and
//! signatures. Knows nothing of text; an element's end is found by counting elements of its name.

use super::VOID;
use super::tokens::{Tag, compact};
use crate::quote::SegmentKind;

/// Deepest marks within one another that are followed.
const MAX_MARKS: usize = 16;
/// Longest value of an attribute that is read, in bytes; of a blockquote's style, characters.
const MAX_VALUE: usize = 400;

/// How far a mark reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The element.
    Element,
    /// The element up to the end of its first quote: what stands below that within the element was written for this mail.
    ToQuote,
    /// All from the element's beginning on.
    ToEnd,
}

use Reach::{Element, ToEnd, ToQuote};
use SegmentKind::{Boilerplate, Quote, Signature};

/// Classes, ids and names in lower case; programs put prefixes of their own before them when they quote a mail again.
const NAMES: &[(&str, SegmentKind, Reach)] = &[
    ("gmail_quote", Quote, ToQuote),
    ("gmail_quote_container", Quote, ToQuote),
    ("gmail_attr", Quote, Element),
    ("gmail_signature", Signature, Element),
    ("gmail_signature_prefix", Signature, Element),
    ("moz-cite-prefix", Quote, Element),
    ("moz-email-headers-table", Quote, Element),
    ("moz-forward-container", Quote, Element),
    ("moz-signature", Signature, Element),
    ("moz-txt-sig", Signature, Element),
    ("applemailsignature", Signature, Element),
    ("apple-mail-signature", Signature, Element),
    ("apple-signature", Signature, Element),
    ("yahoo_quoted", Quote, Element),
    ("yahooquotedtext", Quote, Element),
    ("yahoo-signature", Signature, Element),
    ("ydp-yahoo-signature", Signature, Element),
    ("divrplyfwdmsg", Quote, ToEnd),
    ("outlookmessageheader", Quote, ToEnd),
    ("stopspelling", Quote, ToEnd),
    ("mail-editor-reference-message-container", Quote, Element),
    ("ms-outlook-mobile-reference-message", Quote, Element),
    ("ms-outlook-mobile-signature", Signature, Element),
    ("ms-outlook-ios-signature", Signature, Element),
    ("outlooksignature", Signature, Element),
    ("protonmail_quote", Quote, ToQuote),
    ("protonmail_signature_block", Signature, Element),
    ("tutanota_quote", Quote, Element),
    ("zmail_extra", Quote, ToQuote),
    ("zmail_signature_below", Signature, Element),
    ("messagereplysection", Quote, ToQuote),
    ("messagesignaturesection", Signature, Element),
    ("k9mail-signature", Signature, Element),
    ("composer_signature", Signature, Element),
    ("aolreplacedbody", Quote, Element),
    ("aolmail_aolreplacedbody", Quote, Element),
    ("isreplycontent", Quote, Element),
    ("spneditorsign", Signature, Element),
    ("mail-quote-collapse", Quote, Element),
    ("nylas-quote", Quote, ToQuote),
    ("nylas-signature", Signature, Element),
    ("mailspring-signature", Signature, Element),
    ("quoted-content", Quote, Element),
    ("mail_quote", Quote, Element),
    ("freshdesk_quote", Quote, ToQuote),
    ("front-blockquote", Quote, Element),
    ("front-signature", Signature, Element),
    ("reply-intro", Quote, Element),
    ("replyforwardtoaddtocontext", Quote, Element),
    ("zwchr", Quote, ToEnd),
    ("sh-signature", Signature, Element),
    ("missive_quote", Quote, ToQuote),
    ("missive_signature", Signature, Element),
    ("edo-signature", Signature, Element),
    ("edo-original-message", Quote, Element),
    ("bloop_sign", Signature, Element),
    ("bloop_original_html", Quote, ToQuote),
    ("__mb_quote", Quote, Element),
    ("canary_quote", Quote, Element),
    ("helpscout-quote", Quote, Element),
    ("hs_reply", Quote, Element),
    ("zd_quote", Quote, Element),
    ("emclient-quote", Quote, Element),
    ("__quoted_text__", Quote, Element),
    ("__headers__", Quote, Element),
    ("__divider__", Quote, ToEnd),
    ("__sig_pre__", Signature, Element),
    ("__sig_post__", Signature, Element),
    ("avg_footer", Boilerplate, Element),
    ("avast-footer", Boilerplate, Element),
    ("dab4fad8-2dd7-40bb-a1b8-4e2aa1f9fdf2", Boilerplate, Element),
];

/// Whole ids and names, too short or usual to be looked for as ends.
const WHOLE: &[(&str, SegmentKind, Reach)] = &[
    ("signature", Signature, Element),
    ("x_signature", Signature, Element),
    ("ec_signature", Signature, Element),
    ("quote", Quote, Element),
    ("qt", Quote, Element),
    ("mailcontentquote", Quote, Element),
];

/// An open mark.
struct Mark {
    name: String,
    depth: usize,
    kind: SegmentKind,
    reach: Reach,
    /// A quote within has ended: what follows is new.
    spent: bool,
}

/// The marks that are open.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    to_end: bool,
}

impl Marks {
    /// What the text at hand is.
    pub(super) fn kind(&self) -> Option<SegmentKind> {
        if self.to_end {
            return Some(Quote);
        }
        let open = || self.open.iter().filter(|mark| !mark.spent);
        open().find(|mark| mark.kind == Quote).or_else(|| open().next()).map(|mark| mark.kind)
    }

    /// Takes note of a tag.
    pub(super) fn tag(&mut self, tag: &Tag<'_>) {
        if self.to_end {
            return;
        }
        let name = tag.name();
        if tag.closes {
            self.close(name);
            return;
        }
        // A mark on such an element reaches to the end or nowhere.
        let void = VOID.contains(&name);
        if !void {
            self.open.iter_mut().filter(|mark| mark.name == name).for_each(|mark| mark.depth += 1);
        }
        let Some((kind, reach)) = read(tag) else { return };
        if reach == ToEnd {
            self.to_end = true;
        } else if !void && self.open.len() < MAX_MARKS {
            self.open.push(Mark { name: name.to_owned(), depth: 1, kind, reach, spent: false });
        }
    }

    fn close(&mut self, name: &str) {
        let mut quote_ended = false;
        for mark in self.open.iter_mut().filter(|mark| mark.name == name) {
            mark.depth = mark.depth.saturating_sub(1);
            quote_ended |= mark.depth == 0 && mark.kind == Quote && mark.name == "blockquote";
        }
        self.open.retain(|mark| mark.depth > 0);
        if quote_ended {
            self.open.iter_mut().filter(|mark| mark.reach == ToQuote).for_each(|mark| mark.spent = true);
        }
    }
}

/// What a tag marks, and how far.
fn read(tag: &Tag<'_>) -> Option<(SegmentKind, Reach)> {
    for attribute in ["class", "id", "data-marker", "name"] {
        let Some(value) = tag.attribute(attribute).filter(|value| value.len() < MAX_VALUE) else { continue };
        let lower = value.to_ascii_lowercase();
        for word in lower.split_ascii_whitespace().take(20) {
            let known = NAMES.iter().find(|(name, ..)| word.ends_with(name)).or_else(|| {
                let named = attribute == "id" || attribute == "name" || word == "qt";
                WHOLE.iter().find(|(name, ..)| named && word == *name)
            });
            if let Some((_, kind, reach)) = known {
                // A quote's own element holds only the quote.
                let reach = if tag.is("blockquote") && *reach == ToQuote { Element } else { *reach };
                return Some((*kind, reach));
            }
        }
    }
    if tag.is("blockquote") {
        return is_quote(tag).then_some((Quote, Element));
    }
    (tag.is("div") && is_outlook_border(tag)).then_some((Quote, ToEnd))
}

/// A blockquote that quotes: not one that only indents.
pub(super) fn is_quote(tag: &Tag<'_>) -> bool {
    let cited =
        tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite")) || tag.attribute("cite").is_some();
    let style = compact(tag.attribute("style").unwrap_or_default(), MAX_VALUE);
    let indents = style.contains("border:none") || style.contains("border:0") || style.contains("border-width:0");
    cited || !indents
}

/// The line that Outlook draws above the header block of the mail that is answered.
fn is_outlook_border(tag: &Tag<'_>) -> bool {
    let Some(style) = tag.attribute("style").filter(|style| style.len() < MAX_VALUE) else { return false };
    let style = compact(style, MAX_VALUE);
    style.contains("border:none;border-top:solid")
        && (style.contains("padding:3.0pt0") || style.contains("padding:3pt0"))
}
