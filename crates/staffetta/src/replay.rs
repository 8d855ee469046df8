//! `staffetta replay`: held mails are decided again, after an upgrade or a changed setting; before and after as a table.

use std::{process::ExitCode, sync::Arc, time::Duration};

use desk::{ArrivalId, arrival::Quarantine, arrival::State};
use flow::{
    Node,
    inbound::{self, rehearse},
};
use serde_json::json;
use store::{
    arrivals::{self, Listed, Shown},
    audit,
    events::Actor,
    jobs,
};

use crate::{command::Replay, configuration, node, words};

/// Held mails that are taken from the store at once.
const AT_ONCE: i64 = 200;
/// How often it is looked whether another node is done with a mail, and for how long.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const LOOKS: usize = 900;

/// Decides held mails again.
pub(crate) async fn replay(given: Replay) -> anyhow::Result<ExitCode> {
    let node = node::open(&configuration::of_place(&given.place)?, "", false).await?;
    let chosen = chosen(&node, &given).await?;
    if chosen.is_empty() {
        words::complain(&words::text("nothing-to-replay", &[]));
        return Ok(ExitCode::FAILURE);
    }
    let mut held = 0;
    for group in chosen.chunks(usize::try_from(AT_ONCE)?) {
        if !given.dry_run {
            again(&node, group).await?;
        }
        for before in group {
            let after = if given.dry_run { rehearsed(&node, before).await? } else { settled(&node, before).await? };
            held += usize::from(after.0 == State::Quarantined);
            line(before, &after.1);
        }
    }
    let key = if given.dry_run { "replayed-dry" } else { "replayed" };
    words::say(key, &[("count", &chosen.len().to_string()), ("held", &held.to_string())]);
    Ok(ExitCode::SUCCESS)
}

/// The mails that fit, oldest first. Those that ended the program are chosen by name only.
async fn chosen(node: &Node, given: &Replay) -> anyhow::Result<Vec<Listed>> {
    let fits = |one: &Listed| {
        let reason = one.arrival.reason.as_deref().unwrap_or_default();
        match &given.reason {
            Some(wanted) => reason == wanted,
            None if given.all => reason != Quarantine::Crashed.word(),
            None => given.ids.contains(&one.arrival.id.0),
        }
    };
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page = node.db.read(move |tx| arrivals::list(tx, None, Shown::Quarantined, before, AT_ONCE)).await?;
        before = page.last().map(|last| last.arrival.id);
        let last = i64::try_from(page.len())? < AT_ONCE;
        found.extend(page.into_iter().filter(fits));
        if last {
            found.reverse();
            return Ok(found);
        }
    }
}

/// Has them worked on again, by this program and by every node that runs.
async fn again(node: &Node, group: &[Listed]) -> anyhow::Result<()> {
    let (ids, now) = (group.iter().map(|one| one.arrival.id).collect::<Vec<_>>(), node.clock.now());
    node.db
        .write(move |tx| {
            for id in &ids {
                // Somebody else may have released or deleted it since.
                if arrivals::reopen(tx, *id)? {
                    jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
                    let object = format!("arrival:{id}");
                    audit::add(tx, &Actor::System, "arrival.replayed", &object, &json!({}), now)?;
                }
            }
            Ok(())
        })
        .await?;
    inbound::drain(node).await?;
    Ok(())
}

/// Where a mail ended, once it has.
async fn settled(node: &Node, before: &Listed) -> anyhow::Result<(State, String)> {
    let id = before.arrival.id;
    let mut state = (State::Received, words::text("state-received", &[]));
    for _ in 0..LOOKS {
        let Some(now) = node.db.read(move |tx| arrivals::listed(tx, id)).await? else { break };
        state = (now.arrival.state, ending(now.arrival.state, now.arrival.reason.as_deref(), &now));
        if now.arrival.state != State::Received {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
        inbound::drain(node).await?;
    }
    Ok(state)
}

fn ending(state: State, reason: Option<&str>, now: &Listed) -> String {
    match (state, now.conversation, reason) {
        (State::Message, Some(number), _) => words::text("replay-message", &[("number", &number.to_string())]),
        (_, _, Some(reason)) => reason.to_string(),
        _ => words::text(&format!("state-{}", state.word()), &[]),
    }
}

/// Where a mail would end. Nothing is stored.
async fn rehearsed(node: &Node, before: &Listed) -> anyhow::Result<(State, String)> {
    let (folder, name) = (node.blobs.clone(), before.arrival.raw.clone());
    let raw = tokio::task::spawn_blocking(move || folder.get(&name)).await??;
    let rehearsed = rehearse::rehearse(node, before.arrival.clone(), Arc::new(raw)).await?;
    let ends = match (rehearsed.state, rehearsed.joins, rehearsed.reason) {
        (State::Message, Some(number), _) => words::text("replay-message", &[("number", &number.to_string())]),
        (State::Message, None, _) => words::text("replay-new", &[]),
        (state, _, reason) => reason.unwrap_or(state.word()).to_string(),
    };
    Ok((rehearsed.state, ends))
}

fn line(before: &Listed, after: &str) {
    let ArrivalId(id) = before.arrival.id;
    let reason = before.arrival.reason.as_deref().unwrap_or_default();
    let subject = words::plain(before.subject.as_deref().unwrap_or_default(), 60);
    let before = format!("{reason:<20}");
    let arguments =
        [("id", format!("{id:>7}")), ("before", before), ("after", format!("{after:<24}")), ("subject", subject)];
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words::say("replay-line", &arguments);
}
