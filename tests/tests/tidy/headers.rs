//! Each source file starts by saying what it is for.

use crate::tree::{SourceFile, hold};

fn check(file: &SourceFile) -> Vec<String> {
    let missing = if file.is(&[".rs"]) {
        !file.text.starts_with("//! ")
    } else if file.is(&[".svelte"]) {
        !starts_with_comment(&file.text) && !script_starts_with_comment(&file.text)
    } else if file.is(&[".ts", ".mjs", ".js", ".css"]) {
        !starts_with_comment(&file.text)
    } else {
        !file.text.is_empty() && file.text.starts_with("#!") && !script_has_comment(&file.text)
    };
    if missing { vec![format!("{}: no header that says what the file is for", file.path)] } else { Vec::new() }
}

fn starts_with_comment(text: &str) -> bool {
    ["//", "/*", "<!--"].iter().any(|opening| text.trim_start().starts_with(opening))
}

fn script_starts_with_comment(text: &str) -> bool {
    let rest = text.trim_start();
    rest.starts_with("<script") && rest.split_once('>').is_some_and(|(_, body)| starts_with_comment(body))
}

/// A shell or other script: a comment follows its first line.
fn script_has_comment(text: &str) -> bool {
    text.lines().nth(1).is_some_and(|line| line.starts_with("# ") || starts_with_comment(line))
}

#[test]
fn every_source_file_has_a_header() {
    hold("files without a header comment", check);
}

#[test]
fn a_file_without_a_header_is_found() {
    for path in ["a.rs", "a.ts", "a.svelte", "a.mjs", "a.css"] {
        assert_eq!(check(&SourceFile::made_up(path, "let x = 1;\n")).len(), 1, "{path}");
    }
    assert_eq!(check(&SourceFile::made_up("scripts/x", "#!/bin/sh\nset -e\n")).len(), 1);
    assert_eq!(check(&SourceFile::made_up("a.rs", "//! What it is for.\n")), [""; 0]);
    assert_eq!(check(&SourceFile::made_up("a.svelte", "<script lang=\"ts\">\n  // What it is for.\n")), [""; 0]);
    assert_eq!(check(&SourceFile::made_up("a.svelte", "<!-- What it is for. -->\n")), [""; 0]);
}
