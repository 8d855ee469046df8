//! `staffetta doctor`: what is wrong, in plain words.

use std::process::ExitCode;

use flow::Node;
use store::settings;

use crate::{command::Doctor, configuration, mailbox, node, words};

/// Free bytes below which the disk is called full.
const DISK_LOW_BYTES: u64 = 1024 * 1024 * 1024;

/// What was found.
struct Findings {
    wrong: usize,
}

impl Findings {
    fn tell(&mut self, ok: bool, key: &str, arguments: &[(&str, &str)]) {
        let mark = if ok { "step-ok" } else { "step-failed" };
        self.wrong += usize::from(!ok);
        words::say(
            mark,
            &[
                ("step", &words::text(&format!("doctor-{key}"), &[])),
                ("message", &words::text(&format!("doctor-{key}-{}", if ok { "ok" } else { "wrong" }), arguments)),
            ],
        );
    }
}

/// Checks everything that can be checked from outside of the running desk.
pub(crate) async fn doctor(given: Doctor) -> anyhow::Result<ExitCode> {
    let mut findings = Findings { wrong: 0 };
    let kept = match configuration::of_place(&given.place) {
        Ok(kept) => kept,
        Err(error) => {
            findings.tell(false, "configuration", &[("why", &format!("{error:#}"))]);
            return Ok(ExitCode::FAILURE);
        }
    };
    findings.tell(true, "configuration", &[("data", &kept.data.display().to_string())]);
    let node = match node::open(&kept, "", false).await {
        Ok(node) => node,
        Err(error) => {
            findings.tell(false, "database", &[("why", &format!("{error:#}"))]);
            return Ok(ExitCode::FAILURE);
        }
    };
    findings.tell(true, "database", &[("engine", engine(&node))]);
    let free = node.blobs.free_bytes()?;
    findings.tell(free >= DISK_LOW_BYTES, "disk", &[("free", &(free / 1024 / 1024).to_string())]);
    desk_itself(&node, &mut findings).await?;
    mailboxes(&node, &mut findings).await?;
    Ok(if findings.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn engine(node: &Node) -> &'static str {
    match node.db.engine() {
        store::Engine::Sqlite => "SQLite",
        store::Engine::Postgres => "PostgreSQL",
    }
}

async fn desk_itself(node: &Node, findings: &mut Findings) -> anyhow::Result<()> {
    let (on, domain, agents, held) = node
        .db
        .read(|tx| {
            let on = settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false);
            let domain: Option<String> = settings::get(tx, settings::INBOUND_DOMAIN)?.flatten();
            Ok((on, domain, store::agents::count(tx)?, store::arrivals::count_held(tx, None)?))
        })
        .await?;
    findings.tell(agents > 0, "people", &[("count", &agents.to_string())]);
    findings.tell(on, "channel", &[]);
    findings.tell(held == 0, "held", &[("count", &held.to_string())]);
    if let Some(domain) = domain {
        words::say("doctor-domain", &[("domain", &domain)]);
    }
    Ok(())
}

async fn mailboxes(node: &Node, findings: &mut Findings) -> anyhow::Result<()> {
    let all = node.db.read(store::mailboxes::list).await?;
    findings.tell(!all.is_empty(), "mailboxes", &[("count", &all.len().to_string())]);
    for stored in all {
        words::say("mailbox-line", &[("address", &stored.address), ("name", &stored.name)]);
        for step in mailbox::test_stored(node, &stored, false).await? {
            findings.wrong += usize::from(!step.ok);
            let key = if step.ok { "step-ok" } else { "step-failed" };
            words::say(key, &[("step", &step.step), ("message", &step.message)]);
        }
    }
    Ok(())
}
