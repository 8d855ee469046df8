//! Any text divides into segments that concatenate to it, and dividing the new text again loses none of it.

use mail::{Mail, language, segments};

/// Divides the bytes as a text.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let found = segments(&text);
    assert_eq!(found.iter().map(|one| one.text).collect::<String>(), text, "segments are the text");
    assert!(found.iter().all(|one| !one.text.is_empty()), "an empty segment");
    assert!(found.windows(2).all(|pair| pair[0].kind != pair[1].kind), "neighbours of one kind");
    let mail = Mail { text, ..Mail::default() };
    let reply = mail.reply();
    assert_eq!(reply.trim(), reply, "the new text is trimmed");
    assert!(reply.len() <= mail.text.len(), "the new text is part of the text");
    assert_eq!(reply.is_empty(), mail.text.trim().is_empty(), "better too much than nothing");
    assert!(mail.preview(80).chars().count() <= 80, "a preview is as long as asked for");
    let _ = language(&reply);
}
