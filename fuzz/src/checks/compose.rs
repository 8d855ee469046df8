//! Any draft becomes bytes that every mail server takes and that read as what was written.

use mail::compose::{Addr, Draft, DraftAttachment, HeaderName, HeaderText, compose};
use mail::{Date, parse};

/// Between the fields of a draft; whatever else the bytes hold belongs to a field.
const SEPARATOR: u8 = 0x1e;

/// Composes a draft from the bytes, judges its lines and reads it again.
pub fn check(data: &[u8]) {
    let Some(draft) = draft(data) else { return };
    let bytes = compose(&draft);
    lines(&bytes, draft.non_ascii_local_part());
    assert!(bytes.len() <= data.len() * 8 + 8_192, "{} bytes of {}", bytes.len(), data.len());
    let mail = parse(&bytes);
    let expected = 9 + usize::from(!draft.subject.as_str().is_empty()) + draft.references.len() + draft.headers.len();
    assert!(mail.headers.len() <= expected, "{:?}", mail.headers);
    assert_eq!(mail.from.as_ref().map(|from| from.address.as_str()), Some(draft.from.address().as_str()), "author");
    assert_eq!(mail.to.len(), draft.to.len(), "recipients {:?}", mail.to);
    assert_eq!(mail.date, Some(draft.date), "date");
    assert_eq!(squeezed(&mail.subject), squeezed(draft.subject.as_str()), "subject");
    let shown = |text: &str| squeezed(&text.replace('\u{feff}', ""));
    // A file that somebody wrote into the text (uuencode, yEnc) is read as one: it leaves the text and stands among the files.
    let holds_a_file = draft.text.lines().any(|line| line.starts_with("begin ") || line.starts_with("=ybegin "));
    // A text of nothing that can be seen gives way to the HTML.
    if !holds_a_file && (draft.html.is_none() || !shown(&draft.text).is_empty()) {
        assert_eq!(shown(&mail.text), shown(&draft.text), "text");
    }
    let files: Vec<_> = mail.attachments.iter().map(|file| &file.content).collect();
    for file in &draft.attachments {
        assert!(files.contains(&&file.content), "a file is missing");
    }
    assert!(holds_a_file || files.len() == draft.attachments.len(), "files that nobody attached");
    assert_eq!(compose(&draft), bytes, "the same draft gives the same bytes");
}

/// 7-bit, CRLF only, no line beyond 998.
fn lines(bytes: &[u8], foreign: bool) {
    assert!(foreign || bytes.is_ascii(), "8-bit");
    assert!(bytes.ends_with(b"\r\n") && !bytes.contains(&0), "an open end or a NUL");
    let text = String::from_utf8_lossy(bytes);
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare CR or LF");
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "a line of {}", line.len());
        assert!(!line.starts_with('.') && !line.starts_with("From "), "a line that servers change: {line}");
    }
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    for word in head.split_whitespace().filter(|word| word.trim_start_matches(['<', '"']).starts_with("=?utf-8?")) {
        assert!(word.len() <= 75, "an encoded word of {}", word.len());
    }
}

/// Words with one space between them. Control and format characters do not survive in texts for showing.
fn squeezed(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text.chars().filter(|c| !unseen(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A draft whose fields are the stretches between separators.
fn draft(data: &[u8]) -> Option<Draft> {
    let mut fields = data.split(|byte| *byte == SEPARATOR);
    let mut bytes = || fields.next().unwrap_or_default();
    let mut text = || String::from_utf8_lossy(bytes()).into_owned();
    let name = HeaderText::lossy(&text());
    let from =
        Addr::new(Some(name.as_str()), &text()).or_else(|_| Addr::new(Some(name.as_str()), "desk@example.org")).ok()?;
    let to = text();
    let to = to.split(',').filter_map(|one| Addr::new(None, one.trim()).ok()).collect();
    let subject = HeaderText::lossy(&text());
    let ids = text();
    let (body, html) = (text(), text());
    let (header, value) = (text(), text());
    let (filename, content_type, content_id) = (text(), text(), text());
    let content = bytes().to_vec();
    let moment = content.iter().fold(0_i64, |sum, byte| (sum * 31 + i64::from(*byte)) % 4_000_000_000).max(86_400);
    let file = DraftAttachment {
        filename,
        content_type,
        content,
        inline: content_id.len() % 2 == 1,
        content_id: Some(content_id),
    };
    Some(Draft {
        from,
        sender: None,
        reply_to: Vec::new(),
        to,
        cc: Vec::new(),
        subject,
        message_id: ids.split(' ').next().unwrap_or_default().to_owned(),
        in_reply_to: ids.split(' ').nth(1).map(str::to_owned),
        references: ids.split(' ').skip(2).map(str::to_owned).collect(),
        date: Date { unix_s: moment, offset_min: i32::try_from(moment % 1_680).unwrap_or(0) - 840 },
        text: body,
        html: (!html.is_empty()).then_some(html),
        attachments: vec![file],
        headers: HeaderName::new(header).into_iter().map(|name| (name, HeaderText::lossy(&value))).collect(),
    })
}
