//! `staffetta explain`: the trace of an arrival, or of every mail of a conversation.

use std::process::ExitCode;

use desk::{ArrivalId, ConversationId, message::Kind, trace::TraceLine};
use store::{arrivals, messages};

use crate::{command::Explain, configuration, node, words};

/// Explains.
pub(crate) async fn explain(given: Explain) -> anyhow::Result<ExitCode> {
    let node = node::open(&configuration::of_place(&given.place)?, "", false).await?;
    let found = match given.what.strip_prefix('#') {
        Some(number) => conversation(&node, number).await?,
        None => arrival(&node, &given.what).await?,
    };
    if !found {
        words::complain(&words::text("nothing-to-explain", &[("what", &given.what)]));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

async fn arrival(node: &flow::Node, what: &str) -> anyhow::Result<bool> {
    let Ok(id) = what.parse::<ArrivalId>() else { return Ok(false) };
    let Some(found) = node.db.read(move |tx| arrivals::listed(tx, id)).await? else { return Ok(false) };
    let (state, reason) = (found.arrival.state.word(), found.arrival.reason.unwrap_or_default());
    words::say("explain-arrival", &[("id", what), ("state", state), ("reason", &reason)]);
    lines(&found.trace);
    Ok(true)
}

async fn conversation(node: &flow::Node, number: &str) -> anyhow::Result<bool> {
    let Ok(id) = number.parse::<ConversationId>() else { return Ok(false) };
    let all = node.db.read(move |tx| messages::of(tx, id, None, 1_000)).await?;
    for message in &all {
        if message.kind == Kind::Inbound {
            words::say("explain-message", &[("id", &message.id.to_string()), ("from", &message.person.address)]);
            lines(&message.trace);
        }
    }
    Ok(!all.is_empty())
}

fn lines(trace: &[TraceLine]) {
    for line in trace {
        let step = serde_json::to_value(line.step).unwrap_or_default();
        let step = step.as_str().unwrap_or_default();
        words::say_line(&format!("  {step:<9} {:<12} {:<24} {}", line.outcome, line.reason, line.facts));
    }
}
