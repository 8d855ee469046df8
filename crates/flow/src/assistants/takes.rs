//! A customer's message and the assistants of its mailbox (LD-4, LD-5): gathers what is known, asks `desk::assistant`, and
//! lets one look at it. It stands between rules and agents, in the transaction of the mail.

use desk::{
    AssistantId, ConversationId, MailboxId, MessageId, Micros,
    assistant::{self, Did, Facts, HandOver, Mode, Takes},
    conversation::Status,
    evidence::Level,
    message::SENDER_NOT_VERIFIED,
    trace::{Step, TraceLine},
};
use serde_json::json;
use store::{
    Tx,
    assistants::{self, Assistant, turns},
    conversations::{self, Conversation},
    messages, participants, settings,
};

use super::{release, tell};
use crate::{answer, routing};

/// A customer's message, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// The mailbox that it came to.
    pub(crate) mailbox: MailboxId,
    /// A machine wrote it.
    pub(crate) automatic: bool,
    /// It sets nothing off.
    pub(crate) old: bool,
    /// Its sender is proved (E1 or more).
    pub(crate) proved: bool,
    /// Others than its sender and us are in it, or take part.
    pub(crate) others: bool,
    /// The status that the conversation is going to have.
    pub(crate) status: Option<Status>,
    /// An assistant that somebody chose, whatever the mailbox says.
    pub(crate) named: Option<AssistantId>,
}

/// An assistant that looks at a message.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    assistant: AssistantId,
    name: String,
    mode: Mode,
    /// True where it takes the conversation just now.
    takes: bool,
}

impl Taken {
    /// True where it has the conversation, so that nobody else gets it.
    pub(crate) fn answers(&self) -> bool {
        self.mode == Mode::Answer
    }
}

/// Decides what an assistant does about a message, before it is stored; the line goes into its trace. Where an assistant had
/// the conversation and may not go on by itself, people get it.
///
/// # Errors
/// The store's own.
pub(crate) fn look(
    tx: &mut Tx<'_>,
    id: ConversationId,
    letter: Letter,
    now: Micros,
) -> store::Result<Option<(Taken, TraceLine)>> {
    let had = assistants::of_conversation(tx, id)?;
    let standing = match had.or(letter.named) {
        Some(assistant) => assistants::by_id(tx, assistant)?.filter(|one| one.settings.enabled),
        None => assistants::first_of(tx, letter.mailbox)?,
    };
    // People get what one had that may not go on with it.
    let give_up = |tx: &mut Tx<'_>, why| match had {
        Some(had) => {
            release(tx, id, had, why, now)?;
            routing::offer(tx, id, now)
        }
        None => Ok(()),
    };
    let Some(assistant) = standing else {
        give_up(tx, HandOver::Off)?;
        return Ok(None);
    };
    let Some(about) = conversations::by_id(tx, id)? else { return Ok(None) };
    let taken = |mode, takes| Taken { assistant: assistant.id, name: assistant.settings.name.clone(), mode, takes };
    let line = |outcome: &str, reason: &str| {
        let about = json!({"assistant": assistant.id, "name": assistant.settings.name});
        TraceLine::new(Step::Assign, outcome, reason).with(about)
    };
    match assistant::takes(&facts(tx, &assistant, &about, letter, now)?) {
        Takes::Answers => {
            let takes = had.is_none() && assistants::take(tx, id, assistant.id)?;
            Ok(Some((taken(Mode::Answer, takes), line("assistant", "answers"))))
        }
        Takes::Drafts(why) => {
            give_up(tx, why.map_or(HandOver::Off, HandOver::MayNot))?;
            Ok(Some((taken(Mode::Draft, false), line("assistant-drafts", why.map_or("mode", |why| why.word())))))
        }
        Takes::Nothing(why) => {
            if !letter.automatic {
                give_up(tx, HandOver::MayNot(why))?;
            }
            Ok(None)
        }
    }
}

/// Lets the assistant look at the message, which is stored now.
///
/// # Errors
/// The store's own.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    id: ConversationId,
    message: MessageId,
    taken: &Taken,
    now: Micros,
) -> store::Result<()> {
    let Taken { assistant, name, mode, takes } = taken;
    if *takes {
        tell(tx, id, (*assistant, name), Did::Took, now)?;
    }
    turns::add(tx, *assistant, id, message, *mode, now).map(drop)
}

/// Lets an assistant that a rule chose look at the customer's newest message, in place of the one that had it (LD-4, LD-5).
/// Where it may not answer by itself people get the conversation, with its draft.
///
/// # Errors
/// The store's own.
pub(crate) fn assign(tx: &mut Tx<'_>, id: ConversationId, to: AssistantId, now: Micros) -> store::Result<()> {
    let newest = messages::newest_by_customer(tx, id)?;
    let (Some(about), Some(newest)) = (conversations::by_id(tx, id)?, newest) else { return Ok(()) };
    let Some(message) = messages::by_id(tx, newest)? else { return Ok(()) };
    assistants::let_go(tx, id)?;
    let proved = message.evidence.as_ref().is_some_and(|evidence| evidence.level >= Level::E1);
    let letter = Letter {
        mailbox: about.mailbox,
        automatic: message.automatic,
        old: false,
        proved: proved && !message.flags.iter().any(|flag| flag == SENDER_NOT_VERIFIED),
        others: participants::count(tx, id)? > 1,
        status: None,
        named: Some(to),
    };
    match look(tx, id, letter, now)? {
        Some((taken, _)) => {
            begin(tx, id, newest, &taken, now)?;
            if taken.answers() { Ok(()) } else { routing::offer(tx, id, now) }
        }
        None => routing::offer(tx, id, now),
    }
}

/// True where agents are told nothing of a message: an assistant has its conversation, and people want to be told only of
/// what it hands over (SB-4).
///
/// # Errors
/// The store's own.
pub(crate) fn keeps_quiet(tx: &mut Tx<'_>, id: ConversationId) -> store::Result<bool> {
    Ok(assistants::of_conversation(tx, id)?.is_some() && human_takeover(tx)?)
}

/// The setting: true where agents are mailed only once an assistant hands over (SB-4).
///
/// # Errors
/// The store's own.
pub fn human_takeover(tx: &mut Tx<'_>) -> store::Result<bool> {
    Ok(settings::get(tx, settings::HUMAN_TAKEOVER)?.unwrap_or(true))
}

fn facts(
    tx: &mut Tx<'_>,
    assistant: &Assistant,
    about: &Conversation,
    letter: Letter,
    now: Micros,
) -> store::Result<Facts> {
    let settings = &assistant.settings;
    let handed_over = turns::handed_over(tx, about.id)?;
    Ok(Facts {
        mode: settings.mode,
        automatic: letter.automatic,
        old: letter.old,
        aside: letter.status.unwrap_or(about.status).is_aside(),
        with_person: about.assignee.is_some() || handed_over || turns::person_wrote(tx, about.id)?,
        proved: letter.proved,
        others: letter.others,
        elsewhere: about.reply_to.is_some(),
        can_send: answer::can_send(tx, about.mailbox)?,
        turns: turns::answered(tx, about.id)?,
        most_turns: settings.most_turns.into(),
        today: turns::since(tx, assistant.id, now.plus_s(-86_400))?,
        most_today: settings.most_a_day.into(),
    })
}
