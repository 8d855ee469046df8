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
    bounced, contacts, conversations,
    events::{self, Actor},
    messages, notices, queues, settings,
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
    /// What it is to its conversation, where a customer wrote it just now.
    pub(crate) customers: Option<Customers>,
    /// Whether its sender is proved (E1 or more).
    pub(crate) proved: bool,
    /// What it shows of a loop.
    pub(crate) seen: Seen,
}

/// What a customer's mail is to its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Customers {
    /// It begins it.
    First,
    /// It goes on with it.
    Further,
}

/// What a customer's mail gets by itself.
struct Due {
    kind: Kind,
    text: String,
    /// The beginning of the closed period, where the mail tells of it.
    closed_since: Option<Micros>,
}

/// What is written to the sender of a mail.
struct Writing<'a> {
    due: Due,
    mail: &'a Mail,
    folded: &'a str,
    ours: &'a [Ours],
}

/// Sends what a customer's mail gets by itself, or says what kept it back; and tells of a loop that was stopped.
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
    if let Some(due) = due(tx, policy, followed, now)? {
        return write(tx, node, &Writing { due, mail, folded: &folded, ours }, followed, now);
    }
    match followed.seen.sign {
        Some(sign) if sign != Sign::SameWordsFromAll && store::automatic::left_to_house(tx, &folded, now)? => {
            stopped(tx, node, followed, &folded, sign, now)
        }
        _ => Ok(()),
    }
}

/// What a customer's mail gets by itself: the greeting where it begins a conversation (LD-2), and outside of the business
/// hours the away message, once in a conversation and closed period (LD-7): of its queue, where that has its own. Where
/// both are due they are one mail.
fn due(tx: &mut Tx<'_>, policy: &MailboxPolicy, followed: &Followed, now: Micros) -> store::Result<Option<Due>> {
    let Some(customers) = followed.customers else { return Ok(None) };
    let greeting = policy.greeting().filter(|_| customers == Customers::First);
    let queue = queues::of(tx, followed.conversation)?;
    let hours = queues::hours_of(tx, queue)?.or(policy.business_hours.clone());
    let away = match hours.away(now) {
        Some((text, since)) => untold(tx, followed.conversation, since)?.then_some((text, since)),
        None => None,
    };
    let due = |kind, text: String, closed_since| Some(Due { kind, text, closed_since });
    Ok(match (greeting, away) {
        (Some(greeting), Some((away, since))) => due(Kind::Away, format!("{greeting}\n\n{away}"), Some(since)),
        (None, Some((away, since))) => due(Kind::Away, away.to_string(), Some(since)),
        (Some(greeting), None) => due(Kind::Greeting, greeting.to_string(), None),
        (None, None) => None,
    })
}

/// Whether the customer is to be told now that nobody is there.
fn untold(tx: &mut Tx<'_>, conversation: ConversationId, since: Micros) -> store::Result<bool> {
    let aside = conversations::by_id(tx, conversation)?.is_some_and(|conversation| conversation.status.is_aside());
    Ok(!aside && store::automatic::away_told(tx, conversation)? != Some(since))
}

fn write(tx: &mut Tx<'_>, node: &Node, writing: &Writing<'_>, followed: &Followed, now: Micros) -> store::Result<()> {
    let (kind, folded) = (writing.due.kind, writing.folded);
    let known = match contacts::by_address(tx, folded)? {
        Some(contact) => store::automatic::team_wrote_to(tx, contact)?,
        None => false,
    };
    let leaving = Leaving { kind, mailbox: followed.mailbox, conversation: followed.conversation, folded, known };
    if let Err(limit) = automatic::may_send(&facts(tx, writing, followed, &leaving, now)?) {
        return kept_back(tx, node, kind, followed, folded, limit, now);
    }
    let Some(notice) = composed(tx, writing, followed)? else { return Ok(()) };
    if outgoing::queue(tx, node, &notice, now)?.is_none() {
        return Ok(());
    }
    store::automatic::left(tx, &leaving, now)?;
    if let Some(since) = writing.due.closed_since {
        store::automatic::tell_away(tx, followed.conversation, since)?;
    }
    let event = Event::AutomaticSent { kind, address: folded.to_string() };
    events::add(tx, followed.conversation, &event, &Actor::System, now)
}

fn facts<'a>(
    tx: &mut Tx<'_>,
    writing: &Writing<'a>,
    followed: &Followed,
    leaving: &Leaving<'_>,
    now: Micros,
) -> store::Result<Facts<'a>> {
    let Writing { mail, folded, ours, .. } = *writing;
    Ok(Facts {
        answers: match mail.kind {
            mail::Kind::Message => Answers::Person,
            mail::Kind::List => Answers::List,
            mail::Kind::AutoReply | mail::Kind::Bounce | mail::Kind::Report => Answers::Machine,
        },
        return_path: mail.return_path.as_deref(),
        recipient: folded,
        is_ours: ours.iter().any(|one| one.is_reached_by(folded)),
        bounced: bounced::of(tx, folded)?.is_some(),
        // What comes from a blocked sender is held, and never gets here.
        blocked: false,
        paused: false,
        known: leaving.known,
        proved: followed.proved,
        looping: followed.seen.sign.is_some_and(|sign| sign != Sign::SameWordsFromAll),
        repeated: followed.seen.sign == Some(Sign::SameWordsFromAll),
        counts: store::automatic::counts(tx, leaving, now)?,
    })
}

/// The mail by its template; none where its kind has none.
fn composed(tx: &mut Tx<'_>, writing: &Writing<'_>, followed: &Followed) -> store::Result<Option<outgoing::Notice>> {
    let Writing { due: Due { kind, text, .. }, mail, .. } = writing;
    let (template, kind) = match kind {
        Kind::Greeting => (Template::Greeting, notice::Kind::Greeting),
        Kind::Away => (Template::Away, notice::Kind::Away),
        // It answers no mail, and is written where its conversation was resolved.
        Kind::Survey | Kind::Assistant | Kind::Rule => return Ok(None),
    };
    let Some(from) = &mail.from else { return Ok(None) };
    let internet_id = messages::by_id(tx, followed.message)?.and_then(|message| message.internet_id);
    let subject = desk::reply::subject(&mail.subject.chars().take(limits::SUBJECT_CHARS).collect::<String>());
    let number = followed.conversation.to_string();
    let values = [("text", text.as_str()), ("number", &number), ("subject", &subject)];
    let written = outgoing::written_for(tx, followed.mailbox, template, &values)?;
    Ok(Some(outgoing::Notice {
        kind,
        mailbox: followed.mailbox,
        recipient: Person { name: from.name.clone(), address: from.address.clone() },
        agent: None,
        conversation: Some(followed.conversation),
        message: Some(followed.message),
        answerable: false,
        sender_name: None,
        subject: written.subject,
        text: written.text,
        html: None,
        in_reply_to: internet_id.clone(),
        references: mail.references.iter().cloned().chain(internet_id).collect(),
    }))
}

/// Tells what kept an automatic mail back; not where nobody would have expected one.
fn kept_back(
    tx: &mut Tx<'_>,
    node: &Node,
    kind: Kind,
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
    let event = Event::AutomaticKeptBack { kind, address: folded.to_string(), limit };
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
