//! Assistants (LD-5): what they are, whether one may answer now, and what of its words may reach a customer. What a model
//! says is text from outside like any mail: nothing of it leaves that was not found in the desk's own knowledge
//! (assurance.md D9). Nothing here asks anybody.

mod answer;
pub mod help;
mod links;
mod person;
mod prompt;
mod script;
mod takes;
mod text;

pub use answer::{Answer, Passage, Unfit, is_safe, read};
pub use person::asks_for_person;
pub use prompt::{Before, Wrote, asked, summary};
pub use script::{Pair, matched};
pub use takes::{Facts, Takes, Why, takes};

use serde::{Deserialize, Serialize};

use crate::{automatic::Limit, limits};

/// What answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Kind {
    /// A language model behind an OpenAI-compatible API.
    Model {
        /// The address of the API, without `/chat/completions`.
        base_url: String,
        /// The model's name there.
        model: String,
        /// What it is to know and heed, in the administrator's words; no place for secrets.
        instructions: String,
        /// How it is to sound; empty: as it likes.
        tone: String,
    },
    /// Questions and their answers.
    Script {
        /// In their order.
        pairs: Vec<Pair>,
    },
    /// An agent of Dialogflow ES.
    Dialogflow {
        /// The project; empty: the one that the key names.
        project: String,
        /// The region; empty: none.
        location: String,
        /// Another address than Google's; empty: none.
        endpoint: String,
    },
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Model { .. } => "model",
            Self::Script { .. } => "script",
            Self::Dialogflow { .. } => "dialogflow",
        }
    }

    /// The administrator's words that a model is told.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Model { instructions, .. } => instructions,
            Self::Script { .. } | Self::Dialogflow { .. } => "",
        }
    }

    /// True where it speaks to a service outside.
    #[must_use]
    pub fn asks_outside(&self) -> bool {
        !matches!(self, Self::Script { .. })
    }
}

/// What becomes of its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Agents see them as drafts.
    Draft,
    /// They go to the customer where they may.
    Answer,
}

impl Mode {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Answer => "answer",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Answer].into_iter().find(|mode| mode.word() == word)
    }
}

/// What can be edited about an assistant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Its name, as customers see it.
    pub name: String,
    /// False: it does nothing.
    pub enabled: bool,
    /// What becomes of its answers.
    pub mode: Mode,
    /// The language that it answers in, as a BCP 47 tag; empty: the customer's.
    pub language: String,
    /// Answers that it gives in one conversation before a person takes over.
    pub most_turns: u32,
    /// Customers' messages that it looks at within a day.
    pub most_a_day: u32,
    /// What it does.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What is wrong with settings, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// What is wrong, as a stable word.
    pub why: &'static str,
}

impl Settings {
    /// The settings without what stands around words.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let trim = |text: &mut String| *text = text.trim().to_string();
        trim(&mut self.name);
        trim(&mut self.language);
        match &mut self.kind {
            Kind::Model { base_url, model, instructions, tone } => {
                [base_url, model, instructions, tone].into_iter().for_each(trim);
            }
            Kind::Script { pairs } => pairs.iter_mut().for_each(Pair::tidy),
            Kind::Dialogflow { project, location, endpoint } => {
                [project, location, endpoint].into_iter().for_each(trim);
            }
        }
        self
    }

    /// Looks whether everything fits. Addresses are looked at by whoever connects to them.
    ///
    /// # Errors
    /// [`Wrong`]: the first that does not.
    pub fn check(&self) -> Result<(), Wrong> {
        let wrong = |field, why| Err(Wrong { field, why });
        if self.name.is_empty() || !is_line(&self.name, limits::ASSISTANT_NAME_CHARS) {
            return wrong("name", "assistant-name-does-not-fit");
        }
        if !is_tag(&self.language) {
            return wrong("language", "assistant-language-does-not-fit");
        }
        if !(1..=limits::ASSISTANT_TURNS).contains(&self.most_turns) {
            return wrong("most_turns", "assistant-turns-out-of-range");
        }
        if !(1..=limits::ASSISTANT_A_DAY).contains(&self.most_a_day) {
            return wrong("most_a_day", "assistant-a-day-out-of-range");
        }
        match &self.kind {
            Kind::Model { model, instructions, tone, .. } => {
                if model.is_empty() || !is_line(model, limits::ASSISTANT_NAME_CHARS) {
                    return wrong("model", "assistant-model-does-not-fit");
                }
                if instructions.chars().count() > limits::ASSISTANT_INSTRUCTIONS_CHARS {
                    return wrong("instructions", "assistant-instructions-too-long");
                }
                if !is_line(tone, limits::ASSISTANT_NAME_CHARS) {
                    return wrong("tone", "assistant-tone-does-not-fit");
                }
            }
            Kind::Script { pairs } => script::check(pairs)?,
            Kind::Dialogflow { project, location, .. } => {
                let fits =
                    |text: &str| text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                if !fits(project) {
                    return wrong("project", "assistant-project-does-not-fit");
                }
                if !fits(location) {
                    return wrong("location", "assistant-location-does-not-fit");
                }
            }
        }
        Ok(())
    }
}

fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.chars().any(char::is_control)
}

fn is_tag(language: &str) -> bool {
    language.len() <= 35 && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Why an assistant gives a conversation to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// The customer asks for a person.
    Asked,
    /// Nothing was found that answers it.
    NothingFound,
    /// It does not know.
    Unsure,
    /// What it said is not what customers may be told.
    Unfit(Unfit),
    /// It has answered often enough here.
    Turns,
    /// It has been asked often enough today.
    Budget,
    /// Its service cannot be reached, or refuses.
    Unreachable,
    /// Automatic mail may not leave now.
    Limit(Limit),
    /// The customer's mail is not one that it may answer by itself.
    MayNot(Why),
    /// It was switched off, or removed.
    Off,
}

impl HandOver {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::NothingFound => "nothing-found",
            Self::Unsure => "unsure",
            Self::Unfit(unfit) => unfit.word(),
            Self::Turns => "turns",
            Self::Budget => "budget",
            Self::Unreachable => "unreachable",
            Self::Limit(limit) => limit.word(),
            Self::MayNot(why) => why.word(),
            Self::Off => "off",
        }
    }

    /// What it is told as to whoever takes over; the timeline has the word itself.
    #[must_use]
    pub fn group(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::NothingFound | Self::Unsure | Self::Unfit(_) => "unsure",
            Self::Turns | Self::Budget | Self::Limit(_) | Self::MayNot(_) => "limit",
            Self::Unreachable | Self::Off => "service",
        }
    }
}

/// What an assistant did, as the timeline tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It has the conversation.
    Took,
    /// It answered with these sources.
    Answered(Vec<String>),
    /// It drafted an answer for agents; not by itself, for this reason.
    Drafted(Option<HandOver>),
    /// It gave the conversation to people.
    HandedOver(HandOver),
}

impl Did {
    /// The stored word of its event.
    #[must_use]
    pub fn event(&self) -> &'static str {
        match self {
            Self::Took => "assistant_took",
            Self::Answered(_) => "assistant_answered",
            Self::Drafted(_) => "assistant_drafted",
            Self::HandedOver(_) => "assistant_handed_over",
        }
    }

    /// Why, as a stable word.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        match self {
            Self::Took | Self::Answered(_) | Self::Drafted(None) => None,
            Self::Drafted(Some(why)) | Self::HandedOver(why) => Some(why.word()),
        }
    }

    /// The titles of what it answered with.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        match self {
            Self::Answered(sources) => sources,
            _ => &[],
        }
    }
}

/// Where a turn of an assistant stands: one customer's message that it looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is to be looked at.
    Waiting,
    /// The customer was answered.
    Answered,
    /// There is a draft for agents.
    Drafted,
    /// The conversation was given to people.
    HandedOver,
    /// There is nothing to say to agents.
    Silent,
    /// Somebody else did something first: a person answered, or the customer wrote more.
    Overtaken,
    /// It helped an agent, who had asked for it (SO-17).
    Helped,
    /// Its customer was erased.
    Erased,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Answered,
        Self::Drafted,
        Self::HandedOver,
        Self::Silent,
        Self::Overtaken,
        Self::Helped,
        Self::Erased,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Drafted => "drafted",
            Self::HandedOver => "handed_over",
            Self::Silent => "silent",
            Self::Overtaken => "overtaken",
            Self::Helped => "helped",
            Self::Erased => "erased",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// When what failed is tried again, seconds from now; none: no more. `again_s` is what the service asks for.
#[must_use]
pub fn wait_s(attempts: i64, again_s: Option<u64>) -> Option<i64> {
    let wait = match attempts {
        ..=1 => 2,
        2 => 8,
        3 => 30,
        _ => return None,
    };
    let asked = again_s.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
    (asked <= limits::ASSISTANT_WAIT_SECONDS).then_some(wait.max(asked))
}
