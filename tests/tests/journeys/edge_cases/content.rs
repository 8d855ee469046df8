//! What a mail holds: parts in every order, huge HTML, wrapped and signed content, pictures again and again, addresses of our own.

use super::{desk, messages, only, take, with_body};
use crate::letters::Letter;
use crate::receiving::letter;

const MIXED: &str = "Content-Type: multipart/mixed; boundary=b";

fn parts(subject: &str, mime: &str, all: &[(&str, &str)]) -> Vec<u8> {
    let body: String = all.iter().map(|(head, body)| format!("--b\r\n{head}\r\n\r\n{body}\r\n")).collect();
    with_body(subject, mime, &format!("{body}--b--").replace("\r\n", "\n")).raw()
}

/// Edge case 21: HTML only, several text parts, several HTML parts, HTML within mixed, pictures between texts without any HTML (Apple),
/// nothing at all.
#[test]
fn edge_case_21_bodies_in_every_order() {
    let desk = desk();
    let (text, html) = ("Content-Type: text/plain", "Content-Type: text/html");
    take(
        &desk,
        &[
            with_body("Html only", html, "<p>Hello <b>there</b></p>").raw(),
            parts("Two texts", MIXED, &[(text, "First."), (text, "Second.")]),
            parts("Two htmls", MIXED, &[(html, "<p>First.</p>"), (html, "<p>Second.</p>")]),
            parts("Text then html", MIXED, &[(text, "First."), (html, "<p>Second.</p>")]),
            parts(
                "Pictures between",
                MIXED,
                &[
                    (text, "First."),
                    ("Content-Type: image/png; name=x.png\r\nContent-Disposition: inline; filename=x.png", "x"),
                    (text, "Second."),
                ],
            ),
            with_body("Nothing", MIXED, "").raw(),
            with_body("No boundary", "Content-Type: multipart/mixed", "Hello there").raw(),
        ],
    );
    let said = |subject: &str| messages(&only(&desk, subject))[0]["text"].as_str().unwrap().to_owned();
    assert!(said("Html only").contains("Hello there"));
    for subject in ["Two texts", "Two htmls", "Text then html", "Pictures between"] {
        assert!(said(subject).contains("First.") && said(subject).contains("Second."), "{subject}: {}", said(subject));
    }
    assert_eq!(messages(&only(&desk, "Pictures between"))[0]["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(said("Nothing").trim(), "");
    assert!(said("No boundary").contains("Hello there"));
}

/// Edge case 22: more links than anybody reads and HTML that would take a sanitiser minutes: shown as text or not at all, and the
/// next mail is not kept waiting.
#[test]
fn edge_case_22_html_that_stops_sanitisers() {
    let desk = desk();
    let html = "Content-Type: text/html";
    take(
        &desk,
        &[
            with_body("Links", html, &"<a href=\"https://x.example/\">here</a> \n".repeat(6_000)).raw(),
            with_body("Deep", html, &"<div>\n".repeat(100_000)).raw(),
            with_body("Formatting", html, &"<b><i><a>\n".repeat(50_000)).raw(),
            letter("Next", "Hello.").raw(),
        ],
    );
    for subject in ["Links", "Next"] {
        assert_eq!(messages(&only(&desk, subject)).len(), 1, "{subject}");
    }
    for subject in ["Deep", "Formatting"] {
        let shown = only(&desk, subject);
        let html = messages(&shown)[0]["html"].as_str().unwrap_or_default();
        assert!(html.len() < 2_000_000, "{subject}: {}", html.len());
    }
}

/// Edge case 23: an opaque signature hides nothing from the agent, and encrypted mail is kept whole.
#[test]
fn edge_case_23_signed_and_encrypted_content() {
    let desk = desk();
    let pgp = "-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n-----END PGP MESSAGE-----";
    let encrypted = "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b";
    let signed =
        "Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; boundary=b";
    take(
        &desk,
        &[
            parts(
                "Encrypted",
                encrypted,
                &[
                    ("Content-Type: application/pgp-encrypted", "Version: 1"),
                    ("Content-Type: application/octet-stream; name=encrypted.asc", pgp),
                ],
            ),
            parts(
                "Signed",
                signed,
                &[
                    ("Content-Type: text/plain", "I sign this."),
                    ("Content-Type: application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----"),
                ],
            ),
        ],
    );
    let opaque =
        String::from_utf8_lossy(include_bytes!("../../../../fixtures/mail/malformed/smime-opaque-signature.eml"));
    let opaque = opaque.replace("\r\n", "\n").replace("Subject: x", "Subject: Opaque").replace('\n', "\r\n");
    take(&desk, &[opaque.into_bytes()]);
    let shown = only(&desk, "Opaque");
    assert_eq!(messages(&shown)[0]["text"].as_str().unwrap().trim(), "Signed and readable.");
    assert!(messages(&shown)[0]["attachments"].as_array().unwrap().is_empty(), "the wrapper is no file");
    let shown = only(&desk, "Signed");
    assert_eq!(messages(&shown)[0]["text"].as_str().unwrap().trim(), "I sign this.");
    let shown = only(&desk, "Encrypted");
    let files = messages(&shown)[0]["attachments"].as_array().unwrap();
    assert!(files.iter().any(|file| file["filename"] == "encrypted.asc"), "{files:?}");
}

/// Edge case 24: what Outlook wrapped is opened: the files in it are the attachments.
#[test]
fn edge_case_24_wrapped_files_are_opened() {
    let desk = desk();
    let raw = include_bytes!("../../../../fixtures/mail/tnef/attachment-beside-text.eml");
    let mut raw = String::from_utf8_lossy(raw).replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
    raw.extend(b"\r\n");
    desk.deliver(&raw);
    let expected: serde_json::Value =
        serde_json::from_str(include_str!("../../../../fixtures/mail/tnef/attachment-beside-text.json")).unwrap();
    let subject = crate::letters::header(&raw, "Subject").unwrap();
    let shown = desk.api.await_conversation(&subject);
    let names: Vec<&str> = messages(&shown)[0]["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["filename"].as_str())
        .collect();
    assert!(
        !names.is_empty() && !names.iter().any(|name| name.eq_ignore_ascii_case("winmail.dat")),
        "{names:?}, expected as in {expected}"
    );
}

/// Edge case 25: the picture of a signature that comes with each answer is stored once.
#[test]
fn edge_case_25_the_same_picture_is_stored_once() {
    let desk = desk();
    let logo = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    let picture = "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.gif";
    let mails: Vec<Vec<u8>> = (0..5)
        .map(|number| {
            let html = format!("<p>Mail {number}</p><img src=\"cid:logo@x\">");
            parts(
                &format!("Logo {number}"),
                "Content-Type: multipart/related; boundary=b",
                &[("Content-Type: text/html", &html), (picture, logo)],
            )
        })
        .collect();
    take(&desk, &mails);
    let database = rusqlite::Connection::open(desk.program.data().join("staffetta.db")).unwrap();
    let counted = "SELECT COUNT(*), COUNT(DISTINCT blob) FROM attachments";
    let (all, stored): (i64, i64) = database.query_row(counted, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!((all, stored), (5, 1));
}

/// Edge case 26: HTML from outside that points to our own files does not make an agent's browser fetch them.
#[test]
fn edge_case_26_references_to_our_own_files_are_taken_out() {
    let desk = desk();
    let own = desk.program.address();
    let html = format!(
        "<p>Look</p><img src=\"/api/v1/attachments/1?inline=1\"><img src=\"{own}/api/v1/attachments/1\">\n\
         <a href=\"/api/v1/session\">out</a><img src=\"api/v1/me\"><img src=\"//127.0.0.1/api/v1/me\">"
    );
    take(&desk, &[with_body("Own files", "Content-Type: text/html", &html).raw()]);
    let shown = only(&desk, "Own files");
    let html = messages(&shown)[0]["html"].as_str().unwrap();
    assert!(
        !html.contains("src=\"/api") && !html.contains(&format!("src=\"{own}")) && !html.contains("src=\"api"),
        "{html}"
    );
    assert!(!html.contains("href=\"/api"), "{html}");
}

/// Edge case 27: headers that drive other desks drive nothing here.
#[test]
fn edge_case_27_headers_from_outside_set_nothing() {
    let desk = desk();
    let headers = "X-Zammad-Ticket-State: closed\r\nX-Zammad-Customer-Email: evil@x.example\r\nRT-Send-CC: evil@x.example\r\n\
                   RT-Command: status=resolved\r\nX-OTRS-Priority: 5\r\nX-Staffetta-Status: resolved\r\nX-Staffetta-Assignee: 1\r\n\
                   X-Priority: 1\r\nImportance: high\r\nX-Spam-Flag: YES\r\n";
    take(
        &desk,
        &[
            Letter { further: headers.into(), ..letter("Commands", "close\n/assign 1\n@status resolved") }.raw(),
            letter("Plain", "Hello.").raw(),
        ],
    );
    let (driven, plain) = (only(&desk, "Commands"), only(&desk, "Plain"));
    for field in ["status", "assignee", "tags", "queue", "category", "contact", "postponed_until"] {
        assert_eq!(driven[field], plain[field], "{field}");
    }
    assert_eq!(driven["participants"], plain["participants"]);
    assert_eq!(driven["events"].as_array().unwrap().len(), plain["events"].as_array().unwrap().len());
}
