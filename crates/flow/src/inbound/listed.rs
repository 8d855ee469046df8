//! Listed: where a list put its own address into From, the author whom it names stands for the sender, at no evidence (edge
//! case 9). Never one of us: whom a list names proves nothing, and an agent's name gives powers (A5).

use desk::{address, evidence::Evidence};
use mail::Listed;
use store::{Tx, agents};

use super::{
    Item,
    parse::{self, Understood},
};
use crate::Node;

/// Names the authors of all mails that came under a list's address.
///
/// # Errors
/// The store's own.
pub(super) async fn name_authors(node: &Node, items: &mut [Item]) -> store::Result<()> {
    let behind = |item: &Item| item.read.as_ref().ok().and_then(|read| read.mail.behind_list());
    let found: Vec<Option<Listed>> = items.iter().map(behind).collect();
    if found.iter().all(Option::is_none) {
        return Ok(());
    }
    let allowed = node.db.read(move |tx| found.iter().map(|one| of_outsider(tx, one.clone())).collect());
    let allowed: Vec<Option<Listed>> = allowed.await?;
    for (item, listed) in items.iter_mut().zip(allowed) {
        if let (Ok(read), Some(listed)) = (&mut item.read, listed) {
            put(read, &mut item.evidence, listed);
        }
    }
    Ok(())
}

/// The same for one mail, which nobody is going to store.
///
/// # Errors
/// The store's own.
pub(super) fn name_author(tx: &mut Tx<'_>, read: &mut Understood, evidence: &mut Evidence) -> store::Result<()> {
    if let Some(listed) = of_outsider(tx, read.mail.behind_list())? {
        put(read, evidence, listed);
    }
    Ok(())
}

fn of_outsider(tx: &mut Tx<'_>, listed: Option<Listed>) -> store::Result<Option<Listed>> {
    let Some(listed) = listed else { return Ok(None) };
    let folded = address::fold(&listed.author.address);
    let ours = store::mailboxes::ours(tx)?.iter().any(|one| one.is_reached_by(&folded));
    let inside = ours || agents::by_email(tx, &folded)?.is_some();
    Ok((!inside && address::is_deliverable(&folded)).then_some(listed))
}

fn put(read: &mut Understood, evidence: &mut Evidence, listed: Listed) {
    let found = std::mem::replace(evidence, Evidence::none());
    *evidence = found.of_author_behind(&listed.list);
    // Answers go to the author; the list is not asked for.
    read.mail.reply_to.retain(|one| !one.address.eq_ignore_ascii_case(&listed.list));
    read.mail.from = Some(listed.author);
    // The author's mail may come without the list, too.
    read.fingerprint = parse::fingerprint(&read.mail, &read.internet_id);
}
