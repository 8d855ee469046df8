//! Webhooks: the endpoints outside that are told what happens, with their sealed secrets and how they are doing. What is
//! sent to them stands in `webhook_deliveries.rs`.

use desk::{Micros, WebhookId, webhook::Kind};

use crate::{Error, Result, Row, Tx, changes::Change};

/// What can be edited about an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where it is.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it is told.
    pub kinds: Vec<Kind>,
    /// False: it is told nothing.
    pub enabled: bool,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Which.
    pub id: WebhookId,
    /// What can be edited.
    pub draft: Draft,
    /// The sealed secret.
    pub secret: Vec<u8>,
    /// The sealed secret before, and until when it signs too.
    pub old_secret: Option<(Vec<u8>, Micros)>,
    /// Since when it has only failed.
    pub failing_since: Option<Micros>,
    /// When the desk switched it off for that.
    pub switched_off_at: Option<Micros>,
    /// When it last took something, within a minute.
    pub succeeded_at: Option<Micros>,
    /// When it was added.
    pub created_at: Micros,
}

macro_rules! webhooks {
    ($rest:literal) => {
        concat!(
            "SELECT id, url, description, kinds, enabled, secret, old_secret, old_secret_until, failing_since,
               switched_off_at, succeeded_at, created_at FROM webhooks ",
            $rest
        )
    };
}

crate::statements! {
    ADD = "INSERT INTO webhooks (url, description, kinds, enabled, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)
           RETURNING id";
    LIST = webhooks!("ORDER BY id LIMIT 200");
    BY_ID = webhooks!("WHERE id = $1");
    UPDATE = "UPDATE webhooks SET url = $2, description = $3, kinds = $4, enabled = $5 WHERE id = $1";
    FORGIVE = "UPDATE webhooks SET failing_since = NULL, switched_off_at = NULL WHERE id = $1";
    ROTATE = "UPDATE webhooks SET old_secret = secret, old_secret_until = $3, secret = $2 WHERE id = $1";
    SUCCEEDED = "UPDATE webhooks SET failing_since = NULL, succeeded_at = $2 WHERE id = $1";
    FAILED = "UPDATE webhooks SET failing_since = COALESCE(failing_since, $2) WHERE id = $1";
    SWITCH_OFF = "UPDATE webhooks SET enabled = 0, switched_off_at = $2 WHERE id = $1 AND enabled = 1";
    DELETE = "DELETE FROM webhooks WHERE id = $1";
}

fn read(row: &Row<'_>) -> Result<Webhook> {
    let words: Vec<String> = row.json(3, "kinds of a webhook")?;
    Ok(Webhook {
        id: WebhookId(row.int(0)?),
        draft: Draft {
            url: row.text(1)?,
            description: row.text(2)?,
            kinds: words.iter().filter_map(|word| Kind::from_word(word)).collect(),
            enabled: row.flag(4)?,
        },
        secret: row.bytes(5)?,
        old_secret: row.opt_bytes(6)?.zip(row.opt_time(7)?),
        failing_since: row.opt_time(8)?,
        switched_off_at: row.opt_time(9)?,
        succeeded_at: row.opt_time(10)?,
        created_at: row.time(11)?,
    })
}

fn told(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("webhooks"));
}

fn words(kinds: &[Kind]) -> Result<String> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    serde_json::to_string(&words).map_err(|error| Error::unreadable("kinds of a webhook", error))
}

/// Adds an endpoint.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, sealed: &[u8], now: Micros) -> Result<WebhookId> {
    let kinds = words(&draft.kinds)?;
    let values = [
        (&draft.url).into(),
        (&draft.description).into(),
        (&kinds).into(),
        draft.enabled.into(),
        sealed.into(),
        now.into(),
    ];
    let id = WebhookId(tx.insert(ADD, &values)?);
    told(tx);
    Ok(id)
}

/// All endpoints, oldest first; there are at most [`desk::limits::WEBHOOKS`].
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Webhook>> {
    tx.all(LIST, &[], read)
}

/// The endpoint with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: WebhookId) -> Result<Option<Webhook>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// Writes anew what can be edited.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: WebhookId, draft: &Draft) -> Result<()> {
    let kinds = words(&draft.kinds)?;
    let values = [id.into(), (&draft.url).into(), (&draft.description).into(), (&kinds).into(), draft.enabled.into()];
    tx.run(UPDATE, &values)?;
    told(tx);
    Ok(())
}

/// Forgets that an endpoint failed: it was switched on again, or leads elsewhere.
///
/// # Errors
/// The database's own.
pub fn forgive(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    tx.run(FORGIVE, &[id.into()])?;
    Ok(())
}

/// Gives an endpoint a new secret; the one before signs too until then.
///
/// # Errors
/// The database's own.
pub fn rotate(tx: &mut Tx<'_>, id: WebhookId, sealed: &[u8], old_until: Micros) -> Result<()> {
    tx.run(ROTATE, &[id.into(), sealed.into(), old_until.into()])?;
    told(tx);
    Ok(())
}

/// Notes that an endpoint took something.
///
/// # Errors
/// The database's own.
pub fn succeeded(tx: &mut Tx<'_>, id: WebhookId, now: Micros) -> Result<()> {
    tx.run(SUCCEEDED, &[id.into(), now.into()])?;
    told(tx);
    Ok(())
}

/// Notes that an endpoint failed.
///
/// # Errors
/// The database's own.
pub fn failed(tx: &mut Tx<'_>, id: WebhookId, now: Micros) -> Result<()> {
    tx.run(FAILED, &[id.into(), now.into()])?;
    told(tx);
    Ok(())
}

/// Switches an endpoint off that has failed too long. False when it was off already.
///
/// # Errors
/// The database's own.
pub fn switch_off(tx: &mut Tx<'_>, id: WebhookId, now: Micros) -> Result<bool> {
    let switched = tx.run(SWITCH_OFF, &[id.into(), now.into()])? == 1;
    told(tx);
    Ok(switched)
}

/// Deletes an endpoint, with its deliveries deleted before ([`crate::webhook_deliveries::delete_of`]).
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    tx.run(DELETE, &[id.into()])?;
    told(tx);
    Ok(())
}
