//! Assistants and a mail: whether one answers it by itself or drafts for agents stands in its trace, behind what rules did
//! and before anything is given to agents (LD-4).

use desk::{
    ConversationId, MessageId, conversation::Status, decide::Entry, evidence::Level, rules::Firing, trace::TraceLine,
};
use store::{Tx, participants};

use super::{Settled, ruled};
use crate::{
    assistants::{self, Letter, Taken},
    rules::Ruled,
};

/// What an assistant does about a mail that begins a conversation: nothing where a rule has given it to somebody. One that a
/// rule chose looks at it once it is stored.
pub(super) fn begins(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    ruled: Option<&Ruled>,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Option<Taken>> {
    if ruled.is_some_and(|ruled| ruled.plan.firings.iter().any(Firing::assigned)) {
        return Ok(None);
    }
    look(tx, settled, conversation, entry, None, trace)
}

/// What one does about a customer's further mail: nothing before it is stored where a rule has chosen one.
pub(super) fn goes_on(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    status: Option<Status>,
    ruled: Option<&Ruled>,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Option<Taken>> {
    if ruled.is_some_and(|ruled| ruled.plan.assistant().is_some()) {
        return Ok(None);
    }
    look(tx, settled, conversation, entry, status, trace)
}

fn look(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    status: Option<Status>,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Option<Taken>> {
    let Entry::Customer { verified } = entry else { return Ok(None) };
    let letter = Letter {
        mailbox: settled.item.arrival.mailbox,
        automatic: settled.mail().kind != mail::Kind::Message,
        old: ruled::is_old(settled),
        proved: verified && settled.item.evidence.level >= Level::E1,
        others: settled.outsiders || participants::count(tx, conversation)? > 1,
        status,
        named: None,
    };
    let Some((taken, line)) = assistants::look(tx, conversation, letter, settled.now)? else { return Ok(None) };
    trace.push(line);
    Ok(Some(taken))
}

/// Lets the assistant look at the mail, which is a message now.
pub(super) fn stored(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    message: MessageId,
    taken: Option<&Taken>,
) -> store::Result<()> {
    match taken {
        Some(taken) => assistants::begin(tx, conversation, message, taken, settled.now),
        None => Ok(()),
    }
}
