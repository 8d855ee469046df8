//! Automatic mail to customers: what came in is counted, what would leave is asked about, and the timeline tells what left
//! and what was kept back. Every automatic mail goes through here; the limits are `desk::automatic`'s.

use desk::{
    ConversationId, MailboxId, MessageId, Micros, address,
    automatic::{self, Answers, Facts, Kind, Limit},
    event::Event,
    limits, loops,
    loops::Sign,
    mailbox::Ours,
    message::Person,
    notice,
    policy::MailboxPolicy,
    template::Kind as Template,
    token,
};
use mail::Mail;
use sha2::{Digest, Sha256};
use store::{
    Tx, agents,
    automatic::{Came, Leaving},
    bounced, contacts,
    events::{self, Actor},
    messages, notices, settings,
};

use crate::{Node, notices as outgoing};

/// How often admins are told of loops, seconds: a loop must not become a flood of alarms.
const ALARM_EVERY_S: i64 = 3_600;

/// What stands for the words of a mail: nothing where it has none.
#[must_use]
pub(crate) fn words_of(reply: &str) -> Option<Vec<u8>> {
    loops::words(reply).map(|words| Sha256::digest(words.as_bytes()).to_vec())
}

/// What a mail shows of a loop.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The sign, if any.
    pub(crate) sign: Option<Sign>,
    /// True when a machine sent our own mail back.
    pub(crate) ours: bool,
}

/// Notes a mail that came in, and looks for a loop.
pub(crate) fn came(
    tx: &mut Tx<'_>,
    node: &Node,
    mailbox: MailboxId,
    mail: &Mail,
    own_id: bool,
    words: Option<&[u8]>,
    now: Micros,
) -> store::Result<Seen> {
    let Some(from) = &mail.from else { return Ok(Seen::default()) };
    let folded = address::fold(&from.address);
    let alike = store::automatic::came(tx, &Came { mailbox, folded: &folded, words }, now)?;
    let facts = loops::Facts {
        own_mark: mail.headers_named(notice::LOOP_HEADER).any(|mark| notice::is_own_loop_mark(&node.keys, mark)),
        own_id,
        by_list: mail.kind == mail::Kind::List,
        same_words: alike.same_words,
        same_words_from_all: alike.same_words_from_all,
        from_address: alike.from_address,
    };
    Ok(Seen { sign: loops::sign(&facts), ours: loops::is_our_own(&facts) })
}

/// True for the Message-ID of a mail of ours; `same_id` are the messages that bear it.
pub(crate) fn is_own_id(
    tx: &mut Tx<'_>,
    keys: &token::Keys,
    id: &str,
    same_id: &[messages::Known],
) -> store::Result<bool> {
    let by_token =
        keys.verify(notice::token_in(id), |agent| agents::by_id(tx, agent).ok().flatten().map(|agent| agent.epoch));
    Ok(by_token.is_some() || same_id.iter().any(|known| known.outbound) || notices::by_internet_id(tx, id)?.is_some())
}

/// What follows a mail that became a message.
pub(crate) struct Followed {
    /// The mailbox that it came to.
    pub(crate) mailbox: MailboxId,
    /// Its conversation.
    pub(crate) conversation: ConversationId,
    /// Its message.
    pub(crate) message: MessageId,
    /// Whether a person wrote it, as far as one can tell.
    pub(crate) by_person: bool,
    /// Whether a customer began the conversation with it just now.
    pub(crate) greets: bool,
    /// Whether its sender is proved (E1 or more).
    pub(crate) proved: bool,
    /// What it shows of a loop.
    pub(crate) seen: Seen,
}

/// Sends what a new conversation gets by itself, or says what kept it back; and tells of a loop that was stopped.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    node: &Node,
    mail: &Mail,
    ours: &[Ours],
    policy: &MailboxPolicy,
    followed: &Followed,
    now: Micros,
) -> store::Result<()> {
    let Some(from) = &mail.from else { return Ok(()) };
    let folded = address::fold(&from.address);
    if followed.by_person {
        // Whoever writes can be written to.
        bounced::lift(tx, &folded)?;
    }
    if followed.greets
        && let Some(text) = policy.greeting()
    {
        return greet(tx, node, mail, ours, followed, &folded, text, now);
    }
    match followed.seen.sign {
        Some(sign) if sign != Sign::SameWordsFromAll && store::automatic::left_to_house(tx, &folded, now)? => {
            stopped(tx, node, followed, &folded, sign, now)
        }
        _ => Ok(()),
    }
}

#[expect(clippy::too_many_arguments, reason = "the facts of one mail; a struct for one caller would only rename them")]
fn greet(
    tx: &mut Tx<'_>,
    node: &Node,
    mail: &Mail,
    ours: &[Ours],
    followed: &Followed,
    folded: &str,
    text: &str,
    now: Micros,
) -> store::Result<()> {
    let contact = contacts::by_address(tx, folded)?;
    let known = match contact {
        Some(contact) => store::automatic::team_wrote_to(tx, contact)?,
        None => false,
    };
    let conversation = followed.conversation;
    let leaving = Leaving { kind: Kind::Greeting, mailbox: followed.mailbox, conversation, folded, known };
    let facts = Facts {
        answers: match mail.kind {
            mail::Kind::Message => Answers::Person,
            mail::Kind::List => Answers::List,
            mail::Kind::AutoReply | mail::Kind::Bounce | mail::Kind::Report => Answers::Machine,
        },
        return_path: mail.return_path.as_deref(),
        recipient: folded,
        is_ours: ours.iter().any(|one| one.is_reached_by(folded)),
        bounced: bounced::of(tx, folded)?.is_some(),
        known,
        proved: followed.proved,
        looping: followed.seen.sign.is_some_and(|sign| sign != Sign::SameWordsFromAll),
        repeated: followed.seen.sign == Some(Sign::SameWordsFromAll),
        counts: store::automatic::counts(tx, &leaving, now)?,
    };
    if let Err(limit) = automatic::may_send(&facts) {
        return kept_back(tx, node, followed, folded, limit, now);
    }
    let name = mail.from.as_ref().and_then(|from| from.name.clone());
    let address = mail.from.as_ref().map(|from| from.address.clone()).unwrap_or_default();
    let internet_id = messages::by_id(tx, followed.message)?.and_then(|message| message.internet_id);
    let subject = desk::reply::subject(&mail.subject.chars().take(limits::SUBJECT_CHARS).collect::<String>());
    let number = conversation.to_string();
    let values = [("text", text), ("number", &number), ("subject", &subject)];
    let written = outgoing::written_for(tx, followed.mailbox, Template::Greeting, &values)?;
    let notice = outgoing::Notice {
        kind: notice::Kind::Greeting,
        mailbox: followed.mailbox,
        recipient: Person { name, address },
        agent: None,
        conversation: Some(conversation),
        message: Some(followed.message),
        answerable: false,
        sender_name: None,
        subject: written.subject,
        text: written.text,
        html: None,
        in_reply_to: internet_id.clone(),
        references: mail.references.iter().cloned().chain(internet_id).collect(),
    };
    if outgoing::queue(tx, node, &notice, now)?.is_none() {
        return Ok(());
    }
    store::automatic::left(tx, &leaving, now)?;
    let event = Event::AutomaticSent { kind: Kind::Greeting, address: folded.to_string() };
    events::add(tx, conversation, &event, &Actor::System, now)
}

/// Tells what kept an automatic mail back; not where nobody would have expected one.
fn kept_back(
    tx: &mut Tx<'_>,
    node: &Node,
    followed: &Followed,
    folded: &str,
    limit: Limit,
    now: Micros,
) -> store::Result<()> {
    if let (Limit::Loop, Some(sign)) = (limit, followed.seen.sign) {
        return stopped(tx, node, followed, folded, sign, now);
    }
    if matches!(limit, Limit::Machine | Limit::List | Limit::OwnAddress) {
        return Ok(());
    }
    let event = Event::AutomaticKeptBack { kind: Kind::Greeting, address: folded.to_string(), limit };
    events::add(tx, followed.conversation, &event, &Actor::System, now)
}

/// Tells of a loop that was stopped: in the conversation each time, the admins once an hour.
fn stopped(
    tx: &mut Tx<'_>,
    node: &Node,
    followed: &Followed,
    folded: &str,
    sign: Sign,
    now: Micros,
) -> store::Result<()> {
    let event = Event::LoopStopped { address: folded.to_string(), sign };
    events::add(tx, followed.conversation, &event, &Actor::System, now)?;
    let told: Option<Micros> = settings::get(tx, settings::LOOP_ALARM_AT)?.map(Micros);
    if told.is_some_and(|told| told.plus_s(ALARM_EVERY_S) > now) {
        return Ok(());
    }
    settings::set(tx, settings::LOOP_ALARM_AT, &now.0, now)?;
    let number = followed.conversation.to_string();
    let link = format!("{}/views/all/{number}", node.base_url);
    let values = [("number", number.as_str()), ("address", folded), ("link", &link)];
    let written = outgoing::written_for(tx, followed.mailbox, Template::LoopAlarm, &values)?;
    for admin in outgoing::admins(tx)? {
        let plain = outgoing::to_agent(&admin, notice::Kind::Alarm, followed.mailbox, written.clone());
        let notice = outgoing::Notice { html: None, conversation: Some(followed.conversation), ..plain };
        outgoing::queue(tx, node, &notice, now)?;
    }
    Ok(())
}
