//! A real browser: runs a script of `tests/browser/` with Debian's Chromium and gives back what the script found.

use std::fs::File;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::process::Server;
use crate::scratch::{Scratch, artefacts, repository};

/// How long a script may take: generous for a loaded machine, since every wait within a script has its own condition.
const DEADLINE: Duration = Duration::from_secs(600);

/// Runs `tests/browser/<script>.mjs` with `input` and returns the value that its steps returned.
/// Panics with the script's own words when it failed; its pictures are then in `test-artefacts/`.
#[must_use]
pub fn run(script: &str, input: &Value) -> Value {
    let scripts = repository().join("tests/browser");
    assert!(
        scripts.join("node_modules/playwright-core").exists(),
        "the browser's driver is missing: make browser-dependencies"
    );
    assert!(std::path::Path::new("/usr/bin/chromium").exists(), "Chromium is not installed: sudo scripts/packages");
    let folder = Scratch::new("chromium");
    let result = folder.join("result.json");
    let mut command = Command::new("node");
    command.arg(scripts.join(format!("{script}.mjs"))).current_dir(&scripts);
    command
        .env("JOURNEY_INPUT", input.to_string())
        .env("JOURNEY_RESULT", &result)
        .env("JOURNEY_ARTEFACTS", artefacts());
    command.env("HOME", folder.path()).env("TMPDIR", folder.path());
    let mut server = Server::start(script, &mut command, &folder.join("output.log"));
    let status = server.wait(DEADLINE);
    assert!(status.success(), "tests/browser/{script}.mjs failed ({status}):\n{}", server.tail());
    let file = File::open(&result)
        .unwrap_or_else(|_| panic!("tests/browser/{script}.mjs ended without a result:\n{}", server.tail()));
    serde_json::from_reader(file).expect("the result is JSON")
}
