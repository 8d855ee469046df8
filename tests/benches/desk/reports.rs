//! Reports over years of history: conversations with a question, an answer and an end, written through the store's own
//! functions, counted by the desk, and reports of them asked for over HTTP.

use std::time::{Duration, Instant};

use desk::{
    AgentId, ContactId, MailboxId, Micros,
    agent::Role,
    conversation::Status,
    event::Event,
    message::{Author, Kind, Person, Recipients},
};
use store::{
    Tx, agents, contacts, conversations,
    events::{self, Actor},
    messages,
};

use crate::desk::Desk;

/// Years are of so many days here.
const DAYS: i64 = 730;
const TOGETHER: u64 = 1_000;
const AGENTS: u64 = 20;
const CUSTOMERS: u64 = 2_000;
const TAGS: [&str; 5] = ["late", "refund", "broken", "praise", "invoice"];

/// What the history stands on.
#[derive(Clone)]
struct Ground {
    mailbox: MailboxId,
    agents: Vec<AgentId>,
    contacts: Vec<ContactId>,
    begin: Micros,
    apart_us: i64,
}

/// Fills the database of a stopped desk.
pub fn seed(desk: &Desk, conversations: u64, now: Micros) {
    let mailbox = MailboxId(desk.number("SELECT MIN(id) FROM mailboxes"));
    let begin = now.plus_s(-DAYS * 86_400);
    let (agents, contacts) = desk.write(move |tx| {
        let agent = |number| (format!("agent{number}@team.example"), format!("Agent {number}"));
        let agents =
            (0..AGENTS).map(agent).map(|(email, name)| agents::add(tx, &email, &name, Role::Agent, "none", begin));
        let agents = agents.collect::<store::Result<Vec<_>>>()?;
        let contacts =
            (0..CUSTOMERS).map(|number| contacts::find_or_add(tx, None, &format!("c{number}@x.example"), begin));
        Ok((agents, contacts.collect::<store::Result<Vec<_>>>()?))
    });
    let apart_us = DAYS * 86_400_000_000 / i64::try_from(conversations).expect("a number");
    let ground = Ground { mailbox, agents, contacts, begin, apart_us };
    for first in (0..conversations).step_by(usize::try_from(TOGETHER).expect("small")) {
        let (ground, end) = (ground.clone(), (first + TOGETHER).min(conversations));
        desk.write(move |tx| (first..end).try_for_each(|number| one(tx, &ground, number)));
    }
    if let Some(database) = &desk.database {
        let _ = database.rows("VACUUM ANALYZE");
    }
}

fn one(tx: &mut Tx<'_>, ground: &Ground, number: u64) -> store::Result<()> {
    let pick = |count: usize, by: u64| usize::try_from(number / by).unwrap_or_default() % count;
    let at = Micros(ground.begin.0 + ground.apart_us * i64::try_from(number).unwrap_or_default());
    let agent = ground.agents[pick(ground.agents.len(), 1)];
    let contact = ground.contacts[pick(ground.contacts.len(), 3)];
    let begun = conversations::New {
        subject: "Where is my order?",
        status: Status::New,
        mailbox: ground.mailbox,
        contact,
        assignee: Some(agent),
    };
    let id = conversations::add(tx, &begun, at)?;
    let tag = TAGS[pick(TAGS.len(), 7)].to_string();
    let row = conversations::by_id(tx, id)?.expect("it was added");
    conversations::set_tags(tx, &row, &[tag], at)?;
    let answered = at.plus_s(60 * i64::try_from(number % 300 + 1).unwrap_or(1));
    for (kind, author, at) in
        [(Kind::Inbound, Author::Contact(contact), at), (Kind::Outbound, Author::Agent(agent), answered)]
    {
        let person = Person { name: None, address: "somebody@x.example".into() };
        let new = messages::New {
            conversation: id,
            kind,
            author,
            person: &person,
            recipients: &Recipients::default(),
            subject: "Where is my order?",
            automatic: false,
            internet_id: None,
            references: &[],
            arrival: None,
            raw: None,
            text: "Words.",
            html: None,
            reply_text: "Words.",
            trace: &[],
            evidence: None,
            agents_only: false,
            flags: &[],
        };
        let message = messages::add(tx, &new, at)?;
        let grown = conversations::Grown { message, preview: "Words.", sender: "somebody", attachments: false };
        conversations::grow(tx, id, &grown, at)?;
    }
    if number.is_multiple_of(100) {
        return Ok(());
    }
    let row = conversations::by_id(tx, id)?.expect("it was added");
    let ended = answered.plus_s(3_600);
    conversations::set_status(tx, &row, Status::Resolved, None, ended)?;
    let event = Event::StatusChanged { from: Status::New, to: Status::Resolved };
    events::add(tx, id, &event, &Actor::Agent(agent, "Agent".into()), ended)
}

/// Waits until all is counted; how long that took.
pub fn counted(desk: &Desk) -> Duration {
    let begun = Instant::now();
    loop {
        let shown = desk.api.get("/reports/summary").json_of(200);
        if shown["complete"] == true {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_secs(3_600), "waited in vain until all is counted");
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// How long each of some reports takes, asked for again and again.
pub fn asked(desk: &Desk, path: &str, times: usize) -> Vec<Duration> {
    let once = |_| {
        let begun = Instant::now();
        desk.api.get(path).accept(200);
        begun.elapsed()
    };
    (0..times).map(once).collect()
}
