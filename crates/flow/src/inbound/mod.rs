//! The way of one inbound mail: receive → parse → screen → identify → thread → decide → commit.
//! `receive` has made it durable; everything here can be run again. Several waiting mails share one commit.

mod bounced;
mod commit;
pub mod deliver;
mod evidence;
mod fresh;
mod hold;
mod identify;
pub mod imap;
mod judge;
mod listed;
pub mod listener;
mod looped;
mod parse;
mod pop3;
pub mod readers;
pub mod receive;
pub mod rehearse;
mod screen;
mod sent;
mod situation;
mod stubborn;
mod thread;
mod twin;
mod weigh;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use desk::{
    ArrivalId, Micros,
    arrival::{Folder, Ignored, Quarantine, State},
    decide::{Decision, Entry},
    evidence::{Evidence, Level},
    identify::Sender,
    limits,
    screen::Screened,
    trace::{Step, TraceLine},
};
use serde_json::json;
use store::{
    Topic, Tx,
    arrivals::{self, Arrival},
    jobs::{self, Job},
};
use tokio::sync::watch;

use crate::{
    Node,
    automatic::{self, Customers, Followed},
    fault, forwarding, notices, rules, trust_test,
};
use commit::Files;
pub use fresh::Handover;
pub use imap::import;
use judge::{Given, judge, parsed, received};
use parse::{Understood, Unreadable};
use situation::Situation;

/// How long a claimed arrival is ours without a heartbeat, seconds: far more than its deadlines add up to.
const LEASE_S: i64 = 180;
/// Bytes of raw mail that are worked on together.
const TOGETHER_BYTES: i64 = 16 * 1024 * 1024;
/// How long arrivals wait after the disk or the database failed, seconds.
const PAUSE_S: i64 = 10;
/// The longest sleep between two looks into the queue; the bell usually wakes earlier.
const LOOK_EVERY: Duration = Duration::from_millis(1_000);

/// How often the queue is looked at before what was handed on: each so many rounds.
const QUEUE_EACH: u32 = 16;

/// An arrival that is ours to work on, with its bytes where they are in memory.
struct Claimed {
    job: Job,
    arrival: Arrival,
    raw: Option<Arc<Vec<u8>>>,
}

/// One arrival in work.
struct Item {
    job: Job,
    arrival: Arrival,
    read: Result<Understood, Unreadable>,
    files: Files,
    /// Who really sent it; found before the transaction, since it asks name servers.
    evidence: Evidence,
}

/// Works on arrivals until the desk shuts down.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Jobs);
    node.fresh.open();
    let mut rounds = 0_u32;
    while !*shutdown.borrow() {
        rounds = rounds.wrapping_add(1);
        // What stands in the queue comes to its turn, however much is handed on.
        let queue_first = rounds.is_multiple_of(QUEUE_EACH);
        match round(&node, queue_first).await {
            Ok(0) => {
                tokio::select! {
                    () = node.fresh.called() => {}
                    _ = bell.changed() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    _ = shutdown.changed() => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "inbound mail cannot be worked on now; it is tried again");
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
    let left: Vec<Job> = node.fresh.close().into_iter().map(|mail| mail.job).collect();
    let (owner, now) = (node.name.clone(), node.clock.now());
    let given = node.db.write(move |tx| let_go(tx, &left, &owner, now)).await;
    if let Err(error) = given {
        tracing::warn!(%error, "mail that was claimed waits until its lease runs out");
    }
}

/// Works on the next arrivals: those that were handed on, else those of the queue. Says how many.
async fn round(node: &Node, queue_first: bool) -> store::Result<usize> {
    let mut next = if queue_first { claim(node).await? } else { Vec::new() };
    if next.is_empty() {
        next = node.fresh.take(limits::ARRIVALS_PER_COMMIT);
    }
    if next.is_empty() && !queue_first {
        next = claim(node).await?;
    }
    let count = next.len();
    if count > 0 {
        fault::point("inbound.claimed");
    }
    let mut groups = in_groups(next).into_iter();
    while let Some(group) = groups.next() {
        let mut held: Vec<Job> = group.iter().map(|one| one.job).collect();
        if let Err(error) = work_on(node, group).await {
            held.extend(groups.flatten().map(|one| one.job));
            give_back(node, held).await;
            return Err(error);
        }
    }
    Ok(count)
}

/// Claims the next arrivals of the queue.
async fn claim(node: &Node) -> store::Result<Vec<Claimed>> {
    let (owner, now) = (node.name.clone(), node.clock.now());
    let claimed = node.db.write(move |tx| {
        let claimed = jobs::claim(tx, jobs::ARRIVAL, &owner, limits::ARRIVALS_PER_COMMIT, LEASE_S, now)?;
        let mut arrivals = Vec::with_capacity(claimed.len());
        for job in claimed {
            arrivals::note_attempt(tx, ArrivalId(job.subject), job.attempts)?;
            match arrivals::by_id(tx, ArrivalId(job.subject))? {
                Some(arrival) if arrival.state == State::Received => arrivals.push(Claimed { job, arrival, raw: None }),
                _ => {
                    jobs::done(tx, job.id, &owner)?;
                }
            }
        }
        Ok(arrivals)
    });
    claimed.await
}

/// Arrivals that are held in memory together: one that is larger than the bound is alone.
fn in_groups(claimed: Vec<Claimed>) -> Vec<Vec<Claimed>> {
    let mut groups: Vec<Vec<Claimed>> = Vec::new();
    let mut bytes = 0;
    for one in claimed {
        let size = one.arrival.size;
        match groups.last_mut().filter(|_| bytes + size <= TOGETHER_BYTES) {
            Some(group) => {
                group.push(one);
                bytes += size;
            }
            None => {
                groups.push(vec![one]);
                bytes = size;
            }
        }
    }
    groups
}

async fn work_on(node: &Node, group: Vec<Claimed>) -> store::Result<()> {
    let items = Arc::new(prepare(node, group).await?);
    fault::point("inbound.attachments_durable");
    settle_all(node, items.clone()).await?;
    node.ended.fetch_add(u64::try_from(items.len()).unwrap_or_default(), Ordering::Relaxed);
    fault::point("inbound.committed");
    Ok(())
}

/// Disk or database failed, not the mails: they are soon tried again, and none comes nearer to quarantine by it.
async fn give_back(node: &Node, held: Vec<Job>) {
    let held = Arc::new(held);
    for _ in 0..LEASE_S {
        let (jobs, owner, due) = (held.clone(), node.name.clone(), node.clock.now().plus_s(PAUSE_S));
        if node.db.write(move |tx| let_go(tx, &jobs, &owner, due)).await.is_ok() {
            return;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn let_go(tx: &mut Tx<'_>, jobs: &[Job], owner: &str, due: Micros) -> store::Result<()> {
    jobs.iter().try_for_each(|job| jobs::give_back(tx, job.id, owner, due).map(|_| ()))
}

/// Reads the raw bytes, understands them, and makes attachments durable.
async fn prepare(node: &Node, claimed: Vec<Claimed>) -> store::Result<Vec<Item>> {
    let (crashed, claimed): (Vec<_>, Vec<_>) =
        claimed.into_iter().partition(|one| one.job.attempts > limits::ARRIVAL_ATTEMPTS);
    let blobs = node.blobs.clone();
    let load = move || {
        let load = |Claimed { job, arrival, raw }| {
            let raw = raw.map_or_else(|| blobs.get(&arrival.raw).map(Arc::new), Ok);
            (raw, job, arrival)
        };
        claimed.into_iter().map(load).collect::<Vec<_>>()
    };
    let loaded = tokio::task::spawn_blocking(load).await;
    let loaded = loaded.map_err(|error| store::Error::Unavailable(error.to_string()))?;
    let mut raws: Vec<Arc<Vec<u8>>> = Vec::with_capacity(loaded.len());
    let mut owners = Vec::with_capacity(loaded.len());
    let mut items: Vec<Item> = Vec::with_capacity(loaded.len());
    for (raw, job, arrival) in loaded {
        match raw {
            Ok(raw) => {
                raws.push(raw);
                owners.push((job, arrival));
            }
            Err(error) => items.push(failed(job, arrival, Quarantine::Unreadable, &error.to_string())),
        }
    }
    let mut bytes: Vec<Option<Arc<Vec<u8>>>> = vec![None; items.len()];
    bytes.extend(raws.iter().cloned().map(Some));
    for ((job, arrival), read) in owners.into_iter().zip(parse::parse_all(raws).await) {
        items.push(Item { job, arrival, read, files: Files::default(), evidence: Evidence::none() });
    }
    evidence::judge_all(node, &mut items, bytes).await?;
    listed::name_authors(node, &mut items).await?;
    for Claimed { job, arrival, .. } in crashed {
        items.push(failed(job, arrival, Quarantine::Crashed, "the program ended while this mail was read"));
    }
    fault::point("inbound.parsed");
    items.sort_by_key(|item| item.arrival.id);
    commit::store_files(node, items).await
}

fn failed(job: Job, arrival: Arrival, reason: Quarantine, problem: &str) -> Item {
    let read = Err(Unreadable { reason, problem: problem.into(), named: None });
    Item { job, arrival, read, files: Files::default(), evidence: Evidence::none() }
}

/// Settles all in one commit. Where that fails, each alone, so that one that cannot be stored takes no other with it.
async fn settle_all(node: &Node, items: Arc<Vec<Item>>) -> store::Result<()> {
    let (all, context) = (items.clone(), node.clone());
    let together = node.db.write(move |tx| {
        jobs::in_turn(tx)?;
        let situation = Situation::read(tx, all.iter().map(|item| item.arrival.mailbox))?;
        all.iter().try_for_each(|item| settle_with_rules(tx, &context, &situation, item))?;
        fault::point("inbound.in_transaction");
        Ok(())
    });
    let Err(error) = together.await else { return Ok(()) };
    if error.is_passing() {
        return Err(error);
    }
    for index in 0..items.len() {
        let (one, context) = (items.clone(), node.clone());
        let alone = node.db.write(move |tx| {
            jobs::in_turn(tx)?;
            let Some(item) = one.get(index) else { return Ok(()) };
            let situation = Situation::read(tx, std::iter::once(item.arrival.mailbox))?;
            settle_with_rules(tx, &context, &situation, item)
        });
        if let (Err(error), Some(item)) = (alone.await, items.get(index)) {
            postpone(node, item, &error).await?;
        }
    }
    Ok(())
}

/// A mail that could not be stored is tried again later, and quarantined after the last attempt.
async fn postpone(node: &Node, item: &Item, error: &store::Error) -> store::Result<()> {
    tracing::error!(%error, arrival = %item.arrival.id, attempt = item.job.attempts, "a mail could not be stored");
    let (job, arrival, owner) = (item.job, item.arrival.id, node.name.clone());
    let (now, problem) = (node.clock.now(), error.to_string());
    let named = item.read.as_ref().ok().map(|understood| parse::named(&understood.mail));
    node.db
        .write(move |tx| {
            if job.attempts >= limits::ARRIVAL_ATTEMPTS {
                let reason = Quarantine::Unstorable;
                let line = TraceLine::new(Step::Commit, "quarantined", reason.word());
                let ending = commit::quarantined(reason, Some(problem.clone()), named.clone(), vec![line]);
                arrivals::end(tx, arrival, &ending)?;
                jobs::done(tx, job.id, &owner)?;
            } else {
                jobs::again(tx, job.id, &owner, now.plus_s(5 * job.attempts))?;
            }
            Ok(())
        })
        .await
}

/// The steps for one mail, and what rules make of everything that it changed: a bounce opens a conversation again too.
fn settle_with_rules(tx: &mut Tx<'_>, node: &Node, situation: &Situation, item: &Item) -> store::Result<()> {
    settle(tx, node, situation, item)?;
    if item.arrival.envelope.history || item.arrival.late {
        rules::ended(tx);
        return Ok(());
    }
    rules::settle(tx, node.clock.now())
}

/// The steps for one mail, inside the transaction that commits it.
fn settle(tx: &mut Tx<'_>, node: &Node, situation: &Situation, item: &Item) -> store::Result<()> {
    if !jobs::done(tx, item.job.id, &node.name)? {
        // The lease ran out and another node has the mail: its result counts, not ours.
        return Ok(());
    }
    let now = node.clock.now();
    let understood = match &item.read {
        Ok(understood) => understood,
        Err(unreadable) => {
            let line = TraceLine::new(Step::Parse, "quarantined", unreadable.reason.word());
            let lines = vec![received(&item.arrival), line.with(json!({"problem": unreadable.problem}))];
            let (problem, named) = (unreadable.problem.clone(), unreadable.named.clone());
            let ending = commit::quarantined(unreadable.reason, Some(problem), named, lines);
            return arrivals::end(tx, item.arrival.id, &ending);
        }
    };
    if item.arrival.envelope.folder == Some(Folder::Sent) {
        let trace = vec![received(&item.arrival), parsed(understood), item.evidence.line()];
        return sent::settle(tx, node, item, understood, trace);
    }
    if let Some(ignored) = own_mail(tx, item, understood, now)? {
        let mut trace = vec![received(&item.arrival), parsed(understood), item.evidence.line()];
        trace.push(TraceLine::new(Step::Decide, "ignored", ignored.word()));
        let ending = commit::set_aside(understood, ignored, trace);
        return arrivals::end(tx, item.arrival.id, &ending);
    }
    let given = Given { arrival: &item.arrival, understood, evidence: &item.evidence, situation, now };
    let judged = judge(tx, node, &given, false)?;
    if matches!(judged.decision, Decision::Ignore(Ignored::Verification)) {
        forwarding::keep(tx, item.arrival.mailbox, &understood.mail, now)?;
    }
    let settled = commit::Settled {
        node,
        item,
        understood,
        sender: judged.sender,
        own_tokens: judged.own_tokens,
        foreign_token: judged.foreign_token,
        matched: judged.matched,
        outsiders: judged.outsiders,
        same_id: &judged.same_id,
        ours: &situation.ours,
        channel: &situation.channel,
        mailbox: &situation.of(item.arrival.mailbox).policy,
        routed: situation.of(item.arrival.mailbox).routed,
        now,
    };
    let became = commit::commit(tx, &settled, &judged.decision, judged.trace)?;
    if let Some(about) = &judged.about {
        return bounced::apply(tx, &understood.mail, about, became.map(|(_, message)| message), now);
    }
    let Some((conversation, message)) = became else { return Ok(()) };
    if understood.parts_differ {
        store::messages::flag(tx, message, desk::message::PARTS_DIFFER)?;
    }
    let fresh = !item.arrival.envelope.history && !item.arrival.late;
    let by_person = fresh && judged.screened == Screened::Personal && !matches!(judged.sender, Sender::Ourselves(_));
    let customers = match (&judged.decision, judged.sender) {
        _ if !by_person => None,
        (Decision::Start { .. }, Sender::Contact(_)) => Some(Customers::First),
        (Decision::Append { entry: Entry::Customer { .. }, .. }, Sender::Contact(_)) => Some(Customers::Further),
        _ => None,
    };
    let (mailbox, proved) = (item.arrival.mailbox, item.evidence.level >= Level::E1);
    let followed = Followed { mailbox, conversation, message, by_person, customers, proved, seen: judged.seen };
    automatic::follow(tx, node, &understood.mail, &situation.ours, settled.mailbox, &followed, now)
}

/// A mail that we sent to ourselves, to prove a mailbox or to learn whether it arrives; that it did is noted.
fn own_mail(tx: &mut Tx<'_>, item: &Item, understood: &Understood, now: Micros) -> store::Result<Option<Ignored>> {
    let mailbox = item.arrival.mailbox;
    if let Some(ignored) = trust_test::recognise(tx, mailbox, &understood.mail, now)? {
        return Ok(Some(ignored));
    }
    let probe = notices::came_back(tx, mailbox, &understood.internet_id, now)?;
    Ok(probe.then_some(Ignored::Verification))
}

/// What a mail says, read on the watched thread; none where it cannot be read.
pub(crate) async fn understand(raw: Arc<Vec<u8>>) -> Option<mail::Mail> {
    let read = parse::parse_all(vec![raw]).await.into_iter().next()?;
    read.ok().map(|understood| understood.mail)
}

/// Works on arrivals that are due until none is left: for the command line. Says how many it worked on.
///
/// # Errors
/// The store's own.
pub async fn drain(node: &Node) -> store::Result<usize> {
    let mut all = 0;
    loop {
        match round(node, true).await? {
            0 => return Ok(all),
            some => all += some,
        }
    }
}

/// When the next arrival is due, for tests that wait until all work is done.
///
/// # Errors
/// The store's own.
pub async fn next_due(node: &Node) -> store::Result<Option<Micros>> {
    node.db.read(|tx| jobs::next_due(tx, jobs::ARRIVAL)).await
}

/// An instant as a date of RFC 5322 § 3.3, in UTC.
pub(crate) fn date_line(at: Micros) -> String {
    let instant = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    jiff::fmt::rfc2822::to_string(&instant.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
}
