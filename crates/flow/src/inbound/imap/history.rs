//! History: mail that lay in a folder before it was read (spec.md §4, X-10). It is marked as such, so that it triggers
//! nothing automatic; no cursor moves for it, and nothing is changed on the server.

use desk::{Micros, arrival::Folder};
use store::{cursors::Place, mailboxes::Mailbox};
use wire::imap::{Connection, Summary};

use super::{
    super::{
        hold::{self, Ended},
        stubborn::Stubborn,
    },
    folder::{ASKED, Reading},
    session,
};
use crate::{Node, folders, health::Problem, mailboxes};

impl Reading<'_> {
    /// Takes in the mails up to this UID that came since then, by the server's date; all of them where nothing is said.
    /// Says how many were new. What is known already is not fetched twice, so a history that was interrupted begins anew.
    pub(super) async fn read_history(
        &mut self,
        connection: &mut Connection,
        last: u32,
        since: Option<Micros>,
    ) -> Result<usize, Ended> {
        let mut uids = connection.all_uids().await?;
        uids.retain(|uid| *uid <= last);
        tracing::info!(mailbox = %self.place.mailbox, mails = uids.len(), "the history of a folder is read");
        let recent = |one: &Summary| since.is_none_or(|since| one.internal_date.is_some_and(|at| at >= since.unix_s()));
        self.history = true;
        let mut taken = 0;
        for asked in uids.chunks(ASKED) {
            let summaries = connection.envelopes(asked).await?;
            let wanted: Vec<u32> = summaries.iter().filter(|one| recent(one)).map(|one| one.uid).collect();
            let sizes = summaries.iter().map(|one| (one.uid, u64::from(one.size))).collect();
            for group in self.groups(&wanted, &sizes) {
                let known = self.known(&group).await?;
                let fresh: Vec<u32> = group.into_iter().filter(|uid| !known.contains(uid)).collect();
                let fetched = self.fetch(connection, &fresh, &sizes).await?;
                taken += fetched.len();
                self.store(fetched).await?;
            }
        }
        self.pass_over_history(connection).await?;
        self.history = false;
        self.done()?;
        Ok(taken)
    }

    /// What of the history did not come is asked for again, or passed over in the end.
    async fn pass_over_history(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        for uid in self.pending.clone() {
            if self.stubborn.given_up((self.validity, uid)).is_some() {
                let came = self.ask_again(connection, uid).await?.into_iter().collect();
                self.store(came).await?;
            }
        }
        Ok(())
    }
}

/// Takes in a whole folder of a mailbox, or what came within so many days. Says how many mails were new.
///
/// # Errors
/// What is wrong with the connection or the store; what came until then stays.
pub async fn import(node: &Node, mailbox: &Mailbox, folder: &str, days: Option<u32>) -> Result<usize, Problem> {
    let read = read(node, mailbox, folder, days).await;
    read.map_err(|ended| hold::problem(&ended).unwrap_or_else(|| Problem::new("problem-store", &[])))
}

async fn read(node: &Node, mailbox: &Mailbox, name: &str, days: Option<u32>) -> Result<usize, Ended> {
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = node.db.read(mailboxes::raw_limit).await?;
    let mut connection = Connection::open(&session::target(node, mailbox, incoming, limit)?).await?;
    let listed = connection.list_folders().await?;
    let kind = [Folder::Sent, Folder::Junk]
        .into_iter()
        .find(|kind| folders::find(&listed, *kind, incoming).is_some_and(|found| found == name));
    let selected = connection.select(name).await?;
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: name.to_string() };
    let mut stubborn = Stubborn::default();
    let mut reading = Reading::new(node, incoming, &place, limit, selected.uid_validity, &mut stubborn);
    reading.folder = kind;
    let since = days.map(|days| node.clock.now().plus_s(-i64::from(days) * 86_400));
    reading.read_history(&mut connection, u32::MAX, since).await
}
