//! Snippets: an agent's own, which nobody else sees, and the team's, which everybody of the team may change; the audit log
//! tells who did.

use desk::{AgentId, Micros, SnippetId, limits};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit,
    snippets::{self, Draft, Snippet},
};

use crate::{Refused, refused};

/// Adds a snippet, the agent's own or the team's.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, agent: &Agent, shared: bool, draft: Draft, now: Micros) -> Result<Snippet, Refused> {
    let owner = owner(agent, shared);
    let draft = checked(draft)?;
    check_room(tx, agent, owner, None)?;
    let id = snippets::add(tx, owner, &draft, now)?;
    note(tx, agent, "snippet.added", id, owner, now)?;
    standing(tx, agent, id)
}

/// Writes a snippet anew. Whoever shares their own gives it to the team; whoever takes a shared one makes it their own.
///
/// # Errors
/// [`Refused`] where something does not fit, or the snippet is not theirs.
pub fn update(
    tx: &mut Tx<'_>,
    agent: &Agent,
    id: SnippetId,
    shared: bool,
    draft: Draft,
    now: Micros,
) -> Result<Snippet, Refused> {
    let before = standing(tx, agent, id)?;
    let owner = owner(agent, shared);
    let draft = checked(draft)?;
    if before.agent != owner {
        check_room(tx, agent, owner, Some(id))?;
    }
    snippets::update(tx, id, owner, &draft, now)?;
    note(tx, agent, "snippet.changed", id, owner.and(before.agent), now)?;
    standing(tx, agent, id)
}

/// Deletes a snippet.
///
/// # Errors
/// [`Refused`] where it is not theirs.
pub fn delete(tx: &mut Tx<'_>, agent: &Agent, id: SnippetId, now: Micros) -> Result<(), Refused> {
    let before = standing(tx, agent, id)?;
    snippets::delete(tx, id)?;
    note(tx, agent, "snippet.deleted", id, before.agent, now)
}

/// The snippet, where this agent may see it.
///
/// # Errors
/// [`Refused`] where there is none for them.
pub fn standing(tx: &mut Tx<'_>, agent: &Agent, id: SnippetId) -> Result<Snippet, Refused> {
    let theirs = |snippet: &Snippet| snippet.agent.is_none_or(|owner| owner == agent.id);
    snippets::by_id(tx, id)?.filter(theirs).ok_or(Refused::NotFound)
}

fn owner(agent: &Agent, shared: bool) -> Option<AgentId> {
    (!shared).then_some(agent.id)
}

fn check_room(tx: &mut Tx<'_>, agent: &Agent, owner: Option<AgentId>, but: Option<SnippetId>) -> Result<(), Refused> {
    let all = snippets::list(tx, agent.id)?;
    let there = all.iter().filter(|one| one.agent == owner && Some(one.id) != but).count();
    if there >= limits::SNIPPETS { Err(Refused::field("name", "too-many-snippets")) } else { Ok(()) }
}

fn checked(draft: Draft) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::SNIPPET_NAME_CHARS, "snippet-name-needed")?;
    let shortcut = draft.shortcut.trim().to_lowercase();
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if shortcut.chars().count() > limits::SNIPPET_SHORTCUT_CHARS || !shortcut.chars().all(fits) {
        return Err(Refused::field("shortcut", "snippet-shortcut-does-not-fit"));
    }
    if draft.text.trim().is_empty() {
        return Err(Refused::field("text", "text-needed"));
    }
    if draft.text.chars().count() > limits::SNIPPET_CHARS {
        return Err(Refused::field("text", "snippet-too-long"));
    }
    if draft.html.as_ref().is_some_and(|html| html.len() > limits::SNIPPET_HTML_BYTES) {
        return Err(Refused::field("html", "snippet-too-long"));
    }
    Ok(Draft { name, shortcut, text: draft.text.replace("\r\n", "\n").replace('\0', ""), html: draft.html })
}

/// What happens to the team's snippets is told by the audit log; an agent's own are nobody's business.
fn note(
    tx: &mut Tx<'_>,
    agent: &Agent,
    what: &str,
    id: SnippetId,
    owner: Option<AgentId>,
    now: Micros,
) -> Result<(), Refused> {
    if owner.is_none() {
        let actor = agent.actor();
        audit::add(tx, &actor, what, &format!("snippet:{id}"), &json!({}), now)?;
    }
    Ok(())
}
