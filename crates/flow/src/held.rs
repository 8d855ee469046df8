//! Held mail: what a person may do with it, each with its way back and its entry in the audit log.

use std::sync::Arc;

use desk::{
    ArrivalId, Micros, address,
    arrival::{Ignored, Quarantine, State},
    limits,
    released::{How, Released},
    senders,
};
use serde_json::json;
use store::{
    Tx,
    agents::{self, Agent},
    arrivals::{self, Listed},
    audit,
    events::Actor,
    jobs, ledger, policies, settings,
};

use crate::{Node, apart, inbound};

/// What came of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was done.
    Yes,
    /// The mail is not where it would have to be for that: it was worked on meanwhile, or its bytes are gone.
    NotHeld,
    /// Its sender could not be read, so there is nobody to block.
    NoSender,
    /// The list of blocked senders is full.
    ListFull,
    /// Only the agent whose address it bears may accept it.
    NotTheirs,
}

impl From<bool> for Done {
    fn from(done: bool) -> Self {
        if done { Self::Yes } else { Self::NotHeld }
    }
}

/// Has a held mail worked on again. False when it is not held, or waits for the channel and that is off (SO-2).
///
/// # Errors
/// The store's own.
pub fn retry(tx: &mut Tx<'_>, id: ArrivalId, now: Micros) -> store::Result<bool> {
    let waits = arrivals::by_id(tx, id)?.is_some_and(|arrival| arrival.state == State::Waiting);
    let off = !settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false);
    if (waits && off) || !arrivals::reopen(tx, id)? {
        return Ok(false);
    }
    if waits {
        mark_late(tx, id, now)?;
    }
    jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
    Ok(true)
}

/// Marks what waited longer than the setting `stale_hours`: it triggers nothing automatic.
///
/// # Errors
/// The store's own.
pub fn mark_late(tx: &mut Tx<'_>, id: ArrivalId, now: Micros) -> store::Result<()> {
    let hours = i64::from(policies::channel(tx)?.stale_hours);
    arrivals::mark_late(tx, id, now.plus_s(-hours * 3_600))
}

/// Releases a held mail with a person's last word; it is worked on when the time for undoing that is over. What was set
/// aside can be made a new conversation only; what bears an agent's address without proof is accepted by that agent only
/// (TR-8).
///
/// # Errors
/// The store's own.
pub fn release(tx: &mut Tx<'_>, id: ArrivalId, how: How, agent: &Agent, now: Micros) -> store::Result<Done> {
    let reason = reason_of(tx, id)?;
    if how == How::Accept {
        if reason.as_deref() != Some(Quarantine::AgentNotVerified.word()) {
            return Ok(Done::NotHeld);
        }
        if !is_from(tx, id, agent)? {
            return Ok(Done::NotTheirs);
        }
    }
    if !ledger::release(tx, id, Released { how, by: agent.id })? {
        return Ok(Done::NotHeld);
    }
    jobs::add(tx, jobs::ARRIVAL, id.0, now.plus_s(limits::RELEASE_UNDO_SECONDS))?;
    note(tx, agent, "arrival.released", id, &json!({"as": how.word(), "reason": reason}), now)?;
    Ok(Done::Yes)
}

/// Takes a release back, as long as nobody has begun to work on the mail.
///
/// # Errors
/// The store's own.
pub fn take_back(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent, now: Micros) -> store::Result<Done> {
    let released = arrivals::by_id(tx, id)?.is_some_and(|arrival| arrival.released.is_some());
    if !released || !jobs::withdraw(tx, jobs::ARRIVAL, id.0)? || !ledger::put_back(tx, id)? {
        return Ok(Done::NotHeld);
    }
    note(tx, agent, "arrival.release-undone", id, &json!({}), now)?;
    Ok(Done::Yes)
}

/// Deletes a held mail: its line in the ledger stays, its bytes for [`limits::DELETED_DAYS`].
///
/// # Errors
/// The store's own.
pub fn delete(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent, now: Micros) -> store::Result<Done> {
    let reason = reason_of(tx, id)?;
    if !ledger::set_aside(tx, id, Ignored::Deleted.word(), Some(now))? {
        return Ok(Done::NotHeld);
    }
    note(tx, agent, "arrival.deleted", id, &json!({"reason": reason}), now)?;
    Ok(Done::Yes)
}

/// Brings a deleted mail back, while its bytes are there.
///
/// # Errors
/// The store's own.
pub fn undelete(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent, now: Micros) -> store::Result<Done> {
    if !ledger::bring_back(tx, id, Ignored::Deleted.word())? {
        return Ok(Done::NotHeld);
    }
    note(tx, agent, "arrival.deletion-undone", id, &json!({}), now)?;
    Ok(Done::Yes)
}

/// Blocks the sender of a held mail: this mail and all further ones of that address are set aside.
///
/// # Errors
/// The store's own.
pub fn block(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent, now: Micros) -> store::Result<Done> {
    let Some(sender) = arrivals::listed(tx, id)?.and_then(|one| sender(&one)) else { return Ok(Done::NoSender) };
    let mut blocked = blocked(tx)?;
    if !blocked.contains(&sender) {
        if blocked.len() >= senders::MOST {
            return Ok(Done::ListFull);
        }
        blocked.push(sender);
    }
    if !ledger::set_aside(tx, id, Ignored::BlockedSender.word(), None)? {
        return Ok(Done::NotHeld);
    }
    settings::set(tx, settings::BLOCKED_SENDERS, &blocked, now)?;
    note(tx, agent, "arrival.sender-blocked", id, &json!({}), now)?;
    Ok(Done::Yes)
}

/// Unblocks the sender of a mail that was set aside for that, and holds the mail again.
///
/// # Errors
/// The store's own.
pub fn unblock(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent, now: Micros) -> store::Result<Done> {
    let Some(sender) = arrivals::listed(tx, id)?.and_then(|one| sender(&one)) else { return Ok(Done::NoSender) };
    if !ledger::bring_back(tx, id, Ignored::BlockedSender.word())? {
        return Ok(Done::NotHeld);
    }
    let mut blocked = blocked(tx)?;
    blocked.retain(|one| *one != sender);
    settings::set(tx, settings::BLOCKED_SENDERS, &blocked, now)?;
    note(tx, agent, "arrival.sender-unblocked", id, &json!({}), now)?;
    Ok(Done::Yes)
}

/// The blocked senders, folded.
///
/// # Errors
/// The store's own.
pub fn blocked(tx: &mut Tx<'_>) -> store::Result<Vec<String>> {
    Ok(settings::get(tx, settings::BLOCKED_SENDERS)?.unwrap_or_default())
}

fn sender(listed: &Listed) -> Option<String> {
    listed.sender.as_deref().map(address::fold).filter(|folded| !folded.is_empty())
}

fn is_from(tx: &mut Tx<'_>, id: ArrivalId, agent: &Agent) -> store::Result<bool> {
    let Some(sender) = arrivals::listed(tx, id)?.and_then(|one| sender(&one)) else { return Ok(false) };
    Ok(agents::by_email(tx, &sender)?.is_some_and(|known| known.id == agent.id))
}

fn reason_of(tx: &mut Tx<'_>, id: ArrivalId) -> store::Result<Option<String>> {
    Ok(arrivals::by_id(tx, id)?.and_then(|arrival| arrival.reason))
}

fn note(
    tx: &mut Tx<'_>,
    agent: &Agent,
    action: &str,
    id: ArrivalId,
    data: &serde_json::Value,
    now: Micros,
) -> store::Result<()> {
    let actor = agent.actor();
    audit::add(tx, &actor, action, &format!("arrival:{id}"), data, now)
}

/// A held mail as people look at it before they decide: text only, nothing of it is fetched from anywhere.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The beginning of its text; none where it cannot be read.
    pub text: Option<String>,
    /// True when there is more.
    pub cut: bool,
    /// To whom it is addressed.
    pub to: Vec<mail::Address>,
    /// Whom it is copied to.
    pub cc: Vec<mail::Address>,
    /// Where answers would go.
    pub reply_to: Vec<mail::Address>,
    /// Its files: name, type by its bytes, size.
    pub files: Vec<(Option<String>, String, usize)>,
}

/// Reads a held mail for a look. One that could not be read before is not read again.
///
/// # Errors
/// When its bytes cannot be read.
pub async fn look(node: &Node, listed: &Listed) -> store::Result<Look> {
    let unreadable =
        [Quarantine::Unreadable, Quarantine::Crashed, Quarantine::TooSlow, Quarantine::TooBig, Quarantine::OverLimit];
    let reason = listed.arrival.reason.as_deref().unwrap_or_default();
    if unreadable.iter().any(|one| one.word() == reason) {
        return Ok(Look::default());
    }
    let (folder, raw) = (node.blobs.clone(), listed.arrival.raw.clone());
    let bytes = tokio::task::spawn_blocking(move || folder.get(&raw)).await;
    let bytes = bytes.map_err(|error| store::Error::Unavailable(error.to_string()))??;
    let Some(mail) = inbound::understand(Arc::new(bytes)).await else { return Ok(Look::default()) };
    let text: String = mail.text.chars().take(limits::HELD_PREVIEW_CHARS).collect();
    Ok(Look {
        cut: text.len() < mail.text.len(),
        text: Some(text),
        to: mail.to,
        cc: mail.cc,
        reply_to: mail.reply_to,
        files: mail
            .attachments
            .into_iter()
            .take(limits::ATTACHMENTS)
            .map(|file| (file.filename, file.content_type, file.content.len()))
            .collect(),
    })
}

/// Removes the bytes of mails that were deleted long enough ago and that nothing else needs.
///
/// # Errors
/// The store's own.
pub async fn forget_deleted(node: &Node) -> store::Result<usize> {
    let now = node.clock.now();
    let freed = node.db.write(move |tx| {
        let mut freed = Vec::new();
        for (id, raw, internet_id) in ledger::expired(tx, now.plus_s(-limits::DELETED_DAYS * 24 * 3_600))? {
            if ledger::give_up_raw(tx, id, &raw, internet_id.as_deref(), now)? {
                freed.push(raw);
            }
            audit::add(tx, &Actor::System, "arrival.bytes-removed", &format!("arrival:{id}"), &json!({}), now)?;
        }
        Ok(freed)
    });
    let freed = freed.await?;
    let count = freed.len();
    apart::set(node, freed).await?;
    apart::settle(node).await?;
    Ok(count)
}
