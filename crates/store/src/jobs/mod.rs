//! The job queue: all work that outlives a request. A job is claimed with a lease, its attempt is committed before the
//! work begins, and whoever finishes deletes it. A node that dies loses nothing: the lease runs out.

pub mod postgres;
pub mod sqlite;

use desk::{JobId, Micros, limits};

use crate::{Engine, Error, Result, Row, Topic, Tx};

/// Work for the inbound journey; the subject is an arrival.
pub const ARRIVAL: &str = "arrival";
/// Work for the outbound journey; the subject is an outgoing mail.
pub const SEND: &str = "send";
/// Work for copies of what was sent; the subject is a message.
pub const COPY: &str = "copy";

/// Work that tells an agent what happened; the subject is a notification.
pub const NOTIFY: &str = "notify";

/// Work that tells an endpoint outside what happened; the subject is a delivery of a webhook.
pub const WEBHOOK: &str = "webhook";

/// Work that tells a browser of news; the subject is what is on its way to it.
pub const PUSH: &str = "push";

/// Work that asks a customer how satisfied they are; the subject is a survey.
pub const SURVEY: &str = "survey";

/// Work that writes to a customer what a rule says; the subject is what is to be written.
pub const RULE_MAIL: &str = "rule_mail";

/// Work of an assistant; the subject is one of its turns.
pub const ASSIST: &str = "assist";

/// A claimed job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What it is about.
    pub subject: i64,
    /// Attempts, this one included.
    pub attempts: i64,
}

crate::statements! {
    ADD = "INSERT INTO jobs (kind, subject_id, due_at, attempts) VALUES ($1, $2, $3, 0)
           ON CONFLICT (kind, subject_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0,
             lease_owner = NULL, lease_until = NULL";
    ADD_CLAIMED = "INSERT INTO jobs (kind, subject_id, due_at, attempts, lease_owner, lease_until)
                   VALUES ($1, $2, $3, 1, $4, $5) RETURNING id";
    EXTEND = "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND lease_owner = $2";
    AGAIN = "UPDATE jobs SET due_at = $3, lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
    GIVE_BACK = "UPDATE jobs SET due_at = $3, attempts = CASE WHEN attempts > 1 THEN attempts - 1 ELSE 1 END,
                   lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2";
    LET_GO = "UPDATE jobs SET lease_owner = NULL, lease_until = NULL
              WHERE lease_owner IS NOT NULL AND substr(lease_owner, 1, $1) = $2";
    DONE = "DELETE FROM jobs WHERE id = $1 AND lease_owner = $2";
    WITHDRAW = "DELETE FROM jobs WHERE kind = $1 AND subject_id = $2 AND attempts = 0 AND lease_owner IS NULL";
    NEXT_FRESH = "SELECT MIN(due_at) FROM jobs WHERE kind = $1 AND attempts = 0";
    NEXT_TRIED = "SELECT MIN(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) FROM jobs
                  WHERE kind = $1 AND attempts > 0";
    PULL = "UPDATE jobs SET due_at = $2 WHERE kind = $1 AND attempts = 0 AND due_at > $3 AND NOT (kind = 'send' AND EXISTS
              (SELECT 1 FROM outgoing o WHERE o.id = jobs.subject_id AND o.send_at IS NOT NULL))";
    /// Copies of sent mail, webhooks and news for browsers wait for slow servers of others: they say nothing about how the desk is doing.
    OLDEST_DUE = "SELECT MIN(due_at) FROM jobs WHERE kind NOT IN ('copy', 'webhook', 'push') AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)";
}

/// Adds a job, or makes the existing one of this subject due again. Rings.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, kind: &'static str, subject: i64, due: Micros) -> Result<()> {
    tx.run(ADD, &[kind.into(), subject.into(), due.into()])?;
    tx.ring(Topic::Jobs);
    Ok(())
}

/// Adds a job of a new subject that `owner` begins at once: as added and claimed, its first attempt counted.
///
/// # Errors
/// The database's own.
pub fn add_claimed(
    tx: &mut Tx<'_>,
    kind: &'static str,
    subject: i64,
    owner: &str,
    lease_s: i64,
    now: Micros,
) -> Result<Job> {
    let values = [kind.into(), subject.into(), now.into(), owner.into(), now.plus_s(lease_s).into()];
    Ok(Job { id: JobId(tx.insert(ADD_CLAIMED, &values)?), subject, attempts: 1 })
}

/// Takes back a job that nobody has begun. False when somebody has, or there is none.
///
/// # Errors
/// The database's own.
pub fn withdraw(tx: &mut Tx<'_>, kind: &'static str, subject: i64) -> Result<bool> {
    Ok(tx.run(WITHDRAW, &[kind.into(), subject.into()])? == 1)
}

/// Claims due jobs, oldest first: leased to `owner` until `now + lease_s`, attempts counted up. A job that was tried
/// before is claimed alone, so that one that ends the program takes no others with it.
///
/// # Errors
/// The database's own.
pub fn claim(
    tx: &mut Tx<'_>,
    kind: &'static str,
    owner: &str,
    most: usize,
    lease_s: i64,
    now: Micros,
) -> Result<Vec<Job>> {
    match claim_tried(tx, kind, owner, lease_s, now)? {
        Some(tried) => Ok(vec![tried]),
        None => claim_fresh(tx, kind, owner, most, lease_s, now),
    }
}

/// Claims due jobs that nobody tried yet, oldest first.
///
/// # Errors
/// The database's own.
pub fn claim_fresh(
    tx: &mut Tx<'_>,
    kind: &'static str,
    owner: &str,
    most: usize,
    lease_s: i64,
    now: Micros,
) -> Result<Vec<Job>> {
    let sql = match tx.engine() {
        Engine::Sqlite => sqlite::CLAIM_FRESH,
        Engine::Postgres => postgres::CLAIM_FRESH,
    };
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [kind.into(), owner.into(), now.plus_s(lease_s).into(), now.into(), most.into()];
    let mut claimed = tx.all(sql, &values, read)?;
    claimed.sort_by_key(|job| job.id);
    Ok(claimed)
}

/// Claims the oldest due job that was tried before.
///
/// # Errors
/// The database's own.
pub fn claim_tried(tx: &mut Tx<'_>, kind: &'static str, owner: &str, lease_s: i64, now: Micros) -> Result<Option<Job>> {
    let sql = match tx.engine() {
        Engine::Sqlite => sqlite::CLAIM_TRIED,
        Engine::Postgres => postgres::CLAIM_TRIED,
    };
    tx.one(sql, &[kind.into(), owner.into(), now.plus_s(lease_s).into(), now.into()], read)
}

fn read(row: &Row<'_>) -> Result<Job> {
    Ok(Job { id: JobId(row.int(0)?), subject: row.int(1)?, attempts: row.int(2)? })
}

/// Has transactions that decide where mail belongs wait for each other, whichever node they run on: each sees what the
/// one before stored. SQLite has one writer anyway.
///
/// # Errors
/// The database's own.
pub fn in_turn(tx: &mut Tx<'_>) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        tx.all(postgres::IN_TURN, &[], |_| Ok(()))?;
    }
    Ok(())
}

/// Lets go of a job whose attempt does not count, because the disk or the database failed and not the work itself.
///
/// # Errors
/// The database's own.
pub fn give_back(tx: &mut Tx<'_>, job: JobId, owner: &str, due: Micros) -> Result<bool> {
    Ok(tx.run(GIVE_BACK, &[job.into(), owner.into(), due.into()])? == 1)
}

/// Extends the lease of a job (the heartbeat). False when it is somebody else's by now.
///
/// # Errors
/// The database's own.
pub fn extend(tx: &mut Tx<'_>, job: JobId, owner: &str, until: Micros) -> Result<bool> {
    Ok(tx.run(EXTEND, &[job.into(), owner.into(), until.into()])? == 1)
}

/// Lets go of a job; it is due again at `due`.
///
/// # Errors
/// The database's own.
pub fn again(tx: &mut Tx<'_>, job: JobId, owner: &str, due: Micros) -> Result<bool> {
    let ours = tx.run(AGAIN, &[job.into(), owner.into(), due.into()])? == 1;
    tx.ring(Topic::Jobs);
    Ok(ours)
}

/// Lets go of all jobs whose owner's name begins so: what an earlier run of the same node left leased when it died.
///
/// # Errors
/// The database's own.
pub fn let_go_of(tx: &mut Tx<'_>, owner_prefix: &str) -> Result<u64> {
    let length = i64::try_from(owner_prefix.chars().count()).unwrap_or(0);
    tx.run(LET_GO, &[length.into(), owner_prefix.into()])
}

/// Ends a job. False when it is somebody else's by now: then nothing of its result may be committed.
///
/// # Errors
/// The database's own.
pub fn done(tx: &mut Tx<'_>, job: JobId, owner: &str) -> Result<bool> {
    Ok(tx.run(DONE, &[job.into(), owner.into()])? == 1)
}

/// Ends a job, or lets go of it until it is due again, before what came of an attempt is written.
///
/// # Errors
/// [`Error::Abandoned`] when it is somebody else's by now: nothing of the result is committed then. The database's own.
pub fn attempted(tx: &mut Tx<'_>, job: JobId, owner: &str, next: Option<Micros>) -> Result<()> {
    let ours = match next {
        Some(next) => again(tx, job, owner, next)?,
        None => done(tx, job, owner)?,
    };
    if ours { Ok(()) } else { Err(Error::Abandoned) }
}

/// When the next job of this kind is due; a leased one when its lease runs out.
///
/// # Errors
/// The database's own.
pub fn next_due(tx: &mut Tx<'_>, kind: &'static str) -> Result<Option<Micros>> {
    let fresh = tx.one(NEXT_FRESH, &[kind.into()], |row| row.opt_time(0))?.flatten();
    let tried = tx.one(NEXT_TRIED, &[kind.into()], |row| row.opt_time(0))?.flatten();
    Ok([fresh, tried].into_iter().flatten().min())
}

/// Since when the oldest due job waits that nobody works on.
///
/// # Errors
/// The database's own.
pub fn oldest_waiting(tx: &mut Tx<'_>, now: Micros) -> Result<Option<Micros>> {
    Ok(tx.one(OLDEST_DUE, &[now.into()], |row| row.opt_time(0))?.flatten())
}

/// Makes fresh jobs due now that stand further ahead than any undo window: the clock was set back since they were added.
/// Mail that a person planned for later waits on.
///
/// # Errors
/// The database's own.
pub fn pull_back(tx: &mut Tx<'_>, kind: &'static str, now: Micros) -> Result<u64> {
    tx.run(PULL, &[kind.into(), now.into(), now.plus_s(limits::FRESH_AHEAD_SECONDS).into()])
}
