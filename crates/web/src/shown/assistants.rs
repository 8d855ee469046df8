//! Assistants and what they looked at, as the API shows them. The key of a service is never shown.

use desk::{
    AssistantId, AssistantTurnId, MailboxId, MessageId,
    assistant::{self, Kind, Pair, Settings},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::assistants::{
    self as stored,
    turns::{self, Found},
};
use utoipa::ToSchema;

use crate::shown::{same_words, time};

/// What becomes of an assistant's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AssistantMode {
    /// Agents see them as drafts.
    Draft,
    /// They go to the customer where they may.
    Answer,
}

same_words!(AssistantMode, assistant::Mode, Draft = Draft, Answer = Answer);

/// A language model behind an OpenAI-compatible API.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantModel {
    /// The address of its API, without `/chat/completions`.
    #[schema(example = "https://models.example.org/v1")]
    pub base_url: String,
    /// Its name there.
    #[schema(example = "small-model")]
    pub model: String,
    /// What it is to know and heed, up to 8,000 characters; no place for secrets.
    #[serde(default)]
    #[schema(required)]
    pub instructions: String,
    /// How it is to sound; empty: as it likes.
    #[serde(default)]
    #[schema(required, example = "friendly and brief")]
    pub tone: String,
}

/// What customers ask, and what they are answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantPair {
    /// 1 to 20 ways in which it is asked.
    #[schema(example = json!(["opening hours", "when do you open"]))]
    pub questions: Vec<String>,
    /// The answer, as plain text.
    #[schema(example = "We are open from 9 to 17.")]
    pub answer: String,
}

/// An agent of Dialogflow ES.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AssistantDialogflow {
    /// The project; empty: the one that the key file names.
    #[schema(required)]
    pub project: String,
    /// The region; empty: none.
    #[schema(required, example = "europe-west1")]
    pub location: String,
    /// Another address than Google's; empty: none.
    #[schema(required)]
    pub endpoint: String,
}

/// An assistant. Exactly one of `model`, `script` and `dialogflow` says what it does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Assistant {
    /// Which.
    #[schema(value_type = String, example = "2")]
    pub id: AssistantId,
    /// Its name, as customers see it.
    #[schema(example = "Ada")]
    pub name: String,
    /// False: it does nothing.
    pub enabled: bool,
    /// What becomes of its answers.
    pub mode: AssistantMode,
    /// The language that it answers in, as a BCP 47 tag; empty: the customer's.
    pub language: String,
    /// Answers that it gives in one conversation before a person takes over.
    #[schema(example = 3)]
    pub most_turns: u32,
    /// Customers' messages that it looks at within a day.
    #[schema(example = 200)]
    pub most_a_day: u32,
    /// A language model.
    #[schema(required)]
    pub model: Option<AssistantModel>,
    /// Questions and their answers.
    #[schema(required)]
    pub script: Option<Vec<AssistantPair>>,
    /// An agent of Dialogflow.
    #[schema(required)]
    pub dialogflow: Option<AssistantDialogflow>,
    /// True where there is a key for its service.
    pub has_key: bool,
    /// The mailboxes in whose list it stands.
    #[schema(value_type = Vec<String>)]
    pub mailboxes: Vec<MailboxId>,
}

impl Assistant {
    /// As it is shown.
    #[must_use]
    pub fn new(stored: stored::Assistant, mailboxes: Vec<MailboxId>) -> Self {
        let stored::Assistant { id, settings, secret } = stored;
        let Settings { name, enabled, mode, language, most_turns, most_a_day, kind } = settings;
        let (mut model, mut script, mut dialogflow) = (None, None, None);
        match kind {
            Kind::Model { base_url, model: name, instructions, tone } => {
                model = Some(AssistantModel { base_url, model: name, instructions, tone });
            }
            Kind::Script { pairs } => script = Some(pairs.into_iter().map(AssistantPair::from).collect()),
            Kind::Dialogflow { project, location, endpoint } => {
                dialogflow = Some(AssistantDialogflow { project, location, endpoint });
            }
        }
        Self {
            id,
            name,
            enabled,
            mode: mode.into(),
            language,
            most_turns,
            most_a_day,
            model,
            script,
            dialogflow,
            has_key: secret.is_some(),
            mailboxes,
        }
    }
}

impl From<Pair> for AssistantPair {
    fn from(Pair { questions, answer }: Pair) -> Self {
        Self { questions, answer }
    }
}

impl From<AssistantPair> for Pair {
    fn from(AssistantPair { questions, answer }: AssistantPair) -> Self {
        Self { questions, answer }
    }
}

/// An assistant, as what it has or wrote names it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssistantRef {
    /// Which.
    #[schema(value_type = String, example = "2")]
    pub id: AssistantId,
    /// Its name.
    #[schema(example = "Ada")]
    pub name: String,
}

impl From<(AssistantId, String)> for AssistantRef {
    fn from((id, name): (AssistantId, String)) -> Self {
        Self { id, name }
    }
}

/// A passage of an article that was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssistantSource {
    /// The article's title at that moment.
    #[schema(example = "Returns")]
    pub title: String,
    /// The passage.
    pub text: String,
    /// Where the article can be read.
    #[schema(required)]
    pub link: Option<String>,
    /// True where the answer names it.
    pub named: bool,
}

impl From<Found> for AssistantSource {
    fn from(Found { title, text, link, named }: Found) -> Self {
        Self { title, text, link, named }
    }
}

/// An answer that an assistant drafted, for agents to use.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Suggestion {
    /// The turn that it comes from.
    #[schema(value_type = String, example = "12")]
    pub turn: AssistantTurnId,
    /// The assistant.
    pub assistant: AssistantRef,
    /// The text.
    pub text: String,
    /// Why it did not leave by itself, as a stable word; null where it was only to be a draft.
    #[schema(required, example = "not-proved")]
    pub reason: Option<String>,
    /// The passages that it names.
    pub sources: Vec<AssistantSource>,
}

impl Suggestion {
    /// The draft of a turn, where there is one that nobody has used or taken away.
    #[must_use]
    pub fn of(turn: turns::Turn, name: String) -> Option<Self> {
        let fits = turn.answer_id.is_none() && !turn.answer.is_empty();
        fits.then(|| Self {
            turn: turn.id,
            assistant: (turn.assistant, name).into(),
            text: turn.answer,
            reason: turn.reason,
            sources: turn.found.into_iter().filter(|one| one.named).map(AssistantSource::from).collect(),
        })
    }
}

/// A customer's message that an assistant looked at: all that was found, asked and said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssistantTurn {
    /// Which.
    #[schema(value_type = String, example = "12")]
    pub id: AssistantTurnId,
    /// The assistant.
    pub assistant: AssistantRef,
    /// The customer's message.
    #[schema(value_type = String)]
    pub message: MessageId,
    /// The message that it wrote; null where it wrote none.
    #[schema(required, value_type = Option<String>)]
    pub answer_message: Option<MessageId>,
    /// What was to become of it.
    pub mode: AssistantMode,
    /// Where it stands: `waiting`, `answered`, `drafted`, `handed_over`, `silent`, `overtaken` or `erased`.
    #[schema(example = "answered")]
    pub state: String,
    /// Why, as a stable word.
    #[schema(required)]
    pub reason: Option<String>,
    /// What was found.
    pub found: Vec<AssistantSource>,
    /// What was asked.
    pub asked: String,
    /// What was said.
    pub said: String,
    /// The answer that was read out of it; empty for none.
    pub answer: String,
    /// Tokens of what was asked, as far as its service says.
    #[schema(required)]
    pub tokens_in: Option<i64>,
    /// Tokens of what was said.
    #[schema(required)]
    pub tokens_out: Option<i64>,
    /// How long its service took, milliseconds.
    #[schema(required)]
    pub took_ms: Option<i64>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ended.
    #[schema(required)]
    pub ended_at: Option<Timestamp>,
}

impl AssistantTurn {
    /// As it is shown, with its assistant's name.
    #[must_use]
    pub fn new(turn: turns::Turn, name: String) -> Self {
        Self {
            id: turn.id,
            assistant: (turn.assistant, name).into(),
            message: turn.message,
            answer_message: turn.answer_id,
            mode: turn.mode.into(),
            state: turn.state.word().to_string(),
            reason: turn.reason,
            found: turn.found.into_iter().map(AssistantSource::from).collect(),
            asked: turn.asked,
            said: turn.said,
            answer: turn.answer,
            tokens_in: turn.tokens_in,
            tokens_out: turn.tokens_out,
            took_ms: turn.took_ms,
            created_at: time(turn.created_at),
            ended_at: turn.ended_at.map(time),
        }
    }
}
