//! `staffetta threads`: which of some mails belong together, as groups of their places on the standard input (contract.md § inspect).

use std::{fs::File, io::Read, path::Path, process::ExitCode};

use mail::Mail;

use crate::{given, words};

/// Reads paths, one a line; a file that cannot be read is a group of its own.
pub(crate) fn threads() -> anyhow::Result<ExitCode> {
    let mails: Vec<Mail> = given::paths().map(|path| given::guarded(|| header(&path)).unwrap_or_default()).collect();
    words::say_line(&serde_json::to_string(&mail::threads(&mails))?);
    Ok(ExitCode::SUCCESS)
}

/// The header alone: it holds all ids, so that many large mails can be threaded, and those beyond the limits too.
fn header(path: &Path) -> anyhow::Result<Mail> {
    let most = u64::try_from(mail::Limits::default().header_block_bytes)?;
    let mut start = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut start)?;
    let ends = [&b"\n\r\n"[..], &b"\n\n"[..]].map(|end| start.windows(end.len()).position(|bytes| bytes == end));
    let end = ends.into_iter().flatten().min().unwrap_or(start.len());
    let mail = mail::parse(start.get(..end).unwrap_or_default());
    Ok(mail)
}
