//! MIME bombs end before they are parsed (assurance B7), and ordinary mails pass.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{Limits, OverLimit, parse, prescan};

fn check(raw: &str, expected: Result<(), OverLimit>) {
    assert_eq!(prescan(raw.as_bytes(), &Limits::default()), expected, "from {} bytes", raw.len());
    let unix = raw.replace("\r\n", "\n");
    assert_eq!(prescan(unix.as_bytes(), &Limits::default()), expected, "from {} bytes with LF", unix.len());
}

fn with_parts(count: usize, part: &str) -> String {
    format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n", format!("--b\r\n{part}").repeat(count))
}

fn nested(depth: usize) -> String {
    let opened: String =
        (0..depth).map(|n| format!("Content-Type: multipart/mixed; boundary=\"x{n}\"\r\n\r\n--x{n}\r\n")).collect();
    let closed: String = (0..depth).rev().map(|n| format!("\r\n--x{n}--\r\n")).collect();
    format!("{opened}Content-Type: text/plain\r\n\r\ninnermost{closed}")
}

#[test]
fn ordinary_mails_pass() {
    check("", Ok(()));
    check("Subject: x\r\n\r\nbody\r\n--b\r\n", Ok(()));
    check(&with_parts(900, "Content-Type: text/plain\r\n\r\nx\r\n"), Ok(()));
    check(&nested(30), Ok(()));
    assert_eq!(parse(nested(30).as_bytes()).text, "innermost");
    check(&"A: b\r\n".repeat(1_000), Ok(()));
}

/// B7
#[test]
fn each_limit_has_its_name() {
    check(&"A: b\r\n".repeat(1_001), Err(OverLimit::HeaderCount(1_000)));
    check(&format!("A: {}\r\n\r\n", "x".repeat(256 * 1024)), Err(OverLimit::HeaderBlock(256 * 1024)));
    check(&format!("A: b\r\n{}\r\n", " folded\r\n".repeat(40_000)), Err(OverLimit::HeaderBlock(256 * 1024)));
    check(&with_parts(1_001, "\r\nx\r\n"), Err(OverLimit::PartCount(1_000)));
    check(&nested(33), Err(OverLimit::Depth(32)));
    check(&"Content-Type: message/rfc822\r\n\r\n".repeat(100_000), Err(OverLimit::Depth(32)));
    assert_eq!(OverLimit::Depth(32).to_string(), "the parts of the mail are nested more than 32 levels deep");
}

/// B7: millions of parts in 24 MB, each way to write them.
#[test]
fn bombs_are_found_however_they_are_written() {
    let bomb = Err(OverLimit::PartCount(1_000));
    check(&with_parts(1_000_000, "\r\n"), bomb);
    check(
        &format!(
            "Content-Type: multipart/mixed; boundary*0=\"b\"; boundary*1=\"c\"\r\n\r\n{}",
            "x--bc\r\n\r\n".repeat(5_000)
        ),
        bomb,
    );
    check(&format!("Content-Type: Multipart/Mixed;\r\n\tboundary=\"b\"\r\n\r\n{}", "--b\r\n\r\n".repeat(5_000)), bomb);
    check(&with_parts(30, &"A: b\r\n".repeat(999)), Err(OverLimit::HeaderCount(1_000)));
    let inner = with_parts(5_000, "\r\n");
    let quoted = inner.replace('=', "=3D");
    check(
        &with_parts(
            1,
            &format!("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}\r\n"),
        ),
        bomb,
    );
    let absent: String = (0..990)
        .map(|n| format!("--b\r\nContent-Type: multipart/mixed; boundary=absent{n}\r\n\r\n{}\r\n", "x".repeat(5_000)))
        .collect();
    check(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{absent}--b--\r\n"), bomb);
}

/// B7: a boundary that only the body knows must not let a bomb through.
#[test]
fn a_found_boundary_is_counted_too() {
    let raw = format!("Content-Type: multipart/mixed\r\n\r\n{}", "--bb\r\n\r\n".repeat(100_000));
    check(&raw, Ok(()));
    let mail = parse(raw.as_bytes());
    assert!(mail.attachments.is_empty() && mail.text.starts_with("--bb"));
}

/// B7: a scan that went back over what it has seen would not come to an end here.
#[test]
fn the_prescan_itself_is_linear() {
    let multipart = |unit: &str| {
        format!(
            "Content-Type: multipart/mixed; boundary={}b\r\n\r\n{}",
            "-".repeat(60),
            unit.repeat(4_000_000 / unit.len())
        )
    };
    for unit in ["-", "--", "--b", "\n", "A", "A:", " ", "--b\n", "=", "\r"] {
        assert_eq!(prescan(multipart(unit).as_bytes(), &Limits::default()), Ok(()), "{unit}");
    }
}
