//! What strangers put into HTML, and what must be left of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashMap;

use mail::sanitise::{Options, RemoteImages, TooComplex, sanitise};
use proptest::prelude::*;

#[path = "../../../fuzz/src/checks/markup.rs"]
mod markup;

fn clean(html: &str) -> String {
    sanitise(html, &Options::default()).html
}

fn check(html: &str, expected: &str) {
    assert_eq!(clean(html), expected, "from {html}");
}

#[test]
fn ordinary_mail_markup_stays() {
    check("<p>One <b>two</b></p>", "<p>One <b>two</b></p>");
    check(
        r#"<table width="100%"><tbody><tr><td style="color: red; padding:4px">x</td></tr></tbody></table>"#,
        r#"<table width="100%"><tbody><tr><td style="color: red; padding: 4px">x</td></tr></tbody></table>"#,
    );
}

#[test]
fn links_open_elsewhere_and_tell_nothing() {
    check(
        r#"<a href="https://example.org/a?b=1&c=2">x</a>"#,
        r#"<a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">x</a>"#,
    );
    for refused in [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "data:text/html,x",
        "/api/v1/session",
        "//evil.example",
        "cid:a",
        "vbscript:x",
        "file:///etc/passwd",
    ] {
        let html = clean(&format!("<a href=\"{refused}\">x</a>"));
        assert!(!html.contains("href"), "{refused} gave {html}");
    }
}

/// One vector a line; `\n`, `\r`, `\t`, `\\` and `\u{…}` stand for what an editor would not show.
const VECTORS: &str = include_str!("sanitise/vectors.txt");

fn vectors() -> Vec<String> {
    let unescaped = |line: &str| {
        let (mut out, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            let (plain, taken) = match after.as_bytes()[0] {
                b'n' => ('\n', 1),
                b'r' => ('\r', 1),
                b't' => ('\t', 1),
                b'u' => {
                    let (digits, _) = after[2..].split_once('}').unwrap();
                    (char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap(), digits.len() + 3)
                }
                other => (char::from(other), 1),
            };
            out.push(plain);
            rest = &after[taken..];
        }
        out + rest
    };
    VECTORS.lines().map(unescaped).collect()
}

/// B1: whatever is tried, alone, inside other markup, and written once more.
#[test]
fn every_vector_is_harmless_and_settled() {
    let vectors = vectors();
    assert!(vectors.len() >= 150, "{} vectors", vectors.len());
    for vector in vectors {
        for html in [vector.clone(), format!("<p>before {vector} after"), format!("<table><tr><td>{vector}</table>x")] {
            for remote_images in [RemoteImages::Block, RemoteImages::Allow] {
                let options = Options { remote_images, ..Options::default() };
                let once = sanitise(&html, &options);
                assert_eq!(once.text_only, None, "{html}");
                markup::assert_harmless(&once.html, remote_images == RemoteImages::Allow);
                let again = sanitise(&once.html, &options);
                assert_eq!(again.html, once.html, "cleaned twice, from {html}");
                assert!(!once.html.contains("/v1/"), "{} from {html}", once.html);
            }
        }
    }
}

/// Edge case 26: a stranger's mail must not make an agent's browser fetch what only the agent may see.
#[test]
fn addresses_of_the_desk_itself_are_taken_away() {
    for url in [
        "https://desk.example/api/v1/attachments/7",
        "https://desk.example/API/V1/Attachments/7",
        "https://desk.example/x/../api//v1/attachments/7",
        "https://desk.example/%61pi/v1/%2e/attachments/7?x#y",
        "https://desk.example/api%2Fv1%2fmessages/7/raw",
        "https://desk.example\\api\\v1\\attachments\\7",
        "https://desk.example/ap\ti/v1/attachments/7",
    ] {
        check(
            &format!("<a href=\"{url}\" title=t>x</a>"),
            "<a title=\"t\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>",
        );
        check(&format!("<img alt=a src=\"{url}\">"), "<img alt=\"a\">");
    }
    let api = clean("<a href=\"https://shop.example/api/v1/orders\">x</a>");
    assert!(api.contains("href"), "{api}");
    check("<img src=\"https://desk.example/api/v1/session\">", "<img>");
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    check(
        "<a href=\" \n https://example.org/\na\tb \">x</a>",
        r#"<a href="https://example.org/ab" target="_blank" rel="noopener noreferrer nofollow">x</a>"#,
    );
}

#[test]
fn what_cannot_be_played_or_typed_leaves_its_text() {
    check("<object data=x>instead <b>of it</b></object>", "instead <b>of it</b>");
    check("<video src=x>instead</video><button>Press</button>", "insteadPress");
    check("<textarea>typed &lt;b&gt;</textarea>", "typed &lt;b&gt;");
}

/// Text must not be moved over other text, nor laid over what stands around it.
#[test]
fn styles_stay_in_the_flow() {
    let hostile = "position:fixed; margin:0 -9px; text-indent:-.5em; letter-spacing:-9px; vertical-align:-99px; display:grid; display:contents; z-index:9; float:left";
    check(&format!("<p style=\"{hostile}\">x</p>"), "<p style=\"float: left\">x</p>");
    let usual =
        "display: inline-block; display: none !important; border-collapse: collapse; margin: 0 auto; color: #1F497D";
    check(&format!("<p style=\"{usual}\">x</p>"), &format!("<p style=\"{usual}\">x</p>"));
}

/// B8: edge case 22.
#[test]
fn more_links_than_anyone_writes_are_shown_as_text() {
    let links = |count| "<a href=\"https://x.example\">x</a> ".repeat(count);
    assert_eq!(sanitise(&links(5_000), &Options::default()).text_only, None);
    assert_eq!(sanitise(&links(5_001), &Options::default()).text_only, Some(TooComplex::Links));
}

/// B1
#[test]
fn nothing_that_runs_or_loads_is_left() {
    let hostile = [
        "<script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<iframe src=https://evil.example></iframe>",
        "<object data=https://evil.example></object><embed src=https://evil.example>",
        "<form action=https://evil.example><input name=password><button>x</button></form>",
        "<base href=https://evil.example><meta http-equiv=refresh content=0;url=https://evil.example>",
        "<link rel=stylesheet href=https://evil.example>",
        "<style>@import url(https://evil.example)</style>",
        "<div style=\"background:url(https://evil.example)\">x</div>",
        "<div style=\"background:u\\72l(https://evil.example)\">x</div>",
        "<div style=\"color:red;/*;*/background:url(https://evil.example\">x</div>",
        "<div style=\"width:expression(alert(1))\">x</div>",
        "<div style=\"background-image: image-set('https://evil.example' 1x)\">x</div>",
        "<table background=https://evil.example><tr><td background=https://evil.example>x</table>",
        "<video poster=https://evil.example src=https://evil.example></video>",
        "<img srcset=\"https://evil.example 1x\">",
        "<picture><source srcset=https://evil.example></picture>",
        "<div id=app class=toolbar name=x>x</div>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><script>alert(1)</script></template>",
        "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
        "<img src=\"//evil.example/x.png\"><img src=\"/api/v1/attachments/1\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    ];
    for html in hostile {
        assert_harmless(&clean(html), html);
    }
}

fn assert_harmless(html: &str, from: &str) {
    let lower = html.to_ascii_lowercase();
    let forbidden = [
        "<script",
        "<svg",
        "<math",
        "<style",
        "<iframe",
        "<object",
        "<embed",
        "<form",
        "<input",
        "<button",
        "<base",
        "<meta",
        "<link",
        "<video",
        "<source",
        "<template",
    ];
    for tag in forbidden {
        assert!(!lower.contains(tag), "{tag} in {html} from {from}");
    }
    for tag in lower.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        for attribute in [" on", " id=", " class=", " srcset=", " background=", " poster=", "url(", "expression"] {
            assert!(!tag.contains(attribute), "{attribute} in {html} from {from}");
        }
        // As part of a host's name it does nothing: an address is what its value begins with.
        let values = tag.split("=\"").skip(1).map(|value| value.trim_start_matches(|c: char| c <= ' '));
        assert!(!values.into_iter().any(|value| value.starts_with("javascript:")), "javascript: in {html} from {from}");
        assert!(!tag.contains(" src=\"http"), "a remote image would be loaded by {html} from {from}");
        assert!(!tag.contains(" src=\"/"), "an address of ours in {html} from {from}");
    }
}

/// B2
#[test]
fn remote_images_wait_for_a_click() {
    let html = r#"<img alt="a" src="https://example.org/p.png?a=1&amp;b=2" width="1"><img src="HTTP://x.example/">"#;
    let blocked = sanitise(html, &Options::default());
    assert_eq!(blocked.remote_images, 2);
    assert_eq!(
        blocked.html,
        r#"<img alt="a" data-remote-src="https://example.org/p.png?a=1&amp;b=2" width="1"><img data-remote-src="HTTP://x.example/">"#
    );
    let shown = sanitise(html, &Options { remote_images: RemoteImages::Allow, ..Options::default() });
    assert_eq!(shown.remote_images, 2);
    assert!(shown.html.contains(r#" src="https://example.org/p.png?a=1&amp;b=2""#), "{}", shown.html);
}

#[test]
fn images_of_the_mail_are_found_by_content_id() {
    let cid = HashMap::from([("a@b".to_owned(), "/api/v1/attachments/7?x=1&y=\"".to_owned())]);
    let done = sanitise(
        r#"<img src="cid:a@b"><img src="cid:a%40b"><img src="CID:other">"#,
        &Options { cid, ..Options::default() },
    );
    let found = r#"<img src="/api/v1/attachments/7?x=1&amp;y=&quot;">"#;
    assert_eq!(done.html, format!("{found}{found}<img>"));
    assert_eq!(done.remote_images, 0);
}

#[test]
fn embedded_pictures_stay() {
    check(r#"<img src="data:image/png;base64,iVBORw0KGgo=">"#, r#"<img src="data:image/png;base64,iVBORw0KGgo=">"#);
}

#[test]
fn marks_in_the_mail_change_nothing() {
    let done = sanitise(
        "<img src=\"cid:\u{f8f0}javascript:x\">\u{f8f1}<img src=\"cid:&#xf8f0;https://x.example\">",
        &Options::default(),
    );
    assert_harmless(&done.html, "marks");
}

/// B8: each of these takes seconds to minutes in the cleaner alone.
#[test]
fn costly_html_is_shown_as_text() {
    let nested = |count| "<div>".repeat(count) + "Hello";
    for html in [nested(10_000), nested(20_000), nested(50_000), nested(100_000), "<b><i><a>".repeat(50_000) + "Hello"]
    {
        let done = sanitise(&html, &Options::default());
        assert_eq!(done.text_only, Some(TooComplex::Nesting));
        assert_eq!(done.html, "Hello");
    }
    let flat = "<br>".repeat(30_000);
    assert_eq!(sanitise(&flat, &Options::default()).text_only, Some(TooComplex::Tags));
    let large = "x".repeat((1 << 20) + 1);
    assert_eq!(sanitise(&large, &Options::default()).text_only, Some(TooComplex::Size));
}

/// B8
#[test]
fn floods_of_attributes_are_found_however_they_hide() {
    let flood: String = (0..20_000).map(|n| format!(" a{n}")).collect();
    for start in ["<p", "<!-- <a b=\" --> <p", "<p a = \">\"", "<p=\" ", "<p a=\">\"", "<style><a b='</style><p", "</p"]
    {
        let done = sanitise(&format!("{start}{flood}>x"), &Options::default());
        assert_eq!(done.text_only, Some(TooComplex::Tags), "{start}");
    }
}

/// B8
#[test]
fn nesting_cannot_hide_in_comments_or_raw_text() {
    for unit in [
        "<div><!--</div>-->",
        "<div><style></div></style>",
        "<b><div></b>",
        "<div><table></div>",
        "<svg><style><!--</style></svg><div>",
        "<td><div>",
        "<p><b x=1>",
    ] {
        let done = sanitise(&unit.repeat(5_000), &Options::default());
        assert!(done.text_only.is_some() || done.html.len() < 5_000 * 40, "{unit}");
    }
}

#[test]
fn a_newsletter_is_not_too_complex() {
    let row = "<tr><td align=\"center\"><!--[if mso]><table><tr><td><![endif]--><p>Text<br>more</p><!--[if mso]></td></tr></table><![endif]--></td></tr>";
    let html = format!("<html><body><table>{}</table></body></html>", row.repeat(1_000));
    let done = sanitise(&html, &Options::default());
    assert_eq!(done.text_only, None);
    assert_eq!(done.html.matches("<p>").count(), 1_000);
}

const PIECES: &[&str] = &[
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    "&lt;",
    "&#x3c;",
    "script",
    "<img src=",
    "onerror=",
    "<svg>",
    "<math>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<a href=",
    "javascript:",
    "https://x.example",
    "cid:",
    "style=",
    "url(",
    "\u{f8f0}",
    "\u{f8f1}",
    "&#xf8f0;",
    "<table>",
    "<td>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    " ",
    "x",
    "\u{0}",
    "<select>",
    "<template>",
    "<noscript>",
    "</noscript>",
    "<textarea>",
    "<title>",
    "<![CDATA[",
    "]]>",
    "<img ",
    "data-remote-src=",
    "<form>",
    "<plaintext>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// B1: also when the result is parsed and cleaned once more, where misnested markup could turn into another.
    #[test]
    fn shuffled_markup_is_harmless(indexes in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let html: String = indexes.iter().map(|index| PIECES[*index]).collect();
        let once = clean(&html);
        assert_harmless(&once, &html);
        markup::assert_harmless(&once, false);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn cleaning_twice_changes_nothing(indexes in prop::collection::vec(0..ELEMENTS.len(), 0..20), wrap in any::<bool>()) {
        let inner: String = indexes.iter().map(|index| ELEMENTS[*index]).collect();
        let html = if wrap { format!("<table><tr><td>{inner}</td></tr></table>") } else { inner };
        let once = clean(&html);
        prop_assert_eq!(clean(&once), once);
    }
}

/// Whole elements, in any order a document.
const ELEMENTS: &[&str] = &[
    "text &amp; <b>bold</b>",
    "<p>x</p>",
    "<a href=\"cid:x\" title=t>refused</a>",
    "<a class=c href=\"https://x.example\">x</a>",
    "<a href=\"mailto:a@b\" style=\"color:red;x:y\">x</a>",
    "<img src=\"https://x.example/a.png\" alt=a>",
    "<img onerror=x src=\"javascript:x\" alt=a width=1>",
    "<div style=\"position:fixed\" dir=rtl>x</div>",
    "<ul><li>x</li></ul>",
    "<script>x</script>",
    "<pre>\n x</pre>",
    "&#xf8f0; src=\"\u{f8f0}\"",
    "<font color=red id=x size=2>x</font>",
    "<br>",
];
