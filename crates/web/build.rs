//! Makes sure that the folder of the built user interface exists, so that the crate builds before the interface does.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let built = Path::new(&root).join("../../ui/dist");
    fs::create_dir_all(&built)?;
    println!("cargo::rerun-if-changed=build.rs");
    // A debug build reads the files when they are asked for; an optimised one holds them and must be made anew.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", built.display());
    }
    Ok(())
}
