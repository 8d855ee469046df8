//! Automatic mail, in and out: what bounces, out-of-office robots and other desks send us, and what we send by ourselves.

pub(crate) mod bounces;
mod greetings;
mod hours;
mod robots;

use journeys::dns::Dns;
use journeys::staffetta::Options;
use journeys::wait::wait_until;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::faults::smtp_server::{SmtpServer, Taken, Ways};
use crate::receiving::{Base, Desk, SUPPORT};

pub(crate) const ZOE: &str = "zoe@shop.example";

/// A desk whose mailbox [`SUPPORT`] gets its mail by our listener and sends by a scripted server.
pub(crate) struct Answering {
    pub(crate) desk: Desk,
    pub(crate) server: SmtpServer,
    /// The mailbox's id.
    pub(crate) mailbox: String,
}

impl Answering {
    pub(crate) fn open(base: &Base) -> Self {
        Self::with(Desk::open(base))
    }

    /// One that is started with more.
    pub(crate) fn open_with(options: Options) -> Self {
        Self::with(Desk::open_with(options))
    }

    /// One that asks a name server of the test, so that mails can be proved.
    pub(crate) fn proving(base: &Base) -> (Self, Dns) {
        let dns = Dns::start();
        let arguments = vec!["--dns".into(), dns.address().into()];
        (Self::with(Desk::open_with(Options { arguments, ..base.options() })), dns)
    }

    fn with(desk: Desk) -> Self {
        let server = SmtpServer::start(Ways::default());
        let outgoing = json!({"host": "127.0.0.1", "port": server.port, "tls": "none", "login": null});
        let mailbox = desk.mailbox(&json!({"name": "Support", "address": SUPPORT, "aliases": [],
            "purpose": "receive_and_send", "incoming": {"kind": "listener"}, "outgoing": outgoing}));
        Self { desk, server, mailbox }
    }

    /// Writes to these people, and waits until the server has taken the mail. Returns the conversation's id and the mail.
    pub(crate) fn write(&self, subject: &str, to: &[&str]) -> (String, Vec<u8>) {
        let to: Vec<Value> = to.iter().map(|address| json!({"address": address})).collect();
        let mail = json!({"mailbox": self.mailbox, "to": to, "subject": subject, "text": "Your keys are here."});
        let id = self.desk.api.post("/conversations", &mail).json_of(201)["id"].as_str().expect("an id").to_owned();
        let _ = self.await_delivery(&id, "sent");
        let taken = self.server.taken();
        let sent = taken.iter().rfind(|mail| mail.raw.contains(subject)).expect("the mail");
        (id, sent.raw.clone().into_bytes())
    }

    /// Switches the greeting on (LD-2).
    pub(crate) fn greet(&self, text: &str) {
        let policy = json!({"policy": {"greeting": {"on": true, "text": text}}});
        self.desk.api.patch(&format!("/mailboxes/{}", self.mailbox), &policy).accept(200);
    }

    /// Waits until no mail waits for being worked on or sent.
    pub(crate) fn await_quiet(&self) {
        await_quiet(&self.desk);
    }

    /// The mails to customers that left: not those to the team, nor those to ourselves.
    pub(crate) fn to_customers(&self) -> Vec<Taken> {
        let own = |to: &String| to.ends_with("@team.example") || to.ends_with("@desk.example");
        self.server.taken().into_iter().filter(|mail| !mail.to.iter().all(own)).collect()
    }

    pub(crate) fn shown(&self, id: &str) -> Value {
        self.desk.api.get(&format!("/conversations/{id}")).json_of(200)
    }

    /// Waits until the delivery of the first message is in a state.
    pub(crate) fn await_delivery(&self, id: &str, state: &str) -> Value {
        self.desk.api.wait_for(&format!("the mail to be {state}"), &format!("/conversations/{id}"), |shown| {
            (shown["messages"][0]["delivery"]["state"] == state).then(|| shown.clone())
        })
    }

    /// Hands a mail in with this envelope sender.
    pub(crate) fn hand_in(&self, sender: &str, to: &str, raw: &[u8]) {
        let replies = journeys::smtp::send(self.desk.program.smtp_port(), sender, &[to], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    /// The events of a kind, as the timeline shows them.
    pub(crate) fn events_of(shown: &Value, kind: &str) -> Vec<Value> {
        let all = shown["events"].as_array().expect("events").iter();
        all.filter(|event| event["kind"] == kind).map(|event| event["data"].clone()).collect()
    }
}

/// Waits until no mail of a desk on SQLite waits for being worked on or sent.
pub(crate) fn await_quiet(desk: &Desk) {
    let database = Connection::open(desk.program.data().join("staffetta.db")).expect("the database");
    let waiting = "SELECT COUNT(*) FROM jobs WHERE kind IN ('arrival', 'send')";
    wait_until("all work to be done", || {
        database.query_row(waiting, [], |row| row.get::<_, i64>(0)).is_ok_and(|all| all == 0)
    });
}
