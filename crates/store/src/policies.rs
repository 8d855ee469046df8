//! Policies: the settings of the channel and of mailboxes that decisions read. What was never set has its default.

use desk::{
    MailboxId, Micros,
    policy::{ChannelPolicy, MailboxPolicy},
};

use crate::{Error, Result, Topic, Tx, changes::Change, settings};

crate::statements! {
    OF_MAILBOX = "SELECT policy FROM mailbox_policies WHERE mailbox_id = $1";
    SET_OF_MAILBOX = "INSERT INTO mailbox_policies (mailbox_id, policy, updated_at) VALUES ($1, $2, $3)
                      ON CONFLICT (mailbox_id) DO UPDATE SET policy = excluded.policy, updated_at = excluded.updated_at";
}

/// The policy of the e-mail channel.
///
/// # Errors
/// The database's own.
pub fn channel(tx: &mut Tx<'_>) -> Result<ChannelPolicy> {
    Ok(settings::get(tx, settings::CHANNEL_POLICY)?.unwrap_or_default())
}

/// Sets the policy of the e-mail channel.
///
/// # Errors
/// The database's own.
pub fn set_channel(tx: &mut Tx<'_>, policy: &ChannelPolicy, now: Micros) -> Result<()> {
    settings::set(tx, settings::CHANNEL_POLICY, policy, now)
}

/// The policy of a mailbox.
///
/// # Errors
/// The database's own.
pub fn of_mailbox(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<MailboxPolicy> {
    Ok(tx.one(OF_MAILBOX, &[mailbox.into()], |row| row.json(0, "mailbox policy"))?.unwrap_or_default())
}

/// Sets the policy of a mailbox.
///
/// # Errors
/// The database's own.
pub fn set_of_mailbox(tx: &mut Tx<'_>, mailbox: MailboxId, policy: &MailboxPolicy, now: Micros) -> Result<()> {
    let json = serde_json::to_string(policy).map_err(|error| Error::unreadable("mailbox policy", error))?;
    tx.run(SET_OF_MAILBOX, &[mailbox.into(), (&json).into(), now.into()])?;
    tx.change(Change::SettingsChanged("mailboxes"));
    tx.ring(Topic::Settings);
    Ok(())
}
