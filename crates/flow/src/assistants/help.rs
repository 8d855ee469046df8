//! Help for agents (SO-17): the model that an administrator chose reads one conversation, as far as its customer has seen it,
//! or a text of the agent's, and says something to the agent alone. The exchange is kept beside those of assistants.

use std::time::{Duration, Instant};

use desk::{
    AssistantId, ConversationId, MessageId, Micros,
    assistant::{
        self, Kind, Unfit,
        help::{self, Help},
    },
};
use links::model::{Bounds, Trouble};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    assistants::{
        self, Assistant,
        turns::{self, Ending, Found},
    },
    audit, messages, settings,
};

use super::{
    ask::{self, Exchange, Question},
    work,
};
use crate::{Node, Refused, access};

/// What help may cost: somebody waits for it.
const BOUNDS: Bounds =
    Bounds { whole: Duration::from_secs(60), silence: Duration::from_secs(20), most_bytes: 128 * 1024 };
/// Seconds of a day.
const DAY_S: i64 = 24 * 3_600;

/// What an agent is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// The text.
    pub text: String,
    /// What was found for an answer, with what it names.
    pub found: Vec<Found>,
    /// Why an assistant would not have sent it by itself, as a stable word.
    pub doubt: Option<&'static str>,
    /// Links that were left out, since they stood nowhere before.
    pub left_out: usize,
}

/// What is known before the model is asked.
struct Ready {
    helper: Assistant,
    about: ConversationId,
    message: MessageId,
    question: Question,
}

/// The assistant that helps agents: one that was chosen, is on and has a model.
///
/// # Errors
/// The store's own.
pub fn helper(tx: &mut Tx<'_>) -> store::Result<Option<Assistant>> {
    let chosen: Option<Option<AssistantId>> = settings::get(tx, settings::HELPER)?;
    let Some(id) = chosen.flatten() else { return Ok(None) };
    Ok(assistants::by_id(tx, id)?.filter(can_help))
}

fn can_help(assistant: &Assistant) -> bool {
    assistant.settings.enabled && matches!(assistant.settings.kind, Kind::Model { .. })
}

/// Chooses which assistant helps agents, or that none does.
///
/// # Errors
/// [`Refused`] where there is no such assistant, or it has no model or is off.
pub fn choose(tx: &mut Tx<'_>, by: &Agent, id: Option<AssistantId>, now: Micros) -> Result<(), Refused> {
    if let Some(id) = id {
        let fits = assistants::by_id(tx, id)?.is_some_and(|one| can_help(&one));
        if !fits {
            return Err(Refused::field("assistant", "helper-needs-model"));
        }
    }
    settings::set(tx, settings::HELPER, &id, now)?;
    Ok(audit::add(tx, &by.actor(), "helper.changed", "settings:desk", &json!({"assistant": id}), now)?)
}

/// Asks for help with a conversation.
///
/// # Errors
/// [`Refused`] where there is no such conversation for this agent, nobody who helps, nothing to say, or no answer.
pub async fn ask(node: &Node, agent: &Agent, about: ConversationId, help: &Help) -> Result<Helped, Refused> {
    help.check().map_err(|(field, why)| Refused::field(field, why))?;
    let (by, now) = (agent.clone(), node.clock.now());
    let ready = node.read(move |tx| ready(tx, &by, about, now)).await?;
    let (system, user) = words(help, &ready.question)?;
    let begun = Instant::now();
    let endpoint = ask::endpoint_of(node, &ready.question)?;
    let told = ask::tell(node, &endpoint, &system, user.clone(), help::tokens(help), &BOUNDS).await;
    let mut exchange = Exchange {
        asked: format!("{system}\n\n{user}"),
        took_ms: i64::try_from(begun.elapsed().as_millis()).ok(),
        ..Exchange::default()
    };
    let outcome = match told {
        Ok(told) => {
            exchange.tokens_in = told.tokens_in.and_then(|many| i64::try_from(many).ok());
            exchange.tokens_out = told.tokens_out.and_then(|many| i64::try_from(many).ok());
            let outcome = read(help, &ready.question, &system, &told.text);
            exchange.said = told.text;
            outcome
        }
        Err(trouble) => {
            exchange.said = format!("({})", trouble.word());
            Err(failed(&trouble))
        }
    };
    keep(node, agent, ready, help, exchange, outcome.as_ref().ok(), now).await?;
    outcome
}

fn ready(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId, now: Micros) -> Result<Ready, Refused> {
    let about = access::worked_on(tx, agent, id)?;
    let helper = helper(tx)?.ok_or(Refused::field("kind", "help-is-off"))?;
    let asked = turns::since(tx, helper.id, now.plus_s(-DAY_S))?;
    if asked >= i64::from(helper.settings.most_a_day) {
        return Err(Refused::field("kind", "help-enough-today"));
    }
    let newest = messages::newest_public(tx, about.id, None, 1)?.into_iter().next();
    let message = newest.ok_or(Refused::field("kind", "help-nothing-to-read"))?.id;
    let question = work::question(tx, &helper, &about)?;
    Ok(Ready { helper, about: about.id, message, question })
}

fn words(help: &Help, question: &Question) -> Result<(String, String), Refused> {
    let Question { settings, mailbox, language, subject, said, found, .. } = question;
    if let Some(words) = help::asked(help, language, subject, said) {
        return Ok(words);
    }
    if found.is_empty() {
        return Err(Refused::field("kind", "help-nothing-found"));
    }
    Ok(assistant::asked(settings, mailbox, subject, said, found))
}

fn read(help: &Help, question: &Question, system: &str, said: &str) -> Result<Helped, Refused> {
    if *help == Help::Answer {
        let instructions = question.settings.kind.words();
        let answer = assistant::read(said, &question.found, instructions, system).map_err(|unfit| {
            let unsure = unfit == Unfit::Unsure;
            Refused::field("kind", if unsure { "help-does-not-know" } else { "help-unfit" })
        })?;
        let found = work::kept(&question.found, &answer.sources);
        return Ok(Helped { text: answer.text, found, doubt: answer.doubt.map(Unfit::word), left_out: 0 });
    }
    let mut given: Vec<&str> = help.text().into_iter().collect();
    if given.is_empty() {
        given.push(&question.subject);
        given.extend(question.said.iter().map(|before| before.text.as_str()));
    }
    let help::Said { text, left_out } = help::read(said, &given);
    if text.is_empty() {
        return Err(Refused::field("kind", "help-unfit"));
    }
    Ok(Helped { text, found: Vec::new(), doubt: None, left_out })
}

fn failed(trouble: &Trouble) -> Refused {
    let busy = matches!(trouble, Trouble::Busy { .. });
    Refused::field("kind", if busy { "help-busy" } else { "help-unreachable" })
}

async fn keep(
    node: &Node,
    agent: &Agent,
    ready: Ready,
    help: &Help,
    exchange: Exchange,
    helped: Option<&Helped>,
    began: Micros,
) -> Result<(), Refused> {
    let (actor, word, now) = (agent.actor(), help.word(), node.clock.now());
    let found = helped.map(|helped| helped.found.clone()).unwrap_or_default();
    let kept = node.db.write(move |tx| {
        let ending = Ending { reason: Some(word), ..work::ending(&exchange, &found) };
        turns::helped(tx, (ready.helper.id, ready.about, ready.message), &ending, (began, now))?;
        let object = format!("conversation:{}", ready.about);
        audit::add(tx, &actor, "conversation.helped", &object, &json!({"with": word}), now)
    });
    Ok(kept.await?)
}
