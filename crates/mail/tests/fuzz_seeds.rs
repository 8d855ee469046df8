//! Replays the seeds of the fuzz targets, which are findings too, and our mails, with the same checks under the stable compiler.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../../fuzz/src/checks/mod.rs"]
mod checks;

use checks::{compose, headers, parse, quote, sanitise};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn replay(target: &str, check: fn(&[u8])) {
    let seeds = files(&top().join("fuzz/seeds").join(target));
    assert!(seeds.len() >= 3, "{target} has only {} seeds", seeds.len());
    for seed in seeds {
        println!("{}", seed.display());
        check(&fs::read(&seed).unwrap());
    }
}

#[test]
fn seeds_of_parse_hold() {
    replay("parse", parse::check);
}

/// SB-13
#[test]
fn seeds_of_quote_hold() {
    replay("quote", quote::check);
}

#[test]
fn seeds_of_sanitise_hold() {
    replay("sanitise", sanitise::check);
}

#[test]
fn seeds_of_headers_hold() {
    replay("headers", headers::check);
}

#[test]
fn seeds_of_compose_hold() {
    replay("compose", compose::check);
}

#[test]
fn every_mail_of_ours_holds() {
    let mails: Vec<_> = files(&top().join("fixtures/mail"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .collect();
    assert!(mails.len() > 50, "only {} mails", mails.len());
    for path in mails {
        println!("{}", path.display());
        let raw = fs::read(&path).unwrap();
        parse::check(&raw);
        headers::check(&raw);
        let mail = mail::parse(&raw);
        quote::check(mail.text.as_bytes());
        sanitise::check(mail.html.unwrap_or_default().as_bytes());
    }
}
