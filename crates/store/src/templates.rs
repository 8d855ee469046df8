//! Templates of the mails that the system sends, as far as they were changed; the defaults stand in the message files.

use desk::{
    AgentId, Micros,
    template::{Kind, Template},
};

use crate::{Result, Tx, changes::Change};

crate::statements! {
    GET = "SELECT subject, body FROM templates WHERE kind = $1 AND language = $2";
    CHANGED = "SELECT kind, language FROM templates ORDER BY kind, language LIMIT 1000";
    SET = "INSERT INTO templates (kind, language, subject, body, updated_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (kind, language) DO UPDATE SET subject = excluded.subject, body = excluded.body,
             updated_at = excluded.updated_at";
    RESET = "DELETE FROM templates WHERE kind = $1 AND language = $2";
    TESTED = "INSERT INTO template_tests (agent_id, created_at) VALUES ($1, $2) RETURNING id";
    TESTS_SINCE = "SELECT COUNT(*) FROM template_tests WHERE agent_id = $1 AND created_at >= $2";
    FORGET_TESTS = "DELETE FROM template_tests WHERE created_at < $1";
}

/// The changed template; none where the default stands.
///
/// # Errors
/// The database's own.
pub fn get(tx: &mut Tx<'_>, kind: Kind, language: &str) -> Result<Option<Template>> {
    tx.one(GET, &[kind.word().into(), language.into()], |row| {
        Ok(Template { subject: row.text(0)?, body: row.text(1)? })
    })
}

/// Which templates are changed: the words of their kinds and languages.
///
/// # Errors
/// The database's own.
pub fn changed(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    tx.all(CHANGED, &[], |row| Ok((row.text(0)?, row.text(1)?)))
}

/// Changes a template.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, kind: Kind, language: &str, template: &Template, now: Micros) -> Result<()> {
    let values = [kind.word().into(), language.into(), (&template.subject).into(), (&template.body).into(), now.into()];
    tx.run(SET, &values)?;
    tx.change(Change::SettingsChanged("templates"));
    Ok(())
}

/// Goes back to the default. False where it stood.
///
/// # Errors
/// The database's own.
pub fn reset(tx: &mut Tx<'_>, kind: Kind, language: &str) -> Result<bool> {
    let reset = tx.run(RESET, &[kind.word().into(), language.into()])? == 1;
    tx.change(Change::SettingsChanged("templates"));
    Ok(reset)
}

/// Notes that somebody mailed a template to themselves.
///
/// # Errors
/// The database's own.
pub fn tested(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> Result<()> {
    tx.run(FORGET_TESTS, &[now.plus_s(-86_400).into()])?;
    tx.insert(TESTED, &[agent.into(), now.into()]).map(|_| ())
}

/// How often somebody did so since then, within a day.
///
/// # Errors
/// The database's own.
pub fn tests_since(tx: &mut Tx<'_>, agent: AgentId, since: Micros) -> Result<i64> {
    Ok(tx.one(TESTS_SINCE, &[agent.into(), since.into()], |row| row.int(0))?.unwrap_or(0))
}
