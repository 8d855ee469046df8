//! Sent: mail of a watched Sent folder. A colleague's answer becomes a message that went out already; nothing is sent.

use desk::{
    ConversationId, MessageId, address,
    arrival::State,
    conversation::Status,
    identify::Sender,
    limits,
    message::{Author, Kind, Recipients},
    policy::{ChannelPolicy, MailboxPolicy},
    sent::{self, Fate},
    trace::TraceLine,
};
use mail::Mail;
use store::{
    Tx, agents,
    arrivals::{self, Ending},
    conversations, messages,
};

use super::{
    Item,
    commit::{
        Settled, author, committed,
        entry::{self, Body},
        people, subject,
    },
    parse::Understood,
};
use crate::Node;

/// Decides on a mail of the Sent folder and applies that, in the transaction that ends its arrival.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    node: &Node,
    item: &Item,
    understood: &Understood,
    mut trace: Vec<TraceLine>,
) -> store::Result<()> {
    let mail = &understood.mail;
    let same_id = messages::known(tx, &understood.internet_id)?;
    let facts = sent::Facts {
        own_copy: same_id.iter().find(|known| known.outbound).map(|known| known.message),
        same_mail: arrivals::same_mail(tx, item.arrival.mailbox, &understood.fingerprint, item.arrival.id)?,
        automatic: matches!(mail.kind, mail::Kind::AutoReply | mail::Kind::Bounce | mail::Kind::Report),
        answers: answered(tx, mail)?,
    };
    let (fate, line) = sent::decide(&facts);
    trace.push(line);
    let mut ending = Ending {
        state: State::Ignored,
        reason: None,
        problem: None,
        duplicate_of: None,
        fingerprint: Some(understood.fingerprint.clone()),
        internet_id: Some(understood.internet_id.clone()),
        sender: mail.from.as_ref().map(|from| from.address.clone()),
        subject: Some(subject(mail)),
        became: None,
        trace: Vec::new(),
    };
    match fate {
        Fate::Ignore(reason) => {
            ending.reason = Some(reason.word());
            ending.duplicate_of = facts.own_copy.or(facts.same_mail);
        }
        Fate::Record { conversation, status } => {
            trace.push(committed("appended", conversation));
            let settled = Settled {
                node,
                item,
                understood,
                sender: Sender::Contact(None),
                own_tokens: Vec::new(),
                foreign_token: None,
                matched: Some(conversation),
                outsiders: false,
                same_id: &same_id,
                ours: &[],
                channel: &ChannelPolicy::default(),
                mailbox: &MailboxPolicy::default(),
                routed: None,
                now: node.clock.now(),
            };
            let message = record(tx, &settled, conversation, facts.automatic, &trace)?;
            entry::follow_up(tx, &settled, conversation, status)?;
            ending.state = State::Message;
            ending.became = Some((conversation, message));
        }
    }
    ending.trace = trace;
    arrivals::end(tx, item.arrival.id, &ending)
}

/// The conversation that a mail answers: by the ids that it names, the newest first.
fn answered(tx: &mut Tx<'_>, mail: &Mail) -> store::Result<Option<(ConversationId, Status)>> {
    let ids = mail.in_reply_to.iter().chain(mail.references.iter().rev()).take(limits::THREAD_IDS);
    for id in ids {
        let Some(known) = messages::known(tx, id)?.into_iter().next() else { continue };
        if let Some(conversation) = conversations::by_id(tx, known.conversation)? {
            return Ok(Some((conversation.id, conversation.status)));
        }
    }
    Ok(None)
}

fn record(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    automatic: bool,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let mail = &settled.understood.mail;
    let person = author(mail);
    let agent = agents::by_email(tx, &address::fold(&person.address))?;
    let body = Body::of(settled);
    let new = messages::New {
        conversation,
        kind: Kind::Outbound,
        author: agent.map_or(Author::System, |agent| Author::Agent(agent.id)),
        person: &person,
        recipients: &Recipients { to: people(&mail.to), cc: people(&mail.cc), bcc: Vec::new() },
        subject: &subject(mail),
        automatic,
        internet_id: Some(&settled.understood.internet_id),
        references: &entry::references(mail),
        arrival: Some(settled.item.arrival.id),
        raw: Some(&settled.item.arrival.raw),
        text: &body.text,
        html: body.html.as_deref(),
        reply_text: &body.reply,
        trace,
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &new, settled.now)?;
    entry::grow(tx, settled, conversation, message, &person)?;
    Ok(message)
}
