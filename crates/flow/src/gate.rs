//! The gate of automatic mail for what is written about a stored message of a customer: surveys, answers of assistants, and
//! what rules say. What decides is `desk::automatic`.

use desk::{
    Micros, address,
    automatic::{Answers, Facts},
    evidence::Level,
    message::Author,
    senders,
};
use store::{
    Tx,
    automatic::Leaving,
    bounced, contacts,
    conversations::Conversation,
    events, mailboxes,
    messages::{self, Message},
};

use crate::held;

/// How long a loop that was stopped keeps automatic mail back, seconds.
const LOOP_S: i64 = 24 * 3_600;

/// What is known when something is to leave by itself to whoever wrote `asked`. How often one person may be written to is
/// the caller's own business, and so is `paused`.
///
/// # Errors
/// The store's own.
pub(crate) fn facts<'a>(
    tx: &mut Tx<'_>,
    asked: &Message,
    leaving: &Leaving<'a>,
    paused: bool,
    now: Micros,
) -> store::Result<Facts<'a>> {
    let folded = leaving.folded;
    let mut counts = store::automatic::counts(tx, leaving, now)?;
    counts.to_address = 0;
    let stopped = |event: &events::Stored| event.kind == "loop_stopped" && event.created_at.plus_s(LOOP_S) > now;
    Ok(Facts {
        answers: if asked.automatic { Answers::Machine } else { Answers::Person },
        return_path: None,
        recipient: folded,
        is_ours: mailboxes::ours(tx)?.iter().any(|one| one.is_reached_by(folded)),
        bounced: bounced::of(tx, folded)?.is_some(),
        blocked: senders::lists(&held::blocked(tx)?, folded),
        paused,
        known: leaving.known,
        proved: asked.evidence.as_ref().is_some_and(|evidence| evidence.level >= Level::E1),
        looping: events::of(tx, leaving.conversation)?.iter().any(stopped),
        repeated: false,
        counts,
    })
}

/// What the customer wrote last: they are written to at the address that they wrote from. None where they never wrote, or a
/// machine did, or it was others who wrote last.
pub(crate) fn written_by(tx: &mut Tx<'_>, about: &Conversation) -> store::Result<Option<Message>> {
    let own = messages::newest_by_contact(tx, about.id, about.contact)?;
    let newest = match own {
        Some(id) => Some(id),
        None => messages::newest_by_customer(tx, about.id)?,
    };
    let Some(message) = newest.map(|id| messages::by_id(tx, id)).transpose()?.flatten() else { return Ok(None) };
    // What they wrote before two contacts became one stands under the other.
    let theirs = message.author == Author::Contact(about.contact)
        || contacts::by_address(tx, &address::fold(&message.person.address))? == Some(about.contact);
    Ok(theirs.then_some(message))
}
