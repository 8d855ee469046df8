//! `staffetta deliver`: one mail from the standard input. Exit codes are those of sysexits.h, which every MTA knows.

use std::{io::Read, process::ExitCode};

use flow::inbound::deliver::{self, DeliverError};

use crate::{command::Deliver, configuration, node, words};

/// The address is unknown: the MTA bounces the mail.
const NO_USER: u8 = 67;
/// A temporary failure: the MTA keeps the mail and tries again.
const TEMPORARY: u8 = 75;
/// The mail is larger than allowed: the MTA bounces it.
const UNAVAILABLE: u8 = 69;

/// Takes one mail.
pub(crate) async fn deliver(given: Deliver) -> anyhow::Result<ExitCode> {
    let opened = async {
        let kept = configuration::of_place(&given.place)?;
        node::open(&kept, "", false).await
    };
    let node = match opened.await {
        Ok(node) => node,
        Err(error) => return Ok(temporary(&format!("{error:#}"))),
    };
    let limit = match node.db.read(flow::mailboxes::raw_limit).await {
        Ok(limit) => limit,
        Err(error) => return Ok(temporary(&error.to_string())),
    };
    let mut bytes = Vec::new();
    if let Err(error) = std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes) {
        return Ok(temporary(&error.to_string()));
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        words::complain(&words::text("mail-too-large", &[("limit", &(limit / 1024 / 1024).to_string())]));
        return Ok(ExitCode::from(UNAVAILABLE));
    }
    match deliver::deliver(&node, &given.mailbox, bytes).await {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(DeliverError::NoSuchMailbox(address)) => {
            words::complain(&words::text("no-such-mailbox", &[("address", &address)]));
            Ok(ExitCode::from(NO_USER))
        }
        Err(DeliverError::Store(error)) => Ok(temporary(&error.to_string())),
    }
}

fn temporary(why: &str) -> ExitCode {
    words::complain(&words::text("not-stored", &[("why", why)]));
    ExitCode::from(TEMPORARY)
}
