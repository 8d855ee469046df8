//! Texts for people stand in the message files (`crates/*/locales/*.ftl`, `ui/locales/*.ftl`), never in code, so that a language only adds files.
//! The rule: outside of tests no string literal holds a sentence, and the program prints no words of its own. CONTRIBUTING.md says it for people.

use crate::rust_source::{self, Literal};
use crate::tree::{SourceFile, hold};
use crate::typescript_source;

/// Where a sentence is for developers: logs, broken invariants, causes of errors (which name what was tried), the API's description.
const FOR_DEVELOPERS: [&str; 24] = [
    "#",
    "trace!",
    "debug!",
    "info!",
    "warn!",
    "error!",
    "event!",
    "span!",
    "info_span!",
    "debug_span!",
    "error_span!",
    "panic!",
    "unreachable!",
    "assert!",
    "assert_eq!",
    "assert_ne!",
    "debug_assert!",
    "expect",
    "expect_err",
    "bail!",
    "anyhow!",
    "ensure!",
    "context",
    "description",
];

/// How the program prints.
const PRINTS: [&str; 6] = ["print!", "println!", "eprint!", "eprintln!", "write!", "writeln!"];

fn check(file: &SourceFile) -> Vec<String> {
    if file.is_test() {
        return Vec::new();
    }
    let lines: Vec<(usize, String)> = if file.is(&[".rs"]) && file.path.starts_with("crates/") {
        let program = file.crate_name() == Some("staffetta");
        let found = rust_source::literals(&file.text).into_iter().filter(|literal| for_people(literal, program));
        found.map(|literal| (literal.line, literal.text)).collect()
    } else if file.is(&[".ts", ".svelte"]) && file.path.starts_with("ui/") {
        let found = typescript_source::literals(&scripts(file)).into_iter();
        let spoken = found.filter(|literal| !literal.before.contains("Error(") && !literal.before.contains("console."));
        spoken
            .filter(|literal| literal.text.lines().any(is_sentence))
            .map(|literal| (literal.line, literal.text))
            .collect()
    } else {
        Vec::new()
    };
    lines
        .into_iter()
        .map(|(line, text)| format!("{}:{line}: {text:?} belongs into a message file", file.path))
        .collect()
}

fn for_people(literal: &Literal, program: bool) -> bool {
    let within = |heads: &[&str]| literal.around.iter().any(|head| heads.contains(&head.as_str()));
    if literal.in_test() || within(&FOR_DEVELOPERS) {
        return false;
    }
    literal.text.lines().any(is_sentence) || (program && within(&PRINTS) && words(&literal.text) >= 3)
}

/// A capital letter, at least three words, and a mark at the end.
fn is_sentence(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['\\', '"', '\'', ')']).trim_end_matches("\\n");
    let starts = line.trim_start_matches(['"', '\'', '(']).chars().next().is_some_and(char::is_uppercase);
    starts && line.ends_with(['.', '!', '?', '…', ':']) && words(line) >= 3
}

fn words(text: &str) -> usize {
    let outside: String = text
        .split('{')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
        .collect();
    let letters = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.contains(['_', '/', '=', '<', ':'])
    };
    outside.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation())).filter(letters).count()
        + usize::from(outside.len() < text.len() && text.trim_start().starts_with('{'))
}

/// A TypeScript file, or the scripts of a Svelte file with everything else blanked.
fn scripts(file: &SourceFile) -> String {
    if !file.is(&[".svelte"]) {
        return file.text.clone();
    }
    let mut script = false;
    let keep = |line: &str| {
        let trimmed = line.trim_start();
        script |= trimmed.starts_with("<script");
        let inside = script && !trimmed.starts_with("<script");
        script &= !line.contains("</script>");
        if inside && script { format!("{line}\n") } else { "\n".to_owned() }
    };
    file.text.lines().map(keep).collect()
}

#[test]
fn texts_for_people_stand_in_message_files() {
    hold("texts for people in code", check);
}

#[test]
fn a_sentence_in_code_is_found() {
    let rust =
        |path: &str, body: &str| check(&SourceFile::made_up(path, &format!("//! x\nfn f() {{ {body} }}\n"))).len();
    assert_eq!(rust("crates/flow/src/x.rs", "g(\"The mailbox does not answer.\")"), 1);
    assert_eq!(rust("crates/flow/src/x.rs", "g(format!(\"Hello {name}, we got your mail.\"))"), 1);
    assert_eq!(
        rust(
            "crates/flow/src/x.rs",
            "info!(\"The mailbox does not answer.\"); g(\"550 5.1.1 No such user.\"); h(\"text/plain\")"
        ),
        0
    );
    assert_eq!(rust("crates/flow/src/x.rs", "#[error(\"The mailbox does not answer.\")] struct E; g(\"From: \")"), 0);
    assert_eq!(rust("crates/flow/tests/x.rs", "g(\"The mailbox does not answer.\")"), 0);
    assert_eq!(rust("crates/staffetta/src/x.rs", "writeln!(out, \"agent {name} was added\")"), 1);
    assert_eq!(rust("crates/staffetta/src/x.rs", "writeln!(out, \"{name}: {value}\")"), 0);
    let script = |text: &str| check(&SourceFile::made_up("ui/desk/x.ts", text)).len();
    assert_eq!(script("// x\nexport const a = 'You are not signed in.';\n"), 1);
    assert_eq!(script("// x\nthrow new Error('The answer has no body.');\nconst t = message('not-signed-in');\n"), 0);
    let svelte = "<script lang=\"ts\">\n  // It isn't.\n  let a = \"Please try it again.\";\n</script>\n<p>it's</p>\n";
    assert_eq!(check(&SourceFile::made_up("ui/desk/X.svelte", svelte)).len(), 1);
}
