//! Contacts as people of the team change them: names, addresses, notes, the company, and merging. Whoever works on a
//! conversation of a contact may; a contact none of whose conversations one sees is not there.

use std::collections::BTreeMap;

use desk::{
    CompanyId, ContactId, ContactNoteId, Micros, address, limits,
    permit::{Action, Object, Relation, permits},
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit, companies,
    contacts::{self, Contact, merging, notes},
};

use crate::{Refused, access, clashes, contact_fields, refused};

/// What is to change about a contact; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The name, or none.
    pub name: Option<Option<String>>,
    /// All addresses, the primary one first.
    pub addresses: Option<Vec<String>>,
    /// The company by somebody's word: this one, or none.
    pub company: Option<Option<CompanyId>>,
    /// True when the domains say the company again.
    pub company_by_domain: bool,
    /// Values of the desk's own fields, by the field's id; none empties one.
    pub fields: BTreeMap<String, Option<String>>,
}

/// The contact as this agent may see it; one that was merged is the one that it was merged into.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, agent: &Agent, id: ContactId) -> Result<Contact, Refused> {
    let contact = contacts::followed(tx, id)?.filter(|contact| contact.erased_at.is_none());
    let contact = contact.ok_or(Refused::NotFound)?;
    if is_seen(tx, agent, contact.id)? { Ok(contact) } else { Err(Refused::NotFound) }
}

/// True when an agent sees this contact: a conversation of theirs, or every queue.
///
/// # Errors
/// The store's own.
pub fn is_seen(tx: &mut Tx<'_>, agent: &Agent, id: ContactId) -> store::Result<bool> {
    Ok(sees_all(agent) || contacts::is_seen(tx, agent.id, id)?)
}

/// True when an agent sees all contacts, those without a conversation too.
fn sees_all(agent: &Agent) -> bool {
    permits(access::actor(agent), Action::Read, Object::Conversation(Relation::Outside))
}

/// Changes a contact.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn change(tx: &mut Tx<'_>, agent: &Agent, id: ContactId, change: &Change, now: Micros) -> Result<(), Refused> {
    let contact = standing(tx, agent, id)?;
    let mut changed = Vec::new();
    if let Some(name) = &change.name {
        let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let fitting = |name| refused::name(name, limits::CONTACT_NAME_CHARS, "contact-name-does-not-fit");
        let name = name.map(fitting).transpose()?;
        if name != contact.name {
            contacts::set_name(tx, contact.id, name.as_deref(), now)?;
            changed.push("name");
        }
    }
    if let Some(written) = &change.addresses {
        set_addresses(tx, contact.id, written, now)?;
        changed.push("addresses");
    }
    match change.company {
        Some(_) if change.company_by_domain => return Err(Refused::field("company", "company-said-twice")),
        Some(said) => {
            if let Some(company) = said {
                companies::by_id(tx, company)?.ok_or(Refused::field("company", "no-such-company"))?;
            }
            contacts::set_company(tx, contact.id, Some(said), now)?;
            changed.push("company");
        }
        None if change.company_by_domain => {
            contacts::set_company(tx, contact.id, None, now)?;
            changed.push("company");
        }
        None => {}
    }
    if !change.fields.is_empty() {
        let values = contact_fields::written(tx, &contact.fields, &change.fields)?;
        contacts::set_fields(tx, contact.id, &values, now)?;
        changed.push("fields");
    }
    if changed.is_empty() {
        return Ok(());
    }
    note(tx, agent, "contact.changed", contact.id, &json!({"fields": changed}), now)
}

fn set_addresses(tx: &mut Tx<'_>, id: ContactId, written: &[String], now: Micros) -> Result<(), Refused> {
    let trimmed: Vec<String> = written.iter().map(|one| one.trim().to_string()).collect();
    let folded: Vec<String> = trimmed.iter().map(|one| address::fold(one)).collect();
    let twice = folded.iter().enumerate().any(|(at, one)| folded.iter().skip(at + 1).any(|other| other == one));
    if trimmed.is_empty() || trimmed.len() > limits::CONTACT_ADDRESSES || twice {
        return Err(Refused::field("addresses", "contact-addresses-do-not-fit"));
    }
    if !trimmed.iter().all(|one| address::is_deliverable(one)) {
        return Err(Refused::field("addresses", "address-not-deliverable"));
    }
    let known: Vec<String> = contacts::addresses(tx, id)?.iter().map(|(one, _)| address::fold(one)).collect();
    let new: Vec<String> = trimmed.iter().filter(|one| !known.contains(&address::fold(one))).cloned().collect();
    if clashes::with_an_agent(tx, new.iter())? {
        return Err(Refused::field("addresses", "contact-address-is-an-agents"));
    }
    if clashes::with_ours(tx, new.iter().map(String::as_str))? {
        return Err(Refused::field("addresses", "contact-address-is-ours"));
    }
    match contacts::set_addresses(tx, id, &trimmed, now)? {
        true => Ok(()),
        false => Err(Refused::field("addresses", "contact-address-is-anothers")),
    }
}

/// Adds a note about a contact.
///
/// # Errors
/// [`Refused`] where it does not fit or the contact is not there for this agent.
pub fn add_note(tx: &mut Tx<'_>, agent: &Agent, id: ContactId, text: &str, now: Micros) -> Result<ContactId, Refused> {
    let contact = standing(tx, agent, id)?;
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Err(Refused::field("text", "text-needed"));
    }
    if text.chars().count() > limits::CONTACT_NOTE_CHARS {
        return Err(Refused::field("text", "contact-note-too-long"));
    }
    if notes::count(tx, contact.id)? >= limits::CONTACT_NOTES {
        return Err(Refused::field("text", "too-many-contact-notes"));
    }
    notes::add(tx, contact.id, (agent.id, &agent.name), &text, now)?;
    Ok(contact.id)
}

/// True when an agent may remove this note: their own, and any where they lead the team.
#[must_use]
pub fn may_remove(agent: &Agent, note: &notes::Note) -> bool {
    note.agent.0 == agent.id || permits(access::actor(agent), Action::ChangeQueues, Object::Desk)
}

/// Removes a note; says about whom it was.
///
/// # Errors
/// [`Refused::NotFound`] where it is not there for this agent, or is not theirs to remove.
pub fn remove_note(tx: &mut Tx<'_>, agent: &Agent, id: ContactNoteId, now: Micros) -> Result<ContactId, Refused> {
    let stored = notes::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let contact = standing(tx, agent, stored.contact)?;
    if !may_remove(agent, &stored) {
        return Err(Refused::NotFound);
    }
    notes::remove(tx, &stored)?;
    note(tx, agent, "contact.note_removed", contact.id, &json!({}), now)?;
    Ok(contact.id)
}

/// Merges a contact into another, who then has its conversations, addresses and notes; says into which.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn merge(
    tx: &mut Tx<'_>,
    agent: &Agent,
    source: ContactId,
    into: ContactId,
    now: Micros,
) -> Result<ContactId, Refused> {
    let source = standing(tx, agent, source)?;
    let target = standing(tx, agent, into).map_err(|refused| match refused {
        Refused::NotFound => Refused::field("into", "no-such-contact"),
        other => other,
    })?;
    if source.id == target.id {
        return Err(Refused::field("into", "contact-merged-into-itself"));
    }
    let addresses = contacts::addresses(tx, source.id)?.len() + contacts::addresses(tx, target.id)?.len();
    let notes = notes::count(tx, source.id)? + notes::count(tx, target.id)?;
    let many = merging::count(tx, source.id)? > limits::CONTACT_MERGED;
    if many || addresses > limits::CONTACT_ADDRESSES || notes > limits::CONTACT_NOTES {
        return Err(Refused::field("into", "contact-has-too-much"));
    }
    merging::merge(tx, source.id, target.id, now)?;
    note(tx, agent, "contact.merged", source.id, &json!({"into": target.id}), now)?;
    Ok(target.id)
}

/// Takes a merge back: what it brought and is still there returns.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn undo_merge(tx: &mut Tx<'_>, agent: &Agent, source: ContactId, now: Micros) -> Result<(), Refused> {
    let row = contacts::by_id(tx, source)?.ok_or(Refused::NotFound)?;
    let target = row.merged_into.ok_or(Refused::NotFound)?;
    let standing = standing(tx, agent, target)?;
    if standing.id != target {
        return Err(Refused::field("into", "contact-merged-further"));
    }
    merging::undo(tx, source, target, now)?;
    note(tx, agent, "contact.merge_undone", source, &json!({"from": target}), now)
}

fn note(
    tx: &mut Tx<'_>,
    agent: &Agent,
    action: &str,
    id: ContactId,
    data: &serde_json::Value,
    now: Micros,
) -> Result<(), Refused> {
    Ok(audit::add(tx, &agent.actor(), action, &format!("contact:{id}"), data, now)?)
}
