//! Documents name paths that exist: in backticks and in links.

use std::collections::BTreeSet;

use regex::Regex;

use crate::tree::{SourceFile, files, line_of, paths, report};

/// What a build makes: documents may name it although no clone has it.
const MADE: [&str; 6] =
    ["target", "ui/dist", "ui/node_modules", "tests/browser/node_modules", "test-artefacts", "data"];

/// Folders of the checkout, even if one should be missing altogether.
const TOP: [&str; 7] = ["crates", "ui", "tests", "docs", "scripts", "target", ".ci"];

fn check(file: &SourceFile, known: &BTreeSet<String>) -> Vec<String> {
    if !file.is(&[".md"]) {
        return Vec::new();
    }
    let prose = without_fences(&file.text);
    let span = Regex::new(r"`([^`\n]+)`").unwrap();
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let spans = span
        .captures_iter(&prose)
        .filter_map(|found| found.get(1))
        .filter(|found| looks_like_path(found.as_str(), known));
    let links = link.captures_iter(&prose).filter_map(|found| found.get(1)).filter(|found| is_local(found.as_str()));
    let missing_spans = spans.filter(|found| !exists(strip_line(found.as_str()), known));
    let missing_links = links.filter(|found| !exists(&resolved(&file.path, found.as_str()), known));
    let missing = missing_spans.chain(missing_links);
    missing
        .map(|found| format!("{}:{}: {} does not exist", file.path, line_of(&prose, found.start()), found.as_str()))
        .collect()
}

/// The text with fenced blocks blanked, since they hold commands and not claims; line numbers stay.
fn without_fences(text: &str) -> String {
    let mut fenced = false;
    let keep = |line: &str| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if fence || fenced { "\n".to_owned() } else { format!("{line}\n") }
    };
    text.lines().map(keep).collect()
}

fn looks_like_path(span: &str, known: &BTreeSet<String>) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-/{},*:".contains(c);
    if !span.chars().all(allowed) {
        return false;
    }
    let (first, _) = span.split_once('/').unwrap_or_default();
    let of_the_tree =
        TOP.contains(&first) || known.iter().any(|path| path.split_once('/').is_some_and(|(top, _)| top == first));
    let document = !span.contains('/') && span.ends_with(".md") && span.len() > 3;
    (!first.is_empty() && of_the_tree) || document
}

/// The path without `:12` at its end.
fn strip_line(path: &str) -> &str {
    path.rsplit_once(':').filter(|(_, line)| line.parse::<u32>().is_ok()).map_or(path, |(path, _)| path)
}

fn is_local(target: &str) -> bool {
    !target.contains("://") && !target.starts_with(['#', '/']) && !target.starts_with("mailto:")
}

/// A link's target seen from the top of the checkout.
fn resolved(document: &str, target: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in target.split('#').next().unwrap_or_default().split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn exists(path: &str, known: &BTreeSet<String>) -> bool {
    let path = path.trim_end_matches('/');
    if path.is_empty() || MADE.iter().any(|made| path == *made || path.starts_with(&format!("{made}/"))) {
        return true;
    }
    alternatives(path).iter().all(|one| {
        let pattern = regex::escape(one).replace(r"\*\*", ".*").replace(r"\*", "[^/]*");
        let anywhere = if one.contains('/') { "" } else { "(.*/)?" };
        let pattern = Regex::new(&format!("^{anywhere}{pattern}(/|$)")).unwrap();
        known.iter().any(|path| pattern.is_match(path))
    })
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn alternatives(path: &str) -> Vec<String> {
    let braces = path.find('{').and_then(|open| Some((open, open + path[open..].find('}')?)));
    let Some((open, close)) = braces else { return vec![path.to_owned()] };
    let (before, inside, after) = (&path[..open], &path[open + 1..close], &path[close + 1..]);
    inside.split(',').flat_map(|word| alternatives(&format!("{before}{word}{after}"))).collect()
}

#[test]
fn documents_name_paths_that_exist() {
    let known: BTreeSet<String> = paths().into_iter().collect();
    report("paths that do not exist", files().iter().flat_map(|file| check(file, &known)).collect());
}

#[test]
fn a_path_that_does_not_exist_is_found() {
    let known: BTreeSet<String> =
        ["crates/mail/src/lib.rs", "crates/mail/src/part.rs", "docs/words.md"].map(str::to_owned).into();
    let found = |text: &str| check(&SourceFile::made_up("docs/x.md", text), &known).len();
    assert_eq!(
        found("`crates/mail/src/lib.rs:12`, `crates/mail/`, `crates/*/src/{lib,part}.rs`, `words.md`, [w](words.md#a)"),
        0
    );
    assert_eq!(found("`target/staffetta`, `ui/dist`, `a/b`, `GET /crates`, [w](https://example.org/x)"), 0);
    assert_eq!(found("```\n`crates/gone`\n```\n"), 0);
    assert_eq!(found("`crates/gone/src`"), 1);
    assert_eq!(found("`crates/mail/src/{lib,gone}.rs`"), 1);
    assert_eq!(found("`gone.md` and [g](../gone.txt)"), 2);
}
