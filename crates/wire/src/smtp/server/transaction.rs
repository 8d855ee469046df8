//! One mail in a session: MAIL, RCPT, DATA, and the answer, which is written only after the receiver has answered.

use std::sync::Arc;

use tokio::time::timeout;

use super::command::Mail;
use super::data::{Excess, Incoming, Memory, Progress};
use super::session::{Next, Session};
use super::{Envelope, Protocol, Receiver, Verdict};
use crate::smtp::Reply;

/// How reading a message ended.
enum Received {
    /// With its final dot.
    Complete(Incoming),
    /// With a bare CR or LF.
    Bare,
    /// Far beyond the allowed size.
    Overflow,
    /// Not in time.
    Late,
    /// The client is gone.
    Gone,
}

impl<R: Receiver> Session<R> {
    pub(super) fn begin(&mut self, mail: Mail) -> Reply {
        if self.mail.is_some() {
            return Reply::new(503, "5.5.1", "A mail is already under way");
        }
        if mail.size.is_some_and(|size| size > self.message_bytes) {
            return excess_reply(Excess::Message);
        }
        self.mail = Some(mail);
        Reply::new(250, "2.1.0", "Ok")
    }

    pub(super) async fn recipient(&mut self, to: String) -> Reply {
        let Some(mail) = &self.mail else {
            return Reply::new(503, "5.5.1", "MAIL comes first");
        };
        if self.to.len() >= self.shared.config.limits.recipients {
            return Reply::new(452, "4.5.3", "Too many recipients, send the others in another mail");
        }
        if !to.is_ascii() && !mail.utf8 {
            return Reply::new(553, "5.6.7", "Such an address needs SMTPUTF8");
        }
        let verdict = self.shared.receiver.recipient(&self.info, &mail.from, &to);
        match timeout(self.shared.config.limits.accept, verdict).await {
            Ok(Verdict::Accept) => {
                self.to.push(to);
                Reply::new(250, "2.1.5", "Ok")
            }
            Ok(Verdict::Refuse(reply)) if reply.is_permanent() => reply,
            Ok(Verdict::Later(reply)) if reply.is_temporary() => reply,
            Ok(Verdict::Refuse(reply)) => Reply::new(550, "5.1.1", &reply.text),
            Ok(Verdict::Later(reply)) => Reply::new(451, "4.3.0", &reply.text),
            Err(_) => later(),
        }
    }

    pub(super) async fn data(&mut self) -> Next {
        if self.mail.is_none() || self.to.is_empty() {
            return self.answer(Reply::new(503, "5.5.1", "No recipient was accepted")).await;
        }
        match self.answer(Reply::new(354, "", "End with CR LF . CR LF")).await {
            Next::Command => {}
            other => return other,
        }
        let limit = self.shared.config.limits.data;
        let received = timeout(limit, self.receive()).await.unwrap_or(Received::Late);
        let (reply, next) = match received {
            Received::Complete(incoming) => return self.deliver(incoming).await,
            Received::Bare => (Reply::new(521, "5.5.2", "A line must end with CR LF"), Next::HangUp),
            Received::Overflow => (excess_reply(Excess::Message), Next::HangUp),
            Received::Late => (Reply::new(421, "4.4.2", "The mail took too long"), Next::HangUp),
            Received::Gone => return Next::HangUp,
        };
        let replies = vec![reply; self.to.len()];
        self.report(replies).await;
        next
    }

    async fn receive(&mut self) -> Received {
        let limits = self.shared.config.limits;
        let memory = Memory::new(Arc::clone(&self.shared.memory), limits.memory_bytes);
        let mut incoming = Incoming::new(self.message_bytes, limits.data_line_bytes, memory);
        loop {
            let pending = self.channel.pending();
            let length = pending.len();
            match incoming.push(pending) {
                Progress::More => self.channel.consume(length),
                Progress::Bare => return Received::Bare,
                Progress::End(used) => {
                    self.channel.consume(used);
                    return Received::Complete(incoming);
                }
            }
            if incoming.seen > self.message_bytes.saturating_add(limits.discarded_bytes) {
                return Received::Overflow;
            }
            match timeout(limits.idle, self.channel.fill()).await {
                Ok(Ok(count)) if count > 0 => {}
                Ok(Ok(_) | Err(_)) => return Received::Gone,
                Err(_) => return Received::Late,
            }
        }
    }

    async fn deliver(&mut self, incoming: Incoming) -> Next {
        let to = std::mem::take(&mut self.to);
        let count = to.len();
        let mail = self.mail.take().unwrap_or_default();
        let mut replies = match incoming.finish() {
            Err(excess) => vec![excess_reply(excess); count],
            Ok((data, memory)) => {
                let envelope = Envelope {
                    from: mail.from,
                    to,
                    helo: self.info.helo.clone(),
                    peer: self.info.peer,
                    protocol: self.info.protocol,
                    tls: self.info.tls,
                    utf8: mail.utf8,
                };
                let accepting = self.shared.receiver.accept(envelope, data);
                let replies = timeout(self.shared.config.limits.accept, accepting).await.unwrap_or_default();
                drop(memory);
                replies
            }
        };
        // A recipient that the receiver said nothing about was not taken.
        replies.resize(count, later());
        self.report(replies).await
    }

    /// Answers the final dot: LMTP for each recipient, SMTP once, with the worst of them.
    async fn report(&mut self, replies: Vec<Reply>) -> Next {
        if self.info.protocol == Protocol::Smtp {
            let worst = replies.into_iter().max_by_key(|reply| (reply.code / 100, !reply.is_positive()));
            return self.answer(worst.unwrap_or_else(later)).await;
        }
        self.answer_all(&replies).await
    }
}

fn excess_reply(excess: Excess) -> Reply {
    match excess {
        Excess::Message => Reply::new(552, "5.3.4", "The mail is too large"),
        Excess::Line => Reply::new(554, "5.6.0", "A line of the mail is too long"),
        Excess::Memory => Reply::new(452, "4.3.1", "Too many mails at once, try again soon"),
    }
}

fn later() -> Reply {
    Reply::new(451, "4.3.0", "Not now, try again soon")
}
