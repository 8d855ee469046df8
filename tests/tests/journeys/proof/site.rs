//! A desk between a real Dovecot (what it reads, and where its answers end) and a real Postfix (what takes its answers):
//! killed at a point or from outside, and started again on the same data.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::time::Duration;

use journeys::api::Api;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postfix::{Postfix, Route};
use journeys::scratch::Scratch;
use journeys::staffetta::{Options, Staffetta};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use ureq::Agent;

use super::mta::Protocol;

/// Dovecot holds its mail, and the desk reads it by IMAP.
pub const READ: &str = "help@box.example";
/// Its mail comes by SMTP or LMTP.
pub const FORWARDED: &str = "support@desk.example";

/// Who looks after the desk.
pub const AGENT: &str = "anna@desk.example";
pub const AGENT_PASSWORD: &str = "correct horse battery";

/// A desk with the servers around it.
pub struct Site {
    pub desk: Staffetta,
    pub dovecot: Dovecot,
    pub postfix: Postfix,
    token: String,
    notes: Scratch,
    life: u32,
}

/// The shortened times under which all lives run.
pub fn quick() -> Vec<(String, OsString)> {
    [
        ("STAFFETTA_UNCERTAIN_WAIT_S", "1"),
        ("STAFFETTA_BACKOFF_DIVISOR", "3600"),
        ("STAFFETTA_POLL_S", "2"),
        ("STAFFETTA_TIMEOUT_S", "30"),
    ]
    .map(|(name, value)| (name.to_owned(), OsString::from(value)))
    .to_vec()
}

impl Site {
    /// Starts everything, with one mailbox that is read and one that mail is forwarded to; `after` is what the desk does
    /// with a mail that it read. `customers` have their mailboxes at the same Dovecot.
    pub fn start(database: Option<String>, after: &str, customers: &[&str]) -> Self {
        Self::start_with(Options { database, environment: quick(), ..Options::default() }, after, customers)
    }

    /// The same with a desk that is started in a way of its own.
    pub fn start_with(options: Options, after: &str, customers: &[&str]) -> Self {
        let dovecot = Dovecot::start(&[customers, &[READ]].concat());
        if after == "move" {
            dovecot.session(READ).command("CREATE \"Done\"");
        }
        let postfix = Postfix::start(&[Route::Lmtp("customer.example", dovecot.lmtp_port)], None);
        let desk = Staffetta::serve(options);
        let admin = desk.set_up(AGENT, AGENT_PASSWORD);
        let session = json!({"email": "anna@desk.example", "password": "correct horse battery"});
        let answer = admin.post("/session", &session);
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        admin.patch("/settings", &json!({"email_channel": true})).accept(200);
        let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none"});
        // Only by POP3 is a mail deleted behind us.
        let (kind, port) = if after == "delete" { ("pop3", dovecot.pop3_port) } else { ("imap", dovecot.imap_port) };
        let read = json!({
            "name": "Help", "address": READ, "outgoing": outgoing,
            "incoming": {"kind": kind, "host": "127.0.0.1", "port": port, "tls": "none", "login": READ,
                "password": PASSWORD, "folder": "INBOX", "after": after,
                "move_to": if after == "move" { json!("Done") } else { Value::Null }},
        });
        let id = admin.post("/mailboxes", &read).json_of(201)["id"].as_str().expect("an id").to_owned();
        let forwarded =
            json!({"name": "Support", "address": FORWARDED, "outgoing": outgoing, "incoming": {"kind": "listener"}});
        admin.post("/mailboxes", &forwarded).accept(201);
        admin.wait_for("the mailbox to be read", &format!("/mailboxes/{id}"), |mailbox| {
            (mailbox["health"]["receiving"]["state"] == "ok").then_some(())
        });
        Self { desk, dovecot, postfix, token, notes: Scratch::new("steps"), life: 0 }
    }

    /// A client of this life of the desk.
    pub fn api(&self) -> Api {
        Api::new(&self.desk.address()).with_token(&self.token)
    }

    /// The port that takes mail by this protocol.
    pub fn port(&self, protocol: Protocol) -> u16 {
        if protocol == Protocol::Lmtp { self.desk.lmtp_port() } else { self.desk.smtp_port() }
    }

    /// Starts the next life, which notes its steps and, where a point (`NAME` or `NAME:N`) is given, ends there. Does not wait.
    pub fn begin_life(&mut self, kill_at: Option<&str>) {
        self.life += 1;
        let mut environment = quick();
        environment.push(("STAFFETTA_STEPS".to_owned(), self.steps_file().into_os_string()));
        environment.extend(kill_at.map(|point| ("STAFFETTA_KILL_AT".to_owned(), point.into())));
        self.desk.begin_again(environment);
    }

    /// Starts the next life and waits until it is ready.
    pub fn live(&mut self, kill_at: Option<&str>) {
        self.begin_life(kill_at);
        self.await_ready();
    }

    /// Waits until the desk is ready; panics when it ends instead.
    pub fn await_ready(&mut self) {
        let address = format!("{}/readyz", self.desk.address());
        journeys::wait::wait_until("the desk to be ready", || {
            self.desk.assert_running();
            journeys::api::status_of(&address) == Some(200)
        });
    }

    fn steps_file(&self) -> PathBuf {
        self.notes.join(&format!("life-{}", self.life))
    }

    /// The steps that this life passed, in their order.
    pub fn steps(&self) -> Vec<String> {
        let noted = fs::read_to_string(self.steps_file()).unwrap_or_default();
        noted.lines().map(str::to_owned).collect()
    }

    /// How often this life passed a step.
    pub fn passed(&self, step: &str) -> usize {
        self.steps().iter().filter(|noted| *noted == step).count()
    }

    /// Waits until this life ends at its kill point, and proves that it did.
    pub fn await_kill(&mut self, point: &str) {
        let status = self.desk.await_end();
        assert_eq!(status.signal(), Some(9), "the desk ended otherwise than by SIGKILL at {point}: {status}");
        // Another thread may pass a point of its own while the process dies.
        let steps = self.steps();
        let last = &steps[steps.len().saturating_sub(4)..];
        assert!(last.iter().any(|step| step == point), "the last steps are {last:?}, not {point}");
    }

    /// Kills the desk from outside (SIGKILL) while others still talk to it.
    pub fn strike(&self) {
        let id = Pid::from_raw(i32::try_from(self.desk.id()).expect("a process id")).expect("not 0");
        kill_process(id, Signal::KILL).expect("the desk is ours");
    }

    /// Waits until Postfix has brought everywhere what it accepted.
    pub fn await_postfix(&self) {
        journeys::wait::wait_until("Postfix to have delivered everything", || {
            let log = self.postfix.log();
            let ids = |ending: &str| -> HashSet<String> {
                let lines = log.lines().filter(|line| line.contains("/qmgr[") && line.ends_with(ending));
                lines.filter_map(|line| Some(line.split("]: ").nth(1)?.split(':').next()?.to_owned())).collect()
            };
            ids("(queue active)").is_subset(&ids(": removed"))
        });
    }

    /// A request that may meet a dead desk: then nothing comes back.
    fn dare(&self) -> Agent {
        let limit = Some(Duration::from_secs(60));
        Agent::config_builder().http_status_as_error(false).timeout_global(limit).build().new_agent()
    }

    /// The items of a list, or nothing when the desk died before it said them.
    pub fn try_list(&self, path: &str) -> Option<Vec<Value>> {
        let request = self.dare().get(format!("{}/api/v1{path}", self.desk.address()));
        let mut answer = request.header("authorization", format!("Bearer {}", self.token)).call().ok()?;
        let page: Value = serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()?;
        page["items"].as_array().cloned()
    }

    /// Posts an answer once; nothing when the desk died before it said so. With the same key it may be posted again.
    pub fn post_answer(&self, conversation: &str, key: &str, body: &Value) -> Option<u16> {
        let request = self
            .dare()
            .post(format!("{}/api/v1/conversations/{conversation}/messages", self.desk.address()))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        request.send(body.to_string()).ok().map(|answer| answer.status().as_u16())
    }
}
