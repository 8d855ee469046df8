//! Agents and customers write to each other by mail, on real servers and with a name server of the test, for a company whose
//! domain signs, for one that only has SPF, and for one with nothing. What each person finds in their mailbox is compared.

mod forwarder;
mod forwarding_help;
mod kept_back;
mod lists;
mod order;
mod rows;
mod table;

use std::net::Ipv4Addr;
use std::sync::OnceLock;

use journeys::api::Api;
use journeys::dns::Dns;
use journeys::dovecot::{Dovecot, PASSWORD as MAIL_PASSWORD};
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use journeys::smtp::{self, Reply};
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::wait_for;
use serde_json::{Value, json};
use wire::evidence::SigningKey;

use crate::letters::{self, Letter, header};
use crate::receiving::Base;

/// The customer, one whom she takes along, and one whom she asks elsewhere.
pub(crate) const ZOE: &str = "zoe@customer.example";
pub(crate) const KIM: &str = "kim@customer.example";
pub(crate) const RAY: &str = "ray@elsewhere.example";
/// The agents; Anna is an admin, too.
pub(crate) const ANNA: &str = "anna@team.example";
pub(crate) const BEN: &str = "ben@team.example";
/// The mailboxes.
pub(crate) const SUPPORT: &str = "support@desk.example";
pub(crate) const SALES: &str = "sales@desk.example";
const PASSWORD: &str = "seven quiet otters";

/// The host that sends the team's mail, the one that sends the customer's, and one of whom nobody knows anything.
const TEAM_HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const CUSTOMER_HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
pub(crate) const STRANGE_HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 9);

/// What proves that a mail of the team's domain is its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Company {
    /// Its mail is signed (DKIM).
    Signs,
    /// It publishes from where its mail comes (SPF, DMARC), and signs nothing; our own listener takes the mail.
    OnlySpf,
    /// The same behind a server that takes the mail for us and writes down what it found; the desk reads its mailbox.
    BehindReceiver,
    /// Nothing.
    Nothing,
}

/// A desk with two mailboxes, two agents who are offline, and customers.
pub(crate) struct Site {
    pub(crate) company: Company,
    pub(crate) dovecot: Dovecot,
    pub(crate) postfix: Postfix,
    pub(crate) desk: Staffetta,
    pub(crate) anna: Api,
    pub(crate) ben: Api,
    pub(crate) dns: Dns,
    _base: Base,
}

pub(crate) fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().expect("a key"))
}

/// What the name servers say: the customer's domain tells its host, the team's what the company has.
fn names(company: Company) -> Dns {
    let dns = Dns::start();
    dns.txt("customer.example", &format!("v=spf1 ip4:{CUSTOMER_HOST} -all"));
    match company {
        Company::Signs => dns.txt("s1._domainkey.team.example", &SigningKey::record(&key().public)),
        Company::OnlySpf => {
            dns.txt("team.example", &format!("v=spf1 ip4:{TEAM_HOST} -all"));
            dns.txt("_dmarc.team.example", "v=DMARC1; p=none");
        }
        Company::BehindReceiver => dns.txt("team.example", &format!("v=spf1 ip4:{TEAM_HOST} -all")),
        Company::Nothing => {}
    }
    dns
}

/// What the server that takes the company's mail writes on top of it, by the host that connects.
fn vouched() -> [(&'static str, &'static str); 4] {
    [
        ("127.0.0.1", "Authentication-Results: mx.desk.example; spf=none smtp.mailfrom=outside.example"),
        ("127.0.0.2", "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=team.example"),
        ("127.0.0.3", "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=customer.example"),
        ("127.0.0.9", "Authentication-Results: mx.desk.example; spf=fail smtp.mailfrom=team.example"),
    ]
}

pub(crate) fn site(company: Company) -> Site {
    site_on(company, Base::Sqlite)
}

pub(crate) fn site_on(company: Company, base: Base) -> Site {
    let dns = names(company);
    let dovecot = Dovecot::start(&[ZOE, KIM, RAY, ANNA, BEN, SUPPORT]);
    let arguments = ["--dns".into(), dns.address().into()].to_vec();
    let desk = Staffetta::serve(Options { arguments, ..base.options() });
    let people = ["team.example", "customer.example", "elsewhere.example"];
    let behind = company == Company::BehindReceiver;
    let mut routes = people.map(|domain| Route::Lmtp(domain, dovecot.lmtp_port)).to_vec();
    routes.push(Route::Lmtp("desk.example", if behind { dovecot.lmtp_port } else { desk.lmtp_port() }));
    let postfix = if behind { Postfix::start_vouching(&routes, &vouched()) } else { Postfix::start(&routes, None) };
    let anna = desk.set_up(ANNA, PASSWORD);
    desk.add_agent(BEN, "Ben", "agent", PASSWORD);
    let ben = Api::sign_in(&desk.address(), BEN, PASSWORD);
    let site = Site { company, dovecot, postfix, desk, anna, ben, dns, _base: base };
    site.set(json!({"email_channel": true, "notify_seconds": 1, "email": {"undo_s": 0}}));
    site.add_mailboxes();
    site
}

/// The bytes of a letter that was written a moment ago: what is older than a day triggers nothing.
pub(crate) fn fresh(letter: &Letter) -> Vec<u8> {
    letters::fresh(&letter.raw())
}

/// The addresses in a header that people wrote.
fn addresses(value: &str) -> Vec<String> {
    let one = |part: &str| part.rsplit('<').next().unwrap_or(part).trim().trim_end_matches('>').to_owned();
    value.split(',').map(one).filter(|address| address.contains('@')).collect()
}

/// Where mail programs send an answer to a mail.
pub(crate) fn answering_address(raw: &[u8]) -> String {
    let value = header(raw, "Reply-To").or_else(|| header(raw, "From")).expect("an author");
    addresses(&value).remove(0)
}

/// The host that sends the mail of an address.
fn host_of(from: &str) -> Ipv4Addr {
    match from.rsplit_once('@').map(|(_, domain)| domain) {
        Some("team.example") => TEAM_HOST,
        Some("customer.example") => CUSTOMER_HOST,
        _ => STRANGE_HOST,
    }
}

impl Site {
    pub(crate) fn set(&self, change: Value) {
        self.anna.patch("/settings", &change).accept(200);
    }

    fn add_mailboxes(&self) {
        let port = self.postfix.smtp_port;
        let outgoing = json!({"host": "127.0.0.1", "port": port, "tls": "none", "login": null});
        let listener = json!({"kind": "listener"});
        let read = json!({"kind": "imap", "host": "127.0.0.1", "port": self.dovecot.imap_port, "tls": "none",
            "login": SUPPORT, "password": MAIL_PASSWORD, "folder": "INBOX"});
        let behind = self.company == Company::BehindReceiver;
        let mut support = String::new();
        for (name, address, incoming) in
            [("Acme Sales", SALES, &listener), ("Acme Support", SUPPORT, if behind { &read } else { &listener })]
        {
            let mailbox = json!({"name": name, "address": address, "incoming": incoming, "outgoing": outgoing,
                "save_anyway": true});
            support = self.anna.post("/mailboxes", &mailbox).json_of(201)["id"].as_str().expect("an id").to_owned();
        }
        if behind {
            self.learn_the_receiver(&support, &outgoing);
        }
    }

    /// The self-test of the mailbox learns what the server that takes its mail writes (trust.md § Evidence).
    fn learn_the_receiver(&self, support: &str, outgoing: &Value) {
        let outside =
            json!({"name": "Outside", "address": "probe@outside.example", "outgoing": outgoing, "save_anyway": true});
        self.anna.post("/mailboxes", &outside).accept(201);
        let path = format!("/mailboxes/{support}/trust-test");
        self.anna.post(&path, &json!({})).accept(202);
        let test = self
            .anna
            .wait_for("the self-test to end", &path, |test| (test["state"] != "running").then(|| test.clone()));
        assert_eq!((&test["state"], &test["trust"]["server"]), (&json!("done"), &json!("mx.desk.example")), "{test}");
    }

    /// A person's letter leaves from the host of their own domain; returns its bytes. The team's mail is signed where it is so.
    pub(crate) fn write(&self, letter: &Letter) -> Vec<u8> {
        let from = addresses(letter.from.as_deref().expect("an author")).remove(0);
        let mut raw = fresh(letter);
        if from.ends_with("@team.example") && self.company == Company::Signs {
            let signature = wire::evidence::sign(&key().private, "team.example", "s1", &raw).expect("a signature");
            raw = [signature.into_bytes(), raw].concat();
        }
        let to = addresses(&format!("{},{}", letter.to, letter.cc.as_deref().unwrap_or_default()));
        self.post(host_of(&from), &from, &to, &raw);
        raw
    }

    /// Brings a mail to each recipient: ours take it at the desk's own door or at the server before it.
    pub(crate) fn post(&self, host: Ipv4Addr, sender: &str, to: &[String], raw: &[u8]) {
        let ours = |address: &&String| address.ends_with("@desk.example");
        let (ours, others): (Vec<&String>, Vec<&String>) = to.iter().partition(ours);
        let own_door =
            if self.company == Company::BehindReceiver { self.postfix.smtp_port } else { self.desk.smtp_port() };
        for (port, people) in [(own_door, ours), (self.postfix.smtp_port, others)] {
            let people: Vec<&str> = people.into_iter().map(String::as_str).collect();
            if !people.is_empty() {
                let replies = smtp::send_from(host, port, sender, &people, raw);
                assert!(replies.iter().all(Reply::accepted), "{replies:?}");
            }
        }
    }

    /// A customer's mail; the notification that Ben gets of it.
    fn asked(&self, subject: &str) -> StoredMail {
        let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, "Where is my order?");
        self.write(&letter);
        let _ = self.anna.await_conversation(subject);
        self.await_mail(BEN, "the notification", |mail| subject_of(mail) == subject && !is_notice(mail))
    }

    /// Waits for a mail in somebody's mailbox.
    pub(crate) fn await_mail(&self, whose: &str, what: &str, is: impl Fn(&StoredMail) -> bool) -> StoredMail {
        wait_for(&format!("{what} in the mailbox of {whose}"), || {
            self.dovecot.mails(whose, "INBOX").into_iter().find(|mail| is(mail))
        })
    }

    /// Ben answers a mail from his own program.
    fn ben_answers(&self, answered: &[u8], to: &str, cc: Option<&str>, text: &str) -> Vec<u8> {
        self.write(&answer(&format!("Ben <{BEN}>"), answered, to, cc, text))
    }

    /// The message with this text, once it is there.
    pub(crate) fn message(&self, subject: &str, text: &str) -> Value {
        let item = self.anna.await_conversation(subject);
        let path = format!("/conversations/{}", item["id"].as_str().expect("an id"));
        self.anna.wait_for(&format!("{text:?} in {subject:?}"), &path, |whole| {
            whole["messages"]
                .as_array()?
                .iter()
                .find(|one| one["text"].as_str().is_some_and(|all| all.contains(text)))
                .cloned()
        })
    }

    pub(crate) fn status(&self, subject: &str) -> String {
        self.anna.await_conversation(subject)["status"].as_str().unwrap_or_default().to_owned()
    }

    /// What somebody has got so far that holds this text.
    pub(crate) fn has(&self, whose: &str, text: &str) -> Vec<StoredMail> {
        self.dovecot.mails(whose, "INBOX").into_iter().filter(|mail| text_of(mail).contains(text)).collect()
    }

    /// Waits for the held mail with this text in its subject; returns its line.
    pub(crate) fn await_held(&self, reason: &str, count: usize) -> Vec<Value> {
        self.anna.wait_for(&format!("{count} mails held as {reason}"), "/arrivals?state=quarantined", |page| {
            let held: Vec<Value> =
                page["items"].as_array()?.iter().filter(|one| one["reason"] == reason).cloned().collect();
            (held.len() >= count).then_some(held)
        })
    }

    /// The rule that decided, as the trace of the message names it.
    pub(crate) fn rule(message: &Value) -> String {
        let trace = message["trace"].as_array().cloned().unwrap_or_default();
        let line = trace.iter().find(|line| line["step"] == "decide").cloned().unwrap_or_default();
        line["facts"]["rule"].as_str().unwrap_or_default().to_owned()
    }
}

/// An answer as mail programs write it, with what it answers quoted below.
pub(crate) fn answer(from: &str, answered: &[u8], to: &str, cc: Option<&str>, text: &str) -> Letter {
    let subject = header(answered, "Subject").unwrap_or_default();
    let plain = subject.trim();
    let subject = if plain.starts_with("Re: ") { plain.to_owned() } else { format!("Re: {plain}") };
    let quoted = format!("{text}\n\nOn Sunday, Zoe Kun wrote:\n> Where is my order?");
    Letter { cc: cc.map(ToOwned::to_owned), ..Letter::new(from, to, &subject, &quoted).answering(answered) }
}

/// The subject of a mail.
pub(crate) fn subject_of(mail: &StoredMail) -> String {
    let parsed = mail_parser::MessageParser::default().parse(&mail.raw);
    parsed.and_then(|parsed| parsed.subject().map(ToOwned::to_owned)).unwrap_or_default()
}

/// The text of a mail, decoded.
pub(crate) fn text_of(mail: &StoredMail) -> String {
    let parsed = mail_parser::MessageParser::default().parse(&mail.raw);
    parsed.and_then(|parsed| parsed.body_text(0).map(|text| text.replace("\r\n", "\n"))).unwrap_or_default()
}

/// True for what the desk tells an agent beside notifications: of held mail, of what was sent in their name.
pub(crate) fn is_notice(mail: &StoredMail) -> bool {
    header(&mail.raw, "Message-ID").is_some_and(|id| id.contains("notice."))
}
