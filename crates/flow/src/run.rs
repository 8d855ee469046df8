//! All workers of a node, from start to shutdown.

use store::{jobs, leases};
use tokio::sync::watch;

use crate::{Node, assistants, inbound, notices, outbound, push, reports, rules, siblings, surveys, upkeep, webhooks};

/// Runs every worker until the desk shuts down. What an earlier run of this node left leased when it died is let go of
/// first, so that its work goes on at once. `show` is how the API shows what programs outside are told.
///
/// # Errors
/// When the store cannot be reached at the start.
pub async fn run(node: Node, show: webhooks::Show, shutdown: watch::Receiver<bool>) -> store::Result<()> {
    let earlier = format!("{}:", node.lasting_name());
    node.db
        .write(move |tx| {
            jobs::let_go_of(tx, &earlier)?;
            leases::let_go_of(tx, &earlier).map(|_| ())
        })
        .await?;
    tokio::join!(
        inbound::work(node.clone(), shutdown.clone()),
        inbound::readers::keep(node.clone(), shutdown.clone()),
        outbound::work(node.clone(), shutdown.clone()),
        outbound::copies::work(node.clone(), shutdown.clone()),
        notices::notification::work(node.clone(), shutdown.clone()),
        webhooks::work(node.clone(), show, shutdown.clone()),
        surveys::work(node.clone(), shutdown.clone()),
        rules::work(node.clone(), shutdown.clone()),
        assistants::work(node.clone(), shutdown.clone()),
        push::work(node.clone(), shutdown.clone()),
        siblings::work(node.clone(), shutdown.clone()),
        reports::work(node.clone(), shutdown.clone()),
        upkeep::work(node.clone(), shutdown.clone()),
        upkeep::keep_ledgers(node, shutdown),
    );
    Ok(())
}
