//! What an assistant says to a customer's message: a script is looked through, a model or Dialogflow is asked. What comes
//! back is judged by `desk::assistant`; nothing here writes.

use std::time::{Duration, Instant};

use desk::{
    assistant::{self, Before, HandOver, Kind, Passage, Settings, Unfit, Wrote},
    limits,
};
use links::model::{Ask, Bounds, Endpoint, Role, Said, Trouble};
use store::seal;

use crate::Node;

/// What one answer of a model may cost.
const BOUNDS: Bounds =
    Bounds { whole: Duration::from_secs(90), silence: Duration::from_secs(20), most_bytes: 64 * 1024 };
/// What a summary may cost; without one, agents read what there is.
const SUMMARY: Bounds =
    Bounds { whole: Duration::from_secs(20), silence: Duration::from_secs(10), most_bytes: 16 * 1024 };
/// Tokens that a summary may have.
const SUMMARY_TOKENS: u32 = 300;

/// What an assistant looks at.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// Its settings.
    pub(super) settings: Settings,
    /// The sealed key of its service.
    pub(super) secret: Option<Vec<u8>>,
    /// The name under which the team answers.
    pub(super) mailbox: String,
    /// The language of the team's mails.
    pub(super) language: String,
    /// What tells this conversation from others, to a service that keeps sessions.
    pub(super) session: String,
    /// The subject.
    pub(super) subject: String,
    /// What was written, the newest last: that one is answered.
    pub(super) said: Vec<Before>,
    /// What was found for it.
    pub(super) found: Vec<Passage>,
}

impl Question {
    /// The text that is answered.
    pub(super) fn text(&self) -> &str {
        self.said.iter().rev().find(|one| one.who == Wrote::Customer).map_or("", |one| &one.text)
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// An answer, with the places of the passages that it names.
    Answer(String, Vec<usize>),
    /// People are to answer; with a draft, where there is one.
    HandOver(HandOver, Option<(String, Vec<usize>)>),
    /// It is tried again in so many seconds, if the service wants it so.
    Again(Option<u64>),
}

/// What was asked and said, for people to see.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    /// What was asked.
    pub(super) asked: String,
    /// What was said, or what went wrong.
    pub(super) said: String,
    /// Tokens of what was asked.
    pub(super) tokens_in: Option<i64>,
    /// Tokens of what was said.
    pub(super) tokens_out: Option<i64>,
    /// How long the service took, milliseconds.
    pub(super) took_ms: Option<i64>,
}

/// Asks.
///
/// # Errors
/// When the key cannot be opened.
pub(super) async fn ask(node: &Node, question: &Question) -> store::Result<(Outcome, Exchange)> {
    if assistant::asks_for_person(question.text()) {
        return Ok((Outcome::HandOver(HandOver::Asked, None), Exchange::default()));
    }
    match &question.settings.kind {
        Kind::Script { pairs } => Ok((scripted(pairs, question), Exchange::default())),
        Kind::Model { base_url, model, .. } => modelled(node, question, base_url, model).await,
        Kind::Dialogflow { .. } => super::dialogflow::ask(node, question).await,
    }
}

fn scripted(pairs: &[assistant::Pair], question: &Question) -> Outcome {
    let asked = format!("{}\n{}", question.subject, question.text());
    match assistant::matched(pairs, &asked) {
        Some(pair) => Outcome::Answer(pair.answer.clone(), Vec::new()),
        None => Outcome::HandOver(HandOver::Unsure, None),
    }
}

async fn modelled(node: &Node, question: &Question, base_url: &str, model: &str) -> store::Result<(Outcome, Exchange)> {
    if question.found.is_empty() {
        // Nothing leaves the desk for what it cannot answer anyway.
        return Ok((Outcome::HandOver(HandOver::NothingFound, None), Exchange::default()));
    }
    let Question { settings, mailbox, subject, said, found, .. } = question;
    let (system, user) = assistant::asked(settings, mailbox, subject, said, found);
    let endpoint = endpoint(node, question, base_url, model)?;
    let asked = format!("{system}\n\n{user}");
    let begun = Instant::now();
    let told = tell(node, &endpoint, &system, user, limits::ASSISTANT_TOKENS, &BOUNDS).await;
    let mut exchange =
        Exchange { asked, took_ms: i64::try_from(begun.elapsed().as_millis()).ok(), ..Exchange::default() };
    let told = match told {
        Ok(told) => told,
        Err(trouble) => {
            exchange.said = format!("({})", trouble.word());
            return Ok((failed(&trouble), exchange));
        }
    };
    exchange.tokens_in = told.tokens_in.and_then(|many| i64::try_from(many).ok());
    exchange.tokens_out = told.tokens_out.and_then(|many| i64::try_from(many).ok());
    let outcome = match assistant::read(&told.text, found, settings.kind.words(), &system) {
        Ok(answer) => match answer.doubt {
            None => Outcome::Answer(answer.text, answer.sources),
            Some(doubt) => Outcome::HandOver(HandOver::Unfit(doubt), Some((answer.text, answer.sources))),
        },
        Err(Unfit::Unsure) => Outcome::HandOver(HandOver::Unsure, None),
        Err(unfit) => Outcome::HandOver(HandOver::Unfit(unfit), None),
    };
    exchange.said = told.text;
    Ok((outcome, exchange))
}

/// What follows from what went wrong.
pub(super) fn failed(trouble: &Trouble) -> Outcome {
    match trouble {
        Trouble::Busy { again_s } => Outcome::Again(*again_s),
        trouble if trouble.passes() => Outcome::Again(None),
        _ => Outcome::HandOver(HandOver::Unreachable, None),
    }
}

/// A summary of a conversation for whoever takes over, by the model itself; none where it has none to give, or where there
/// is no model.
///
/// # Errors
/// When the key cannot be opened.
pub(super) async fn summary(node: &Node, question: &Question) -> store::Result<Option<String>> {
    let Kind::Model { base_url, model, .. } = &question.settings.kind else { return Ok(None) };
    let (system, user) = assistant::summary(&question.language, &question.subject, &question.said);
    let endpoint = endpoint(node, question, base_url, model)?;
    let told = tell(node, &endpoint, &system, user, SUMMARY_TOKENS, &SUMMARY).await;
    Ok(told.ok().and_then(|told| assistant::is_safe(&told.text).ok()))
}

/// The model of a question, with the way to it.
///
/// # Errors
/// When the key cannot be opened, or there is no model.
pub(super) fn endpoint_of(node: &Node, question: &Question) -> store::Result<Endpoint> {
    match &question.settings.kind {
        Kind::Model { base_url, model, .. } => endpoint(node, question, base_url, model),
        other => {
            Err(store::Error::Refused(format!("there is no model behind an assistant of the kind {}", other.word())))
        }
    }
}

fn endpoint(node: &Node, question: &Question, base_url: &str, model: &str) -> store::Result<Endpoint> {
    let key = question.secret.as_ref().map(|sealed| node.sealer.open(sealed, seal::ASSISTANT)).transpose()?;
    Ok(Endpoint { base_url: base_url.to_string(), key, model: model.to_string() })
}

pub(super) async fn tell(
    node: &Node,
    endpoint: &Endpoint,
    system: &str,
    user: String,
    most_tokens: u32,
    bounds: &Bounds,
) -> Result<links::model::Told, Trouble> {
    let said = vec![Said { role: Role::System, text: system.to_string() }, Said { role: Role::User, text: user }];
    node.poster.ask(endpoint, &Ask { said, most_tokens, temperature: Some(0.0) }, bounds, |_| {}).await
}
