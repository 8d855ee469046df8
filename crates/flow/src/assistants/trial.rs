//! Trying an assistant out: a question is answered as a customer's mail would be, and goes nowhere.

use desk::{
    AssistantId, MailboxId,
    assistant::{Before, Wrote},
    limits,
};

use super::{
    ask::{self, Outcome},
    standing,
    work::{kept, question_of},
};
use crate::{Node, Refused};

/// What an assistant told to a question that is tried.
#[derive(Clone, Debug)]
pub struct Told {
    /// The answer, or the draft that agents would get.
    pub answer: Option<String>,
    /// Why people would have to answer, as a stable word.
    pub reason: Option<&'static str>,
    /// What was found.
    pub found: Vec<store::assistants::turns::Found>,
    /// What was asked.
    pub asked: String,
    /// What was said.
    pub said: String,
    /// How long its service took, milliseconds.
    pub took_ms: Option<i64>,
}

/// Asks an assistant a question as if it had come to a mailbox.
///
/// # Errors
/// [`Refused`] where there is no such assistant, or the question is empty or too long.
pub async fn ask(node: &Node, id: AssistantId, mailbox: MailboxId, text: &str) -> Result<Told, Refused> {
    let text = text.trim().to_string();
    if text.is_empty() || text.chars().count() > limits::ASSISTANT_READS_CHARS {
        return Err(Refused::field("text", "assistant-question-does-not-fit"));
    }
    let question = node
        .read(move |tx| {
            let assistant = standing(tx, id)?;
            store::mailboxes::by_id(tx, mailbox)?.ok_or(Refused::NotFound)?;
            let said = vec![Before { who: Wrote::Customer, text: text.clone() }];
            Ok(question_of(tx, &assistant, mailbox, "", said, "trial".into())?)
        })
        .await?;
    let (outcome, exchange) = ask::ask(node, &question).await?;
    let (answer, reason) = match outcome {
        Outcome::Answer(text, sources) => (Some((text, sources)), None),
        Outcome::HandOver(why, told) => (told, Some(why.word())),
        Outcome::Again(_) => (None, Some("busy")),
    };
    let (answer, named) = answer.map_or((None, Vec::new()), |(text, sources)| (Some(text), sources));
    let found = kept(&question.found, &named);
    Ok(Told { answer, reason, found, asked: exchange.asked, said: exchange.said, took_ms: exchange.took_ms })
}
