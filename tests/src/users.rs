//! The accounts under which servers run: as root, servers that refuse root get their package's account; otherwise everything is the caller's.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// An account of this machine.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// The name of its group.
    pub group: String,
    uid: u32,
    gid: u32,
}

/// Whether the tests run as root.
#[must_use]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Account {
    /// The named account when the tests run as root, else the account that runs the tests. Panics when the account does not exist.
    #[must_use]
    pub fn named_or_own(name: &str) -> Self {
        let uid = rustix::process::geteuid();
        if uid.is_root() {
            Self::find(|account, _| account == name).unwrap_or_else(|| missing(name))
        } else {
            Self::own_account(uid.as_raw())
        }
    }

    /// The named account, when it exists.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::find(|account, _| account == name)
    }

    fn own_account(uid: u32) -> Self {
        Self::find(|_, found| found == uid)
            .unwrap_or_else(|| panic!("the account {uid} that runs the tests is not in /etc/passwd"))
    }

    fn find(wanted: impl Fn(&str, u32) -> bool) -> Option<Self> {
        let passwd = fs::read_to_string("/etc/passwd").expect("/etc/passwd");
        passwd.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let (name, uid, gid) = (*fields.first()?, fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
            wanted(name, uid).then(|| Self { name: name.to_owned(), group: group_name(gid), uid, gid })
        })
    }

    /// Gives a path to this account; nothing when the tests do not run as root, because then all is one account's.
    pub fn own(&self, path: &Path) {
        if is_root() {
            std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
                .unwrap_or_else(|error| panic!("cannot give {} to {}: {error}", path.display(), self.name));
        }
    }

    /// Makes a command run under this account.
    pub fn run<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if is_root() { command.uid(self.uid).gid(self.gid) } else { command }
    }
}

fn group_name(gid: u32) -> String {
    let groups = fs::read_to_string("/etc/group").expect("/etc/group");
    let found = groups.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        (fields.get(2)?.parse::<u32>().ok()? == gid).then(|| fields[0].to_owned())
    });
    found.unwrap_or_else(|| panic!("the group {gid} is not in /etc/group"))
}

fn missing(name: &str) -> ! {
    panic!("the account {name} does not exist; install the servers that the tests need: sudo scripts/packages")
}
