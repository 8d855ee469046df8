//! The second factor of an agent: set up with the password and a first code, asked at each sign-in, replaced by recovery
//! codes for whoever lost the device, and taken away by its agent or, for a colleague, by an admin.

use desk::{AgentId, Micros, agent::State, limits, totp};
use serde_json::json;
use store::{
    Tx,
    agents::{self, Agent},
    audit,
    events::Actor,
    second_factors::{self, SecondFactor},
    sessions, settings,
};

use crate::{
    Node, Refused, notices,
    people::{self, PeopleError},
};

/// The purpose under which secrets are sealed.
const PURPOSE: &str = "second-factor";

/// What an authenticator needs; shown once.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The secret, as it is typed.
    pub secret: String,
    /// The same as an address, for a picture.
    pub uri: String,
}

/// Whether somebody has a second factor, and how many recovery codes are left.
///
/// # Errors
/// The store's own.
pub fn standing(tx: &mut Tx<'_>, id: AgentId) -> store::Result<(bool, i64)> {
    let on = second_factors::of(tx, id)?.is_some_and(|factor| factor.confirmed);
    Ok((on, if on { second_factors::codes_left(tx, id)? } else { 0 }))
}

/// Begins a second factor: a new secret, which nobody is asked for before [`confirm`]. One that stands is not replaced.
///
/// # Errors
/// [`PeopleError::WrongCredentials`] where the password is wrong, [`PeopleError::Invalid`] where one stands; the store's own.
pub async fn begin(node: &Node, agent: &Agent, password: &str) -> Result<Begun, PeopleError> {
    people::check_own(node, agent.id, password).await?;
    let secret: [u8; totp::SECRET_BYTES] = node.random.bytes();
    let written = totp::written(&secret);
    let sealed = node.sealer.seal(&written, PURPOSE, node.random.bytes())?;
    let id = agent.id;
    let done = node.db.write(move |tx| {
        if second_factors::of(tx, id)?.is_some_and(|factor| factor.confirmed) {
            return Ok(None);
        }
        second_factors::begin(tx, id, &sealed)?;
        Ok(Some(settings::get::<String>(tx, settings::COMPANY_NAME)?))
    });
    let company = done.await?.ok_or(PeopleError::Invalid { field: "password", message: "second-factor-stands" })?;
    let desk = company.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| node.hostname.clone());
    Ok(Begun { uri: totp::uri(&secret, &desk, &agent.email), secret: written })
}

/// Confirms it by a code of the device: from now on sign-ins ask for one. The recovery codes, shown once. Other sessions
/// end: they were begun without it.
///
/// # Errors
/// [`PeopleError::SecondFactorWrong`] where the code is wrong or nothing was begun; the store's own.
pub async fn confirm(node: &Node, agent: &Agent, session: &str, typed: &str) -> Result<Vec<String>, PeopleError> {
    let codes: Vec<String> = (0..totp::RECOVERY_CODES).map(|_| totp::recovery_code(&node.random.bytes())).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| people::hash_of(&totp::folded(code))).collect();
    let (context, agent, typed) = (node.clone(), agent.clone(), typed.to_string());
    let (kept, now) = (people::hash_of(session), node.clock.now());
    let done = node.db.write(move |tx| {
        let Some(factor) = second_factors::of(tx, agent.id)?.filter(|factor| !factor.confirmed) else {
            return Ok(false);
        };
        let Some(step) = matching(&context, &factor, &typed, now)? else { return Ok(false) };
        second_factors::confirm(tx, agent.id, step, &hashes, now)?;
        sessions::end_all(tx, agent.id, Some(&kept))?;
        note(tx, &agent.actor(), "agent.second_factor_added", agent.id, now)?;
        Ok(true)
    });
    if done.await? { Ok(codes) } else { Err(PeopleError::SecondFactorWrong) }
}

/// Takes one's own second factor away.
///
/// # Errors
/// [`PeopleError::WrongCredentials`] where the password is wrong; the store's own.
pub async fn remove(node: &Node, agent: &Agent, password: &str) -> Result<(), PeopleError> {
    people::check_own(node, agent.id, password).await?;
    let (context, agent, now) = (node.clone(), agent.clone(), node.clock.now());
    let done = node.db.write(move |tx| {
        if second_factors::end(tx, agent.id)? {
            note(tx, &agent.actor(), "agent.second_factor_removed", agent.id, now)?;
            notices::second_factor_removed(tx, &context, &agent, now)?;
        }
        Ok(())
    });
    Ok(done.await?)
}

/// An admin takes somebody's second factor away who lost it. Their sessions end, and they are told.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such person, or they have none.
pub fn reset(tx: &mut Tx<'_>, node: &Node, by: &Actor, id: AgentId, now: Micros) -> Result<(), Refused> {
    let agent = agents::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    if !second_factors::end(tx, id)? {
        return Err(Refused::NotFound);
    }
    sessions::end_all(tx, id, None)?;
    note(tx, by, "agent.second_factor_removed", id, now)?;
    if agent.state() == State::Active {
        notices::second_factor_removed(tx, node, &agent, now)?;
    }
    Ok(())
}

/// Asks for the second factor of somebody who gave the right password. Each code counts once.
///
/// # Errors
/// [`PeopleError::SecondFactorNeeded`], [`PeopleError::SecondFactorWrong`]; the store's own.
pub(crate) async fn ask(node: &Node, id: AgentId, typed: Option<&str>) -> Result<(), PeopleError> {
    let (context, typed, now) = (node.clone(), typed.map(ToString::to_string), node.clock.now());
    let stands = node.db.read(move |tx| Ok(second_factors::of(tx, id)?.is_some_and(|factor| factor.confirmed)));
    if !stands.await? {
        return Ok(());
    }
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
        return Err(PeopleError::SecondFactorNeeded);
    };
    let right = node.db.write(move |tx| used(tx, &context, id, &typed, now)).await?;
    if right { Ok(()) } else { Err(PeopleError::SecondFactorWrong) }
}

fn used(tx: &mut Tx<'_>, node: &Node, id: AgentId, typed: &str, now: Micros) -> store::Result<bool> {
    let Some(factor) = second_factors::of(tx, id)? else { return Ok(true) };
    if let Some(step) = matching(node, &factor, typed, now)? {
        return second_factors::use_step(tx, id, step);
    }
    let folded = totp::folded(typed);
    Ok(totp::may_be_recovery_code(&folded) && second_factors::take_code(tx, id, &people::hash_of(&folded))?)
}

fn matching(node: &Node, factor: &SecondFactor, typed: &str, now: Micros) -> store::Result<Option<i64>> {
    if typed.len() > limits::CODE_BYTES {
        return Ok(None);
    }
    let written = node.sealer.open(&factor.secret, PURPOSE)?;
    let secret = totp::read(&written).ok_or(store::Error::Sealed)?;
    Ok(totp::matching_step(&secret, typed, now, factor.last_step))
}

fn note(tx: &mut Tx<'_>, by: &Actor, action: &str, id: AgentId, now: Micros) -> store::Result<()> {
    audit::add(tx, by, action, &format!("agent:{id}"), &json!({}), now)
}
