//! The desk's settings: one JSON value a name.

use desk::Micros;

use crate::{Error, Result, Topic, Tx};

crate::statements! {
    GET = "SELECT value FROM settings WHERE name = $1";
    SET = "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    SET_NEW = "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
}

/// Whether the e-mail channel is on (SO-2); off until it is switched on.
pub const EMAIL_CHANNEL: &str = "email_channel";
/// The largest raw mail, MiB.
pub const RAW_LIMIT_MIB: &str = "raw_limit_mib";
/// The domain of forwarding addresses (LD-8).
pub const INBOUND_DOMAIN: &str = "inbound_domain";
/// Addresses and domains whose mail is never held as spam.
pub const ALLOWED_SENDERS: &str = "allowed_senders";
/// Message-IDs of mails that mailboxes sent to themselves to prove their connections (SB-2).
pub const PROOFS: &str = "proofs";
/// How long news for an agent are collected before they are mailed, seconds.
pub const NOTIFY_SECONDS: &str = "notify_seconds";
/// When admins were last told of held mail.
pub const HELD_REPORTED_AT: &str = "held_reported_at";
/// How many mailboxes there may be (SO-3).
pub const MAILBOXES_MOST: &str = "mailboxes_most";
/// The server through which the generated mailbox sends, with its sealed password.
pub const OUTGOING_RELAY: &str = "outgoing_relay";
/// The company's name.
pub const COMPANY_NAME: &str = "company_name";
/// The addresses whose mail is set aside, folded.
pub const BLOCKED_SENDERS: &str = "blocked_senders";
/// The policy of the e-mail channel ([`desk::policy::ChannelPolicy`]).
pub const CHANNEL_POLICY: &str = "channel_policy";
/// The key of our own signatures; its private half is sealed.
pub const DKIM_KEY: &str = "dkim_key";
/// The key by which push services tell the desk from others; its private half is sealed.
pub const PUSH_KEY: &str = "push_key";
/// When admins were last told of a loop, microseconds since 1970.
pub const LOOP_ALARM_AT: &str = "loop_alarm_at";
/// Which mailboxes wait for a provider's question whether it may forward, and the questions that came (SO-9).
pub const FORWARDING_HELP: &str = "forwarding_help";
/// The time zone of the desk: by its days reports count (SO-12).
pub const TIME_ZONE: &str = "time_zone";
/// Whether agents are told only of what an assistant hands over (SB-4).
pub const HUMAN_TAKEOVER: &str = "human_takeover";
/// The assistant whose model helps agents (SO-17).
pub const HELPER: &str = "helper";
/// The pending set-up link: its token's hash and end.
pub const SETUP_LINK: &str = "setup_link";

/// Reads a setting, or nothing where it was never set.
///
/// # Errors
/// When the stored value is not of this type, and the database's own.
pub fn get<T: serde::de::DeserializeOwned>(tx: &mut Tx<'_>, name: &'static str) -> Result<Option<T>> {
    tx.one(GET, &[name.into()], |row| row.json(0, "setting"))
}

/// Writes a setting and tells browsers and other nodes.
///
/// # Errors
/// The database's own.
pub fn set<T: serde::Serialize>(tx: &mut Tx<'_>, name: &'static str, value: &T, now: Micros) -> Result<()> {
    let json = serde_json::to_string(value).map_err(|error| Error::unreadable("setting", error))?;
    tx.run(SET, &[name.into(), (&json).into(), now.into()])?;
    tx.change(crate::changes::Change::SettingsChanged(name));
    tx.ring(Topic::Settings);
    Ok(())
}

/// Writes a setting only where it was never set.
///
/// # Errors
/// The database's own.
pub fn set_new<T: serde::Serialize>(tx: &mut Tx<'_>, name: &'static str, value: &T, now: Micros) -> Result<()> {
    let json = serde_json::to_string(value).map_err(|error| Error::unreadable("setting", error))?;
    tx.run(SET_NEW, &[name.into(), (&json).into(), now.into()])?;
    Ok(())
}
