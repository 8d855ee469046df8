//! Files and copies, both ways, through Postfix and Dovecot: what arrives is what was sent, to whom it was sent, and nothing else.

use journeys::api::Api;
use journeys::dovecot::Dovecot;
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use serde_json::{Value, json};

use super::{Base, CUSTOMER, Desk, SUPPORT, on_both_databases};
use crate::letters::{Letter, header};

on_both_databases! {
    an_answer_with_copies_and_files_reaches_all_and_a_note_nobody,
    a_customers_files_are_served_as_they_came,
}

const COPIED: &str = "petr@customer.example";
const HIDDEN: &str = "boss@customer.example";

/// A small PNG, a file of every byte, and an empty one.
fn files() -> [(&'static str, &'static str, Vec<u8>); 3] {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";
    [
        ("dot.png", "image/png", png.to_vec()),
        ("každý bajt.dat", "application/octet-stream", (0..=255_u8).cycle().take(300_001).collect()),
        ("lines.txt", "text/plain", b"a dot\r\n.\r\nbare\nand no end".to_vec()),
    ]
}

struct Post {
    desk: Desk,
    dovecot: Dovecot,
    postfix: Postfix,
}

impl Post {
    fn start(base: &Base) -> Self {
        let desk = Desk::open(base);
        let dovecot = Dovecot::start(&[CUSTOMER, COPIED, HIDDEN]);
        let routes =
            [Route::Lmtp("desk.example", desk.program.lmtp_port()), Route::Lmtp("customer.example", dovecot.lmtp_port)];
        let postfix = Postfix::start(&routes, None);
        desk.mailbox(&json!({"name": "Support", "address": SUPPORT, "incoming": {"kind": "listener"},
            "outgoing": {"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null}}));
        Self { desk, dovecot, postfix }
    }

    fn write(&self, letter: &Letter) {
        let replies = journeys::smtp::send(self.postfix.smtp_port, CUSTOMER, &[SUPPORT], &letter.raw());
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    fn received(&self, user: &str) -> StoredMail {
        let mut mails = self.dovecot.await_mails(user, "INBOX", 1);
        assert_eq!(mails.len(), 1, "{user} got more than one mail");
        mails.remove(0)
    }
}

fn bytes_of(api: &Api, message: &Value, filename: &str) -> Vec<u8> {
    let listed = message["attachments"].as_array().unwrap();
    let file = listed
        .iter()
        .find(|file| file["filename"] == filename)
        .unwrap_or_else(|| panic!("no {filename} in {listed:?}"));
    assert_eq!(file["state"], "available");
    let answer = api.get(&format!("/attachments/{}", file["id"].as_str().unwrap()));
    answer.accept(200);
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment"), "{:?}", answer.headers);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("content-security-policy"), Some("sandbox"));
    assert_eq!(file["size"].as_u64().unwrap() as usize, answer.bytes.len());
    answer.bytes
}

/// SB-11, LA-5: an answer with copies and files reaches everybody it names byte for byte and shows nobody the hidden ones;
/// a note reaches nobody, not even in the history that the answer quotes.
fn an_answer_with_copies_and_files_reaches_all_and_a_note_nobody(base: &Base) {
    let post = Post::start(base);
    post.write(&Letter::new(CUSTOMER, SUPPORT, "Papers", "Please send me all papers."));
    let api = &post.desk.api;
    let id = api.await_conversation("Papers")["id"].as_str().unwrap().to_owned();
    let path = format!("/conversations/{id}/messages");
    let secret = "He has owed us money since March.";
    let noted = api.upload("secret.txt", "text/plain", secret.as_bytes());
    api.post(&path, &json!({"kind": "note", "text": secret, "attachments": [noted]})).accept(201);
    let uploads: Vec<String> = files().iter().map(|(name, kind, bytes)| api.upload(name, kind, bytes)).collect();
    let body = json!({"kind": "reply", "text": "Here they are.", "attachments": uploads,
        "cc": [{"name": "Petr", "address": COPIED}], "bcc": [{"name": null, "address": HIDDEN}]});
    api.post(&path, &body).accept(201);
    for user in [CUSTOMER, COPIED, HIDDEN] {
        let mail = post.received(user);
        assert!(header(&mail.raw, "Bcc").is_none(), "{user} sees who was copied secretly");
        let text = String::from_utf8_lossy(&mail.raw).into_owned();
        // Trace headers of the servers on the way may name the recipient of this very copy.
        let own = &text[text.find("\r\nMessage-ID:").or_else(|| text.find("\r\nFrom:")).unwrap()..];
        assert!(!own.contains(HIDDEN), "{user} sees who was copied secretly:\n{own}");
        assert!(!text.contains("March") && !text.contains("secret.txt"), "the note left the house:\n{text}");
        check_files(&mail.raw);
    }
    assert!(header(&post.received(CUSTOMER).raw, "Cc").unwrap().contains(COPIED));
    let shown = api.get(&format!("/conversations/{id}")).json_of(200);
    let states: Vec<&str> = shown["messages"][2]["delivery"]["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states.len(), 3, "{}", shown["messages"][2]["delivery"]);
    api.wait_for("all to be sent", &format!("/conversations/{id}"), |found| {
        (found["messages"][2]["delivery"]["state"] == "sent").then_some(())
    });
}

/// The files in a mail, by a reader that is not ours.
fn check_files(raw: &[u8]) {
    let script = "import sys, email, email.policy, json\n\
        mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n\
        print(json.dumps([[part.get_filename(), part.get_payload(decode=True).hex()] for part in mail.iter_attachments()]))";
    let mut command = std::process::Command::new("python3");
    command.args(["-c", script]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("python3 is part of the system that runs the tests");
    std::io::Write::write_all(&mut child.stdin.take().expect("piped"), raw).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let expected: Vec<Value> = files()
        .iter()
        .map(|(name, _, bytes)| json!([name, bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()]))
        .collect();
    let names = |list: &[Value]| list.iter().map(|one| one[0].clone()).collect::<Vec<_>>();
    let found = found.as_array().expect("a list");
    assert_eq!(names(found), names(&expected));
    assert!(found == &expected, "the bytes of a file changed on their way");
}

/// SB-11: a customer's files are served as they came, and never so that a browser runs them.
fn a_customers_files_are_served_as_they_came(base: &Base) {
    let post = Post::start(base);
    let boundary = "=_journey";
    let mut body = format!("--{boundary}\nContent-Type: text/plain; charset=utf-8\n\nThree files.\n");
    for (name, kind, bytes) in files() {
        let encoded = base64(&bytes);
        body.push_str(&format!(
            "--{boundary}\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\
             Content-Disposition: attachment; filename*=utf-8''{}\n\n{encoded}\n",
            percent(name)
        ));
    }
    let page = "<!doctype html><script>alert(1)</script>";
    body.push_str(&format!("--{boundary}\nContent-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n{page}\n--{boundary}--"));
    let mail = Letter {
        further: format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{boundary}\"\r\n"),
        ..Letter::new(CUSTOMER, SUPPORT, "Files", &body)
    };
    post.write(&mail);
    let api = &post.desk.api;
    let message = api.await_conversation("Files")["messages"][0].clone();
    for (name, _, bytes) in files() {
        assert!(bytes_of(api, &message, name) == bytes, "the bytes of {name} changed on their way");
    }
    assert_eq!(String::from_utf8_lossy(&bytes_of(api, &message, "page.html")).trim(), page);
    let html = message["attachments"].as_array().unwrap().iter().find(|file| file["filename"] == "page.html").unwrap();
    let inline = api.get(&format!("/attachments/{}?inline=1", html["id"].as_str().unwrap()));
    assert!(
        inline.header("content-disposition").unwrap().starts_with("attachment"),
        "only pictures may be shown in place"
    );
    assert_eq!(post.desk.conversations("Files")[0]["has_attachments"], true);
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'.' {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (number, group) in bytes.chunks(3).enumerate() {
        if number > 0 && number % 19 == 0 {
            out.push('\n');
        }
        let whole = group.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[(whole >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    out
}
