//! Letters of every kind: charsets that lie, encoded words, names of files, dates.

use super::{desk, messages, only, take, with_body};
use crate::letters::Letter;
use crate::receiving::{Base, Desk, letter};

/// A letter whose body is given as bytes.
fn bytes(subject: &str, charset: &str, body: &[u8]) -> Vec<u8> {
    let head = with_body(
        subject,
        &format!("Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit"),
        "",
    )
    .raw();
    [&head[..head.len() - 2], body, b"\r\n"].concat()
}

/// Edge case 19: charsets that lie, NUL bytes, impossible dates: read as what they are, stored on every database.
#[test]
fn edge_case_19_charsets_and_dates_that_lie() {
    for base in [Base::Sqlite, Base::postgresql()] {
        charsets_and_dates_that_lie(&Desk::with_support(&base));
    }
}

fn charsets_and_dates_that_lie(desk: &Desk) {
    let dated = |subject: &str, date: &str| {
        let raw = String::from_utf8(letter(subject, "Hello.").raw()).unwrap();
        raw.replace("Date: Sun, 22 Nov 2026 10:00:00 +0100", &format!("Date: {date}")).into_bytes()
    };
    take(
        desk,
        &[
            bytes("Ascii", "us-ascii", "Žluťoučký kůň".as_bytes()),
            bytes("Chinese", "gb2312", &[0x95, 0x4b, 0xc4, 0xe3, 0xba, 0xc3]),
            bytes("Korean", "ks_c_5601-1987", &[0xb0, 0xa1, 0x8c, 0x63]),
            bytes("Japanese", "iso-2022-jp", b"\x1b$B$3$s$K$A$O\x1b(B"),
            bytes("Zero", "utf-8", b"before\0after"),
            dated("Far future", "Fri, 31 Dec 9999 23:59:59 +0000"),
            dated("No date", "yesterday, after lunch"),
        ],
    );
    let text = |subject: &str| messages(&only(desk, subject))[0]["text"].as_str().unwrap().trim().to_owned();
    assert_eq!(text("Ascii"), "Žluťoučký kůň");
    assert!(text("Chinese").ends_with("你好") && !text("Chinese").contains('\u{fffd}'), "{}", text("Chinese"));
    assert!(text("Korean").starts_with('가') && !text("Korean").contains('\u{fffd}'), "{}", text("Korean"));
    assert_eq!(text("Japanese"), "こんにちは");
    assert!(text("Zero").contains("before") && text("Zero").contains("after") && !text("Zero").contains('\0'));
    for subject in ["Far future", "No date"] {
        let stored = only(desk, subject)["messages"][0]["created_at"].as_str().unwrap().to_owned();
        assert!(stored.as_str() < "2100", "{subject} would stand at the top for ever: {stored}");
    }
}

/// Edge case 20: words split within a letter, names by RFC 2231, none, the same name again and again, attached mails.
#[test]
fn edge_case_20_encoded_words_and_names_of_files() {
    let desk = desk();
    let mut parts = String::new();
    for name in [
        "Content-Disposition: attachment; filename*0*=utf-8''%C5%BDlu%C5%A5; filename*1*=ou%C4%8Dk%C3%BD.pdf",
        "Content-Disposition: attachment; filename=\"=?utf-8?q?P=C5=99=C3=ADloha?=\"",
        "Content-Disposition: attachment; filename=noextension",
    ] {
        parts.push_str(&format!("--b\r\nContent-Type: application/octet-stream\r\n{name}\r\n\r\nx\r\n"));
    }
    parts.push_str("--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: The first mail\r\n\r\nHello\r\n");
    for _ in 0..900 {
        parts.push_str(
            "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=same.txt\r\n\r\nx\r\n",
        );
    }
    parts.push_str("--b--\r\n");
    let body = format!("--b\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n{}", parts);
    let files = with_body("Files", "Content-Type: multipart/mixed; boundary=b", "").raw();
    let files = [&files[..files.len() - 2], body.as_bytes()].concat();
    let split = Letter { subject: "=?utf-8?b?xb1sdcU=?= =?utf-8?b?pW91xI1rw70=?=".into(), ..letter("", "Hello.") };
    take(&desk, &[split.raw(), files]);
    assert_eq!(messages(&only(&desk, "Žluťoučký")).len(), 1, "the letter was put together again");
    let shown = only(&desk, "Files");
    let listed = messages(&shown)[0]["attachments"].as_array().unwrap();
    let names: Vec<&str> = listed.iter().filter_map(|one| one["filename"].as_str()).collect();
    assert!(
        names.contains(&"The first mail.eml")
            && names.contains(&"Žluťoučký.pdf")
            && names.contains(&"Příloha")
            && names.contains(&"noextension"),
        "{names:?}"
    );
    assert!(names.iter().filter(|name| **name == "same.txt").count() > 100, "{}", names.len());
    assert!(listed.len() <= 200, "the list is bounded; the raw mail keeps all");
}
