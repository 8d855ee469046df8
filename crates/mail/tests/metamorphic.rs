//! Changes that mail programs and servers make on the way must not change what is new in an answer.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use mail::Mail;

fn answers() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/mail");
    let mut paths: Vec<PathBuf> = ["clients", "languages"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| mail::parse(&std::fs::read(path).unwrap())).filter(|mail| mail.html.is_none());
    texts.map(|mail| mail.text).collect()
}

fn reply(text: &str) -> String {
    let mail = Mail { text: text.to_owned(), ..Mail::default() };
    mail.reply().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks lines that are not marked at a width, as programs without format=flowed do.
fn rewrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut length = 0;
        for word in line.split(' ') {
            if length > 0 && length + word.chars().count() >= width && !line.starts_with('>') {
                out.push('\n');
                length = 0;
            } else if length > 0 {
                out.push(' ');
            }
            out.push_str(word);
            length += word.chars().count() + 1;
        }
        out.push('\n');
    }
    out
}

/// SB-13: at least 98 of 100 answers stay the same, whatever is done to them.
#[test]
fn answers_survive_what_happens_on_the_way() {
    let answers = answers();
    assert!(answers.len() > 80, "only {} answers", answers.len());
    type Change = fn(&str) -> String;
    let changes: [(&str, Change); 7] = [
        ("wrapped at 60", |text| rewrapped(text, 60)),
        ("wrapped at 72", |text| rewrapped(text, 72)),
        ("wrapped at 80", |text| rewrapped(text, 80)),
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("spaces at line ends", |text| text.lines().map(|line| format!("{line}  \n")).collect()),
        ("blank lines at both ends", |text| format!("\n\n{text}\n\n\n")),
        ("non-breaking spaces", |text| text.replace(": ", ":\u{a0}").replace(" :", "\u{a0}:")),
    ];
    for (name, change) in changes {
        let same = answers.iter().filter(|text| reply(text) == reply(&change(text))).count();
        let share = 100 * same / answers.len();
        println!("{name}: {same} of {}", answers.len());
        let changed: Vec<_> = answers.iter().filter(|text| reply(text) != reply(&change(text))).take(3).collect();
        assert!(share >= 98, "{name}: {same} of {} stay the same; not {changed:#?}", answers.len());
    }
}

/// SB-13: an answer that is quoted once more below a new one is no part of that.
#[test]
fn a_quoted_answer_is_not_new_again() {
    let answers = answers();
    let same = answers.iter().filter(|text| {
        let marked: String = text.lines().map(|line| format!("> {line}\n")).collect();
        reply(&format!("Fine with me.\n\nOn 4 Aug 2026, at 11:00, Jane <jane@example.org> wrote:\n\n{marked}"))
            == "Fine with me."
    });
    let same = same.count();
    assert!(100 * same / answers.len() >= 98, "{same} of {}", answers.len());
}

/// SB-13: a signature below the new text is no part of it.
#[test]
fn a_signature_is_never_new() {
    for text in ["It works.", "Es geht.\n\nDanke", "Ano, funguje."] {
        assert_eq!(reply(&format!("{text}\n\n-- \nJane Doe\nExample Ltd\n+49 30 123456\n")), reply(text));
    }
}
