//! Rules and a mail: what they do about it stands in its trace, and is done before anything is given to agents (LD-4). Mail
//! that is too old sets nothing off (SO-2).

use desk::{
    ConversationId,
    conversation::Status,
    decide::Entry,
    rules::{Letter, Trigger},
    trace::TraceLine,
};
use store::Tx;

use super::{Settled, author, people, subject, tell};
use crate::{
    routing,
    rules::{self, Happened, Ruled},
};

/// What rules do about a mail that begins a conversation; what it changes of its row is done at once.
pub(super) fn begins(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    automatic: bool,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Option<Ruled>> {
    let triggers: &[Trigger] =
        if automatic { &[Trigger::Created] } else { &[Trigger::Created, Trigger::CustomerMessage] };
    let ruled = look(tx, settled, conversation, automatic, triggers, None)?;
    if let Some(ruled) = &ruled {
        trace.extend(ruled.lines());
        ruled.change(tx, settled.now)?;
    }
    rules::ended(tx);
    Ok(ruled)
}

/// Gives what has begun to an agent, where no rule did.
pub(super) fn route(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    ruled: Option<&Ruled>,
    trace: &mut Vec<TraceLine>,
) -> store::Result<()> {
    let routed = match ruled {
        Some(ruled) if ruled.plan.agent().is_some() => None,
        Some(ruled) if ruled.plan.changes_who_waits() => store::routing::waits_in(tx, conversation)?,
        _ => settled.routed,
    };
    if let Some(queue) = routed {
        trace.extend(routing::begin(tx, conversation, queue, settled.now)?.as_ref().map(routing::line));
    }
    Ok(())
}

/// Does what is done once the mail that began it is stored.
pub(super) fn begun(tx: &mut Tx<'_>, settled: &Settled<'_>, ruled: Option<&Ruled>) -> store::Result<()> {
    if let Some(ruled) = ruled {
        ruled.finish(tx, settled.now)?;
    }
    match is_old(settled) {
        true => rules::ended(tx),
        // Whom the desk gave it to may be a rule's business.
        false => rules::settle(tx, settled.now)?,
    }
    Ok(())
}

/// What rules do about a customer's further mail, before it is stored.
pub(super) fn goes_on(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    status: Option<Status>,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Option<Ruled>> {
    if !matches!(entry, Entry::Customer { .. }) {
        return Ok(None);
    }
    let reopens = match status {
        Some(to) => store::conversations::by_id(tx, conversation)?.is_some_and(|one| one.status != to),
        None => false,
    };
    let triggers: &[Trigger] =
        if reopens { &[Trigger::CustomerMessage, Trigger::StatusChanged] } else { &[Trigger::CustomerMessage] };
    let ruled = look(tx, settled, conversation, false, triggers, status)?;
    trace.extend(ruled.iter().flat_map(Ruled::lines));
    Ok(ruled)
}

/// Does what is done once the mail is stored. What an agent's mail set off is looked at here too.
pub(super) fn stored(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    entry: Entry,
    conversation: ConversationId,
    ruled: Option<&Ruled>,
) -> store::Result<()> {
    if is_old(settled) {
        rules::ended(tx);
        return Ok(());
    }
    match entry {
        Entry::Customer { .. } => {
            if let Some(ruled) = ruled {
                ruled.change(tx, settled.now)?;
                ruled.finish(tx, settled.now)?;
            }
            rules::ended(tx);
            if let Some(ruled) = ruled {
                ruled.follow(tx, settled.now)?;
            }
            rules::settle(tx, settled.now)
        }
        Entry::SentByAgent => rules::settle_sent(tx, conversation, settled.now),
        _ => rules::settle(tx, settled.now),
    }
}

/// Mail that triggers nothing automatic (SO-2).
pub(super) fn is_old(settled: &Settled<'_>) -> bool {
    settled.item.arrival.late || tell::is_old(settled)
}

fn look(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    automatic: bool,
    triggers: &[Trigger],
    status: Option<Status>,
) -> store::Result<Option<Ruled>> {
    if is_old(settled) {
        return Ok(None);
    }
    let letter = |names: &[String]| letter(settled, automatic, names);
    let happened = Happened { conversation, triggers, letter: Some(&letter), status, coming: 1 };
    rules::look(tx, &happened, settled.now)
}

/// The mail as conditions look at it, with the headers that they ask for.
fn letter(settled: &Settled<'_>, automatic: bool, names: &[String]) -> Letter {
    let mail = settled.mail();
    let person = author(mail);
    let headers = names.iter().flat_map(|name| mail.headers_named(name).map(|value| (name.clone(), value.to_string())));
    Letter {
        subject: subject(mail),
        text: Letter::cut(&settled.understood.reply),
        from: person.address,
        from_name: person.name.unwrap_or_default(),
        to: [people(&mail.to), people(&mail.cc)].concat().into_iter().map(|one| one.address).collect(),
        headers: Some(headers.collect()),
        attachments: settled.item.files.0.iter().any(|file| !file.inline),
        automatic,
        evidence: settled.item.evidence.level,
    }
}
