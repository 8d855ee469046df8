//! What the host that speaks to our own SMTP listener proves: SPF (RFC 7208); and what the domain of From asks for in that
//! case: DMARC (RFC 7489).

use std::{net::IpAddr, sync::Arc};

use mail_auth::{
    DnsError, Error, MessageAuthenticator, Parameters, SpfResult, Txt,
    common::cache::NoCache,
    dmarc::{Alignment, Dmarc as Record, Policy as Asked},
    spf::verify::SpfParameters,
};

use super::{
    Dmarc, Outcome, Policy, Resolver,
    resolver::{TOGETHER, is_name},
};

/// The host that handed over a mail, as our listener knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub ip: IpAddr,
    /// What it called itself.
    pub helo: String,
    /// MAIL FROM; empty for a bounce.
    pub mail_from: String,
    /// What we call ourselves.
    pub our_name: String,
}

impl Resolver {
    /// SPF of a host, and the domain that it is about: of MAIL FROM, or of HELO where that is empty.
    pub async fn spf(&self, peer: &Peer) -> (Outcome, String) {
        let domain = peer.mail_from.rsplit_once('@').map_or(peer.helo.as_str(), |(_, domain)| domain);
        let domain = domain.trim_end_matches('.').to_ascii_lowercase();
        // An address with a quoted or commented domain is nobody's.
        if !is_name(&domain) || peer.mail_from.matches('@').count() > 1 {
            return (Outcome::None, String::new());
        }
        let Some(resolver) = self.usable() else { return (Outcome::Unknown, domain) };
        let question = SpfParameters::verify_mail_from(peer.ip, &peer.helo, &peer.our_name, &peer.mail_from);
        let answer = tokio::time::timeout(TOGETHER, resolver.verify_spf(Parameters::new(question))).await;
        let outcome = match answer.as_ref().map(mail_auth::SpfOutput::result) {
            Ok(SpfResult::Pass) => Outcome::Pass,
            Ok(SpfResult::None) => Outcome::None,
            Ok(SpfResult::TempError) | Err(_) => Outcome::Unknown,
            Ok(SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral | SpfResult::PermError) => Outcome::Fail,
        };
        self.note(outcome != Outcome::Unknown).await;
        (outcome, domain)
    }

    /// The DMARC record that holds for a domain: its own, or that of its organisation.
    pub async fn dmarc(&self, domain: &str) -> Dmarc {
        let domain = domain.trim_end_matches('.').to_ascii_lowercase();
        if !is_name(&domain) {
            return Dmarc::Absent;
        }
        let Some(resolver) = self.usable() else { return Dmarc::Unknown };
        let found = tokio::time::timeout(TOGETHER, nearest(&resolver, &domain)).await.unwrap_or(Dmarc::Unknown);
        self.note(found != Dmarc::Unknown).await;
        found
    }
}

async fn nearest(resolver: &Arc<MessageAuthenticator>, domain: &str) -> Dmarc {
    match record(resolver, domain).await {
        Ok(Some(own)) => return of(&own, false),
        Ok(None) => {}
        Err(()) => return Dmarc::Unknown,
    }
    let organisation = psl::domain_str(domain).unwrap_or(domain);
    if organisation == domain {
        return Dmarc::Absent;
    }
    match record(resolver, organisation).await {
        Ok(Some(theirs)) => of(&theirs, true),
        Ok(None) => Dmarc::Absent,
        Err(()) => Dmarc::Unknown,
    }
}

/// The record of exactly this domain; an error when nobody knows.
async fn record(resolver: &MessageAuthenticator, domain: &str) -> Result<Option<Arc<Record>>, ()> {
    let name = format!("_dmarc.{domain}.");
    match resolver.txt_lookup::<Record>(name, None::<&NoCache<Box<str>, Txt>>).await {
        Ok(record) => Ok(Some(record)),
        Err(Error::Dns(DnsError::Resolver(_))) => Err(()),
        Err(_) => Ok(None),
    }
}

fn of(record: &Record, of_organisation: bool) -> Dmarc {
    let asked = match record.sp {
        Asked::Unspecified => record.p,
        for_subdomains if of_organisation => for_subdomains,
        _ => record.p,
    };
    let policy = match asked {
        Asked::Reject if record.t => Policy::Quarantine,
        Asked::Quarantine if record.t => Policy::None,
        Asked::Reject => Policy::Reject,
        Asked::Quarantine => Policy::Quarantine,
        Asked::None | Asked::Unspecified => Policy::None,
    };
    Dmarc::Found {
        policy,
        strict_dkim: record.adkim == Alignment::Strict,
        strict_spf: record.aspf == Alignment::Strict,
    }
}
