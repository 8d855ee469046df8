//! The self-test of a mailbox (trust.md § Evidence): two mails from outside, the second with forged marks, show what its
//! server removes or overwrites; only that is believed. The mails are recognised on arrival and become nothing else.

use std::time::Duration;

use desk::{
    MailboxId, Micros, address,
    arrival::Ignored,
    evidence::{FORGED_DOMAIN, Lesson, Seen, learn, seen},
};
use mail::Mail;
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    mailboxes::{self, Mailbox},
    seal, trust_anchors,
    trust_tests::{self, Which},
};
use wire::{EnvelopeAddress, smtp::client::Session};

use crate::{Node, health::Problem, mailboxes::smtp_target, words};

/// How the Message-ID of a mail of a self-test begins.
const BEGINNING: &str = "staffetta-test.";
/// How long a mail may be on its way.
const PATIENCE: Duration = Duration::from_secs(180);
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// How long a run may take, seconds: one that is older was interrupted.
const LONGEST_S: i64 = 600;

/// Where a self-test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It runs.
    Running,
    /// It ended, and what it proved is believed.
    Done,
    /// It could not be carried through; nothing has changed.
    Failed,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which: a stable word.
    pub step: String,
    /// Whether it is good news.
    pub ok: bool,
    /// What happened, in words.
    pub message: String,
}

/// A self-test as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where it stands.
    pub state: State,
    /// The steps so far.
    pub steps: Vec<Step>,
}

impl Run {
    fn tell(&mut self, step: &str, ok: bool, arguments: &[(&str, &str)]) {
        let message = words::text(&format!("trust-test-{step}"), arguments);
        self.steps.push(Step { step: step.to_string(), ok, message });
    }
}

/// Why a self-test does not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// There is no such mailbox.
    #[error("there is no such mailbox")]
    NotFound,
    /// No other mailbox sends from outside of this one's organisation.
    #[error("there is no mailbox of another organisation to send through")]
    NobodyOutside,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What a run works on.
struct Work {
    tested: Mailbox,
    through: Mailbox,
    token: String,
    run: Run,
}

/// Begins a self-test, through the mailbox that is named or the first that is outside; the answer does not wait for it.
///
/// # Errors
/// [`BeginError`].
pub async fn begin(node: &Node, id: MailboxId, through: Option<MailboxId>) -> Result<Run, BeginError> {
    let all = node.db.read(mailboxes::list).await?;
    let tested = all.iter().find(|one| one.id == id).cloned().ok_or(BeginError::NotFound)?;
    let sender = all.into_iter().find(|one| through.is_none_or(|wanted| wanted == one.id) && is_outside(one, &tested));
    let through = sender.ok_or(BeginError::NobodyOutside)?;
    let mut run = Run { state: State::Running, steps: Vec::new() };
    run.tell("begun", true, &[("address", &tested.address), ("through", &through.address)]);
    let (token, kept, now) = (node.random.token(), run.clone(), node.clock.now());
    let known = token.clone();
    node.db.write(move |tx| trust_tests::begin(tx, id, &known, &kept, now)).await?;
    tokio::spawn(carry_out(node.clone(), Work { tested, through, token, run: run.clone() }));
    Ok(run)
}

/// Only mail of a stranger shows what strangers can do: another organisation, another way out.
fn is_outside(sender: &Mailbox, tested: &Mailbox) -> bool {
    let domain = |mailbox: &Mailbox| address::domain(&mailbox.address).map(ToString::to_string).unwrap_or_default();
    sender.enabled
        && sender.outgoing.is_some()
        && sender.id != tested.id
        && !address::same_organisation(&domain(sender), &domain(tested))
}

/// The self-test of a mailbox; one that was interrupted has failed.
///
/// # Errors
/// The store's own.
pub fn shown(tx: &mut Tx<'_>, id: MailboxId, now: Micros) -> store::Result<Option<Run>> {
    let found = trust_tests::of::<Run>(tx, id)?;
    Ok(found.map(|test| {
        let mut run = test.run;
        if run.state == State::Running && test.started_at < now.plus_s(-LONGEST_S) {
            run.state = State::Failed;
            run.tell("interrupted", false, &[]);
        }
        run
    }))
}

/// What a mail of a self-test is: set aside, after its marks were noted. None for every other mail.
///
/// # Errors
/// The store's own.
pub(crate) fn recognise(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    mail: &Mail,
    now: Micros,
) -> store::Result<Option<Ignored>> {
    let Some(rest) = mail.message_id.as_deref().and_then(|id| id.strip_prefix(BEGINNING)) else { return Ok(None) };
    let mut words = rest.split(['.', '@']);
    let which = match words.next() {
        Some("plain") => Which::Plain,
        Some("forged") => Which::Forged,
        _ => return Ok(None),
    };
    let token = words.next().unwrap_or_default();
    match trust_tests::by_token(tx, token)? {
        Some((known, started)) if known == mailbox && started >= now.plus_s(-LONGEST_S) => {
            trust_tests::arrived(tx, token, which, &seen(mail))?;
            Ok(Some(Ignored::Verification))
        }
        _ => Ok(None),
    }
}

async fn carry_out(node: Node, mut work: Work) {
    if let Err(error) = steps(&node, &mut work).await {
        tracing::error!(%error, mailbox = %work.tested.id, "a self-test could not be carried out");
        work.run.tell("interrupted", false, &[]);
    }
    if work.run.state == State::Running {
        work.run.state = State::Failed;
    }
    if let Err(error) = keep(&node, &work).await {
        tracing::error!(%error, mailbox = %work.tested.id, "the end of a self-test could not be stored");
    }
}

async fn steps(node: &Node, work: &mut Work) -> store::Result<()> {
    let Some(plain) = there_and_back(node, work, Which::Plain, None).await? else { return Ok(()) };
    let server = plain.results.first().map(|(name, _)| name.clone());
    let Some(forged) = there_and_back(node, work, Which::Forged, server.as_deref()).await? else { return Ok(()) };
    let now = node.clock.now();
    let (anchor, lessons) = learn(&plain, &forged, now);
    for Lesson { word, good, facts } in lessons {
        let server = facts.get("server").and_then(serde_json::Value::as_str).unwrap_or_default().to_string();
        work.run.tell(word, good, &[("server", &server)]);
    }
    work.run.state = State::Done;
    let mailbox = work.tested.id;
    node.db
        .write(move |tx| {
            // What was set by hand stays.
            let known = trust_anchors::of(tx, mailbox)?.unwrap_or_default();
            let (forwarders, submission_host) = (known.forwarders, known.submission_host);
            let anchor = desk::evidence::TrustAnchor { forwarders, submission_host, ..anchor.clone() };
            trust_anchors::set(tx, mailbox, &anchor, now)
        })
        .await
}

async fn keep(node: &Node, work: &Work) -> store::Result<()> {
    let (token, run) = (work.token.clone(), work.run.clone());
    node.db.write(move |tx| trust_tests::set_run(tx, &token, &run)).await
}

/// Sends one mail and waits for it. None when it did not go out or did not arrive; the steps say so.
async fn there_and_back(
    node: &Node,
    work: &mut Work,
    which: Which,
    server: Option<&str>,
) -> store::Result<Option<Seen>> {
    let raw = composed(node, work, which, server);
    if let Err(problem) = send(node, &work.through, &work.tested.address, &raw).await {
        work.run.tell("not-sent", false, &[("why", &problem.sentence())]);
        return Ok(None);
    }
    work.run.tell(if which == Which::Plain { "sent-plain" } else { "sent-forged" }, true, &[]);
    keep(node, work).await?;
    let until = tokio::time::Instant::now() + PATIENCE;
    let mailbox = work.tested.id;
    while tokio::time::Instant::now() < until {
        let found = node.db.read(move |tx| trust_tests::of::<Run>(tx, mailbox)).await?;
        let found = found.filter(|test| test.token == work.token);
        if let Some(seen) = found.and_then(|test| if which == Which::Plain { test.plain } else { test.forged }) {
            work.run.tell("arrived", true, &[]);
            keep(node, work).await?;
            return Ok(Some(seen));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    work.run.tell("not-arrived", false, &[("minutes", &(PATIENCE.as_secs() / 60).to_string())]);
    Ok(None)
}

fn composed(node: &Node, work: &Work, which: Which, server: Option<&str>) -> Vec<u8> {
    let (from, to) = (&work.through.address, &work.tested.address);
    let kind = if which == Which::Plain { "plain" } else { "forged" };
    let mut out = String::new();
    if which == Which::Forged {
        let claims = format!("dmarc=pass header.from={FORGED_DOMAIN};\r\n\tspf=pass smtp.mailfrom={FORGED_DOMAIN}");
        let name = server.filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()));
        for name in [name.unwrap_or("mx.forged.invalid"), "mx.forged.invalid"] {
            out.push_str(&format!("Authentication-Results: {name};\r\n\t{claims}\r\n"));
        }
        if server.is_some_and(str::is_empty) {
            out.push_str(&format!("Authentication-Results: {claims}\r\n"));
        }
        out.push_str("X-MS-Exchange-Organization-AuthAs: Internal\r\n");
    }
    let date = crate::inbound::date_line(node.clock.now());
    let (subject, body) = (words::text("trust-test-subject", &[]), words::text("trust-test-body", &[]));
    out.push_str(&format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{BEGINNING}{kind}.{}@{}>\r\n\
         Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n",
        work.token, node.hostname
    ));
    out.into_bytes()
}

async fn send(node: &Node, through: &Mailbox, to: &str, raw: &[u8]) -> Result<(), Problem> {
    let wrong = || Problem::new("problem-no-outgoing", &[]);
    let size = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    let outgoing = through.outgoing.as_ref().ok_or_else(wrong)?;
    let password = through.outgoing_secret.as_deref().and_then(|sealed| node.sealer.open(sealed, seal::OUTGOING).ok());
    let target = smtp_target(node, outgoing, password);
    let from = EnvelopeAddress::new(&through.address).map_err(|_| wrong())?;
    let to = EnvelopeAddress::new(to).map_err(|_| wrong())?;
    let sending = async {
        let mut session = Session::open(&target).await?;
        session.mail(Some(&from), size, false, false).await?;
        session.rcpt(&to).await?;
        session.data().await?;
        session.body(raw).await?;
        session.final_dot().await?;
        // The mail is accepted; how the server says goodbye changes nothing.
        let _ = session.quit().await;
        Ok(())
    };
    sending.await.map_err(|error: wire::smtp::client::Error| Problem::of_smtp(&error))
}
