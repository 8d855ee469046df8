//! The steps between reading a mail and committing it: each gathers what it looks at from the store, asks the function of
//! its name in `desk`, and adds its line to the trace. Nothing here stores what a mail becomes.

use desk::{
    ConversationId, Micros,
    arrival::Quarantine,
    decide::{self, Decision, Entry},
    evidence::Evidence,
    identify::Sender,
    screen::Screened,
    token::Claims,
    trace::{Step, TraceLine},
    trust::Recipients,
};
use serde_json::json;
use store::{Tx, arrivals::Arrival, messages};

use super::{bounced, identify, looped, parse::Understood, screen, situation::Situation, thread, twin, weigh};
use crate::{Node, automatic::Seen, forwarding};

/// What the steps before the commit found.
pub(super) struct Judged {
    pub(super) decision: Decision,
    pub(super) trace: Vec<TraceLine>,
    pub(super) screened: Screened,
    pub(super) sender: Sender,
    pub(super) own_tokens: Vec<Claims>,
    pub(super) foreign_token: Option<Claims>,
    pub(super) matched: Option<ConversationId>,
    pub(super) outsiders: bool,
    /// What a bounce is about.
    pub(super) about: Option<bounced::About>,
    pub(super) seen: Seen,
    /// The messages that bear its Message-ID already.
    pub(super) same_id: Vec<messages::Known>,
}

/// A mail as the steps before the transaction left it, and what the desk is set to.
pub(super) struct Given<'a> {
    pub(super) arrival: &'a Arrival,
    pub(super) understood: &'a Understood,
    pub(super) evidence: &'a Evidence,
    pub(super) situation: &'a Situation,
    pub(super) now: Micros,
}

/// The steps from screen to decide. In a rehearsal they only read; else they note what came, to find loops.
pub(super) fn judge(tx: &mut Tx<'_>, node: &Node, given: &Given<'_>, rehearsed: bool) -> store::Result<Judged> {
    let Given { arrival, understood, evidence, situation, now } = *given;
    let (ours, channel, mailbox) = (&situation.ours, &situation.channel, &situation.of(arrival.mailbox).policy);
    let mut trace = vec![received(arrival), parsed(understood), evidence.line()];
    let same_id = messages::known(tx, &understood.internet_id)?;
    let (screened, line) = screen::screen(tx, arrival, understood, situation, &same_id)?;
    trace.push(line);
    let screened = forwarding::recognise(tx, arrival, &understood.mail, evidence, screened, &mut trace)?;
    let (sender, line) = identify::identify(tx, &understood.mail, ours)?;
    trace.push(line);
    let agent = match sender {
        Sender::Agent(agent) => Some(agent),
        _ => None,
    };
    let (threaded, line) = thread::thread(tx, node, arrival, understood, ours, agent)?;
    trace.push(line);
    let screened = twin::screen(tx, arrival, understood, ours, channel, screened, &threaded, &mut trace)?;
    let (screened, seen) = match rehearsed {
        false => looped::screen(tx, node, arrival, understood, &same_id, screened, &mut trace)?,
        true => (screened, Seen::default()),
    };
    let known = weigh::Known {
        arrival,
        mail: &understood.mail,
        same_id: &same_id,
        ours,
        screened,
        sender,
        evidence,
        threaded: &threaded,
        channel,
        mailbox,
        now,
    };
    let facts = weigh::weigh(tx, &known)?;
    let about = match screened {
        Screened::Bounce => Some(bounced::about(tx, node, &understood.mail)?),
        _ => None,
    };
    let (decision, line) = match (&arrival.envelope.unfetchable, &about) {
        (Some(words), _) if arrival.released.is_none() => unfetchable(words),
        (_, Some(about)) => bounced::decision(about),
        (_, None) => decide::decide(&facts),
    };
    trace.push(line);
    let decision = if arrival.envelope.history { of_history(decision) } else { decision };
    let matched = threaded.chosen.as_ref().map(|(chosen, _)| chosen.conversation);
    let outsiders = facts.trust.recipients == Recipients::Outsiders;
    let by_person = screened == Screened::Personal && !matches!(sender, Sender::Ourselves(_));
    let (own_tokens, foreign_token) = (threaded.own, threaded.foreign.filter(|_| by_person));
    Ok(Judged {
        decision,
        trace,
        screened,
        sender,
        own_tokens,
        foreign_token,
        matched,
        outsiders,
        about,
        seen,
        same_id,
    })
}

/// Mail that lay there before triggers nothing (spec.md §4): an agent's answer in it is recorded and not sent, and no
/// conversation is opened again by it.
fn of_history(decision: Decision) -> Decision {
    match decision {
        Decision::Append { conversation, entry: Entry::Answer, .. } => {
            Decision::Append { conversation, entry: Entry::Recorded, status: None }
        }
        Decision::Append { conversation, entry, .. } => Decision::Append { conversation, entry, status: None },
        other => other,
    }
}

/// Only a header is here, or nothing: that is no mail to decide on.
fn unfetchable(words: &str) -> (Decision, TraceLine) {
    let reason = Quarantine::Unfetchable;
    let line = TraceLine::new(Step::Decide, "quarantined", reason.word()).with(json!({"words": words}));
    (Decision::Quarantine(reason), line)
}

pub(super) fn received(arrival: &Arrival) -> TraceLine {
    let mut facts = json!({"source": arrival.source, "peer": arrival.envelope.peer, "size": arrival.size});
    if arrival.late
        && let Some(facts) = facts.as_object_mut()
    {
        facts.insert("late".into(), true.into());
    }
    TraceLine::new(Step::Receive, "stored", "raw-bytes-durable").with(facts)
}

pub(super) fn parsed(understood: &Understood) -> TraceLine {
    let mail = &understood.mail;
    let facts = json!({"kind": mail.kind, "defects": mail.defects, "attachments": mail.attachments.len()});
    TraceLine::new(Step::Parse, "read", if mail.defects.is_empty() { "well-formed" } else { "malformed" }).with(facts)
}
