//! Hostile mails of many parts, or of parts within parts (assurance B7). The second kind is refused before it is read.

use super::{HEAD, Hostile, mail, of, repeat};

/// Parts that a mail may have (contract.md, Limits).
const PARTS: usize = 1_000;

pub(super) fn all() -> Vec<Hostile> {
    vec![
        of("parts of text", |size| parts("", b"> a\nb\n", PARTS - 10, size)),
        of("parts of HTML", |size| parts("Content-Type: text/html\r\n", b"<p>a<blockquote>", PARTS - 10, size)),
        of("files", |size| parts("Content-Disposition: attachment; filename=a.txt\r\n", b"a\n", PARTS - 10, size)),
        of("mails", |size| parts("Content-Type: message/rfc822\r\n", b"Subject: x\r\n\r\na\n", PARTS / 2 - 10, size)),
        of("a mail that is forwarded", |size| forwarded("", b"> a\nb\n", size)),
        of("a mail that is forwarded, of three bytes for one", |size| {
            forwarded("Content-Type: text/plain; charset=windows-874\r\n", b"> \xa1\na\n", size)
        }),
        of("mails in 30 mails", |size| nested("Content-Type: message/rfc822\r\n\r\n", 30, size)),
        of("text beside HTML", text_beside_html),
        of("text beside HTML without end", text_beside_deep_html),
        of("one large file", |size| {
            let field = "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\
                         Content-Transfer-Encoding: base64\r\n";
            mail(field, b"JVBERi0xLjQKJVBERi0xLjQKJVBERi0xLjQKJVBERi0xLjQKJVBERi0xLjQKJVBERi0xLjQK\r\n", size)
        }),
        of("a delivery report", |size| {
            report(b"Final-Recipient: rfc822; a@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n", size)
        }),
        of("a delivery report of one field", |size| report(b"Diagnostic-Code: smtp; 550\r\n", size)),
        of("an invitation", |size| calendar(b"BEGIN:VEVENT\r\nATTENDEE;CN=a:mailto:a@b\r\n", size)),
        of("an invitation of one line", |size| calendar(b";", size)),
        of("B7: four million empty parts", |size| {
            mail("Content-Type: multipart/mixed; boundary=a\r\n", b"--a\n\n", size)
        }),
        of("B7: 100,000 mails in one another", |size| nested("Content-Type: message/rfc822\n\n", 100_000, size)),
        of("B7: multiparts in one another", |size| {
            let mut raw = HEAD.as_bytes().to_vec();
            for level in 0..size / 70 {
                raw.extend(format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n").into_bytes());
            }
            raw
        }),
    ]
}

fn multipart() -> Vec<u8> {
    format!("{HEAD}Content-Type: multipart/mixed; boundary=\"b-b\"\r\n\r\n").into_bytes()
}

fn parts(field: &str, unit: &[u8], count: usize, size: usize) -> Vec<u8> {
    let mut raw = multipart();
    for number in 1..=count {
        raw.extend_from_slice(format!("--b-b\r\n{field}\r\n").as_bytes());
        repeat(&mut raw, unit, size / count * number);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--b-b--\r\n");
    raw
}

fn forwarded(field: &str, unit: &[u8], size: usize) -> Vec<u8> {
    let mut raw = multipart();
    raw.extend_from_slice(
        format!("--b-b\r\n\r\nFYI\r\n--b-b\r\nContent-Type: message/rfc822\r\n\r\n{HEAD}{field}\r\n").as_bytes(),
    );
    repeat(&mut raw, unit, size);
    raw.extend_from_slice(b"\r\n--b-b--\r\n");
    raw
}

fn nested(level: &str, depth: usize, size: usize) -> Vec<u8> {
    let mut raw = HEAD.as_bytes().to_vec();
    for _ in 0..depth {
        raw.extend_from_slice(level.as_bytes());
    }
    raw.extend_from_slice(format!("{HEAD}\r\n").as_bytes());
    repeat(&mut raw, b"> a\nb\n", size);
    raw
}

fn alternative(text: &[u8], html: &[u8], size: usize) -> Vec<u8> {
    let mut raw =
        format!("{HEAD}Content-Type: multipart/alternative; boundary=\"b-b\"\r\n\r\n--b-b\r\n\r\n").into_bytes();
    repeat(&mut raw, text, size / 2);
    raw.extend_from_slice(b"\r\n--b-b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");
    repeat(&mut raw, html, size);
    raw.extend_from_slice(b"\r\n--b-b--\r\n");
    raw
}

fn text_beside_html(size: usize) -> Vec<u8> {
    alternative(
        b"one two three\nfour five six\n",
        b"<blockquote>one two three</blockquote><div>four five six</div>\n",
        size,
    )
}

fn text_beside_deep_html(size: usize) -> Vec<u8> {
    alternative(b"> a\nb\n", b"<blockquote>a", size)
}

fn report(unit: &[u8], size: usize) -> Vec<u8> {
    let mut raw = format!(
        "{HEAD}Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b-b\"\r\n\r\n"
    )
    .into_bytes();
    raw.extend_from_slice(
        b"--b-b\r\n\r\nYour mail could not be delivered.\r\n--b-b\r\nContent-Type: message/delivery-status\r\n\r\n",
    );
    repeat(&mut raw, unit, size);
    raw.extend_from_slice(b"\r\n--b-b--\r\n");
    raw
}

fn calendar(unit: &[u8], size: usize) -> Vec<u8> {
    let mut raw =
        format!("{HEAD}Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY")
            .into_bytes();
    repeat(&mut raw, unit, size);
    raw
}
