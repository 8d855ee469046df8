//! Finding in the knowledge: a customer's text is looked up in the index of published articles, and the passages come back
//! that are good enough to answer from (LD-5). What is good enough is `desk::knowledge`'s to say.

use std::collections::BTreeSet;

use desk::{
    ArticleId, MailboxId,
    knowledge::{self, Found, Question},
};
use store::{
    Tx,
    articles::{self, words},
    fold,
};

/// Passages of one article that are found at once; more say the same again.
const OF_ONE_ARTICLE: usize = 2;

/// The passages for this mailbox that answer a customer's text, best first, so many at most. Nothing where none is good
/// enough: then there is nothing to answer from.
///
/// # Errors
/// The store's own.
pub fn find(tx: &mut Tx<'_>, mailbox: MailboxId, text: &str, most: usize) -> store::Result<Vec<Found>> {
    let others = words::for_others(tx, mailbox)?.into_iter().collect();
    find_but(tx, &others, text, most)
}

/// The same whatever mailbox an article is for.
///
/// # Errors
/// The store's own.
pub fn find_in_all(tx: &mut Tx<'_>, text: &str, most: usize) -> store::Result<Vec<Found>> {
    find_but(tx, &BTreeSet::new(), text, most)
}

fn find_but(tx: &mut Tx<'_>, but: &BTreeSet<ArticleId>, text: &str, most: usize) -> store::Result<Vec<Found>> {
    let sentences: Vec<String> = knowledge::sentences(text).iter().map(|sentence| fold::words(sentence)).collect();
    let question = Question::read(sentences.iter().map(String::as_str));
    let mut postings = Vec::new();
    for term in question.terms() {
        postings.push(words::postings(tx, term)?);
    }
    let totals = words::totals(tx)?;
    let mut found: Vec<Found> = Vec::new();
    for ranked in knowledge::rank(&question, &postings, totals) {
        if found.len() >= most {
            break;
        }
        let of_it = found.iter().filter(|one| one.article == ranked.article).count();
        if of_it < OF_ONE_ARTICLE && !but.contains(&ranked.article) {
            found.extend(shown(tx, &ranked)?);
        }
    }
    Ok(found)
}

fn shown(tx: &mut Tx<'_>, ranked: &knowledge::Ranked) -> store::Result<Option<Found>> {
    let Some(article) = articles::by_id(tx, ranked.article)? else { return Ok(None) };
    let at = usize::try_from(ranked.passage).unwrap_or(usize::MAX);
    let passage = knowledge::passages(&article.draft.body).into_iter().nth(at);
    Ok(passage.map(|passage| Found {
        article: article.id,
        title: article.draft.title,
        heading: passage.heading,
        text: passage.text,
        link: article.draft.link,
        alone: article.draft.alone,
        score: ranked.score,
        covered: ranked.covered,
    }))
}
