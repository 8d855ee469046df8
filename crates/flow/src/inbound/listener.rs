//! What stands behind our SMTP and LMTP listeners (LD-8): each recipient is a mailbox of ours or refused, and `250` is
//! said only after the raw mail is durable.

use std::{sync::Arc, time::Duration};

use desk::{MailboxId, address, arrival::Source, mailbox};
use store::{Topic, arrivals::Envelope, settings};
use tokio::{sync::Mutex, sync::watch, time::Instant};
use wire::smtp::{
    Reply,
    server::{Envelope as Session, Protocol, Receiver, SessionInfo, Verdict},
};

use super::receive::{Handed, Intake};
use crate::{Node, mailboxes};

/// How long the list of our addresses is believed without a bell: another process may have changed it.
const BELIEVED: Duration = Duration::from_secs(2);

/// The desk behind a listener.
pub struct Door {
    node: Node,
    intake: Intake,
    addresses: Mutex<Option<Known>>,
    changed: watch::Receiver<u64>,
}

/// The mailboxes with all addresses that reach them.
type Addresses = Arc<Vec<(MailboxId, Vec<String>)>>;

struct Known {
    addresses: Addresses,
    raw_limit: u64,
    as_of: Instant,
    bell: u64,
}

impl Door {
    /// A door of this node.
    #[must_use]
    pub fn new(node: Node, intake: Intake) -> Self {
        let changed = node.db.bells().listen(Topic::Settings);
        Self { node, intake, addresses: Mutex::new(None), changed }
    }

    /// The mailbox that an address reaches: its own address, an alias, a plus-address, or its forwarding address.
    async fn mailbox(&self, written: &str) -> store::Result<Option<MailboxId>> {
        let folded = address::fold(written);
        let (plain, _) = address::without_plus(&folded);
        let (known, _) = self.known().await?;
        let found = known.iter().find(|(_, all)| all.iter().any(|one| *one == folded || *one == plain));
        Ok(found.map(|(id, _)| *id))
    }

    async fn known(&self) -> store::Result<(Addresses, u64)> {
        let bell = *self.changed.borrow();
        let mut cached = self.addresses.lock().await;
        if let Some(known) = cached.as_ref().filter(|known| known.bell == bell && known.as_of.elapsed() < BELIEVED) {
            return Ok((known.addresses.clone(), known.raw_limit));
        }
        let read = self.node.db.read(|tx| {
            let domain: Option<String> = settings::get(tx, settings::INBOUND_DOMAIN)?.flatten();
            let mut all = Vec::new();
            for ours in store::mailboxes::ours(tx)? {
                let mut addresses = ours.addresses;
                if let (Some(domain), Some(own)) = (&domain, addresses.first()) {
                    addresses.push(mailbox::forwarding_address(ours.id, own, domain));
                }
                all.push((ours.id, addresses));
            }
            Ok((all, mailboxes::raw_limit(tx)?))
        });
        let (addresses, raw_limit) = read.await?;
        let addresses = Arc::new(addresses);
        *cached = Some(Known { addresses: addresses.clone(), raw_limit, as_of: Instant::now(), bell });
        Ok((addresses, raw_limit))
    }
}

impl Receiver for Door {
    async fn message_bytes(&self, configured: u64) -> u64 {
        self.known().await.map_or(configured, |(_, raw_limit)| raw_limit)
    }

    async fn recipient(&self, _session: &SessionInfo, _from: &str, to: &str) -> Verdict {
        match self.mailbox(to).await {
            Ok(Some(_)) => Verdict::Accept,
            Ok(None) => Verdict::Refuse(Reply::new(550, "5.1.1", "no such mailbox here")),
            Err(error) => {
                tracing::error!(%error, "a recipient could not be looked up");
                Verdict::Later(Reply::new(451, "4.3.0", "try again later"))
            }
        }
    }

    async fn accept(&self, session: Session, data: Vec<u8>) -> Vec<Reply> {
        let bytes = Arc::new(data);
        let mut by_mailbox: Vec<(MailboxId, Vec<String>)> = Vec::new();
        for to in &session.to {
            match self.mailbox(to).await {
                Ok(Some(id)) => match by_mailbox.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, all)) => all.push(to.clone()),
                    None => by_mailbox.push((id, vec![to.clone()])),
                },
                Ok(None) | Err(_) => return vec![later(); session.to.len()],
            }
        }
        let mut replies = vec![later(); session.to.len()];
        for (mailbox, recipients) in by_mailbox {
            let handed = self.handed(&session, mailbox, &recipients, bytes.clone());
            match self.intake.store(handed).await {
                Ok(_) => {
                    for (reply, to) in replies.iter_mut().zip(&session.to) {
                        if recipients.contains(to) {
                            *reply = Reply::new(250, "2.0.0", "stored");
                        }
                    }
                }
                Err(error) => tracing::error!(%error, %mailbox, "a mail could not be stored; the sender keeps it"),
            }
        }
        replies
    }
}

fn later() -> Reply {
    Reply::new(451, "4.3.0", "not stored, try again later")
}

impl Door {
    fn handed(&self, session: &Session, mailbox: MailboxId, to: &[String], bytes: Arc<Vec<u8>>) -> Handed {
        let (source, with) = match session.protocol {
            Protocol::Smtp => (Source::Smtp, if session.tls { "ESMTPS" } else { "ESMTP" }),
            Protocol::Lmtp => (Source::Lmtp, if session.tls { "LMTPS" } else { "LMTP" }),
        };
        let helo: String = session.helo.chars().filter(|c| c.is_ascii_graphic()).take(255).collect();
        let received = format!(
            "Received: from {helo} ([{}])\r\n\tby {} with {with};\r\n\t{}\r\n",
            session.peer.ip(),
            self.node.hostname,
            super::date_line(self.node.clock.now())
        );
        Handed {
            mailbox,
            source,
            envelope: Envelope {
                from: Some(session.from.clone()),
                to: to.to_vec(),
                peer: Some(session.peer.ip().to_string()),
                helo: Some(helo),
                ..Envelope::default()
            },
            key: None,
            received: Some(received),
            bytes,
        }
    }
}
