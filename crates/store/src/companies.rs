//! Companies and their domains: whoever has an address there belongs to the company, unless somebody said otherwise.

use desk::{CompanyId, ContactId, Micros};

use crate::{Result, Row, Tx, changes::Change};

/// A company's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// Its domains, folded, in the order of their letters.
    pub domains: Vec<String>,
    /// What the team knows about it.
    pub notes: String,
}

/// A company.
#[derive(Clone, Debug)]
pub struct Company {
    /// Which.
    pub id: CompanyId,
    /// Its words.
    pub draft: Draft,
    /// When something about it changed last.
    pub updated_at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO companies (name, notes, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id";
    UPDATE = "UPDATE companies SET name = $2, notes = $3, updated_at = $4 WHERE id = $1";
    DELETE = "DELETE FROM companies WHERE id = $1";
    BY_ID = "SELECT id, name, notes, updated_at FROM companies WHERE id = $1";
    NEWEST = "SELECT id, name, notes, updated_at FROM companies WHERE id < $1 ORDER BY id DESC LIMIT $2";
    COUNT = "SELECT COUNT(*) FROM companies";
    DOMAINS = "SELECT domain FROM company_domains WHERE company_id = $1 ORDER BY domain";
    DOMAINS_BETWEEN = "SELECT company_id, domain FROM company_domains WHERE company_id >= $1 AND company_id <= $2
                       ORDER BY company_id, domain";
    OF_DOMAIN = "SELECT company_id FROM company_domains WHERE domain = $1";
    ADD_DOMAIN = "INSERT INTO company_domains (domain, company_id) VALUES ($1, $2)";
    REMOVE_DOMAIN = "DELETE FROM company_domains WHERE domain = $1 AND company_id = $2";
    LEAVE = "UPDATE contacts SET company_id = NULL, company_set = 0 WHERE company_id = $1";
    FOLLOW_OF_CONTACT = "UPDATE contacts SET company_id = (SELECT MIN(d.company_id) FROM contact_addresses a
                           JOIN company_domains d ON d.domain = a.domain WHERE a.contact_id = contacts.id)
                         WHERE id = $1 AND company_set = 0";
    FOLLOW_OF_DOMAIN = "UPDATE contacts SET company_id = (SELECT MIN(d.company_id) FROM contact_addresses a
                          JOIN company_domains d ON d.domain = a.domain WHERE a.contact_id = contacts.id)
                        WHERE company_set = 0 AND id IN (SELECT contact_id FROM contact_addresses WHERE domain = $1)";
}

/// The company with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: CompanyId) -> Result<Option<Company>> {
    let Some(mut company) = tx.one(BY_ID, &[id.into()], read)? else { return Ok(None) };
    company.draft.domains = tx.all(DOMAINS, &[id.into()], |row| row.text(0))?;
    Ok(Some(company))
}

fn read(row: &Row<'_>) -> Result<Company> {
    let draft = Draft { name: row.text(1)?, domains: Vec::new(), notes: row.text(2)? };
    Ok(Company { id: CompanyId(row.int(0)?), draft, updated_at: row.time(3)? })
}

/// The newest companies before this one.
///
/// # Errors
/// The database's own.
pub fn newest(tx: &mut Tx<'_>, before: Option<CompanyId>, most: i64) -> Result<Vec<Company>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let mut all = tx.all(NEWEST, &[before.into(), most.into()], read)?;
    let (Some(newest), Some(oldest)) = (all.first(), all.last()) else { return Ok(all) };
    let between = [oldest.id.into(), newest.id.into()];
    let domains = tx.all(DOMAINS_BETWEEN, &between, |row| Ok((CompanyId(row.int(0)?), row.text(1)?)))?;
    for (company, domain) in domains {
        // Newest first, so their ids fall.
        if let Ok(at) = all.binary_search_by(|one| company.cmp(&one.id))
            && let Some(of) = all.get_mut(at)
        {
            of.draft.domains.push(domain);
        }
    }
    Ok(all)
}

/// How many companies there are.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT, &[], |row| row.int(0))?.unwrap_or(0))
}

/// The company that has this domain, folded.
///
/// # Errors
/// The database's own.
pub fn of_domain(tx: &mut Tx<'_>, domain: &str) -> Result<Option<CompanyId>> {
    tx.one(OF_DOMAIN, &[domain.into()], |row| Ok(CompanyId(row.int(0)?)))
}

/// Adds a company; the contacts of its domains are its own from now on.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, draft: &Draft, now: Micros) -> Result<CompanyId> {
    let id = CompanyId(tx.insert(ADD, &[(&draft.name).into(), (&draft.notes).into(), now.into()])?);
    set_domains(tx, id, &[], &draft.domains)?;
    tx.change(Change::SettingsChanged("companies"));
    Ok(id)
}

/// Writes a company anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, before: &Company, draft: &Draft, now: Micros) -> Result<()> {
    tx.run(UPDATE, &[before.id.into(), (&draft.name).into(), (&draft.notes).into(), now.into()])?;
    set_domains(tx, before.id, &before.draft.domains, &draft.domains)?;
    tx.change(Change::SettingsChanged("companies"));
    Ok(())
}

/// Deletes a company; its contacts stay, without one.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, before: &Company) -> Result<()> {
    set_domains(tx, before.id, &before.draft.domains, &[])?;
    tx.run(LEAVE, &[before.id.into()])?;
    tx.run(DELETE, &[before.id.into()])?;
    tx.change(Change::SettingsChanged("companies"));
    Ok(())
}

fn set_domains(tx: &mut Tx<'_>, id: CompanyId, before: &[String], after: &[String]) -> Result<()> {
    for gone in before.iter().filter(|one| !after.contains(one)) {
        tx.run(REMOVE_DOMAIN, &[gone.into(), id.into()])?;
        tx.run(FOLLOW_OF_DOMAIN, &[gone.into()])?;
    }
    for new in after.iter().filter(|one| !before.contains(one)) {
        tx.run(ADD_DOMAIN, &[new.into(), id.into()])?;
        tx.run(FOLLOW_OF_DOMAIN, &[new.into()])?;
    }
    Ok(())
}

/// Puts a contact with the company of its domains, where nobody said which it is of.
///
/// # Errors
/// The database's own.
pub(crate) fn follow_domains(tx: &mut Tx<'_>, contact: ContactId) -> Result<()> {
    tx.run(FOLLOW_OF_CONTACT, &[contact.into()])?;
    Ok(())
}
