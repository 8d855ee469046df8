//! Mailboxes: addresses of ours, their aliases and connections. Passwords are kept sealed beside them.

use desk::{
    CategoryId, MailboxId, Micros, QueueId, address,
    mailbox::{Incoming, Ours, Outgoing, Purpose},
    signature::Signature,
};

use crate::{Error, Result, Row, Topic, Tx, changes::Change};

/// A mailbox as it is stored.
#[derive(Clone, Debug)]
pub struct Mailbox {
    /// Which.
    pub id: MailboxId,
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
    /// True for the one made at installation (SO-3).
    pub generated: bool,
    /// Where its mail comes from.
    pub incoming: Option<Incoming>,
    /// The sealed password of the incoming connection.
    pub incoming_secret: Option<Vec<u8>>,
    /// Where its mail goes out.
    pub outgoing: Option<Outgoing>,
    /// The sealed password of the outgoing connection.
    pub outgoing_secret: Option<Vec<u8>>,
    /// The signature below answers.
    pub signature: Signature,
    /// When it was deleted, if it was.
    pub deleted_at: Option<Micros>,
}

impl Mailbox {
    /// The address that its mail leaves as (SB-2).
    #[must_use]
    pub fn sender(&self) -> &str {
        let named = self.outgoing.as_ref().and_then(|way| way.sender.as_deref());
        named.unwrap_or(&self.address)
    }
}

/// What is written of a mailbox.
#[derive(Clone, Debug)]
pub struct Draft {
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
    /// True for the one made at installation.
    pub generated: bool,
    /// Where its mail comes from.
    pub incoming: Option<Incoming>,
    /// The sealed password of the incoming connection.
    pub incoming_secret: Option<Vec<u8>>,
    /// Where its mail goes out.
    pub outgoing: Option<Outgoing>,
    /// The sealed password of the outgoing connection.
    pub outgoing_secret: Option<Vec<u8>>,
    /// The signature below answers.
    pub signature: Signature,
}

/// What new conversations of a mailbox get (SO-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The queue; none: they are everybody's.
    pub queue: Option<QueueId>,
    /// The category; none: the channel's.
    pub category: Option<CategoryId>,
}

crate::statements! {
    ADD = "INSERT INTO mailboxes (name, address, address_folded, purpose, enabled, generated, incoming,
             incoming_secret, outgoing, outgoing_secret, signature, signature_html,
             created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13) RETURNING id";
    UPDATE = "UPDATE mailboxes SET name = $2, address = $3, address_folded = $4, purpose = $5, enabled = $6,
                generated = $7, incoming = $8, incoming_secret = $9, outgoing = $10, outgoing_secret = $11,
                signature = $12, signature_html = $13, updated_at = $14, deleted_at = NULL WHERE id = $1";
    DELETE = "UPDATE mailboxes SET deleted_at = $2, enabled = 0 WHERE id = $1 AND deleted_at IS NULL";
    LIST = "SELECT id, name, address, purpose, enabled, generated, incoming, incoming_secret, outgoing,
              outgoing_secret, signature, signature_html, deleted_at FROM mailboxes WHERE deleted_at IS NULL ORDER BY id";
    BY_ID = "SELECT id, name, address, purpose, enabled, generated, incoming, incoming_secret, outgoing,
               outgoing_secret, signature, signature_html, deleted_at FROM mailboxes WHERE id = $1";
    GENERATED = "SELECT id, name, address, purpose, enabled, generated, incoming, incoming_secret, outgoing,
                   outgoing_secret, signature, signature_html, deleted_at FROM mailboxes WHERE generated = 1 AND deleted_at IS NULL
                 ORDER BY id LIMIT 1";
    DELETED_TWIN = "SELECT id FROM mailboxes WHERE address_folded = $1 AND deleted_at IS NOT NULL";
    ALIASES = "SELECT address FROM mailbox_aliases WHERE mailbox_id = $1 ORDER BY address";
    ALIASES_OFF = "DELETE FROM mailbox_aliases WHERE mailbox_id = $1";
    ALIAS_ON = "INSERT INTO mailbox_aliases (address_folded, mailbox_id, address) VALUES ($1, $2, $3)";
    OURS = "SELECT id, address_folded, 0 FROM mailboxes WHERE deleted_at IS NULL
            UNION ALL SELECT mailbox_id, address_folded, 1 FROM mailbox_aliases ORDER BY 1, 3, 2";
    DEFAULTS = "SELECT queue_id, category_id FROM mailboxes WHERE id = $1";
    SET_DEFAULTS = "UPDATE mailboxes SET queue_id = $2, category_id = $3 WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM mailboxes WHERE deleted_at IS NULL";
}

fn read(row: &Row<'_>) -> Result<Mailbox> {
    let purpose = row.text(3)?;
    Ok(Mailbox {
        id: MailboxId(row.int(0)?),
        name: row.text(1)?,
        address: row.text(2)?,
        aliases: Vec::new(),
        purpose: Purpose::from_word(&purpose).ok_or_else(|| Error::unreadable("purpose", purpose))?,
        enabled: row.flag(4)?,
        generated: row.flag(5)?,
        incoming: optional_json(row.opt_text(6)?, "incoming connection")?,
        incoming_secret: row.opt_bytes(7)?,
        outgoing: optional_json(row.opt_text(8)?, "outgoing connection")?,
        outgoing_secret: row.opt_bytes(9)?,
        signature: Signature { text: row.text(10)?, html: row.opt_text(11)? },
        deleted_at: row.opt_time(12)?,
    })
}

fn optional_json<T: serde::de::DeserializeOwned>(text: Option<String>, what: &'static str) -> Result<Option<T>> {
    text.map(|text| serde_json::from_str(&text).map_err(|error| Error::unreadable(what, error))).transpose()
}

fn json<T: serde::Serialize>(value: Option<&T>) -> Result<Option<String>> {
    let text = value.map(|value| serde_json::to_string(value)).transpose();
    text.map_err(|error| Error::unreadable("connection", error))
}

/// Adds a mailbox. One that was deleted under the same address comes back with its keys and cursors (SO-5).
///
/// # Errors
/// [`Error::Taken`] when an address of it is another mailbox's; the database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, now: Micros) -> Result<MailboxId> {
    let folded = address::fold(&draft.address);
    if let Some(id) = tx.one(DELETED_TWIN, &[(&folded).into()], |row| row.int(0))? {
        update(tx, MailboxId(id), draft, now)?;
        return Ok(MailboxId(id));
    }
    refuse_taken(tx, draft, None)?;
    let (incoming, outgoing) = (json(draft.incoming.as_ref())?, json(draft.outgoing.as_ref())?);
    let values = [
        (&draft.name).into(),
        (&draft.address).into(),
        (&folded).into(),
        draft.purpose.word().into(),
        draft.enabled.into(),
        draft.generated.into(),
        incoming.as_ref().into(),
        draft.incoming_secret.as_ref().into(),
        outgoing.as_ref().into(),
        draft.outgoing_secret.as_ref().into(),
        (&draft.signature.text).into(),
        draft.signature.html.as_ref().into(),
        now.into(),
    ];
    let id = MailboxId(tx.insert(ADD, &values)?);
    write_aliases(tx, id, draft)?;
    tell(tx);
    Ok(id)
}

/// Writes a mailbox anew.
///
/// # Errors
/// [`Error::Taken`] when an address of it is another mailbox's; the database's own.
pub fn update(tx: &mut Tx<'_>, id: MailboxId, draft: &Draft, now: Micros) -> Result<()> {
    refuse_taken(tx, draft, Some(id))?;
    let folded = address::fold(&draft.address);
    if tx.one(DELETED_TWIN, &[(&folded).into()], |row| row.int(0))?.is_some_and(|twin| twin != id.0) {
        return Err(Error::Taken(format!("{} belonged to a mailbox that was deleted", draft.address)));
    }
    let (incoming, outgoing) = (json(draft.incoming.as_ref())?, json(draft.outgoing.as_ref())?);
    let values = [
        id.into(),
        (&draft.name).into(),
        (&draft.address).into(),
        (&folded).into(),
        draft.purpose.word().into(),
        draft.enabled.into(),
        draft.generated.into(),
        incoming.as_ref().into(),
        draft.incoming_secret.as_ref().into(),
        outgoing.as_ref().into(),
        draft.outgoing_secret.as_ref().into(),
        (&draft.signature.text).into(),
        draft.signature.html.as_ref().into(),
        now.into(),
    ];
    tx.run(UPDATE, &values)?;
    tx.run(ALIASES_OFF, &[id.into()])?;
    write_aliases(tx, id, draft)?;
    tell(tx);
    Ok(())
}

fn refuse_taken(tx: &mut Tx<'_>, draft: &Draft, own: Option<MailboxId>) -> Result<()> {
    let taken = ours(tx)?;
    for wanted in draft.aliases.iter().chain([&draft.address]) {
        let folded = address::fold(wanted);
        if taken.iter().any(|other| Some(other.id) != own && other.addresses.contains(&folded)) {
            return Err(Error::Taken(format!("{wanted} belongs to another mailbox")));
        }
    }
    Ok(())
}

fn write_aliases(tx: &mut Tx<'_>, id: MailboxId, draft: &Draft) -> Result<()> {
    let mut written = vec![address::fold(&draft.address)];
    for alias in &draft.aliases {
        let folded = address::fold(alias);
        if !written.contains(&folded) {
            tx.run(ALIAS_ON, &[(&folded).into(), id.into(), alias.into()])?;
            written.push(folded);
        }
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("mailboxes"));
    tx.ring(Topic::Settings);
}

/// Deletes a mailbox: its conversations, keys and cursors stay. False when there is none.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: MailboxId, now: Micros) -> Result<bool> {
    let gone = tx.run(DELETE, &[id.into(), now.into()])? == 1;
    tx.run(ALIASES_OFF, &[id.into()])?;
    tell(tx);
    Ok(gone)
}

/// All mailboxes that are not deleted.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Mailbox>> {
    let mut all = tx.all(LIST, &[], read)?;
    for mailbox in &mut all {
        mailbox.aliases = tx.all(ALIASES, &[mailbox.id.into()], |row| row.text(0))?;
    }
    Ok(all)
}

/// The mailbox with this id, deleted ones included.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: MailboxId) -> Result<Option<Mailbox>> {
    let Some(mut mailbox) = tx.one(BY_ID, &[id.into()], read)? else { return Ok(None) };
    mailbox.aliases = tx.all(ALIASES, &[id.into()], |row| row.text(0))?;
    Ok(Some(mailbox))
}

/// The mailbox that was made at installation (SO-3), once there is one.
///
/// # Errors
/// The database's own.
pub fn generated(tx: &mut Tx<'_>) -> Result<Option<Mailbox>> {
    let Some(mut mailbox) = tx.one(GENERATED, &[], read)? else { return Ok(None) };
    mailbox.aliases = tx.all(ALIASES, &[mailbox.id.into()], |row| row.text(0))?;
    Ok(Some(mailbox))
}

/// All addresses of ours, by mailbox, its own before its aliases.
///
/// # Errors
/// The database's own.
pub fn ours(tx: &mut Tx<'_>) -> Result<Vec<Ours>> {
    let rows = tx.all(OURS, &[], |row| Ok((MailboxId(row.int(0)?), row.text(1)?)))?;
    let mut out: Vec<Ours> = Vec::new();
    for (id, folded) in rows {
        match out.last_mut() {
            Some(last) if last.id == id => last.addresses.push(folded),
            _ => out.push(Ours { id, addresses: vec![folded] }),
        }
    }
    Ok(out)
}

/// What new conversations of a mailbox get.
///
/// # Errors
/// The database's own.
pub fn defaults(tx: &mut Tx<'_>, id: MailboxId) -> Result<Defaults> {
    let found = tx.one(DEFAULTS, &[id.into()], |row| {
        Ok(Defaults { queue: row.opt_int(0)?.map(QueueId), category: row.opt_int(1)?.map(CategoryId) })
    });
    Ok(found?.unwrap_or_default())
}

/// Sets what new conversations of a mailbox get.
///
/// # Errors
/// The database's own.
pub fn set_defaults(tx: &mut Tx<'_>, id: MailboxId, defaults: Defaults) -> Result<()> {
    tx.run(SET_DEFAULTS, &[id.into(), defaults.queue.into(), defaults.category.into()])?;
    tell(tx);
    tx.change(Change::SettingsChanged("queues"));
    Ok(())
}

/// How many mailboxes there are.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT, &[], |row| row.int(0))?.unwrap_or(0))
}
