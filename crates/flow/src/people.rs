//! People: signing in and out, the first agent, and further agents by the command line. Inviting and changing people is
//! `invitations` and `team`; new passwords are `new_password`.

use desk::{
    AgentId, Micros, address,
    agent::{PASSWORD_MAX_BYTES, PASSWORD_MIN_CHARS, Role},
    limits,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{
    Tx, agents,
    agents::Agent,
    sessions::{self, Device},
    settings,
};
use tokio::sync::Semaphore;

use crate::{Node, api_tokens, clashes, passwords, second_factor};

/// Why somebody is not signed in or added.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The address or the password is wrong; which, is not said.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// The password is right, and a code of the second factor is needed too.
    #[error("a code of the second factor is needed")]
    SecondFactorNeeded,
    /// The code of the second factor is wrong, over or used.
    #[error("the code of the second factor is wrong")]
    SecondFactorWrong,
    /// The link has expired or was used.
    #[error("the link has expired or was used")]
    LinkUnusable,
    /// An agent has this address.
    #[error("the address is taken")]
    Taken,
    /// A field does not fit; the message is a key of the message files.
    #[error("the field {field} does not fit: {message}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// Why: a key of the message files.
        message: &'static str,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

#[derive(Serialize, Deserialize)]
struct SetUpLink {
    hash: String,
    until: Micros,
}

/// Passwords that are hashed at the same time: each takes 19 MiB and a thread.
static HASHING: Semaphore = Semaphore::const_new(4);

/// A password's hash, made on a thread of its own since it takes a while by design (argon2id).
pub(crate) async fn hash_password(node: &Node, password: &str) -> Result<String, PeopleError> {
    let (salt, password) = (node.random.bytes::<16>(), password.to_string());
    let _place = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || passwords::hash(&password, &salt));
    let hashed = hashed.await.map_err(|error| store::Error::Unavailable(error.to_string()))?;
    hashed.ok_or(PeopleError::Invalid { field: "password", message: "password-unusable" })
}

/// True when it is the password that this hash was made of. Slow by design.
async fn verifies(password: &str, hash: String) -> bool {
    let password = password.to_string();
    let _place = HASHING.acquire().await;
    let checked = tokio::task::spawn_blocking(move || passwords::verifies(&password, &hash));
    checked.await.unwrap_or(false)
}

/// A hash that no password has: unknown addresses take as long as known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0000000000000000000000000000000000000000000";

/// Signs somebody in who has no second factor, from nowhere in particular.
///
/// # Errors
/// As [`sign_in_from`].
pub async fn sign_in(node: &Node, email: &str, password: &str) -> Result<(Agent, String), PeopleError> {
    sign_in_from(node, email, password, None, &Device::default()).await
}

/// Signs somebody in: the password first, then the second factor of whoever has one. Each sign-in is a new session (D5).
///
/// # Errors
/// [`PeopleError::WrongCredentials`], [`PeopleError::SecondFactorNeeded`], [`PeopleError::SecondFactorWrong`]; the store's
/// own.
pub async fn sign_in_from(
    node: &Node,
    email: &str,
    password: &str,
    code: Option<&str>,
    device: &Device,
) -> Result<(Agent, String), PeopleError> {
    let asked = email.to_string();
    let known = node.db.read(move |tx| {
        let Some(agent) = agents::by_email(tx, &asked)? else { return Ok(None) };
        Ok(agents::password_hash(tx, agent.id)?.map(|hash| (agent, hash)))
    });
    let known = known.await?;
    let hash = known.as_ref().map_or_else(|| NOBODY.to_string(), |(_, hash)| hash.clone());
    if password.len() > PASSWORD_MAX_BYTES || !verifies(password, hash).await {
        return Err(PeopleError::WrongCredentials);
    }
    let Some((agent, _)) = known else { return Err(PeopleError::WrongCredentials) };
    second_factor::ask(node, agent.id, code).await?;
    let token = begin(node, agent.id, device).await?;
    Ok((agent, token))
}

/// Checks the password of somebody who is signed in, asked again before something grave.
///
/// # Errors
/// [`PeopleError::WrongCredentials`]; the store's own.
pub(crate) async fn check_own(node: &Node, id: AgentId, password: &str) -> Result<(), PeopleError> {
    let hash = node.db.read(move |tx| agents::password_hash(tx, id)).await?;
    let hash = hash.ok_or(PeopleError::WrongCredentials)?;
    if password.len() > PASSWORD_MAX_BYTES || !verifies(password, hash).await {
        return Err(PeopleError::WrongCredentials);
    }
    Ok(())
}

/// Starts a session of somebody who has proved who they are; its token.
///
/// # Errors
/// The store's own.
pub(crate) async fn begin(node: &Node, agent: AgentId, device: &Device) -> store::Result<String> {
    let token = node.random.token();
    let (hashed, device, now) = (hash_of(&token), device.clone(), node.clock.now());
    node.db.write(move |tx| sessions::start(tx, &hashed, agent, &device, now)).await?;
    Ok(token)
}

/// Ends a session.
///
/// # Errors
/// The store's own.
pub async fn sign_out(node: &Node, token: &str) -> store::Result<()> {
    let hashed = hash_of(token);
    node.db.write(move |tx| sessions::end(tx, &hashed)).await
}

/// Somebody whose token is good.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub agent: Agent,
    /// True for a session of their own; false for a token of their program's.
    pub in_person: bool,
}

/// Whose session or API token this is. None when it has ended or expired, or the agent is switched off.
///
/// # Errors
/// The store's own.
pub async fn of_token(node: &Node, token: &str) -> store::Result<Option<Known>> {
    let (hashed, now, in_person) = (hash_of(token), node.clock.now(), !token.starts_with(api_tokens::PREFIX));
    let asked = hashed.clone();
    let found = node.db.read(move |tx| {
        let found = match in_person {
            true => sessions::agent(tx, &asked, now)?,
            false => store::api_tokens::agent(tx, &asked, now)?,
        };
        let Some((id, seen_long_ago)) = found else { return Ok(None) };
        Ok(agents::by_id(tx, id)?.filter(|agent| agent.active).map(|agent| (agent, seen_long_ago)))
    });
    let Some((agent, seen_long_ago)) = found.await? else { return Ok(None) };
    if seen_long_ago {
        let seen = node.db.write(move |tx| match in_person {
            true => sessions::seen(tx, &hashed, now),
            false => store::api_tokens::seen(tx, &hashed, now),
        });
        seen.await?;
    }
    Ok(Some(Known { agent, in_person }))
}

/// What is kept of a token in place of it.
#[must_use]
pub fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// True while there is no agent at all.
///
/// # Errors
/// The store's own.
pub async fn needs_set_up(node: &Node) -> store::Result<bool> {
    node.db.read(|tx| Ok(agents::count(tx)? == 0)).await
}

/// Makes a set-up link, good for 30 minutes and one use; earlier ones end.
///
/// # Errors
/// The store's own.
pub async fn new_set_up_link(node: &Node) -> store::Result<String> {
    let token = node.random.token();
    let now = node.clock.now();
    let hash = data_encoding::HEXLOWER.encode(&hash_of(&token));
    let link = SetUpLink { hash, until: now.plus_s(limits::SETUP_LINK_SECONDS) };
    node.db.write(move |tx| settings::set(tx, settings::SETUP_LINK, &Some(&link), now)).await?;
    Ok(format!("{}/setup#token={token}", node.base_url))
}

/// Makes the first agent, an admin, by a set-up link, and signs them in.
///
/// # Errors
/// [`PeopleError::LinkUnusable`], [`PeopleError::Invalid`]; the store's own.
pub async fn set_up(
    node: &Node,
    token: &str,
    name: &str,
    email: &str,
    password: &str,
    device: &Device,
) -> Result<(Agent, String), PeopleError> {
    let now = node.clock.now();
    let hash = data_encoding::HEXLOWER.encode(&hash_of(token));
    let (usable, ours) = {
        let (hash, email) = (hash.clone(), email.to_string());
        node.db.read(move |tx| Ok((link_is_usable(tx, &hash, now)?, clashes::with_ours(tx, [email.as_str()])?))).await?
    };
    if !usable {
        return Err(PeopleError::LinkUnusable);
    }
    check(name, email, password)?;
    if ours {
        return Err(OURS);
    }
    let password_hash = hash_password(node, password).await?;
    let (new_name, new_email) = (name.trim().to_string(), email.trim().to_string());
    let added = node.db.write(move |tx| {
        if !link_is_usable(tx, &hash, now)? || agents::count(tx)? > 0 {
            return Ok(false);
        }
        agents::add(tx, &new_email, &new_name, Role::Admin, &password_hash, now)?;
        settings::set(tx, settings::SETUP_LINK, &None::<SetUpLink>, now)?;
        Ok(true)
    });
    if !added.await? {
        return Err(PeopleError::LinkUnusable);
    }
    sign_in_from(node, email, password, None, device).await
}

fn link_is_usable(tx: &mut Tx<'_>, hash: &str, now: Micros) -> store::Result<bool> {
    let link: Option<Option<SetUpLink>> = settings::get(tx, settings::SETUP_LINK)?;
    Ok(link.flatten().is_some_and(|link| link.hash == hash && link.until > now))
}

/// Adds an agent.
///
/// # Errors
/// [`PeopleError::Taken`], [`PeopleError::Invalid`], also when the address is one of ours (SB-6); the store's own.
pub async fn add(node: &Node, email: &str, name: &str, password: &str, role: Role) -> Result<AgentId, PeopleError> {
    check(name, email, password)?;
    let password_hash = hash_password(node, password).await?;
    let (name, email, now) = (name.trim().to_string(), email.trim().to_string(), node.clock.now());
    let added = node.db.write(move |tx| {
        if clashes::with_ours(tx, [email.as_str()])? {
            return Ok(None);
        }
        agents::add(tx, &email, &name, role, &password_hash, now).map(Some)
    });
    match added.await {
        Ok(Some(id)) => Ok(id),
        Ok(None) => Err(OURS),
        Err(store::Error::Taken(_)) => Err(PeopleError::Taken),
        Err(other) => Err(PeopleError::Store(other)),
    }
}

/// SB-6, from the agent's side.
pub(crate) const OURS: PeopleError = PeopleError::Invalid { field: "email", message: "address-is-ours" };

pub(crate) fn check(name: &str, email: &str, password: &str) -> Result<(), PeopleError> {
    let invalid = |(field, message)| PeopleError::Invalid { field, message };
    check_names(name, email).and_then(|()| check_password(password)).map_err(invalid)
}

/// Checks a new password; the field that does not fit, and why.
pub(crate) fn check_password(password: &str) -> Result<(), (&'static str, &'static str)> {
    if password.chars().count() < PASSWORD_MIN_CHARS {
        return Err(("password", "password-too-short"));
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(("password", "password-too-long"));
    }
    Ok(())
}

/// Checks a name and an address; the field that does not fit, and why.
pub(crate) fn check_names(name: &str, email: &str) -> Result<(), (&'static str, &'static str)> {
    if name.trim().is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(("name", "name-needed"));
    }
    if !address::is_deliverable(email.trim()) {
        return Err(("email", "address-not-deliverable"));
    }
    Ok(())
}
