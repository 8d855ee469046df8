//! Assistants with real mail (LD-5, LD-4, SB-4): what leaves, who is told, and what agents find. The model is a scripted
//! server; every assertion about customers reads the mails that left.

mod browser;
mod faults;
mod model;
mod script;

use journeys::dns::Dns;
use journeys::staffetta::Options;
use serde_json::{Value, json};

use crate::automatic::{Answering, ZOE};
use crate::faults::smtp_server::Taken;
use crate::letters::{Letter, fresh};
use crate::receiving::{AGENT, Base, SUPPORT};
use crate::security::{publish, signed};

/// A desk whose mailbox has an assistant; mail of `shop.example` is proved.
pub(crate) struct Assisted {
    pub(crate) at: Answering,
    _dns: Dns,
}

impl Assisted {
    /// A desk without assistants yet, which may ask services of this machine.
    pub(crate) fn open() -> Self {
        let dns = Dns::start();
        let arguments = ["--dns", &dns.address(), "--webhook-networks", "127.0.0.0/8"].map(Into::into).to_vec();
        let environment = vec![("STAFFETTA_BACKOFF_DIVISOR".to_owned(), "60".into())];
        let at = Answering::open_with(Options { arguments, environment, ..Base::Sqlite.options() });
        publish(&dns, "shop.example");
        at.desk.api.patch("/settings", &json!({"notify_seconds": 0})).accept(200);
        Self { at, _dns: dns }
    }

    /// Adds an assistant, and lets it work in the mailbox; its id.
    pub(crate) fn hire(&self, draft: &Value) -> String {
        let made = self.at.desk.api.post("/assistants", draft).json_of(201);
        let id = made["id"].as_str().expect("an id").to_owned();
        let places = json!({"assistants": [{"assistant": id, "enabled": true}]});
        self.at.desk.api.put_json(&format!("/mailboxes/{}/assistants", self.at.mailbox), &places).accept(200);
        id
    }

    /// Writes an article that assistants answer from; its id.
    pub(crate) fn article(&self, title: &str, body: &str, link: Option<&str>) -> String {
        let article = json!({"title": title, "body": body, "state": "published", "link": link});
        self.at.desk.api.post("/articles", &article).json_of(201)["id"].as_str().expect("an id").to_owned()
    }

    /// Hands a customer's proved mail in.
    pub(crate) fn write(&self, letter: &Letter) {
        self.at.hand_in(ZOE, SUPPORT, &signed("shop.example", &fresh(&letter.raw())));
    }

    /// The conversation with this subject, once its newest turn has ended.
    pub(crate) fn await_turn(&self, subject: &str, count: usize) -> (Value, Value) {
        let id = self.at.desk.api.await_conversation(subject)["id"].as_str().expect("an id").to_owned();
        let path = format!("/conversations/{id}/assistant-turns");
        let turn = self.at.desk.api.wait_for(&format!("{count} turns in {subject}"), &path, |shown| {
            let turns = shown["items"].as_array()?;
            (turns.len() >= count && turns[0]["state"] != "waiting").then(|| turns[0].clone())
        });
        (self.at.shown(&id), turn)
    }

    /// The mails to this customer that left.
    pub(crate) fn to(&self, customer: &str) -> Vec<Taken> {
        self.at.await_quiet();
        self.at.server.taken().into_iter().filter(|mail| mail.to == [customer]).collect()
    }

    /// The mails to the agent that left and are about this subject.
    pub(crate) fn to_agent(&self, subject: &str) -> Vec<Taken> {
        self.at.await_quiet();
        let about = |mail: &Taken| mail.to == [AGENT] && mail.raw.contains(subject);
        self.at.server.taken().into_iter().filter(about).collect()
    }
}

/// A mail of the customer.
pub(crate) fn letter(subject: &str, text: &str) -> Letter {
    Letter::new(&format!("Zoe <{ZOE}>"), SUPPORT, subject, text)
}

/// The words of its notes.
pub(crate) fn notes(shown: &Value) -> Vec<String> {
    let all = shown["messages"].as_array().expect("messages").iter();
    let notes = all.filter(|message| message["kind"] == "note");
    notes.map(|note| note["text"].as_str().expect("a text").to_owned()).collect()
}
