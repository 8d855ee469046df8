//! Everything ends somewhere visible: held mail is released, deleted and blocked; a mail that was missed is found by the
//! comparison with the server and fetched; the command line explains, rehearses without storing, and decides again.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use journeys::api::Api;
use journeys::chromium;
use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postgres::{self, Database};
use journeys::scratch::Scratch;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta, program};
use journeys::wait::wait_until;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::letters::Letter;

const CUSTOMER: &str = "maria@customer.example";
const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";
const SUPPORT: &str = "support@desk.example";
const READ: &str = "help@box.example";

struct Site {
    desk: Staffetta,
    api: Api,
    mailbox: String,
}

impl Site {
    /// A desk with [`SUPPORT`], which waits for mail, its channel on.
    fn start(database: Option<String>) -> Self {
        let desk = Staffetta::serve(Options { database, ..Options::default() });
        let api = desk.set_up(AGENT, AGENT_PASSWORD);
        api.patch("/settings", &json!({"email_channel": true})).accept(200);
        let box_of =
            json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
        let mailbox = id(&api.post("/mailboxes", &box_of).json_of(201));
        Self { desk, api, mailbox }
    }

    fn send(&self, raw: &[u8]) {
        let replies = smtp::send(self.desk.smtp_port(), CUSTOMER, &[SUPPORT], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    fn await_arrival(&self, state: &str, subject: &str) -> Value {
        let path = format!("/arrivals?state={state}&limit=200");
        self.api.wait_for(&format!("{subject:?} to be {state}"), &path, |page| {
            page["items"].as_array()?.iter().find(|item| item["subject"] == subject).cloned()
        })
    }

    /// Runs a verb of the program on the same data; it may fail.
    fn run(&self, arguments: &[&str], database: Option<&str>) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).arg("--data").arg(self.desk.data());
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        command.output().expect("the program starts")
    }
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn letter(subject: &str, text: &str) -> Letter {
    Letter::new(&format!("Maria <{CUSTOMER}>"), SUPPORT, subject, text)
}

fn nobody(subject: &str, text: &str) -> Letter {
    Letter { from: None, ..letter(subject, text) }
}

/// what a person says about held mail is done, audited, and undone.
#[test]
fn held_mail_is_released_and_joins_or_starts_a_conversation() {
    let site = Site::start(None);
    site.send(&nobody("Released", "Who am I?").raw());
    site.send(&nobody("Deleted", "Who am I?").raw());
    let released = id(&site.await_arrival("quarantined", "Released"));
    let deleted = id(&site.await_arrival("quarantined", "Deleted"));
    site.api.post(&format!("/arrivals/{deleted}/deletion"), &json!({})).accept(200);
    site.api.post(&format!("/arrivals/{released}/release"), &json!({"as": "release"})).accept(200);
    let conversation = site.api.await_conversation("Released");
    let decided = &conversation["messages"][0]["trace"];
    assert!(decided.as_array().unwrap().iter().any(|step| step["reason"] == "released"), "{decided}");
    assert_eq!(site.await_arrival("ignored", "Deleted")["reason"], "deleted");
    assert_eq!(site.api.get("/views").json_of(200)["held"], 0);
    // The ledger has both.
    let ledger = site.api.get(&format!("/mailboxes/{}/ledger", site.mailbox)).json_of(200);
    let states: Vec<&str> =
        ledger["items"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["ignored", "message"]);
}

/// mail of a blocked sender is set aside with its reason, and can still become a conversation.
#[test]
fn mail_of_a_blocked_sender_is_set_aside_and_listed() {
    let site = Site::start(None);
    site.api.patch("/settings", &json!({"blocked_senders": [CUSTOMER]})).accept(200);
    site.send(&letter("Buy now", "Cheap.").raw());
    let aside = site.await_arrival("ignored", "Buy now");
    assert_eq!(aside["reason"], "blocked-sender");
    site.api.post(&format!("/arrivals/{}/release", id(&aside)), &json!({"as": "new_conversation"})).accept(200);
    let _ = site.api.await_conversation("Buy now");
}

/// a mail that the cursor went past without an arrival is alarmed, fetched by itself, and told in the ledger.
#[test]
fn a_gap_is_alarmed_and_healed() {
    let dovecot = Dovecot::start(&[READ]);
    let site = Site::start(None);
    let mailbox = read_by_imap(&site, &dovecot);
    for number in 1..=3 {
        dovecot.append(READ, "INBOX", &Letter::new(CUSTOMER, READ, &format!("Mail {number}"), "Hello.").raw());
        let _ = site.api.await_conversation(&format!("Mail {number}"));
    }
    let path = format!("/mailboxes/{mailbox}");
    let compare = || site.api.post(&format!("{path}/comparison"), &json!({})).json_of(200);
    assert_eq!(compare(), json!({"listed": 3, "missing": 0, "fetched": 0}));
    assert_eq!(site.api.get(&path).json_of(200)["health"]["ledger"], json!(null));
    // The fault: what the cursor stands behind was never stored.
    let beside = Connection::open(site.desk.data().join("staffetta.db")).expect("the desk's database");
    beside.busy_timeout(std::time::Duration::from_secs(10)).expect("a setting");
    let lost = "DELETE FROM arrivals WHERE subject = 'Mail 2'";
    assert_eq!(beside.execute(lost, []).expect("a statement"), 1);
    assert_eq!(compare(), json!({"listed": 3, "missing": 1, "fetched": 1}));
    let health = site.api.get(&path).json_of(200)["health"]["ledger"].clone();
    assert_eq!(health["state"], "healed", "{health}");
    assert!(health["sentence"].as_str().unwrap().contains("missing was fetched again (1)"), "{health}");
    let ledger = site.api.get(&format!("{path}/ledger")).json_of(200);
    assert_eq!((&ledger["gaps"][0]["uid"], &ledger["gaps"][0]["outcome"]), (&json!(2), &json!("fetched")));
    assert!(ledger["compared_at"].is_string());
    wait_until("the mail to be here again", || {
        let lines = site.api.get(&format!("{path}/ledger")).json_of(200);
        lines["items"].as_array().unwrap().iter().filter(|line| line["subject"] == "Mail 2").count() == 1
    });
    // What is gone from the server is told as that.
    assert_eq!(beside.execute("DELETE FROM arrivals WHERE subject = 'Mail 3'", []).expect("a statement"), 1);
    fs::remove_dir_all(dovecot.maildir(READ, "INBOX").join("cur")).expect("a folder");
    fs::create_dir(dovecot.maildir(READ, "INBOX").join("cur")).expect("a folder");
    wait_until("the server to notice", || compare()["listed"].as_i64() < Some(3));
}

fn read_by_imap(site: &Site, dovecot: &Dovecot) -> String {
    let incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": dovecot.imap_port, "tls": "none",
        "login": READ, "password": PASSWORD, "folder": "INBOX"});
    let new = json!({"name": "Help", "address": READ, "purpose": "receive", "incoming": incoming});
    let mailbox = id(&site.api.post("/mailboxes", &new).json_of(201));
    site.api.wait_for("the mailbox to be connected", &format!("/mailboxes/{mailbox}"), |mailbox| {
        (mailbox["health"]["receiving"]["state"] == "ok").then_some(())
    });
    mailbox
}

/// `explain` tells why in plain words, and a rehearsal stores nothing at all, on both databases.
#[test]
fn explain_and_replay_on_sqlite() {
    explained_and_replayed(None);
}

///
#[test]
fn explain_and_replay_on_postgresql() {
    explained_and_replayed(Some(&postgres::fresh_database()));
}

fn explained_and_replayed(database: Option<&Database>) {
    let url = database.map(|database| database.url.as_str());
    let site = Site::start(url.map(str::to_owned));
    let say = |arguments: &[&str]| {
        let output = site.run(arguments, url);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let first = letter("Keys", "Where are they?");
    site.send(&first.raw());
    let number = id(&site.api.await_conversation("Keys"));
    let told = say(&["explain", &format!("#{number}")]);
    assert!(told.contains("The sender writes for the first time.") && told.contains("new conversation"), "{told}");
    assert_eq!(say(&["explain", first.id.as_deref().unwrap()]), told);
    // A mail that is not here goes its way without a trace of it.
    let folder = Scratch::new("explain");
    let answer = letter("Re: Keys", "Found.").answering(&first.raw());
    let file = folder.write("answer.eml", answer.raw());
    let before = everything(&site, database);
    let told = say(&["explain", path(&file)]);
    assert!(told.contains(&format!("It would join conversation #{number}. Nothing was stored.")), "{told}");
    let stranger = folder.write("new.eml", Letter::new("new@stranger.example", SUPPORT, "Doors", "Hello").raw());
    let told =
        say(&["explain", path(&stranger), "--mailbox", SUPPORT, "--peer", "192.0.2.7", "--mail-from", "x@y.example"]);
    assert!(told.contains("It would start a conversation."), "{told}");
    assert_eq!(everything(&site, database), before, "a rehearsal leaves nothing behind");
    assert!(!site.run(&["explain", "nothing@like.it"], url).status.success());
    // The next number is the next one: none was used up.
    site.send(&letter("Doors", "Really.").raw());
    let next: i64 = id(&site.api.await_conversation("Doors")).parse().unwrap();
    assert_eq!(next, number.parse::<i64>().unwrap() + 1);
    replayed(&site, &say);
}

fn replayed(site: &Site, say: &dyn Fn(&[&str]) -> String) {
    site.send(&nobody("Nobody", "Who am I?").raw());
    let held = id(&site.await_arrival("quarantined", "Nobody"));
    let dry = say(&["replay", "--reason", "no-sender", "--dry-run"]);
    assert!(dry.contains(&held) && dry.contains("no-sender") && dry.contains("Nothing was changed."), "{dry}");
    assert_eq!(site.await_arrival("quarantined", "Nobody")["attempts"], 1);
    let again = say(&["replay", "--all"]);
    assert!(again.contains("Decided again: 1. Still held: 1."), "{again}");
    let history = site.api.get(&format!("/arrivals/{held}")).json_of(200)["history"].clone();
    assert_eq!(history[0]["action"], "arrival.replayed");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// How many rows the tables of a mail's way have.
fn everything(site: &Site, database: Option<&Database>) -> Vec<i64> {
    let tables = ["arrivals", "contacts", "conversations", "messages", "jobs", "events", "participants"];
    let count = |table: &str| format!("SELECT COUNT(*) FROM {table}");
    match database {
        Some(database) => {
            tables.iter().map(|table| database.rows(&count(table))[0].parse().expect("a number")).collect()
        }
        None => {
            let beside = Connection::open(site.desk.data().join("staffetta.db")).expect("the desk's database");
            tables.iter().map(|table| beside.query_row(&count(table), [], |row| row.get(0)).expect("a count")).collect()
        }
    }
}

/// SO-2: what waited longer than the setting says is late: nothing automatic follows it.
#[test]
fn mail_that_waited_too_long_is_marked_as_late() {
    let site = Site::start(None);
    site.api.patch("/settings", &json!({"email_channel": false})).accept(200);
    for subject in ["Old", "Fresh"] {
        site.send(&letter(subject, "Hello.").raw());
    }
    let beside = Connection::open(site.desk.data().join("staffetta.db")).expect("the desk's database");
    beside.busy_timeout(std::time::Duration::from_secs(10)).expect("a setting");
    let aged =
        "UPDATE arrivals SET received_at = received_at - 25 * 3600 * 1000000 WHERE id = (SELECT MIN(id) FROM arrivals)";
    assert_eq!(beside.execute(aged, []).expect("a statement"), 1);
    site.api.patch("/settings", &json!({"email_channel": true})).accept(200);
    for (subject, late) in [("Old", true), ("Fresh", false)] {
        let conversation = site.api.await_conversation(subject);
        let received = &conversation["messages"][0]["trace"][0];
        assert_eq!(received["facts"]["late"] == true, late, "{received}");
    }
}

/// in the browser, by keyboard.
#[test]
fn held_mail_the_trace_and_the_ledger_in_the_browser() {
    let dovecot = Dovecot::start(&[READ]);
    let site = Site::start(None);
    let mailbox = read_by_imap(&site, &dovecot);
    let files = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n";
    let parts = "--b\r\nContent-Type: text/html\r\n\r\n<p>Please pay my <b>invoice 2209</b>.<img src=\"http://192.0.2.1/x.gif\"></p>\r\n\
        --b\r\nContent-Type: text/plain; name=invoice.txt\r\nContent-Disposition: attachment; filename=invoice.txt\r\n\r\n12\r\n--b--\r\n";
    let held =
        format!("To: {READ}\r\nSubject: Invoice 2209\r\nDate: Sat, 28 Nov 2026 09:00:00 +0000\r\n{files}\r\n{parts}");
    for raw in [Letter::new(CUSTOMER, READ, "Order 4711 has not arrived", "Where is it?").raw(), held.into_bytes()] {
        dovecot.append(READ, "INBOX", &raw);
    }
    let _ = site.api.await_conversation("Order 4711 has not arrived");
    let _ = site.await_arrival("quarantined", "Invoice 2209");
    // Two that name several senders: nobody can say who wrote them.
    for number in 1..=2 {
        let from = format!("From: junk{number}@spam.example, other@spam.example");
        let raw = format!("{from}\r\nTo: {READ}\r\nSubject: Win {number}\r\n\r\nHello\r\n");
        dovecot.append(READ, "INBOX", raw.as_bytes());
        let _ = site.await_arrival("quarantined", &format!("Win {number}"));
    }
    let beside = Connection::open(site.desk.data().join("staffetta.db")).expect("the desk's database");
    beside.busy_timeout(std::time::Duration::from_secs(10)).expect("a setting");
    let lost = "DELETE FROM arrivals WHERE subject LIKE 'Order%'";
    assert_eq!(beside.execute(lost, []).expect("a statement"), 1);
    site.api.post(&format!("/mailboxes/{mailbox}/comparison"), &json!({})).accept(200);
    let seen = chromium::run(
        "ledger",
        &json!({"address": site.desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "mailbox": mailbox,
            "held": "Invoice 2209", "words": "Please pay my", "junk": ["Win 1", "Win 2"]}),
    );
    assert!(seen["counted"].as_str().is_some_and(|link| link.contains('3')), "the sidebar counts them: {seen}");
    assert!(seen["steps"].as_array().is_some_and(|steps| steps.len() >= 6), "{seen}");
    assert!(seen["lines"].as_i64() >= Some(4), "{seen}");
    let _ = site.api.await_conversation("Win 2");
}
