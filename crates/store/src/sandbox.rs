//! Mails that left the desk in a demo: its sandbox keeps them instead of a mail server.

use desk::Micros;

use crate::{Error, Result, Row, Tx};

/// A mail that the sandbox caught.
#[derive(Clone, Debug)]
pub struct Caught {
    /// Which.
    pub id: i64,
    /// MAIL FROM.
    pub sender: String,
    /// RCPT TO.
    pub recipients: Vec<String>,
    /// The blob with its bytes.
    pub raw: String,
    /// When.
    pub at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO sandbox_mails (sender, recipients, raw, caught_at) VALUES ($1, $2, $3, $4)";
    LIST = "SELECT id, sender, recipients, raw, caught_at FROM sandbox_mails ORDER BY id LIMIT 10000";
    BY_ID = "SELECT id, sender, recipients, raw, caught_at FROM sandbox_mails WHERE id = $1";
}

fn read(row: &Row<'_>) -> Result<Caught> {
    Ok(Caught {
        id: row.int(0)?,
        sender: row.text(1)?,
        recipients: row.json(2, "recipients")?,
        raw: row.text(3)?,
        at: row.time(4)?,
    })
}

/// Keeps a mail.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, sender: &str, recipients: &[String], raw: &str, now: Micros) -> Result<()> {
    let recipients = serde_json::to_string(recipients).map_err(|error| Error::unreadable("recipients", error))?;
    tx.run(ADD, &[sender.into(), (&recipients).into(), raw.into(), now.into()])?;
    Ok(())
}

/// All caught mails, oldest first.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Caught>> {
    tx.all(LIST, &[], read)
}

/// The caught mail with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<Caught>> {
    tx.one(BY_ID, &[id.into()], read)
}
