//! Agents are told by mail, on real servers: who is offline gets exactly one mail that a person can answer, who is online
//! none, and a customer never. The desk learns by a mail to itself whether addresses with a plus reach it.

use journeys::api::Api;
use journeys::dovecot::Dovecot;
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use journeys::postgres;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::{Letter, fresh, header, ids};

const CUSTOMER: &str = "zoe@customer.example";
const SUPPORT: &str = "support@desk.example";
const ANNA: &str = "anna@team.example";
const BEN: &str = "ben@team.example";
const PASSWORD: &str = "seven quiet otters";

/// A company with two agents: Anna, an admin, and Ben.
struct Site {
    dovecot: Dovecot,
    postfix: Postfix,
    desk: Staffetta,
    anna: Api,
}

fn site(database: Option<String>) -> Site {
    let dovecot = Dovecot::start(&[CUSTOMER, ANNA, BEN]);
    let desk = Staffetta::serve(Options { database: database.clone(), ..Options::default() });
    let postfix = Postfix::start(
        &[
            Route::Lmtp("desk.example", desk.lmtp_port()),
            Route::Lmtp("team.example", dovecot.lmtp_port),
            Route::Lmtp("customer.example", dovecot.lmtp_port),
        ],
        None,
    );
    let anna = desk.set_up(ANNA, PASSWORD);
    desk.add_agent(BEN, "Ben", "agent", PASSWORD);
    let outgoing = json!({"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null});
    let mailbox = json!({"name": "Acme Support", "address": SUPPORT, "incoming": {"kind": "listener"},
        "outgoing": outgoing, "save_anyway": true});
    anna.post("/mailboxes", &mailbox).accept(201);
    anna.patch("/settings", &json!({"email_channel": true, "notify_seconds": 1})).accept(200);
    Site { dovecot, postfix, desk, anna }
}

impl Site {
    fn write(&self, subject: &str, text: &str) {
        let letter = Letter::new(&format!("Zoe Kun <{CUSTOMER}>"), SUPPORT, subject, text);
        let replies = smtp::send(self.postfix.smtp_port, CUSTOMER, &[SUPPORT], &fresh(&letter.raw()));
        assert!(replies.iter().all(smtp::Reply::accepted), "{replies:?}");
    }

    fn ben_has(&self, count: usize) -> StoredMail {
        let mails = self.dovecot.await_mails(BEN, "INBOX", count);
        assert_eq!(mails.len(), count, "told more than once");
        mails.into_iter().next_back().expect("just counted")
    }
}

/// LA-1, SB-8, TR-4: on SQLite.
#[test]
fn who_is_offline_is_told_once_by_mail_and_a_customer_never_on_sqlite() {
    tell(None);
}

/// LA-1, SB-8, TR-4: on PostgreSQL.
#[test]
fn who_is_offline_is_told_once_by_mail_and_a_customer_never_on_postgresql() {
    tell(Some(postgres::fresh_database().url.clone()));
}

fn tell(database: Option<String>) {
    let site = site(database);
    // Anna's browser is open from here on.
    let news = site.anna.events(None);
    site.anna.wait_for("Anna to be online", "/me", |me| (me["presence"] == "online").then_some(()));
    site.write("Order 4711", "Where is my order?");
    let _ = news.wait_for("the new conversation", |event| event.name == "message.created");
    let first = site.ben_has(1);
    check(&first, "Order 4711", "Where is my order?");
    assert!(header(&first.raw, "Reply-To").is_none(), "nothing proves yet that addresses with a plus reach the desk");
    // The mail that asks came back, and became no conversation.
    let _ = site.anna.wait_for("the probe to come back", "/arrivals?state=ignored&limit=200", |page| {
        page["items"].as_array()?.iter().find(|item| item["reason"] == "verification-mail").cloned()
    });
    site.write("Order 4712", "And the bill?");
    let second = site.ben_has(2);
    check(&second, "Order 4712", "And the bill?");
    let reply_to = header(&second.raw, "Reply-To").expect("an address with a token");
    let id = ids(&header(&second.raw, "Message-ID").expect("an id")).remove(0);
    let token = id.split('.').next().expect("a token").to_owned();
    assert!(reply_to.contains(&format!("support+{token}@desk.example")), "{reply_to}");
    assert_eq!(site.anna.list("/conversations?view=all").len(), 2, "the probe is no conversation");
    // Ben wants no such mail any more; a third mail tells nobody.
    let ben = Api::sign_in(&site.desk.address(), BEN, PASSWORD);
    ben.patch("/me", &json!({"notify_by_mail": false})).accept(200);
    site.write("Order 4713", "Hello?");
    let _ = site.anna.await_conversation("Order 4713");
    ben.patch("/me", &json!({"notify_by_mail": true})).accept(200);
    site.write("Order 4714", "Is anybody there?");
    check(&site.ben_has(3), "Order 4714", "Is anybody there?");
    for nobody in [ANNA, CUSTOMER] {
        assert!(site.dovecot.mails(nobody, "INBOX").is_empty(), "{nobody} was told");
    }
}

fn check(mail: &StoredMail, subject: &str, text: &str) {
    let value = |name: &str| header(&mail.raw, name).unwrap_or_else(|| panic!("the notification has no {name}"));
    assert!(value("From").contains("Zoe Kun via Acme Support") && value("From").contains(SUPPORT), "{}", value("From"));
    assert!(value("To").contains(BEN) && header(&mail.raw, "Cc").is_none(), "single mails");
    assert_eq!(value("Subject").trim(), subject);
    assert_eq!(value("Auto-Submitted").trim(), "auto-generated");
    assert_eq!(value("X-Auto-Response-Suppress").trim(), "All");
    assert!(value("X-Loop").trim().starts_with("staffetta-"), "{}", value("X-Loop"));
    let body = String::from_utf8_lossy(&mail.raw).replace("=\r\n", "");
    assert!(body.contains(text) && body.contains("/conversations/"), "{body}");
}
