//! Queues that give out what comes: real mail, sent at once, by one node and by two; and their settings in the browser.

use std::thread;

use journeys::api::Api;
use journeys::chromium;
use journeys::events::Events;
use journeys::postgres::fresh_database;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;

const SUPPORT: &str = "support@desk.example";
const ANNA: &str = "anna@team.example";
const PASSWORD: &str = "seven quiet otters";
/// More than Ben and Cyd are given together.
const MAILS: usize = 20;
const CAPACITY: [usize; 2] = [8, 10];

/// A desk whose mailbox feeds a queue that gives out by load to Ben and Cyd, who are there; Anna leads it.
struct Site {
    nodes: Vec<Staffetta>,
    anna: Api,
    members: Vec<String>,
    _open: Vec<Events>,
}

fn site(database: Option<String>) -> Site {
    let options = Options { database: database.clone(), ..Options::default() };
    let first = Staffetta::serve(options.clone());
    let anna = first.set_up(ANNA, PASSWORD);
    let shared = |name: &str| first.data().join(name).into_os_string();
    let arguments = vec!["--blobs".into(), shared("blobs"), "--key-file".into(), shared("key")];
    let second = database.as_ref().map(|_| Staffetta::serve(Options { arguments, ..options }));
    let nodes: Vec<Staffetta> = [first].into_iter().chain(second).collect();
    anna.patch("/settings", &json!({"email_channel": true})).accept(200);
    let (mut members, mut open) = (Vec::new(), Vec::new());
    for (name, capacity) in ["Ben", "Cyd"].into_iter().zip(CAPACITY) {
        let email = format!("{}@team.example", name.to_lowercase());
        nodes[0].add_agent(&email, name, "agent", PASSWORD);
        // Each has a browser open at another node, where there are two.
        let node = &nodes[members.len() % nodes.len()];
        let person = Api::sign_in(&node.address(), &email, PASSWORD);
        open.push(person.events(None));
        person.wait_for("them to be online", "/me", |me| (me["presence"] == "online").then_some(()));
        let id = person.get("/me").json_of(200)["id"].as_str().expect("an id").to_owned();
        anna.patch(&format!("/agents/{id}"), &json!({"capacity": capacity})).accept(200);
        members.push(id);
    }
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    let mailbox = anna.post("/mailboxes", &new).json_of(201)["id"].clone();
    let queue = json!({"name": "Orders", "routing": "by_load", "members": members, "mailboxes": [mailbox]});
    anna.post("/queues", &queue).accept(201);
    Site { nodes, anna, members, _open: open }
}

impl Site {
    fn all(&self) -> Vec<Value> {
        let mut all = self.anna.list("/conversations?view=all");
        all.sort_by_key(|one| one["number"].as_i64());
        all
    }

    fn whole(&self, listed: &Value) -> Value {
        self.anna.get(&format!("/conversations/{}", listed["id"].as_str().expect("an id"))).json_of(200)
    }
}

/// CC-1, CC-3, LD-6: on SQLite.
#[test]
fn mail_is_given_to_agents_within_their_capacity_on_sqlite() {
    give_out(&site(None));
}

/// CC-1, CC-3, LD-6: two nodes on PostgreSQL give out each conversation once, and neither gives somebody more than they are
/// to have.
#[test]
fn mail_is_given_to_agents_within_their_capacity_by_two_nodes_on_postgresql() {
    let database = fresh_database();
    give_out(&site(Some(database.url.clone())));
}

fn give_out(site: &Site) {
    thread::scope(|scope| {
        for number in 0..MAILS {
            let port = site.nodes[number % site.nodes.len()].smtp_port();
            scope.spawn(move || {
                let from = format!("zoe{number}@customer{number}.example");
                let letter = Letter::new(&from, SUPPORT, &format!("Order {number}"), &format!("Where is {number}?"));
                assert!(smtp::send(port, &from, &[SUPPORT], &letter.raw())[0].accepted());
            });
        }
    });
    site.anna.wait_for("all mails to be conversations", "/conversations?view=all&limit=200", |page| {
        (page["items"].as_array()?.len() == MAILS).then_some(())
    });
    // Nothing is waited for: what is there has been given to somebody in the transaction that made it.
    let all = site.all();
    let had = |id: &str| all.iter().filter(|one| one["assignee"]["id"] == id).count();
    assert_eq!(site.members.iter().map(|id| had(id)).collect::<Vec<_>>(), CAPACITY, "{all:?}");
    for listed in &all {
        let whole = site.whole(listed);
        let events = whole["events"].as_array().expect("events");
        let given: Vec<&Value> = events.iter().filter(|event| event["kind"] == "assigned").collect();
        assert_eq!(given.len(), usize::from(!listed["assignee"].is_null()), "given once: {whole}");
        for event in given {
            assert_eq!(event["actor"]["type"], "system");
            assert!(event["data"]["why"].is_string() && event["data"]["able"].is_number(), "{event}");
        }
        let trace = whole["messages"][0]["trace"].as_array().expect("a trace").clone();
        let line = trace.iter().find(|line| line["step"] == "assign").expect("a line about it").clone();
        match listed["assignee"].is_null() {
            true => assert_eq!((&line["outcome"], &line["reason"]), (&json!("waits"), &json!("all-full"))),
            false => assert_eq!(line["outcome"], "assigned"),
        }
    }
    whoever_is_done_gets_the_oldest(site, &all);
}

fn whoever_is_done_gets_the_oldest(site: &Site, all: &[Value]) {
    let waiting: Vec<&Value> = all.iter().filter(|one| one["assignee"].is_null()).collect();
    assert_eq!(waiting.len(), MAILS - CAPACITY.iter().sum::<usize>());
    let [ben, _] = &site.members[..] else { panic!("two members") };
    let done = all.iter().find(|one| one["assignee"]["id"] == **ben).expect("Ben has some");
    let path = format!("/conversations/{}", done["id"].as_str().expect("an id"));
    site.anna.patch(&path, &json!({"status": "resolved"})).accept(200);
    assert_eq!(site.whole(waiting[0])["assignee"]["id"], **ben, "Ben has room for the one that waited longest");
    assert_eq!(site.whole(waiting[1])["assignee"], Value::Null);
}

/// CC-1, CC-2, CC-12, LD-6: how a queue gives out what comes, what people do, and how many somebody is given, are set in the browser; the timeline
/// says in words who got a conversation and why.
#[test]
fn how_a_queue_gives_out_what_comes_is_set_in_the_browser() {
    let site = site(None);
    let from = "zoe@customer.example";
    let letter = Letter::new(from, SUPPORT, "Order 4711", "Where is it?");
    assert!(smtp::send(site.nodes[0].smtp_port(), from, &[SUPPORT], &letter.raw())[0].accepted());
    let conversation = site.anna.await_conversation("Order 4711");
    let address = site.nodes[0].address();
    let input = json!({"address": address, "email": ANNA, "password": PASSWORD, "conversation": conversation["id"]});
    let seen = chromium::run("routing", &input);
    let told = seen["told"].as_str().expect("a sentence");
    assert!(told.contains("The desk gave this to Ben"), "{told}");
    let queue = site.anna.list("/queues").into_iter().next().expect("the queue");
    assert_eq!((&queue["routing"], &queue["refuses_moves"]), (&json!("by_turns"), &json!(true)));
    let ben = site.anna.get(&format!("/agents/{}", site.members[0])).json_of(200);
    assert_eq!((&ben["capacity"], &ben["presence"]), (&json!(5), &json!("away")));
    assert_eq!(site.anna.get("/me").json_of(200)["presence_chosen"], "away");
}
