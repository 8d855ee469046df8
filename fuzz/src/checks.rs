//! What must hold for any bytes, target by target. Shared by the fuzzing targets and by the test that replays their seeds.

use mail::compose::{Addr, Draft, DraftAttachment, HeaderText, compose};
use mail::sanitise::{Options, sanitise};
use mail::{Date, Limits, Mail};

/// Any mail within the limits is read, and its segments are its text.
pub fn parse(bytes: &[u8]) {
    if mail::prescan(bytes, &Limits::default()).is_err() {
        return;
    }
    let mail = mail::parse(bytes);
    let segments: String = mail.segments().iter().map(|segment| segment.text).collect();
    assert_eq!(segments, mail.text);
    let inspected = serde_json::to_string(&mail::inspect(&mail)).unwrap();
    assert!(inspected.len() < 64 * bytes.len() + 65_536, "{} bytes of {}", inspected.len(), bytes.len());
    assert!(mail.preview(80).chars().count() <= 80);
}

/// Any text is divided without loss.
pub fn quote(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let segments: String = mail::segments(&text).iter().map(|segment| segment.text).collect();
    assert_eq!(segments, text);
    let mail = Mail { text, ..Mail::default() };
    assert!(mail.reply().len() <= mail.text.len());
}

/// Safe HTML stays as it is when it is made safe again.
pub fn sanitise_html(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    let once = sanitise(&html, &Options::default()).html;
    let twice = sanitise(&once, &Options::default()).html;
    assert_eq!(once, twice);
    assert!(!once.to_ascii_lowercase().contains("<script"));
    mail::html_to_text(&html);
}

/// Any header block is read: ids, addresses and subject hold no line ends.
pub fn headers(bytes: &[u8]) {
    let mail = mail::parse(&[bytes, b"\r\n\r\nx"].concat());
    let people = mail.from.iter().chain(&mail.sender).chain(&mail.to).chain(&mail.cc).chain(&mail.reply_to);
    for person in people {
        assert!(person.address.contains('@') && !person.address.contains(['\r', '\n', '\0']));
    }
    assert!(!mail.subject.contains(['\r', '\n', '\0']));
    assert!(mail.references.len() <= 100 && mail.in_reply_to.len() <= 100);
}

/// What is composed of any words is 7-bit, has short lines, and is read again.
pub fn composed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (Ok(from), Ok(to), Ok(subject)) = (
        Addr::new(Some("Desk"), "desk@example.com"),
        Addr::new(None, "jane@example.org"),
        HeaderText::new(text.replace(char::is_control, " ")),
    ) else {
        return;
    };
    let file = DraftAttachment {
        filename: text.chars().take(200).collect(),
        content: bytes.to_vec(),
        ..DraftAttachment::default()
    };
    let draft = Draft {
        from,
        sender: None,
        reply_to: Vec::new(),
        to: vec![to],
        cc: Vec::new(),
        subject,
        message_id: "1@example.com".to_owned(),
        in_reply_to: None,
        references: Vec::new(),
        date: Date { unix_s: 0, offset_min: 0 },
        text,
        html: None,
        attachments: vec![file],
        headers: Vec::new(),
    };
    let raw = compose(&draft);
    assert!(raw.is_ascii() && raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
    let read = mail::parse(&raw);
    assert_eq!(read.from.map(|from| from.address).as_deref(), Some("desk@example.com"));
    assert_eq!(read.attachments.first().map(|file| file.content.as_slice()), Some(bytes));
}
