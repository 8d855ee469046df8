//! A server process that never outlives its test: killed by its own id on drop, and by a watcher when the test process itself dies.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::TcpStream;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::wait::{wait_until, wait_within};

/// A running program in a process group of its own, with its standard error (and output, unless taken) in a file.
#[derive(Debug)]
pub struct Server {
    child: Child,
    name: String,
    log: PathBuf,
    ended: Option<ExitStatus>,
}

impl Server {
    /// Starts `command`; what it prints goes to `log`. Panics, naming the package's remedy, when the program does not exist.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Self {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", log.display()));
        let output = file.try_clone().expect("a second handle on the log");
        Self::spawn(name, command.stdout(output).stderr(file), log)
    }

    /// Like [`Server::start`], but standard output is left to the caller: see [`Server::child`].
    pub fn start_piped(name: &str, command: &mut Command, log: &Path) -> Self {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", log.display()));
        Self::spawn(name, command.stdout(Stdio::piped()).stderr(file), log)
    }

    fn spawn(name: &str, command: &mut Command, log: &Path) -> Self {
        let child = command.stdin(Stdio::null()).process_group(0).spawn().unwrap_or_else(|error| {
            panic!(
                "cannot start {name} ({}): {error}; is it installed? sudo scripts/packages",
                command.get_program().display()
            )
        });
        watch(&format!("add {}", child.id()));
        Self { child, name: name.to_owned(), log: log.to_path_buf(), ended: None }
    }

    /// The process, for its standard output.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it printed so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The last lines that it printed, for a failure report.
    #[must_use]
    pub fn tail(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// How it ended, or nothing while it runs.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().expect("the child is ours");
            if self.ended.is_some() {
                watch(&format!("del {}", self.child.id()));
            }
        }
        self.ended
    }

    /// Panics with the end of the log when the program has ended although the test still needs it.
    pub fn assert_running(&mut self) {
        if let Some(status) = self.ended() {
            panic!("{} ended too early ({status}):\n{}", self.name, self.tail());
        }
    }

    /// Waits until it listens on a port of 127.0.0.1; panics at once when it ends instead.
    pub fn await_port(&mut self, port: u16) {
        wait_until(&format!("{} to listen on port {port}", self.name), || {
            self.assert_running();
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
    }

    /// Sends a signal to the program itself, not to its group.
    pub fn signal(&mut self, signal: Signal) {
        if self.ended().is_none() {
            kill_process(pid(&self.child), signal).expect("the child is ours");
        }
    }

    /// Waits for its end; panics when it does not come within `deadline`.
    pub fn wait(&mut self, deadline: Duration) -> ExitStatus {
        let what = format!("{} to end", self.name);
        wait_within(deadline, &what, || self.ended())
    }

    /// Kills the program and its group at once (SIGKILL) and waits until it is gone.
    pub fn kill(&mut self) -> ExitStatus {
        if self.ended().is_none() {
            // A group that is already gone is what was wanted.
            let _ = kill_process_group(pid(&self.child), Signal::KILL);
            let status = self.child.wait().unwrap_or_else(|_| ExitStatus::from_raw(9));
            self.ended = Some(status);
            watch(&format!("del {}", self.child.id()));
        }
        self.ended.expect("set above")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the last lines of {}:\n{}\n---", self.name, self.tail());
        }
        self.kill();
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("a process id")).expect("a process id is not 0")
}

/// Reads what this process starts and, when its input ends because this process ended, however that was, stops and removes what is left.
const WATCHER: &str = r#"
groups=' '
folders=' '
while read -r verb value; do
  case $verb in
    add) groups="$groups$value " ;;
    del) groups="${groups%% $value *} ${groups#* $value }" ;;
    folder) folders="$folders$value " ;;
    keep) folders="${folders%% $value *} ${folders#* $value }" ;;
  esac
done
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=
  for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && left=yes; done
  [ -n "$left" ] || break
  sleep 0.1
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
for folder in $folders; do case $folder in */staffetta-*) rm -rf "$folder" ;; esac; done
"#;

/// Lets the watcher remove a scratch folder at the end of this process, for the case that nothing drops it.
pub fn remove_at_end(folder: &Path) {
    watch(&format!("folder {}", folder.display()));
}

/// Takes [`remove_at_end`] back.
pub fn keep_at_end(folder: &Path) {
    watch(&format!("keep {}", folder.display()));
}

#[expect(clippy::zombie_processes, reason = "the watcher outlives this process: that is its purpose")]
fn watch(line: &str) {
    static WATCHER_INPUT: OnceLock<Mutex<ChildStdin>> = OnceLock::new();
    let input = WATCHER_INPUT.get_or_init(|| {
        let mut command = Command::new("sh");
        command
            .args(["-c", WATCHER])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let mut child = command.spawn().expect("sh");
        Mutex::new(child.stdin.take().expect("piped above"))
    });
    let mut input = input.lock().expect("no panic while it is held");
    writeln!(input, "{line}").expect("the watcher lives as long as this process");
}
