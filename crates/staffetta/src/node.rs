//! Making a node: folder, key file, database, clock and randomness.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use data_encoding::HEXLOWER;
use desk::{Micros, token::Keys};
use flow::{Clock, Node, Poster, Random, Tuning};
use rand::Rng;
use store::{Db, blobs::Blobs, seal::Sealer};
use wire::tls::ClientTrust;

use crate::{configuration::Kept, words};

/// The two keys of a desk, in one file.
struct DeskKeys {
    seal: [u8; 32],
    token: [u8; 32],
}

/// Makes a node and brings its database to this program's schema.
pub(crate) async fn open(kept: &Kept, base_url: &str, demo: bool) -> anyhow::Result<Node> {
    let folder = kept.data.display().to_string();
    fs::create_dir_all(&kept.data).with_context(|| words::text("folder-unusable", &[("path", &folder)]))?;
    let keys = keys(&kept.key_file)?;
    let url = kept.database.clone();
    let open = if fault("no-database-sync") { Db::open_without_sync } else { Db::open };
    let db = tokio::task::spawn_blocking(move || open(&url)).await?.context(words::text("database-unusable", &[]))?;
    store::migrations::migrate(&db).await.context(words::text("database-unusable", &[]))?;
    let blobs = Blobs::open(&kept.blobs).context(words::text("blobs-unusable", &[]))?;
    let trust = ClientTrust::native(&kept.trust).context(words::text("trust-unusable", &[]))?;
    let poster = Poster::new(trust.config(), kept.webhook_networks.clone());
    let random = Random::new(draw);
    let name = format!("{}:{}", lasting_name(&kept.data, &random)?, HEXLOWER.encode(&random.bytes::<6>()));
    Ok(Node {
        db,
        blobs: Arc::new(if fault("no-blob-sync") { blobs.without_sync() } else { blobs }),
        sealer: Sealer::new(keys.seal),
        keys: Keys(vec![keys.token]),
        clock: Clock::new(now),
        random,
        name,
        base_url: base_url.trim_end_matches('/').to_string(),
        hostname: kept.hostname.clone(),
        demo,
        trust,
        tuning: Arc::new(tuning()),
        names: wire::evidence::Resolver::new(&kept.dns),
        dialogflow: flow::Dialogflow::new(poster.clone()),
        poster,
        fresh: flow::inbound::Handover::default(),
        ended: Arc::default(),
    })
}

/// Keeps a second desk off the same data folder for as long as the file lives: two would take each other's leases for
/// their own earlier ones.
pub(crate) fn lock(data: &Path) -> anyhow::Result<fs::File> {
    let path = data.join("lock");
    let shown = data.display().to_string();
    fs::create_dir_all(data).with_context(|| words::text("folder-unusable", &[("path", &shown)]))?;
    let file = fs::File::create(&path).with_context(|| words::text("folder-unusable", &[("path", &shown)]))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => anyhow::bail!(words::text("folder-in-use", &[("path", &shown)])),
    }
}

/// Fault tests can show that the order of syncs is watched, by leaving one out.
fn fault(name: &str) -> bool {
    cfg!(feature = "faults") && std::env::var("STAFFETTA_FAULT").is_ok_and(|fault| fault == name)
}

#[expect(clippy::disallowed_methods, reason = "the program is where randomness is drawn")]
fn draw(out: &mut [u8]) {
    rand::rng().fill_bytes(out);
}

#[expect(clippy::disallowed_methods, reason = "the program is where the clock is read")]
fn now() -> Micros {
    Micros(jiff::Timestamp::now().as_microsecond())
}

/// Fault tests shorten what would take minutes.
fn tuning() -> Tuning {
    let mut tuning = Tuning::default();
    let seconds = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    if cfg!(feature = "faults") {
        if let Some(wait) = seconds("STAFFETTA_UNCERTAIN_WAIT_S") {
            tuning.uncertain_wait_s = i64::try_from(wait).unwrap_or(i64::MAX);
        }
        if let Some(patience) = seconds("STAFFETTA_PROOF_S") {
            tuning.proof = Some(Duration::from_secs(patience)).filter(|patience| !patience.is_zero());
        }
        if let Some(divisor) = seconds("STAFFETTA_BACKOFF_DIVISOR") {
            tuning.backoff_divisor = i64::try_from(divisor).unwrap_or(1);
        }
        if let Some(every) = seconds("STAFFETTA_COMPARE_S") {
            tuning.compare_s = i64::try_from(every).unwrap_or(i64::MAX);
        }
        if let Some(poll) = seconds("STAFFETTA_POLL_S") {
            tuning.poll = Duration::from_secs(poll);
            tuning.pop3_poll = Some(tuning.poll);
        }
        if let Some(limit) = seconds("STAFFETTA_TIMEOUT_S") {
            let limit = Duration::from_secs(limit);
            tuning.reconnect = Duration::from_millis(200);
            tuning.reconnect_most = Duration::from_secs(1);
            tuning.imap = wire::imap::Timeouts { connect: limit, command: limit, transfer: limit };
            tuning.smtp = wire::smtp::client::Timeouts {
                connect: limit,
                greeting: limit,
                command: limit,
                data_start: limit,
                body_chunk: limit,
                final_dot: limit,
                quit: limit,
            };
        }
    }
    tuning
}

/// The lasting name of this node, made once and kept in its data folder.
fn lasting_name(data: &Path, random: &Random) -> anyhow::Result<String> {
    let path = data.join("node");
    if let Ok(name) = fs::read_to_string(&path)
        && !name.trim().is_empty()
    {
        return Ok(name.trim().to_string());
    }
    let name = HEXLOWER.encode(&random.bytes::<6>());
    fs::write(&path, &name)
        .with_context(|| words::text("folder-unusable", &[("path", &path.display().to_string())]))?;
    Ok(name)
}

fn keys(path: &Path) -> anyhow::Result<DeskKeys> {
    let shown = path.display().to_string();
    if !path.exists() {
        make_keys(path).with_context(|| words::text("key-file-unwritable", &[("path", &shown)]))?;
    }
    let text = fs::read_to_string(path).with_context(|| words::text("key-file-unreadable", &[("path", &shown)]))?;
    let read = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let bytes = HEXLOWER.decode(line.trim().as_bytes()).ok()?;
        <[u8; 32]>::try_from(bytes).ok()
    };
    match (read("seal "), read("token ")) {
        (Some(seal), Some(token)) => Ok(DeskKeys { seal, token }),
        _ => anyhow::bail!(words::text("key-file-wrong", &[("path", &shown)])),
    }
}

/// Makes a key file that only its owner can read, complete or not at all.
fn make_keys(path: &Path) -> std::io::Result<()> {
    let mut fresh = [[0_u8; 32]; 2];
    for key in &mut fresh {
        draw(key);
    }
    let [seal, token] = fresh;
    let temporary = path.with_extension("new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    writeln!(file, "seal {}\ntoken {}", HEXLOWER.encode(&seal), HEXLOWER.encode(&token))?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}
