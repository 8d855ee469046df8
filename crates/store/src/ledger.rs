//! The ledger: every arrival of a mailbox with what became of it; and what people do with arrivals after their ending,
//! each with its way back.

use desk::{
    AgentId, ArrivalId, MailboxId, Micros,
    arrival::State,
    released::{How, Released},
};

use crate::{
    Result, Tx,
    arrivals::{Listed, listing, read_listed, seen_arrival},
    changes::Change,
};

crate::statements! {
    /// Ranges instead of equality: PostgreSQL would else walk all arrivals by their id, those of other mailboxes too.
    ALL = listing!("(a.mailbox_id, a.id) < ($1, $2) AND a.mailbox_id >= $1 AND ", seen_arrival!("$4"),
                   " ORDER BY a.mailbox_id DESC, a.id DESC LIMIT $3");
    MESSAGES = listing!("(a.mailbox_id, a.id) < ($1, $2) AND a.mailbox_id >= $1 AND a.state = 'message' AND ",
                        seen_arrival!("$4"), " ORDER BY a.mailbox_id DESC, a.id DESC LIMIT $3");
    APART = listing!("(a.mailbox_id, a.state, a.id) < ($1, $4, $2) AND (a.mailbox_id, a.state) >= ($1, $4)
                      AND a.state <> 'message' AND ", seen_arrival!("$5"), " ORDER BY a.mailbox_id DESC, a.state DESC, a.id DESC LIMIT $3");
    RELEASE = "UPDATE arrivals SET former_state = state, former_reason = reason, state = 'received', reason = NULL,
                 problem = NULL, attempts = 0, override = $2, override_by = $3
               WHERE id = $1 AND raw_removed_at IS NULL AND (state = 'quarantined' OR state = 'ignored' AND CAST($4 AS BIGINT) = 1)";
    PUT_BACK = "UPDATE arrivals SET state = former_state, reason = former_reason, former_state = NULL,
                  former_reason = NULL, override = NULL, override_by = NULL
                WHERE id = $1 AND state = 'received' AND override IS NOT NULL AND former_state IS NOT NULL";
    SET_ASIDE = "UPDATE arrivals SET former_state = state, former_reason = reason, state = 'ignored', reason = $2,
                   deleted_at = $3
                 WHERE id = $1 AND state IN ('quarantined', 'waiting')";
    BRING_BACK = "UPDATE arrivals SET state = former_state, reason = former_reason, former_state = NULL,
                    former_reason = NULL, deleted_at = NULL
                  WHERE id = $1 AND state = 'ignored' AND reason = $2 AND former_state IS NOT NULL
                    AND raw_removed_at IS NULL";
    EXPIRED = "SELECT id, raw, internet_id FROM arrivals
               WHERE deleted_at IS NOT NULL AND raw_removed_at IS NULL AND deleted_at < $1
               ORDER BY deleted_at LIMIT 100";
    RAW_REMOVED = "UPDATE arrivals SET raw_removed_at = $2 WHERE id = $1";
    RAW_REMOVED_AT = "SELECT raw_removed_at FROM arrivals WHERE id = $1";
    RAW_IN_ARRIVALS = "SELECT 1 FROM arrivals WHERE raw = $1 AND raw_removed_at IS NULL LIMIT 1";
    RAW_IN_ATTACHMENTS = "SELECT 1 FROM attachments WHERE blob = $1 LIMIT 1";
    RAW_IN_MESSAGES = "SELECT 1 FROM message_ids i JOIN messages m ON m.id = i.message_id
                       WHERE i.internet_id = $2 AND m.raw = $1 LIMIT 1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] =
    &[(ALL, "arrivals_by_mailbox"), (MESSAGES, "arrivals_by_mailbox"), (APART, "arrivals_apart")];

/// The arrivals of a mailbox that this agent sees, all or those of one state, newest first, behind the one given
/// (exclusive).
///
/// # Errors
/// The database's own.
pub fn page(
    tx: &mut Tx<'_>,
    agent: AgentId,
    mailbox: MailboxId,
    state: Option<State>,
    before: Option<ArrivalId>,
    most: i64,
) -> Result<Vec<Listed>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let place = [mailbox.into(), before.into(), most.into(), agent.into()];
    match state {
        None => tx.all(ALL, &place, read_listed),
        Some(State::Message) => tx.all(MESSAGES, &place, read_listed),
        Some(state) => {
            let place = [mailbox.into(), before.into(), most.into(), state.word().into(), agent.into()];
            tx.all(APART, &place, read_listed)
        }
    }
}

/// Makes a held arrival one to work on again, with a person's last word; one that was set aside only as a new
/// conversation. False when it is neither, or its bytes are gone.
///
/// # Errors
/// The database's own.
pub fn release(tx: &mut Tx<'_>, id: ArrivalId, released: Released) -> Result<bool> {
    let also_ignored = released.how == How::NewConversation;
    let AgentId(by) = released.by;
    let changed = tx.run(RELEASE, &[id.into(), released.how.word().into(), by.into(), also_ignored.into()])?;
    Ok(told(tx, changed))
}

/// Takes a release back before it is worked on.
///
/// # Errors
/// The database's own.
pub fn put_back(tx: &mut Tx<'_>, id: ArrivalId) -> Result<bool> {
    let changed = tx.run(PUT_BACK, &[id.into()])?;
    Ok(told(tx, changed))
}

/// Sets a held arrival aside; with a time, its bytes go when that is long enough past.
///
/// # Errors
/// The database's own.
pub fn set_aside(tx: &mut Tx<'_>, id: ArrivalId, reason: &'static str, deleted_at: Option<Micros>) -> Result<bool> {
    let changed = tx.run(SET_ASIDE, &[id.into(), reason.into(), deleted_at.into()])?;
    Ok(told(tx, changed))
}

/// Brings back what was set aside for this reason, while its bytes are there.
///
/// # Errors
/// The database's own.
pub fn bring_back(tx: &mut Tx<'_>, id: ArrivalId, reason: &'static str) -> Result<bool> {
    let changed = tx.run(BRING_BACK, &[id.into(), reason.into()])?;
    Ok(told(tx, changed))
}

fn told(tx: &mut Tx<'_>, changed: u64) -> bool {
    if changed > 0 {
        tx.change(Change::ArrivalsChanged);
    }
    changed == 1
}

/// Up to 100 arrivals that a person deleted before this instant and whose bytes are still there: id, blob, Message-ID.
///
/// # Errors
/// The database's own.
pub fn expired(tx: &mut Tx<'_>, before: Micros) -> Result<Vec<(ArrivalId, String, Option<String>)>> {
    tx.all(EXPIRED, &[before.into()], |row| Ok((ArrivalId(row.int(0)?), row.text(1)?, row.opt_text(2)?)))
}

/// Notes that an arrival's bytes are not kept any more. True when nothing else needs them.
///
/// # Errors
/// The database's own.
pub fn give_up_raw(tx: &mut Tx<'_>, id: ArrivalId, raw: &str, internet_id: Option<&str>, now: Micros) -> Result<bool> {
    tx.run(RAW_REMOVED, &[id.into(), now.into()])?;
    let of_a_message = match internet_id {
        Some(named) => tx.one(RAW_IN_MESSAGES, &[raw.into(), named.into()], |_| Ok(()))?.is_some(),
        None => false,
    };
    Ok(!of_a_message && !is_needed(tx, raw)?)
}

/// True when an arrival or an attachment needs these bytes.
///
/// # Errors
/// The database's own.
pub fn is_needed(tx: &mut Tx<'_>, raw: &str) -> Result<bool> {
    Ok(tx.one(RAW_IN_ARRIVALS, &[raw.into()], |_| Ok(()))?.is_some()
        || tx.one(RAW_IN_ATTACHMENTS, &[raw.into()], |_| Ok(()))?.is_some())
}

/// When an arrival's bytes were removed, if they were.
///
/// # Errors
/// The database's own.
pub fn raw_removed_at(tx: &mut Tx<'_>, id: ArrivalId) -> Result<Option<Micros>> {
    Ok(tx.one(RAW_REMOVED_AT, &[id.into()], |row| row.opt_time(0))?.flatten())
}
