//! Any bytes are a mail: nothing panics, nothing is lost between text and segments, nothing grows without bound.

use mail::{Limits, inspect, parse, prescan};

/// Text and HTML together may be this many times the mail, and so much more: decoding a byte of a foreign charset gives up to three.
const GROWTH: usize = 16;
const GROWTH_BYTES: usize = 65_536;

/// Reads the bytes as a mail and judges what is understood of them.
pub fn check(data: &[u8]) {
    if prescan(data, &Limits::default()).is_err() {
        return;
    }
    let mail = parse(data);
    let inspection = inspect(&mail);
    let segments: String = inspection.segments.iter().map(|one| one.text).collect();
    assert_eq!(segments, mail.text, "segments are the text");
    assert_clean("text", &mail.text, "\n\t");
    assert_clean("subject", &mail.subject, "");
    for (_, value) in &mail.headers {
        assert_clean("header", value, "\t");
    }
    let most = data.len() * GROWTH + GROWTH_BYTES;
    let html = mail.html.as_ref().map_or(0, String::len);
    assert!(mail.text.len() + html <= most, "text of {} and HTML of {html} bytes", mail.text.len());
    assert!(inspection.reply.len() <= mail.text.len(), "the new text is part of the text");
    let files: usize = mail.attachments.iter().map(|file| file.content.len()).sum();
    assert!(files <= most, "files of {files} bytes");
    assert!(mail.preview(100).chars().count() <= 100, "a preview is as long as asked for");
    assert_eq!(inspection.bounce, inspection.bounces.first(), "the first notice");
    let json = serde_json::to_string(&inspection).unwrap();
    assert!(json.len() <= data.len() * 64 + 65_536, "{} bytes of JSON of {}", json.len(), data.len());
    assert_eq!(parse(data), mail, "the same bytes are the same mail");
}

/// No control character but the allowed ones.
fn assert_clean(what: &str, text: &str, allowed: &str) {
    let foul = text.chars().find(|c| c.is_ascii_control() && !allowed.contains(*c));
    assert_eq!(foul, None, "a control character in the {what}");
}
