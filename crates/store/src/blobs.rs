//! Blobs: bytes under the name of their SHA-256, compressed, on the local disk. A name is hex and nothing else (B4).
//! What `put` returned is durable: file, name and folder are synced before. Object storage joins behind this type.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zstd::bulk::Compressor;

use crate::{Error, Result};

/// Fast, and mail is mostly text: higher levels cost more time than they save disk.
const COMPRESSION: i32 = 1;
/// Where blobs lie that nothing needs, before they are removed.
const DISCARDED: &str = "discarded";
/// How long they lie there.
const DISCARD_AFTER: std::time::Duration = std::time::Duration::from_secs(3_600);
/// From so many files on, one sync of the file system is cheaper than one of each file.
const SYNC_TOGETHER: usize = 4;

/// The blob folder.
#[derive(Debug)]
pub struct Blobs {
    root: PathBuf,
    counter: AtomicU64,
    /// False only in fault tests that prove that the sync matters.
    sync: bool,
}

/// The name of a blob: SHA-256 of its bytes in lower-case hex.
#[must_use]
pub fn name(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

impl Blobs {
    /// Opens the folder, making it where there is none, and removes what a crash left half-written an hour ago or more:
    /// another process (`staffetta deliver`) may be writing at this moment.
    ///
    /// # Errors
    /// When it cannot be made or written to.
    pub fn open(root: &Path) -> Result<Self> {
        let blobs = Self { root: root.to_path_buf(), counter: AtomicU64::new(0), sync: true };
        let temporary = blobs.temporary();
        let failed = |error: std::io::Error| blobs.failed("folder", &error);
        fs::create_dir_all(&temporary).map_err(failed)?;
        remove_left_behind(&temporary).map_err(failed)?;
        for number in 0..=255_u8 {
            fs::create_dir_all(root.join(HEXLOWER.encode(&[number]))).map_err(failed)?;
        }
        sync_folder(root).map_err(failed)?;
        Ok(blobs)
    }

    /// The same folder without syncing: for the test that shows that the order of syncs is watched.
    #[must_use]
    pub fn without_sync(mut self) -> Self {
        self.sync = false;
        self
    }

    fn temporary(&self) -> PathBuf {
        self.root.join("temporary")
    }

    fn failed(&self, blob: &str, error: &std::io::Error) -> Error {
        Error::Blob { blob: blob.to_string(), why: format!("{}: {error}", self.root.display()) }
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        let is_name = name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match name.split_at_checked(2) {
            Some((folder, rest)) if is_name => Ok(self.root.join(folder).join(rest)),
            _ => Err(Error::Blob { blob: name.to_string(), why: "is no name of a blob".into() }),
        }
    }

    /// Stores bytes; blocks until they are durable. The same bytes are stored once.
    ///
    /// # Errors
    /// When the disk refuses; then nothing may be acknowledged.
    pub fn put(&self, bytes: &[u8]) -> Result<String> {
        let mut names = self.put_all(&[bytes])?;
        names.pop().ok_or_else(|| Error::Blob { blob: String::new(), why: "nothing was stored".into() })
    }

    /// Stores several at once with fewer syncs; blocks until all are durable.
    ///
    /// # Errors
    /// When the disk refuses any of them; then nothing may be acknowledged.
    pub fn put_all(&self, all: &[&[u8]]) -> Result<Vec<String>> {
        let together = all.len() >= SYNC_TOGETHER;
        let mut names = Vec::with_capacity(all.len());
        let mut compressor = self.compressor()?;
        for bytes in all {
            let name = name(bytes);
            let path = self.path(&name)?;
            if !self.holds(&path, bytes) {
                self.write(&path, &mut compressor, bytes, !together).map_err(|error| self.failed(&name, &error))?;
            } else if !together {
                self.sync_existing(&path).map_err(|error| self.failed(&name, &error))?;
            }
            names.push(name);
        }
        if together && self.sync {
            sync_file_system(&self.root).map_err(|error| self.failed("file system", &error))?;
        }
        Ok(names)
    }

    /// True when the file is there and whole: a crash may have left a name without its bytes.
    fn holds(&self, path: &Path, bytes: &[u8]) -> bool {
        path.exists() && read_whole(path).is_ok_and(|stored| stored == bytes)
    }

    /// One for many files: making it costs as much as compressing a small mail.
    fn compressor(&self) -> Result<Compressor<'static>> {
        Compressor::new(COMPRESSION).map_err(|error| self.failed("compressor", &error))
    }

    fn write(&self, path: &Path, compressor: &mut Compressor<'_>, bytes: &[u8], sync: bool) -> std::io::Result<()> {
        let sync = sync && self.sync;
        let compressed = compressor.compress(bytes)?;
        let (temporary, mut file) = self.fresh()?;
        let written = file.write_all(&compressed).and_then(|()| if sync { file.sync_data() } else { Ok(()) });
        if let Err(error) = written.and_then(|()| fs::rename(&temporary, path)) {
            // A full disk is not filled further by what did not fit.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        if sync { path.parent().map_or(Ok(()), sync_folder) } else { Ok(()) }
    }

    /// A file that nobody else writes: nodes that share the folder may have the same process id.
    fn fresh(&self) -> std::io::Result<(PathBuf, File)> {
        loop {
            let number = self.counter.fetch_add(1, Ordering::Relaxed);
            let temporary = self.temporary().join(format!("{}-{number}", std::process::id()));
            match File::create_new(&temporary) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => return Ok((temporary, made?)),
            }
        }
    }

    fn sync_existing(&self, path: &Path) -> std::io::Result<()> {
        if self.sync {
            File::open(path)?.sync_data()?;
            path.parent().map_or(Ok(()), sync_folder)?;
        }
        Ok(())
    }

    /// Reads a blob and checks it against its name.
    ///
    /// # Errors
    /// When it is missing or damaged.
    pub fn get(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.path(name)?;
        let read = read_whole(&path).or_else(|error| read_whole(&self.discard_path(name)).map_err(|_| error));
        let bytes = read.map_err(|error| self.failed(name, &error))?;
        if self::name(&bytes) != name {
            return Err(Error::Blob { blob: name.to_string(), why: "its bytes do not match its name".into() });
        }
        Ok(bytes)
    }

    /// Sets a blob apart that nothing needs: it can still be read until [`Blobs::settle_discarded`] is asked about it.
    ///
    /// # Errors
    /// When the disk refuses. A blob that is not there is none.
    pub fn discard(&self, name: &str) -> Result<()> {
        let path = self.path(name)?;
        let apart =
            fs::create_dir_all(self.root.join(DISCARDED)).and_then(|()| fs::rename(path, self.discard_path(name)));
        match apart {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(self.failed(name, &error)),
            _ => Ok(()),
        }
    }

    /// The blobs that were set apart at least [`DISCARD_AFTER`] ago: whoever found one there before that, when storing
    /// the same bytes, has committed what needs it by now.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn discarded(&self) -> Result<Vec<String>> {
        let failed = |error: std::io::Error| self.failed("folder", &error);
        let entries = match fs::read_dir(self.root.join(DISCARDED)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            // The change of a name is a change of its inode, which the time of the last writing does not show.
            let changed = rustix::fs::stat(entry.path()).map_err(|error| failed(error.into()))?.st_ctime;
            let age = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
            if age.saturating_sub(u64::try_from(changed).unwrap_or(0)) >= DISCARD_AFTER.as_secs() {
                names.extend(entry.file_name().into_string());
            }
        }
        Ok(names)
    }

    /// Puts a blob back that is needed after all, or removes it for good.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn settle_discarded(&self, name: &str, needed: bool) -> Result<()> {
        let (path, apart) = (self.path(name)?, self.discard_path(name));
        let settled = if needed && !path.exists() { fs::rename(apart, path) } else { fs::remove_file(apart) };
        settled.map_err(|error| self.failed(name, &error))
    }

    fn discard_path(&self, name: &str) -> PathBuf {
        self.root.join(DISCARDED).join(name)
    }

    /// Bytes free on the disk of the folder.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn free_bytes(&self) -> Result<u64> {
        let stat = rustix::fs::statvfs(&self.root).map_err(|error| self.failed("folder", &error.into()))?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
}

fn read_whole(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::new(File::open(path)?)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn remove_left_behind(temporary: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(temporary)? {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age.as_secs() >= 3_600 {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

fn sync_file_system(path: &Path) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(path)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_are_stored_once() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let name = blobs.put(b"hello").unwrap();
        assert_eq!(blobs.put(b"hello").unwrap(), name);
        assert_eq!(blobs.get(&name).unwrap(), b"hello");
        let many: Vec<Vec<u8>> = (0..10_u8).map(|n| vec![n; 1_000]).collect();
        let slices: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
        for (name, bytes) in blobs.put_all(&slices).unwrap().iter().zip(&many) {
            assert_eq!(&blobs.get(name).unwrap(), bytes);
        }
    }

    #[test]
    fn a_name_that_a_crash_left_without_bytes_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let path = blobs.path(&name(b"mail")).unwrap();
        fs::write(&path, b"").unwrap();
        blobs.put(b"mail").unwrap();
        assert_eq!(blobs.get(&name(b"mail")).unwrap(), b"mail");
    }

    ///
    #[test]
    fn a_file_that_another_node_writes_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let others = blobs.temporary().join(format!("{}-0", std::process::id()));
        fs::write(&others, b"half a mail").unwrap();
        let name = blobs.put(b"mail").unwrap();
        assert_eq!(blobs.get(&name).unwrap(), b"mail");
        assert_eq!(fs::read(&others).unwrap(), b"half a mail");
    }

    #[test]
    fn what_could_not_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let name = name(b"mail");
        fs::remove_dir(folder.path().join(name.get(..2).unwrap())).unwrap();
        assert!(blobs.put(b"mail").is_err());
        assert_eq!(fs::read_dir(blobs.temporary()).unwrap().count(), 0);
    }

    /// bytes that arrive anew while they are being given up are not lost.
    #[test]
    fn what_is_discarded_is_readable_until_it_is_settled() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let (wanted, unwanted) = (blobs.put(b"wanted").unwrap(), blobs.put(b"unwanted").unwrap());
        for name in [&wanted, &unwanted] {
            blobs.discard(name).unwrap();
            blobs.discard(name).unwrap();
            assert!(blobs.get(name).is_ok(), "it can still be read");
        }
        assert_eq!(blobs.discarded().unwrap(), [""; 0], "an hour has not passed");
        blobs.settle_discarded(&wanted, true).unwrap();
        blobs.settle_discarded(&unwanted, false).unwrap();
        assert_eq!(blobs.get(&wanted).unwrap(), b"wanted");
        assert!(blobs.get(&unwanted).is_err());
        let again = blobs.put(b"unwanted").unwrap();
        assert_eq!(blobs.get(&again).unwrap(), b"unwanted");
    }

    #[test]
    fn damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let name = blobs.put(b"mail").unwrap();
        fs::write(blobs.path(&name).unwrap(), zstd::bulk::compress(b"other", 1).unwrap()).unwrap();
        assert!(matches!(blobs.get(&name), Err(Error::Blob { .. })));
    }

    #[test]
    fn only_hex_names_reach_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        for bad in ["../../etc/passwd", "", "ab", &"g".repeat(64), &"A".repeat(64), &format!("{}/", "a".repeat(63))] {
            assert!(blobs.get(bad).is_err(), "{bad}");
        }
    }
}
