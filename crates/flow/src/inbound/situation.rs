//! Situation: what the desk is set to, read once for all mails of a transaction. No step of a mail changes any of it.

use std::collections::{HashMap, hash_map::Entry};

use desk::{
    MailboxId,
    mailbox::Ours,
    policy::{ChannelPolicy, MailboxPolicy},
};
use store::{
    Tx, mailboxes, policies,
    routing::{self, Routed},
    settings,
};

use crate::held;

/// What the decisions on a transaction's mails look at beside the mails.
pub(super) struct Situation {
    /// Our mailboxes and their addresses.
    pub ours: Vec<Ours>,
    /// The settings of the channel.
    pub channel: ChannelPolicy,
    /// Senders whose mail is never held as spam.
    pub allowed: Vec<String>,
    /// Senders whose mail is set aside.
    pub blocked: Vec<String>,
    /// Message-IDs of the mails that prove mailboxes.
    pub proofs: Vec<String>,
    mailboxes: HashMap<MailboxId, OfMailbox>,
    unset: OfMailbox,
}

/// What one mailbox is set to.
#[derive(Default)]
pub(super) struct OfMailbox {
    /// Its settings.
    pub policy: MailboxPolicy,
    /// Whether its server's spam marks are believed.
    pub believe_marks: bool,
    /// The queue that it feeds, where that gives out what comes (CC-1); there is nothing more to read where agents take it.
    pub routed: Option<Routed>,
}

impl Situation {
    /// Reads it, for the mails of these mailboxes.
    pub(super) fn read(tx: &mut Tx<'_>, ids: impl Iterator<Item = MailboxId>) -> store::Result<Self> {
        let mut of_mailboxes = HashMap::new();
        for id in ids {
            if let Entry::Vacant(unread) = of_mailboxes.entry(id) {
                let incoming = mailboxes::by_id(tx, id)?.and_then(|mailbox| mailbox.incoming);
                let believe_marks = incoming.is_some_and(|way| way.believe_spam_marks);
                let (policy, routed) = (policies::of_mailbox(tx, id)?, routing::fed_by(tx, id)?);
                unread.insert(OfMailbox { policy, believe_marks, routed });
            }
        }
        Ok(Self {
            ours: mailboxes::ours(tx)?,
            channel: policies::channel(tx)?,
            allowed: settings::get(tx, settings::ALLOWED_SENDERS)?.unwrap_or_default(),
            blocked: held::blocked(tx)?,
            proofs: settings::get(tx, settings::PROOFS)?.unwrap_or_default(),
            mailboxes: of_mailboxes,
            unset: OfMailbox::default(),
        })
    }

    /// What this mailbox is set to.
    pub(super) fn of(&self, mailbox: MailboxId) -> &OfMailbox {
        self.mailboxes.get(&mailbox).unwrap_or(&self.unset)
    }
}
