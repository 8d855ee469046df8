//! What a model tells, put together from the objects of its answer: text, why it ended, what was counted, and errors that
//! come where text was to come. What is neither (roles, reasoning, tools) is passed over.

use serde_json::Value;

use super::{Told, thought::Thought};
use crate::trouble::{self, Trouble};

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// It was all said.
    Stop,
    /// It became as long as it may.
    Length,
    /// A filter or the model itself refused.
    Filtered,
    /// Something else, or the server did not say.
    Other,
}

/// An answer as far as it was told.
pub(super) struct Telling {
    text: String,
    most_bytes: usize,
    tokens_in: Option<u64>,
    tokens_out: Option<u64>,
    finish: Option<Finish>,
    refused: bool,
    understood: bool,
    thought: Thought,
}

impl Telling {
    /// Nothing yet, of an answer that may have this many bytes of text.
    pub fn new(most_bytes: usize) -> Self {
        Self {
            text: String::new(),
            most_bytes,
            tokens_in: None,
            tokens_out: None,
            finish: None,
            refused: false,
            understood: false,
            thought: Thought::default(),
        }
    }

    /// True where the server said why it ended.
    pub fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    /// One object of a stream.
    pub fn piece(&mut self, value: &Value, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        self.said(value, "delta", heard)
    }

    /// The one object of an answer that is no stream.
    pub fn object(&mut self, value: &Value, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        self.said(value, "message", heard)
    }

    fn said(&mut self, value: &Value, part: &str, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            return Err(trouble::inside(error));
        }
        if value.get("object").and_then(Value::as_str) == Some("error") {
            return Err(trouble::inside(value));
        }
        self.count(value);
        let Some(choices) = value.get("choices").and_then(Value::as_array) else { return Ok(()) };
        self.understood = true;
        let first = |choice: &&Value| choice.get("index").and_then(Value::as_u64).unwrap_or(0) == 0;
        for choice in choices.iter().filter(first) {
            if let Some(message) = choice.get(part) {
                self.refused |= message.get("refusal").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
                self.texts(message.get("content").unwrap_or(&Value::Null), heard)?;
            }
            if let Some(reason) = choice.get("finish_reason").and_then(Value::as_str).filter(|one| !one.is_empty()) {
                self.finish = Some(finish(reason));
            }
        }
        Ok(())
    }

    /// Text, or a list of parts that have text.
    fn texts(&mut self, content: &Value, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        match content {
            Value::String(text) => self.heard(text, heard),
            Value::Array(parts) => {
                parts.iter().filter_map(|part| part.get("text")?.as_str()).try_for_each(|text| self.heard(text, heard))
            }
            _ => Ok(()),
        }
    }

    fn heard(&mut self, text: &str, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        let spoken = self.thought.without(text);
        self.add(&spoken, heard)
    }

    fn add(&mut self, text: &str, heard: &mut impl FnMut(&str)) -> Result<(), Trouble> {
        // No text of the desk holds this one character: databases refuse it.
        let text = text.replace('\0', "");
        if self.text.len().saturating_add(text.len()) > self.most_bytes {
            return Err(Trouble::TooLong);
        }
        if !text.is_empty() {
            self.text.push_str(&text);
            heard(&text);
        }
        Ok(())
    }

    fn count(&mut self, value: &Value) {
        let Some(usage) = value.get("usage").filter(|usage| usage.is_object()) else { return };
        let tokens = |name: &str| usage.get(name).and_then(Value::as_u64);
        self.tokens_in = tokens("prompt_tokens").or(self.tokens_in);
        self.tokens_out = tokens("completion_tokens").or(self.tokens_out);
    }

    /// The answer is over: a stream that neither said so nor why was cut off.
    pub fn end(mut self, is_over: bool, heard: &mut impl FnMut(&str)) -> Result<Told, Trouble> {
        if !self.understood {
            return Err(Trouble::Garbage);
        }
        if !is_over && self.finish.is_none() {
            return Err(Trouble::Broken);
        }
        let rest = self.thought.rest();
        self.add(&rest, heard)?;
        let finish = if self.refused { Finish::Filtered } else { self.finish.unwrap_or(Finish::Other) };
        Ok(Told { text: self.text, tokens_in: self.tokens_in, tokens_out: self.tokens_out, finish })
    }
}

fn finish(reason: &str) -> Finish {
    match reason.to_ascii_lowercase().as_str() {
        "stop" | "eos" | "eos_token" | "end_turn" | "stop_sequence" => Finish::Stop,
        "length" | "max_tokens" => Finish::Length,
        "content_filter" | "safety" | "refusal" => Finish::Filtered,
        _ => Finish::Other,
    }
}
