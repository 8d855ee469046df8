//! The domains of our mailboxes: which they are, and what name servers say of each.

use std::collections::BTreeMap;

use desk::{
    address,
    domain::{self, Facts, Finding, Lookup},
};
use store::settings;
use tokio::task::JoinSet;
use wire::evidence::Found;

use crate::{Node, signing};

/// Domains that are looked up; a desk with more shows the first.
const MOST: usize = 50;

/// A domain of ours with what was found.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// Our addresses there.
    pub addresses: Vec<String>,
    /// True for the domain of forwarding addresses, for which we sign ourselves.
    pub inbound: bool,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// What a mailbox says about a domain.
#[derive(Default)]
struct Used {
    addresses: Vec<String>,
    sends_through: Vec<String>,
    inbound: bool,
}

/// All domains of ours, looked up now.
///
/// # Errors
/// The store's own.
pub async fn all(node: &Node) -> store::Result<Vec<Domain>> {
    let (used, inbound) = node.db.read(used).await?;
    let key = if inbound { Some(signing::key(node).await?) } else { None };
    let mut looking = JoinSet::new();
    for (name, used) in used.into_iter().take(MOST) {
        let (node, key) = (node.clone(), key.clone().filter(|_| used.inbound));
        looking.spawn(async move {
            let records = node.names.domain(&name, key.as_ref().map(|key| key.selector.as_str())).await;
            let facts = Facts {
                name: name.clone(),
                mx: lookup(records.mx),
                spf: lookup(records.spf),
                dmarc: lookup(records.dmarc),
                dkim: lookup(records.dkim),
                our_key: key.map(|key| (key.selector.clone(), key.record())),
                our_host: used.inbound.then(|| node.hostname.clone()),
                sends_through: used.sends_through,
            };
            let findings = domain::findings(&facts);
            Domain { name, addresses: used.addresses, inbound: used.inbound, findings }
        });
    }
    let mut found: Vec<Domain> = looking.join_all().await;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn used(tx: &mut store::Tx<'_>) -> store::Result<(BTreeMap<String, Used>, bool)> {
    let mut all: BTreeMap<String, Used> = BTreeMap::new();
    for mailbox in store::mailboxes::list(tx)? {
        for written in mailbox.aliases.iter().chain([&mailbox.address]) {
            let folded = address::fold(written);
            let Some(name) = address::domain(&folded).filter(|name| name.contains('.')) else { continue };
            let used = all.entry(name.to_string()).or_default();
            used.addresses.push(written.clone());
            if let Some(outgoing) = mailbox.outgoing.as_ref().filter(|way| !used.sends_through.contains(&way.host)) {
                used.sends_through.push(outgoing.host.clone());
            }
        }
    }
    let inbound: Option<String> = settings::get(tx, settings::INBOUND_DOMAIN)?.flatten();
    if let Some(name) = &inbound {
        all.entry(name.clone()).or_default().inbound = true;
    }
    Ok((all, inbound.is_some()))
}

fn lookup(found: Found) -> Lookup {
    match found {
        Found::These(all) => Lookup::These(all),
        Found::None => Lookup::Nothing,
        Found::Unknown => Lookup::Unknown,
    }
}
