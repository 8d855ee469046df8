//! A file is one thing: past 500 lines it is asked whether it is two. Tests and generated files are left alone.

use crate::tree::{SourceFile, hold};

const MOST: usize = 500;

fn check(file: &SourceFile) -> Vec<String> {
    let lines = file.text.lines().count();
    let counts = file.is(&[".rs", ".ts", ".svelte", ".css", ".mjs"]) && !file.is_test() && !is_generated(file);
    if counts && lines > MOST { vec![format!("{}: {lines} lines, at most {MOST}", file.path)] } else { Vec::new() }
}

/// A generated file says so in its first lines.
fn is_generated(file: &SourceFile) -> bool {
    file.text.lines().take(5).any(|line| line.contains("generated"))
}

#[test]
fn files_stay_short() {
    hold("files that are too long", check);
}

#[test]
fn a_long_file_is_found() {
    let long = "//! x\n".repeat(MOST + 1);
    assert_eq!(check(&SourceFile::made_up("crates/web/src/x.rs", &long)).len(), 1);
    assert_eq!(check(&SourceFile::made_up("crates/web/src/x.rs", &"//! x\n".repeat(MOST))), [""; 0]);
    assert_eq!(check(&SourceFile::made_up("crates/web/tests/x.rs", &long)), [""; 0]);
    assert_eq!(
        check(&SourceFile::made_up("ui/client/x.ts", &format!("// This file was auto-generated\n{long}"))),
        [""; 0]
    );
}
