//! The listeners of a desk: browsers, SMTP, LMTP; and the end of them all.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context;
use flow::{
    Node,
    inbound::{listener::Door, receive::Intake},
    mailboxes,
};
use tokio::{net::TcpListener, signal::unix::SignalKind, sync::watch, task::JoinHandle};
use wire::{
    smtp::server::{self, Config, Limits, Protocol},
    tls::{self, ServerIdentity},
};

use crate::words;

/// Binds a port; the error names it.
pub(crate) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let shown = address.to_string();
    TcpListener::bind(address).await.with_context(|| words::text("port-unusable", &[("address", &shown)]))
}

/// The certificate for STARTTLS: the given one, or a self-signed one.
pub(crate) fn identity(node: &Node, given: Option<&(PathBuf, PathBuf)>) -> anyhow::Result<ServerIdentity> {
    let Some((certificate, key)) = given else { return Ok(tls::self_signed(&node.hostname)?) };
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path)
            .with_context(|| words::text("config-unreadable", &[("path", &path.display().to_string())]))
    };
    Ok(tls::identity_from_pem(&read(certificate)?, &read(key)?)?)
}

/// Starts to receive mail on a port.
pub(crate) async fn receive(
    node: &Node,
    intake: &Intake,
    listener: TcpListener,
    protocol: Protocol,
    identity: &ServerIdentity,
    shutdown: &watch::Receiver<bool>,
) -> anyhow::Result<JoinHandle<()>> {
    let message_bytes = node.db.read(mailboxes::raw_limit).await?;
    let config = Config {
        protocol,
        hostname: node.hostname.clone(),
        tls: Some(identity.server_config()),
        limits: Limits { message_bytes, ..Limits::default() },
        accept_any_login: false,
    };
    let door = Arc::new(Door::new(node.clone(), intake.clone()));
    Ok(tokio::spawn(server::serve(listener, Arc::new(config), door, ended(shutdown.clone()))))
}

/// Starts to answer browsers.
pub(crate) fn browsers(listener: TcpListener, web: web::Web, shutdown: &watch::Receiver<bool>) -> JoinHandle<()> {
    let over = ended(shutdown.clone());
    tokio::spawn(async move {
        if let Err(error) = web::serve(listener, web, over).await {
            tracing::error!(%error, "browsers are not answered any more");
        }
    })
}

/// Returns when the desk shuts down.
pub(crate) async fn ended(mut shutdown: watch::Receiver<bool>) {
    // An error means that whoever could tell is gone: that is the end too.
    let _ = shutdown.wait_for(|over| *over).await;
}

/// A receiver that turns true at SIGTERM or SIGINT.
pub(crate) fn until_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Nobody listens any more when everything has ended by itself.
        let _ = sender.send(true);
        // The channel stays open for those who look later.
        std::future::pending::<()>().await;
    });
    Ok(receiver)
}
