//! What an agent is told when a mail of theirs was not taken as it was meant, and what admins are told at once. Such
//! mail goes to the registered address only, so that whoever forged the agent's name learns nothing, and few an hour.

use desk::{
    AgentId, ArrivalId, ConversationId, MailboxId, MessageId, Micros, NoticeId,
    agent::Role,
    limits,
    message::{Kind as MessageKind, Person},
    notice::Kind,
    template::Kind as Template,
};
use store::{
    Tx, agents,
    agents::Agent,
    conversations::{self, Conversation},
    messages, notices,
};

use super::{Notice, any_that_sends, queue, report::shown, written_for};
use crate::{
    Node,
    templates::{self, Written},
    words,
};

/// Why a mail was not taken as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// It became a note, because nothing proves that the agent sent it (TR-5). The note.
    Unverified(MessageId),
    /// It is held, because it neither carries a token nor any evidence (TR-8). The held mail.
    NotVerified(ArrivalId),
    /// It is held, because it answers what was sent to another agent (A7). The held mail.
    OfAnother(ArrivalId),
    /// It became a note, because the customer wrote again meanwhile (TR-4). The note, and what the customer wrote.
    NewerMessage {
        /// The note.
        note: MessageId,
        /// What the customer wrote.
        newer: MessageId,
    },
    /// It became a note, because the customer's answers go to an address of another domain (SB-15). The note.
    OtherDestination {
        /// The note.
        note: MessageId,
        /// Where answers would go.
        address: String,
    },
}

impl Held {
    fn template(&self) -> Template {
        match self {
            Self::Unverified(_) => Template::HeldUnverified,
            Self::NotVerified(_) => Template::HeldNotVerified,
            Self::OfAnother(_) => Template::HeldOfAnother,
            Self::NewerMessage { .. } => Template::HeldNewerMessage,
            Self::OtherDestination { .. } => Template::HeldOtherDestination,
        }
    }

    fn note(&self) -> Option<MessageId> {
        match self {
            Self::Unverified(note) | Self::NewerMessage { note, .. } | Self::OtherDestination { note, .. } => {
                Some(*note)
            }
            Self::NotVerified(_) | Self::OfAnother(_) => None,
        }
    }
}

/// Tells an agent that their mail was held, with a link behind which they sign in and decide. None where nobody is told:
/// the agent is switched off, or was told often enough within the hour.
///
/// # Errors
/// The store's own.
pub fn held(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: AgentId,
    conversation: ConversationId,
    held: &Held,
    now: Micros,
) -> store::Result<Option<NoticeId>> {
    let Some(agent) = agents::by_id(tx, agent)?.filter(|agent| agent.active) else { return Ok(None) };
    let Some(about) = conversations::by_id(tx, conversation)? else { return Ok(None) };
    if notices::count_to_agent(tx, Kind::Held, agent.id, now.plus_s(-3_600))? >= limits::HELD_NOTICES_AN_HOUR {
        return Ok(None);
    }
    let language = templates::language(tx, about.mailbox)?;
    let (address, newer) = match held {
        Held::OtherDestination { address, .. } => (address.as_str(), None),
        Held::NewerMessage { newer, .. } => ("", Some(*newer)),
        _ => ("", None),
    };
    let newer = quote(tx, &language, "held-customer-wrote", newer)?;
    let wrote = quote(tx, &language, "held-you-wrote", held.note())?;
    let path = match held {
        Held::NotVerified(_) | Held::OfAnother(_) => "held".to_string(),
        _ => format!("conversations/{}", about.id),
    };
    let (number, link) = (about.id.to_string(), format!("{}/{path}", node.base_url));
    let values =
        [("number", number.as_str()), ("address", address), ("newer", &newer), ("written", &wrote), ("link", &link)];
    let written = templates::written(tx, held.template(), &language, &values)?;
    let notice = to_agent(&agent, Kind::Held, about.mailbox, written);
    queue(tx, node, &Notice { conversation: Some(about.id), message: held.note(), ..notice }, now)
}

/// Tells an agent that somebody else answered by a token of theirs, at most once an hour: the timeline tells of each.
///
/// # Errors
/// The store's own.
pub fn token_used(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    about: &Conversation,
    by: &str,
    now: Micros,
) -> store::Result<()> {
    let told = notices::count_to_agent(tx, Kind::TokenUsed, agent.id, now.plus_s(-3_600))?;
    if !agent.active || told >= limits::TOKEN_NOTICES_AN_HOUR {
        return Ok(());
    }
    let number = about.id.to_string();
    let language = templates::language(tx, about.mailbox)?;
    let link = format!("{}/conversations/{number}", node.base_url);
    let values = [("number", number.as_str()), ("address", &shown(&language, Some(by))), ("link", &link)];
    let written = templates::written(tx, Template::TokenUsed, &language, &values)?;
    let notice = to_agent(agent, Kind::TokenUsed, about.mailbox, written);
    queue(tx, node, &Notice { conversation: Some(about.id), ..notice }, now).map(|_| ())
}

/// Sends an agent a copy of what is sent to the customer in their name (TR-4).
///
/// # Errors
/// The store's own.
pub fn copy(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: AgentId,
    message: MessageId,
    now: Micros,
) -> store::Result<Option<NoticeId>> {
    let Some(agent) = agents::by_id(tx, agent)?.filter(|agent| agent.active) else { return Ok(None) };
    let sent = messages::by_id(tx, message)?.filter(|one| one.kind == MessageKind::Outbound);
    let Some(sent) = sent else { return Ok(None) };
    let Some(about) = conversations::by_id(tx, sent.conversation)? else { return Ok(None) };
    let number = about.id.to_string();
    let to: Vec<&str> = sent.recipients.everybody().map(|one| one.address.as_str()).collect();
    let language = templates::language(tx, about.mailbox)?;
    let wrote = quote(tx, &language, "held-you-wrote", Some(message))?;
    let link = format!("{}/conversations/{number}", node.base_url);
    let values = [("number", number.as_str()), ("to", &to.join(", ")), ("written", &wrote), ("link", &link)];
    let written = templates::written(tx, Template::Copy, &language, &values)?;
    let notice = to_agent(&agent, Kind::Copy, about.mailbox, written);
    queue(tx, node, &Notice { conversation: Some(about.id), message: Some(message), ..notice }, now)
}

/// Mails all admins at once, few times an hour. Nothing that outsiders wrote may stand in `values`.
///
/// # Errors
/// The store's own.
pub fn alarm(
    tx: &mut Tx<'_>,
    node: &Node,
    mailbox: MailboxId,
    template: Template,
    values: &[(&str, &str)],
    now: Micros,
) -> store::Result<()> {
    let written = written_for(tx, mailbox, template, values)?;
    for admin in admins(tx)? {
        if notices::count_to_agent(tx, Kind::Alarm, admin.id, now.plus_s(-3_600))? >= limits::HELD_NOTICES_AN_HOUR {
            continue;
        }
        queue(tx, node, &to_agent(&admin, Kind::Alarm, mailbox, written.clone()), now)?;
    }
    Ok(())
}

/// Tells whoever reads an agent's former address that it was changed. Nobody is told where no mailbox can send.
///
/// # Errors
/// The store's own.
pub fn address_changed(tx: &mut Tx<'_>, node: &Node, former: &Agent, email: &str, now: Micros) -> store::Result<()> {
    let Some(mailbox) = any_that_sends(tx)? else { return Ok(()) };
    let arguments = [("former", former.email.as_str()), ("address", email), ("link", node.base_url.as_str())];
    let written = written_for(tx, mailbox.id, Template::AddressChanged, &arguments)?;
    queue(tx, node, &to_agent(former, Kind::Alarm, mailbox.id, written), now)?;
    Ok(())
}

/// The admins who are not switched off.
pub(crate) fn admins(tx: &mut Tx<'_>) -> store::Result<Vec<Agent>> {
    Ok(agents::list(tx)?.into_iter().filter(|agent| agent.role == Role::Admin).collect())
}

/// A notice to one agent that is not to be answered.
pub(crate) fn to_agent(agent: &Agent, kind: Kind, mailbox: MailboxId, written: Written) -> Notice {
    Notice {
        kind,
        mailbox,
        recipient: Person { name: Some(agent.name.clone()), address: agent.email.clone() },
        agent: Some(agent.id),
        conversation: None,
        message: None,
        answerable: false,
        sender_name: None,
        subject: written.subject,
        html: Some(mail::text_to_html(&written.text)),
        text: written.text,
        in_reply_to: None,
        references: Vec::new(),
    }
}

/// What somebody wrote, under a line that says so; empty where there is nothing.
fn quote(tx: &mut Tx<'_>, language: &str, key: &str, id: Option<MessageId>) -> store::Result<String> {
    let message = id.map(|id| messages::by_id(tx, id)).transpose()?.flatten();
    Ok(message.map_or_else(String::new, |message| {
        let shown: String = message.reply_text.trim().chars().take(limits::NOTIFIED_CHARS).collect();
        let quoted: String = shown.lines().map(|line| format!("> {line}\n")).collect();
        format!("{}\n\n{}", words::of_mail(language, key, &[]), quoted.trim_end())
    }))
}
