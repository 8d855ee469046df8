//! A team that answers by mail, a customer whose domain signs, and a scripted server that keeps what leaves: the ground for attacks on
//! who may speak as whom.

use journeys::api::Api;
use journeys::dns::Dns;
use journeys::smtp;
use journeys::wait::wait_for;
use serde_json::{Value, json};

use super::{publish, signed};
use crate::automatic::{Answering, ZOE};
use crate::faults::smtp_server::Taken;
use crate::letters::{Letter, fresh, header};
use crate::receiving::{AGENT, Base, SUPPORT};

pub(crate) const ANNA: &str = AGENT;
pub(crate) const BEN: &str = "ben@team.example";
pub(crate) const EVIL: &str = "evil@else.example";
pub(crate) const PASSWORD: &str = "nine quiet herons";

/// A desk with Anna, an admin, and Ben, whose answers by mail go to customers.
pub(crate) struct Team {
    pub(crate) at: Answering,
    pub(crate) ben: Api,
    dns: Dns,
}

impl Team {
    pub(crate) fn open() -> Self {
        let (at, dns) = Answering::proving(&Base::Sqlite);
        for domain in ["team.example", "shop.example", "else.example"] {
            publish(&dns, domain);
        }
        let ben = join(&at, BEN, "agent");
        let team = Self { at, ben, dns };
        team.set(&json!({"notify_seconds": 1, "email": {"undo_s": 0, "agent_replies": "reply"}}));
        team
    }

    pub(crate) fn set(&self, change: &Value) {
        self.at.desk.api.patch("/settings", change).accept(200);
    }

    /// Another agent with this role, signed in.
    pub(crate) fn join(&self, email: &str, role: &str) -> Api {
        join(&self.at, email, role)
    }

    /// Publishes the key of the tests for a further domain.
    pub(crate) fn publish(&self, domain: &str) {
        publish(&self.dns, domain);
    }

    /// Hands a mail over as it is, written now; nothing proves it.
    pub(crate) fn unproved(&self, sender: &str, letter: &Letter) {
        self.hand_over(sender, &fresh(&letter.raw()));
    }

    /// Hands a mail over, written now and signed by the domain of its sender.
    pub(crate) fn proved(&self, sender: &str, letter: &Letter) {
        let domain = sender.rsplit_once('@').expect("an address").1;
        self.hand_over(sender, &signed(domain, &fresh(&letter.raw())));
    }

    /// The same to another mailbox of ours.
    pub(crate) fn proved_to(&self, sender: &str, to: &str, letter: &Letter) {
        let domain = sender.rsplit_once('@').expect("an address").1;
        self.hand_over_to(sender, to, &signed(domain, &fresh(&letter.raw())));
    }

    fn hand_over(&self, sender: &str, raw: &[u8]) {
        self.hand_over_to(sender, SUPPORT, raw);
    }

    fn hand_over_to(&self, sender: &str, to: &str, raw: &[u8]) {
        let replies = smtp::send(self.at.desk.program.smtp_port(), sender, &[to], raw);
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    /// Zoe asks. The conversation's id and her mail.
    pub(crate) fn asked(&self, subject: &str, text: &str) -> (String, Vec<u8>) {
        let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, text);
        self.proved(ZOE, &letter);
        let asked = self.at.desk.api.await_conversation(subject);
        (asked["id"].as_str().expect("an id").to_owned(), letter.raw())
    }

    /// Anna answers in the browser; the mail that left, to Zoe.
    pub(crate) fn answered(&self, id: &str, further: &Value, text: &str) -> Vec<u8> {
        let mut answer = json!({"kind": "reply", "text": text});
        let fields = answer.as_object_mut().expect("an object");
        fields.extend(further.as_object().expect("an object").clone());
        self.at.desk.api.post(&format!("/conversations/{id}/messages"), &answer).accept(201);
        self.left(text, |mail| readable(&mail.raw).contains(text))
    }

    /// The notification of a conversation that an agent got.
    pub(crate) fn told(&self, agent: &str, subject: &str) -> Vec<u8> {
        self.left(&format!("the notification of {subject:?}"), |mail| {
            let about = header(mail.raw.as_bytes(), "Subject").is_some_and(|found| found.contains(subject));
            about && mail.to == [agent] && !is_word_of_the_desk(mail)
        })
    }

    /// The notification in which an agent is told this.
    pub(crate) fn told_of(&self, agent: &str, words: &str) -> Vec<u8> {
        let told =
            |mail: &Taken| mail.to == [agent] && !is_word_of_the_desk(mail) && readable(&mail.raw).contains(words);
        self.left(&format!("the notification of {words:?}"), told)
    }

    /// The mail by which the desk tells an agent something without asking for an answer.
    pub(crate) fn word_to(&self, agent: &str, words: &str) -> Vec<u8> {
        let told =
            |mail: &Taken| mail.to == [agent] && is_word_of_the_desk(mail) && readable(&mail.raw).contains(words);
        self.left(&format!("{words:?} to {agent}"), told)
    }

    /// How many mails by which the desk tells an agent this have left.
    pub(crate) fn words_to(&self, agent: &str, words: &str) -> usize {
        let taken = self.at.server.taken();
        let told =
            |mail: &&Taken| mail.to == [agent] && is_word_of_the_desk(mail) && readable(&mail.raw).contains(words);
        taken.iter().filter(told).count()
    }

    fn left(&self, what: &str, wanted: impl Fn(&Taken) -> bool) -> Vec<u8> {
        wait_for(what, || {
            self.at.server.taken().iter().find(|mail| wanted(mail)).map(|mail| mail.raw.clone().into_bytes())
        })
    }

    /// An agent's answer to a mail, as their program writes it.
    pub(crate) fn answer_of(&self, agent: &str, answered: &[u8], text: &str) -> Letter {
        let subject = format!("Re: {}", header(answered, "Subject").unwrap_or_default().trim());
        Letter::new(agent, SUPPORT, &subject, text).answering(answered)
    }

    /// The held mails, once there are so many.
    pub(crate) fn held(&self, count: usize) -> Vec<Value> {
        self.at.desk.api.wait_for(&format!("{count} held mails"), "/arrivals?state=quarantined&limit=200", |page| {
            let items = page["items"].as_array()?.clone();
            (items.len() == count).then_some(items)
        })
    }

    /// Waits until all that came in is worked on, and all that is to leave has left.
    pub(crate) fn settle(&self) {
        self.at.await_quiet();
    }

    /// The texts of a conversation's messages.
    pub(crate) fn texts(&self, id: &str) -> Vec<String> {
        let shown = self.at.shown(id);
        let messages = shown["messages"].as_array().expect("messages").iter();
        messages.map(|one| one["text"].as_str().expect("a text").trim().to_owned()).collect()
    }

    /// What customers and strangers were sent, readable, that holds these words.
    pub(crate) fn customers_got(&self, words: &str) -> usize {
        self.at.to_customers().iter().filter(|mail| readable(&mail.raw).contains(words)).count()
    }
}

fn join(at: &Answering, email: &str, role: &str) -> Api {
    let name = email.split('@').next().expect("a name");
    at.desk.program.add_agent(email, name, role, PASSWORD);
    Api::sign_in(&at.desk.program.address(), email, PASSWORD)
}

/// True for a mail of the desk that carries no token: held mail, copies, alarms.
fn is_word_of_the_desk(mail: &Taken) -> bool {
    header(mail.raw.as_bytes(), "Message-ID").is_some_and(|id| id.trim_start_matches('<').starts_with("notice."))
}

/// A mail's header, and the text and HTML of its body decoded.
pub(crate) fn readable(raw: &str) -> String {
    let parsed = mail_parser::MessageParser::default().parse(raw.as_bytes()).expect("a mail");
    let text = (0..parsed.text_body.len()).filter_map(|part| parsed.body_text(part));
    let html = (0..parsed.html_body.len()).filter_map(|part| parsed.body_html(part));
    let head = raw.split("\r\n\r\n").next().unwrap_or_default();
    std::iter::once(head.into()).chain(text).chain(html).collect::<Vec<_>>().join("\n")
}
