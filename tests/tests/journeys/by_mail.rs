//! Agents answer by mail, on real servers and with a name server of the test: every row of LA-4 for a company whose domain
//! signs, for one that only has SPF, and for one with nothing. What each person finds in their mailbox is compared.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use journeys::api::Api;
use journeys::dns::Dns;
use journeys::dovecot::Dovecot;
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta, program};
use journeys::wait::wait_for;
use serde_json::{Value, json};
use wire::evidence::SigningKey;

use crate::letters::{Letter, header};

const ZOE: &str = "zoe@customer.example";
const FRIEND: &str = "friend@customer.example";
const SUPPORT: &str = "support@desk.example";
const SALES: &str = "sales@desk.example";
const ANNA: &str = "anna@team.example";
const BEN: &str = "ben@team.example";
const PASSWORD: &str = "seven quiet otters";

/// What proves that a mail of the team's domain is its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Company {
    /// Its mail is signed (DKIM).
    Signs,
    /// It publishes from where its mail comes (SPF, DMARC), and signs nothing.
    OnlySpf,
    /// Nothing.
    Nothing,
}

/// A desk with two mailboxes, two agents who are offline, and a customer.
struct Site {
    company: Company,
    dovecot: Dovecot,
    _postfix: Postfix,
    desk: Staffetta,
    anna: Api,
    ben: Api,
    _dns: Dns,
}

fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate().expect("a key"))
}

fn site(company: Company) -> Site {
    let dns = Dns::start();
    match company {
        Company::Signs => dns.txt("s1._domainkey.team.example", &SigningKey::record(&key().public)),
        Company::OnlySpf => {
            dns.txt("team.example", "v=spf1 ip4:127.0.0.0/8 -all");
            dns.txt("_dmarc.team.example", "v=DMARC1; p=none");
        }
        Company::Nothing => {}
    }
    let dovecot = Dovecot::start(&[ZOE, FRIEND, ANNA, BEN]);
    let arguments = ["--dns".into(), dns.address().into()].to_vec();
    let desk = Staffetta::serve(Options { arguments, ..Options::default() });
    let domains = ["team.example", "customer.example"];
    let postfix = Postfix::start(&domains.map(|domain| Route::Lmtp(domain, dovecot.lmtp_port)), None);
    let anna = desk.set_up(ANNA, PASSWORD);
    add_ben(&desk);
    let ben = Api::sign_in(&desk.address(), BEN, PASSWORD);
    for (name, address) in [("Acme Support", SUPPORT), ("Acme Sales", SALES)] {
        let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null});
        let mailbox = json!({"name": name, "address": address, "incoming": {"kind": "listener"}, "outgoing": outgoing,
            "save_anyway": true});
        anna.post("/mailboxes", &mailbox).accept(201);
    }
    let site = Site { company, dovecot, _postfix: postfix, desk, anna, ben, _dns: dns };
    site.set(json!({"email_channel": true, "notify_seconds": 1, "email": {"undo_s": 0}}));
    site
}

fn add_ben(desk: &Staffetta) {
    let mut command = Command::new(program());
    command.args(["user", "add", BEN, "--name", "Ben", "--data"]).arg(desk.data());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    child.stdin.take().expect("piped").write_all(format!("{PASSWORD}\n").as_bytes()).expect("it reads");
    assert!(child.wait().expect("it ends").success());
}

/// The bytes of a letter that was written a moment ago: what is older than a day triggers nothing.
fn fresh(letter: &Letter) -> Vec<u8> {
    let now = Command::new("date").arg("-R").output().expect("date");
    let now = String::from_utf8(now.stdout).expect("text");
    String::from_utf8(letter.raw()).expect("text").replace("Sun, 22 Nov 2026 10:00:00 +0100", now.trim()).into_bytes()
}

impl Site {
    fn set(&self, change: Value) {
        self.anna.patch("/settings", &change).accept(200);
    }

    /// A customer's mail; the notification that Ben gets of it.
    fn asked(&self, subject: &str) -> StoredMail {
        let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, "Where is my order?");
        self.hand_over(ZOE, &fresh(&letter));
        let _ = self.anna.await_conversation(subject);
        wait_for(&format!("the notification of {subject:?}"), || self.in_bens_inbox(subject, "notification"))
    }

    fn hand_over(&self, from: &str, raw: &[u8]) {
        let replies = smtp::send(self.desk.smtp_port(), from, &[SUPPORT], raw);
        assert!(replies.iter().all(smtp::Reply::accepted), "{replies:?}");
    }

    /// The mail in Ben's mailbox with this subject: the notification carries a token, what tells of held mail does not.
    fn in_bens_inbox(&self, subject: &str, what: &str) -> Option<StoredMail> {
        self.dovecot.mails(BEN, "INBOX").into_iter().find(|mail| {
            let held = header(&mail.raw, "Message-ID").is_some_and(|id| id.contains("notice."));
            header(&mail.raw, "Subject").is_some_and(|found| found.contains(subject)) && held == (what == "held")
        })
    }

    /// Ben answers a mail from his own program; his company's proof is on it.
    fn ben_answers(&self, answered: &[u8], to: &str, cc: Option<&str>, text: &str) {
        let quoted = "\n\nOn Sunday, Zoe Kun wrote:\n> Where is my order?";
        let subject = format!("Re: {}", header(answered, "Subject").unwrap_or_default().trim());
        let letter = Letter::new(&format!("Ben <{BEN}>"), to, &subject, &format!("{text}{quoted}")).answering(answered);
        let letter = Letter { cc: cc.map(ToOwned::to_owned), ..letter };
        let raw = fresh(&letter);
        let raw = match self.company {
            Company::Signs => {
                let header = wire::evidence::sign(&key().private, "team.example", "s1", &raw).expect("a signature");
                [header.into_bytes(), raw].concat()
            }
            Company::OnlySpf | Company::Nothing => raw,
        };
        self.hand_over(BEN, &raw);
    }

    /// The message with this text, once it is there.
    fn message(&self, subject: &str, text: &str) -> Value {
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

    fn status(&self, subject: &str) -> String {
        self.anna.await_conversation(subject)["status"].as_str().unwrap_or_default().to_owned()
    }

    /// What the customer has got so far that holds this text.
    fn zoe_has(&self, text: &str) -> Vec<StoredMail> {
        let holds = |mail: &StoredMail| String::from_utf8_lossy(&mail.raw).replace("=\r\n", "").contains(text);
        self.dovecot.mails(ZOE, "INBOX").into_iter().filter(holds).collect()
    }

    /// The rule that decided, as the trace of the message names it.
    fn rule(message: &Value) -> String {
        let trace = message["trace"].as_array().cloned().unwrap_or_default();
        let line = trace.iter().find(|line| line["step"] == "decide").cloned().unwrap_or_default();
        line["facts"]["rule"].as_str().unwrap_or_default().to_owned()
    }
}

/// LA-2, LA-3, LA-4, SB-7: the rows that are the agent's own words, for a company whose mail is proved.
fn rows(site: &Site) {
    // Row 1: the setting says note.
    let told = site.asked("First");
    site.ben_answers(&told.raw, SUPPORT, None, "Only for us.");
    let note = site.message("First", "Only for us.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-4"));
    assert_eq!(site.status("First"), "new", "a note changes no status");
    // Row 2: the setting says answer.
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let told = site.asked("Second");
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let answer = site.message("Second", "It is on its way.");
    assert_eq!((answer["kind"].as_str(), Site::rule(&answer).as_str()), (Some("outbound"), "TR-4"));
    assert_eq!(site.status("Second"), "answered");
    let got = wait_for("the customer's mail", || site.zoe_has("It is on its way.").into_iter().next());
    let raw = String::from_utf8_lossy(&got.raw).into_owned();
    let secret = header(&told.raw, "Message-ID").expect("an id");
    assert!(
        !raw.contains(secret.trim().trim_matches(['<', '>'])),
        "the agent's token must not reach a customer:\n{raw}"
    );
    assert!(header(&got.raw, "From").is_some_and(|from| from.contains(SUPPORT)), "{raw}");
    // Row 3: among us.
    let told = site.asked("Third");
    site.ben_answers(&told.raw, SUPPORT, Some(ANNA), "Anna, can you look?");
    assert_eq!(site.message("Third", "can you look")["kind"], "note");
    // Row 4: the agent chose the recipients; the desk sends nothing.
    let told = site.asked("Fourth");
    site.ben_answers(&told.raw, ZOE, Some(&format!("{SUPPORT}, {FRIEND}")), "I wrote to you myself.");
    let chosen = site.message("Fourth", "I wrote to you myself.");
    assert_eq!((chosen["kind"].as_str(), &chosen["delivery"]), (Some("outbound"), &Value::Null));
    assert_eq!(site.status("Fourth"), "answered");
    // A token that outsiders saw is good for that mail and no other: nothing else names the conversation, so nothing matches.
    site.ben_answers(&told.raw, SUPPORT, None, "And once more.");
    let more = site.message("Re: Fourth", "And once more.");
    assert_eq!((more["kind"].as_str(), Site::rule(&more).as_str()), (Some("inbound"), "TR-9"), "{more}");
    assert_eq!(site.zoe_has("It is on its way.").len(), 1);
    for never in ["Only for us.", "can you look", "I wrote to you myself.", "And once more."] {
        assert_eq!(site.zoe_has(never).len(), 0, "the customer was sent {never:?}");
    }
}

/// LA-4, X-4: a company whose domain signs.
#[test]
fn each_row_holds_for_a_company_that_signs() {
    rows(&site(Company::Signs));
}

/// LA-4, X-4: a company that only has SPF, whose mail our own listener takes.
#[test]
fn each_row_holds_for_a_company_with_spf_alone() {
    rows(&site(Company::OnlySpf));
}

/// TR-5, LA-4: a company with nothing. Its agents' answers wait for their word in the browser, and only there they are sent.
#[test]
fn without_any_proof_an_answer_waits_for_its_author() {
    let site = site(Company::Nothing);
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let told = site.asked("Order");
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let note = site.message("Order", "It is on its way.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-5"));
    let _ = wait_for("the mail that tells Ben", || site.in_bens_inbox("", "held"));
    assert_eq!(site.zoe_has("It is on its way.").len(), 0);
    let path = format!("/messages/{}/publication", note["id"].as_str().expect("an id"));
    site.anna.put(&path).accept(404);
    let published = site.ben.put(&path).json_of(200);
    assert_eq!(published["kind"], "outbound");
    let _ = wait_for("the customer's mail", || site.zoe_has("It is on its way.").into_iter().next());
    site.ben.put(&path).accept(422);
    assert_eq!(site.status("Order"), "answered");
    // The setting for domains that cannot sign: now the token is enough.
    site.set(json!({"email": {"token_suffices": ["team.example"]}}));
    let told = site.asked("Another");
    site.ben_answers(&told.raw, SUPPORT, None, "This one goes out.");
    assert_eq!(Site::rule(&site.message("Another", "This one goes out.")), "TR-4");
    let _ = wait_for("the customer's mail", || site.zoe_has("This one goes out.").into_iter().next());
}

/// LA-6, TR-1: an agent who starts a conversation by mail is its customer there, without any power in it.
#[test]
fn an_agent_who_writes_first_is_the_requester() {
    let site = site(Company::Signs);
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let letter = Letter::new(&format!("Ben <{BEN}>"), SUPPORT, "My own order", "Where is it?");
    site.hand_over(BEN, &fresh(&letter));
    let item = site.anna.await_conversation("My own order");
    assert_eq!(item["contact"]["address"], BEN);
    let more = Letter::new(&format!("Ben <{BEN}>"), SUPPORT, "Re: My own order", "Hello?").answering(&letter.raw());
    site.hand_over(BEN, &fresh(&more));
    let message = site.message("My own order", "Hello?");
    assert_eq!(message["kind"], "inbound");
    assert!(Site::rule(&message).starts_with("TC-"), "{message}");
}
