//! Thread: gathers the conversations that a mail may belong to, for `desk::thread` to choose (LA-7).

use desk::{
    ConversationId, address,
    decide::Matched,
    limits,
    mailbox::Ours,
    thread::{self, Candidate, Sign},
    token::Claims,
    trace::TraceLine,
};
use mail::Mail;
use store::{Tx, agents, arrivals::Arrival, conversations, messages, participants};

use super::parse::Understood;
use crate::Node;

pub(super) fn thread(
    tx: &mut Tx<'_>,
    node: &Node,
    arrival: &Arrival,
    understood: &Understood,
    ours: &[Ours],
) -> store::Result<(Option<Matched>, TraceLine)> {
    let mail = &understood.mail;
    let mut candidates = Vec::new();
    by_recipient_token(tx, node, arrival, mail, ours, &mut candidates)?;
    for (distance, id) in ids_newest_first(mail).into_iter().enumerate() {
        by_id(tx, node, id, distance, &mut candidates)?;
    }
    let (chosen, line) = thread::choose(&candidates, arrival.mailbox);
    let matched = chosen.map(|conversation| matched(tx, conversation, mail)).transpose()?.flatten();
    Ok((matched, line))
}

/// In-Reply-To before References, the newest first, each once, bounded.
fn ids_newest_first(mail: &Mail) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for id in mail.in_reply_to.iter().chain(mail.references.iter().rev()) {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
        if ids.len() == limits::THREAD_IDS {
            break;
        }
    }
    ids
}

fn by_id(
    tx: &mut Tx<'_>,
    node: &Node,
    id: &str,
    distance: usize,
    candidates: &mut Vec<Candidate>,
) -> store::Result<()> {
    for known in messages::known(tx, id)? {
        let (conversation, mailbox) = (known.conversation, known.mailbox);
        candidates.push(Candidate { conversation, mailbox, sign: Sign::StoredId, distance });
    }
    if let Some(claims) = verified(tx, node, desk::notice::token_in(id))
        && let Some(conversation) = conversations::by_id(tx, claims.conversation)?
    {
        let (mailbox, sign) = (conversation.mailbox, Sign::ReferenceToken);
        candidates.push(Candidate { conversation: conversation.id, mailbox, sign, distance });
    }
    Ok(())
}

/// A token in a recipient counts only together with References or an answer's subject: address books keep it, and a new
/// matter is a new conversation (trust.md § Token).
fn by_recipient_token(
    tx: &mut Tx<'_>,
    node: &Node,
    arrival: &Arrival,
    mail: &Mail,
    ours: &[Ours],
    candidates: &mut Vec<Candidate>,
) -> store::Result<()> {
    let answers = !mail.in_reply_to.is_empty() || !mail.references.is_empty();
    let answers = answers || desk::reply::without_prefixes(&mail.subject).len() < mail.subject.trim().len();
    if !answers {
        return Ok(());
    }
    let written = mail.to.iter().chain(&mail.cc).map(|one| one.address.as_str());
    let written: Vec<&str> = written
        .chain(mail.delivered_to.iter().map(String::as_str))
        .chain(arrival.envelope.to.iter().map(String::as_str))
        .collect();
    for recipient in written {
        let folded = address::fold(recipient);
        let (plain, plus) = address::without_plus(&folded);
        let Some(plus) = plus.filter(|_| ours.iter().any(|one| one.is_reached_by(&plain))) else { continue };
        if let Some(claims) = verified(tx, node, plus)
            && let Some(conversation) = conversations::by_id(tx, claims.conversation)?
        {
            let (mailbox, sign) = (conversation.mailbox, Sign::RecipientToken);
            candidates.push(Candidate { conversation: conversation.id, mailbox, sign, distance: 0 });
        }
    }
    Ok(())
}

fn verified(tx: &mut Tx<'_>, node: &Node, token: &str) -> Option<Claims> {
    node.keys.verify(token, |agent| agents::by_id(tx, agent).ok().flatten().map(|agent| agent.epoch))
}

fn matched(tx: &mut Tx<'_>, id: ConversationId, mail: &Mail) -> store::Result<Option<Matched>> {
    let Some(conversation) = conversations::by_id(tx, id)? else { return Ok(None) };
    let role = match &mail.from {
        Some(from) => participants::role(tx, id, &address::fold(&from.address))?,
        None => None,
    };
    Ok(Some(Matched {
        conversation: id,
        status: conversation.status,
        from_participant: role.is_some(),
        from_requester: role.as_deref() == Some("contact"),
    }))
}
