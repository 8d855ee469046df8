//! What a mail may cost its reader beyond what `prescan` counts: each bound is named in the source, what comes of it is visible here, and
//! nothing of the mail is thrown away.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{Defect, Mail, SegmentKind, parse};

const HEAD: &str =
    "From: Jane <jane@example.org>\r\nMessage-ID: <1@example.org>\r\nDate: Mon, 3 Aug 2026 09:05:00 +0200\r\n";

fn body(field: &str, body: &[u8]) -> Mail {
    parse(&[HEAD.as_bytes(), field.as_bytes(), b"\r\n", body].concat())
}

fn whole(mail: &Mail) -> String {
    mail.segments().iter().map(|segment| segment.text).collect()
}

/// SB-13, B9
#[test]
fn a_text_of_too_many_lines_is_divided_into_few_segments_and_kept_whole() {
    let lines = ">\na\n".repeat(30_000);
    let mail = body("", lines.as_bytes());
    assert_eq!(mail.defects, [Defect::TooManyLines]);
    assert_eq!(whole(&mail), lines);
    let segments = mail.segments();
    assert!(segments.len() <= 22_001, "{} segments", segments.len());
    assert!(segments.windows(2).all(|pair| pair[0].kind != pair[1].kind));
    assert_eq!(segments.last().map(|last| last.kind), Some(SegmentKind::New), "what nobody looked at is new");
    assert_eq!(mail.reply().lines().filter(|line| *line == "a").count(), 30_000, "no line of new text is lost");
    let fewer = body("", ">\na\n".repeat(10_000).as_bytes());
    assert_eq!(fewer.defects, [], "20,000 lines are understood");
}

/// Edge case 19: a byte of some charsets is three bytes of text.
#[test]
fn a_text_that_is_too_long_ends_early_and_its_part_is_kept_as_a_file() {
    for kind in ["plain", "html"] {
        let bytes = b"\xa1".repeat(12 * 1_048_576);
        let mail = body(&format!("Content-Type: text/{kind}; charset=windows-874\r\n"), &bytes);
        assert_eq!(mail.defects, [Defect::TooLong], "{kind}");
        assert_eq!(mail.text.chars().filter(|c| *c == 'ก').count(), 32 * 1_048_576 / 3, "{kind}");
        assert!(mail.html.is_none_or(|html| html.len() <= 32 * 1_048_576));
        assert_eq!(mail.attachments.len(), 1, "{kind}");
        assert!(mail.attachments[0].content == bytes, "the part is kept as it came");
        assert_eq!(mail.attachments[0].declared_type.as_deref(), Some(format!("text/{kind}").as_str()));
    }
    let short = body("Content-Type: text/plain; charset=windows-874\r\n", b"\xa1\xa1");
    assert_eq!((short.text.as_str(), short.attachments.len(), short.defects.len()), ("กก", 0, 0));
}

/// B8
#[test]
fn the_text_of_html_does_not_outgrow_it() {
    for (start, unit) in [("", "<hr>"), ("<blockquote>", "<p>a"), ("<ul><ul><ul><ul><ul><ul>", "<li>a")] {
        let html = format!("{}{}", start.repeat(8), unit.repeat(100_000));
        let text = mail::html_to_text(&html);
        assert!(text.len() <= html.len() / 4 * 5 + 70_000, "{unit}: {} of {} bytes", text.len(), html.len());
        assert_eq!(text.matches('a').count(), html.matches(">a").count(), "{unit}: every word is there");
    }
}

#[test]
fn servers_may_name_a_hundred_addresses_to_which_they_delivered() {
    let many: String = (0..1_000).map(|number| format!("a{number}@example.org,")).collect();
    let mail = body(&format!("Delivered-To: {many}\r\n"), b"x");
    assert_eq!((mail.delivered_to.len(), mail.delivered_to[99].as_str()), (100, "a99@example.org"));
    assert_eq!(mail.header("Delivered-To").map(|value| value.split(',').count()), Some(1_001));
}

/// An attribute of TNEF: level, id, length, data, checksum (MS-OXTNEF §2.1.3.2).
fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
    [&[level][..], &id.to_le_bytes(), &u32::try_from(data.len()).unwrap().to_le_bytes(), data, &[0, 0]].concat()
}

fn tnef(attributes: &[u8]) -> Vec<u8> {
    [&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], attributes].concat()
}

/// B7
#[test]
fn a_thousand_files_are_unpacked_and_the_next_wrapper_stays_closed() {
    let file = [attribute(2, 0x9002, &[]), attribute(2, 0x8010, b"a.txt\0"), attribute(2, 0x800f, b"x")].concat();
    let part = |files: usize| {
        let head =
            b"--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
        [&head[..], &tnef(&file.repeat(files)), b"\r\n"].concat()
    };
    let mail = body("Content-Type: multipart/mixed; boundary=b\r\n", &[part(600), part(400), part(1)].concat());
    assert!(mail.defects.contains(&Defect::TooManyFiles), "{:?}", mail.defects);
    assert_eq!(mail.attachments.len(), 1_001);
    assert_eq!(mail.attachments.iter().filter(|file| file.filename.as_deref() == Some("winmail.dat")).count(), 1);
}

#[test]
fn texts_in_tnef_are_read_in_the_code_page_that_it_names() {
    for (page, bytes, expected) in [
        (1_251_u32, &b"\xcf\xf0\xe8\xe2\xe5\xf2"[..], "Привет"),
        (932, b"\x93\xfa\x96{", "日本"),
        (850, b"Gr\x81\xe1e", "Grüße"),
        (65_001, "žluť".as_bytes(), "žluť"),
        // A lie is found out.
        (1_252, "žluť".as_bytes(), "žluť"),
        (0, b"Gr\xfc\xdfe", "Grüße"),
    ] {
        let pages = [page.to_le_bytes(), 0_u32.to_le_bytes()].concat();
        let text = [bytes, b"\0"].concat();
        let property = [
            &1_u32.to_le_bytes()[..],
            &0x3704_001e_u32.to_le_bytes(),
            &1_u32.to_le_bytes(),
            &u32::try_from(text.len()).unwrap().to_le_bytes(),
            &text,
            &[0; 3][..(4 - text.len() % 4) % 4],
        ]
        .concat();
        let attributes = [
            attribute(1, 0x9007, &pages),
            attribute(1, 0x800c, &text),
            attribute(2, 0x9002, &[]),
            attribute(2, 0x800f, b"x"),
            attribute(2, 0x9005, &property),
        ];
        let mail = body(
            "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary\r\n",
            &tnef(&attributes.concat()),
        );
        assert_eq!(mail.text, expected, "code page {page}");
        assert_eq!(mail.attachments[0].filename.as_deref(), Some(expected), "code page {page}");
    }
}

#[test]
fn a_file_in_several_yenc_parts_is_one_file_beside_the_text() {
    let part = |number: usize, begin: usize, content: &[u8]| {
        let encoded: Vec<u8> = content.iter().map(|byte| byte.wrapping_add(42)).collect();
        let (end, size) = (begin + content.len() - 1, content.len());
        let head =
            format!("=ybegin part={number} line=128 size=6 name=bytes.bin\r\n=ypart begin={begin} end={end}\r\n");
        [head.as_bytes(), &encoded, format!("\r\n=yend size={size} part={number}\r\n").as_bytes()].concat()
    };
    // Bytes that are control characters and letters of no charset when they are written so.
    let (first, second) = (b"\xd7\xd8\x57", b"\x58\xff\x60");
    let text = [b"Here it is.\r\n", &part(1, 1, first)[..], &part(2, 4, second), b"Jane\r\n"].concat();
    let mail = body("Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n", &text);
    assert_eq!(mail.text, "Here it is.\nJane\n");
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(mail.attachments[0].filename.as_deref(), Some("bytes.bin"));
    assert_eq!(mail.attachments[0].content, [&first[..], second].concat());
}
