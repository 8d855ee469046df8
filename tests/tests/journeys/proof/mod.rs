//! What the journeys of crash, durability and poison share: a site with real servers around a desk that is killed, a sender
//! that never gives up, and the judges of what arrived. No test stands here.

pub mod judge;
pub mod mta;
pub mod site;
pub mod trace;

use std::fs;
use std::io::Write as _;

/// Says something that a passing test is to be read for, and keeps it in `test-artefacts/proof.txt`.
pub fn report(text: &str) {
    // Not `println!`, which the test runner shows of failed tests only.
    writeln!(std::io::stdout(), "{text}").expect("standard output");
    let folder = journeys::scratch::artefacts();
    fs::create_dir_all(&folder).expect("a folder for the report");
    let mut file = fs::File::options().create(true).append(true).open(folder.join("proof.txt")).expect("the report");
    writeln!(file, "{text}").expect("the report");
}
