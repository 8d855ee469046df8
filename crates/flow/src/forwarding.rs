//! Forwarding help (SO-9): an admin opens a window, and the question that a provider sends to the forwarding address is
//! kept for them instead of becoming a conversation. Nothing here opens a link.

use std::collections::BTreeMap;

use desk::{
    MailboxId, Micros, address,
    arrival::Ignored,
    evidence::Evidence,
    forwarding::{self, Facts, WINDOW_S},
    mailbox,
    screen::Screened,
    trace::TraceLine,
};
use mail::Mail;
use serde::{Deserialize, Serialize};
use store::{Tx, arrivals::Arrival, settings};

use crate::clashes;

/// Questions that are kept of one mailbox; older ones are let go.
const QUESTIONS: usize = 5;

/// What is known of a mailbox that is to be forwarded to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Help {
    /// Until when a question is awaited.
    pub until: Micros,
    /// The questions that came, the newest first.
    pub questions: Vec<Question>,
}

/// A provider's question whether it may forward.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The provider's short name.
    pub provider: String,
    /// The mailbox that wants to forward.
    pub address: Option<String>,
    /// The code to type in at the provider.
    pub code: Option<String>,
    /// The link that confirms, on a host of the provider.
    pub link: Option<String>,
    /// When it came.
    pub at: Micros,
}

/// One JSON value holds all: there are few mailboxes, and a window lasts a week.
fn all(tx: &mut Tx<'_>) -> store::Result<BTreeMap<String, Help>> {
    Ok(settings::get(tx, settings::FORWARDING_HELP)?.unwrap_or_default())
}

/// What is known of this mailbox, where a window was ever opened.
///
/// # Errors
/// The store's own.
pub fn of(tx: &mut Tx<'_>, mailbox: MailboxId) -> store::Result<Option<Help>> {
    Ok(all(tx)?.remove(&mailbox.to_string()))
}

/// Opens the window of a mailbox for 7 days, or again.
///
/// # Errors
/// The store's own.
pub fn open(tx: &mut Tx<'_>, mailbox: MailboxId, now: Micros) -> store::Result<Help> {
    let mut all = all(tx)?;
    let help = Help { until: now.plus_s(WINDOW_S), ..all.remove(&mailbox.to_string()).unwrap_or_default() };
    all.insert(mailbox.to_string(), help.clone());
    settings::set(tx, settings::FORWARDING_HELP, &all, now)?;
    Ok(help)
}

/// Looks at a mail that was screened: the awaited question is set aside, every other mail stays what it was. Only reads.
///
/// # Errors
/// The store's own.
pub(crate) fn recognise(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    mail: &Mail,
    evidence: &Evidence,
    screened: Screened,
    trace: &mut Vec<TraceLine>,
) -> store::Result<Screened> {
    if !matches!(screened, Screened::Personal | Screened::Automatic) {
        return Ok(screened);
    }
    let Some(asked) = mail.verification() else { return Ok(screened) };
    let facts = Facts {
        asked: &asked,
        awaited_until: of(tx, arrival.mailbox)?.map(|help| help.until),
        at_forwarding_address: came_to_forwarding_address(tx, arrival)?,
        evidence: evidence.level,
        leads_elsewhere: forwarding::leads_elsewhere(mail, &asked),
        arrived_at: arrival.received_at,
    };
    let (awaited, line) = forwarding::judge(&facts);
    trace.push(line);
    Ok(if awaited { Screened::Ignore(Ignored::Verification) } else { screened })
}

/// Keeps the question of a mail that was recognised, for the admin to see.
///
/// # Errors
/// The store's own.
pub(crate) fn keep(tx: &mut Tx<'_>, mailbox: MailboxId, mail: &Mail, now: Micros) -> store::Result<()> {
    let Some(asked) = mail.verification() else { return Ok(()) };
    let mut all = all(tx)?;
    let help = all.entry(mailbox.to_string()).or_default();
    let question =
        Question { provider: asked.provider, address: asked.address, code: asked.code, link: asked.link, at: now };
    help.questions.insert(0, question);
    help.questions.truncate(QUESTIONS);
    settings::set(tx, settings::FORWARDING_HELP, &all, now)
}

fn came_to_forwarding_address(tx: &mut Tx<'_>, arrival: &Arrival) -> store::Result<bool> {
    let Some(domain) = clashes::inbound_domain(tx)? else { return Ok(false) };
    let Some(mailbox) = store::mailboxes::by_id(tx, arrival.mailbox)? else { return Ok(false) };
    let own = mailbox::forwarding_address(mailbox.id, &mailbox.address, &domain);
    Ok(arrival.envelope.to.iter().any(|to| address::fold(to) == own))
}
