//! Messages that become a conversation of their own, and come back.

use ::desk::{
    ConversationId, MessageId, NoticeId,
    message::{Author, Kind, Person, Recipients},
    notify::Occasion,
};
use flow::notices::{self, notification};
use serde_json::{Value, json};
use store::{conversations, messages};

use crate::desk::{Desk, Seed, ids};

/// A conversation with so many messages of its customer; its id, and theirs.
async fn thread(desk: &Desk, texts: &[&str]) -> (ConversationId, Vec<String>) {
    let (id, first) = desk.seed(Seed { subject: "Order 4711", text: texts[0], ..Seed::default() }).await;
    let mut all = vec![first.to_string()];
    for text in &texts[1..] {
        desk.later(1);
        let (_, message) = desk.seed(Seed { subject: "Order 4711", text, within: Some(id), ..Seed::default() }).await;
        all.push(message.to_string());
    }
    (id, all)
}

fn shown_ids(conversation: &Value) -> Vec<String> {
    conversation["messages"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_string()).collect()
}

fn last_event(conversation: &Value) -> (Value, Value) {
    let last = conversation["events"].as_array().unwrap().last().unwrap();
    (last["kind"].clone(), last["data"].clone())
}

/// one message, or it and all after it, becomes a conversation with the same mailbox, queue, customer, category, priority,
/// assignee and followers; both sides tell of the other; undone, all is where it was.
#[tokio::test]
async fn messages_become_a_conversation_of_their_own_and_come_back() {
    let desk = Desk::new().await;
    let (id, all) = thread(&desk, &["One", "Two", "Three", "Four"]).await;
    let path = format!("/conversations/{id}");
    let queue = desk.post("/queues", json!({"name": "Orders"})).await.json_of(201)["id"].clone();
    let category = desk.post("/categories", json!({"name": "Late"})).await.json_of(201)["id"].clone();
    let change = json!({"queue": queue, "category": category, "priority": "high", "assignee": desk.ben});
    desk.patch(&path, change).await.json_of(200);
    assert_eq!(desk.by(&desk.ben_token, "PUT", &format!("{path}/follow"), None).await.status, 204);
    assert_eq!(desk.by(&desk.ana_token, "PUT", &format!("{path}/read"), None).await.status, 204);
    let body = json!({"message": all[2], "following": true, "subject": "A lamp"});
    let made = desk.post(&format!("{path}/split"), body).await.json_of(201);
    let new = made["id"].as_str().unwrap().to_string();
    assert_eq!(shown_ids(&made), all[2..]);
    assert_eq!(
        (&made["subject"], &made["status"], &made["preview"]),
        (&json!("A lamp"), &json!("open"), &json!("Four"))
    );
    let before = desk.get(&path).await.json_of(200);
    for field in ["mailbox", "queue", "category", "priority", "contact", "assignee", "followers", "participants"] {
        assert_eq!(made[field], before[field], "{field}");
    }
    assert_eq!((shown_ids(&before), &before["preview"]), (all[..2].to_vec(), &json!("Two")));
    assert_eq!(made["unread"], false, "Ana had read it");
    assert_eq!(last_event(&before), (json!("split_off"), json!({"to": new, "messages": 2})));
    assert_eq!(last_event(&made), (json!("split_from"), json!({"from": id.to_string()})));
    // Search finds each where it stands, once.
    for (word, place) in [("Three", &new), ("Two", &id.to_string()), ("subject:4711", &new)] {
        let found = ids(&desk.get(&format!("/conversations?view=all&q={word}")).await.json_of(200));
        assert!(found.contains(place), "{word}: {found:?}");
    }
    let (_, later) =
        desk.seed(Seed { text: "Five", within: Some(ConversationId(new.parse().unwrap())), ..Seed::default() }).await;
    let back = desk.delete(&format!("/conversations/{new}/split")).await.json_of(200);
    assert_eq!(back["id"], json!(id.to_string()));
    assert_eq!(shown_ids(&back), [all.clone(), vec![later.to_string()]].concat(), "what came since is lost to nobody");
    assert_eq!(last_event(&back), (json!("split_undone"), json!({"other": new})));
    assert_eq!(desk.get(&format!("/conversations/{new}")).await.json_of(200)["id"], json!(id.to_string()));
    assert_eq!(ids(&desk.get("/conversations?view=all&q=Three").await.json_of(200)), [id.to_string()]);
    desk.delete(&format!("/conversations/{new}/split")).await.problem(404, "not_found");
    desk.delete(&format!("{path}/split")).await.problem(404, "not_found");
}

#[tokio::test]
async fn what_cannot_be_split_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let (id, all) = thread(&desk, &["One", "Two"]).await;
    let (_, others) = thread(&desk, &["Other"]).await;
    let path = format!("/conversations/{id}/split");
    for (body, field) in [
        (json!({"message": all[0], "following": true}), "message"),
        (json!({"message": others[0]}), "message"),
        (json!({"message": "999999", "following": true}), "message"),
        (json!({"message": all[1], "subject": "x".repeat(501)}), "subject"),
        (json!({"message": all[1], "status": "open"}), "status"),
        (json!({}), "message"),
    ] {
        let problem = desk.post(&path, body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    let single = json!({"message": others[0]});
    let (lone, _) = (desk.conversation("Lone", "Hello").await, ());
    desk.post(&format!("/conversations/{lone}/split"), single).await.problem(422, "field_invalid");
    // The same request with the same key splits once.
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "split-1")];
    let mut made = Vec::new();
    for _ in 0..2 {
        let request = crate::desk::request("POST", &path, &headers, Some(json!({"message": all[1]})));
        made.push(desk.ask(request).await.json_of(201)["id"].clone());
    }
    assert_eq!(made[0], made[1]);
    assert_eq!(desk.get(&format!("/conversations/{id}")).await.json_of(200)["message_count"], 1);
}

/// TC-5: what a third person wrote becomes a conversation of theirs, which quotes it; undone, it is kept from the customer
/// as before.
#[tokio::test]
async fn a_third_persons_message_becomes_their_own_conversation() {
    let desk = Desk::new().await;
    let (id, _) = thread(&desk, &["One"]).await;
    let now = desk.web.node.clock.now();
    let written = desk.db().write(move |tx| {
        let person = Person { name: Some("Max".into()), address: "max@other.example".into() };
        let contact = store::contacts::find_or_add(tx, Some("Max"), &person.address, now)?;
        let new = messages::New {
            conversation: id,
            kind: Kind::Inbound,
            author: Author::Contact(contact),
            person: &person,
            recipients: &Recipients::default(),
            subject: "Order 4711",
            automatic: false,
            internet_id: Some("max-1@other.example"),
            references: &[],
            arrival: None,
            raw: None,
            text: "I want one, too",
            html: None,
            reply_text: "I want one, too",
            trace: &[],
            evidence: None,
            agents_only: true,
            flags: &["third-person"],
        };
        let message = messages::add(tx, &new, now)?;
        let grown = conversations::Grown { message, preview: "I want one", sender: "Max", attachments: false };
        conversations::grow(tx, id, &grown, now)?;
        Ok(message)
    });
    let message = written.await.unwrap();
    let public = async |of: ConversationId| -> Vec<MessageId> {
        let all = desk.db().read(move |tx| messages::newest_public(tx, of, None, 10)).await.unwrap();
        all.into_iter().map(|one| one.id).collect()
    };
    assert!(!public(id).await.contains(&message));
    let made = desk.post(&format!("/conversations/{id}/split"), json!({"message": message})).await.json_of(201);
    assert_eq!(made["contact"]["address"], "max@other.example");
    let people: Vec<&Value> = made["participants"].as_array().unwrap().iter().map(|one| &one["address"]).collect();
    assert_eq!(people, ["max@other.example"], "the first customer has no part in it");
    let new = ConversationId(made["id"].as_str().unwrap().parse().unwrap());
    assert_eq!(public(new).await, [message]);
    // A Message-ID leads to where its message stands.
    let known = desk.db().read(|tx| messages::known(tx, "max-1@other.example")).await.unwrap();
    assert_eq!(known.iter().map(|one| one.conversation).collect::<Vec<_>>(), [new]);
    desk.delete(&format!("/conversations/{new}/split")).await.json_of(200);
    assert!(!public(id).await.contains(&message));
}

/// LA-1: news that wait to be mailed are told of the conversation in which the message stands then.
#[tokio::test]
async fn news_that_wait_follow_their_message() {
    let desk = Desk::new().await;
    let (id, all) = thread(&desk, &["One", "Two"]).await;
    let now = desk.web.node.clock.now();
    let message = MessageId(all[1].parse().unwrap());
    let inbound = Occasion::Inbound { automatic: false, quiet: false };
    desk.db().write(move |tx| notices::tell(tx, id, message, &inbound, None, now)).await.unwrap();
    let made = desk.post(&format!("/conversations/{id}/split"), json!({"message": all[1]})).await.json_of(201);
    let new = ConversationId(made["id"].as_str().unwrap().parse().unwrap());
    desk.later(61);
    while notification::round(&desk.web.node).await.unwrap() > 0 {}
    let told = async |of: ConversationId| {
        let all = desk.db().read(move |tx| store::notices::of(tx, of, NoticeId(0), 100)).await.unwrap();
        all.into_iter().map(|one| one.recipient.address).collect::<Vec<_>>()
    };
    assert!(told(id).await.is_empty());
    assert_eq!(told(new).await, ["ana@desk.example", "ben@desk.example"]);
}
