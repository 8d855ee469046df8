//! The words of published articles, and where they stand: what `desk::knowledge` ranks passages by.

use desk::{
    ArticleId, MailboxId,
    knowledge::{Indexed, Place, Posting, Totals},
};

use crate::{Error, Result, Tx};

/// A place as it is stored: passage, count, terms of the passage, in a heading.
type Stored = (u32, u32, u32, bool);

crate::statements! {
    OFF = "DELETE FROM article_words WHERE article_id = $1";
    ON = "INSERT INTO article_words (word, article_id, places) VALUES ($1, $2, $3)";
    OF_WORD = "SELECT article_id, places FROM article_words WHERE word = $1 ORDER BY article_id";
    TOTALS = "SELECT CAST(COALESCE(SUM(passages), 0) AS BIGINT), CAST(COALESCE(SUM(terms), 0) AS BIGINT) FROM articles
              WHERE state = 'published'";
    FOR_OTHERS = "SELECT DISTINCT m.article_id FROM article_mailboxes m WHERE NOT EXISTS
                    (SELECT 1 FROM article_mailboxes o WHERE o.article_id = m.article_id AND o.mailbox_id = $1)";
}

/// Writes the words of an article in place of those before; none: it is not found any more.
pub(super) fn write(tx: &mut Tx<'_>, id: ArticleId, indexed: Option<&Indexed>) -> Result<()> {
    tx.run(OFF, &[id.into()])?;
    for (word, places) in indexed.into_iter().flat_map(|indexed| &indexed.places) {
        let stored: Vec<Stored> = places.iter().map(|one| (one.passage, one.count, one.length, one.titled)).collect();
        let stored = serde_json::to_string(&stored).map_err(|error| Error::unreadable("places of a word", error))?;
        tx.run(ON, &[word.into(), id.into(), (&stored).into()])?;
    }
    Ok(())
}

/// The published articles that have a word, and where.
///
/// # Errors
/// The database's own.
pub fn postings(tx: &mut Tx<'_>, word: &str) -> Result<Vec<Posting>> {
    tx.all(OF_WORD, &[word.into()], |row| {
        let stored: Vec<Stored> = row.json(1, "places of a word")?;
        let place = |(passage, count, length, titled)| Place { passage, count, length, titled };
        Ok(Posting { article: ArticleId(row.int(0)?), places: stored.into_iter().map(place).collect() })
    })
}

/// What all published articles come to.
///
/// # Errors
/// The database's own.
pub fn totals(tx: &mut Tx<'_>) -> Result<Totals> {
    let read = tx.one(TOTALS, &[], |row| Ok(Totals { passages: row.int(0)?, terms: row.int(1)? }))?;
    Ok(read.unwrap_or_default())
}

/// The articles that are for other mailboxes than this one.
///
/// # Errors
/// The database's own.
pub fn for_others(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Vec<ArticleId>> {
    tx.all(FOR_OTHERS, &[mailbox.into()], |row| row.int(0).map(ArticleId))
}
