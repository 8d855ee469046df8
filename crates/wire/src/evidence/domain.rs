//! What a domain publishes for its mail: MX, SPF, DMARC and the key of a signature, as people look at it.

use mail_auth::{
    DnsError, Error, MX, MessageAuthenticator, RecordSet,
    common::cache::NoCache,
    hickory_resolver::proto::rr::{Name, RData},
};

use super::{
    Resolver,
    resolver::{TOGETHER, is_name},
};

/// What name servers said about one kind of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These, at least one.
    These(Vec<String>),
    /// There are none.
    None,
    /// They did not answer.
    Unknown,
}

/// What a domain publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainRecords {
    /// Hosts that take its mail, preferred ones first.
    pub mx: Found,
    /// Who may send for it: texts that begin with `v=spf1`.
    pub spf: Found,
    /// What to do with other mail: texts that begin with `v=DMARC1`, its own or its organisation's.
    pub dmarc: Found,
    /// The key of the selector that was asked about.
    pub dkim: Found,
}

impl Resolver {
    /// Looks up what a domain publishes; `selector` names the key of our own signatures.
    pub async fn domain(&self, domain: &str, selector: Option<&str>) -> DomainRecords {
        let unknown =
            DomainRecords { mx: Found::Unknown, spf: Found::Unknown, dmarc: Found::Unknown, dkim: Found::Unknown };
        let Some(resolver) = self.usable().filter(|_| is_name(domain)) else { return unknown };
        let asking = async {
            let (mx, spf, dmarc, dkim) =
                tokio::join!(mx(&resolver, domain), spf(&resolver, domain), dmarc(&resolver, domain), async {
                    match selector {
                        Some(selector) => texts(&resolver, &format!("{selector}._domainkey.{domain}."), "").await,
                        None => Found::None,
                    }
                });
            DomainRecords { mx, spf, dmarc, dkim }
        };
        tokio::time::timeout(TOGETHER, asking).await.unwrap_or(unknown)
    }
}

async fn mx(resolver: &MessageAuthenticator, domain: &str) -> Found {
    match resolver.mx_lookup(format!("{domain}."), None::<&NoCache<Box<str>, RecordSet<MX>>>).await {
        Ok(all) => {
            let hosts = all.rrset.iter().flat_map(|one| one.exchanges.iter());
            these(hosts.map(|host| host.trim_end_matches('.').to_string()).collect())
        }
        Err(error) => nothing(&error),
    }
}

async fn spf(resolver: &MessageAuthenticator, domain: &str) -> Found {
    texts(resolver, &format!("{domain}."), "v=spf1").await
}

async fn dmarc(resolver: &MessageAuthenticator, domain: &str) -> Found {
    let own = texts(resolver, &format!("_dmarc.{domain}."), "v=dmarc1").await;
    let organisation = psl::domain_str(domain).unwrap_or(domain);
    if own != Found::None || organisation == domain {
        return own;
    }
    texts(resolver, &format!("_dmarc.{organisation}."), "v=dmarc1").await
}

/// The texts of a name that begin so, whatever their case.
async fn texts(resolver: &MessageAuthenticator, name: &str, beginning: &str) -> Found {
    let Ok(name) = Name::from_str_relaxed(name) else { return Found::None };
    match resolver.0.txt_lookup(name).await {
        Ok(answer) => {
            let all = answer.answers().iter().filter_map(|record| match &record.data {
                RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
                _ => None,
            });
            these(all.filter(|text| text.to_ascii_lowercase().starts_with(beginning)).collect())
        }
        Err(error) => nothing(&error.into()),
    }
}

fn these(all: Vec<String>) -> Found {
    if all.is_empty() { Found::None } else { Found::These(all) }
}

fn nothing(error: &Error) -> Found {
    if matches!(error, Error::Dns(DnsError::Resolver(_))) { Found::Unknown } else { Found::None }
}
