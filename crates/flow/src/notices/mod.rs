//! Notices: mails that the desk itself writes. Each is stored and queued in the caller's transaction and leaves by the
//! same machine as answers, at most once: a machine's mail whose fate is unknown is never repeated (spec.md §4).

mod held;
mod links;
pub mod notification;
mod probe;
mod report;
mod tell;

use data_encoding::BASE32_NOPAD;
use desk::{
    AgentId, ConversationId, MailboxId, MessageId, Micros, NoticeId, address, limits,
    mailbox::Purpose,
    message::Person,
    notice::{self, Kind},
    template::Kind as Template,
    token::{Claims, Purpose as TokenPurpose},
};
use store::{
    Tx,
    agents::{self, Agent},
    mailboxes::{self, Mailbox},
    notices,
    outbox::{self, Carried},
};

use crate::{
    Node, relay,
    templates::{self, Written},
};
pub use held::{Held, address_changed, alarm, copy, held, token_used};
pub(crate) use held::{admins, to_agent};
pub(crate) use links::{Link, Linked, mail_link, password_changed, second_factor_removed};
pub use probe::came_back;
pub(crate) use probe::plus_is_proven;
pub use report::report;
pub use tell::tell;
pub(crate) use tell::{due, tell_of_status};

/// Writes a mail in the language of the mailbox that it leaves from.
pub(super) fn written_for(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    kind: Template,
    values: &[(&str, &str)],
) -> store::Result<Written> {
    let language = templates::language(tx, mailbox)?;
    templates::written(tx, kind, &language, values)
}

/// Mails somebody how a template looks. False where no mailbox can send.
///
/// # Errors
/// The store's own.
pub(crate) fn test(tx: &mut Tx<'_>, node: &Node, to: &Agent, written: Written, now: Micros) -> store::Result<bool> {
    let Some(mailbox) = any_that_sends(tx)? else { return Ok(false) };
    let notice = held::to_agent(to, Kind::TemplateTest, mailbox.id, written);
    Ok(queue(tx, node, &notice, now)?.is_some())
}

/// A mail that the desk writes. Its words come from the message files, with closed placeholders only.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What it is for.
    pub kind: Kind,
    /// The mailbox that it leaves from; where that cannot send, another of ours does.
    pub mailbox: MailboxId,
    /// Whom it goes to.
    pub recipient: Person,
    /// The agent it goes to, where it goes to one.
    pub agent: Option<AgentId>,
    /// The conversation that it is about.
    pub conversation: Option<ConversationId>,
    /// The message that it is about.
    pub message: Option<MessageId>,
    /// True when the agent may answer it: then it carries a token of this agent, conversation and message.
    pub answerable: bool,
    /// The name beside the address in From; none: the mailbox's.
    pub sender_name: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same as HTML; none: a mail of text only.
    pub html: Option<String>,
    /// The id that it answers.
    pub in_reply_to: Option<String>,
    /// The ids before it, oldest first.
    pub references: Vec<String>,
}

/// Stores a notice and queues it to be sent. None where the mailbox does not exist.
///
/// # Errors
/// The store's own.
pub fn queue(tx: &mut Tx<'_>, node: &Node, notice: &Notice, now: Micros) -> store::Result<Option<NoticeId>> {
    let Some(mailbox) = sending_mailbox(tx, notice.mailbox)? else { return Ok(None) };
    let token = token(tx, node, notice, now)?;
    let unique = BASE32_NOPAD.encode(&node.random.bytes::<10>()).to_lowercase();
    let own = address::fold(&mailbox.address);
    let domain = address::domain(&own).unwrap_or(&node.hostname);
    let internet_id = format!("{}@{domain}", notice::internet_id_local(token.as_deref(), &unique));
    let reply_to = match &token {
        Some(token) if probe::plus_reaches(tx, node, &mailbox, now)? => answering_address(&mailbox, token),
        _ => None,
    };
    let new = notices::New {
        kind: notice.kind,
        mailbox: mailbox.id,
        agent: notice.agent,
        conversation: notice.conversation,
        message: notice.message,
        sender_name: notice.sender_name.as_deref().unwrap_or(&mailbox.name),
        recipient: &notice.recipient,
        reply_to: reply_to.as_deref(),
        subject: &notice.subject,
        text: &notice.text,
        html: notice.html.as_deref(),
        internet_id: &internet_id,
        in_reply_to: notice.in_reply_to.as_deref(),
        references: &notice.references,
    };
    let id = notices::add(tx, &new, now)?;
    let recipient = std::slice::from_ref(&notice.recipient.address);
    outbox::queue(tx, Carried::Notice(id), mailbox.id, &mailbox.address, false, recipient, now)?;
    Ok(Some(id))
}

/// The mailbox that a notice leaves from: the one asked for, else the generated one, else the first that can send. The
/// one asked for also where none can: then its mail fails visibly. None where it does not exist.
fn sending_mailbox(tx: &mut Tx<'_>, asked: MailboxId) -> store::Result<Option<Mailbox>> {
    let Some(mut mailbox) = mailboxes::by_id(tx, asked)? else { return Ok(None) };
    relay::lend(tx, &mut mailbox)?;
    if can_send(&mailbox) {
        return Ok(Some(mailbox));
    }
    Ok(Some(any_that_sends(tx)?.unwrap_or(mailbox)))
}

/// The mailbox that what concerns the whole desk leaves from: the generated one, else the first that can send.
fn any_that_sends(tx: &mut Tx<'_>) -> store::Result<Option<Mailbox>> {
    let mut all = mailboxes::list(tx)?;
    for mailbox in &mut all {
        relay::lend(tx, mailbox)?;
    }
    all.sort_by_key(|mailbox| (!mailbox.generated, mailbox.id));
    Ok(all.into_iter().find(can_send))
}

fn can_send(mailbox: &Mailbox) -> bool {
    mailbox.deleted_at.is_none() && mailbox.purpose == Purpose::ReceiveAndSend && mailbox.outgoing.is_some()
}

/// The token of an answerable notice: this agent's, for this conversation and message (trust.md § Token).
fn token(tx: &mut Tx<'_>, node: &Node, notice: &Notice, now: Micros) -> store::Result<Option<String>> {
    let (true, Some(id), Some(conversation)) = (notice.answerable, notice.agent, notice.conversation) else {
        return Ok(None);
    };
    let Some(agent) = agents::by_id(tx, id)? else { return Ok(None) };
    let claims = Claims {
        purpose: TokenPurpose::Agent,
        conversation,
        message: notice.message.unwrap_or(MessageId(0)),
        recipient: Some(id),
        expiry_day: now.unix_day() + limits::AGENT_TOKEN_DAYS,
    };
    Ok(Some(node.keys.mint(&claims, agent.epoch)))
}

/// The mailbox's address with the token behind a plus; none where that would be longer than addresses may be.
fn answering_address(mailbox: &Mailbox, token: &str) -> Option<String> {
    address::with_plus(&mailbox.address, token)
}
