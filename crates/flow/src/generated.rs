//! The generated mailbox (SO-3): an address on the desk's own inbound domain that receives and sends, made once. Its
//! address is nobody's to choose; it moves with the domain and keeps the former one as an alias.

use desk::{
    Micros, address,
    mailbox::{Incoming, Purpose},
};
use store::{
    Tx,
    mailboxes::{self, Draft, Mailbox},
    settings,
};

use crate::{Node, Refused, clashes};

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
        signature: String::new(),
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
