//! Tags as things of their own: made, named anew, joined and deleted by whoever leads the team. Conversations follow in
//! small transactions, some before the request answers and the rest by the upkeep, over crashes too. No rule about mail.

use desk::{Micros, TagId, limits};
use serde_json::json;
use store::{
    Tx, audit,
    events::Actor,
    tags::{self, Going, Named, Tag},
    views,
};

use crate::{Node, Refused, refused, rules};

/// Conversations that follow before a request answers; the rest is upkeep's.
pub const AT_ONCE: usize = 600;
/// Conversations that follow in one round of the upkeep.
const A_ROUND: usize = 20_000;
/// Conversations that follow in one transaction.
const A_STEP: i64 = 200;

/// Makes a tag that no conversation has yet.
///
/// # Errors
/// [`Refused`] where the name does not fit or there is such a tag.
pub fn add(tx: &mut Tx<'_>, by: &Actor, name: &str, now: Micros) -> Result<Tag, Refused> {
    let name = checked(name)?;
    if tags::kept(tx)? >= limits::TAGS_KEPT {
        return Err(Refused::field("name", "too-many-tags"));
    }
    taken(tx, &name)?.map_or(Ok(()), |_| Err(Refused::field("name", "tag-name-taken")))?;
    let id = tags::add(tx, &name)?;
    note(tx, by, "tag.added", id, &name, now)?;
    standing(tx, id)
}

/// Gives a tag another name. Where another tag has it, `join` says that it is to be joined to that one, which is given back.
///
/// # Errors
/// [`Refused`] where the name does not fit, another tag has it and nobody said to join them, or there is no such tag.
pub fn rename(tx: &mut Tx<'_>, by: &Actor, id: TagId, name: &str, join: bool, now: Micros) -> Result<Tag, Refused> {
    let tag = standing(tx, id)?;
    let name = checked(name)?;
    if name == tag.name {
        return Ok(tag);
    }
    let heir = match taken(tx, &name)? {
        None => {
            tags::rename(tx, &tag, &name)?;
            note(tx, by, "tag.renamed", id, &name, now)?;
            id
        }
        Some(other) if join => {
            tags::let_go(tx, id, Some(other.id))?;
            note(tx, by, "tag.joined", id, &name, now)?;
            other.id
        }
        Some(_) => return Err(Refused::field("name", "tag-name-taken")),
    };
    views::retag(tx, &tag.name, &name, now)?;
    rules::retag(tx, &tag.name, &name, now)?;
    standing(tx, heir)
}

/// Deletes a tag: conversations lose it. Views that ask for it go on asking, and find nothing.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Actor, id: TagId, now: Micros) -> Result<(), Refused> {
    let tag = standing(tx, id)?;
    tags::let_go(tx, id, None)?;
    note(tx, by, "tag.deleted", id, &tag.name, now)
}

/// The tag, unless it goes.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: TagId) -> Result<Tag, Refused> {
    tags::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Lets conversations follow what became of tags, so many at most; true when nothing is left to do.
///
/// # Errors
/// The store's own; what was done stays so.
pub async fn go_on(node: &Node, most: usize) -> store::Result<bool> {
    let mut left = most;
    while let Some(tag) = node.db.read(|tx| Ok(tags::going(tx)?.into_iter().next())).await? {
        while !step(node, tag.clone()).await? {
            left = left.saturating_sub(usize::try_from(A_STEP).unwrap_or(usize::MAX));
            if left == 0 {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The same for a round of the upkeep.
///
/// # Errors
/// The store's own; what was done stays so.
pub async fn go_on_a_round(node: &Node) -> store::Result<()> {
    go_on(node, A_ROUND).await.map(|_| ())
}

async fn step(node: &Node, tag: Going) -> store::Result<bool> {
    let now = node.clock.now();
    node.db.write(move |tx| tags::go_on(tx, &tag, A_STEP, now)).await
}

/// The tag that has this name.
fn taken(tx: &mut Tx<'_>, name: &str) -> Result<Option<Tag>, Refused> {
    match tags::by_name(tx, name)? {
        None => Ok(None),
        Some(Named::Standing(tag)) => Ok(Some(tag)),
        Some(Named::Going) => Err(Refused::field("name", "tag-name-going")),
    }
}

fn checked(name: &str) -> Result<String, Refused> {
    refused::name(name, limits::TAG_CHARS, "tag-name-needed")
}

fn note(tx: &mut Tx<'_>, by: &Actor, action: &str, id: TagId, name: &str, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, by, action, &format!("tag:{id}"), &json!({"name": name}), now)?)
}
