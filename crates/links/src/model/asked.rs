//! How a model is asked: the body of the request, and how it is asked otherwise where a server does not know a part of it.

use serde::Serialize;

use super::{Ask, Endpoint, Role};

/// Which parts a request has that not all servers know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Asks to be told what was counted.
    counts: bool,
    /// Bounds the answer by the newer name.
    newer: bool,
    /// Says how much is left to chance.
    chance: bool,
    /// The name of the bound was changed before.
    renamed: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self { counts: true, newer: false, chance: true, renamed: false }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<Options>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f32>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
struct Options {
    include_usage: bool,
}

impl Shape {
    /// The body of a request.
    pub fn body(self, endpoint: &Endpoint, ask: &Ask) -> Vec<u8> {
        let messages = ask.said.iter().map(|said| Message { role: word(said.role), content: &said.text }).collect();
        let body = Body {
            model: &endpoint.model,
            messages,
            stream: true,
            stream_options: self.counts.then_some(Options { include_usage: true }),
            max_tokens: (!self.newer).then_some(ask.most_tokens),
            max_completion_tokens: self.newer.then_some(ask.most_tokens),
            temperature: ask.temperature.filter(|one| self.chance && one.is_finite()),
        };
        // Text and numbers can always be written.
        serde_json::to_vec(&body).unwrap_or_default()
    }

    /// How to ask otherwise after a refusal, where that may help: without the part that it names, or without what servers
    /// most often do not know. Each part changes once.
    pub fn otherwise(self, status: u16, said: &str) -> Option<Self> {
        if !matches!(status, 400 | 422) {
            return None;
        }
        let names_counts = said.contains("stream_options") || said.contains("include_usage");
        let names_bound = said.contains("max_tokens") || said.contains("max_completion_tokens");
        if self.counts && names_counts {
            Some(Self { counts: false, ..self })
        } else if !self.renamed && names_bound {
            Some(Self { newer: !self.newer, renamed: true, ..self })
        } else if self.chance && said.contains("temperature") {
            Some(Self { chance: false, ..self })
        } else if self.counts && !names_bound {
            Some(Self { counts: false, ..self })
        } else {
            None
        }
    }
}

fn word(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    }
}
