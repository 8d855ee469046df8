//! Mails as people and programs really send them, and what must be understood of each.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{Date, Defect, Kind, Mail, derived_message_id, parse};
use proptest::prelude::*;

/// Reads a mail written with `\n`, as it stands and with `\r\n`: both must say the same.
fn read(text: &str) -> Mail {
    let unix = parse(text.as_bytes());
    let wire = parse(text.replace('\n', "\r\n").as_bytes());
    assert_eq!((&unix.text, &unix.html, &unix.subject, unix.kind), (&wire.text, &wire.html, &wire.subject, wire.kind));
    wire
}

fn headers(head: &str) -> Mail {
    read(&format!("{head}\n\nbody\n"))
}

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

#[test]
fn an_ordinary_mail_is_read() {
    let mail = read(
        "Return-Path: <jane@example.org>\nDelivered-To: desk@example.com\nReceived: from a by b; Mon, 3 Aug 2026 10:15:05 +0200\n\
         From: Jane Doe <jane@example.org>\nTo: Desk <desk@example.com>, other@example.com\nCc: c@example.com\nSubject: Printer\n\
         Message-ID: <1@example.org>\nDate: Mon, 3 Aug 2026 10:15:00 +0200\n\nHello,\nit is broken.\n",
    );
    assert_eq!(mail.defects, []);
    assert_eq!(mail.message_id.as_deref(), Some("1@example.org"));
    assert_eq!(
        mail.from.as_ref().map(|from| (from.name.as_deref(), from.address.as_str())),
        Some((Some("Jane Doe"), "jane@example.org"))
    );
    assert_eq!(mail.to.len(), 2);
    assert_eq!(mail.cc[0].address, "c@example.com");
    assert_eq!(mail.delivered_to, ["desk@example.com"]);
    assert_eq!(mail.return_path.as_deref(), Some("jane@example.org"));
    assert_eq!(mail.date.map(Date::to_rfc3339).as_deref(), Some("2026-08-03T10:15:00+02:00"));
    assert_eq!((mail.text.as_str(), mail.html.as_deref(), mail.kind), ("Hello,\nit is broken.\n", None, Kind::Message));
    assert_eq!(mail.header("subject"), Some("Printer"));
}

/// Edge case 20
#[test]
fn encoded_words_are_joined_before_they_are_decoded() {
    for (raw, expected) in [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?xb5sdcWlb3XEjWvDvSBrxa/FiA==?=", "žluťoučký kůň"),
        ("=?utf-8?Q?a=C3?= =?utf-8?Q?=BCb?=", "aüb"),
        ("=?iso-8859-2?Q?=BElu=BB?= x =?utf-8*en?Q?y?=", "žluť x y"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?utf-8?Q?open", "=?utf-8?Q?open"),
        ("=?=?utf-8?Q?a?=", "=?a"),
        ("a =?utf-8?X?b?= c", "a =?utf-8?X?b?= c"),
        ("Grüße", "Grüße"),
        ("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"),
        ("a\n b", "a b"),
    ] {
        assert_eq!(headers(&format!("Subject: {raw}")).subject, expected, "{raw}");
    }
    assert_eq!(parse(b"Subject: Gr\xfc\xdfe\n\n").subject, "Grüße");
    assert_eq!(parse(b"Subject: =?iso-8859-1?Q?Gr\xfc\xdfe?=\n\n").subject, "Grüße");
}

/// Edge case 11
#[test]
fn addresses_are_read_as_they_are_written() {
    for (raw, expected) in [
        ("jane@example.org", "|jane@example.org"),
        ("<jane@example.org>", "|jane@example.org"),
        ("\"Doe, Jane\" <jane@example.org>", "Doe, Jane|jane@example.org"),
        ("jane@example.org (Jane)", "Jane|jane@example.org"),
        ("Jane jane@example.org", "Jane|jane@example.org"),
        ("Jane <jane@example.org", "Jane|jane@example.org"),
        ("'jane@example.org'", "|jane@example.org"),
        ("Jane < jane@ example.org. >", "Jane|jane@example.org"),
        ("=?utf-8?Q?J=C3=B6rg?= <j@example.org>", "Jörg|j@example.org"),
        ("\"=?utf-8?Q?J=C3=B6rg=2C?= x\" <j@example.org>", "Jörg, x|j@example.org"),
        ("Group: a@example.org, b@example.org;", "|a@example.org"),
        ("<@relay.example,@b.example:jane@example.org>", "|jane@example.org"),
        ("\"a b\"@example.org", "|\"a b\"@example.org"),
        ("\"unclosed <jane@example.org>", "unclosed|jane@example.org"),
        ("x\u{202e}y <jane@example.org>", "xy|jane@example.org"),
        ("o'neil@example.org", "|o'neil@example.org"),
        ("jane@müller.example", "|jane@müller.example"),
    ] {
        let from = headers(&format!("From: {raw}"))
            .from
            .map(|from| format!("{}|{}", from.name.unwrap_or_default(), from.address));
        assert_eq!(from.as_deref(), Some(expected), "{raw}");
    }
    for bad in ["", "<>", "Jane", "@unknown", "undisclosed-recipients:;", "a@"] {
        assert_eq!(headers(&format!("From: {bad}")).from, None, "{bad}");
    }
    let mail = headers("From: a@example.org, b@example.org\nReply-To: nonsense, c@example.org");
    assert_eq!((mail.from_count, mail.reply_to.len()), (2, 1));
    assert!(mail.defects.contains(&Defect::SeveralFrom) && mail.defects.contains(&Defect::InvalidAddress));
}

/// Edge cases 2, 3, 11, 30
#[test]
fn ids_are_read_however_they_are_separated() {
    for (raw, expected) in [
        ("<a@b>", vec!["a@b"]),
        ("<a@b><c@d>", vec!["a@b", "c@d"]),
        ("<a@b>, <c@d>", vec!["a@b", "c@d"]),
        ("a@b c@d", vec!["a@b", "c@d"]),
        ("<a@b> (Jane's message)", vec!["a@b"]),
        ("Message of Monday <a@b>", vec!["a@b"]),
        ("<a@b", vec!["a@b"]),
        ("<a@\n b>", vec!["a@b"]),
        ("<no-at-sign>", vec!["no-at-sign"]),
        ("<a@b> <a@b>", vec!["a@b"]),
        ("", vec![]),
    ] {
        assert_eq!(headers(&format!("In-Reply-To: {raw}")).in_reply_to, expected, "{raw}");
    }
    let many: String = (0..300).map(|n| format!(" <{n}@x>\n")).collect();
    let mail = headers(&format!("References: {}", many.trim()));
    assert_eq!(mail.references.len(), 100);
    assert_eq!((mail.references[0].as_str(), mail.references[99].as_str()), ("0@x", "299@x"));
    assert!(mail.defects.contains(&Defect::TooManyIds));
    let mail = headers(&format!("Message-ID: <{}@x>\nReferences: <a@b>", "x".repeat(2_000)));
    assert_eq!(mail.message_id, None);
    assert!(mail.defects.contains(&Defect::OverlongId));
}

/// Edge case 1
#[test]
fn a_mail_without_id_gets_one_from_its_content() {
    let mail = "From: a@example.org\r\nSubject: x\r\n\r\nbody\r\n";
    let id = derived_message_id(mail.as_bytes());
    let relayed = format!("Received: from a by b; x\r\nX-Spam: no\r\n{mail}");
    assert_eq!(derived_message_id(relayed.as_bytes()), id);
    assert_eq!(derived_message_id(mail.replace("\r\n", "\n").as_bytes()), id);
    assert_ne!(derived_message_id(mail.replace("body", "other").as_bytes()), id);
    assert_eq!(parse(relayed.as_bytes()).body_fingerprint(), parse(mail.as_bytes()).body_fingerprint());
    assert_ne!(
        parse(mail.replace("body", "other").as_bytes()).body_fingerprint(),
        parse(mail.as_bytes()).body_fingerprint()
    );
}

/// Programs write the month in the language of their user.
#[test]
fn dates_name_their_month_in_many_languages() {
    for (raw, expected) in [
        ("Mo, 3 Okt 2026 10:15:00 +0200", "2026-10-03T10:15:00+02:00"),
        ("Di, 03 März 2026 10:15:00 +0100", "2026-03-03T10:15:00+01:00"),
        ("lun., 3 août 2026 10:15:00 +0200", "2026-08-03T10:15:00+02:00"),
        ("3 févr. 2026 10:15:00 +0100", "2026-02-03T10:15:00+01:00"),
        ("lun, 3 ago 2026 10:15:00 +0200", "2026-08-03T10:15:00+02:00"),
        ("3 dic 2026 10:15 +0100", "2026-12-03T10:15:00+01:00"),
        ("po, 3 úno 2026 10:15:00 +0100", "2026-02-03T10:15:00+01:00"),
        ("pon., 3 sie 2026 10:15:00 +0200", "2026-08-03T10:15:00+02:00"),
        ("seg, 3 fev 2026 10:15:00 -0300", "2026-02-03T10:15:00-03:00"),
        ("ma, 3 mei 2026 10:15:00 +0200", "2026-05-03T10:15:00+02:00"),
        ("Пн, 3 авг 2026 10:15:00 +0300", "2026-08-03T10:15:00+03:00"),
        ("=?utf-8?q?3_d=C3=A9c=2E_2026?= 10:15:00 +0100", "2026-12-03T10:15:00+01:00"),
        ("3 Ara 2026 10:15:00", "2026-12-03T10:15:00Z"),
        ("Mon, 3 August 2026 10:15:00 +0200", "2026-08-03T10:15:00+02:00"),
    ] {
        let mail = headers(&format!("Date: {raw}"));
        assert_eq!(mail.date.map(Date::to_rfc3339).as_deref(), Some(expected), "{raw}");
        assert!(!mail.defects.contains(&Defect::InvalidDate), "{raw}");
    }
    for raw in ["3 Foo 2026 10:15:00 +0200", "31 úno 2026 10:15:00 +0100", "3 Okt 1026 10:15:00 +0200"] {
        assert!(headers(&format!("Date: {raw}")).defects.contains(&Defect::InvalidDate), "{raw}");
    }
}

/// Edge case 19
#[test]
fn impossible_dates_are_none() {
    let received = "Received: from a by b; Mon, 3 Aug 2026 10:15:05 +0200\n";
    for (raw, expected) in [
        ("Mon, 3 Aug 2026 10:15:00 +0200", Some("2026-08-03T10:15:00+02:00")),
        ("3 Aug 26 10:15 GMT", Some("2026-08-03T10:15:00Z")),
        ("Mon, 3 Aug 2026 10:15:00 +0200 (CEST)", Some("2026-08-03T10:15:00+02:00")),
        ("Tue, 4 Aug 2026 09:00:00 +0200", Some("2026-08-04T09:00:00+02:00")),
        ("Sat, 3 Aug 2030 10:15:00 +0200", None),
        ("Mon, 32 Foo 2026 99:99:99 +9999", None),
        ("yesterday", None),
        ("Thu, 1 Jan 1970 00:00:00 +0000", Some("1970-01-01T00:00:00Z")),
    ] {
        let mail = headers(&format!("{received}Date: {raw}"));
        assert_eq!(mail.date.map(Date::to_rfc3339).as_deref(), expected, "{raw}");
        let complains = mail.defects.contains(&Defect::InvalidDate) || mail.defects.contains(&Defect::FutureDate);
        assert_eq!(complains, expected.is_none(), "{raw}");
    }
}

/// Edge case 19
#[test]
fn lies_about_charsets_are_found() {
    let body = |declared: &str, bytes: &[u8]| {
        let mail = parse(&[format!("Content-Type: text/plain{declared}\r\n\r\n").as_bytes(), bytes].concat());
        (mail.text, mail.defects.contains(&Defect::WrongCharset))
    };
    let utf8 = "žluť €".as_bytes();
    assert_eq!(body("; charset=us-ascii", utf8), ("žluť €".to_owned(), false));
    assert_eq!(body("", utf8), ("žluť €".to_owned(), false));
    assert_eq!(body("; charset=us-ascii", b"Gr\xfc\xdfe"), ("Grüße".to_owned(), true));
    assert_eq!(body("; charset=utf-8", b"Gr\xfc\xdfe"), ("Grüße".to_owned(), true));
    assert_eq!(body("; charset=iso-8859-2", b"\xbelu\xbb"), ("žluť".to_owned(), false));
    assert_eq!(body("; charset=nonsense", utf8), ("žluť €".to_owned(), true));
    assert_eq!(body("; charset=gb2312", b"\xc4\xe3\xba\xc3"), ("你好".to_owned(), false));
    assert_eq!(body("; charset=ks_c_5601-1987", b"\xb0\xa1\xb1\xee"), ("가까".to_owned(), false));
    assert_eq!(body("; charset=iso-2022-jp", b"\x1b$BF|K\\\x1b(B"), ("日本".to_owned(), false));
    assert_eq!(body("; charset=us-ascii", b"\x1b$BF|K\\\x1b(B").0, "日本");
    assert_eq!(body("", b"a\0b\x07c\r\nd\re").0, "abc\nd\ne");
    assert!(parse(b"Subject: a\0b\r\n\r\nx\0").defects.contains(&Defect::NulBytes));
    assert_eq!(parse(b"Subject: a\0b\r\n\r\n").subject, "ab");
}

fn multipart(kind: &str, parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--b1\n{part}\n")).collect();
    format!(
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=\"b1\"\n\n{parts}--b1--\n"
    )
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nplain";
const HTML: &str = "Content-Type: text/html; charset=utf-8\n\n<p>html</p>";

/// Edge case 21
#[test]
fn no_shape_of_a_mail_loses_content() {
    let image =
        format!("Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\nContent-ID: <i@x>\n\n{PNG}");
    let inline = format!(
        "Content-Type: image/png\nContent-Disposition: inline; filename=b.png\nContent-Transfer-Encoding: base64\n\n{PNG}"
    );
    type Shape<'a> = (&'a str, Vec<&'a str>, &'a str, Option<&'a str>, usize);
    let cases: [Shape<'_>; 9] = [
        ("alternative", vec![PLAIN, HTML], "plain", Some("<p>html</p>"), 0),
        ("alternative", vec![HTML], "html", Some("<p>html</p>"), 0),
        ("mixed", vec![PLAIN, PLAIN], "plain\nplain", None, 0),
        ("mixed", vec![HTML, &image], "html", Some("<p>html</p>"), 1),
        ("related", vec![HTML, &image], "html", Some("<p>html</p>"), 1),
        ("mixed", vec![PLAIN, &inline, PLAIN], "plain\nplain", None, 1),
        ("mixed", vec![PLAIN, HTML], "plain\nhtml", Some("plain\n<p>html</p>"), 0),
        ("alternative", vec!["Content-Type: text/plain\n\n ", HTML], "html", Some("<p>html</p>"), 0),
        ("mixed", vec![&image], "", None, 1),
    ];
    for (kind, parts, text, html, attachments) in cases {
        let mail = read(&multipart(kind, &parts));
        assert_eq!(mail.text.trim(), text, "{kind} {parts:?}");
        assert_eq!(mail.html.as_deref().map(str::trim), html, "{kind} {parts:?}");
        assert_eq!(mail.attachments.len(), attachments, "{kind} {parts:?}");
        assert!(mail.attachments.iter().all(|file| file.content_type == "image/png"));
    }
}

/// Edge cases 20, 24
#[test]
fn attachments_have_names_types_and_bytes() {
    let nested = "Content-Type: message/rfc822\n\nFrom: b@example.org\nSubject: =?utf-8?Q?Inner_=C3=BC/x?=\nContent-Type: text/plain\n\ninner";
    let lying = "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''p%C5%99; filename*1=\"il.pdf\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUg==";
    let latin = "Content-Type: text/csv; charset=iso-8859-1; name=\"=?utf-8?Q?=C3=BC.csv?=\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: quoted-printable\n\n=FC;1";
    let mail = read(&multipart("mixed", &[PLAIN, nested, lying, latin]));
    let shown: Vec<_> = mail
        .attachments
        .iter()
        .map(|file| (file.filename.as_deref().unwrap_or_default(), file.content_type.as_str()))
        .collect();
    assert_eq!(shown, [("Inner üx.eml", "message/rfc822"), ("přil.pdf", "image/png"), ("ü.csv", "text/csv")]);
    assert!(mail.attachments[0].content.ends_with(b"inner"));
    assert_eq!(mail.attachments[2].content, b"\xfc;1");
    assert_eq!(mail.text, "plain");
}

#[test]
fn broken_structures_are_repaired_or_shown() {
    let good = multipart("mixed", &[PLAIN, HTML]);
    let unnamed = read(&good.replace("; boundary=\"b1\"", ""));
    assert_eq!((unnamed.text.trim(), unnamed.html.is_some()), ("plain\nhtml", true));
    assert!(unnamed.defects.contains(&Defect::MissingBoundary));
    let other = read(&good.replace("boundary=\"b1\"", "boundary=\"other\""));
    assert_eq!(other.text.trim(), "plain\nhtml");
    let none = read("Content-Type: multipart/mixed\n\nonly text\n");
    assert_eq!(none.text.trim(), "only text");
    let open = read(good.trim_end_matches("--b1--\n"));
    assert!(open.text.contains("plain"), "{open:?}");
    let empty = read("Content-Type: multipart/mixed; boundary=b1\n\nsay\n--b1--\n");
    assert!(empty.text.contains("say"), "{empty:?}");
    assert_eq!(read("no header at all\n").text, "no header at all\n");
    assert!(read("no header at all\n").defects.contains(&Defect::NoHeaders));
    assert_eq!(parse(b"").text, "");
    assert_eq!(read("Subject: only a header").subject, "Only a header".replace('O', "o"));
    let broken = read("Content-Transfer-Encoding: base64\n\n!!! not base64 at all ???\n");
    assert!(broken.text.contains("not base64"), "{broken:?}");
}

#[test]
fn kinds_are_told_apart() {
    for (head, expected) in [
        ("Subject: Help", Kind::Message),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", Kind::Bounce),
        ("From: MAILER-DAEMON@example.org\nReturn-Path: <>", Kind::Bounce),
        ("From: x@example.org\nX-Failed-Recipients: y@example.org", Kind::Bounce),
        ("From: postmaster@example.org\nSubject: Undeliverable: Hello", Kind::Bounce),
        ("From: postmaster@example.org\nSubject: Question", Kind::Message),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", Kind::Report),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", Kind::Report),
        ("Auto-Submitted: auto-replied (vacation)", Kind::AutoReply),
        ("Auto-Submitted: no", Kind::Message),
        ("Auto-Submitted: Auto-Generated; owner=x\nList-Id: <x>", Kind::AutoReply),
        ("Precedence: auto_reply", Kind::AutoReply),
        ("X-Autoreply: yes", Kind::AutoReply),
        ("X-Auto-Response-Suppress: All", Kind::AutoReply),
        ("X-Auto-Response-Suppress: All\nList-Unsubscribe: <mailto:x>", Kind::List),
        ("Return-Path: <>", Kind::AutoReply),
        ("Subject: Automatische Antwort: Drucker", Kind::AutoReply),
        ("Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : x", Kind::AutoReply),
        ("Subject: Automatická odpověď: x", Kind::AutoReply),
        ("List-Id: <x.example.org>", Kind::List),
        ("Precedence: bulk", Kind::List),
    ] {
        assert_eq!(headers(head).kind, expected, "{head}");
    }
    assert!(headers("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x").encrypted);
    assert!(headers("Content-Type: application/pkcs7-mime; smime-type=enveloped-data").encrypted);
    assert!(read("Subject: x\n\n-----BEGIN PGP MESSAGE-----\n").encrypted);
}

fn seeds() -> Vec<String> {
    let nested = format!("Content-Type: message/rfc822\n\n{}", multipart("alternative", &[PLAIN, HTML]));
    vec![
        multipart("mixed", &[PLAIN, HTML, &nested]),
        multipart("related", &[HTML, &format!("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n{PNG}")]),
        "From: \"a\" <a@b>\nSubject: =?utf-8?Q?=C3=BC?=\nDate: Mon, 3 Aug 2026 10:15:00 +0200\nReferences: <a@b> <c@d>\n\nOn 1 Jan 2026 x@y wrote:\n> z\n".to_owned(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// B10
    #[test]
    fn random_bytes_are_read(raw in prop::collection::vec(any::<u8>(), 0..600)) {
        assert_storable(&parse(&raw));
    }

    /// B10
    #[test]
    fn damaged_mails_are_read(seed in 0..3_usize, edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..20)) {
        let mut raw = seeds()[seed].clone().into_bytes();
        for (index, byte, edit) in edits {
            let at = index.index(raw.len().max(1)).min(raw.len().saturating_sub(1));
            match edit {
                0 => raw.insert(at, byte),
                1 if !raw.is_empty() => { raw.remove(at); }
                2 => raw.truncate(at.max(20)),
                _ => if let Some(place) = raw.get_mut(at) { *place = byte },
            }
        }
        assert_storable(&parse(&raw));
        let _ = derived_message_id(&raw);
        let _ = mail::prescan(&raw, &mail::Limits::default());
    }
}

/// No text holds what a database refuses.
fn assert_storable(mail: &Mail) {
    let sound = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    assert!(sound(&mail.text) && mail.html.as_deref().is_none_or(sound) && sound(&mail.subject));
    assert!(mail.headers.iter().all(|(name, value)| sound(name) && sound(value)));
    assert!(mail.attachments.iter().filter_map(|file| file.filename.as_deref()).all(sound));
    assert!(mail.from.iter().chain(&mail.to).all(|found| sound(&found.address)));
    assert!(mail.references.iter().chain(&mail.message_id).all(|id| sound(id)));
    assert!(
        mail.attachments
            .iter()
            .flat_map(|file| [&file.content_id, &file.declared_type])
            .flatten()
            .all(|text| sound(text))
    );
}

/// Programs forget to encode equals signs; what is encoded is read nevertheless.
#[test]
fn quoted_printable_with_bare_equals_signs_is_read() {
    let head = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n";
    let mail = read(&format!("{head}<p lang=\"de\">h=C3=B6h=C3=B6 soft=\nly</p>\n"));
    assert_eq!(mail.html.as_deref().map(str::trim), Some("<p lang=\"de\">höhö softly</p>"));
    assert_eq!(mail.text, "höhö softly");
    // One after another; the library gives such parts up.
    let parts = format!(
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n{}--b\n{}--b--\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nh=C3=B6 == x\n",
        format_args!("{head}<p>h=C3=B6 <a href=\"https://example.org/?a==\">x</a></p>\n"),
    );
    let mail = read(&parts);
    assert_eq!(mail.text.trim(), "hö == x");
    assert!(mail.html.is_some_and(|html| html.contains("<p>hö <a")));
    assert_eq!((mail.attachments.len(), mail.defects.contains(&Defect::BrokenEncoding)), (0, true));
}

/// RFC 2046 §5.1.5
#[test]
fn parts_of_a_digest_are_mails() {
    let mail = read(
        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: jane@example.org\nSubject: One\n\nx\n--b\n\nSubject: Two\n\ny\n--b--\n",
    );
    let found: Vec<_> =
        mail.attachments.iter().map(|file| (file.filename.as_deref(), file.content_type.as_str())).collect();
    assert_eq!(found, [(Some("One.eml"), "message/rfc822"), (Some("Two.eml"), "message/rfc822")]);
}
