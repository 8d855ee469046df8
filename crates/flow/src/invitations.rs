//! Invitations: somebody is invited by mail, and joins by the link in it with a name and a password of their own. The
//! link leads to the desk's own address, is good once and for seven days, and is kept hashed.

use desk::{AgentId, Micros, agent::Role, agent::State, limits, notice::Kind, template::Kind as Template};
use serde_json::json;
use store::{
    Tx,
    account_links::{self, Purpose},
    agents::{self, Agent},
    audit,
    events::Actor,
    queues,
    sessions::Device,
};

use crate::{
    Node, Refused, clashes, notices,
    people::{self, PeopleError},
};

/// Invites somebody. Until they join, their name is their address.
///
/// # Errors
/// [`Refused`] where the address does not fit, is somebody's or ours (SB-6), or no mailbox can send.
pub fn invite(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Actor,
    email: &str,
    role: Role,
    now: Micros,
) -> Result<Agent, Refused> {
    let email = email.trim();
    people::check_names(email, email).map_err(|_| Refused::field("email", "address-not-deliverable"))?;
    if clashes::with_ours(tx, [email])? {
        return Err(Refused::field("email", "address-is-ours"));
    }
    if agents::by_email(tx, email)?.is_some() {
        return Err(Refused::field("email", "address-is-another-agents"));
    }
    if usize::try_from(agents::count(tx)?).unwrap_or(usize::MAX) >= limits::AGENTS {
        return Err(Refused::field("email", "too-many-agents"));
    }
    let id = agents::invite(tx, email, email, role, now)?;
    let invited = agents::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    mail(tx, node, &invited, by, now)?;
    let data = json!({"email": email, "role": role.word()});
    audit::add(tx, by, "agent.invited", &format!("agent:{id}"), &data, now)?;
    Ok(invited)
}

/// Mails the invitation again, with a new link; the former one ends.
///
/// # Errors
/// [`Refused`] where nobody of this id is invited, or they were mailed often enough.
pub fn again(tx: &mut Tx<'_>, node: &Node, by: &Actor, id: AgentId, now: Micros) -> Result<Agent, Refused> {
    let invited = waiting(tx, id)?;
    mail(tx, node, &invited, by, now)?;
    audit::add(tx, by, "agent.invited_again", &format!("agent:{id}"), &json!({"email": invited.email}), now)?;
    Ok(invited)
}

/// Takes an invitation back: its link ends, and the person is not known any more.
///
/// # Errors
/// [`Refused::NotFound`] where nobody of this id is invited.
pub fn cancel(tx: &mut Tx<'_>, by: &Actor, id: AgentId, now: Micros) -> Result<(), Refused> {
    let invited = waiting(tx, id)?;
    account_links::end(tx, id)?;
    queues::forget_member(tx, id)?;
    if !agents::forget(tx, id)? {
        return Err(Refused::NotFound);
    }
    let data = json!({"email": invited.email});
    Ok(audit::add(tx, by, "agent.invitation_cancelled", &format!("agent:{id}"), &data, now)?)
}

fn waiting(tx: &mut Tx<'_>, id: AgentId) -> Result<Agent, Refused> {
    agents::by_id(tx, id)?.filter(|agent| agent.state() == State::Invited).ok_or(Refused::NotFound)
}

/// Mails somebody who is invited their link.
///
/// # Errors
/// [`Refused`] where no mailbox can send, or they were mailed often enough.
pub(crate) fn mail(tx: &mut Tx<'_>, node: &Node, invited: &Agent, by: &Actor, now: Micros) -> Result<(), Refused> {
    let Actor::Agent(_, inviting) = by else { return Err(Refused::NotFound) };
    let until = now.plus_s(limits::INVITATION_SECONDS);
    let link = notices::Link {
        kind: Kind::Invitation,
        purpose: Purpose::Invitation,
        path: "join",
        template: Template::Invitation,
        by: inviting,
        until,
    };
    match notices::mail_link(tx, node, invited, &link, now)? {
        notices::Linked::Mailed => Ok(()),
        notices::Linked::OftenEnough => Err(Refused::field("email", "linked-often-enough")),
        notices::Linked::NobodySends => Err(Refused::field("email", "no-mailbox-sends")),
    }
}

/// Joins by the link of an invitation, with a name and a password, and signs in.
///
/// # Errors
/// [`PeopleError::LinkUnusable`], [`PeopleError::Invalid`]; the store's own.
pub async fn accept(
    node: &Node,
    token: &str,
    name: &str,
    password: &str,
    device: &Device,
) -> Result<(Agent, String), PeopleError> {
    let (hash, now) = (people::hash_of(token), node.clock.now());
    let asked = hash.clone();
    let found = node.db.read(move |tx| {
        let id = account_links::find(tx, Purpose::Invitation, &asked, now)?;
        Ok(id.map(|id| agents::by_id(tx, id)).transpose()?.flatten())
    });
    let invited = found.await?.ok_or(PeopleError::LinkUnusable)?;
    people::check(name, &invited.email, password)?;
    let (password_hash, name) = (people::hash_password(node, password).await?, name.trim().to_string());
    let joined = node.db.write(move |tx| {
        let Some(id) = account_links::take(tx, Purpose::Invitation, &hash, now)? else { return Ok(None) };
        if !agents::join(tx, id, &name, &password_hash)? {
            return Ok(None);
        }
        audit::add(tx, &Actor::Agent(id, name.clone()), "agent.joined", &format!("agent:{id}"), &json!({}), now)?;
        agents::by_id(tx, id)
    });
    let joined = joined.await?.ok_or(PeopleError::LinkUnusable)?;
    let token = people::begin(node, joined.id, device).await?;
    Ok((joined, token))
}
