//! Rows that a check begins with.

use desk::{
    AgentId, ArrivalId, ContactId, ConversationId, MailboxId, MessageId, Micros,
    agent::Role,
    arrival::Source,
    conversation::Status,
    mailbox::Purpose,
    message::{Author, Kind, Person, Recipients},
};
use store::{Result, Tx, agents, arrivals, contacts, conversations, mailboxes, messages};

/// Noon of a day on which nothing else happened.
pub const NOW: Micros = Micros(1_795_000_000_000_000);

/// So many seconds after [`NOW`].
pub fn after_s(seconds: i64) -> Micros {
    NOW.plus_s(seconds)
}

/// A mailbox's draft with nothing but its addresses.
pub fn draft(address: &str, aliases: &[&str]) -> mailboxes::Draft {
    mailboxes::Draft {
        name: "Support".into(),
        address: address.into(),
        aliases: aliases.iter().map(ToString::to_string).collect(),
        purpose: Purpose::ReceiveAndSend,
        enabled: true,
        generated: false,
        incoming: None,
        incoming_secret: None,
        outgoing: None,
        outgoing_secret: None,
        signature: desk::signature::Signature::default(),
    }
}

/// A mailbox.
pub fn mailbox(tx: &mut Tx<'_>, address: &str) -> Result<MailboxId> {
    mailboxes::add(tx, &draft(address, &[]), NOW)
}

/// An agent.
pub fn agent(tx: &mut Tx<'_>, email: &str) -> Result<AgentId> {
    agents::add(tx, email, "Anna", Role::Agent, "hash", NOW)
}

/// A mailbox and a customer: what every conversation stands on.
#[derive(Clone, Copy)]
pub struct Ground {
    pub mailbox: MailboxId,
    pub contact: ContactId,
}

/// The mailbox `support@desk.example` and the customer `maria@customer.example`.
pub fn ground(tx: &mut Tx<'_>) -> Result<Ground> {
    Ok(Ground {
        mailbox: mailbox(tx, "support@desk.example")?,
        contact: contacts::find_or_add(tx, Some("Maria"), "maria@customer.example", NOW)?,
    })
}

/// A conversation without messages.
pub fn conversation(
    tx: &mut Tx<'_>,
    ground: Ground,
    status: Status,
    assignee: Option<AgentId>,
    at: Micros,
) -> Result<ConversationId> {
    let new =
        conversations::New { subject: "Keys", status, mailbox: ground.mailbox, contact: ground.contact, assignee };
    conversations::add(tx, &new, at)
}

/// The customer's message, which also grows its conversation.
pub fn message(
    tx: &mut Tx<'_>,
    ground: Ground,
    conversation: ConversationId,
    internet_id: Option<&str>,
    text: &str,
    at: Micros,
) -> Result<MessageId> {
    let person = Person { name: Some("Maria".into()), address: "maria@customer.example".into() };
    let new = messages::New {
        conversation,
        kind: Kind::Inbound,
        author: Author::Contact(ground.contact),
        person: &person,
        recipients: &Recipients::default(),
        subject: "Keys",
        automatic: false,
        internet_id,
        references: &[],
        arrival: None,
        raw: None,
        text,
        html: None,
        reply_text: text,
        trace: &[],
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &new, at)?;
    let grown = conversations::Grown { message, preview: text, sender: "Maria", attachments: false };
    conversations::grow(tx, conversation, &grown, at)?;
    Ok(message)
}

/// A mail to be stored.
pub fn arriving(mailbox: MailboxId, key: &str) -> arrivals::New {
    arrivals::New {
        mailbox,
        key: key.into(),
        source: Source::Smtp,
        envelope: arrivals::Envelope {
            from: Some("maria@customer.example".into()),
            to: vec!["support@desk.example".into()],
            ..arrivals::Envelope::default()
        },
        raw: "a".repeat(64),
        size: 1_234,
    }
}

/// A stored mail.
pub fn arrival(tx: &mut Tx<'_>, mailbox: MailboxId, key: &str) -> Result<ArrivalId> {
    match arrivals::add(tx, &arriving(mailbox, key), arrivals::First::Queued, NOW)? {
        arrivals::Stored::New(id) => Ok(id),
        arrivals::Stored::Known(id) => panic!("{key} is known as {id}"),
    }
}
