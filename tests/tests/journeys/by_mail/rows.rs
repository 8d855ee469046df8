//! The table LA-4 in every row, for each company, and the rules beside it: who starts by mail, who is not believed, where
//! answers go.

use journeys::wait::wait_for;
use serde_json::{Value, json};

use super::{
    ANNA, BEN, Company, KIM, SALES, STRANGE_HOST, SUPPORT, Site, ZOE, answering_address, fresh, is_notice, site,
    text_of,
};
use crate::letters::{Letter, header};

/// LA-2, LA-3, LA-4, SB-7: the rows that are the agent's own words, for a company whose mail is proved.
fn rows(site: &Site) {
    // Row 1: the setting says note.
    let told = site.asked("First");
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "Only for us.");
    let note = site.message("First", "Only for us.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-4"), "{note}");
    assert_eq!(site.status("First"), "new", "a note changes no status");
    // Row 2: the setting says answer.
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let told = site.asked("Second");
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "It is on its way.");
    let answer = site.message("Second", "It is on its way.");
    assert_eq!((answer["kind"].as_str(), Site::rule(&answer).as_str()), (Some("outbound"), "TR-4"));
    assert_eq!(site.status("Second"), "answered");
    let got = wait_for("the customer's mail", || site.has(ZOE, "It is on its way.").into_iter().next());
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
    let told = site.asked("Both of us");
    site.ben_answers(&told.raw, &format!("{SUPPORT}, {SALES}"), None, "For sales and support.");
    assert_eq!(site.message("Both of us", "For sales and support.")["kind"], "note");
    // Row 4: the agent chose the recipients; the desk sends nothing.
    let told = site.asked("Fourth");
    site.ben_answers(&told.raw, ZOE, Some(&format!("{SUPPORT}, {KIM}")), "I wrote to you myself.");
    let chosen = site.message("Fourth", "I wrote to you myself.");
    assert_eq!((chosen["kind"].as_str(), &chosen["delivery"]), (Some("outbound"), &Value::Null));
    assert_eq!(site.status("Fourth"), "answered");
    // A token that outsiders saw is good for that mail and no other: nothing else names the conversation, so nothing matches.
    site.ben_answers(&told.raw, SUPPORT, None, "And once more.");
    let more = site.message("Re: Fourth", "And once more.");
    assert_eq!((more["kind"].as_str(), Site::rule(&more).as_str()), (Some("inbound"), "TR-9"), "{more}");
    assert_eq!(site.has(ZOE, "It is on its way.").len(), 1);
    assert_eq!(site.has(ZOE, "I wrote to you myself.").len(), 1, "Ben's own mail and no other");
    for never in ["Only for us.", "can you look", "For sales and support.", "And once more."] {
        assert_eq!(site.has(ZOE, never).len(), 0, "the customer was sent {never:?}");
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

/// LA-4, X-4: a company that only has SPF, behind a server that takes its mail and is believed since the self-test.
#[test]
fn each_row_holds_for_a_company_with_spf_behind_a_trusted_receiver() {
    let site = site(Company::BehindReceiver);
    rows(&site);
    // The same mail from elsewhere: the receiver says that its host is not the company's, and it waits for Ben's word.
    let told = site.asked("From elsewhere");
    let forged = super::answer(&format!("Ben <{BEN}>"), &told.raw, SUPPORT, None, "Pay to this account.");
    site.post(STRANGE_HOST, BEN, &[SUPPORT.to_owned()], &fresh(&forged));
    let note = site.message("From elsewhere", "Pay to this account.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-5"), "{note}");
    assert_eq!(site.has(ZOE, "Pay to this account.").len(), 0);
}

/// TR-5, LA-4: a company with nothing. Rows 1 and 3 are what they are; what would be an answer waits for its author's word in
/// the browser, and only there it is sent.
#[test]
fn without_any_proof_an_answer_waits_for_its_author() {
    let site = site(Company::Nothing);
    let told = site.asked("For us");
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "Only for us.");
    let note = site.message("For us", "Only for us.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-5"));
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let told = site.asked("Among us");
    site.ben_answers(&told.raw, SUPPORT, Some(ANNA), "Anna, can you look?");
    assert_eq!(site.message("Among us", "can you look")["kind"], "note");
    assert!(!site.dovecot.mails(BEN, "INBOX").iter().any(is_notice), "nothing of that was meant for a customer");
    // Row 2.
    let told = site.asked("Order");
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "It is on its way.");
    let note = site.message("Order", "It is on its way.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-5"));
    let notice = site.await_mail(BEN, "what tells him", is_notice);
    assert!(text_of(&notice).contains("nothing proves that it came from you"), "{}", text_of(&notice));
    assert!(text_of(&notice).contains("/conversations/"), "{}", text_of(&notice));
    assert_eq!(site.has(ZOE, "It is on its way.").len(), 0);
    let path = format!("/messages/{}/publication", note["id"].as_str().expect("an id"));
    site.anna.put(&path).accept(404);
    let published = site.ben.put(&path).json_of(200);
    assert_eq!(published["kind"], "outbound");
    let _ = wait_for("the customer's mail", || site.has(ZOE, "It is on its way.").into_iter().next());
    site.ben.put(&path).accept(422);
    assert_eq!(site.status("Order"), "answered");
    // Row 4: the agent sent it himself; publishing it only shows it as the answer that it is.
    let told = site.asked("Himself");
    site.ben_answers(&told.raw, ZOE, Some(SUPPORT), "I wrote to you myself.");
    let note = site.message("Himself", "I wrote to you myself.");
    assert_eq!((note["kind"].as_str(), Site::rule(&note).as_str()), (Some("note"), "TR-5"));
    let path = format!("/messages/{}/publication", note["id"].as_str().expect("an id"));
    assert_eq!(site.ben.put(&path).json_of(200)["delivery"], Value::Null);
    assert_eq!(site.status("Himself"), "answered");
    // The setting for domains that cannot sign: now the token is enough.
    site.set(json!({"email": {"token_suffices": ["team.example"]}}));
    let told = site.asked("Another");
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "This one goes out.");
    assert_eq!(Site::rule(&site.message("Another", "This one goes out.")), "TR-4");
    let _ = wait_for("the customer's mail", || site.has(ZOE, "This one goes out.").into_iter().next());
    assert_eq!(site.has(ZOE, "I wrote to you myself.").len(), 1);
}

/// LA-6, TR-1: an agent who starts a conversation by mail is its customer there, without any power in it.
#[test]
fn an_agent_who_writes_first_is_the_requester() {
    let site = site(Company::Signs);
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let first = site.write(&Letter::new(&format!("Ben <{BEN}>"), SUPPORT, "My own order", "Where is it?"));
    let item = site.anna.await_conversation("My own order");
    assert_eq!(item["contact"]["address"], BEN);
    let more = Letter::new(&format!("Ben <{BEN}>"), SUPPORT, "Re: My own order", "Hello?").answering(&first);
    site.write(&more);
    let message = site.message("My own order", "Hello?");
    assert_eq!(message["kind"], "inbound");
    assert!(Site::rule(&message).starts_with("TC-"), "{message}");
}
