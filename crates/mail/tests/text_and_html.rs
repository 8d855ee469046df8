//! HTML read as text and text shown as HTML.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{html_to_text, text_to_html};
use proptest::prelude::*;

fn check(html: &str, expected: &str) {
    assert_eq!(html_to_text(html), expected, "from {html}");
}

#[test]
fn paragraphs_and_breaks_are_lines() {
    check("<p>One</p>\n<p>Two<br>three</p>", "One\n\nTwo\nthree");
    check("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo");
    check(
        "<html><head><title>T</title><style>p{}</style></head><body> A \n  b&nbsp;&amp;&#8364;&#150; </body>",
        "A b &€–",
    );
}

#[test]
fn lists_tables_quotes_and_links_read_like_the_mail() {
    check("<ul><li>a<li>b</ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n1. c\n2. d");
    check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
    check(
        "Yes<blockquote>Is it?<br><br>Really?<blockquote>old</blockquote></blockquote>End",
        "Yes\n> Is it?\n>\n> Really?\n>> old\nEnd",
    );
    check(r#"<a href="https://example.org/x?a=1&amp;b=2">here</a>"#, "here <https://example.org/x?a=1&b=2>");
    check(r#"<a href="https://example.org/">example.org</a> <a href="mailto:a@b.example">a</a>"#, "example.org a");
    check("<pre>a\n  b</pre>c", "a\n  b\nc");
    check(r#"<img alt="Logo" src="x">"#, "[Logo]");
}

#[test]
fn broken_html_loses_no_text() {
    check("a < b and <b>c", "a < b and c");
    check("<style>never closed <p>text</p>", "never closed\n\ntext");
    check("before <!-- no end <p>text", "before text");
    check("a &unknown; &amp", "a &unknown; &amp");
    check("<a href=\"x>y</a> z", "y z");
    check("<", "<");
}

/// B8, B9: these would cost the square of their length if a search were repeated.
#[test]
fn hostile_html_is_read_in_one_pass() {
    for unit in [
        "<style>",
        "<!--",
        "<a href=\"",
        "</",
        "<div",
        "<blockquote>x",
        "&amp",
        "<ul><li>",
        "<a href='>",
        "<!x",
        "<p a='>",
    ] {
        let html = unit.repeat(300_000);
        assert!(html_to_text(&html).len() <= html.len() * 12, "{unit}");
    }
}

#[test]
fn text_becomes_escaped_html_with_links() {
    assert_eq!(text_to_html("a <b> & \"c\"\n d"), "a &lt;b&gt; &amp; &quot;c&quot;<br>\n&nbsp;d");
    let rel = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";
    assert_eq!(
        text_to_html("See (https://example.org/a?b&c). Ask <a@b.example>, thanks"),
        format!(
            "See (<a href=\"https://example.org/a?b&amp;c\" {rel}>https://example.org/a?b&amp;c</a>). Ask &lt;<a href=\"mailto:a@b.example\" {rel}>a@b.example</a>&gt;, thanks"
        )
    );
    assert_eq!(text_to_html("javascript:alert(1) a@b"), "javascript:alert(1) a@b");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_survives_html_and_back(words in prop::collection::vec("[a-z<>&\"']{1,8}", 0..20)) {
        let text = words.join(" ");
        prop_assert_eq!(html_to_text(&text_to_html(&text)), text);
    }

    #[test]
    fn any_input_is_read(html in "\\PC{0,200}") {
        prop_assert!(!html_to_text(&html).contains('\0'));
        prop_assert!(!text_to_html(&html).contains("<script"));
    }
}
