//! `staffetta explain`: why a mail is where it is, step by step in plain words; and what would become of a mail that is not
//! here, without storing anything of it.

use std::{fs, io::Read, process::ExitCode, sync::Arc};

use desk::{ArrivalId, ConversationId, MailboxId, address, arrival::State, message::Kind, trace::TraceLine};
use flow::{
    Node,
    inbound::rehearse::{self, Rehearsed},
};
use serde_json::Value;
use store::{
    arrivals::{self, Envelope, Listed},
    mailboxes, messages,
};

use crate::{command::Explain, configuration, node, words};

/// Explains.
pub(crate) async fn explain(given: Explain) -> anyhow::Result<ExitCode> {
    let node = node::open(&configuration::of_place(&given.place)?, "", false).await?;
    let what = given.what.as_str();
    let found = if let Some(number) = what.strip_prefix('#') {
        conversation(&node, number).await?
    } else if what == "-" || fs::metadata(what).is_ok_and(|file| file.is_file()) {
        return file(&node, &given).await;
    } else if let Ok(id) = what.parse::<ArrivalId>() {
        arrival(&node, id).await?
    } else {
        message_id(&node, what.trim_matches(['<', '>'])).await?
    };
    if !found {
        words::complain(&words::text("nothing-to-explain", &[("what", what)]));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

async fn arrival(node: &Node, id: ArrivalId) -> anyhow::Result<bool> {
    let Some(found) = node.db.read(move |tx| arrivals::listed(tx, id)).await? else { return Ok(false) };
    tell(&found);
    Ok(true)
}

fn tell(found: &Listed) {
    let state = words::text(&format!("state-{}", found.arrival.state.word()), &[]);
    let reason = found.arrival.reason.as_deref().map(|word| words::of_trace("reason", word)).unwrap_or_default();
    words::say("explain-arrival", &[("id", &found.arrival.id.to_string()), ("state", &state), ("reason", &reason)]);
    lines(&found.trace);
}

async fn conversation(node: &Node, number: &str) -> anyhow::Result<bool> {
    let Ok(id) = number.parse::<ConversationId>() else { return Ok(false) };
    let all = node.db.read(move |tx| messages::of(tx, id, None, 1_000)).await?;
    for message in all.iter().filter(|message| message.kind == Kind::Inbound) {
        told(message);
    }
    Ok(!all.is_empty())
}

fn told(message: &messages::Message) {
    let from = words::plain(&message.person.address, 200);
    words::say("explain-message", &[("id", &message.id.to_string()), ("from", &from)]);
    lines(&message.trace);
}

/// Every message and every mail without one that has this Message-ID.
async fn message_id(node: &Node, id: &str) -> anyhow::Result<bool> {
    let asked = id.to_string();
    let (known, apart) = node
        .db
        .read(move |tx| {
            let mut known = Vec::new();
            for one in messages::known(tx, &asked)? {
                known.extend(messages::by_id(tx, one.message)?);
            }
            let mut apart = Vec::new();
            for mailbox in mailboxes::list(tx)? {
                apart.extend(arrivals::by_internet_id(tx, mailbox.id, &asked)?);
            }
            apart.retain(|one| one.arrival.state != State::Message);
            Ok((known, apart))
        })
        .await?;
    known.iter().for_each(told);
    apart.iter().for_each(tell);
    Ok(!known.is_empty() || !apart.is_empty())
}

async fn file(node: &Node, given: &Explain) -> anyhow::Result<ExitCode> {
    let mut bytes = Vec::new();
    if given.what == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(&given.what)?;
    }
    let Some((mailbox, named)) = mailbox(node, given.mailbox.as_deref(), &bytes).await? else {
        words::complain(&words::text("no-mailbox-for", &[]));
        return Ok(ExitCode::FAILURE);
    };
    let envelope = Envelope {
        from: given.mail_from.clone(),
        to: vec![named.clone()],
        peer: given.peer.clone(),
        helo: given.helo.clone(),
        ..Envelope::default()
    };
    let imagined = rehearse::imagined(mailbox, envelope, bytes.len(), node.clock.now());
    let rehearsed = rehearse::rehearse(node, imagined, Arc::new(bytes)).await?;
    words::say("explain-file", &[("mailbox", &named)]);
    lines(&rehearsed.trace);
    words::say_line(&would(&rehearsed));
    Ok(ExitCode::SUCCESS)
}

fn would(rehearsed: &Rehearsed) -> String {
    let reason = rehearsed.reason.map(|word| words::of_trace("reason", word)).unwrap_or_default();
    match (rehearsed.state, rehearsed.joins) {
        (State::Message, Some(number)) => words::text("would-join", &[("number", &number.to_string())]),
        (State::Message, None) => words::text("would-start", &[]),
        (state, _) => words::text(&format!("would-{}", state.word()), &[("reason", &reason)]),
    }
}

/// The mailbox that was named, else the first of ours that the mail is addressed to, else the only one there is.
async fn mailbox(node: &Node, named: Option<&str>, bytes: &[u8]) -> anyhow::Result<Option<(MailboxId, String)>> {
    let all = node.db.read(|tx| Ok((mailboxes::ours(tx)?, mailboxes::list(tx)?))).await?;
    let (ours, listed) = all;
    let reached = |written: &str| {
        let plain = address::without_plus(&address::fold(written)).0;
        ours.iter().find(|one| one.is_reached_by(&plain)).map(|one| (one.id, plain.clone()))
    };
    if let Some(named) = named {
        return Ok(reached(named));
    }
    let header = mail::parse(bytes);
    let written = header.delivered_to.iter().map(String::as_str);
    let written = written.chain(header.to.iter().chain(&header.cc).map(|one| one.address.as_str()));
    let only = || listed.first().filter(|_| listed.len() == 1).map(|one| (one.id, one.address.clone()));
    Ok(written.filter_map(reached).next().or_else(only))
}

/// The steps of a trace, one paragraph each.
pub(crate) fn lines(trace: &[TraceLine]) {
    for line in trace {
        let step = serde_json::to_value(line.step).unwrap_or_default();
        let step = words::of_trace("step", step.as_str().unwrap_or_default());
        let outcome = words::of_trace("outcome", &line.outcome);
        let reason = words::of_trace("reason", &line.reason);
        words::say_line(&format!("  {step:<14} {outcome}: {reason}"));
        let facts = facts(&line.facts);
        if !facts.is_empty() {
            words::say_line(&format!("  {:<14} {}", "", words::plain(&facts, 1_000)));
        }
    }
}

fn facts(facts: &Value) -> String {
    let Some(facts) = facts.as_object() else { return String::new() };
    let said = facts.iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Null => return None,
            Value::Array(all) if all.is_empty() => return None,
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().map(word).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        };
        Some(format!("{}: {value}", words::of_trace("fact", name)))
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// A fact within a list: a reason of the evidence by its sentence, what a rule did by its words, all else as it is.
fn word(value: &Value) -> String {
    let said = |name: &str| value.get(name).and_then(Value::as_str);
    if let Some(reason) = said("reason") {
        return words::of_trace("reason", reason);
    }
    if let Some(what) = said("do") {
        let named = said("name").or(said("value")).unwrap_or_default();
        return format!("{} {named}", what.replace('_', " ")).trim_end().to_string();
    }
    value.as_str().map_or_else(|| value.to_string(), ToString::to_string)
}
