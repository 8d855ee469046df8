//! What is kept back, and who is told: an agent whose mail was not taken as it was meant, with what to do about it, and admins
//! of what nobody else may hear of (TR-2 to TR-9). Whatever waits can be undone, accepted or published by its author only.

use serde_json::{Value, json};

use super::{
    ANNA, BEN, Company, KIM, STRANGE_HOST, SUPPORT, Site, ZOE, answer, fresh, is_notice, site, subject_of, text_of,
};
use crate::letters::Letter;

fn reply(site: &Site) {
    site.set(json!({"email": {"agent_replies": "reply"}}));
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// The notices of this kind, by a word of their subject, in somebody's mailbox.
fn notices(site: &Site, whose: &str, subject: &str) -> usize {
    let mails = site.dovecot.mails(whose, "INBOX");
    mails.iter().filter(|mail| is_notice(mail) && subject_of(mail).contains(subject)).count()
}

/// TR-2, TC-1: three forged mails in an agent's name within an hour alarm the admins, once; forged customers do not.
#[test]
fn three_forgeries_in_an_agents_name_alarm_the_admins() {
    let site = site(Company::Nothing);
    for domain in ["team.example", "customer.example"] {
        site.dns.txt(&format!("_dmarc.{domain}"), "v=DMARC1; p=reject");
    }
    let forge = |who: &str, number: usize| {
        let letter = Letter::new(who, SUPPORT, &format!("Forged {number} of {who}"), "Pay to this account.");
        site.post(STRANGE_HOST, "evil@else.example", &[SUPPORT.to_owned()], &fresh(&letter));
    };
    for number in 0..3 {
        forge(ZOE, number);
    }
    site.await_held("possible-forgery", 3);
    for number in 0..2 {
        forge(BEN, number);
    }
    site.await_held("possible-forgery", 5);
    assert_eq!(notices(&site, ANNA, "Forged mails in agents' names"), 0, "two are no alarm yet");
    for number in 2..4 {
        forge(BEN, number);
    }
    site.await_held("possible-forgery", 7);
    let alarm = site.await_mail(ANNA, "the alarm", |mail| subject_of(mail).contains("Forged mails in agents' names"));
    assert!(text_of(&alarm).contains("/held"), "{}", text_of(&alarm));
    let _ = site.asked("Behind it");
    assert_eq!(notices(&site, ANNA, "Forged mails in agents' names"), 1);
    assert_eq!(notices(&site, BEN, ""), 0, "whoever forged his name learns nothing, and he is no admin");
    assert!(site.has(ZOE, "Pay to this").is_empty());
}

/// TR-3: an agent who left the queue answers an old notification: held, and the admins are told.
#[test]
fn an_agent_who_left_the_queue_is_held_and_admins_are_told() {
    let site = site(Company::Signs);
    reply(&site);
    let me = |api: &journeys::api::Api| id(&api.get("/me").json_of(200)).to_owned();
    let support = site.anna.list("/mailboxes").into_iter().find(|one| one["address"] == SUPPORT).expect("support");
    let queue = json!({"name": "Orders", "members_only": true, "members": [me(&site.anna), me(&site.ben)],
        "mailboxes": [id(&support)]});
    let queue = site.anna.post("/queues", &queue).json_of(201);
    let told = site.asked("Order");
    site.anna.patch(&format!("/queues/{}", id(&queue)), &json!({"members": [me(&site.anna)]})).accept(200);
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let held = site.await_held("agent-may-not-act", 1).remove(0);
    let alarm =
        site.await_mail(ANNA, "the alarm", |mail| subject_of(mail).contains("A mail in an agent's name is held"));
    assert!(text_of(&alarm).contains("/held"), "{}", text_of(&alarm));
    assert_eq!(notices(&site, BEN, ""), 0);
    // Held mail is seen by whoever sees its conversation (D3): he cannot make it his answer by accepting it.
    site.ben.post(&format!("/arrivals/{}/release", id(&held)), &json!({"as": "accept"})).accept(404);
    let whole = site.anna.await_conversation("Order");
    assert_eq!((whole["messages"].as_array().map(Vec::len), whole["status"].as_str()), (Some(1), Some("new")));
    assert!(site.has(ZOE, "It is on its way.").is_empty());
}

/// TR-4: the customer wrote meanwhile: the answer is a note, its author gets both texts, and may send it anyway.
#[test]
fn an_answer_to_yesterdays_question_waits_for_its_author() {
    let site = site(Company::Signs);
    reply(&site);
    let told = site.asked("Order");
    let first = site.message("Order", "Where is my order?");
    let raw = site.anna.get(&format!("/messages/{}/raw", id(&first))).bytes;
    site.write(&answer(&format!("Zoe Kun <{ZOE}>"), &raw, SUPPORT, None, "It has arrived, thank you."));
    let _ = site.message("Order", "It has arrived, thank you.");
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let note = site.message("Order", "It is on its way.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-4"), "{note}");
    let notice = site.await_mail(BEN, "what tells him", is_notice);
    let text = text_of(&notice);
    for part in ["the customer wrote again", "> It has arrived, thank you.", "> It is on its way.", "/conversations/"] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    assert!(site.has(ZOE, "It is on its way.").is_empty());
    let path = format!("/messages/{}/publication", id(&note));
    site.anna.put(&path).accept(404);
    assert_eq!(site.ben.put(&path).json_of(200)["kind"], "outbound");
    let _ = site.await_mail(ZOE, "the answer", |mail| text_of(mail).contains("It is on its way."));
    assert_eq!(site.status("Order"), "answered");
}

/// TR-4: within the window its author takes an answer back, and nothing is sent; nobody else can.
#[test]
fn an_answer_that_is_undone_is_never_sent() {
    let site = site(Company::Signs);
    site.set(json!({"email": {"agent_replies": "reply", "undo_s": 600}}));
    let told = site.asked("Order");
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let waiting = site.message("Order", "It is on its way.");
    assert_eq!(waiting["delivery"]["state"], "queued", "{waiting}");
    let copy = site.await_mail(BEN, "the copy", |mail| subject_of(mail).starts_with("Sent in your name"));
    assert!(text_of(&copy).contains("> It is on its way.") && text_of(&copy).contains(ZOE), "{}", text_of(&copy));
    let path = format!("/messages/{}/sending", id(&waiting));
    site.anna.delete(&path).accept(404);
    site.ben.delete(&path).accept(204);
    let note = site.message("Order", "It is on its way.");
    assert_eq!((note["kind"].as_str(), site.status("Order").as_str()), (Some("note"), "open"));
    site.ben.delete(&path).accept(422);
    // What is sent later arrives, and the answer does not.
    site.set(json!({"email": {"undo_s": 0}}));
    let told = site.asked("Later");
    site.ben_answers(&told.raw, SUPPORT, None, "This one goes out.");
    let _ = site.await_mail(ZOE, "the later answer", |mail| text_of(mail).contains("This one goes out."));
    assert!(site.has(ZOE, "It is on its way.").is_empty());
}

/// TR-6, TR-7: an answer to the customer's own mail, which carries no token of the agent's.
#[test]
fn without_a_token_an_answer_is_sent_only_where_all_is_signed_and_the_setting_says_so() {
    let asks = |site: &Site, subject: &str| {
        let raw = site.write(&Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, subject, "Where is my order?"));
        let _ = site.anna.await_conversation(subject);
        raw
    };
    let signed = site(Company::Signs);
    reply(&signed);
    let raw = asks(&signed, "Note");
    signed.ben_answers(&raw, SUPPORT, None, "No token here.");
    let note = signed.message("Note", "No token here.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-6"), "{note}");
    let raw = asks(&signed, "Chosen");
    signed.ben_answers(&raw, ZOE, Some(SUPPORT), "I wrote to you myself.");
    let chosen = signed.message("Chosen", "I wrote to you myself.");
    assert_eq!((chosen["kind"].as_str(), Site::rule(&chosen).as_str()), (Some("outbound"), "TR-6"));
    signed.set(json!({"email": {"reply_without_token": true}}));
    let raw = asks(&signed, "Sent");
    signed.ben_answers(&raw, SUPPORT, None, "Signed from head to foot.");
    let sent = signed.message("Sent", "Signed from head to foot.");
    assert_eq!((sent["kind"].as_str(), Site::rule(&sent).as_str()), (Some("outbound"), "TR-6"));
    let _ = signed.await_mail(ZOE, "the answer", |mail| text_of(mail).contains("Signed from head to foot."));
    assert!(signed.has(ZOE, "No token here.").is_empty());
    // SPF at a trusted receiver is less: the setting does not help.
    let spf = site(Company::BehindReceiver);
    spf.set(json!({"email": {"agent_replies": "reply", "reply_without_token": true}}));
    let raw = asks(&spf, "Weaker");
    spf.ben_answers(&raw, SUPPORT, None, "No token here.");
    let note = spf.message("Weaker", "No token here.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-7"), "{note}");
    assert!(spf.has(ZOE, "No token here.").is_empty());
}

/// TR-8, TR-5: what is held in an agent's name is accepted by that agent alone, signed in; then it waits for being published.
#[test]
fn a_held_mail_is_accepted_by_its_agent_and_by_nobody_else() {
    let site = site(Company::Nothing);
    reply(&site);
    let raw = site.write(&Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "Order", "Where is my order?"));
    let _ = site.await_mail(BEN, "the notification", |mail| subject_of(mail) == "Order");
    site.ben_answers(&raw, SUPPORT, None, "It is on its way.");
    let held = site.await_held("agent-not-verified", 1).remove(0);
    let notice = site.await_mail(BEN, "what tells him", is_notice);
    let text = text_of(&notice);
    assert!(text.contains("is held, because nothing proves") && text.contains("Sign in and accept it"), "{text}");
    let path = format!("/arrivals/{}/release", id(&held));
    site.anna.post(&path, &json!({"as": "accept"})).accept(409);
    site.ben.post(&path, &json!({"as": "accept"})).accept(200);
    let note = site.message("Order", "It is on its way.");
    assert_eq!((note["kind"].as_str(), note["author"]["name"].as_str()), (Some("note"), Some("Ben")), "{note}");
    assert_eq!(site.status("Order"), "new");
    assert!(site.has(ZOE, "It is on its way.").is_empty());
    assert_eq!(notices(&site, BEN, ""), 1, "he knows already what it waits for");
    site.ben.put(&format!("/messages/{}/publication", id(&note))).accept(200);
    let _ = site.await_mail(ZOE, "the answer", |mail| text_of(mail).contains("It is on its way."));
    assert_eq!(site.status("Order"), "answered");
}

/// SB-15: answers would go to an address of another domain: by mail the answer waits until its author has seen that.
#[test]
fn an_answer_to_another_domain_waits_for_its_author() {
    let site = site(Company::Signs);
    reply(&site);
    let letter = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "Order", "Where is my order?");
    site.write(&Letter { further: "Reply-To: <ray@elsewhere.example>\r\n".into(), ..letter });
    let told = site.await_mail(BEN, "the notification", |mail| subject_of(mail) == "Order");
    site.ben_answers(&told.raw, SUPPORT, None, "It is on its way.");
    let note = site.message("Order", "It is on its way.");
    assert_eq!(note["kind"], "note", "{note}");
    let notice = site.await_mail(BEN, "what tells him", is_notice);
    assert!(text_of(&notice).contains("ray@elsewhere.example"), "{}", text_of(&notice));
    site.ben.put(&format!("/messages/{}/publication", id(&note))).accept(200);
    let _ = site.await_mail(super::RAY, "the answer", |mail| text_of(mail).contains("It is on its way."));
    assert!(site.has(ZOE, "It is on its way.").is_empty() && site.has(KIM, "It is on its way.").is_empty());
}
