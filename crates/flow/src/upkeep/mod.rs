//! Upkeep: what time brings about. One node at a time does it, by a lease.

use std::time::Duration;

use desk::{Micros, conversation::Status, event::Event, limits};
use store::{
    Tx, attachments, automatic, changes, conversations,
    events::{self, Actor},
    idempotency, jobs, leases, notices, push, sessions, viewers, webhook_deliveries,
};
use tokio::sync::watch;

use crate::{
    Node, calls, erasing, held,
    inbound::{imap, receive},
    presence, routing, rules, sla, tags,
};

const EVERY: Duration = Duration::from_secs(20);
const LEASE_S: i64 = 60;
/// How long one node has the ledgers, seconds: two that compare at once store nothing twice.
const LEDGERS_LEASE_S: i64 = 600;

/// Does the upkeep until the desk shuts down.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        let (owner, now, context) = (node.name.clone(), node.clock.now(), node.clone());
        let done = node.db.write(move |tx| {
            if leases::take(tx, "upkeep", &owner, LEASE_S, now)? {
                round(tx, now)?;
                crate::notices::report(tx, &context, now)?;
            }
            Ok(())
        });
        if let Err(error) = done.await {
            tracing::error!(%error, "the upkeep failed; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// Compares folders with what came in, and removes the bytes of what was deleted long ago, until the desk shuts down.
pub async fn keep_ledgers(node: Node, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        let round = async {
            let (owner, now) = (node.name.clone(), node.clock.now());
            if node.db.write(move |tx| leases::take(tx, "ledgers", &owner, LEDGERS_LEASE_S, now)).await? {
                held::forget_deleted(&node).await?;
                imap::compare_due(&node).await?;
                erasing::go_on_with_all(&node).await?;
                tags::go_on_a_round(&node).await?;
            }
            Ok::<(), store::Error>(())
        };
        let done = tokio::select! {
            done = round => done,
            _ = shutdown.changed() => break,
        };
        if let Err(error) = done {
            tracing::error!(%error, "the ledgers could not be looked after; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// One round of upkeep.
///
/// # Errors
/// The store's own.
pub fn round(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    wake_postponed(tx, now)?;
    sla::look_round(tx, now)?;
    presence::settle(tx, now)?;
    calls::settle(tx, now)?;
    rules::pass(tx, now)?;
    routing::reassign(tx, now)?;
    routing::give_out(tx, now)?;
    rules::settle(tx, now)?;
    receive::release_waiting(tx, now)?;
    for kind in [jobs::ARRIVAL, jobs::SEND, jobs::COPY, jobs::WEBHOOK, jobs::PUSH] {
        jobs::pull_back(tx, kind, now)?;
    }
    attachments::forget_unused(tx, now.plus_s(-limits::UPLOAD_SECONDS))?;
    idempotency::forget_old(tx, now)?;
    sessions::end_expired(tx, now)?;
    automatic::forget_old(tx, now)?;
    viewers::forget_old(tx, now)?;
    webhook_deliveries::forget_old(tx, now.plus_s(-limits::WEBHOOK_LOG_DAYS * 86_400))?;
    store::rules::forget_old(tx, now.plus_s(-limits::RULE_FIRINGS_DAYS * 86_400))?;
    push::forget_old(tx, now.plus_s(-2 * limits::PUSH_SECONDS))?;
    notices::forget_old(tx, now.plus_s(-limits::NOTICE_DAYS * 86_400))?;
    changes::trim(tx)?;
    Ok(())
}

/// Postponed conversations whose date has come go back to what they were.
fn wake_postponed(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    for id in conversations::due_postponed(tx, now)? {
        let Some(conversation) = conversations::by_id(tx, id)? else { continue };
        let to = conversation.status_before.unwrap_or(Status::Open);
        conversations::set_status(tx, &conversation, to, None, now)?;
        events::add(tx, id, &Event::StatusChanged { from: Status::Postponed, to }, &Actor::System, now)?;
        sla::stands(tx, id, to, None, now)?;
    }
    Ok(())
}
