//! Bounces: finds the mail of ours that a notice of delivery is about, and applies what `desk::bounces` makes of it.
//! Only ids that we made count; a notice never begins a conversation, and nothing is answered.

use desk::{
    AgentId, ConversationId, MessageId, Micros,
    arrival::Ignored,
    bounces::{self, Fate, News, Recipient},
    decide::{Decision, Entry},
    delivery::State,
    event::Event,
    notify::Occasion,
    token::Purpose,
    trace::{Step, TraceLine},
};
use mail::Mail;
use serde_json::json;
use store::{
    Tx, agents, bounced,
    changes::Change,
    conversations,
    events::{self, Actor},
    messages::{self, Message},
    notices::{self, Stored},
    outbox::{self, Delivery, Outgoing},
};

use super::thread;
use crate::{Node, notices::tell, status};

/// What a notice is about.
pub(super) enum About {
    /// A message of a conversation.
    Message(Box<Message>, Outgoing),
    /// A mail that the desk itself wrote.
    Notice(Box<Stored>, Outgoing),
    /// A notification that is forgotten by now, by the token that it carried.
    Notification(AgentId, ConversationId),
    /// Nothing that we sent.
    Nothing,
}

/// Tokens that are looked for in what a notice gives back.
const TOKENS: usize = 50;
/// Bytes of each part in which they are looked for.
const RETURNED_BYTES: usize = 64 * 1024;

/// Finds the mail that a notice is about: by its Message-ID, as stored or by the token in it; where a relay has given it
/// another, by the token that stands elsewhere in what came back (edge case 2).
pub(super) fn about(tx: &mut Tx<'_>, node: &Node, mail: &Mail) -> store::Result<About> {
    let named = mail.bounces.iter().filter_map(|bounce| bounce.original_message_id.as_deref());
    let named =
        named.chain(mail.in_reply_to.iter().map(String::as_str)).chain(mail.references.iter().map(String::as_str));
    let mut ids: Vec<&str> = Vec::new();
    for id in named {
        if ids.len() < TOKENS && !ids.contains(&id) {
            ids.push(id);
        }
    }
    for id in ids {
        if let Some(about) = by_id(tx, id)? {
            return Ok(about);
        }
    }
    for token in tokens(mail) {
        if let Some(about) = by_token(tx, node, &token)? {
            return Ok(about);
        }
    }
    Ok(About::Nothing)
}

fn by_id(tx: &mut Tx<'_>, id: &str) -> store::Result<Option<About>> {
    for known in messages::known(tx, id)?.into_iter().filter(|known| known.outbound) {
        if let Some(message) = messages::by_id(tx, known.message)?
            && let Some(outgoing) = outbox::of_message(tx, known.message)?
        {
            return Ok(Some(About::Message(Box::new(message), outgoing)));
        }
    }
    let Some(notice) = notices::by_internet_id(tx, id)? else { return Ok(None) };
    Ok(outbox::of_notice(tx, notice.id)?.map(|outgoing| About::Notice(Box::new(notice), outgoing)))
}

fn by_token(tx: &mut Tx<'_>, node: &Node, token: &str) -> store::Result<Option<About>> {
    let Some(claims) = thread::verified(tx, node, token) else { return Ok(None) };
    if let (Purpose::Agent, Some(agent)) = (claims.purpose, claims.recipient) {
        return Ok(Some(About::Notification(agent, claims.conversation)));
    }
    let Some(message) = messages::by_id(tx, claims.message)? else { return Ok(None) };
    // Its conversation may be another one by now: it was merged or split.
    Ok(outbox::of_message(tx, message.id)?.map(|outgoing| About::Message(Box::new(message), outgoing)))
}

/// What may be a token in the mail and its parts, each once.
fn tokens(mail: &Mail) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let parts = mail.attachments.iter().filter(|part| {
        let declared = part.declared_type.as_deref().unwrap_or_default();
        declared.starts_with("message/") || declared.starts_with("text/")
    });
    let bytes = std::iter::once(mail.text.as_bytes()).chain(parts.map(|part| part.content.as_slice()));
    for part in bytes {
        let head = part.get(..RETURNED_BYTES).unwrap_or(part);
        for word in head.split(|byte| !byte.is_ascii_alphanumeric()) {
            let fits =
                (24..=96).contains(&word.len()) && !word.iter().any(|byte| matches!(byte, b'0' | b'1' | b'8' | b'9'));
            let Ok(word) = std::str::from_utf8(word) else { continue };
            if fits && found.len() < TOKENS && !found.iter().any(|known| known == word) {
                found.push(word.to_string());
            }
        }
    }
    found
}

/// What becomes of the notice itself.
pub(super) fn decision(about: &About) -> (Decision, TraceLine) {
    let line = |outcome: &str, reason: &str| TraceLine::new(Step::Decide, outcome, reason);
    match about {
        About::Message(message, _) => {
            let decision =
                Decision::Append { conversation: message.conversation, entry: Entry::Recorded, status: None };
            (decision, line("appended", "bounce-of-our-mail").with(json!({"message": message.id})))
        }
        About::Notice(..) | About::Notification(..) => {
            (Decision::Ignore(Ignored::BouncedNotice), line("ignored", Ignored::BouncedNotice.word()))
        }
        About::Nothing => {
            (Decision::Ignore(Ignored::UnmatchedBounce), line("ignored", Ignored::UnmatchedBounce.word()))
        }
    }
}

/// Applies what the notice says about the recipients of our mail, in the transaction that stores the notice.
/// `notice` is the message that it became.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    mail: &Mail,
    about: &About,
    notice: Option<MessageId>,
    now: Micros,
) -> store::Result<()> {
    match about {
        About::Message(message, outgoing) => {
            let fates = recipients(tx, outgoing, mail, now)?;
            for fate in &fates {
                note(tx, message.conversation, fate, now)?;
            }
            let came_back = fates.iter().any(|fate| matches!(fate.news, News::CameBack { .. }));
            if !fates.is_empty() {
                tx.change(Change::DeliveryChanged(message.conversation, message.id));
            }
            if came_back && outgoing.by_person {
                reopen(tx, message.conversation, now)?;
                if let Some(notice) = notice {
                    let occasion = Occasion::Inbound { automatic: false, quiet: false };
                    tell(tx, message.conversation, notice, &occasion, None, now)?;
                }
            }
            Ok(())
        }
        About::Notice(notice, outgoing) => {
            let fates = recipients(tx, outgoing, mail, now)?;
            for fate in fates.iter().filter(|fate| matches!(fate.news, News::CameBack { .. })) {
                of_notice(tx, notice.agent, notice.conversation, fate, now)?;
            }
            Ok(())
        }
        About::Notification(agent, conversation) => notification(tx, *agent, *conversation, mail, now),
        About::Nothing => Ok(()),
    }
}

/// Moves the deliveries on, marks the addresses, and says what is news.
fn recipients(tx: &mut Tx<'_>, outgoing: &Outgoing, mail: &Mail, now: Micros) -> store::Result<Vec<Fate>> {
    let deliveries = outbox::deliveries(tx, outgoing.id)?;
    let known: Vec<Recipient> = deliveries
        .iter()
        .map(|one| Recipient { delivery: one.id, address: one.address.clone(), state: one.state })
        .collect();
    let fates = bounces::fates(&known, &mail.bounces);
    for fate in &fates {
        let News::CameBack { address_is_bad } = fate.news else { continue };
        if let Some(delivery) = deliveries.iter().find(|one| one.id == fate.delivery) {
            let reply = Some(words(fate)).filter(|words| !words.is_empty());
            let changed = Delivery { state: State::Bounced, next_attempt_at: None, reply, ..delivery.clone() };
            outbox::set(tx, &changed, now)?;
        }
        if address_is_bad {
            bounced::mark(tx, &fate.address, fate.status.as_deref(), &fate.reason, now)?;
        }
    }
    Ok(fates)
}

/// Status and reason in one line.
fn words(fate: &Fate) -> String {
    let status = fate.status.as_deref().filter(|status| !fate.reason.contains(status)).unwrap_or_default();
    format!("{status} {}", fate.reason).trim().to_string()
}

fn note(tx: &mut Tx<'_>, conversation: ConversationId, fate: &Fate, now: Micros) -> store::Result<()> {
    let (address, reason) = (fate.address.clone(), words(fate));
    let event = match fate.news {
        News::CameBack { address_is_bad } => Event::Bounced { address, reason, address_is_bad },
        News::Delayed => Event::DeliveryDelayed { address, reason },
    };
    events::add(tx, conversation, &event, &Actor::System, now)
}

fn of_notice(
    tx: &mut Tx<'_>,
    agent: Option<AgentId>,
    conversation: Option<ConversationId>,
    fate: &Fate,
    now: Micros,
) -> store::Result<()> {
    if agent.is_some() {
        // Admins see the mark beside the agent; a mail about it might come back, too.
        tx.change(Change::SettingsChanged("agents"));
    }
    match conversation {
        Some(conversation) => note(tx, conversation, fate, now),
        None => Ok(()),
    }
}

/// A notification whose row is gone: the agent's address counts where the notice names it.
fn notification(
    tx: &mut Tx<'_>,
    agent: AgentId,
    conversation: ConversationId,
    mail: &Mail,
    now: Micros,
) -> store::Result<()> {
    let Some(agent) = agents::by_id(tx, agent)? else { return Ok(()) };
    let alone = [Recipient { delivery: desk::DeliveryId(0), address: agent.email, state: State::Sent }];
    for fate in bounces::fates(&alone, &mail.bounces) {
        if let News::CameBack { address_is_bad } = fate.news {
            if address_is_bad {
                bounced::mark(tx, &fate.address, fate.status.as_deref(), &fate.reason, now)?;
            }
            of_notice(tx, Some(agent.id), Some(conversation), &fate, now)?;
        }
    }
    Ok(())
}

/// An answer that came back is work again.
fn reopen(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> store::Result<()> {
    let Some(conversation) = conversations::by_id(tx, id)? else { return Ok(()) };
    let Some(to) = bounces::status_after(conversation.status) else { return Ok(()) };
    conversations::set_status(tx, &conversation, to, None, now)?;
    let event = Event::StatusChanged { from: conversation.status, to };
    events::add(tx, id, &event, &Actor::System, now)?;
    status::follow(tx, &conversation, to, &Actor::System, now)
}
