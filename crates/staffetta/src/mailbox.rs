//! `staffetta mailbox`: mailboxes, from the command line.

use std::process::ExitCode;

use anyhow::Context;
use desk::{
    mailbox::{Incoming, IncomingKind, Outgoing, Purpose, Tls},
    signature::Signature,
};
use flow::{
    Node,
    mailboxes::{self, DefaultsChange, MailboxDraft, SaveError, TestStep},
};
use store::{
    events::Actor,
    health::{self, Direction},
    mailboxes::Mailbox as Stored,
};

use crate::{
    command::{Mailbox, MailboxAdd, MailboxCommand},
    configuration, node, words,
};

/// Adds, tests or lists mailboxes.
pub(crate) async fn mailbox(given: Mailbox) -> anyhow::Result<ExitCode> {
    match given.command {
        MailboxCommand::Add(given) => add(*given).await,
        MailboxCommand::Test { place, address } => {
            let node = node::open(&configuration::of_place(&place)?, "", false).await?;
            test(&node, &address).await
        }
        MailboxCommand::List { place } => {
            let node = node::open(&configuration::of_place(&place)?, "", false).await?;
            list(&node).await
        }
    }
}

/// A server as one writes it on the command line: SCHEME://LOGIN@HOST:PORT.
struct Server {
    tls: Tls,
    login: Option<String>,
    host: String,
    port: u16,
}

/// A relay as one writes it on the command line: HOST:PORT means STARTTLS, or nothing on this machine.
pub(crate) fn relay(written: &str) -> anyhow::Result<Outgoing> {
    let whole = match written.contains("://") {
        true => written.to_string(),
        false => format!("smtp+starttls://{written}"),
    };
    let mut server = server(&whole, "smtp")?;
    let here = server.host == "localhost" || server.host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    if here && !written.contains("://") {
        server.tls = Tls::None;
    }
    Ok(Outgoing { host: server.host, port: server.port, tls: server.tls, login: server.login, sender: None })
}

fn server(written: &str, protocol: &str) -> anyhow::Result<Server> {
    let wrong = || words::text("server-wrong", &[("written", written), ("protocol", protocol)]);
    let (scheme, rest) = written.split_once("://").with_context(wrong)?;
    let tls = match scheme.strip_prefix(protocol) {
        Some("") => Tls::None,
        Some("s") => Tls::Implicit,
        Some("+starttls") => Tls::StartTls,
        _ => anyhow::bail!(wrong()),
    };
    let (login, place) = match rest.rsplit_once('@') {
        Some((login, place)) => (Some(login.to_string()), place),
        None => (None, rest),
    };
    let (host, port) = place.rsplit_once(':').with_context(wrong)?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_string();
    Ok(Server { tls, login, host, port: port.parse().ok().with_context(wrong)? })
}

async fn add(given: MailboxAdd) -> anyhow::Result<ExitCode> {
    let by_pop3 = given.incoming.as_deref().is_some_and(|written| written.starts_with("pop3"));
    let (kind, protocol) = if by_pop3 { (IncomingKind::Pop3, "pop3") } else { (IncomingKind::Imap, "imap") };
    let incoming = match given.incoming.as_deref().map(|written| server(written, protocol)).transpose()? {
        Some(server) => Incoming {
            kind,
            host: Some(server.host),
            port: Some(server.port),
            tls: Some(server.tls),
            login: server.login,
            folder: given.folder,
            ..Incoming::listener()
        },
        None => Incoming::listener(),
    };
    let outgoing = given.outgoing.as_deref().map(|written| server(written, "smtp")).transpose()?;
    let draft = MailboxDraft {
        name: given.name.unwrap_or_else(|| given.address.clone()),
        address: given.address.clone(),
        aliases: Vec::new(),
        purpose: if outgoing.is_some() { Purpose::ReceiveAndSend } else { Purpose::Receive },
        enabled: true,
        incoming: Some(incoming),
        incoming_password: given.incoming_password,
        outgoing: outgoing.map(|one| Outgoing {
            host: one.host,
            port: one.port,
            tls: one.tls,
            login: one.login,
            sender: None,
        }),
        outgoing_password: given.outgoing_password,
        signature: Signature::default(),
        policy: None,
        defaults: DefaultsChange::default(),
    };
    let node = node::open(&configuration::of_place(&given.place)?, "", false).await?;
    match mailboxes::save(&node, &Actor::System, None, &draft, given.save_anyway).await {
        Ok(_) => {
            words::say("mailbox-added", &[("address", &given.address)]);
            Ok(ExitCode::SUCCESS)
        }
        Err(SaveError::ConnectionFailed(steps)) => {
            say_steps(&steps);
            words::complain(&words::text("mailbox-not-saved", &[]));
            Ok(ExitCode::FAILURE)
        }
        Err(SaveError::Field { message, .. }) => anyhow::bail!(flow::words::text(message, &[])),
        Err(error) => Err(error.into()),
    }
}

fn say_steps(steps: &[TestStep]) {
    for step in steps {
        let key = if step.ok { "step-ok" } else { "step-failed" };
        words::say(key, &[("step", &step.step), ("message", &step.message)]);
    }
}

/// Tests a stored mailbox with its stored passwords, up to a mail to itself or (as `doctor` does) without one.
pub(crate) async fn test_stored(node: &Node, stored: &Stored, with_mail: bool) -> anyhow::Result<Vec<TestStep>> {
    let draft = MailboxDraft {
        name: stored.name.clone(),
        address: stored.address.clone(),
        aliases: stored.aliases.clone(),
        purpose: stored.purpose,
        enabled: stored.enabled,
        incoming: stored.incoming.clone(),
        incoming_password: None,
        outgoing: stored.outgoing.clone(),
        outgoing_password: None,
        signature: stored.signature.clone(),
        policy: None,
        defaults: DefaultsChange::default(),
    };
    Ok(mailboxes::test(node, &draft, Some(stored.id), with_mail).await?)
}

async fn test(node: &Node, address: &str) -> anyhow::Result<ExitCode> {
    let folded = desk::address::fold(address);
    let all = node.db.read(store::mailboxes::list).await?;
    let found = all.into_iter().find(|one| desk::address::fold(&one.address) == folded);
    let Some(stored) = found else { anyhow::bail!(words::text("no-such-mailbox", &[("address", address)])) };
    let steps = test_stored(node, &stored, true).await?;
    say_steps(&steps);
    Ok(if steps.iter().all(|step| step.ok) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn list(node: &Node) -> anyhow::Result<ExitCode> {
    let all = node.db.read(store::mailboxes::list).await?;
    if all.is_empty() {
        words::say("no-mailboxes", &[]);
    }
    for stored in all {
        words::say("mailbox-line", &[("address", &stored.address), ("name", &stored.name)]);
        let id = stored.id;
        let health = node.db.read(move |tx| health::of(tx, id)).await?;
        for direction in [Direction::Receiving, Direction::Sending] {
            let (_, sentence) = flow::health::sentence(&stored, &health, direction);
            words::say_line(&format!("    {sentence}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_written_as_addresses_of_the_web() {
        let read = server("imaps://ana@example.org@mail.example.org:993", "imap").unwrap();
        assert_eq!((read.tls, read.login.as_deref(), read.port), (Tls::Implicit, Some("ana@example.org"), 993));
        assert_eq!(server("smtp+starttls://[::1]:587", "smtp").unwrap().host, "::1");
        let plain = relay("127.0.0.1:2525").unwrap();
        assert_eq!((plain.tls, plain.host.as_str(), plain.port), (Tls::None, "127.0.0.1", 2525));
        assert_eq!(relay("relay.example:587").unwrap().tls, Tls::StartTls);
        assert_eq!(relay("smtps://ana@relay.example:465").unwrap().login.as_deref(), Some("ana"));
        for wrong in ["mail.example.org:993", "pop3://x:1", "imap://host", "imap://host:port"] {
            assert!(server(wrong, "imap").is_err(), "{wrong}");
        }
    }
}
