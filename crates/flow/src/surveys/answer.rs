//! What customers say: a survey opened by its link, and its answer kept with an event in the conversation.

use desk::{
    Micros,
    event::Event,
    survey::{self, Answerable, Link, Rating, State},
};
use store::{
    Tx, conversations,
    events::{self, Actor},
    mailboxes,
    surveys::{self, Survey},
};

use crate::{Node, rules, templates};

/// A survey as its page shows it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The survey.
    pub survey: Survey,
    /// The subject of its conversation.
    pub subject: String,
    /// The mailbox's name.
    pub mailbox: String,
    /// The language of its mail.
    pub language: String,
    /// How it can be answered now.
    pub answerable: Answerable,
}

/// Opens a survey by its link. None where the link is not ours, or leads nowhere any more.
///
/// # Errors
/// The store's own.
pub fn open(tx: &mut Tx<'_>, node: &Node, link: &str, now: Micros) -> store::Result<Option<Opened>> {
    let Some(link) = Link::read(&node.keys, link, now) else { return Ok(None) };
    let Some(survey) = surveys::by_id(tx, link.survey)?.filter(|one| one.state == State::Sent) else { return Ok(None) };
    let Some(sent) = survey.sent_at else { return Ok(None) };
    let Some(about) = conversations::by_id(tx, survey.conversation)? else { return Ok(None) };
    let mailbox = mailboxes::by_id(tx, survey.mailbox)?.map(|mailbox| mailbox.name).unwrap_or_default();
    let language = match survey.language.clone() {
        Some(language) => language,
        None => templates::language(tx, survey.mailbox)?,
    };
    let answerable = survey::answerable(sent, survey.rated_at, survey.changes, now);
    Ok(Some(Opened { subject: about.subject, mailbox, language, answerable, survey }))
}

/// Keeps what a customer said, with its event in the conversation. The same said again changes nothing. False where the
/// survey takes no answer any more.
///
/// # Errors
/// The store's own.
pub fn rate(tx: &mut Tx<'_>, opened: &Opened, rating: Rating, comment: &str, now: Micros) -> store::Result<bool> {
    let survey = &opened.survey;
    if survey.rating == Some(rating) && survey.comment == comment {
        return Ok(true);
    }
    if opened.answerable == Answerable::No {
        return Ok(false);
    }
    if surveys::rate(tx, survey, rating, comment, now)? {
        let changed = survey.rated_at.is_some();
        let event = Event::Rated { rating, comment: comment.to_string(), changed };
        let about = conversations::followed(tx, survey.conversation)?.map_or(survey.conversation, |one| one.id);
        events::add(tx, about, &event, &Actor::Customer, now)?;
        rules::settle(tx, now)?;
    }
    Ok(true)
}
