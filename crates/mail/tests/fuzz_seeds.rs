//! The seeds of the fuzzing targets and all fixtures, through the checks of the targets.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

#[path = "../../../fuzz/src/checks.rs"]
mod checks;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn replay(target: &str, check: fn(&[u8])) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut seeds = Vec::new();
    files(&root.join("fuzz/seeds").join(target), &mut seeds);
    assert!(!seeds.is_empty(), "{target} has no seeds");
    files(&root.join("fixtures/mail"), &mut seeds);
    for seed in seeds {
        println!("{}", seed.display());
        check(&std::fs::read(seed).unwrap());
    }
}

#[test]
fn parse_holds_for_its_seeds() {
    replay("parse", checks::parse);
}

/// SB-13
#[test]
fn quote_holds_for_its_seeds() {
    replay("quote", checks::quote);
}

#[test]
fn sanitise_holds_for_its_seeds() {
    replay("sanitise", checks::sanitise_html);
}

#[test]
fn headers_holds_for_its_seeds() {
    replay("headers", checks::headers);
}

#[test]
fn compose_holds_for_its_seeds() {
    replay("compose", checks::composed);
}
