//! What rules are to write to customers: a row and a job each, in the transaction of what set the rule off. Both are gone once
//! the mail is queued, or was kept back.

use desk::{ConversationId, Micros, RuleId};

use crate::{Result, Tx, jobs};

/// What a rule is to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMail {
    /// Which.
    pub id: i64,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Which rule.
    pub rule: RuleId,
    /// Its name at that moment.
    pub rule_name: String,
    /// The text.
    pub body: String,
}

crate::statements! {
    ADD = "INSERT INTO rule_mails (conversation_id, rule_id, rule_name, body, created_at) VALUES ($1, $2, $3, $4, $5)
           RETURNING id";
    BY_ID = "SELECT id, conversation_id, rule_id, rule_name, body FROM rule_mails WHERE id = $1";
    REMOVE = "DELETE FROM rule_mails WHERE id = $1";
    REMOVE_OF = "DELETE FROM rule_mails WHERE conversation_id = $1";
}

/// Has a rule write.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    (rule, name): (RuleId, &str),
    body: &str,
    now: Micros,
) -> Result<()> {
    let id = tx.insert(ADD, &[conversation.into(), rule.into(), name.into(), body.into(), now.into()])?;
    jobs::add(tx, jobs::RULE_MAIL, id, now)
}

/// What is to be written, where it still is.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<RuleMail>> {
    tx.one(BY_ID, &[id.into()], |row| {
        Ok(RuleMail {
            id: row.int(0)?,
            conversation: ConversationId(row.int(1)?),
            rule: RuleId(row.int(2)?),
            rule_name: row.text(3)?,
            body: row.text(4)?,
        })
    })
}

/// Removes what was written, or was kept back.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.run(REMOVE, &[id.into()])?;
    Ok(())
}

/// Removes what is to be written in a conversation.
///
/// # Errors
/// The database's own.
pub fn remove_of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<()> {
    tx.run(REMOVE_OF, &[conversation.into()])?;
    Ok(())
}
