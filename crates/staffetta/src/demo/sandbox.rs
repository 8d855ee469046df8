//! The sandbox: a real SMTP listener that keeps what the demo sends. Mail to a mailbox of ours is also delivered.

use flow::{
    Node,
    inbound::{listener::Door, receive::Intake},
};
use wire::smtp::{
    Reply,
    server::{Envelope, Receiver, SessionInfo, Verdict},
};

/// What stands behind the sandbox's listener.
pub(super) struct Sandbox {
    node: Node,
    door: Door,
}

impl Sandbox {
    pub(super) fn new(node: Node, intake: Intake) -> Self {
        Self { door: Door::new(node.clone(), intake), node }
    }

    async fn keep(&self, envelope: &Envelope, data: Vec<u8>) -> store::Result<()> {
        let blobs = self.node.blobs.clone();
        let raw = tokio::task::spawn_blocking(move || blobs.put(&data)).await;
        let raw = raw.map_err(|error| store::Error::Unavailable(error.to_string()))??;
        let (from, to, now) = (envelope.from.clone(), envelope.to.clone(), self.node.clock.now());
        self.node.db.write(move |tx| store::sandbox::add(tx, &from, &to, &raw, now)).await
    }

    /// Delivers to those recipients that are mailboxes of ours.
    async fn deliver(&self, session: &SessionInfo, envelope: &Envelope, data: &[u8]) {
        let mut ours = Vec::new();
        for to in &envelope.to {
            if self.door.recipient(session, &envelope.from, to).await == Verdict::Accept {
                ours.push(to.clone());
            }
        }
        if !ours.is_empty() {
            self.door.accept(Envelope { to: ours, ..envelope.clone() }, data.to_vec()).await;
        }
    }
}

impl Receiver for Sandbox {
    async fn recipient(&self, _session: &SessionInfo, _from: &str, _to: &str) -> Verdict {
        Verdict::Accept
    }

    async fn accept(&self, envelope: Envelope, data: Vec<u8>) -> Vec<Reply> {
        let session = SessionInfo {
            protocol: envelope.protocol,
            peer: envelope.peer,
            helo: envelope.helo.clone(),
            tls: envelope.tls,
            login: None,
        };
        self.deliver(&session, &envelope, &data).await;
        let reply = match self.keep(&envelope, data).await {
            Ok(()) => Reply::new(250, "2.0.0", "caught"),
            Err(error) => {
                tracing::error!(%error, "the sandbox could not keep a mail");
                Reply::new(451, "4.3.0", "not stored, try again later")
            }
        };
        vec![reply; envelope.to.len()]
    }
}
