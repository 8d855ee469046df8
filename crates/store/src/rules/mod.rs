//! Rules: the list in its order, and what they did to which conversation. What they do is decided in `desk::rules`.

pub mod facts;
pub mod mails;
pub mod moments;

use desk::{
    ConversationId, Micros, RuleId,
    rules::{Cut, Recipe, Rule},
};

use crate::{Error, Result, Row, Tx, changes::Change};

/// A rule's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// False: it is not looked at.
    pub enabled: bool,
    /// What it says.
    pub recipe: Recipe,
}

/// A rule of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Which.
    pub id: RuleId,
    /// Its words.
    pub draft: Draft,
}

/// What a rule did of late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lately {
    /// How often it did something, counted up to 1,000.
    pub fired: i64,
    /// When it last did.
    pub fired_at: Option<Micros>,
    /// When it was last kept from it.
    pub cut_at: Option<Micros>,
}

crate::statements! {
    ADD = "INSERT INTO rules (position, name, enabled, recipe, looked_at, looked_id, created_at, updated_at)
           VALUES ((SELECT COALESCE(MAX(position), 0) + 1 FROM rules), $1, $2, $3, $4, 0, $5, $5) RETURNING id";
    LIST = "SELECT id, name, enabled, recipe FROM rules ORDER BY position, id LIMIT 1000";
    ACTIVE = "SELECT id, name, enabled, recipe FROM rules WHERE enabled = 1 ORDER BY position, id LIMIT 1000";
    BY_ID = "SELECT id, name, enabled, recipe FROM rules WHERE id = $1";
    UPDATE = "UPDATE rules SET name = $2, enabled = $3, recipe = $4, updated_at = $5 WHERE id = $1";
    PLACE = "UPDATE rules SET position = $2 WHERE id = $1";
    DELETE = "DELETE FROM rules WHERE id = $1";
    FIRED = "INSERT INTO rule_firings (rule_id, conversation_id, outcome, fired_at) VALUES ($1, $2, $3, $4)";
    FIRED_ON = "SELECT id FROM rule_firings WHERE conversation_id = $1 AND fired_at > $2 ORDER BY fired_at LIMIT 100";
    CUT_ON = "SELECT 1 FROM rule_firings WHERE conversation_id = $1 AND fired_at > $2 AND outcome = $3 LIMIT 1";
    TIMES = "SELECT COUNT(*) FROM (SELECT 1 FROM rule_firings WHERE rule_id = $1 AND outcome = 'fired' LIMIT 1000) AS counted";
    LAST = "SELECT MAX(fired_at) FROM rule_firings WHERE rule_id = $1 AND outcome = 'fired'";
    LAST_CUT = "SELECT MAX(fired_at) FROM rule_firings WHERE rule_id = $1 AND outcome IN ('loop', 'too-many')";
    FIRINGS_OF = "DELETE FROM rule_firings WHERE rule_id = $1";
    FORGET_OLD = "DELETE FROM rule_firings WHERE id IN (SELECT id FROM rule_firings WHERE fired_at < $1
                  ORDER BY fired_at LIMIT 1000)";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (FIRED_ON, "rule_firings_by_conversation"),
    (CUT_ON, "rule_firings_by_conversation"),
    (LAST, "rule_firings_by_rule"),
    (FORGET_OLD, "rule_firings_by_age"),
];

fn read(row: &Row<'_>) -> Result<Stored> {
    let draft = Draft { name: row.text(1)?, enabled: row.flag(2)?, recipe: row.json(3, "rule")? };
    Ok(Stored { id: RuleId(row.int(0)?), draft })
}

fn told(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("rules"));
}

fn json(recipe: &Recipe) -> Result<String> {
    serde_json::to_string(recipe).map_err(|error| Error::unreadable("rule", error))
}

/// Adds a rule behind the others. Where it waits for a time, what passed it before `looked_at` does not count.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, looked_at: Micros, now: Micros) -> Result<RuleId> {
    let recipe = json(&draft.recipe)?;
    let values = [(&draft.name).into(), draft.enabled.into(), (&recipe).into(), looked_at.into(), now.into()];
    let id = RuleId(tx.insert(ADD, &values)?);
    told(tx);
    Ok(id)
}

/// All rules in their order.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Stored>> {
    tx.all(LIST, &[], read)
}

/// The rules that are on, in their order.
///
/// # Errors
/// The database's own.
pub fn active(tx: &mut Tx<'_>) -> Result<Vec<Rule>> {
    let stored = tx.all(ACTIVE, &[], read)?;
    Ok(stored.into_iter().map(|Stored { id, draft }| Rule { id, name: draft.name, recipe: draft.recipe }).collect())
}

/// The rule with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: RuleId) -> Result<Option<Stored>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// Writes a rule anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: RuleId, draft: &Draft, now: Micros) -> Result<()> {
    let recipe = json(&draft.recipe)?;
    tx.run(UPDATE, &[id.into(), (&draft.name).into(), draft.enabled.into(), (&recipe).into(), now.into()])?;
    told(tx);
    Ok(())
}

/// Puts the rules into this order.
///
/// # Errors
/// The database's own.
pub fn order(tx: &mut Tx<'_>, ids: &[RuleId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.run(PLACE, &[(*id).into(), position.into()])?;
    }
    told(tx);
    Ok(())
}

/// Deletes a rule. What timelines say of it stays.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: RuleId) -> Result<()> {
    tx.run(FIRINGS_OF, &[id.into()])?;
    tx.run(DELETE, &[id.into()])?;
    told(tx);
    Ok(())
}

/// Notes that a rule did something to a conversation, or why it was kept from it.
///
/// # Errors
/// The database's own.
pub fn note(tx: &mut Tx<'_>, id: RuleId, on: ConversationId, cut: Option<Cut>, now: Micros) -> Result<()> {
    let outcome = cut.map_or("fired", Cut::word);
    tx.run(FIRED, &[id.into(), on.into(), outcome.into(), now.into()])?;
    Ok(())
}

/// How often rules did something to a conversation since then, or were kept from it; counted up to 100.
///
/// # Errors
/// The database's own.
pub fn fired_on(tx: &mut Tx<'_>, conversation: ConversationId, since: Micros) -> Result<usize> {
    Ok(tx.all(FIRED_ON, &[conversation.into(), since.into()], |row| row.int(0))?.len())
}

/// True where a conversation had a rule cut for this since then.
///
/// # Errors
/// The database's own.
pub fn was_cut(tx: &mut Tx<'_>, conversation: ConversationId, why: Cut, since: Micros) -> Result<bool> {
    Ok(tx.one(CUT_ON, &[conversation.into(), since.into(), why.word().into()], |_| Ok(()))?.is_some())
}

/// What a rule did within the days that firings are kept.
///
/// # Errors
/// The database's own.
pub fn lately(tx: &mut Tx<'_>, id: RuleId) -> Result<Lately> {
    Ok(Lately {
        fired: tx.one(TIMES, &[id.into()], |row| row.int(0))?.unwrap_or(0),
        fired_at: tx.one(LAST, &[id.into()], |row| row.opt_time(0))?.flatten(),
        cut_at: tx.one(LAST_CUT, &[id.into()], |row| row.opt_time(0))?.flatten(),
    })
}

/// Forgets firings of before then, some at a time.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, before: Micros) -> Result<()> {
    tx.run(FORGET_OLD, &[before.into()])?;
    Ok(())
}
