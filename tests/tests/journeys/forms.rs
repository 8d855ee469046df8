//! What a team writes about itself, in two browsers at once: tags, signatures, snippets, and forms that two people save.

use journeys::chromium;
use serde_json::json;

use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::mailbox_settings::inspect;
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};

/// Issue by issue of a day: a tag that one names anew stands so on the other's screen; an answer is made of a snippet and ends
/// with both signatures, as it was shown before; and nobody overwrites unseen what somebody else saved.
#[test]
fn tags_signatures_snippets_and_forms_in_two_browsers() {
    let at = Answering::open(&Base::Sqlite);
    let api = &at.desk.api;
    for subject in ["Lamp is dark", "Second lamp"] {
        at.hand_in(ZOE, SUPPORT, &Letter::new(ZOE, SUPPORT, subject, "Where is it?").raw());
    }
    let conversation = api.await_conversation("Lamp is dark");
    let second = api.await_conversation("Second lamp");
    let (id, other) = (conversation["id"].as_str().expect("an id"), second["id"].as_str().expect("an id"));
    api.patch(&format!("/conversations/{id}"), &json!({"tags": ["vip"]})).accept(200);
    api.patch(&format!("/conversations/{other}"), &json!({"tags": ["late"]})).accept(200);
    api.post("/categories", &json!({"name": "Orders"})).accept(201);
    api.patch(&format!("/mailboxes/{}", at.mailbox), &json!({"signature": "Desk Ltd"})).accept(200);
    let _ = chromium::run(
        "forms",
        &json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD,
            "conversation": id, "mailbox": at.mailbox}),
    );
    assert_eq!(at.shown(id)["tags"], json!([]));
    assert_eq!(api.list("/categories")[0]["name"], "Orders EU", "whoever was slower looked at what stands");
    let mailbox = api.get(&format!("/mailboxes/{}", at.mailbox)).json_of(200);
    assert_eq!((&mailbox["name"], &mailbox["signature"]), (&json!("Support CH"), &json!("Desk Ltd")));
    assert_eq!(api.get("/settings").json_of(200)["raw_limit_mib"], 40);
    at.await_quiet();
    let sent = at.server.taken();
    let mail = sent.iter().rfind(|mail| mail.to == [ZOE]).expect("the answer");
    let number = &conversation["number"];
    let read = inspect(mail.raw.as_bytes());
    let (text, html) = (read["text"].as_str().expect("text"), read["html"].as_str().expect("HTML"));
    let expected = format!("About conversation No. {number}: tomorrow\n\n-- \nFirst Agent\nCustomer care\nDesk Ltd\n");
    assert!(text.starts_with(&expected), "{text}");
    assert!(html.contains("<b>Customer care</b>") && html.contains("<b>tomorrow</b>"), "{html}");
    assert!(html.contains(&format!("{number}</b>:")), "the variable is bold as what stands before it: {html}");
}
