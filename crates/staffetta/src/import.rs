//! `staffetta import`: a folder of a mailbox with all that lies there. It triggers nothing automatic; the running
//! desk makes conversations of it.

use std::process::ExitCode;

use desk::{address, mailbox::IncomingKind};

use crate::{command::Import, configuration, node, words};

/// Takes a folder in.
pub(crate) async fn import(given: Import) -> anyhow::Result<ExitCode> {
    let node = node::open(&configuration::of_place(&given.place)?, "", false).await?;
    let folded = address::fold(&given.mailbox);
    let all = node.db.read(store::mailboxes::list).await?;
    let found = all.into_iter().find(|one| address::fold(&one.address) == folded);
    let Some(stored) = found else { anyhow::bail!(words::text("no-such-mailbox", &[("address", &given.mailbox)])) };
    if stored.incoming.as_ref().is_none_or(|way| way.kind != IncomingKind::Imap) {
        anyhow::bail!(words::text("import-needs-imap", &[("address", &given.mailbox)]));
    }
    match flow::inbound::import(&node, &stored, &given.folder, given.days).await {
        Ok(count) => {
            words::say("imported", &[("count", &count.to_string()), ("folder", &given.folder)]);
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => anyhow::bail!(problem.sentence()),
    }
}
