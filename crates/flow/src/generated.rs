//! The generated mailbox (SO-3): an address on the desk's own inbound domain that receives and sends, made once. Its
//! address is nobody's to choose; it moves with the domain and keeps the former one as an alias.

use desk::{
    Micros, address,
    mailbox::{Incoming, Purpose},
    signature::Signature,
};
use store::{
    Tx,
    mailboxes::{self, Draft, Mailbox},
    settings,
};

use crate::{Node, Refused, clashes, signing};

/// Makes the desk's own address when the desk starts for the first time at a domain of its own, and the key that signs
/// what leaves from it (SO-3). Where browsers find the desk by no name, or somebody has set the domain before, nothing
/// is made.
///
/// # Errors
/// The store's own; when no key can be made.
pub async fn install(node: &Node) -> Result<(), Refused> {
    let context = node.clone();
    let (host, now) = (host_of(&node.base_url), node.clock.now());
    let named = node.write(move |tx| {
        let stored: Option<Option<String>> = settings::get(tx, settings::INBOUND_DOMAIN)?;
        match (&stored, &host) {
            (None, Some(host)) => set_domain(tx, &context, Some(host), now).map(|()| true),
            _ => Ok(stored.flatten().is_some()),
        }
    });
    if named.await? {
        signing::key(node).await?;
    }
    Ok(())
}

/// The domain in the address of the desk; none where it is a number or a name without a dot.
fn host_of(base_url: &str) -> Option<String> {
    let (_, rest) = base_url.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next()?.to_lowercase();
    let last = host.rsplit_once('.')?.1;
    let named =
        last.chars().next().is_some_and(char::is_alphabetic) && !["localhost", "local", "internal"].contains(&last);
    (named && address::is_deliverable(&format!("desk@{host}"))).then_some(host)
}

/// Sets the inbound domain, or none. With the first one the generated mailbox is made.
///
/// # Errors
/// [`Refused`] where the domain's addresses would clash with an agent's (SB-6).
pub fn set_domain(tx: &mut Tx<'_>, node: &Node, domain: Option<&str>, now: Micros) -> Result<(), Refused> {
    settings::set(tx, settings::INBOUND_DOMAIN, &domain, now)?;
    let Some(domain) = domain else { return Ok(()) };
    let made = mailboxes::generated(tx)?;
    let draft = match &made {
        Some(mailbox) if address::domain(&mailbox.address) == Some(domain) => None,
        Some(mailbox) => Some(moved(mailbox, domain)),
        None => Some(fresh(tx, node, domain)?),
    };
    if let Some(draft) = draft {
        if clashes::with_an_agent(tx, [&draft.address].into_iter())? {
            return Err(Refused::field("inbound_domain", "domain-clashes"));
        }
        let kept = match made {
            Some(mailbox) => mailboxes::update(tx, mailbox.id, &draft, now),
            None => mailboxes::add(tx, &draft, now).map(|_| ()),
        };
        match kept {
            Err(store::Error::Taken(_)) => return Err(Refused::field("inbound_domain", "domain-clashes")),
            other => other?,
        }
    }
    if clashes::with_domain(tx, domain)? {
        return Err(Refused::field("inbound_domain", "domain-clashes"));
    }
    Ok(())
}

fn fresh(tx: &mut Tx<'_>, node: &Node, domain: &str) -> store::Result<Draft> {
    let local = data_encoding::BASE32_NOPAD.encode(&node.random.bytes::<5>()).to_lowercase();
    let address = format!("desk-{local}@{domain}");
    let company: Option<String> = settings::get(tx, settings::COMPANY_NAME)?;
    Ok(Draft {
        name: company.filter(|name| !name.is_empty()).unwrap_or_else(|| address.clone()),
        address,
        aliases: Vec::new(),
        purpose: Purpose::ReceiveAndSend,
        enabled: true,
        generated: true,
        incoming: Some(Incoming::listener()),
        incoming_secret: None,
        outgoing: None,
        outgoing_secret: None,
        signature: Signature::default(),
    })
}

fn moved(mailbox: &Mailbox, domain: &str) -> Draft {
    let local = mailbox.address.rsplit_once('@').map_or(mailbox.address.as_str(), |(local, _)| local);
    let mut aliases = mailbox.aliases.clone();
    aliases.push(mailbox.address.clone());
    Draft {
        name: mailbox.name.clone(),
        address: format!("{local}@{domain}"),
        aliases,
        purpose: mailbox.purpose,
        enabled: mailbox.enabled,
        generated: true,
        incoming: mailbox.incoming.clone(),
        incoming_secret: mailbox.incoming_secret.clone(),
        outgoing: mailbox.outgoing.clone(),
        outgoing_secret: mailbox.outgoing_secret.clone(),
        signature: mailbox.signature.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_at_a_name_of_its_own_has_a_domain() {
        for (url, host) in [
            ("https://desk.acme.example", Some("desk.acme.example")),
            ("https://Desk.Acme.example:8443/x", Some("desk.acme.example")),
            ("http://127.0.0.1:8025", None),
            ("http://[::1]:8025", None),
            ("http://localhost:8025", None),
            ("http://desk.local", None),
            ("desk.acme.example", None),
        ] {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }
}
