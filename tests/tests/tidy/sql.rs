//! SQL stands only in the crate `store` (and in journeys, which judge past the program).

use regex::Regex;

use crate::rust_source::literals;
use crate::tree::{SourceFile, hold};

const STATEMENT: &str = concat!(
    r"\b(SELECT\s.*\sFROM\s|SELECT\s+\w+\(|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s",
    r"|(CREATE|ALTER|DROP)\s+(UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX)\s|PRAGMA\s+\w)"
);

fn check(file: &SourceFile) -> Vec<String> {
    let outside = !file.path.starts_with("crates/store/") && !file.path.starts_with("tests/");
    if outside && file.is(&[".sql"]) {
        return vec![format!("{}: SQL belongs into crates/store", file.path)];
    }
    if !outside || !file.is(&[".rs"]) {
        return Vec::new();
    }
    let statement = Regex::new(&format!("(?s){STATEMENT}")).unwrap();
    let found = literals(&file.text).into_iter().filter(|literal| statement.is_match(&literal.text));
    found.map(|literal| format!("{}:{}: SQL outside of crates/store", file.path, literal.line)).collect()
}

#[test]
fn sql_stands_only_in_store() {
    hold("SQL outside of store", check);
}

#[test]
fn sql_in_another_crate_is_found() {
    let source = "//! x\nconst A: &str = \"SELECT id\n FROM conversations\";\nfn f() { g(\"DELETE FROM jobs WHERE id = $1\") }\n";
    assert_eq!(check(&SourceFile::made_up("crates/web/src/x.rs", source)).len(), 2);
    assert_eq!(check(&SourceFile::made_up("crates/store/src/x.rs", source)).len(), 0);
    assert_eq!(check(&SourceFile::made_up("crates/web/fix.sql", "DELETE FROM jobs")).len(), 1);
    let imap = "//! x\nfn f() { g(\"SELECT INBOX\"); h(\"UPDATE the list\"); }\n";
    assert_eq!(check(&SourceFile::made_up("crates/wire/src/x.rs", imap)), [""; 0]);
}
