//! Any bytes as the value of a header: ids, names and addresses that come out are what they claim to be.

use mail::{Address, Mail, parse};

const NAMES: &[&str] = &[
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Received",
    "Return-Path",
    "Delivered-To",
    "Auto-Submitted",
    "Content-Type",
    "Content-Disposition",
    "Content-Transfer-Encoding",
    "Authentication-Results",
    "Thread-Index",
    "List-Id",
    "X-Failed-Recipients",
    "Precedence",
];

/// Reads the bytes as a header block, and as the value of one header; the first byte chooses which.
pub fn check(data: &[u8]) {
    judge(&parse(data));
    let Some((first, value)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let raw = [name.as_bytes(), b": ", value, b"\r\n\r\nText.\r\n"].concat();
    let mail = parse(&raw);
    judge(&mail);
    let _ = (mail.authentication_results(), mail.forwarded(), mail.calendar(), mail.verification());
    let threads = mail::threads(&[mail.clone(), mail]);
    assert_eq!(threads.concat().len(), 2, "each mail is in one thread");
}

fn judge(mail: &Mail) {
    let ids = mail.message_id.iter().chain(&mail.in_reply_to).chain(&mail.references);
    for id in ids {
        let sound = !id.is_empty() && id.len() <= 998;
        assert!(sound && !id.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c)), "id {id:?}");
    }
    assert!(mail.in_reply_to.len() <= 100 && mail.references.len() <= 100, "too many ids");
    let singles = mail.from.iter().chain(&mail.sender);
    singles.chain(&mail.reply_to).chain(&mail.to).chain(&mail.cc).for_each(address);
    assert!(!mail.subject.contains(|c: char| c.is_ascii_control()), "subject {:?}", mail.subject);
    if let Some(date) = mail.date {
        assert!(date.to_rfc3339().len() <= 25, "date {date:?}");
    }
}

fn address(one: &Address) {
    assert!(one.address.contains('@'), "address {:?}", one.address);
    let foul = |c: char| c.is_control() || c.is_whitespace() || "<>".contains(c);
    assert!(!one.address.contains(foul) || one.address.starts_with('"'), "address {:?}", one.address);
    if let Some(name) = &one.name {
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!name.trim().is_empty() && !name.contains(|c: char| c.is_control() || turns(c)), "name {name:?}");
    }
}
