//! Whom an answer goes to: what its agent says, else the customer and the participants who are ticked.

use desk::{
    address, limits,
    message::{Person, Recipients},
};
use store::{Tx, conversations::Conversation, participants};

use super::Written;
use crate::Refused;

/// The recipients of an answer: those that its agent names, else the usual ones.
pub(super) fn chosen(tx: &mut Tx<'_>, conversation: &Conversation, written: &Written) -> Result<Recipients, Refused> {
    let usual = usual(tx, conversation)?;
    let recipients = Recipients {
        to: written.to.clone().unwrap_or(usual.to),
        cc: written.cc.clone().unwrap_or(if written.to.is_some() { Vec::new() } else { usual.cc }),
        bcc: written.bcc.clone().unwrap_or_default(),
    };
    check(&recipients)?;
    Ok(recipients)
}

/// The recipients of what is forwarded: only those that its agent names.
pub(super) fn named(written: &Written) -> Result<Recipients, Refused> {
    let some = |people: &Option<Vec<Person>>| people.clone().unwrap_or_default();
    let recipients = Recipients { to: some(&written.to), cc: some(&written.cc), bcc: some(&written.bcc) };
    check(&recipients)?;
    Ok(recipients)
}

/// Whom an answer goes to where nobody says otherwise: the ticked participants, the customer by way of the destination.
pub(super) fn usual(tx: &mut Tx<'_>, conversation: &Conversation) -> store::Result<Recipients> {
    let known = participants::of(tx, conversation.id)?;
    let ticked = |role: &str| -> Vec<Person> {
        known.iter().filter(|one| one.role == role && one.ticked).map(|one| one.person.clone()).collect()
    };
    Ok(Recipients { to: destination(conversation, ticked("contact")), cc: ticked("cc"), bcc: Vec::new() })
}

/// Where answers go: the address that Reply-To named, in place of the customer's (SB-15).
fn destination(conversation: &Conversation, contact: Vec<Person>) -> Vec<Person> {
    match &conversation.reply_to {
        None => contact,
        Some(to) => {
            let name = contact.into_iter().next().and_then(|person| person.name);
            vec![Person { name, address: to.clone() }]
        }
    }
}

/// True where mail can be addressed to this person.
pub(crate) fn can_be_written_to(person: &Person) -> bool {
    address::is_deliverable(&person.address)
        && mail::compose::Addr::new(person.name.as_deref(), &person.address).is_ok()
}

/// Whether mail can go to all of them.
pub(super) fn check(recipients: &Recipients) -> Result<(), Refused> {
    if recipients.everybody().count() == 0 {
        return Err(Refused::field("to", "recipient-needed"));
    }
    if recipients.everybody().count() > limits::RECIPIENTS {
        return Err(Refused::field("to", "too-many-recipients"));
    }
    for (field, people) in [("to", &recipients.to), ("cc", &recipients.cc), ("bcc", &recipients.bcc)] {
        if !people.iter().all(can_be_written_to) {
            return Err(Refused::field(field, "address-not-deliverable"));
        }
    }
    Ok(())
}
