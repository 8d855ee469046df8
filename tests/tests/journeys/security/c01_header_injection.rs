//! C1: no field that a person fills in adds a header to a mail of ours (RT CVE-2012-4730, Roundcube 1.6.19). The types that refuse it, and
//! any draft, are in `crates/mail/tests/compose.rs`; here every field of the API and of mails that came in, through the running desk.

use journeys::api::Answer;
use serde_json::{Value, json};

use super::team::{BEN, Team};
use crate::automatic::ZOE;
use crate::faults::smtp_server::Taken;
use crate::letters::Letter;
use crate::receiving::SUPPORT;

/// What ends a header in some program or other, with a header behind it.
const HOSTILE: [&str; 14] = [
    "a\r\nBcc: evil@x.example",
    "a\nBcc: evil@x.example",
    "a\rBcc: evil@x.example",
    "a\r\n\r\nBcc: evil@x.example",
    "a\r\n Bcc: evil@x.example",
    "a\0\r\nBcc: evil@x.example",
    "a\u{b}Bcc: evil@x.example",
    "a\u{85}Bcc: evil@x.example",
    "a\u{2028}Bcc: evil@x.example",
    "a?=\r\nBcc: evil@x.example",
    "=?utf-8?q?a=0D=0ABcc:_evil@x.example?=",
    "a\" <evil@x.example>, \"b",
    "a>\r\nBcc: evil@x.example",
    "a\t\r\n\tBcc: evil@x.example",
];

/// The headers of our mail, and what each mail may have besides.
const OWN: [&str; 18] = [
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "x-staffetta",
    "auto-submitted",
    "x-auto-response-suppress",
    "precedence",
    "x-loop",
];

/// C1: each mail that left has the headers that we write, each once, and went to nobody but those who were named.
fn sound(mail: &Taken) {
    let head = mail.raw.split("\r\n\r\n").next().unwrap();
    assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']), "{head:?}");
    let mut seen = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
        let name = line.split(':').next().unwrap().to_ascii_lowercase();
        assert!(OWN.contains(&name.as_str()) && !seen.contains(&name), "{name:?} in {head}");
        seen.push(name);
    }
    assert!(mail.to.iter().all(|to| !to.contains("evil")), "{:?}", mail.to);
    let parsed = mail_parser::MessageParser::default().parse(mail.raw.as_bytes()).expect("a mail");
    assert!(parsed.bcc().is_none() && parsed.headers().len() == seen.len(), "{head}");
}

/// The parameters by which a file may be named so: as browsers write it, and encoded (RFC 8187).
fn file_names(hostile: &str) -> [String; 2] {
    let plain: String = hostile.replace('"', "%22").chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')).collect();
    let encoded: String = hostile.bytes().map(|byte| format!("%{byte:02X}")).collect();
    [format!("filename=\"{plain}.txt\""), format!("filename=\"plain.txt\"; filename*=utf-8''{encoded}.txt")]
}

fn upload(team: &Team, name: &str) -> Answer {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"
    );
    let form = [("content-type", "multipart/form-data; boundary=b")];
    team.at.desk.api.send(ureq::http::Method::POST, "/attachments", &form, body.into_bytes())
}

/// C1: subjects, names of recipients, files, mailbox and its signature and aliases, text and greeting: taken or refused, and never a header.
#[test]
fn no_field_of_the_api_adds_a_header() {
    let team = Team::open();
    let api = &team.at.desk.api;
    let (id, _) = team.asked("Order", "Where is my order?");
    let mailbox = format!("/mailboxes/{}", team.at.mailbox);
    let (mut taken, mut refused) = (0, 0);
    let mut count = |status: u16| match status {
        200 | 201 => taken += 1,
        400 | 422 => refused += 1,
        other => panic!("{other}"),
    };
    for hostile in HOSTILE {
        let zoe = json!([{"address": ZOE, "name": hostile}]);
        let start = |change: Value| {
            let mut all =
                json!({"mailbox": team.at.mailbox, "to": [{"address": ZOE}], "subject": "Hello", "text": "Hi."});
            all.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            api.post("/conversations", &all).status
        };
        count(start(json!({"subject": hostile})));
        count(start(json!({"to": zoe})));
        count(start(json!({"cc": zoe, "to": [{"address": "max@shop.example"}]})));
        count(start(json!({"to": [{"address": format!("{ZOE}{hostile}")}]})));
        count(start(json!({"text": hostile})));
        for name in file_names(hostile) {
            let uploaded = upload(&team, &name);
            count(uploaded.status);
            if uploaded.status == 201 {
                count(start(json!({"attachments": [uploaded.json()["id"]]})));
            }
        }
        count(api.patch(&mailbox, &json!({"name": hostile})).status);
        count(api.patch(&mailbox, &json!({"signature": hostile})).status);
        count(api.patch(&mailbox, &json!({"aliases": [format!("help{hostile}@desk.example")]})).status);
        let greeting = json!({"policy": {"greeting": {"on": true, "text": hostile}}});
        count(api.patch(&mailbox, &greeting).status);
        count(
            api.post(&format!("/conversations/{id}/messages"), &json!({"kind": "reply", "text": hostile, "to": zoe}))
                .status,
        );
        count(api.patch(&format!("/conversations/{id}"), &json!({"tags": [hostile]})).status);
    }
    team.settle();
    let all = team.at.server.taken();
    all.iter().for_each(sound);
    println!("C1: {taken} fields taken, {refused} refused, {} mails", all.len());
    assert!(taken > 20 && refused > 40 && all.len() > 20, "{taken} {refused} {}", all.len());
}

/// C1: what strangers wrote into subject, name, address, Reply-To, Cc and Message-ID, encoded or plain, comes back out in notifications,
/// greetings and answers, and adds no header.
#[test]
fn nothing_that_strangers_wrote_adds_a_header() {
    let team = Team::open();
    team.at.greet("Thank you for your message.");
    let encoded = |text: &str| {
        let hex: String = text.bytes().map(|byte| format!("={byte:02X}")).collect();
        format!("=?utf-8?q?{hex}?=")
    };
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let (word, plain) = (encoded(hostile), hostile.replace(['\r', '\n'], " "));
        let named = Letter::new(
            &format!("{word} <{ZOE}>"),
            SUPPORT,
            &format!("{word} {number}"),
            &format!("Where is {number}?"),
        );
        let further = format!("Reply-To: {word} <zoe{number}@shop.example>\r\nThread-Topic: {word}\r\n");
        team.proved(ZOE, &Letter { further, cc: Some(format!("{word} <max@shop.example>")), ..named });
        let odd = Letter::new(
            &format!("\"{plain}\" <{ZOE}>"),
            SUPPORT,
            &format!("{plain} {number}"),
            &format!("Where is {number}?"),
        );
        let references = vec![format!("{}@x.example", plain.replace(' ', "\t")), format!("{word}@x.example")];
        team.proved(ZOE, &Letter { id: Some(format!("{plain}.{number}@x.example")), references, ..odd });
    }
    team.settle();
    let all = team.at.desk.api.list("/conversations?view=all");
    // A From with a control character, or with two addresses, is held.
    let held = team.at.desk.api.list("/arrivals?state=quarantined");
    assert_eq!(all.len() + held.len(), HOSTILE.len() * 2, "each mail is a conversation or held");
    assert!(all.len() > HOSTILE.len());
    for one in &all {
        let answer = json!({"kind": "reply", "text": "Here."});
        team.at.desk.api.post(&format!("/conversations/{}/messages", one["id"].as_str().unwrap()), &answer).accept(201);
    }
    team.settle();
    let told = |mail: &&Taken| mail.to == [BEN];
    journeys::wait::wait_until("the notifications", || team.at.server.taken().iter().filter(told).count() >= all.len());
    let mails = team.at.server.taken();
    mails.iter().for_each(sound);
    println!("C1: {} conversations of strangers, {} mails", all.len(), mails.len());
    assert!(mails.len() >= all.len() * 2, "{}", mails.len());
}
