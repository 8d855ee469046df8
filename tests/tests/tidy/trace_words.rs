//! Every word that a mail's trace may hold has a message for people, in the browser and on the command line alike: a new
//! reason cannot be forgotten there.

use std::collections::BTreeSet;

use crate::rust_source::literals;
use crate::tree::{SourceFile, files, report};

/// The message files that hold the words of the trace.
const MESSAGES: [&str; 2] = ["ui/locales/en/trace.ftl", "crates/staffetta/locales/en/trace.ftl"];
/// Where the steps decide and gather.
const DECIDING: [&str; 4] =
    ["crates/desk/src/", "crates/flow/src/assistants/", "crates/flow/src/inbound/", "crates/flow/src/rules/"];
/// Words in these files that stand in no trace.
const OTHERS: [&str; 2] = ["mailbox-cannot-send", "sender-not-verified"];
/// Types whose `word` is a reason.
const REASONS: [(&str, &[&str]); 5] = [
    ("crates/desk/src/arrival.rs", &["Quarantine", "Ignored"]),
    ("crates/desk/src/assistant/takes.rs", &["Why"]),
    ("crates/desk/src/routing/mod.rs", &["Why", "Nobody"]),
    ("crates/desk/src/rules/plan.rs", &["Cut"]),
    ("crates/desk/src/trust/mod.rs", &["Fate", "NoteReason"]),
];

/// `word-group`, at least two of them; one word alone is too often something else.
fn is_group(text: &str) -> bool {
    text.contains('-') && text.split('-').all(is_word)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// The words of a file that may come into a trace: word groups wherever they stand, and single words as arguments of a line.
fn words(file: &SourceFile) -> Vec<(usize, String)> {
    let decides = DECIDING.iter().any(|folder| file.path.starts_with(folder));
    let traces = ["TraceLine", "Reason::new("].iter().any(|mark| file.text.contains(mark));
    if !decides || !traces || !file.is(&[".rs"]) || file.is_test() {
        return Vec::new();
    }
    // The evidence also handles names of header fields and of methods: of its words only the reasons count.
    let lines = file.text.contains("TraceLine") && !file.path.contains("/evidence/");
    let in_line = |around: &[String]| around.last().is_some_and(|head| head == "new" || head == "line");
    let found = literals(&file.text).into_iter().filter(|literal| {
        let said = !literal.in_test() && !literal.around.iter().any(|head| head == "#" || head.ends_with('!'));
        let in_line = in_line(&literal.around);
        said && (is_group(&literal.text) && (lines || in_line) || is_word(&literal.text) && in_line)
    });
    found.map(|literal| (literal.line, literal.text)).filter(|(_, text)| !OTHERS.contains(&text.as_str())).collect()
}

/// The reasons that types stand for: what their `word` gives.
fn reasons(file: &SourceFile) -> Vec<(usize, String)> {
    let Some((_, types)) = REASONS.iter().find(|(path, _)| file.path == *path) else { return Vec::new() };
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        if line.starts_with("impl ") {
            inside = types.iter().any(|name| line.split([' ', '{']).any(|word| word == *name));
        }
        let word = line.split_once("=> \"").and_then(|(_, rest)| rest.split('"').next());
        found.extend(word.filter(|_| inside).map(|word| (number + 1, word.to_owned())));
    }
    found
}

fn keys(file: &SourceFile) -> BTreeSet<&str> {
    file.text.lines().filter_map(|line| line.split_once(" = ").map(|(key, _)| key)).collect()
}

fn check(files: &[SourceFile]) -> Vec<String> {
    let mut findings = Vec::new();
    let messages: Vec<&SourceFile> = files.iter().filter(|file| MESSAGES.contains(&file.path.as_str())).collect();
    for message in &messages {
        let known = keys(message);
        for file in files {
            let has =
                |kinds: &[&str], word: &str| kinds.iter().any(|kind| known.contains(format!("{kind}-{word}").as_str()));
            let words = words(file).into_iter().filter(|(_, word)| !has(&["reason", "outcome"], word));
            let reasons = reasons(file).into_iter().filter(|(_, word)| !has(&["reason"], word));
            let tell = |(line, word)| format!("{}:{line}: {word} has no message in {}", file.path, message.path);
            findings.extend(words.chain(reasons).map(tell));
        }
        for other in &messages {
            let missing = keys(other).into_iter().filter(|key| !known.contains(key)).map(str::to_owned);
            findings.extend(missing.map(|key| format!("{}: {key} is missing", message.path)));
        }
    }
    findings
}

#[test]
fn every_word_of_the_trace_has_a_message() {
    let files = files();
    for path in MESSAGES {
        assert!(files.iter().any(|file| file.path == path), "{path} is gone");
    }
    assert!(files.iter().flat_map(words).count() > 20, "the words of the trace are not found any more");
    report("words of the trace", check(&files));
}

#[test]
fn a_word_without_message_is_found() {
    let code = "use x::TraceLine;\nfn f() { let line = TraceLine::new(Step::Screen, \"odd\", \"very-odd\"); }\n";
    let ending =
        "impl Ignored {\n    fn word(self) -> &str {\n        match self {\n            Self::X => \"gone\",\n";
    let both = |text: &str| MESSAGES.map(|path| SourceFile::made_up(path, text));
    let check = |text: &str| {
        let mut files = both(text).to_vec();
        files.push(SourceFile::made_up("crates/desk/src/screen.rs", code));
        files.push(SourceFile::made_up("crates/desk/src/arrival.rs", ending));
        check(&files)
    };
    assert_eq!(check("outcome-odd = x\nreason-very-odd = x\nreason-gone = x\n"), [""; 0]);
    assert_eq!(check("outcome-odd = x\nreason-gone = x\n").len(), 2);
    assert_eq!(check("outcome-odd = x\nreason-very-odd = x\n").len(), 2);
    assert_eq!(check("reason-very-odd = x\nreason-gone = x\n").len(), 2);
}
