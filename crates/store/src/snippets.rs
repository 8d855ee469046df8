//! Snippets: texts that agents write again and again. Their variables are replaced where they are inserted, never here.

use desk::{AgentId, Micros, SnippetId};

use crate::{Result, Row, Tx};

/// A snippet's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What is typed behind `;` to insert it; may be empty.
    pub shortcut: String,
    /// The text.
    pub text: String,
    /// The same as HTML, where it is formatted. Not sanitised.
    pub html: Option<String>,
}

/// A snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Which.
    pub id: SnippetId,
    /// Whose; none: the whole team's.
    pub agent: Option<AgentId>,
    /// Its words.
    pub draft: Draft,
}

crate::statements! {
    ADD = "INSERT INTO snippets (agent_id, name, shortcut, body, html, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING id";
    UPDATE = "UPDATE snippets SET agent_id = $2, name = $3, shortcut = $4, body = $5, html = $6, updated_at = $7
              WHERE id = $1";
    LIST = "SELECT id, agent_id, name, shortcut, body, html FROM snippets WHERE agent_id = $1 OR agent_id IS NULL
            ORDER BY name, id";
    BY_ID = "SELECT id, agent_id, name, shortcut, body, html FROM snippets WHERE id = $1";
    DELETE = "DELETE FROM snippets WHERE id = $1";
}

fn read(row: &Row<'_>) -> Result<Snippet> {
    Ok(Snippet {
        id: SnippetId(row.int(0)?),
        agent: row.opt_int(1)?.map(AgentId),
        draft: Draft { name: row.text(2)?, shortcut: row.text(3)?, text: row.text(4)?, html: row.opt_text(5)? },
    })
}

/// Adds a snippet.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, agent: Option<AgentId>, draft: &Draft, now: Micros) -> Result<SnippetId> {
    let values = [
        agent.into(),
        (&draft.name).into(),
        (&draft.shortcut).into(),
        (&draft.text).into(),
        draft.html.as_ref().into(),
        now.into(),
    ];
    Ok(SnippetId(tx.insert(ADD, &values)?))
}

/// Writes a snippet anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: SnippetId, agent: Option<AgentId>, draft: &Draft, now: Micros) -> Result<()> {
    let values = [
        id.into(),
        agent.into(),
        (&draft.name).into(),
        (&draft.shortcut).into(),
        (&draft.text).into(),
        draft.html.as_ref().into(),
        now.into(),
    ];
    tx.run(UPDATE, &values)?;
    Ok(())
}

/// The snippets of an agent and of the whole team, by name.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>, agent: AgentId) -> Result<Vec<Snippet>> {
    tx.all(LIST, &[agent.into()], read)
}

/// The snippet with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: SnippetId) -> Result<Option<Snippet>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// Deletes a snippet.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: SnippetId) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    Ok(())
}
