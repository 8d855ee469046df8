//! Trying the connections of a mailbox step by step, up to a mail to itself that arrives (LD-9, LD-10, SB-2). Nothing is
//! saved here.

mod proof;

use desk::{
    MailboxId,
    mailbox::{Incoming, IncomingKind},
};
use store::seal;
use wire::{imap, pop3, smtp};

use crate::{
    Node,
    health::Problem,
    mailboxes::{self, MailboxDraft},
    words,
};
use proof::{Mailing, Reading};

/// One step of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestStep {
    /// Which step: `receiving.connect`, `receiving.login`, `receiving.folder` (IMAP), `receiving.mails` (POP3),
    /// `sending.connect`, `sending.login`, `sending.mail`, `sending.arrival`.
    pub step: String,
    /// Whether it worked.
    pub ok: bool,
    /// What happened, and what to do.
    pub message: String,
}

fn ok(step: &str) -> TestStep {
    TestStep {
        step: step.to_string(),
        ok: true,
        message: words::text(&format!("test-{}", step.replace('.', "-")), &[]),
    }
}

fn failed(step: &str, problem: &Problem) -> TestStep {
    TestStep { step: step.to_string(), ok: false, message: problem.sentence() }
}

/// Tests the connections of a draft step by step; `existing` lends its stored passwords. With a mail, and where mail can
/// leave, one to the mailbox itself is sent, and where mail is read too, its arrival is waited for.
///
/// # Errors
/// The store's own; what does not work is a step that says so.
pub async fn test(
    node: &Node,
    draft: &MailboxDraft,
    existing: Option<MailboxId>,
    with_mail: bool,
) -> store::Result<Vec<TestStep>> {
    let stored = mailboxes::stored(node, existing).await?;
    let mut steps = Vec::new();
    let mut reading = None;
    if let Some(incoming) = draft.incoming.as_ref().filter(|way| way.kind != IncomingKind::Listener) {
        let sealed = mailboxes::lent_incoming(stored.as_ref(), incoming);
        let password = mailboxes::password(node, draft.incoming_password.as_deref(), sealed, seal::INCOMING);
        let limit = node.db.read(mailboxes::raw_limit).await?;
        reading = test_incoming(node, incoming, password.unwrap_or_default(), limit, &mut steps).await;
    }
    if let Some(outgoing) = &draft.outgoing {
        let sealed = mailboxes::lent_outgoing(stored.as_ref(), outgoing);
        let password = mailboxes::password(node, draft.outgoing_password.as_deref(), sealed, seal::OUTGOING);
        let target = mailboxes::smtp_target(node, outgoing, password);
        test_smtp(&target, &mut steps).await;
        if with_mail {
            let sender = outgoing.sender.as_deref().unwrap_or(&draft.address);
            let mailing = Mailing { sender, mailbox: &draft.address, target: &target };
            mail_to_itself(node, &mailing, reading, &mut steps).await?;
        }
    }
    Ok(steps)
}

/// Tests one way out step by step, and where `own` says an address, by a mail of it to itself; its arrival is not
/// waited for.
///
/// # Errors
/// The store's own; what does not work is a step that says so.
pub(crate) async fn test_sending(
    node: &Node,
    target: &smtp::client::Target,
    own: Option<&str>,
) -> store::Result<Vec<TestStep>> {
    let mut steps = Vec::new();
    test_smtp(target, &mut steps).await;
    if let Some(own) = own {
        mail_to_itself(node, &Mailing { sender: own, mailbox: own, target }, None, &mut steps).await?;
    }
    Ok(steps)
}

async fn mail_to_itself(
    node: &Node,
    mailing: &Mailing<'_>,
    reading: Option<Reading>,
    steps: &mut Vec<TestStep>,
) -> store::Result<()> {
    // The sandbox of a demo takes mail for mailboxes that are saved, and no other.
    let wanted = !node.demo && steps.iter().all(|step| step.ok);
    match node.tuning.proof.filter(|_| wanted) {
        Some(patience) => proof::prove(node, mailing, reading, patience, steps).await,
        None => Ok(()),
    }
}

/// Gives back where the mailbox is read, if that works.
async fn test_incoming(
    node: &Node,
    incoming: &Incoming,
    password: String,
    limit: u64,
    steps: &mut Vec<TestStep>,
) -> Option<Reading> {
    if incoming.kind == IncomingKind::Pop3 {
        if let Some(target) = mailboxes::pop3_target(node, incoming, password, limit) {
            test_pop3(&target, steps).await;
            return Some(Reading::Pop3(target));
        }
    } else if let Some(target) = mailboxes::imap_target(node, incoming, password, limit) {
        test_imap(&target, incoming, steps).await;
        return Some(Reading::Imap(target, Box::new(incoming.clone())));
    }
    steps.push(failed("receiving.connect", &Problem::new("problem-no-incoming", &[])));
    None
}

async fn test_pop3(target: &pop3::Target, steps: &mut Vec<TestStep>) {
    let mut connection = match pop3::Connection::open(target).await {
        Ok(connection) => connection,
        Err(error) => {
            if error.step == pop3::Step::Login {
                steps.push(ok("receiving.connect"));
                steps.push(failed("receiving.login", &Problem::of_pop3(&error)));
            } else {
                steps.push(failed("receiving.connect", &Problem::of_pop3(&error)));
            }
            return;
        }
    };
    steps.extend([ok("receiving.connect"), ok("receiving.login")]);
    match connection.list().await {
        Ok(_) => steps.push(ok("receiving.mails")),
        Err(error) => steps.push(failed("receiving.mails", &Problem::of_pop3(&error))),
    }
    // Nothing was marked as deleted; how the server says goodbye changes nothing.
    let _ = connection.quit().await;
}

async fn test_imap(target: &imap::Target, incoming: &Incoming, steps: &mut Vec<TestStep>) {
    let mut connection = match imap::Connection::open(target).await {
        Ok(connection) => connection,
        Err(error) => {
            if error.step == imap::Step::Login {
                steps.push(ok("receiving.connect"));
                steps.push(failed("receiving.login", &Problem::of_imap(&error)));
            } else {
                steps.push(failed("receiving.connect", &Problem::of_imap(&error)));
            }
            return;
        }
    };
    steps.extend([ok("receiving.connect"), ok("receiving.login")]);
    match connection.select(incoming.folder_name()).await {
        Ok(_) => steps.push(ok("receiving.folder")),
        Err(error) => steps.push(failed("receiving.folder", &Problem::of_imap(&error))),
    }
    // The test is over; how the server says goodbye changes nothing.
    let _ = connection.logout().await;
}

async fn test_smtp(target: &smtp::client::Target, steps: &mut Vec<TestStep>) {
    match smtp::client::Session::open(target).await {
        Ok(session) => {
            steps.extend([ok("sending.connect"), ok("sending.login")]);
            let _ = session.quit().await;
        }
        Err(error) if error.step == smtp::client::Step::Auth => {
            steps.push(ok("sending.connect"));
            steps.push(failed("sending.login", &Problem::of_smtp(&error)));
        }
        Err(error) => steps.push(failed("sending.connect", &Problem::of_smtp(&error))),
    }
}
