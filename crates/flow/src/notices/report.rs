//! The report of held mail: while there is any, admins get one mail a day. It names counts, reasons and sending
//! addresses, and nothing else of what is held: a report must not carry what was held for a reason.

use std::collections::BTreeMap;

use desk::{Micros, address, notice::Kind, template::Kind as Template};
use store::{Tx, arrivals, settings};

use super::{
    any_that_sends,
    held::{admins, to_agent},
    queue,
};
use crate::{Node, templates, words};

/// Seconds between two reports.
const EVERY_S: i64 = 24 * 3_600;
/// How old the oldest held mail is before it is reported, seconds: what is dealt with at once needs no report.
const GRACE_S: i64 = 3_600;
/// Held mails that one report looks at; the count goes as far as counts do.
const LOOKED_AT: i64 = 200;
/// Senders that are named.
const SENDERS: usize = 20;

/// Mails the report when it is due.
///
/// # Errors
/// The store's own.
pub fn report(tx: &mut Tx<'_>, node: &Node, now: Micros) -> store::Result<()> {
    let last: Option<Micros> = settings::get(tx, settings::HELD_REPORTED_AT)?;
    if last.is_some_and(|last| last.plus_s(EVERY_S) > now) {
        return Ok(());
    }
    let held = arrivals::list(tx, None, arrivals::Shown::Held, None, LOOKED_AT)?;
    let Some(oldest) = held.iter().map(|one| one.arrival.received_at).min() else { return Ok(()) };
    if oldest.plus_s(GRACE_S) > now {
        return Ok(());
    }
    let Some(mailbox) = any_that_sends(tx)? else { return Ok(()) };
    let count = arrivals::count_held(tx, None)?.to_string();
    let language = templates::language(tx, mailbox.id)?;
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut senders: BTreeMap<String, usize> = BTreeMap::new();
    for one in &held {
        *reasons.entry(one.arrival.reason.clone().unwrap_or_default()).or_default() += 1;
        *senders.entry(shown(&language, one.sender.as_deref())).or_default() += 1;
    }
    let said = |key: &str| words::of_mail(&language, key, &[]);
    let reasons =
        lines(said("report-reasons"), &reasons, |reason| words::known(&format!("held-reason-{reason}"), reason));
    let senders = lines(said("report-senders"), &senders, Clone::clone);
    let link = format!("{}/held", node.base_url);
    let values = [("count", count.as_str()), ("reasons", &reasons), ("senders", &senders), ("link", &link)];
    let written = templates::written(tx, Template::HeldReport, &language, &values)?;
    for admin in admins(tx)? {
        queue(tx, node, &to_agent(&admin, Kind::HeldReport, mailbox.id, written.clone()), now)?;
    }
    settings::set(tx, settings::HELD_REPORTED_AT, &now, now)
}

/// An address that is one; anything else that stood in From is not repeated.
pub(super) fn shown(language: &str, sender: Option<&str>) -> String {
    match sender.filter(|sender| address::is_deliverable(sender) && sender.len() <= 100) {
        Some(sender) => address::fold(sender),
        None => words::of_mail(language, "report-unreadable-sender", &[]),
    }
}

/// A heading and one line for each, the most frequent first.
fn lines(heading: String, counted: &BTreeMap<String, usize>, said: impl Fn(&String) -> String) -> String {
    let mut sorted: Vec<_> = counted.iter().collect();
    sorted.sort_by_key(|(what, count)| (std::cmp::Reverse(**count), (*what).clone()));
    let mut out = heading;
    for (what, count) in sorted.iter().take(SENDERS) {
        out.push_str(&format!("\n- {} ({count})", said(what)));
    }
    if sorted.len() > SENDERS {
        out.push_str("\n- …");
    }
    out
}
