//! The outgoing relay: the server through which the generated mailbox sends (SO-3). Its password is sealed like those of
//! mailboxes.

use data_encoding::HEXLOWER;
use desk::{Micros, mailbox::Outgoing};
use serde::{Deserialize, Serialize};
use store::{Tx, mailboxes::Mailbox, seal, settings};

use crate::{
    Node, Refused,
    trial::{self, TestStep},
};

/// The relay as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Relay {
    /// Where it is.
    pub way: Outgoing,
    /// Its sealed password, in hexadecimal digits.
    pub sealed: Option<String>,
}

/// The relay, where there is one.
///
/// # Errors
/// The store's own.
pub fn stored(tx: &mut Tx<'_>) -> store::Result<Option<Relay>> {
    let stored: Option<Option<Relay>> = settings::get(tx, settings::OUTGOING_RELAY)?;
    Ok(stored.flatten())
}

/// The stored password, for the same login at the same server only.
fn lent(stored: Option<Relay>, way: &Outgoing) -> Option<String> {
    stored.filter(|known| known.way.host == way.host && known.way.login == way.login).and_then(|known| known.sealed)
}

/// Tries a relay step by step, up to a mail of the desk's own address to itself where there is one. No steps where it is
/// the stored one: a server that is down must not keep other settings from being changed.
///
/// # Errors
/// [`Refused`] where host or port are none; what does not work is a step that says so.
pub async fn test(node: &Node, way: &Outgoing, password: Option<&str>) -> Result<Vec<TestStep>, Refused> {
    if !crate::mailboxes::is_reachable(&way.host, way.port) {
        return Err(Refused::field("outgoing_relay", "host-and-port-needed"));
    }
    let (known, own) = node.db.read(|tx| Ok((stored(tx)?, store::mailboxes::generated(tx)?))).await?;
    if password.is_none() && known.as_ref().is_some_and(|known| known.way == *way) {
        return Ok(Vec::new());
    }
    let sealed = lent(known, way).and_then(|text| HEXLOWER.decode(text.as_bytes()).ok());
    let password = crate::mailboxes::password(node, password, sealed.as_deref(), seal::OUTGOING);
    let target = crate::mailboxes::smtp_target(node, way, password);
    Ok(trial::test_sending(node, &target, own.as_ref().map(|own| own.address.as_str())).await?)
}

/// Sets the relay, or none. Without a password the stored one stays, for the same login at the same server only.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn set(
    tx: &mut Tx<'_>,
    node: &Node,
    way: Option<&Outgoing>,
    password: Option<&str>,
    now: Micros,
) -> Result<(), Refused> {
    let Some(way) = way else { return Ok(settings::set(tx, settings::OUTGOING_RELAY, &None::<Relay>, now)?) };
    if !crate::mailboxes::is_reachable(&way.host, way.port) {
        return Err(Refused::field("outgoing_relay", "host-and-port-needed"));
    }
    let sealed = match password {
        Some("") => None,
        Some(password) => Some(HEXLOWER.encode(&node.sealer.seal(password, seal::OUTGOING, node.random.bytes())?)),
        None => lent(stored(tx)?, way),
    };
    Ok(settings::set(tx, settings::OUTGOING_RELAY, &Some(Relay { way: way.clone(), sealed }), now)?)
}

/// Lends the relay to the generated mailbox; every other has a connection of its own or none.
///
/// # Errors
/// The store's own.
pub fn lend(tx: &mut Tx<'_>, mailbox: &mut Mailbox) -> store::Result<()> {
    if !mailbox.generated || mailbox.outgoing.is_some() {
        return Ok(());
    }
    if let Some(relay) = stored(tx)? {
        mailbox.outgoing_secret = relay.sealed.and_then(|text| HEXLOWER.decode(text.as_bytes()).ok());
        mailbox.outgoing = Some(relay.way);
    }
    Ok(())
}
