//! Nothing is skipped, ignored or left to be done: a test that does not run proves nothing.

use regex::Regex;

use crate::tree::{SourceFile, hold, line_of};

fn check(file: &SourceFile) -> Vec<String> {
    // The patterns are put together so that this file does not find itself.
    let pattern = if file.is(&[".rs"]) {
        [r"#\[ignore", r"\btodo!\(", r"\bunimplemented!\("].join("|")
    } else if file.is(&[".ts", ".svelte", ".mjs", ".js"]) {
        [r"\b(test|it|describe|suite)\.(skip|only|fixme|todo|skipIf|runIf)\b", r"\bx(it|describe)\("].join("|")
    } else {
        return Vec::new();
    };
    let pattern = Regex::new(&pattern).unwrap();
    let places = pattern.find_iter(&file.text).filter(|found| !quoted(&file.text, found.start()));
    places.map(|found| format!("{}:{}: {}", file.path, line_of(&file.text, found.start()), found.as_str())).collect()
}

/// Whether the place stands within quotes on its line, as the samples below do.
fn quoted(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.matches('"').count() % 2 == 1
}

#[test]
fn nothing_is_skipped_or_unfinished() {
    hold("skipped or unfinished", check);
}

#[test]
fn a_skipped_test_is_found() {
    assert_eq!(check(&SourceFile::made_up("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() { todo!() }\n")).len(), 2);
    assert_eq!(check(&SourceFile::made_up("a.test.ts", "it.skip('x', () => {});\ndescribe.only('y', f);\n")).len(), 2);
    assert_eq!(check(&SourceFile::made_up("a.rs", "fn f() { list.iter().skip(1) }\n")), [""; 0]);
}
