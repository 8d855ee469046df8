//! SLA (SO-12): gathers what a conversation's clock needs, asks `desk::sla`, keeps the clock, and tells whoever has the
//! conversation in time. Policies are changed here too.

use desk::{
    AgentId, ConversationId, MessageId, Micros, SlaPolicyId,
    conversation::Status,
    event::Event,
    limits,
    notify::Occasion,
    sla::{self, Clock, Happening, Policy, Said, Time},
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit, conversations,
    events::{self, Actor},
    messages, policies, queues,
    sla::{self as clocks, Dates, Outcome, Stored},
};

use crate::{Refused, notices, refused};

/// By what something happened, and by whom, where that is told.
#[derive(Clone, Copy, Default)]
struct By {
    answer: Option<MessageId>,
    agent: Option<AgentId>,
}

/// The customer wrote.
///
/// # Errors
/// The store's own.
pub fn customer_wrote(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> store::Result<()> {
    happened(tx, id, Happening::CustomerWrote, By::default(), now)
}

/// The team answered by this message.
///
/// # Errors
/// The store's own.
pub(crate) fn answered(tx: &mut Tx<'_>, id: ConversationId, by: MessageId, now: Micros) -> store::Result<()> {
    let agent = messages::by_id(tx, by)?.and_then(|message| message.author.agent());
    happened(tx, id, Happening::TeamAnswered, By { answer: Some(by), agent }, now)
}

/// The conversation has another status; `by` for what an agent did.
///
/// # Errors
/// The store's own.
pub(crate) fn stands(
    tx: &mut Tx<'_>,
    id: ConversationId,
    status: Status,
    by: Option<AgentId>,
    now: Micros,
) -> store::Result<()> {
    happened(tx, id, Happening::Status(status), By { answer: None, agent: by }, now)
}

/// What the policy is chosen by is another now, or time passed.
///
/// # Errors
/// The store's own.
pub(crate) fn look(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> store::Result<()> {
    happened(tx, id, Happening::Looked, By::default(), now)
}

/// An answer was taken back before it left: the customer still waits, as if there had been none.
///
/// # Errors
/// The store's own.
pub(crate) fn taken_back(tx: &mut Tx<'_>, id: ConversationId, answer: MessageId, now: Micros) -> store::Result<()> {
    let Some(stored) = clocks::clock(tx, id)? else { return Ok(()) };
    let Some((_, before)) = stored.before.filter(|(message, _)| *message == answer) else { return Ok(()) };
    clocks::set_clock(tx, id, &Stored { clock: before, before: None, ..stored }, &Dates::default())?;
    clocks::undo_outcomes(tx, id, answer)?;
    look(tx, id, now)
}

/// Looks at the clocks that have something to tell, so many at most.
///
/// # Errors
/// The store's own.
pub(crate) fn look_round(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    for id in clocks::to_look_at(tx, now, limits::SLA_LOOKS)? {
        look(tx, id, now)?;
    }
    Ok(())
}

fn happened(tx: &mut Tx<'_>, id: ConversationId, what: Happening, by: By, now: Micros) -> store::Result<()> {
    let (stored, all) = (clocks::clock(tx, id)?, clocks::policies(tx)?);
    if stored.is_none() && all.is_empty() {
        return Ok(());
    }
    let Some(stands) = clocks::conversation(tx, id)? else { return Ok(()) };
    let policy = sla::choose(&all, &stands.about).filter(|_| !stands.merged);
    let Some(policy) = policy else {
        return if stored.is_some() { clocks::end_clock(tx, id) } else { Ok(()) };
    };
    let of_mailbox = policies::of_mailbox(tx, stands.about.mailbox)?.business_hours;
    let hold = queues::hours_of(tx, stands.about.queue)?.or(of_mailbox);
    let time = if policy.business_time && hold.on { Time::Business(&hold.hours) } else { Time::Always };
    let Some(clock) = stored.as_ref().map(|stored| stored.clock).or_else(|| begun(stands.status, what, now)) else {
        return Ok(());
    };
    if what == Happening::CustomerWrote && stands.status.is_aside() {
        return Ok(());
    }
    let (next, said) = clock.after(what, now, policy, time);
    let before = match by.answer {
        Some(message) => Some((message, clock)),
        None => stored.and_then(|stored| stored.before),
    };
    let dates = Dates { due: next.due(policy, time), look_at: next.look_at(policy, time) };
    clocks::set_clock(tx, id, &Stored { policy: policy.id, clock: next, before }, &dates)?;
    // What follows from an answer is taken back with it.
    let by = By { answer: before.map(|(answer, _)| answer), ..by };
    said.into_iter().try_for_each(|one| {
        note_outcome(tx, id, one, by, now)?;
        tell(tx, id, policy, one, now)
    })
}

/// The clock of a conversation that had none: it begins with what the customer writes.
fn begun(status: Status, what: Happening, now: Micros) -> Option<Clock> {
    match (what, status) {
        (Happening::CustomerWrote, Status::New) => Some(Clock::begin(now)),
        (Happening::CustomerWrote, _) => Some(Clock::begin_answered()),
        _ => None,
    }
}

/// Notes what became of a promise, for the reports. What was broken nobody did.
fn note_outcome(tx: &mut Tx<'_>, id: ConversationId, said: Said, by: By, now: Micros) -> store::Result<()> {
    let outcome = |target, kept, at, agent| Outcome { target, kept, at, by: agent, answer: by.answer };
    match said {
        Said::Warning(..) => Ok(()),
        Said::Breach(target, due) => clocks::add_outcome(tx, id, &outcome(target, false, due, None)),
        Said::Kept(target) => clocks::add_outcome(tx, id, &outcome(target, true, now, by.agent)),
    }
}

/// Says in the timeline what is about to be broken or was, and tells whoever has the conversation.
fn tell(tx: &mut Tx<'_>, id: ConversationId, policy: &Policy, said: Said, now: Micros) -> store::Result<()> {
    let policy = policy.name.clone();
    let (event, broken) = match said {
        Said::Warning(target, due) => (Event::SlaWarning { target, due, policy }, false),
        Said::Breach(target, due) => (Event::SlaBroken { target, due, policy }, true),
        Said::Kept(_) => return Ok(()),
    };
    events::add(tx, id, &event, &Actor::System, now)?;
    let Some(about) = conversations::by_id(tx, id)? else { return Ok(()) };
    notices::tell(tx, id, about.last_message, &Occasion::Due { broken }, None, now)
}

/// Adds a policy behind all others.
///
/// # Errors
/// [`Refused`] where it does not fit, or there are as many as may be.
pub fn add(tx: &mut Tx<'_>, by: &Agent, policy: &Policy, now: Micros) -> Result<SlaPolicyId, Refused> {
    let all = clocks::policies(tx)?;
    if all.len() >= limits::SLA_POLICIES {
        return Err(Refused::field("name", "sla-policies-enough"));
    }
    let policy = checked(tx, policy)?;
    let id = clocks::add(tx, &policy, now)?;
    note(tx, by, "sla_policy.added", id, now)?;
    Ok(id)
}

/// Writes a policy anew. Running clocks follow it.
///
/// # Errors
/// [`Refused`] where it does not fit, or there is none.
pub fn change(tx: &mut Tx<'_>, by: &Agent, policy: &Policy, now: Micros) -> Result<(), Refused> {
    standing(tx, policy.id)?;
    let policy = checked(tx, policy)?;
    clocks::update(tx, &policy, now)?;
    note(tx, by, "sla_policy.changed", policy.id, now)
}

/// Puts these policies first, in this order; those that are not named follow in theirs.
///
/// # Errors
/// [`Refused`] where there is no such policy, or one is named twice.
pub fn order(tx: &mut Tx<'_>, by: &Agent, ids: &[SlaPolicyId], now: Micros) -> Result<(), Refused> {
    let known: Vec<SlaPolicyId> = clocks::policies(tx)?.iter().map(|one| one.id).collect();
    let all = refused::ordered(&known, ids, "sla-order-does-not-fit")?;
    clocks::order(tx, &all)?;
    Ok(audit::add(tx, &by.actor(), "sla_policy.ordered", "sla_policies", &json!({}), now)?)
}

/// Deletes a policy. What ran by it runs by the next that fits, or not at all.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: SlaPolicyId, now: Micros) -> Result<(), Refused> {
    standing(tx, id)?;
    clocks::delete(tx, id, now)?;
    note(tx, by, "sla_policy.deleted", id, now)
}

/// The policy.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: SlaPolicyId) -> Result<Policy, Refused> {
    clocks::policies(tx)?.into_iter().find(|one| one.id == id).ok_or(Refused::NotFound)
}

fn checked(tx: &mut Tx<'_>, policy: &Policy) -> Result<Policy, Refused> {
    let policy = Policy { name: policy.name.trim().to_string(), ..policy.clone() };
    policy.validate().map_err(|unfit| Refused::field(unfit.field, unfit.reason))?;
    if let Some(id) = policy.mailbox {
        let known = store::mailboxes::by_id(tx, id)?.is_some_and(|mailbox| mailbox.deleted_at.is_none());
        known.then_some(()).ok_or(Refused::field("mailbox", "no-such-mailbox"))?;
    }
    if let Some(id) = policy.queue {
        store::queues::by_id(tx, id)?
            .filter(|queue| queue.deleted_at.is_none())
            .ok_or(Refused::field("queue", "no-such-queue"))?;
    }
    Ok(policy)
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: SlaPolicyId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("sla_policy:{id}"), &json!({}), now)?)
}
