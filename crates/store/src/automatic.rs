//! What left by itself within a day, and what came in within an hour: counted for `desk::automatic` and `desk::loops`.
//! Each count stops at its limit, so that no flood makes it slow.

use desk::{
    ContactId, ConversationId, MailboxId, Micros,
    automatic::{Counts, Kind, house},
    limits,
};

use crate::{Result, Tx};

/// An automatic mail that leaves, or would.
#[derive(Clone, Copy, Debug)]
pub struct Leaving<'a> {
    /// What kind.
    pub kind: Kind,
    /// From which mailbox.
    pub mailbox: MailboxId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// To which address, folded.
    pub folded: &'a str,
    /// Whether the team has written to this customer before.
    pub known: bool,
}

/// A mail that came in.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// To which mailbox.
    pub mailbox: MailboxId,
    /// From which address, folded.
    pub folded: &'a str,
    /// What stands for its words, where it has any.
    pub words: Option<&'a [u8]>,
}

/// How many mails are like one that came in, within an hour, itself included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The same words from the same house.
    pub same_words: i64,
    /// The same words to the same mailbox, whoever sent them.
    pub same_words_from_all: i64,
    /// From the same address.
    pub from_address: i64,
}

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;
const DOMAIN_WINDOW_S: i64 = 600;

crate::statements! {
    LEFT = "INSERT INTO automatic_mails (kind, mailbox_id, conversation_id, address_folded, house, known, left_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
    IN_CONVERSATION = "SELECT COUNT(*) FROM
      (SELECT 1 FROM automatic_mails WHERE conversation_id = $1 AND left_at > $2 LIMIT $3) AS counted";
    TO_ADDRESS = "SELECT COUNT(*) FROM
      (SELECT 1 FROM automatic_mails WHERE address_folded = $1 AND left_at > $2 AND kind = $3 LIMIT $4) AS counted";
    TO_HOUSE = "SELECT COUNT(*) FROM
      (SELECT 1 FROM automatic_mails WHERE house = $1 AND left_at > $2 LIMIT $3) AS counted";
    TO_UNKNOWN = "SELECT COUNT(*) FROM
      (SELECT 1 FROM automatic_mails WHERE mailbox_id = $1 AND known = 0 AND left_at > $2 LIMIT $3) AS counted";
    IN_ALL = "SELECT COUNT(*) FROM (SELECT 1 FROM automatic_mails WHERE left_at > $1 LIMIT $2) AS counted";
    CAME = "INSERT INTO recent_mails (mailbox_id, address_folded, house, words, came_at) VALUES ($1, $2, $3, $4, $5)";
    SAME_WORDS = "SELECT COUNT(*) FROM (SELECT 1 FROM recent_mails
      WHERE words = $1 AND mailbox_id = $2 AND came_at > $3 AND house = $4 LIMIT $5) AS counted";
    SAME_WORDS_FROM_ALL = "SELECT COUNT(*) FROM (SELECT 1 FROM recent_mails
      WHERE words = $1 AND mailbox_id = $2 AND came_at > $3 LIMIT $4) AS counted";
    FROM_ADDRESS = "SELECT COUNT(*) FROM
      (SELECT 1 FROM recent_mails WHERE address_folded = $1 AND came_at > $2 LIMIT $3) AS counted";
    TEAM_WROTE = "SELECT 1 FROM
      (SELECT id FROM conversations WHERE contact_id = $1 ORDER BY updated_at DESC, id DESC LIMIT 20) AS c
      JOIN messages m ON m.conversation_id = c.id WHERE m.kind = 'outbound' LIMIT 1";
    AWAY_TOLD = "SELECT away_told FROM conversations WHERE id = $1";
    TELL_AWAY = "UPDATE conversations SET away_told = $2 WHERE id = $1";
    FORGET_LEFT = "DELETE FROM automatic_mails WHERE left_at <= $1";
    FORGET_CAME = "DELETE FROM recent_mails WHERE came_at <= $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (IN_CONVERSATION, "automatic_mails_by_conversation"),
    (TO_ADDRESS, "automatic_mails_by_address"),
    (TO_HOUSE, "automatic_mails_by_house"),
    (TO_UNKNOWN, "automatic_mails_to_unknown"),
    (IN_ALL, "automatic_mails_by_age"),
    (SAME_WORDS, "recent_mails_by_words"),
    (SAME_WORDS_FROM_ALL, "recent_mails_by_words"),
    (FROM_ADDRESS, "recent_mails_by_address"),
];

fn count(tx: &mut Tx<'_>, sql: &'static str, values: &[crate::V<'_>]) -> Result<i64> {
    Ok(tx.one(sql, values, |row| row.int(0))?.unwrap_or(0))
}

/// What has left already, by the window of each limit.
///
/// # Errors
/// The database's own.
pub fn counts(tx: &mut Tx<'_>, leaving: &Leaving<'_>, now: Micros) -> Result<Counts> {
    let behind = house(leaving.folded);
    let (day, hour, short) = (now.plus_s(-DAY_S), now.plus_s(-HOUR_S), now.plus_s(-DOMAIN_WINDOW_S));
    let conversation = [leaving.conversation.into(), day.into(), limits::AUTOMATIC_IN_CONVERSATION.into()];
    let address = [leaving.folded.into(), day.into(), leaving.kind.word().into(), limits::AUTOMATIC_TO_ADDRESS.into()];
    let domain = [(&behind).into(), short.into(), limits::AUTOMATIC_TO_DOMAIN.into()];
    let unknown = [leaving.mailbox.into(), hour.into(), limits::AUTOMATIC_TO_UNKNOWN.into()];
    Ok(Counts {
        in_conversation: count(tx, IN_CONVERSATION, &conversation)?,
        to_address: count(tx, TO_ADDRESS, &address)?,
        to_domain: count(tx, TO_HOUSE, &domain)?,
        to_unknown: count(tx, TO_UNKNOWN, &unknown)?,
        in_all: count(tx, IN_ALL, &[hour.into(), limits::AUTOMATIC_IN_ALL.into()])?,
    })
}

/// Notes that an automatic mail leaves, in the transaction that queues it.
///
/// # Errors
/// The database's own.
pub fn left(tx: &mut Tx<'_>, leaving: &Leaving<'_>, now: Micros) -> Result<()> {
    let behind = house(leaving.folded);
    let values = [
        leaving.kind.word().into(),
        leaving.mailbox.into(),
        leaving.conversation.into(),
        leaving.folded.into(),
        (&behind).into(),
        leaving.known.into(),
        now.into(),
    ];
    tx.run(LEFT, &values)?;
    Ok(())
}

/// True when anything automatic left to this house within an hour: a machine there may be answering it.
///
/// # Errors
/// The database's own.
pub fn left_to_house(tx: &mut Tx<'_>, folded: &str, now: Micros) -> Result<bool> {
    let behind = house(folded);
    Ok(count(tx, TO_HOUSE, &[(&behind).into(), now.plus_s(-HOUR_S).into(), 1_i64.into()])? > 0)
}

/// Notes a mail that came in, and counts those that are like it.
///
/// # Errors
/// The database's own.
pub fn came(tx: &mut Tx<'_>, came: &Came<'_>, now: Micros) -> Result<Alike> {
    let behind = house(came.folded);
    let values = [came.mailbox.into(), came.folded.into(), (&behind).into(), came.words.into(), now.into()];
    tx.run(CAME, &values)?;
    let hour = now.plus_s(-HOUR_S);
    let (mut same_words, mut same_words_from_all) = (0, 0);
    if let Some(words) = came.words {
        let (words, mailbox) = (words.into(), came.mailbox.into());
        let here = [words, mailbox, hour.into(), (&behind).into(), limits::SAME_WORDS.into()];
        same_words = count(tx, SAME_WORDS, &here)?;
        let all = [words, mailbox, hour.into(), limits::SAME_WORDS_FROM_ALL.into()];
        same_words_from_all = count(tx, SAME_WORDS_FROM_ALL, &all)?;
    }
    let address = [came.folded.into(), hour.into(), limits::MAILS_FROM_ADDRESS.into()];
    Ok(Alike { same_words, same_words_from_all, from_address: count(tx, FROM_ADDRESS, &address)? })
}

/// True when the team has written in one of the customer's newest conversations.
///
/// # Errors
/// The database's own.
pub fn team_wrote_to(tx: &mut Tx<'_>, contact: ContactId) -> Result<bool> {
    Ok(tx.one(TEAM_WROTE, &[contact.into()], |_| Ok(()))?.is_some())
}

/// The beginning of the closed period in which a conversation's customer was last told that nobody is there (LD-7).
///
/// # Errors
/// The database's own.
pub fn away_told(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Micros>> {
    Ok(tx.one(AWAY_TOLD, &[conversation.into()], |row| row.opt_time(0))?.flatten())
}

/// Notes that its customer is told so in the closed period that began then.
///
/// # Errors
/// The database's own.
pub fn tell_away(tx: &mut Tx<'_>, conversation: ConversationId, closed_since: Micros) -> Result<()> {
    tx.run(TELL_AWAY, &[conversation.into(), closed_since.into()])?;
    Ok(())
}

/// Forgets what no limit counts any more.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, now: Micros) -> Result<()> {
    tx.run(FORGET_LEFT, &[now.plus_s(-DAY_S).into()])?;
    tx.run(FORGET_CAME, &[now.plus_s(-HOUR_S).into()])?;
    Ok(())
}
