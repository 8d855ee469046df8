//! Mails written for the purpose, under `fixtures/mail/`, each beside what must be understood of it: `NAME.eml` and `NAME.json`.
//! The expectation holds only the fields of an inspection that matter for the mail: objects are compared by the keys they name,
//! texts, numbers and arrays whole. `reply` may be any text equal after folding white space.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/mail")
}

fn mails(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(mails(&path));
        } else if path.extension().is_some_and(|extension| extension == "eml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compare(place: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                compare(&format!("{place}.{key}"), value, found.get(key).unwrap_or(&Value::Null), differences);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(&format!("{place}[{index}]"), expected, found, differences);
            }
        }
        (Value::String(expected), Value::String(found)) if place.ends_with(".reply") => {
            if folded(expected) != folded(found) {
                differences.push(format!("{place}: expected {expected:?}, found {found:?}"));
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => differences.push(format!("{place}: expected {expected}, found {found}")),
    }
}

/// SB-13, SB-10
#[test]
fn every_fixture_is_understood_as_written_beside_it() {
    let mails = mails(&folder());
    assert!(!mails.is_empty());
    let mut differences = Vec::new();
    for path in &mails {
        let name = path.strip_prefix(folder()).unwrap().display().to_string();
        let mail = mail::parse(&std::fs::read(path).unwrap());
        let segments: String = mail.segments().iter().map(|segment| segment.text).collect();
        assert_eq!(segments, mail.text, "{name}: the segments are not the text");
        let found = serde_json::to_value(mail::inspect(&mail)).unwrap();
        let expected = std::fs::read_to_string(path.with_extension("json"))
            .unwrap_or_else(|_| panic!("{name} has no expectation"));
        let expected: Value = serde_json::from_str(&expected).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(expected.as_object().is_some_and(|fields| !fields.is_empty()), "{name} expects nothing");
        compare(&name, &expected, &found, &mut differences);
    }
    assert!(
        differences.is_empty(),
        "{} differences in {} mails:\n{}",
        differences.len(),
        mails.len(),
        differences.join("\n")
    );
}

/// The programs whose answers must be read (SB-13), each as text and as HTML.
const CLIENTS: &[&str] = &[
    "outlook-web",
    "outlook-desktop",
    "outlook-ios",
    "outlook-android",
    "outlook-new",
    "gmail",
    "yahoo",
    "apple-mail-macos",
    "apple-mail-ios",
    "thunderbird",
    "proton",
    "fastmail",
    "zimbra",
    "exchange-owa",
    "samsung",
    "spark",
    "k9",
    "gmx",
    "web-de",
    "seznam",
    "lotus-notes",
    "qq",
    "netease-163",
    "ebay",
    "zendesk-delimiter",
    "own-delimiter",
    "roundcube",
    "zoho",
];

/// The languages of header lines and introductions.
const LANGUAGES: &[&str] = &[
    "en", "de", "fr", "it", "cs", "es", "pt", "nl", "pl", "sv", "da", "no", "fi", "sk", "hu", "ro", "el", "tr", "ru",
    "uk", "ja", "zh", "ko",
];

/// SB-13: no cell of the tables above stays without a mail.
#[test]
fn every_client_and_language_has_its_mails() {
    let mut wanted = Vec::new();
    for client in CLIENTS {
        wanted.extend(["plain", "html"].map(|form| format!("clients/{client}-{form}")));
    }
    for language in LANGUAGES {
        let forms = ["attribution", "attribution-html", "attribution-unmarked", "header-block", "header-block-html"];
        wanted.extend(forms.map(|form| format!("languages/{language}-{form}")));
        wanted.push(format!("forwards/outlook-{language}"));
    }
    for event in
        ["google-request", "outlook-request", "outlook-accepted", "google-declined", "cancelled", "apple-broken"]
    {
        wanted.push(format!("calendar/{event}"));
    }
    wanted.retain(|name| !folder().join(format!("{name}.eml")).exists());
    assert!(wanted.is_empty(), "no mail for {wanted:?}");
}
