//! Starting a conversation from a mail: its customer, its participants, where answers go, what it is linked to.

use desk::{
    ConversationId, address, conversation::Status, decide::Link, event::Event, identify::Sender, limits,
    message::Person,
};
use mail::Mail;
use store::{
    Tx, agents, contacts, conversations,
    events::{self, Actor},
    participants,
};

use super::{Settled, author, people, subject};

pub(super) fn start(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    verified: bool,
    link: Option<Link>,
) -> store::Result<ConversationId> {
    let (mail, now) = (settled.mail(), settled.now);
    let customer = named_customer(tx, settled)?.unwrap_or_else(|| author(mail));
    let contact = contacts::find_or_add(tx, customer.name.as_deref(), &customer.address, now)?;
    let subject = subject(mail);
    let new = conversations::New {
        subject: &subject,
        status: Status::New,
        mailbox: settled.item.arrival.mailbox,
        contact,
        assignee: None,
    };
    let conversation = conversations::add(tx, &new, now)?;
    participants::add(tx, conversation, &customer, "contact", true)?;
    add_others(tx, settled, conversation, verified)?;
    set_destination(tx, settled, conversation)?;
    if let Some(link) = link {
        let (kind, to) = match link {
            Link::Follows(to) => ("follows", to),
            Link::MaybeRelated(to) => ("maybe_related", to),
        };
        conversations::link(tx, conversation, to, kind)?;
        events::add(tx, conversation, &Event::Linked { kind, to }, &Actor::System, now)?;
    }
    Ok(conversation)
}

/// Adds the other people of a mail's To and Cc as participants: ticked only where the sender is proved, never a mailbox
/// of ours or one of its aliases (LA-8), at most so many (edge case 33).
pub(super) fn add_others(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    ticked: bool,
) -> store::Result<()> {
    let mail = settled.mail();
    let own = address::fold(&author(mail).address);
    let room = limits::CC_PARTICIPANTS.saturating_sub(
        usize::try_from(participants::count(tx, conversation)?).unwrap_or(usize::MAX).saturating_sub(1),
    );
    let others: Vec<Person> = people(&mail.to).into_iter().chain(people(&mail.cc)).collect();
    // A list that brought the mail would bring our answer back to us.
    let lists = mail.list_addresses();
    let foreign = |person: &&Person| {
        let folded = address::fold(&person.address);
        !settled.ours.iter().any(|one| one.is_reached_by(&folded)) && folded != own && !lists.contains(&folded)
    };
    for person in others.iter().filter(foreign).filter(|one| address::is_deliverable(&one.address)).take(room) {
        participants::add(tx, conversation, person, "cc", ticked)?;
    }
    Ok(())
}

/// Where answers go, if Reply-To names another address than From: not ours, not an agent's (SB-15), and not that of a list
/// that the mail came by, whose wish it is and not the customer's.
pub(super) fn set_destination(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
) -> store::Result<()> {
    let mail = settled.mail();
    let from = address::fold(&author(mail).address);
    let lists = mail.list_addresses();
    for wanted in &mail.reply_to {
        let folded = address::fold(&wanted.address);
        let usable = folded != from
            && address::is_deliverable(&wanted.address)
            && !lists.contains(&folded)
            && !settled.ours.iter().any(|one| one.is_reached_by(&folded));
        if usable && agents::by_email(tx, &folded)?.is_none() {
            return conversations::set_reply_to(tx, conversation, &wanted.address);
        }
    }
    Ok(())
}

/// LA-6, by the mailbox's setting: in an agent's forward the original sender is the customer, in an agent's mail whose To
/// holds an outsider that outsider is.
fn named_customer(tx: &mut Tx<'_>, settled: &Settled<'_>) -> store::Result<Option<Person>> {
    if !settled.mailbox.forwards_name_the_customer || !matches!(settled.sender, Sender::Agent(_)) {
        return Ok(None);
    }
    for person in outsiders_of(settled.mail()) {
        let folded = address::fold(&person.address);
        let ours = settled.ours.iter().any(|one| one.is_reached_by(&folded));
        if !ours && address::is_deliverable(&person.address) && agents::by_email(tx, &folded)?.is_none() {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

fn outsiders_of(mail: &Mail) -> Vec<Person> {
    let forwarded = mail.forwarded().and_then(|forward| forward.from);
    let forwarded = forwarded.and_then(|from| Some(Person { name: from.name, address: from.address? }));
    forwarded.into_iter().chain(people(&mail.to)).collect()
}
