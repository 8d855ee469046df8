//! What the desk makes of servers that misbehave: the whole program against scripted IMAP and SMTP servers. The protocol
//! itself is proven beside the crate `wire`; here counts what a person sees: conversations, deliveries, health.

mod certificates;
mod connection;
mod imap;
mod imap_server;
mod pop3;
mod pop3_server;
mod smtp;
pub(crate) mod smtp_server;

use std::ffi::OsString;

use journeys::api::Api;
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::wait_for;
use serde_json::{Value, json};

/// A desk whose patience with servers is short, with its channel on.
struct Desk {
    program: Staffetta,
    api: Api,
}

impl Desk {
    fn start(arguments: Vec<OsString>) -> Self {
        let quick = [
            ("STAFFETTA_TIMEOUT_S", "3"),
            ("STAFFETTA_POLL_S", "1"),
            ("STAFFETTA_UNCERTAIN_WAIT_S", "1"),
            ("STAFFETTA_BACKOFF_DIVISOR", "2000"),
        ];
        let environment = quick.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let program = Staffetta::serve(Options { arguments, environment, ..Options::default() });
        let api = program.set_up("admin@desk.example", "correct horse battery");
        api.patch("/settings", &json!({"email_channel": true})).accept(200);
        Self { program, api }
    }

    /// Saves a mailbox whose connections need not work, and returns its id.
    fn add_mailbox(&self, name: &str, incoming: Value, outgoing: Value) -> String {
        let address = format!("{}@desk.example", name.replace(' ', "-"));
        let mailbox = json!({
            "name": name, "address": address, "incoming": incoming, "outgoing": outgoing, "save_anyway": true,
        });
        self.api.post("/mailboxes", &mailbox).json_of(201)["id"].as_str().expect("an id").to_owned()
    }

    /// Waits until a direction of a mailbox is in this state and its sentence holds these words.
    fn await_health(&self, mailbox: &str, direction: &str, state: &str, words: &str) {
        let path = format!("/mailboxes/{mailbox}");
        let mut seen = Value::Null;
        let what = format!("{direction} of mailbox {mailbox} to be {state}: {words}");
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.api.wait_for(&what, &path, |mailbox| {
                seen = mailbox["health"][direction].clone();
                let said = seen["sentence"].as_str().is_some_and(|sentence| sentence.contains(words));
                (seen["state"] == state && said).then_some(())
            });
        }));
        assert!(found.is_ok(), "{what}, but it is {seen}\n{}", self.program.log());
    }

    /// The subjects of all conversations, sorted.
    fn subjects(&self) -> Vec<String> {
        let all = self.api.list("/conversations?view=all");
        let mut subjects: Vec<String> =
            all.iter().map(|one| one["subject"].as_str().unwrap_or_default().to_owned()).collect();
        subjects.sort();
        subjects
    }

    /// Waits until all these subjects are conversations.
    fn await_subjects(&self, wanted: &[String]) {
        let mut missing = Vec::new();
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            wait_for("all mails to be conversations", || {
                let here = self.subjects();
                missing = wanted.iter().filter(|subject| !here.contains(subject)).cloned().collect();
                missing.is_empty().then_some(())
            });
        }));
        assert!(found.is_ok(), "these mails did not arrive: {missing:?}\n{}", self.program.log());
    }

    /// The mails that are held, with the reason, sorted.
    fn held(&self) -> Vec<(String, String)> {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let held = self.api.list("/arrivals?state=held");
        let mut held: Vec<_> = held.iter().map(|one| (word(&one["subject"]), word(&one["reason"]))).collect();
        held.sort();
        held
    }
}
