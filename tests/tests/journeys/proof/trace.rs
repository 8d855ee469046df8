//! Reading what strace wrote, and the checker of the durability order: a pure function over a trace. Knows nothing of mail but the
//! words with which the desk acknowledges it.

/// One call of the system: the lines of the trace on which it began and returned, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub began: usize,
    pub returned: usize,
    pub name: String,
    pub arguments: String,
}

/// Reads a trace of `strace -f -yy`: calls in the order in which they began. A call that never returned, returned nowhere.
pub fn read(trace: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (number, line) in trace.lines().enumerate() {
        let Some((process, text)) = line.split_once(' ') else { continue };
        let text = text.trim_start();
        if let Some(rest) = text.strip_prefix("<... ") {
            if let Some(at) = open.iter().position(|(waiting, _)| waiting == process) {
                let (_, index) = open.swap_remove(at);
                calls[index].returned = number;
                calls[index].arguments.push_str(rest);
            }
            continue;
        }
        let Some((name, arguments)) = text.split_once('(') else { continue };
        let unfinished = arguments.ends_with("<unfinished ...>");
        if unfinished {
            open.push((process.to_owned(), calls.len()));
        }
        let returned = if unfinished { usize::MAX } else { number };
        calls.push(Call { began: number, returned, name: name.to_owned(), arguments: arguments.to_owned() });
    }
    calls
}

impl Call {
    fn is_sync(&self) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync" | "syncfs") && self.arguments.ends_with("= 0")
    }

    fn is_write(&self) -> bool {
        ["write", "writev", "pwrite64", "sendto", "sendmsg"].contains(&self.name.as_str())
    }

    /// The path or socket behind the first argument.
    fn on(&self) -> &str {
        let first = self.arguments.split_once('<').map_or("", |(_, rest)| rest);
        first.split('>').next().unwrap_or_default()
    }

    fn is_acknowledgement(&self, word: &str) -> bool {
        self.is_write() && self.arguments.contains("TCP") && self.arguments.contains(word)
    }
}

/// What is wrong with a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was acknowledged, so nothing is proven.
    NothingAcknowledged,
    /// No raw bytes were stored before.
    NothingStored,
    /// The raw bytes' file was not synced, or its name was not, before the acknowledgement.
    BytesNotSynced,
    /// The database's log with the arrival was not synced before the acknowledgement.
    DatabaseNotSynced,
}

/// Checks that before the first write of `word` to a socket the sync of the raw bytes' file, of its name, and of the database's
/// log with the arrival that names it had all returned. Returns the lines of the trace that prove it, for a look.
pub fn check(calls: &[Call], word: &str) -> Result<Vec<usize>, Fault> {
    let said = calls.iter().find(|call| call.is_acknowledgement(word)).ok_or(Fault::NothingAcknowledged)?;
    let before: Vec<&Call> = calls.iter().filter(|call| call.returned < said.began).collect();
    // The last name that was given before: by it the mail that is acknowledged was stored.
    let renamed =
        before.iter().rev().find(|call| call.name.starts_with("rename") && call.arguments.contains("/temporary/"));
    let renamed = renamed.ok_or(Fault::NothingStored)?;
    let paths: Vec<&str> = renamed.arguments.split('"').skip(1).step_by(2).collect();
    let [temporary, stored] = paths[..] else { return Err(Fault::NothingStored) };
    let folder = stored.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = |from: usize| before.iter().find(|call| call.name == "syncfs" && call.is_sync() && call.began > from);
    let written =
        before.iter().rev().find(|call| call.is_write() && call.on() == temporary).ok_or(Fault::NothingStored)?;
    let synced =
        |path: &str, from: usize| before.iter().find(|call| call.is_sync() && call.on() == path && call.began > from);
    let bytes = synced(temporary, written.returned).or_else(|| whole(renamed.returned)).ok_or(Fault::BytesNotSynced)?;
    let name = synced(folder, renamed.returned).or_else(|| whole(renamed.returned)).ok_or(Fault::BytesNotSynced)?;
    let hash: String = stored.rsplitn(3, '/').take(2).collect::<Vec<_>>().into_iter().rev().collect();
    let logged = before
        .iter()
        .find(|call| call.is_write() && call.on().ends_with("-wal") && call.arguments.contains(&hash))
        .ok_or(Fault::DatabaseNotSynced)?;
    let log = logged.on();
    let committed = synced(log, logged.returned).ok_or(Fault::DatabaseNotSynced)?;
    Ok([written, bytes, renamed, name, logged, committed, &said].iter().map(|call| call.began + 1).collect())
}
