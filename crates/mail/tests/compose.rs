//! What is written must be read again by ourselves, and by any mail server.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::compose::{Addr, Draft, DraftAttachment, FieldError, HeaderName, HeaderText, compose};
use mail::{Date, parse};
use proptest::prelude::*;

fn addr(name: &str, address: &str) -> Addr {
    Addr::new(Some(name), address).unwrap()
}

fn draft() -> Draft {
    Draft {
        from: addr("Desk", "desk@example.org"),
        sender: None,
        reply_to: Vec::new(),
        to: vec![addr("Jane", "jane@example.com")],
        cc: Vec::new(),
        subject: HeaderText::new("Hello").unwrap(),
        message_id: "1@example.org".to_owned(),
        in_reply_to: None,
        references: Vec::new(),
        date: Date { unix_s: 1_795_381_500, offset_min: 60 },
        text: "Hello,\nworld\n".to_owned(),
        html: None,
        attachments: Vec::new(),
        headers: Vec::new(),
    }
}

/// Every rule of the wire: 7-bit, CRLF only, short lines, no line that begins with a dot.
fn assert_sound(bytes: &[u8]) {
    assert!(bytes.is_ascii() && !bytes.contains(&0));
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.ends_with("\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "a bare CR or LF");
    for line in text.split("\r\n") {
        assert!(line.len() <= 998, "{} characters", line.len());
    }
    let head = text.split("\r\n\r\n").next().unwrap();
    for line in head.split("\r\n") {
        assert!(!line.trim().is_empty());
        assert!(line.len() <= 78 || !line.trim_start().contains(' '), "could be folded: {line}");
    }
}

fn head(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap().split("\r\n\r\n").next().unwrap().to_owned()
}

#[test]
fn a_plain_mail_looks_as_it_should() {
    let bytes = compose(&draft());
    assert_sound(&bytes);
    let expected = "Date: Sun, 22 Nov 2026 22:05:00 +0100\r\nFrom: Desk <desk@example.org>\r\nTo: Jane <jane@example.com>\r\nSubject: Hello\r\n\
        Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nHello,\r\nworld\r\n\r\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn everything_comes_back_from_a_full_mail() {
    let full = Draft {
        from: addr("Zákaznická podpora – Müller, s.r.o.", "podpora@example.cz"),
        sender: Some(addr("Robot", "robot@example.cz")),
        reply_to: vec![addr("Desk, the", "desk+abc@example.cz")],
        to: vec![addr("J \"Joe\" Doe\\", "joe@example.com"), Addr::new(None, "x@müller.example").unwrap()],
        cc: vec![addr("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "cc@example.com")],
        subject: HeaderText::new(
            "Re: Objednávka č. 42 – žluťoučký kůň úpěl ďábelské ódy, a ještě jednou, protože je to dlouhé 👩‍👩‍👧‍👦",
        )
        .unwrap(),
        in_reply_to: Some("q@example.com".to_owned()),
        references: vec!["p@example.com".to_owned(), "q@example.com".to_owned()],
        text: "Dobrý den,\n.dot\nFrom here\ntrailing \nend".to_owned(),
        html: Some("<p>Dobrý den <img src=\"cid:logo@x\"></p>".to_owned()),
        attachments: vec![
            DraftAttachment {
                filename: "logo.png".into(),
                content_type: "image/png".into(),
                content: b"\x89PNG\r\n\x1a\n12345678".to_vec(),
                inline: true,
                content_id: Some("logo@x".into()),
            },
            DraftAttachment {
                filename: "Příliš žluťoučký kůň, který má velmi dlouhé jméno a ještě delší příponu.pdf".into(),
                content_type: "application/pdf".into(),
                content: b"%PDF-1.7\n".to_vec(),
                ..DraftAttachment::default()
            },
            DraftAttachment {
                filename: "a.eml".into(),
                content_type: "message/rfc822".into(),
                content: b"Subject: x\r\n\r\ny".to_vec(),
                ..DraftAttachment::default()
            },
        ],
        headers: vec![(HeaderName::new("Auto-Submitted").unwrap(), HeaderText::new("auto-replied").unwrap())],
        ..draft()
    };
    let bytes = compose(&full);
    assert_sound(&bytes);
    let mail = parse(&bytes);
    assert_eq!(mail.defects, []);
    assert_eq!(mail.from.as_ref().unwrap().name.as_deref(), Some("Zákaznická podpora – Müller, s.r.o."));
    assert_eq!(mail.sender.as_ref().unwrap().address, "robot@example.cz");
    assert_eq!(mail.reply_to[0].name.as_deref(), Some("Desk, the"));
    assert_eq!(mail.to[0].name.as_deref(), Some("J \"Joe\" Doe\\"));
    assert_eq!(mail.to[1].address, "x@xn--mller-kva.example");
    assert_eq!(mail.cc[0].name.as_deref(), full.cc[0].name());
    assert_eq!(mail.subject, full.subject.as_str());
    assert_eq!(mail.in_reply_to, ["q@example.com"]);
    assert_eq!(mail.references, ["p@example.com", "q@example.com"]);
    assert_eq!(mail.date.unwrap().to_rfc3339(), "2026-11-22T22:05:00+01:00");
    assert_eq!(mail.text, full.text);
    assert_eq!(mail.html, full.html);
    assert_eq!(mail.auto_submitted.as_deref(), Some("auto-replied"));
    let names: Vec<_> = mail
        .attachments
        .iter()
        .map(|file| (file.filename.as_deref().unwrap(), file.content_type.as_str(), file.inline))
        .collect();
    let long = full.attachments[1].filename.as_str();
    assert_eq!(
        names,
        [
            ("logo.png", "image/png", true),
            (long, "application/pdf", false),
            ("a.eml", "application/octet-stream", false)
        ]
    );
    assert_eq!(mail.attachments[0].content_id.as_deref(), Some("logo@x"));
    assert!(mail.attachments.iter().zip(&full.attachments).all(|(read, written)| read.content == written.content));
}

/// C1
#[test]
fn control_characters_never_reach_a_header() {
    for text in ["a\r\nBcc: x@evil.example", "a\nb", "a\rb", "a\0b", "a\x1bb", "a\x7fb", "a\tb"] {
        assert_eq!(HeaderText::new(text), Err(FieldError::ControlCharacter));
        assert_eq!(Addr::new(Some(text), "a@b.example"), Err(FieldError::ControlCharacter));
        assert!(Addr::new(None, &format!("{text}@b.example")).is_err());
        assert!(HeaderName::new(text).is_err());
        assert!(HeaderText::new(HeaderText::lossy(text).as_str()).is_ok());
    }
    for name in ["Bcc", "bcc", "Subject", "To", "Content-Type", "Resent-Bcc", "MIME-Version"] {
        assert_eq!(HeaderName::new(name), Err(FieldError::ReservedName));
    }
    for name in ["", "A:B", "A B", "Ä", "X\u{85}"] {
        assert_eq!(HeaderName::new(name), Err(FieldError::InvalidName));
    }
    let hostile = Draft {
        message_id: "a>\r\nBcc: x@evil.example\r\n<b@c".to_owned(),
        in_reply_to: Some("x\ny@z".to_owned()),
        references: vec!["ok@z".to_owned(), "a b@z".to_owned(), "x".repeat(2_000)],
        attachments: vec![DraftAttachment {
            filename: "a\r\nX-Evil: 1\".txt".into(),
            content_type: "text/plain\r\nX-Evil: 1".into(),
            content_id: Some("a\r\nX-Evil: 1".into()),
            ..DraftAttachment::default()
        }],
        ..draft()
    };
    let bytes = compose(&hostile);
    assert_sound(&bytes);
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("\r\nX-Evil") && !text.contains("\r\nBcc"));
    assert!(text.contains("References: <ok@z>\r\n"));
}

#[test]
fn addresses_are_checked() {
    for bad in [
        "",
        "a",
        "@b",
        "a@",
        "a@b@c",
        "a b@c",
        "a@b c",
        "a..b@c",
        ".a@c",
        "a@-b.example",
        "a@b..c",
        "<a@b.example>",
        "a,b@c.example",
        "a@[192.0.2.1]",
        "\"a\"b\"@c",
        "a(b)@c",
    ] {
        assert!(Addr::new(None, bad).is_err(), "{bad}");
    }
    for good in ["a@b", "a.b+c@d.example", "o'neil@example.org", "\"a b\"@example.org", "jörg@example.org"] {
        assert_eq!(Addr::new(None, good).unwrap().address(), good);
    }
}

/// RFC 6531
#[test]
fn only_a_foreign_local_part_needs_smtputf8() {
    assert!(!draft().non_ascii_local_part());
    let foreign = Draft { cc: vec![Addr::new(None, "jörg@example.org").unwrap()], ..draft() };
    assert!(foreign.non_ascii_local_part());
    assert!(!Draft { to: vec![addr("Jörg", "j@müller.example")], ..draft() }.non_ascii_local_part());
}

#[test]
fn recipients_may_be_missing_and_references_many() {
    let many =
        Draft { to: Vec::new(), references: (0..500).map(|n| format!("{n}@mail.example.org")).collect(), ..draft() };
    let bytes = compose(&many);
    assert_sound(&bytes);
    assert!(head(&bytes).contains("To: undisclosed-recipients:;"));
    let read = parse(&bytes).references;
    assert_eq!(read.first().map(String::as_str), Some("0@mail.example.org"));
    assert_eq!(read.last().map(String::as_str), Some("499@mail.example.org"));
    assert!(head(&bytes).len() < 6_000);
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    let with_html = Draft { html: Some("<p>x</p>".to_owned()), ..draft() };
    assert_eq!(compose(&with_html), compose(&with_html));
}

prop_compose! {
    fn any_draft()(
        name in "[^\\p{Cc}\\p{Cf}\\p{Z}]{1,40}( [^\\p{Cc}\\p{Cf}\\p{Z}]{1,30})?",
        subject in "\\PC{0,200}",
        text in "(\\PC|[\n\t]){0,400}",
        html in proptest::option::of("\\PC{1,200}"),
        filename in "[a-zá-ž漢字][^\\p{Cc}]{0,90}",
        content in prop::collection::vec(any::<u8>(), 0..300),
        unix_s in 0..4_000_000_000_i64,
        offset_min in -840..840_i32,
    ) -> Draft {
        Draft {
            from: addr(&name, "desk@example.org"),
            subject: HeaderText::new(subject).unwrap(),
            text,
            html,
            date: Date { unix_s, offset_min },
            attachments: vec![DraftAttachment { filename, content, ..DraftAttachment::default() }],
            ..draft()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// C1
    #[test]
    fn any_draft_is_sound_and_read_again(draft in any_draft()) {
        let bytes = compose(&draft);
        assert_sound(&bytes);
        let mail = parse(&bytes);
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = 8 + usize::from(!draft.subject.as_str().is_empty());
        prop_assert!(mail.headers.len() <= expected, "{:?}", mail.headers);
        prop_assert_eq!(mail.from.as_ref().and_then(|from| from.name.as_deref()).map(squeeze), draft.from.name().map(squeeze));
        prop_assert_eq!(squeeze(&mail.subject), squeeze(draft.subject.as_str()));
        prop_assert_eq!(mail.date, Some(draft.date));
        let clean = |text: &str| text.replace('\u{feff}', "");
        if !draft.text.trim().is_empty() {
            let written = clean(&draft.text);
            prop_assert_eq!(mail.text.trim_end_matches('\n'), written.trim_end_matches('\n'));
        }
        prop_assert_eq!(mail.html.map(|html| squeeze(&html)), draft.html.map(|html| squeeze(&clean(&html))));
        let files: Vec<_> = mail.attachments.iter().filter(|file| file.filename.is_some()).collect();
        prop_assert_eq!(files.len(), 1);
        prop_assert_eq!(&files[0].content, &draft.attachments[0].content);
        prop_assert_eq!(squeeze(files[0].filename.as_deref().unwrap()), squeeze(&draft.attachments[0].filename.replace(['/', '\\'], "_")));
    }
}
