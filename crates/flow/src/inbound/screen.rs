//! Screen: gathers what `desk::screen` asks for. Sender evidence (trust.md) is gathered here too, once it is computed.

use desk::{
    address,
    screen::{self, Screened},
    senders, spam,
    trace::TraceLine,
};
use store::{
    Tx,
    arrivals::{self, Arrival},
    messages::Known,
};

use super::{parse::Understood, situation::Situation};

pub(super) fn screen(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    understood: &Understood,
    situation: &Situation,
    known: &[Known],
) -> store::Result<(Screened, TraceLine)> {
    let mail = &understood.mail;
    let from_us = mail.from.as_ref().is_some_and(|from| {
        let folded = address::fold(&from.address);
        situation.ours.iter().any(|one| one.is_reached_by(&folded))
    });
    let own_mail = known.iter().find(|known| from_us && known.outbound).map(|known| known.message);
    let from = mail.from.as_ref().map(|from| address::fold(&from.address));
    let spam = spam::hold(&spam::Facts {
        folder: arrival.envelope.folder,
        believe_marks: situation.of(arrival.mailbox).believe_marks,
        header: &mail.headers,
        from: from.as_deref(),
        allowed: &situation.allowed,
    });
    let facts = screen::Facts {
        kind: mail.kind,
        from_count: mail.from_count,
        same_mail: arrivals::same_mail(tx, arrival.mailbox, &understood.fingerprint, arrival.id)?,
        own_mail,
        proof: situation.proofs.contains(&understood.internet_id),
        spam,
        blocked: senders::lists(&situation.blocked, from.as_deref().unwrap_or_default()),
    };
    Ok(screen::screen(&facts))
}
