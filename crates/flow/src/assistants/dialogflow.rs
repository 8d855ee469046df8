//! Dialogflow ES as an assistant: one text, one intent, and its answer where it has one. Its answers are the administrator's
//! own words; what may not reach a customer in any case (links, addresses, markup) is looked for all the same.

use std::time::Instant;

use desk::{
    assistant::{self, HandOver, Kind},
    limits,
};
use links::dialogflow::{Agent, ServiceAccount};
use store::seal;

use super::ask::{Exchange, Outcome, Question, failed};
use crate::{Node, Refused};

/// The language in which it is asked where neither it nor the mailbox has one.
const LANGUAGE: &str = "en";

/// Asks.
///
/// # Errors
/// When the key cannot be opened.
pub(super) async fn ask(node: &Node, question: &Question) -> store::Result<(Outcome, Exchange)> {
    let unreachable = || (Outcome::HandOver(HandOver::Unreachable, None), Exchange::default());
    let Kind::Dialogflow { project, location, endpoint } = &question.settings.kind else { return Ok(unreachable()) };
    let Some(sealed) = &question.secret else { return Ok(unreachable()) };
    let Ok(account) = ServiceAccount::read(&node.sealer.open(sealed, seal::ASSISTANT)?) else {
        return Ok(unreachable());
    };
    let languages = [&question.settings.language, &question.language];
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let agent = Agent {
        project: project.clone(),
        location: given(location),
        endpoint: given(endpoint),
        language: languages.into_iter().find_map(given).unwrap_or_else(|| LANGUAGE.to_string()),
    };
    let asked: String = question.text().chars().take(limits::ASSISTANT_READS_CHARS).collect();
    let (begun, now_s) = (Instant::now(), node.clock.now().unix_s());
    let detected = node.dialogflow.detect(&account, &agent, &question.session, &asked, now_s).await;
    let mut exchange =
        Exchange { asked, took_ms: i64::try_from(begun.elapsed().as_millis()).ok(), ..Exchange::default() };
    let detected = match detected {
        Ok(detected) => detected,
        Err(trouble) => {
            exchange.said = format!("({})", trouble.word());
            return Ok((failed(&trouble), exchange));
        }
    };
    exchange.said = format!("{}\n\n({})", detected.text, detected.intent);
    let outcome = match assistant::is_safe(&detected.text) {
        _ if detected.hand_off => Outcome::HandOver(HandOver::Asked, None),
        _ if detected.fallback => Outcome::HandOver(HandOver::Unsure, None),
        Ok(text) => Outcome::Answer(text, Vec::new()),
        Err(assistant::Unfit::Empty) => Outcome::HandOver(HandOver::Unsure, None),
        Err(unfit) => Outcome::HandOver(HandOver::Unfit(unfit), None),
    };
    Ok((outcome, exchange))
}

/// Looks whether a key is one for this kind: Dialogflow needs the key file of a service account.
///
/// # Errors
/// [`Refused`] where it is not.
pub(super) fn check_key(kind: &Kind, typed: &str) -> Result<(), Refused> {
    match kind {
        Kind::Dialogflow { .. } if typed.is_empty() => Err(Refused::field("key", "assistant-key-needed")),
        Kind::Dialogflow { .. } if ServiceAccount::read(typed).is_err() => {
            Err(Refused::field("key", "assistant-key-does-not-fit"))
        }
        Kind::Model { .. } if typed.chars().any(|c| !c.is_ascii_graphic()) => {
            Err(Refused::field("key", "assistant-key-does-not-fit"))
        }
        _ => Ok(()),
    }
}
