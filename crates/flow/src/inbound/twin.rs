//! Twin: the same mail in another mailbox of ours. It is one message where both belong to the same conversation, or
//! where the setting says one conversation in all; else each mailbox has its own.

use desk::{
    arrival::Ignored,
    mailbox::Ours,
    policy::{ChannelPolicy, SameMail},
    screen::Screened,
    trace::{Step, TraceLine},
};
use serde_json::json;
use store::{
    Tx,
    arrivals::{self, Arrival},
};

use super::{parse::Understood, thread::Threaded};

/// What the screen found, or that the mail is here already by another mailbox.
#[expect(
    clippy::too_many_arguments,
    reason = "what the steps before found; a struct for one caller would only rename it"
)]
pub(super) fn screen(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    understood: &Understood,
    ours: &[Ours],
    channel: &ChannelPolicy,
    screened: Screened,
    threaded: &Threaded,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Screened> {
    if matches!(screened, Screened::Ignore(_) | Screened::Quarantine(_)) {
        return Ok(screened);
    }
    let belongs_to = threaded.chosen.as_ref().map(|(chosen, _)| chosen.conversation);
    for other in ours.iter().filter(|other| other.id != arrival.mailbox) {
        let Some((message, conversation)) = arrivals::same_in(tx, other.id, &understood.fingerprint)? else { continue };
        if belongs_to == Some(conversation) || channel.same_mail == SameMail::One {
            let line = TraceLine::new(Step::Screen, "ignored", "same-mail-in-another-mailbox");
            trace.push(line.with(json!({"message": message, "mailbox": other.id})));
            return Ok(Screened::Ignore(Ignored::DuplicateOf(message)));
        }
    }
    Ok(screened)
}
