//! No file names a path or a host of the machine on which it was written.

use std::env;

use regex::Regex;

use crate::tree::{SourceFile, hold, line_of, top};

fn check(file: &SourceFile) -> Vec<String> {
    if file.is(&[".eml"]) {
        return Vec::new();
    }
    let mut findings = absolute_paths(file);
    if file.is(&["package-lock.json"]) {
        // A lock file names versions and checksums; from where they come is each machine's own matter.
        let host = Regex::new(r#""resolved": "(https?://[^/"]+)"#).unwrap();
        let hosts = host.captures_iter(&file.text).map(|found| found[1].to_owned());
        findings.extend(hosts.map(|host| format!("{}: resolved by {host}", file.path)));
    }
    findings
}

fn absolute_paths(file: &SourceFile) -> Vec<String> {
    // A path starts here only when nothing path-like stands before it. `[r]` keeps the pattern from finding itself.
    let homes = Regex::new(r"(?:^|[^\w.}\-/])(/(?:[h]ome|[U]sers)/[a-z]|/[r]oot/)").unwrap();
    let mut places: Vec<usize> =
        homes.captures_iter(&file.text).filter_map(|found| Some(found.get(1)?.start())).collect();
    let own = [Some(top().display().to_string()), env::var("HOME").ok()];
    for path in own.into_iter().flatten().filter(|path| path.len() > 1) {
        let whole = Regex::new(&format!(r"(?:^|[^\w.}}\-/]){}(?:/|$|\W)", regex::escape(&path))).unwrap();
        places.extend(whole.find_iter(&file.text).map(|found| found.start() + 1));
    }
    places.sort_unstable();
    places.dedup();
    places
        .into_iter()
        .map(|at| format!("{}:{}: a path of somebody's machine", file.path, line_of(&file.text, at)))
        .collect()
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    hold("paths of a machine", check);
}

#[test]
fn a_path_of_a_machine_is_found() {
    let sample = format!("see {}/notes.txt and /{}/anna/x\n", top().display(), "home");
    assert!(!check(&SourceFile::made_up("docs/x.md", &sample)).is_empty());
    assert_eq!(check(&SourceFile::made_up("docs/x.md", &format!("`/{}/.cargo`", "root"))).len(), 1);
    assert_eq!(check(&SourceFile::made_up("docs/x.md", "crates/home/src and ui/home/list")), [""; 0]);
    let lock = "{ \"resolved\": \"https://mirror.example/x.tgz\" }";
    assert_eq!(check(&SourceFile::made_up("ui/package-lock.json", lock)).len(), 1);
}
