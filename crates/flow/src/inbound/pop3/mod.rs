//! Reading a mailbox by POP3: it is looked into now and then, each mail is taken in once for as long as the server lists
//! it, and deleted there only after the commit, where the mailbox says so.

mod listing;
mod session;

use std::time::Duration;

use desk::mailbox::POLL_S;

use super::hold::{Ended, Held};

/// Looks into the mailbox again and again until that fails.
pub(super) async fn polled(held: &mut Held) -> Result<(), Ended> {
    let said = held.mailbox.incoming.as_ref().and_then(|way| way.poll_s).unwrap_or(POLL_S);
    let poll = held.node.tuning.pop3_poll.unwrap_or(Duration::from_secs(said.into()));
    loop {
        session::look(&held.node, &held.mailbox, &mut held.pop3_stubborn).await?;
        held.pace.all_is_well().await;
        tokio::time::sleep(poll).await;
    }
}
