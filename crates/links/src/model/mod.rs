//! A language model behind any OpenAI-compatible API (LD-5): one question, `POST {base_url}/chat/completions`, and its
//! answer, told piece by piece as it is written. What servers do differently from one another is met here and in the files
//! beside it; what is asked, and what an answer is good for, is no matter of these.

mod asked;
mod events;
mod reading;
mod thought;
mod told;

use std::{fmt, time::Duration};

use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::time::timeout;
use url::Url;

pub use self::told::Finish;
use self::{asked::Shape, reading::Reading};
pub use crate::trouble::Trouble;
use crate::{
    post::Poster,
    reach::{Begun, Failure},
    trouble,
};

/// Bytes of a refusal that are read.
const REFUSAL_BYTES: usize = 16 * 1024;
/// How long is waited for what a server may say behind its last word (what it counted).
const AFTERWORDS: Duration = Duration::from_secs(2);

/// A model and the way to it. What prints it leaves out the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The address as an administrator typed it, `/v1` included; a slash at its end does not matter.
    pub base_url: String,
    /// What opens it, where it is locked.
    pub key: Option<String>,
    /// The model's name.
    pub model: String,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("model", &self.model).finish_non_exhaustive()
    }
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who set the model up.
    System,
    /// Who asks.
    User,
    /// The model.
    Assistant,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub role: Role,
    /// What.
    pub text: String,
}

/// A question to a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What was said so far, oldest first.
    pub said: Vec<Said>,
    /// How long the answer may become, tokens.
    pub most_tokens: u32,
    /// How much is left to chance, from 0 to 2; the server's own choice where nothing is said.
    pub temperature: Option<f32>,
}

/// What an answer may cost in time and room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How long all of it may take, refused attempts included.
    pub whole: Duration,
    /// How long a server may stay silent; each byte that it sends ends a silence, keep-alives included.
    pub silence: Duration,
    /// Bytes of text that an answer may have.
    pub most_bytes: usize,
}

/// What a model answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The text, without the model's thoughts; empty where it had nothing to say.
    pub text: String,
    /// Tokens that were read, where the server counts them.
    pub tokens_in: Option<u64>,
    /// Tokens that were written, where the server counts them.
    pub tokens_out: Option<u64>,
    /// Why it ended.
    pub finish: Finish,
}

impl Poster {
    /// Asks a model and gives each piece of its text to `heard` as it comes. A server that refuses how it was asked
    /// (`stream_options`, `max_tokens`, `temperature`) is asked once more the other way.
    ///
    /// # Errors
    /// Why there is no whole answer; pieces may have been heard before. Neither key nor question stand in it.
    pub async fn ask(
        &self,
        endpoint: &Endpoint,
        ask: &Ask,
        bounds: &Bounds,
        heard: impl FnMut(&str) + Send,
    ) -> Result<Told, Trouble> {
        let told = timeout(bounds.whole, self.asked(endpoint, ask, bounds, heard)).await.unwrap_or(Err(Trouble::Late));
        told.map_err(|trouble| trouble.shown(endpoint.key.as_deref().as_slice()))
    }

    async fn asked(
        &self,
        endpoint: &Endpoint,
        ask: &Ask,
        bounds: &Bounds,
        heard: impl FnMut(&str) + Send,
    ) -> Result<Told, Trouble> {
        let url = completions(self.reach.fit(&endpoint.base_url).map_err(Failure::Unfit)?);
        let headers = headers(endpoint)?;
        let mut shape = Shape::default();
        loop {
            let sent = self.reach.posted(&url, &headers, Bytes::from(shape.body(endpoint, ask)));
            let mut begun = timeout(bounds.silence, sent).await.map_err(|_| Trouble::Stalled)??;
            if begun.answer.status().is_success() {
                return answered(&mut begun, bounds, heard).await;
            }
            let beginning = begun.beginning(REFUSAL_BYTES, REFUSAL_BYTES);
            let said = timeout(bounds.silence, beginning).await.unwrap_or_default();
            let status = begun.status();
            shape = match shape.otherwise(status, &said) {
                Some(other) => other,
                None => return Err(trouble::refusal(&begun.answer, &said)),
            };
        }
    }
}

/// Where completions are asked for: beneath the base address, or that itself where it was typed so.
fn completions(mut base: Url) -> Url {
    let path = base.path().trim_end_matches('/');
    let path = path.strip_suffix("/chat/completions").unwrap_or(path);
    let path = format!("{path}/chat/completions");
    base.set_path(&path);
    base.set_fragment(None);
    base
}

fn headers(endpoint: &Endpoint) -> Result<Vec<(&'static str, String)>, Trouble> {
    let mut headers = vec![("accept", "text/event-stream, application/json".to_owned())];
    if let Some(key) = endpoint.key.as_deref().map(str::trim).filter(|key| !key.is_empty()) {
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let said = "the key holds characters that no request can carry".to_owned();
            return Err(Trouble::Refused { status: 401, said });
        }
        headers.push(("authorization", format!("Bearer {key}")));
    }
    Ok(headers)
}

/// Reads an answer until it ends. One that said why it ended is whole, even where the server then just falls silent.
async fn answered(begun: &mut Begun, bounds: &Bounds, mut heard: impl FnMut(&str) + Send) -> Result<Told, Trouble> {
    let mut reading = Reading::new(bounds.most_bytes);
    while !reading.is_over() {
        let patience = if reading.is_finished() { bounds.silence.min(AFTERWORDS) } else { bounds.silence };
        let frame = match timeout(patience, begun.answer.body_mut().frame()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(None) => break,
            Ok(Some(Err(_))) | Err(_) if reading.is_finished() => break,
            Ok(Some(Err(_))) => return Err(Trouble::Broken),
            Err(_) => return Err(Trouble::Stalled),
        };
        if let Some(bytes) = frame.data_ref() {
            reading.take(bytes, &mut heard)?;
        }
    }
    reading.end(&mut heard)
}
