//! Any HTML becomes harmless, stays what it is when it is cleaned again, and remains bounded.

use std::collections::HashMap;

use mail::sanitise::{Options, RemoteImages, sanitise};
use mail::{html_to_text, text_to_html};

use super::markup;

/// Cleans the bytes as HTML, with remote images blocked and allowed.
pub fn check(data: &[u8]) {
    let html = String::from_utf8_lossy(data);
    let cid = HashMap::from([("a@b".to_owned(), "/api/v1/attachments/1".to_owned())]);
    for remote_images in [RemoteImages::Block, RemoteImages::Allow] {
        let options = Options { remote_images, cid: cid.clone() };
        let once = sanitise(&html, &options);
        markup::assert_harmless(&once.html, remote_images == RemoteImages::Allow);
        assert!(once.html.len() <= html.len() * 24 + 4_096, "{} bytes of {}", once.html.len(), html.len());
        let again = sanitise(&once.html, &options);
        // Images of the mail itself have become addresses of ours, which no mail may name.
        if !once.html.contains("/api/v1/") {
            assert_eq!(again.html, once.html, "cleaning twice changes nothing");
        }
        markup::assert_harmless(&again.html, remote_images == RemoteImages::Allow);
    }
    let text = html_to_text(&html);
    assert!(text.len() <= html.len() * 16 + 4_096, "text of {} bytes of {}", text.len(), html.len());
    markup::assert_harmless(&text_to_html(&text), false);
}
