//! What follows from a change of a conversation's status, whoever changed it: surveys and clocks. Who is given what then is
//! routing's.

use desk::{Micros, conversation::Status};
use store::{Tx, conversations::Conversation, events::Actor};

use crate::{sla, surveys};

/// What follows from the status that a conversation has now; `before` is as it stood.
///
/// # Errors
/// The store's own.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    before: &Conversation,
    to: Status,
    actor: &Actor,
    now: Micros,
) -> store::Result<()> {
    let by = actor.agent().map(|(id, _)| id);
    sla::stands(tx, before.id, to, by, now)?;
    surveys::follow_status(tx, before, to, actor, now)
}
