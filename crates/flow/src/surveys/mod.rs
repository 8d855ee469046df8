//! Satisfaction surveys (LD-3): every resolving starts one where the mailbox asks for it; it leaves through the gate of
//! automatic mail when its time has come, unless the conversation was reopened before; and what the customer says is kept.

mod answer;
mod letter;

use desk::{
    Micros, SurveyId, address,
    automatic::{self, Kind, Limit},
    conversation::{Shelf, Status},
    event::Event,
    limits,
    survey::{self, Leaving, State},
};
use store::{
    Tx,
    automatic::Leaving as Left,
    conversations::{self, Conversation},
    events::{self, Actor},
    jobs,
    messages::Message,
    outbox, policies,
    surveys::{self, New, Survey},
};
use tokio::sync::watch;

use crate::{Node, claims, gate, notices, templates};
pub use answer::{Opened, open, rate};
pub(crate) use letter::choices;
pub use letter::named;

/// The page behind the links.
pub const PATH: &str = "survey";

/// What follows from a change of status: resolving starts a survey where the mailbox wants one, reopening ends one that has not left.
///
/// # Errors
/// The store's own.
pub(crate) fn follow_status(
    tx: &mut Tx<'_>,
    before: &Conversation,
    to: Status,
    actor: &Actor,
    now: Micros,
) -> store::Result<()> {
    if to == Status::Resolved || to.shelf() != Shelf::Done {
        surveys::cancel_waiting(tx, before.id)?;
    }
    if to != Status::Resolved {
        return Ok(());
    }
    let wanted = policies::of_mailbox(tx, before.mailbox)?.survey;
    if !wanted.on {
        return Ok(());
    }
    let resolved_by = actor.agent().map(|(id, _)| id);
    let new = New {
        conversation: before.id,
        contact: before.contact,
        mailbox: before.mailbox,
        agent: before.assignee.or(resolved_by),
        due: now.plus_s(i64::from(wanted.delay_minutes) * 60),
    };
    surveys::add(tx, &new, now).map(drop)
}

/// Sends surveys whose time has come until the desk shuts down.
pub(crate) async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    let failed = "surveys cannot be sent now; it is tried again";
    claims::rounds(&node, failed, shutdown, |node| async move { round(&node).await }).await;
}

/// Sends what is due. Says how many were looked at.
///
/// # Errors
/// The store's own.
pub async fn round(node: &Node) -> store::Result<usize> {
    let failed = "a survey could not be sent; it is tried again";
    claims::each(node, jobs::SURVEY, failed, |tx, node, id, now| due(tx, node, SurveyId(id), now)).await
}

/// Sends a survey, ends it, or says when it is looked at again.
fn due(tx: &mut Tx<'_>, node: &Node, id: SurveyId, now: Micros) -> store::Result<Option<Micros>> {
    let Some(survey) = surveys::by_id(tx, id)?.filter(|one| one.state == State::Waiting) else { return Ok(None) };
    let about = conversations::by_id(tx, survey.conversation)?;
    let about = about.filter(|one| one.status.shelf() == Shelf::Done && one.merged_into.is_none());
    let policy = policies::of_mailbox(tx, survey.mailbox)?;
    let (true, Some(about)) = (policy.survey.on, about) else {
        surveys::end(tx, id, State::Cancelled)?;
        return Ok(None);
    };
    if let Some(leaves) = outbox::leaves_at(tx, about.last_message)? {
        // The answer that resolved it goes first, and can still be undone.
        return Ok(Some(leaves.max(now).plus_s(limits::SURVEY_AFTER_ANSWER_SECONDS)));
    }
    let Some(asked) = gate::written_by(tx, &about)? else {
        surveys::end(tx, id, State::KeptBack)?;
        return Ok(None);
    };
    let folded = address::fold(&asked.person.address);
    let pause_s = i64::from(policy.survey.pause_days) * 86_400;
    let paused = pause_s > 0 && surveys::went_to(tx, about.contact, &folded, now.plus_s(-pause_s))?;
    let known = store::automatic::team_wrote_to(tx, about.contact)?;
    let leaving = Left { kind: Kind::Survey, mailbox: survey.mailbox, conversation: about.id, folded: &folded, known };
    let gate = automatic::may_send(&gate::facts(tx, &asked, &leaving, paused, now)?);
    match survey::leaving(gate, survey.due_at, now) {
        Leaving::Later(again) => return Ok(Some(again)),
        Leaving::Never(limit) => keep_back(tx, &survey, &folded, limit, now)?,
        Leaving::Now => send(tx, node, &survey, &about, &asked, &leaving, now)?,
    }
    Ok(None)
}

/// Says in the timeline why somebody is not asked; not where nobody would have expected it.
fn keep_back(tx: &mut Tx<'_>, survey: &Survey, folded: &str, limit: Limit, now: Micros) -> store::Result<()> {
    surveys::end(tx, survey.id, State::KeptBack)?;
    if matches!(limit, Limit::Machine | Limit::List | Limit::OwnAddress) {
        return Ok(());
    }
    let event = Event::AutomaticKeptBack { kind: Kind::Survey, address: folded.to_string(), limit };
    events::add(tx, survey.conversation, &event, &Actor::System, now)
}

fn send(
    tx: &mut Tx<'_>,
    node: &Node,
    survey: &Survey,
    about: &Conversation,
    asked: &Message,
    leaving: &Left<'_>,
    now: Micros,
) -> store::Result<()> {
    let language = templates::language(tx, survey.mailbox)?;
    let notice = letter::composed(tx, node, survey, about, asked, &language, now)?;
    if notices::queue(tx, node, &notice, now)?.is_none() {
        return surveys::end(tx, survey.id, State::Cancelled);
    }
    surveys::left(tx, survey.id, leaving.folded, &language, now)?;
    store::automatic::left(tx, leaving, now)?;
    let event = Event::AutomaticSent { kind: Kind::Survey, address: leaving.folded.to_string() };
    events::add(tx, about.id, &event, &Actor::System, now)
}
