//! Weigh: gathers what the rules of `desk::trust` look at, beside what the earlier steps found. It decides nothing.

use desk::{
    AgentId, MailboxId, Micros, address,
    decide::{self, Matched},
    evidence::Evidence,
    identify::Sender,
    mailbox::Ours,
    permit::Action,
    policy::{ChannelPolicy, MailboxPolicy},
    reply,
    screen::Screened,
    trust::{self, From, Recipients, recipients},
};
use mail::Mail;
use store::{
    Tx, agents,
    arrivals::Arrival,
    conversations::{self, Conversation},
    messages, participants,
};

use super::thread::Threaded;
use crate::access;

/// What the earlier steps know of a mail.
pub(super) struct Known<'a> {
    pub arrival: &'a Arrival,
    pub mail: &'a Mail,
    /// The messages that bear its Message-ID.
    pub same_id: &'a [messages::Known],
    pub ours: &'a [Ours],
    pub screened: Screened,
    pub sender: Sender,
    pub evidence: &'a Evidence,
    pub threaded: &'a Threaded,
    pub channel: &'a ChannelPolicy,
    pub mailbox: &'a MailboxPolicy,
    pub now: Micros,
}

/// Gathers the facts of a decision.
pub(super) fn weigh(tx: &mut Tx<'_>, known: &Known<'_>) -> store::Result<decide::Facts> {
    let matched = known.threaded.chosen.as_ref();
    let merge_into = merge_into(tx, known)?;
    let repeats = match (known.sender, matched) {
        (Sender::Agent(agent), Some(_)) => acted_on(tx, known, agent)?,
        _ => false,
    };
    Ok(decide::Facts {
        screened: known.screened,
        matched: matched.map(|(_, row)| Matched { conversation: row.id, status: row.status }),
        related: known.threaded.related,
        merge_into,
        repeats,
        foreign_token: known.threaded.foreign.is_some(),
        trust: trust_facts(tx, known, merge_into.is_some())?,
        released: known.arrival.released,
    })
}

fn trust_facts(tx: &mut Tx<'_>, known: &Known<'_>, mergeable: bool) -> store::Result<trust::Facts> {
    let from = from(known);
    let base = trust::Facts {
        automatic: matches!(known.screened, Screened::Automatic | Screened::Bounce),
        from: match known.sender {
            Sender::Ourselves(_) => From::Ourselves,
            Sender::Agent(_) => From::Agent,
            Sender::Contact(_) => From::Customer,
        },
        level: known.evidence.level,
        signs_threading: known.evidence.signs_threading,
        token_suffices: address::domain(&from)
            .is_some_and(|domain| known.channel.token_suffices.iter().any(|named| named == domain)),
        recipients: recipients_of(tx, known, &from)?,
        replies: known.channel.agent_replies,
        reply_without_token: known.channel.reply_without_token,
        mergeable,
        convert_all: known.mailbox.convert_all,
        agent_mail: known.mailbox.agent_mail,
        ..trust::Facts::ordinary()
    };
    let Some((chosen, row)) = &known.threaded.chosen else { return Ok(base) };
    let role = participants::role(tx, row.id, &from)?;
    let about_note = match chosen.answers {
        Some(message) => messages::by_id(tx, message)?.is_some_and(|one| one.kind == desk::message::Kind::Note),
        None => false,
    };
    let newest = messages::newest_by_customer(tx, row.id)?;
    Ok(trust::Facts {
        sign: chosen.sign,
        customer_token_expired: chosen.customer_token_expired,
        requester: role.as_deref() == Some("contact"),
        participant: role.is_some(),
        may_act: match known.sender {
            Sender::Agent(agent) => may_act(tx, agent, row)?,
            _ => false,
        },
        token: chosen.token,
        closed_too_long: closed_too_long(known, row),
        about_note,
        stale: chosen.answers.is_some_and(|answered| newest.is_some_and(|newest| newest > answered)),
        destination_unconfirmed: row.destination_unconfirmed(),
        ..base
    })
}

fn from(known: &Known<'_>) -> String {
    known.mail.from.as_ref().map(|from| address::fold(&from.address)).unwrap_or_default()
}

/// SO-8: closed for more than the setting's hours.
fn closed_too_long(known: &Known<'_>, row: &Conversation) -> bool {
    match (known.channel.new_after_closed_hours, row.closed_at) {
        (Some(hours), Some(since)) => known.now > since.plus_s(i64::from(hours) * 3_600),
        _ => false,
    }
}

/// The same question as in the browser, asked when the mail arrives (TR-3).
fn may_act(tx: &mut Tx<'_>, agent: AgentId, conversation: &Conversation) -> store::Result<bool> {
    match agents::by_id(tx, agent)? {
        Some(agent) => access::may(tx, &agent, Action::Work, conversation.id),
        None => Ok(false),
    }
}

/// To whom an agent wrote (LA-4): To, Cc and the mailboxes that only Delivered-To or the envelope name.
fn recipients_of(tx: &mut Tx<'_>, known: &Known<'_>, from: &str) -> store::Result<Recipients> {
    if !matches!(known.sender, Sender::Agent(_)) {
        return Ok(Recipients::OneMailbox);
    }
    let mail = known.mail;
    let mut addresses: Vec<String> = mail.to.iter().chain(&mail.cc).map(|one| address::fold(&one.address)).collect();
    let hidden = mail.delivered_to.iter().chain(&known.arrival.envelope.to).map(|one| address::fold(one));
    let is_ours = |one: &String| known.ours.iter().any(|mailbox| mailbox.is_reached_by(one));
    addresses.extend(hidden.filter(is_ours));
    let mut colleagues = Vec::new();
    for address in &addresses {
        if agents::by_email(tx, address)?.is_some() {
            colleagues.push(address.clone());
        }
    }
    let arrived_at: MailboxId = known.arrival.mailbox;
    let is_agent = |address: &str| colleagues.iter().any(|colleague| colleague == address);
    Ok(recipients::of_mail(&addresses, from, arrived_at, known.ours, is_agent))
}

/// SO-7: a new mail, not an answer, of a customer, with the subject of a recent conversation in the same mailbox.
fn merge_into(tx: &mut Tx<'_>, known: &Known<'_>) -> store::Result<Option<Matched>> {
    let (Some(merging), Sender::Contact(Some(contact))) = (known.mailbox.merging(known.channel), known.sender) else {
        return Ok(None);
    };
    let mail = known.mail;
    let new = known.screened == Screened::Personal && mail.in_reply_to.is_empty() && mail.references.is_empty();
    if !new || mail.subject.trim().is_empty() {
        return Ok(None);
    }
    let since = known.now.plus_s(-i64::from(merging.hours) * 3_600);
    let from = from(known);
    for earlier in conversations::earlier(tx, contact, known.arrival.mailbox, since)? {
        let fits = merging.statuses.contains(&earlier.status) && reply::same_subject(&earlier.subject, &mail.subject);
        if fits && participants::role(tx, earlier.id, &from)?.as_deref() == Some("contact") {
            return Ok(Some(Matched { conversation: earlier.id, status: earlier.status }));
        }
    }
    Ok(None)
}

/// True when this agent's Message-ID is a message here already.
fn acted_on(tx: &mut Tx<'_>, known: &Known<'_>, agent: AgentId) -> store::Result<bool> {
    for earlier in known.same_id {
        let author = messages::by_id(tx, earlier.message)?.map(|one| one.author);
        if author == Some(desk::message::Author::Agent(agent)) {
            return Ok(true);
        }
    }
    Ok(false)
}
