//! The judges: what the desk's API shows and what the receiving server holds, compared with what was sent. They know no reason to be lenient.

use std::collections::HashMap;

use journeys::api::Api;
use journeys::dovecot::Dovecot;
use journeys::wait::wait_for;
use serde_json::Value;

use crate::letters::{Letter, header};

/// A customer's mail that the desk must have exactly once.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its subject, which no other has.
    pub subject: String,
    /// Its bytes.
    pub raw: Vec<u8>,
}

impl Sent {
    /// A mail with a subject of its own.
    pub fn new(from: &str, to: &str, subject: &str) -> Self {
        let raw = Letter::new(from, to, subject, &format!("A question about {subject}.")).raw();
        Self { subject: subject.to_owned(), raw }
    }
}

/// Waits until every mail is a conversation. What was held because the desk died too often while it had the mail in hand is
/// released, as an agent would, and counted.
pub fn await_conversations(api: &Api, sent: &[Sent]) -> usize {
    let mut released = 0;
    wait_for(&format!("{} mails to be conversations", sent.len()), || {
        for held in api.list("/arrivals?state=quarantined").iter().filter(|one| one["reason"] == "crashed") {
            let path = format!("/arrivals/{}/retry", held["id"].as_str().expect("an id"));
            released += usize::from(api.post(&path, &Value::Null).status == 202);
        }
        let ids = by_subject(api);
        sent.iter().all(|mail| ids.contains_key(&mail.subject)).then_some(())
    });
    released
}

/// Each mail is one conversation with one message of exactly its bytes; there is nothing else, and nothing is held.
pub fn judge_received(api: &Api, sent: &[Sent]) {
    let ids = by_subject(api);
    for mail in sent {
        let found = ids.get(&mail.subject).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(found.len(), 1, "{:?} is {} conversations", mail.subject, found.len());
        let conversation = api.get(&format!("/conversations/{}", found[0])).json_of(200);
        let messages = of_kind(&conversation, "inbound");
        assert_eq!(messages.len(), 1, "{:?} has {} messages", mail.subject, messages.len());
        let raw = api.get(&format!("/messages/{}/raw", messages[0]["id"].as_str().expect("an id")));
        raw.accept(200);
        assert!(raw.bytes.ends_with(&mail.raw), "the bytes of {:?} changed: {}", mail.subject, raw.text());
    }
    let known: usize = ids.values().map(Vec::len).sum();
    assert_eq!(known, sent.len(), "conversations of nobody: {:?}", ids.keys());
    for state in ["held", "ignored"] {
        let others = api.list(&format!("/arrivals?state={state}"));
        assert!(others.is_empty(), "{state}: {others:?}");
    }
}

fn by_subject(api: &Api) -> HashMap<String, Vec<String>> {
    let mut ids: HashMap<String, Vec<String>> = HashMap::new();
    for item in api.list("/conversations?view=all") {
        let word = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
        ids.entry(word("subject")).or_default().push(word("id"));
    }
    ids
}

/// The messages of a conversation of this kind.
pub fn of_kind(conversation: &Value, kind: &str) -> Vec<Value> {
    let messages = conversation["messages"].as_array().expect("messages").iter();
    messages.filter(|message| message["kind"] == kind).cloned().collect()
}

/// Waits until nothing more will happen to the answer of a conversation, and returns the conversation.
pub fn await_settled(api: &Api, conversation: &str) -> Value {
    api.wait_for("the answer to be settled", &format!("/conversations/{conversation}"), |found| {
        let answers = of_kind(found, "outbound");
        let recipients = answers.iter().flat_map(|one| one["delivery"]["recipients"].as_array().into_iter().flatten());
        let settled = |one: &Value| match one["state"].as_str() {
            Some("sent" | "failed") => true,
            Some("uncertain") => one["next_attempt_at"].is_null(),
            _ => false,
        };
        (!answers.is_empty() && recipients.clone().all(settled)).then(|| found.clone())
    })
}

/// What the receiving server holds of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copies {
    /// Answers that arrived once.
    pub once: usize,
    /// Answers that arrived twice, and said that they might.
    pub twice: usize,
    /// Answers of which the desk says for good that it does not know: it died twice between the final dot and its answer.
    pub unknown: usize,
    /// Those of the unknown that did not arrive.
    pub unknown_and_missing: usize,
}

/// The one answer of a conversation is with each of its recipients exactly once, with the bytes that the desk froze: twice (or
/// perhaps, where its one repeat met a crash as well) only where the timeline says that its fate is uncertain, and nowhere where
/// the desk says that it failed.
pub fn judge_answer(api: &Api, dovecot: &Dovecot, conversation: &Value) -> Copies {
    let answers = of_kind(conversation, "outbound");
    assert_eq!(answers.len(), 1, "{} has {} answers", conversation["subject"], answers.len());
    let raw = api.get(&format!("/messages/{}/raw", answers[0]["id"].as_str().expect("an id")));
    raw.accept(200);
    let id = header(&raw.bytes, "Message-ID").expect("our answers have a Message-ID");
    let mut copies = Copies::default();
    for recipient in answers[0]["delivery"]["recipients"].as_array().expect("recipients") {
        let (address, state) = (recipient["address"].as_str().expect("an address"), &recipient["state"]);
        // Postfix answers before it brings the mail to Dovecot.
        let wanted = usize::from(state == "sent");
        let found = wait_for(&format!("the answer {id} at {address}"), || {
            let mails = dovecot.mails(address, "INBOX");
            let found: Vec<_> =
                mails.into_iter().filter(|mail| header(&mail.raw, "Message-ID").as_ref() == Some(&id)).collect();
            (found.len() >= wanted).then_some(found)
        });
        for copy in &found {
            assert!(copy.raw.ends_with(&raw.bytes), "{address} got other bytes than were frozen of {id}");
        }
        let events = conversation["events"].as_array().expect("events");
        let uncertain = events
            .iter()
            .any(|event| event["kind"] == "delivery_uncertain" && event["data"]["address"].as_str() == Some(address));
        match (state.as_str().expect("a state"), found.len()) {
            ("sent", 1) => copies.once += 1,
            ("sent", 2) if uncertain => copies.twice += 1,
            ("uncertain", count @ 0..=2) if uncertain => {
                copies.unknown += 1;
                copies.unknown_and_missing += usize::from(count == 0);
            }
            ("failed", 0) => {}
            (state, count) => {
                panic!("{address}: {state}, uncertain: {uncertain}, {count} copies of {id} on the server")
            }
        }
    }
    copies
}
