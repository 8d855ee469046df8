//! `staffetta demo`: a desk to look at. Its mailboxes send into a sandbox of its own; nothing leaves this machine.

mod sample;
mod sandbox;

use std::{path::Path, process::ExitCode, sync::Arc};

use desk::{
    MailboxId,
    agent::Role,
    mailbox::{Incoming, Outgoing, Purpose, Tls},
    signature::Signature,
};
use flow::{
    Node,
    inbound::receive::{self, Intake},
    mailboxes::{self, DefaultsChange, MailboxDraft},
    people,
};
use serde_json::json;
use store::{events::Actor, settings};
use web::Web;
use wire::smtp::server::{self, Config, Limits, Protocol};

use crate::{command::Demo, configuration::Kept, listen, node, serve, words};

/// The people of the demo: name, address, role. Their password is no secret: the demo answers this machine only.
const PEOPLE: &[(&str, &str, Role)] = &[
    ("Ana Kovač", "ana@desk.example", Role::Admin),
    ("Marek Dvořák", "marek@desk.example", Role::Agent),
    ("Giulia Rossi", "giulia@desk.example", Role::Manager),
];
const PASSWORD: &str = "relay-rider-demo";
/// The mailboxes of the demo: name and address.
const MAILBOXES: &[(&str, &str)] =
    &[("Acme Support", "support@acme.example"), ("Acme Billing", "billing@acme.example")];

/// Runs the demo.
pub(crate) async fn demo(given: Demo) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        given.http.ip().is_loopback(),
        words::text("http-refused", &[("address", &given.http.to_string())])
    );
    let temporary = match &given.data {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("staffetta-demo-").tempdir()?),
    };
    let folder = given.data.as_deref().or(temporary.as_ref().map(tempfile::TempDir::path));
    let kept = kept(&given, folder.unwrap_or(Path::new("data")));
    let http = listen::bind(given.http).await?;
    let smtp = listen::bind(given.smtp).await?;
    let caught = listen::bind(([127, 0, 0, 1], 0).into()).await?;
    let (url, smtp_address) = (format!("http://{}", http.local_addr()?), smtp.local_addr()?);
    let _lock = node::lock(&kept.data)?;
    let node = node::open(&kept, &url, true).await?;
    let shutdown = listen::until_signal()?;
    let intake = Intake::start(node.clone());
    let fresh = people::needs_set_up(&node).await?;
    furnish(&node, caught.local_addr()?.port(), fresh).await?;
    let identity = listen::identity(&node, None)?;
    let web = Web::new(node.clone());
    let mut tasks = vec![
        listen::receive(&node, &intake, smtp, Protocol::Smtp, &identity, &shutdown).await?,
        catch(&node, &intake, caught, &shutdown),
        listen::browsers(http, web.clone(), &shutdown),
    ];
    if fresh && !given.empty {
        let (story, stop) = (node.clone(), shutdown.clone());
        tasks.push(tokio::spawn(async move {
            if let Err(error) = sample::tell(&story, stop).await {
                tracing::error!(%error, "the sample mail is incomplete");
            }
        }));
    }
    announce(&node, &given, &url, &smtp_address.to_string()).await?;
    serve::finish(node, web, tasks, shutdown).await?;
    Ok(ExitCode::SUCCESS)
}

fn kept(given: &Demo, folder: &Path) -> Kept {
    let database = given.database.clone();
    Kept {
        data: folder.to_path_buf(),
        database: database.unwrap_or_else(|| format!("sqlite:{}", folder.join("staffetta.db").display())),
        blobs: folder.join("blobs"),
        key_file: folder.join("key"),
        base_url: None,
        hostname: "desk.example".into(),
        trust: String::new(),
        dns: given.dns.clone(),
        webhook_networks: given.webhook_networks.clone(),
    }
}

/// Makes people, mailboxes and settings where they are missing, and points the mailboxes at this run's sandbox.
async fn furnish(node: &Node, sandbox_port: u16, fresh: bool) -> anyhow::Result<()> {
    if fresh {
        for (name, email, role) in PEOPLE {
            people::add(node, email, name, PASSWORD, *role).await?;
        }
        let now = node.clock.now();
        node.db.write(move |tx| settings::set_new(tx, settings::COMPANY_NAME, &"Acme", now)).await?;
        receive::set_channel(node, true).await?;
    }
    let known = node.db.read(store::mailboxes::list).await?;
    for (name, address) in MAILBOXES {
        let existing = known.iter().find(|one| one.address == *address);
        if existing.is_some() || fresh {
            let draft = mailbox(name, address, sandbox_port);
            mailboxes::save(node, &Actor::System, existing.map(|one| one.id), &draft, true).await?;
        }
    }
    Ok(())
}

fn mailbox(name: &str, address: &str, sandbox_port: u16) -> MailboxDraft {
    MailboxDraft {
        name: name.into(),
        address: address.into(),
        aliases: Vec::new(),
        purpose: Purpose::ReceiveAndSend,
        enabled: true,
        incoming: Some(Incoming::listener()),
        incoming_password: None,
        outgoing: Some(Outgoing {
            host: "127.0.0.1".into(),
            port: sandbox_port,
            tls: Tls::None,
            login: None,
            sender: None,
        }),
        outgoing_password: None,
        signature: Signature::default(),
        policy: None,
        defaults: DefaultsChange::default(),
    }
}

fn catch(
    node: &Node,
    intake: &Intake,
    listener: tokio::net::TcpListener,
    shutdown: &tokio::sync::watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    let config = Config {
        protocol: Protocol::Smtp,
        hostname: "sandbox.example".into(),
        tls: None,
        limits: Limits::default(),
        accept_any_login: true,
    };
    let receiver = Arc::new(sandbox::Sandbox::new(node.clone(), intake.clone()));
    tokio::spawn(server::serve(listener, Arc::new(config), receiver, listen::ended(shutdown.clone())))
}

/// Says where the demo is: one line of JSON, or words.
async fn announce(node: &Node, given: &Demo, url: &str, smtp: &str) -> anyhow::Result<()> {
    let known: Vec<(MailboxId, String)> = node
        .db
        .read(|tx| Ok(store::mailboxes::list(tx)?.into_iter().map(|one| (one.id, one.address)).collect()))
        .await?;
    if given.ready_json {
        let agents = PEOPLE.iter().map(|(_, email, role)| json!({"email": email, "password": PASSWORD, "role": role}));
        let mailboxes = known.iter().map(|(id, address)| json!({"id": id, "address": address}));
        let line = json!({
            "http": url,
            "smtp": smtp,
            "agents": agents.collect::<Vec<_>>(),
            "mailboxes": mailboxes.collect::<Vec<_>>(),
        });
        words::say_line(&line.to_string());
    } else {
        let email = PEOPLE.first().map_or("", |(_, email, _)| email);
        let mailbox = known.first().map_or("", |(_, address)| address);
        let told = [("url", url), ("email", email), ("password", PASSWORD), ("mailbox", mailbox), ("smtp", smtp)];
        words::say("demo-ready", &told);
    }
    Ok(())
}
