//! The journeys of receiving: every way in, and what becomes of mail that is odd, repeated, too large or unwelcome. Driven by the API.

mod beside;
mod channel;
mod duplicates;
mod files;
mod folder;
mod hostile;
mod listener;
mod mailboxes;
mod pipe;
mod pop3;
mod proof;
mod senders;

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use journeys::api::Api;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postgres::{self, Database};
use journeys::smtp::{self, Reply};
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;

pub(crate) const CUSTOMER: &str = "maria@customer.example";
pub(crate) const AGENT: &str = "anna@team.example";
pub(crate) const AGENT_PASSWORD: &str = "seven quiet otters";
/// A mailbox whose mail reaches our listeners.
pub(crate) const SUPPORT: &str = "support@desk.example";
/// A mailbox that is read by IMAP.
pub(crate) const READ: &str = "help@box.example";

/// Makes two tests of each journey, one on SQLite and one on PostgreSQL.
macro_rules! on_both_databases {
    ($($journey:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $journey() { super::$journey(&$crate::receiving::Base::Sqlite); })+
        }
        mod on_postgresql {
            $(#[test] fn $journey() { super::$journey(&$crate::receiving::Base::postgresql()); })+
        }
    };
}
pub(crate) use on_both_databases;

/// The database below a desk.
pub(crate) enum Base {
    Sqlite,
    Postgresql(Database),
}

impl Base {
    pub(crate) fn postgresql() -> Self {
        Self::Postgresql(postgres::fresh_database())
    }

    pub(crate) fn options(&self) -> Options {
        match self {
            Self::Sqlite => Options::default(),
            Self::Postgresql(database) => Options { database: Some(database.url.clone()), ..Options::default() },
        }
    }
}

/// A desk with an admin, its channel on.
pub(crate) struct Desk {
    pub(crate) program: Staffetta,
    pub(crate) api: Api,
}

impl Desk {
    pub(crate) fn open(base: &Base) -> Self {
        Self::open_with(base.options())
    }

    pub(crate) fn open_with(options: Options) -> Self {
        let program = Staffetta::serve(options);
        let api = program.set_up(AGENT, AGENT_PASSWORD);
        let desk = Self { program, api };
        desk.channel(true);
        desk
    }

    /// A desk with the mailbox [`SUPPORT`], which only receives.
    pub(crate) fn with_support(base: &Base) -> Self {
        let desk = Self::open(base);
        desk.mailbox(&json!({"name": "Support", "address": SUPPORT, "aliases": ["hilfe@desk.example"],
            "purpose": "receive", "incoming": {"kind": "listener"}}));
        desk
    }

    pub(crate) fn channel(&self, on: bool) {
        self.api.patch("/settings", &json!({"email_channel": on})).accept(200);
    }

    /// Adds a mailbox and returns its id.
    pub(crate) fn mailbox(&self, body: &Value) -> String {
        self.api.post("/mailboxes", body).json_of(201)["id"].as_str().expect("an id").to_owned()
    }

    /// Adds the mailbox [`READ`] of this Dovecot, and waits until it is connected.
    pub(crate) fn read_by_imap(&self, dovecot: &Dovecot, further: &Value) -> String {
        let mut incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none",
            "login": READ, "password": PASSWORD, "folder": "INBOX"});
        let fields = incoming.as_object_mut().expect("an object");
        fields.extend(further.as_object().expect("an object").clone());
        let id = self.mailbox(&json!({"name": "Help", "address": READ, "purpose": "receive", "incoming": incoming}));
        self.await_connected(&id);
        id
    }

    fn await_connected(&self, mailbox: &str) {
        self.api.wait_for("the mailbox to be connected", &format!("/mailboxes/{mailbox}"), |mailbox| {
            (mailbox["health"]["receiving"]["state"] == "ok").then_some(())
        });
    }

    /// Sends a mail by SMTP, as another mail server does.
    pub(crate) fn send(&self, to: &[&str], raw: &[u8]) -> Vec<Reply> {
        smtp::send(self.program.smtp_port(), CUSTOMER, to, raw)
    }

    /// Sends a mail to [`SUPPORT`] and expects that it is taken.
    pub(crate) fn deliver(&self, raw: &[u8]) {
        let replies = self.send(&[SUPPORT], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    /// Waits until all mail that was taken so far is worked on: another mail behind it has become a conversation.
    pub(crate) fn settle(&self, to: &str) {
        let behind = Letter::new(CUSTOMER, to, "", "Behind all others.");
        let subject = format!("Behind {}", behind.id.clone().expect("an id"));
        let raw = Letter { subject: subject.clone(), ..behind }.raw();
        assert_eq!(self.send(&[to], &raw)[0].code, 250);
        let _ = self.api.await_conversation(&subject);
    }

    /// All conversations with this subject, in full.
    pub(crate) fn conversations(&self, subject: &str) -> Vec<Value> {
        let items = self.api.list("/conversations?view=all");
        let items = items.iter().filter(|item| item["subject"] == subject);
        items
            .map(|item| self.api.get(&format!("/conversations/{}", item["id"].as_str().expect("an id"))).json_of(200))
            .collect()
    }

    /// Waits for the arrival with this subject among those in a state.
    pub(crate) fn await_arrival(&self, state: &str, subject: &str) -> Value {
        self.api.wait_for(
            &format!("{subject:?} to be {state}"),
            &format!("/arrivals?state={state}&limit=200"),
            |page| page["items"].as_array()?.iter().find(|item| item["subject"] == subject).cloned(),
        )
    }
}

/// A mail of the customer to [`SUPPORT`].
pub(crate) fn letter(subject: &str, text: &str) -> Letter {
    Letter::new(&format!("Maria <{CUSTOMER}>"), SUPPORT, subject, text)
}

/// The kinds of the events of a conversation, in order.
pub(crate) fn events(conversation: &Value) -> Vec<&str> {
    conversation["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["kind"].as_str().expect("a kind"))
        .collect()
}

/// `staffetta deliver` on the data of this desk, waiting for a mail on its standard input.
fn pipe(desk: &Desk, base: &Base, mailbox: &str) -> Command {
    let mut command = Command::new(journeys::staffetta::program());
    command.args(["deliver", "--mailbox", mailbox, "--data"]).arg(desk.program.data());
    if let Some(url) = base.options().database {
        command.args(["--database", &url]);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Gives a mail to the pipe and returns how it ended.
fn give(mut command: Command, raw: &[u8]) -> Output {
    let mut child = command.spawn().expect("the program starts");
    // A program that has read enough may close its input first.
    let _ = child.stdin.take().expect("piped").write_all(raw);
    child.wait_with_output().expect("the program ends")
}
