//! The plus probe: a mail to `LOCAL+probe@` of our own mailbox. When it comes back, addresses with a plus reach us, and
//! notifications may carry their token in Reply-To (trust.md § Token). Asked when it is needed, at most once a week.

use desk::{MailboxId, Micros, NoticeId, address, message::Person, notice::Kind};
use store::{Tx, mailboxes::Mailbox, plus_probes};

use super::{Notice, can_send, queue};
use crate::{Node, words};

/// Seconds between two probes of a mailbox.
const EVERY_S: i64 = 7 * 24 * 3_600;
/// How long an answer is good for, seconds: two probes may get lost.
const GOOD_S: i64 = 3 * EVERY_S;

/// True when addresses with a plus reach this mailbox. Asks anew where the last answer is older than a week.
///
/// # Errors
/// The store's own.
pub(super) fn plus_reaches(tx: &mut Tx<'_>, node: &Node, mailbox: &Mailbox, now: Micros) -> store::Result<bool> {
    if mailbox.generated {
        return Ok(true);
    }
    let asked = plus_probes::last_sent(tx, mailbox.id)?;
    if asked.is_none_or(|asked| asked.plus_s(EVERY_S) <= now) {
        ask(tx, node, mailbox, now)?;
    }
    plus_is_proven(tx, mailbox, now)
}

/// True when addresses with a plus are known to reach this mailbox; nobody is asked.
///
/// # Errors
/// The store's own.
pub(crate) fn plus_is_proven(tx: &mut Tx<'_>, mailbox: &Mailbox, now: Micros) -> store::Result<bool> {
    Ok(mailbox.generated || plus_probes::proven(tx, mailbox.id, now.plus_s(-GOOD_S))?)
}

fn ask(tx: &mut Tx<'_>, node: &Node, mailbox: &Mailbox, now: Micros) -> store::Result<Option<NoticeId>> {
    let Some((local, domain)) = mailbox.address.rsplit_once('@') else { return Ok(None) };
    let address = format!("{local}+probe@{domain}");
    if mailbox.incoming.is_none() || !can_send(mailbox) || !address::is_deliverable(&address) {
        return Ok(None);
    }
    let notice = Notice {
        kind: Kind::Probe,
        mailbox: mailbox.id,
        recipient: Person { name: None, address },
        agent: None,
        conversation: None,
        message: None,
        answerable: false,
        sender_name: None,
        subject: words::text("probe-subject", &[]),
        text: words::text("probe-text", &[]),
        html: None,
        in_reply_to: None,
        references: Vec::new(),
    };
    let id = queue(tx, node, &notice, now)?;
    if let Some(sent) = id.map(|id| store::notices::by_id(tx, id)).transpose()?.flatten() {
        plus_probes::sent(tx, mailbox.id, &sent.internet_id, now)?;
    }
    Ok(id)
}

/// True when a mail is a probe of ours; where it reached the mailbox that it asks about, the answer is noted.
///
/// # Errors
/// The store's own.
pub fn came_back(tx: &mut Tx<'_>, mailbox: MailboxId, internet_id: &str, now: Micros) -> store::Result<bool> {
    let Some(asked) = plus_probes::of_mail(tx, internet_id)? else { return Ok(false) };
    if asked == mailbox {
        plus_probes::came_back(tx, mailbox, internet_id, now)?;
    }
    Ok(true)
}
