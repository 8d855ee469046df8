//! Drawers without a label: no crate, module or file may be named so that anything fits into it.

use crate::tree::{SourceFile, hold};

const BANNED: [&str; 8] = ["common", "core", "shared", "util", "utils", "helper", "helpers", "misc"];

fn check(file: &SourceFile) -> Vec<String> {
    if !file.is(&[".rs", ".ts", ".svelte", ".mjs", "Cargo.toml"]) {
        return Vec::new();
    }
    let parts = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    let mut findings: Vec<String> =
        parts.filter(|part| BANNED.contains(part)).map(|part| format!("{}: {part} says nothing", file.path)).collect();
    if file.is(&[".rs"]) {
        let modules = file.text.lines().filter_map(module_name).filter(|name| BANNED.contains(name));
        findings.extend(modules.map(|name| format!("{}: the module {name} says nothing", file.path)));
    }
    if file.is(&["Cargo.toml"]) {
        let name = file.text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        findings.extend(
            name.filter(|name| BANNED.contains(name))
                .map(|name| format!("{}: the crate {name} says nothing", file.path)),
        );
    }
    findings
}

fn module_name(line: &str) -> Option<&str> {
    let (before, after) = line.trim_start().split_once("mod ")?;
    let visible = before.is_empty() || before.starts_with("pub");
    visible.then(|| after.split([' ', ';', '{']).next()).flatten()
}

#[test]
fn nothing_is_named_like_a_drawer() {
    hold("names that say nothing", check);
}

#[test]
fn a_drawer_is_found() {
    assert_eq!(check(&SourceFile::made_up("crates/web/src/util.rs", "//! x")).len(), 1);
    assert_eq!(check(&SourceFile::made_up("ui/shared/list.ts", "// x")).len(), 1);
    assert_eq!(check(&SourceFile::made_up("crates/web/src/lib.rs", "//! x\npub(crate) mod helpers {\n}\n")).len(), 1);
    assert_eq!(check(&SourceFile::made_up("crates/x/Cargo.toml", "[package]\nname = \"common\"\n")).len(), 1);
    assert_eq!(check(&SourceFile::made_up("crates/web/src/core_rules.rs", "//! x\nmod live;\n")), [""; 0]);
}
