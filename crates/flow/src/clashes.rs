//! Clashes of addresses (SB-6): an agent's address is never one of ours, whichever of the two comes later. Addresses of
//! ours are those of mailboxes, their aliases, and the addresses that other servers forward to.

use desk::{MailboxId, address, mailbox};
use store::{Tx, agents, settings};

/// The domain of forwarding addresses, where there is one.
///
/// # Errors
/// The store's own.
pub fn inbound_domain(tx: &mut Tx<'_>) -> store::Result<Option<String>> {
    let stored: Option<Option<String>> = settings::get(tx, settings::INBOUND_DOMAIN)?;
    Ok(stored.flatten().filter(|domain| !domain.is_empty()))
}

/// True when one of these addresses is an agent's, switched off agents included.
///
/// # Errors
/// The store's own.
pub fn with_an_agent<'a>(tx: &mut Tx<'_>, written: impl Iterator<Item = &'a String>) -> store::Result<bool> {
    let known = agents::addresses(tx)?;
    let mut written = written.map(|one| address::fold(one));
    Ok(written.any(|one| known.iter().any(|agent| mailbox::same_place(agent, &one))))
}

/// True when one of these addresses is one of ours.
///
/// # Errors
/// The store's own.
pub fn with_ours<'a>(tx: &mut Tx<'_>, written: impl IntoIterator<Item = &'a str>) -> store::Result<bool> {
    let domain = inbound_domain(tx)?;
    let ours = store::mailboxes::ours(tx)?;
    let forwarding = ours.iter().filter_map(|one| forwarding(one, domain.as_deref()));
    let all: Vec<String> = ours.iter().flat_map(|one| one.addresses.clone()).chain(forwarding).collect();
    let mut written = written.into_iter().map(address::fold);
    Ok(written.any(|one| all.iter().any(|own| mailbox::same_place(own, &one))))
}

/// True when an agent has an address that would be a forwarding address at this domain.
///
/// # Errors
/// The store's own.
pub fn with_domain(tx: &mut Tx<'_>, domain: &str) -> store::Result<bool> {
    let ours = store::mailboxes::ours(tx)?;
    let all: Vec<String> = ours.iter().filter_map(|one| forwarding(one, Some(domain))).collect();
    with_an_agent(tx, all.iter())
}

/// True when one of these addresses is the forwarding address of another mailbox.
///
/// # Errors
/// The store's own.
pub fn with_forwarding<'a>(
    tx: &mut Tx<'_>,
    written: impl Iterator<Item = &'a String>,
    own: Option<MailboxId>,
) -> store::Result<bool> {
    let domain = inbound_domain(tx)?;
    let others = store::mailboxes::ours(tx)?.into_iter().filter(|one| Some(one.id) != own);
    let taken: Vec<String> = others.filter_map(|one| forwarding(&one, domain.as_deref())).collect();
    let mut written = written.map(|one| address::fold(one));
    Ok(written.any(|one| taken.iter().any(|other| mailbox::same_place(other, &one))))
}

fn forwarding(ours: &mailbox::Ours, domain: Option<&str>) -> Option<String> {
    let own = ours.addresses.first()?;
    domain.map(|domain| mailbox::forwarding_address(ours.id, own, domain))
}
