//! HTML to text as a person would read it: paragraphs, lists, quotes, links. One pass without recursion or a tree, so that hostile
//! HTML costs no more than its length. The result is plain text: it is not safe HTML.

mod hidden;
mod marks;
mod seen;
mod tokens;
mod writer;

use marks::Marks;
pub(crate) use seen::seen;
use tokens::{Tag, Token, Tokens};
use writer::Writer;

use crate::quote::SegmentKind;

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr", "img", "input", "meta", "link", "col", "wbr", "area"];
/// Longest address that is written after the text of its link.
const MAX_URL_BYTES: usize = 300;

/// The text of an HTML document and what its structure says about the lines.
pub(crate) struct Converted {
    pub(crate) text: String,
    /// For each line what it is, where the structure says so; lines that nobody looks at are missing.
    pub(crate) kinds: Vec<Option<SegmentKind>>,
}

/// The text of an HTML document as a person would read it.
pub fn html_to_text(html: &str) -> String {
    convert(html).text
}

/// The text of an HTML document, with what its structure says about each line.
pub(crate) fn convert(html: &str) -> Converted {
    let mut writer = Writer::new(html.len());
    let mut marks = Marks::default();
    let mut hidden = hidden::Hidden::default();
    let mut link: Option<Link> = None;
    for token in Tokens::new(html) {
        match token {
            Token::Text(_) if hidden.is_open() => {}
            Token::Text(text) => writer.text(text),
            Token::Tag(tag) => {
                marks.tag(&tag);
                writer.kind(marks.kind());
                if hidden.tag(&tag) {
                    continue;
                }
                if tag.is("a") {
                    close_link(&mut writer, link.take());
                    if !tag.closes {
                        link =
                            tag.attribute("href").map(|href| Link { href: tokens::decoded(href), start: writer.len() });
                    }
                } else {
                    apply(&mut writer, &tag);
                }
            }
        }
    }
    close_link(&mut writer, link);
    writer.finish()
}

/// A link that is open: where it leads and where its text begins.
struct Link {
    href: String,
    start: usize,
}

/// Writes where a link leads unless its text says so.
fn close_link(writer: &mut Writer, link: Option<Link>) {
    let Some(link) = link else { return };
    let shown = writer.since(link.start).trim();
    let target = link.href.trim();
    let is_web = target.starts_with("http://") || target.starts_with("https://");
    let bare =
        |url: &str| url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
    if is_web && target.len() <= MAX_URL_BYTES && !shown.is_empty() && bare(shown) != bare(target) {
        let target: String = target.chars().filter(|c| !c.is_whitespace()).collect();
        writer.word(&format!(" <{target}>"));
    }
}

fn apply(writer: &mut Writer, tag: &Tag<'_>) {
    match tag.name() {
        "br" => writer.line_break(),
        "p" if tag.closes => writer.end_paragraph(),
        "p" => writer.begin_paragraph(is_tight(tag)),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "figure" => writer.block(2),
        "blockquote" if tag.closes => writer.end_quote(),
        "blockquote" => writer.begin_quote(marks::is_quote(tag)),
        "pre" | "textarea" => writer.preformatted(!tag.closes),
        "ul" | "ol" | "menu" | "dir" => writer.list(tag.name() == "ol", !tag.closes),
        "li" if !tag.closes => writer.item(),
        "td" | "th" if !tag.closes => writer.cell(),
        "hr" => writer.rule(),
        "img" => {
            if let Some(alt) = tag.attribute("alt").map(tokens::decoded).filter(|alt| !alt.trim().is_empty()) {
                writer.word(&format!("[{}]", alt.trim()));
            }
        }
        "div" | "tr" | "table" | "section" | "article" | "header" | "footer" | "address" | "form" | "center"
        | "main" | "aside" | "nav" | "dt" | "dd" | "li" | "option" | "fieldset" | "caption" | "body" | "figcaption"
        | "details" | "summary" => {
            writer.block(1);
        }
        _ => {}
    }
}

/// A paragraph that touches its neighbours, as Word and Outlook write lines.
fn is_tight(tag: &Tag<'_>) -> bool {
    if tag.is_bare() {
        return false;
    }
    let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase();
    let office = tag.attribute("class").is_some_and(|class| class.to_ascii_lowercase().contains("msonormal"));
    let zero = ["margin:0", "margin: 0", "margin-top:0", "margin-top: 0", "margin-bottom:0", "margin-bottom: 0"]
        .iter()
        .any(|margin| style.contains(margin));
    office || zero
}
