//! Who is told of what became of a mail: agents of a customer's message (LA-1), an agent of what was kept back or is sent
//! in their name (TR-4, TR-5, TR-8), admins of what nobody else may hear of (TR-2, TR-3).

use desk::{
    AgentId, ConversationId, MessageId, Micros,
    arrival::Quarantine,
    decide::{Decision, Entry},
    event::Event,
    identify::Sender,
    notify::Occasion,
    template::Kind as Template,
    trust::NoteReason,
};
use store::{
    Tx, agents,
    arrivals::{self, Shown},
    conversations,
    events::{self, Actor},
    messages,
};

use super::{Settled, author};
use crate::{
    assistants, mentions,
    notices::{self, Held},
    push, routing,
};

/// Forged mails in agents' names within an hour after which admins are told at once (TR-2).
const FORGERIES: usize = 3;
/// How many of the newest held mails are looked at for them.
const NEWEST: i64 = 200;

/// Tells of a mail that became a message; `given` where a rule or the desk may have given its conversation to somebody.
pub(super) fn of_message(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    decision: &Decision,
    conversation: ConversationId,
    message: MessageId,
    given: bool,
) -> store::Result<()> {
    if is_old(settled) {
        return Ok(());
    }
    let entry = match *decision {
        Decision::Start { automatic: true, .. } => Entry::Recorded,
        Decision::Append { entry, .. } => entry,
        _ => Entry::ThirdPerson,
    };
    match (entry, settled.sender) {
        (Entry::Recorded, _) => Ok(()),
        (Entry::Note(reason), Sender::Agent(agent)) => of_note(tx, settled, agent, conversation, message, reason),
        (Entry::Answer, Sender::Agent(agent)) => {
            notices::copy(tx, settled.node, agent, message, settled.now).map(|_| ())
        }
        (Entry::SentByAgent, Sender::Agent(_)) => Ok(()),
        _ => {
            if matches!(decision, Decision::Start { .. }) && given {
                routing::tell(tx, conversation, settled.now)?;
            }
            if assistants::keeps_quiet(tx, conversation)? {
                return Ok(());
            }
            let occasion = Occasion::Inbound { automatic: false, quiet: false };
            notices::tell(tx, conversation, message, &occasion, None, settled.now)?;
            push::tell(tx, conversation, message, settled.now)
        }
    }
}

/// True for imported mail, and for mail that is so old when it is first processed that it triggers nothing automatic (SO-2).
pub(super) fn is_old(settled: &Settled<'_>) -> bool {
    let oldest = settled.now.plus_s(-3_600 * i64::from(settled.channel.stale_hours));
    let written = settled.mail().date.map(|date| date.unix_s);
    let arrival = &settled.item.arrival;
    arrival.envelope.history || arrival.received_at < oldest || written.is_some_and(|unix_s| unix_s < oldest.unix_s())
}

fn of_note(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: AgentId,
    conversation: ConversationId,
    note: MessageId,
    reason: NoteReason,
) -> store::Result<()> {
    let held = match reason {
        NoteReason::Plain | NoteReason::AboutNote => {
            let mentioned = mentions::read(tx, conversation, &settled.understood.reply)?;
            return mentions::keep(tx, conversation, note, &mentioned, agent, settled.now);
        }
        NoteReason::NoToken => return Ok(()),
        // Its author has just accepted it, and sees what it waits for.
        NoteReason::Unverified if settled.item.arrival.released.is_some() => return Ok(()),
        NoteReason::Unverified => Held::Unverified(note),
        NoteReason::Stale => match messages::newest_by_customer(tx, conversation)? {
            Some(newer) => Held::NewerMessage { note, newer },
            None => Held::Unverified(note),
        },
        NoteReason::Destination => {
            let address = conversations::by_id(tx, conversation)?.and_then(|one| one.reply_to).unwrap_or_default();
            Held::OtherDestination { note, address }
        }
    };
    notices::held(tx, settled.node, agent, conversation, &held, settled.now).map(|_| ())
}

/// Tells of a mail that is held, where somebody has to know at once; all else is in the daily report.
pub(super) fn of_held(tx: &mut Tx<'_>, settled: &Settled<'_>, reason: Quarantine) -> store::Result<()> {
    let (node, now, mailbox) = (settled.node, settled.now, settled.item.arrival.mailbox);
    let Sender::Agent(agent) = settled.sender else { return Ok(()) };
    if is_old(settled) {
        return Ok(());
    }
    let link = format!("{}/held", node.base_url);
    match (reason, settled.matched) {
        (Quarantine::AgentNotVerified, Some(conversation)) => {
            let held = Held::NotVerified(settled.item.arrival.id);
            notices::held(tx, node, agent, conversation, &held, now).map(|_| ())
        }
        (Quarantine::ForeignToken, _) => match settled.foreign_token {
            Some(foreign) => {
                let held = Held::OfAnother(settled.item.arrival.id);
                notices::held(tx, node, agent, foreign.conversation, &held, now).map(|_| ())
            }
            None => Ok(()),
        },
        (Quarantine::AgentMayNotAct, Some(conversation)) => {
            let number = conversation.to_string();
            notices::alarm(tx, node, mailbox, Template::AlarmAgentHeld, &[("number", &number), ("link", &link)], now)
        }
        (Quarantine::PossibleForgery, _) if forgeries(tx, now)? + 1 == FORGERIES => {
            notices::alarm(tx, node, mailbox, Template::AlarmForgeries, &[("link", &link)], now)
        }
        _ => Ok(()),
    }
}

/// Tells whose token somebody else used, in the conversation that it belongs to and by mail (A7).
pub(super) fn of_foreign_token(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: AgentId,
    conversation: ConversationId,
) -> store::Result<()> {
    let Some(agent) = agents::by_id(tx, agent)? else { return Ok(()) };
    let Some(about) = conversations::followed(tx, conversation)? else { return Ok(()) };
    let address = author(settled.mail()).address;
    let event = Event::TokenUsed { agent: agent.name.clone(), address: address.clone() };
    events::add(tx, about.id, &event, &Actor::System, settled.now)?;
    if is_old(settled) {
        return Ok(());
    }
    notices::token_used(tx, settled.node, &agent, &about, &address, settled.now)
}

/// Mails in agents' names that were held as forged within the last hour. Those in customers' names are counted nowhere.
fn forgeries(tx: &mut Tx<'_>, now: Micros) -> store::Result<usize> {
    let since = now.plus_s(-3_600);
    let word = Quarantine::PossibleForgery.word();
    let newest = arrivals::list(tx, None, Shown::Quarantined, None, NEWEST)?;
    let forged =
        |one: &&arrivals::Listed| one.arrival.reason.as_deref() == Some(word) && one.arrival.received_at > since;
    let mut count = 0;
    for sender in newest.iter().filter(forged).filter_map(|one| one.sender.as_deref()) {
        count += usize::from(agents::by_email(tx, sender)?.is_some());
    }
    Ok(count)
}
