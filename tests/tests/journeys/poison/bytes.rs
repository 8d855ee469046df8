//! Poison by its bytes alone: mails that are built to cost their reader more than they are worth.

use std::fmt::Write as _;

use journeys::wait::wait_for;
use serde_json::Value;

use super::{CUSTOMER, id};
use crate::letters::Letter;
use crate::proof::judge::Sent;
use crate::proof::site::{FORWARDED, Site};

/// each is held as beyond a limit, with its bytes, and the next mail is a conversation.
#[test]
fn mails_beyond_the_limits_are_held_and_the_next_becomes_a_conversation() {
    let mut site = Site::start(None, "nothing", &[CUSTOMER]);
    site.live(None);
    let bombs = [nested(200), parts(2_000), long_header(300 * 1024), many_headers(1_001)];
    for bomb in &bombs {
        site.take(bomb);
    }
    let next = Sent::new(CUSTOMER, FORWARDED, "The next");
    site.take(&next.raw);
    let _ = site.api().await_conversation(&next.subject);
    let held = wait_for("all bombs to be held", || {
        let held = site.api().list("/arrivals?state=quarantined");
        (held.len() == bombs.len()).then_some(held)
    });
    for arrival in &held {
        assert_eq!(arrival["reason"], "over-limit", "{arrival}");
        let problem = &arrival["trace"][1]["facts"]["problem"];
        assert!(
            problem.as_str().is_some_and(|words| words.contains("more than") || words.contains("larger than")),
            "{arrival}"
        );
        let raw = site.api().get(&format!("/arrivals/{}/raw", id(arrival)));
        raw.accept(200);
        assert!(bombs.iter().any(|bomb| raw.bytes.ends_with(bomb)), "a held mail keeps its bytes");
    }
    super::retried(&mut site, &held[0], "over-limit", 0);
    assert_eq!(site.api().list("/conversations?view=all").len(), 1);
}

/// markup that would keep a sanitiser busy for minutes is a conversation like any other.
#[test]
fn deeply_nested_markup_becomes_a_conversation_and_holds_nothing_up() {
    let mut site = Site::start(None, "nothing", &[CUSTOMER]);
    site.live(None);
    let letter = Letter::new(CUSTOMER, FORWARDED, "Markup", &format!("{}Deep down.", "<div>\n".repeat(50_000)));
    let html =
        Letter { further: "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n".to_owned(), ..letter };
    site.take(&html.raw());
    let next = Sent::new(CUSTOMER, FORWARDED, "The next");
    site.take(&next.raw);
    let _ = site.api().await_conversation(&next.subject);
    let found = site.api().await_conversation("Markup");
    let text = found["messages"][0]["text"].as_str().unwrap_or_default();
    assert!(text.contains("Deep down."), "the text is lost: {:?}", found["messages"][0]["text"]);
    assert_eq!(site.api().list("/arrivals?state=held"), Vec::<Value>::new());
}

fn with(subject: &str, further: String, text: &str) -> Vec<u8> {
    Letter { further, ..Letter::new(CUSTOMER, FORWARDED, subject, text) }.raw()
}

/// Multiparts within multiparts.
fn nested(depth: usize) -> Vec<u8> {
    let mut text = String::new();
    for level in 1..=depth {
        write!(text, "--b{}\nContent-Type: multipart/mixed; boundary=b{level}\n\n", level - 1).expect("a string");
    }
    with("Nested", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n".to_owned(), &text)
}

/// One multipart of many small parts.
fn parts(count: usize) -> Vec<u8> {
    let text = "--b\nContent-Type: text/plain\n\nx\n".repeat(count) + "--b--\n";
    with("Parts", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n".to_owned(), &text)
}

/// A header block of at least so many bytes, in folded lines.
fn long_header(bytes: usize) -> Vec<u8> {
    let line = format!(" {}\r\n", "x".repeat(70));
    with("Header block", format!("X-Long: begins\r\n{}", line.repeat(bytes / line.len() + 1)), "Short.")
}

fn many_headers(count: usize) -> Vec<u8> {
    with("Headers", "X-Many: one\r\n".repeat(count), "Short.")
}
