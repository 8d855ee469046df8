//! Works on turns: gathers what the assistant may see, asks it, and ends the turn in one transaction: the answer queued,
//! the draft kept, or the conversation given to people. The service is asked outside of any transaction; what a crash
//! leaves half done is asked once more, and answered once.

use desk::{
    AssistantId, AssistantTurnId, MailboxId,
    assistant::{self, Before, HandOver, Mode, Passage, State, Wrote},
    limits,
    message::Kind as MessageKind,
};
use store::{
    Tx,
    assistants::{
        self, Assistant,
        turns::{self, Found, Turn},
    },
    conversations::{self, Conversation},
    jobs::{self, Job},
    mailboxes,
    messages::{self, Message},
};
use tokio::sync::watch;

use super::{
    ask::{self, Exchange, Outcome, Question},
    end::{self, Ended},
};
use crate::{
    Node,
    claims::{self, Places},
    knowledge, templates,
};

/// Turns that are under way at once; each is ours for longer than all of it can take.
const PLACES: Places = Places { kind: jobs::ASSIST, fresh: 4, repeated: 4, lease_s: 180 };

/// Works on turns until the desk shuts down.
pub(crate) async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    claims::work(&node, PLACES, shutdown, |job| one(node.clone(), job)).await;
}

async fn one(node: Node, job: Job) {
    if let Err(error) = turn(&node, job).await {
        // Nothing is lost: the lease runs out, and the turn is claimed again.
        tracing::error!(%error, turn = job.subject, "a turn of an assistant could not be worked on; it is tried again");
    }
}

/// A turn that is still to be worked on, with what it is about.
pub(super) struct Looked {
    pub(super) turn: Turn,
    pub(super) assistant: Assistant,
    pub(super) about: Conversation,
    pub(super) asked: Message,
}

impl Looked {
    /// The assistant, with its name.
    pub(super) fn who(&self) -> (AssistantId, &str) {
        (self.assistant.id, &self.assistant.settings.name)
    }
}

/// How a turn stands.
enum Standing {
    /// It is to be worked on.
    Ready(Box<Looked>),
    /// Its assistant is off.
    Off(Box<Turn>),
    /// It is done with, or somebody else was first.
    Over(Option<Box<Turn>>),
}

async fn turn(node: &Node, job: Job) -> store::Result<()> {
    let id = AssistantTurnId(job.subject);
    let Standing::Ready(looked) = node.db.read(move |tx| standing(tx, id)).await? else {
        return close(node, job, None).await;
    };
    let (assistant, about) = (looked.assistant.clone(), looked.about.clone());
    let question = node.db.read(move |tx| question(tx, &assistant, &about)).await?;
    let (outcome, exchange) = ask::ask(node, &question).await?;
    let outcome = match outcome {
        Outcome::Again(again_s) => match assistant::wait_s(job.attempts, again_s) {
            Some(wait) => {
                let due = node.clock.now().plus_s((wait / node.tuning.backoff_divisor.max(1)).max(1));
                let owner = node.name.clone();
                return node.db.write(move |tx| jobs::attempted(tx, job.id, &owner, Some(due))).await;
            }
            None => Outcome::HandOver(HandOver::Unreachable, None),
        },
        other => other,
    };
    let summary = match (&outcome, looked.turn.mode) {
        (Outcome::HandOver(why, _), Mode::Answer) if *why != HandOver::Unreachable => {
            ask::summary(node, &question).await?
        }
        _ => None,
    };
    let ended = Ended { outcome, exchange, found: question.found, summary, language: question.language };
    close(node, job, Some(ended)).await
}

/// Ends a turn as it stands now: the service was asked meanwhile, and somebody else may have been faster.
async fn close(node: &Node, job: Job, ended: Option<Ended>) -> store::Result<()> {
    let (id, context, now) = (AssistantTurnId(job.subject), node.clone(), node.clock.now());
    let closed = node.db.write(move |tx| {
        let mut next = None;
        match (standing(tx, id)?, &ended) {
            (Standing::Ready(looked), Some(ended)) => end::end(tx, &context, &looked, ended, now)?,
            // It was switched on again just now.
            (Standing::Ready(_), None) => next = Some(now),
            (Standing::Off(turn), _) => end::off(tx, &turn, now)?,
            (Standing::Over(Some(turn)), ended) => end::overtaken(tx, &turn, ended.as_ref(), now)?,
            (Standing::Over(None), _) => {}
        }
        jobs::attempted(tx, job.id, &context.name, next)
    });
    closed.await
}

/// How a turn stands: another may have answered, the customer may have written more.
fn standing(tx: &mut Tx<'_>, id: AssistantTurnId) -> store::Result<Standing> {
    let Some(turn) = turns::by_id(tx, id)?.filter(|turn| turn.state == State::Waiting) else {
        return Ok(Standing::Over(None));
    };
    let over = |turn| Ok(Standing::Over(Some(Box::new(turn))));
    let (about, asked) = (conversations::by_id(tx, turn.conversation)?, messages::by_id(tx, turn.message)?);
    let (Some(about), Some(asked)) = (about, asked) else { return over(turn) };
    let newest = messages::newest_by_customer(tx, about.id)?;
    let has = assistants::of_conversation(tx, about.id)? == Some(turn.assistant);
    let gone = match turn.mode {
        Mode::Answer => !has || about.assignee.is_some(),
        Mode::Draft => turns::person_wrote(tx, about.id)?,
    };
    if gone || about.status.is_aside() || about.merged_into.is_some() || newest != Some(turn.message) {
        return over(turn);
    }
    let Some(assistant) = assistants::by_id(tx, turn.assistant)?.filter(|one| one.settings.enabled) else {
        return Ok(Standing::Off(Box::new(turn)));
    };
    Ok(Standing::Ready(Box::new(Looked { turn, assistant, about, asked })))
}

/// What the assistant sees: what the customer sees of this one conversation, and what was found for it (assurance.md D9).
pub(super) fn question(tx: &mut Tx<'_>, assistant: &Assistant, about: &Conversation) -> store::Result<Question> {
    let most = i64::try_from(limits::ASSISTANT_READS).unwrap_or(i64::MAX);
    let mut said: Vec<Before> = messages::newest_public(tx, about.id, None, most)?.into_iter().map(before).collect();
    said.reverse();
    question_of(tx, assistant, about.mailbox, &about.subject, said, format!("conversation-{}", about.id))
}

/// What it sees of what was said in a mailbox: the newest of a customer is what is looked for.
pub(super) fn question_of(
    tx: &mut Tx<'_>,
    assistant: &Assistant,
    mailbox: MailboxId,
    subject: &str,
    said: Vec<Before>,
    session: String,
) -> store::Result<Question> {
    let newest = said.iter().rev().find(|one| one.who == Wrote::Customer).map_or("", |one| &one.text);
    let found = match assistant.settings.kind {
        assistant::Kind::Model { .. } => found(tx, mailbox, subject, newest)?,
        assistant::Kind::Script { .. } | assistant::Kind::Dialogflow { .. } => Vec::new(),
    };
    Ok(Question {
        settings: assistant.settings.clone(),
        secret: assistant.secret.clone(),
        mailbox: mailboxes::by_id(tx, mailbox)?.map(|one| one.name).unwrap_or_default(),
        language: templates::language(tx, mailbox)?,
        session,
        subject: subject.to_string(),
        said,
        found: found.into_iter().map(passage).collect(),
    })
}

/// What is found for a mail: by its subject and text, else by its text, which may ask for something else.
fn found(tx: &mut Tx<'_>, mailbox: MailboxId, subject: &str, text: &str) -> store::Result<Vec<desk::knowledge::Found>> {
    let both = knowledge::find(tx, mailbox, &format!("{subject}\n{text}"), limits::ASSISTANT_PASSAGES)?;
    if both.is_empty() { knowledge::find(tx, mailbox, text, limits::ASSISTANT_PASSAGES) } else { Ok(both) }
}

fn before(message: Message) -> Before {
    let who = match message.kind {
        MessageKind::Inbound => Wrote::Customer,
        MessageKind::Outbound | MessageKind::Note => Wrote::Team,
    };
    Before { who, text: message.reply_text }
}

fn passage(found: desk::knowledge::Found) -> Passage {
    let desk::knowledge::Found { title, text, link, alone, .. } = found;
    Passage { title, text, link, alone }
}

/// What was found, as it is kept, with the passages that an answer names.
pub(super) fn kept(found: &[Passage], named: &[usize]) -> Vec<Found> {
    let kept = found.iter().enumerate().map(|(place, passage)| Found {
        title: passage.title.clone(),
        text: passage.text.clone(),
        link: passage.link.clone(),
        named: named.contains(&place),
    });
    kept.collect()
}

/// What is kept of an exchange.
pub(super) fn ending<'a>(exchange: &'a Exchange, found: &'a [Found]) -> turns::Ending<'a> {
    turns::Ending {
        found,
        asked: &exchange.asked,
        said: &exchange.said,
        tokens_in: exchange.tokens_in,
        tokens_out: exchange.tokens_out,
        took_ms: exchange.took_ms,
        ..turns::Ending::default()
    }
}
