//! Identify: looks up whose address stands in From, for `desk::identify` to judge.

use desk::{
    address,
    identify::{self, Sender},
    mailbox::Ours,
    trace::TraceLine,
};
use mail::Mail;
use store::{Tx, agents, contacts};

pub(super) fn identify(tx: &mut Tx<'_>, mail: &Mail, ours: &[Ours]) -> store::Result<(Sender, TraceLine)> {
    let Some(from) = &mail.from else { return Ok(identify::identify(&identify::Facts::default())) };
    let folded = address::fold(&from.address);
    let mailbox = ours.iter().find(|one| one.is_reached_by(&folded)).map(|one| one.id);
    let facts = identify::Facts {
        mailbox,
        agent: agents::by_email(tx, &folded)?.map(|agent| agent.id),
        contact: contacts::by_address(tx, &folded)?,
    };
    Ok(identify::identify(&facts))
}
