//! Queues: who sees what is in them, whatever way they ask, and what moving a conversation leaves as it was.

use ::desk::{AgentId, ConversationId, MessageId, agent::Role, message::AttachmentState, permit};
use serde_json::{Value, json};
use store::{lists, queues};

use crate::desk::{Desk, PASSWORD, Seed, ids, note};

/// A desk with a queue for members only: Ana is an admin, Mia a manager, Ben an agent and a member, Cyd an agent and none.
struct Site {
    desk: Desk,
    queue: String,
    mia_token: String,
    cyd: AgentId,
    cyd_token: String,
    conversation: ConversationId,
    message: MessageId,
    attachment: String,
}

async fn site() -> Site {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    flow::people::add(&node, "mia@desk.example", "Mia", PASSWORD, Role::Manager).await.unwrap();
    let cyd = flow::people::add(&node, "cyd@desk.example", "Cyd", PASSWORD, Role::Agent).await.unwrap();
    let (_, mia_token) = flow::people::sign_in(&node, "mia@desk.example", PASSWORD).await.unwrap();
    let (_, cyd_token) = flow::people::sign_in(&node, "cyd@desk.example", PASSWORD).await.unwrap();
    let new = json!({"name": "Complaints", "members_only": true, "members": [desk.ben],
        "mailboxes": [desk.mailbox]});
    let queue = desk.post("/queues", new).await.json_of(201)["id"].as_str().unwrap().to_string();
    let file = desk.file("secret.txt", "text/plain", b"secret", None);
    let raw = node.blobs.put(b"Subject: secret\r\n\r\nsecret").unwrap();
    let seed = Seed {
        subject: "Secret matter",
        text: "Nobody else may read zanzibar",
        raw: Some(&raw),
        files: vec![(file, AttachmentState::Available)],
        ..Seed::default()
    };
    let (conversation, message) = desk.seed(seed).await;
    let whole = desk.get(&format!("/conversations/{conversation}")).await.json_of(200);
    let attachment = whole["messages"][0]["attachments"][0]["id"].as_str().unwrap().to_string();
    Site { desk, queue, mia_token, cyd, cyd_token, conversation, message, attachment }
}

/// CC-1, SO-6: a mailbox feeds one queue, and its new conversations are in it.
#[tokio::test]
async fn a_new_conversation_is_in_the_queue_that_its_mailbox_feeds() {
    let site = site().await;
    let whole = site.desk.get(&format!("/conversations/{}", site.conversation)).await.json_of(200);
    assert_eq!(whole["queue"], json!({"id": site.queue, "name": "Complaints"}));
    let listed = site.desk.get("/conversations").await.json_of(200);
    assert_eq!(listed["items"][0]["queue"]["name"], "Complaints");
}

/// SO-1: who is outside the queue that a mailbox feeds starts nothing from it, and is told which field is wrong.
#[tokio::test]
async fn an_outsider_starts_no_conversation_from_a_mailbox_of_a_queue_of_others() {
    let site = site().await;
    let new = json!({"mailbox": site.desk.mailbox, "subject": "Hello", "to": [{"name": null, "address": "zoe@x.example"}],
        "text": "Hello"});
    let refused = site.desk.by(&site.cyd_token, "POST", "/conversations", Some(new.clone())).await.json_of(422);
    assert!(refused["fields"]["mailbox"].is_string(), "{refused}");
    site.desk.by(&site.desk.ben_token, "POST", "/conversations", Some(new)).await.json_of(201);
}

/// D3: `security/d03`: every way of asking says the same, and what may not be seen does not exist: 404, never 403.
#[tokio::test]
async fn whoever_is_outside_a_queue_finds_nothing_of_it_by_any_way() {
    let site = site().await;
    let (id, message) = (site.conversation, site.message);
    let everybody = [
        ("admin", site.desk.ana_token.clone(), true),
        ("manager", site.mia_token.clone(), true),
        ("member", site.desk.ben_token.clone(), true),
        ("outsider", site.cyd_token.clone(), false),
    ];
    for (who, token, sees) in everybody {
        let by = async |method: &'static str, path: String, body: Option<Value>| {
            site.desk.by(&token, method, &path, body).await
        };
        for path in [
            format!("/conversations/{id}"),
            format!("/messages/{message}/raw"),
            format!("/attachments/{}", site.attachment),
        ] {
            let answer = by("GET", path.clone(), None).await;
            assert_eq!(answer.status, if sees { 200 } else { 404 }, "{who} {path}");
        }
        for (method, path, body, done) in [
            ("PUT", format!("/conversations/{id}/read"), None, 204),
            ("DELETE", format!("/conversations/{id}/read"), None, 204),
            ("POST", format!("/conversations/{id}/messages"), Some(note("seen")), 201),
            ("PATCH", format!("/conversations/{id}"), Some(json!({"tags": ["x"]})), 200),
        ] {
            let answer = by(method, path.clone(), body).await;
            assert_eq!(answer.status, if sees { done } else { 404 }, "{who} {method} {path}");
        }
        for path in
            ["/conversations", "/conversations?view=unassigned", "/conversations?q=zanzibar", "/conversations?q=secret"]
        {
            let page = by("GET", path.into(), None).await.json_of(200);
            assert_eq!(ids(&page).contains(&id.to_string()), sees, "{who} {path}");
        }
        let named = by("GET", format!("/conversations?q=%23{id}"), None).await.json_of(200);
        assert_eq!(ids(&named).len(), usize::from(sees), "{who} by number");
        let counted = by("GET", "/views".into(), None).await.json_of(200);
        let open = counted["items"].as_array().unwrap().iter().find(|view| view["id"] == "open").unwrap();
        assert_eq!(open["count"], i64::from(sees), "{who} counts");
        let listed = by("GET", "/queues".into(), None).await.json_of(200);
        assert_eq!(ids(&listed).contains(&site.queue), sees, "{who} lists queues");
    }
}

/// A3, D3: the row filter of the lists and the table of `desk::permit` say the same in every cell.
#[tokio::test]
async fn the_filter_of_lists_is_the_table_of_permit() {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    let mut people = Vec::new();
    for (number, role) in [(1, Role::Agent), (2, Role::Agent), (3, Role::Manager), (4, Role::Manager), (5, Role::Admin)]
    {
        let email = format!("p{number}@desk.example");
        people.push(flow::people::add(&node, &email, &email, PASSWORD, role).await.unwrap());
    }
    let members = vec![people[0], people[2]];
    let mut cells = 0;
    for members_only in [false, true] {
        for given in [vec![], members.clone()] {
            if members_only && given.is_empty() {
                continue;
            }
            let draft = queues::Draft {
                name: format!("{members_only} {}", given.len()),
                members_only,
                refuses_moves: false,
                routing: desk::routing::Mode::Manual,
                takes_email: true,
                takes_calls: false,
                reassign_minutes: None,
                returns_to_last: false,
                business_hours: Default::default(),
                members: given,
                mailboxes: vec![desk.mailbox],
            };
            let now = node.clock.now();
            desk.db().write(move |tx| queues::add(tx, &draft, now)).await.unwrap();
            let id = desk.conversation("Cell", "Cell").await;
            for person in &people {
                let person = *person;
                let (listed, relation, agent) = desk
                    .db()
                    .read(move |tx| {
                        let agent = store::agents::by_id(tx, person)?.unwrap();
                        let relation = flow::access::relation(tx, &agent, id)?.unwrap();
                        Ok((lists::one(tx, person, id)?.is_some(), relation, agent))
                    })
                    .await
                    .unwrap();
                assert_eq!(permit::may_act(flow::access::actor(&agent), relation), listed, "{agent:?} {relation:?}");
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 15);
}

/// D3, SB-14: the sidebar lists the queues that somebody is in, with what is open in them; a list of a queue is what its
/// members see.
#[tokio::test]
async fn a_queue_is_a_list_for_whoever_is_in_it() {
    let site = site().await;
    let desk = &site.desk;
    let team = desk.post("/queues", json!({"name": "Team"})).await.json_of(201)["id"].as_str().unwrap().to_string();
    let shared = desk.conversation("Shared matter", "zanzibar for all").await;
    desk.patch(&format!("/conversations/{shared}"), json!({"queue": team})).await.json_of(200);
    let done = desk.conversation("Done matter", "done").await;
    desk.patch(&format!("/conversations/{done}"), json!({"queue": team, "status": "resolved"})).await.json_of(200);
    let own = format!("/conversations?view=open&queue={}", site.queue);
    for (who, token, listed, seen) in [
        ("member", &desk.ben_token, vec![("Complaints", 1), ("Team", 1)], true),
        ("outsider", &site.cyd_token, vec![("Team", 1)], false),
        ("admin, no member", &desk.ana_token, vec![("Team", 1)], true),
    ] {
        let views = desk.by(token, "GET", "/views", None).await.json_of(200);
        let queues: Vec<(&str, i64)> = views["queues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["name"].as_str().unwrap(), one["count"].as_i64().unwrap()))
            .collect();
        assert_eq!(queues, listed, "{who}");
        let page = desk.by(token, "GET", &own, None).await.json_of(200);
        assert_eq!(ids(&page).contains(&site.conversation.to_string()), seen, "{who}");
        let found = desk.by(token, "GET", &format!("{own}&q=zanzibar"), None).await.json_of(200);
        assert_eq!(ids(&found), if seen { vec![site.conversation.to_string()] } else { vec![] }, "{who} searches");
        let page = desk.by(token, "GET", &format!("/conversations?queue={team}"), None).await.json_of(200);
        assert_eq!(ids(&page), [shared.to_string()], "{who}");
        let mailbox = desk.by(token, "GET", &format!("/mailboxes/{}", desk.mailbox), None).await.json_of(200);
        assert_eq!(mailbox["queue"].is_string(), seen, "{who} is told of the mailbox's queue");
    }
    desk.get(&format!("/conversations?view=all&queue={team}")).await.problem(400, "parameter_invalid");
    desk.get("/conversations?queue=x").await.problem(400, "parameter_invalid");
}

/// CC-12: moving keeps the conversation as it is; a queue can refuse it; the timeline tells of it.
#[tokio::test]
async fn moving_keeps_a_conversation_and_a_queue_can_refuse_it() {
    let site = site().await;
    let desk = &site.desk;
    let path = format!("/conversations/{}", site.conversation);
    let before = desk.get(&path).await.json_of(200);
    let open = desk.post("/queues", json!({"name": "Orders"})).await.json_of(201)["id"].clone();
    let shut = desk.post("/queues", json!({"name": "Archive", "refuses_moves": true})).await.json_of(201)["id"].clone();
    let moved = desk.patch(&path, json!({"queue": open})).await.json_of(200);
    assert_eq!(moved["queue"]["name"], "Orders");
    for same in ["id", "number", "subject", "status", "messages", "participants", "contact", "mailbox"] {
        assert_eq!(moved[same], before[same], "{same}");
    }
    let event = moved["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((event["kind"].as_str(), event["data"]["name"].as_str()), (Some("queued"), Some("Orders")));
    let refused = desk.patch(&path, json!({"queue": shut})).await;
    assert!(refused.problem(422, "field_invalid")["fields"].to_string().contains("queue"));
    desk.patch(&path, json!({"queue": "999"})).await.problem(422, "field_invalid");
    let out = desk.patch(&path, json!({"queue": null})).await.json_of(200);
    assert_eq!(out["queue"], Value::Null);
    // Cyd sees it now, and can neither see nor name the queue that it came from.
    let by_cyd = desk.by(&site.cyd_token, "PATCH", &path, Some(json!({"queue": site.queue}))).await;
    by_cyd.problem(422, "field_invalid");
}

/// SB-14: nobody is given what they would not see; who cannot see it any more loses it.
#[tokio::test]
async fn nobody_has_a_conversation_that_they_do_not_see() {
    let site = site().await;
    let desk = &site.desk;
    let path = format!("/conversations/{}", site.conversation);
    desk.patch(&path, json!({"assignee": site.cyd})).await.problem(422, "field_invalid");
    desk.patch(&path, json!({"queue": null, "assignee": null})).await.json_of(200);
    desk.patch(&path, json!({"assignee": site.cyd})).await.json_of(200);
    let back = desk.patch(&path, json!({"queue": site.queue})).await.json_of(200);
    assert_eq!(back["assignee"], Value::Null);
}

#[tokio::test]
async fn queues_are_led_by_managers_and_kept_within_bounds() {
    let site = site().await;
    let desk = &site.desk;
    let queue = format!("/queues/{}", site.queue);
    for (method, path, body) in [
        ("POST", "/queues".to_string(), Some(json!({"name": "Mine"}))),
        ("PATCH", queue.clone(), Some(json!({"name": "Mine"}))),
        ("DELETE", queue.clone(), None),
    ] {
        desk.by(&desk.ben_token, method, &path, body).await.problem(403, "forbidden");
    }
    for body in [
        json!({"name": " "}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "complaints"}),
        json!({"name": "A", "members": ["999"]}),
        json!({"name": "A", "mailboxes": ["999"]}),
        json!({"name": "A", "members_only": true}),
    ] {
        desk.post("/queues", body.clone()).await.problem(422, "field_invalid");
    }
    let renamed = desk.by(&site.mia_token, "PATCH", &queue, Some(json!({"name": "Claims"}))).await.json_of(200);
    assert_eq!((renamed["name"].as_str(), renamed["members"].clone()), (Some("Claims"), json!([desk.ben])));
    assert_eq!(desk.by(&site.mia_token, "DELETE", &queue, None).await.status, 204);
    desk.patch(&queue, json!({"name": "Again"})).await.problem(404, "not_found");
    // What was in it stays there, and stays hidden from whom it was hidden.
    let path = format!("/conversations/{}", site.conversation);
    assert_eq!(desk.get(&path).await.json_of(200)["queue"]["name"], "Claims");
    desk.by(&site.cyd_token, "GET", &path, None).await.problem(404, "not_found");
}
