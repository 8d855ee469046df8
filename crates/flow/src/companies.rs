//! Companies: added, changed and deleted by the team. Their domains say whose contacts are theirs, so a domain where
//! anybody may have an address is refused.

use desk::{CompanyId, Micros, address, free_mail, limits};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit,
    companies::{self, Company, Draft},
};

use crate::{Refused, refused};

/// The company with this id.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: CompanyId) -> Result<Company, Refused> {
    companies::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Adds a company.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, by: &Agent, draft: &Draft, now: Micros) -> Result<Company, Refused> {
    if companies::count(tx)? >= limits::COMPANIES {
        return Err(Refused::field("name", "too-many-companies"));
    }
    let draft = checked(tx, draft, None)?;
    let id = companies::add(tx, &draft, now)?;
    note(tx, by, "company.added", id, now)?;
    standing(tx, id)
}

/// Writes a company anew.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such company.
pub fn update(tx: &mut Tx<'_>, by: &Agent, id: CompanyId, draft: &Draft, now: Micros) -> Result<Company, Refused> {
    let before = standing(tx, id)?;
    let draft = checked(tx, draft, Some(id))?;
    companies::update(tx, &before, &draft, now)?;
    note(tx, by, "company.changed", id, now)?;
    standing(tx, id)
}

/// Deletes a company; its contacts stay.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: CompanyId, now: Micros) -> Result<(), Refused> {
    let before = standing(tx, id)?;
    companies::delete(tx, &before)?;
    note(tx, by, "company.deleted", id, now)
}

fn checked(tx: &mut Tx<'_>, draft: &Draft, own: Option<CompanyId>) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::COMPANY_NAME_CHARS, "company-name-needed")?;
    let notes = draft.notes.trim().replace("\r\n", "\n");
    if notes.chars().count() > limits::COMPANY_NOTES_CHARS {
        return Err(Refused::field("notes", "company-notes-too-long"));
    }
    if draft.domains.len() > limits::COMPANY_DOMAINS {
        return Err(Refused::field("domains", "company-domains-do-not-fit"));
    }
    let mut domains = Vec::new();
    for written in &draft.domains {
        domains.push(domain(tx, written, own)?);
    }
    domains.sort();
    domains.dedup();
    Ok(Draft { name, domains, notes })
}

/// The domain as addresses have it when they are compared.
fn domain(tx: &mut Tx<'_>, written: &str, own: Option<CompanyId>) -> Result<String, Refused> {
    let plain = written.trim().trim_start_matches('@');
    let probe = format!("x@{plain}");
    if !address::is_deliverable(&probe) || !plain.contains('.') {
        return Err(Refused::field("domains", "company-domains-do-not-fit"));
    }
    let folded = address::fold(&probe);
    let domain = address::domain(&folded).unwrap_or_default().to_string();
    if free_mail::is_free_mail(&domain) || address::is_public_suffix(&domain) {
        return Err(Refused::field("domains", "company-domain-is-public"));
    }
    match companies::of_domain(tx, &domain)? {
        Some(other) if Some(other) != own => Err(Refused::field("domains", "company-domain-taken")),
        _ => Ok(domain),
    }
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: CompanyId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("company:{id}"), &json!({}), now)?)
}
