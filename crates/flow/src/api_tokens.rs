//! Tokens by which an agent's programs use the API: named, shown once, kept hashed, good until their date or their end.

use desk::{ApiTokenId, Micros, limits};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    api_tokens::{self, ApiToken},
    audit,
};

use crate::{Node, Refused, people, refused};

/// What all tokens begin with, so that people and programs that look for lost secrets know one when they see it.
pub const PREFIX: &str = "staffetta_";

/// Makes a token; what is kept of it, and the token itself.
///
/// # Errors
/// [`Refused`] where the name or the date does not fit, or there are too many.
pub fn add(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    name: &str,
    until: Option<Micros>,
    now: Micros,
) -> Result<(ApiToken, String), Refused> {
    let name = refused::name(name, limits::TOKEN_NAME_CHARS, "token-name-needed")?;
    if until.is_some_and(|until| until <= now) {
        return Err(Refused::field("expires_at", "token-date-past"));
    }
    if api_tokens::of(tx, agent.id)?.len() >= limits::TOKENS {
        return Err(Refused::field("name", "too-many-tokens"));
    }
    let token = format!("{PREFIX}{}", node.random.token());
    let id = api_tokens::add(tx, agent.id, &name, &people::hash_of(&token), until, now)?;
    note(tx, agent, "token.added", id, &name, now)?;
    Ok((ApiToken { id, name, created_at: now, seen_at: None, expires_at: until }, token))
}

/// Ends a token.
///
/// # Errors
/// [`Refused::NotFound`] where the agent has none of this id.
pub fn end(tx: &mut Tx<'_>, agent: &Agent, id: ApiTokenId, now: Micros) -> Result<(), Refused> {
    let name = api_tokens::of(tx, agent.id)?.into_iter().find(|one| one.id == id).map(|one| one.name);
    let name = name.ok_or(Refused::NotFound)?;
    api_tokens::end(tx, agent.id, id)?;
    Ok(note(tx, agent, "token.ended", id, &name, now)?)
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: ApiTokenId, name: &str, now: Micros) -> store::Result<()> {
    let actor = by.actor();
    audit::add(tx, &actor, action, &format!("token:{id}"), &json!({"name": name}), now)
}
