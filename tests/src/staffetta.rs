//! The program under test: started as a person would start it, stopped by a signal or killed, started again on the same data.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use crate::api::{Api, status_of};
use crate::ports::free_port;
use crate::process::Server;
use crate::scratch::Scratch;
use crate::wait::{DEADLINE, wait_until};

/// What to start. The defaults are a `serve` on SQLite.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A PostgreSQL URL; without one the desk uses SQLite in its data folder.
    pub database: Option<String>,
    /// More arguments.
    pub arguments: Vec<OsString>,
    /// More environment, such as kill points (`STAFFETTA_KILL_AT`) or `SSL_CERT_FILE`.
    pub environment: Vec<(String, OsString)>,
    /// A program that starts ours, with its arguments: `strace -f -o FILE`.
    pub wrapper: Vec<OsString>,
}

/// A desk that runs or ran, with its data.
#[derive(Debug)]
pub struct Staffetta {
    server: Server,
    verb: Verb,
    options: Options,
    folder: Scratch,
    ports: Ports,
    /// What `demo` printed when it was ready; `null` for `serve`.
    pub ready: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Serve,
    Demo,
}

/// The addresses of a desk, which stay the same over restarts.
#[derive(Debug, Clone, Copy)]
struct Ports {
    http: u16,
    smtp: u16,
    lmtp: u16,
}

impl Staffetta {
    /// Starts `serve` on an empty data folder and waits until `/readyz` says yes.
    #[must_use]
    pub fn serve(options: Options) -> Self {
        Self::start(Verb::Serve, options)
    }

    /// Starts `demo --ready-json` on an empty data folder and waits for its line. Without sample mail: add `--empty` to the arguments.
    #[must_use]
    pub fn demo(options: Options) -> Self {
        Self::start(Verb::Demo, options)
    }

    fn start(verb: Verb, options: Options) -> Self {
        let folder = Scratch::new("desk");
        let ports = Ports { http: free_port(), smtp: free_port(), lmtp: free_port() };
        let mut server = launch(verb, &options, &folder, ports);
        let ready = await_ready(verb, &mut server, ports);
        Self { server, verb, options, folder, ports, ready }
    }

    /// The address of its pages and API, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.http)
    }

    /// The port of its SMTP listener.
    #[must_use]
    pub fn smtp_port(&self) -> u16 {
        self.ports.smtp
    }

    /// The port of its LMTP listener (`serve` only).
    #[must_use]
    pub fn lmtp_port(&self) -> u16 {
        self.ports.lmtp
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Its process id; the wrapper's when there is one.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    /// What it wrote to standard error, over all its lives.
    #[must_use]
    pub fn log(&self) -> String {
        self.server.log()
    }

    /// A client of its API that is not signed in.
    #[must_use]
    pub fn api(&self) -> Api {
        Api::new(&self.address())
    }

    /// A client signed in as the first agent that `demo` announced.
    #[must_use]
    pub fn signed_in(&self) -> Api {
        let agent = &self.ready["agents"][0];
        let word = |name: &str| {
            agent[name].as_str().unwrap_or_else(|| panic!("the ready line has no agent: {}", self.ready)).to_owned()
        };
        Api::sign_in(&self.address(), &word("email"), &word("password"))
    }

    /// Creates the first agent by the set-up link that `serve` printed, and returns a client signed in as that agent.
    #[must_use]
    pub fn set_up(&self, email: &str, password: &str) -> Api {
        let token = crate::wait::wait_for("the set-up link on standard error", || set_up_token(&self.log()));
        let body = serde_json::json!({"token": token, "name": "First Agent", "email": email, "password": password});
        self.api().post("/setup", &body).accept(201);
        Api::sign_in(&self.address(), email, password)
    }

    /// Whether it still runs.
    pub fn running(&mut self) -> bool {
        self.server.ended().is_none()
    }

    /// Panics with the end of its log when it does not run any more.
    pub fn assert_running(&mut self) {
        self.server.assert_running();
    }

    /// Kills it at once (SIGKILL), with all that it started.
    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// Waits until it ends by itself, as at a kill point.
    pub fn await_end(&mut self) -> ExitStatus {
        self.server.wait(DEADLINE)
    }

    /// Asks it to end (SIGTERM) and returns how it ended; panics when that takes longer than the 5 seconds of the contract would on a loaded machine.
    pub fn terminate(&mut self) -> ExitStatus {
        self.server.signal(Signal::TERM);
        self.server.wait(Duration::from_secs(20))
    }

    /// Starts it again on the same data and addresses, with another environment, and waits until it is ready.
    pub fn restart_with(&mut self, environment: Vec<(String, OsString)>) {
        self.begin_again(environment);
        self.ready = await_ready(self.verb, &mut self.server, self.ports);
    }

    /// Starts it again on the same data and addresses and waits until it is ready.
    pub fn restart(&mut self) {
        self.restart_with(self.options.environment.clone());
    }

    /// Starts it again without waiting: for a life that may end at a kill point before it is ready.
    pub fn begin_again(&mut self, environment: Vec<(String, OsString)>) {
        self.server.kill();
        self.options.environment = environment;
        // Under a wrapper the program itself may outlive the process that was waited for by a moment.
        for port in [self.ports.http, self.ports.smtp, self.ports.lmtp] {
            wait_until("the ports of the stopped desk", || TcpListener::bind(("127.0.0.1", port)).is_ok());
        }
        self.server = launch(self.verb, &self.options, &self.folder, self.ports);
    }

    /// Runs another verb of the program on the same data, such as `mailbox add`, and returns what it printed; panics when it fails.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("the program starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "staffetta {} failed ({}):\n{errors}", arguments.join(" "), output.status);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Adds somebody to the team, as an administrator does on the command line.
    pub fn add_agent(&self, email: &str, name: &str, role: &str, password: &str) {
        let mut command = self.command(&["user", "add", email, "--name", name, "--role", role]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        writeln!(child.stdin.take().expect("piped"), "{password}").expect("the program reads");
        assert!(child.wait().expect("the program ends").success());
    }

    /// Another verb of the program on the same data.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).env("STAFFETTA_PROOF_S", "0").env("STAFFETTA_DNS", "none");
        command.arg("--data").arg(self.data());
        if let Some(url) = &self.options.database {
            command.arg("--database").arg(url);
        }
        command
    }
}

/// The program: `STAFFETTA_BIN` (set by `make test`), else the one beside the test binary. It must be built with the feature `faults`.
#[must_use]
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("STAFFETTA_BIN") {
        let path = PathBuf::from(path);
        assert!(path.exists(), "STAFFETTA_BIN names no program: {}", path.display());
        return path;
    }
    let test = std::env::current_exe().expect("the path of this test");
    let beside = test.parent().and_then(Path::parent).map(|folder| folder.join("staffetta"));
    let beside = beside.filter(|path| path.exists());
    beside.unwrap_or_else(|| {
        panic!("the program is not built: make program-for-tests, and set STAFFETTA_BIN=target/staffetta-for-tests")
    })
}

fn launch(verb: Verb, options: &Options, folder: &Scratch, ports: Ports) -> Server {
    let mut words = options.wrapper.iter().cloned().chain([program().into_os_string()]);
    let mut command = Command::new(words.next().expect("at least the program"));
    command.args(words);
    command.arg(if verb == Verb::Serve { "serve" } else { "demo" });
    command.arg("--data").arg(folder.join("data"));
    command
        .arg("--http")
        .arg(format!("127.0.0.1:{}", ports.http))
        .arg("--smtp")
        .arg(format!("127.0.0.1:{}", ports.smtp));
    match verb {
        Verb::Serve => command.arg("--lmtp").arg(format!("127.0.0.1:{}", ports.lmtp)),
        Verb::Demo => command.arg("--ready-json"),
    };
    if let Some(url) = &options.database {
        command.arg("--database").arg(url);
    }
    // Most mailboxes of the journeys cannot reach themselves; those that are to be proved by a mail say so.
    command.env("STAFFETTA_PROOF_S", "0");
    // Nobody outside is asked, unless a journey brings its own name server.
    command.env("STAFFETTA_DNS", "none");
    command.args(&options.arguments).envs(options.environment.iter().map(|(name, value)| (name, value)));
    let log = folder.join("staffetta.log");
    match verb {
        Verb::Serve => Server::start("staffetta", &mut command, &log),
        Verb::Demo => Server::start_piped("staffetta", &mut command, &log),
    }
}

fn await_ready(verb: Verb, server: &mut Server, ports: Ports) -> Value {
    if verb == Verb::Demo {
        return ready_line(server);
    }
    let address = format!("http://127.0.0.1:{}/readyz", ports.http);
    wait_until("the desk to be ready", || {
        server.assert_running();
        status_of(&address) == Some(200)
    });
    Value::Null
}

/// The one line that `demo --ready-json` prints on standard output; whatever follows it would break the contract and is reported.
fn ready_line(server: &mut Server) -> Value {
    let output = server.child().stdout.take().expect("piped at the start");
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line.clone()).is_err() {
                eprintln!("standard output after the ready line: {line}");
            }
        }
    });
    let line =
        lines.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("demo printed no ready line:\n{}", server.tail()));
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("the ready line is not JSON ({error}): {line}"))
}

fn set_up_token(log: &str) -> Option<String> {
    let after = log.rsplit_once("/setup")?.1;
    let token: String = after
        .trim_start_matches(['?', '#', '/', '='])
        .chars()
        .take_while(|c| !c.is_whitespace() && *c != '"')
        .collect();
    let token = token.rsplit('=').next()?.to_owned();
    (!token.is_empty()).then_some(token)
}
