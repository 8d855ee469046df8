//! Screen: gathers what `desk::screen` asks for. Sender evidence (trust.md) is gathered here too, once it is computed.

use desk::{
    address,
    mailbox::Ours,
    screen::{self, Screened},
    senders, spam,
    trace::TraceLine,
};
use store::{
    Tx,
    arrivals::{self, Arrival},
    messages, settings,
};

use super::parse::Understood;
use crate::held;

pub(super) fn screen(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    understood: &Understood,
    ours: &[Ours],
) -> store::Result<(Screened, TraceLine)> {
    let mail = &understood.mail;
    let from_us = mail.from.as_ref().is_some_and(|from| {
        let folded = address::fold(&from.address);
        ours.iter().any(|one| one.is_reached_by(&folded))
    });
    let own_mail = if from_us {
        messages::known(tx, &understood.internet_id)?
            .into_iter()
            .find(|known| known.outbound)
            .map(|known| known.message)
    } else {
        None
    };
    let allowed: Vec<String> = settings::get(tx, settings::ALLOWED_SENDERS)?.unwrap_or_default();
    let incoming = store::mailboxes::by_id(tx, arrival.mailbox)?.and_then(|mailbox| mailbox.incoming);
    let from = mail.from.as_ref().map(|from| address::fold(&from.address));
    let spam = spam::hold(&spam::Facts {
        folder: arrival.envelope.folder,
        believe_marks: incoming.is_some_and(|way| way.believe_spam_marks),
        header: &mail.headers,
        from: from.as_deref(),
        allowed: &allowed,
    });
    let proofs: Vec<String> = settings::get(tx, settings::PROOFS)?.unwrap_or_default();
    let facts = screen::Facts {
        kind: mail.kind,
        from_count: mail.from_count,
        same_mail: arrivals::same_mail(tx, arrival.mailbox, &understood.fingerprint, arrival.id)?,
        own_mail,
        proof: proofs.contains(&understood.internet_id),
        spam,
        blocked: senders::lists(&held::blocked(tx)?, from.as_deref().unwrap_or_default()),
    };
    Ok(screen::screen(&facts))
}
