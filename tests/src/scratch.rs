//! A private folder of one server or program; what a failed test leaves there is kept in `test-artefacts/`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::process::{keep_at_end, remove_at_end};
use crate::users::Account;

/// Not `TMPDIR`: other accounts must be able to pass through, and the path of a socket may only have about 100 bytes.
const PARENT: &str = "/tmp";

/// A temporary folder, removed when dropped; kept when the test is failing.
#[derive(Debug)]
pub struct Scratch {
    folder: Option<TempDir>,
    name: String,
}

impl Scratch {
    /// A new folder whose name starts with `name`; other accounts of the machine may pass through it, because some servers change theirs.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let prefix = format!("staffetta-{name}-");
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(PARENT).expect("a temporary folder");
        let scratch = Self { folder: Some(folder), name: name.to_owned() };
        open_to_all(scratch.path());
        remove_at_end(scratch.path());
        scratch
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.as_ref().expect("held until dropped").path()
    }

    /// A path within.
    #[must_use]
    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file within and returns its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        fs::create_dir_all(path.parent().expect("a file within the folder"))
            .expect("a folder within the scratch folder");
        fs::write(&path, content).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        path
    }

    /// Makes a folder within that belongs to `owner`, and returns its path.
    pub fn folder_of(&self, name: &str, owner: &Account) -> PathBuf {
        let path = self.join(name);
        fs::create_dir_all(&path).unwrap_or_else(|error| panic!("cannot make {}: {error}", path.display()));
        owner.own(&path);
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let Some(folder) = self.folder.take() else { return };
        keep_at_end(folder.path());
        if std::thread::panicking() {
            keep(folder, &self.name);
        }
    }
}

/// The folder for what failed tests leave: `STAFFETTA_ARTEFACTS`, or `test-artefacts` at the top of the checkout.
#[must_use]
pub fn artefacts() -> PathBuf {
    std::env::var_os("STAFFETTA_ARTEFACTS").map_or_else(|| repository().join("test-artefacts"), PathBuf::from)
}

/// The top of the checkout.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is within the checkout").to_path_buf()
}

fn keep(folder: TempDir, name: &str) {
    let test = std::thread::current().name().unwrap_or("unnamed").replace("::", "-");
    let from = folder.keep();
    let place = artefacts().join(test);
    let target = place.join(format!("{name}-{}", from.file_name().unwrap_or_default().to_string_lossy()));
    // `mv` also crosses file systems and keeps sockets and owners, which a copy of our own would have to repeat.
    let moved = fs::create_dir_all(&place).is_ok()
        && std::process::Command::new("mv").arg(&from).arg(&target).status().is_ok_and(|status| status.success());
    let kept = if moved { target } else { from };
    eprintln!("kept for a look: {}", kept.display());
}

fn open_to_all(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
}
