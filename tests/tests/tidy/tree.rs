//! The files of the checkout as the rules see them: what git tracks or would track, as text.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file of the tree.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the top of the checkout, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl SourceFile {
    /// A file that a self-test makes up.
    pub fn made_up(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether the name ends in one of these, such as `.rs`.
    pub fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// Whether the whole file is test code, or a made-up desk for developers: rules about texts and length leave it alone.
    pub fn is_test(&self) -> bool {
        let in_folder =
            self.path.split('/').rev().skip(1).any(|part| matches!(part, "tests" | "benches" | "fixtures" | "test"));
        in_folder || self.path.starts_with("ui/dev/") || self.is(&["/tests.rs", ".test.ts", ".spec.ts"])
    }

    /// The crate that the file belongs to, when it is one of `crates/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// The top of the checkout.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The paths of all files that are tracked or not ignored.
pub fn paths() -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(top());
    let output = git.output().expect("git is needed to know which files belong to the tree");
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let mut paths: Vec<String> = listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    paths.retain(|path| top().join(path).exists());
    paths.sort();
    paths.dedup();
    assert!(paths.len() > 10, "only {} files found: is this the checkout?", paths.len());
    paths
}

/// All text files.
pub fn files() -> Vec<SourceFile> {
    let read = |path: String| Some(SourceFile { text: fs::read_to_string(top().join(&path)).ok()?, path });
    paths().into_iter().filter_map(read).collect()
}

/// The number of the line, from 1, in which the byte at `offset` stands.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Runs a check over all files and panics with everything that it found.
pub fn hold(rule: &str, check: impl Fn(&SourceFile) -> Vec<String>) {
    report(rule, files().iter().flat_map(check).collect());
}

/// Panics with the findings, unless there are none.
pub fn report(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule} ({} findings):\n  {}\n", findings.len(), findings.join("\n  "));
}
