//! A mailbox that sends is proved by a mail to itself that arrives, before it is saved (SB-2, LD-10).

use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::postfix::{Postfix, Route};
use journeys::staffetta::Options;
use serde_json::{Value, json};

use super::{AGENT, AGENT_PASSWORD, Base, Desk, READ, Staffetta, on_both_databases};

on_both_databases! {
    a_mailbox_that_reaches_itself_is_saved_and_the_proof_becomes_no_conversation,
}

const OTHER: &str = "other@box.example";

struct Site {
    desk: Desk,
    dovecot: Dovecot,
    postfix: Postfix,
}

fn start(base: &Base) -> Site {
    let dovecot = Dovecot::start(&[READ, OTHER]);
    let postfix = Postfix::start(&[Route::Lmtp("box.example", dovecot.lmtp_port)], None);
    let quick = [("STAFFETTA_PROOF_S", "8"), ("STAFFETTA_POLL_S", "1")];
    let environment = quick.map(|(name, value)| (name.to_owned(), value.into())).to_vec();
    let program = Staffetta::serve(Options { environment, ..base.options() });
    let api = program.set_up(AGENT, AGENT_PASSWORD);
    let desk = Desk { program, api };
    desk.channel(true);
    Site { desk, dovecot, postfix }
}

/// A mailbox with this address that is read as this user.
fn mailbox(site: &Site, kind: &str, address: &str, user: &str) -> Value {
    let port = if kind == "pop3" { site.dovecot.pop3_port } else { site.dovecot.imap_port };
    json!({"name": "Help", "address": address,
        "incoming": {"kind": kind, "host": "127.0.0.1", "port": port, "tls": "none", "login": user, "password": PASSWORD},
        "outgoing": {"host": "127.0.0.1", "port": site.postfix.smtp_port, "tls": "none"}})
}

fn steps(answer: &Value) -> Vec<(String, bool)> {
    let step = |step: &Value| (step["step"].as_str().unwrap().to_owned(), step["ok"].as_bool().unwrap());
    answer.as_array().expect("steps").iter().map(step).collect()
}

fn last(answer: &Value) -> (String, bool) {
    steps(answer).pop().expect("a step")
}

/// SB-2, LD-10: by IMAP and by POP3, and again while the mailbox is read.
fn a_mailbox_that_reaches_itself_is_saved_and_the_proof_becomes_no_conversation(base: &Base) {
    let site = start(base);
    let by_pop3 = mailbox(&site, "pop3", READ, READ);
    let test = json!({"address": READ, "incoming": by_pop3["incoming"], "outgoing": by_pop3["outgoing"]});
    assert_eq!(last(&site.desk.api.post("/mailboxes/test", &test).json_of(200)), ("sending.arrival".to_owned(), true));
    let id = site.desk.mailbox(&mailbox(&site, "imap", READ, READ));
    site.desk.await_connected(&id);
    let test = json!({"id": id, "address": READ, "incoming": mailbox(&site, "imap", READ, READ)["incoming"],
        "outgoing": by_pop3["outgoing"]});
    let answer = site.desk.api.post("/mailboxes/test", &test).json_of(200);
    let names: Vec<String> = steps(&answer).into_iter().map(|(name, _)| name).collect();
    let sending = ["sending.connect", "sending.login", "sending.mail", "sending.arrival"];
    assert_eq!(names[names.len() - 4..], sending, "{answer}");
    site.desk.api.wait_for("the proof to be set aside", "/arrivals?state=ignored&limit=50", |page| {
        page["items"].as_array()?.iter().any(|item| item["reason"] == "verification-mail").then_some(())
    });
    assert!(site.desk.api.list("/conversations?view=all").is_empty(), "a proof became a conversation");
}

/// SB-2: connections of two mailboxes prove each other wrong, and a sender that is not the mailbox's is refused.
#[test]
fn a_mailbox_that_does_not_reach_itself_is_refused_with_the_reason() {
    let site = start(&Base::Sqlite);
    let crossed = mailbox(&site, "imap", READ, OTHER);
    let refused = site.desk.api.post("/mailboxes", &crossed).json_of(422);
    assert_eq!(refused["code"], "connection_failed");
    assert_eq!(last(&refused["steps"]), ("sending.arrival".to_owned(), false));
    let message = refused["steps"].as_array().unwrap().last().unwrap()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("did not arrive within 8 seconds"), "{message}");
    site.postfix.refuse(READ, "550 5.7.1 not as you");
    let refused = site.desk.api.post("/mailboxes", &mailbox(&site, "imap", READ, READ)).json_of(422);
    assert_eq!(last(&refused["steps"]), ("sending.mail".to_owned(), false));
    site.postfix.accept_again(READ);
    let mut as_other = mailbox(&site, "imap", READ, READ);
    as_other["outgoing"]["sender"] = json!(OTHER);
    let refused = site.desk.api.post("/mailboxes", &as_other).json_of(422);
    assert!(refused.to_string().contains("one of its aliases"), "{refused}");
    as_other["aliases"] = json!([OTHER]);
    let id = site.desk.mailbox(&as_other);
    let shown = site.desk.api.get(&format!("/mailboxes/{id}")).json_of(200);
    assert_eq!(shown["outgoing"]["sender"], OTHER);
}

/// SB-9: what the form is filled in with, and what it tells.
#[test]
fn presets_name_servers_and_steps() {
    let site = start(&Base::Sqlite);
    let presets = site.desk.api.list("/mailboxes/presets");
    let ids: Vec<&str> = presets.iter().map(|preset| preset["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["google", "microsoft", "yahoo", "icloud", "fastmail"]);
    let google = &presets[0];
    assert_eq!(
        (google["incoming"]["host"].as_str(), google["incoming"]["port"].as_u64()),
        (Some("imap.gmail.com"), Some(993))
    );
    assert!(google["steps"].as_array().unwrap().iter().any(|step| step.as_str().unwrap().contains("app password")));
}
