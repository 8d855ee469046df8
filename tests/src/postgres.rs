//! A PostgreSQL of this test process: one server that all tests share, a new database for each, synced to disk like a real one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::ports::free_port;
use crate::process::Server;
use crate::scratch::{Scratch, artefacts};
use crate::users::Account;
use crate::wait::wait_until;

/// A running server. Most tests want [`fresh_database`]; a server of one's own is for tests that stop it.
#[derive(Debug)]
pub struct Postgres {
    server: Server,
    folder: Scratch,
    owner: Account,
    port: u16,
}

/// A database of one test: empty, removed when dropped, dumped into `test-artefacts/` when the test is failing.
#[derive(Debug)]
pub struct Database {
    /// `postgres://…`, as the program takes it.
    pub url: String,
    name: String,
    port: u16,
}

/// A new, empty database on the server that all tests of this process share.
#[must_use]
pub fn fresh_database() -> Database {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    SHARED.get_or_init(Postgres::start).fresh_database()
}

impl Postgres {
    /// Starts a server on an empty folder.
    #[must_use]
    pub fn start() -> Self {
        let programs = programs();
        let folder = Scratch::new("postgres");
        let owner = Account::named_or_own("postgres");
        let data = folder.folder_of("data", &owner);
        folder.folder_of("socket", &owner);
        let mut initdb = Command::new(programs.join("initdb"));
        initdb
            .args([
                "--username=staffetta",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                "-D",
            ])
            .arg(&data);
        let output = owner.run(&mut initdb).current_dir(folder.path()).output().expect("initdb starts");
        assert!(output.status.success(), "initdb failed: {}", String::from_utf8_lossy(&output.stderr));
        let port = free_port();
        let server = launch(&programs, &folder, &owner, port);
        let mut postgres = Self { server, folder, owner, port };
        postgres.await_ready();
        postgres
    }

    /// The process id of the server, whose children its other processes are.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    /// A new, empty database on this server.
    #[must_use]
    pub fn fresh_database(&self) -> Database {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("desk_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        run_sql(self.port, "postgres", &format!("CREATE DATABASE {name}"))
            .unwrap_or_else(|error| panic!("no new database: {error}"));
        Database { url: format!("postgres://staffetta@127.0.0.1:{}/{name}", self.port), name, port: self.port }
    }

    /// Stops the server at once, as a crash would; its data stay for [`Postgres::restart`].
    pub fn stop(&mut self) {
        self.server.signal(rustix::process::Signal::QUIT);
        self.server.wait(crate::wait::DEADLINE);
    }

    /// Starts it again on the same port with the same data.
    pub fn restart(&mut self) {
        self.stop();
        self.server = launch(&programs(), &self.folder, &self.owner, self.port);
        self.await_ready();
    }

    fn await_ready(&mut self) {
        let (server, port) = (&mut self.server, self.port);
        wait_until("PostgreSQL to answer", || {
            server.assert_running();
            run_sql(port, "postgres", "SELECT 1").is_ok()
        });
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // QUIT lets it end its own children and free its shared memory, which a plain kill would leave behind.
        self.server.signal(rustix::process::Signal::QUIT);
        self.server.wait(crate::wait::DEADLINE);
    }
}

impl Database {
    /// Runs one statement and returns its rows, columns divided by `|`: for a judge that looks past the program.
    #[must_use]
    pub fn rows(&self, statement: &str) -> Vec<String> {
        let output = run_sql(self.port, &self.name, statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
        output.lines().map(str::to_owned).collect()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let file = artefacts()
                .join(format!("{}.sql", std::thread::current().name().unwrap_or(&self.name).replace("::", "-")));
            let kept = fs::create_dir_all(artefacts()).is_ok()
                && connection("pg_dump", self.port, &self.name)
                    .arg("--file")
                    .arg(&file)
                    .status()
                    .is_ok_and(|status| status.success());
            if kept {
                eprintln!("kept for a look: {}", file.display());
            }
        }
        // A server that the test stopped takes its databases with it.
        let _ = run_sql(self.port, "postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn launch(programs: &Path, folder: &Scratch, owner: &Account, port: u16) -> Server {
    let mut command = Command::new(programs.join("postgres"));
    command.arg("-D").arg(folder.join("data")).arg("-p").arg(port.to_string()).arg("-k").arg(folder.join("socket"));
    for setting in [
        "listen_addresses=127.0.0.1",
        "fsync=on",
        "max_connections=300",
        "shared_buffers=64MB",
        "log_min_messages=warning",
    ] {
        command.args(["-c", setting]);
    }
    owner.run(&mut command).current_dir(folder.path());
    Server::start("postgres", &mut command, &folder.join("postgres.log"))
}

fn connection(program: &str, port: u16, database: &str) -> Command {
    let mut command = Command::new(programs().join(program));
    command
        .args(["--host=127.0.0.1", "--username=staffetta", "--no-password"])
        .arg(format!("--port={port}"))
        .arg(format!("--dbname={database}"));
    command
}

fn run_sql(port: u16, database: &str, statement: &str) -> Result<String, String> {
    let mut command = connection("psql", port, database);
    command.args([
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "-v",
        "ON_ERROR_STOP=1",
        "--command",
        statement,
    ]);
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// The folder of the newest PostgreSQL's programs.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_string_lossy().parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("postgres").exists())
        .max_by_key(|(version, _)| *version);
    newest.unwrap_or_else(|| panic!("PostgreSQL is not installed: sudo scripts/packages")).1
}
