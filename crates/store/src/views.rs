//! Views of one's own: the rows. What a filter finds is read elsewhere.

use desk::{
    AgentId, Micros, OwnViewId, limits,
    search::{Query, retagged},
    view::Filter,
};

use crate::{Error, Result, Row, Tx, changes::Change, fold, tags};

/// A view of somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which.
    pub id: OwnViewId,
    /// Whose: id, name.
    pub agent: (AgentId, String),
    /// Its name.
    pub name: String,
    /// True when everybody has it.
    pub shared: bool,
    /// What it shows.
    pub filter: Filter,
}

/// What is written of a view.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// True when everybody has it.
    pub shared: bool,
    /// What it shows.
    pub filter: Filter,
}

crate::statements! {
    ADD = "INSERT INTO views (agent_id, name, shared, filter, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
           RETURNING id";
    UPDATE = "UPDATE views SET name = $2, shared = $3, filter = $4, updated_at = $5 WHERE id = $1";
    DELETE = "DELETE FROM views WHERE id = $1";
    BY_ID = "SELECT v.id, v.agent_id, a.name, v.name, v.shared, v.filter FROM views v JOIN agents a ON a.id = v.agent_id
             WHERE v.id = $1";
    FOR_AGENT = "SELECT v.id, v.agent_id, a.name, v.name, v.shared, v.filter FROM views v
                 JOIN agents a ON a.id = v.agent_id WHERE v.agent_id = $1 OR v.shared = 1 ORDER BY v.id LIMIT $2";
    FILTERS = "SELECT id, filter FROM views ORDER BY id";
    SET_FILTER = "UPDATE views SET filter = $2, updated_at = $3 WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM views WHERE agent_id = $1";
}

fn read(row: &Row<'_>) -> Result<View> {
    Ok(View {
        id: OwnViewId(row.int(0)?),
        agent: (AgentId(row.int(1)?), row.text(2)?),
        name: row.text(3)?,
        shared: row.flag(4)?,
        filter: row.json(5, "filter")?,
    })
}

fn json(filter: &Filter) -> Result<String> {
    serde_json::to_string(filter).map_err(|error| Error::unreadable("filter", error))
}

/// Adds a view.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, agent: AgentId, draft: &Draft, now: Micros) -> Result<OwnViewId> {
    let filter = json(&draft.filter)?;
    let values = [agent.into(), (&draft.name).into(), draft.shared.into(), (&filter).into(), now.into()];
    let id = tx.insert(ADD, &values)?;
    tx.change(Change::SettingsChanged("views"));
    Ok(OwnViewId(id))
}

/// Writes a view anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: OwnViewId, draft: &Draft, now: Micros) -> Result<()> {
    let filter = json(&draft.filter)?;
    tx.run(UPDATE, &[id.into(), (&draft.name).into(), draft.shared.into(), (&filter).into(), now.into()])?;
    tx.change(Change::SettingsChanged("views"));
    Ok(())
}

/// Deletes a view; the conversations that it showed stay.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: OwnViewId) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    tx.change(Change::SettingsChanged("views"));
    Ok(())
}

/// The view with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: OwnViewId) -> Result<Option<View>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// An agent's own views and those that are shared, oldest first.
///
/// # Errors
/// The database's own.
pub fn for_agent(tx: &mut Tx<'_>, agent: AgentId, most: i64) -> Result<Vec<View>> {
    tx.all(FOR_AGENT, &[agent.into(), most.into()], read)
}

/// How many views of their own an agent has.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, agent: AgentId) -> Result<i64> {
    Ok(tx.one(COUNT, &[agent.into()], |row| row.int(0))?.unwrap_or(0))
}

/// A view that asks for a tag.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Which.
    pub id: OwnViewId,
    /// What it shows.
    pub filter: Filter,
    /// How the tag is called where its search asks for it.
    called: Vec<String>,
}

/// The views that ask for a tag, among their tags or in what they search for.
///
/// # Errors
/// The database's own.
pub fn with_tag(tx: &mut Tx<'_>, tag: &str) -> Result<Vec<Asking>> {
    let all = tx.all(FILTERS, &[], |row| Ok((OwnViewId(row.int(0)?), row.json::<Filter>(1, "filter")?)))?;
    let mut asking = Vec::new();
    for (id, filter) in all {
        let called = called_in(tx, &filter.text, tag)?;
        if !called.is_empty() || filter.tags.iter().any(|one| one == tag) {
            asking.push(Asking { id, filter, called });
        }
    }
    Ok(asking)
}

/// How a tag is called in what is searched for: by its name, or by words that search takes for it and that name no other.
fn called_in(tx: &mut Tx<'_>, text: &str, tag: &str) -> Result<Vec<String>> {
    let mut called = Vec::new();
    for name in Query::read(text).tags {
        let same = fold::words(&name.text) == fold::words(tag);
        if name.text == tag || (same && tags::by_name(tx, &name.text)?.is_none()) {
            called.push(name.text);
        }
    }
    Ok(called)
}

/// Lets every view that asks for a tag ask for another in its place. What is searched for stays as it was where it would
/// become too long; the view then finds nothing.
///
/// # Errors
/// The database's own.
pub fn retag(tx: &mut Tx<'_>, from: &str, to: &str, now: Micros) -> Result<()> {
    for Asking { id, mut filter, called } in with_tag(tx, from)? {
        if filter.tags.iter().any(|one| one == from) {
            filter.tags.retain(|one| one != from && one != to);
            filter.tags.push(to.to_string());
        }
        let fits = |text: &String| text.chars().count() <= limits::SEARCH_TYPED_CHARS;
        if let Some(text) = retagged(&filter.text, &called, to).filter(fits) {
            filter.text = text;
        }
        tx.run(SET_FILTER, &[id.into(), (&json(&filter)?).into(), now.into()])?;
        tx.change(Change::SettingsChanged("views"));
    }
    Ok(())
}
