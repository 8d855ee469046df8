//! The composer as an agent uses it, and what of it customers get.

use journeys::chromium;
use serde_json::{Value, json};

use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::mailbox_settings::inspect;
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};

const BILLING: &str = "billing@desk.example";
const MARIA: &str = "maria@acme.example";
const OTTO: &str = "otto@acme.example";

/// X-5, CC-13: pasted and dropped files, From, Cc and Bcc, a draft that outlives a reload, undone, planned, sent and resolved,
/// plain, forwarded, begun: and the mails are what was composed.
#[test]
fn what_is_composed_is_what_customers_get() {
    let at = Answering::open(&Base::Sqlite);
    let outgoing = json!({"host": "127.0.0.1", "port": at.server.port, "tls": "none", "login": null});
    at.desk.mailbox(&json!({"name": "Billing", "address": BILLING, "aliases": [], "purpose": "receive_and_send",
        "incoming": {"kind": "listener"}, "outgoing": outgoing}));
    at.desk.api.patch(&format!("/mailboxes/{}", at.mailbox), &json!({"signature": "Desk Ltd"})).accept(200);
    let known = [(ZOE, "Lamp is dark"), (MARIA, "Invoice 17"), (OTTO, "Two bulbs")];
    let begun: Vec<Value> = known
        .iter()
        .map(|(from, subject)| {
            let text = format!("Letter about {subject}.");
            at.hand_in(from, SUPPORT, &Letter::new(from, SUPPORT, subject, &text).raw());
            let shown = at.desk.api.await_conversation(subject);
            json!({"id": shown["id"], "subject": subject, "text": text})
        })
        .collect();
    let _ = chromium::run(
        "composer",
        &json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD,
            "from": format!("Billing <{BILLING}>"), "first": begun[0], "second": begun[1], "third": begun[2]}),
    );
    let id = |index: usize| begun[index]["id"].as_str().expect("an id");
    assert_eq!(at.shown(id(0))["status"], "resolved");
    assert!(at.shown(id(1))["messages"][1]["delivery"]["leaves_at"].is_string(), "it waits for its hour");
    let sent = || at.server.taken();
    journeys::wait::wait_until("four mails to leave", || sent().len() >= 4);
    let mail = |words: &str| {
        let all = sent();
        let found = all.iter().map(|mail| (mail.to.clone(), inspect(mail.raw.as_bytes())));
        let mut fit = found.filter(|(_, read)| read["text"].as_str().is_some_and(|text| text.contains(words)));
        fit.next().unwrap_or_else(|| panic!("no mail says {words}"))
    };
    let (to, first) = mail("See here:");
    assert_eq!(to, [ZOE, MARIA, OTTO]);
    assert_eq!((&first["from"]["address"], &first["cc"][0]["address"]), (&json!(BILLING), &json!(MARIA)));
    assert!(first["bcc"].as_array().is_none_or(Vec::is_empty), "{first}");
    let names = |read: &Value| -> Vec<String> {
        let all = read["attachments"].as_array().expect("attachments").iter();
        all.map(|one| one["filename"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&first), ["shot.png", "plan.pdf"]);
    assert!(first["html"].as_str().is_some_and(|html| html.contains("cid:")), "the picture stands in the text");
    let (_, plain) = mail("As plain as it was typed: <b>.");
    assert!(plain["html"].as_str().is_some_and(|html| html.contains("&lt;b&gt;")), "{plain}");
    let (to, forwarded) = mail("Forwarded message");
    assert_eq!(to, [OTTO]);
    assert!(forwarded["text"].as_str().is_some_and(|text| text.contains("Letter about Two bulbs.")));
    let (to, begun) = mail("It is here.");
    assert_eq!((to, &begun["subject"]), (vec![MARIA.to_owned()], &json!("Your new lamp")));
    assert!(begun["text"].as_str().is_some_and(|text| text.contains("-- \nDesk Ltd")), "{begun}");
    assert!(sent().iter().all(|mail| !mail.raw.contains("Too early.")), "what was undone is planned for later");
}
