//! Recording what came of an attempt: the deliveries' states, the timeline, the mailbox's health, and when to try again.

use desk::{
    ConversationId, MessageId, Micros,
    conversation::Status,
    delivery::{self, Next, Outcome, State},
    event::Event,
    notice,
};
use store::{
    Tx,
    changes::Change,
    conversations,
    events::{self, Actor},
    health::{self, Direction},
    jobs::{self, Job},
    messages, notices,
    outbox::{self, Carried, Delivery, Outgoing},
};

use super::LEASE_S;
use crate::{Node, health::Problem, rules, status};

/// What was said about a recipient.
#[derive(Clone, Debug)]
pub(super) struct Result {
    /// What it means.
    pub(super) outcome: Outcome,
    /// The server's words, or ours where it said none.
    pub(super) reply: Option<String>,
}

/// Ends a job whose mail is gone.
pub(super) async fn forget(node: &Node, job: Job) -> store::Result<()> {
    let owner = node.name.clone();
    node.db.write(move |tx| jobs::done(tx, job.id, &owner).map(|_| ())).await
}

/// Moves deliveries on to a state; durable when this returns. Where the lease ran out and another node has the mail,
/// nothing is marked and the attempt ends with [`store::Error::Abandoned`]: two nodes never write the final dot unseen.
pub(super) async fn mark(
    node: &Node,
    job: Job,
    outgoing: &Outgoing,
    mut deliveries: Vec<Delivery>,
    state: State,
) -> store::Result<Vec<Delivery>> {
    let (carries, owner, now) = (outgoing.carries, node.name.clone(), node.clock.now());
    for delivery in &mut deliveries {
        delivery.was_uncertain |= delivery.state == State::Uncertain;
        delivery.state = state;
    }
    let marked = deliveries.clone();
    node.db
        .write(move |tx| {
            if !jobs::extend(tx, job.id, &owner, now.plus_s(LEASE_S))? {
                return Err(store::Error::Abandoned);
            }
            marked.iter().try_for_each(|delivery| outbox::set(tx, delivery, now))?;
            if let Some(about) = about(tx, carries)? {
                about.tell(tx);
            }
            Ok(())
        })
        .await?;
    Ok(deliveries)
}

/// Records an attempt, and ends its job or makes it due again.
pub(super) async fn record(
    node: &Node,
    job: Job,
    outgoing: &Outgoing,
    told: Vec<(Delivery, Result)>,
    problem: Option<Problem>,
) -> store::Result<()> {
    let (outgoing, owner, now) = (outgoing.clone(), node.name.clone(), node.clock.now());
    let (jitter, tuning) = (node.random.thousandth(), node.tuning.clone());
    node.db
        .write(move |tx| {
            let Some(about) = about(tx, outgoing.carries)? else {
                return jobs::done(tx, job.id, &owner).map(|_| ());
            };
            // Another node has the mail by now: of what is known here, only that it arrived is news.
            let ours = jobs::extend(tx, job.id, &owner, now.plus_s(LEASE_S))?;
            let first = !outbox::deliveries(tx, outgoing.id)?.iter().any(|one| one.state == State::Sent);
            for (delivery, result) in told.iter().filter(|(_, told)| ours || told.outcome == Outcome::Accepted) {
                let facts = delivery::Facts {
                    attempts: delivery.attempts,
                    queued_at: outgoing.queued_at,
                    by_person: outgoing.by_person,
                    was_uncertain: delivery.was_uncertain,
                    now,
                    jitter,
                    uncertain_wait_s: tuning.uncertain_wait_s,
                };
                let next = sooner(delivery::next(&result.outcome, facts), now, tuning.backoff_divisor);
                one(tx, &about, delivery, result, next, now)?;
            }
            about.tell(tx);
            note_health(tx, &outgoing, &told, problem.as_ref(), now)?;
            if first && told.iter().any(|(_, result)| result.outcome == Outcome::Accepted) {
                have_copied(tx, &outgoing, now)?;
                if let About::Message(conversation, _) = about {
                    rules::settle_sent(tx, conversation, now)?;
                }
            }
            rules::settle(tx, now)?;
            schedule(tx, job, &outgoing, &owner, now)
        })
        .await
}

/// What an outgoing mail is about, and so what its fate changes.
#[derive(Clone, Copy)]
enum About {
    /// A message: its conversation shows what becomes of it, and reopens when it does not arrive.
    Message(ConversationId, MessageId),
    /// A mail of the desk's own, about a conversation or about none.
    Notice(notice::Kind, Option<ConversationId>),
}

/// None where what the mail carries is gone.
fn about(tx: &mut Tx<'_>, carries: Carried) -> store::Result<Option<About>> {
    Ok(match carries {
        Carried::Message(id) => messages::by_id(tx, id)?.map(|one| About::Message(one.conversation, one.id)),
        Carried::Notice(id) => notices::by_id(tx, id)?.map(|one| About::Notice(one.kind, one.conversation)),
    })
}

impl About {
    /// Tells browsers that a delivery moved on; nobody watches those of notices.
    fn tell(&self, tx: &mut Tx<'_>) {
        if let Self::Message(conversation, message) = self {
            tx.change(Change::DeliveryChanged(*conversation, *message));
        }
    }
}

/// Tests divide the backoff; everybody else divides by one.
fn sooner(next: Next, now: Micros, divisor: i64) -> Next {
    match next {
        Next::Again { state: State::Deferred, at } => {
            Next::Again { state: State::Deferred, at: Micros(now.0 + (at.0 - now.0) / divisor.max(1)) }
        }
        other => other,
    }
}

fn one(
    tx: &mut Tx<'_>,
    about: &About,
    delivery: &Delivery,
    result: &Result,
    next: Next,
    now: Micros,
) -> store::Result<()> {
    let (state, at) = match next {
        Next::End(state) => (state, None),
        Next::Again { state, at } => (state, Some(at)),
    };
    let changed = Delivery {
        state,
        was_uncertain: delivery.was_uncertain || state == State::Uncertain,
        next_attempt_at: at,
        reply: result.reply.clone().map(|words| words.replace('\0', "")),
        ..delivery.clone()
    };
    outbox::set(tx, &changed, now)?;
    let address = delivery.address.clone();
    let reply = changed.reply.unwrap_or_default();
    match (*about, state) {
        (About::Message(conversation, _), State::Failed) => {
            events::add(tx, conversation, &Event::DeliveryFailed { address, reply }, &Actor::System, now)?;
            reopen(tx, conversation, now)
        }
        (About::Message(conversation, _), State::Uncertain) if !delivery.was_uncertain => {
            events::add(tx, conversation, &Event::DeliveryUncertain { address }, &Actor::System, now)
        }
        (About::Notice(notice, Some(conversation)), State::Failed) => {
            events::add(tx, conversation, &Event::NoticeFailed { notice, address, reply }, &Actor::System, now)
        }
        (About::Notice(notice, None), State::Failed) => {
            tracing::error!(notice = notice.word(), "a mail of the desk's own could not be delivered");
            Ok(())
        }
        _ => Ok(()),
    }
}

/// An answer that did not arrive is work again (spec.md §4).
fn reopen(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> store::Result<()> {
    let Some(conversation) = conversations::by_id(tx, id)? else { return Ok(()) };
    if matches!(conversation.status, Status::Answered | Status::Resolved | Status::Closed) {
        conversations::set_status(tx, &conversation, Status::Open, None, now)?;
        let event = Event::StatusChanged { from: conversation.status, to: Status::Open };
        events::add(tx, id, &event, &Actor::System, now)?;
        status::follow(tx, &conversation, Status::Open, &Actor::System, now)?;
    }
    Ok(())
}

/// What a person sent is copied into the mailbox's Sent folder, by a job of its own.
fn have_copied(tx: &mut Tx<'_>, outgoing: &Outgoing, now: Micros) -> store::Result<()> {
    let mailbox = store::mailboxes::by_id(tx, outgoing.mailbox)?;
    let wanted = mailbox.and_then(|mailbox| mailbox.incoming).is_some_and(|way| way.copies_sent());
    match outgoing.carries {
        Carried::Message(message) if wanted && outgoing.by_person => jobs::add(tx, jobs::COPY, message.0, now),
        _ => Ok(()),
    }
}

fn note_health(
    tx: &mut Tx<'_>,
    outgoing: &Outgoing,
    told: &[(Delivery, Result)],
    problem: Option<&Problem>,
    now: Micros,
) -> store::Result<()> {
    if let Some(problem) = problem {
        let stored = problem.stored();
        return health::set(tx, outgoing.mailbox, Direction::Sending, "failing", Some(&stored), now);
    }
    if told.iter().any(|(_, result)| result.outcome == Outcome::Accepted) {
        health::mail_went_through(tx, outgoing.mailbox, Direction::Sending, now)?;
    }
    Ok(())
}

fn schedule(tx: &mut Tx<'_>, job: Job, outgoing: &Outgoing, owner: &str, now: Micros) -> store::Result<()> {
    let all = outbox::deliveries(tx, outgoing.id)?;
    let pending = all.iter().filter(|one| one.state.wants_attempt() || one.next_attempt_at.is_some());
    match pending.map(|one| one.next_attempt_at.unwrap_or(now)).min() {
        Some(due) => jobs::again(tx, job.id, owner, due).map(|_| ()),
        None => jobs::done(tx, job.id, owner).map(|_| ()),
    }
}
