//! Who else gets answers: an agent adds a third person, or ticks somebody who was copied (TC-4, TC-5). What they wrote before
//! stays for agents only.

use desk::{ConversationId, Micros, address, event::Event, limits, message::Person};
use store::{Tx, agents::Agent, events, mailboxes, participants};

use crate::{Refused, access, answer};

/// Decides whether answers also go to this person, and makes them a participant where they are none.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn set(
    tx: &mut Tx<'_>,
    agent: &Agent,
    id: ConversationId,
    person: &Person,
    ticked: bool,
    now: Micros,
) -> Result<(), Refused> {
    let id = access::worked_on(tx, agent, id)?.id;
    let folded = address::fold(&person.address);
    if !answer::can_be_written_to(person) {
        return Err(Refused::field("address", "address-not-deliverable"));
    }
    let known = participants::of(tx, id)?;
    let before = known.iter().find(|one| address::fold(&one.person.address) == folded);
    match before {
        Some(one) if one.role == "contact" => return Err(Refused::field("address", "participant-is-contact")),
        Some(one) if one.ticked == ticked => return Ok(()),
        Some(_) => participants::tick(tx, id, &folded, ticked)?,
        None if mailboxes::ours(tx)?.iter().any(|ours| ours.is_reached_by(&folded)) => {
            return Err(Refused::field("address", "participant-is-ours"));
        }
        None if known.len() > limits::CC_PARTICIPANTS => {
            return Err(Refused::field("address", "too-many-participants"));
        }
        None => participants::add(tx, id, person, "cc", ticked)?,
    }
    let event = Event::Participant { address: person.address.clone(), ticked };
    events::add(tx, id, &event, &agent.actor(), now)?;
    Ok(())
}
