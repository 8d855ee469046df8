//! The proof of a mailbox that sends: a mail to itself that arrives (SB-2). Its Message-ID is remembered, so that it
//! becomes no conversation when the mailbox is read.

use std::time::Duration;

use desk::{address, arrival, mailbox::Incoming};
use mail::compose::{Addr, Draft, HeaderName, HeaderText};
use store::settings;
use tokio::time::Instant;
use wire::{EnvelopeAddress, imap, pop3, smtp};

use super::{TestStep, failed, ok};
use crate::{Node, folders, health::Problem, words};

/// Between two looks whether it is there.
const LOOK_EVERY: Duration = Duration::from_millis(1_500);
/// Proofs that are remembered.
const REMEMBERED: usize = 200;
/// By POP3 only so many of the newest mails are looked at.
const NEWEST: usize = 20;
/// Bytes of a header that are looked at.
const HEADER_BYTES: usize = 64 * 1024;

/// Where the mailbox is read.
pub(super) enum Reading {
    Imap(imap::Target, Box<Incoming>),
    Pop3(pop3::Target),
}

/// How mail leaves the mailbox.
pub(super) struct Mailing<'a> {
    pub(super) sender: &'a str,
    pub(super) mailbox: &'a str,
    pub(super) target: &'a smtp::client::Target,
}

/// Sends the mailbox a mail, and waits for it where it is read.
pub(super) async fn prove(
    node: &Node,
    mailing: &Mailing<'_>,
    reading: Option<Reading>,
    patience: Duration,
    steps: &mut Vec<TestStep>,
) -> store::Result<()> {
    let domain = address::fold(mailing.sender);
    let id = format!("proof.{}@{}", node.random.token(), address::domain(&domain).unwrap_or(&node.hostname));
    remember(node, id.clone()).await?;
    let sent = match written(node, mailing, &id) {
        Some(bytes) => send(mailing, &bytes).await,
        None => Err(Problem::new("address-not-deliverable", &[])),
    };
    match sent {
        Ok(()) => steps.push(ok("sending.mail")),
        Err(problem) => {
            steps.push(failed("sending.mail", &problem));
            return Ok(());
        }
    }
    let Some(reading) = reading else { return Ok(()) };
    steps.push(match arrives(&reading, &id, patience).await {
        Ok(true) => ok("sending.arrival"),
        Ok(false) => {
            let waited = patience.as_secs().to_string();
            failed("sending.arrival", &Problem::new("problem-proof-missing", &[("seconds", &waited)]))
        }
        Err(problem) => failed("sending.arrival", &problem),
    });
    Ok(())
}

async fn remember(node: &Node, id: String) -> store::Result<()> {
    let now = node.clock.now();
    node.db
        .write(move |tx| {
            let mut known: Vec<String> = settings::get(tx, settings::PROOFS)?.unwrap_or_default();
            known.push(id.clone());
            known.drain(..known.len().saturating_sub(REMEMBERED));
            settings::set(tx, settings::PROOFS, &known, now)
        })
        .await
}

/// The mail: a machine's, which nobody is to answer.
fn written(node: &Node, mailing: &Mailing<'_>, id: &str) -> Option<Vec<u8>> {
    let header = |name: &str, value: &str| Some((HeaderName::new(name).ok()?, HeaderText::lossy(value)));
    let draft = Draft {
        from: Addr::new(None, mailing.sender).ok()?,
        sender: None,
        reply_to: Vec::new(),
        to: vec![Addr::new(None, mailing.mailbox).ok()?],
        cc: Vec::new(),
        subject: HeaderText::lossy(&words::text("proof-subject", &[])),
        message_id: id.to_string(),
        in_reply_to: None,
        references: Vec::new(),
        date: mail::Date { unix_s: node.clock.now().unix_s(), offset_min: 0 },
        text: words::text("proof-text", &[("address", mailing.mailbox)]),
        html: None,
        attachments: Vec::new(),
        headers: vec![header("Auto-Submitted", "auto-generated")?, header("X-Auto-Response-Suppress", "All")?],
    };
    Some(mail::compose::compose(&draft))
}

async fn send(mailing: &Mailing<'_>, bytes: &[u8]) -> Result<(), Problem> {
    let unusable = |_| Problem::new("address-not-deliverable", &[]);
    let from = EnvelopeAddress::new(mailing.sender).map_err(unusable)?;
    let to = EnvelopeAddress::new(mailing.mailbox).map_err(unusable)?;
    let told = |error: smtp::client::Error| match error.reply() {
        Some(reply) => Problem::new("problem-proof-refused", &[("words", &reply.to_string())]),
        None => Problem::of_smtp(&error),
    };
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let needs_utf8 = !mailing.sender.is_ascii() || !mailing.mailbox.is_ascii();
    let mut session = smtp::client::Session::open(mailing.target).await.map_err(told)?;
    session.mail(Some(&from), size, needs_utf8, false).await.map_err(told)?;
    session.rcpt(&to).await.map_err(told)?;
    session.data().await.map_err(told)?;
    session.body(bytes).await.map_err(told)?;
    session.final_dot().await.map_err(told)?;
    // The mail is on its way; how the server says goodbye changes nothing.
    let _ = session.quit().await;
    Ok(())
}

/// Whether the mail arrives within the time.
async fn arrives(reading: &Reading, id: &str, patience: Duration) -> Result<bool, Problem> {
    let deadline = Instant::now() + patience;
    loop {
        let here = match reading {
            Reading::Imap(target, incoming) => {
                by_imap(target, incoming, id).await.map_err(|error| Problem::of_imap(&error))
            }
            Reading::Pop3(target) => by_pop3(target, id).await.map_err(|error| Problem::of_pop3(&error)),
        };
        if here? {
            return Ok(true);
        }
        if Instant::now() + LOOK_EVERY > deadline {
            return Ok(false);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// In the folder that is read, or in Junk: there it arrived too.
async fn by_imap(target: &imap::Target, incoming: &Incoming, id: &str) -> Result<bool, imap::Error> {
    let mut connection = imap::Connection::open(target).await?;
    let junk = folders::find(&connection.list_folders().await?, arrival::Folder::Junk, incoming);
    let mut found = false;
    for folder in [Some(incoming.folder_name().to_string()), junk].into_iter().flatten() {
        found = found || (connection.select(&folder).await.is_ok() && connection.holds(id).await?);
    }
    let _ = connection.logout().await;
    Ok(found)
}

async fn by_pop3(target: &pop3::Target, id: &str) -> Result<bool, pop3::Error> {
    let mut connection = pop3::Connection::open(target).await?;
    let mails = connection.list().await?;
    let mut found = false;
    for mail in mails.iter().rev().take(NEWEST) {
        let header = connection.fetch_head(mail.number, 0, HEADER_BYTES).await?;
        found = found || String::from_utf8_lossy(&header).contains(id);
    }
    let _ = connection.quit().await;
    Ok(found)
}
