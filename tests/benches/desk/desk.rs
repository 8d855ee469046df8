//! A desk that is measured: started as on a server, on SQLite or PostgreSQL, with a judge that looks into its database.

use std::time::{Duration, Instant};

use journeys::api::Api;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postgres::{Database, Postgres};
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};
use store::Db;

use crate::mails::DESK;
use crate::usage;

/// Who sets the desk up.
pub const ADMIN: &str = "admin@desk.example";
/// Everybody's password.
pub const PASSPHRASE: &str = "a long enough passphrase";

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A desk with its database. Fields are dropped in this order: the desk before what it stands on.
pub struct Desk {
    pub program: Staffetta,
    pub api: Api,
    judge: Db,
    runtime: tokio::runtime::Runtime,
    pub database: Option<Database>,
    server: Option<Postgres>,
}

/// Processor time so far.
#[derive(Clone, Copy)]
pub struct Used {
    pub desk: Duration,
    pub server: Duration,
    at: Instant,
}

/// What a piece of work took.
#[derive(Clone, Copy)]
pub struct Cost {
    pub desk: Duration,
    pub server: Duration,
    pub wall: Duration,
}

impl Cost {
    pub fn and(self, more: Self) -> Self {
        Self { desk: self.desk + more.desk, server: self.server + more.server, wall: self.wall + more.wall }
    }
}

impl Desk {
    /// A new desk without mail, its channel on, with the mailbox [`DESK`] that its listeners serve.
    pub fn start(engine: Engine) -> Self {
        let server = (engine == Engine::Postgres).then(Postgres::start);
        let database = server.as_ref().map(Postgres::fresh_database);
        let url = database.as_ref().map(|database| database.url.clone());
        let program = Staffetta::serve(Options { database: url.clone(), ..Options::default() });
        let api = program.set_up(ADMIN, PASSPHRASE);
        api.patch("/settings", &json!({"email_channel": true})).accept(200);
        let file = program.data().join("staffetta.db");
        let judge =
            Db::open(&url.unwrap_or_else(|| format!("sqlite:{}", file.display()))).expect("the desk's database");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { program, api, judge, runtime, database, server }
    }

    /// The mailbox that the listeners serve, or one that is also read from this Dovecot.
    pub fn add_mailbox(&self, dovecot: Option<&Dovecot>) {
        let incoming = dovecot.map(|dovecot| {
            json!({"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none", "login": DESK, "password": PASSWORD})
        });
        let mailbox = json!({"address": DESK, "name": "Support", "incoming": incoming});
        self.api.post("/mailboxes", &mailbox).accept(201);
        if dovecot.is_some() {
            self.wait_until("the mailbox is read", || self.number("SELECT COUNT(*) FROM cursors") > 0);
        }
    }

    /// One number that the database knows.
    pub fn number(&self, statement: &'static str) -> i64 {
        let found = self.judge.read(move |tx| tx.one(statement, &[], |row| row.int(0)));
        self.runtime.block_on(found).expect("the database answers").unwrap_or(0)
    }

    /// Writes into the database past the program, which must not run on SQLite meanwhile.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut store::Tx<'_>) -> store::Result<T> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.judge.write(work)).expect("the database takes it")
    }

    pub fn messages(&self) -> i64 {
        self.number("SELECT COALESCE(MAX(id), 0) FROM messages")
    }

    /// Waits until so many messages are there and all mail has its ending.
    pub fn await_messages(&self, wanted: i64) {
        self.wait_until("all mails are messages", || self.messages() >= wanted);
        let held = self.number("SELECT COUNT(*) FROM arrivals WHERE state <> 'message'");
        assert_eq!(held, 0, "mails that became no message");
        assert_eq!(self.number("SELECT COUNT(*) FROM jobs"), 0, "jobs are left");
    }

    fn wait_until(&self, what: &str, mut condition: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !condition() {
            assert!(begun.elapsed() < Duration::from_secs(900), "waited in vain until {what}:\n{}", self.program.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn used(&self) -> Used {
        Used {
            desk: usage::processor_time(self.program.id()),
            server: self.server.as_ref().map_or(Duration::ZERO, |server| usage::processor_time_of_family(server.id())),
            at: Instant::now(),
        }
    }

    /// What was used since.
    pub fn cost_since(&self, before: Used) -> Cost {
        let now = self.used();
        Cost {
            desk: now.desk - before.desk,
            server: now.server.saturating_sub(before.server),
            wall: before.at.elapsed(),
        }
    }

    /// The first item's id of an answer, for lists that are asked for page by page.
    pub fn get(&self, path: &str) -> Value {
        self.api.get(path).json_of(200)
    }
}
