//! Evidence: gathers who may have sent a mail, from its bytes, its envelope and name servers, for `desk::evidence` to
//! judge. It happens before the transaction, in bounded time, for many mails at once.

use std::{collections::HashMap, sync::Arc};

use desk::{
    MailboxId, Micros, address,
    arrival::Source,
    evidence::{
        ArcChain, Dkim, DmarcLookup, DmarcRecord, Evidence, Facts, Key, Level, Policy, Spf, TrustAnchor, Verdict, judge,
    },
};
use mail::{AuthenticationResults, Mail};
use store::{Tx, arrivals::Arrival};
use tokio::task::JoinSet;
use wire::evidence::{Chain, Dmarc, Outcome, Peer, Resolver, Signature};

use super::Item;
use crate::Node;

/// What is known of a mailbox.
#[derive(Clone, Default)]
struct Known {
    anchor: Option<TrustAnchor>,
    domains: Vec<String>,
}

/// Judges who sent each mail that could be read.
///
/// # Errors
/// The store's own.
pub(super) async fn judge_all(node: &Node, items: &mut [Item], raws: Vec<Option<Arc<Vec<u8>>>>) -> store::Result<()> {
    let mut mailboxes: Vec<MailboxId> = items.iter().map(|item| item.arrival.mailbox).collect();
    mailboxes.sort_unstable();
    mailboxes.dedup();
    let (known, sealers) = node.db.read(move |tx| known(tx, &mailboxes)).await?;
    let mut judging = JoinSet::new();
    for (index, (item, raw)) in items.iter().zip(raws).enumerate() {
        let (Ok(read), Some(raw)) = (&item.read, raw) else { continue };
        let of_mailbox = known.get(&item.arrival.mailbox).cloned().unwrap_or_default();
        let facts = with_known(facts(&item.arrival, &read.mail, &raw), of_mailbox, sealers.clone());
        let peer = peer(node, &item.arrival);
        let resolver = node.names.clone();
        judging.spawn(async move { (index, of_facts(&resolver, facts, raw, peer).await) });
    }
    while let Some(judged) = judging.join_next().await {
        // One whose task panicked keeps what it has: not checked.
        let Ok((index, evidence)) = judged else { continue };
        if let Some(item) = items.get_mut(index) {
            item.evidence = evidence;
        }
    }
    Ok(())
}

/// Judges who sent one mail, which nobody is going to store.
///
/// # Errors
/// The store's own.
pub(super) async fn judge_one(
    node: &Node,
    arrival: &Arrival,
    mail: &Mail,
    raw: Arc<Vec<u8>>,
) -> store::Result<Evidence> {
    let mailbox = arrival.mailbox;
    let (mut known, sealers) = node.db.read(move |tx| known(tx, &[mailbox])).await?;
    let facts = with_known(facts(arrival, mail, &raw), known.remove(&mailbox).unwrap_or_default(), sealers);
    Ok(of_facts(&node.names, facts, raw, peer(node, arrival)).await)
}

fn with_known(facts: Facts, known: Known, sealers: Vec<String>) -> Facts {
    Facts { anchor: known.anchor, own_domains: known.domains, sealers, ..facts }
}

fn known(tx: &mut Tx<'_>, mailboxes: &[MailboxId]) -> store::Result<(HashMap<MailboxId, Known>, Vec<String>)> {
    let ours = store::mailboxes::ours(tx)?;
    let mut all = HashMap::new();
    for id in mailboxes {
        let addresses = ours.iter().filter(|one| one.id == *id).flat_map(|one| &one.addresses);
        let domains = addresses.filter_map(|one| address::domain(one)).map(ToString::to_string).collect();
        all.insert(*id, Known { anchor: store::trust_anchors::of(tx, *id)?, domains });
    }
    Ok((all, store::policies::channel(tx)?.arc_sealers))
}

/// Asks only for what can still change the judgement.
async fn of_facts(resolver: &Resolver, mut facts: Facts, raw: Arc<Vec<u8>>, peer: Option<Peer>) -> Evidence {
    let (first, _) = judge(&facts);
    let Some(domain) = first.from_domain.clone() else { return first };
    facts.resolver = resolver.is_usable();
    let checked = resolver.message(raw, &domain).await;
    facts.headers = checked.headers;
    facts.dkim = checked.signatures.into_iter().map(signature).collect();
    facts.arc = checked.chain.map(chain);
    let (signed, _) = judge(&facts);
    if signed.level == Level::E3 || (peer.is_none() && facts.anchor.is_none()) {
        return signed;
    }
    let (spf, dmarc) = tokio::join!(
        async {
            match &peer {
                Some(peer) => Some(resolver.spf(peer).await),
                None => None,
            }
        },
        resolver.dmarc(&domain)
    );
    facts.spf = spf.map(|(outcome, domain)| Spf { verdict: verdict(outcome), domain });
    facts.dmarc = record(dmarc);
    judge(&facts).0
}

fn facts(arrival: &Arrival, mail: &Mail, raw: &[u8]) -> Facts {
    let mut facts = Facts::new(source(&arrival.source), mail.from_shape(raw), arrival.received_at);
    facts.date = mail.date.map(|date| Micros(date.unix_s.saturating_mul(1_000_000)));
    facts.answers_to = answers_to(mail);
    facts.peer.clone_from(&arrival.envelope.peer);
    facts.results = mail.authentication_results();
    let marks: Vec<&str> = mail.headers_named("X-MS-Exchange-Organization-AuthAs").collect();
    facts.internal_mark = matches!(marks.as_slice(), [one] if one.trim().eq_ignore_ascii_case("internal"));
    facts.received = mail.headers_named("Received").filter_map(hop).find(|(_, with)| !with.starts_with("LMTP"));
    facts
}

/// Where the author wants answers, if not at the address of From.
fn answers_to(mail: &Mail) -> Option<String> {
    let from = mail.from.as_ref().map(|from| address::fold(&from.address)).unwrap_or_default();
    let elsewhere = mail.reply_to.iter().map(|one| address::fold(&one.address)).find(|wanted| *wanted != from);
    elsewhere.filter(|wanted| address::is_deliverable(wanted))
}

fn source(word: &str) -> Source {
    [Source::Smtp, Source::Lmtp, Source::Pipe].into_iter().find(|one| one.word() == word).unwrap_or(Source::Imap)
}

/// `by` and `with` of a Received header (RFC 5321 § 4.4), the latter in capitals.
fn hop(value: &str) -> Option<(String, String)> {
    let (mut by, mut with, mut depth) = (None, None, 0_i32);
    let mut words = value.split_whitespace().map(|word| word.trim_end_matches(';')).peekable();
    while let Some(word) = words.next() {
        let inside = depth > 0;
        depth += i32::try_from(word.matches('(').count()).unwrap_or(0);
        depth -= i32::try_from(word.matches(')').count()).unwrap_or(0);
        match word {
            "by" if !inside && by.is_none() => by = words.peek().map(ToString::to_string),
            "with" if !inside && with.is_none() => with = words.peek().map(|word| word.to_ascii_uppercase()),
            _ => {}
        }
    }
    by.zip(with)
}

/// The host behind our own SMTP listener; only there SPF means something.
fn peer(node: &Node, arrival: &Arrival) -> Option<Peer> {
    if arrival.source != Source::Smtp.word() {
        return None;
    }
    Some(Peer {
        ip: arrival.envelope.peer.as_deref()?.parse().ok()?,
        helo: arrival.envelope.helo.clone().unwrap_or_default(),
        mail_from: arrival.envelope.from.clone().unwrap_or_default(),
        our_name: node.hostname.clone(),
    })
}

fn verdict(outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Pass => Verdict::Pass,
        Outcome::Fail => Verdict::Fail,
        Outcome::None => Verdict::None,
        Outcome::Unknown => Verdict::Unknown,
    }
}

fn signature(found: Signature) -> Dkim {
    Dkim {
        domain: found.domain,
        selector: found.selector,
        verdict: verdict(found.outcome),
        signed: found.signed,
        partial_body: found.partial_body,
        key: match found.key {
            wire::evidence::Key::Rsa(bits) => Key::Rsa(bits),
            wire::evidence::Key::Ed25519 => Key::Ed25519,
            wire::evidence::Key::Unknown => Key::Unknown,
        },
    }
}

fn chain(found: Chain) -> ArcChain {
    ArcChain {
        verdict: verdict(found.outcome),
        sealer: found.sealer,
        signs_from: found.signs_from,
        reported: AuthenticationResults::read(&found.reported),
    }
}

fn record(found: Dmarc) -> DmarcLookup {
    match found {
        Dmarc::Unknown => DmarcLookup::Unknown,
        Dmarc::Absent => DmarcLookup::Absent,
        Dmarc::Found { policy, strict_dkim, strict_spf } => DmarcLookup::Found(DmarcRecord {
            policy: match policy {
                wire::evidence::Policy::None => Policy::None,
                wire::evidence::Policy::Quarantine => Policy::Quarantine,
                wire::evidence::Policy::Reject => Policy::Reject,
            },
            strict_dkim,
            strict_spf,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_is_read_past_its_comments() {
        let line = "from x.example (x.example [192.0.2.1] (may be forged by nobody with EVIL)) by mail.example.org (Postfix) with ESMTPSA id 4F; Sat, 28 Nov 2026";
        assert_eq!(hop(line), Some(("mail.example.org".into(), "ESMTPSA".into())));
        assert_eq!(hop("from x by mail.example.org"), None);
    }
}
