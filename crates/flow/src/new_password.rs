//! New passwords: by a link that is mailed to the agent's own address, or by somebody who knows the old one. Whoever asks
//! for a link learns nothing about who is known here (D6); a new password ends the sessions that were begun before.

use desk::{AgentId, limits, notice::Kind, template::Kind as Template};
use serde_json::json;
use store::{
    account_links::{self, Purpose},
    agents, audit, sessions,
};

use crate::{
    Node, clashes, notices,
    people::{self, PeopleError},
};

/// Mails a link to whoever has this address. Nothing is told of what came of it: an unknown address, a switched off agent,
/// an address that became a mailbox's of the desk (so that its agents would read the link), and a fifth link within the
/// hour all get none.
///
/// # Errors
/// The store's own.
pub async fn ask(node: &Node, email: &str) -> store::Result<()> {
    let (context, email, now) = (node.clone(), email.to_string(), node.clock.now());
    node.db
        .write(move |tx| {
            let Some(agent) = agents::by_email(tx, &email)?.filter(|agent| agent.active) else { return Ok(()) };
            if clashes::with_ours(tx, [agent.email.as_str()])? {
                return Ok(());
            }
            let link = notices::Link {
                kind: Kind::PasswordLink,
                purpose: Purpose::Password,
                path: "new-password",
                template: Template::PasswordLink,
                by: "",
                until: now.plus_s(limits::PASSWORD_LINK_SECONDS),
            };
            notices::mail_link(tx, &context, &agent, &link, now)?;
            Ok(())
        })
        .await
}

/// Sets a new password by a link that was mailed. All sessions end, and the agent is told.
///
/// # Errors
/// [`PeopleError::LinkUnusable`], [`PeopleError::Invalid`]; the store's own.
pub async fn set_by_link(node: &Node, token: &str, password: &str) -> Result<(), PeopleError> {
    let (hash, now, context) = (people::hash_of(token), node.clock.now(), node.clone());
    let asked = hash.clone();
    let known = node.db.read(move |tx| account_links::find(tx, Purpose::Password, &asked, now)).await?;
    known.ok_or(PeopleError::LinkUnusable)?;
    people::check_password(password).map_err(|(field, message)| PeopleError::Invalid { field, message })?;
    let password_hash = people::hash_password(node, password).await?;
    let done = node.db.write(move |tx| {
        let Some(id) = account_links::take(tx, Purpose::Password, &hash, now)? else { return Ok(false) };
        let Some(agent) = agents::by_id(tx, id)?.filter(|agent| agent.active) else { return Ok(false) };
        agents::set_password(tx, id, &password_hash)?;
        sessions::end_all(tx, id, None)?;
        let by = agent.actor();
        audit::add(tx, &by, "agent.password_reset", &format!("agent:{id}"), &json!({}), now)?;
        notices::password_changed(tx, &context, &agent, now)?;
        Ok(true)
    });
    if done.await? { Ok(()) } else { Err(PeopleError::LinkUnusable) }
}

/// Changes somebody's password, who gives the old one. All other sessions end, and the agent is told.
///
/// # Errors
/// [`PeopleError::WrongCredentials`] where the old one is wrong, [`PeopleError::Invalid`]; the store's own.
pub async fn change(node: &Node, id: AgentId, session: &str, old: &str, new: &str) -> Result<(), PeopleError> {
    people::check_password(new).map_err(|(field, message)| PeopleError::Invalid { field, message })?;
    people::check_own(node, id, old).await?;
    let (password_hash, kept) = (people::hash_password(node, new).await?, people::hash_of(session));
    let (context, now) = (node.clone(), node.clock.now());
    let done = node.db.write(move |tx| {
        let Some(agent) = agents::by_id(tx, id)? else { return Ok(()) };
        agents::set_password(tx, id, &password_hash)?;
        sessions::end_all(tx, id, Some(&kept))?;
        account_links::end(tx, id)?;
        let by = agent.actor();
        audit::add(tx, &by, "agent.password_changed", &format!("agent:{id}"), &json!({}), now)?;
        notices::password_changed(tx, &context, &agent, now)
    });
    Ok(done.await?)
}
