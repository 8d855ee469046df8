//! Erasing a contact: begun by a person's request, gone on with until nothing is left, over crashes too. Bytes are set
//! apart before the rows forget them: what a crash leaves between is needed still and is put back.

use desk::{ContactId, ConversationId, MessageId, Micros, address};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit,
    contacts::{self, erasing},
};

use crate::{Node, Refused, apart, contacts::standing};

/// Conversations that a request erases before it answers; the rest is upkeep's.
pub const AT_ONCE: usize = 20;
/// Conversations that one round of the upkeep erases.
const A_ROUND: usize = 500;

/// Begins to erase a contact whose address was typed as a confirmation.
///
/// # Errors
/// [`Refused`] where there is no such contact or the address is none of theirs.
pub fn begin(tx: &mut Tx<'_>, agent: &Agent, id: ContactId, typed: &str, now: Micros) -> Result<ContactId, Refused> {
    let contact = standing(tx, agent, id)?;
    if address::fold(typed) != address::fold(&contact.address) {
        return Err(Refused::field("address", "erasing-address-differs"));
    }
    erasing::begin(tx, contact.id, now)?;
    audit::add(tx, &agent.actor(), "contact.erased", &format!("contact:{}", contact.id), &json!({}), now)?;
    Ok(contact.id)
}

/// How far an erasing has come: whether it goes on. None where this contact was never erased.
///
/// # Errors
/// The store's own.
pub fn standing_of(tx: &mut Tx<'_>, id: ContactId) -> store::Result<Option<bool>> {
    let erased = contacts::by_id(tx, id)?.is_some_and(|contact| contact.erased_at.is_some());
    if erased { erasing::is_unfinished(tx, id).map(Some) } else { Ok(None) }
}

/// Goes on with all erasings that are not finished, for a while.
///
/// # Errors
/// The store's own; what was erased stays so.
pub async fn go_on_with_all(node: &Node) -> store::Result<()> {
    for id in node.db.read(erasing::unfinished).await? {
        go_on(node, id, A_ROUND).await?;
    }
    Ok(())
}

/// Erases so many conversations of a contact at most; true when nothing is left.
///
/// # Errors
/// The store's own; what was erased stays so.
pub async fn go_on(node: &Node, id: ContactId, most: usize) -> store::Result<bool> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let left = node.db.read(move |tx| erasing::left(tx, id, limit)).await?;
    let room = most - left.len().min(most);
    for conversation in left {
        erase_conversation(node, conversation).await?;
    }
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    let written = node.db.read(move |tx| erasing::written(tx, id, limit)).await?;
    let done = written.len() < room;
    for (message, within) in written {
        erase_message(node, message, within).await?;
    }
    if done {
        node.db.write(move |tx| erasing::finish(tx, id)).await?;
    }
    Ok(done)
}

async fn erase_conversation(node: &Node, id: ConversationId) -> store::Result<()> {
    let blobs = node.db.read(move |tx| erasing::blobs(tx, id)).await?;
    apart::set(node, blobs).await?;
    let now = node.clock.now();
    node.db.write(move |tx| erasing::conversation(tx, id, now)).await
}

async fn erase_message(node: &Node, id: MessageId, within: ConversationId) -> store::Result<()> {
    let blobs = node.db.read(move |tx| erasing::blobs_of_message(tx, id)).await?;
    apart::set(node, blobs).await?;
    node.db.write(move |tx| erasing::message(tx, id, within)).await
}
