//! What agents are told by mail: collected, mailed once, each with a token of its own; and what admins are told.

use ::desk::{
    AgentId, ArrivalId, ConversationId, MessageId, Micros, NoticeId,
    arrival::{Quarantine, Source, State},
    notice::{Kind, token_in},
    notify::Occasion,
    token::Purpose,
};
use flow::notices::{self, Held, notification};
use serde_json::json;
use store::{arrivals, notices as stored, outbox};

use crate::desk::{Desk, Seed, note};

const MESSAGE: Occasion = Occasion::Inbound { automatic: false, quiet: false };

async fn tell(desk: &Desk, id: ConversationId, message: MessageId) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| notices::tell(tx, id, message, &MESSAGE, None, now)).await.unwrap();
}

/// Lets the interval pass and everything be mailed that is due; gives the notices about the conversation behind `after`.
async fn mailed(desk: &Desk, id: ConversationId, after: i64) -> Vec<stored::Stored> {
    desk.later(61);
    while notification::round(&desk.web.node).await.unwrap() > 0 {}
    desk.db().read(move |tx| stored::of(tx, id, NoticeId(after), 100)).await.unwrap()
}

fn to(all: &[stored::Stored]) -> Vec<&str> {
    all.iter().map(|one| one.recipient.address.as_str()).collect()
}

/// LA-1, SB-8, TR-4: an offline agent gets one mail for all that came within the interval, with a token of their own.
#[tokio::test]
async fn an_offline_agent_gets_one_mail_with_a_token_of_their_own() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order 4711", text: "Where is it?", ..Seed::default() }).await;
    tell(&desk, id, first).await;
    let (_, second) = desk.seed(Seed { text: "And the bill?", within: Some(id), ..Seed::default() }).await;
    tell(&desk, id, second).await;
    assert_eq!(notification::round(&desk.web.node).await.unwrap(), 0, "it is collected first");
    let told = mailed(&desk, id, 0).await;
    assert_eq!(to(&told), ["ana@desk.example", "ben@desk.example"]);
    let mut tokens = Vec::new();
    for (one, agent) in told.iter().zip([desk.ana, desk.ben]) {
        assert_eq!((one.kind, one.agent, one.message), (Kind::Notification, Some(agent), Some(second)));
        assert_eq!((one.sender_name.as_str(), one.subject.as_str()), ("Zoë Kůň via Support", "Order 4711"));
        let both = one.text.find("Where is it?").zip(one.text.find("And the bill?"));
        assert!(both.is_some_and(|(first, second)| first < second), "{}", one.text);
        assert!(one.text.contains(&format!("http://desk.example/conversations/{id}")), "{}", one.text);
        assert!(one.text.contains("nothing proves that this mail was sent by zoe@shop.example"), "{}", one.text);
        assert!(one.text.contains("kept as a note"), "LA-3's default: {}", one.text);
        let token = token_in(&one.internet_id).to_string();
        let claims = desk.web.node.keys.verify(&token, |_| Some(0)).expect("our own token");
        assert_eq!((claims.purpose, claims.recipient), (Purpose::Agent, Some(agent)));
        assert_eq!((claims.conversation, claims.message), (id, second));
        assert_eq!(claims.expiry_day, desk.web.node.clock.now().unix_day() + 30);
        let plus = format!("support+{token}@desk.example");
        assert_eq!(one.reply_to.as_deref(), Some(plus.as_str()), "the generated address always has plus addresses");
        tokens.push(token);
    }
    assert_ne!(tokens[0], tokens[1]);
    assert!(mailed(&desk, id, told[1].id.0).await.is_empty(), "once");
}

/// SB-8: whoever is online, has read it meanwhile, or switched such mail off, gets none; the next message is told anew.
#[tokio::test]
async fn whoever_is_online_has_read_it_or_wants_none_gets_no_mail() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "One", ..Seed::default() }).await;
    let (ana, now) = (desk.ana, desk.web.node.clock.now());
    desk.db().write(move |tx| store::presence::seen(tx, ana, now)).await.unwrap();
    assert_eq!(desk.get("/me").await.json_of(200)["presence"], "online");
    tell(&desk, id, first).await;
    let told = mailed(&desk, id, 0).await;
    assert_eq!(to(&told), ["ben@desk.example"], "Ana is online");
    desk.patch("/me", json!({"presence": "offline"})).await.json_of(200);
    desk.by(&desk.ben_token, "PATCH", "/me", Some(json!({"notify_by_mail": false}))).await.json_of(200);
    let (_, second) = desk.seed(Seed { text: "Two", within: Some(id), ..Seed::default() }).await;
    tell(&desk, id, second).await;
    let told = mailed(&desk, id, told[0].id.0).await;
    assert_eq!(to(&told), ["ana@desk.example"], "Ana chose to be offline, Ben wants no mail");
    let (_, third) = desk.seed(Seed { text: "Three", within: Some(id), ..Seed::default() }).await;
    tell(&desk, id, third).await;
    desk.by(&desk.ana_token, "PUT", &format!("/conversations/{id}/read"), None).await;
    assert!(mailed(&desk, id, told[0].id.0).await.is_empty(), "Ana has read it");
}

/// SB-8: five minutes without a browser are offline, for the list of agents too.
#[tokio::test]
async fn an_agent_without_a_browser_is_offline_after_five_minutes() {
    let desk = Desk::new().await;
    let (ben, now) = (desk.ben, desk.web.node.clock.now());
    desk.db().write(move |tx| store::presence::seen(tx, ben, now)).await.unwrap();
    let presence = async |desk: &Desk| desk.get("/agents").await.json_of(200)["items"][1]["presence"].clone();
    desk.later(299);
    assert_eq!(presence(&desk).await, "online");
    desk.later(1);
    assert_eq!(presence(&desk).await, "offline");
}

/// LA-1, LA-4: assignment and mention are told; an answer to a mail about a note stays a note, so its token names the note.
#[tokio::test]
async fn assignment_and_mention_are_told_and_a_note_stays_a_note() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "One", ..Seed::default() }).await;
    desk.patch(&format!("/conversations/{id}"), json!({"assignee": desk.ben})).await.json_of(200);
    let told = mailed(&desk, id, 0).await;
    assert_eq!(to(&told), ["ben@desk.example"]);
    assert_eq!((told[0].sender_name.as_str(), told[0].message), ("Support", Some(first)));
    assert!(told[0].text.contains("This conversation is yours now."), "{}", told[0].text);
    let note =
        desk.post(&format!("/conversations/{id}/messages"), note("@Ben, can you look? @Ana too")).await.json_of(201);
    let told = mailed(&desk, id, told[0].id.0).await;
    assert_eq!(to(&told), ["ben@desk.example"], "Ana wrote it herself");
    assert_eq!(told[0].message.map(|id| id.to_string()).as_deref(), note["id"].as_str());
    assert!(told[0].text.contains("An answer to this mail stays a note"), "{}", told[0].text);
    assert_eq!(told[0].sender_name, "Ana via Support");
}

/// SB-14: a conversation in a queue tells that queue's agents alone, an assignee outside it gets none.
#[tokio::test]
async fn a_queue_tells_its_own_agents_alone() {
    let desk = Desk::new().await;
    let (id, first) =
        desk.seed(Seed { subject: "Order", text: "One", assignee: Some(desk.ana), ..Seed::default() }).await;
    let queue = desk.post("/queues", json!({"name": "Orders", "members": [desk.ben]})).await.json_of(201);
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue["id"]})).await.json_of(200);
    tell(&desk, id, first).await;
    assert_eq!(to(&mailed(&desk, id, 0).await), ["ben@desk.example"]);
}

/// A3: what an agent may not see any more when the mail is due is not told.
#[tokio::test]
async fn nobody_is_told_of_what_they_may_not_see_any_more() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "One", ..Seed::default() }).await;
    tell(&desk, id, first).await;
    let queue = desk.post("/queues", json!({"name": "Board", "members_only": true, "members": [desk.ana]})).await;
    let queue = queue.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
    assert_eq!(to(&mailed(&desk, id, 0).await), ["ana@desk.example"]);
}

/// LA-6: an agent who is the customer of a conversation is told nothing in it: never a customer.
#[tokio::test]
async fn an_agent_who_takes_part_as_a_customer_is_told_nothing() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "One", ..Seed::default() }).await;
    desk.db()
        .write(move |tx| {
            let ben = ::desk::message::Person { name: None, address: "Ben@Desk.example".into() };
            store::participants::add(tx, id, &ben, "cc", true)
        })
        .await
        .unwrap();
    tell(&desk, id, first).await;
    assert_eq!(to(&mailed(&desk, id, 0).await), ["ana@desk.example"]);
}

/// what the desk itself writes is queued as a machine's mail: never repeated when its fate is unknown.
#[tokio::test]
async fn a_notification_is_queued_as_a_machines_mail() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "One", ..Seed::default() }).await;
    tell(&desk, id, first).await;
    assert_eq!(mailed(&desk, id, 0).await.len(), 2);
    let by_person = desk
        .db()
        .read(|tx| {
            let first = outbox::by_id(tx, ::desk::OutgoingId(1))?.unwrap();
            Ok((first.by_person, outbox::deliveries(tx, first.id)?.len()))
        })
        .await
        .unwrap();
    assert_eq!(by_person, (false, 1), "single mails, one recipient each");
}

/// TR-5, TR-8, TR-4: what was held is told to the registered address, with a link, without a token, and few times an hour.
#[tokio::test]
async fn an_agent_is_told_what_was_held_but_not_without_end() {
    let desk = Desk::new().await;
    let (id, first) = desk.seed(Seed { subject: "Order", text: "New question", ..Seed::default() }).await;
    let note = desk.post(&format!("/conversations/{id}/messages"), note("My answer")).await.json_of(201);
    let note: MessageId = note["id"].as_str().unwrap().parse().unwrap();
    let (node, ben, now) = (desk.web.node.clone(), desk.ben, desk.web.node.clock.now());
    let reasons = [
        Held::Unverified(note),
        Held::NewerMessage { note, newer: first },
        Held::OtherDestination { note, address: "x@other.example".into() },
        Held::NotVerified(ArrivalId(1)),
    ];
    for reason in reasons {
        let (node, reason) = (node.clone(), reason.clone());
        desk.db().write(move |tx| notices::held(tx, &node, ben, id, &reason, now)).await.unwrap().unwrap();
    }
    let told = desk.db().read(move |tx| stored::of(tx, id, NoticeId(0), 100)).await.unwrap();
    assert_eq!(to(&told), ["ben@desk.example"; 4]);
    assert!(told.iter().all(|one| one.kind == Kind::Held && one.reply_to.is_none()));
    assert!(told.iter().all(|one| one.internet_id.starts_with("notice.")), "no token in what is not to be answered");
    assert!(told[0].text.contains("> My answer") && told[0].text.contains("24 hours"), "{}", told[0].text);
    assert!(told[1].text.contains("> New question") && told[1].text.contains("> My answer"), "{}", told[1].text);
    assert!(told[2].text.contains("x@other.example"), "{}", told[2].text);
    assert!(told[3].text.contains("http://desk.example/held"), "{}", told[3].text);
    let mut queued = 4;
    for _ in 0..20 {
        let node = node.clone();
        let more = desk.db().write(move |tx| notices::held(tx, &node, ben, id, &Held::Unverified(note), now)).await;
        queued += usize::from(more.unwrap().is_some());
    }
    assert_eq!(queued, 10, "the limit of an hour");
}

async fn hold(desk: &Desk, key: &str, sender: &str, now: Micros) {
    let (mailbox, key, sender) = (desk.mailbox, key.to_string(), sender.to_string());
    desk.db()
        .write(move |tx| {
            let new = arrivals::New {
                mailbox,
                key: key.clone(),
                source: Source::Smtp,
                envelope: arrivals::Envelope::default(),
                raw: "a".repeat(64),
                size: 1,
            };
            let arrivals::Stored::New(id) = arrivals::add(tx, &new, arrivals::First::Queued, now)? else {
                panic!("known")
            };
            let ending = arrivals::Ending {
                state: State::Quarantined,
                reason: Some(Quarantine::AgentNotVerified.word()),
                problem: None,
                duplicate_of: None,
                fingerprint: None,
                internet_id: None,
                sender: Some(sender.clone()),
                subject: Some("CLICK http://evil.example".into()),
                became: None,
                trace: Vec::new(),
            };
            arrivals::end(tx, id, &ending)
        })
        .await
        .unwrap();
}

/// while held mail exists, admins get one mail a day, and nothing in it that was held for a reason.
#[tokio::test]
async fn admins_are_told_of_held_mail_once_a_day() {
    let desk = Desk::new().await;
    let report = async |desk: &Desk| {
        let (node, now) = (desk.web.node.clone(), desk.web.node.clock.now());
        desk.db().write(move |tx| notices::report(tx, &node, now)).await.unwrap();
        let all = desk.db().read(|tx| {
            let mut all = Vec::new();
            for id in 1..20 {
                all.extend(stored::by_id(tx, NoticeId(id))?);
            }
            Ok(all)
        });
        all.await.unwrap()
    };
    assert!(report(&desk).await.is_empty(), "nothing is held");
    let now = desk.web.node.clock.now();
    hold(&desk, "1", "spoof@evil.example", now).await;
    hold(&desk, "2", "spoof@evil.example", now).await;
    hold(&desk, "3", "<a href=x>@\r\nBcc: y", now).await;
    assert!(report(&desk).await.is_empty(), "what is dealt with within the hour needs no report");
    desk.later(3_600);
    let told = report(&desk).await;
    assert_eq!(to(&told), ["ana@desk.example"], "admins only");
    let text = &told[0].text;
    assert_eq!(told[0].subject, "Held mail: 3");
    assert!(text.contains("- spoof@evil.example (2)") && text.contains("an address that cannot be read (1)"), "{text}");
    assert!(text.contains("claims to be from an agent, without proof (3)"), "{text}");
    assert!(text.contains("http://desk.example/held") && !text.contains("CLICK") && !text.contains("href"), "{text}");
    desk.later(23 * 3_600);
    assert_eq!(report(&desk).await.len(), 1, "one a day");
    desk.later(3_600);
    assert_eq!(report(&desk).await.len(), 2, "the next day again");
}

#[tokio::test]
async fn an_agent_sees_and_sets_their_presence_and_their_mail() {
    let desk = Desk::new().await;
    let me = desk.get("/me").await.json_of(200);
    assert_eq!((me["presence"].as_str(), me["presence_chosen"].as_str()), (Some("offline"), Some("online")));
    assert_eq!(me["notify_by_mail"], true);
    let me = desk.patch("/me", json!({"notify_by_mail": false, "presence": "offline"})).await.json_of(200);
    assert_eq!((me["notify_by_mail"].clone(), me["presence_chosen"].clone()), (json!(false), json!("offline")));
    desk.patch("/me", json!({"role": "admin"})).await.problem(422, "field_invalid");
    let _: AgentId = me["id"].as_str().unwrap().parse().unwrap();
}
