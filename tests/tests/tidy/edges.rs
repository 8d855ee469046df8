//! Which crate of ours may use which, development edges included, and which foreign crates may not be anywhere in the tree.

use cargo_metadata::MetadataCommand;

use crate::tree::{files, report, top};

/// Crate, and what it may use of ours. Another edge needs a note in docs/decisions and a line here.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("mail", &[]),
    ("wire", &[]),
    ("links", &[]),
    ("desk", &["mail"]),
    ("store", &["desk"]),
    ("flow", &["desk", "mail", "store", "wire", "links"]),
    ("web", &["flow", "desk", "store", "mail"]),
    ("staffetta", &["mail", "wire", "links", "desk", "store", "flow", "web"]),
    ("journeys", &["mail", "wire", "links", "desk", "store", "flow", "web", "staffetta"]),
];

/// Foreign crates that stay out: a second TLS or C cryptography, and a mail client with unfixed holes.
const BANNED: [&str; 5] = ["openssl", "openssl-sys", "aws-lc-rs", "aws-lc-sys", "lettre"];

fn check_edges(edges: &[(String, Vec<String>)]) -> Vec<String> {
    let known = |name: &str| ALLOWED.iter().find(|(allowed, _)| *allowed == name);
    let mut findings = Vec::new();
    for (package, uses) in edges {
        let Some((_, allowed)) = known(package) else {
            findings.push(format!("the crate {package} has no line in the table of allowed edges"));
            continue;
        };
        let forbidden = uses.iter().filter(|used| known(used).is_some() && !allowed.contains(&used.as_str()));
        findings.extend(forbidden.map(|used| format!("{package} may not use {used}")));
    }
    findings
}

fn check_lock(lock: &str) -> Vec<String> {
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    names.filter(|name| BANNED.contains(name)).map(|name| format!("Cargo.lock holds {name}, which is banned")).collect()
}

#[test]
fn crates_only_use_what_the_design_allows() {
    let metadata =
        MetadataCommand::new().manifest_path(top().join("Cargo.toml")).no_deps().exec().expect("cargo metadata");
    let edges: Vec<(String, Vec<String>)> = metadata
        .packages
        .iter()
        .map(|package| (package.name.to_string(), package.dependencies.iter().map(|used| used.name.clone()).collect()))
        .collect();
    assert!(edges.len() >= ALLOWED.len() - 1, "cargo metadata shows only {} crates", edges.len());
    report("forbidden edges between crates", check_edges(&edges));
}

#[test]
fn banned_crates_are_not_in_the_lock_file() {
    let lock = files().into_iter().find(|file| file.path == "Cargo.lock").expect("Cargo.lock is committed");
    report("banned crates", check_lock(&lock.text));
}

#[test]
fn a_forbidden_edge_an_unknown_crate_and_a_banned_crate_are_found() {
    let edges = |package: &str, used: &str| vec![(package.to_owned(), vec![used.to_owned(), "serde".to_owned()])];
    assert_eq!(check_edges(&edges("store", "desk")), [""; 0]);
    assert_eq!(check_edges(&edges("desk", "store")), ["desk may not use store"]);
    assert_eq!(check_edges(&edges("mail", "desk")), ["mail may not use desk"]);
    assert_eq!(check_edges(&edges("reports", "desk")).len(), 1);
    assert_eq!(check_lock("[[package]]\nname = \"openssl-sys\"\nversion = \"1\"\n").len(), 1);
}
