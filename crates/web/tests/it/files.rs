//! Attachments and raw mail.

use ::desk::message::AttachmentState;
use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Seed, request};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";

fn form(desk: &Desk, token: &str, field: &str, name: &str, bytes: &[u8]) -> Request<Body> {
    let boundary = "x7MA4YWxkTrZu0gW";
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    let kind = format!("multipart/form-data; boundary={boundary}");
    let bearer = format!("Bearer {token}");
    let mut request = request("POST", "/attachments", &[("authorization", &bearer), ("content-type", &kind)], None);
    *request.body_mut() = Body::from(body);
    assert!(desk.web.node.demo);
    request
}

async fn upload(desk: &Desk, name: &str, bytes: &[u8]) -> Value {
    desk.ask(form(desk, &desk.ana_token, "file", name, bytes)).await.json_of(201)
}

fn assert_guarded(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("content-security-policy"), "sandbox");
    assert!(answer.header("content-encoding").is_empty());
}

/// SB-11: an attachment of a mail is saved, never shown, whatever it says it is (assurance B3).
#[tokio::test]
async fn a_file_of_a_mail_is_saved_and_never_run() {
    let desk = Desk::new().await;
    let cases = [
        ("Faktura č. 1.pdf", "application/pdf", b"%PDF-1.7".as_slice(), "application/pdf"),
        ("page.html", "text/html", b"<script>alert(1)</script>", "application/octet-stream"),
        ("drawing.svg", "image/svg+xml", b"<svg onload='alert(1)'/>", "application/octet-stream"),
        ("page.xhtml", "application/xhtml+xml", b"<html/>", "application/octet-stream"),
        ("tree.xml", "text/xml", b"<?xml version='1.0'?>", "application/octet-stream"),
        ("page.mht", "multipart/related", b"MIME-Version: 1.0", "application/octet-stream"),
        ("code.js", "text/javascript", b"alert(1)", "application/octet-stream"),
        ("photo.png", "image/png", PNG, "image/png"),
    ];
    let files =
        cases.iter().map(|case| (desk.file(case.0, case.1, case.2, None), AttachmentState::Available)).collect();
    let (id, _) = desk.seed(Seed { subject: "Files", text: "See files", files, ..Seed::default() }).await;
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    assert_eq!(shown["has_attachments"], true);
    let listed = shown["messages"][0]["attachments"].as_array().unwrap();
    assert_eq!(listed.len(), cases.len());
    for (file, case) in listed.iter().zip(cases) {
        assert_eq!(
            (&file["filename"], &file["size"], &file["state"]),
            (&json!(case.0), &json!(case.2.len()), &json!("available"))
        );
        let path = format!("/attachments/{}", file["id"].as_str().unwrap());
        let inline_path = format!("{path}?inline=1");
        for path in [&path, &inline_path] {
            let answer = desk.get(path).await;
            assert_eq!((answer.status.as_u16(), answer.bytes.as_slice()), (200, case.2));
            assert_eq!(answer.header("content-type"), case.3, "{}", case.0);
            assert_guarded(&answer);
            let shown = path.ends_with("inline=1") && case.1 == "image/png";
            let how = if shown { "inline; " } else { "attachment; " };
            assert!(answer.header("content-disposition").starts_with(how), "{}: {answer:?}", case.0);
            assert!(answer.header("content-disposition").contains("filename*=UTF-8''"));
        }
    }
    let first = desk.get(&format!("/attachments/{}", listed[0]["id"].as_str().unwrap())).await;
    assert!(first.header("content-disposition").ends_with("filename*=UTF-8''Faktura%20%C4%8D.%201.pdf"));
}

#[tokio::test]
async fn a_file_that_is_kept_back_is_403() {
    let desk = Desk::new().await;
    let files = vec![
        (desk.file("run.exe", "application/x-msdownload", b"MZ", None), AttachmentState::Withheld),
        (desk.file("macro.doc", "application/msword", b"doc", None), AttachmentState::Locked),
    ];
    let (id, _) = desk.seed(Seed { subject: "Files", text: "See files", files, ..Seed::default() }).await;
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    for (index, (state, code)) in
        [("withheld", "attachment_withheld"), ("locked", "attachment_locked")].into_iter().enumerate()
    {
        let file = &shown["messages"][0]["attachments"][index];
        assert_eq!(file["state"], state);
        desk.get(&format!("/attachments/{}", file["id"].as_str().unwrap())).await.problem(403, code);
    }
}

/// SB-11: attachments travel out too.
#[tokio::test]
async fn an_upload_is_the_agents_own_until_it_is_sent_and_a_further_message_gets_a_copy() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let file = upload(&desk, "photo.html", PNG).await;
    assert_eq!(
        (&file["filename"], &file["content_type"], &file["state"]),
        (&json!("photo.html"), &json!("image/png"), &json!("available"))
    );
    let path = format!("/attachments/{}", file["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.bytes, PNG);
    desk.by(&desk.ben_token, "GET", &path, None).await.problem(404, "not_found");
    let answer = json!({"kind": "reply", "text": "See the photo.", "attachments": [file["id"]]});
    let messages = format!("/conversations/{id}/messages");
    let stolen = desk.by(&desk.ben_token, "POST", &messages, Some(answer.clone())).await;
    assert!(stolen.problem(422, "field_invalid")["fields"]["attachments"].is_string());
    let message = desk.post(&messages, answer.clone()).await.json_of(201);
    assert_eq!(message["attachments"], json!([file]));
    assert_eq!(desk.by(&desk.ben_token, "GET", &path, None).await.status, 200);
    let further = desk.post(&messages, answer).await.json_of(201);
    assert_eq!(further["attachments"][0]["filename"], "photo.html");
    assert_ne!(further["attachments"][0]["id"], file["id"]);
}

#[tokio::test]
async fn an_upload_has_a_field_named_file_and_25_mb_at_most() {
    let desk = Desk::new().await;
    desk.ask(form(&desk, &desk.ana_token, "other", "a.txt", b"x")).await.problem(422, "file_missing");
    let large = vec![b'x'; web::api::attachments::FILE_BYTES + 1];
    desk.ask(form(&desk, &desk.ana_token, "file", "a.txt", &large)).await.problem(413, "too_large");
    let more = vec![b'x'; web::api::attachments::REQUEST_BYTES + 100];
    desk.ask(form(&desk, &desk.ana_token, "file", "a.txt", &more)).await.problem(413, "too_large");
    let most = vec![b'x'; web::api::attachments::FILE_BYTES];
    assert_eq!(upload(&desk, "a.txt", &most).await["size"], most.len());
    desk.post("/attachments", json!({})).await.problem(415, "unsupported_media_type");
    let mut broken = form(&desk, &desk.ana_token, "file", "a.txt", b"x");
    *broken.body_mut() = Body::from("--x7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf");
    desk.ask(broken).await.problem(400, "body_unreadable");
}

#[tokio::test]
async fn raw_mail_is_given_byte_for_byte() {
    let desk = Desk::new().await;
    let mail = b"From: zoe@shop.example\r\nSubject: \xff\r\n\r\nHello\r\n";
    let blob = desk.web.node.blobs.put(mail).unwrap();
    let (_, message) = desk.seed(Seed { subject: "Raw", text: "Hello", raw: Some(&blob), ..Seed::default() }).await;
    let answer = desk.get(&format!("/messages/{message}/raw")).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.as_slice()), (200, mail.as_slice()));
    assert_eq!(answer.header("content-type"), "message/rfc822");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"message-"));
    assert_guarded(&answer);
    let (_, without) = desk.seed(Seed { subject: "None", text: "Hello", ..Seed::default() }).await;
    desk.get(&format!("/messages/{without}/raw")).await.problem(404, "not_found");
}
