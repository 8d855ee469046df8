//! Notifications: what was collected for one agent about one conversation becomes one mail, with a token of its own by
//! which the agent may answer it (LA-1). Its words come from the message files; what people wrote only fills in.

use desk::{
    MessageId, Micros, NotificationId, address,
    evidence::Level,
    limits,
    message::{Kind as MessageKind, Person},
    notice::Kind,
    notify::Reason,
    permit::Action,
    policy::AgentReplies,
    template::Kind as Template,
};
use store::{
    Tx, agents,
    agents::Agent,
    conversations::{self, Conversation},
    jobs,
    mailboxes::{self, Mailbox},
    messages::{self, Message},
    notifications::{self, Item, Notification},
    policies,
};
use tokio::sync::watch;

use super::{Notice, queue};
use crate::{Node, access, claims, templates, words};

/// Characters of a name in From.
const NAME_CHARS: usize = 60;

/// Mails what is due until the desk shuts down.
pub async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    let failed = "agents cannot be told of news now; it is tried again";
    claims::rounds(&node, failed, shutdown, |node| async move { round(&node).await }).await;
}

/// Mails what is due. Says how many there were.
///
/// # Errors
/// The store's own.
pub async fn round(node: &Node) -> store::Result<usize> {
    let failed = "an agent could not be told; it is tried again";
    claims::each(node, jobs::NOTIFY, failed, |tx, node, id, now| {
        one(tx, node, NotificationId(id), now)?;
        Ok(None)
    })
    .await
}

fn one(tx: &mut Tx<'_>, node: &Node, id: NotificationId, now: Micros) -> store::Result<()> {
    let Some(collected) = notifications::take(tx, id)? else { return Ok(()) };
    if let Some(notice) = compose(tx, node, &collected)? {
        queue(tx, node, &notice, now)?;
    }
    Ok(())
}

/// The mail; none where there is nothing to tell any more: it was read meanwhile, the agent switched mail off or may not
/// see the conversation now, or the conversation was set aside.
fn compose(tx: &mut Tx<'_>, node: &Node, collected: &Notification) -> store::Result<Option<Notice>> {
    let agent = agents::by_id(tx, collected.agent)?.filter(|agent| agent.active && agent.wants_mail);
    let Some(agent) = agent else { return Ok(None) };
    let Some(about) = conversations::by_id(tx, collected.conversation)? else { return Ok(None) };
    if about.status.is_aside() || !access::may(tx, &agent, Action::Work, about.id)? {
        return Ok(None);
    }
    let Some(mailbox) = mailboxes::by_id(tx, about.mailbox)? else { return Ok(None) };
    let read_to = notifications::read_to(tx, agent.id, about.id)?.unwrap_or(MessageId(0));
    let mut news = Vec::new();
    for item in &collected.items {
        if item.reason.is_no_message() || item.message > read_to {
            news.push((*item, messages::by_id(tx, item.message)?));
        }
    }
    if news.is_empty() {
        return Ok(None);
    }
    let replies = policies::channel(tx)?.agent_replies;
    written(tx, node, &agent, &about, &mailbox, &news, replies).map(Some)
}

type News = (Item, Option<Message>);

fn written(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    about: &Conversation,
    mailbox: &Mailbox,
    news: &[News],
    replies: AgentReplies,
) -> store::Result<Notice> {
    let newest = news.iter().map(|(item, _)| item.message).max();
    // An answer to a mail that tells of a note stays a note (LA-4), so the token names the note.
    let note = news.iter().rev().filter_map(|(_, message)| message.as_ref());
    let note = note.filter(|message| message.kind == MessageKind::Note).map(|message| message.id).next();
    let language = templates::language(tx, about.mailbox)?;
    let (number, link) = (about.id.to_string(), format!("{}/conversations/{}", node.base_url, about.id));
    let values = [
        ("link", link.as_str()),
        ("news", &told(&language, news)),
        ("answers", &words::of_mail(&language, answers_become(note.is_some(), replies), &[])),
        ("settings", &format!("{}/settings/account", node.base_url)),
        ("number", &number),
        ("subject", &subject(&language, about)),
    ];
    let written = templates::written(tx, Template::Notification, &language, &values)?;
    let own = address::fold(&mailbox.address);
    let domain = address::domain(&own).unwrap_or(&node.hostname);
    Ok(Notice {
        kind: Kind::Notification,
        mailbox: mailbox.id,
        recipient: Person { name: Some(agent.name.clone()), address: agent.email.clone() },
        agent: Some(agent.id),
        conversation: Some(about.id),
        message: note.or(newest).filter(|id| id.0 > 0),
        answerable: true,
        sender_name: sender(&language, mailbox, news),
        subject: written.subject,
        html: Some(mail::text_to_html(&written.text)),
        text: written.text,
        in_reply_to: None,
        // What mail clients put the notifications of one conversation together by; it names nothing of ours.
        references: vec![format!("conversation-{}@{domain}", about.id)],
    })
}

/// `Zoë Kůň via Acme Support`; the mailbox's name alone where nobody wrote.
fn sender(language: &str, mailbox: &Mailbox, news: &[News]) -> Option<String> {
    let wrote = news.iter().rev().find(|(item, _)| !item.reason.is_no_message())?;
    let name: String = name(wrote.1.as_ref()?).chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
    Some(words::of_mail(language, "mail-sender", &[("agent", name.trim()), ("mailbox", &mailbox.name)]))
}

fn name(message: &Message) -> &str {
    message.person.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&message.person.address)
}

fn subject(language: &str, about: &Conversation) -> String {
    match about.subject.trim() {
        "" => words::of_mail(language, "notification-no-subject", &[]),
        subject => subject.to_string(),
    }
}

/// The news as one text, the oldest first.
fn told(language: &str, news: &[News]) -> String {
    let mut blocks = Vec::new();
    let most = limits::NOTIFIED_MESSAGES;
    if news.len() > most {
        let left = (news.len() - most).to_string();
        blocks.push(words::of_mail(language, "notification-more", &[("count", &left)]));
    }
    for (item, message) in news.iter().skip(news.len().saturating_sub(most)) {
        block(language, &mut blocks, item.reason, message.as_ref());
    }
    blocks.join("\n\n")
}

fn answers_become(about_a_note: bool, replies: AgentReplies) -> &'static str {
    match (about_a_note, replies) {
        (true, _) => "notification-answer-stays-note",
        (false, AgentReplies::Note) => "notification-answer-note",
        (false, AgentReplies::Reply) => "notification-answer-reply",
    }
}

fn block(language: &str, blocks: &mut Vec<String>, reason: Reason, message: Option<&Message>) {
    let Some(message) = message.filter(|_| !reason.is_no_message()) else {
        let key = match reason {
            Reason::Due => "notification-due",
            Reason::Overdue => "notification-overdue",
            _ => "notification-assigned",
        };
        blocks.push(words::of_mail(language, key, &[]));
        return;
    };
    let key = match reason {
        Reason::Mentioned => "notification-mentioned",
        Reason::Noted => "notification-noted",
        Reason::Message | Reason::Assigned | Reason::Handed | Reason::Status | Reason::Due | Reason::Overdue => {
            "notification-message"
        }
    };
    blocks.push(words::of_mail(language, key, &[("name", name(message)), ("address", &message.person.address)]));
    let shown: String = message.reply_text.trim().chars().take(limits::NOTIFIED_CHARS).collect();
    let cut = shown.len() < message.reply_text.trim().len();
    blocks.push(shown);
    if cut {
        blocks.push(words::of_mail(language, "notification-cut", &[]));
    }
    let unproved = message.kind == MessageKind::Inbound
        && message.evidence.as_ref().is_none_or(|evidence| evidence.level < Level::E1);
    if unproved {
        blocks.push(words::of_mail(language, "notification-unverified", &[("address", &message.person.address)]));
    }
}
