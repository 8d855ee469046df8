//! Thread: gathers the conversations that a mail may belong to; `desk::thread` chooses one of them (LA-7).

use desk::{
    AgentId, ConversationId, address, limits,
    mailbox::Ours,
    notice, reply,
    thread::{self, Candidate, Carried, Chosen, Sign},
    token::Claims,
    trace::{Step, TraceLine},
};
use mail::Mail;
use serde_json::json;
use store::{
    Tx, agents,
    arrivals::Arrival,
    conversations::{self, Conversation},
    hints, messages, notices, outbox, participants, pending,
};

use super::parse::Understood;
use crate::Node;

/// The ids of one mail that may still arrive, at most.
const AWAITED_IDS: usize = 3;

/// What threading found.
#[derive(Debug, Default)]
pub(super) struct Threaded {
    /// The choice, with the conversation's row.
    pub chosen: Option<(Chosen, Conversation)>,
    /// A conversation whose token stood in a recipient without being answered: a new matter is linked to it.
    pub related: Option<ConversationId>,
    /// The sender's own tokens that came with it, whatever they amount to.
    pub own: Vec<Claims>,
    /// A token of an agent who is not the sender, good until now (A7).
    pub foreign: Option<Claims>,
}

/// Everything that gathering needs, and what it gathers.
struct Gathering<'a, 'b, 'c> {
    tx: &'a mut Tx<'b>,
    node: &'c Node,
    from: String,
    sender: Option<AgentId>,
    today: i64,
    candidates: Vec<Candidate>,
    /// Conversations that were looked up, each under the id by which it was named.
    rows: Vec<(ConversationId, Conversation)>,
    related: Option<ConversationId>,
    own: Vec<Claims>,
    foreign: Option<Claims>,
}

pub(super) fn thread(
    tx: &mut Tx<'_>,
    node: &Node,
    arrival: &Arrival,
    understood: &Understood,
    ours: &[Ours],
    sender: Option<AgentId>,
) -> store::Result<(Threaded, TraceLine)> {
    let mail = &understood.mail;
    let from = mail.from.as_ref().map(|from| address::fold(&from.address)).unwrap_or_default();
    let today = node.clock.now().unix_day();
    let (candidates, rows, own) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = Gathering { tx, node, from, sender, today, candidates, rows, related: None, own, foreign: None };
    all.by_recipients(arrival, mail, ours)?;
    for (distance, id) in ids_newest_first(mail).into_iter().enumerate() {
        all.by_id(id, distance)?;
    }
    all.by_name(mail, ours)?;
    all.by_hints(mail, &understood.internet_id)?;
    let Gathering { candidates, rows, related, own, foreign, from, .. } = all;
    let (chosen, line) = thread::choose(&candidates, arrival.mailbox, sender);
    let chosen = chosen.and_then(|chosen| {
        let row = rows.into_iter().map(|(_, row)| row).find(|row| row.id == chosen.conversation)?;
        Some((chosen, row))
    });
    if let Some((_, row)) = &chosen
        && sender.is_some()
        && forwards(tx, mail, row, &from)?
    {
        let line = TraceLine::new(Step::Thread, "none", "forward-is-no-answer").with(json!({"conversation": row.id}));
        return Ok((Threaded { chosen: None, related: Some(row.id), own, foreign }, line));
    }
    Ok((Threaded { chosen, related, own, foreign }, line))
}

/// True where an agent forwards what the conversation holds, a notification for instance: mail programs refer to it as in
/// an answer, and none of it may become one (edge case 14). Who asks in the conversation as its customer may forward.
fn forwards(tx: &mut Tx<'_>, mail: &Mail, row: &Conversation, from: &str) -> store::Result<bool> {
    let forward = mail.is_forward() && !reply::same_subject(&mail.subject, &row.subject);
    Ok(forward && participants::role(tx, row.id, from)?.as_deref() != Some("contact"))
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

/// The ids that the mail answers directly and that are not here yet: whatever bears one of them arrives after its answer.
pub(super) fn awaited(tx: &mut Tx<'_>, mail: &Mail) -> store::Result<Vec<String>> {
    let mut awaited = Vec::new();
    for id in ids_newest_first(mail).into_iter().take(AWAITED_IDS) {
        if messages::known(tx, id)?.is_empty() {
            awaited.push(id.to_string());
        }
    }
    Ok(awaited)
}

/// The values of the headers that only hint at a conversation, as they are stored.
pub(super) fn hints_of(mail: &Mail) -> Vec<(&'static str, String)> {
    let index = mail.header("Thread-Index").and_then(thread::thread_index).map(|value| (hints::THREAD_INDEX, value));
    let feedback = mail.header("Feedback-ID").map(|value| value.trim().chars().take(200).collect::<String>());
    let feedback = feedback.filter(|value| !value.is_empty()).map(|value| (hints::FEEDBACK_ID, value));
    index.into_iter().chain(feedback).collect()
}

/// What a token says, where it is one of ours.
pub(super) fn verified(tx: &mut Tx<'_>, node: &Node, token: &str) -> Option<Claims> {
    node.keys.verify(token, |agent| agents::by_id(tx, agent).ok().flatten().map(|agent| agent.epoch))
}

impl Gathering<'_, '_, '_> {
    /// A conversation as a candidate; one that was merged stands for the one that it was merged into.
    fn add(&mut self, id: ConversationId, sign: Sign, distance: usize, token: Option<Carried>) -> store::Result<()> {
        if let Some(row) = self.followed(id)? {
            let (conversation, mailbox) = (row.id, row.mailbox);
            self.candidates.push(Candidate { conversation, mailbox, sign, distance, token });
        }
        Ok(())
    }

    /// The conversation with this id, or the one that it was merged into: read once, however often the mail names it.
    fn followed(&mut self, id: ConversationId) -> store::Result<Option<&Conversation>> {
        if !self.rows.iter().any(|(named, _)| *named == id) {
            let Some(row) = conversations::followed(self.tx, id)? else { return Ok(None) };
            self.rows.push((id, row));
        }
        Ok(self.rows.iter().find(|(named, _)| *named == id).map(|(_, row)| row))
    }

    fn by_id(&mut self, id: &str, distance: usize) -> store::Result<()> {
        for known in messages::known(self.tx, id)? {
            self.add(known.conversation, Sign::StoredId, distance, None)?;
        }
        match (self.verified(desk::notice::token_in(id)), self.sender) {
            (Some(claims), _) => {
                let token = self.carried(&claims)?;
                let place = self.place(&claims)?;
                self.add(place, Sign::ReferenceToken, distance, Some(token))?;
            }
            (None, Some(sender)) => self.by_own_notification(id, sender, distance)?,
            (None, None) => {}
        }
        Ok(())
    }

    /// A notification to the sender whose token ended with the agent's epoch: it still says which conversation is meant, and
    /// is no token any more, so that who was switched off is held and starts nothing (TR-3).
    fn by_own_notification(&mut self, id: &str, sender: AgentId, distance: usize) -> store::Result<()> {
        let sent = notices::by_internet_id(self.tx, id)?;
        let own = sent.filter(|one| one.kind == notice::Kind::Notification && one.agent == Some(sender));
        if let Some(conversation) = own.and_then(|one| one.conversation) {
            self.add(conversation, Sign::StoredId, distance, None)?;
        }
        Ok(())
    }

    /// A token in a recipient counts only together with References or an answer's subject: address books keep it, and a
    /// new matter is a new conversation, linked (trust.md § Token). A customer's token counts for the addresses that it
    /// was sent to, and for those that do not take part at all (TC-5).
    fn by_recipients(&mut self, arrival: &Arrival, mail: &Mail, ours: &[Ours]) -> store::Result<()> {
        let written = mail.to.iter().chain(&mail.cc).map(|one| one.address.as_str());
        let written: Vec<String> = written
            .chain(mail.delivered_to.iter().map(String::as_str))
            .chain(arrival.envelope.to.iter().map(String::as_str))
            .map(address::fold)
            .collect();
        for recipient in written {
            let (plain, plus) = address::without_plus(&recipient);
            let Some(plus) = plus.filter(|_| ours.iter().any(|one| one.is_reached_by(&plain))) else { continue };
            let Some(claims) = self.verified(plus) else { continue };
            let place = self.place(&claims)?;
            let Some(row) = self.followed(place)?.cloned() else { continue };
            // Who answers a merged conversation, or one that was split, knows the subject that it had.
            let answered = answers(mail, &row.subject)
                || (row.id != claims.conversation
                    && conversations::by_id(self.tx, claims.conversation)?
                        .is_some_and(|merged| answers(mail, &merged.subject)));
            if !answered {
                self.related = Some(row.id);
                continue;
            }
            let token = self.carried(&claims)?;
            let takes_part = participants::role(self.tx, row.id, &self.from)?.is_some();
            if token.agent.is_none() && takes_part && !outbox::went_to(self.tx, claims.message, &self.from)? {
                continue;
            }
            self.add(place, Sign::RecipientToken, 0, Some(token))?;
        }
        Ok(())
    }

    /// The token in our display name, as clients keep it when answering (SB-12).
    fn by_name(&mut self, mail: &Mail, ours: &[Ours]) -> store::Result<()> {
        let names = mail.to.iter().chain(&mail.cc).filter(|one| {
            let folded = address::fold(&one.address);
            ours.iter().any(|mailbox| mailbox.is_reached_by(&folded))
        });
        let keys = self.node.keys.clone();
        for name in names.filter_map(|one| one.name.as_deref()) {
            if let Some(conversation) = keys.verify_name(name) {
                self.add(conversation, Sign::NameToken, 0, None)?;
            }
        }
        Ok(())
    }

    fn by_hints(&mut self, mail: &Mail, internet_id: &str) -> store::Result<()> {
        for (conversation, _) in hints::find(self.tx, hints::REFERRED_TO, internet_id)? {
            self.add(conversation, Sign::ReferredTo, 0, None)?;
        }
        for (kind, value) in hints_of(mail) {
            let sign = if kind == hints::THREAD_INDEX { Sign::ThreadIndex } else { Sign::FeedbackId };
            for (conversation, _) in hints::find(self.tx, kind, &value)? {
                self.add(conversation, sign, 0, None)?;
            }
        }
        for number in thread::numbers(&mail.subject) {
            self.add(number, Sign::Number, 0, None)?;
        }
        Ok(())
    }

    /// The conversation that a token means: the one where its message stands now, if that was split off.
    fn place(&mut self, claims: &Claims) -> store::Result<ConversationId> {
        Ok(messages::place(self.tx, claims.message)?.unwrap_or(claims.conversation))
    }

    fn verified(&mut self, token: &str) -> Option<Claims> {
        verified(self.tx, self.node, token)
    }

    /// A token as choosing sees it; whose it is, is kept.
    fn carried(&mut self, claims: &Claims) -> store::Result<Carried> {
        let spent = match claims.recipient {
            Some(agent) => pending::is_spent(self.tx, agent, claims.conversation, claims.message)?,
            None => false,
        };
        let expired = claims.expiry_day < self.today;
        match claims.recipient {
            Some(agent) if Some(agent) == self.sender => self.own.push(*claims),
            Some(_) if !expired => self.foreign = self.foreign.or(Some(*claims)),
            _ => {}
        }
        Ok(Carried { agent: claims.recipient, message: claims.message, expired, spent })
    }
}

/// True when the mail answers something: by its headers, or by an answer's form of the conversation's subject.
fn answers(mail: &Mail, subject: &str) -> bool {
    let plain = desk::reply::without_prefixes(&mail.subject);
    let answering = plain.len() < mail.subject.trim().len();
    !mail.in_reply_to.is_empty()
        || !mail.references.is_empty()
        || (answering && desk::reply::same_subject(plain, desk::reply::without_prefixes(subject)))
}
