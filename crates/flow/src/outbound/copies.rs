//! Copies of what we sent, in the mailbox's own Sent folder. Work of its own: whatever becomes of a copy, nothing is sent
//! again for it. A copy is made once: the folder is asked for the Message-ID first.

use std::{sync::Arc, time::Duration};

use desk::{MessageId, arrival::Folder, delivery, mailbox::Incoming};
use store::{
    Topic,
    health::{self, Direction},
    jobs::{self, Job},
    mailboxes::Mailbox,
    messages, outbox,
};
use tokio::sync::watch;
use wire::imap::{Connection, ErrorKind};

use crate::{Node, fault, folders, health::Problem, mailboxes};

/// How long a claimed copy is ours, seconds, and how long making it may take.
const LEASE_S: i64 = 240;
const PATIENCE: Duration = Duration::from_secs(200);
/// How often a copy is tried, over about a day and a half.
const ATTEMPTS: i64 = 8;
/// The longest sleep between two looks into the queue.
const LOOK_EVERY: Duration = Duration::from_millis(1_000);
/// What a Sent folder is called where the server has none.
const SENT: &str = "Sent";

/// Why a copy was not made.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Imap(#[from] wire::imap::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("{0}")]
    Settings(&'static str),
    #[error("the server did not answer in time")]
    Timeout,
}

/// Makes copies until the desk shuts down.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Jobs);
    while !*shutdown.borrow() {
        let (owner, now) = (node.name.clone(), node.clock.now());
        let claimed = node.db.write(move |tx| jobs::claim(tx, jobs::COPY, &owner, 1, LEASE_S, now));
        match claimed.await {
            Ok(jobs) if !jobs.is_empty() => {
                for job in jobs {
                    one(&node, job).await;
                }
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "copies of sent mail cannot be claimed now; it is tried again"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// A copy to be made.
struct Copy {
    mailbox: Mailbox,
    incoming: Incoming,
    internet_id: String,
    bytes: Arc<Vec<u8>>,
}

async fn one(node: &Node, job: Job) {
    let message = MessageId(job.subject);
    let outcome = match wanted(node, message).await {
        Ok(None) => finish(node, job).await,
        Ok(Some(copy)) => {
            let made = tokio::time::timeout(PATIENCE, make(node, &copy)).await.unwrap_or(Err(Failed::Timeout));
            record(node, job, &copy.mailbox, made).await
        }
        Err(error) => {
            tracing::error!(%error, %message, "a copy of a sent mail could not be worked on; it is tried again");
            again(node, job, 60).await
        }
    };
    if let Err(error) = outcome {
        // Nothing is lost: the lease runs out, and the folder is asked before the copy is made again.
        tracing::error!(%error, %message, "what became of a copy could not be noted");
    }
}

/// What is to be copied, and where; nothing where the mailbox does not want that any more.
async fn wanted(node: &Node, message: MessageId) -> store::Result<Option<Copy>> {
    let found = node.db.read(move |tx| {
        let Some(outgoing) = outbox::of_message(tx, message)? else { return Ok(None) };
        let internet_id = messages::by_id(tx, message)?.and_then(|message| message.internet_id);
        let mailbox = store::mailboxes::by_id(tx, outgoing.mailbox)?;
        Ok(mailbox.zip(outgoing.mail).zip(internet_id))
    });
    let Some(((mailbox, blob), internet_id)) = found.await? else { return Ok(None) };
    let Some(incoming) = mailbox.incoming.clone().filter(|way| way.copies_sent() && mailbox.enabled) else {
        return Ok(None);
    };
    let blobs = node.blobs.clone();
    let bytes = tokio::task::spawn_blocking(move || blobs.get(&blob)).await;
    let bytes = bytes.map_err(|error| store::Error::Unavailable(error.to_string()))??;
    Ok(Some(Copy { mailbox, incoming, internet_id, bytes: Arc::new(bytes) }))
}

async fn make(node: &Node, copy: &Copy) -> Result<(), Failed> {
    let limit = node.db.read(mailboxes::raw_limit).await?;
    let password = mailboxes::incoming_password(node, &copy.mailbox).map_err(|_| Failed::Settings("problem-sealed"))?;
    let target = mailboxes::imap_target(node, &copy.incoming, password, limit);
    let mut connection = Connection::open(&target.ok_or(Failed::Settings("problem-no-incoming"))?).await?;
    let folders = connection.list_folders().await?;
    let folder = folders::find(&folders, Folder::Sent, &copy.incoming).unwrap_or_else(|| SENT.to_string());
    match connection.select(&folder).await {
        Ok(_) if connection.holds(&copy.internet_id).await? => return Ok(()),
        Ok(_) => {}
        Err(error) if matches!(error.kind, ErrorKind::FolderMissing) => connection.create(&folder).await?,
        Err(error) => return Err(error.into()),
    }
    connection.append(&folder, &copy.bytes, true).await?;
    fault::point("copy.appended");
    // The copy stands; how the server says goodbye changes nothing.
    let _ = connection.logout().await;
    Ok(())
}

async fn record(node: &Node, job: Job, mailbox: &Mailbox, made: Result<(), Failed>) -> store::Result<()> {
    let Err(failed) = made else {
        note(node, mailbox, "ok", None).await?;
        return finish(node, job).await;
    };
    tracing::warn!(mailbox = %mailbox.id, reason = %failed, attempt = job.attempts, "a sent mail could not be copied");
    let problem = match &failed {
        Failed::Imap(error) => Problem::of_imap(error),
        Failed::Store(_) => Problem::new("problem-store", &[]),
        Failed::Settings(key) => Problem::new(key, &[]),
        Failed::Timeout => Problem::new("problem-timeout", &[("step", "APPEND")]),
    };
    if job.attempts < ATTEMPTS {
        note(node, mailbox, "failing", Some(problem)).await?;
        let wait = delivery::backoff_s(job.attempts, node.random.thousandth());
        return again(node, job, (wait / node.tuning.backoff_divisor.max(1)).max(1)).await;
    }
    let given_up = Problem::new("problem-copy-given-up", &[("why", &problem.sentence())]);
    note(node, mailbox, "failing", Some(given_up)).await?;
    finish(node, job).await
}

async fn note(node: &Node, mailbox: &Mailbox, state: &'static str, problem: Option<Problem>) -> store::Result<()> {
    let (id, now, problem) = (mailbox.id, node.clock.now(), problem.map(|problem| problem.stored()));
    node.db.write(move |tx| health::set(tx, id, Direction::Copying, state, problem.as_deref(), now)).await
}

async fn finish(node: &Node, job: Job) -> store::Result<()> {
    let owner = node.name.clone();
    node.db.write(move |tx| jobs::done(tx, job.id, &owner).map(drop)).await
}

async fn again(node: &Node, job: Job, seconds: i64) -> store::Result<()> {
    let (owner, due) = (node.name.clone(), node.clock.now().plus_s(seconds));
    node.db.write(move |tx| jobs::again(tx, job.id, &owner, due).map(drop)).await
}
