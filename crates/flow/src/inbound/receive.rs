//! Receive: the raw bytes are durable, and the arrival stands under its unique key, before the source is told so.
//! Waiting mails share one sync of the disk and one commit, whatever way they came.

use std::sync::Arc;

use desk::{MailboxId, Micros, arrival, arrival::Source, limits};
use store::{
    Tx,
    arrivals::{self, Arrival, Envelope, First, Stored},
    blobs,
    jobs::{self, Job},
    settings,
};
use tokio::sync::{mpsc, oneshot};

use super::{Claimed, LEASE_S, fresh::Place};
use crate::{Node, fault, held, presence};

/// A mail as a source hands it over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The mailbox that it reached.
    pub mailbox: MailboxId,
    /// How it came.
    pub source: Source,
    /// What the transport said.
    pub envelope: Envelope,
    /// The key where the source has one (IMAP); none: the hash of the bytes.
    pub key: Option<String>,
    /// Our own `Received` line, which is no part of the key.
    pub received: Option<String>,
    /// The bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// Stores mails: when this returns, all are durable.
///
/// # Errors
/// When the disk or the database refuses: then none may be acknowledged, and the source keeps them.
pub async fn store_all(node: &Node, mails: Vec<Handed>) -> store::Result<Vec<Stored>> {
    fault::point("receive.begin");
    let folder = node.blobs.clone();
    let prepared = tokio::task::spawn_blocking(move || prepare(&folder, mails));
    let (prepared, raws) = prepared.await.map_err(|error| store::Error::Unavailable(error.to_string()))??;
    fault::point("receive.blob_durable");
    let now = node.clock.now();
    let places: Vec<Option<Place>> = raws.iter().map(|raw| node.fresh.place(raw.len())).collect();
    let handed: Vec<bool> = places.iter().map(Option::is_some).collect();
    let owner = node.name.clone();
    let stored = node.db.write(move |tx| {
        let on = settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false);
        let mut stored = Vec::with_capacity(prepared.len());
        for (new, handed) in prepared.iter().zip(&handed) {
            let first = match (on, *handed) {
                (false, _) => First::Waits(arrival::WAITING_CHANNEL_OFF),
                (true, true) => First::Claimed,
                (true, false) => First::Queued,
            };
            stored.push(add(tx, new, first, &owner, now)?);
        }
        fault::point("receive.in_transaction");
        Ok(stored)
    });
    let stored = stored.await?;
    fault::point("receive.committed");
    let mut known = Vec::with_capacity(stored.len());
    for (((one, claimed), place), raw) in stored.into_iter().zip(places).zip(raws) {
        if let (Some((job, arrival)), Some(place)) = (claimed, place) {
            place.fill(Claimed { job, arrival, raw: Some(raw) });
        }
        known.push(one);
    }
    Ok(known)
}

/// A mail as it was stored, with its claimed job where this node works on it at once.
type Added = (Stored, Option<(Job, Arrival)>);

fn add(tx: &mut Tx<'_>, new: &arrivals::New, first: First, owner: &str, now: Micros) -> store::Result<Added> {
    let one = arrivals::add(tx, new, first, now)?;
    let claimed = match (one, first) {
        (Stored::New(id), First::Queued) => {
            jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
            None
        }
        (Stored::New(id), First::Claimed) => {
            let job = jobs::add_claimed(tx, jobs::ARRIVAL, id.0, owner, LEASE_S, now)?;
            Some((job, Arrival::of(id, new, now)))
        }
        _ => None,
    };
    Ok((one, claimed))
}

/// The bytes of a mail as they are stored, shared with whoever reads them next.
type Raw = Arc<Vec<u8>>;

/// Makes the bytes durable, and gives them back as they are stored.
fn prepare(folder: &blobs::Blobs, mails: Vec<Handed>) -> store::Result<(Vec<arrivals::New>, Vec<Raw>)> {
    let mut whole: Vec<Raw> = Vec::with_capacity(mails.len());
    for mail in &mails {
        whole.push(match &mail.received {
            Some(received) => Arc::new([received.as_bytes(), &mail.bytes].concat()),
            None => mail.bytes.clone(),
        });
    }
    let slices: Vec<&[u8]> = whole.iter().map(|raw| raw.as_slice()).collect();
    let raws = folder.put_all(&slices)?;
    let mut prepared = Vec::with_capacity(mails.len());
    for (mail, raw) in mails.into_iter().zip(raws) {
        let key = mail.key.unwrap_or_else(|| {
            let hash = if mail.received.is_some() { blobs::name(&mail.bytes) } else { raw.clone() };
            arrival::bytes_key(&hash)
        });
        prepared.push(arrivals::New {
            mailbox: mail.mailbox,
            key,
            source: mail.source,
            envelope: mail.envelope,
            size: i64::try_from(mail.bytes.len()).unwrap_or(i64::MAX),
            raw,
        });
    }
    Ok((prepared, whole))
}

/// What the intake answers.
type Answer = Result<Stored, Arc<store::Error>>;

/// Groups what all listeners hand over at the same time. Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    sender: mpsc::Sender<(Handed, oneshot::Sender<Answer>)>,
}

impl Intake {
    /// Starts the grouping task; it ends when the last clone is dropped.
    #[must_use]
    pub fn start(node: Node) -> Self {
        let (sender, receiver) = mpsc::channel(256);
        tokio::spawn(group(node, receiver));
        Self { sender }
    }

    /// Stores a mail; when this returns Ok, it is durable.
    ///
    /// # Errors
    /// When the disk or the database refuses: then it may not be acknowledged.
    pub async fn store(&self, mail: Handed) -> Answer {
        let (answer, answered) = oneshot::channel();
        let gone = || Arc::new(store::Error::Unavailable("the intake has ended".into()));
        self.sender.send((mail, answer)).await.map_err(|_| gone())?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }
}

async fn group(node: Node, mut receiver: mpsc::Receiver<(Handed, oneshot::Sender<Answer>)>) {
    let mut waiting = Vec::new();
    while receiver.recv_many(&mut waiting, limits::ARRIVALS_PER_COMMIT).await > 0 {
        let (mails, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
        match store_all(&node, mails).await {
            Ok(stored) => {
                for (answer, one) in answers.into_iter().zip(stored) {
                    // A client that hung up will send again, and is then told that its mail is known.
                    let _ = answer.send(Ok(one));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}

/// Switches the e-mail channel (SO-2). Mail that waited for it is worked on when it is switched on.
///
/// # Errors
/// The store's own.
pub async fn set_channel(node: &Node, on: bool) -> store::Result<()> {
    let now = node.clock.now();
    let switched = node.db.write(move |tx| {
        settings::set(tx, settings::EMAIL_CHANNEL, &on, now)?;
        presence::settle(tx, now)
    });
    switched.await?;
    if !on {
        return Ok(());
    }
    loop {
        if node.db.write(move |tx| release_waiting(tx, now)).await? == 0 {
            return Ok(());
        }
    }
}

/// Has mail worked on that waits for the channel although it is on, up to 1,000 at once; says how many. Upkeep calls it
/// too: a mail may be stored while the channel is switched on, or the program end in the middle of that.
///
/// # Errors
/// The store's own.
pub fn release_waiting(tx: &mut Tx<'_>, now: Micros) -> store::Result<usize> {
    if !settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false) {
        return Ok(0);
    }
    let waiting = arrivals::waiting_for(tx, arrival::WAITING_CHANNEL_OFF)?;
    for id in &waiting {
        arrivals::reopen(tx, *id)?;
        held::mark_late(tx, *id, now)?;
        jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
    }
    Ok(waiting.len())
}
