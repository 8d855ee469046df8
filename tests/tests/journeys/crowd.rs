//! Two nodes over one PostgreSQL with a team of ten: five hundred mails at once, answers meanwhile, and a node that dies with what
//! it had begun.

use std::thread;
use std::time::{Duration, Instant};

use journeys::api::Api;
use journeys::dovecot::Dovecot;
use journeys::events::Events;
use journeys::postfix::{Postfix, Route};
use journeys::postgres::{Database, fresh_database};
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use journeys::wait::wait_within;
use serde_json::json;

use crate::letters::{Letter, header};

const SUPPORT: &str = "support@desk.example";
const ADMIN: &str = "anna@team.example";
const PASSWORD: &str = "seven quiet otters";
const CUSTOMER: &str = "zoe@customer.example";
const PEOPLE: usize = 10;
const MAILS: usize = 500;
const SENDERS: usize = 8;
const ANSWERS: usize = 12;

struct Site {
    database: Database,
    dovecot: Dovecot,
    _postfix: Postfix,
    nodes: [Staffetta; 2],
    anna: Api,
    people: Vec<String>,
    open: Vec<Events>,
}

/// A queue that gives out by turns to ten people, of whom each has a browser open at one of the nodes. The second node dies at
/// the first answer that it sends: nothing of it has left.
fn site() -> Site {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let postfix = Postfix::start(&[Route::Lmtp("customer.example", dovecot.lmtp_port)], None);
    let database = fresh_database();
    let options = Options { database: Some(database.url.clone()), ..Options::default() };
    let first = Staffetta::serve(options.clone());
    let anna = first.set_up(ADMIN, PASSWORD);
    let shared = |name: &str| first.data().join(name).into_os_string();
    let arguments = vec!["--blobs".into(), shared("blobs"), "--key-file".into(), shared("key")];
    let environment = vec![("STAFFETTA_KILL_AT".to_owned(), "send.marked_sending".into())];
    let nodes = [first, Staffetta::serve(Options { arguments, environment, ..options })];
    anna.patch("/settings", &json!({"email_channel": true})).accept(200);
    let (mut people, mut open) = (Vec::new(), Vec::new());
    for number in 0..PEOPLE {
        let email = format!("person{number}@team.example");
        nodes[0].add_agent(&email, &format!("Person {number}"), "agent", PASSWORD);
        let person = Api::sign_in(&nodes[number % 2].address(), &email, PASSWORD);
        open.push(person.events(None));
        person.wait_for("them to be online", "/me", |me| (me["presence"] == "online").then_some(()));
        let id = person.get("/me").json_of(200)["id"].as_str().expect("an id").to_owned();
        anna.patch(&format!("/agents/{id}"), &json!({"capacity": 200})).accept(200);
        people.push(id);
    }
    let mailbox = json!({"name": "Support", "address": SUPPORT, "purpose": "receive_and_send", "save_anyway": true,
        "incoming": {"kind": "listener"},
        "outgoing": {"host": "127.0.0.1", "port": postfix.smtp_port, "tls": "none", "login": null}});
    let mailbox = anna.post("/mailboxes", &mailbox).json_of(201)["id"].clone();
    let queue = json!({"name": "Orders", "routing": "by_turns", "members": people, "mailboxes": [mailbox]});
    anna.post("/queues", &queue).accept(201);
    Site { database, dovecot, _postfix: postfix, nodes, anna, people, open }
}

impl Site {
    fn count(&self, statement: &str) -> usize {
        self.database.rows(statement)[0].parse().expect("a number")
    }

    /// How many mails a node worked on, as it tells itself.
    fn worked_on(&self, node: usize) -> usize {
        let text = self.anna.get(&format!("{}/metrics", self.nodes[node].address())).text();
        let line = text.lines().find(|line| line.starts_with("staffetta_arrivals_worked_on ")).expect("the figure");
        line.rsplit(' ').next().expect("a number").parse().expect("a number")
    }

    fn send_all(&self) {
        let ports = self.nodes.each_ref().map(Staffetta::smtp_port);
        thread::scope(|scope| {
            for sender in 0..SENDERS {
                scope.spawn(move || {
                    for number in (sender..MAILS).step_by(SENDERS) {
                        let from = format!("zoe@customer{number}.example");
                        let letter =
                            Letter::new(&from, SUPPORT, &format!("Order {number}"), &format!("Where is {number}?"));
                        let port = ports[number / SENDERS % 2];
                        assert!(smtp::send(port, &from, &[SUPPORT], &letter.raw())[0].accepted());
                    }
                });
            }
        });
    }
}

/// CC-1, LD-6: of five hundred mails at once each becomes one conversation and is given out once; nobody of ten gets two
/// more than another; both nodes did their share, and both told their browsers of the other's. A node that dies with a mail half
/// sent is noticed, and within a minute the other has sent it: all answers arrived once.
#[test]
fn two_nodes_share_a_crowd_of_mails_and_one_goes_on_for_the_other() {
    let mut site = site();
    site.send_all();
    wait_within(Duration::from_secs(120), "all mails to be conversations", || {
        (site.count("SELECT COUNT(*) FROM conversations") >= MAILS).then_some(())
    });
    assert_eq!(site.count("SELECT COUNT(*) FROM conversations"), MAILS);
    assert_eq!(site.count("SELECT COUNT(*) FROM arrivals WHERE state = 'message'"), MAILS);
    assert_eq!(site.count("SELECT COUNT(*) FROM events WHERE kind = 'assigned'"), MAILS, "each is given once");
    assert_eq!(site.count("SELECT COUNT(DISTINCT conversation_id) FROM events WHERE kind = 'assigned'"), MAILS);
    let had = |id: &String| site.count(&format!("SELECT COUNT(*) FROM conversations WHERE assignee_id = {id}"));
    let loads: Vec<usize> = site.people.iter().map(had).collect();
    assert_eq!(loads, [MAILS / PEOPLE; PEOPLE], "by turns, and nobody was away");
    let shares = [site.worked_on(0), site.worked_on(1)];
    assert!(shares.iter().all(|share| *share >= MAILS / 5), "{shares:?}");
    assert_eq!(shares.iter().sum::<usize>(), MAILS);
    // One mail more, which the first node takes: a browser at each node hears of it.
    let letter = Letter::new(CUSTOMER, SUPPORT, "One more", "Where is mine?");
    assert!(smtp::send(site.nodes[0].smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
    let last = site.anna.await_conversation("One more")["id"].as_str().expect("an id").to_owned();
    for events in &site.open[..2] {
        events.wait_for("the mail of the other node", |event| {
            event.name == "message.created" && event.data["id"] == last.as_str()
        });
    }
    one_dies(&mut site, &last);
}

fn one_dies(site: &mut Site, conversation: &str) {
    let path = format!("/conversations/{conversation}/messages");
    // Whichever node claims an answer sends it; the second dies at the first of its own.
    let mut written = 0;
    while site.nodes[1].running() && written < 200 {
        let answer = json!({"kind": "reply", "text": format!("Answer {written}.")});
        site.anna.post(&path, &answer).accept(201);
        written += 1;
        if written % ANSWERS == 0 {
            thread::sleep(Duration::from_millis(500));
        }
    }
    assert!(!site.nodes[1].running(), "the second node took none of {written} answers");
    let died = Instant::now();
    let sent = || site.count("SELECT COUNT(*) FROM deliveries WHERE state = 'sent'");
    wait_within(Duration::from_secs(60), "the first node to have sent all of it", || (sent() == written).then_some(()));
    assert!(died.elapsed() > Duration::from_secs(10), "there was nothing to take over");
    let mails = site.dovecot.await_mails(CUSTOMER, "INBOX", written);
    let mut ids: Vec<String> = mails.iter().filter_map(|mail| header(&mail.raw, "Message-ID")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((mails.len(), ids.len()), (written, written), "each answer arrived once");
    assert_eq!(site.count("SELECT COUNT(*) FROM nodes"), 1, "who is gone is forgotten");
}
