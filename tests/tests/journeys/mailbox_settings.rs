//! What settings of mailboxes change in mail that leaves: looked at in the mails themselves, and in what their answers become.

use std::io::Write as _;
use std::process::{Command, Stdio};

use journeys::api::Api;
use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta, program};
use serde_json::{Value, json};

use crate::letters::{Letter, header};

const CUSTOMER: &str = "maria@customer.example";
const SUPPORT: &str = "support@acme.example";
const BILLING: &str = "billing@acme.example";

/// A demo without sample mail: it sends into its own sandbox, where each mail can be read.
struct Desk {
    program: Staffetta,
    api: Api,
}

impl Desk {
    fn open() -> Self {
        let arguments = vec!["--empty".into()];
        let environment = vec![("STAFFETTA_BACKOFF_DIVISOR".to_owned(), "60".into())];
        let program = Staffetta::demo(Options { arguments, environment, ..Options::default() });
        let agent = &program.ready["agents"][0];
        let (email, password) = (agent["email"].as_str().unwrap(), agent["password"].as_str().unwrap());
        let api = Api::sign_in(&program.address(), email, password);
        Self { program, api }
    }

    /// The path of the mailbox with this address.
    fn mailbox(&self, address: &str) -> String {
        let all = self.api.list("/mailboxes");
        let found = all.iter().find(|one| one["address"] == address).unwrap_or_else(|| panic!("{address}: {all:?}"));
        format!("/mailboxes/{}", found["id"].as_str().unwrap())
    }

    fn change(&self, address: &str, change: &Value) -> Value {
        self.api.patch(&self.mailbox(address), change).json_of(200)
    }

    /// The customer sends a mail; it is taken.
    fn deliver(&self, to: &str, letter: &Letter) {
        let replies = smtp::send(self.program.smtp_port(), CUSTOMER, &[to], &letter.raw());
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }

    fn answer(&self, conversation: &Value, body: &Value) -> Value {
        self.api.post(&path(conversation), body).json_of(201)
    }

    /// Waits for this many mails to the customer, and gives the newest, byte for byte.
    fn sent(&self, count: usize) -> Vec<u8> {
        let id = self.api.wait_for(&format!("mail number {count} to the customer"), "/sandbox/mails", |mails| {
            let to_customer = |mail: &&Value| mail["to"][0] == CUSTOMER;
            let all: Vec<&Value> = mails.as_array()?.iter().filter(to_customer).collect();
            (all.len() == count).then(|| all.last().and_then(|mail| mail["id"].as_str()).map(str::to_owned)).flatten()
        });
        self.api.get(&format!("/sandbox/mails/{id}/raw")).bytes
    }

    /// Waits until the conversation has so many messages, and gives the newest.
    fn message(&self, conversation: &Value, count: usize) -> Value {
        let path = format!("/conversations/{}", conversation["id"].as_str().unwrap());
        self.api.wait_for(&format!("message number {count}"), &path, |whole| {
            let messages = whole["messages"].as_array()?;
            (messages.len() == count).then(|| messages.last().cloned()).flatten()
        })
    }
}

fn path(conversation: &Value) -> String {
    format!("/conversations/{}/messages", conversation["id"].as_str().unwrap())
}

/// What a mail says, by the program's own reading of it.
pub(crate) fn inspect(raw: &[u8]) -> Value {
    let mut command = Command::new(program());
    let mut child = command.args(["inspect", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(raw).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

/// SB-10, CC-11, LD-10, X-8: sender's name, delimiter in the mailbox's language, signature and number in the subject; and what the
/// customer quotes of it is folded out, while text with the same signs elsewhere stays on both ways.
#[test]
fn an_answer_looks_as_its_mailbox_says() {
    let desk = Desk::open();
    let policy =
        json!({"delimiter": true, "language": "cs", "session_in_subject": true, "sender_name": "agent_via_mailbox"});
    desk.change(SUPPORT, &json!({"policy": policy, "signature": "S pozdravem\nAcme"}));
    let question = "Kde je?\n\n### dulezite ###\ncislo 4711";
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, "Objednavka", question));
    let conversation = desk.api.await_conversation("Objednavka");
    let asked = conversation["messages"][0]["reply_text"].as_str().unwrap();
    assert!(asked.contains("### dulezite ###") && asked.contains("cislo 4711"), "{asked}");

    let answer = "Je na ceste.\n\n### Poznamka ###\nBalik 12";
    desk.answer(&conversation, &json!({"kind": "reply", "text": answer}));
    let raw = desk.sent(1);
    let read = inspect(&raw);
    let number = conversation["number"].as_i64().unwrap();
    let subject = format!("Re: Objednavka [#{number}]");
    assert_eq!(read["subject"], subject.as_str());
    assert_eq!(read["from"], json!({"name": "Ana Kovač via Acme Support", "address": SUPPORT}));
    let text = read["text"].as_str().unwrap();
    let line = "### Svou odpověď napište nad tento řádek ###";
    assert!(text.starts_with(line), "{text}");
    assert!(text.contains("### Poznamka ###\nBalik 12\n\n-- \nS pozdravem\nAcme"), "{text}");
    assert!(text.contains(&format!("{CUSTOMER} napsal(a):\n> Kde je?")), "{text}");
    assert!(read["html"].as_str().unwrap().contains(line));
    // No token of ours stands in the visible text.
    let token = header(&raw, "Message-ID").unwrap().trim_matches(['<', '>']).split('@').next().unwrap().to_owned();
    assert!(!text.contains(&token) && !read["html"].as_str().unwrap().contains(&token));

    // A mail program that puts the whole mail below the answer, without any mark of a quote.
    let thanks = format!("Dekuji.\n\n### a jeste ###\nnashledanou\n\n{text}");
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, &subject, &thanks).answering(&raw));
    let back = desk.message(&conversation, 3);
    assert_eq!(back["reply_text"].as_str().unwrap().trim(), "Dekuji.\n\n### a jeste ###\nnashledanou");
    assert!(back["text"].as_str().unwrap().contains("Balik 12"), "nothing is deleted: {back}");

    // Nothing new above the line: then all is shown.
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, &subject, text).answering(&raw));
    let empty = desk.message(&conversation, 4);
    assert!(empty["reply_text"].as_str().unwrap().contains("Balik 12"), "{empty}");

    desk.answer(&conversation, &json!({"kind": "reply", "text": "Prosim."}));
    assert_eq!(inspect(&desk.sent(2))["subject"], subject.as_str(), "the number stands there once");
}

/// SO-10, X-5: an answer ends with its author's signature and its mailbox's, in both forms, within the frame that the team wrote;
/// what people wrote is never read for variables.
#[test]
fn an_answer_stands_in_the_teams_frame_above_both_signatures() {
    let desk = Desk::open();
    let own =
        json!({"text": "{agent.name}, {mailbox.name} {{number}}", "html": "<b>{agent.name}</b><script>1</script>"});
    desk.api.put_json("/me/signature", &own).accept(200);
    let formatted = json!({"signature": "Acme", "signature_html": "<i>Acme</i>"});
    desk.change(SUPPORT, &formatted);
    let frame =
        json!({"subject": "", "body": "Dear <{{customer}}>,\n\n{{text}}\n\n{{signature}}\n\nAbout #{{number}}"});
    desk.api.put_json("/templates/answer/en", &frame).accept(200);
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, "Invoice", "Where is it?"));
    let conversation = desk.api.await_conversation("Invoice");
    let number = conversation["number"].as_i64().unwrap();
    desk.answer(&conversation, &json!({"kind": "reply", "text": "Here: {{agent}}."}));
    let read = inspect(&desk.sent(1));
    let (text, html) = (read["text"].as_str().unwrap(), read["html"].as_str().unwrap());
    let mailbox = desk.api.get(&desk.mailbox(SUPPORT)).json_of(200)["name"].as_str().unwrap().to_owned();
    let name = format!("Ana Kovač, {mailbox} {{{{number}}}}");
    assert!(text.contains(&format!("Here: {{{{agent}}}}.\n\n-- \n{name}\nAcme\n\nAbout #{number}\n\nOn 20")), "{text}");
    assert!(text.starts_with("Dear <"), "{text}");
    assert!(html.contains("Dear &lt;") && html.contains("Here: {{agent}}."), "{html}");
    assert!(html.contains("<b>Ana Kovač</b>") && html.contains("<i>Acme</i>") && !html.contains("script"), "{html}");
}

/// SO-1, SB-2: answers leave from the mailbox that the mail came to, from another one that the agent picks, or from the one that
/// answers for a mailbox that only receives; the thread goes on whichever it was.
#[test]
fn an_answer_leaves_from_the_mailbox_that_the_agent_picks() {
    let desk = Desk::open();
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, "Invoice", "Where is it?"));
    let conversation = desk.api.await_conversation("Invoice");
    desk.answer(&conversation, &json!({"kind": "reply", "text": "From support."}));
    assert_eq!(inspect(&desk.sent(1))["from"]["address"], SUPPORT);
    let billing = desk.mailbox(BILLING).rsplit_once('/').unwrap().1.to_owned();
    desk.answer(&conversation, &json!({"kind": "reply", "text": "From billing.", "mailbox": billing}));
    let raw = desk.sent(2);
    assert_eq!(inspect(&raw)["from"]["address"], BILLING);
    desk.deliver(BILLING, &Letter::new(CUSTOMER, BILLING, "Re: Invoice", "Thank you.").answering(&raw));
    assert_eq!(desk.message(&conversation, 4)["reply_text"].as_str().unwrap().trim(), "Thank you.");

    desk.change(SUPPORT, &json!({"purpose": "receive"}));
    let reply = json!({"kind": "reply", "text": "Again."});
    let refused = desk.api.post(&path(&conversation), &reply).json_of(422);
    assert!(refused["fields"]["mailbox"].as_str().unwrap().contains("only receives"), "{refused}");
    desk.change(SUPPORT, &json!({"policy": {"answers_through": billing}}));
    desk.answer(&conversation, &reply);
    assert_eq!(inspect(&desk.sent(3))["from"]["address"], BILLING);
}

/// SO-5: nothing is answered from a deleted mailbox: the answer is refused with the reason, mail that waits fails visibly, the
/// conversation stays and is answered from another mailbox.
#[test]
fn a_deleted_mailbox_answers_no_more() {
    let desk = Desk::open();
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, "Keys", "Where are they?"));
    let conversation = desk.api.await_conversation("Keys");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let unreachable = json!({"host": "127.0.0.1", "port": nobody, "tls": "none"});
    desk.change(SUPPORT, &json!({"outgoing": unreachable, "save_anyway": true}));
    desk.answer(&conversation, &json!({"kind": "reply", "text": "On the shelf."}));
    let state = |whole: &Value| whole["messages"][1]["delivery"]["recipients"][0].clone();
    let own = format!("/conversations/{}", conversation["id"].as_str().unwrap());
    desk.api.wait_for("the answer to wait", &own, |whole| (state(whole)["state"] == "deferred").then_some(()));
    desk.api.delete(&desk.mailbox(SUPPORT)).accept(204);
    let words = desk.api.wait_for("the answer to fail", &own, |whole| {
        let state = state(whole);
        (state["state"] == "failed").then(|| state["reply"].as_str().unwrap_or_default().to_owned())
    });
    assert!(words.contains("mailbox was deleted"), "{words}");
    let whole = desk.api.get(&own).json_of(200);
    assert_eq!((whole["status"].as_str(), whole["mailbox"]["address"].as_str()), (Some("open"), Some(SUPPORT)));
    let reply = json!({"kind": "reply", "text": "On the shelf, indeed."});
    let refused = desk.api.post(&path(&conversation), &reply).json_of(422);
    assert!(refused["fields"]["mailbox"].as_str().unwrap().contains("was deleted"), "{refused}");
    let billing = desk.mailbox(BILLING).rsplit_once('/').unwrap().1.to_owned();
    desk.answer(&conversation, &json!({"kind": "reply", "text": "On the shelf, indeed.", "mailbox": billing}));
    assert_eq!(inspect(&desk.sent(1))["from"]["address"], BILLING);
}

/// SO-3: the desk's own address receives, and sends through the relay; the token in its Reply-To brings an answer back that lost all
/// other signs.
#[test]
fn the_own_address_receives_and_sends() {
    let desk = Desk::open();
    let sandbox = desk.api.get(&desk.mailbox(SUPPORT)).json_of(200)["outgoing"]["port"].clone();
    let relay = json!({"host": "127.0.0.1", "port": sandbox, "tls": "none"});
    let settings = json!({"inbound_domain": "in.acme.example", "outgoing_relay": relay});
    desk.api.patch("/settings", &settings).accept(200);
    let all = desk.api.list("/mailboxes");
    let own = all.iter().find(|one| one["generated"] == true).unwrap()["address"].as_str().unwrap().to_owned();
    desk.deliver(&own, &Letter::new(CUSTOMER, &own, "Own address", "Does it work?"));
    let conversation = desk.api.await_conversation("Own address");
    assert_eq!(conversation["mailbox"]["address"], own.as_str());
    desk.answer(&conversation, &json!({"kind": "reply", "text": "It does."}));
    let raw = desk.sent(1);
    let token = header(&raw, "Message-ID").unwrap().trim_matches(['<', '>']).split('@').next().unwrap().to_owned();
    let reply_to = inspect(&raw)["reply_to"][0]["address"].as_str().unwrap().to_owned();
    assert_eq!(reply_to, own.replacen('@', &format!("+{token}@"), 1));
    // An address book keeps it, a client answers with it, and nothing else of the thread survives.
    desk.deliver(&reply_to, &Letter::new(CUSTOMER, &reply_to, "Re: Own address", "Good."));
    assert_eq!(desk.message(&conversation, 3)["reply_text"].as_str().unwrap().trim(), "Good.");
    // The other mailboxes have no proof that plus-addresses reach them: From alone says where answers go.
    desk.deliver(SUPPORT, &Letter::new(CUSTOMER, SUPPORT, "Support", "And here?"));
    let other = desk.api.await_conversation("Support");
    desk.answer(&other, &json!({"kind": "reply", "text": "Here too."}));
    assert_eq!(inspect(&desk.sent(2))["reply_to"], json!([]));
}

/// LA-8: an alias of ours is never a participant, neither from a customer's Cc nor from what an agent writes.
#[test]
fn an_alias_is_never_a_participant() {
    let desk = Desk::open();
    desk.change(SUPPORT, &json!({"aliases": ["hilfe@acme.example"]}));
    let letter = Letter {
        cc: Some("hilfe@acme.example, otto@customer.example".into()),
        ..Letter::new(CUSTOMER, SUPPORT, "Alias", "Hello")
    };
    desk.deliver(SUPPORT, &letter);
    let people = |conversation: &Value| -> Vec<String> {
        let all = conversation["participants"].as_array().unwrap();
        all.iter().map(|one| one["address"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(people(&desk.api.await_conversation("Alias")), [CUSTOMER, "otto@customer.example"]);
    let support = desk.mailbox(SUPPORT).rsplit_once('/').unwrap().1.to_owned();
    let to = |address: &str| json!({"name": null, "address": address});
    let started = json!({"mailbox": support, "subject": "Started", "text": "Hello", "to": [to(CUSTOMER)],
        "cc": [to("hilfe+x@acme.example"), to("otto@customer.example")]});
    assert_eq!(people(&desk.api.post("/conversations", &started).json_of(201)), [CUSTOMER, "otto@customer.example"]);
}

/// SO-9: while nobody waits for it, or nothing proves that the provider sent it, a provider's question is ordinary mail.
#[test]
fn a_question_that_is_not_proved_is_ordinary_mail() {
    let desk = Desk::open();
    desk.api.patch("/settings", &json!({"inbound_domain": "in.acme.example"})).accept(200);
    let path = desk.mailbox(SUPPORT);
    let forwarding = desk.api.get(&path).json_of(200)["forwarding_address"].as_str().unwrap().to_owned();
    let opened = desk.api.put(&format!("{path}/forwarding")).json_of(200);
    assert_eq!(opened["forwarding_help"]["questions"], json!([]));
    let text = "shop@gmail.com has requested to automatically forward mail to your email address.\n\
        Confirmation code: 123456789\n\nhttps://mail-settings.google.com/mail/vf-%5BANGjdJ8xyz0123456789%5D-abcdefghijk\n";
    let subject = "(#123456789) Gmail Forwarding Confirmation - Receive Mail from shop@gmail.com";
    let letter = Letter::new("Gmail Team <forwarding-noreply@google.com>", &forwarding, subject, text);
    desk.deliver(&forwarding, &letter);
    let _ = desk.api.await_conversation(subject);
    assert_eq!(desk.api.get(&path).json_of(200)["forwarding_help"]["questions"], json!([]));
}

/// LA-3, SB-10, SO-7, SO-8, X-6: the settings of a mailbox and of the channel are changed by keyboard alone; what does not fit is
/// said at its field, and what was saved is what the API then says.
#[test]
fn settings_are_changed_by_keyboard() {
    let desk = Desk::open();
    desk.api.patch("/settings", &json!({"inbound_domain": "in.acme.example"})).accept(200);
    let agent = &desk.program.ready["agents"][0];
    let script = json!({"address": desk.program.address(), "email": agent["email"], "password": agent["password"],
        "sender": "Ana"});
    let _ = chromium::run("mailbox_settings", &script);
    let mailbox = desk.api.get(&desk.mailbox(SUPPORT)).json_of(200);
    assert_eq!((&mailbox["signature"], &mailbox["aliases"]), (&json!("S pozdravem"), &json!(["hilfe@acme.example"])));
    let policy = &mailbox["policy"];
    assert_eq!((&policy["language"], &policy["delimiter"]), (&json!("cs"), &json!(true)));
    assert_eq!((&policy["sender_name"], &policy["session_in_subject"]), (&json!("agent_via_mailbox"), &json!(true)));
    assert_eq!(policy["merging"], json!({"mode": "on", "hours": 12, "statuses": ["new", "open", "answered"]}));
    assert!(mailbox["forwarding_help"]["until"].is_string(), "{mailbox}");
    let email = desk.api.get("/settings").json_of(200)["email"].clone();
    assert_eq!((&email["agent_replies"], &email["new_after_closed_hours"]), (&json!("reply"), &json!(48)));
    assert_eq!(email["merging"]["hours"], 24);
    assert_eq!(email["token_suffices"], json!(["acme.example"]));
}
