//! An agent of Dialogflow ES (LD-5): what somebody wrote goes to `detectIntent` of its API, version 2, signed in by the key
//! file of a service account; what it answers, and whether a person is to take over, comes back. Time is an argument: the
//! key signs for an hour from then.

mod account;
mod detected;
mod tokens;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use serde_json::{Value, json};
use tokio::time::timeout;
use url::Url;

use self::tokens::Tokens;
pub use self::{
    account::{BadKey, ServiceAccount},
    detected::Detected,
};
pub use crate::trouble::Trouble;
use crate::{
    post::Poster,
    reach::{Begun, Failure, Unfit},
    trouble,
};

/// How long all of it may take, signing in included.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes that an answer may have.
const ANSWER_BYTES: usize = 512 * 1024;
/// Characters that a question may have, as Dialogflow counts them.
const MOST_CHARACTERS: usize = 256;

/// An agent and the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its project; the one of the key where this is empty.
    pub project: String,
    /// Where it runs, such as `europe-west1`; nothing for the agents that run anywhere.
    pub location: Option<String>,
    /// Where the API is, if not at Google's own address.
    pub endpoint: Option<String>,
    /// In which language it is asked, such as `de`.
    pub language: String,
}

/// What asks agents. Cheap to clone; clones sign in once for all.
#[derive(Clone)]
pub struct Dialogflow {
    poster: Poster,
    tokens: Arc<Tokens>,
}

impl Dialogflow {
    /// One that reaches out as this does.
    #[must_use]
    pub fn new(poster: Poster) -> Self {
        Self { poster, tokens: Arc::default() }
    }

    /// Asks an agent what to answer to a text, of which it is given as many whole words as it takes. What was said before
    /// in the same session, it knows itself.
    ///
    /// # Errors
    /// Why there is no answer. Neither keys nor the text stand in it.
    pub async fn detect(
        &self,
        account: &ServiceAccount,
        agent: &Agent,
        session: &str,
        text: &str,
        now_unix_s: i64,
    ) -> Result<Detected, Trouble> {
        let detected = timeout(PATIENCE, self.detected(account, agent, session, text, now_unix_s)).await;
        detected.unwrap_or(Err(Trouble::Late))
    }

    async fn detected(
        &self,
        account: &ServiceAccount,
        agent: &Agent,
        session: &str,
        text: &str,
        now_unix_s: i64,
    ) -> Result<Detected, Trouble> {
        let url = self.address(account, agent, session)?;
        let input = json!({ "text": { "text": cut(text), "languageCode": agent.language } });
        let body = Bytes::from(json!({ "queryInput": input }).to_string());
        let mut token = self.tokens.of(&self.poster.reach, account, now_unix_s).await?;
        let mut begun = self.posted(&url, &token, body.clone()).await?;
        if begun.status() == 401 {
            self.tokens.forget(account, &token);
            token = self.tokens.of(&self.poster.reach, account, now_unix_s).await?;
            begun = self.posted(&url, &token, body).await?;
        }
        detected::read(&object(begun, &token).await?)
    }

    async fn posted(&self, url: &Url, token: &str, body: Bytes) -> Result<Begun, Failure> {
        self.poster.reach.posted(url, &[("authorization", format!("Bearer {token}"))], body).await
    }

    /// Where the agent is asked.
    fn address(&self, account: &ServiceAccount, agent: &Agent, session: &str) -> Result<Url, Failure> {
        let location = agent.location.as_deref().map(str::trim).filter(|one| !matches!(*one, "" | "global"));
        let host = match location {
            // It becomes part of a name, which no place may change.
            Some(location) if !location.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
                return Err(Unfit::Malformed.into());
            }
            Some(location) => format!("https://{location}-dialogflow.googleapis.com"),
            None => "https://dialogflow.googleapis.com".to_owned(),
        };
        let mut url = self.poster.reach.fit(agent.endpoint.as_deref().unwrap_or(&host))?;
        let project = if agent.project.trim().is_empty() { account.project() } else { agent.project.trim() };
        let last = format!("{session}:detectIntent");
        let mut path = vec!["v2", "projects", project];
        path.extend(location.iter().flat_map(|location| ["locations", location]));
        path.extend(["agent", "sessions", &last]);
        if [project, session].iter().any(|one| matches!(*one, "" | "." | "..")) {
            return Err(Unfit::Malformed.into());
        }
        url.path_segments_mut().map_err(|()| Unfit::Malformed)?.pop_if_empty().extend(path);
        Ok(url)
    }
}

/// A text, or as many whole words of its beginning as are taken.
fn cut(text: &str) -> &str {
    let text = text.trim();
    let mut characters = 0_usize;
    let beyond = text.char_indices().find_map(|(at, letter)| {
        characters = characters.saturating_add(letter.len_utf16());
        (characters > MOST_CHARACTERS).then_some((at, letter))
    });
    let Some((at, letter)) = beyond else { return text };
    let (kept, _) = text.split_at(at);
    if letter.is_whitespace() {
        return kept.trim_end();
    }
    // A text without spaces is cut where it must be.
    let words = kept.rfind(char::is_whitespace).and_then(|at| kept.get(..at)).map(str::trim_end);
    words.filter(|words| !words.is_empty()).unwrap_or(kept)
}

/// The one JSON object that an answer is to be; what was sent as this secret does not stand in a refusal.
async fn object(mut begun: Begun, secret: &str) -> Result<Value, Trouble> {
    if !begun.answer.status().is_success() {
        let said = begun.beginning(ANSWER_BYTES, ANSWER_BYTES).await;
        return Err(trouble::refusal(&begun.answer, &said).shown(&[secret]));
    }
    let body = Limited::new(begun.answer.body_mut(), ANSWER_BYTES).collect().await;
    let body = body.map_err(|error| if error.is::<hyper::Error>() { Trouble::Broken } else { Trouble::TooLong })?;
    serde_json::from_slice(&body.to_bytes()).map_err(|_| Trouble::Garbage)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: Dialogflow takes 256 characters; no word is cut in two where there are any.
    #[test]
    fn a_long_text_is_cut_at_a_word() {
        let a = |count: usize| "a".repeat(count);
        for (text, expected) in [
            ("  Where is my order?\n".to_owned(), "Where is my order?".to_owned()),
            (a(256), a(256)),
            (a(300), a(256)),
            (format!("{} b", a(256)), a(256)),
            (format!("{} bcd", a(253)), a(253)),
            (format!("{} bc d", a(253)), format!("{} bc", a(253))),
            (format!("{}\n\n  bcd", a(252)), a(252)),
            ("😀".repeat(200), "😀".repeat(128)),
            ("日本".repeat(200), "日本".repeat(128)),
            (String::new(), String::new()),
        ] {
            assert_eq!(cut(&text), expected, "{text}");
        }
    }
}
