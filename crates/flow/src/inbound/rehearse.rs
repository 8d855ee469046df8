//! Rehearsal: a mail goes its whole way up to the decision, against the settings and the database of this moment, in a
//! transaction that can only read. Nothing is stored, nothing is sent, no number is used up.

use std::sync::Arc;

use desk::{
    ArrivalId, ConversationId, MailboxId, Micros,
    arrival::{Source, State},
    decide::Decision,
    trace::{Step, TraceLine},
};
use serde_json::json;
use store::arrivals::{Arrival, Envelope};

use super::{
    evidence,
    judge::{Given, judge, received},
    listed, parse,
    situation::Situation,
};
use crate::Node;

/// What would become of a mail.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// Where it would end.
    pub state: State,
    /// Why, where it would be held or set aside.
    pub reason: Option<&'static str>,
    /// The conversation that it would join.
    pub joins: Option<ConversationId>,
    /// The steps.
    pub trace: Vec<TraceLine>,
}

/// An arrival that does not exist, for the bytes of a file.
#[must_use]
pub fn imagined(mailbox: MailboxId, envelope: Envelope, size: usize, now: Micros) -> Arrival {
    Arrival {
        id: ArrivalId(0),
        mailbox,
        source: if envelope.peer.is_some() { Source::Smtp } else { Source::Pipe }.word().into(),
        envelope,
        raw: String::new(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        state: State::Received,
        reason: None,
        received_at: now,
        released: None,
        late: false,
    }
}

/// Rehearses.
///
/// # Errors
/// The store's own.
pub async fn rehearse(node: &Node, arrival: Arrival, raw: Arc<Vec<u8>>) -> store::Result<Rehearsed> {
    let read = parse::parse_all(vec![raw.clone()]).await.into_iter().next();
    let mut understood = match read {
        Some(Ok(understood)) => understood,
        Some(Err(unreadable)) => {
            let line = TraceLine::new(Step::Parse, "quarantined", unreadable.reason.word());
            let trace = vec![received(&arrival), line.with(json!({"problem": unreadable.problem}))];
            let reason = Some(unreadable.reason.word());
            return Ok(Rehearsed { state: State::Quarantined, reason, joins: None, trace });
        }
        None => return Err(store::Error::Unavailable("nothing was read".into())),
    };
    let mut evidence = evidence::judge_one(node, &arrival, &understood.mail, raw).await?;
    let (context, now) = (node.clone(), node.clock.now());
    node.db
        .read(move |tx| {
            listed::name_author(tx, &mut understood, &mut evidence)?;
            let situation = Situation::read(tx, std::iter::once(arrival.mailbox))?;
            let (arrival, understood, evidence) = (&arrival, &understood, &evidence);
            let given = Given { arrival, understood, evidence, situation: &situation, now };
            let judged = judge(tx, &context, &given, true)?;
            let (state, reason, joins) = fate(&judged.decision);
            Ok(Rehearsed { state, reason, joins, trace: judged.trace })
        })
        .await
}

fn fate(decision: &Decision) -> (State, Option<&'static str>, Option<ConversationId>) {
    match *decision {
        Decision::Quarantine(reason) => (State::Quarantined, Some(reason.word()), None),
        Decision::Ignore(reason) => (State::Ignored, Some(reason.word()), None),
        Decision::Start { .. } => (State::Message, None, None),
        Decision::Append { conversation, .. } => (State::Message, None, Some(conversation)),
    }
}
