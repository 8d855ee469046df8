//! The outgoing relay: the server through which the generated mailbox sends (SO-3). Its password is sealed like those of
//! mailboxes.

use data_encoding::HEXLOWER;
use desk::{Micros, mailbox::Outgoing};
use serde::{Deserialize, Serialize};
use store::{Tx, mailboxes::Mailbox, seal, settings};

use crate::{Node, Refused};

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
    let known = stored(tx)?.filter(|known| known.way.host == way.host && known.way.login == way.login);
    let sealed = match password {
        Some("") => None,
        Some(password) => Some(HEXLOWER.encode(&node.sealer.seal(password, seal::OUTGOING, node.random.bytes())?)),
        None => known.and_then(|known| known.sealed),
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
