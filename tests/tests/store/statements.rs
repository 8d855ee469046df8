//! Every statement of the store is understood by its database: syntax, names and the types of its values.

use std::fs;
use std::path::{Path, PathBuf};

use journeys::scratch::repository;
use store::{Engine, statements};

use crate::{Desk, both};

#[tokio::test]
async fn every_statement_prepares_on_its_database() {
    both(async |desk: &Desk| {
        let own = match desk.db.engine() {
            Engine::Sqlite => statements::SQLITE,
            Engine::Postgres => statements::POSTGRES,
        };
        let all: Vec<&'static str> =
            statements::SHARED.iter().chain(own).flat_map(|file| file.iter().copied()).collect();
        assert!(all.len() > 100, "only {} statements are listed", all.len());
        for sql in all {
            desk.db.read(move |tx| tx.prepare(sql)).await.unwrap_or_else(|error| panic!("{sql}\n{error}"));
        }
    })
    .await;
}

#[test]
fn every_file_with_statements_is_listed() {
    let source = repository().join("crates/store/src");
    let listed = fs::read_to_string(source.join("statements.rs")).unwrap();
    let mut found = 0;
    for file in rust_files(&source) {
        if !fs::read_to_string(&file).unwrap().contains("crate::statements! {") {
            continue;
        }
        found += 1;
        let module = file.strip_prefix(&source).unwrap().with_extension("");
        let module = module.to_string_lossy().trim_end_matches("/mod").replace('/', "::");
        assert!(listed.contains(&format!("crate::{module}::STATEMENTS")), "statements of {module} are not listed");
    }
    assert!(found > 20, "only {found} files with statements were found");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
