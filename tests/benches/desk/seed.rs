//! A desk with years of history: conversations written through the store's own functions, each with one message, its
//! arrival, and its words in the search.

use desk::{
    Micros,
    arrival::{Source, State},
    conversation::Status,
    message::{Author, Kind, Person, Recipients},
};
use store::{Tx, arrivals, contacts, conversations, messages, participants, search};

use crate::desk::Desk;
use crate::mails;

/// A moment in November 2026; every conversation is a second later than the one before.
const BEGIN: Micros = Micros(1_793_000_000_000_000);
const TOGETHER: u64 = 500;
/// Numbers of mails that no load uses.
const FIRST: u64 = 1_000_000_000;

/// Fills the database of a stopped desk.
pub fn seed(desk: &Desk, conversations: u64) {
    let mailbox = desk::MailboxId(desk.number("SELECT MIN(id) FROM mailboxes"));
    for begin in (0..conversations).step_by(usize::try_from(TOGETHER).expect("small")) {
        let end = (begin + TOGETHER).min(conversations);
        desk.write(move |tx| (begin..end).try_for_each(|number| one(tx, mailbox, number)));
    }
    if let Some(database) = &desk.database {
        // What autovacuum would do in the hours between: without it the planner knows nothing of these rows.
        let _ = database.rows("VACUUM ANALYZE");
    }
}

fn one(tx: &mut Tx<'_>, mailbox: desk::MailboxId, number: u64) -> store::Result<()> {
    let at = BEGIN.plus_s(i64::try_from(number).unwrap_or(0));
    let (subject, text) = mails::words_of(FIRST + number);
    let customer = number % 20_000;
    let person = Person {
        name: Some(format!("Customer {customer}")),
        address: format!("seeded{customer}@customer{}.example", customer % 40),
    };
    let internet_id = format!("<seeded.{number}@customer.example>");
    let new = arrivals::New {
        mailbox,
        key: format!("sha256:{}", store::blobs::name(internet_id.as_bytes())),
        source: Source::Smtp,
        envelope: arrivals::Envelope::default(),
        raw: store::blobs::name(internet_id.as_bytes()),
        size: 8_000,
    };
    let (arrivals::Stored::New(arrival) | arrivals::Stored::Known(arrival)) =
        arrivals::add(tx, &new, arrivals::First::Queued, at)?;
    let contact = contacts::find_or_add(tx, person.name.as_deref(), &person.address, at)?;
    // A few are still to be worked on; the rest is long done.
    let status = if number.is_multiple_of(200) { Status::Open } else { Status::Resolved };
    let begun = conversations::New { subject: &subject, status, mailbox, contact, assignee: None };
    let conversation = conversations::add(tx, &begun, at)?;
    participants::add(tx, conversation, &person, "contact", true)?;
    if number.is_multiple_of(50) {
        let row = conversations::by_id(tx, conversation)?.expect("it was added");
        conversations::set_tags(tx, &row, &["late".to_owned()], at)?;
    }
    let message = messages::New {
        conversation,
        kind: Kind::Inbound,
        author: Author::Contact(contact),
        person: &person,
        recipients: &Recipients::default(),
        subject: &subject,
        automatic: false,
        internet_id: Some(&internet_id),
        references: &[],
        arrival: Some(arrival),
        raw: Some(&new.raw),
        text: &text,
        html: None,
        reply_text: &text,
        trace: &[],
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &message, at)?;
    let preview: String = text.chars().take(160).collect();
    let grown = conversations::Grown { message, preview: &preview, sender: &person.address, attachments: false };
    conversations::grow(tx, conversation, &grown, at)?;
    let words = search::Words { from: &person.address, to: "support@desk.example", subject: &subject, text: &text };
    search::add(tx, message, conversation, &words)?;
    let ending = arrivals::Ending {
        state: State::Message,
        reason: None,
        problem: None,
        duplicate_of: None,
        fingerprint: Some(number.to_be_bytes().repeat(4)),
        internet_id: Some(internet_id),
        sender: Some(person.address.clone()),
        subject: Some(subject),
        became: Some((conversation, message)),
        trace: Vec::new(),
    };
    arrivals::end(tx, arrival, &ending)
}
