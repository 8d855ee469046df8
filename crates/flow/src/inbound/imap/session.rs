//! One IMAP connection: open the folder, read what is new, wait for more; and one that looks into the folders beside.

use std::time::Duration;

use desk::{arrival::Folder, mailbox::Incoming};
use store::{cursors::Place, mailboxes::Mailbox};
use wire::imap::{Connection, IdleEnd, Target};

use super::{
    super::hold::{Ended, Held},
    folder::Reading,
};
use crate::{Node, fault, folders, mailboxes};

/// Reads the mailbox's own folder until the connection ends.
pub(in crate::inbound) async fn connected(held: &mut Held) -> Result<(), Ended> {
    let (node, mailbox) = (held.node.clone(), held.mailbox.clone());
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = node.db.read(mailboxes::raw_limit).await?;
    let mut connection = Connection::open(&target(&node, &mailbox, incoming, limit)?).await?;
    fault::point("imap.connected");
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: incoming.folder_name().to_string() };
    let selected = connection.select(&place.folder).await?;
    fault::point("imap.selected");
    let stubborn = held.imap_stubborn.entry(place.folder.clone()).or_default();
    let mut reading = Reading::new(&node, incoming, &place, limit, selected.uid_validity, stubborn);
    reading.begin(&mut connection, &selected).await?;
    reading.read_new(&mut connection).await?;
    // Not before all was read: a mail that ends every connection must not have the server asked without a pause.
    held.pace.all_is_well().await;
    loop {
        if connection.has_idle() {
            // Whatever ends the wait (news, or the poll's turn), the next look says what is there.
            let (IdleEnd::NewMail | IdleEnd::Expunged | IdleEnd::Timeout) =
                connection.idle(node.tuning.idle.min(node.tuning.poll)).await?;
        } else {
            tokio::time::sleep(node.tuning.poll.min(Duration::from_secs(60))).await;
            connection.noop().await?;
        }
        reading.read_new(&mut connection).await?;
    }
}

/// Looks into the Sent and the Junk folder again and again, on one connection, until that ends.
pub(in crate::inbound) async fn watched(held: &mut Held) -> Result<(), Ended> {
    let (node, mailbox) = (held.node.clone(), held.mailbox.clone());
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = node.db.read(mailboxes::raw_limit).await?;
    let mut connection = Connection::open(&target(&node, &mailbox, incoming, limit)?).await?;
    let listed = connection.list_folders().await?;
    let found = |wanted: bool, folder: Folder, missing: &'static str| match folders::find(&listed, folder, incoming) {
        _ if !wanted => Ok(None),
        Some(name) => Ok(Some((name, folder))),
        None => Err(Ended::Settings(missing)),
    };
    let sent = found(incoming.watch_sent, Folder::Sent, "problem-no-sent-folder")?;
    let junk = found(incoming.watch_junk, Folder::Junk, "problem-no-junk-folder")?;
    loop {
        for (name, folder) in sent.iter().chain(&junk) {
            let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: name.clone() };
            let selected = connection.select(name).await?;
            let stubborn = held.imap_stubborn.entry(name.clone()).or_default();
            let mut reading = Reading::new(&node, incoming, &place, limit, selected.uid_validity, stubborn);
            reading.folder = Some(*folder);
            reading.begin(&mut connection, &selected).await?;
            reading.read_new(&mut connection).await?;
        }
        held.pace.all_is_well().await;
        tokio::time::sleep(node.tuning.poll.min(Duration::from_secs(60))).await;
    }
}

pub(super) fn target(node: &Node, mailbox: &Mailbox, incoming: &Incoming, limit: u64) -> Result<Target, Ended> {
    let password = mailboxes::incoming_password(node, mailbox).map_err(|_| Ended::Settings("problem-sealed"))?;
    mailboxes::imap_target(node, incoming, password, limit).ok_or(Ended::Settings("problem-no-incoming"))
}
