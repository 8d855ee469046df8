//! `staffetta serve`: the whole desk until a signal ends it.

use std::{process::ExitCode, time::Duration};

use flow::{Node, generated, inbound::receive::Intake, people, relay};
use tokio::sync::watch;
use web::Web;
use wire::smtp::server::Protocol;

use crate::{
    command::Serve,
    configuration::{self, Listening},
    listen, node, words,
};

/// How long a shutdown may take before what still runs is dropped.
const PATIENCE: Duration = Duration::from_secs(4);

/// Runs the desk.
pub(crate) async fn serve(given: Serve) -> anyhow::Result<ExitCode> {
    let (kept, mut listening) = configuration::of_serve(&given)?;
    let http = listen::bind(listening.http).await?;
    listening.http = http.local_addr()?;
    let base_url = kept.base_url.clone().unwrap_or_else(|| format!("http://{}", listening.http));
    configuration::refuse_open_http(&listening, &base_url)?;
    let _lock = node::lock(&kept.data)?;
    let node = node::open(&kept, &base_url, false).await?;
    if !node.names.is_usable() {
        tracing::warn!("no name server is known: nobody's mail can be proved; --dns names one");
    }
    set_relay(&node, &listening).await?;
    if let Err(error) = generated::install(&node).await {
        tracing::warn!(%error, "the desk's own address could not be made; name an inbound domain in the settings");
    }
    let shutdown = listen::until_signal()?;
    let intake = Intake::start(node.clone());
    let mut tasks = mail_listeners(&node, &intake, &listening, &shutdown).await?;
    if people::needs_set_up(&node).await? {
        let link = people::new_set_up_link(&node).await?;
        words::complain(&words::text("set-up-link", &[("link", &link)]));
    }
    words::complain(&words::text("serving", &[("url", &base_url)]));
    let web = Web::new(node.clone());
    tasks.push(listen::browsers(http, web.clone(), &shutdown));
    finish(node, web, tasks, shutdown).await?;
    Ok(ExitCode::SUCCESS)
}

/// What is said at the start becomes the setting.
async fn set_relay(node: &Node, listening: &Listening) -> anyhow::Result<()> {
    let Some((way, password)) = listening.relay.clone() else { return Ok(()) };
    let (context, now) = (node.clone(), node.clock.now());
    Ok(node.write(move |tx| relay::set(tx, &context, Some(&way), password.as_deref(), now)).await?)
}

async fn mail_listeners(
    node: &Node,
    intake: &Intake,
    listening: &Listening,
    shutdown: &watch::Receiver<bool>,
) -> anyhow::Result<Vec<tokio::task::JoinHandle<()>>> {
    let mut tasks = Vec::new();
    let identity = listen::identity(node, listening.tls.as_ref())?;
    for (address, protocol) in [(listening.smtp, Protocol::Smtp), (listening.lmtp, Protocol::Lmtp)] {
        let Some(address) = address else { continue };
        let listener = listen::bind(address).await?;
        tracing::info!(address = %listener.local_addr()?, ?protocol, "receiving mail");
        tasks.push(listen::receive(node, intake, listener, protocol, &identity, shutdown).await?);
    }
    Ok(tasks)
}

/// Runs the workers until the signal, then waits for everything to end, but not for ever.
pub(crate) async fn finish(
    node: Node,
    web: Web,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    shutdown: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let workers = tokio::spawn(flow::run(node, web::shown::webhooks::show(web), shutdown.clone()));
    let mut early = workers;
    tokio::select! {
        outcome = &mut early => return Ok(outcome??),
        () = listen::ended(shutdown) => {}
    }
    let all = async {
        let _ = early.await;
        for task in tasks {
            let _ = task.await;
        }
    };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tracing::warn!("something did not end in time; it is dropped, and goes on at the next start");
    }
    Ok(())
}
