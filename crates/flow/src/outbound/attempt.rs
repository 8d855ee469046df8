//! One attempt to deliver a mail, step by step, so that at every moment it is known what a crash would mean (design.md
//! invariant 6): before the final dot is intended, a crash is a safe retry; after it, the fate is unknown.

use desk::{
    OutgoingId,
    delivery::{Outcome, State},
};
use store::{
    jobs::Job,
    mailboxes::Mailbox,
    outbox::{self, Carried, Delivery, Outgoing},
};
use wire::{
    EnvelopeAddress,
    smtp::client::{Error, ErrorKind, Session},
};

use super::{
    record::{self, Result as Told},
    render::{self, RenderError},
};
use crate::{Node, fault, health::Problem, mailboxes, relay, words};

/// How often, and at what distance, recording is tried while the database cannot be reached.
const KEEP_TRIES: usize = 12;
const KEEP_PAUSE: std::time::Duration = std::time::Duration::from_secs(3);

/// Attempts to deliver a mail to those recipients that are due, and records what came of it.
pub(super) async fn attempt(node: &Node, job: Job, outgoing: OutgoingId) -> store::Result<()> {
    let Some(mut work) = load(node, outgoing).await? else { return record::forget(node, job).await };
    let unknown = take_interrupted(&mut work.deliveries);
    if !unknown.is_empty() {
        // An earlier run ended between the final dot and its answer.
        return record::record(node, job, &work.outgoing, unknown, None).await;
    }
    let now = node.clock.now();
    work.deliveries.retain(|one| due(one) && one.next_attempt_at.is_none_or(|at| at <= now));
    if work.deliveries.is_empty() {
        return record::record(node, job, &work.outgoing, Vec::new(), None).await;
    }
    for delivery in &mut work.deliveries {
        delivery.attempts += 1;
    }
    let frozen = match freeze(node, job, &mut work).await {
        Ok(Some(frozen)) => frozen,
        Ok(None) => return Ok(()),
        Err(error @ store::Error::Blob { .. }) => {
            // A missing or damaged file does not come back by itself for ever: it is waited for like a server.
            tracing::error!(%error, %outgoing, "the bytes of an outgoing mail cannot be read or kept");
            let (told, _) = later(&work.deliveries, Problem::new("problem-files", &[]));
            return record::record(node, job, &work.outgoing, told, None).await;
        }
        Err(error) => return Err(error),
    };
    fault::point("send.frozen");
    work.deliveries = record::mark(node, job, &work.outgoing, work.deliveries, State::Sending).await?;
    fault::point("send.marked_sending");
    let (told, problem) = deliver(node, job, &work, &frozen).await?;
    keep(node, job, &work.outgoing, told, problem).await?;
    fault::point("send.recorded");
    Ok(())
}

/// Records what the server said, patiently: what is not recorded is not known, and a known fate must not become an
/// unknown one because the database paused for a moment.
async fn keep(
    node: &Node,
    job: Job,
    outgoing: &Outgoing,
    told: Vec<(Delivery, Told)>,
    problem: Option<Problem>,
) -> store::Result<()> {
    for _ in 0..KEEP_TRIES {
        match record::record(node, job, outgoing, told.clone(), problem.clone()).await {
            Err(error) if error.is_passing() => {
                tracing::warn!(%error, outgoing = %outgoing.id, "what became of a mail is not recorded yet");
                tokio::time::sleep(KEEP_PAUSE).await;
            }
            other => return other,
        }
    }
    record::record(node, job, outgoing, told, problem).await
}

/// What an attempt works on.
struct Work {
    outgoing: Outgoing,
    mailbox: Mailbox,
    deliveries: Vec<Delivery>,
}

async fn load(node: &Node, id: OutgoingId) -> store::Result<Option<Work>> {
    node.db
        .read(move |tx| {
            let Some(outgoing) = outbox::by_id(tx, id)? else { return Ok(None) };
            let Some(mut mailbox) = store::mailboxes::by_id(tx, outgoing.mailbox)? else { return Ok(None) };
            relay::lend(tx, &mut mailbox)?;
            let deliveries = outbox::deliveries(tx, id)?;
            Ok(Some(Work { outgoing, mailbox, deliveries }))
        })
        .await
}

fn due(delivery: &Delivery) -> bool {
    delivery.state.wants_attempt() || (delivery.state == State::Uncertain && delivery.next_attempt_at.is_some())
}

fn take_interrupted(deliveries: &mut [Delivery]) -> Vec<(Delivery, Told)> {
    let interrupted = deliveries.iter().filter(|one| one.state == State::Dotted);
    interrupted.map(|one| (one.clone(), Told { outcome: Outcome::Unknown, reply: None })).collect()
}

/// The frozen bytes, rendered where no earlier attempt did. None when they cannot be: then all deliveries have failed.
async fn freeze(node: &Node, job: Job, work: &mut Work) -> store::Result<Option<Vec<u8>>> {
    let (id, carries) = (work.outgoing.id, work.outgoing.carries);
    if work.outgoing.mail.is_none() {
        match render::render(node, &work.outgoing).await {
            Ok(blob) => {
                let frozen = blob.clone();
                node.db
                    .write(move |tx| {
                        outbox::freeze(tx, id, &frozen)?;
                        match carries {
                            Carried::Message(message) => store::messages::set_raw(tx, message, &frozen),
                            Carried::Notice(_) => Ok(()),
                        }
                    })
                    .await?;
                work.outgoing.mail = Some(blob);
            }
            Err(RenderError::Store(error)) => return Err(error),
            Err(RenderError::Unwritable(why)) => {
                refuse_all(node, job, work, &why).await?;
                return Ok(None);
            }
        }
    }
    let name = work.outgoing.mail.clone().unwrap_or_default();
    let blobs = node.blobs.clone();
    let bytes = tokio::task::spawn_blocking(move || blobs.get(&name)).await;
    bytes.map_err(|error| store::Error::Unavailable(error.to_string()))?.map(Some)
}

async fn refuse_all(node: &Node, job: Job, work: &Work, why: &str) -> store::Result<()> {
    let told = Told { outcome: Outcome::Refused, reply: Some(why.to_string()) };
    let all = work.deliveries.iter().map(|one| (one.clone(), told.clone())).collect();
    record::record(node, job, &work.outgoing, all, None).await
}

type Delivered = (Vec<(Delivery, Told)>, Option<Problem>);

/// Everything between connecting and the answer to the final dot.
async fn deliver(node: &Node, job: Job, work: &Work, bytes: &[u8]) -> store::Result<Delivered> {
    let all = &work.deliveries;
    if work.mailbox.deleted_at.is_some() {
        let told = Told { outcome: Outcome::Refused, reply: Some(words::text("mailbox-deleted-since", &[])) };
        return Ok((each(all, &told), None));
    }
    let outgoing = work.mailbox.outgoing.as_ref();
    let Some(outgoing) = outgoing else {
        let told = Told { outcome: Outcome::Refused, reply: Some(words::text("mailbox-cannot-send", &[])) };
        return Ok((each(all, &told), None));
    };
    let password = match &work.mailbox.outgoing_secret {
        Some(sealed) => match node.sealer.open(sealed, store::seal::OUTGOING) {
            Ok(password) => Some(password),
            Err(_) => return Ok(later(all, Problem::new("problem-sealed", &[]))),
        },
        None => None,
    };
    let target = mailboxes::smtp_target(node, outgoing, password);
    let mut session = match Session::open(&target).await {
        Ok(session) => session,
        Err(error) => {
            // Nobody was named yet: whatever the server said is about us, not about a recipient.
            return Ok(later(all, Problem::of_smtp(&error)));
        }
    };
    fault::point("send.connected");
    let delivered = transaction(node, job, work, &mut session, bytes).await?;
    // The mail's fate is decided; how the server says goodbye changes nothing.
    let _ = session.quit().await;
    Ok(delivered)
}

fn each(deliveries: &[Delivery], told: &Told) -> Vec<(Delivery, Told)> {
    deliveries.iter().map(|one| (one.clone(), told.clone())).collect()
}

/// All are tried again later, because of this.
fn later(deliveries: &[Delivery], problem: Problem) -> Delivered {
    let told = Told { outcome: Outcome::Deferred, reply: Some(problem.sentence()) };
    (each(deliveries, &told), Some(problem))
}

async fn transaction(
    node: &Node,
    job: Job,
    work: &Work,
    session: &mut Session,
    bytes: &[u8],
) -> store::Result<Delivered> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let from = EnvelopeAddress::new(&work.outgoing.sender).ok();
    let needs_utf8 = work.deliveries.iter().any(|one| !one.address.is_ascii());
    if let Err(error) = session.mail(from.as_ref(), size, needs_utf8, false).await {
        return Ok((each(&work.deliveries, &Told::of(&error)), broken(&error)));
    }
    fault::point("send.mail");
    let Named { taken, mut told, ended } = recipients(session, &work.deliveries).await;
    fault::point("send.rcpt");
    if let Some(error) = ended {
        told.extend(each(&taken, &Told::of(&error)));
        return Ok((told, broken(&error)));
    }
    if taken.is_empty() {
        return Ok((told, None));
    }
    if let Err(error) = session.data().await {
        told.extend(each(&taken, &Told::of(&error)));
        return Ok((told, broken(&error)));
    }
    fault::point("send.data");
    if let Err(error) = session.body(bytes).await {
        told.extend(each(&taken, &Told::of(&error)));
        return Ok((told, broken(&error)));
    }
    fault::point("send.body");
    // From here on a crash means that the fate is unknown: that is durable before the dot is written.
    let taken = record::mark(node, job, &work.outgoing, taken, State::Dotted).await?;
    fault::point("send.dot_intended");
    let (outcome, problem) = match session.final_dot().await {
        Ok(reply) => (Told { outcome: Outcome::Accepted, reply: Some(reply.to_string()) }, None),
        Err(error) => (Told::of(&error), broken(&error)),
    };
    fault::point("send.dotted");
    told.extend(each(&taken, &outcome));
    Ok((told, problem))
}

/// What the health of the mailbox is told: a refusal is about this mail, a connection that breaks about all.
fn broken(error: &Error) -> Option<Problem> {
    let about_the_mail = match &error.kind {
        ErrorKind::Refused(reply) => reply.code != 421,
        ErrorKind::NotOffered(_) => true,
        _ => false,
    };
    (!about_the_mail).then(|| Problem::of_smtp(error))
}

/// What naming the recipients gave.
struct Named {
    taken: Vec<Delivery>,
    told: Vec<(Delivery, Told)>,
    /// What ended the session; then nobody gets the mail now.
    ended: Option<Error>,
}

/// Names the recipients one by one: those that were taken, and what was said to the others.
async fn recipients(session: &mut Session, deliveries: &[Delivery]) -> Named {
    let (mut taken, mut told) = (Vec::new(), Vec::new());
    let mut left = deliveries.iter();
    while let Some(delivery) = left.next() {
        let address = match EnvelopeAddress::new(&delivery.address) {
            Ok(address) => address,
            Err(error) => {
                let refused = Told { outcome: Outcome::Refused, reply: Some(error.to_string()) };
                told.push((delivery.clone(), refused));
                continue;
            }
        };
        match session.rcpt(&address).await {
            Ok(_) => taken.push(delivery.clone()),
            Err(error) if broken(&error).is_some() => {
                // 421 to one recipient, or silence, says nothing about the others: all are tried again.
                taken.extend(std::iter::once(delivery).chain(left).cloned());
                return Named { taken, told, ended: Some(error) };
            }
            Err(error) => told.push((delivery.clone(), Told::of(&error))),
        }
    }
    Named { taken, told, ended: None }
}

impl Told {
    /// What an error means for a recipient: a refusal is final, all else passes; only after the final dot it is unknown.
    fn of(error: &Error) -> Self {
        let outcome = match &error.kind {
            _ if error.is_uncertain() => Outcome::Unknown,
            ErrorKind::Refused(reply) if reply.is_permanent() => Outcome::Refused,
            ErrorKind::NotOffered(_) => Outcome::Refused,
            _ => Outcome::Deferred,
        };
        let words = error.reply().map_or_else(|| Problem::of_smtp(error).sentence(), ToString::to_string);
        Self { outcome, reply: Some(words) }
    }
}
