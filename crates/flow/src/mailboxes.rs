//! Mailboxes: tested step by step, saved, removed (LD-1, LD-9). Passwords are sealed before they reach the store.

use desk::{
    CategoryId, MailboxId, Micros, QueueId, address, limits,
    mailbox::{AfterCommit, Incoming, IncomingKind, Outgoing, Purpose, Tls},
    policy::MailboxPolicy,
    signature::Signature,
};
use serde_json::json;
use store::{
    Tx, audit,
    events::Actor,
    mailboxes::{Defaults, Draft, Mailbox},
    policies, seal, settings,
};
use wire::{Login, imap, pop3, smtp, tls::Security};

pub use crate::trial::{TestStep, test};
use crate::{Node, Refused, categories, clashes, queues, signatures};

/// A mailbox as somebody fills it in.
#[derive(Clone, Debug)]
pub struct MailboxDraft {
    /// The name shown to customers and agents.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Other addresses that reach it.
    pub aliases: Vec<String>,
    /// Whether we may answer from it.
    pub purpose: Purpose,
    /// False when switched off.
    pub enabled: bool,
    /// Where its mail comes from.
    pub incoming: Option<Incoming>,
    /// The password; none: the stored one stays.
    pub incoming_password: Option<String>,
    /// Where its mail goes out.
    pub outgoing: Option<Outgoing>,
    /// The password; none: the stored one stays.
    pub outgoing_password: Option<String>,
    /// The signature below answers.
    pub signature: Signature,
    /// What decisions and outgoing mail read; none: what is stored stays.
    pub policy: Option<MailboxPolicy>,
    /// What new conversations get.
    pub defaults: DefaultsChange,
}

/// What new conversations of a mailbox get (SO-6), where it is to change.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultsChange {
    /// The queue, or none.
    pub queue: Option<Option<QueueId>>,
    /// The category, or the channel's.
    pub category: Option<Option<CategoryId>>,
}

/// Why a mailbox is not saved or deleted.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// There is no such mailbox.
    #[error("there is no such mailbox")]
    NotFound,
    /// A field does not fit; the message is a key of the message files.
    #[error("the field {field} does not fit: {message}")]
    Field {
        /// Which field.
        field: &'static str,
        /// Why: a key of the message files.
        message: &'static str,
    },
    /// A connection does not work; the steps say where.
    #[error("a connection does not work")]
    ConnectionFailed(Vec<TestStep>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Refused> for SaveError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound | Refused::Unseen | Refused::FieldsNeeded(_) => Self::NotFound,
            Refused::Field { field, message } => Self::Field { field, message },
            Refused::Store(error) => Self::Store(error),
        }
    }
}

fn field<T>(field: &'static str, message: &'static str) -> Result<T, SaveError> {
    Err(SaveError::Field { field, message })
}

/// The largest raw mail in bytes (a setting, bounded).
///
/// # Errors
/// The store's own.
pub fn raw_limit(tx: &mut Tx<'_>) -> store::Result<u64> {
    let mib: Option<u64> = settings::get(tx, settings::RAW_LIMIT_MIB)?;
    let bytes = mib.map_or(limits::RAW_MAIL_BYTES, |mib| mib.saturating_mul(1024 * 1024));
    Ok(bytes.clamp(1024 * 1024, limits::RAW_MAIL_MOST_BYTES))
}

/// How many mailboxes there may be (SO-3, a setting).
///
/// # Errors
/// The store's own.
pub fn most(tx: &mut Tx<'_>) -> store::Result<i64> {
    let most: Option<i64> = settings::get(tx, settings::MAILBOXES_MOST)?;
    Ok(most.unwrap_or(limits::MAILBOXES).clamp(1, limits::MAILBOXES_MOST))
}

fn security(tls: Tls) -> Security {
    match tls {
        Tls::Implicit => Security::Implicit,
        Tls::StartTls => Security::StartTls,
        Tls::None => Security::None,
    }
}

/// Where and how to connect for reading. None where host or port are missing.
pub(crate) fn imap_target(node: &Node, incoming: &Incoming, password: String, limit: u64) -> Option<imap::Target> {
    let user = incoming.login.clone().unwrap_or_default();
    Some(imap::Target {
        host: incoming.host.clone()?,
        port: incoming.port?,
        security: security(incoming.tls.unwrap_or(Tls::Implicit)),
        login: Login::Password { user, password },
        trust: node.trust.clone(),
        timeouts: node.tuning.imap,
        max_mail_bytes: limit,
    })
}

/// Where and how to connect for reading by POP3. None where host or port are missing.
pub(crate) fn pop3_target(node: &Node, incoming: &Incoming, password: String, limit: u64) -> Option<pop3::Target> {
    let user = incoming.login.clone().unwrap_or_default();
    Some(pop3::Target {
        host: incoming.host.clone()?,
        port: incoming.port?,
        security: security(incoming.tls.unwrap_or(Tls::Implicit)),
        login: Login::Password { user, password },
        trust: node.trust.clone(),
        timeouts: node.tuning.imap,
        max_mail_bytes: limit,
    })
}

/// The stored password of the incoming connection; empty where none is stored.
///
/// # Errors
/// When it cannot be read with this key file.
pub(crate) fn incoming_password(node: &Node, mailbox: &Mailbox) -> store::Result<String> {
    let sealed = mailbox.incoming_secret.as_ref();
    sealed.map_or(Ok(String::new()), |sealed| node.sealer.open(sealed, seal::INCOMING))
}

/// Where and how to connect for sending.
pub(crate) fn smtp_target(node: &Node, outgoing: &Outgoing, password: Option<String>) -> smtp::client::Target {
    let login = outgoing.login.clone().filter(|user| !user.is_empty());
    smtp::client::Target {
        host: outgoing.host.clone(),
        port: outgoing.port,
        security: security(outgoing.tls),
        login: login.map(|user| Login::Password { user, password: password.unwrap_or_default() }),
        trust: node.trust.clone(),
        helo_name: node.hostname.clone(),
        timeouts: node.tuning.smtp,
    }
}

pub(crate) async fn stored(node: &Node, existing: Option<MailboxId>) -> store::Result<Option<Mailbox>> {
    let Some(id) = existing else { return Ok(None) };
    node.db.read(move |tx| store::mailboxes::by_id(tx, id)).await
}

/// The stored password of the incoming connection, for the same login at the same server only: it is never read back,
/// and so must not be sent anywhere else either.
pub(crate) fn lent_incoming<'a>(stored: Option<&'a Mailbox>, draft: &Incoming) -> Option<&'a [u8]> {
    let stored = stored?;
    let known = stored.incoming.as_ref()?;
    (known.host == draft.host && known.login == draft.login).then_some(stored.incoming_secret.as_deref()).flatten()
}

/// The stored password of the outgoing connection, for the same login at the same server only.
pub(crate) fn lent_outgoing<'a>(stored: Option<&'a Mailbox>, draft: &Outgoing) -> Option<&'a [u8]> {
    let stored = stored?;
    let known = stored.outgoing.as_ref()?;
    (known.host == draft.host && known.login == draft.login).then_some(stored.outgoing_secret.as_deref()).flatten()
}

/// The password given, or the stored one.
pub(crate) fn password(node: &Node, given: Option<&str>, sealed: Option<&[u8]>, purpose: &str) -> Option<String> {
    match given {
        Some(given) => Some(given.to_string()),
        None => sealed.and_then(|sealed| node.sealer.open(sealed, purpose).ok()),
    }
}

/// Saves a mailbox, after testing its connections unless told otherwise. Who did it is noted.
///
/// # Errors
/// [`SaveError`]; then nothing is changed.
pub async fn save(
    node: &Node,
    actor: &Actor,
    existing: Option<MailboxId>,
    draft: &MailboxDraft,
    save_anyway: bool,
) -> Result<MailboxId, SaveError> {
    check(draft)?;
    let stored = stored(node, existing).await?;
    if existing.is_some() && stored.as_ref().is_none_or(|mailbox| mailbox.deleted_at.is_some()) {
        return Err(SaveError::NotFound);
    }
    let written = written(node, draft, stored.as_ref())?;
    if let Some(mailbox) = stored.as_ref().filter(|mailbox| mailbox.generated) {
        refuse_fixed(mailbox, &written)?;
    }
    if !save_anyway {
        let steps = test(node, draft, existing, true).await?;
        if steps.iter().any(|step| !step.ok) {
            return Err(SaveError::ConnectionFailed(steps));
        }
    }
    let (now, policy, defaults, actor) = (node.clock.now(), draft.policy.clone(), draft.defaults, actor.clone());
    let saved = node.write(move |tx| {
        let id = write(tx, existing, &written, now)?;
        if let Some(policy) = &policy {
            check_policy(tx, id, policy)?;
            policies::set_of_mailbox(tx, id, policy, now)?;
        }
        set_defaults(tx, id, defaults)?;
        let (action, data) = match existing {
            Some(_) => ("mailbox.changed", json!({"policy": policy})),
            None => ("mailbox.added", json!({"address": written.address, "policy": policy})),
        };
        audit::add(tx, &actor, action, &format!("mailbox:{id}"), &data, now)?;
        Ok(id)
    });
    saved.await.map_err(SaveError::from)
}

fn set_defaults(tx: &mut Tx<'_>, id: MailboxId, change: DefaultsChange) -> Result<(), Refused> {
    let stored = store::mailboxes::defaults(tx, id)?;
    let wanted =
        Defaults { queue: change.queue.unwrap_or(stored.queue), category: change.category.unwrap_or(stored.category) };
    if wanted == stored {
        return Ok(());
    }
    if let Some(Some(queue)) = change.queue {
        queues::standing(tx, queue).map_err(|refused| match refused {
            Refused::NotFound => Refused::field("queue", "no-such-queue"),
            other => other,
        })?;
    }
    if let Some(Some(category)) = change.category {
        categories::known(tx, "category", category)?;
    }
    Ok(store::mailboxes::set_defaults(tx, id, wanted)?)
}

/// What the desk made, nobody changes: address, aliases, purpose and connections (SO-3).
fn refuse_fixed(stored: &Mailbox, written: &Draft) -> Result<(), SaveError> {
    let same = stored.address == written.address
        && stored.aliases == written.aliases
        && stored.purpose == written.purpose
        && stored.incoming == written.incoming
        && stored.outgoing == written.outgoing;
    if same { Ok(()) } else { field("address", "generated-fixed") }
}

fn check_policy(tx: &mut Tx<'_>, id: MailboxId, policy: &MailboxPolicy) -> Result<(), Refused> {
    policy.validate().map_err(|unfit| Refused::field(unfit.field, unfit.reason))?;
    let Some(through) = policy.answers_through else { return Ok(()) };
    let sends = store::mailboxes::by_id(tx, through)?
        .is_some_and(|other| other.deleted_at.is_none() && other.purpose == Purpose::ReceiveAndSend && other.id != id);
    if sends { Ok(()) } else { Err(Refused::field("answers_through", "answers-through-nobody")) }
}

fn write(tx: &mut Tx<'_>, existing: Option<MailboxId>, draft: &Draft, now: Micros) -> Result<MailboxId, Refused> {
    let before = match existing {
        Some(id) => store::mailboxes::by_id(tx, id)?,
        None => None,
    };
    if existing.is_some() && before.as_ref().is_none_or(|mailbox| mailbox.deleted_at.is_some()) {
        // Deleted while its connections were tested; writing it would bring it back.
        return Err(Refused::NotFound);
    }
    if existing.is_none() && store::mailboxes::count(tx)? >= most(tx)? {
        return Err(Refused::field("address", "too-many-mailboxes"));
    }
    if clashes::with_an_agent(tx, [&draft.address].into_iter())? {
        return Err(Refused::field("address", "address-is-an-agents"));
    }
    if clashes::with_an_agent(tx, draft.aliases.iter())? {
        return Err(Refused::field("aliases", "address-is-an-agents"));
    }
    if clashes::with_forwarding(tx, draft.aliases.iter().chain([&draft.address]), existing)? {
        return Err(Refused::field("address", "address-taken"));
    }
    let saved = match existing {
        Some(id) => store::mailboxes::update(tx, id, draft, now).map(|()| id),
        None => store::mailboxes::add(tx, draft, now),
    };
    match saved {
        Ok(id) => {
            let account = |way: Option<&Incoming>| way.map(|way| (way.kind, way.account()));
            if account(before.as_ref().and_then(|one| one.incoming.as_ref())) != account(draft.incoming.as_ref()) {
                // What the self-test proved of another server says nothing about this one.
                store::trust_anchors::forget(tx, id)?;
            }
            Ok(id)
        }
        Err(store::Error::Taken(_)) => Err(Refused::field("address", "address-taken")),
        Err(error) => Err(error.into()),
    }
}

fn written(node: &Node, draft: &MailboxDraft, stored: Option<&Mailbox>) -> Result<Draft, SaveError> {
    let sealed = |given: &Option<String>, kept: Option<&[u8]>, purpose| match given {
        Some(password) if password.is_empty() => Ok(None),
        Some(password) => node.sealer.seal(password, purpose, node.random.bytes()).map(Some),
        None => Ok(kept.map(<[u8]>::to_vec)),
    };
    let incoming_kept = draft.incoming.as_ref().and_then(|incoming| lent_incoming(stored, incoming));
    let outgoing_kept = draft.outgoing.as_ref().and_then(|outgoing| lent_outgoing(stored, outgoing));
    let lost = |given: &Option<String>, had: Option<&Vec<u8>>, kept: Option<&[u8]>, wanted: bool| {
        wanted && given.is_none() && had.is_some() && kept.is_none()
    };
    let had = stored.map(|mailbox| (mailbox.incoming_secret.as_ref(), mailbox.outgoing_secret.as_ref()));
    let (had_incoming, had_outgoing) = had.unwrap_or_default();
    let reads = draft.incoming.as_ref().is_some_and(|way| way.kind != IncomingKind::Listener);
    if lost(&draft.incoming_password, had_incoming, incoming_kept, reads) {
        return field("incoming", "password-again");
    }
    let signs_in = draft.outgoing.as_ref().is_some_and(|way| way.login.is_some());
    if lost(&draft.outgoing_password, had_outgoing, outgoing_kept, signs_in) {
        return field("outgoing", "password-again");
    }
    Ok(Draft {
        name: draft.name.trim().to_string(),
        address: draft.address.trim().to_string(),
        aliases: draft.aliases.iter().map(|alias| alias.trim().to_string()).collect(),
        purpose: draft.purpose,
        enabled: draft.enabled,
        generated: stored.is_some_and(|mailbox| mailbox.generated),
        incoming: draft.incoming.clone(),
        incoming_secret: sealed(&draft.incoming_password, incoming_kept, seal::INCOMING)?,
        outgoing: draft.outgoing.clone(),
        outgoing_secret: sealed(&draft.outgoing_password, outgoing_kept, seal::OUTGOING)?,
        signature: signatures::clean(&draft.signature),
    })
}

fn check(draft: &MailboxDraft) -> Result<(), SaveError> {
    let name = draft.name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return field("name", "name-needed");
    }
    if !address::is_deliverable(draft.address.trim()) {
        return field("address", "address-not-deliverable");
    }
    if draft.aliases.len() > 50 || !draft.aliases.iter().all(|alias| address::is_deliverable(alias.trim())) {
        return field("aliases", "address-not-deliverable");
    }
    if !signatures::fits(&draft.signature) {
        return field("signature", "text-too-long");
    }
    if let Some(incoming) = draft.incoming.as_ref().filter(|way| way.kind != IncomingKind::Listener) {
        check_incoming(incoming)?;
    }
    if let Some(outgoing) = &draft.outgoing {
        check_host(&outgoing.host, outgoing.port, "outgoing")?;
        check_sender(draft, outgoing)?;
    }
    Ok(())
}

/// Mail leaves a mailbox as from itself or one of its aliases, and from nobody else (SB-2).
fn check_sender(draft: &MailboxDraft, outgoing: &Outgoing) -> Result<(), SaveError> {
    let Some(sender) = &outgoing.sender else { return Ok(()) };
    let folded = address::fold(sender);
    let mut own = draft.aliases.iter().chain([&draft.address]);
    if own.any(|one| address::fold(one) == folded) { Ok(()) } else { field("outgoing", "sender-not-own") }
}

fn check_incoming(incoming: &Incoming) -> Result<(), SaveError> {
    check_host(incoming.host.as_deref().unwrap_or_default(), incoming.port.unwrap_or_default(), "incoming")?;
    let folders = [&incoming.folder, &incoming.move_to, &incoming.login, &incoming.sent_folder, &incoming.junk_folder];
    let folders = folders.map(|text| text.as_deref());
    if folders.into_iter().flatten().any(|text| text.len() > 500 || text.chars().any(char::is_control)) {
        return field("incoming", "folder-does-not-fit");
    }
    let fits = match incoming.kind {
        IncomingKind::Pop3 => matches!(incoming.after, AfterCommit::Nothing | AfterCommit::Delete),
        IncomingKind::Imap | IncomingKind::Listener => incoming.after != AfterCommit::Delete,
    };
    if !fits {
        return field("incoming", "after-does-not-fit");
    }
    if incoming.after == AfterCommit::Move && incoming.move_to.as_deref().unwrap_or_default().is_empty() {
        return field("incoming", "folder-to-move-to-needed");
    }
    if incoming.poll_s.is_some_and(|seconds| !(10..=3_600).contains(&seconds)) {
        return field("incoming", "poll-does-not-fit");
    }
    if incoming.history_days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return field("incoming", "history-does-not-fit");
    }
    Ok(())
}

fn check_host(host: &str, port: u16, name: &'static str) -> Result<(), SaveError> {
    if is_reachable(host, port) { Ok(()) } else { field(name, "host-and-port-needed") }
}

/// True for a name and a port that can be connected to.
pub(crate) fn is_reachable(host: &str, port: u16) -> bool {
    let plain = host.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '/');
    !host.is_empty() && host.len() <= 253 && plain && port != 0
}

/// Deletes a mailbox; its conversations stay (SO-5). The generated one cannot be deleted (SO-3).
///
/// # Errors
/// [`SaveError`]; then nothing is changed.
pub async fn delete(node: &Node, actor: &Actor, id: MailboxId) -> Result<bool, SaveError> {
    let stored = stored(node, Some(id)).await?;
    if stored.is_some_and(|mailbox| mailbox.generated) {
        return field("address", "generated-stays");
    }
    let (now, actor) = (node.clock.now(), actor.clone());
    let deleted = node.db.write(move |tx| {
        let deleted = store::mailboxes::delete(tx, id, now)?;
        if deleted {
            audit::add(tx, &actor, "mailbox.deleted", &format!("mailbox:{id}"), &json!({}), now)?;
        }
        Ok(deleted)
    });
    Ok(deleted.await?)
}
