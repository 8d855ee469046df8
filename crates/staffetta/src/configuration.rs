//! Settings that stand outside of the database: flags and environment first, then the TOML file, then the defaults.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context;
use desk::mailbox::Outgoing;
use links::networks::Networks;
use serde::Deserialize;
use wire::evidence::NameServers;

use crate::{
    command::{Place, Serve},
    mailbox, words,
};

/// What a TOML file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    blobs: Option<PathBuf>,
    key_file: Option<PathBuf>,
    base_url: Option<String>,
    hostname: Option<String>,
    trust: Option<PathBuf>,
    dns: Option<String>,
    http: Option<SocketAddr>,
    smtp: Option<SocketAddr>,
    lmtp: Option<SocketAddr>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    relay: Option<String>,
    insecure_http: Option<bool>,
    webhook_networks: Option<String>,
}

/// Where the desk keeps its things, decided.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// The database's address.
    pub(crate) database: String,
    /// The folder for mails and files.
    pub(crate) blobs: PathBuf,
    /// The key file.
    pub(crate) key_file: PathBuf,
    /// Where browsers find the desk, where it was said.
    pub(crate) base_url: Option<String>,
    /// What the desk calls itself to other mail servers.
    pub(crate) hostname: String,
    /// Further certificate authorities, PEM.
    pub(crate) trust: String,
    /// Which name servers are asked.
    pub(crate) dns: NameServers,
    /// Networks that webhooks may be sent to beside the public internet.
    pub(crate) webhook_networks: Networks,
}

/// Where the desk listens, decided.
#[derive(Debug, Clone)]
pub(crate) struct Listening {
    /// Browsers.
    pub(crate) http: SocketAddr,
    /// Mail by SMTP.
    pub(crate) smtp: Option<SocketAddr>,
    /// Mail by LMTP.
    pub(crate) lmtp: Option<SocketAddr>,
    /// Certificate and key of these.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// The server through which the desk's own address sends, with its password.
    pub(crate) relay: Option<(Outgoing, Option<String>)>,
    /// Whether unencrypted HTTP beyond this machine is allowed.
    pub(crate) insecure_http: bool,
}

const HTTP: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8025);

fn file(path: Option<&Path>) -> anyhow::Result<File> {
    let Some(path) = path else { return Ok(File::default()) };
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| words::text("config-unreadable", &[("path", &shown)]))?;
    toml::from_str(&text).with_context(|| words::text("config-wrong", &[("path", &shown)]))
}

fn kept(place: &Place, file: &File) -> anyhow::Result<Kept> {
    let data = place.data.clone().or_else(|| file.data.clone()).unwrap_or_else(|| "data".into());
    let trust = place.trust.clone().or_else(|| file.trust.clone());
    let trust = match trust {
        Some(path) => std::fs::read_to_string(&path)
            .with_context(|| words::text("config-unreadable", &[("path", &path.display().to_string())]))?,
        None => String::new(),
    };
    let dns = match (&place.dns, &file.dns) {
        (Some(given), _) => given.clone(),
        (None, Some(text)) => text.parse().with_context(|| words::text("dns-wrong", &[("given", text)]))?,
        (None, None) => NameServers::System,
    };
    let webhook_networks = match (&place.webhook_networks, &file.webhook_networks) {
        (Some(given), _) => given.clone(),
        (None, Some(text)) => text.parse().with_context(|| words::text("networks-wrong", &[("given", text)]))?,
        (None, None) => Networks::default(),
    };
    let database = place.database.clone().or_else(|| file.database.clone());
    let blobs = place.blobs.clone().or_else(|| file.blobs.clone());
    let key_file = place.key_file.clone().or_else(|| file.key_file.clone());
    let hostname = place.hostname.clone().or_else(|| file.hostname.clone());
    Ok(Kept {
        database: database.unwrap_or_else(|| format!("sqlite:{}", data.join("staffetta.db").display())),
        blobs: blobs.unwrap_or_else(|| data.join("blobs")),
        key_file: key_file.unwrap_or_else(|| data.join("key")),
        base_url: place.base_url.clone().or_else(|| file.base_url.clone()),
        hostname: hostname.unwrap_or_else(own_name),
        trust,
        dns,
        webhook_networks,
        data,
    })
}

/// The machine's own name.
fn own_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name: String = name.trim().chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    if name.is_empty() { "localhost".into() } else { name }
}

/// Decides where things are kept.
pub(crate) fn of_place(place: &Place) -> anyhow::Result<Kept> {
    kept(place, &file(place.config.as_deref())?)
}

/// Decides where things are kept and where the desk listens.
pub(crate) fn of_serve(given: &Serve) -> anyhow::Result<(Kept, Listening)> {
    let file = file(given.place.config.as_deref())?;
    let certificate = given.tls_certificate.clone().or_else(|| file.tls_certificate.clone());
    let key = given.tls_key.clone().or_else(|| file.tls_key.clone());
    let relay = given.relay.as_ref().or(file.relay.as_ref());
    let relay = relay.map(|written| mailbox::relay(written)).transpose()?;
    let listening = Listening {
        http: given.http.or(file.http).unwrap_or(HTTP),
        smtp: given.smtp.or(file.smtp),
        lmtp: given.lmtp.or(file.lmtp),
        tls: certificate.zip(key),
        relay: relay.map(|relay| (relay, given.relay_password.clone())),
        insecure_http: given.insecure_http || file.insecure_http.unwrap_or(false),
    };
    Ok((kept(&given.place, &file)?, listening))
}

/// Refuses unencrypted HTTP that others on the network could read (contract.md § REST).
pub(crate) fn refuse_open_http(listening: &Listening, base_url: &str) -> anyhow::Result<()> {
    let encrypted = base_url.starts_with("https://");
    if !encrypted && !listening.http.ip().is_loopback() && !listening.insecure_http {
        anyhow::bail!(words::text("http-refused", &[("address", &listening.http.to_string())]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listening(http: &str, insecure_http: bool) -> Listening {
        Listening { http: http.parse().unwrap(), smtp: None, lmtp: None, tls: None, relay: None, insecure_http }
    }

    #[test]
    fn unencrypted_http_beyond_this_machine_needs_to_be_asked_for() {
        assert!(refuse_open_http(&listening("127.0.0.1:80", false), "http://127.0.0.1").is_ok());
        assert!(refuse_open_http(&listening("0.0.0.0:80", false), "http://desk.example").is_err());
        assert!(refuse_open_http(&listening("0.0.0.0:80", false), "https://desk.example").is_ok());
        assert!(refuse_open_http(&listening("0.0.0.0:80", true), "http://desk.example").is_ok());
    }

    #[test]
    fn an_unknown_name_in_the_file_is_told() {
        assert!(toml::from_str::<File>("htpp = '127.0.0.1:80'").is_err());
        assert!(toml::from_str::<File>("http = '127.0.0.1:80'").is_ok());
    }
}
